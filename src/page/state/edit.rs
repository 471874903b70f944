//! Draft, form and service together: what would be sent, and why it cannot be.

use leptos::prelude::*;

use super::{
    DraftState, Form, FormState, ServiceForm, ServiceLack, ServiceState, Unused, is_maximum, predicted_output,
};
use crate::core::edit::models::{PALETTE_COLORS, SEED_MAX};
use crate::core::edit::{
    Delivery, DraftImage, EditRequest, ImageSource, Mode, ModeRow, OutputSize, Palette, Parameter, Problem,
    ProblemKind, check, model,
};
use crate::core::geometry::Size;
use crate::core::prompt::{Compiled, Lint, LintRules, Mend, Wording, compile, lint, mend};
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

/// What is known of the output before it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputSketch {
    /// About its size in px.
    pub size: Size,
    /// The source image whose shape it follows, from 0, where there are several to follow.
    pub follows: Option<usize>,
}

impl EditState {
    /// The draft as a request; tracked.
    pub fn request(self) -> EditRequest {
        let form = self.form.0.get();
        let mut request = EditRequest::new(form.model.clone(), self.compiled().text());
        request.images =
            self.draft.draft.with(|draft| draft.images().iter().map(|image| image.image.clone()).collect());
        for image in request.images.iter_mut().filter(|_| form.keeps_metadata) {
            if let ImageSource::Local(facts) = &mut image.source {
                *facts = facts.with_extras_kept();
            }
        }
        if let Some(row) = form.row(request.images.len()) {
            form.write(row, &mut request);
        }
        request
    }

    /// What is sent as the prompt, with what it is made from: the prompt, and where the mode takes boxes the notes on them.
    /// Tracked.
    pub fn compiled(self) -> Compiled {
        let rules = self.lint_rules();
        let bound = self.draft.bound_prompt();
        self.draft.draft.with(|draft| {
            let notes = if rules.takes_boxes { draft.notes() } else { Vec::new() };
            compile(bound.prompt(), &notes, &draft.numbering(), rules.wording)
        })
    }

    /// What is odd about prompt and notes, each with what mends it; tracked.
    pub fn lints(self) -> Vec<(Lint, Option<Mend>)> {
        let (rules, bound) = (self.lint_rules(), self.draft.bound_prompt());
        self.draft.draft.with(|draft| {
            let (prompt, notes, images) = (bound.prompt(), draft.notes(), draft.numbering());
            let found = lint(prompt, &notes, &images, rules);
            let mended = |lint: Lint| {
                let mend = mend(&lint, prompt, &notes, &images, rules);
                (lint, mend)
            };
            found.into_iter().map(mended).collect()
        })
    }

    /// What model and mode make of prompt and boxes; tracked.
    fn lint_rules(self) -> LintRules {
        let takes_boxes = self.row().is_some_and(|row| row.has(Parameter::BboxList));
        let most_chars = self.form.0.with(|form| model(&form.model).map_or(u32::MAX, |model| model.prompt_chars.value));
        LintRules { takes_boxes, most_chars, wording: Wording::English }
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

    /// Whether what stands at `path` cannot be sent; tracked.
    pub fn is_wrong(self, path: &str) -> bool {
        self.problems().iter().any(|problem| problem.path == path)
    }

    /// The problems that are shown: until Edit was pressed not those that every fresh page has. Tracked.
    pub fn shown_problems(self) -> Vec<Problem> {
        let is_pressed = self.draft.is_edit_pressed.get();
        let is_natural =
            |kind: &ProblemKind| matches!(kind, ProblemKind::PromptEmpty | ProblemKind::TooFewImages { .. });
        let mut problems = self.problems();
        problems.retain(|problem| is_pressed || !is_natural(&problem.kind));
        problems
    }

    /// What the service lacks, as far as it is shown: until Edit was pressed not a key. Tracked.
    pub fn shown_lack(self) -> Option<ServiceLack> {
        let lack = self.service.service().err()?;
        let is_pressed = self.draft.is_edit_pressed.get();
        (is_pressed || !matches!(lack, ServiceLack::Key | ServiceLack::Trust)).then_some(lack)
    }

    /// The row of the table that the form is about: the model's, in the mode that the draft amounts to; tracked.
    pub fn row(self) -> Option<&'static ModeRow> {
        let images = self.draft.image_count();
        self.form.0.with(|form| form.row(images))
    }

    /// The mode beside the plain one that the draft can have; tracked.
    pub fn other_mode(self) -> Option<Mode> {
        let images = self.draft.image_count();
        self.form.0.with(|form| form.other_mode(images))
    }

    /// What was set and is not used now; tracked.
    pub fn unused(self) -> Vec<Unused> {
        let Some(row) = self.row() else { return Vec::new() };
        let has_boxes =
            self.draft.draft.with(|draft| draft.images().iter().any(|image| !image.image.bboxes.is_empty()));
        self.form.0.with(|form| form.unused(row, has_boxes))
    }

    /// Whether a source image has transparent pixels, so that a background is asked for; tracked.
    pub fn has_transparency(self) -> bool {
        let is_transparent =
            |image: &DraftImage| matches!(&image.image.source, ImageSource::Local(facts) if facts.alpha);
        self.draft.draft.with(|draft| draft.images().iter().any(is_transparent))
    }

    /// Whether a source image has more in it than its pixels, which could be sent along; tracked.
    pub fn has_metadata(self) -> bool {
        let has_extras =
            |image: &DraftImage| matches!(&image.image.source, ImageSource::Local(facts) if facts.extra_bytes > 0);
        self.draft.draft.with(|draft| draft.images().iter().any(has_extras))
    }

    /// About the size of the output in px, whether it can be had or not; tracked.
    pub fn predicted_size(self) -> Option<Size> {
        let row = self.row()?;
        let size = self.form.0.with(|form| OutputSize::parse(form.size_in(row)));
        predicted_output(row, size, self.last_size())
    }

    /// What is known of the output; nothing where its size cannot be had. Tracked.
    pub fn output(self) -> Option<OutputSketch> {
        let size = self.predicted_size().filter(|_| !self.is_wrong("size"))?;
        let count = self.draft.image_count();
        let is_following = !self.form.0.with(Form::is_exact) && self.last_size().is_some() && count > 1;
        Some(OutputSketch { size, follows: is_following.then(|| count - 1) })
    }

    /// The size of the last source image; tracked.
    fn last_size(self) -> Option<Size> {
        self.draft.draft.with(|draft| draft.images().last().and_then(|image| image.image.size()))
    }

    /// Whether files can be uploaded before the request: the service takes them, and the mode has source images.
    /// Tracked.
    pub fn can_upload(self) -> bool {
        self.row().is_some_and(|row| row.images.value.1 > 0) && self.service.can_upload()
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
