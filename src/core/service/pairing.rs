//! What goes together: model, region, key, and the way to await an answer.

use super::endpoint::host_of;
use super::{CredentialKind, Endpoint, Protocol, Service};
use crate::core::edit::models::{Delivery, ModeRow, Model, OTHER, Region};
use crate::core::edit::{EditRequest, ImageSource, Problem, ProblemKind, is_private_address, model};

/// The region of an endpoint; `None` for hosts that the references do not have.
pub fn region(endpoint: &Endpoint) -> Option<Region> {
    if endpoint.protocol() == Protocol::Dmxapi {
        return Some(Region::Dmxapi);
    }
    let host = host_of(endpoint.authority())?;
    if let Some(rest) = host.strip_suffix(".maas.aliyuncs.com") {
        let (workspace, region) = rest.rsplit_once('.').unwrap_or(("", rest));
        return match region {
            "cn-beijing" if workspace == "token-plan" => Some(Region::TokenPlan),
            "cn-beijing" => Some(Region::Beijing),
            "ap-southeast-1" => Some(Region::Singapore),
            "us-east-1" => Some(Region::Virginia),
            "eu-central-1" => Some(Region::Frankfurt),
            _ => None,
        };
    }
    match host {
        "dashscope.aliyuncs.com" => Some(Region::Beijing),
        "dashscope-intl.aliyuncs.com" => Some(Region::Singapore),
        "dashscope-us.aliyuncs.com" => Some(Region::Virginia),
        _ => None,
    }
}

/// The ways to await an answer of `row` at `endpoint`, the preferred one first; empty where the model does not run.
pub fn deliveries(endpoint: &Endpoint, model: &Model, row: &ModeRow) -> Vec<Delivery> {
    let region = region(endpoint);
    let place = model.places.value.iter().find(|place| Some(place.region) == region);
    let is_there = |delivery: &Delivery| match place {
        Some(place) => place.deliveries.contains(delivery),
        None => region.is_none(),
    };
    row.deliveries.iter().copied().filter(is_there).collect()
}

/// What of `request` does not go with `service`; `delivery` where one was chosen.
///
/// Hosts that the references do not have may have every model.
pub fn check(request: &EditRequest, service: &Service, delivery: Option<Delivery>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut push = |path: &str, kind| problems.push(Problem { path: path.into(), kind });
    let region = region(&service.endpoint);
    let model = model(&request.model).unwrap_or(&OTHER);
    let places = model.places.value;
    if region.is_some_and(|region| places.iter().all(|place| place.region != region)) {
        let regions = places.iter().map(|place| place.region).collect();
        push("service", ProblemKind::ModelElsewhere { regions });
    } else if let Some(row) = model.mode(request.mode()) {
        let deliveries = deliveries(&service.endpoint, model, row);
        if delivery.is_some_and(|wanted| !deliveries.contains(&wanted)) || deliveries.is_empty() {
            push("delivery", ProblemKind::DeliveryUnavailable { deliveries });
        }
    }
    match (service.credential.kind(), region) {
        (CredentialKind::Plan, Some(other)) if other != Region::TokenPlan => push("credential", ProblemKind::KeyOfPlan),
        (CredentialKind::PayAsYouGo | CredentialKind::Workspace, Some(Region::TokenPlan)) => {
            push("credential", ProblemKind::KeyNotOfPlan);
        }
        _ => {}
    }
    // What runs here reaches what is here.
    let is_elsewhere = !is_private_address(service.endpoint.base_url());
    for (index, image) in request.images.iter().enumerate() {
        let ImageSource::Url { url, .. } = &image.source else { continue };
        if region == Some(Region::Dmxapi) && url.starts_with("oss://") {
            push(&format!("images[{index}]"), ProblemKind::OssUnsupported);
        }
        if is_elsewhere && is_private_address(url) {
            push(&format!("images[{index}]"), ProblemKind::AddressPrivate);
        }
    }
    problems
}
