//! The job itself: submit, wait, poll, cancel, resume.
//!
//! The run loop asks [`Job::step`] what to do, does it, and reports with [`Job::receive`] or
//! [`Job::lost`]. A submit is sent again only after a reply that certainly refused it.

use std::time::Duration;

use super::error::{Error, ErrorKind, Fault, NextStep, asked_pause};
use super::outcome::Outcome;
use super::pace;
use crate::core::edit::CheckedEdit;
use crate::core::edit::models::{Delivery, Mode};
use crate::core::geometry::Size;
use crate::core::service::http::{HttpRequest, Reply};
use crate::core::service::stream::{self, Stream};
use crate::core::service::wire::reply::{Part, TaskStatus, WireReply};
use crate::core::service::{Credential, Service, pairing, plan};

/// What the run loop does next.
#[derive(Clone, Debug)]
pub enum Step {
    /// Send this, then call [`Job::receive`] or [`Job::lost`]; before that [`Job::receive_chunk`] where it says that
    /// it is a stream.
    Send(HttpRequest),
    /// Sleep, then ask again. A cancel ends the sleep early.
    Wait(Duration),
    /// The end.
    Finish(Box<Result<Outcome, Error>>),
}

/// What just happened, for whoever watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The request is on its way.
    Sending,
    /// The service refused for now; the job waits and sends again.
    Throttled {
        /// How long it waits.
        pause: Duration,
        /// How many times it was refused.
        refusals: u32,
    },
    /// A task exists. Keep its id before anything else happens: it is what was paid for.
    TaskCreated {
        /// The id.
        task_id: String,
    },
    /// The task is queued.
    Pending,
    /// The task is in work.
    Running,
    /// A poll found no answer; the next one comes.
    Reconnecting,
    /// Too late to cancel: the task runs and will be billed; its result is waited for.
    TooLateToCancel,
    /// The next words of a stream.
    Text(String),
    /// The next image of a stream, by its URL.
    Image(String),
    /// A file could not be uploaded, for this reason; it is sent along instead.
    UploadFailed(String),
}

/// Why no reply came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It certainly was not sent: the browser is offline, or refused to send it.
    NotSent,
    /// The connection failed somewhere.
    Failed,
    /// It was aborted here.
    Aborted,
}

/// Most cancels that may find no answer before the task is asked for instead.
const CANCEL_TRIES: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Submit,
    Query,
    Cancel,
}

#[derive(Debug)]
enum State {
    /// `call` is to be sent, not before `due`.
    Ready { call: Call, due: Duration },
    /// It was sent; its reply is awaited.
    InFlight(Call),
    /// Nothing is left to do.
    Ended(Box<Result<Outcome, Error>>),
}

/// One edit in flight.
///
/// Times are since the job began, from a clock that does not jump.
#[derive(Debug)]
pub struct Job {
    service: Service,
    delivery: Delivery,
    /// What it begins with: the submit, or the first query of a task that exists.
    first: HttpRequest,
    asked: Option<u32>,
    asked_is_maximum: bool,
    task_id: Option<String>,
    deadline: Duration,
    state: State,
    refusals: u32,
    polls: u32,
    failures: u32,
    is_cancel_wanted: bool,
    is_cancel_refused: bool,
    is_abandoned: bool,
    is_left: bool,
    takes_words: bool,
    stream: Stream,
}

impl Job {
    /// A job that submits `edit`. `sent` holds the sizes in px of the images as they are sent
    /// (`None` for URLs). A delivery that the mode does not have there becomes its first one.
    pub fn new(edit: &CheckedEdit, sent: &[Option<Size>], service: Service, delivery: Delivery) -> Self {
        let there = pairing::deliveries(&service.endpoint, edit.model(), edit.row());
        let known = if there.is_empty() { edit.row().deliveries } else { &there[..] };
        let delivery = if known.contains(&delivery) { delivery } else { known[0] };
        let submit = plan::submit(edit, sent, &service, delivery);
        let mut job = Self::at(service, delivery, Call::Submit, submit);
        let (asked, is_maximum) = edit.request().asked();
        job.asked = Some(asked);
        job.asked_is_maximum = is_maximum;
        job.takes_words = edit.row().mode == Mode::Interleave;
        job
    }

