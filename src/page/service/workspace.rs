//! The host of a workspace: its id and its region.

use leptos::prelude::*;

use crate::core::service::endpoint::WORKSPACE_REGIONS;
use crate::page::actions::settings::change_service;
use crate::page::context::Page;
use crate::page::i18n::{t, t_string};
use crate::page::service_text::workspace_region_name;
use crate::page::ui::{Field, Labelled};

/// Which workspace.
#[component]
pub fn Workspace() -> impl IntoView {
    let page = Page::expect();
    let (i18n, service) = (page.i18n, page.edit.service);
    let error = move || {
        let is_bad = service.form.with(|form| !form.workspace.is_empty() && form.endpoint().is_err());
        is_bad.then(|| t_string!(i18n, workspace_bad))
    };
    let choose_region =
        move |event| change_service(page, |service| service.workspace_region = event_target_value(&event));
    let option = move |id: &'static str| {
        view! {
            <option value=id prop:selected=move || service.form.with(|form| form.workspace_region == id)>
                {move || workspace_region_name(i18n, id)}
            </option>
        }
    };
    view! {
        <div class="workspace">
            <Field
                id="workspace-id"
                label=t!(i18n, workspace_id)
                note=t!(i18n, workspace_id_note)
                error=error
                placeholder="llm-…"
                value=move || service.form.with(|form| form.workspace.clone())
                on_input=move |text| change_service(page, |service| service.workspace = text)
            />
            <Labelled id="workspace-region" label=t!(i18n, workspace_region)>
                <select class="field" id="workspace-region" on:change=choose_region>
                    {WORKSPACE_REGIONS.iter().copied().map(option).collect_view()}
                </select>
            </Labelled>
        </div>
    }
}
