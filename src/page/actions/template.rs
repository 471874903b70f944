//! A template becomes the draft.

use gloo_net::http::Request;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::open::open_blob;
use super::settings::change_form;
use crate::core::edit::{Draft, Mode};
use crate::core::prompt::{Prompt, Template, TemplateKind, Wording};
use crate::page::context::Page;

/// The model that writes articles.
const ARTICLE_MODEL: &str = "wan2.6-image";
/// The model of everything else.
const MODEL: &str = "wan2.7-image-pro";

/// The language of prompts that goes with the page's.
pub fn wording(page: Page) -> Wording {
    if page.i18n.language().tag().starts_with("zh") { Wording::Chinese } else { Wording::English }
}

/// Puts a template's pictures, boxes and prompt in the place of the draft, with this noun.
pub fn use_template(page: Page, template: &'static Template, noun: String) {
    page.notices.clear();
    page.scope.spawn(async move {
        let mut pictures = Vec::new();
        for sample in template.samples {
            let Some(blob) = fetch(sample.file).await else { return };
            pictures.push((sample, blob));
        }
        let draft = page.edit.draft;
        draft.prompt.set(String::new());
        draft.draft.update(|draft| {
            let ids: Vec<u32> = draft.images().iter().map(|image| image.id).collect();
            ids.into_iter().for_each(|id| draft.remove(id));
        });
        for (sample, blob) in pictures {
            let id = open_blob(page.into(), sample.file.to_owned(), blob).await;
            if let Some((id, bbox)) = id.zip(sample.bbox) {
                draft.draft.update(|draft| {
                    draft.add_bbox(id, bbox, Prompt::default());
                });
            }
        }
        draft.draft.update(Draft::forget_steps);
        change_form(page, |form| match template.kind {
            TemplateKind::Edit => (form.model, form.mode) = (MODEL.into(), None),
            TemplateKind::ImageSet => (form.model, form.mode) = (MODEL.into(), Some(Mode::ImageSet)),
            TemplateKind::Article => (form.model, form.mode) = (ARTICLE_MODEL.into(), Some(Mode::Interleave)),
        });
        draft.prompt.set(template.prompt(untrack(|| wording(page)), &noun));
        page.ui.focus("prompt");
    });
}

async fn fetch(file: &str) -> Option<Blob> {
    let response = Request::get(&format!("samples/{file}")).send().await.ok().filter(|response| response.ok())?;
    let blob = web_sys::Response::from(response).blob().ok()?;
    Some(JsFuture::from(blob).await.ok()?.unchecked_into())
}
