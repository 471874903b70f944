//! Replies about the account: its tasks, temporary keys, and leave to upload.

use crate::core::json::Value;

use super::reply::{TaskStatus, items, number, word};

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

impl TaskList {
    /// Reads a body. `None` where it has no list in it.
    pub fn parse(body: &str) -> Option<Self> {
        let root = Value::parse(body)?;
        let places = [&root, &root["output"]];
        let list = places.iter().flat_map(|place| [&place["data"], &place["tasks"]]).find(|list| list.is_array())?;
        let pages = places.iter().find_map(|place| number(&place["total_page"])).unwrap_or(1);
        Some(Self { tasks: items(list).iter().filter_map(task).collect(), pages: pages.try_into().unwrap_or(1) })
    }
}

fn task(item: &Value) -> Option<ListedTask> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| millis(&item[*key]));
    let status = word(&item["status"]).or_else(|| word(&item["task_status"]))?;
    Some(ListedTask {
        task_id: word(&item["task_id"])?,
        status: TaskStatus::parse(&status),
        model: word(&item["model_name"]).or_else(|| word(&item["model"])).unwrap_or_default(),
        began_millis: first(&["gmt_create", "submit_time", "start_time"]),
        ended_millis: first(&["end_time"]),
    })
}

/// A time as it stands in a list (milliseconds) or in a task (a date in UTC+8).
fn millis(value: &Value) -> Option<u64> {
    number(value).or_else(|| utc8_millis(value.as_str()?))
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

impl Token {
    /// Reads a body. `None` where it has no key in it.
    pub fn parse(body: &str) -> Option<Self> {
        let root = Value::parse(body)?;
        Some(Self { token: word(&root["token"])?, expires_unix: number(&root["expires_at"])? })
    }
}

/// Leave to upload files for five minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct UploadPolicy {
    pub policy: String,
    pub signature: String,
    pub upload_dir: String,
    pub upload_host: String,
    pub oss_access_key_id: String,
    pub x_oss_object_acl: String,
    pub x_oss_forbid_overwrite: String,
    /// Most megabytes of one file.
    pub max_file_size_mb: Option<u64>,
}

impl UploadPolicy {
    /// Reads a body. `None` where something is missing.
    pub fn parse(body: &str) -> Option<Self> {
        let root = Value::parse(body)?;
        let data = &root["data"];
        let field = |key: &str| match &data[key] {
            Value::Bool(flag) => Some(if *flag { "true" } else { "false" }.to_owned()),
            value => word(value),
        };
        Some(Self {
            policy: field("policy")?,
            signature: field("signature")?,
            upload_dir: field("upload_dir")?,
            upload_host: field("upload_host")?,
            oss_access_key_id: field("oss_access_key_id")?,
            x_oss_object_acl: field("x_oss_object_acl")?,
            x_oss_forbid_overwrite: field("x_oss_forbid_overwrite")?,
            max_file_size_mb: number(&data["max_file_size_mb"]),
        })
    }

    /// The form's fields for a file of this name, all but `file`, which comes last; and the file's address.
    pub fn fields(&self, name: &str) -> ([(&'static str, String); 7], String) {
        let key = [&self.upload_dir, "/", name].concat();
        let address = ["oss://", &key].concat();
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
