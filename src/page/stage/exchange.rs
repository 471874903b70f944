//! Boxes from other tools, and for them.

use leptos::html;
use leptos::prelude::*;
use web_sys::Event;

use super::state::StageState;
use crate::core::edit::exchange::{BoxFormat, BoxedImage, read, write};
use crate::core::edit::{Draft, DraftImage, mask};
use crate::core::geometry::{BoundingBox, Size};
use crate::page::i18n::{I18n, t, t_string, tu_string, use_i18n};
use crate::page::scope::PageScope;
use crate::page::ui::{CopyButton, Gap, IconButton, ModalDialog};
use crate::web::{encode, file};

/// Longest side of a mask to look at, px.
const MASK_SIDE_PX: u32 = 1024;

/// A dialog with the boxes of all images as text.
#[component]
pub(super) fn BoxExchange(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let stage: StageState = expect_context();
    let scope: PageScope = expect_context();
    let i18n = use_i18n();
    let area = NodeRef::<html::Textarea>::new();
    let format = RwSignal::new(BoxFormat::Pixels);
    let said = RwSignal::new(String::new());
    let show = move || {
        let images = stage.draft.draft.with_untracked(boxed_images);
        if let Some(area) = area.get_untracked() {
            area.set_value(&write(format.get_untracked(), &images));
        }
    };
    Effect::new(move |_| {
        if is_open.get() {
            format.track();
            said.set(String::new());
            show();
        }
    });
    let max = move || untrack(|| stage.max_boxes()) as usize;
    let take = move |_| {
        let Some(area) = area.get_untracked() else { return };
        let images = stage.draft.draft.with_untracked(boxed_images);
        match read(&area.value(), Some(format.get_untracked()), &images).or_else(|_| read(&area.value(), None, &images))
        {
            Err(_) => said.set(tu_string!(i18n, exchange_unknown)),
            Ok(found) => {
                let count = found.iter().map(|boxes| boxes.len().min(max())).sum::<usize>();
                let max = max();
                stage.draft.draft.update(|draft| set_all(draft, found, max));
                said.set(tu_string!(i18n, exchange_taken, count = count));
            }
        }
    };
    let open_mask = move |event: Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let picked = input.files().and_then(|files| files.get(0));
        input.set_value("");
        let (Some(picked), Some((_, image))) = (picked, stage.now()) else { return };
        let blob = file::as_blob(picked);
        scope.spawn(async move {
            let Ok((pixels, size)) = encode::pixels(&blob, MASK_SIDE_PX).await else {
                return said.set(tu_string!(i18n, exchange_unknown));
            };
            // What is meant is white; in a transparent picture nothing else is there.
            let brightness = |pixel: &[u8]| (u16::from(pixel[1]) * u16::from(pixel[3]) / 255) as u8;
            let meant: Vec<u8> = pixels.chunks_exact(4).map(brightness).collect();
            let boxes = mask::boxes(&meant, size, max());
            let count = boxes.len();
            if count > 0 {
                stage.set_boxes(boxes.into_iter().map(|bbox| bbox.scaled(size, image)).collect());
                show();
            }
            said.set(tu_string!(i18n, exchange_taken, count = count));
        });
    };
    let close = move |()| is_open.set(false);
    view! {
        <ModalDialog id="exchange" labelled_by="exchange-title" is_open=is_open on_close=close>
            <div class="dialog-body">
            <div class="dialog-head">
                <h2 id="exchange-title">{t!(i18n, exchange_boxes)}</h2>
                <Gap class="spring" />
                <IconButton id="close-exchange" icon="icon-close" label=t!(i18n, close) on_press=close />
            </div>
            <label class="label" for="box-format">
                {t!(i18n, box_format)}
            </label>
            <select
                id="box-format"
                class="field"
                on:change=move |event| format.set(format_named(&event_target_value(&event)))
            >
                {BoxFormat::ALL
                    .into_iter()
                    .map(|one| {
                        view! {
                            <option value=word(one) selected=move || format.get() == one>
                                {move || format_name(i18n, one)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <label class="label" for="box-text">
                {t!(i18n, boxes)}
            </label>
            <textarea node_ref=area id="box-text" class="field" rows="6" spellcheck="false"></textarea>
            <p class="note" role="status">
                {said}
            </p>
            <div class="row">
                <button type="button" class="button primary" id="take-boxes" on:click=take>
                    {t!(i18n, take_boxes)}
                </button>
                <CopyButton
                    label=t!(i18n, copy_text)
                    text=move |()| area.get_untracked().map(|area| area.value()).unwrap_or_default()
                />
            </div>
            <label class="label" for="box-mask">
                {t!(i18n, boxes_of_mask)}
            </label>
            <input type="file" id="box-mask" accept="image/*" on:change=open_mask />
            </div>
        </ModalDialog>
    }
    .into_any()
}

/// The images whose size is known; the others have no boxes.
fn boxed_images(draft: &Draft) -> Vec<BoxedImage> {
    let of = |image: &DraftImage| {
        let size = image.image.size().unwrap_or(Size::new(0, 0));
        BoxedImage { name: image.name.clone(), size, bboxes: image.image.bboxes.clone() }
    };
    draft.images().iter().map(of).collect()
}

/// Sets the boxes of all images, at most `max` for each.
fn set_all(draft: &mut Draft, found: Vec<Vec<BoundingBox>>, max: usize) {
    let ids: Vec<u32> = draft.images().iter().map(|image| image.id).collect();
    for (id, mut boxes) in ids.into_iter().zip(found) {
        boxes.truncate(max);
        draft.set_bboxes(id, boxes);
    }
}

fn word(format: BoxFormat) -> &'static str {
    match format {
        BoxFormat::Pixels => "pixels",
        BoxFormat::Fractions => "fractions",
        BoxFormat::Thousandths => "thousandths",
        BoxFormat::Coco => "coco",
        BoxFormat::Yolo => "yolo",
    }
}

fn format_named(name: &str) -> BoxFormat {
    BoxFormat::ALL.into_iter().find(|format| word(*format) == name).unwrap_or(BoxFormat::Pixels)
}

fn format_name(i18n: I18n, format: BoxFormat) -> String {
    match format {
        BoxFormat::Pixels => t_string!(i18n, format_pixels),
        BoxFormat::Fractions => t_string!(i18n, format_fractions),
        BoxFormat::Thousandths => t_string!(i18n, format_thousandths),
        BoxFormat::Coco => "COCO".to_owned(),
        BoxFormat::Yolo => "YOLO".to_owned(),
    }
}
