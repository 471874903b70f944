//! The service's refusals: one table, and the body they travel in.

use axum::Json;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A documented refusal: HTTP status, `code` and `message`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// What the key word `fail=` calls it: the code, and a variant behind `:` where one code has several messages.
    pub name: &'static str,
    pub status: u16,
    pub message: &'static str,
    /// Value of the header `retry-after`, in seconds.
    pub retry_after: Option<u64>,
}

impl Failure {
    /// The `code` of the answer.
    pub fn code(&self) -> &'static str {
        let code = self.name.split(':').next().unwrap_or(self.name);
        if code == "NotAuthorized" { "NOT AUTHORIZED" } else { code }
    }
}

/// Finds a failure by the name a key word used.
pub fn find(name: &str) -> Option<&'static Failure> {
    FAILURES.iter().find(|failure| failure.name == name)
}

const fn failure(name: &'static str, status: u16, message: &'static str) -> Failure {
    Failure { name, status, message, retry_after: None }
}

const INPUT_INSPECTION: &str = "Input data may contain inappropriate content.";
const ACCESS_MODEL: &str = "Access to model denied. Please make sure you are eligible for using the model.";
const INTERNAL: &str = "An internal error has occured, try again later or contact service support.";
const QUOTA: &str = "Allocated quota exceeded, please increase your quota limit.";
const OVERDUE: &str = "The prepaid bill is overdue.";
const RATE: &str = "Requests rate limit exceeded, please try again later.";

