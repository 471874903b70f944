//! The run loop: does what the job says.

use std::cell::RefCell;
use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use web_sys::Blob;

use super::Boxed;
use super::clock::{jitter, now};
use super::control::Control;
use super::keys::Keys;
use super::upload::Uploader;
use super::{data_uri, doctor, encode, fetch, file};
use crate::core::edit::{CheckedEdit, Delivery, ImageSource, PreparedImage};
use crate::core::geometry::Size;
use crate::core::image::{Fit, Format, ImageFacts};
use crate::core::job::pace::{self, Pace};
use crate::core::job::{Error, Job, Loss, Outcome, Progress, Step};
use crate::core::service::{Credential, Service};

/// How an edit is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the answer is awaited; by task where the mode has it.
    pub delivery: Delivery,
    /// How long to wait in all.
    pub deadline: Duration,
    /// CSS colour that transparency is laid on.
    pub background: String,
    /// Upload the files first instead of sending them along; where that fails they are sent along.
    pub is_uploading: bool,
    /// Where keys come from that end soon; without it the service's own is used.
    pub keys: Option<Keys>,
    /// How often to ask and to try again.
    pub pace: Pace,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            delivery: Delivery::Task,
            deadline: pace::DEADLINE,
            background: "#ffffff".into(),
            is_uploading: false,
            keys: None,
            pace: Pace::default(),
        }
    }
}

/// The source images of an edit as they are sent.
#[derive(Debug, Default)]
pub struct Prepared {
    /// Data URIs, each a `Blob` of text; `None` for images by URL.
    pub data_uris: Vec<Option<Blob>>,
    /// Where files were uploaded to.
    pub addresses: Vec<Option<String>>,
    /// Their sizes in px, and what was changed in each.
    pub images: Vec<PreparedImage>,
}

impl Prepared {
    /// Their sizes in px.
    pub fn sizes(&self) -> Vec<Option<Size>> {
        self.images.iter().map(|image| image.size).collect()
    }
}

/// Fits and reads the source images, one at a time. `files` stand parallel to the request's images.
///
/// # Errors
/// Where a picture cannot be read or made to fit.
pub async fn prepare(edit: &CheckedEdit, files: &[Option<Blob>], background: &str) -> Result<Prepared, Error> {
    prepare_with(edit, files, background, None, &mut |_| {}).await
}

async fn prepare_with(
    edit: &CheckedEdit,
    files: &[Option<Blob>],
    background: &str,
    mut uploader: Option<Uploader<'_>>,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Prepared, Error> {
    for file in files.iter().flatten() {
        file::check_unchanged(file).await?;
    }
    let mut prepared = Prepared::default();
    for (index, image) in edit.request().images.iter().enumerate() {
        let (Some(fit), ImageSource::Local(facts)) = (edit.fit(index), &image.source) else {
            prepared.data_uris.push(None);
            prepared.addresses.push(None);
            prepared.images.push(PreparedImage { size: image.size(), ..PreparedImage::default() });
            continue;
        };
        let file = files
            .get(index)
            .and_then(Option::as_ref)
            .ok_or_else(|| Error::image("the file of a source image is missing"))?;
        let (blob, size, format) = fitted(file, facts, fit, background).await?;
        let mut address = None;
        if let Some(upload) = &mut uploader {
            match upload.put(&blob, format).await {
                Ok(uploaded) => address = Some(uploaded),
                Err(fault) => {
                    on_progress(Progress::UploadFailed(fault));
                    uploader = None;
                }
            }
        }
        prepared.data_uris.push(match &address {
            Some(_) => None,
            None => Some(read(&blob, format).await?),
        });
        prepared.addresses.push(address);
        prepared.images.push(PreparedImage {
            size: Some(size),
            changes: fit.changes_of(facts.upright(), size),
            is_shrunk: size != fit.size,
        });
    }
    if prepared.images.iter().any(|image| !image.changes.is_empty()) {
        on_progress(Progress::Prepared(prepared.images.clone()));
    }
    Ok(prepared)
}

