//! Which picture the result is compared with, and how.

use leptos::prelude::*;

use super::against::Against;
use crate::core::edit::DraftImage;
use crate::page::i18n::{I18n, image_label, t, t_string, use_i18n};
use crate::page::state::{Comparison, DraftState, ResultBytes, ResultItem, ResultsState};
use crate::page::ui::Segment;

/// A choice of source images and other results, where there are several.
#[component]
pub fn CompareChoice(
    /// The id of the result that is shown.
    of: u32,
    /// The chosen one.
    against: RwSignal<Option<Against>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let draft: DraftState = expect_context();
    let results: ResultsState = expect_context();
    let choices = Memo::new(move |_| {
        let sources = draft.draft.with(|draft| {
            let label = |(index, image): (usize, &DraftImage)| (Against::Source(image.id), index);
            draft.images().iter().enumerate().map(label).collect::<Vec<_>>()
        });
        let others = results.items.with(|items| {
            let is_other = |item: &&ResultItem| item.id != of && item.bytes.with(ResultBytes::is_saved);
            items.iter().filter(is_other).map(|item| (Against::Result(item.id), 0)).collect::<Vec<_>>()
        });
        sources.into_iter().chain(others).collect::<Vec<_>>()
    });
    let choice = move |(other, index): (Against, usize)| {
        let label = move || match other {
            Against::Source(_) => image_label(i18n, index),
            Against::Result(id) => t_string!(i18n, result_n, number = id),
        };
        view! {
            <button
                type="button"
                class="tool"
                aria-pressed=move || (against.get() == Some(other)).to_string()
                on:click=move |_| against.set(Some(other))
            >
                {label}
            </button>
        }
    };
    view! {
        <Show when=move || { choices.with(Vec::len) > 1 }>
            <div class="compare-choice" role="group" aria-label=t!(i18n, compare_with)>
                <For each=move || choices.get() key=|choice| *choice children=choice />
            </div>
        </Show>
    }
}

/// A choice of ways to compare.
#[component]
pub fn ComparisonChoice(
    /// The chosen one.
    comparison: RwSignal<Comparison>,
    /// Whether there is something to compare the result with.
    #[prop(into)]
    can_compare: Signal<bool>,
    /// Whether its run brought other results.
    #[prop(into)]
    has_grid: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_offered = move |one: &Comparison| match one {
        Comparison::Slider => true,
        Comparison::Grid => has_grid.get(),
        _ => can_compare.get(),
    };
    // With nothing to slide over it, the first is the result alone.
    let label = move |one: Comparison| match one {
        Comparison::Slider if !can_compare.get() => t_string!(i18n, result_after),
        one => name(i18n, one),
    };
    let segment = move |one: Comparison| {
        view! {
            <Segment
                group="comparison"
                id=format!("compare-{}", one.word())
                label=Signal::derive(move || label(one))
                is_chosen=Signal::derive(move || comparison.get() == one)
                on_choose=move |()| comparison.set(one)
            />
        }
    };
    let offered = move || Comparison::ALL.into_iter().filter(is_offered).collect::<Vec<_>>();
    view! {
        <div class="segments comparison" role="radiogroup" aria-label=t!(i18n, comparison)>
            <For each=offered key=|one| *one children=segment />
        </div>
    }
}

fn name(i18n: I18n, comparison: Comparison) -> String {
    match comparison {
        Comparison::Slider => t_string!(i18n, comparison_slider),
        Comparison::SideBySide => t_string!(i18n, comparison_side),
        Comparison::Blink => t_string!(i18n, comparison_blink),
        Comparison::Overlay => t_string!(i18n, comparison_overlay),
        Comparison::Changes => t_string!(i18n, comparison_changes),
        Comparison::Grid => t_string!(i18n, comparison_grid),
    }
}
