//! What could not be done, said once, and dismissed by a button.

use crate::core::edit::Mode;
use crate::page::dom::{El, button, el};
use crate::page::messages::{fill, fill_numbers, open_error_sentence, upload_fault_sentence};
use crate::page::state::{Notice, State};

/// The notices about the draft.
pub(super) fn notices(state: State) -> El {
    el("ul")
        .id("notices")
        .class("notices")
        .attr("role", "status")
        .list(move || state.notices.with(Vec::len), move |index| one(state, index))
}

fn one(state: State, index: usize) -> El {
    let dismiss = button("tool")
        .attr_say("aria-label", move || state.t().dismiss)
        .attr_say("title", move || state.t().dismiss)
        .child(el("i").class("icon icon-close"))
        .click(move || {
            state.notices.update(|notices| drop(notices.drain(index..(index + 1).min(notices.len()))));
        });
    let words = el("p")
        .child_while(move || !words(state, index).0.is_empty(), move || el("b").say(move || words(state, index).0))
        .say(move || words(state, index).1);
    el("li").class("notice").child(words).child(dismiss)
}

/// What a notice is about, where that has a name, and what there is to say.
fn words(state: State, index: usize) -> (String, String) {
    let t = state.t();
    match state.notices.with(|notices| notices.get(index).cloned()) {
        None => (String::new(), String::new()),
        Some(Notice::Refused { name, why }) => (name, open_error_sentence(t, &why)),
        Some(Notice::UrlUnseen { name }) => (name, t.url_unseen.to_owned()),
        Some(Notice::BoxesFull { max }) => (String::new(), fill_numbers(t.boxes_full, &[max])),
        Some(Notice::NotUploaded { why }) => {
            (String::new(), fill(t.answers.not_uploaded, &[&upload_fault_sentence(t, &why)]))
        }
        Some(Notice::Linked { names }) => (String::new(), fill(t.doctor.linked, &[&names])),
        Some(Notice::KeyInAddress) => (String::new(), t.doctor.key_in_address.to_owned()),
        Some(Notice::LanguageFailed) => (String::new(), t.language_failed.to_owned()),
        Some(Notice::BoxesUnsupported) if state.row().is_some_and(|row| row.mode == Mode::ImageSet) => {
            (String::new(), t.choices.unused[0].to_owned())
        }
        Some(Notice::BoxesUnsupported) => {
            (String::new(), fill(t.boxes_unsupported, &[&state.form.with(|form| form.model.clone())]))
        }
    }
}
