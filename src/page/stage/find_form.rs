//! The search for places by words: what to look for, and how that stands.

use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, SubmitEvent};

use super::find;
use super::find_state::{Find, FindState};
use super::state::StageState;
use crate::page::context::Page;
use crate::page::i18n::{I18n, error_sentence, t, t_string, use_i18n};
use crate::page::keys::{Command, Scope, pressed};
use crate::page::submit::details_text;
use crate::page::ui::{CopyButton, IconButton};

/// The form.
#[component]
pub(super) fn FindForm() -> impl IntoView {
    let page = Page::expect();
    let stage: StageState = expect_context();
    let find: FindState = expect_context();
    let i18n = use_i18n();
    let field = NodeRef::<html::Input>::new();
    let label = move || if find.is_looking() { t_string!(i18n, cancel) } else { t_string!(i18n, find) };
    let leave_by_key = move |event: KeyboardEvent| {
        if pressed(Scope::Find, &event) == Some(Command::Abort) {
            find::leave(page, find);
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if untrack(|| find.is_looking()) {
            find.stop();
        } else if let Some(field) = field.get_untracked() {
            find::look(page, stage, find, field.value().trim().to_owned());
        }
    };
    let details = move |()| untrack(|| find.error().map(|error| details_text(i18n, &error))).unwrap_or_default();
    view! {
        <form id="find" class="tools-box find" on:keydown=leave_by_key on:submit=submit>
            <input
                id="find-words"
                class="field"
                autocomplete="off"
                placeholder=t!(i18n, find_words)
                aria-label=t!(i18n, find_hint)
                node_ref=field
            />
            <button type="submit" class="tool with-word" id="look">
                {label}
            </button>
            <span class="find-words" role="status">
                {move || status_text(find, i18n)}
            </span>
            <Show when=move || { find.candidates().len() > 1 }>
                <button
                    type="button"
                    class="tool with-word"
                    id="use-all"
                    on:click=move |_| find::accept(stage, find, 0, usize::MAX)
                >
                    {t!(i18n, use_all)}
                </button>
            </Show>
            <Show when=move || find.error().is_some()>
                <CopyButton class="tool with-word" label=t!(i18n, copy_details) text=details />
            </Show>
            <IconButton icon="icon-close" label=t!(i18n, close) on_press=move |()| find::leave(page, find) />
        </form>
    }
    .into_any()
}

/// How the search stands, in words; tracked.
fn status_text(find: FindState, i18n: I18n) -> String {
    find.state.with(|find| match find {
        Find::Looking(_) => t_string!(i18n, finding),
        Find::Found(found) if found.is_empty() => t_string!(i18n, found_none),
        Find::Found(found) => t_string!(i18n, found, count = found.len()),
        Find::Failed(error) => error_sentence(i18n, error),
        _ => t_string!(i18n, find_note),
    })
}
