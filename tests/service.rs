//! Where a request goes, by which way, and with which key: nothing a person pastes, and nothing a service answers,
//! sends the key elsewhere.

mod common;

use std::time::Duration;

use proptest::prelude::*;
use wan_edit::core::edit::{Delivery, EditRequest, SourceImage, check};
use wan_edit::core::service::endpoint::{EMULATOR, EMULATOR_DMXAPI};
use wan_edit::core::service::proxy::result_url;
use wan_edit::core::service::{
    Credential, Endpoint, EndpointError, HttpRequest, KNOWN_ENDPOINTS, Method, Protocol, Proxy, ProxyError, Service,
    is_result_host, is_upload_host, plan, trust,
};

use common::{KEY, header, service};

// Base URLs.

#[test]
fn a_base_url_is_understood_as_people_paste_it() {
    let beijing = "https://dashscope.aliyuncs.com/api/v1";
    let cases = [
        ("https://dashscope.aliyuncs.com/api/v1", beijing),
        ("https://dashscope.aliyuncs.com/api/v1/", beijing),
        ("  https://dashscope.aliyuncs.com/api/v1//\n", beijing),
        ("https://dashscope.aliyuncs.com", beijing),
        ("https://dashscope.aliyuncs.com/", beijing),
        ("dashscope.aliyuncs.com", beijing),
        ("dashscope.aliyuncs.com/api/v1", beijing),
        ("HTTPS://DashScope.aliyuncs.com/api/v1", beijing),
        ("https://dashscope.aliyuncs.com//api/v1", beijing),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", beijing),
        ("https://dashscope.aliyuncs.com/api/v1/services/aigc/multimodal-generation/generation", beijing),
        ("https://dashscope.aliyuncs.com/api/v1/tasks/86ecf553-d340-4e21-af6e", beijing),
        ("https://dashscope.aliyuncs.com:443/api/v1", "https://dashscope.aliyuncs.com:443/api/v1"),
        (
            "https://ws-945n1ndux9blxaek.ap-southeast-1.maas.aliyuncs.com/api/v1",
            "https://ws-945n1ndux9blxaek.ap-southeast-1.maas.aliyuncs.com/api/v1",
        ),
        ("https://relay.example.com/wan/api/v1/tasks/x", "https://relay.example.com/wan/api/v1"),
        ("https://relay.example.com/myapi/v1", "https://relay.example.com/myapi/v1"),
        ("https://relay.example.com/api/v10/x", "https://relay.example.com/api/v10/x"),
        ("https://relay.example.com/v1/responses", "https://relay.example.com/v1"),
        ("https://relay.example.com/v1/images/edits", "https://relay.example.com/v1"),
        ("https://relay.example.com/wan/v1", "https://relay.example.com/wan/v1"),
        ("https://relay.example.com/compatible-mode/v1/chat/completions", "https://relay.example.com/api/v1"),
        ("https://dashscope.aliyuncs.com/v1", beijing),
        ("https://dashscope.aliyuncs.com/api/v2/apps/x", beijing),
        ("https://www.dmxapi.cn/v1/", "https://www.dmxapi.cn/v1"),
        ("https://www.dmxapi.cn", "https://www.dmxapi.cn/v1"),
        ("www.dmxapi.com/", "https://www.dmxapi.com/v1"),
        ("https://www.dmxapi.cn/v1/responses", "https://www.dmxapi.cn/v1"),
        ("https://www.dmxapi.cn/v1/chat/completions", "https://www.dmxapi.cn/v1"),
        ("https://www.dmxapi.cn/api/v1", "https://www.dmxapi.cn/v1"),
        ("https://www.dmxapi.cn.example.com", "https://www.dmxapi.cn.example.com/api/v1"),
        ("https://xdmxapi.cn", "https://xdmxapi.cn/api/v1"),
        ("http://127.0.0.1:8787/api/v1", "http://127.0.0.1:8787/api/v1"),
        ("http://127.9.9.9", "http://127.9.9.9/api/v1"),
        ("http://localhost:8787", "http://localhost:8787/api/v1"),
        ("http://LOCALHOST", "http://localhost/api/v1"),
        ("http://wan.localhost:1", "http://wan.localhost:1/api/v1"),
        ("http://[::1]:8787/", "http://[::1]:8787/api/v1"),
        ("https://[2001:db8::1]:65535", "https://[2001:db8::1]:65535/api/v1"),
    ];
    for (pasted, wanted) in cases {
        let endpoint = Endpoint::parse(pasted).unwrap_or_else(|error| panic!("{pasted}: {error}"));
        assert_eq!(endpoint.base_url(), wanted, "{pasted}");
        assert_eq!(Endpoint::parse(wanted), Ok(endpoint), "what was read reads the same again");
    }
}

