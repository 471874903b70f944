//! The connection doctor: asks what costs nothing, and says what stands in the way.

use std::time::Duration;

use js_sys::{Function, Object, Promise, Reflect};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::Boxed;
use super::fetch;
use super::read::has_reader;
use super::run::in_time;
use crate::core::edit::{Delivery, EditRequest, Region, is_private_address, model};
use crate::core::job::Loss;
use crate::core::job::doctor::Finding;
use crate::core::job::shown::{LONGEST_RAW, shown};
use crate::core::service::http::{HttpRequest, Reply};
use crate::core::service::{Proxy, Service, pairing, plan};

/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was found out.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// What was found, what matters most first; never empty.
    pub findings: Vec<Finding>,
    /// The host that was asked for.
    pub host: String,
    /// Whether a proxy stands between.
    pub is_proxied: bool,
    /// The host of results that was asked, where one was.
    pub results_host: Option<String>,
    /// HTTP status of the answer to the question with the key.
    pub status: Option<u16>,
    /// What was answered, without the key.
    pub raw: Option<String>,
    /// Ways to await the answer of the edit at hand, the preferred one first.
    pub deliveries: Vec<Delivery>,
}

/// Looks into the way to `service`, for an edit like `request`. No call can generate an image.
pub async fn diagnose(service: &Service, request: &EditRequest) -> Diagnosis {
    let mut diagnosis = Diagnosis {
        findings: Vec::new(),
        host: service.endpoint.authority().to_owned(),
        is_proxied: service.proxy != Proxy::Direct,
        results_host: None,
        status: None,
        raw: None,
        deliveries: model(&request.model)
            .and_then(|model| Some(pairing::deliveries(&service.endpoint, model, model.mode(request.mode())?)))
            .unwrap_or_default(),
    };
    let finding = way(service, &mut diagnosis).await;
    diagnosis.findings.push(finding);
    let problems = pairing::check(request, service, None);
    diagnosis.findings.extend(problems.iter().filter_map(Finding::of_problem));
    if !matches!(finding, Finding::Offline | Finding::MixedContent)
        && let Some(url) = results_url(service).await
    {
        diagnosis.results_host = url.split('/').nth(2).map(str::to_owned);
        diagnosis.findings.push(results(service, &url).await);
    }
    diagnosis
}

async fn way(service: &Service, diagnosis: &mut Diagnosis) -> Finding {
    if !fetch::is_online() {
        return Finding::Offline;
    }
    if service.lacks_key() {
        return if service.credential.is_empty() { Finding::KeyMissing } else { Finding::KeyMalformed };
    }
    let protocol = service.endpoint.protocol();
    let question = plan::greeting(service);
    if is_page_secure() && is_plain(&question.url) {
        return Finding::MixedContent;
    }
    match in_time(fetch::send(&question, &[], &mut |_| {}), PATIENCE).await {
        Ok(reply) => {
            diagnosis.status = Some(reply.status);
            diagnosis.raw = Some(shown(&reply.body, LONGEST_RAW, &[&service.credential]));
            Finding::of_reply(&reply, protocol, &service.credential, diagnosis.is_proxied)
        }
        Err(_) => silence(&question.url, diagnosis.is_proxied).await,
    }
}

/// Why nothing that could be read came from `url`. Asked without the key.
async fn silence(url: &str, is_proxied: bool) -> Finding {
    if in_time(bare(url, "no-cors"), PATIENCE).await.is_err() {
        if is_private_address(url) && is_kept_from_local_network().await {
            return Finding::LocalNetwork;
        }
        return if is_proxied { Finding::ProxyUnreachable } else { Finding::Unreachable };
    }
    match in_time(bare(url, "cors"), PATIENCE).await {
        Ok(_) => Finding::PreflightRefused,
        Err(_) if is_proxied => Finding::ProxyCors,
        Err(_) => Finding::NoCors,
    }
}

