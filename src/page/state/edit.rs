//! Draft, form and service together: what would be sent, and why it cannot be.

use leptos::prelude::*;

use super::{DraftState, Form, FormState, ServiceForm, ServiceState, is_maximum};
use crate::core::edit::models::{PALETTE_COLORS, SEED_MAX};
use crate::core::edit::{Delivery, EditRequest, ModeRow, Palette, Problem, ProblemKind, check, model};
use crate::core::service::pairing;

/// The edit being made.
#[derive(Clone, Copy)]
pub struct EditState {
    /// Source images, boxes and prompt.
    pub draft: DraftState,
    /// Model and parameters.
    pub form: FormState,
    /// Where it goes.
    pub service: ServiceState,
}

impl EditState {
    /// The draft as a request; tracked.
    pub fn request(self) -> EditRequest {
        let form = self.form.0.get();
        let mut request = EditRequest::new(form.model.clone(), self.draft.prompt.get());
        request.images =
            self.draft.draft.with(|draft| draft.images().iter().map(|image| image.image.clone()).collect());
        if let Some(row) = form.row(request.images.len()) {
            form.write(row, &mut request);
        }
        request
    }

    /// Every reason why the draft cannot be sent, or not there; tracked.
    pub fn problems(self) -> Vec<Problem> {
        let request = self.request();
        let mut problems = check(request.clone()).err().unwrap_or_default();
        problems.extend(self.form.0.with(|form| unread(form, &request)));
        if let Ok(service) = self.service.destination() {
            problems.extend(pairing::check(&request, &service, Some(self.delivery())));
        }
        problems
    }

    /// The row of the table that the form is about: the model's, in the mode that the draft amounts to; tracked.
    pub fn row(self) -> Option<&'static ModeRow> {
        let images = self.draft.image_count();
        self.form.0.with(|form| form.row(images))
    }

    /// How many images are asked for, and whether that is a maximum; tracked.
    pub fn asked(self) -> (u32, bool) {
        self.row().map_or((1, false), |row| (self.form.0.with(|form| form.count_in(row)), is_maximum(row)))
    }

    /// The ways to await an answer, the usual one first; tracked.
    pub fn deliveries(self) -> Vec<Delivery> {
        let model = self.form.0.with(|form| model(&form.model));
        let (Some(model), Some(row)) = (model, self.row()) else { return Vec::new() };
        let endpoint = self.service.form.with(ServiceForm::endpoint);
        let there = endpoint.map(|endpoint| pairing::deliveries(&endpoint, model, row)).unwrap_or_default();
        if there.is_empty() { row.deliveries.to_vec() } else { there }
    }

    /// How the answer is awaited: as chosen, where that exists here; tracked.
    pub fn delivery(self) -> Delivery {
        let chosen = self.form.0.with(|form| form.delivery);
        let ways = self.deliveries();
        chosen.filter(|way| ways.contains(way)).or(ways.first().copied()).unwrap_or_default()
    }
}

/// What was typed into the form and could not be written into the request.
fn unread(form: &Form, request: &EditRequest) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut unread = |path: &str, kind| problems.push(Problem { path: path.into(), kind });
    if request.size.is_none() && form.size.contains('*') {
        unread("size", ProblemKind::SizeTotal { min: 0, max: 0 });
    }
    if request.seed.is_none() && !form.seed.trim().is_empty() {
        unread("seed", ProblemKind::OutOfRange { min: 0, max: SEED_MAX });
    }
    if request.color_palette.as_ref().is_some_and(Palette::is_empty) {
        let (min, max) = PALETTE_COLORS.value;
        unread("color_palette", ProblemKind::PaletteColors { count: 0, min, max });
    }
    problems
}
