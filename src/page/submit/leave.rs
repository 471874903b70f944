//! The way out of waiting: the task goes on, and the form is free for the next edit.

use web_sys::HtmlElement;

use crate::page::dom::{El, button, div, settled};
use crate::page::run;
use crate::page::state::State;

/// `go`, and beside it, while a task is waited for, a button that leaves it to itself.
pub(super) fn with_leave(state: State, go: El) -> El {
    let can_leave = settled(move || state.run.with(|run| run.as_ref().is_some_and(|run| run.is_task && !run.is_left)));
    let focused = go.of_type::<HtmlElement>();
    let leave = move || {
        let focused = focused.clone();
        button("go running").id("leave").say(move || state.t().answers.leave).click(move || {
            // This button goes with what it leaves.
            let _ = focused.focus();
            run::leave(state);
        })
    };
    div("go-line").child(go).child_while(move || can_leave.get(), leave)
}
