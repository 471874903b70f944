//! Sentences of enums: one for each variant.

use super::{I18n, t_string};
use crate::core::edit::Region;
use crate::core::job::Cause;
use crate::core::job::doctor::Finding;
use crate::core::service::wire::reply::TaskStatus;

/// Why a service refused or failed; `status` is the HTTP status.
pub fn cause_sentence(i18n: I18n, cause: Cause, status: u16) -> String {
    match cause {
        Cause::Key => t_string!(i18n, cause_key),
        Cause::Workspace => t_string!(i18n, cause_workspace),
        Cause::Arrears => t_string!(i18n, cause_arrears),
        Cause::Budget => t_string!(i18n, cause_budget),
        Cause::NotBought => t_string!(i18n, cause_not_bought),
        Cause::FreeTier => t_string!(i18n, cause_free_tier),
        Cause::ModelUnknown => t_string!(i18n, cause_model_unknown),
        Cause::ModelDenied => t_string!(i18n, cause_model_denied),
        Cause::TaskHeader => t_string!(i18n, cause_task_header),
        Cause::WrongAddress => t_string!(i18n, cause_wrong_address),
        Cause::Range => t_string!(i18n, cause_range),
        Cause::Structure => t_string!(i18n, cause_structure),
        Cause::Parameter => t_string!(i18n, cause_parameter),
        Cause::ImageFormat => t_string!(i18n, cause_image_format),
        Cause::ImageSize => t_string!(i18n, cause_image_size),
        Cause::ImageBytes => t_string!(i18n, cause_image_bytes),
        Cause::ImageFetch => t_string!(i18n, cause_image_fetch),
        Cause::ImageAddress => t_string!(i18n, cause_image_address),
        Cause::Content => t_string!(i18n, cause_content),
        Cause::Copyright => t_string!(i18n, cause_copyright),
        Cause::Rule => t_string!(i18n, cause_rule),
        Cause::TooLateToCancel => t_string!(i18n, cause_too_late_to_cancel),
        Cause::Disconnected => t_string!(i18n, cause_disconnected),
        Cause::Rate => t_string!(i18n, cause_rate),
        Cause::Burst => t_string!(i18n, cause_burst),
        Cause::Concurrency => t_string!(i18n, cause_concurrency),
        Cause::Quota => t_string!(i18n, cause_quota),
        Cause::QuotaGone => t_string!(i18n, cause_quota_gone),
        Cause::Internal => t_string!(i18n, cause_internal),
        Cause::TimedOut => t_string!(i18n, cause_timed_out),
        Cause::Saturated => t_string!(i18n, cause_saturated),
        Cause::PolicyExpired => t_string!(i18n, cause_policy_expired),
        Cause::AccessModel => t_string!(i18n, cause_access_model),
        Cause::AccessCount => t_string!(i18n, cause_access_count),
        Cause::AccessSize => t_string!(i18n, cause_access_size),
        Cause::AccessSpent => t_string!(i18n, cause_access_spent),
        Cause::AccessOrder => t_string!(i18n, cause_access_order),
        Cause::AccessCall => t_string!(i18n, cause_access_call),
        Cause::NoChannel => t_string!(i18n, cause_no_channel),
        Cause::RelayEmpty => t_string!(i18n, cause_relay_empty),
        Cause::GatewayTimeout => t_string!(i18n, cause_gateway_timeout, status = status),
        Cause::Gateway => t_string!(i18n, cause_gateway, status = status),
        Cause::Unknown => t_string!(i18n, cause_unknown),
    }
}

/// What the connection doctor found between this page and `host`, by way of `proxy`.
pub fn finding_sentence(i18n: I18n, finding: Finding, host: &str, proxy: &str) -> String {
    match finding {
        Finding::Fine => t_string!(i18n, finding_fine, host = host),
        Finding::Offline => t_string!(i18n, finding_offline),
        Finding::KeyMissing => t_string!(i18n, finding_key_missing),
        Finding::KeyMalformed => t_string!(i18n, finding_key_malformed),
        Finding::MixedContent => t_string!(i18n, finding_mixed_content, host = host),
        Finding::NoCors => t_string!(i18n, finding_no_cors, host = host),
        Finding::PreflightRefused => t_string!(i18n, finding_preflight_refused, host = host),
        Finding::Unreachable => t_string!(i18n, finding_unreachable, host = host),
        Finding::LocalNetwork => t_string!(i18n, finding_local_network),
        Finding::ProxyUnreachable => t_string!(i18n, finding_proxy_unreachable, proxy = proxy),
        Finding::ProxyCors => t_string!(i18n, finding_proxy_cors, proxy = proxy),
        Finding::ProxyLogin => t_string!(i18n, finding_proxy_login, proxy = proxy),
        Finding::NoProxy => t_string!(i18n, finding_no_proxy, proxy = proxy, host = host),
        Finding::ProxyHost => t_string!(i18n, finding_proxy_host, proxy = proxy, host = host),
        Finding::ProxyOrigin => t_string!(i18n, finding_proxy_origin, proxy = proxy),
        Finding::ProxyAccess => t_string!(i18n, finding_proxy_access, proxy = proxy, host = host),
        Finding::ProxyLimit => t_string!(i18n, finding_proxy_limit, proxy = proxy),
        Finding::ProxyUpstream => t_string!(i18n, finding_proxy_upstream, proxy = proxy, host = host),
        Finding::ProxyRefused => t_string!(i18n, finding_proxy_refused, proxy = proxy),
        Finding::Key => t_string!(i18n, finding_key, host = host),
        Finding::KeyEnded => t_string!(i18n, finding_key_ended),
        Finding::KeyOfPlan => t_string!(i18n, finding_key_of_plan),
        Finding::KeyNotOfPlan => t_string!(i18n, finding_key_not_of_plan),
        Finding::Workspace => t_string!(i18n, finding_workspace),
        Finding::ModelElsewhere => t_string!(i18n, finding_model_elsewhere, host = host),
        Finding::Denied => t_string!(i18n, finding_denied),
        Finding::Account => t_string!(i18n, finding_account),
        Finding::Throttled => t_string!(i18n, finding_throttled),
        Finding::ServiceDown => t_string!(i18n, finding_service_down, host = host),
        Finding::NotTheService => t_string!(i18n, finding_not_the_service, host = host),
        Finding::ResultsBlocked => t_string!(i18n, finding_results_blocked),
        Finding::ResultsFine => t_string!(i18n, finding_results_fine),
    }
}

