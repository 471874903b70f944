//! What support wants to know.

use leptos::prelude::*;

use crate::core::job::Error;
use crate::page::i18n::{I18n, t, t_string, use_i18n};

/// Code, status, ids, and the answer as it came.
#[component]
pub fn ErrorDetails(
    /// Of what.
    error: Error,
) -> impl IntoView {
    let i18n = use_i18n();
    let raw = error.raw.clone().map(|raw| {
        view! {
            <details>
                <summary>{t!(i18n, raw)}</summary>
                <pre>{raw}</pre>
            </details>
        }
    });
    view! {
        <FactList facts=move || facts(i18n, &error) />
        {raw}
    }
}

/// Names with their values; nothing where there are none.
#[component]
pub fn FactList(
    /// The list's class.
    #[prop(default = "numbers")]
    class: &'static str,
    /// Names and values.
    #[prop(into)]
    facts: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let row = |(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <Show when=move || !facts.with(Vec::is_empty)>
            <dl class=class>{move || facts.get().into_iter().map(row).collect_view()}</dl>
        </Show>
    }
}

/// Whether more is known of `error` than that it happened.
pub fn has_facts(error: &Error) -> bool {
    status_text(error).is_some() || [&error.code, &error.request_id, &error.task_id].into_iter().any(Option::is_some)
}

fn status_text(error: &Error) -> Option<String> {
    error.status.filter(|status| *status != 0).map(|status| status.to_string())
}

fn facts(i18n: I18n, error: &Error) -> Vec<(String, String)> {
    let facts = [
        (t_string!(i18n, code), error.code.clone()),
        (t_string!(i18n, status), status_text(error)),
        (t_string!(i18n, request_id), error.request_id.clone()),
        (t_string!(i18n, task_id), error.task_id.clone()),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// What is known of `error` as text, to be sent to support; tracked.
pub fn details_text(i18n: I18n, error: &Error) -> String {
    let mut lines = vec![error.message.clone()];
    lines.extend(facts(i18n, error).into_iter().map(|(name, value)| format!("{name}: {value}")));
    lines.extend(error.raw.clone());
    lines.join("\n")
}
