//! The result that is shown large.

use std::time::Duration;

use leptos::prelude::*;

use super::against::{Against, saved_blob};
use super::changes::{ChangeLayer, ChangeNote, Changes, find};
use super::compare::CompareSlider;
use super::compare_choice::{CompareChoice, ComparisonChoice};
use super::facts::ViewerFacts;
use super::zoom::{ViewerZoom, ZoomButtons};
use crate::core::geometry::{BoundingBox, Size};
use crate::page::i18n::{t, t_string, use_i18n};
use crate::page::results::bytes_error::BytesErrorNote;
use crate::page::results::image::ResultImage;
use crate::page::results::rewritten::RewrittenPrompt;
use crate::page::scope::PageScope;
use crate::page::state::{Comparison, DraftState, PicturesState, ResultBytes, ResultItem, ResultsState};

/// Most results that are shown together.
const MOST_TOGETHER: usize = 4;
/// How long each picture is seen while they blink.
const BLINK: Duration = Duration::from_millis(700);

/// A result beside what it is compared with.
#[component]
pub fn ViewedResult(
    /// The result.
    item: ResultItem,
    /// Which part of the pictures is seen.
    zoom: ViewerZoom,
) -> impl IntoView {
    let i18n = use_i18n();
    let draft: DraftState = expect_context();
    let pictures: PicturesState = expect_context();
    let results: ResultsState = expect_context();
    let scope: PageScope = expect_context();
    let (bytes, group) = (item.bytes, item.group);
    zoom.reset();
    let first = untrack(|| draft.current());
    let against = RwSignal::new(first.map(Against::Source));
    let comparison = RwSignal::new(Comparison::default());
    // How much of the other picture is seen, in percent, by way of comparison.
    let (seam, veil) = (RwSignal::new(0_u32), RwSignal::new(50_u32));
    let blinks = blinking(comparison);
    let changes = RwSignal::new(Changes::default());
    let has_boxes = RwSignal::new(true);

    let address = Memo::new(move |_| against.get()?.address(pictures, results));
    let can_compare = move || address.with(Option::is_some) && bytes.with(ResultBytes::is_saved);
    // All results of the run, this one among them.
    let together = move || {
        let of_run = |item: &&ResultItem| item.group.id == group.id && item.bytes.with(ResultBytes::is_saved);
        results.items.with(|items| items.iter().filter(of_run).take(MOST_TOGETHER).cloned().collect::<Vec<_>>())
    };
    let has_grid = Memo::new(move |_| together().len() > 1);
    let way = Memo::new(move |_| match comparison.get() {
        Comparison::Grid if has_grid.get() => Comparison::Grid,
        way if way != Comparison::Grid && can_compare() => way,
        _ => Comparison::Slider,
    });
    let boxes = Memo::new(move |_| against.get().and_then(|against| against.boxes(draft)));
    Effect::new(move |_| {
        if way.get() != Comparison::Changes {
            return changes.set(Changes::Unknown);
        }
        let before = against.get().and_then(|against| against.blob(pictures, results));
        match before.zip(bytes.with(saved_blob)) {
            Some((before, after)) => find(changes, scope, before, after, boxes.get_untracked()),
            None => changes.set(Changes::Failed),
        }
    });
    let other_over = move || {
        let style = move || match way.get() {
            Comparison::Slider => format!("clip-path: inset(0 {}% 0 0)", 100 - seam.get().min(100)),
            Comparison::Overlay => format!("opacity: {}%", veil.get()),
            Comparison::Blink if blinks.get() => String::new(),
            _ => "display: none".to_owned(),
        };
        address.get().map(|address| view! { <img class="before" src=address alt="" draggable="false" style=style /> })
    };
    let transform = move || zoom.part.with(|part| part.css());
    let box_layer = move || {
        let (bboxes, image) = boxes.get().filter(|_| has_boxes.get())?;
        Some(bboxes.into_iter().map(|bbox| box_view(bbox, image)).collect_view())
    };
    // In a result of another shape they would lie somewhere else.
    let sized = item.clone();
    let has_shape =
        Memo::new(move |_| boxes.get().zip(sized.size()).is_some_and(|((_, image), size)| image.has_shape_of(size)));
    let box_layer_of_result = move || if has_shape.get() { box_layer() } else { None };
    view! {
        <div class="viewed">
            <div
                class="viewer-picture"
                class:beside=move || way.get() == Comparison::SideBySide
                class:tiled=move || way.get() == Comparison::Grid
                class:enlarged=move || zoom.part.with(|part| !part.is_whole())
                data-comparison=move || way.get().word()
                on:wheel=move |event| zoom.wheel(&event)
                on:pointerdown=move |event| zoom.press(&event)
                on:pointermove=move |event| zoom.drag(&event)
                on:pointerup=move |event| zoom.release(&event)
                on:pointercancel=move |event| zoom.release(&event)
            >
                <Show when=move || way.get() == Comparison::SideBySide>
                    <div class="viewer-frame">
                        <div class="viewer-content" style:transform=transform>
                            <img src=move || address.get().unwrap_or_default() alt=t!(i18n, result_before) draggable="false" />
                            {box_layer}
                        </div>
                    </div>
                </Show>
                <Show when=move || way.get() == Comparison::Grid>
                    <For each=together key=|item| item.id let:item>
                        <div class="viewer-frame">
                            <div class="viewer-content" style:transform=transform>
                                <ResultImage item />
                            </div>
                        </div>
                    </For>
                </Show>
                <div class="viewer-frame" hidden=move || way.get() == Comparison::Grid>
                    <div class="viewer-content" style:transform=transform>
                        <ResultImage item=item.clone() />
                        {other_over}
                        <Show when=move || way.get() == Comparison::Changes>
                            <ChangeLayer changes />
                        </Show>
                        {box_layer_of_result}
                        <span
                            class="seam"
                            class:idle=move || way.get() != Comparison::Slider || seam.get() == 0
                            style=move || format!("left: {}%", seam.get())
                        ></span>
                    </div>
                </div>
            </div>
            <Show when=move || can_compare() || has_grid.get()>
                <div class="viewer-tools">
                    <ComparisonChoice comparison can_compare=Signal::derive(can_compare) has_grid />
                    <ZoomButtons zoom />
                    <Show when=move || boxes.get().is_some_and(|(boxes, _)| !boxes.is_empty())>
                        <button
                            type="button"
                            class="tool with-word"
                            id="viewer-boxes"
                            aria-pressed=move || has_boxes.get().to_string()
                            on:click=move |_| has_boxes.update(|has| *has = !*has)
                        >
                            {t!(i18n, boxes)}
                        </button>
                    </Show>
                </div>
            </Show>
            <Show when=move || can_compare() && way.get() == Comparison::Slider>
                <CompareSlider percent=seam />
            </Show>
            <Show when=move || way.get() == Comparison::Overlay>
                <CompareSlider percent=veil />
            </Show>
            <Show when=move || way.get() == Comparison::Changes>
                <ChangeNote changes />
            </Show>
            <Show when=move || way.get() == Comparison::Blink>
                <p class="change-note" aria-hidden="true">
                    {move || if blinks.get() { t_string!(i18n, result_before) } else { t_string!(i18n, result_after) }}
                </p>
            </Show>
            <CompareChoice of=item.id against />
            <BytesErrorNote bytes />
            <div>
                <RewrittenPrompt
                    sent=group.facts.with_untracked(|facts| facts.prompt.clone())
                    prompt=item.image.actual_prompt.clone()
                />
                <ViewerFacts item />
            </div>
        </div>
    }
}

/// Whether the other picture is to be seen right now, while they blink.
fn blinking(comparison: RwSignal<Comparison>) -> ReadSignal<bool> {
    let is_other = RwSignal::new(false);
    let turn = move || {
        if comparison.get_untracked() == Comparison::Blink {
            is_other.update(|is_other| *is_other = !*is_other);
        }
    };
    if let Ok(interval) = set_interval_with_handle(turn, BLINK) {
        on_cleanup(move || interval.clear());
    }
    is_other.read_only()
}

/// The outline of a box, in parts of the picture.
fn box_view(bbox: BoundingBox, image: Size) -> impl IntoView {
    let part = |edge: u32, length: u32| format!("{:.3}%", f64::from(edge) * 100.0 / f64::from(length.max(1)));
    view! {
        <span
            class="viewer-box"
            style:left=part(bbox.x1, image.width)
            style:top=part(bbox.y1, image.height)
            style:width=part(bbox.width(), image.width)
            style:height=part(bbox.height(), image.height)
        ></span>
    }
}
