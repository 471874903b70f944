//! Short questions to the service, beside an edit.

use web_sys::Blob;

use super::{Boxed, fetch, run};
use crate::core::edit::ImageSource;
use crate::core::geometry::{BoundingBox, Size};
use crate::core::image::{ImageLimits, fit};
use crate::core::job::Error;
use crate::core::job::answer::{self, answer, located, unanswered};
use crate::core::service::http::{HttpRequest, Reply};
use crate::core::service::wire::account::{TaskList, Token};
use crate::core::service::wire::reply::WireReply;
use crate::core::service::{Protocol, Service, plan};

/// What is sent to have something found in it: smaller than the service's limit of 10 MiB for a data URI.
const LOCATE_LIMITS: ImageLimits =
    ImageLimits { min_side: 10, max_side: 4096, max_ratio: Some(200), max_bytes: 7_000_000, alpha: false };

fn ask<'a>(
    service: &'a Service,
    request: &'a HttpRequest,
    images: &'a [Option<Blob>],
) -> Boxed<'a, Result<Reply, Error>> {
    Box::pin(ask_once(service, request, images))
}

async fn ask_once(service: &Service, request: &HttpRequest, images: &[Option<Blob>]) -> Result<Reply, Error> {
    if service.endpoint.protocol() == Protocol::Dmxapi {
        return Err(Error::not_sent("DMXAPI answers edits only"));
    }
    if service.lacks_key() {
        return Err(Error::no_key(&service.credential));
    }
    fetch::send(request, images, &mut |_| {}).await.map_err(unanswered)
}

/// Page `page` (from 1) of the account's tasks of the last 24 hours.
///
/// # Errors
/// Why there is no list.
pub async fn tasks(service: &Service, page: u32, page_size: u32) -> Result<TaskList, Error> {
    let reply = ask(service, &plan::list(service, page, page_size), &[]).await?;
    answer::tasks(&reply, &service.credential)
}

/// Cancels a task that is still queued.
///
/// # Errors
/// Why not; [`Cause::TooLateToCancel`](crate::core::job::Cause) where it runs already.
pub async fn cancel(service: &Service, task_id: &str) -> Result<(), Error> {
    let reply = ask(service, &plan::cancel(service, task_id), &[]).await?;
    let is_done = |body: &str| WireReply::parse(body).filter(|wire| wire.code.is_none()).map(|_| ());
    answer(&reply, &service.credential, is_done)
}

/// A temporary key that lives `seconds` (1 to 1800), made with the key of `service`.
///
/// # Errors
/// Why there is none.
pub async fn token(service: &Service, seconds: u32) -> Result<Token, Error> {
    let reply = ask(service, &plan::token(service, seconds.clamp(1, 1800)), &[]).await?;
    answer(&reply, &service.credential, Token::parse)
}

/// Where `words` are in a source image: at most two boxes, in px of the upright image, to be confirmed by a person.
/// `size` is the image's upright size. Billed by tokens, a fraction of an image.
///
/// # Errors
/// Why nothing could be found out.
pub async fn locate(
    service: &Service,
    source: &ImageSource,
    file: Option<&Blob>,
    size: Size,
    words: &str,
) -> Result<Vec<BoundingBox>, Error> {
    let (address, image) = match (source, file) {
        (ImageSource::Url { url, .. }, _) => (Some(url.as_str()), None),
        (ImageSource::Local(facts), Some(file)) => {
            let fit = fit(facts, &LOCATE_LIMITS).map_err(|error| Error::image(error.to_string()))?;
            let (blob, _, format) = run::fitted(file, facts, &fit, "#ffffff").await?;
            (None, Some(run::read(&blob, format).await?))
        }
        (ImageSource::Local(_), None) => return Err(Error::image("the file of the source image is missing")),
    };
    let reply = ask(service, &plan::locate(service, address, words), &[image]).await?;
    located(&reply, size, &service.credential)
}
