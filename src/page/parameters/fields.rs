//! The fields that a mode of a model has.

use leptos::prelude::*;

use super::background::Background;
use super::count::CountField;
use super::more::MoreOptions;
use super::negative_prompt::NegativePrompt;
use super::palette::PaletteField;
use super::seed::SeedField;
use super::size::SizeField;
use super::watermark::WatermarkSwitch;
use crate::core::edit::{ModeRow, Parameter};

/// One field for each parameter that `row` has.
#[component]
pub fn Fields(
    /// The mode at hand.
    row: &'static ModeRow,
) -> impl IntoView {
    view! {
        <div class="parameters">
            <SizeField row=row />
            <CountField row=row />
            <div class="pair">
                <SeedField />
                {row.has(Parameter::Watermark).then(|| view! { <WatermarkSwitch /> })}
            </div>
            {row.has(Parameter::ColorPalette).then(|| view! { <PaletteField /> })}
            {row.has(Parameter::NegativePrompt).then(|| view! { <NegativePrompt /> })}
            <Background />
            <MoreOptions row=row />
        </div>
    }
    .into_any()
}