/// What to do about it.
pub fn remedy_sentence(i18n: I18n, finding: Finding) -> String {
    match finding {
        Finding::Fine => t_string!(i18n, remedy_fine),
        Finding::Offline => t_string!(i18n, remedy_offline),
        Finding::KeyMissing => t_string!(i18n, remedy_key_missing),
        Finding::KeyMalformed => t_string!(i18n, remedy_key_malformed),
        Finding::MixedContent => t_string!(i18n, remedy_mixed_content),
        Finding::NoCors => t_string!(i18n, remedy_no_cors),
        Finding::PreflightRefused => t_string!(i18n, remedy_preflight_refused),
        Finding::Unreachable => t_string!(i18n, remedy_unreachable),
        Finding::LocalNetwork => t_string!(i18n, remedy_local_network),
        Finding::ProxyUnreachable => t_string!(i18n, remedy_proxy_unreachable),
        Finding::ProxyCors => t_string!(i18n, remedy_proxy_cors),
        Finding::ProxyLogin => t_string!(i18n, remedy_proxy_login),
        Finding::NoProxy => t_string!(i18n, remedy_no_proxy),
        Finding::ProxyHost => t_string!(i18n, remedy_proxy_host),
        Finding::ProxyOrigin => t_string!(i18n, remedy_proxy_origin),
        Finding::ProxyAccess => t_string!(i18n, remedy_proxy_access),
        Finding::ProxyLimit => t_string!(i18n, remedy_proxy_limit),
        Finding::ProxyUpstream => t_string!(i18n, remedy_proxy_upstream),
        Finding::ProxyRefused => t_string!(i18n, remedy_proxy_refused),
        Finding::Key => t_string!(i18n, remedy_key),
        Finding::KeyEnded => t_string!(i18n, remedy_key_ended),
        Finding::KeyOfPlan => t_string!(i18n, remedy_key_of_plan),
        Finding::KeyNotOfPlan => t_string!(i18n, remedy_key_not_of_plan),
        Finding::Workspace => t_string!(i18n, remedy_workspace),
        Finding::ModelElsewhere => t_string!(i18n, remedy_model_elsewhere),
        Finding::Denied => t_string!(i18n, remedy_denied),
        Finding::Account => t_string!(i18n, remedy_account),
        Finding::Throttled => t_string!(i18n, remedy_throttled),
        Finding::ServiceDown => t_string!(i18n, remedy_service_down),
        Finding::NotTheService => t_string!(i18n, remedy_not_the_service),
        Finding::ResultsBlocked => t_string!(i18n, remedy_results_blocked),
        Finding::ResultsFine => t_string!(i18n, remedy_results_fine),
    }
}

/// What a region is called.
pub fn region_name(i18n: I18n, region: Region) -> String {
    match region {
        Region::Beijing => t_string!(i18n, region_beijing),
        Region::Singapore => t_string!(i18n, region_singapore),
        Region::Virginia => t_string!(i18n, region_virginia),
        Region::Frankfurt => t_string!(i18n, region_frankfurt),
        Region::TokenPlan => t_string!(i18n, region_token_plan),
        Region::Dmxapi => t_string!(i18n, region_dmxapi),
    }
}

/// How a task stands, in a word; the service's own word where it is none that is known.
pub fn task_status_text(i18n: I18n, status: &TaskStatus) -> String {
    match status {
        TaskStatus::Pending => t_string!(i18n, state_pending),
        TaskStatus::Running => t_string!(i18n, state_running),
        TaskStatus::Succeeded => t_string!(i18n, state_succeeded),
        TaskStatus::Failed => t_string!(i18n, state_failed),
        TaskStatus::Canceled => t_string!(i18n, state_canceled),
        TaskStatus::Unknown => t_string!(i18n, state_unknown),
        TaskStatus::Other(word) => word.clone(),
    }
}
