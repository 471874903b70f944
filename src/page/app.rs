//! The shell: which panel stands where.

use std::sync::Arc;
use std::time::Duration;

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::actions::{link, run};
use super::context::Page;
use super::header::{Header, SkipLink};
use super::i18n::{I18n, Language, Messages};
use super::keys::{Command, Scope, is_typing, pressed};
use super::link_proposal::LinkProposal;
use super::panic::report_panics;
use super::parameters::Parameters;
use super::prompt::Prompt;
use super::rail::Rail;
use super::results::Results;
use super::root::PageRoot;
use super::scope::listen;
use super::service::ServicePanel;
use super::shortcuts::Shortcuts;
use super::stage::Stage;
use super::state::Dialog;
use super::submit::Foot;
use super::tasks::TasksPanel;
use super::templates::Templates;
use crate::web::Storage;

/// Mounts the page in the document's body, in the language with this tag, which has these sentences, with this prompt.
/// Answers whether it could read the sentences.
pub fn mount(language: &str, sentences: &str, prompt: String) -> bool {
    let (Some(language), Some(messages)) = (Language::named(language), Messages::parse(sentences)) else {
        return false;
    };
    mount_to_body(move || {
        let i18n = I18n::new(language, Arc::new(messages));
        let page = Page::new(i18n, PageRoot::document(), Storage::of_browser(), prompt);
        report_panics(page.edit.draft.prompt);
        link::apply(page);
        page.provide();
        view! { <App /> }
    });
    true
}

/// The whole editor, in a [`Page`] that was provided.
#[component]
pub fn App() -> impl IntoView {
    let page = Page::expect();
    follow_focus(page);
    page.edit.draft.renumber_prompt();
    listen_to_page(page);
    view! {
        <SkipLink />
        <Header />
        <Rail />
        <Stage />
        <Results />
        <aside class="side" id="side">
            <div class="scroll">
                <Prompt />
                <Parameters />
            </div>
            <Foot />
        </aside>
        <ServicePanel />
        <TasksPanel />
        <Shortcuts />
        <Templates />
        <LinkProposal />
    }
}

/// Gives the focus where an action wants it, once what changed is drawn.
fn follow_focus(page: Page) {
    Effect::new(move |_| {
        let Some(id) = page.ui.focus.get() else { return };
        set_timeout(
            move || {
                if page.scope.is_alive() {
                    page.ui.focus.set(None);
                    page.root.focus(id);
                }
            },
            Duration::ZERO,
        );
    });
}

/// Keys that work wherever the focus is; leaving while something is on its way is asked about.
fn listen_to_page(page: Page) {
    listen(&page.root.events(), "keydown", move |event| {
        let event: web_sys::KeyboardEvent = event.unchecked_into();
        if event.default_prevented() || event.repeat() || page.root.find("dialog[open]").is_some() {
            return;
        }
        if pressed(Scope::Everywhere, &event) == Some(Command::Edit) {
            event.prevent_default();
            run::start(page);
        } else if !is_typing(&event) {
            match pressed(Scope::Page, &event) {
                Some(Command::ShowShortcuts) => page.ui.dialog.set(Some(Dialog::Shortcuts)),
                Some(Command::GoToResult) => page.root.focus_first("[data-result] button"),
                _ => return,
            }
            event.prevent_default();
        }
    });
    listen(&window(), "beforeunload", move |event| {
        if run::is_busy(page) {
            event.prevent_default();
        }
    });
}
