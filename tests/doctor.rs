//! What the connection doctor makes of each answer.

mod common;

use wan_edit::core::edit::{EditRequest, SourceImage};
use wan_edit::core::job::doctor::Finding;
use wan_edit::core::job::snippet::{Place, Snippet, snippets};
use wan_edit::core::service::http::Reply;
use wan_edit::core::service::{Credential, Endpoint, Protocol, Proxy, Service, pairing, plan};

fn reply(status: u16, body: &str) -> Reply {
    Reply { status, body: body.into(), ..Reply::default() }
}

fn of(status: u16, body: &str, is_proxied: bool) -> Finding {
    Finding::of_reply(&reply(status, body), Protocol::DashScope, &Credential::new(common::KEY), is_proxied)
}

#[test]
fn each_answer_to_the_greeting_has_its_finding() {
    let nginx = "<html><head><title>404 Not Found</title></head><body>nginx</body></html>";
    let proxy = |code: &str| format!(r#"{{"code":"{code}","message":"…"}}"#);
    let service = |code: &str, message: &str| format!(r#"{{"code":"{code}","message":"{message}","request_id":"r"}}"#);
    let table = [
        (200, r#"{"total":0,"data":[],"total_page":0,"page_no":1,"request_id":"r"}"#.to_owned(), true, Finding::Fine),
        (200, r#"{"output":{"tasks":[]},"request_id":"r"}"#.to_owned(), false, Finding::Fine),
        (401, service("InvalidApiKey", "Invalid API-key provided."), true, Finding::Key),
        (401, service("NOT AUTHORIZED", "Access denied: …"), true, Finding::Workspace),
        (400, service("Arrearage", "Access denied, …"), true, Finding::Account),
        (403, service("AccessDenied", "Access denied."), true, Finding::Denied),
        (403, service("Model.AccessDenied", "Model access denied."), true, Finding::Denied),
        (429, service("Throttling.RateQuota", "Requests rate limit exceeded"), true, Finding::Throttled),
        (429, service("Throttling.AllocationQuota", "Your quota has been exhausted."), true, Finding::Account),
        (500, service("InternalError", "An internal error has occured"), true, Finding::ServiceDown),
        (401, nginx.to_owned(), true, Finding::ProxyLogin),
        (401, nginx.to_owned(), false, Finding::NotTheService),
        (404, nginx.to_owned(), true, Finding::NoProxy),
        (405, nginx.to_owned(), true, Finding::NoProxy),
        (200, "<!doctype html><title>wan-edit</title>".to_owned(), true, Finding::NoProxy),
        (404, nginx.to_owned(), false, Finding::NotTheService),
        (502, nginx.to_owned(), true, Finding::ProxyUpstream),
        (500, String::new(), true, Finding::ProxyUpstream),
        (503, nginx.to_owned(), false, Finding::ServiceDown),
        (403, proxy("ProxyHostNotAllowed"), true, Finding::ProxyHost),
        (403, proxy("ProxyOriginNotAllowed"), true, Finding::ProxyOrigin),
        (401, proxy("ProxyAccessDenied"), true, Finding::ProxyAccess),
        (403, proxy("ProxyNoKeyForHost"), true, Finding::ProxyAccess),
        (429, proxy("ProxyRateLimit"), true, Finding::Throttled),
        (502, proxy("ProxyUnreachable"), true, Finding::ProxyUpstream),
        (504, proxy("ProxyTimeout"), true, Finding::ProxyUpstream),
        (500, proxy("ProxyFault"), true, Finding::ProxyRefused),
        (405, proxy("ProxyMethodNotAllowed"), true, Finding::ProxyRefused),
        (403, proxy("ProxyDataOnly"), true, Finding::ProxyRefused),
        (403, proxy("ProxyCallNotAllowed"), true, Finding::ProxyLimit),
        (429, proxy("ProxyAllowanceSpent"), true, Finding::ProxyLimit),
        (400, proxy("ProxyOrderUnclear"), true, Finding::ProxyLimit),
        (502, proxy("ProxyBadAnswer"), true, Finding::ProxyUpstream),
        (
            404,
            r#"{"code":"NotFound","message":"There is nothing at this address."}"#.to_owned(),
            true,
            Finding::NoProxy,
        ),
    ];
    for (status, body, is_proxied, finding) in &table {
        assert_eq!(of(*status, body, *is_proxied), *finding, "{status} {body}");
    }
}

#[test]
fn a_temporary_key_that_is_refused_has_ended() {
    let body = r#"{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"r"}"#;
    let key = Credential::new("st-lt-v1-0123");
    assert_eq!(Finding::of_reply(&reply(401, body), Protocol::DashScope, &key, true), Finding::KeyEnded);
}

#[test]
fn the_relay_answers_with_its_models() {
    let key = Credential::new(common::KEY);
    let ask = |status, body| Finding::of_reply(&reply(status, body), Protocol::Dmxapi, &key, false);
    assert_eq!(ask(200, r#"{"object":"list","data":[{"id":"wan2.7-image"}]}"#), Finding::Fine);
    assert_eq!(ask(401, r#"{"error":{"code":"","message":"Invalid Token","type":"rix_api_error"}}"#), Finding::Key);
    assert_eq!(ask(200, "<html></html>"), Finding::NotTheService);
}

#[test]
fn a_host_of_results_that_refuses_by_itself_can_be_reached() {
    let oss = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>";
    assert_eq!(Finding::of_result(&reply(403, oss)), Finding::ResultsFine);
    assert_eq!(Finding::of_result(&reply(502, r#"{"code":"ProxyNotAnImage","message":"…"}"#)), Finding::ResultsFine);
    assert_eq!(Finding::of_result(&reply(403, r#"{"code":"ProxyHostNotAllowed"}"#)), Finding::ResultsBlocked);
    assert_eq!(Finding::of_result(&reply(200, "<!doctype html>")), Finding::ResultsBlocked);
}

#[test]
fn what_does_not_go_together_is_found_without_a_question() {
    let at = |base_url: &str, key: &str| Service {
        endpoint: Endpoint::parse(base_url).unwrap(),
        credential: Credential::new(key),
        ..common::service()
    };
    let findings = |service: &Service| -> Vec<Finding> {
        let request = EditRequest::new("wan2.5-i2i-preview", "x").with_image(SourceImage::url("https://a/b.png"));
        pairing::check(&request, service, None).iter().filter_map(Finding::of_problem).collect()
    };
    assert_eq!(findings(&at("https://dashscope.aliyuncs.com", "sk-1")), []);
    assert_eq!(findings(&at("https://dashscope-us.aliyuncs.com", "sk-1")), [Finding::ModelElsewhere]);
    assert_eq!(findings(&at("https://dashscope.aliyuncs.com", "sk-sp-1")), [Finding::KeyOfPlan]);
    let plan = at("https://token-plan.cn-beijing.maas.aliyuncs.com", "sk-1");
    assert_eq!(findings(&plan), [Finding::ModelElsewhere, Finding::KeyNotOfPlan]);
}

#[test]
fn a_visitor_asks_for_a_task_that_does_not_exist() {
    let visitor = Service { credential: Credential::new("visit-0123"), ..common::service() };
    let question = plan::greeting(&visitor);
    assert!(question.target.ends_with("/tasks/00000000-0000-4000-8000-000000000000"), "{}", question.target);
    let unknown = r#"{"request_id":"r","output":{"task_id":"0","task_status":"UNKNOWN"}}"#;
    assert_eq!(of(200, unknown, true), Finding::Fine);
    assert!(plan::greeting(&common::service()).target.contains("/tasks/?"));
}

/// What is pasted for `finding` where `base_url` is reached by `proxy`.
fn pasted(finding: Finding, base_url: &str, proxy: &str) -> Vec<(Place, String)> {
    let service = Service {
        endpoint: Endpoint::parse(base_url).unwrap(),
        proxy: Proxy::parse(proxy).unwrap(),
        ..common::service()
    };
    let results = Some("dashscope-result-bj.oss-cn-beijing.aliyuncs.com");
    let snippets = snippets(finding, &service, results, "https://app.example.com");
    snippets.into_iter().map(|Snippet { place, text }| (place, text)).collect()
}

#[test]
fn the_entry_for_the_development_server_is_written_as_the_file_has_it() {
    let file = include_str!("../Trunk.toml");
    let snippets = pasted(Finding::NoProxy, "http://127.0.0.1:8787", "/proxy");
    let [(Place::File("Trunk.toml"), emulator)] = &snippets[..] else { panic!("{snippets:?}") };
    assert!(file.contains(&["\n", emulator, "\n"].concat()), "{emulator}");
    let [(_, elsewhere)] = &pasted(Finding::NoProxy, "http://127.0.0.1:8787", "https://b.example/way/")[..] else {
        panic!()
    };
    assert!(elsewhere.contains("rewrite = \"/way/127.0.0.1:8787/\""), "{elsewhere}");
}

#[test]
fn hosts_pages_and_settings_are_pasted_where_they_belong() {
    let texts =
        |finding, proxy| -> Vec<(Place, String)> { pasted(finding, "https://gateway.example.com/api/v1", proxy) };
    let own = |place, text: &str| (place, text.to_owned());
    assert_eq!(
        texts(Finding::ProxyHost, "/proxy"),
        [
            own(Place::File("/etc/nginx/wan-edit/hosts.map"), "gateway.example.com api;"),
            own(Place::File("wrangler.toml"), "EXTRA_HOSTS = \"gateway.example.com\""),
        ]
    );
    assert_eq!(
        texts(Finding::ProxyOrigin, "https://b.example/proxy"),
        [
            own(Place::File("/etc/nginx/wan-edit/origins.map"), "https://app.example.com 1;"),
            own(Place::File("wrangler.toml"), "ORIGINS = \"https://app.example.com\""),
        ]
    );
    for finding in [Finding::NoCors, Finding::PreflightRefused, Finding::ResultsBlocked] {
        assert_eq!(texts(finding, ""), [own(Place::Setting, "/proxy")]);
    }
    for (finding, proxy) in [(Finding::ProxyUpstream, "/proxy"), (Finding::Unreachable, "")] {
        assert_eq!(texts(finding, proxy), [own(Place::Terminal, "curl -I https://gateway.example.com/api/v1")]);
    }
    assert_eq!(texts(Finding::NoProxy, "/proxy"), [own(Place::Terminal, "make serve")]);
    let results = "dashscope-result-bj.oss-cn-beijing.aliyuncs.com oss;";
    assert_eq!(texts(Finding::ResultsBlocked, "/proxy"), [own(Place::File("/etc/nginx/wan-edit/hosts.map"), results)]);
    assert_eq!(texts(Finding::Key, "/proxy"), []);
    // The names of the files and settings are those of the proxies.
    let deploy = concat!(include_str!("../deploy/README.md"), include_str!("../deploy/wrangler.toml"));
    for name in ["`hosts.map`", "`origins.map`", "EXTRA_HOSTS", "ORIGINS", "/etc/nginx/wan-edit"] {
        assert!(deploy.contains(name), "{name}");
    }
}
