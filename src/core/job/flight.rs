//! The job itself: submit, wait, poll, cancel, resume.
//!
//! The run loop asks [`Job::step`] what to do, does it, and reports with [`Job::receive`] or [`Job::lost`]. A submit
//! is sent again only after a reply that certainly refused it.

use std::time::Duration;

use super::error::Error;
use super::outcome::Outcome;
use super::shown::shown;
use super::step::{Call, Loss, Progress, State, Step};
use super::{pace, verdict};
use crate::core::edit::CheckedEdit;
use crate::core::edit::models::{Delivery, Mode};
use crate::core::geometry::Size;
use crate::core::service::http::{HttpRequest, Reply};
use crate::core::service::stream::{self, Stream};
use crate::core::service::wire::reply::{Part, WireReply};
use crate::core::service::{Credential, Service, Words, pairing, plan};

/// Most cancels that may find no answer before the task is asked for instead.
const CANCEL_TRIES: u32 = 3;

/// One edit in flight. Times are since it began, from a clock that does not jump.
///
/// ```
/// use std::time::Duration;
/// use wan_edit::core::edit::{Delivery, EditRequest, check};
/// use wan_edit::core::job::{Job, Progress, Step};
/// use wan_edit::core::service::{Authorization, Credential, Endpoint, Proxy, Reply, Service};
///
/// let service = Service {
///     endpoint: Endpoint::parse("https://dashscope.aliyuncs.com").unwrap(),
///     proxy: Proxy::Direct,
///     credential: Credential::new("sk-…"),
///     authorization: Authorization::default(),
/// };
/// let edit = check(EditRequest::new("wan2.7-image", "A lake in winter")).unwrap();
/// let mut job = Job::new(&edit, &[], service, Delivery::Task);
///
/// let Step::Send(request) = job.step(Duration::ZERO) else { panic!("it begins with a request") };
/// assert!(request.target.ends_with("/image-generation/generation"));
/// // Whoever runs the job sends the request and hands over what came.
/// let body = r#"{"output": {"task_id": "0385dc79", "task_status": "PENDING"}, "request_id": "1"}"#;
/// let reply = Reply { status: 200, body: body.into(), ..Reply::default() };
/// let progress = job.receive(Duration::from_secs(1), 0.5, &reply);
/// assert_eq!(progress, Some(Progress::TaskCreated { task_id: "0385dc79".into() }));
/// assert!(matches!(job.step(Duration::from_secs(1)), Step::Wait(_)));
/// ```
#[derive(Debug)]
pub struct Job {
    service: Service,
    delivery: Delivery,
    /// What it begins with: the submit, or the first query of a task that exists.
    first: HttpRequest,
    asked: Option<u32>,
    asked_is_maximum: bool,
    pub(super) task_id: Option<String>,
    deadline: Duration,
    pub(super) pace: pace::Pace,
    /// When the last request left.
    pub(super) sent: Duration,
    pub(super) state: State,
    pub(super) refusals: u32,
    /// What the last refusal said.
    pub(super) refusal: Option<Error>,
    pub(super) polls: u32,
    pub(super) failures: u32,
    pub(super) is_cancel_wanted: bool,
    pub(super) is_cancel_refused: bool,
    is_abandoned: bool,
    is_left: bool,
    /// Whether the task was asked for once more after a sleep past the deadline.
    is_asked_late: bool,
    pub(super) takes_words: bool,
    stream: Stream,
    /// What the stream said last.
    words: Words,
    /// Keys used before the present one.
    former_keys: Vec<Credential>,
}

