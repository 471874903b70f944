//! Helpers for `#[serde(deserialize_with = …)]`: a field that holds something else than it should reads as if it were
//! absent, so that it spoils no other. Each reads any JSON value first, and then what it looks for in it.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::{Number, Value};

/// Whole floats are exact below this.
const EXACT: f64 = 9e15;

/// A body that is a JSON object.
pub(super) fn body(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(Value::is_object)
}

/// What an object says; `None` where it lacks what `T` needs, or is none.
pub(super) fn from_object<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value.as_object()?).ok()
}

/// What an object says, or nothing.
pub(super) fn read<T: DeserializeOwned + Default>(value: &Value) -> T {
    from_object(value).unwrap_or_default()
}

/// The items that are objects.
pub(super) fn objects<T: DeserializeOwned>(items: &[Value]) -> Vec<T> {
    items.iter().filter_map(from_object).collect()
}

/// An object.
pub(super) fn object<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: DeserializeOwned + Default,
    D: Deserializer<'de>,
{
    Ok(read(&Value::deserialize(deserializer)?))
}

/// A list of objects.
pub(super) fn list<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    Ok(Value::deserialize(deserializer)?.as_array().map(|items| objects(items)))
}

/// A text that is not empty, or a whole number as one.
pub(super) fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(word_of(Value::deserialize(deserializer)?))
}

/// The same, or a switch as `true` or `false`; needed.
pub(super) fn needed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let word = match Value::deserialize(deserializer)? {
        Value::Bool(is_on) => Some(is_on.to_string()),
        value => word_of(value),
    };
    word.ok_or_else(|| D::Error::custom("not a word"))
}

/// A whole number, be it written as text.
pub(super) fn number<'de, N, D>(deserializer: D) -> Result<Option<N>, D::Error>
where
    N: TryFrom<u64>,
    D: Deserializer<'de>,
{
    Ok(number_of(&Value::deserialize(deserializer)?).and_then(|number| number.try_into().ok()))
}

/// What [`word`] reads.
pub(super) fn word_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) if number.is_f64() => whole(&number).map(|whole| whole.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What [`number`] reads.
pub(super) fn number_of(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().or_else(|| whole(number)?.try_into().ok()),
        _ => None,
    }
}

/// A number without a fraction, be it written with one: `2.0`.
fn whole(number: &Number) -> Option<i64> {
    number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT).map(|float| float as i64)
}
