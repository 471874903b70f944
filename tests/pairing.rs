//! What goes together: model, region, key, and the way to await an answer; and what is said before anything is sent.

mod common;

use std::time::Duration;

use wan_edit::core::edit::{
    CheckedEdit, Delivery, EditRequest, MODELS, Mode, ModeRow, Model, Problem, ProblemKind, Region, SourceImage, check,
};
use wan_edit::core::job::{Job, Step};
use wan_edit::core::service::endpoint::{EMULATOR, EMULATOR_DMXAPI, WORKSPACE_REGIONS};
use wan_edit::core::service::{
    Authorization, Credential, CredentialKind, Endpoint, EndpointError, HttpRequest, KNOWN_ENDPOINTS, Protocol,
    Service, pairing, plan,
};

use Delivery::{Stream, Sync, Task};
use Region::{Beijing, Dmxapi, Frankfurt, Singapore, TokenPlan, Virginia};
use common::{KEY, header, service};

const PLACES: &[(Region, &[&str])] = &[
    (
        Beijing,
        &[
            "https://dashscope.aliyuncs.com",
            "https://dashscope.aliyuncs.com:443/api/v1",
            "https://ws-945n1ndux9blxaek.cn-beijing.maas.aliyuncs.com/api/v1",
        ],
    ),
    (
        Singapore,
        &[
            "https://dashscope-intl.aliyuncs.com",
            "https://llm-3k6f0rmm4n75d6bs.ap-southeast-1.maas.aliyuncs.com/api/v1",
        ],
    ),
    (Virginia, &["https://dashscope-us.aliyuncs.com"]),
    (Frankfurt, &["https://ws-945n1ndux9blxaek.eu-central-1.maas.aliyuncs.com/api/v1"]),
    (TokenPlan, &["https://token-plan.cn-beijing.maas.aliyuncs.com/api/v1"]),
    (
        Dmxapi,
        &["https://www.dmxapi.cn", "https://www.dmxapi.com/v1", "https://dmxapi.cn/v1/responses", EMULATOR_DMXAPI],
    ),
];

/// Hosts of which nobody says which models they have.
const ELSEWHERE: &[&str] = &[
    "https://relay.example.com/api/v1",
    "https://cn-hongkong.dashscope.aliyuncs.com/api/v1",
    "https://ws-1.ap-northeast-1.maas.aliyuncs.com/api/v1",
    EMULATOR,
];

fn at(base_url: &str) -> Service {
    Service { endpoint: Endpoint::parse(base_url).unwrap(), ..service() }
}

/// Every mode of every model, with a request for it.
fn every_mode() -> Vec<(&'static Model, &'static ModeRow, CheckedEdit)> {
    let rows = MODELS.iter().flat_map(|model| model.modes.iter().map(move |row| (model, row)));
    rows.map(|(model, row)| {
        let request = EditRequest::new(model.id, "x");
        let request = match row.mode {
            Mode::TextToImage => request,
            Mode::Edit => request.with_image(SourceImage::url("https://example.com/a.png")),
            Mode::ImageSet => request.with_enable_sequential(true),
            Mode::Interleave => request.with_enable_interleave(true),
        };
        (model, row, check(request).unwrap())
    })
    .collect()
}

/// Where each model runs, as the references say.
fn regions(model: &str) -> &'static [Region] {
    match model {
        "wan2.7-image-pro" | "wan2.7-image" => &[Beijing, Singapore, TokenPlan, Dmxapi],
        "wan2.6-image" => &[Beijing, Singapore, Virginia, Frankfurt, Dmxapi],
        "wan2.5-i2i-preview" => &[Beijing, Singapore],
        other => panic!("{other} is new: where does it run?"),
    }
}

/// How an answer can be awaited, as the references say.
fn ways(model: &str, mode: Mode, region: Region) -> &'static [Delivery] {
    match (region, mode) {
        _ if !regions(model).contains(&region) => &[],
        (Dmxapi, Mode::Interleave) => &[Stream],
        (Dmxapi, _) => &[Sync],
        (Frankfurt, _) => &[Task],
        _ if model == "wan2.5-i2i-preview" => &[Task],
        (_, Mode::Interleave) => &[Task, Stream],
        _ => &[Task, Sync],
    }
}

fn problem(path: &str, kind: ProblemKind) -> Vec<Problem> {
    vec![Problem { path: path.into(), kind }]
}

