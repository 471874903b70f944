//! `<wan-edit>`: the whole editor.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::detail::{boxes_in, boxes_out, error_out, object, property, result_out, size_out};
use super::{Entered, Home, enter};
use crate::core::edit::{DraftImage, ImageSource, model};
use crate::core::job::Error;
use crate::core::service::{Credential, KNOWN_ENDPOINTS};
use crate::page::dom::watch;
use crate::page::pictures::Pictures;
use crate::page::settings::{CUSTOM_CHOICE, ServiceForm};
use crate::page::state::{Bytes, State};
use crate::page::{open, show};
use crate::web::Keys;

thread_local! {
    /// Where the app makes keys that end.
    static KEYS: RefCell<Option<Keys>> = const { RefCell::new(None) };
    /// The app's key. No input shows it.
    static LENT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The key that the app lends, where it does.
pub fn lent_key() -> Option<String> {
    LENT.with_borrow(Clone::clone)
}

/// Takes the app's key, or lets go of it.
fn lend(state: State, key: String) {
    LENT.set(Some(key).filter(|key| !key.is_empty()));
    // Whoever asked for a key asks again.
    state.key.update(|_| {});
}

/// Where the keys of a run come from, if not from a person.
pub fn keys() -> Option<Keys> {
    KEYS.with_borrow(Clone::clone)
}

/// The editor in an app.
pub struct Editor {
    entered: Entered<State>,
    asked: StoredValue<u32, LocalStorage>,
}

impl Editor {
    /// Lives in `home` from now on; `None` where the messages cannot be read.
    ///
    /// It reports `change` when prompt, images or boxes have changed, `result` for each generated image once its bytes
    /// are here or known to be out of reach, and `error`.
    pub fn enter(home: Home, language: &str, messages: String) -> Option<Self> {
        let host = home.clone();
        let entered = enter(&home, language, messages, State::new, move |state| {
            show(state);
            report(host, state);
        })?;
        Some(Self { entered, asked: StoredValue::new_local(0) })
    }

    fn state(&self) -> State {
        self.entered.state
    }

    /// Says everything in the language that has these messages.
    pub fn speak(&self, language: &str, messages: String) {
        super::speak(self.state(), language, messages);
    }

    /// Sends to this service, by its id or its base URL, by way of this proxy, or none where it is empty.
    pub fn set_service(&self, service: &str, proxy: &str) {
        self.state().service.update(|form| {
            let proxy = proxy.to_owned();
            *form = if KNOWN_ENDPOINTS.iter().any(|known| known.id == service) {
                ServiceForm { choice: service.into(), proxy, ..ServiceForm::default() }
            } else if service.is_empty() {
                ServiceForm { proxy, ..ServiceForm::default() }
            } else {
                let custom = ServiceForm {
                    choice: CUSTOM_CHOICE.into(),
                    custom: service.into(),
                    proxy,
                    ..ServiceForm::default()
                };
                // Known services have their own words for a base URL.
                custom
                    .endpoint()
                    .map(|endpoint| {
                        ServiceForm { proxy: custom.proxy.clone(), ..ServiceForm::default() }.at(endpoint.base_url())
                    })
                    .unwrap_or(custom)
            };
        });
    }

    /// Chooses a model, where it is known.
    pub fn set_model(&self, id: &str) {
        if model(id).is_some() {
            self.state().form.update(|form| form.model = id.into());
        }
    }

    /// Takes a key, or lets go of the one it had. It stays in memory.
    pub fn set_key(&self, key: String) {
        KEYS.set(None);
        lend(self.state(), key);
    }

    /// Takes keys from `make`, which resolves with `[key, its end in ms]`, and asks for the first one now.
    pub fn set_key_maker(&self, make: Function) {
        let state = self.state();
        let keys = Keys::new(move || {
            let made = make.call0(&JsValue::UNDEFINED);
            Box::pin(async move {
                let refused = |_| Error::not_sent("the app made no key");
                let made = JsFuture::from(Promise::resolve(&made.map_err(refused)?)).await.map_err(refused)?;
                let made = Array::from(&made);
                let key = made.get(0).as_string().unwrap_or_default();
                // For what is asked besides runs.
                lend(state, key.clone());
                let key = Credential::new(key);
                if key.is_sendable() { Ok((key, made.get(1).as_f64())) } else { Err(Error::no_key(false)) }
            })
        });
        KEYS.set(Some(keys.clone()));
        spawn_local(async move {
            if let Err(error) = keys.current().await {
                state.error.set(Some(error));
            }
        });
    }

    /// The prompt as it is.
    pub fn prompt(&self) -> String {
        self.state().prompt.get_untracked()
    }

    /// Sets the prompt.
    pub fn set_prompt(&self, prompt: String) {
        if self.prompt() != prompt {
            self.state().prompt.set(prompt);
        }
    }

    /// The source images: `{ source, bboxes, size }` each, `source` a `Blob` or a URL.
    pub fn images(&self) -> Array {
        let state = self.state();
        let one = |pictures: &Pictures, image: &DraftImage| {
            let file = pictures.get(&image.id).and_then(|picture| picture.file.as_ref());
            let source = match (&image.image.source, file) {
                (ImageSource::Url { url, .. }, _) => url.as_str().into(),
                (_, file) => file.map_or(JsValue::NULL, |file| file.blob.clone().into()),
            };
            let (bboxes, size) = (boxes_out(&image.image.bboxes), size_out(image.image.size()));
            object(&[("source", source), ("bboxes", bboxes), ("size", size)])
        };
        state.draft.with_untracked(|draft| {
            state.pictures.with_value(|pictures| draft.images().iter().map(|image| one(pictures, image)).collect())
        })
    }

    /// Puts these images, `{ source, bboxes }` each, in the place of those that are there.
    pub fn set_images(&self, images: Array) {
        let (state, asked) = (self.state(), self.asked);
        asked.update_value(|asked| *asked += 1);
        let mine = asked.get_value();
        state.notices.set(Vec::new());
        state.draft.update(|draft| {
            let ids: Vec<u32> = draft.images().iter().map(|image| image.id).collect();
            ids.into_iter().for_each(|id| draft.remove(id));
        });
        spawn_local(async move {
            state.opening.update(|count| *count += 1);
            for image in images.iter() {
                let source = property(&image, "source");
                let id = match source.dyn_ref::<Blob>() {
                    Some(blob) => {
                        let name = blob.dyn_ref::<File>().map_or_else(|| "image".into(), File::name);
                        open::open_blob(state, name, blob.clone()).await
                    }
                    None => Some(open::add_url(state, source.as_string().unwrap_or_default()).await),
                };
                let Some(id) = id else { continue };
                if asked.get_value() != mine {
                    state.draft.update(|draft| draft.remove(id));
                    break;
                }
                let size = state.draft.with_untracked(|draft| draft.image(id)?.image.size());
                let boxes =
                    size.map(|size| boxes_in(&property(&image, "bboxes"), size)).filter(|boxes| !boxes.is_empty());
                if let Some(boxes) = boxes {
                    state.draft.update(|draft| draft.set_bboxes(id, boxes));
                }
            }
            state.opening.update(|count| *count -= 1);
        });
    }
}

impl Drop for Editor {
    /// A task that is awaited is left to the service; anything else is waited for no longer. Pictures are let go of.
    fn drop(&mut self) {
        let state = self.state();
        state.run.with_untracked(|run| {
            let Some(run) = run else { return };
            run.control.leave();
            if !run.is_task {
                run.control.cancel();
                run.control.cancel();
            }
        });
        state.results.with_untracked(|results| results.iter().for_each(|result| result.bytes.set(Bytes::Loading)));
        state.results.set(Vec::new());
        state.takes.set(Vec::new());
        state.pictures.set_value(Pictures::default());
        KEYS.set(None);
    }
}

/// Tells the app what happens.
fn report(home: Home, state: State) {
    let app = home.clone();
    let mut is_first = true;
    watch(move || {
        state.prompt.track();
        state.draft.track();
        if !std::mem::take(&mut is_first) {
            app.tell("change", &JsValue::NULL);
        }
    });
    let app = home.clone();
    let mut told: Vec<u32> = Vec::new();
    watch(move || {
        // What is known of a run is complete at its end.
        if state.run.with(Option::is_some) {
            return;
        }
        for result in state.results.get() {
            let bytes = result.bytes.get();
            if !matches!(bytes, Bytes::Loading) && !told.contains(&result.id) {
                told.push(result.id);
                app.tell("result", &result_out(&result, &bytes));
            }
        }
    });
    watch(move || {
        if let Some(error) = state.error.get() {
            home.tell("error", &error_out(state.t_untracked(), &error));
        }
    });
}
