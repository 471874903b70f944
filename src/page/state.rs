//! Everything the page knows, without a view: components read it and report to it.

use leptos::prelude::*;

use super::dom::Signal;
pub use super::form::Form;
use super::messages::{Language, Messages};
pub use super::pictures::{Picture, Pictures};
use super::settings::{self, ServiceForm, ServiceLack, Theme};
pub use super::takes::{Bytes, ResultCard, Take, TakePart};
use super::tasks::{self, KeptTask};
use crate::core::edit::models::SEED_MAX;
use crate::core::edit::{Draft, EditRequest, ImageSource, ModeRow, OutputSize, Problem, ProblemKind, SourceImage};
use crate::core::job::{Error, Progress};
use crate::core::service::{Authorization, Credential, Proxy, Service};
use crate::web::Control;
use crate::web::store::{self, KeyStore};

/// The page's state. Copied into every closure; all copies are the same state.
#[derive(Clone, Copy)]
pub struct State(&'static Signals);

impl std::ops::Deref for State {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// What the page's state is made of. Each signal ends with the page; the few bytes of this list stay.
pub struct Signals {
    /// The language shown.
    pub language: Signal<Language>,
    /// Source images and boxes, undoable.
    pub draft: Signal<Draft>,
    /// Bytes and preview URLs of the draft's images by id. Kept after a removal, for undo.
    pub pictures: StoredValue<Pictures, LocalStorage>,
    /// The source image on the stage.
    pub selected_image: Signal<Option<u32>>,
    /// The selected box on it, from 0.
    pub selected_box: Signal<Option<usize>>,
    /// The words.
    pub prompt: Signal<String>,
    /// Model and parameters.
    pub form: Signal<Form>,
    /// The run in flight, if any.
    pub run: Signal<Option<Run>>,
    /// What runs brought, the newest first.
    pub takes: Signal<Vec<Take>>,
    /// The pictures among that, in the order shown.
    pub results: Signal<Vec<ResultCard>>,
    /// What is said about the draft until the next change: refused files, a third box, ….
    pub notices: Signal<Vec<Notice>>,
    /// How many pictures are being opened.
    pub opening: Signal<u32>,
    /// Why the last run ended without images.
    pub error: Signal<Option<Error>>,
    /// Which service, and the way there.
    pub service: Signal<ServiceForm>,
    /// Whether an emulator answers on this machine; `None` while nobody knows.
    pub emulator: Signal<Option<bool>>,
    /// The API key as typed. Nothing but its input shows it.
    pub key: Signal<String>,
    /// How long the key is kept.
    pub key_store: Signal<KeyStore>,
    /// Light, dark, or as the system.
    pub theme: Signal<Theme>,
    /// Tasks of earlier runs that were paid for and not collected.
    pub offers: Signal<Vec<KeptTask>>,
    /// Whether Edit was pressed on this draft: until then an empty prompt is no reproach.
    pub is_asked: Signal<bool>,
    /// What a screen reader says next.
    pub said: Signal<String>,
}

/// A run in flight.
#[derive(Clone)]
pub struct Run {
    /// Cancels it.
    pub control: Control,
    /// When it began, by [`crate::web::now`].
    pub began: std::time::Duration,
    /// The last thing that happened.
    pub progress: Option<Progress>,
    /// The task, once there is one.
    pub task_id: Option<String>,
    /// How often Cancel was pressed.
    pub cancels: u32,
    /// Whether the service said that it is too late to cancel.
    pub is_too_late: bool,
    /// Whether it waits for a task, which can be left to itself.
    pub is_task: bool,
    /// Whether it was asked to leave the task to itself.
    pub is_left: bool,
    /// What it has brought so far.
    pub take: Option<Take>,
}

/// Something to be told about the draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A file was refused.
    Refused {
        /// Its name.
        name: String,
        /// Why.
        why: crate::web::OpenError,
    },
    /// An image URL could not be loaded by the browser; the service may still reach it.
    UrlUnseen {
        /// The URL's end.
        name: String,
    },
    /// A third box was drawn.
    BoxesFull {
        /// How many an image may have.
        max: u32,
    },
    /// The model takes no boxes.
    BoxesUnsupported,
    /// The pictures could not be uploaded, and went along in the request.
    NotUploaded {
        /// Why.
        why: String,
    },
}

impl State {
    /// An empty page, with the settings that were kept.
    pub fn new() -> Self {
        let (key, key_store) = store::kept_key().unwrap_or_default();
        Self(Box::leak(Box::new(Signals {
            language: Signal::new(settings::language()),
            draft: Signal::new(Draft::default()),
            pictures: StoredValue::new_local(Pictures::default()),
            selected_image: Signal::new(None),
            selected_box: Signal::new(None),
            prompt: Signal::new(String::new()),
            form: Signal::new(settings::form()),
            run: Signal::new(None),
            takes: Signal::new(Vec::new()),
            results: Signal::new(Vec::new()),
            notices: Signal::new(Vec::new()),
            opening: Signal::new(0),
            error: Signal::new(None),
            service: Signal::new(settings::service().unwrap_or_default()),
            emulator: Signal::new(None),
            key: Signal::new(key),
            key_store: Signal::new(key_store),
            theme: Signal::new(settings::theme()),
            offers: Signal::new(tasks::kept()),
            is_asked: Signal::new(false),
            said: Signal::new(String::new()),
        })))
    }

    /// The state that the page provides.
    ///
    /// # Panics
    /// Outside the page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The messages in the language shown; tracked.
    pub fn t(self) -> &'static Messages {
        self.language.get().messages()
    }

    /// The same, not tracked: for handlers, and for components that are made anew with the language.
    pub fn t_untracked(self) -> &'static Messages {
        self.language.get_untracked().messages()
    }

    /// The draft as a request; tracked.
    pub fn request(self) -> EditRequest {
        let form = self.form.get();
        let mut request = EditRequest::new(form.model.clone(), self.prompt.get());
        request.images = self.draft.with(|draft| draft.images().iter().map(|image| image.image.clone()).collect());
        request.size = OutputSize::parse(&form.size);
        request.n = Some(form.n);
        request.seed = form.seed.trim().parse().ok();
        request.watermark = Some(form.watermark);
        let row = crate::core::edit::model(&form.model).and_then(|model| model.mode(request.mode()));
        let has = |parameter| row.is_some_and(|row| row.has(parameter));
        use crate::core::edit::Parameter;
        request.prompt_extend = has(Parameter::PromptExtend).then_some(form.prompt_extend);
        request.thinking_mode = has(Parameter::ThinkingMode).then_some(form.thinking_mode);
        request.negative_prompt =
            (has(Parameter::NegativePrompt) && !form.negative_prompt.is_empty()).then_some(form.negative_prompt);
        request
    }

    /// Every reason why the draft cannot be sent; tracked.
    pub fn problems(self) -> Vec<Problem> {
        let request = self.request();
        let form = self.form.get();
        let mut problems = Vec::new();
        let mut unread = |path: &str, kind| problems.push(Problem { path: path.into(), kind });
        if request.size.is_none() && !form.size.is_empty() {
            unread("size", ProblemKind::SizeTotal { min: 0, max: 0 });
        }
        if request.seed.is_none() && !form.seed.trim().is_empty() {
            unread("seed", ProblemKind::OutOfRange { min: 0, max: SEED_MAX });
        }
        problems.splice(0..0, crate::core::edit::check(request).err().unwrap_or_default());
        problems
    }

    /// The row of the table that the form is about: the model's, in the mode that the draft amounts to; tracked.
    pub fn row(self) -> Option<&'static ModeRow> {
        let model = crate::core::edit::model(&self.form.with(|form| form.model.clone()))?;
        let mut request = EditRequest::new(model.id, "");
        if self.draft.with(|draft| !draft.images().is_empty()) {
            request = request.with_image(SourceImage::url(""));
        }
        model.mode(request.mode())
    }

    /// The way to the service and its results; the usual one where the setting cannot be read. Tracked.
    pub fn proxy(self) -> Proxy {
        self.service.with(ServiceForm::proxy).unwrap_or_default()
    }

    /// Where an edit goes; tracked.
    ///
    /// # Errors
    /// What is lacking.
    pub fn service(self) -> Result<Service, ServiceLack> {
        let form = self.service.get();
        let key = if form.is_emulator() { settings::EMULATOR_KEY.to_owned() } else { self.key.get() };
        let service = Service {
            endpoint: form.endpoint().map_err(ServiceLack::Endpoint)?,
            proxy: form.proxy().map_err(ServiceLack::Proxy)?,
            credential: Credential::new(key),
            authorization: Authorization::default(),
        };
        match &service.credential {
            key if key.is_empty() => Err(ServiceLack::Key),
            key if !key.is_sendable() => Err(ServiceLack::KeyBad),
            _ => Ok(service),
        }
    }

    /// Adds a picture to the draft, shows it on the stage, and answers its id.
    pub fn add_picture(self, name: String, source: ImageSource, picture: Picture) -> u32 {
        let image = crate::core::edit::SourceImage { source, bboxes: Vec::new() };
        let id = self.draft.try_update(|draft| draft.add(name, image)).unwrap_or_default();
        self.pictures.update_value(|pictures| {
            pictures.insert(id, picture);
        });
        self.selected_image.set(Some(id));
        self.selected_box.set(None);
        id
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}
