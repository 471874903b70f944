//! One template.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use crate::core::prompt::Template;
use crate::page::actions::template::{use_template, wording};
use crate::page::context::Page;
use crate::page::i18n::{I18n, t, t_string, use_i18n};

/// What it shows, its pictures, and a noun to change.
#[component]
pub(super) fn TemplateCard(
    /// The template.
    template: &'static Template,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = use_i18n();
    let noun = RwSignal::new(String::new());
    let begin = move |event: SubmitEvent| {
        event.prevent_default();
        page.ui.dialog.set(None);
        use_template(page, template, noun.get_untracked());
    };
    let first = move || template.noun(wording(page)).unwrap_or_default();
    let has_noun = untrack(|| !first().is_empty());
    let pictures = template.samples.iter().map(|sample| {
        view! { <img src=format!("samples/{}", sample.file) alt="" width="96" height="72" loading="lazy" /> }
    });
    view! {
        <li class="template" data-template=template.id>
            <form on:submit=begin>
                <h3>{move || name(i18n, template.id)}</h3>
                <p>{move || note(i18n, template.id)}</p>
                <div class="template-pictures">{pictures.collect_view()}</div>
                <div class="row">
                    {has_noun
                        .then(|| {
                            view! {
                                <input
                                    class="field"
                                    autocomplete="off"
                                    aria-label=move || t_string!(i18n, template_noun, name = name(i18n, template.id))
                                    placeholder=first
                                    on:input=move |event| noun.set(event_target_value(&event))
                                />
                            }
                        })}
                    <button
                        type="submit"
                        class="button"
                        aria-label=move || t_string!(i18n, template_use, name = name(i18n, template.id))
                    >
                        {t!(i18n, use_it)}
                    </button>
                </div>
            </form>
        </li>
    }
}

fn name(i18n: I18n, id: &str) -> String {
    match id {
        "replace" => t_string!(i18n, template_replace),
        "move" => t_string!(i18n, template_move),
        "combine" => t_string!(i18n, template_combine),
        "keep" => t_string!(i18n, template_keep),
        "style" => t_string!(i18n, template_style),
        "detect" => t_string!(i18n, template_detect),
        "extract" => t_string!(i18n, template_extract),
        "text" => t_string!(i18n, template_text),
        "view" => t_string!(i18n, template_view),
        "set" => t_string!(i18n, template_set),
        _ => t_string!(i18n, template_article),
    }
}

fn note(i18n: I18n, id: &str) -> String {
    match id {
        "replace" => t_string!(i18n, template_replace_note),
        "move" => t_string!(i18n, template_move_note),
        "combine" => t_string!(i18n, template_combine_note),
        "keep" => t_string!(i18n, template_keep_note),
        "style" => t_string!(i18n, template_style_note),
        "detect" => t_string!(i18n, template_detect_note),
        "extract" => t_string!(i18n, template_extract_note),
        "text" => t_string!(i18n, template_text_note),
        "view" => t_string!(i18n, template_view_note),
        "set" => t_string!(i18n, template_set_note),
        _ => t_string!(i18n, template_article_note),
    }
}