/// Every documented error, in the order of the service's own error page: input, moderation, account, throttling, server.
#[rustfmt::skip]
pub const FAILURES: &[Failure] = &[
    failure("InvalidParameter", 400, "Invalid request parameters."),
    failure("InvalidParameter:url", 400, "url error, please check url！ For details, see: https://help.aliyun.com/zh/model-studio/error-code#error-url"),
    failure("InvalidParameter:download", 400, "download image failed"),
    failure("InvalidParameter:image", 400, "Invalid image format or corrupted file"),
    failure("InvalidParameter:read", 400, "read image error."),
    failure("InvalidParameter:format", 400, "image format error"),
    failure("InvalidParameter:size", 400, "the size of input image is too small or too large."),
    failure("InvalidParameter:multimodal", 400, "Failed to download multimodal content."),
    failure("InvalidParameter:oss", 400, "oss download error."),
    failure("InvalidParameter:n", 400, "Range of n should be [1, 4]"),
    failure("InvalidParameter:interleave", 400, "num_images_per_prompt must be 1"),
    failure("InvalidParameter:messages", 400, "messages length only support 1"),
    failure("InvalidParameter:body", 400, "Required body invalid, please check the request body format."),
    failure("InvalidParameter:thinking", 400, "parameter.enable_thinking must be set to false for non-streaming calls"),
    failure("InvalidParameter:model", 400, "Model not exist."),
    failure("InvalidParameter:green", 400, "The image content does not comply with green network verification."),
    failure("InvalidParameter:datauri", 400, "Exceeded limit on max bytes per data-uri item : 10485760'."),
    failure("InvalidParameter.DataInspection", 400, "Unable to download the media resource during the data inspection process."),
    failure("InvalidParameter.DataInspection:format", 400, "The media format is not supported or incorrect for the data inspection."),
    failure("InvalidURL", 400, "The request URL is invalid, please check the request URL is available and the request image format is one of the following types: JPEG, JPG, PNG, BMP, and WEBP."),
    failure("InvalidURL.ConnectionRefused", 400, "Connection to the request URL was refused, please provide available URL."),
    failure("InvalidURL.Timeout", 400, "Download the image timeout, please check network connection."),
    failure("InvalidImageFormat", 400, "The input image is in invalid format."),
    failure("InvalidImage.FileFormat", 400, "The input image is in invalid format."),
    failure("InvalidImageResolution", 400, "The input image resolution is too large or small."),
    failure("InvalidImage.ImageSize", 400, "The size of image is beyond limit."),
    failure("InvalidFile.Resolution", 400, "The resolution of the input file is not supported."),
    failure("InvalidFile.Size", 400, "The size of the input file is not supported."),
    failure("BadRequest.EmptyInput", 400, "Required input parameter missing from request."),
    failure("BadRequest.EmptyParameters", 400, "Required parameter \"parameters\" missing from request."),
    failure("BadRequest.EmptyModel", 400, "Required parameter \"model\" missing from request."),
    failure("BadRequest.IllegalInput", 400, "The input parameter requires json format."),
    failure("BadRequest.InputDownloadFailed", 400, "Failed to download the input file."),
    failure("BadRequest.UnsupportedFileFormat", 400, "Input file format is not supported."),
    failure("BadRequest.TooLarge", 400, "Payload Too Large."),
    failure("BadRequest.TooLarge:413", 413, "Payload Too Large."),
    failure("invalid_parameter_error", 400, "InternalError.Algo.InvalidParameter: The provided URL does not appear to be valid. Ensure it is correctly formatted."),
    failure("UnsupportedOperation", 400, "Failed to cancel the task, please confirm if the task is in PENDING status."),
    failure("ClientDisconnect", 400, "Client disconnected before task finished!"),

    failure("DataInspectionFailed", 400, INPUT_INSPECTION),
    failure("DataInspectionFailed:output", 400, "Output data may contain inappropriate content."),
    failure("DataInspectionFailed:both", 400, "Input or output data may contain inappropriate content."),
    failure("DataInspectionFailed:text", 400, "Green net check rejected text (input)"),
    failure("DataInspectionFailed:image", 400, "Green net check rejected image (output)"),
    failure("DataInspectionFailed:ip", 400, "Output data is suspected of being involved in IP infringement"),
    failure("data_inspection_failed", 400, INPUT_INSPECTION),
    failure("IPInfringementSuspect", 400, "Input data is suspected of being involved in IP infringement."),
    failure("ip_infringement_suspect", 400, "Input data is suspected of being involved in IP infringement."),
    failure("FaqRuleBlocked", 400, "Input or output data is blocked by faq rule."),
    failure("CustomRoleBlocked", 400, "Input or output data may contain inappropriate content with custom rule."),

    failure("InvalidApiKey", 401, "Invalid API-key provided."),
    failure("InvalidApiKey:missing", 401, "No API-key provided."),
    failure("invalid_api_key", 401, "Incorrect API key provided."),
    failure("NotAuthorized", 401, "Access denied: Either you are not authorized to access this workspace, or the workspace does not exist."),
    failure("Arrearage", 400, "Access denied, please make sure your account is in good standing."),
    failure("AccessDenied", 403, "Access denied."),
    failure("AccessDenied:async", 403, "current user api does not support asynchronous calls"),
    failure("AccessDenied:sync", 403, "current user api does not support synchronous calls"),
    failure("AccessDenied:policy", 403, "Invalid according to Policy: Policy expired."),
    failure("access_denied", 403, "Access denied."),
    failure("AccessDenied.Unpurchased", 403, ACCESS_MODEL),
    failure("Model.AccessDenied", 403, "Model access denied."),
    failure("Workspace.AccessDenied", 403, "Workspace access denied."),
    failure("App.AccessDenied", 403, "App access denied."),
    failure("Endpoint.AccessDenied", 403, "Endpoint access denied."),
    failure("AllocationQuota.FreeTierOnly", 403, "The free tier of the model has been exhausted. If you want to continue access the model on a paid basis, please disable the \"use free tier only\" mode in the management console."),
    failure("ModelNotFound", 404, "Model can not be found."),
    failure("model_not_found", 404, "The model does not exist or you do not have access to it."),
    failure("model_not_supported", 404, "The model does not exist or you do not have access to it."),
    failure("Model.NotExist", 404, "Model not exist."),
    failure("WorkSpaceNotFound", 404, "WorkSpace can not be found."),
    failure("NotFound", 404, "Not found!"),
    failure("CommodityNotPurchased", 429, "Commodity has not purchased yet."),
    failure("PrepaidBillOverdue", 429, OVERDUE),
    failure("PostpaidBillOverdue", 429, "The postpaid bill is overdue."),
    failure("BudgetLimitExceeded", 429, "Budget limit exceeded."),

    failure("Throttling", 429, "Requests throttling triggered."),
    failure("Throttling:route", 429, "Too many requests in route. Please try again later."),
    failure("Throttling.RateQuota", 429, RATE),
    failure("LimitRequests", 429, "You have exceeded your request limit."),
    failure("limit_requests", 429, "You have exceeded your request limit."),
    failure("Throttling.BurstRate", 429, "Request rate increased too quickly, please slow down and try again later."),
    failure("limit_burst_rate", 429, "Request rate increased too quickly, please slow down and try again later."),
    failure("Throttling.Concurrency", 429, "Too many tasks in progress, please try again later."),
    failure("Throttling.AllocationQuota", 429, QUOTA),
    failure("insufficient_quota", 429, "You exceeded your current quota, please check your plan and billing details."),
    Failure { name: "Throttling.AllocationQuota:plan", status: 429, message: "Your token-plan 1-month quota has been exhausted. The quota will reset at 10-15 16:00:00 UTC.", retry_after: Some(1_849_295) },
    failure("Throttling.AllocationQuota:free", 429, "Free allocated quota exceeded."),

    failure("InternalError", 500, INTERNAL),
    failure("internal_error", 500, INTERNAL),
    failure("InternalError.Algo", 500, "An internal error has occured during computation, please try this model later."),
    failure("InternalError.FileUpload", 500, "oss upload error."),
    failure("InternalError.Upload", 500, "Failed to upload result."),
    failure("InternalError.Timeout", 500, "An internal timeout error has occured, please try again later or contact service support."),
    failure("SystemError", 500, "An system error has occured, please try again later."),
    failure("ModelServiceFailed", 500, "Failed to request model service."),
    failure("RewriteFailed", 500, "Failed to rewrite content for large model request."),
    failure("RequestTimeOut", 500, "Request timed out, try again later."),
    failure("RequestTimeOut:408", 408, "Request timed out, try again later."),
    failure("ModelServingError", 500, "Too many requests. Your requests are being throttled due to system capacity limits."),
    failure("ModelServingError:503", 503, "Too many requests. Your requests are being throttled due to system capacity limits."),
    failure("ServiceUnavailable", 503, "Service is unavailable, try again later."),
    failure("GatewayTimeout", 504, "Gateway timeout."),
    failure("ModelUnavailable", 503, "Model is unavailable, try again later."),
];

