//! One thumbnail: press it, drag it, remove it.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::order::Order;
use crate::core::geometry::Point;
use crate::page::i18n::{image_label, t_string};
use crate::page::keys::{Command, Scope, aria, pressed};
use crate::page::ui::{Icon, hide_broken};

/// The thumbnail of a source image, wherever it stands.
#[component]
pub fn Thumbnail(
    /// The image's id.
    id: u32,
    /// What the thumbnails share.
    order: Order,
) -> impl IntoView {
    let (page, drag) = (order.page, order.drag);
    let (i18n, draft) = (page.i18n, page.edit.draft);
    let name = order.name(id);
    let at = Memo::new(move |_| draft.draft.with(|draft| draft.position(id)).unwrap_or_default());
    let boxes =
        Memo::new(move |_| draft.draft.with(|draft| draft.image(id).map_or(0, |image| image.image.bboxes.len())));
    let is_on = Memo::new(move |_| draft.current() == Some(id));
    let is_held = move || drag.with(|drag| drag.as_ref().is_some_and(|drag| drag.image() == id));
    let offset = move || drag.with(|drag| drag.as_ref()?.offset(at.get())).map(translate);
    let number = move || image_label(i18n, at.get());
    let label = {
        let name = name.clone();
        move || match boxes.get() {
            0 => t_string!(i18n, thumbnail, number = number(), name = name),
            boxes => t_string!(i18n, thumbnail_boxes, number = number(), name = name, boxes = boxes),
        }
    };
    let remove_label = move || t_string!(i18n, remove_image, image = number());
    let on_key = move |event: KeyboardEvent| {
        if pressed(Scope::Thumbnail, &event).is_some_and(|command| order.execute(command, id)) {
            event.prevent_default();
        }
    };
    on_cleanup(move || order.forget(id));
    view! {
        <li
            class="rail-item"
            data-source=move || at.get().to_string()
            class:on=is_on
            class:lifted=is_held
            style:transform=offset
        >
            <button
                type="button"
                class="thumbnail"
                title=name
                aria-label=label
                aria-pressed=move || if is_on.get() { "true" } else { "false" }
                aria-describedby="rail-keys"
                aria-keyshortcuts=aria(
                    Scope::Thumbnail,
                    |command| matches!(command, Command::Move(-1 | 1) | Command::Remove),
                )
                on:click=move |_| draft.selected_image.set(Some(id))
                on:keydown=on_key
                on:pointerdown=move |event| order.press(id, &event)
                on:pointermove=move |event| order.drag(&event)
                on:pointerup=move |event| order.release(&event)
                on:pointercancel=move |_| {
                    order.abort();
                }
                on:contextmenu=move |event| order.keep_still(&event)
            >
                <Icon class="icon icon-picture" />
                <img
                    alt=""
                    draggable="false"
                    decoding="sync"
                    on:error=move |event| hide_broken(&event)
                    src=page.pictures.thumbnail(id)
                />
                <b>{number}</b>
                <Show when=move || boxes.get() != 0>
                    <span class="rail-boxes" data-count=move || boxes.get().to_string()></span>
                </Show>
            </button>
            <button
                type="button"
                class="rail-remove"
                tabindex=move || if is_on.get() { "0" } else { "-1" }
                aria-label=remove_label
                title=remove_label
                on:click=move |_| order.remove(id)
            >
                <Icon class="icon icon-close" />
            </button>
        </li>
    }
}

fn translate(offset: Point) -> String {
    format!("translate({}px, {}px)", offset.x as i32, offset.y as i32)
}
