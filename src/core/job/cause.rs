//! Why a service refused or failed: its codes and words, sorted into what a person can understand and do.

use super::error::{Fault, NextStep};
use super::pace::LONGEST_RETRY_AFTER;
use crate::core::service::http::Reply;

/// Why a service refused or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The key is missing, wrong, expired, or of another region.
    Key,
    /// The workspace does not exist or is not open to the key.
    Workspace,
    /// A bill is not settled, or a balance used up.
    Arrears,
    /// The budget that the account set is used up.
    Budget,
    /// The service was never activated or bought for the account.
    NotBought,
    /// The free images are used up and paying is switched off.
    FreeTier,
    /// No model of this name is known there.
    ModelUnknown,
    /// The account or workspace may not use the model.
    ModelDenied,
    /// A header for tasks where none belongs, or none where one does.
    TaskHeader,
    /// The model does not belong to this address.
    WrongAddress,
    /// A number outside its range.
    Range,
    /// The body is not what the service reads.
    Structure,
    /// Some other parameter.
    Parameter,
    /// A picture of another format, or broken.
    ImageFormat,
    /// A picture of too few or too many pixels, or too long.
    ImageSize,
    /// A picture, or all of them, of too many bytes.
    ImageBytes,
    /// The service could not fetch a picture by its address.
    ImageFetch,
    /// An address that the service does not take.
    ImageAddress,
    /// Content rules.
    Content,
    /// A mark or a character of somebody else.
    Copyright,
    /// A rule of the service or of the account.
    Rule,
    /// The task has begun already.
    TooLateToCancel,
    /// The connection broke before the end.
    Disconnected,
    /// Too many requests.
    Rate,
    /// Too many requests all of a sudden.
    Burst,
    /// Too many tasks at once.
    Concurrency,
    /// The quota for now is used up.
    Quota,
    /// The quota is used up for long.
    QuotaGone,
    /// The service failed inside.
    Internal,
    /// It took too long.
    TimedOut,
    /// The model is overloaded or away.
    Saturated,
    /// The leave to upload has ended.
    PolicyExpired,
    /// The access code of a proxy is not for this model.
    AccessModel,
    /// It is not for so many images at once.
    AccessCount,
    /// It is not for images of this size.
    AccessSize,
    /// It has made all its images of today.
    AccessSpent,
    /// It takes known parameters only.
    AccessOrder,
    /// It is for pictures, their tasks and uploads only.
    AccessCall,
    /// The relay has nobody who serves this model.
    NoChannel,
    /// The relay got nothing back.
    RelayEmpty,
    /// Something on the way gave up waiting.
    GatewayTimeout,
    /// Something on the way answered instead.
    Gateway,
    /// A code that nobody knows.
    Unknown,
}

use Cause as C;