#[test]
fn the_dialect_is_told_by_the_path() {
    for (url, protocol) in [
        ("https://dashscope.aliyuncs.com", Protocol::DashScope),
        ("https://dashscope.aliyuncs.com/v1", Protocol::DashScope),
        ("https://relay.example.com/api/v1", Protocol::DashScope),
        ("https://relay.example.com/wan/api/v1", Protocol::DashScope),
        ("https://relay.example.com", Protocol::DashScope),
        ("https://relay.example.com/v1", Protocol::Dmxapi),
        ("https://relay.example.com/myapi/v1", Protocol::Dmxapi),
        ("https://www.dmxapi.com", Protocol::Dmxapi),
        ("https://dmxapi.cn", Protocol::Dmxapi),
        (EMULATOR, Protocol::DashScope),
        (EMULATOR_DMXAPI, Protocol::Dmxapi),
    ] {
        assert_eq!(Endpoint::parse(url).unwrap().protocol(), protocol, "{url}");
    }
}

#[test]
fn a_base_url_that_could_send_the_key_elsewhere_is_refused() {
    use EndpointError::{BadHost, Extra, NotHttps};
    let cases = [
        ("", BadHost),
        ("https://", BadHost),
        ("https:///api/v1", BadHost),
        ("//dashscope.aliyuncs.com", BadHost),
        ("https://dash scope.aliyuncs.com", BadHost),
        ("https://dashscope.aliyuncs.com\t.evil.example", BadHost),
        ("https://dashscope。aliyuncs.com", BadHost),
        ("https://dаshscope.aliyuncs.com", BadHost),
        ("https://dashscope.aliyuncs.com.", BadHost),
        ("https://.aliyuncs.com", BadHost),
        ("https://a..b", BadHost),
        ("https://dashscope%2ealiyuncs.com", BadHost),
        ("https://host:", BadHost),
        ("https://host:0", BadHost),
        ("https://host:65536", BadHost),
        ("https://host:+443", BadHost),
        ("https://host:443:443", BadHost),
        ("https://host:80a", BadHost),
        ("https://[::1", BadHost),
        ("https://[::1]evil.example", BadHost),
        ("https://[]", BadHost),
        ("https://[fe80::1%25eth0]", BadHost),
        ("https:dashscope.aliyuncs.com", BadHost),
        ("https://dashscope.aliyuncs.com@evil.example/api/v1", Extra),
        ("https://user:pass@dashscope.aliyuncs.com", Extra),
        ("https://evil.example\\@dashscope.aliyuncs.com", Extra),
        ("https:\\\\evil.example", Extra),
        ("https://dashscope.aliyuncs.com?x=1", Extra),
        ("https://dashscope.aliyuncs.com/api/v1#x", Extra),
        ("https://relay.example.com/../evil.example/api/v1", Extra),
        ("https://relay.example.com/./api/v1", Extra),
        ("https://relay.example.com/%2e%2e/evil.example/api/v1", Extra),
        ("https://relay.example.com/.%2E/evil.example", Extra),
        ("https://relay.example.com/a\n/../b", Extra),
        ("https://relay.example.com/a b", Extra),
        ("https://relay.example.com/路", Extra),
        ("http://dashscope.aliyuncs.com/api/v1", NotHttps),
        ("http://localhost.evil.example", NotHttps),
        ("http://127.0.0.1.evil.example", NotHttps),
        ("http://127.1", NotHttps),
        ("http://0x7f.0.0.1", NotHttps),
        ("http://2130706433", NotHttps),
        ("http://0.0.0.0", NotHttps),
        ("http://192.168.0.1", NotHttps),
        ("http://[::ffff:7f00:1]", NotHttps),
        ("http://mylocalhost", NotHttps),
        ("ftp://dashscope.aliyuncs.com", NotHttps),
        ("javascript://dashscope.aliyuncs.com/", NotHttps),
    ];
    for (pasted, wanted) in cases {
        assert_eq!(Endpoint::parse(pasted), Err(wanted), "{pasted:?}");
    }
}

