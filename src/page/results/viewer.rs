//! One result, large, beside what it was made from: a slider lays the source image over it.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::card::{actions, picture};
use super::{Film, words};
use crate::core::edit::prompt::image_name;
use crate::page::messages::fill_numbers;
use crate::page::state::{Bytes, ResultCard};

/// The dialog. The browser closes it by Escape and gives the focus back.
#[component]
pub fn Viewer(film: Film) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        let is_wanted = film.viewing.with(Option::is_some);
        if is_wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !is_wanted && dialog.open() {
            dialog.close();
        }
    });
    let content = move || {
        let id = film.viewing.get()?;
        let result = film.state.results.with(|results| results.iter().find(|result| result.id == id).cloned())?;
        Some(view! { <Large film result/> })
    };
    view! {
        <dialog
            id="viewer"
            class="viewer"
            aria-label=move || film.state.t().results
            node_ref=dialog
            on:close=move |_| film.viewing.set(None)
            on:keydown=move |event| on_key(film, &event)
        >
            {content}
        </dialog>
    }
    .into_any()
}

#[component]
fn Large(film: Film, result: ResultCard) -> impl IntoView {
    let state = film.state;
    let before = RwSignal::new(state.selected_image.get_untracked());
    let cut = RwSignal::new(0_u32);
    let id = result.id;
    let bytes = result.bytes;
    let sources: Vec<(u32, String)> = state.draft.with_untracked(|draft| {
        draft.images().iter().enumerate().map(|(at, image)| (image.id, image_name(at))).collect()
    });
    let before_url = move || {
        let id = before.get()?;
        state.pictures.with_value(|pictures| pictures.get(&id).map(|picture| picture.preview.clone()))
    };
    let overlay = move || {
        let shape = move || format!("inset(0 {}% 0 0)", 100 - cut.get());
        before_url().map(|url| view! { <img class="before" src=url alt="" style:clip-path=shape/> })
    };
    let has_choice = sources.len() > 1;
    let choice = sources
        .into_iter()
        .map(|(source, name)| {
            view! {
                <button
                    type="button"
                    class="tool"
                    aria-pressed=move || if before.get() == Some(source) { "true" } else { "false" }
                    on:click=move |_| before.set(Some(source))
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    let facts = {
        let result = result.clone();
        move || facts(film, &result)
    };
    let (shown, acted) = (result.clone(), result);
    view! {
        <div class="viewer-top">
            <h2>{move || fill_numbers(state.t().result_n, &[id])}</h2>
            {other(film, id, true)}
            {other(film, id, false)}
            <span class="spring"></span>
            <div class="card-actions">{move || actions(film, acted.clone())}</div>
            <button
                type="button"
                class="tool"
                id="close-viewer"
                aria-label=move || state.t().close
                title=move || state.t().close
                on:click=move |_| film.viewing.set(None)
            >
                <i class="icon icon-close"></i>
            </button>
        </div>
        <div class="viewer-picture">
            <div class="viewer-frame">
                {move || picture(shown.clone())}
                {overlay}
                <span class="seam" class:idle=move || cut.get() == 0 style:left=move || format!("{}%", cut.get())></span>
            </div>
        </div>
        {move || {
            before_url().filter(|_| bytes.with(|bytes| matches!(bytes, Bytes::Saved { .. }))).map(|_| view! {
                <label class="compare">
                    <span>{move || state.t().result_after}</span>
                    <input
                        type="range"
                        id="compare"
                        min="0"
                        max="100"
                        aria-label=move || state.t().compare
                        prop:value=move || cut.get().to_string()
                        on:input=move |event| cut.set(event_target_value(&event).parse().unwrap_or_default())
                    />
                    <span>{move || state.t().result_before}</span>
                </label>
            })
        }}
        {has_choice.then(|| view! { <div class="compare-choice" role="group" aria-label=move || state.t().compare>{choice}</div> })}
        {facts}
    }
    .into_any()
}

/// Everything known of it, for support and for doing it again; tracked.
fn facts(film: Film, result: &ResultCard) -> AnyView {
    let t = film.state.t();
    let bytes = result.bytes.get();
    let error = match &bytes {
        Bytes::Remote(error) => Some(words::bytes_error(t, *error)),
        _ => None,
    };
    let rows = [
        (t.prompt, Some(result.prompt.clone())),
        (t.model, Some(result.model.clone())),
        (t.size, words::size(t, result, &bytes)),
        (t.seed, Some(result.seed.map_or(t.random.into(), |seed| seed.to_string()))),
        (t.request_id, result.request_id.clone()),
        (t.task_id, result.task_id.clone()),
        (t.address, words::life(t, result, &bytes, film.now_unix.get())),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }))
        .collect_view();
    view! {
        {error.map(|error| view! { <p class="card-error">{error}</p> })}
        <dl class="viewer-facts">{rows}</dl>
    }
    .into_any()
}

/// A button to the result before or after this one.
fn other(film: Film, id: u32, is_newer: bool) -> AnyView {
    let state = film.state;
    let word = move || if is_newer { state.t().result_newer } else { state.t().result_older };
    view! {
        <button
            type="button"
            class="tool"
            aria-label=word
            title=word
            disabled=move || neighbor(film, id, is_newer).is_none()
            on:click=move |_| film.viewing.set(untrack(|| neighbor(film, id, is_newer)))
        >
            {if is_newer { "←" } else { "→" }}
        </button>
    }
    .into_any()
}

fn neighbor(film: Film, id: u32, is_newer: bool) -> Option<u32> {
    film.state.results.with(|results| {
        let at = results.iter().position(|result| result.id == id)?;
        let at = if is_newer { at.checked_sub(1)? } else { at + 1 };
        results.get(at).map(|result| result.id)
    })
}

/// Arrows go from result to result, except on the slider.
fn on_key(film: Film, event: &KeyboardEvent) {
    let is_newer = match event.key().as_str() {
        "ArrowLeft" => true,
        "ArrowRight" => false,
        _ => return,
    };
    let on_slider = event_target::<web_sys::Element>(event).tag_name() == "INPUT";
    let id = film.viewing.get_untracked();
    if let (Some(next), false) = (id.and_then(|id| untrack(|| neighbor(film, id, is_newer))), on_slider) {
        film.viewing.set(Some(next));
        event.prevent_default();
    }
}
