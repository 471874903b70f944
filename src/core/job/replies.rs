//! What a reply does to a job.

use std::time::Duration;

use super::cause::Cause;
use super::error::{Error, ErrorKind, asked_pause};
use super::flight::Job;
use super::outcome::Outcome;
use super::step::{Call, Progress, State};
use super::{pace, verdict};
use crate::core::service::http::Reply;
use crate::core::service::wire::reply::{TaskStatus, WireReply};

impl Job {
    /// The answer to the submit.
    pub(super) fn submitted(
        &mut self,
        now: Duration,
        jitter: f64,
        reply: &Reply,
        wire: Option<&WireReply>,
    ) -> Option<Progress> {
        let found = wire.and_then(|wire| Outcome::from_reply(wire, reply, self.takes_words));
        let is_cut = wire.is_some_and(|wire| wire.is_whole == Some(false) && !wire.is_failure());
        if let Some(wire) = wire.filter(|_| is_cut) {
            self.broken_off(wire, reply, verdict::cut_short());
            return None;
        }
        if let Some(mut outcome) = found {
            // Some relays write a code beside every success.
            if reply.status >= 400 || wire.is_some_and(|wire| wire.is_error_event) {
                outcome.ended_early = Some(Box::new(verdict::unsure(Error::from_reply(reply, wire))));
            }
            self.succeed(outcome);
            return None;
        }
        let is_failed = wire.is_some_and(|wire| wire.task_status == Some(TaskStatus::Failed));
        let is_refused = wire.is_some_and(|wire| wire.code.is_some() && wire.task_status.is_none());
        let task_id = wire.and_then(|wire| wire.task_id.clone()).filter(|_| !is_failed && !is_refused);
        if let Some(task_id) = task_id.filter(|task_id| !self.has_key(task_id)) {
            self.task_id = Some(task_id.clone());
            self.polls = 1;
            self.poll_again(now, self.pace.pause(0, jitter));
            return Some(Progress::TaskCreated { task_id });
        }

        let error = verdict::with_cut(Error::from_reply(reply, wire), now.saturating_sub(self.sent));
        // Where words have come, the work had begun.
        let has_begun = wire.is_some_and(|wire| !wire.parts.is_empty());
        let is_refusal = !has_begun && verdict::is_certain_refusal(reply, &error);
        let is_success = (200..300).contains(&reply.status);
        if is_refusal && !is_success && error.is_retryable() {
            if self.is_cancel_wanted {
                self.finish(Err(Error::canceled()));
                return None;
            }
            let asks_too_long = reply.retry_after.is_some() && asked_pause(reply).is_none();
            if wire.is_some() && !asks_too_long && self.refusals + 1 < self.pace.tries {
                self.refusals += 1;
                self.refusal = Some(error.shown(&self.keys()));
                let pause = pace::backoff(self.refusals, jitter, asked_pause(reply));
                self.state = State::Ready { call: Call::Submit, due: now + pause };
                return Some(Progress::Throttled { pause, refusals: self.refusals });
            }
        }
        self.finish(Err(if is_failed {
            verdict::failed_task(error)
        } else if is_success && verdict::is_web_page(reply) {
            verdict::web_page(error)
        } else if is_success && !wire.is_some_and(WireReply::is_failure) {
            verdict::without_images(reply, wire, None)
        } else if is_refusal {
            error
        } else {
            verdict::unsure(error)
        }));
        None
    }

    /// The answer to a question about the task.
    pub(super) fn queried(
        &mut self,
        now: Duration,
        jitter: f64,
        reply: &Reply,
        wire: Option<&WireReply>,
    ) -> Option<Progress> {
        let status = wire.and_then(|wire| wire.task_status.as_ref());
        let progress = match status {
            Some(TaskStatus::Succeeded) => {
                match wire.and_then(|wire| Outcome::from_reply(wire, reply, self.takes_words)) {
                    Some(outcome) => self.succeed(outcome),
                    None => self.finish(Err(verdict::without_images(reply, wire, self.task_id()))),
                }
                return None;
            }
            Some(TaskStatus::Failed) => {
                let error = Error::from_reply(reply, wire).with_task(self.task_id.as_deref());
                self.finish(Err(verdict::failed_task(error)));
                return None;
            }
            Some(TaskStatus::Canceled) => {
                self.finish(Err(Error::canceled().with_task(self.task_id.as_deref())));
                return None;
            }
            Some(TaskStatus::Unknown) => {
                self.finish(Err(verdict::unknown_task(reply, wire, self.task_id())));
                return None;
            }
            Some(TaskStatus::Running) => Progress::Running,
            Some(TaskStatus::Pending | TaskStatus::Other(_)) => Progress::Pending,
            None => return self.poll_refused(now, jitter, reply, wire),
        };
        self.failures = 0;
        self.poll_again(now, self.pace.pause(self.polls, jitter));
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
        // A bare body with a code is how a failed task may look, too, unless it is a proxy's.
        let is_proxy = error.code.as_ref().is_some_and(|code| code.starts_with("Proxy"));
        let is_failed_task = error.code.is_some() && !is_proxy && matches!(reply.status, 200..=299 | 400);
        let is_passing = match reply.status {
            _ if error.cause == Some(Cause::Disconnected) => true,
            408 | 500..=599 => true,
            429 => error.is_retryable(),
            401 | 403 => false,
            _ => error.kind == ErrorKind::Gateway || error.is_retryable() || (reply.status < 300 && !is_failed_task),
        };
        if is_passing {
            return self.poll_failed(now, jitter, asked_pause(reply));
        }
        self.finish(Err(if is_failed_task { verdict::failed_task(error) } else { error.billed() }));
        None
    }

    /// The answer to a cancel.
    pub(super) fn cancel_answered(
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
                self.poll_again(now, self.pace.pause(0, jitter));
                Some(Progress::TooLateToCancel)
            }
            _ => self.poll_failed(now, jitter, asked_pause(reply)),
        }
    }

    /// A question about the task found no answer.
    pub(super) fn poll_failed(&mut self, now: Duration, jitter: f64, asked: Option<Duration>) -> Option<Progress> {
        self.failures += 1;
        let pause = pace::backoff(self.failures.min(pace::SLOWEST_POLL), jitter, asked);
        self.state = State::Ready { call: self.next_poll(), due: now + pause };
        self.give_up_if_abandoned();
        Some(Progress::Reconnecting)
    }
}
