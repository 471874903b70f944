//! What was found: sentences, what to do, what to paste.

use std::rc::Rc;

use leptos::prelude::*;

use super::finding_text::Way;
use super::snippet::Snippet;
use crate::core::edit::Delivery;
use crate::core::job::doctor::Finding;
use crate::page::context::Page;
use crate::page::i18n::{remedy_sentence, t, t_string};
use crate::page::problem_fix::ProblemFix;
use crate::page::service_text::way_text;
use crate::page::state::CheckupReport;

/// The list, the way that an edit takes, and the answer as it came. It speaks of the settings of its time.
#[component]
pub fn Findings(
    /// What came of the check.
    report: Rc<CheckupReport>,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let edit = page.edit;
    let (way, proxy) = untrack(|| (Way::of(edit.service), edit.service.proxy()));
    let (problems, delivery) = untrack(|| (edit.problems(), edit.delivery()));

    let items = report.findings.iter().map(|(finding, snippets)| {
        let (finding, way) = (*finding, way.clone());
        let problem = problems.iter().find(|problem| Finding::of_problem(problem) == Some(finding)).cloned();
        let snippets = snippets.iter().cloned().map(|snippet| view! { <Snippet snippet=snippet /> });
        view! {
            <li class=if finding.is_fine() { "finding fine" } else { "finding" } data-finding=finding.name()>
                <b>{move || way.text(i18n, finding)}</b>
                <p>{move || remedy_sentence(i18n, finding)}</p>
                {snippets.collect_view()}
                {problem.map(|problem| view! { <ProblemFix problem=problem /> })}
            </li>
        }
    });
    let host = report.diagnosis.host.clone();
    let way = move || {
        let delivery = match delivery {
            Delivery::Task => t_string!(i18n, by_task),
            Delivery::Sync => t_string!(i18n, by_sync),
            Delivery::Stream => t_string!(i18n, by_stream),
        };
        t_string!(i18n, way, host = host, proxy = way_text(i18n, &proxy), delivery = delivery)
    };
    let is_known = report.diagnosis.status == Some(200);
    let raw = report.diagnosis.raw.clone().filter(|raw| !raw.is_empty() && !is_known);
    view! {
        <div class="told">
            <ul>{items.collect_view()}</ul>
            <p class="note way">{way}</p>
            {raw
                .map(|raw| {
                    view! {
                        <details>
                            <summary>{t!(i18n, raw)}</summary>
                            <pre>{raw}</pre>
                        </details>
                    }
                })}
        </div>
    }
}
