//! What makes a draft and its service go together, where one thing does.

use leptos::prelude::*;
use web_sys::Blob;

use super::actions::open::send_file_instead;
use super::actions::settings::{change_form, change_service};
use super::context::Page;
use super::i18n::t_string;
use super::state::ServiceForm;
use crate::core::edit::{ImageSource, MODELS, Problem, ProblemKind};
use crate::core::service::pairing;
use crate::web::file::bytes_of_url;

/// What to choose.
#[derive(Clone, Copy, PartialEq)]
enum Fix {
    /// The model with this id.
    Model(&'static str),
    /// The Token Plan.
    TokenPlan,
    /// The bytes of this image in the place of its address.
    SendFile(u32),
}

/// A button that does it; nothing where no one thing does.
#[component]
pub fn ProblemFix(
    /// What does not go together.
    problem: Problem,
) -> impl IntoView {
    let page = Page::expect();
    let i18n = page.i18n;
    // The bytes of an image that the service cannot fetch, with its id, once it is known that this page can.
    let readable = RwSignal::new_local(None::<(u32, Blob)>);
    if let Some((id, url)) = untrack(|| address_of(page, &problem)) {
        page.scope.spawn(async move {
            if let Some(bytes) = bytes_of_url(&url).await {
                readable.try_set(Some((id, bytes)));
            }
        });
    }
    let fix = Memo::new(move |_| match readable.with(|readable| readable.as_ref().map(|(id, _)| *id)) {
        Some(id) => Some(Fix::SendFile(id)),
        None => page.edit.service.form.with(|form| fix(&problem, form)),
    });
    let button = move |fix: Fix| {
        let label = move || match fix {
            Fix::Model(id) => t_string!(i18n, choose, name = id),
            Fix::TokenPlan => t_string!(i18n, choose, name = t_string!(i18n, token_plan)),
            Fix::SendFile(_) => t_string!(i18n, send_file_instead),
        };
        let choose = move |_| match fix {
            Fix::Model(id) => change_form(page, |form| form.model = id.into()),
            Fix::TokenPlan => change_service(page, |service| service.choice = "token-plan".into()),
            Fix::SendFile(_) => {
                if let Some((id, bytes)) = readable.get_untracked() {
                    send_file_instead(page, id, bytes);
                }
            }
        };
        view! {
            <button type="button" class="link" on:click=choose>
                {label}
            </button>
        }
    };
    move || fix.get().map(button)
}

/// The image whose address cannot be reached from elsewhere: its id and that address.
fn address_of(page: Page, problem: &Problem) -> Option<(u32, String)> {
    if problem.kind != ProblemKind::AddressPrivate {
        return None;
    }
    let index: usize = problem.path.strip_prefix("images[")?.strip_suffix(']')?.parse().ok()?;
    page.edit.draft.draft.with(|draft| {
        let image = draft.images().get(index)?;
        match &image.image.source {
            ImageSource::Url { url, .. } => Some((image.id, url.clone())),
            ImageSource::Local(_) => None,
        }
    })
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
