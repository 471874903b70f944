//! The run loop: does what the job says.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use web_sys::Blob;

use super::clock::{jitter, now};
use super::control::Control;
use super::{data_uri, encode, fetch};
use crate::core::edit::{CheckedEdit, Delivery};
use crate::core::geometry::Size;
use crate::core::image::Format;
use crate::core::job::{Error, Job, Loss, Outcome, Progress, Step, pace};
use crate::core::service::Service;

/// How an edit is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the answer is awaited; by task where the mode has it.
    pub delivery: Delivery,
    /// How long to wait in all.
    pub deadline: Duration,
    /// CSS colour that transparency is laid on.
    pub background: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { delivery: Delivery::Task, deadline: pace::DEADLINE, background: "#ffffff".into() }
    }
}

/// The source images of an edit as they are sent.
#[derive(Debug)]
pub struct Prepared {
    /// Data URIs, each a `Blob` of text; `None` for images by URL.
    pub data_uris: Vec<Option<Blob>>,
    /// Their sizes in px.
    pub sent: Vec<Option<Size>>,
}

/// Fits and reads the source images, one at a time. `files` stand parallel to the request's images.
///
/// # Errors
/// Where a picture cannot be read or made to fit.
pub async fn prepare(edit: &CheckedEdit, files: &[Option<Blob>], background: &str) -> Result<Prepared, Error> {
    let mut prepared = Prepared { data_uris: Vec::new(), sent: Vec::new() };
    for (index, image) in edit.request().images.iter().enumerate() {
        let (Some(fit), crate::core::edit::ImageSource::Local(facts)) = (edit.fit(index), &image.source) else {
            prepared.data_uris.push(None);
            prepared.sent.push(image.size());
            continue;
        };
        let file = files
            .get(index)
            .and_then(Option::as_ref)
            .ok_or_else(|| Error::image("the file of a source image is missing"))?;
        let (blob, size) =
            if fit.is_identity() { (file.clone(), fit.size) } else { encode::encode(file, fit, background).await? };
        let encoded = Format::from_mime(&blob.type_()).filter(|_| !fit.is_identity());
        let format = encoded.unwrap_or(facts.format);
        let uri = data_uri::data_uri(&blob, format.mime())
            .await
            .map_err(|thrown| Error::image(format!("the file could not be read: {}", super::message_of(&thrown))))?;
        prepared.data_uris.push(Some(uri));
        prepared.sent.push(Some(size));
    }
    Ok(prepared)
}

/// Runs an edit from files to its outcome.
///
/// `on_progress` is called before the next request leaves: a task's id can be kept first.
///
/// # Errors
/// Why there is no image, with what it may have cost.
pub async fn run(
    edit: &CheckedEdit,
    files: &[Option<Blob>],
    service: Service,
    options: &Options,
    control: &Control,
    on_progress: impl FnMut(Progress),
) -> Result<Outcome, Error> {
    if !service.credential.is_sendable() {
        return Err(Error::no_key(service.credential.is_empty()));
    }
    let preparing = prepare(edit, files, &options.background);
    let prepared = match control.unless_canceled(&mut Box::pin(preparing)).await {
        Some(prepared) => prepared?,
        None => return Err(Error::canceled()),
    };
    let job = Job::new(edit, &prepared.sent, service, options.delivery).with_deadline(options.deadline);
    drive(job, &prepared.data_uris, control, on_progress).await
}

/// Waits for a task that exists already.
///
/// # Errors
/// Why there is no image.
pub async fn resume(
    task_id: &str,
    asked: Option<u32>,
    service: Service,
    control: &Control,
    on_progress: impl FnMut(Progress),
) -> Result<Outcome, Error> {
    drive(Job::resume(task_id, service, asked), &[], control, on_progress).await
}

async fn drive(
    mut job: Job,
    images: &[Option<Blob>],
    control: &Control,
    mut on_progress: impl FnMut(Progress),
) -> Result<Outcome, Error> {
    let began = now();
    let elapsed = || now().saturating_sub(began);
    loop {
        while control.take() {
            job.cancel(elapsed());
        }
        match job.step(elapsed()) {
            Step::Finish(end) => return *end,
            Step::Wait(pause) => {
                let mut sleep = TimeoutFuture::new(pause.as_millis().min(60_000) as u32 + 1);
                control.unless_canceled(&mut sleep).await;
            }
            Step::Send(request) => {
                if job.task_id().is_none() {
                    on_progress(Progress::Sending);
                }
                let patience = job.patience(elapsed());
                let mut reply = Box::pin(in_time(fetch::send(&request, images), patience));
                let reply = loop {
                    match control.unless_canceled(&mut reply).await {
                        Some(reply) => break reply,
                        None if control.take() && job.cancel(elapsed()) => break Err(Loss::Aborted),
                        None => {}
                    }
                };
                let progress = match reply {
                    Ok(reply) => job.receive(elapsed(), jitter(), &reply),
                    Err(loss) => job.lost(elapsed(), jitter(), loss),
                };
                if let Some(progress) = progress {
                    on_progress(progress);
                }
            }
        }
    }
}

/// `future`, or a loss when it takes too long.
async fn in_time<T>(future: impl Future<Output = Result<T, Loss>>, patience: Duration) -> Result<T, Loss> {
    let mut future = std::pin::pin!(future);
    let mut timeout = TimeoutFuture::new(patience.as_millis().min(i32::MAX as u128) as u32);
    std::future::poll_fn(move |context| {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(context) {
            return std::task::Poll::Ready(output);
        }
        std::pin::Pin::new(&mut timeout).poll(context).map(|()| Err(Loss::Failed))
    })
    .await
}