/// A file as it is sent, with its size in px and its format.
pub(super) fn fitted<'a>(
    file: &'a Blob,
    facts: &'a ImageFacts,
    fit: &'a Fit,
    background: &'a str,
) -> Boxed<'a, Result<(Blob, Size, Format), Error>> {
    Box::pin(async {
        if !fit.is_encoded() {
            return Ok((file.clone(), fit.size, facts.format));
        }
        let (blob, size) = encode::encode(file, fit, background).await?;
        let format = Format::from_mime(&blob.type_()).unwrap_or(facts.format);
        Ok((blob, size, format))
    })
}

/// Its data URI.
pub(super) fn read(blob: &Blob, format: Format) -> Boxed<'_, Result<Blob, Error>> {
    Box::pin(async move { data_uri::data_uri(blob, format.mime()).await.map_err(|_| file::changed(blob)) })
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
    mut on_progress: impl FnMut(Progress),
) -> Result<Outcome, Error> {
    let running: Boxed<'_, _> = Box::pin(run_once(edit, files, service, options, control, &mut on_progress));
    running.await
}

async fn run_once(
    edit: &CheckedEdit,
    files: &[Option<Blob>],
    mut service: Service,
    options: &Options,
    control: &Control,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, Error> {
    let began = now();
    let left = || options.deadline.saturating_sub(now().saturating_sub(began));
    if let Some(keys) = &options.keys {
        service.credential = key_in_time(keys, control, left()).await?;
    }
    if service.lacks_key() {
        return Err(Error::no_key(&service.credential));
    }
    let mut is_left = false;
    let uploader = options.is_uploading.then(|| Uploader::new(&service, &edit.request().model));
    let preparing = prepare_with(edit, files, &options.background, uploader, on_progress);
    let mut preparing: Boxed<'_, _> = Box::pin(within(Box::pin(preparing), left()));
    let prepared = loop {
        match control.unless_canceled(&mut preparing).await {
            Some(prepared) => break prepared.unwrap_or_else(|| Err(Error::late("the source images")))?,
            None if control.cancels() > 0 => return Err(Error::canceled()),
            None => is_left = control.take_leave(),
        }
    };
    drop(preparing);
    let sizes = prepared.sizes();
    let edit = edit.clone().with_uploaded(prepared.addresses);
    let mut job = Job::new(&edit, &sizes, service, options.delivery).with_deadline(left()).with_pace(options.pace);
    if is_left {
        job.leave();
    }
    drive(job, &prepared.data_uris, options.keys.as_ref(), control, on_progress).await
}

/// Waits for a task that exists already.
///
/// # Errors
/// Why there is no image.
pub async fn resume(
    task_id: &str,
    asked: Option<u32>,
    service: Service,
    options: &Options,
    control: &Control,
    mut on_progress: impl FnMut(Progress),
) -> Result<Outcome, Error> {
    let job = Job::resume(task_id, service, asked).with_deadline(options.deadline).with_pace(options.pace);
    drive(job, &[], options.keys.as_ref(), control, &mut on_progress).await
}

fn drive<'a>(
    job: Job,
    images: &'a [Option<Blob>],
    keys: Option<&'a Keys>,
    control: &'a Control,
    on_progress: &'a mut dyn FnMut(Progress),
) -> Boxed<'a, Result<Outcome, Error>> {
    Box::pin(drive_on(job, images, keys, control, on_progress))
}