/// Whether this page comes from elsewhere and may reach its own network only once somebody allows it. Browsers without
/// this permission do not know its name.
async fn is_kept_from_local_network() -> bool {
    const NAMES: [&str; 3] = ["local-network-access", "loopback-network", "local-network"];
    let global = js_sys::global();
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).unwrap_or_default();
    if is_private_address(&get(&get(&global, "location"), "href").as_string().unwrap_or_default()) {
        return false;
    }
    let permissions = get(&get(&global, "navigator"), "permissions");
    let Ok(query) = get(&permissions, "query").dyn_into::<Function>() else { return false };
    for name in NAMES {
        let descriptor = Object::new();
        let _ = Reflect::set(&descriptor, &"name".into(), &name.into());
        let Ok(asked) = query.call1(&permissions, &descriptor) else { continue };
        let Ok(status) = JsFuture::from(Promise::resolve(&asked)).await else { continue };
        if get(&status, "state").as_string().is_some_and(|state| state != "granted") {
            return true;
        }
    }
    false
}

/// Whether `request`, to which no answer came, never left: it goes from a page straight to a host of the service, which
/// answers what browsers ask first without letting them in. Other hosts may let in a request and no question.
pub(super) async fn is_blocked(request: &HttpRequest) -> bool {
    let host = request.target.split('/').nth(2).unwrap_or_default();
    let is_direct = request.url == request.target;
    is_direct && host.ends_with(".aliyuncs.com") && is_page() && silence(&request.url, false).await == Finding::NoCors
}

/// A result that does not exist; `None` where nobody knows where results come from.
async fn results_url(service: &Service) -> Option<String> {
    match pairing::region(&service.endpoint) {
        None | Some(Region::Dmxapi) => emulated_results(service).await,
        Some(_) => Some("https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/".into()),
    }
}

/// Whether its bytes could be had.
async fn results(service: &Service, url: &str) -> Finding {
    let reply = in_time(bare(&service.proxy.apply(url), "cors"), PATIENCE).await;
    reply.map_or(Finding::ResultsBlocked, |reply| Finding::of_result(&reply))
}

/// What an emulator says of itself.
#[derive(Deserialize)]
struct Health {
    /// The origin of its results.
    results: String,
}

/// The emulator's origin of results, where the service is one.
async fn emulated_results(service: &Service) -> Option<String> {
    let base_url = service.endpoint.base_url();
    let origin = base_url.strip_suffix("/api/v1").or(base_url.strip_suffix("/v1"))?;
    if !origin.starts_with("http://") {
        return None;
    }
    let reply = bare(&service.proxy.apply(&format!("{origin}/emulator/health")), "cors").await.ok()?;
    let health: Health = serde_json::from_str(&reply.body).ok()?;
    Some(format!("{}/doctor.png", health.results))
}

/// Asks without a key, a header or a body.
fn bare<'a>(url: &'a str, mode: &'static str) -> Boxed<'a, Result<Reply, Loss>> {
    Box::pin(async move {
        let call = fetch::Call::new(url).with("mode", mode);
        let response = call.send().await?;
        let (status, body) = (response.status(), fetch::text(&response).await.unwrap_or_default());
        Ok(Reply { status, body, ..Reply::default() })
    })
}

fn is_page_secure() -> bool {
    page_protocol() == "https:"
}

/// Whether this is a page, or a worker of one, that the rules of other origins hold for: not an extension, nor a server.
fn is_page() -> bool {
    has_reader() && page_protocol().starts_with("http")
}

/// `https:`; empty where there is no page.
fn page_protocol() -> String {
    let location = js_sys::Reflect::get(&js_sys::global(), &"location".into()).unwrap_or_default();
    let protocol = js_sys::Reflect::get(&location, &"protocol".into()).unwrap_or_default();
    protocol.as_string().unwrap_or_default()
}

/// Plain http to another machine; browsers let a secure page call its own.
fn is_plain(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    !host.is_empty() && !["127.0.0.1", "localhost", "[::1]"].iter().any(|own| host.starts_with(own))
}
