//! Temporary keys, keys of plans, and the limits of an account.

mod common;

use common::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime};

fn token(emulator: &Emulator, query: &str, key: &str) -> Answer {
    emulator.submit(&format!("/api/v1/tokens{query}"), key, &[], &Value::Null)
}

fn small() -> Value {
    edit(json!({"size": "768*768"}))
}

#[test]
fn a_temporary_key_acts_for_the_key_that_made_it() {
    let emulator = Emulator::start(&[]);
    let key = "sk-emu+delay=0+throttle=1";
    assert_eq!(emulator.submit(SYNC, key, &[], &small()).status, 429);
    let made = token(&emulator, "?expire_in_seconds=1800", key).json();
    let temporary = made["token"].as_str().unwrap();
    assert!(temporary.starts_with("st-"));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    assert!(made["expires_at"].as_u64().unwrap().abs_diff(now + 1800) <= 1);
    assert_eq!(emulator.submit(SYNC, temporary, &[], &small()).status, 200, "the throttle was its creator's");
    let id = emulator.create(temporary, &small());
    // The service's own libraries ask without the slash.
    for list in ["/api/v1/tasks/", "/api/v1/tasks"] {
        assert_eq!(emulator.get(list, key).json()["data"][0]["task_id"], json!(id));
    }
    let log = emulator.log();
    let [first, _, sent] = &log[..3] else { panic!("three entries") };
    assert_ne!(sent["key_hash"], first["key_hash"]);
    assert_eq!((&sent["account"], &first["account"]), (&first["key_hash"], &first["key_hash"]));
    assert_eq!(sent["headers"]["authorization"], "Bearer st-***");
    let path = format!("/emulator/requests?key_hash={}", first["key_hash"].as_str().unwrap());
    assert_eq!(emulator.call("GET", &path, &[], "").json().as_array().unwrap().len(), 6, "with its temporary key's");
    assert!(!serde_json::to_string(&log).unwrap().contains(&temporary[3..]));
    let again = token(&emulator, "", temporary).refusal();
    assert_eq!((again.0, again.1.as_str()), (403, "AccessDenied"));
}

