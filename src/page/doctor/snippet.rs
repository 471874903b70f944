//! What to paste where.

use leptos::prelude::*;

use crate::core::job::snippet::{self, Place};
use crate::page::actions::doctor::look;
use crate::page::actions::settings::change_service;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string};
use crate::page::ui::CopyButton;

/// A text with where it belongs, a button that copies it, and one that sets it where it belongs here.
#[component]
pub fn Snippet(
    /// The text.
    snippet: snippet::Snippet,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let snippet::Snippet { place, text } = snippet;
    let place_name = move || match place {
        Place::Setting => t_string!(i18n, proxy),
        Place::Terminal => t_string!(i18n, in_terminal),
        Place::File(name) => name.to_owned(),
    };
    let text = StoredValue::new(text);
    let apply = move |_| {
        change_service(page, |service| service.proxy = text.get_value());
        look(page);
    };
    view! {
        <div class="snippet">
            <span class="note">{place_name}</span>
            <pre>{text.get_value()}</pre>
            <CopyButton class="link" label=t!(i18n, copy) text=move |()| text.get_value() />
            {(place == Place::Setting)
                .then(|| {
                    view! {
                        <button type="button" class="link" on:click=apply>
                            {move || t_string!(i18n, use_proxy, proxy = text.get_value())}
                        </button>
                    }
                })}
        </div>
    }
}
