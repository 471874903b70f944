//! The head of an answer: its words to take along.

use leptos::html;
use leptos::prelude::*;

use super::text::file_name_today;
use crate::page::i18n::{t, use_i18n};
use crate::page::state::ResultGroup;
use crate::page::ui::{CopyButton, Gap, Icon};

/// Says what it is, and gives its words as text and as Markdown.
#[component]
pub fn AnswerHead(
    /// The answer.
    group: ResultGroup,
    /// Whether more of it is coming.
    #[prop(into)]
    is_coming: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let link = NodeRef::<html::A>::new();
    let words = move |()| group.text(|_| None);
    // Before the browser follows the link.
    let fill = move |_| {
        let text = group.text(|id| Some(format!("![]({})", file_name_today(group, id, ""))));
        if let Some(link) = link.get_untracked() {
            link.set_href(&format!("data:text/markdown;charset=utf-8,{}", js_sys::encode_uri_component(&text)));
        }
    };
    view! {
        <div class="answer-head">
            <h2>{t!(i18n, answer)}</h2>
            <Show when=move || is_coming.get()>
                <Icon class="icon icon-wait" />
            </Show>
            <Gap class="spring" />
            <CopyButton class="action" attr:data-copy="" label=t!(i18n, copy_text) text=words />
            <a class="action" data-save="" href="#" download="answer.md" node_ref=link on:click=fill>
                {t!(i18n, save_text)}
            </a>
        </div>
    }
}
