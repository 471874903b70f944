//! The switch of themes.

use leptos::prelude::*;

use crate::page::actions::settings::switch_theme;
use crate::page::context::Page;
use crate::page::i18n::t_string;
use crate::page::state::Theme;
use crate::page::ui::Icon;

/// Shows the page as the system has it, light, or dark, in turn.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let label = move || {
        let name = match page.theme.0.get() {
            Theme::System => t_string!(i18n, theme_system),
            Theme::Light => t_string!(i18n, theme_light),
            Theme::Dark => t_string!(i18n, theme_dark),
        };
        t_string!(i18n, theme, theme = name)
    };
    view! {
        <button
            type="button"
            class="ghost"
            id="theme"
            aria-label=label
            title=label
            on:click=move |_| switch_theme(page)
        >
            <Icon class="theme-icon" />
        </button>
    }
}
