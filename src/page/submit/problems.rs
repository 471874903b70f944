//! Why the draft cannot be sent, as sentences.

use leptos::prelude::*;

use crate::core::edit::ProblemKind;
use crate::page::dom::{El, button, div, el, settled};
use crate::page::messages::problem_sentence;
use crate::page::settings::ServiceLack;
use crate::page::state::State;
use crate::page::{run, service, trust};

/// The list. What a fresh page naturally lacks is mentioned only after Edit was pressed.
pub(super) fn problems(state: State) -> El {
    // Compared before it is drawn again: an alert speaks whenever it changes.
    let sentences = settled(move || sentences(state).join("\n"));
    let list = move || {
        let t = state.t_untracked();
        let sentences = sentences.get();
        if sentences.is_empty() || state.run.with(Option::is_some) {
            return None;
        }
        let items = sentences.lines().map(|sentence| el("li").text(sentence)).collect();
        let lack = untrack(|| told_lack(state));
        if lack == Some(ServiceLack::Trust) && sentences.lines().nth(1).is_none() {
            return trust::question(state, t, ["send-yes", "send-no"], move || run::start(state));
        }
        let open = lack.map(|lack| button("link").text(t.open_service).click(move || service::show(Some(lack))));
        let fix = untrack(|| state.problems().iter().find_map(|problem| service::fix(state, t, problem)));
        Some(div("news").child(el("h3").text(t.problems)).child(el("ul").children(items)).child_if(fix).child_if(open))
    };
    el("div").id("problems").attr("role", "alert").attr("tabindex", "-1").part(list)
}

/// What the service setting lacks, unless it is the key of somebody who did not ask for anything yet.
fn told_lack(state: State) -> Option<ServiceLack> {
    let lack = state.service().err()?;
    (state.is_asked.get() || !matches!(lack, ServiceLack::Key | ServiceLack::Trust)).then_some(lack)
}

fn sentences(state: State) -> Vec<String> {
    let t = state.t();
    let is_asked = state.is_asked.get();
    let (model, service) = (state.form.with(|form| form.model.clone()), service::service_name(state));
    let is_natural = |kind: &ProblemKind| matches!(kind, ProblemKind::PromptEmpty | ProblemKind::TooFewImages { .. });
    let mut sentences: Vec<String> = state
        .problems()
        .iter()
        .filter(|problem| is_asked || !is_natural(&problem.kind))
        .map(|problem| problem_sentence(t, problem, &model, &service))
        .collect();
    if let Some(lack) = told_lack(state) {
        let sentence = match lack {
            ServiceLack::Endpoint(_) => t.need_service,
            ServiceLack::Proxy(_) => t.need_proxy,
            ServiceLack::Key => t.need_key,
            ServiceLack::KeyBad => t.key_bad,
            ServiceLack::Trust => t.doctor.trust_new,
        };
        sentences.push(sentence.to_owned());
    }
    sentences
}
