//! What changed: coloured over the result, and in two numbers.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{Blob, CanvasRenderingContext2d, ImageData};

use crate::core::compare::{ChangeMap, Comparing, MAX_SIDE_PX, Rgba};
use crate::core::geometry::{BoundingBox, Size};
use crate::page::i18n::{I18n, t, t_string, use_i18n};
use crate::page::scope::PageScope;
use crate::page::state::percent_text;
use crate::web::{encode, pause};

/// How finding out stands.
#[derive(Clone, Default)]
pub(super) enum Changes {
    /// Nobody asked.
    #[default]
    Unknown,
    /// The pictures are being compared.
    Working,
    /// They cannot be.
    Failed,
    /// Found.
    Found(std::sync::Arc<ChangeMap>),
}

/// Compares `after` with `before`, whose boxes are in px of an image of this size.
pub(super) fn find(
    changes: RwSignal<Changes>,
    scope: PageScope,
    before: Blob,
    after: Blob,
    boxes: Option<(Vec<BoundingBox>, Size)>,
) {
    changes.set(Changes::Working);
    scope.spawn(async move {
        let found = compare(&before, &after, boxes).await;
        let found = found.map_or(Changes::Failed, |map| Changes::Found(map.into()));
        // The viewer may be closed by now.
        let _ = changes.try_set(found);
    });
}

async fn compare(before: &Blob, after: &Blob, boxes: Option<(Vec<BoundingBox>, Size)>) -> Option<ChangeMap> {
    let (before, size) = encode::pixels(before, MAX_SIDE_PX).await.ok()?;
    let (after, after_size) = encode::pixels(after, MAX_SIDE_PX).await.ok()?;
    let (boxes, image) = boxes.unwrap_or((Vec::new(), size));
    let before = Rgba { size, bytes: &before };
    let mut comparing = Comparing::new(before, Rgba { size: after_size, bytes: &after }, &boxes, image)?;
    loop {
        // Between two steps the page draws, and hears who leaves.
        pause().await;
        if let Some(map) = comparing.step() {
            return Some(map);
        }
    }
}

/// The map, over the picture.
#[component]
pub(super) fn ChangeLayer(
    /// What was found.
    changes: RwSignal<Changes>,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    Effect::new(move |_| {
        let (Some(canvas), Changes::Found(map)) = (canvas.get(), changes.get()) else { return };
        let Size { width, height } = map.size;
        canvas.set_width(width);
        canvas.set_height(height);
        let color = |heat: &u8| if *heat == 0 { [0, 0, 0, 0] } else { [255, 45, 85, 120 + heat / 2] };
        let bytes: Vec<u8> = map.heat.iter().flat_map(color).collect();
        let drawn = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&bytes), width, height);
        let context = canvas.get_context("2d").ok().flatten();
        if let (Ok(data), Some(context)) = (drawn, context) {
            let _ = context.unchecked_into::<CanvasRenderingContext2d>().put_image_data(&data, 0.0, 0.0);
        }
    });
    view! { <canvas class="change-map" id="change-map" aria-hidden="true" node_ref=canvas></canvas> }
}

/// The two numbers, and what they mean.
#[component]
pub(super) fn ChangeNote(
    /// What was found.
    changes: RwSignal<Changes>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="change-note" id="change-note" role="status">
            <p>{move || changes.with(|changes| sentence(i18n, changes))}</p>
            <details>
                <summary>{t!(i18n, change_how)}</summary>
                <p>{t!(i18n, change_method)}</p>
            </details>
        </div>
    }
}

fn sentence(i18n: I18n, changes: &Changes) -> String {
    let map = match changes {
        Changes::Unknown => return String::new(),
        Changes::Working => return t_string!(i18n, change_working),
        Changes::Failed => return t_string!(i18n, change_failed),
        Changes::Found(map) => map,
    };
    if !map.is_comparable {
        return t_string!(i18n, change_all_new);
    }
    match (map.inside, map.outside) {
        (Some(inside), Some(outside)) => {
            let (shown_inside, shown_outside) = (percent_text(inside), percent_text(outside));
            let numbers = t_string!(i18n, change_numbers, inside = shown_inside, outside = shown_outside);
            let meaning = match (inside >= 0.02, outside >= 0.02) {
                (true, false) => t_string!(i18n, change_only_inside),
                (true, true) => t_string!(i18n, change_both),
                (false, true) => t_string!(i18n, change_only_outside),
                (false, false) => t_string!(i18n, change_nothing),
            };
            format!("{numbers} {meaning}")
        }
        (None, Some(all)) | (Some(all), None) => t_string!(i18n, change_whole, share = percent_text(all)),
        (None, None) => t_string!(i18n, change_failed),
    }
}
