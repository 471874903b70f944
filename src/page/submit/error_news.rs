//! An error: what happened, the money, what to do, and what support wants to know.

use leptos::prelude::*;

use super::details::{ErrorDetails, details_text, has_facts};
use super::limit_advice::LimitAdvice;
use crate::core::job::doctor::Finding;
use crate::core::job::{Cause, Error, ErrorKind, NextStep};
use crate::core::service::CredentialKind;
use crate::page::actions::{doctor, run};
use crate::page::context::Page;
use crate::page::doctor::{ErrorCheckup, finding_text};
use crate::page::i18n::{I18n, error_sentence, next_step_sentence, t, t_string, use_i18n};
use crate::page::ui::CopyButton;

/// All of it, with what can be done about it. What it says follows the language, and no setting that is changed later.
#[component]
pub fn ErrorNews(
    /// What went wrong.
    error: Error,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let offer = page
        .run
        .offers
        .with_untracked(|offers| offers.iter().find(|offer| Some(&offer.task_id) == error.task_id.as_ref()).cloned());
    let (is_kept, is_about_doctor) = (offer.is_some(), doctor::is_about(&error));
    let is_temporary = untrack(|| page.edit.service.service())
        .is_ok_and(|service| service.credential.kind() == CredentialKind::Temporary);
    let may_be_billed = error.may_be_billed();
    let class = if error.kind == ErrorKind::Canceled { "news error calm" } else { "news error" };
    let money_class = if may_be_billed && !is_kept { "money billed" } else { "money" };
    let cut = error.cut;
    let error = StoredValue::new(error);

    let headline = move || {
        error.with_value(|error| match (refusal_of_proxy(error), error.cause) {
            (Some(refusal), Some(Cause::Gateway | Cause::Key)) => {
                i18n.language();
                untrack(|| finding_text(page, refusal))
            }
            (_, Some(Cause::Key)) if is_temporary => t_string!(i18n, temporary_key),
            _ => error_sentence(i18n, error),
        })
    };
    let next_step = move || match error.with_value(|error| error.next_step) {
        NextStep::CheckKey if is_kept => t_string!(i18n, task_kept),
        step => next_step_sentence(i18n, step),
    };
    let money = move || match (may_be_billed, is_kept) {
        (true, false) => t_string!(i18n, billed),
        (true, true) => t_string!(i18n, billed_later),
        (false, _) => t_string!(i18n, unbilled),
    };
    let line = |class: &'static str, text: Signal<String>| {
        view! {
            <Show when=move || !text.with(String::is_empty)>
                <p class=class>{text}</p>
            </Show>
        }
    };
    let ask_again = offer.map(|offer| {
        view! {
            <button type="button" class="button" on:click=move |_| run::resume(page, offer.clone())>
                {t!(i18n, ask_again)}
            </button>
        }
    });
    let copy = error.with_value(has_facts).then(|| {
        let text = move |()| untrack(|| error.with_value(|error| details_text(i18n, error)));
        view! { <CopyButton id="copy-details" label=t!(i18n, copy_details) text=text /> }
    });
    let dismiss = move |_| {
        page.run.error.set(None);
        page.ui.focus("edit");
    };
    view! {
        <div class=class>
            <h2>{headline}</h2>
            {line("words", Signal::derive(move || error.with_value(|error| quote(i18n, error))))}
            {line("next-step", Signal::derive(next_step))}
            <p class=money_class>{money}</p>
            <p class="money">{t!(i18n, kept_draft)}</p>
            {cut.map(|cut| view! { <LimitAdvice cut=cut /> })}
            <ErrorDetails error=error.get_value() />
            {is_about_doctor.then(|| view! { <ErrorCheckup /> })}
            <div class="news-actions">
                {ask_again} {copy}
                <button type="button" class="button" on:click=dismiss>
                    {t!(i18n, dismiss)}
                </button>
            </div>
        </div>
    }
}

/// What a proxy of the project refused it for.
fn refusal_of_proxy(error: &Error) -> Option<Finding> {
    error.code.as_deref().and_then(Finding::of_refusal)
}

/// The service's own words, or the browser's; empty where the page's say all.
fn quote(i18n: I18n, error: &Error) -> String {
    match error.kind {
        ErrorKind::Service if refusal_of_proxy(error).is_some() => {
            t_string!(i18n, proxy_says, message = error.message)
        }
        ErrorKind::Service => t_string!(i18n, says, message = error.message),
        ErrorKind::Image if error.image.is_none() => error.message.clone(),
        _ => String::new(),
    }
}
