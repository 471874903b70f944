//! The source image on the stage.

use leptos::prelude::*;

use super::state::StageState;
use super::zoom;
use crate::page::i18n::{image_label, use_i18n};
use crate::page::state::PicturesState;

/// The image itself.
#[component]
pub(super) fn StageImage() -> impl IntoView {
    let stage: StageState = expect_context();
    let pictures: PicturesState = expect_context();
    let i18n = use_i18n();
    let name = move || {
        let id = stage.current();
        let name = stage.draft.draft.with(|draft| {
            let at = draft.position(id?)?;
            Some(format!("{} {}", image_label(i18n, at), draft.images()[at].name))
        });
        name.unwrap_or_default()
    };
    // Setting the address again would load the image again.
    let address = Memo::new(move |_| stage.current().map(|id| pictures.preview(id)).unwrap_or_default());
    zoom::follow_size(stage);
    view! { <img id="stage-image" alt=name draggable="false" decoding="sync" src=address node_ref=stage.image /> }
}