#[test]
fn the_known_endpoints_are_in_their_final_form() {
    for known in KNOWN_ENDPOINTS {
        assert_eq!(Endpoint::parse(known.base_url).unwrap().base_url(), known.base_url, "{}", known.id);
    }
    for emulator in [EMULATOR, EMULATOR_DMXAPI] {
        assert_eq!(Endpoint::parse(emulator).unwrap().base_url(), emulator);
        assert_eq!(Endpoint::parse(emulator).unwrap().authority(), "127.0.0.1:8787");
    }
}

// The proxy.

#[test]
fn a_prefix_keeps_host_path_and_query_byte_for_byte() {
    let signed =
        "https://dashscope-a717.oss-accelerate.aliyuncs.com/a%20b/%E5%9B%BE.png?Expires=1&Signature=a%2Bb/c==&x=~%7E";
    let rest = signed.strip_prefix("https://").unwrap();
    for (setting, prefix) in [
        ("/proxy", "/proxy"),
        ("/proxy///", "/proxy"),
        (" https://proxy.example.com/p/ ", "https://proxy.example.com/p"),
        ("https://proxy.example.com", "https://proxy.example.com"),
        ("http://127.0.0.1:8080/proxy", "http://127.0.0.1:8080/proxy"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost", "http://localhost"),
        ("/", ""),
    ] {
        let proxy = Proxy::parse(setting).unwrap();
        assert_eq!(proxy.apply(signed), format!("{prefix}/{rest}"), "{setting}");
    }
    assert_eq!(Proxy::parse(" ").unwrap().apply(signed), signed, "no proxy, no change");
    let emulator = Proxy::parse("/proxy").unwrap().apply("http://127.0.0.1:8787/api/v1/tasks/x");
    assert_eq!(emulator, "/proxy/127.0.0.1:8787/api/v1/tasks/x");
}

#[test]
fn a_template_has_the_whole_url_percent_encoded() {
    let proxy = Proxy::parse("https://p.example.com/fetch?url={url}&v=1").unwrap();
    assert_eq!(
        proxy.apply("https://h/a?b=c&d=%20字"),
        "https://p.example.com/fetch?url=https%3A%2F%2Fh%2Fa%3Fb%3Dc%26d%3D%2520%E5%AD%97&v=1"
    );
    assert_eq!(Proxy::parse("/f?u={url}").unwrap().apply("https://h"), "/f?u=https%3A%2F%2Fh");
}

#[test]
fn a_proxy_that_is_another_host_than_it_reads_is_refused() {
    for setting in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "\\\\evil.example",
        "http://evil.example/",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost:80@evil.example",
        "https://good.example@evil.example",
        "https://",
        "https:///evil.example",
        "https://good.example:x",
        "https://a b.example",
        "https://{url}",
        "{url}",
        "proxy",
        "ftp://good.example",
        "javascript:alert(1)",
        "data:text/html,{url}",
    ] {
        assert_eq!(Proxy::parse(setting), Err(ProxyError::NotHttps), "{setting:?}");
    }
    for setting in ["/proxy?url=", "http://localhost?x=/", "https://p.example.com/#x", "/proxy#"] {
        assert_eq!(Proxy::parse(setting), Err(ProxyError::Extra), "{setting:?}");
    }
}