/// Code (before `*`: its beginning), words that the message must hold, and what they mean. The first row counts.
const TABLE: &[(&str, &str, Cause)] = &[
    ("InvalidApiKey", "", C::Key),
    ("invalid_api_key", "", C::Key),
    ("NOT AUTHORIZED", "", C::Workspace),
    ("WorkSpaceNotFound", "", C::Workspace),
    // The project's own proxies, where nothing is.
    ("NotFound", "nothing at this address", C::Gateway),
    ("NotFound", "", C::Workspace),
    ("Arrearage", "", C::Arrears),
    ("PrepaidBillOverdue", "", C::Arrears),
    ("PostpaidBillOverdue", "", C::Arrears),
    ("quota_not_enough", "", C::Arrears),
    ("insufficient_user_quota", "", C::Arrears),
    ("BudgetLimitExceeded", "", C::Budget),
    ("CommodityNotPurchased", "", C::NotBought),
    ("AccessDenied.Unpurchased", "", C::NotBought),
    ("AllocationQuota.FreeTierOnly", "", C::FreeTier),
    ("*", "No available channel", C::NoChannel),
    ("*", "Model not support", C::NoChannel),
    ("ModelNotFound", "", C::ModelUnknown),
    ("model_not_found", "", C::ModelUnknown),
    ("model_not_supported", "", C::ModelUnknown),
    ("Model.NotExist", "", C::ModelUnknown),
    ("InvalidParameter", "Model not exist", C::ModelUnknown),
    ("AccessDenied", "synchronous calls", C::TaskHeader),
    ("access_denied", "synchronous calls", C::TaskHeader),
    ("*", "Policy expired", C::PolicyExpired),
    ("AccessDenied*", "", C::ModelDenied),
    ("access_denied", "", C::ModelDenied),
    ("Model.*", "", C::ModelDenied),
    ("Workspace.*", "", C::ModelDenied),
    ("App.*", "", C::ModelDenied),
    ("Endpoint.*", "", C::ModelDenied),
    ("ClientDisconnect", "", C::Disconnected),
    ("RequestTimeOut", "", C::TimedOut),
    ("GatewayTimeout", "", C::GatewayTimeout),
    ("UnsupportedOperation", "", C::TooLateToCancel),
    ("IPInfringement*", "", C::Copyright),
    ("ip_infringement*", "", C::Copyright),
    ("*", "IP infringement", C::Copyright),
    ("DataInspectionFailed*", "", C::Content),
    ("data_inspection_failed", "", C::Content),
    ("FaqRuleBlocked", "", C::Rule),
    ("CustomRoleBlocked", "", C::Rule),
    ("*", "Green net check", C::Content),
    ("*", "green network", C::Content),
    ("*", "inappropriate content", C::Content),
    ("*", "quota has been exhausted", C::QuotaGone),
    ("*", "Free allocated quota exceeded", C::QuotaGone),
    ("Throttling.BurstRate", "", C::Burst),
    ("limit_burst_rate", "", C::Burst),
    ("Throttling.Concurrency", "", C::Concurrency),
    ("Throttling.AllocationQuota", "", C::Quota),
    ("insufficient_quota", "", C::Quota),
    ("Throttling*", "", C::Rate),
    ("LimitRequests", "", C::Rate),
    ("limit_requests", "", C::Rate),
    ("InvalidParameter", "url error", C::WrongAddress),
    ("*", "data-uri item", C::ImageBytes),
    ("BadRequest.TooLarge", "", C::ImageBytes),
    ("BadRequest.InputDownloadFailed", "", C::ImageFetch),
    ("BadRequest.UnsupportedFileFormat", "", C::ImageFormat),
    ("BadRequest.Empty*", "", C::Structure),
    ("BadRequest.IllegalInput", "", C::Structure),
    ("invalid_parameter_error", "URL does not appear", C::ImageAddress),
    ("InvalidParameter*", "ownload", C::ImageFetch),
    ("InvalidParameter*", "media format", C::ImageFormat),
    ("InvalidParameter*", "mage format", C::ImageFormat),
    ("InvalidParameter*", "read image", C::ImageFormat),
    ("InvalidParameter*", "size of input image", C::ImageSize),
    ("InvalidParameter*", "Image must be either", C::ImageAddress),
    ("InvalidParameter*", "Range of", C::Range),
    ("InvalidParameter*", "num_images_per_prompt", C::Range),
    ("InvalidParameter*", "messages length", C::Structure),
    ("InvalidParameter*", "lack of image", C::Structure),
    ("InvalidParameter*", "No messages", C::Structure),
    ("InvalidParameter*", "too short", C::Structure),
    ("InvalidParameter*", "Field required", C::Structure),
    ("InvalidParameter*", "Required body", C::Structure),
    ("InvalidURL*", "", C::ImageFetch),
    ("InvalidImageFormat*", "", C::ImageFormat),
    ("InvalidImage.FileFormat", "", C::ImageFormat),
    ("InvalidImage*", "", C::ImageSize),
    ("InvalidFile*", "", C::ImageSize),
    ("InvalidParameter*", "", C::Parameter),
    ("invalid_parameter*", "", C::Parameter),
    ("BadRequest*", "", C::Parameter),
    ("ModelServingError", "", C::Saturated),
    ("ModelUnavailable", "", C::Saturated),
    ("ServiceUnavailable", "", C::Saturated),
    ("InternalError*", "", C::Internal),
    ("internal_error", "", C::Internal),
    ("SystemError", "", C::Internal),
    ("ModelServiceFailed", "", C::Internal),
    ("RewriteFailed", "", C::Internal),
    ("empty_response", "", C::RelayEmpty),
    // The project's own proxies.
    ("ProxyAccessDenied", "", C::Key),
    ("ProxyNoKeyForHost", "", C::Key),
    ("ProxyCallNotAllowed", "", C::AccessCall),
    ("ProxyModelNotAllowed", "", C::AccessModel),
    ("ProxyTooManyImages", "", C::AccessCount),
    ("ProxyImageTooLarge", "", C::AccessSize),
    ("ProxyAllowanceSpent", "", C::AccessSpent),
    ("ProxyOrderUnclear", "", C::AccessOrder),
    ("ProxyRateLimit", "", C::Rate),
    ("ProxyBodyTooLarge", "", C::ImageBytes),
    ("ProxyRequestTimeout", "", C::Disconnected),
    ("ProxyTimeout", "", C::GatewayTimeout),
    ("Proxy*", "", C::Gateway),
];

