//! `<wan-edit>`: the whole editor.

use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::convert::{Corners, SizeDetail, boxes_within, to_js};
use super::{Host, Mounted, mount};
use crate::core::edit::{DraftImage, ImageSource, model};
use crate::core::job::Error;
use crate::core::service::Credential;
use crate::page::actions::settings::change_form;
use crate::page::actions::{open, run};
use crate::page::app::App;
use crate::page::context::Page;
use crate::page::i18n::{error_sentence, next_step_sentence};
use crate::page::panic::report_panics;
use crate::page::state::{ResultBytes, ResultItem, ServiceForm};
use crate::web::{Keys, Storage};

/// The editor in an app.
pub struct Editor {
    mounted: Mounted<State>,
}

#[derive(Clone, Copy)]
struct State {
    page: Page,
    /// How often images were set: only the last ones are shown.
    asked: StoredValue<u32>,
}

/// A source image as an app gives it.
#[derive(Deserialize)]
struct ImageInput {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    source: JsValue,
    #[serde(default)]
    bboxes: Vec<Corners>,
}

/// A source image as an app reads it.
#[derive(Serialize)]
struct ImageDetail {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    source: JsValue,
    bboxes: Vec<[u32; 4]>,
    size: Option<SizeDetail>,
}

/// A generated image; `blob` is `null` where the bytes could not be had.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultDetail {
    url: String,
    /// Milliseconds since 1970.
    expires_at: Option<f64>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    blob: JsValue,
    /// Why they could not, in English.
    why: Option<String>,
    size: Option<SizeDetail>,
    prompt: String,
    model: String,
    seed: Option<u32>,
    request_id: Option<String>,
    task_id: Option<String>,
}

/// Why a run ended without images, in the words that the editor shows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorDetail {
    kind: &'static str,
    message: String,
    next_step: String,
    code: Option<String>,
    status: Option<u16>,
    request_id: Option<String>,
    task_id: Option<String>,
    retryable: bool,
    maybe_billed: bool,
}

impl Editor {
    /// Lives in `host` from now on; `None` where the sentences cannot be read.
    ///
    /// It reports `change` when prompt, images or boxes have changed, `result` for each generated image once its bytes
    /// are here or known to be out of reach, and `error`.
    pub fn mount(host: Host, language: &str, sentences: &str) -> Option<Self> {
        let (app, is_keeping) = (host.clone(), host.is_keeping);
        let make = |i18n, root| {
            let storage = if is_keeping { Storage::of_browser() } else { Storage::none() };
            let page = Page::new(i18n, root, storage, String::new());
            report_panics(page.edit.draft.prompt);
            page.provide();
            State { page, asked: StoredValue::new(0) }
        };
        let mounted = mount(&host, language, sentences, make, move |state| {
            report(app, state.page);
            view! { <App /> }
        })?;
        Some(Self { mounted })
    }

    fn page(&self) -> Page {
        self.mounted.state.page
    }

    /// Says everything in the language with this tag, which has these sentences.
    pub fn speak(&self, language: &str, sentences: &str) {
        super::speak(self.page().i18n, language, sentences);
    }

    /// Sends to this service, by its id or its base URL, by way of this proxy, or none where it is empty.
    pub fn set_service(&self, service: &str, proxy: &str) {
        self.page().edit.service.form.set(ServiceForm::of(service, proxy));
    }

    /// Chooses a model, where it is known.
    pub fn set_model(&self, id: &str) {
        if model(id).is_some() {
            change_form(self.page(), |form| form.model = id.into());
        }
    }

    /// Takes a key, or lets go of the one it had. It stays in memory.
    pub fn set_key(&self, key: String) {
        self.page().run.keys.set_value(None);
        lend(self.page(), key);
    }

    /// Takes keys from `make`, which resolves with `[key, its end in ms]`, and asks for the first one now.
    pub fn set_key_maker(&self, make: Function) {
        let page = self.page();
        let keys = Keys::new(move || {
            let made = make.call0(&JsValue::UNDEFINED);
            Box::pin(async move {
                let refused = |_| Error::not_sent("the app made no key");
                let made = JsFuture::from(Promise::resolve(&made.map_err(refused)?)).await.map_err(refused)?;
                let made = Array::from(&made);
                let key = made.get(0).as_string().unwrap_or_default();
                // For what is asked besides runs.
                lend(page, key.clone());
                let key = Credential::new(key);
                match key.is_sendable() {
                    true => Ok((key, made.get(1).as_f64())),
                    false => Err(Error::no_key(&key)),
                }
            })
        });
        page.run.keys.set_value(Some(keys.clone()));
        page.scope.spawn(async move {
            if let Err(error) = keys.current().await {
                page.run.error.set(Some(error));
            }
        });
    }

    /// The prompt as it is.
    pub fn prompt(&self) -> String {
        self.page().edit.draft.prompt.get_untracked()
    }

