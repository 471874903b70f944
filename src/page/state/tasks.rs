//! Tasks that were paid for, as they are kept in the browser until their images are here.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The service forgets a task after a day.
const LIFE_MILLIS: f64 = 24.0 * 3600.0 * 1000.0;

/// A task with what is needed to ask for it again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptTask {
    /// The service's id.
    pub task_id: String,
    /// Base URL of the service that has it.
    pub base_url: String,
    /// How many images were asked for; `None` where that is not known, or was a maximum.
    #[serde(rename = "n", default)]
    pub asked: Option<u32>,
    /// What was asked for.
    #[serde(default)]
    pub prompt: String,
    /// Of which model.
    #[serde(default)]
    pub model: String,
    /// The seed that was sent, if any.
    #[serde(default)]
    pub seed: Option<u32>,
    /// When, in milliseconds since 1970.
    #[serde(rename = "began")]
    pub began_millis: f64,
}

/// The tasks in a kept list. One that cannot be read does not take the others with it: they were paid for.
pub fn readable(list: Vec<Value>) -> Vec<KeptTask> {
    list.into_iter().filter_map(|task| serde_json::from_value(task).ok()).collect()
}

/// Those of `tasks` that the service may still know at `now_millis`, milliseconds since 1970.
pub fn alive(mut tasks: Vec<KeptTask>, now_millis: f64) -> Vec<KeptTask> {
    tasks.retain(|task| !task.task_id.is_empty() && task.began_millis > now_millis - LIFE_MILLIS);
    tasks
}

/// `tasks` with `task`, in the place of another one of the same id.
pub fn with_task(mut tasks: Vec<KeptTask>, task: KeptTask) -> Vec<KeptTask> {
    tasks.retain(|other| other.task_id != task.task_id);
    tasks.push(task);
    tasks
}

/// `tasks` without the one with this id.
pub fn without_task(mut tasks: Vec<KeptTask>, task_id: &str) -> Vec<KeptTask> {
    tasks.retain(|task| task.task_id != task_id);
    tasks
}
