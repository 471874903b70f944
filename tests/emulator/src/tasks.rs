//! Tasks: what `GET /tasks/{id}` says at which moment, and cancelling.
//!
//! Nothing ticks. A task's state is worked out when somebody asks, from the time and from what was asked before: a
//! task is `PENDING` to its first poll at least, then `RUNNING` to one poll at least (unless `delay=0`), then ends.

mod list;

use crate::app::{App, Owner, random_id};
use crate::behaviour::FailedForm;
use crate::errors::{Failure, Refusal, named};
use crate::limits;
use crate::models::{Generation, Model};
use crate::time;
use crate::workshop::Made;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// A task is forgotten after a day.
const LIFE_MS: u64 = 24 * 3_600_000;

/// All tasks, by id.
#[derive(Debug, Default)]
pub struct Tasks(Mutex<HashMap<String, Task>>);

/// One task.
#[derive(Debug)]
pub struct Task {
    id: String,
    model: &'static Model,
    /// How many images were asked for.
    count: u32,
    request_id: String,
    owner: Arc<Owner>,
    /// The log entry of its submit, which tells what it costs.
    entry: u64,
    made: Arc<OnceLock<Made>>,
    submitted: u64,
    first_poll: Option<u64>,
    scheduled: Option<u64>,
    seen_running: bool,
    ended: Option<u64>,
    canceled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Pending,
    Running,
    Succeeded,
    Failed,
    Canceled,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Status::Pending => "PENDING",
            Status::Running => "RUNNING",
            Status::Succeeded => "SUCCEEDED",
            Status::Failed => "FAILED",
            Status::Canceled => "CANCELED",
        }
    }
}

impl Task {
    fn status(&mut self, now: u64) -> Status {
        if self.canceled {
            return Status::Canceled;
        }
        let words = &self.owner.behaviour;
        if self.scheduled.is_none() {
            let waited = self.submitted + words.pending.as_millis() as u64;
            self.scheduled = self.first_poll.map(|poll| poll.max(waited)).filter(|start| *start <= now);
        }
        let Some(scheduled) = self.scheduled else {
            return Status::Pending;
        };
        let delay = words.delay.as_millis() as u64;
        let ready = words.task_fail.is_some() || self.made.get().is_some();
        let shown = self.seen_running || delay == 0;
        if self.ended.is_none() && ready && shown && now >= scheduled + delay {
            self.ended = Some(now);
        }
        match (self.ended, &words.task_fail) {
            (None, _) => Status::Running,
            (Some(_), Some(_)) => Status::Failed,
            (Some(_), None) => Status::Succeeded,
        }
    }

    /// Whether it takes one of the account's places. The work ends by itself, whether somebody looks or not.
    fn in_work(&self, now: u64) -> bool {
        let words = &self.owner.behaviour;
        let start = self.scheduled.unwrap_or(self.submitted + words.pending.as_millis() as u64);
        let drawn = words.task_fail.is_some() || self.made.get().is_some();
        let over = self.canceled || self.ended.is_some();
        !over && (!drawn || now < start + words.delay.as_millis() as u64)
    }

    /// The answer to a poll, and its HTTP status.
    fn polled(&mut self, now: u64, request_id: &str) -> (u16, Value) {
        let status = self.status(now);
        self.first_poll.get_or_insert(now);
        self.seen_running |= status == Status::Running;
        let shown = if status == Status::Running { &self.owner.behaviour.running } else { status.name() };
        let mut output = json!({"task_id": self.id, "task_status": shown});
        let mut body = json!({"request_id": request_id});
        let legacy = self.model.generation == Generation::Wan25;
        if legacy && status != Status::Pending && status != Status::Canceled {
            output["task_metrics"] = self.metrics(status);
        }
        match (status, self.owner.behaviour.task_fail) {
            (Status::Failed, Some((form, failure))) => {
                return self.failed(form, failure, body, output);
            }
            (Status::Succeeded, _) => {
                self.stamp(&mut output);
                if let Some(made) = self.made.get() {
                    if legacy {
                        output["results"] = made.results();
                    } else {
                        output["finished"] = true.into();
                        output["choices"] = made.choices();
                    }
                    body["usage"] = made.usage.clone();
                }
            }
            _ => {}
        }
        body["output"] = output;
        (200, body)
    }