    /// A job that waits for a task which exists already. `asked` is how many images its request asked for; `None`
    /// where that is not known or was a maximum.
    pub fn resume(task_id: impl Into<String>, service: Service, asked: Option<u32>) -> Self {
        let task_id = task_id.into();
        let query = plan::query(&service, &task_id);
        let mut job = Self::at(service, Delivery::Task, Call::Query, query);
        if !plan::is_task_id(&task_id) {
            let error = Error::new(
                ErrorKind::TaskUnknown,
                Fault::Request,
                NextStep::FixRequest,
                "this is not the id of a task",
            );
            job.finish(Err(error));
        }
        job.task_id = Some(task_id);
        job.asked = asked;
        job.takes_words = true;
        job
    }

    fn at(service: Service, delivery: Delivery, call: Call, first: HttpRequest) -> Self {
        Self {
            service,
            delivery,
            first,
            asked: None,
            asked_is_maximum: false,
            task_id: None,
            deadline: pace::DEADLINE,
            state: State::Ready { call, due: Duration::ZERO },
            refusals: 0,
            polls: 0,
            failures: 0,
            is_cancel_wanted: false,
            is_cancel_refused: false,
            is_abandoned: false,
            is_left: false,
            takes_words: false,
            stream: Stream::default(),
        }
    }

    /// How long to wait in all before a task is left to itself; 15 min by default.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long the answer to what is sent at `now` is waited for: a submit until the deadline, since its answer is
    /// what is paid for, all else for a minute at most.
    pub fn patience(&self, now: Duration) -> Duration {
        let left = self.deadline.saturating_sub(now);
        if self.task_id.is_none() { left } else { left.min(pace::QUERY_PATIENCE) }
    }

    /// The service's task, once it exists.
    pub fn task_id(&self) -> Option<&str> {
        self.task_id.as_deref()
    }

    /// Whether a second [`cancel`](Self::cancel) would stop waiting for a task that goes on.
    pub fn is_cancel_wanted(&self) -> bool {
        self.is_cancel_wanted
    }

    /// What to do at time `now`. The end is told as often as it is asked for.
    pub fn step(&mut self, now: Duration) -> Step {
        if let State::Ready { call, .. } = self.state
            && now >= self.deadline
        {
            self.finish(Err(self.overdue(call)));
        }
        match &self.state {
            State::Ready { due, .. } if *due > now => Step::Wait((*due - now).min(self.deadline - now)),
            State::Ready { call, .. } => {
                let call = *call;
                self.state = State::InFlight(call);
                Step::Send(self.request(call))
            }
            // Whoever asks now has forgotten to report; nothing may be sent twice for that.
            State::InFlight(_) => Step::Wait(Duration::from_secs(1)),
            State::Ended(end) => Step::Finish(end.clone()),
        }
    }

    /// Uses another key from now on, and in `request`, which was to be sent: the one before has ended.
    pub fn renewed(&mut self, credential: Credential, mut request: HttpRequest) -> HttpRequest {
        self.service.credential = credential;
        let header = plan::authorization(&self.service);
        for request in [&mut self.first, &mut request] {
            request.headers[0] = header.clone();
        }
        request
    }

    fn request(&self, call: Call) -> HttpRequest {
        let task_id = self.task_id.as_deref().unwrap_or_default();
        match call {
            Call::Submit => self.first.clone(),
            Call::Query => plan::query(&self.service, task_id),
            Call::Cancel => plan::cancel(&self.service, task_id),
        }
    }

    /// The next bytes of a stream came, however they are cut. Answers what they hold.
    pub fn receive_chunk(&mut self, bytes: &[u8]) -> Vec<Progress> {
        if !matches!(self.state, State::InFlight(Call::Submit)) {
            return Vec::new();
        }
        let progress = |part| match part {
            Part::Text(text) => Some(Progress::Text(text)),
            Part::Image { url, .. } => Some(Progress::Image(url)),
            Part::Failed { .. } => None,
        };
        self.stream.push(bytes).into_iter().filter_map(progress).collect()
    }