/// A refusal on its way to the client.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
    /// Why, in the emulator's own words; only the request log shows it.
    pub reason: Option<String>,
    pub retry_after: Option<u64>,
}

impl Refusal {
    /// 400 `InvalidParameter` with a message.
    pub fn parameter(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..named("InvalidParameter") }
    }

    /// Says in the log why it was refused.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// The answer, with `request_id` in its body.
    pub fn answer(&self, request_id: &str) -> Response {
        let body = json!({"request_id": request_id, "code": self.code, "message": self.message});
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert("retry-after", HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Said::from(self));
        response
    }
}

impl From<&Failure> for Refusal {
    fn from(failure: &Failure) -> Self {
        Self {
            status: failure.status,
            code: failure.code().to_owned(),
            message: failure.message.to_owned(),
            reason: None,
            retry_after: failure.retry_after,
        }
    }
}

/// What a refusal said, for the request log and for answers of another form.
#[derive(Debug, Clone)]
pub struct Said {
    pub code: String,
    pub message: String,
    pub reason: Option<String>,
}

impl From<&Refusal> for Said {
    fn from(refusal: &Refusal) -> Self {
        Self { code: refusal.code.clone(), message: refusal.message.clone(), reason: refusal.reason.clone() }
    }
}

/// A refusal of the table.
///
/// # Panics
///
/// When the table has no such name.
pub fn named(name: &str) -> Refusal {
    find(name).map(Refusal::from).unwrap_or_else(|| panic!("no failure is called {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_fit_into_a_key() {
        for (index, failure) in FAILURES.iter().enumerate() {
            assert!(!failure.name.contains(['+', '=', ' ']), "{}", failure.name);
            let others = &FAILURES[index + 1..];
            assert!(others.iter().all(|other| other.name != failure.name));
        }
    }

    #[test]
    fn the_readme_lists_every_name() {
        let readme = include_str!("../README.md");
        for failure in FAILURES {
            let (code, variant) = failure.name.split_once(':').unwrap_or((failure.name, ""));
            assert!(readme.contains(&format!("`{code}`")), "{code}");
            let shown = variant.is_empty() || readme.contains(&format!("`:{variant}`"));
            assert!(shown, "{}", failure.name);
        }
    }
}
