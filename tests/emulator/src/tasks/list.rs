//! The list of an account's tasks.

use super::{LIFE_MS, Task, Tasks};
use crate::app::Owner;
use crate::errors::{Refusal, named};
use crate::time;
use serde_json::{Value, json};
use std::collections::HashMap;

impl Task {
    /// A line of the task list: states and times, no results.
    fn listed(&mut self, now: u64) -> Value {
        let status = self.status(now);
        let mut line = json!({
            "api_key_id": self.owner.key_hash,
            "caller_parent_id": "emulator",
            "caller_uid": "emulator",
            "gmt_create": self.submitted,
            "model_name": self.model.name,
            "region": "emulator",
            "request_id": self.request_id,
            "status": status.name(),
            "task_id": self.id,
            "user_api_unique_key": format!("apikey:v1:aigc:{}:{}", self.model.service(), self.model.name),
        });
        let times = [("start_time", self.scheduled), ("end_time", self.ended)];
        for (name, time) in times {
            if let Some(time) = time {
                line[name] = time.into();
            }
        }
        line
    }
}

impl Tasks {
    /// A page of an account's task list, newest first, filtered by the query of the service's list call.
    ///
    /// # Errors
    ///
    /// 400 for a time that is none, and for a span of more than a day.
    pub fn list(&self, query: &HashMap<String, String>, owner: &Owner, request_id: &str) -> Result<Value, Refusal> {
        let now = time::now_ms();
        let asked = |name: &str| query.get(name).filter(|value| !value.is_empty());
        let moment = |name: &str| match asked(name) {
            None => Ok(None),
            Some(text) => time::parse_compact(text)
                .map(Some)
                .ok_or_else(|| named("InvalidParameter").because(format!("{name} is not YYYYMMDDhhmmss"))),
        };
        let (from, to) = match (moment("start_time")?, moment("end_time")?) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, from + LIFE_MS),
            (None, Some(to)) => (to.saturating_sub(LIFE_MS), to),
            (None, None) => (now.saturating_sub(LIFE_MS), now),
        };
        if to > from + LIFE_MS {
            return Err(named("InvalidParameter").because("start_time and end_time are more than 24 hours apart"));
        }
        let mut tasks = self.0.lock().expect("no holder panics");
        let mut wanted: Vec<_> = tasks
            .values_mut()
            .filter(|task| (from..=to).contains(&task.submitted) && task.owner.key_hash == owner.key_hash)
            .map(|task| (task.submitted, task.listed(now)))
            .filter(|(_, line)| {
                ["task_id", "model_name", "status"]
                    .iter()
                    .all(|name| asked(name).is_none_or(|value| line[name] == value.as_str()))
            })
            .collect();
        wanted.sort_by_key(|(submitted, _)| std::cmp::Reverse(*submitted));
        let number = |name: &str, usual: usize| {
            let value = asked(name).and_then(|text| text.parse().ok());
            value.filter(|value| *value > 0).unwrap_or(usual)
        };
        let (page_no, page_size) = (number("page_no", 1), number("page_size", 10).min(100));
        let total = wanted.len();
        let data: Vec<_> =
            wanted.into_iter().map(|(_, line)| line).skip((page_no - 1) * page_size).take(page_size).collect();
        let mut page = json!({
            "request_id": request_id,
            "total": total,
            "total_page": total.div_ceil(page_size),
            "page_no": page_no,
            "page_size": page_size,
        });
        if owner.behaviour.list_tasks {
            page["output"] = json!({"tasks": data});
        } else {
            page["data"] = data.into();
        }
        Ok(page)
    }
}
