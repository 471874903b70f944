//! A dialog over the page.

use leptos::html;
use leptos::prelude::*;

/// A modal `<dialog>`, open while `is_open`.
#[component]
pub fn ModalDialog(
    /// Its id.
    id: &'static str,
    /// Its classes.
    #[prop(default = "dialog")]
    class: &'static str,
    /// The id of its heading; where it has none, `attr:aria-label` says what it is.
    #[prop(optional, into)]
    labelled_by: Option<&'static str>,
    /// Whether it is open.
    #[prop(into)]
    is_open: Signal<bool>,
    /// It was closed: by a button, by Escape.
    #[prop(into)]
    on_close: Callback<()>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (is_open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            node_ref=dialog
            id=id
            class=class
            aria-labelledby=labelled_by
            on:close=move |_| on_close.run(())
        >
            {children()}
        </dialog>
    }
}