// Result hosts.

#[test]
fn results_come_from_the_services_own_buckets() {
    for host in [
        "dashscope-result-bj.oss-cn-beijing.aliyuncs.com",
        "dashscope-result-wlcb-acdr-1.oss-cn-wulanchabu-acdr-1.aliyuncs.com",
        "dashscope-result.oss-cn-shanghai.aliyuncs.com",
        "dashscope-7c2c.oss-accelerate.aliyuncs.com",
    ] {
        assert!(is_result_host(host), "{host}");
    }
    for host in [
        "",
        "aliyuncs.com",
        "dashscope.aliyuncs.com",
        "dashscope-result-bj.oss-cn-beijing.aliyuncs.com.evil.example",
        "evil.example.dashscope-result-bj.oss-cn-beijing.aliyuncs.com",
        "dashscope-result-bj.oss-cn-beijing.aliyuncs.com:8443",
        "dashscope-result-bj.oss-cn-beijing.aliyuncs.com.",
        "dashscope-result-bj.oss-cn-beijing.aliyuncs.com@evil.example",
        "dashscope-result-bj.oss-cn-beijing.aliyuncs.org",
        "dashscope-result-bj.oss-cn-beijing.evilaliyuncs.com",
        "result-bj.oss-cn-beijing.aliyuncs.com",
        "evil-dashscope-x.oss-cn-beijing.aliyuncs.com",
        "dashscope-result-bj.evil.aliyuncs.com",
        "xdashscope-a.oss-b.aliyuncs.com",
        "dashscope-a@evil.oss-b.aliyuncs.com",
        "dashscope-a:b@evil.oss-b.aliyuncs.com",
        "dashscope-a\\evil.oss-b.aliyuncs.com",
        "dashscope-a\n.oss-b.aliyuncs.com",
        "dashscope-ä.oss-b.aliyuncs.com",
    ] {
        assert!(!is_result_host(host), "{host}");
    }
}

#[test]
fn files_are_uploaded_to_the_services_own_buckets_or_to_this_machine_where_the_service_is_on_it() {
    let (beijing, emulator) = (service().endpoint, Endpoint::parse(EMULATOR).unwrap());
    for (url, from_service, from_emulator) in [
        ("https://dashscope-file-xxx.oss-cn-beijing.aliyuncs.com", true, true),
        ("https://dashscope-file-xxx.oss-cn-beijing.aliyuncs.com/", true, true),
        ("http://127.0.0.1:8788/upload", false, true),
        ("http://localhost:8788", false, true),
        ("http://[::1]:8788/upload?x", false, true),
        ("http://dashscope-file-xxx.oss-cn-beijing.aliyuncs.com", false, false),
        ("https://dashscope-file-xxx.oss-cn-beijing.aliyuncs.com:8443", false, false),
        ("https://dashscope-file-xxx.oss-cn-beijing.aliyuncs.com.evil.example", false, false),
        ("https://dashscope-a@evil.oss-cn-beijing.aliyuncs.com", false, false),
        ("https://evil.example/dashscope-file-xxx.oss-cn-beijing.aliyuncs.com", false, false),
        ("https://evil.example?dashscope-a.oss-b.aliyuncs.com", false, false),
        ("https://evil.example\\.oss-b.aliyuncs.com", false, false),
        ("https://evil.example#@127.0.0.1", false, false),
        ("http://127.0.0.1@evil.example", false, false),
        ("http://127.0.0.1.evil.example", false, false),
        ("dashscope-file-xxx.oss-cn-beijing.aliyuncs.com", false, false),
        ("", false, false),
    ] {
        assert_eq!(is_upload_host(url, &beijing), from_service, "{url}");
        assert_eq!(is_upload_host(url, &emulator), from_emulator, "{url} of the emulator");
    }
}

