//! What could not be done, said once, and dismissed by a button.

use leptos::prelude::*;

use super::board::Board;
use crate::page::messages::{fill, fill_numbers, open_error_sentence};
use crate::page::state::{Notice, State};

/// The notices about the draft.
#[component]
pub fn Notices(board: Board) -> impl IntoView {
    let state = board.state;
    let list = move || {
        let notices = state.notices.get();
        notices.into_iter().enumerate().map(|(index, notice)| one(state, index, &notice)).collect_view()
    };
    view! { <ul id="notices" class="notices" role="status">{list}</ul> }.into_any()
}

fn one(state: State, index: usize, notice: &Notice) -> AnyView {
    let t = state.t();
    let (name, sentence) = match notice {
        Notice::Refused { name, why } => (name.clone(), open_error_sentence(t, why)),
        Notice::UrlUnseen { name } => (name.clone(), t.url_unseen.to_owned()),
        Notice::BoxesFull { max } => (String::new(), fill_numbers(t.boxes_full, &[*max])),
        Notice::BoxesUnsupported => {
            (String::new(), fill(t.boxes_unsupported, &[&state.form.with(|form| form.model.clone())]))
        }
    };
    let dismiss = move |_| {
        state.notices.update(|notices| {
            notices.remove(index);
        });
    };
    view! {
        <li class="notice">
            <p>{(!name.is_empty()).then(|| view! { <b>{name}</b> })} {sentence}</p>
            <button type="button" class="tool" aria-label=t.dismiss title=t.dismiss on:click=dismiss>
                <i class="icon icon-close"></i>
            </button>
        </li>
    }
    .into_any()
}
