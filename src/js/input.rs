//! What JavaScript hands over, as plain structs. Tests read the same from JSON, on the host.

use std::time::Duration;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::Value;

use crate::core::edit::{Delivery, EditRequest};
use crate::core::geometry::{BoundingBox, Size};
use crate::core::service::{Authorization, Credential, Endpoint, KNOWN_ENDPOINTS, Proxy, Service};

/// What cannot be meant, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// `images[0].bboxes`, `n`, …; empty where it is the whole.
    pub path: String,
    /// Why, in English.
    pub message: String,
}

impl Malformed {
    fn new(path: &str, why: impl ToString) -> Self {
        Self { path: path.into(), message: why.to_string() }
    }
}

/// Reads what was handed over.
///
/// # Errors
/// The first place that cannot be meant.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Malformed> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        // The parameters stand at the top of what an app writes.
        let path = path.strip_prefix("edit.").unwrap_or(&path);
        Malformed::new(if path == "." { "" } else { path }, error.inner())
    })
}

/// A service and how it is reached.
#[derive(Debug, Deserialize)]
pub struct Settings {
    #[serde(deserialize_with = "endpoint")]
    service: Endpoint,
    #[serde(default, deserialize_with = "proxy")]
    proxy: Proxy,
    credential: Option<String>,
    bearer: Option<bool>,
}

/// A name of the list, a base URL, or the host of a workspace.
fn endpoint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Endpoint, D::Error> {
    let endpoint = match Value::deserialize(deserializer)? {
        Value::String(name) => {
            let known = KNOWN_ENDPOINTS.iter().find(|known| known.id == name);
            Endpoint::parse(known.map_or(&name, |known| known.base_url))
        }
        host => Endpoint::workspace(
            host["workspace"].as_str().unwrap_or_default(),
            host["region"].as_str().unwrap_or_default(),
        ),
    };
    endpoint.map_err(D::Error::custom)
}

fn proxy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Proxy, D::Error> {
    let setting = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    Proxy::parse(&setting).map_err(D::Error::custom)
}

impl Settings {
    /// The service.
    pub fn into_service(self) -> Service {
        Service {
            endpoint: self.service,
            proxy: self.proxy,
            credential: Credential::new(self.credential.unwrap_or_default()),
            authorization: match self.bearer {
                Some(true) => Authorization::Bearer,
                _ => Authorization::Documented,
            },
        }
    }
}

/// A request, its images not yet opened.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// All but the images.
    pub edit: EditRequest,
    /// The images.
    pub images: Vec<Image>,
}

/// An image; where it has no `url` it is a file, handed over beside.
#[derive(Debug, Deserialize)]
pub struct Image {
    /// Where the service fetches it.
    pub url: Option<String>,
    /// Its boxes.
    #[serde(default, deserialize_with = "bboxes")]
    pub bboxes: Vec<BoundingBox>,
    /// Of one by URL, where known.
    pub size: Option<Size>,
}

/// Numbers of JavaScript are floats; pixels are whole.
fn bboxes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<BoundingBox>, D::Error> {
    let wrong = || D::Error::custom("give [[x1, y1, x2, y2], …] in whole px");
    let whole = |edge: f64| (edge.fract() == 0.0 && (0.0..=u32::MAX.into()).contains(&edge)).then_some(edge as u32);
    let corners = Option::<Vec<[f64; 4]>>::deserialize(deserializer).map_err(|_| wrong())?.unwrap_or_default();
    let bbox = |[x1, y1, x2, y2]: [f64; 4]| {
        Some(BoundingBox { x1: whole(x1)?, y1: whole(y1)?, x2: whole(x2)?, y2: whole(y2)? })
    };
    corners.into_iter().map(bbox).collect::<Option<_>>().ok_or_else(wrong)
}

/// How an edit is run; what is absent has its default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Options {
    /// The way to await the answer.
    pub delivery: Option<Delivery>,
    /// Whether files are uploaded first.
    pub upload: Option<bool>,
    /// CSS colour that transparency is laid on.
    pub background: Option<String>,
    /// How long to wait in all.
    #[serde(deserialize_with = "millis", rename = "deadlineMillis")]
    pub deadline: Option<Duration>,
    /// How many images the task was asked for.
    pub n: Option<u32>,
    /// Whether to stop waiting as soon as a task exists.
    pub leave: Option<bool>,
}

fn millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let duration = |millis: f64| {
        Duration::try_from_secs_f64(millis / 1000.0).map_err(|_| D::Error::custom("give a number of milliseconds"))
    };
    Option::<f64>::deserialize(deserializer)?.map(duration).transpose()
}
