//! What JavaScript hands over: read as plain data, and where it is wrong, with its place.

use std::fmt::Debug;
use std::time::Duration;

use serde_json::{Value, json};
use wan_edit::core::edit::{Delivery, EditRequest};
use wan_edit::core::geometry::{BoundingBox, Size};
use wan_edit::core::service::{Authorization, Credential, Proxy};
use wan_edit::js::input::{Malformed, Options, Request, Settings};

fn path_of<T: Debug>(read: fn(&Value) -> Result<T, Malformed>, json: &Value) -> String {
    let wrong = read(json).unwrap_err();
    assert!(!wrong.message.is_empty());
    wrong.path
}

#[test]
fn a_service_is_named_or_given_by_its_address_or_workspace() {
    for (service, base_url) in [
        (json!("beijing"), "https://dashscope.aliyuncs.com/api/v1"),
        (json!("dashscope-us.aliyuncs.com"), "https://dashscope-us.aliyuncs.com/api/v1"),
        (
            json!({ "workspace": "ws-1", "region": "eu-central-1" }),
            "https://ws-1.eu-central-1.maas.aliyuncs.com/api/v1",
        ),
    ] {
        let settings = json!({ "service": service, "credential": " sk-x ", "bearer": true });
        let service = Settings::read(&settings).unwrap();
        assert_eq!(service.endpoint.base_url(), base_url);
        assert_eq!((service.proxy, service.credential), (Proxy::Direct, Credential::new("sk-x")));
        assert_eq!(service.authorization, Authorization::Bearer);
    }
    let service = Settings::read(&json!({ "service": "dmxapi", "proxy": "/proxy/" })).unwrap();
    assert_eq!((service.proxy, service.authorization), (Proxy::Prefix("/proxy".into()), Authorization::Documented));
    assert!(service.credential.is_empty());
}

#[test]
fn a_name_that_no_service_has_is_refused_with_the_nearest_one() {
    for (name, nearest) in [
        ("bejing", "beijing"),
        ("Singapur", "singapore"),
        ("tokenplan", "token-plan"),
        ("dmx", "dmxapi"),
        ("", "dmxapi"),
    ] {
        let wrong = Settings::read(&json!({ "service": name })).unwrap_err();
        assert_eq!(wrong.path, "service");
        assert!(wrong.message.contains(&format!("the nearest one is {nearest}")), "{}", wrong.message);
    }
    for address in ["localhost", "localhost:8787", "example.com", "http://127.0.0.1/x"] {
        assert!(Settings::read(&json!({ "service": address })).is_ok(), "{address}");
    }
}

#[test]
fn no_key_is_sent_where_the_proxy_adds_its_own() {
    let service = Settings::read(&json!({ "service": "beijing", "proxy": "/proxy", "credential": false })).unwrap();
    assert_eq!(service.authorization, Authorization::ByProxy);
    assert!(!service.lacks_key());
    let request = wan_edit::core::service::plan::greeting(&service);
    assert!(request.headers.iter().all(|header| header.name != "Authorization"), "{:?}", request.headers);
    assert!(Settings::read(&json!({ "service": "beijing" })).unwrap().lacks_key());
}

#[test]
fn a_setting_that_cannot_be_meant_is_named() {
    for (settings, path) in [
        (json!([]), ""),
        (json!({ "service": 1 }), "service"),
        (json!({ "service": { "workspace": "ws-1" } }), "service"),
        (json!({ "service": "beijing", "proxy": {} }), "proxy"),
        (json!({ "service": "beijing", "bearer": "yes" }), "bearer"),
        (json!({ "service": "http://dashscope.aliyuncs.com" }), "service"),
        (json!({ "service": { "workspace": "ws-1.evil.example/", "region": "cn-beijing" } }), "service"),
        (json!({ "service": { "workspace": "ws-1", "region": "us-east-1" } }), "service"),
        (json!({ "service": "beijing", "proxy": "ftp://x" }), "proxy"),
    ] {
        assert_eq!(path_of(Settings::read, &settings), path, "{settings}");
    }
}

#[test]
fn a_request_has_its_images_beside() {
    let request = Request::read(&json!({
        "edit": { "model": "wan2.7-image", "prompt": "a cat", "n": 2 },
        "images": [
            { "bboxes": [[1, 2.0, 3, 4]] },
            { "url": "https://example.com/a.png", "size": { "width": 10, "height": 20 } },
            { "url": null, "bboxes": null, "size": null },
        ],
    }))
    .unwrap();
    assert_eq!(request.edit, EditRequest::new("wan2.7-image", "a cat").with_n(2));
    let [file, url, other] = &request.images[..] else { panic!("three: {request:?}") };
    assert_eq!((&file.url, &file.bboxes[..]), (&None, &[BoundingBox { x1: 1, y1: 2, x2: 3, y2: 4 }][..]));
    assert_eq!((url.url.as_deref(), url.size), (Some("https://example.com/a.png"), Some(Size::new(10, 20))));
    assert_eq!((&other.url, other.bboxes.len(), other.size), (&None, 0, None));
}

#[test]
fn a_request_that_cannot_be_meant_is_told_by_its_place() {
    let edit = |edit: Value| json!({ "edit": edit, "images": [] });
    let image = |image: Value| json!({ "edit": {}, "images": [{}, image] });
    for (request, path) in [
        (edit(json!({ "quality": "high" })), "quality"),
        (edit(json!({ "negative_prompt": "x" })), "negative_prompt"),
        (edit(json!({ "images": [] })), "images"),
        (edit(json!({ "prompt": 1 })), "prompt"),
        (edit(json!({ "seed": -1 })), "seed"),
        (edit(json!({ "size": "1280:1280" })), "size"),
        (edit(json!({ "extra": [1] })), "extra"),
        (edit(json!({ "colorPalette": [{ "hex": "#xyz", "ratio": 100 }] })), "colorPalette[0].hex"),
        (image(json!({ "bboxes": [[0.5, 1, 2, 3]] })), "images[1].bboxes"),
        (image(json!({ "bboxes": [[-1, 1, 2, 3]] })), "images[1].bboxes"),
        (image(json!({ "bboxes": [[1e300, 1, 2, 3]] })), "images[1].bboxes"),
        (image(json!({ "bboxes": "all" })), "images[1].bboxes"),
        (image(json!({ "bboxes": [[1, 2, 3]] })), "images[1].bboxes[0]"),
        (image(json!({ "size": { "width": 1 } })), "images[1].size"),
    ] {
        assert_eq!(path_of(Request::read, &request), path, "{request}");
    }
}

#[test]
fn options_that_are_absent_have_their_defaults() {
    let options = Options::read(&json!({})).unwrap();
    assert!(options.delivery.is_none() && options.deadline.is_none() && options.background.is_none());
    let options =
        Options::read(&json!({ "delivery": "stream", "deadlineMillis": 1500.5, "upload": true, "n": 3, "other": [] }))
            .unwrap();
    assert_eq!((options.delivery, options.n, options.upload), (Some(Delivery::Stream), Some(3), Some(true)));
    assert_eq!(options.deadline, Some(Duration::from_micros(1_500_500)));
    for (options, path) in [
        (json!({ "delivery": "soon" }), "delivery"),
        (json!({ "delivery": 1 }), "delivery"),
        (json!({ "deadlineMillis": -1 }), "deadlineMillis"),
        (json!({ "deadlineMillis": "1" }), "deadlineMillis"),
        (json!({ "n": 1.5 }), "n"),
        (json!({ "background": 7 }), "background"),
    ] {
        assert_eq!(path_of(Options::read, &options), path, "{options}");
    }
}
