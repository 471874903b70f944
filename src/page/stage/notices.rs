//! What could not be done, said once, and dismissed by a button.

use leptos::html;
use leptos::prelude::*;

use super::focus::focus_first;
use super::notice_item::NoticeItem;
use crate::page::state::NoticesState;

/// The notices about the draft.
#[component]
pub(super) fn Notices(
    /// The last one was dismissed: something else gets the focus.
    #[prop(into)]
    on_empty: Callback<()>,
) -> impl IntoView {
    let NoticesState(notices) = expect_context();
    let list = NodeRef::<html::Div>::new();
    let dismiss = move |index: usize| {
        notices.update(|notices| {
            if index < notices.len() {
                notices.remove(index);
            }
        });
        match notices.with_untracked(Vec::len) {
            0 => on_empty.run(()),
            // The element with this index stays, and shows the next notice.
            left => {
                let place = index.min(left - 1) + 1;
                let button = format!(".notice:nth-child({place}) button");
                focus_first(list.get_untracked(), &button);
            }
        }
    };
    view! {
        <div id="notices" class="notices" role="status" node_ref=list>
            <For each=move || 0..notices.with(Vec::len) key=|index| *index let:index>
                <NoticeItem
                    notice=move || notices.with(|notices| notices.get(index).cloned())
                    on_dismiss=move |()| dismiss(index)
                />
            </For>
        </div>
    }
    .into_any()
}
