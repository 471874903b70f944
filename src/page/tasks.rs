//! Tasks that were paid for: kept in the browser before anything else happens, until their images are here.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::web::store;

/// The service forgets a task after a day.
const LIFE_MILLIS: f64 = 24.0 * 3600.0 * 1000.0;

/// A task with what is needed to ask for it again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptTask {
    /// The service's id.
    pub task_id: String,
    /// Base URL of the service that has it.
    pub base_url: String,
    /// How many images were asked for; `None` where that is not known, or was a maximum.
    pub asked: Option<u32>,
    /// What was asked for.
    pub prompt: String,
    /// Of which model.
    pub model: String,
    /// The seed that was sent, if any.
    pub seed: Option<u32>,
    /// When, in milliseconds since 1970.
    pub began_millis: f64,
}

/// Keeps `task`, beside those of other tabs.
pub fn keep(task: KeptTask) {
    let mut tasks = kept();
    tasks.retain(|other| other.task_id != task.task_id);
    tasks.push(task);
    write(&tasks);
}

/// Forgets a task: its images are here, or it is known to have none.
pub fn forget(task_id: &str) {
    let mut tasks = kept();
    tasks.retain(|task| task.task_id != task_id);
    write(&tasks);
}

/// Every kept task that the service may still know.
pub fn kept() -> Vec<KeptTask> {
    let parsed = store::read("tasks").and_then(|text| JSON::parse(&text).ok()).unwrap_or_default();
    if !Array::is_array(&parsed) {
        return Vec::new();
    }
    let oldest = js_sys::Date::now() - LIFE_MILLIS;
    Array::from(&parsed).iter().filter_map(|value| read(&value)).filter(|task| task.began_millis > oldest).collect()
}

fn read(value: &JsValue) -> Option<KeptTask> {
    let get = |name: &str| Reflect::get(value, &name.into()).unwrap_or_default();
    Some(KeptTask {
        task_id: get("taskId").as_string().filter(|id| !id.is_empty())?,
        base_url: get("baseUrl").as_string()?,
        asked: get("n").as_f64().map(|asked| asked as u32),
        prompt: get("prompt").as_string().unwrap_or_default(),
        model: get("model").as_string().unwrap_or_default(),
        seed: get("seed").as_f64().map(|seed| seed as u32),
        began_millis: get("began").as_f64()?,
    })
}

fn write(tasks: &[KeptTask]) {
    let array = Array::new();
    for task in tasks {
        let object = Object::new();
        let number = |number: Option<u32>| number.map_or(JsValue::NULL, JsValue::from);
        let values: [(&str, JsValue); 7] = [
            ("taskId", JsValue::from_str(&task.task_id)),
            ("baseUrl", JsValue::from_str(&task.base_url)),
            ("n", number(task.asked)),
            ("prompt", JsValue::from_str(&task.prompt)),
            ("model", JsValue::from_str(&task.model)),
            ("seed", number(task.seed)),
            ("began", task.began_millis.into()),
        ];
        for (name, value) in values {
            // A plain object takes every property.
            let _ = Reflect::set(&object, &name.into(), &value);
        }
        array.push(&object);
    }
    let text = if tasks.is_empty() { None } else { JSON::stringify(&array).ok().and_then(|text| text.as_string()) };
    store::write("tasks", &text.unwrap_or_default());
}
