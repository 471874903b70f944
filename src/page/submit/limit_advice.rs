//! What to do about a limit on the way: settings for the next edit. Nothing is sent by itself.

use leptos::prelude::*;

use crate::core::edit::Delivery;
use crate::core::job::Cut;
use crate::page::actions::settings::change_form;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string, use_i18n};

/// What ran into which limit, and a button that avoids it.
#[component]
pub fn LimitAdvice(
    /// The limit.
    cut: Cut,
) -> impl IntoView {
    let (i18n, page) = (use_i18n(), Page::expect());
    let edit = page.edit;
    let is_set = RwSignal::new(false);
    let can_task = untrack(|| edit.delivery() != Delivery::Task && edit.deliveries().contains(&Delivery::Task));
    let can_upload = untrack(|| edit.can_upload() && !edit.form.0.with(|form| form.is_uploading));
    let advice = move || match cut {
        Cut::Size => t_string!(i18n, cut_size),
        Cut::Time(seconds) if can_task => t_string!(i18n, cut_time, seconds = seconds),
        Cut::Time(seconds) => t_string!(i18n, cut_time_only, seconds = seconds),
    };
    let upload = move |_| {
        change_form(page, |form| form.is_uploading = true);
        is_set.set(true);
    };
    let choose_task = move |_| {
        change_form(page, |form| form.delivery = Some(Delivery::Task));
        is_set.set(true);
    };
    let button = match cut {
        Cut::Size if can_upload => Some(
            view! {
                <button type="button" class="button" id="upload-instead" disabled=is_set on:click=upload>
                    {t!(i18n, choices_upload)}
                </button>
            }
            .into_any(),
        ),
        Cut::Time(_) if can_task => Some(
            view! {
                <button type="button" class="button" id="as-task" disabled=is_set on:click=choose_task>
                    {t!(i18n, as_task)}
                </button>
            }
            .into_any(),
        ),
        _ => None,
    };
    view! {
        <div class="cut">
            <p>{advice}</p>
            {button}
            <p role="status">{move || if is_set.get() { t_string!(i18n, set) } else { String::new() }}</p>
        </div>
    }
}
