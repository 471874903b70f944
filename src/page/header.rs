//! The bar on top: name, service, language, theme.

use leptos::task::spawn_local;

use super::dom::{El, button, el, watch};
use super::messages::{Language, fill};
use super::root;
use super::service::{self, service_name, service_state};
use super::settings::{self, Theme};
use super::state::{Notice, State};

/// The way past everything to the prompt, for keyboards.
pub fn skip_link(state: State) -> El {
    el("a").class("unseen skip").attr("href", "#prompt").say(move || state.t().skip)
}

/// The bar on top.
pub fn header(state: State, open_tasks: El) -> El {
    let brand = el("h1").class("brand").text("wan").child(el("i").text("·")).text("edit");
    let pill = button("pill")
        .id("open-service")
        .attr("aria-haspopup", "dialog")
        .click(|| service::show(None))
        .child(el("i").class_while("lacking", move || state.service().is_err()))
        .child(el("span").class("pill-name").say(move || service_name(state)))
        .child(el("span").class("pill-more").say(move || service_state(state)))
        .child(el("span").class("unseen").say(move || state.t().service_title));
    el("header")
        .class("top")
        .child(brand)
        .child(pill)
        .child(el("span").class("spring"))
        .child(open_tasks)
        .child(language_button(state))
        .child(theme_button(state))
}

fn language_button(state: State) -> El {
    watch(move || set_on_top("lang", state.language.get().tag()));
    button("ghost")
        .id("language")
        .attr_say("aria-label", move || state.t().other_language_label)
        .say(move || state.t().other_language)
        .click(move || {
            let other = match state.language.get_untracked() {
                Language::Chinese => Language::English,
                Language::English => Language::Chinese,
            };
            spawn_local(switch(state, other));
        })
}

/// Shows the page in `language` once its sentences are there; a notice says when they cannot be had.
async fn switch(state: State, language: Language) {
    let is_there = language.load().await;
    state.notices.update(|notices| {
        notices.retain(|old| *old != Notice::LanguageFailed);
        if !is_there {
            notices.push(Notice::LanguageFailed);
        }
    });
    if is_there {
        settings::keep_language(language);
        state.language.set(language);
    }
}

fn theme_button(state: State) -> El {
    watch(move || set_on_top("data-theme", state.theme.get().word()));
    let label = move || {
        let t = state.t();
        let name = match state.theme.get() {
            Theme::System => t.theme_system,
            Theme::Light => t.theme_light,
            Theme::Dark => t.theme_dark,
        };
        fill(t.theme, &[name])
    };
    button("ghost")
        .id("theme")
        .attr_say("aria-label", label)
        .attr_say("title", label)
        .child(el("i").class("theme-icon"))
        .click(move || {
            let next = state.theme.get_untracked().next();
            settings::keep_theme(next);
            state.theme.set(next);
        })
}

fn set_on_top(name: &str, value: &str) {
    if let Some(top) = root::top() {
        let _ = top.set_attribute(name, value);
    }
}
