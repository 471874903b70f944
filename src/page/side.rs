//! The panel at the right: the words, the parameters, the run.

use super::dom::{El, div, el};
use super::state::State;
use super::{parameters, prompt, submit};

/// The panel at the right.
pub fn side(state: State) -> El {
    el("aside")
        .class("side")
        .id("side")
        .child(div("scroll").child(prompt::prompt(state)).child(parameters::parameters(state)))
        .child(submit::foot(state))
}
