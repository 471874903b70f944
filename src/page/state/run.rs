//! The run in flight, why the last one failed, and what can still be collected.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::{KeptTask, ResultGroup};
use crate::core::edit::OutputSize;
use crate::core::job::doctor::Finding;
use crate::core::job::snippet::Snippet;
use crate::core::job::{Error, Progress};
use crate::web::doctor::Diagnosis;
use crate::web::{Control, Keys};

/// A run in flight.
#[derive(Clone)]
pub struct Run {
    /// Cancels it.
    pub control: Control,
    /// When it began, by [`crate::web::now`].
    pub began: Duration,
    /// The last thing that happened.
    pub progress: Option<Progress>,
    /// The task, once there is one.
    pub task_id: Option<String>,
    /// How often Cancel was pressed.
    pub cancels: u32,
    /// Whether the service said that it is too late to cancel.
    pub is_too_late: bool,
    /// Whether it waits for a task, which can be left to itself.
    pub is_task: bool,
    /// Whether it was asked to leave the task to itself.
    pub is_left: bool,
    /// The size that was asked for; `None` where it is not known.
    pub asked_size: Option<OutputSize>,
    /// What it has brought so far.
    pub group: Option<ResultGroup>,
}

/// How the last check of the connection stands.
#[derive(Clone, Default)]
pub enum Checkup {
    /// There was none, or it was of other settings.
    #[default]
    None,
    /// It began at this time.
    Running(Duration),
    /// It came to this.
    Found(Rc<CheckupReport>),
}

/// What came of a check.
pub struct CheckupReport {
    /// What was asked and answered.
    pub diagnosis: Diagnosis,
    /// What was found, each with what to paste where.
    pub findings: Vec<(Finding, Vec<Snippet>)>,
}

/// What happens with edits that were sent.
#[derive(Clone, Copy)]
pub struct RunState {
    /// The run in flight, if any.
    pub run: RwSignal<Option<Run>, LocalStorage>,
    /// Why the last run ended without images.
    pub error: RwSignal<Option<Error>>,
    /// Tasks of earlier runs that were paid for and not collected.
    pub offers: RwSignal<Vec<KeptTask>>,
    /// What the connection doctor found.
    pub checkup: RwSignal<Checkup, LocalStorage>,
    /// Where the keys of a run come from, if not from a person.
    pub keys: StoredValue<Option<Keys>, LocalStorage>,
}

impl RunState {
    /// No run, and these tasks to collect.
    pub fn new(offers: Vec<KeptTask>) -> Self {
        Self {
            run: RwSignal::new_local(None),
            error: RwSignal::new(None),
            offers: RwSignal::new(offers),
            checkup: RwSignal::new_local(Checkup::None),
            keys: StoredValue::new_local(None),
        }
    }

    /// Whether a run is in flight; tracked.
    pub fn is_running(self) -> bool {
        self.run.with(Option::is_some)
    }

    /// Changes the run in flight, where there is one.
    pub fn update(self, change: impl FnOnce(&mut Run)) {
        self.run.update(|run| {
            if let Some(run) = run {
                change(run);
            }
        });
    }
}
