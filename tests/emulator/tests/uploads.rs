//! Temporary uploads: the policy, the form, and what `oss://` leads to.

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use serde_json::{Value, json};

const KEY: &str = "sk-emu+delay=0+unlimited";
const RESOLVE: (&str, &str) = ("X-DashScope-OssResourceResolve", "enable");

fn policy(emulator: &Emulator, key: &str, model: &str) -> Value {
    let answer = emulator.get(&format!("/api/v1/uploads?action=getPolicy&model={model}"), key);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"].clone()
}

type Form = Vec<(&'static str, Vec<u8>)>;

fn form(policy: &Value, name: &str, file: &[u8]) -> Form {
    let text = |name: &str| policy[name].as_str().unwrap().as_bytes().to_vec();
    let key = format!("{}/{name}", policy["upload_dir"].as_str().unwrap());
    vec![
        ("OSSAccessKeyId", text("oss_access_key_id")),
        ("Signature", text("signature")),
        ("policy", text("policy")),
        ("x-oss-object-acl", text("x_oss_object_acl")),
        ("x-oss-forbid-overwrite", text("x_oss_forbid_overwrite")),
        ("key", key.into_bytes()),
        ("success_action_status", b"200".to_vec()),
        ("file", file.to_vec()),
    ]
}

fn post(emulator: &Emulator, form: &Form) -> Answer {
    let mut body = Vec::new();
    for (name, value) in form {
        let file = if *name == "file" { "; filename=\"a.png\"\r\nContent-Type: image/png" } else { "" };
        body.extend(format!("--b0\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes());
        body.extend(value);
        body.extend(b"\r\n");
    }
    body.extend(b"--b0--\r\n");
    let kind = [("Content-Type", "multipart/form-data; boundary=b0")];
    send(&emulator.results, "POST", "/", &kind, &body)
}

/// Uploads a picture and gives its address.
fn upload(emulator: &Emulator, key: &str, model: &str, file: &[u8]) -> String {
    let policy = policy(emulator, key, model);
    let answer = post(emulator, &form(&policy, "a.png", file));
    assert_eq!((answer.status, answer.body.len()), (200, 0), "{}", answer.text());
    format!("oss://{}/a.png", policy["upload_dir"].as_str().unwrap())
}

fn edit_of(url: &str, model: &str) -> Value {
    body(model, &[url.to_owned()], "a hat", json!({"size": "768*768", "n": 1}))
}

#[test]
fn a_file_is_uploaded_and_used() {
    let emulator = Emulator::start(&[]);
    let data = policy(&emulator, KEY, "wan2.7-image");
    assert_eq!(data["upload_host"], format!("http://{}", emulator.results));
    assert_eq!((&data["expire_in_seconds"], &data["x_oss_object_acl"]), (&json!(300), &json!("private")));
    assert_eq!((&data["x_oss_forbid_overwrite"], data["max_file_size_mb"].is_u64()), (&json!("true"), true));
    let url = upload(&emulator, KEY, "wan2.7-image", &png(&sample(300, 240)));
    assert_eq!(emulator.submit(SYNC, KEY, &[RESOLVE], &edit_of(&url, "wan2.7-image")).status, 200);
    let log = emulator.log();
    let sent = log.iter().find(|entry| entry["method"] == "POST" && entry["listener"] == "results").unwrap();
    let names: Vec<_> = sent["body"].as_array().unwrap().iter().map(|field| field[0].as_str().unwrap()).collect();
    assert_eq!(names.last(), Some(&"file"));
    assert_eq!((&sent["body"][7][1]["width"], &sent["body"][1][1]), (&json!(300), &json!("***")));
    assert_eq!(sent["made_for"], log[0]["key_hash"]);
    let old = json!({"model": "wan2.5-i2i-preview", "parameters": {"n": 1}});
    let url = upload(&emulator, KEY, "wan2.5-i2i-preview", &png(&sample(400, 400)));
    let mut old = old;
    old["input"] = json!({"prompt": "x", "images": [url]});
    assert_eq!(emulator.submit(IMAGE2IMAGE, KEY, &[ENABLE, RESOLVE], &old).status, 200);
    let url = upload(&emulator, KEY, "qwen3.6-plus", &png(&sample(400, 400)));
    let find = body("qwen3.6-plus", &[url], "red", json!({"enable_thinking": false}));
    assert_eq!(emulator.submit(SYNC, KEY, &[RESOLVE], &find).status, 200);
}

#[test]
fn an_address_is_for_one_account_and_one_model() {
    let emulator = Emulator::start(&[]);
    let url = upload(&emulator, KEY, "wan2.7-image", &png(&sample(300, 240)));
    let refuse = |key: &str, headers: &[(&str, &str)], url: &str, model: &str| {
        let (status, code, message) = emulator.submit(SYNC, key, headers, &edit_of(url, model)).refusal();
        (status, code, message, emulator.log().pop().unwrap()["reason"].as_str().unwrap_or("").to_owned())
    };
    let bare = refuse(KEY, &[], &url, "wan2.7-image");
    assert_eq!((bare.0, bare.1.as_str()), (400, "invalid_parameter_error"));
    assert!(bare.2.starts_with("InternalError.Algo.InvalidParameter: The provided URL does not appear to be valid"));
    for (key, url, model, reason) in [
        (KEY, url.as_str(), "wan2.7-image-pro", "another model"),
        ("sk-emu+other", url.as_str(), "wan2.7-image", "another account"),
        (KEY, "oss://dashscope-instant/x/y.png", "wan2.7-image", "nothing was uploaded"),
    ] {
        let refused = refuse(key, &[RESOLVE], url, model);
        assert_eq!((refused.0, refused.1.as_str()), (400, "InvalidParameter.DataInspection"), "{reason}");
        assert!(refused.2.starts_with("Unable to download the media resource"), "{}", refused.2);
        assert!(refused.3.contains(reason), "{}", refused.3);
    }
    let gone = "sk-emu+oss=expired";
    let late = upload(&emulator, gone, "wan2.7-image", &png(&sample(300, 240)));
    assert!(refuse(gone, &[RESOLVE], &late, "wan2.7-image").3.contains("48 hours"));
    let words = upload(&emulator, KEY, "wan2.7-image", b"not a picture");
    assert!(refuse(KEY, &[RESOLVE], &words, "wan2.7-image").2.starts_with("The media format is not supported"));
    let relayed = emulator.submit(RELAY, KEY, &[RESOLVE], &edit_of(&url, "wan2.7-image"));
    assert_eq!(relayed.json()["error"]["code"], "invalid_parameter_error");
}

#[test]
fn what_the_upload_host_refuses() {
    let emulator = Emulator::start(&[]);
    let refused = |form: &Form| {
        let answer = post(&emulator, form);
        assert_eq!(answer.header("content-type"), Some("application/xml"));
        assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
        let text = answer.text();
        let between = |name: &str| {
            let from = text.find(&format!("<{name}>")).unwrap() + name.len() + 2;
            text[from..text.find(&format!("</{name}>")).unwrap()].to_owned()
        };
        format!("{} {} {}", answer.status, between("Code"), between("Message"))
    };
    let picture = png(&sample(300, 240));
    let data = policy(&emulator, KEY, "wan2.7-image");
    let good = form(&data, "a.png", &picture);
    let without = |name: &str| good.iter().filter(|field| field.0 != name).cloned().collect::<Form>();
    for name in ["OSSAccessKeyId", "Signature", "policy", "key"] {
        let refused = refused(&without(name));
        assert!(refused.starts_with(&format!("400 InvalidArgument Bucket POST must contain a field named '{name}'")));
    }
    for name in ["x-oss-object-acl", "x-oss-forbid-overwrite", "success_action_status"] {
        let refused = refused(&without(name));
        assert!(
            refused.starts_with("403 AccessDenied Invalid according to Policy: Policy Condition failed"),
            "{refused}"
        );
        assert!(refused.contains(name));
    }
    let mut early = good.clone();
    early.rotate_right(1);
    assert!(refused(&early).contains("check the order of the fields"), "the file is last");
    assert!(refused(&without("file")).starts_with("400 IncorrectNumberOfFilesInPOSTRequest"));
    let changed = |name: &str, value: &[u8]| {
        let change =
            |field: &(&'static str, Vec<u8>)| if field.0 == name { (field.0, value.to_vec()) } else { field.clone() };
        good.iter().map(change).collect::<Form>()
    };
    assert!(refused(&changed("Signature", b"x")).starts_with("403 SignatureDoesNotMatch"));
    assert!(refused(&changed("OSSAccessKeyId", b"x")).starts_with("403 InvalidAccessKeyId"));
    assert!(refused(&changed("key", b"elsewhere/a.png")).contains("Policy Condition failed"));
    let other = policy(&emulator, KEY, "wan2.7-image");
    let foreign = format!("{}/a.png", other["upload_dir"].as_str().unwrap());
    assert!(refused(&changed("key", foreign.as_bytes())).contains("Policy Condition failed"));
    let stretched = STANDARD.encode(
        String::from_utf8(STANDARD.decode(data["policy"].as_str().unwrap()).unwrap()).unwrap().replace("20", "21"),
    );
    assert!(refused(&changed("policy", stretched.as_bytes())).starts_with("403 SignatureDoesNotMatch"));
    assert_eq!(post(&emulator, &good).status, 200);
    assert!(refused(&good).starts_with("409 FileAlreadyExists"), "nothing is overwritten");
    let broken = call(&emulator.results, "POST", "/", &[("Content-Type", "application/json")], "{}");
    assert_eq!((broken.status, broken.text().contains("MalformedPOSTRequest")), (400, true));
    let expired = policy(&emulator, "sk-emu+policy=expired", "wan2.7-image");
    assert_eq!(
        refused(&form(&expired, "a.png", &picture)),
        "403 AccessDenied Invalid according to Policy: Policy expired."
    );
    let closed = policy(&emulator, "sk-emu+upload=refuse", "wan2.7-image");
    assert!(refused(&form(&closed, "a.png", &picture)).starts_with("403 AccessDenied You have no right"));
}

#[test]
fn who_gets_a_policy() {
    let emulator = Emulator::start(&[]);
    let path = "/api/v1/uploads?action=getPolicy&model=wan2.7-image";
    assert_eq!(emulator.call("GET", path, &[], "").refusal().0, 401);
    let refused = |path: &str| emulator.get(path, KEY).refusal().1;
    assert_eq!(refused("/api/v1/uploads?model=wan2.7-image"), "InvalidParameter");
    assert_eq!(refused("/api/v1/uploads?action=getPolicy"), "BadRequest.EmptyModel");
    assert_eq!(refused("/api/v1/uploads?action=getPolicy&model=wan9"), "ModelNotFound");
    let open = Emulator::start(&["--cors"]);
    let data = policy(&open, KEY, "wan2.7-image");
    let answer = post(&open, &form(&data, "a.png", &png(&sample(9, 9))));
    assert!(answer.header("access-control-allow-origin").is_some());
}
