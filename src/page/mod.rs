//! What a person sees: one component per file, each a view of [`state::State`].

mod copy;
pub mod doctor;
pub mod dom;
#[cfg(any(feature = "editor", feature = "boxes"))]
pub mod embed;
mod form;
pub mod header;
mod link;
pub mod messages;
pub mod open;
mod parameters;
mod pictures;
mod prompt;
pub mod rail;
pub mod results;
pub mod root;
pub mod run;
pub mod service;
pub mod settings;
pub mod side;
pub mod stage;
pub mod state;
mod submit;
pub mod takes;
pub mod task_list;
pub mod tasks;
mod trust;

/// Mounts the page in the document's body, in the language that has these messages. Answers whether it could read them.
pub fn mount(language: &str, messages: String) -> bool {
    let language = messages::Language::named(language);
    if !language.read(messages) {
        return false;
    }
    leptos::mount::mount_to_body(move || {
        let state = state::State::new(language);
        link::take(state);
        show(state);
    });
    true
}

/// Puts the whole editor where the page lives.
fn show(state: state::State) {
    let page = page(state);
    if let Some(body) = root::body() {
        page.iter().for_each(|part| drop(body.append_child(part.element())));
    }
}

/// The whole editor, part by part.
pub fn page(state: state::State) -> [dom::El; 8] {
    let [open_tasks, tasks] = task_list::task_list(state);
    [
        header::skip_link(state),
        header::header(state, open_tasks),
        rail::rail(state),
        stage::stage(state),
        results::results(state),
        side::side(state),
        service::panel(state),
        tasks,
    ]
}