async fn drive_on(
    mut job: Job,
    images: &[Option<Blob>],
    keys: Option<&Keys>,
    control: &Control,
    on_progress: &mut dyn FnMut(Progress),
) -> Result<Outcome, Error> {
    let began = now();
    let elapsed = || now().saturating_sub(began);
    // Whether the last answer was a refusal of its key, and another one is tried.
    let mut is_renewed = false;
    loop {
        while control.take() {
            job.cancel(elapsed());
        }
        if control.take_leave() {
            job.leave();
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
                let request = match keys {
                    Some(keys) => match key_in_time(keys, control, job.patience(elapsed())).await {
                        Ok(key) => job.renewed(key, request),
                        // Nothing was sent, and what makes keys has said why.
                        Err(error) if job.task_id().is_none() => return Err(error),
                        Err(_) => {
                            if let Some(progress) = job.lost(elapsed(), jitter(), Loss::NotSent) {
                                on_progress(progress);
                            }
                            continue;
                        }
                    },
                    None => request,
                };
                let patience = job.patience(elapsed());
                let reply = {
                    let shared = RefCell::new((&mut job, &mut *on_progress));
                    let mut on_chunk = |bytes: &[u8]| {
                        let (job, on_progress) = &mut *shared.borrow_mut();
                        job.receive_chunk(bytes).into_iter().for_each(&mut **on_progress);
                    };
                    let sending = fetch::send(&request, images, &mut on_chunk);
                    let mut reply: Boxed<'_, _> = Box::pin(in_time(sending, patience));
                    loop {
                        match control.unless_canceled(&mut reply).await {
                            Some(reply) => break reply,
                            None if control.take() && shared.borrow_mut().0.cancel(elapsed()) => {
                                break Err(Loss::Aborted);
                            }
                            None if control.take_leave() => shared.borrow_mut().0.leave(),
                            None => {}
                        }
                    }
                };
                if let Some(keys) = keys.filter(|_| !is_renewed)
                    && reply.as_ref().is_ok_and(|reply| reply.status == 401)
                {
                    // It has ended: the clock that says otherwise may be slow.
                    keys.discard();
                    let key = key_in_time(keys, control, job.patience(elapsed())).await;
                    if key.is_ok_and(|key| !job.uses(&key)) {
                        is_renewed = true;
                        job.ask_again(elapsed());
                        continue;
                    }
                }
                is_renewed = false;
                let progress = match reply {
                    Ok(reply) => job.receive(elapsed(), jitter(), &reply),
                    Err(Loss::Failed) if job.task_id().is_none() && doctor::is_blocked(&request).await => {
                        job.lost(elapsed(), jitter(), Loss::Blocked)
                    }
                    Err(loss) => job.lost(elapsed(), jitter(), loss),
                };
                if let Some(progress) = progress {
                    on_progress(progress);
                }
            }
        }
    }
}

/// A key that can be used now, waited for so long and as long as nobody cancels.
pub(crate) fn key_in_time<'a>(
    keys: &'a Keys,
    control: &'a Control,
    patience: Duration,
) -> Boxed<'a, Result<Credential, Error>> {
    Box::pin(async move {
        let mut making: Boxed<'_, _> = Box::pin(within(Box::pin(keys.current()), patience));
        match control.unless_only_canceled(&mut making).await {
            Some(key) => key.unwrap_or_else(|| Err(Error::late("the key that `credential` makes"))),
            None => Err(Error::canceled()),
        }
    })
}

/// `future`, or a loss when it takes too long.
pub(super) async fn in_time<T>(future: Boxed<'_, Result<T, Loss>>, patience: Duration) -> Result<T, Loss> {
    within(future, patience).await.unwrap_or(Err(Loss::Failed))
}

fn timer(pause: Duration) -> Boxed<'static, ()> {
    Box::pin(TimeoutFuture::new(pause.as_millis().min(i32::MAX as u128) as u32))
}

/// What `future` comes to, unless it takes too long.
pub(crate) async fn within<T>(mut future: Boxed<'_, T>, patience: Duration) -> Option<T> {
    let mut timeout = timer(patience);
    std::future::poll_fn(move |context| {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(context) {
            return std::task::Poll::Ready(Some(output));
        }
        timeout.as_mut().poll(context).map(|()| None)
    })
    .await
}
