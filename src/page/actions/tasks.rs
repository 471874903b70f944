//! Tasks that were paid for, kept in the browser before anything else happens, beside those of other tabs.

use crate::page::state::{KeptTask, keep_tasks, kept_tasks, with_task, without_task};
use crate::web::Storage;

/// Keeps `task`.
pub fn keep(storage: Storage, task: KeptTask) {
    keep_tasks(storage, &with_task(kept_tasks(storage), task));
}

/// Forgets a task: its images are here, or it is known to have none.
pub fn forget(storage: Storage, task_id: &str) {
    keep_tasks(storage, &without_task(kept_tasks(storage), task_id));
}