    /// Sets the prompt.
    pub fn set_prompt(&self, prompt: String) {
        if self.prompt() != prompt {
            self.page().edit.draft.prompt.set(prompt);
        }
    }

    /// The source images: `{ source, bboxes, size }` each, `source` a `Blob` or a URL.
    pub fn images(&self) -> JsValue {
        let page = self.page();
        let one = |image: &DraftImage| ImageDetail {
            source: match &image.image.source {
                ImageSource::Url { url, .. } => url.as_str().into(),
                ImageSource::Local(_) => page.pictures.original(image.id).map_or(JsValue::NULL, JsValue::from),
            },
            bboxes: image.image.bboxes.iter().map(|bbox| bbox.to_array()).collect(),
            size: image.image.size().map(SizeDetail::from),
        };
        let images = page.edit.draft.draft.with_untracked(|draft| draft.images().iter().map(one).collect::<Vec<_>>());
        to_js(&images)
    }

    /// Puts these images, `{ source, bboxes }` each, in the place of those that are there.
    pub fn set_images(&self, images: JsValue) {
        let State { page, asked } = self.mounted.state;
        let images: Vec<ImageInput> = serde_wasm_bindgen::from_value(images).unwrap_or_default();
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        let draft = page.edit.draft;
        page.notices.clear();
        draft.draft.update(|draft| {
            let ids: Vec<u32> = draft.images().iter().map(|image| image.id).collect();
            ids.into_iter().for_each(|id| draft.remove(id));
        });
        page.scope.spawn(async move {
            draft.opening.update(|count| *count += 1);
            for image in images {
                let Some(id) = add(page, &image.source).await else { continue };
                if asked.get_value() != mine {
                    draft.draft.update(|draft| draft.remove(id));
                    break;
                }
                let size = draft.draft.with_untracked(|draft| draft.image(id)?.image.size());
                let boxes = size.map(|size| boxes_within(image.bboxes, size)).unwrap_or_default();
                if !boxes.is_empty() {
                    draft.draft.update(|draft| draft.set_bboxes(id, boxes));
                }
            }
            draft.opening.update(|count| *count -= 1);
        });
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        run::abandon(self.page());
    }
}

/// Takes the app's key, or lets go of it.
fn lend(page: Page, key: String) {
    page.edit.service.lent_key.set(Some(key).filter(|key| !key.is_empty()));
}

/// Adds a `Blob` or an image by URL, and answers its id.
async fn add(page: Page, source: &JsValue) -> Option<u32> {
    match source.dyn_ref::<Blob>() {
        Some(blob) => {
            let name = blob.dyn_ref::<File>().map_or_else(|| "image".into(), File::name);
            open::open_blob(page.into(), name, blob.clone()).await
        }
        None => Some(open::add_url(page.into(), source.as_string().unwrap_or_default()).await),
    }
}

/// Tells the app what happens.
fn report(host: Host, page: Page) {
    let app = host.clone();
    Effect::new(move |before: Option<()>| {
        page.edit.draft.prompt.track();
        page.edit.draft.draft.track();
        if before.is_some() {
            app.tell("change", &JsValue::NULL);
        }
    });
    let app = host.clone();
    Effect::new(move |reported: Option<Vec<u32>>| {
        let mut reported = reported.unwrap_or_default();
        // What is known of a run is complete at its end.
        if page.run.is_running() {
            return reported;
        }
        for item in page.results.items.get() {
            let bytes = item.bytes.get();
            if !matches!(bytes, ResultBytes::Loading) && !reported.contains(&item.id) {
                reported.push(item.id);
                app.tell("result", &to_js(&result_detail(&item, bytes)));
            }
        }
        reported
    });
    Effect::new(move |_| {
        if let Some(error) = page.run.error.get() {
            host.tell("error", &to_js(&untrack(|| error_detail(page, error))));
        }
    });
}

fn result_detail(item: &ResultItem, bytes: ResultBytes) -> ResultDetail {
    let why = bytes.error().map(|error| error.to_string());
    let (blob, size) = match bytes {
        ResultBytes::Saved { blob, size, .. } => (blob.into(), size),
        _ => (JsValue::NULL, None),
    };
    item.group.facts.with_untracked(|facts| ResultDetail {
        url: item.image.url.clone(),
        expires_at: item.image.expires_unix.map(|seconds| seconds as f64 * 1000.0),
        blob,
        why,
        size: size.map(SizeDetail::from),
        prompt: facts.prompt.clone(),
        model: facts.model.clone(),
        seed: facts.seed,
        request_id: facts.request_id.clone(),
        task_id: facts.task_id.clone(),
    })
}

fn error_detail(page: Page, error: Error) -> ErrorDetail {
    ErrorDetail {
        kind: error.kind.name(),
        message: error_sentence(page.i18n, &error),
        next_step: next_step_sentence(page.i18n, error.next_step),
        retryable: error.is_retryable(),
        maybe_billed: error.may_be_billed(),
        code: error.code,
        status: error.status,
        request_id: error.request_id,
        task_id: error.task_id,
    }
}