    /// A reply to what was sent came at `now`, of a stream its whole text at its end. `jitter` is random in 0..1.
    pub fn receive(&mut self, now: Duration, jitter: f64, reply: &Reply) -> Option<Progress> {
        let State::InFlight(call) = self.state else { return None };
        let wire = stream::read(&reply.body);
        // An error that came as an event has its own status.
        let of_event = wire.as_ref().and_then(|wire| wire.status).filter(|_| reply.status < 400);
        let as_event = of_event.map(|status| Reply { status, ..reply.clone() });
        let reply = as_event.as_ref().unwrap_or(reply);
        match call {
            Call::Submit => self.submitted(now, jitter, reply, wire.as_ref()),
            Call::Query => self.queried(now, jitter, reply, wire.as_ref()),
            Call::Cancel => self.cancel_answered(now, jitter, reply, wire.as_ref()),
        }
    }

    /// No reply came to what was sent.
    pub fn lost(&mut self, now: Duration, jitter: f64, loss: Loss) -> Option<Progress> {
        let State::InFlight(call) = self.state else { return None };
        if call != Call::Submit {
            return self.poll_failed(now, jitter, None);
        }
        let error = match loss {
            Loss::NotSent if self.is_cancel_wanted => Error::canceled(),
            Loss::NotSent => Error::not_sent("the browser is offline or would not send the request"),
            Loss::Aborted => Error::new(
                ErrorKind::Canceled,
                Fault::Nobody,
                NextStep::CheckBeforeRetry,
                "cancelled while the request was on its way",
            )
            .billed(),
            Loss::Failed => Error::new(
                ErrorKind::Network,
                Fault::Network,
                NextStep::CheckBeforeRetry,
                "the connection failed before an answer came",
            )
            .billed(),
        };
        self.broken_off(error);
        None
    }

    /// What came of a stream before it broke is what was paid for.
    fn broken_off(&mut self, mut error: Error) {
        let wire = std::mem::take(&mut self.stream).reply;
        let text = wire.text();
        match Outcome::from_reply(&wire, &text, false) {
            Some(mut outcome) => {
                outcome.ended_early = Some(Box::new(error));
                self.succeed(outcome);
            }
            None => {
                if !text.is_empty() {
                    error.raw = Some(text);
                }
                self.finish(Err(error));
            }
        }
    }

    /// The task is left to itself as soon as it exists: the job ends with its id, and it can be resumed.
    pub fn leave(&mut self) {
        self.is_left = true;
        if matches!(self.state, State::Ready { .. }) {
            self.give_up_if_abandoned();
        }
    }

    /// The person wants out.
    ///
    /// Before anything is sent the job ends at once. A queued task is cancelled at the service.
    /// The second call stops waiting for what goes on there. Answers whether the request in
    /// flight is to be aborted: then abort it and report [`Loss::Aborted`].
    pub fn cancel(&mut self, now: Duration) -> bool {
        let is_second = std::mem::replace(&mut self.is_cancel_wanted, true);
        match self.state {
            State::Ready { call: Call::Submit, .. } => {
                self.finish(Err(Error::canceled()));
                false
            }
            State::Ready { .. } if is_second => {
                self.finish(Err(self.abandoned()));
                false
            }
            State::Ready { .. } => {
                self.state = State::Ready { call: Call::Cancel, due: now };
                false
            }
            // The reply names the task, which then can be cancelled for certain.
            State::InFlight(Call::Submit) => is_second || self.delivery != Delivery::Task,
            State::InFlight(_) => {
                self.is_abandoned = is_second;
                is_second
            }
            State::Ended(_) => false,
        }
    }

    fn submitted(&mut self, now: Duration, jitter: f64, reply: &Reply, wire: Option<&WireReply>) -> Option<Progress> {
        let found = wire.and_then(|wire| Outcome::from_reply(wire, &reply.body, self.takes_words));
        if let Some(mut outcome) = found {
            if wire.is_some_and(|wire| wire.code.is_some()) {
                outcome.ended_early = Some(Box::new(Error::from_reply(reply, wire).billed()));
            }
            self.succeed(outcome);
            return None;
        }
        let is_failed = wire.is_some_and(|wire| wire.task_status == Some(TaskStatus::Failed));
        let is_refused = wire.is_some_and(|wire| wire.code.is_some() && wire.task_status.is_none());
        if let Some(task_id) = wire.and_then(|wire| wire.task_id.clone()).filter(|_| !is_failed && !is_refused) {
            self.task_id = Some(task_id.clone());
            self.polls = 1;
            self.poll_again(now, pace::poll_pause(0, jitter));
            return Some(Progress::TaskCreated { task_id });
        }

        let error = Error::from_reply(reply, wire);
        if is_certain_refusal(reply, &error) && error.is_retryable() {
            if self.is_cancel_wanted {
                self.finish(Err(Error::canceled()));
                return None;
            }
            let asks_too_long = reply.retry_after.is_some() && asked_pause(reply).is_none();
            if wire.is_some() && !asks_too_long && self.refusals + 1 < pace::SUBMIT_TRIES {
                self.refusals += 1;
                let pause = pace::backoff(self.refusals, jitter, asked_pause(reply));
                self.state = State::Ready { call: Call::Submit, due: now + pause };
                return Some(Progress::Throttled { pause, refusals: self.refusals });
            }
        }
        let is_success = (200..300).contains(&reply.status);
        self.finish(Err(if is_failed {
            failed_task(error)
        } else if is_success && error.code.is_none() {
            self.without_images(reply, wire)
        } else if is_success || is_certain_refusal(reply, &error) {
            error
        } else {
            unsure(error)
        }));
        None
    }

