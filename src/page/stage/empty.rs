//! The stage before there is an image: where to begin.

use leptos::prelude::*;

use crate::page::open::open_sample;
use crate::page::rail;
use crate::page::state::State;

/// An invitation.
#[component]
pub fn Empty() -> impl IntoView {
    let state = State::expect();
    view! {
        <div class="empty">
            <i class="icon icon-picture"></i>
            <h2>{move || state.t().empty_title}</h2>
            <p>{move || state.t().empty_ways}</p>
            <div class="empty-actions">
                <button type="button" class="button primary" on:click=move |_| rail::pick_files()>
                    {move || state.t().pick_files}
                </button>
                <button type="button" class="button" popovertarget="url-form">{move || state.t().by_url}</button>
                <button type="button" class="button" id="open-sample" on:click=move |_| open_sample(state)>
                    {move || state.t().try_sample}
                </button>
            </div>
            <p class="empty-limits">{move || state.t().accepted_files}</p>
        </div>
    }
    .into_any()
}