#[test]
fn plain_http_is_upgraded_for_the_services_own_buckets_only() {
    let own = "dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.png?Expires=1&Signature=%2B";
    assert_eq!(result_url(&format!("http://{own}")), format!("https://{own}"));
    for url in [
        "http://127.0.0.1:8788/a.png",
        "http://example.com/dashscope-a.oss-b.aliyuncs.com",
        "http://dashscope-a.oss-b.aliyuncs.com@evil.example/a",
        "https://example.com/a.png?b=%20",
        "data:image/png;base64,AA==",
        "",
    ] {
        assert_eq!(result_url(url), url);
    }
}

// The key.

#[test]
fn a_key_cannot_be_shown() {
    let key = Credential::new(format!(" {KEY}\n"));
    assert_eq!(format!("{key:?} {:?}", Credential::new("")), "Credential(***) Credential(none)");
    let service = service();
    let edit = check(EditRequest::new("wan2.7-image", "x")).unwrap();
    let request = plan::submit(&edit, &[], &service, Delivery::Task);
    for shown in [format!("{service:?}"), format!("{request:?}"), format!("{:#?}", request.headers)] {
        assert!(!shown.contains(KEY) && shown.contains("***"), "{shown}");
    }
}

#[test]
fn a_key_that_no_header_can_carry_is_found_before_it_is_sent() {
    for key in ["sk-0123", "st-lt-v1_a.b~c+d/e="] {
        assert!(Credential::new(key).is_sendable(), "{key}");
    }
    for key in ["", "  ", "sk-1 2", "sk-1\nX-Evil: 1", "sk-ключ", "sk-\u{0}", "sk-****abcd", "sk-12…cd", "sk-1...d"]
    {
        assert!(!Credential::new(key).is_sendable(), "{key:?}");
    }
    assert!(Credential::new(" \t").is_empty());
}

#[test]
fn a_key_is_found_in_what_people_paste() {
    let key = Credential::new("sk-0123abCD");
    for pasted in [
        " sk-0123abCD\r\n",
        "\u{feff}sk-0123\u{200b}abCD",
        "\"sk-0123abCD\"",
        "“sk-0123abCD”",
        "'sk-0123abCD',",
        "Bearer sk-0123abCD",
        "bearer  sk-0123abCD",
        "Authorization: Bearer sk-0123abCD",
        "-H \"Authorization: Bearer sk-0123abCD\"",
        "DASHSCOPE_API_KEY=sk-0123abCD",
        "export DASHSCOPE_API_KEY=\"sk-0123abCD\";",
        "set DASHSCOPE_API_KEY=sk-0123abCD",
        "$env:DASHSCOPE_API_KEY = 'sk-0123abCD'",
        "{ \"apiKey\": \"sk-0123abCD\" }",
        "api-key：sk-0123abCD",
        "ｓｋ－０１２３ａｂＣＤ",
        "sk–0123abCD",
        "<sk-0123abCD>",
    ] {
        assert!(Credential::new(pasted) == key, "{pasted:?}");
    }
    // What stands in a key itself stays.
    for whole in ["st-lt-v1_a.b~c+d/e=", "sk-key:1", "sk-token=2", "visit-a=b"] {
        assert!(Credential::new(whole).redact(whole) == "***", "{whole}");
    }
    assert!(Credential::new("sk-****abcd").is_masked() && !key.is_masked());
}

#[test]
fn a_key_written_back_is_masked_escaped_or_not() {
    let key = Credential::new("sk-a/b+c");
    assert_eq!(key.redact("x sk-a/b+c y sk-a\\/b+c"), "x *** y ***");
    assert_eq!(key.redact("nothing here"), "nothing here");
    assert_eq!(Credential::new("").redact("abc"), "abc");
    assert_eq!(Credential::new("ab").redact("abc"), "abc", "too short to be a key");
}