    fn queried(&mut self, now: Duration, jitter: f64, reply: &Reply, wire: Option<&WireReply>) -> Option<Progress> {
        let status = wire.and_then(|wire| wire.task_status.as_ref());
        let progress = match status {
            Some(TaskStatus::Succeeded) => {
                match wire.and_then(|wire| Outcome::from_reply(wire, &reply.body, self.takes_words)) {
                    Some(outcome) => self.succeed(outcome),
                    None => self.finish(Err(self.without_images(reply, wire))),
                }
                return None;
            }
            Some(TaskStatus::Failed) => {
                let error = Error::from_reply(reply, wire).with_task(self.task_id.as_deref());
                self.finish(Err(failed_task(error)));
                return None;
            }
            Some(TaskStatus::Canceled) => {
                self.finish(Err(Error::canceled().with_task(self.task_id.as_deref())));
                return None;
            }
            Some(TaskStatus::Unknown) => {
                let mut error = Error::new(
                    ErrorKind::TaskUnknown,
                    Fault::Service,
                    NextStep::CheckBeforeRetry,
                    "the service does not know this task: it is older than 24 hours, or of another account",
                );
                error.status = Some(reply.status);
                error.request_id = wire.and_then(|wire| wire.request_id.clone()).or_else(|| reply.request_id.clone());
                self.finish(Err(error.with_task(self.task_id.as_deref()).billed()));
                return None;
            }
            Some(TaskStatus::Running) => Progress::Running,
            Some(TaskStatus::Pending | TaskStatus::Other(_)) => Progress::Pending,
            None => return self.poll_refused(now, jitter, reply, wire),
        };
        self.failures = 0;
        self.poll_again(now, pace::poll_pause(self.polls, jitter));
        self.polls += 1;
        Some(progress)
    }

    /// A poll was answered with something else than a task.
    fn poll_refused(
        &mut self,
        now: Duration,
        jitter: f64,
        reply: &Reply,
        wire: Option<&WireReply>,
    ) -> Option<Progress> {
        let error = Error::from_reply(reply, wire).with_task(self.task_id.as_deref());
        // A bare body with a code is how a failed task may look, too.
        let is_failed_task = error.code.is_some() && matches!(reply.status, 200..=299 | 400);
        let is_passing = match reply.status {
            408 | 429 | 500..=599 => error.next_step != NextStep::WaitForQuota,
            401 | 403 => false,
            _ => error.kind == ErrorKind::Gateway || error.is_retryable() || (reply.status < 300 && !is_failed_task),
        };
        if is_passing {
            return self.poll_failed(now, jitter, asked_pause(reply));
        }
        self.finish(Err(if is_failed_task { failed_task(error) } else { error.billed() }));
        None
    }

    fn cancel_answered(
        &mut self,
        now: Duration,
        jitter: f64,
        reply: &Reply,
        wire: Option<&WireReply>,
    ) -> Option<Progress> {
        let is_answer = matches!(reply.status, 200..=299 | 400);
        match wire.filter(|_| is_answer).map(|wire| wire.code.is_some()) {
            Some(false) if reply.status != 400 => {
                self.finish(Err(Error::canceled().with_task(self.task_id.as_deref())));
                None
            }
            Some(true) => {
                self.is_cancel_refused = true;
                self.poll_again(now, pace::poll_pause(0, jitter));
                Some(Progress::TooLateToCancel)
            }
            _ => self.poll_failed(now, jitter, asked_pause(reply)),
        }
    }

