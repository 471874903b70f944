//! What makes a draft and its service go together, where one thing does.

use super::change;
use crate::core::edit::{MODELS, Problem, ProblemKind};
use crate::core::service::pairing;
use crate::page::dom::{El, button};
use crate::page::messages::{Messages, fill};
use crate::page::settings::ServiceForm;
use crate::page::state::State;

/// A button that does it.
pub fn fix(state: State, t: &'static Messages, problem: &Problem) -> Option<El> {
    match problem.kind {
        ProblemKind::ModelElsewhere { .. } => {
            let region = pairing::region(&state.service.with_untracked(ServiceForm::endpoint).ok()?)?;
            let runs = |place: &crate::core::edit::models::Place| place.region == region;
            let model = MODELS.iter().find(|model| model.places.value.iter().any(runs))?.id;
            let choose = move || state.form.update(|form| form.model = model.into());
            Some(button("link").text(&fill(t.choices.choose, &[model])).click(choose))
        }
        ProblemKind::KeyOfPlan => {
            let choose = move || change(state, |service| service.choice = "token-plan".into());
            Some(button("link").text(&fill(t.choices.choose, &[t.token_plan])).click(choose))
        }
        _ => None,
    }
}
