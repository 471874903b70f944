//! What JavaScript hands over, as plain structs. Tests read the same from JSON, on the host.

use std::time::Duration;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::Value;

use crate::core::edit::{Delivery, EditRequest};
use crate::core::geometry::{BoundingBox, Size};
use crate::core::service::endpoint::is_here;
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

/// Reads an object; `path` is where it stands, with a dot behind it, or empty.
///
/// # Errors
/// The first place that cannot be meant.
pub(super) fn read<T: DeserializeOwned>(value: &Value, path: &str) -> Result<T, Malformed> {
    let object = value.as_object().ok_or_else(|| Malformed::new(path.trim_end_matches('.'), "give an object"))?;
    serde_path_to_error::deserialize(object)
        .map_err(|error| Malformed::new(format!("{path}{}", error.path()).trim_end_matches('.'), error.inner()))
}

/// A service and how it is reached.
#[derive(Debug, Deserialize)]
pub struct Settings {
    #[serde(deserialize_with = "endpoint")]
    service: Endpoint,
    #[serde(default, deserialize_with = "proxy")]
    proxy: Proxy,
    credential: Option<Value>,
    bearer: Option<bool>,
}

/// A name of the list, a base URL, or the host of a workspace.
fn endpoint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Endpoint, D::Error> {
    let endpoint = match Value::deserialize(deserializer)? {
        Value::String(name) => match KNOWN_ENDPOINTS.iter().find(|known| known.id == name) {
            Some(known) => Endpoint::parse(known.base_url),
            // No host has such a name but this machine.
            None if !name.contains(['.', ':', '/']) && !is_here(name.trim()) => {
                let nearest = KNOWN_ENDPOINTS.iter().map(|known| known.id).min_by_key(|id| distance(id, name.trim()));
                let nearest = nearest.unwrap_or_default();
                return Err(D::Error::custom(format!("no service has the name {name}; the nearest one is {nearest}")));
            }
            None => Endpoint::parse(&name),
        },
        host => Endpoint::workspace(
            host["workspace"].as_str().unwrap_or_default(),
            host["region"].as_str().unwrap_or_default(),
        ),
    };
    endpoint.map_err(D::Error::custom)
}

/// How many letters have to be changed, put in or taken out.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for (column, other) in other.bytes().enumerate() {
            let changed = corner + usize::from(!letter.eq_ignore_ascii_case(&other));
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

fn proxy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Proxy, D::Error> {
    let setting = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    Proxy::parse(&setting).map_err(D::Error::custom)
}

impl Settings {
    /// Reads `{ service, proxy, credential, bearer }`.
    ///
    /// # Errors
    /// The setting that cannot be meant.
    pub fn read(value: &Value) -> Result<Service, Malformed> {
        let settings: Self = read(value, "")?;
        Ok(Service {
            endpoint: settings.service,
            proxy: settings.proxy,
            authorization: match (&settings.credential, settings.bearer) {
                (Some(Value::Bool(false)), _) => Authorization::ByProxy,
                (_, Some(true)) => Authorization::Bearer,
                _ => Authorization::Documented,
            },
            credential: Credential::new(settings.credential.as_ref().and_then(Value::as_str).unwrap_or_default()),
        })
    }
}

/// Reads the `images` of an object; without them there are none.
///
/// # Errors
/// The first place that cannot be meant.
pub(super) fn read_images<T: DeserializeOwned>(value: &Value) -> Result<Vec<T>, Malformed> {
    let images = value["images"].as_array().map(Vec::as_slice).unwrap_or_default();
    images.iter().enumerate().map(|(index, image)| read(image, &format!("images[{index}]."))).collect()
}

/// A request, its images not yet opened.
#[derive(Debug)]
pub struct Request {
    /// All but the images.
    pub edit: EditRequest,
    /// The images.
    pub images: Vec<Image>,
}

impl Request {
    /// Reads `{ edit, images }`.
    ///
    /// # Errors
    /// The place in the request that cannot be meant.
    pub fn read(value: &Value) -> Result<Self, Malformed> {
        Ok(Self { edit: read(&value["edit"], "")?, images: read_images(value)? })
    }
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
pub(super) fn bboxes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<BoundingBox>, D::Error> {
    let wrong = || D::Error::custom("give [[x1, y1, x2, y2], …] in whole px");
    let whole = |edge: f64| (edge.fract() == 0.0 && (0.0..=u32::MAX.into()).contains(&edge)).then_some(edge as u32);
    let corners = Option::<Vec<[f64; 4]>>::deserialize(deserializer).map_err(|_| wrong())?.unwrap_or_default();
    let bbox = |[x1, y1, x2, y2]: [f64; 4]| {
        Some(BoundingBox { x1: whole(x1)?, y1: whole(y1)?, x2: whole(x2)?, y2: whole(y2)? })
    };
    corners.into_iter().map(bbox).collect::<Option<_>>().ok_or_else(wrong)
}

/// How an edit is run; what is absent has its default.
#[derive(Debug, Deserialize)]
pub struct Options {
    /// The way to await the answer.
    pub delivery: Option<Delivery>,
    /// Whether files are uploaded first.
    pub upload: Option<bool>,
    /// CSS colour that transparency is laid on.
    pub background: Option<String>,
    /// Whether files keep their metadata, where they need no other change.
    #[serde(rename = "keepMetadata")]
    pub keep_metadata: Option<bool>,
    /// How long to wait in all.
    #[serde(default, deserialize_with = "millis", rename = "deadlineMillis")]
    pub deadline: Option<Duration>,
    /// The pause between polls.
    #[serde(default, deserialize_with = "millis", rename = "pollIntervalMillis")]
    pub poll_interval: Option<Duration>,
    /// How often a refused submit is sent again.
    #[serde(rename = "maxRetries")]
    pub max_retries: Option<u32>,
    /// How many images the task was asked for.
    pub n: Option<u32>,
    /// Whether to stop waiting as soon as a task exists.
    pub leave: Option<bool>,
}

impl Options {
    /// Reads options.
    ///
    /// # Errors
    /// The option that cannot be meant.
    pub fn read(value: &Value) -> Result<Self, Malformed> {
        read(value, "")
    }
}

/// No wait is longer.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);

fn millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let duration = |millis: f64| {
        let duration = Duration::try_from_secs_f64(millis / 1000.0);
        // What is added to it must not overflow.
        duration.map(|duration| duration.min(LONGEST)).map_err(|_| D::Error::custom("give a number of milliseconds"))
    };
    Option::<f64>::deserialize(deserializer)?.map(duration).transpose()
}