    fn failed(&self, form: FailedForm, failure: &Failure, mut body: Value, mut output: Value) -> (u16, Value) {
        let place = match form {
            FailedForm::A | FailedForm::D => &mut output,
            FailedForm::B | FailedForm::C => &mut body,
        };
        if form != FailedForm::D {
            place["code"] = failure.code().into();
        }
        place["message"] = failure.message.into();
        if form == FailedForm::C {
            return (400, body);
        }
        self.stamp(&mut output);
        body["output"] = output;
        (200, body)
    }

    /// wan2.5 counts its images as it goes.
    fn metrics(&self, status: Status) -> Value {
        let (succeeded, failed) = match (status, self.made.get()) {
            (Status::Failed, _) => (0, self.count as usize),
            (Status::Succeeded, Some(made)) => made.metrics(),
            _ => (0, 0),
        };
        json!({"TOTAL": self.count, "SUCCEEDED": succeeded, "FAILED": failed})
    }

    fn stamp(&self, output: &mut Value) {
        output["submit_time"] = time::beijing(self.submitted).into();
        output["scheduled_time"] = self.scheduled.map(time::beijing).into();
        output["end_time"] = self.ended.map(time::beijing).into();
    }
}

impl Tasks {
    /// A new task and the place its results go to once they are made; nothing where its account has as many in work as
    /// it may.
    pub fn create(
        &self,
        (model, request_id, entry): (&'static Model, &str, u64),
        count: u32,
        owner: Arc<Owner>,
    ) -> Option<(String, Arc<OnceLock<Made>>)> {
        let made = Arc::new(OnceLock::new());
        let now = time::now_ms();
        let id = random_id();
        let mut tasks = self.0.lock().expect("no holder panics");
        let same = |task: &&Task| task.model == model && task.owner.key_hash == owner.key_hash && task.in_work(now);
        if !owner.behaviour.unlimited && tasks.values().filter(same).count() >= limits::TASKS {
            return None;
        }
        let task = Task {
            id: id.clone(),
            model,
            count,
            request_id: request_id.to_owned(),
            owner,
            entry,
            made: made.clone(),
            submitted: now,
            first_poll: None,
            scheduled: None,
            seen_running: false,
            ended: None,
            canceled: false,
        };
        tasks.retain(|_, task| task.submitted + LIFE_MS > now);
        tasks.insert(id.clone(), task);
        Some((id, made))
    }

    /// What a poll of `id` answers.
    pub fn poll(&self, id: &str, request_id: &str) -> (u16, Value) {
        let now = time::now_ms();
        let mut tasks = self.0.lock().expect("no holder panics");
        let task = tasks.get_mut(id);
        match task.filter(|task| task.submitted + LIFE_MS > now) {
            Some(task) => task.polled(now, request_id),
            None => (200, unknown(id, request_id)),
        }
    }

    /// Cancels a pending task.
    ///
    /// # Errors
    ///
    /// 400 `UnsupportedOperation` in every other state, and for an unknown id.
    pub fn cancel(&self, app: &App, id: &str) -> Result<(), Refusal> {
        let mut tasks = self.0.lock().expect("no holder panics");
        let task = tasks.get_mut(id).and_then(|task| {
            let pending = task.status(time::now_ms()) == Status::Pending;
            pending.then_some(task)
        });
        match task {
            Some(task) => {
                task.canceled = true;
                app.log.set(task.entry, "billed", 0);
                Ok(())
            }
            None => Err(named("UnsupportedOperation")),
        }
    }
}

/// What the service says about an id it does not know, or no longer.
pub fn unknown(id: &str, request_id: &str) -> Value {
    let mut body = Map::new();
    body.insert("request_id".to_owned(), request_id.into());
    body.insert("output".to_owned(), json!({"task_id": id, "task_status": "UNKNOWN"}));
    Value::Object(body)
}
