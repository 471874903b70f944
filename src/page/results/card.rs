//! One result on the film: its picture, where it is, and what can be done with it.

use leptos::prelude::*;

use super::{Film, words};
use crate::page::messages::{fill, fill_numbers};
use crate::page::open::open_blobs;
use crate::page::run;
use crate::page::stage::hide_broken;
use crate::page::state::{Bytes, ResultCard};
use crate::web::fetch::BytesError;

/// One result.
#[component]
pub fn Card(film: Film, result: ResultCard) -> impl IntoView {
    let state = film.state;
    let result = StoredValue::new_local(result);
    let bytes = result.with_value(|result| result.bytes);
    let id = result.with_value(|result| result.id);
    let state_word = move || {
        bytes.with(|bytes| match bytes {
            Bytes::Loading => "loading",
            Bytes::Saved { .. } => "saved",
            Bytes::Remote(_) => "remote",
        })
    };
    let name = move || fill_numbers(state.t().result_n, &[id]);
    let facts = move || {
        let t = state.t();
        bytes.with(|bytes| {
            result.with_value(|result| {
                let word = match bytes {
                    Bytes::Loading => t.result_loading,
                    Bytes::Saved { .. } => t.result_saved,
                    Bytes::Remote(BytesError::Expired) => t.result_gone,
                    Bytes::Remote(_) => t.result_remote,
                };
                let seed = result.seed.map(|seed| format!("{} {seed}", t.seed));
                let size = words::size(t, result, bytes);
                let facts: Vec<String> = [size, seed].into_iter().flatten().collect();
                let life = words::life(t, result, bytes, film.now_unix.get());
                let missing = (result.missing > 0 && result.index == 0)
                    .then(|| view! { <p class="card-missing">{fill_numbers(t.result_missing, &[result.missing])}</p> });
                let error = match bytes {
                    Bytes::Remote(error) => Some(view! { <p class="card-error">{words::bytes_error(t, *error)}</p> }),
                    _ => None,
                };
                view! {
                    <p class="card-state">{word}</p>
                    {missing}
                    {error}
                    <p class="card-facts">{facts.join(" · ")}</p>
                    <p class="card-life" title=life.clone()>{life.clone()}</p>
                }
                .into_any()
            })
        })
    };
    view! {
        <article class="card" data-result=id data-state=state_word aria-label=name>
            <button
                type="button"
                class="card-picture"
                aria-label=move || fill(state.t().show_larger, &[&name()])
                disabled=move || bytes.with(|bytes| matches!(bytes, Bytes::Loading))
                on:click=move |_| film.viewing.set(Some(id))
            >
                {move || picture(result.with_value(ResultCard::clone))}
            </button>
            <div class="card-words">
                {facts}
                <div class="card-actions">{move || actions(film, result.with_value(ResultCard::clone))}</div>
            </div>
        </article>
    }
    .into_any()
}

/// The picture from its bytes, or from its address; tracked.
pub fn picture(result: ResultCard) -> AnyView {
    let source = result.bytes.with(|bytes| match bytes {
        Bytes::Saved { url, .. } => Some(url.as_str().to_owned()),
        Bytes::Loading | Bytes::Remote(BytesError::Expired | BytesError::NotAnImage) => None,
        Bytes::Remote(_) => Some(result.image.url.clone()),
    });
    view! {
        <i class="icon icon-picture"></i>
        {source.map(|source| {
            view! {
                <img
                    src=source
                    alt=result.prompt
                    draggable="false"
                    on:error=move |event| hide_broken(&event)
                />
            }
        })}
    }
    .into_any()
}

/// What can be done with it; tracked.
pub fn actions(film: Film, result: ResultCard) -> AnyView {
    let state = film.state;
    let t = state.t();
    match result.bytes.get() {
        Bytes::Loading => ().into_any(),
        Bytes::Saved { blob, url, .. } => {
            let name = words::file_name(&result, &blob);
            let source_name = name.clone();
            let reuse = move |_| {
                film.viewing.set(None);
                open_blobs(state, vec![(source_name.clone(), blob.clone())]);
            };
            view! {
                <a class="action" data-download="" href=url.as_str().to_owned() download=name>
                    <i class="icon icon-download"></i>
                    {t.download}
                </a>
                <button type="button" class="action" data-reuse="" title=t.use_as_source aria-label=t.use_as_source on:click=reuse>
                    <i class="icon icon-reuse"></i>
                </button>
            }
            .into_any()
        }
        Bytes::Remote(error) => {
            let address = result.image.url.clone();
            let is_alive = error != BytesError::Expired;
            let retry = move |_| run::collect(state, &result, untrack(|| state.proxy()));
            view! {
                {is_alive.then(|| view! {
                    <button type="button" class="action" data-retry="" on:click=retry>
                        <i class="icon icon-retry"></i>
                        {t.fetch_again}
                    </button>
                    <a class="action" data-open="" href=address target="_blank" rel="noopener noreferrer" title=t.open_in_tab aria-label=t.open_in_tab>
                        <i class="icon icon-open"></i>
                    </a>
                })}
            }
            .into_any()
        }
    }
}
