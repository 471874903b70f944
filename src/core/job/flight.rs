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
use crate::core::service::wire::reply::{TaskStatus, WireReply};
use crate::core::service::{Service, plan};

/// What the run loop does next.
#[derive(Clone, Debug)]
pub enum Step {
    /// Send this, then call [`Job::receive`] or [`Job::lost`].
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Submit,
    Query,
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// `Call` is to be sent, not before `due`.
    Ready { call: Call, due: Duration },
    /// `Call` was sent; its reply is awaited.
    InFlight(Call),
    /// `end` is set.
    Ended,
}

/// One edit in flight.
///
/// Times are since the job began, from a clock that does not jump.
#[derive(Debug)]
pub struct Job {
    service: Service,
    delivery: Delivery,
    submit: Option<HttpRequest>,
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
    end: Option<Result<Outcome, Error>>,
}

impl Job {
    /// A job that submits `edit`. `sent` holds the sizes in px of the images as they are sent
    /// (`None` for URLs). A delivery that the mode does not have becomes its first one.
    pub fn new(edit: &CheckedEdit, sent: &[Option<Size>], service: Service, delivery: Delivery) -> Self {
        let deliveries = edit.row().deliveries;
        let delivery = if deliveries.contains(&delivery) { delivery } else { deliveries[0] };
        let submit = plan::submit(edit, sent, &service, delivery);
        let mut job = Self::at(service, delivery, Call::Submit);
        job.submit = Some(submit);
        job.asked = Some(edit.n());
        job.asked_is_maximum = edit.row().mode == Mode::ImageSet;
        job
    }

    /// A job that waits for a task which exists already. `asked` is `n` of its request, where known.
    pub fn resume(task_id: impl Into<String>, service: Service, asked: Option<u32>) -> Self {
        let mut job = Self::at(service, Delivery::Task, Call::Query);
        job.task_id = Some(task_id.into());
        job.asked = asked;
        job
    }

    fn at(service: Service, delivery: Delivery, call: Call) -> Self {
        Self {
            service,
            delivery,
            submit: None,
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
            end: None,
        }
    }

    /// How long to wait in all before a task is left to itself; 15 min by default.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The service's task, once it exists.
    pub fn task_id(&self) -> Option<&str> {
        self.task_id.as_deref()
    }

    /// Whether a second [`cancel`](Self::cancel) would stop waiting for a task that goes on.
    pub fn is_cancel_wanted(&self) -> bool {
        self.is_cancel_wanted
    }

    /// What to do at time `now`.
    pub fn step(&mut self, now: Duration) -> Step {
        if let State::Ready { call, due } = self.state {
            if now >= self.deadline {
                self.finish(Err(self.overdue(call)));
            } else if due > now {
                return Step::Wait((due - now).min(self.deadline - now));
            } else if let Some(request) = self.request(call) {
                self.state = State::InFlight(call);
                return Step::Send(request);
            }
        }
        Step::Finish(Box::new(self.end.take().unwrap_or_else(|| Err(Error::canceled()))))
    }

    fn request(&self, call: Call) -> Option<HttpRequest> {
        match call {
            Call::Submit => self.submit.clone(),
            Call::Query => Some(plan::query(&self.service, self.task_id.as_deref()?)),
            Call::Cancel => Some(plan::cancel(&self.service, self.task_id.as_deref()?)),
        }
    }

