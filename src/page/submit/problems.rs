//! Why the draft cannot be sent, as sentences.

use leptos::prelude::*;

use crate::core::edit::ProblemKind;
use crate::page::messages::problem_sentence;
use crate::page::service;
use crate::page::settings::ServiceLack;
use crate::page::state::State;

/// The list. What a fresh page naturally lacks is mentioned only after Edit was pressed.
#[component]
pub(super) fn Problems() -> impl IntoView {
    let state = State::expect();
    // Compared before it is drawn again: an alert speaks whenever it changes.
    let wrong = Memo::new(move |_| (sentences(state), state.service().err().filter(|lack| is_told(state, *lack))));
    let list = move || {
        let t = state.t();
        let (sentences, lack) = wrong.get();
        if sentences.is_empty() || state.run.with(Option::is_some) {
            return None;
        }
        let items: Vec<AnyView> =
            sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }.into_any()).collect();
        let open = lack.map(|lack| {
            view! {
                <button type="button" class="link" on:click=move |_| service::show(Some(lack))>{t.open_service}</button>
            }
        });
        Some(view! {
            <div class="news">
                <h3>{t.problems}</h3>
                <ul>{items}</ul>
                {open}
            </div>
        })
    };
    view! { <div id="problems" role="alert" tabindex="-1">{list}</div> }.into_any()
}

fn is_told(state: State, lack: ServiceLack) -> bool {
    state.is_asked.get() || lack != ServiceLack::Key
}

fn sentences(state: State) -> Vec<String> {
    let t = state.t();
    let is_asked = state.is_asked.get();
    let is_natural = |kind: &ProblemKind| matches!(kind, ProblemKind::PromptEmpty | ProblemKind::TooFewImages { .. });
    let mut sentences: Vec<String> = state
        .problems()
        .iter()
        .filter(|problem| is_asked || !is_natural(&problem.kind))
        .map(|problem| problem_sentence(t, problem))
        .collect();
    let lack = state.service().err().filter(|lack| is_told(state, *lack)).map(|lack| match lack {
        ServiceLack::Endpoint(_) => t.need_service,
        ServiceLack::Proxy(_) => t.need_proxy,
        ServiceLack::Key => t.need_key,
        ServiceLack::KeyBad => t.key_bad,
    });
    sentences.extend(lack.map(str::to_owned));
    sentences
}
