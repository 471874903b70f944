//! Number of images, price and upload, all about.

use leptos::prelude::*;

use crate::page::i18n::{bytes_text, t_string, use_i18n};
use crate::page::state::EditState;

/// The line over the Edit button.
#[component]
pub fn CostLine() -> impl IntoView {
    let i18n = use_i18n();
    let edit: EditState = expect_context();
    let cost = move || {
        let Some(cost) = edit.cost() else { return String::new() };
        let (price, count) = (cost.yuan(), cost.count);
        match count {
            _ if cost.is_maximum => t_string!(i18n, cost_most, price = price, count = count),
            1 => t_string!(i18n, cost_one, price = price),
            _ => t_string!(i18n, cost_many, price = price, count = count),
        }
    };
    let upload = move || match edit.upload_bytes() {
        _ if edit.service.is_emulator() => t_string!(i18n, not_billed),
        0 => String::new(),
        bytes => t_string!(i18n, upload, size = bytes_text(bytes)),
    };
    view! {
        <p class="cost numbers">
            <span id="cost">{cost}</span>
            <span>{upload}</span>
        </p>
    }
}
