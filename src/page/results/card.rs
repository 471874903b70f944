//! One result in the strip: its image, where it is, and what can be done with it.

use leptos::prelude::*;

use super::bytes_error::BytesErrorNote;
use super::card_actions::CardActions;
use super::image::ResultImage;
use super::rewritten::RewrittenPrompt;
use super::text::{life_text, size_text};
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::state::{Clock, ResultBytes, ResultItem, ViewerState};
use crate::web::fetch::BytesError;

/// A result; its image opens the viewer.
#[component]
pub fn ResultCard(
    /// The result.
    item: ResultItem,
) -> impl IntoView {
    let i18n = use_i18n();
    let ViewerState(viewing) = expect_context();
    let Clock(now_unix) = expect_context();
    let (id, bytes, group) = (item.id, item.bytes, item.group);
    let expires_unix = item.image.expires_unix;

    let name = t!(i18n, result_n, number = id);
    let state_text = move || {
        bytes.with(|bytes| match bytes {
            ResultBytes::Loading => t_string!(i18n, result_loading),
            ResultBytes::Saved { is_whole: true, .. } => t_string!(i18n, result_saved),
            ResultBytes::Saved { .. } => t_string!(i18n, result_cut),
            ResultBytes::Remote(BytesError::Expired) => t_string!(i18n, result_gone),
            ResultBytes::Remote(_) => t_string!(i18n, result_remote),
        })
    };
    let missing = Memo::new(move |_| group.missing_at(id));
    let sized = item.clone();
    let facts = move || {
        let size = sized.size().map(|size| size_text(i18n, size));
        let seed = group.facts.with(|facts| facts.seed).map(|seed| format!("{} {seed}", t_string!(i18n, seed)));
        [size, seed].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let life = move || life_text(i18n, expires_unix, bytes.with(ResultBytes::is_saved), now_unix.get());
    view! {
        <article
            class="card"
            data-result=id.to_string()
            data-state=move || bytes.with(ResultBytes::word)
            aria-label=name
        >
            <button
                type="button"
                class="card-picture"
                aria-label=move || t_string!(i18n, show_larger, name = name.get())
                disabled=move || bytes.with(|bytes| matches!(bytes, ResultBytes::Loading))
                on:click=move |_| viewing.set(Some(id))
            >
                <ResultImage item=item.clone() />
            </button>
            <div class="card-words">
                <p class="card-state">{state_text}</p>
                {move || {
                    missing
                        .get()
                        .map(|count| view! { <p class="card-missing">{t!(i18n, result_missing, count = count)}</p> })
                }}
                <BytesErrorNote bytes />
                <p class="card-facts">{facts}</p>
                <RewrittenPrompt
                    sent=group.facts.with_untracked(|facts| facts.prompt.clone())
                    prompt=item.image.actual_prompt.clone()
                />
                <p class="card-life" title=life>
                    {life}
                </p>
                <CardActions item />
            </div>
        </article>
    }
}
