//! The bar on top: name, service, language, theme.

use leptos::prelude::*;

use super::messages::{Language, fill};
use super::service::{self, service_name, service_state};
use super::settings::{self, Theme};
use super::state::State;

/// The bar on top.
#[component]
pub fn Header() -> impl IntoView {
    let state = State::expect();
    view! {
        <a class="unseen skip" href="#prompt">{move || state.t().skip}</a>
        <header class="top">
            <h1 class="brand">"wan"<i>"·"</i>"edit"</h1>
            <button type="button" class="pill" id="open-service" aria-haspopup="dialog"
                on:click=move |_| service::show(None)>
                <i class:lacking=move || state.service().is_err()></i>
                <span class="pill-name">{move || service_name(state)}</span>
                <span class="pill-more">{move || service_state(state)}</span>
                <span class="unseen">{move || state.t().service_title}</span>
            </button>
            <span class="spring"></span>
            <LanguageButton/>
            <ThemeButton/>
        </header>
    }
    .into_any()
}

#[component]
fn LanguageButton() -> impl IntoView {
    let state = State::expect();
    Effect::new(move |_| {
        if let Some(root) = root() {
            let _ = root.set_attribute("lang", state.language.get().tag());
        }
    });
    let switch = move |_| {
        let other = match state.language.get_untracked() {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        settings::keep_language(other);
        state.language.set(other);
    };
    view! {
        <button type="button" class="ghost" id="language" aria-label=move || state.t().other_language_label
            on:click=switch>
            {move || state.t().other_language}
        </button>
    }
    .into_any()
}

#[component]
fn ThemeButton() -> impl IntoView {
    let state = State::expect();
    Effect::new(move |_| {
        let word = state.theme.get().word();
        if let Some(root) = root() {
            let _ = if word.is_empty() {
                root.remove_attribute("data-theme")
            } else {
                root.set_attribute("data-theme", word)
            };
        }
    });
    let label = move || {
        let t = state.t();
        let name = match state.theme.get() {
            Theme::System => t.theme_system,
            Theme::Light => t.theme_light,
            Theme::Dark => t.theme_dark,
        };
        fill(t.theme, &[name])
    };
    let switch = move |_| {
        let next = state.theme.get_untracked().next();
        settings::keep_theme(next);
        state.theme.set(next);
    };
    view! {
        <button type="button" class="ghost" id="theme" aria-label=label title=label on:click=switch>
            <i class="theme-icon"></i>
        </button>
    }
    .into_any()
}

fn root() -> Option<web_sys::Element> {
    document().document_element()
}