fn first_request(mut job: Job) -> HttpRequest {
    match job.step(Duration::ZERO) {
        Step::Send(request) => request,
        step => panic!("nothing is sent: {step:?}"),
    }
}

/// How a submit asks for its answer.
fn delivery_of(request: &HttpRequest) -> Delivery {
    match header(request, "X-DashScope-Async") {
        Some(_) => Task,
        None if request.is_stream => Stream,
        None => Sync,
    }
}

#[test]
fn every_host_has_its_region() {
    for (region, hosts) in PLACES {
        for host in *hosts {
            assert_eq!(pairing::region(&at(host).endpoint), Some(*region), "{host}");
        }
    }
    for host in ELSEWHERE {
        assert_eq!(pairing::region(&at(host).endpoint), None, "{host}");
    }
    for known in KNOWN_ENDPOINTS {
        assert!(pairing::region(&at(known.base_url).endpoint).is_some(), "{}", known.id);
    }
    for host in ["https://dashscope.aliyuncs.com.evil.example", "https://maas.aliyuncs.com.evil.example/api/v1"] {
        assert_eq!(pairing::region(&at(host).endpoint), None, "{host}");
    }
}

#[test]
fn every_model_runs_where_the_references_say_and_is_asked_for_as_they_say() {
    let mut count = 0;
    for (model, row, edit) in every_mode() {
        for (region, hosts) in PLACES {
            let wanted = ways(model.id, row.mode, *region);
            for host in *hosts {
                let service = at(host);
                let name = format!("{} {:?} at {host}", model.id, row.mode);
                assert_eq!(pairing::deliveries(&service.endpoint, model, row), wanted, "{name}");
                for chosen in [None, Some(Task), Some(Sync), Some(Stream)] {
                    let found = pairing::check(edit.request(), &service, chosen);
                    let is_there = !wanted.is_empty();
                    let is_fine = is_there && chosen.is_none_or(|chosen| wanted.contains(&chosen));
                    let kind = if is_there {
                        ProblemKind::DeliveryUnavailable { deliveries: wanted.to_vec() }
                    } else {
                        ProblemKind::ModelElsewhere { regions: regions(model.id).to_vec() }
                    };
                    let path = if is_there { "delivery" } else { "service" };
                    // A key of the common kind does not open the subscription's host, which is told as well.
                    let found: Vec<_> = found.into_iter().filter(|problem| problem.path != "credential").collect();
                    assert_eq!(found, if is_fine { vec![] } else { problem(path, kind) }, "{name} {chosen:?}");
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 9 * 12 * 4);
}

#[test]
fn a_job_asks_in_the_way_that_was_chosen_or_in_the_first_there_is() {
    for (model, row, edit) in every_mode() {
        for (region, hosts) in PLACES {
            let wanted = ways(model.id, row.mode, *region);
            for chosen in [Task, Sync, Stream] {
                let Some(first) = wanted.first() else { continue };
                let request = first_request(Job::new(&edit, &[None], at(hosts[0]), chosen));
                let expected = if wanted.contains(&chosen) { chosen } else { *first };
                assert_eq!(delivery_of(&request), expected, "{} {:?} at {region:?}: {chosen:?}", model.id, row.mode);
            }
        }
    }
}

#[test]
fn hosts_that_nobody_describes_are_left_alone() {
    for host in ELSEWHERE {
        for (model, row, edit) in every_mode() {
            let service = Service { credential: Credential::new("sk-sp-0123"), ..at(host) };
            assert_eq!(pairing::deliveries(&service.endpoint, model, row), row.deliveries, "{host}");
            for delivery in row.deliveries {
                assert_eq!(pairing::check(edit.request(), &service, Some(*delivery)), [], "{host} {}", model.id);
            }
        }
    }
}

#[test]
fn a_way_that_the_mode_does_not_have_is_refused_anywhere() {
    for host in ELSEWHERE {
        for (model, row, edit) in every_mode() {
            for delivery in [Task, Sync, Stream].into_iter().filter(|delivery| !row.deliveries.contains(delivery)) {
                let found = pairing::check(edit.request(), &at(host), Some(delivery));
                let kind = ProblemKind::DeliveryUnavailable { deliveries: row.deliveries.to_vec() };
                assert_eq!(found, problem("delivery", kind), "{} {:?} {delivery:?} at {host}", model.id, row.mode);
            }
        }
    }
}

// Keys.

const KEYS: &[(&str, CredentialKind)] = &[
    ("sk-0123456789abcdef", CredentialKind::PayAsYouGo),
    ("sk-ws-0123456789", CredentialKind::Workspace),
    ("sk-sp-0123456789", CredentialKind::Plan),
    ("st-lt-v1-0123", CredentialKind::Temporary),
    ("st-0123", CredentialKind::Temporary),
    ("0123456789", CredentialKind::Other),
    ("SK-0123", CredentialKind::Other),
    ("", CredentialKind::Other),
];

#[test]
fn a_key_says_by_its_beginning_what_it_opens() {
    let edit = EditRequest::new("wan2.7-image", "x");
    for (key, kind) in KEYS {
        assert_eq!(Credential::new(key).kind(), *kind, "{key}");
        for region in [Beijing, Singapore, TokenPlan, Dmxapi] {
            let host = PLACES.iter().find(|place| place.0 == region).unwrap().1[0];
            let service = Service { credential: Credential::new(key), ..at(host) };
            let wanted = match (region, kind) {
                (TokenPlan, CredentialKind::PayAsYouGo | CredentialKind::Workspace) => Some(ProblemKind::KeyNotOfPlan),
                (Beijing | Singapore | Dmxapi, CredentialKind::Plan) => Some(ProblemKind::KeyOfPlan),
                _ => None,
            };
            let wanted = wanted.map_or_else(Vec::new, |kind| problem("credential", kind));
            assert_eq!(pairing::check(&edit, &service, None), wanted, "{key} at {region:?}");
        }
    }
}

#[test]
fn the_relay_takes_the_bare_key_unless_it_is_told_otherwise_and_the_service_never_does() {
    let bearer = format!("Bearer {KEY}");
    for (host, authorization, wanted) in [
        ("https://www.dmxapi.cn/v1", Authorization::Documented, KEY),
        ("https://www.dmxapi.cn/v1", Authorization::Bearer, &bearer),
        ("https://dashscope.aliyuncs.com", Authorization::Documented, &bearer),
        ("https://dashscope.aliyuncs.com", Authorization::Bearer, &bearer),
    ] {
        let service = Service { authorization, ..at(host) };
        let edit = check(EditRequest::new("wan2.7-image", "x")).unwrap();
        let request = first_request(Job::new(&edit, &[], service, Task));
        assert_eq!(header(&request, "Authorization"), Some(wanted), "{host} {authorization:?}");
        let others = request.headers.iter().filter(|header| header.name != "Authorization");
        assert!(others.into_iter().all(|header| !header.value.contains(KEY)));
    }
}

// Uploaded files.

#[test]
fn uploaded_files_need_their_header_and_a_service_that_takes_them() {
    let uploaded = SourceImage::url("oss://dashscope-instant/a/b.png");
    let request = EditRequest::new("wan2.7-image", "x")
        .with_image(SourceImage::url("https://example.com/a.png"))
        .with_image(uploaded);
    let edit = check(request).unwrap();
    for (host, is_taken) in [("https://dashscope.aliyuncs.com", true), ("https://www.dmxapi.cn", false)] {
        let wanted = if is_taken { vec![] } else { problem("images[1]", ProblemKind::OssUnsupported) };
        assert_eq!(pairing::check(edit.request(), &at(host), None), wanted, "{host}");
        for delivery in [Task, Sync] {
            let request = first_request(Job::new(&edit, &[None; 2], at(host), delivery));
            let resolve = header(&request, "X-DashScope-OssResourceResolve");
            assert_eq!(resolve, is_taken.then_some("enable"), "{host} {delivery:?}");
        }
    }
    let plain = check(EditRequest::new("wan2.7-image", "x")).unwrap();
    let request = first_request(Job::new(&plain, &[], service(), Task));
    assert_eq!(header(&request, "X-DashScope-OssResourceResolve"), None, "only where there is an address of its kind");
    let resolve = |address| {
        let request = plan::locate(&service(), address, "the mug");
        header(&request, "X-DashScope-OssResourceResolve").map(str::to_owned)
    };
    assert_eq!(resolve(Some("oss://a/b.png")).as_deref(), Some("enable"));
    assert_eq!((resolve(Some("https://a/b.png")), resolve(None)), (None, None));
}

// Workspaces.

#[test]
fn a_workspace_has_its_own_host_in_each_region() {
    for region in WORKSPACE_REGIONS {
        for id in ["ws-945n1ndux9blxaek", "llm-3k6f0rmm4n75d6bs", "a", "7_b-", &"x".repeat(63), " ws-1 "] {
            let endpoint = Endpoint::workspace(id, region).unwrap();
            assert_eq!(endpoint.base_url(), format!("https://{}.{region}.maas.aliyuncs.com/api/v1", id.trim()));
            assert_eq!(endpoint.protocol(), Protocol::DashScope);
            assert!(pairing::region(&endpoint).is_some(), "{region}");
            assert_eq!(Endpoint::parse(endpoint.base_url()), Ok(endpoint), "{id}");
        }
    }
    assert_eq!(Endpoint::workspace("WS-1", "cn-beijing").unwrap().authority(), "ws-1.cn-beijing.maas.aliyuncs.com");
}

#[test]
fn a_workspace_id_that_could_move_the_host_is_refused() {
    for id in [
        "",
        " ",
        "-a",
        "_a",
        "a.b",
        "evil.example/",
        "a/b",
        "a\\b",
        "a@b",
        "a:b",
        "a#b",
        "a?b",
        "a%2e",
        "a b",
        "a\nb",
        "..",
        "工作区",
        "ｗｓ-1",
        "a\u{200b}b",
        &"x".repeat(65),
    ] {
        assert_eq!(Endpoint::workspace(id, "cn-beijing"), Err(EndpointError::BadWorkspace), "{id:?}");
    }
    for region in ["", "cn-beijing.maas.aliyuncs.com/", "evil.example", "us-east-1", "CN-BEIJING"] {
        assert_eq!(Endpoint::workspace("ws-1", region), Err(EndpointError::BadWorkspace), "{region:?}");
    }
}

// Addresses of images.

#[test]
fn an_address_that_only_this_machine_reaches_is_named_where_the_service_is_elsewhere() {
    let private = [
        "http://192.168.1.20/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://172.16.0.1/a.jpg",
        "http://172.31.255.255/a.jpg",
        "http://169.254.1.1/a.jpg",
        "http://100.64.0.1/a.jpg",
        "http://127.0.0.1:8080/a.jpg",
        "http://0.0.0.0/a.jpg",
        "http://localhost:8080/a.jpg",
        "http://LOCALHOST./a.jpg",
        "http://a.localhost/a.jpg",
        "http://nas/a.jpg",
        "http://nas.local/a.jpg",
        "https://printer.lan:631/a.jpg",
        "https://vault.internal/a.jpg",
        "http://router.home.arpa/a.jpg",
        "http://me:secret@192.168.1.20/a.jpg",
        "http://[::1]/a.jpg",
        "http://[fe80::1]:8080/a.jpg",
        "http://[fd12:3456::1]/a.jpg",
        "http://[fec0::1]/a.jpg",
        "http://[::ffff:192.168.1.20]/a.jpg",
        // As browsers read them.
        "http://127.1/a.jpg",
        "http://2130706433/a.jpg",
        "http://0x7f.0.0.1/a.jpg",
        "http://0300.0250.1.1/a.jpg",
    ];
    let public = [
        "https://example.com/a.jpg",
        "https://example.com:8443/192.168.1.20/a.jpg",
        "https://8.8.8.8/a.jpg",
        "http://172.32.0.1/a.jpg",
        "http://100.128.0.1/a.jpg",
        "http://192.169.1.1/a.jpg",
        "http://11.0.0.1/a.jpg",
        "https://[2400:3200::1]/a.jpg",
        "https://localhost.example.com/a.jpg",
        "https://local.cn/a.jpg",
        "https://10.example.com/a.jpg",
        "oss://bucket/a.jpg",
    ];
    let problems = |url: &str, service: &Service| {
        let request = EditRequest::new("wan2.7-image", "x").with_image(SourceImage::url(url));
        pairing::check(&request, service, None)
    };
    for url in private {
        let named = Problem { path: "images[0]".into(), kind: ProblemKind::AddressPrivate };
        assert_eq!(problems(url, &service()), [named], "{url}");
        assert_eq!(problems(url, &at(EMULATOR)), [], "{url}: what runs here reaches what is here");
    }
    for url in public {
        assert_eq!(problems(url, &service()), [], "{url}");
    }
}