// Requests.

fn all_requests(service: &Service) -> Vec<HttpRequest> {
    let image = SourceImage::url("https://example.com/a.png");
    let edit = check(EditRequest::new("wan2.7-image", "x").with_image(image)).unwrap();
    vec![
        plan::submit(&edit, &[None], service, Delivery::Sync),
        plan::submit(&edit, &[None], service, Delivery::Task),
        plan::query(service, "id-1"),
        plan::cancel(service, "id-1"),
        plan::list(service, 2, 20),
        plan::token(service, 60),
        plan::upload_policy(service, "wan2.7-image"),
        plan::locate(service, None, "the mug"),
    ]
}

#[test]
fn each_request_has_its_documented_method_address_and_headers() {
    let base = "https://dashscope.aliyuncs.com/api/v1";
    let seen: Vec<_> = all_requests(&service())
        .into_iter()
        .map(|request| {
            let names: Vec<&str> = request.headers.iter().map(|header| header.name).collect();
            (request.method, request.target.replace(base, ""), names.join(" "), request.body.is_empty())
        })
        .collect();
    let wanted = [
        (Method::Post, "/services/aigc/multimodal-generation/generation", "Authorization Content-Type", false),
        (
            Method::Post,
            "/services/aigc/image-generation/generation",
            "Authorization Content-Type X-DashScope-Async",
            false,
        ),
        (Method::Get, "/tasks/id-1", "Authorization", true),
        (Method::Post, "/tasks/id-1/cancel", "Authorization", true),
        (Method::Get, "/tasks/?page_no=2&page_size=20", "Authorization", true),
        (Method::Post, "/tokens?expire_in_seconds=60", "Authorization", true),
        (Method::Get, "/uploads?action=getPolicy&model=wan2.7-image", "Authorization", true),
        (Method::Post, "/services/aigc/multimodal-generation/generation", "Authorization Content-Type", false),
    ];
    let wanted =
        wanted.map(|(method, path, headers, is_empty)| (method, path.to_owned(), headers.to_owned(), is_empty));
    assert_eq!(seen, wanted);
    let task = &all_requests(&service())[1];
    assert_eq!(header(task, "X-DashScope-Async"), Some("enable"));
    assert_eq!(header(task, "Content-Type"), Some("application/json"));
}

#[test]
fn the_key_stands_in_one_header_and_nowhere_else() {
    for proxy in ["", "/proxy", "https://p.example.com/?u={url}"] {
        let service = Service { proxy: Proxy::parse(proxy).unwrap(), ..service() };
        for request in all_requests(&service) {
            assert_eq!(header(&request, "Authorization"), Some(&*format!("Bearer {KEY}")));
            let others = request.headers.iter().filter(|header| header.name != "Authorization");
            assert!(others.clone().all(|header| !header.value.contains(KEY)));
            assert!(!request.url.contains(KEY) && !request.target.contains(KEY));
            assert!(!common::text(&request.body).contains(KEY));
            assert_eq!(request.url, service.proxy.apply(&request.target));
        }
    }
}

