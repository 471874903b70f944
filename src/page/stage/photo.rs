//! The image under its boxes.

use leptos::prelude::*;

use super::box_layer::BoxLayer;
use super::stage_image::StageImage;
use super::state::StageState;
use crate::page::ui::Icon;

/// The image, what stands for it while it cannot be shown, and exactly over it the boxes.
#[component]
pub(super) fn Photo(
    /// Its CSS width; the style sheet's where it is empty.
    #[prop(optional, into)]
    width: Signal<String>,
    /// Its CSS aspect ratio; the style sheet's where it is empty.
    #[prop(optional, into)]
    ratio: Signal<String>,
    /// What stands on the layer besides the boxes.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let stage: StageState = expect_context();
    view! {
        <div
            class="photo"
            class:unknown=move || stage.size().is_none()
            style:width=width
            style:aspect-ratio=ratio
        >
            <Icon class="icon icon-picture" />
            <StageImage />
            <BoxLayer>{children.map(|children| children())}</BoxLayer>
        </div>
    }
    .into_any()
}
