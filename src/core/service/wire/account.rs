//! Replies about the account: its tasks, temporary keys, and leave to upload.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::reply::TaskStatus;
use super::tolerant::{self, list, needed, number, number_of, word};

/// One task of the account, as the list has it: without its results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTask {
    /// `task_id`.
    pub task_id: String,
    /// `status`.
    pub status: TaskStatus,
    /// `model_name`.
    pub model: String,
    /// When it was asked for, in milliseconds since 1970.
    pub began_millis: Option<u64>,
    /// When it ended, in milliseconds since 1970.
    pub ended_millis: Option<u64>,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskList {
    /// The tasks, as they came.
    pub tasks: Vec<ListedTask>,
    /// How many pages there are.
    pub pages: u32,
}

/// The list, and how many pages there are.
#[derive(Default, Deserialize)]
struct Page {
    #[serde(default, deserialize_with = "list")]
    data: Option<Vec<Item>>,
    #[serde(default, deserialize_with = "list")]
    tasks: Option<Vec<Item>>,
    #[serde(default, deserialize_with = "number")]
    total_page: Option<u64>,
}

/// A task under the names of the list, and under those of a task.
#[derive(Default, Deserialize)]
struct Item {
    #[serde(default, deserialize_with = "word")]
    task_id: Option<String>,
    #[serde(default, deserialize_with = "word")]
    status: Option<String>,
    #[serde(default, deserialize_with = "word")]
    task_status: Option<String>,
    #[serde(default, deserialize_with = "word")]
    model_name: Option<String>,
    #[serde(default, deserialize_with = "word")]
    model: Option<String>,
    #[serde(default, deserialize_with = "millis")]
    gmt_create: Option<u64>,
    #[serde(default, deserialize_with = "millis")]
    submit_time: Option<u64>,
    #[serde(default, deserialize_with = "millis")]
    start_time: Option<u64>,
    #[serde(default, deserialize_with = "millis")]
    end_time: Option<u64>,
}

impl TaskList {
    /// Reads a body. `None` where it has no list in it.
    pub fn parse(body: &str) -> Option<Self> {
        let root = tolerant::body(body)?;
        let [top, output]: [Page; 2] = [&root, &root["output"]].map(tolerant::read);
        let items = top.data.or(top.tasks).or(output.data).or(output.tasks)?;
        let pages = top.total_page.or(output.total_page).unwrap_or(1);
        Some(Self {
            tasks: items.into_iter().filter_map(Item::into_task).collect(),
            pages: pages.try_into().unwrap_or(1),
        })
    }
}

impl Item {
    fn into_task(self) -> Option<ListedTask> {
        Some(ListedTask {
            task_id: self.task_id?,
            status: self.status.or(self.task_status)?.into(),
            model: self.model_name.or(self.model).unwrap_or_default(),
            began_millis: self.gmt_create.or(self.submit_time).or(self.start_time),
            ended_millis: self.end_time,
        })
    }
}

/// A time as it stands in a list (milliseconds) or in a task (a date in UTC+8).
fn millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(number_of(&value).or_else(|| utc8_millis(value.as_str()?)))
}

/// `YYYY-MM-DD HH:mm:ss.SSS` in UTC+8, as milliseconds since 1970.
pub fn utc8_millis(text: &str) -> Option<u64> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u64>);
    let mut next = || numbers.next()?.ok();
    let (year, month, day) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let millis = next().unwrap_or(0);
    let is_date = (1970..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !is_date || hour > 23 || minute > 59 || second > 60 || millis > 999 {
        return None;
    }
    // Years that begin in March have their leap day at the end.
    let shifted = if month > 2 { year } else { year - 1 };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + day_of_year;
    let seconds = (days.checked_sub(719_468)? * 24 + hour) * 3600 + minute * 60 + second;
    Some(seconds.checked_sub(8 * 3600)? * 1000 + millis)
}

/// A temporary key.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// `st-…`.
    pub token: String,
    /// When it ends, in seconds since 1970.
    pub expires_unix: u64,
}

#[derive(Default, Deserialize)]
struct TokenBody {
    #[serde(default, deserialize_with = "word")]
    token: Option<String>,
    #[serde(default, deserialize_with = "number")]
    expires_at: Option<u64>,
}

impl Token {
    /// Reads a body. `None` where it has no key in it.
    pub fn parse(body: &str) -> Option<Self> {
        let TokenBody { token, expires_at } = tolerant::read(&tolerant::body(body)?);
        Some(Self { token: token?, expires_unix: expires_at? })
    }
}

/// Leave to upload files for five minutes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct UploadPolicy {
    #[serde(deserialize_with = "needed")]
    pub policy: String,
    #[serde(deserialize_with = "needed")]
    pub signature: String,
    #[serde(deserialize_with = "needed")]
    pub upload_dir: String,
    #[serde(deserialize_with = "needed")]
    pub upload_host: String,
    #[serde(deserialize_with = "needed")]
    pub oss_access_key_id: String,
    #[serde(deserialize_with = "needed")]
    pub x_oss_object_acl: String,
    #[serde(deserialize_with = "needed")]
    pub x_oss_forbid_overwrite: String,
    /// Most megabytes of one file.
    #[serde(default, deserialize_with = "number")]
    pub max_file_size_mb: Option<u64>,
}

impl UploadPolicy {
    /// Reads a body. `None` where something is missing.
    pub fn parse(body: &str) -> Option<Self> {
        tolerant::from_object(&tolerant::body(body)?["data"])
    }

    /// The form's fields for a file of this name, all but `file`, which comes last; and the file's address.
    pub fn fields(&self, name: &str) -> ([(&'static str, String); 7], String) {
        let key = format!("{}/{name}", self.upload_dir);
        let address = format!("oss://{key}");
        let fields = [
            ("OSSAccessKeyId", self.oss_access_key_id.clone()),
            ("Signature", self.signature.clone()),
            ("policy", self.policy.clone()),
            ("x-oss-object-acl", self.x_oss_object_acl.clone()),
            ("x-oss-forbid-overwrite", self.x_oss_forbid_overwrite.clone()),
            ("key", key),
            ("success_action_status", "200".to_owned()),
        ];
        (fields, address)
    }
}
