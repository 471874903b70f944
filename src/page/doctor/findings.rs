//! What was found: sentences, what to do, what to paste.

use super::{Found, look, sentence};
use crate::core::edit::Delivery;
use crate::core::job::doctor::Finding;
use crate::core::job::snippet::{Place, Snippet};
use crate::core::service::Proxy;
use crate::page::copy::copies;
use crate::page::dom::{El, button, div, el};
use crate::page::messages::{Messages, fill};
use crate::page::service;
use crate::page::state::State;

/// The list, the way that an edit takes, and the answer as it came.
pub(super) fn findings(state: State, t: &'static Messages, found: &Found) -> El {
    let one = |(finding, snippets): &(Finding, Vec<Snippet>)| {
        let problems = state.problems();
        let of_it = problems.iter().find(|problem| Finding::of_problem(problem) == Some(*finding));
        el("li")
            .class(if finding.is_fine() { "finding fine" } else { "finding" })
            .attr("data-finding", finding.name())
            .child(el("b").text(&sentence(state, t, *finding)))
            .child(el("p").text(t.doctor.remedies[*finding as usize]))
            .children(snippets.iter().map(|snippet| paste(state, t, snippet)).collect())
            .child_if(of_it.and_then(|problem| service::fix(state, t, problem)))
    };
    let diagnosis = &found.diagnosis;
    let delivery = match state.delivery() {
        Delivery::Task => t.by_task,
        Delivery::Sync => t.by_sync,
        Delivery::Stream => t.choices.by_stream,
    };
    let way = match state.proxy() {
        Proxy::Direct => t.direct.to_owned(),
        Proxy::Prefix(way) | Proxy::Template(way) => fill(t.through, &[way.split('?').next().unwrap_or_default()]),
    };
    let raw = diagnosis.raw.as_ref().filter(|raw| !raw.is_empty() && diagnosis.status != Some(200));
    let raw = raw.map(|raw| el("details").child(el("summary").text(t.raw)).child(el("pre").text(raw)));
    div("told")
        .child(el("ul").children(found.findings.iter().map(one).collect()))
        .child(el("p").class("note way").text(&fill(t.doctor.way, &[&diagnosis.host, &way, delivery])))
        .child_if(raw)
}

/// A text with where it belongs, a button that copies it, and one that sets it where that is here.
fn paste(state: State, t: &'static Messages, snippet: &Snippet) -> El {
    let place = match snippet.place {
        Place::Setting => t.proxy,
        Place::Terminal => t.doctor.in_terminal,
        Place::File(name) => name,
    };
    let (text, setting) = (snippet.text.clone(), snippet.text.clone());
    let apply = (snippet.place == Place::Setting).then(|| {
        button("link").text(&fill(t.doctor.use_proxy, &[&snippet.text])).click(move || {
            service::change(state, |service| service.proxy.clone_from(&setting));
            look(state);
        })
    });
    let copy = copies(state, button("link"), |t| t.doctor.copy, move || text.clone());
    div("snippet")
        .child(el("span").class("note").text(place))
        .child(el("pre").text(&snippet.text))
        .child(copy)
        .child_if(apply)
}