#[test]
fn a_temporary_key_expires() {
    let emulator = Emulator::start(&[]);
    let made = token(&emulator, "?expire_in_seconds=1", "sk-emu").json();
    let temporary = made["token"].as_str().unwrap();
    assert_eq!(emulator.get("/api/v1/tasks/x", temporary).status, 200);
    std::thread::sleep(Duration::from_millis(1100));
    let refused = emulator.get("/api/v1/tasks/x", temporary).refusal();
    assert_eq!(refused, (401, "InvalidApiKey".into(), "Invalid API-key provided.".into()));
    assert_eq!(emulator.get("/api/v1/tasks/x", "st-never-made").status, 401);
    for query in ["?expire_in_seconds=0", "?expire_in_seconds=1801", "?expire_in_seconds=x"] {
        assert!(token(&emulator, query, "sk-emu").refusal().2.contains("[1, 1800]"), "{query}");
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let usual = token(&emulator, "", "sk-emu").json();
    assert!(usual["expires_at"].as_u64().unwrap().abs_diff(now + 60) <= 1);
    assert_eq!(emulator.call("POST", "/api/v1/tokens", &[], "").refusal().0, 401);
}

#[test]
fn keys_of_plans() {
    let emulator = Emulator::start(&[]);
    let status = |key: &str, body: &Value| emulator.submit(SYNC, key, &[], body).status;
    assert_eq!(status("sk-sp-emu+delay=0", &small()), 401);
    assert_eq!(status("sk-emu+delay=0+host=plan", &small()), 401);
    let plan = "sk-sp-emu+delay=0+host=plan";
    assert_eq!(status(plan, &small()), 200);
    let mut older = small();
    older["model"] = "wan2.6-image".into();
    let refused = emulator.submit(SYNC, plan, &[], &older).refusal();
    assert_eq!(refused, (400, "InvalidParameter".into(), "Model not exist.".into()));
}

/// Tries with one key after the other until `run` takes less than a second: a busy machine proves nothing.
fn quickly<T>(words: &str, run: impl Fn(&str) -> T) -> (String, T) {
    for attempt in 0..30 {
        let key = format!("sk-emu+{words}+{attempt}");
        let begin = Instant::now();
        let outcome = run(&key);
        if begin.elapsed() < Duration::from_millis(950) {
            return (key, outcome);
        }
    }
    panic!("too slow to judge");
}

#[test]
fn five_submits_of_a_model_in_a_second() {
    let emulator = Emulator::start(&[]);
    let submit = |key: &str, model: &str| emulator.submit(SYNC, key, &[], &body(model, &[], "x", json!({"n": 9})));
    let (key, answers) = quickly("retry-after=1", |key| {
        let six = (0..6).map(|_| submit(key, "wan2.7-image").status).collect::<Vec<_>>();
        (six, submit(key, "wan2.7-image"), submit(key, "wan2.7-image-pro").status)
    });
    let (six, seventh, other_model) = answers;
    assert_eq!(six, [400, 400, 400, 400, 400, 429]);
    assert_eq!((seventh.refusal().1.as_str(), seventh.header("retry-after")), ("Throttling.RateQuota", Some("1")));
    assert_eq!(other_model, 400, "counted by model");
    assert_eq!(submit("sk-emu+other", "wan2.7-image").status, 400, "counted by account");
    std::thread::sleep(Duration::from_millis(1050));
    assert_eq!(submit(&key, "wan2.7-image").status, 400);
    let (_, free) = quickly("unlimited", |key| (0..9).map(|_| submit(key, "wan2.7-image").status).collect::<Vec<_>>());
    assert_eq!(free, [400; 9]);
}

#[test]
fn five_tasks_of_a_model_at_once() {
    let emulator = Emulator::start(&[]);
    let create = |key: &str| emulator.submit(ASYNC, key, &[ENABLE], &small());
    let key = "sk-emu+pending=60000";
    let first = create(key).json()["output"]["task_id"].as_str().unwrap().to_owned();
    (0..4).for_each(|_| assert_eq!(create(key).status, 200));
    let second = Duration::from_millis(1010);
    std::thread::sleep(second);
    let (status, code, _) = create(key).refusal();
    assert_eq!((status, code.as_str()), (429, "Throttling.Concurrency"));
    assert_eq!(emulator.log().pop().unwrap()["billed"], 0);
    let mut other = small();
    other["model"] = "wan2.7-image-pro".into();
    assert_eq!(emulator.submit(ASYNC, key, &[ENABLE], &other).status, 200, "counted by model");
    let cancel = emulator.submit(&format!("/api/v1/tasks/{first}/cancel"), key, &[], &Value::Null);
    assert_eq!(cancel.status, 200);
    assert_eq!(create(key).status, 200, "a cancelled task makes room");
    assert_eq!(create(key).refusal().1, "Throttling.Concurrency");
    let brief = "sk-emu+delay=100";
    (0..5).for_each(|_| assert_eq!(create(brief).status, 200));
    std::thread::sleep(2 * second);
    assert_eq!(create(brief).status, 200, "work ends though nobody asks");
}

#[test]
fn twenty_queries_in_a_second_of_each_kind() {
    let emulator = Emulator::start(&[]);
    let poll = |key: &str| emulator.get("/api/v1/tasks/x", key);
    let list = |key: &str| emulator.get("/api/v1/tasks/", key);
    let cancel = |key: &str| emulator.submit("/api/v1/tasks/x/cancel", key, &[], &Value::Null);
    type Ask<'a> = &'a dyn Fn(&str) -> Answer;
    let kinds: [(Ask, u16); 3] = [(&poll, 200), (&list, 200), (&cancel, 400)];
    for (ask, usual) in kinds {
        let (_, answers) = quickly("", |key| (0..21).map(|_| ask(key)).collect::<Vec<_>>());
        assert!(answers[..20].iter().all(|answer| answer.status == usual));
        assert_eq!((answers[20].status, answers[20].refusal().1.as_str()), (429, "Throttling.RateQuota"));
        let (_, free) = quickly("unlimited", |key| (0..21).map(|_| ask(key).status).collect::<Vec<_>>());
        assert_eq!(free, [usual; 21]);
    }
}