impl Job {
    /// A job that submits `edit`. `sent` holds the sizes in px of the images as they are sent (`None` for URLs). A
    /// delivery that the mode does not have there becomes its first one.
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
        // People paste keys anywhere.
        if !plan::is_task_id(&task_id) || job.has_key(&task_id) {
            job.finish(Err(verdict::not_a_task()));
        } else {
            job.task_id = Some(task_id);
        }
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
            pace: pace::Pace::default(),
            sent: Duration::ZERO,
            state: State::Ready { call, due: Duration::ZERO },
            refusals: 0,
            refusal: None,
            polls: 0,
            failures: 0,
            is_cancel_wanted: false,
            is_cancel_refused: false,
            is_abandoned: false,
            is_left: false,
            is_asked_late: false,
            takes_words: false,
            stream: Stream::default(),
            words: Words::default(),
            former_keys: Vec::new(),
        }
    }

    /// How long to wait in all before a task is left to itself; 15 min by default.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How often to ask and to try again.
    #[must_use]
    pub fn with_pace(mut self, pace: pace::Pace) -> Self {
        self.pace = pace;
        self
    }

    /// How long the answer to what is sent at `now` is waited for: a submit until the deadline, since its answer is
    /// what is paid for, all else for a minute at most.
    pub fn patience(&self, now: Duration) -> Duration {
        let left = self.deadline.saturating_sub(now);
        match self.task_id {
            None => left,
            Some(_) if self.is_asked_late => pace::LATE_PATIENCE,
            Some(_) => left.min(pace::QUERY_PATIENCE),
        }
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
            && !self.asks_late(call, now)
        {
            let refusal = self.refusal.take().filter(|_| call == Call::Submit);
            let error = refusal.unwrap_or_else(|| verdict::overdue(call == Call::Submit, self.task_id()));
            self.finish(Err(error));
        }
        match &self.state {
            State::Ready { due, .. } if *due > now => Step::Wait((*due - now).min(self.deadline - now)),
            State::Ready { call, .. } => {
                let call = *call;
                (self.state, self.sent) = (State::InFlight(call), now);
                (self.stream, self.words) = (Stream::default(), Words::default());
                Step::Send(self.request(call))
            }
            // Whoever asks now has forgotten to report; nothing may be sent twice for that.
            State::InFlight(_) => Step::Wait(Duration::from_secs(1)),
            State::Ended(end) => Step::Finish(end.clone()),
        }
    }

    /// Whether the machine has slept past the deadline: then a task is asked for once more, since it may be finished.
    fn asks_late(&mut self, call: Call, now: Duration) -> bool {
        let has_slept = call != Call::Submit && now >= self.deadline + pace::SLEPT;
        if has_slept && !self.is_asked_late {
            self.is_asked_late = true;
            self.state = State::Ready { call: Call::Query, due: now };
            return true;
        }
        false
    }

    /// Whether this is the key that is used now.
    pub fn uses(&self, key: &Credential) -> bool {
        self.service.credential == *key
    }

    /// The request in flight was refused for its key, and another one is at hand: the same is asked again, once
    /// [`renewed`](Self::renewed). Nothing was accepted, nothing is paid for.
    pub fn ask_again(&mut self, now: Duration) {
        if let State::InFlight(call) = self.state {
            self.state = State::Ready { call, due: now };
        }
    }

    /// Uses another key from now on, and in `request`, which was to be sent: the one before has ended.
    pub fn renewed(&mut self, credential: Credential, mut request: HttpRequest) -> HttpRequest {
        let former = std::mem::replace(&mut self.service.credential, credential);
        if former != self.service.credential {
            self.former_keys.push(former);
        }
        if let Some(header) = plan::authorization(&self.service) {
            for request in [&mut self.first, &mut request] {
                request.headers[0] = header.clone();
            }
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
        let parts = self.stream.push(bytes);
        let mut words = std::mem::take(&mut self.words);
        let keys = self.keys();
        let progress = |part| match part {
            Part::Text(text) => Some(shown(&words.push(&text, &keys), usize::MAX, &[]))
                .filter(|text| !text.is_empty())
                .map(Progress::Text),
            Part::Image { url, .. } => {
                Some(Progress::Image(keys.iter().fold(url, |url, key| key.redact_address(&url))))
            }
            Part::Failed { .. } => None,
        };
        let progress = parts.into_iter().filter_map(progress).collect();
        self.words = words;
        progress
    }

    /// All keys that were used.
    pub(super) fn keys(&self) -> Vec<&Credential> {
        self.former_keys.iter().chain([&self.service.credential]).collect()
    }

    /// Whether a key stands in what should be the id of a task: it would be asked for by its address, and kept.
    pub(super) fn has_key(&self, task_id: &str) -> bool {
        self.keys().iter().any(|key| key.is_in(task_id))
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
        let (wire, body) = std::mem::take(&mut self.stream).broken();
        let reply = Reply { status: 200, body, ..Reply::default() };
        if wire.is_whole == Some(true) || wire.is_failure() {
            return self.receive(now, jitter, &reply);
        }
        let error = verdict::lost(loss, self.is_cancel_wanted);
        self.broken_off(&wire, &reply, verdict::with_cut(error, now.saturating_sub(self.sent)));
        None
    }

    /// What came of a stream before it broke is what was paid for.
    pub(super) fn broken_off(&mut self, wire: &WireReply, reply: &Reply, mut error: Error) {
        match Outcome::from_reply(wire, reply, false) {
            Some(mut outcome) => {
                outcome.ended_early = Some(Box::new(error));
                self.succeed(outcome);
            }
            None => {
                error.raw = Some(reply.body.clone()).filter(|body| !body.is_empty());
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
    /// Before anything is sent the job ends at once. A queued task is cancelled at the service. The second call stops
    /// waiting for what goes on there. Answers whether the request in flight is to be aborted: then abort it and report
    /// [`Loss::Aborted`].
    pub fn cancel(&mut self, now: Duration) -> bool {
        let is_second = std::mem::replace(&mut self.is_cancel_wanted, true);
        match self.state {
            State::Ready { call: Call::Submit, .. } => {
                self.finish(Err(Error::canceled()));
                false
            }
            State::Ready { .. } if is_second => {
                self.finish(Err(verdict::abandoned(self.task_id())));
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

    /// Asks how the task stands after `pause`, or has it cancelled at once.
    pub(super) fn poll_again(&mut self, now: Duration, pause: Duration) {
        let call = self.next_poll();
        let pause = if call == Call::Cancel { Duration::ZERO } else { pause };
        self.state = State::Ready { call, due: now + pause };
        self.give_up_if_abandoned();
    }

    pub(super) fn next_poll(&self) -> Call {
        let is_cancel_due = self.is_cancel_wanted && !self.is_cancel_refused && self.failures < CANCEL_TRIES;
        if is_cancel_due { Call::Cancel } else { Call::Query }
    }

    pub(super) fn give_up_if_abandoned(&mut self) {
        let is_left = self.is_left && self.task_id.is_some() && self.next_poll() != Call::Cancel;
        if self.is_abandoned || is_left {
            self.finish(Err(verdict::abandoned(self.task_id())));
        }
    }

    pub(super) fn succeed(&mut self, mut outcome: Outcome) {
        outcome.asked = self.asked;
        outcome.asked_is_maximum = self.asked_is_maximum;
        outcome.task_id = outcome.task_id.take().or_else(|| self.task_id.clone());
        self.finish(Ok(outcome));
    }

    /// What leaves the job has no key in it, whatever the service wrote.
    pub(super) fn finish(&mut self, end: Result<Outcome, Error>) {
        let keys = self.keys();
        let end = end.map(|outcome| outcome.shown(&keys)).map_err(|error| error.shown(&keys));
        self.state = State::Ended(Box::new(end));
    }
}
