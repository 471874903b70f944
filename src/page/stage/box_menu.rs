//! What can be done with boxes besides drawing: copies, how drags go, other tools' files.

use leptos::html;
use leptos::prelude::*;

use super::exchange::BoxExchange;
use super::state::StageState;
use crate::core::edit::DraftImage;
use crate::page::i18n::{I18n, image_label, t, t_string, use_i18n};

/// A button, and the menu that it opens.
#[component]
pub(super) fn BoxMenu() -> impl IntoView {
    let stage: StageState = expect_context();
    let i18n = use_i18n();
    let menu = NodeRef::<html::Div>::new();
    let is_exchange_open = RwSignal::new(false);
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            let _ = menu.hide_popover();
        }
    };
    let has_no_box = move || stage.selected_index().is_none();
    let duplicate = move |_| {
        close();
        if let Some(index) = untrack(|| stage.selected_index()) {
            stage.duplicate_box(index);
        }
    };
    let copy = move |to: u32| {
        close();
        if let Some(index) = untrack(|| stage.selected_index()) {
            stage.copy_box(index, to);
        }
    };
    // Other images by id and place.
    let others = Memo::new(move |_| {
        let current = stage.current();
        let of = |(at, image): (usize, &DraftImage)| (image.id, at);
        let all = stage.draft.draft.with(|draft| draft.images().iter().enumerate().map(of).collect::<Vec<_>>());
        all.into_iter().filter(|(id, _)| Some(*id) != current).collect::<Vec<_>>()
    });
    let copy_button = move |(id, at): (u32, usize)| {
        view! {
            <button type="button" class="menu-item" data-copy-to={at + 1} disabled=has_no_box on:click=move |_| copy(id)>
                {move || copy_label(i18n, at)}
            </button>
        }
    };
    view! {
        <button
            type="button"
            class="tool"
            id="open-box-menu"
            popovertarget="box-menu"
            title=t!(i18n, box_menu)
            aria-label=t!(i18n, box_menu)
        >
            "⋯"
        </button>
        <div class="menu" id="box-menu" popover="auto" role="group" aria-label=t!(i18n, box_menu) node_ref=menu>
            <button type="button" class="menu-item" id="duplicate-box" disabled=has_no_box on:click=duplicate>
                {t!(i18n, duplicate_box)}
            </button>
            <For each=move || others.get() key=|other| *other children=copy_button />
            <Toggle id="keep-ratio" label=t!(i18n, keep_ratio) is_on=stage.keeps_ratio />
            <Toggle id="snap-boxes" label=t!(i18n, snap_boxes) is_on=stage.snaps />
            <button
                type="button"
                class="menu-item"
                id="exchange-boxes"
                on:click=move |_| {
                    close();
                    is_exchange_open.set(true);
                }
            >
                {t!(i18n, exchange_boxes)}
            </button>
        </div>
        <BoxExchange is_open=is_exchange_open />
    }
    .into_any()
}

fn copy_label(i18n: I18n, at: usize) -> String {
    t_string!(i18n, copy_box_to, image = image_label(i18n, at))
}

/// Something that is on or off.
#[component]
fn Toggle(
    /// Its id.
    id: &'static str,
    /// What it is called.
    label: Signal<String>,
    /// Whether it is on.
    is_on: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <label class="menu-item">
            <input
                type="checkbox"
                id=id
                prop:checked=is_on
                on:change=move |event| is_on.set(event_target_checked(&event))
            />
            {label}
        </label>
    }
}
