//! Why the draft cannot be sent, as sentences.

use leptos::prelude::*;

use crate::core::edit::ProblemKind;
use crate::page::actions::run;
use crate::page::context::Page;
use crate::page::i18n::{problem_sentence, t, t_string, use_i18n};
use crate::page::problem_fix::ProblemFix;
use crate::page::service_text::service_name;
use crate::page::state::ServiceLack;
use crate::page::trust::TrustQuestion;

/// The list, while nothing runs, with a button where one thing mends it.
#[component]
pub fn Problems() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let is_running = Memo::new(move |_| page.run.is_running());
    // Compared before they are drawn again: an alert speaks whenever it changes.
    let sentences = Memo::new(move |_| sentences(page));
    let list = move || {
        let sentences = sentences.get();
        if sentences.is_empty() || is_running.get() {
            return None;
        }
        let (lack, problems) = untrack(|| (page.edit.shown_lack(), page.edit.problems()));
        if lack == Some(ServiceLack::Trust) && sentences.len() == 1 {
            let send = move |()| run::start(page);
            return Some(view! { <TrustQuestion yes_id="send-yes" no_id="send-no" on_yes=send /> }.into_any());
        }
        let fixable = problems.into_iter().find(|problem| is_fixable(&problem.kind));
        let open = lack.map(|lack| {
            view! {
                <button type="button" class="link" on:click=move |_| page.ui.open_service(Some(lack))>
                    {t!(i18n, open_service)}
                </button>
            }
        });
        let items = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
        let news = view! {
            <div class="news">
                <h2>{t!(i18n, problems)}</h2>
                <ul>{items}</ul>
                {fixable.map(|problem| view! { <ProblemFix problem=problem /> })}
                {open}
            </div>
        };
        Some(news.into_any())
    };
    view! {
        <div id="problems" role="alert" tabindex="-1">
            {list}
        </div>
    }
}

/// Whether one thing mends it: another model, another service, the file.
fn is_fixable(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::ModelElsewhere { .. } | ProblemKind::KeyOfPlan | ProblemKind::AddressPrivate)
}

fn sentences(page: Page) -> Vec<String> {
    let (i18n, edit) = (page.i18n, page.edit);
    let (model, service) = (edit.form.0.with(|form| form.model.clone()), service_name(edit.service, i18n));
    let problems = edit.shown_problems();
    let mut sentences: Vec<String> =
        problems.iter().map(|problem| problem_sentence(i18n, problem, &model, &service)).collect();
    sentences.extend(edit.shown_lack().map(|lack| match lack {
        ServiceLack::Endpoint(_) => t_string!(i18n, need_service),
        ServiceLack::Proxy(_) => t_string!(i18n, need_proxy),
        ServiceLack::Key => t_string!(i18n, need_key),
        ServiceLack::KeyBad => t_string!(i18n, key_bad),
        ServiceLack::KeyMasked => t_string!(i18n, key_masked),
        ServiceLack::Trust => t_string!(i18n, trust_new),
    }));
    sentences
}
