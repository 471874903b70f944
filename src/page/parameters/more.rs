//! Options that are rarely touched.

use leptos::prelude::*;

use super::delivery::DeliveryField;
use super::metadata::MetadataSwitch;
use super::prompt_extend::PromptExtendSwitch;
use super::thinking::ThinkingSwitch;
use super::upload::UploadSwitch;
use crate::core::edit::{ModeRow, Parameter};
use crate::page::i18n::{t, use_i18n};

/// The options, folded up.
#[component]
pub fn MoreOptions(
    /// The mode at hand.
    row: &'static ModeRow,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <details class="more">
            <summary>{t!(i18n, more)}</summary>
            <div class="more-body">
                {row.has(Parameter::PromptExtend).then(|| view! { <PromptExtendSwitch /> })}
                {row.has(Parameter::ThinkingMode).then(|| view! { <ThinkingSwitch /> })}
                <DeliveryField />
                <UploadSwitch />
                <MetadataSwitch />
            </div>
        </details>
    }
}