impl Cause {
    /// What the code and the words of one image's failure mean.
    pub fn of(code: &str, message: &str) -> Self {
        Self::of_service(code, message, &Reply::default())
    }

    /// What a service's code and words mean; `code` may be empty.
    pub(super) fn of_service(code: &str, message: &str, reply: &Reply) -> Self {
        let is_code = |row: &str| match row.strip_suffix('*') {
            Some(beginning) => code.starts_with(beginning),
            None => code == row,
        };
        let found = TABLE.iter().find(|(row, words, _)| is_code(row) && message.contains(words));
        let cause = found.map_or_else(|| Self::of_status(reply.status), |(.., cause)| *cause);
        let is_long = reply.retry_after.is_some_and(|pause| pause > LONGEST_RETRY_AFTER);
        if cause.is_throttle() && is_long { Self::QuotaGone } else { cause }
    }

    /// What the status of a service's own error means where its code tells nothing.
    fn of_status(status: u16) -> Self {
        match status {
            400 | 422 => Self::Parameter,
            401 => Self::Key,
            403 => Self::ModelDenied,
            404 => Self::WrongAddress,
            408 => Self::TimedOut,
            413 => Self::ImageBytes,
            429 => Self::Rate,
            477 => Self::RelayEmpty,
            504 | 524 => Self::GatewayTimeout,
            500..=599 => Self::Internal,
            _ => Self::Unknown,
        }
    }

    /// What an answer means that is not the service's own.
    pub(super) fn of_gateway(status: u16) -> Self {
        match status {
            408 | 504 | 522 | 524 => Self::GatewayTimeout,
            413 => Self::ImageBytes,
            429 => Self::Rate,
            477 => Self::RelayEmpty,
            _ => Self::Gateway,
        }
    }

    fn is_throttle(self) -> bool {
        matches!(self, Self::Rate | Self::Burst | Self::Concurrency | Self::Quota)
    }

    /// Whose fault it is.
    pub fn fault(self) -> Fault {
        match self {
            C::Key | C::Workspace | C::Arrears | C::Budget | C::NotBought | C::FreeTier => Fault::Account,
            C::ModelUnknown | C::ModelDenied | C::QuotaGone => Fault::Account,
            C::AccessModel | C::AccessSpent | C::AccessCall => Fault::Account,
            C::Disconnected | C::Gateway | C::GatewayTimeout => Fault::Network,
            C::Rate | C::Burst | C::Concurrency | C::Quota | C::Internal | C::TimedOut => Fault::Service,
            C::Saturated | C::PolicyExpired | C::NoChannel | C::RelayEmpty => Fault::Service,
            _ => Fault::Request,
        }
    }

    /// What to do.
    pub fn next_step(self) -> NextStep {
        match self {
            C::Key | C::Workspace | C::AccessCall => NextStep::CheckKey,
            C::Arrears | C::Budget | C::FreeTier => NextStep::TopUp,
            C::NotBought | C::ModelUnknown | C::ModelDenied | C::NoChannel => NextStep::GetAccess,
            C::ImageFormat | C::ImageSize | C::ImageBytes => NextStep::ChangeImage,
            C::ImageFetch => NextStep::UseFile,
            C::Content | C::Copyright | C::Rule => NextStep::ChangeContent,
            C::Disconnected => NextStep::CheckBeforeRetry,
            C::Rate | C::Burst | C::Concurrency | C::Quota => NextStep::WaitAndRetry,
            C::Internal | C::Saturated | C::RelayEmpty => NextStep::WaitAndRetry,
            C::QuotaGone | C::AccessSpent => NextStep::WaitForQuota,
            C::TimedOut => NextStep::AskSmaller,
            C::PolicyExpired => NextStep::Retry,
            C::Gateway | C::GatewayTimeout => NextStep::CheckConnection,
            C::TooLateToCancel => NextStep::Nothing,
            _ => NextStep::FixRequest,
        }
    }

    /// Whether waiting helps, and the request was certainly not taken: a service that says 503 itself did not begin.
    pub(super) fn is_retryable(self, status: u16) -> bool {
        self.is_throttle() || (status == 503 && matches!(self, C::Internal | C::Saturated))
    }
}
