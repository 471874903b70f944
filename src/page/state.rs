//! Everything the page knows, without a view: components read it and report to it.

use leptos::prelude::*;

use super::doctor::Checkup;
use super::dom::Signal;
pub use super::form::Form;
use super::form::is_maximum;
use super::messages::{Language, Messages};
pub use super::pictures::{Picture, Pictures};
use super::settings::{self, ServiceForm, ServiceLack, Theme};
pub use super::takes::{Bytes, ResultCard, Take, TakePart};
use super::tasks::{self, KeptTask};
use super::trust;
use crate::core::edit::models::{PALETTE_COLORS, SEED_MAX};
use crate::core::edit::{
    Delivery, Draft, EditRequest, ImageSource, ModeRow, Palette, Problem, ProblemKind, check, model,
};
use crate::core::job::{Error, Progress, UploadFault};
use crate::core::service::{Authorization, Credential, Protocol, Proxy, Service, pairing};
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
    /// The origins that the key may go to; see `trust.rs`.
    pub trusted: Signal<Vec<String>>,
    /// Whether the key was entered since the panel of services was opened.
    pub is_key_new: Signal<bool>,
    /// What the connection doctor found.
    pub checkup: Signal<Checkup>,
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
    /// The other language could not be loaded.
    LanguageFailed,
    /// The pictures could not be uploaded, and went along in the request.
    NotUploaded {
        /// Why.
        why: UploadFault,
    },
    /// The address of the page named these settings, and they were taken.
    Linked {
        /// Their names.
        names: String,
    },
    /// There was a key in the address of the page.
    KeyInAddress,
}

impl State {
    /// An empty page in `language`, with the settings that were kept.
    pub fn new(language: Language) -> Self {
        let kept = store::kept_key().unwrap_or_default();
        Self(Box::leak(Box::new(Signals {
            language: Signal::new(language),
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
            key: Signal::new(kept.key),
            key_store: Signal::new(kept.store),
            trusted: Signal::new(kept.trusted),
            is_key_new: Signal::new(false),
            checkup: Signal::new(Checkup::None),
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
        if let Some(row) = form.row(request.images.len()) {
            form.write(row, &mut request);
        }
        request
    }

    /// Every reason why the draft cannot be sent, or not there; tracked.
    pub fn problems(self) -> Vec<Problem> {
        let request = self.request();
        let (size, seed) = self.form.with(|form| (form.size.contains('*'), !form.seed.trim().is_empty()));
        let mut problems = check(request.clone()).err().unwrap_or_default();
        let mut unread = |path: &str, kind| problems.push(Problem { path: path.into(), kind });
        if request.size.is_none() && size {
            unread("size", ProblemKind::SizeTotal { min: 0, max: 0 });
        }
        if request.seed.is_none() && seed {
            unread("seed", ProblemKind::OutOfRange { min: 0, max: SEED_MAX });
        }
        if request.color_palette.as_ref().is_some_and(Palette::is_empty) {
            let (min, max) = PALETTE_COLORS.value;
            unread("color_palette", ProblemKind::PaletteColors { count: 0, min, max });
        }
        if let Ok(service) = self.destination() {
            problems.extend(pairing::check(&request, &service, Some(self.delivery())));
        }
        problems
    }

    /// The row of the table that the form is about: the model's, in the mode that the draft amounts to; tracked.
    pub fn row(self) -> Option<&'static ModeRow> {
        let images = self.draft.with(|draft| draft.images().len());
        self.form.with(|form| form.row(images))
    }

    /// How many images are asked for, and whether that is a maximum; tracked.
    pub fn asked(self) -> (u32, bool) {
        self.row().map_or((1, false), |row| (self.form.with(|form| form.count_in(row)), is_maximum(row)))
    }

    /// The ways to await an answer, the usual one first; tracked.
    pub fn deliveries(self) -> Vec<Delivery> {
        let model = self.form.with(|form| model(&form.model));
        let (Some(model), Some(row)) = (model, self.row()) else { return Vec::new() };
        let endpoint = self.service.with(ServiceForm::endpoint);
        let there = endpoint.map(|endpoint| pairing::deliveries(&endpoint, model, row)).unwrap_or_default();
        if there.is_empty() { row.deliveries.to_vec() } else { there }
    }

    /// How the answer is awaited: as chosen, where that exists here; tracked.
    pub fn delivery(self) -> Delivery {
        let chosen = self.form.with(|form| form.delivery);
        let ways = self.deliveries();
        chosen.filter(|way| ways.contains(way)).or(ways.first().copied()).unwrap_or_default()
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
        let service = self.destination()?;
        match &service.credential {
            key if key.is_empty() => Err(ServiceLack::Key),
            key if !key.is_sendable() => Err(ServiceLack::KeyBad),
            _ if !trust::strangers(self).is_empty() => Err(ServiceLack::Trust),
            _ => Ok(service),
        }
    }

    /// The same, whatever the key.
    pub(super) fn destination(self) -> Result<Service, ServiceLack> {
        let form = self.service.get();
        let key = if form.is_emulator() { settings::EMULATOR_KEY.to_owned() } else { self.key.get() };
        #[cfg(feature = "editor")]
        let key = super::embed::lent_key().unwrap_or(key);
        Ok(Service {
            endpoint: form.endpoint().map_err(ServiceLack::Endpoint)?,
            proxy: form.proxy().map_err(ServiceLack::Proxy)?,
            credential: Credential::new(key),
            authorization: if form.is_bearer { Authorization::Bearer } else { Authorization::Documented },
        })
    }

    /// Whether the service takes files before a request; tracked.
    pub fn can_upload(self) -> bool {
        let endpoint = self.service.with(ServiceForm::endpoint);
        endpoint.is_ok_and(|endpoint| endpoint.protocol() == Protocol::DashScope)
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
