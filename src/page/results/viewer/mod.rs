//! One result, large, beside what it was made from.

mod against;
mod changes;
mod compare;
mod compare_choice;
mod facts;
mod neighbor;
mod viewed;
mod zoom;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use self::neighbor::{NeighborButton, go};
use self::viewed::ViewedResult;
use self::zoom::ViewerZoom;
use super::card_actions::CardActions;
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::keys::{Command, Scope, pressed};
use crate::page::root::PageRoot;
use crate::page::state::{ResultsState, ViewerState};
use crate::page::ui::{Gap, IconButton, ModalDialog};

/// The dialog. The browser closes it by Escape and gives the focus back.
#[component]
pub fn Viewer() -> impl IntoView {
    let i18n = use_i18n();
    let results: ResultsState = expect_context();
    let root: PageRoot = expect_context();
    let viewer: ViewerState = expect_context();
    let ViewerState(viewing) = viewer;
    let close = move |()| viewing.set(None);
    let zoom = ViewerZoom::new();
    // Arrows go from result to result, except on the slider and between choices.
    let on_key = move |event: KeyboardEvent| {
        let is_on_slider = event_target::<web_sys::Element>(&event).tag_name() == "INPUT";
        match pressed(Scope::Viewer, &event) {
            Some(Command::Go(by)) if !is_on_slider && go(viewer, results, root, by) => {}
            Some(Command::Zoom(by)) => zoom.step(by),
            Some(Command::Pan(right, down)) if !is_on_slider => zoom.pan(right, down),
            _ => return,
        }
        event.prevent_default();
    };
    let item = move || results.item(viewing.get()?);
    view! {
        <ModalDialog
            id="viewer"
            class="viewer"
            attr:aria-label=t!(i18n, results)
            is_open=move || viewing.with(Option::is_some)
            on_close=close
            on:keydown=on_key
        >
            <div class="viewer-top">
                <h2>{move || t_string!(i18n, result_n, number = viewing.get().unwrap_or_default())}</h2>
                <NeighborButton by=-1 arrow="←" label=t!(i18n, result_newer) />
                <NeighborButton by=1 arrow="→" label=t!(i18n, result_older) />
                <Gap class="spring" />
                <For each=item key=|item| item.id let:item>
                    <CardActions item />
                </For>
                <IconButton id="close-viewer" icon="icon-close" label=t!(i18n, close) on_press=close />
            </div>
            <For each=item key=|item| item.id let:item>
                <ViewedResult item zoom />
            </For>
        </ModalDialog>
    }
}
