//! The bar on top: name, service, tasks, language, theme.

mod language_button;
mod service_pill;
mod shortcuts_button;
mod skip_link;
mod tasks_button;
mod theme_button;

use leptos::prelude::*;

use self::language_button::LanguageButton;
use self::service_pill::ServicePill;
use self::shortcuts_button::ShortcutsButton;
pub use self::skip_link::SkipLink;
use self::tasks_button::TasksButton;
use self::theme_button::ThemeButton;
use super::context::Page;
use super::root::PageRoot;
use crate::page::ui::Gap;

/// The bar. The page's language and theme stand as attributes at the top of the page.
#[component]
pub fn Header() -> impl IntoView {
    let page = Page::expect();
    Effect::new(move |_| set_on_top(page.root, "lang", page.i18n.lang()));
    Effect::new(move |_| set_on_top(page.root, "data-theme", page.theme.0.get().word()));
    view! {
        <header class="top">
            <h1 class="brand">{"wan"}<i>{"·"}</i>{"edit"}</h1>
            <ServicePill />
            <Gap class="spring" />
            <TasksButton />
            <ShortcutsButton />
            <LanguageButton />
            <ThemeButton />
        </header>
    }
}

fn set_on_top(root: PageRoot, name: &str, value: &str) {
    if let Some(top) = root.top() {
        // Fails for names that no attribute has.
        let _ = top.set_attribute(name, value);
    }
}
