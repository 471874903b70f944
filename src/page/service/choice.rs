//! Which service an edit goes to.

use leptos::prelude::*;

use crate::core::service::endpoint::EMULATOR;
use crate::page::actions::settings::change_service;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string};
use crate::page::service_text::choice_name;
use crate::page::state::{CHOICES, EMULATOR_CHOICE, EMULATOR_DMXAPI_CHOICE, WORKSPACE_CHOICE};
use crate::page::ui::Labelled;

/// The list of services with a note about the one that is chosen. Emulators are offered where one answers.
#[component]
pub fn ServiceChoice() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let chosen = Memo::new(move |_| service.form.with(|form| form.choice.clone()));
    let offered = move || {
        let has_emulator = service.emulator.get() == Some(true) || service.is_emulator();
        CHOICES.into_iter().filter(move |choice| has_emulator || !is_emulator(choice))
    };
    let note = move || match chosen.get().as_str() {
        choice if is_emulator(choice) && service.emulator.get() == Some(false) => {
            t_string!(i18n, emulator_silent, host = EMULATOR)
        }
        choice if is_emulator(choice) => t_string!(i18n, emulator_note),
        "virginia" => t_string!(i18n, virginia_note),
        "token-plan" => t_string!(i18n, plan_note),
        WORKSPACE_CHOICE => t_string!(i18n, workspace_note),
        "dmxapi" | "dmxapi-com" => t_string!(i18n, dmxapi_note),
        _ => t_string!(i18n, region_note),
    };
    let choose = move |event| change_service(page, |service| service.choice = event_target_value(&event));
    view! {
        <Labelled id="service" label=t!(i18n, service)>
            <select class="field" id="service" aria-describedby="service-note" on:change=choose>
                <For each=offered key=|choice| *choice let:choice>
                    <option value=choice prop:selected=move || chosen.with(|chosen| chosen == choice)>
                        {move || choice_name(i18n, choice)}
                    </option>
                </For>
            </select>
            <p class="note" id="service-note">
                {note}
            </p>
        </Labelled>
    }
}

fn is_emulator(choice: &str) -> bool {
    matches!(choice, EMULATOR_CHOICE | EMULATOR_DMXAPI_CHOICE)
}
