//! How the answer is awaited.

use leptos::prelude::*;

use crate::core::edit::Delivery;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{I18n, t, t_string, use_i18n};
use crate::page::ui::Segment;

/// The ways that exist at the service, and what the one at hand means.
#[component]
pub fn DeliveryField() -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let edit = page.edit;
    let ways = Memo::new(move |_| edit.deliveries());
    let is_choice = Memo::new(move |_| ways.with(|ways| ways.len() > 1));
    let delivery = Memo::new(move |_| edit.delivery());
    let note = move || {
        let way = delivery.get();
        let note = match way {
            Delivery::Task => t_string!(i18n, by_task_note),
            Delivery::Sync => t_string!(i18n, by_sync_note),
            Delivery::Stream => t_string!(i18n, by_stream_note),
        };
        if is_choice.get() { note } else { t_string!(i18n, delivery_only, delivery = name(i18n, way), note = note) }
    };
    let segment = move |way: Delivery| {
        view! {
            <Segment
                group="delivery"
                id=format!("delivery-{}", way.name())
                label=move || name(i18n, way)
                is_chosen=move || delivery.get() == way
                on_choose=move |()| change_form(page, |form| form.delivery = Some(way))
            />
        }
    };
    view! {
        <fieldset id="delivery">
            <legend class="label">{t!(i18n, delivery)}</legend>
            <Show when=move || is_choice.get()>
                <div class="segments">
                    <For each=move || ways.get() key=|way| way.name() children=segment />
                </div>
            </Show>
            <p class="note" id="delivery-note">
                {note}
            </p>
        </fieldset>
    }
}

fn name(i18n: I18n, way: Delivery) -> String {
    match way {
        Delivery::Task => t_string!(i18n, by_task),
        Delivery::Sync => t_string!(i18n, by_sync),
        Delivery::Stream => t_string!(i18n, by_stream),
    }
}
