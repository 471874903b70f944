//! One notice.

use leptos::prelude::*;

use crate::page::i18n::{I18n, image_label, open_error_sentence, t, t_string, upload_fault_sentence, use_i18n};
use crate::page::state::Notice;
use crate::page::ui::IconButton;

/// A notice with its button.
#[component]
pub(super) fn NoticeItem(
    /// What is said; nothing while it goes.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
    /// It was dismissed.
    #[prop(into)]
    on_dismiss: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = Memo::new(move |_| notice.with(|notice| notice.as_ref().and_then(subject)));
    let has_name = move || name.with(Option::is_some);
    view! {
        <div class="notice">
            <p>
                <Show when=has_name>
                    <b>{move || name.get()}</b>
                </Show>
                {move || notice.with(|notice| notice.as_ref().map(|notice| sentence(notice, i18n)))}
            </p>
            <IconButton icon="icon-close" label=t!(i18n, dismiss) on_press=on_dismiss />
        </div>
    }
}

/// The name of what a notice is about, where it has one.
fn subject(notice: &Notice) -> Option<String> {
    match notice {
        Notice::Refused { name, .. } | Notice::UrlUnseen { name } => Some(name.clone()).filter(|name| !name.is_empty()),
        _ => None,
    }
}

/// What a notice says; tracked.
fn sentence(notice: &Notice, i18n: I18n) -> String {
    match notice {
        Notice::Refused { why, .. } => open_error_sentence(i18n, why),
        Notice::UrlUnseen { .. } => t_string!(i18n, url_unseen),
        Notice::NothingDropped => t_string!(i18n, nothing_dropped),
        Notice::Shrunk { index, size } => {
            let image = image_label(i18n, *index);
            t_string!(i18n, sent_smaller, image = image, width = size.width, height = size.height)
        }
        Notice::BoxesFull { max } => t_string!(i18n, boxes_full, max = max),
        Notice::NotUploaded { why } => t_string!(i18n, not_uploaded, why = upload_fault_sentence(i18n, why)),
        Notice::Linked { names } => t_string!(i18n, linked, names = names),
        Notice::KeyInAddress => t_string!(i18n, key_in_address),
        Notice::LanguageFailed => t_string!(i18n, language_failed),
        Notice::BoxesUnused => t_string!(i18n, unused_boxes),
        Notice::BoxesUnsupported { model } => t_string!(i18n, boxes_unsupported, model = model),
    }
}
