//! The bar under the image: add a box, undo steps, zoom, and the selected box in numbers.

use leptos::prelude::*;

use super::box_fields::BoxFields;
use super::find_button::FindButton;
use super::find_form::FindForm;
use super::find_state::FindState;
use super::state::StageState;
use super::zoom;
use crate::core::edit::Draft;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::keys::{self, Command, Scope};
use crate::page::ui::{Gap, Icon, IconButton};

/// The bar under the image.
#[component]
pub(super) fn StageTools() -> impl IntoView {
    let stage: StageState = expect_context();
    let find: FindState = expect_context();
    let i18n = use_i18n();
    let draft = stage.draft.draft;
    let has_no_size = Signal::derive(move || stage.size().is_none());
    let percent = move || format!("{} %", stage.shown_percent.get());
    let percent_label = move || format!("{} · {}", percent(), t_string!(i18n, zoom_fit));
    view! {
        <div class="tools" role="toolbar" aria-label=t!(i18n, stage_tools)>
            <div class="tools-all">
                <button
                    type="button"
                    class="tool with-word"
                    id="add-box"
                    title=t!(i18n, add_box_hint)
                    aria-keyshortcuts=keys::aria(Scope::Page, |command| command == Command::AddBox)
                    disabled=has_no_size
                    on:click=move |_| stage.add_box()
                >
                    <Icon class="icon icon-box" />
                    <span>{t!(i18n, add_box)}</span>
                </button>
                <Show when=move || find.is_possible()>
                    <FindButton />
                </Show>
                <Gap class="rule" />
                <IconButton
                    id="undo"
                    icon="icon-undo"
                    label=t!(i18n, undo)
                    is_disabled=move || !draft.with(Draft::can_undo)
                    on_press=move |()| stage.step_history(Draft::undo)
                />
                <IconButton
                    id="redo"
                    icon="icon-redo"
                    label=t!(i18n, redo)
                    is_disabled=move || !draft.with(Draft::can_redo)
                    on_press=move |()| stage.step_history(Draft::redo)
                />
                <Gap class="rule" />
                <IconButton
                    id="zoom-out"
                    icon="icon-zoom-out"
                    label=t!(i18n, zoom_out)
                    is_disabled=has_no_size
                    on_press=move |()| zoom::step(stage, false)
                />
                <button
                    type="button"
                    class="tool percent"
                    id="zoom-fit"
                    title=t!(i18n, zoom_fit)
                    aria-label=percent_label
                    disabled=has_no_size
                    on:click=move |_| zoom::toggle_fit(stage)
                >
                    {percent}
                </button>
                <IconButton
                    id="zoom-in"
                    icon="icon-zoom-in"
                    label=t!(i18n, zoom_in)
                    is_disabled=has_no_size
                    on_press=move |()| zoom::step(stage, true)
                />
            </div>
            <Show when=move || find.is_open() fallback=BoxFields>
                <FindForm />
            </Show>
        </div>
    }
    .into_any()
}
