//! All concerns of one page together, for what touches several of them. A component takes the one that it needs by
//! `expect_context`.

use leptos::prelude::*;

use super::i18n::I18n;
use super::root::PageRoot;
use super::scope::PageScope;
use super::state::{
    DraftState, EditState, Form, FormState, NoticesState, Pictures, PicturesState, ResultsState, RunState, ServiceForm,
    ServiceState, Theme, ThemeState, UiState, kept_key, kept_tasks,
};
use crate::web::{Area, Storage};

/// One page.
#[derive(Clone, Copy)]
pub struct Page {
    /// Draft, form and service.
    pub edit: EditState,
    /// Bytes and previews of the source images.
    pub pictures: PicturesState,
    /// The run in flight.
    pub run: RunState,
    /// What runs brought.
    pub results: ResultsState,
    /// What is said about the draft.
    pub notices: NoticesState,
    /// Dialogs, focus, screen reader.
    pub ui: UiState,
    /// Light or dark.
    pub theme: ThemeState,
    /// The reader's language.
    pub i18n: I18n,
    /// Where it lives.
    pub root: PageRoot,
    /// What is kept between visits.
    pub storage: Storage,
    /// How long it lives.
    pub scope: PageScope,
}

impl Page {
    /// A page with what was kept, and this prompt.
    pub fn new(i18n: I18n, root: PageRoot, storage: Storage, prompt: String) -> Self {
        let form = storage.read_json("form").map(Form::restored).unwrap_or_default();
        let service = storage.read_json::<ServiceForm>("service").unwrap_or_default();
        let theme = storage.read(Area::Device, "theme").unwrap_or_default();
        let origin = window().location().origin().unwrap_or_default();
        Self {
            edit: EditState {
                draft: DraftState::new(prompt),
                form: FormState(RwSignal::new(form)),
                service: ServiceState::new(service, kept_key(storage), origin, root.is_embedded()),
            },
            pictures: PicturesState(StoredValue::new_local(Pictures::default())),
            run: RunState::new(kept_tasks(storage)),
            results: ResultsState::default(),
            notices: NoticesState(RwSignal::default()),
            ui: UiState::new(),
            theme: ThemeState(RwSignal::new(Theme::named(&theme))),
            i18n,
            root,
            storage,
            scope: PageScope::new(),
        }
    }

    /// Lets components take it, as a whole or by concern.
    pub fn provide(self) {
        provide_context(self);
        provide_context(self.edit);
        provide_context(self.edit.draft);
        provide_context(self.edit.form);
        provide_context(self.edit.service);
        provide_context(self.pictures);
        provide_context(self.run);
        provide_context(self.results);
        provide_context(self.notices);
        provide_context(self.ui);
        provide_context(self.theme);
        provide_context(self.i18n);
        provide_context(self.root);
        provide_context(self.storage);
        provide_context(self.scope);
    }

    /// The page that the component is part of.
    ///
    /// # Panics
    /// Outside a page.
    pub fn expect() -> Self {
        expect_context()
    }
}