#[test]
fn a_task_id_cannot_change_the_path() {
    for id in ["../../evil", "a/b", "a?x=1", "a#b", "a%2F..%2Fb", "a\\b", "a b\r\n", "任务", "..", "a@b", "a:b"] {
        let query = plan::query(&service(), id);
        let rest = query.target.strip_prefix("https://dashscope.aliyuncs.com/api/v1/tasks/").unwrap();
        assert!(rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{id:?}: {rest}");
        assert!(!plan::is_task_id(id), "{id:?}");
        let cancel = plan::cancel(&service(), id);
        assert_eq!(cancel.target, format!("{}/cancel", query.target));
    }
    assert!(plan::is_task_id("0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60"));
}

#[test]
fn a_model_name_cannot_change_the_question() {
    let request = plan::upload_policy(&service(), "x&action=other#y/../z?w=1");
    assert!(request.target.ends_with("/uploads?action=getPolicy&model=xactionothery..zw1"), "{}", request.target);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is accepted has the host that a person reads, and no way to leave it.
    #[test]
    fn whatever_is_pasted_reads_the_same_as_it_goes(text in "(https?://)?[a-z0-9.:@/\\\\?#%\\[\\] \\t-]{0,40}") {
        if let Ok(endpoint) = Endpoint::parse(&text) {
            let url = endpoint.base_url();
            prop_assert!(url.starts_with("https://") || url.starts_with("http://"));
            prop_assert!(url.bytes().all(|b| b.is_ascii_graphic() && !b"@?#%\\".contains(&b)), "{}", url);
            prop_assert!(!url.ends_with('/') && !url.contains("/../"));
            prop_assert!(text.contains(endpoint.authority()));
            prop_assert_eq!(&Endpoint::parse(url), &Ok(endpoint.clone()));
        }
        if let Ok(proxy) = Proxy::parse(&text) {
            let url = proxy.apply("https://h/p?q");
            prop_assert!(url.ends_with("/h/p?q"), "{}", url);
        }
    }

    #[test]
    fn no_reply_header_or_body_makes_it_panic(body in ".{0,80}", status in any::<u16>(), retry in any::<u64>()) {
        use wan_edit::core::job::{Job, Step};
        use wan_edit::core::service::Reply;
        let edit = check(EditRequest::new("wan2.7-image", "x")).unwrap();
        let mut job = Job::new(&edit, &[], service(), Delivery::Task);
        job.step(Duration::ZERO);
        let reply = Reply { status, body, retry_after: Some(Duration::from_secs(retry)), request_id: None };
        job.receive(Duration::ZERO, 0.5, &reply);
        let step = job.step(Duration::ZERO);
        prop_assert!(!matches!(step, Step::Send(_)));
    }
}

#[test]
fn the_key_goes_to_the_service_and_to_a_proxy_of_another_origin() {
    let to = |base_url: &str, proxy: &str| {
        trust::recipients(&Endpoint::parse(base_url).unwrap(), &Proxy::parse(proxy).unwrap(), "https://edit.example")
    };
    assert_eq!(to("https://dashscope.aliyuncs.com", ""), ["https://dashscope.aliyuncs.com"]);
    assert_eq!(to("https://dashscope.aliyuncs.com", "/proxy"), ["https://dashscope.aliyuncs.com"]);
    assert_eq!(to("https://a.example", "https://edit.example/proxy"), ["https://a.example"]);
    for proxy in ["https://B.example/way", "https://b.example:443/way", "https://b.example?to={url}"] {
        assert_eq!(to("https://a.example", proxy), ["https://b.example", "https://a.example"], "{proxy}");
    }
    assert_eq!(to("http://127.0.0.1:8787", ""), ["http://127.0.0.1:8787"]);
}

#[test]
fn a_key_is_bound_to_exact_origins() {
    let trusted = ["https://dashscope.aliyuncs.com".to_owned()];
    let others = [
        "https://dashscope-intl.aliyuncs.com",
        "https://token-plan.cn-beijing.maas.aliyuncs.com",
        "https://ws-1.eu-central-1.maas.aliyuncs.com",
        "https://dashscope.aliyuncs.com.evil.example",
        "https://bucket.oss-cn-beijing.aliyuncs.com",
        "https://dashscope.aliyuncs.com:8443",
        "http://dashscope.aliyuncs.com",
        "https://www.dmxapi.cn",
        "https://evil.example",
    ];
    for origin in others {
        assert!(!trust::is_trusted(origin, &trusted), "{origin}");
        assert!(trust::is_trusted(origin, &[origin.to_owned()]), "{origin}");
    }
    // Keys of the two relays differ.
    assert!(!trust::is_trusted("https://www.dmxapi.com", &["https://www.dmxapi.cn".to_owned()]));
}
