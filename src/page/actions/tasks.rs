//! Tasks that were paid for, kept in the browser before anything else happens, beside those of other tabs.

use crate::page::state::{KeptTask, alive, readable, with_task, without_task};
use crate::web::Storage;

const NAME: &str = "tasks";

/// Keeps `task`.
pub fn keep(storage: Storage, task: KeptTask) {
    storage.write_json(NAME, &with_task(kept(storage), task));
}

/// Forgets a task: its images are here, or it is known to have none.
pub fn forget(storage: Storage, task_id: &str) {
    storage.write_json(NAME, &without_task(kept(storage), task_id));
}

/// Every kept task that the service may still know.
pub fn kept(storage: Storage) -> Vec<KeptTask> {
    alive(readable(storage.read_json(NAME).unwrap_or_default()), js_sys::Date::now())
}
