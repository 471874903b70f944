//! What makes a draft and its service go together, where one thing does.

use leptos::prelude::*;

use super::actions::settings::{change_form, change_service};
use super::context::Page;
use super::i18n::t_string;
use super::state::ServiceForm;
use crate::core::edit::{MODELS, Problem, ProblemKind};
use crate::core::service::pairing;

/// What to choose.
#[derive(Clone, Copy, PartialEq)]
enum Fix {
    /// The model with this id.
    Model(&'static str),
    /// The Token Plan.
    TokenPlan,
}

/// A button that does it; nothing where no one thing does.
#[component]
pub fn ProblemFix(
    /// What does not go together.
    problem: Problem,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    let fix = Memo::new(move |_| page.edit.service.form.with(|form| fix(&problem, form)));
    let button = move |fix: Fix| {
        let label = move || {
            let name = match fix {
                Fix::Model(id) => id.to_owned(),
                Fix::TokenPlan => t_string!(i18n, token_plan),
            };
            t_string!(i18n, choose, name = name)
        };
        let choose = move |_| match fix {
            Fix::Model(id) => change_form(page, |form| form.model = id.into()),
            Fix::TokenPlan => change_service(page, |service| service.choice = "token-plan".into()),
        };
        view! {
            <button type="button" class="link" on:click=choose>
                {label}
            </button>
        }
    };
    move || fix.get().map(button)
}

/// The one thing that mends `problem` of a draft that goes to `service`.
fn fix(problem: &Problem, service: &ServiceForm) -> Option<Fix> {
    match problem.kind {
        ProblemKind::ModelElsewhere { .. } => {
            let region = pairing::region(&service.endpoint().ok()?)?;
            let model = MODELS.iter().find(|model| model.places.value.iter().any(|place| place.region == region))?;
            Some(Fix::Model(model.id))
        }
        ProblemKind::KeyOfPlan => Some(Fix::TokenPlan),
        _ => None,
    }
}
