//! Names in a body that its model does not know. The service ignores them; the log does not.

use crate::models::{self, Generation};
use crate::parameters;
use crate::received::Received;
use serde_json::Value;

/// Parameters the model does not have, or that do nothing here; others of the body as `input.name` and `$.name`.
/// `top` names what the door takes besides `model`, `input` and `parameters`.
pub fn unsupported(received: &Received, top: &[&str], makes_tasks: bool) -> Vec<String> {
    let Some(body) = received.json.as_ref().filter(|body| body.is_object()) else {
        return Vec::new();
    };
    let mut names = among(body, "$.", &[&["model", "input", "parameters"], top].concat());
    let name = body.get("model").and_then(Value::as_str).unwrap_or("");
    let model = models::find(name);
    let legacy = model.is_some_and(|model| model.generation == Generation::Wan25);
    let input: &[&str] = if legacy { &["prompt", "images", "negative_prompt"] } else { &["messages"] };
    names.extend(among(body.get("input").unwrap_or(&Value::Null), "input.", input));
    let parameters = body.get("parameters").unwrap_or(&Value::Null);
    let is_true = |name: &str| parameters.get(name) == Some(&Value::Bool(true));
    let Some(model) = model else {
        if name == models::FINDER {
            names.extend(among(parameters, "", &models::FINDER_PARAMETERS));
        }
        return names;
    };
    names.extend(among(parameters, "", model.parameters));
    let streams = parameters::interleaves(body, model) && !makes_tasks;
    if model.generation == Generation::Wan26 && is_true("stream") && !streams {
        names.push("stream".to_owned());
    }
    for name in ["bbox_list", "color_palette"] {
        if model.generation == Generation::Wan27 && is_true("enable_sequential") && parameters.get(name).is_some() {
            names.push(name.to_owned());
        }
    }
    names
}

fn among(place: &Value, prefix: &str, known: &[&str]) -> Vec<String> {
    let names = place.as_object().into_iter().flat_map(|fields| fields.keys());
    names.filter(|name| !known.contains(&name.as_str())).map(|name| format!("{prefix}{name}")).collect()
}