    fn poll_failed(&mut self, now: Duration, jitter: f64, asked: Option<Duration>) -> Option<Progress> {
        self.failures += 1;
        let pause = pace::backoff(self.failures.min(pace::SLOWEST_POLL), jitter, asked);
        self.state = State::Ready { call: self.next_poll(), due: now + pause };
        self.give_up_if_abandoned();
        Some(Progress::Reconnecting)
    }

    /// Asks how the task stands after `pause`, or has it cancelled at once.
    fn poll_again(&mut self, now: Duration, pause: Duration) {
        let call = self.next_poll();
        let pause = if call == Call::Cancel { Duration::ZERO } else { pause };
        self.state = State::Ready { call, due: now + pause };
        self.give_up_if_abandoned();
    }

    fn next_poll(&self) -> Call {
        let is_cancel_due = self.is_cancel_wanted && !self.is_cancel_refused && self.failures < CANCEL_TRIES;
        if is_cancel_due { Call::Cancel } else { Call::Query }
    }

    fn give_up_if_abandoned(&mut self) {
        if self.is_abandoned || (self.is_left && self.task_id.is_some()) {
            self.finish(Err(self.abandoned()));
        }
    }

    fn succeed(&mut self, mut outcome: Outcome) {
        outcome.asked = self.asked;
        outcome.asked_is_maximum = self.asked_is_maximum;
        outcome.task_id = outcome.task_id.take().or_else(|| self.task_id.clone());
        self.finish(Ok(outcome));
    }

    /// What leaves the job has no key in it, whatever the service wrote.
    fn finish(&mut self, end: Result<Outcome, Error>) {
        let key = &self.service.credential;
        let end = end.map(|outcome| outcome.redacted(key)).map_err(|error| error.redacted(key));
        self.state = State::Ended(Box::new(end));
    }

    fn without_images(&self, reply: &Reply, wire: Option<&WireReply>) -> Error {
        let mut error = Error::new(
            ErrorKind::NoImages,
            Fault::Service,
            NextStep::CheckBeforeRetry,
            "the answer is called a success but no image could be found in it",
        );
        error.status = Some(reply.status);
        error.request_id = wire.and_then(|wire| wire.request_id.clone()).or_else(|| reply.request_id.clone());
        error.raw = Some(reply.body.clone());
        error.with_task(self.task_id.as_deref()).billed()
    }

    fn abandoned(&self) -> Error {
        Error::new(
            ErrorKind::Canceled,
            Fault::Nobody,
            NextStep::ResumeLater,
            "no longer waited for; the task goes on at the service",
        )
        .with_task(self.task_id.as_deref())
        .billed()
    }

    fn overdue(&self, call: Call) -> Error {
        if call == Call::Submit {
            let mut error = Error::not_sent("the service did not accept it within the time set for it");
            error.next_step = NextStep::WaitAndRetry;
            return error;
        }
        Error::new(
            ErrorKind::Deadline,
            Fault::Service,
            NextStep::ResumeLater,
            "the task is not finished within the time set for waiting",
        )
        .with_task(self.task_id.as_deref())
        .billed()
    }
}

/// Whether `reply` says for certain that the service did not take the request: everybody who refuses says 4xx, but
/// a 503 is the service's own only with its code in it.
fn is_certain_refusal(reply: &Reply, error: &Error) -> bool {
    match reply.status {
        408 => false,
        400..=499 => error.next_step != NextStep::CheckBeforeRetry,
        503 => error.code.is_some(),
        _ => false,
    }
}

/// A gateway gave up waiting, or the service broke: the work may go on behind it.
fn unsure(mut error: Error) -> Error {
    if matches!(error.next_step, NextStep::WaitAndRetry | NextStep::CheckConnection) {
        error.next_step = NextStep::CheckBeforeRetry;
    }
    error.billed()
}

/// A failed task made nothing and costs nothing; sending it again is the person's choice.
fn failed_task(mut error: Error) -> Error {
    if error.next_step == NextStep::CheckConnection {
        (error.fault, error.next_step, error.kind) = (Fault::Service, NextStep::Retry, ErrorKind::Service);
        error.message = "the task failed and the service gave no reason".into();
    }
    error
}