    /// A reply to what was sent came at `now`. `jitter` is random in 0..1.
    pub fn receive(&mut self, now: Duration, jitter: f64, reply: &Reply) -> Option<Progress> {
        let State::InFlight(call) = self.state else { return None };
        let body = self.service.credential.redact(&reply.body);
        let reply = &Reply { body, ..reply.clone() };
        let wire = WireReply::parse(&reply.body);
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
            if self.is_abandoned {
                self.finish(Err(self.abandoned()));
                return None;
            }
            return self.poll_failed(now, jitter, None);
        }
        self.finish(Err(match loss {
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
        }));
        None
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
            State::Ended => false,
        }
    }

    fn submitted(&mut self, now: Duration, jitter: f64, reply: &Reply, wire: Option<&WireReply>) -> Option<Progress> {
        if let Some(wire) = wire.filter(|wire| wire.code.is_none()) {
            if let Some(outcome) = Outcome::from_reply(wire, &reply.body) {
                self.succeed(outcome);
                return None;
            }
            if let Some(task_id) = &wire.task_id {
                self.task_id = Some(task_id.clone());
                let call = if self.is_cancel_wanted { Call::Cancel } else { Call::Query };
                let pause = if self.is_cancel_wanted { Duration::ZERO } else { pace::poll_pause(0, jitter) };
                self.state = State::Ready { call, due: now + pause };
                self.polls = 1;
                return Some(Progress::TaskCreated { task_id: task_id.clone() });
            }
        }
        let mut error = Error::from_reply(reply, wire);
        let is_refusal = wire.is_some() && error.is_retryable() && (400..600).contains(&reply.status);
        if is_refusal && !self.is_cancel_wanted && self.refusals + 1 < pace::SUBMIT_TRIES {
            self.refusals += 1;
            let pause = pace::backoff(self.refusals, jitter, asked_pause(reply));
            self.state = State::Ready { call: Call::Submit, due: now + pause };
            return Some(Progress::Throttled { pause, refusals: self.refusals });
        }
        let error = match (reply.status, error.kind) {
            (200..=299, ErrorKind::Gateway) => self.without_images(reply, wire),
            // A gateway gave up waiting, or the service broke: the work may go on behind it.
            (408 | 500..=599, _) if !error.is_retryable() => {
                error.next_step = NextStep::CheckBeforeRetry;
                error.billed()
            }
            _ => error,
        };
        self.finish(Err(error));
        None
    }

    fn queried(&mut self, now: Duration, jitter: f64, reply: &Reply, wire: Option<&WireReply>) -> Option<Progress> {
        let status = wire.and_then(|wire| wire.task_status.as_ref());
        let progress = match status {
            Some(TaskStatus::Succeeded) => {
                match wire.and_then(|wire| Outcome::from_reply(wire, &reply.body)) {
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
                error.request_id = wire.and_then(|wire| wire.request_id.clone());
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
        let is_passing = matches!(reply.status, 408 | 429 | 500..=599)
            || (error.kind == ErrorKind::Gateway && reply.status != 401 && reply.status != 403);
        if is_passing && error.next_step != NextStep::WaitForQuota {
            return self.poll_failed(now, jitter, asked_pause(reply));
        }
        // A bare body with a code is how a failed task may look, too.
        let error = if reply.status < 300 { failed_task(error) } else { error.billed() };
        self.finish(Err(error));
        None
    }

    fn cancel_answered(
        &mut self,
        now: Duration,
        jitter: f64,
        reply: &Reply,
        wire: Option<&WireReply>,
    ) -> Option<Progress> {
        let is_done = (200..300).contains(&reply.status) && wire.is_some_and(|wire| wire.code.is_none());
        if is_done {
            self.finish(Err(Error::canceled().with_task(self.task_id.as_deref())));
            return None;
        }
        let is_refused = wire.is_some_and(|wire| wire.code.is_some()) && reply.status == 400;
        if is_refused {
            self.is_cancel_refused = true;
        }
        self.poll_again(now, pace::poll_pause(0, jitter));
        Some(if is_refused { Progress::TooLateToCancel } else { Progress::Reconnecting })
    }

    fn poll_failed(&mut self, now: Duration, jitter: f64, asked: Option<Duration>) -> Option<Progress> {
        self.failures += 1;
        self.poll_again(now, pace::backoff(self.failures, jitter, asked).min(Duration::from_secs(30)));
        Some(Progress::Reconnecting)
    }

    fn poll_again(&mut self, now: Duration, pause: Duration) {
        let is_cancel_due = self.is_cancel_wanted && !self.is_cancel_refused && self.failures < 3;
        let call = if is_cancel_due { Call::Cancel } else { Call::Query };
        self.state = State::Ready { call, due: now + pause };
    }

    fn succeed(&mut self, mut outcome: Outcome) {
        outcome.asked = self.asked;
        outcome.asked_is_maximum = self.asked_is_maximum;
        outcome.task_id = outcome.task_id.take().or_else(|| self.task_id.clone());
        self.finish(Ok(outcome));
    }

    fn finish(&mut self, end: Result<Outcome, Error>) {
        self.end = Some(end);
        self.state = State::Ended;
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
            let mut error = Error::not_sent("the service kept refusing until the time set for it was over");
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

/// A failed task made nothing and costs nothing; sending it again is the person's choice.
fn failed_task(mut error: Error) -> Error {
    if error.next_step == NextStep::CheckConnection {
        (error.fault, error.next_step, error.kind) = (Fault::Service, NextStep::Retry, ErrorKind::Service);
        error.message = "the task failed and the service gave no reason".into();
    }
    error
}
