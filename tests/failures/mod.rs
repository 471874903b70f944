//! The documented ways to fail.

use wan_edit::core::job::{Cause, NextStep};

use Cause as C;
use Fate::{Refused, SentAgain, Unsure};
use NextStep as N;

/// The fate of a submit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Certainly refused, and nothing changes by sending it again.
    Refused,
    /// Certainly refused, and sent again.
    SentAgain,
    /// Perhaps taken: it may be billed, and is not sent again.
    Unsure,
}
/// Status, code, message; what it means, what to do, and what becomes of a submit.
pub type Row = (u16, &'static str, &'static str, Cause, NextStep, Fate);

/// Client-side mistakes and pictures.
#[rustfmt::skip]
pub const MISTAKES: &[Row] = &[
    (400, "InvalidParameter", "num_images_per_prompt must be 1", C::Range, N::FixRequest, Refused),
    (400, "InvalidParameter", "url error, please check url！ For details, see: https://…#error-url", C::WrongAddress, N::FixRequest, Refused),
    (400, "InvalidParameter", "Range of n should be [1, 4]", C::Range, N::FixRequest, Refused),
    (400, "InvalidParameter", "Range of seed should be [0, 9223372036854775807]", C::Range, N::FixRequest, Refused),
    (400, "InvalidParameter", "messages length only support 1", C::Structure, N::FixRequest, Refused),
    (400, "InvalidParameter", "lack of image or text", C::Structure, N::FixRequest, Refused),
    (400, "InvalidParameter", "No messages found in input", C::Structure, N::FixRequest, Refused),
    (400, "InvalidParameter", "[] is too short", C::Structure, N::FixRequest, Refused),
    (400, "InvalidParameter", "Field required: input.messages", C::Structure, N::FixRequest, Refused),
    (400, "InvalidParameter", "Required body invalid, please check the request body format.", C::Structure, N::FixRequest, Refused),
    (400, "InvalidParameter", "The specified parameter is not valid.", C::Parameter, N::FixRequest, Refused),
    (400, "InvalidParameter", "image format error", C::ImageFormat, N::ChangeImage, Refused),
    (400, "InvalidParameter", "Invalid image format or corrupted file", C::ImageFormat, N::ChangeImage, Refused),
    (400, "InvalidParameter", "read image error.", C::ImageFormat, N::ChangeImage, Refused),
    (400, "InvalidParameter", "the size of input image is too small or too large.", C::ImageSize, N::ChangeImage, Refused),
    (400, "InvalidParameter", "download image failed", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidParameter", "Failed to download multimodal content.", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidParameter", "oss download error.", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidParameter", "Exceeded limit on max bytes per data-uri item : 10485760'.", C::ImageBytes, N::ChangeImage, Refused),
    (400, "InvalidParameter", "Image must be either a public URL (http:// or https://) or a Base64 encoded string (data:{mime_type};base64,{data})", C::ImageAddress, N::FixRequest, Refused),
    (400, "InvalidParameter", "The image content does not comply with green network verification.", C::Content, N::ChangeContent, Refused),
    (400, "InvalidParameter", "parameter.enable_thinking must be set to false for non-streaming calls", C::Parameter, N::FixRequest, Refused),
    (400, "InvalidParameter", "Model not exist.", C::ModelUnknown, N::GetAccess, Refused),
    (400, "InvalidParameter.DataInspection", "Unable to download the media resource during the data inspection process.", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidParameter.DataInspection", "The media format is not supported or incorrect for the data inspection.", C::ImageFormat, N::ChangeImage, Refused),
    (400, "InvalidURL", "The request URL is invalid, please check the request URL is available and the request image format is one of the following types: JPEG, JPG, PNG, BMP, and WEBP.", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidURL.ConnectionRefused", "Connection to the URL refused.", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidURL.Timeout", "Download https://a/b.png timeout, please check network connection.", C::ImageFetch, N::UseFile, Refused),
    (400, "InvalidImageFormat", "The input image is in invalid format.", C::ImageFormat, N::ChangeImage, Refused),
    (400, "InvalidImage.FileFormat", "The input image is in invalid format.", C::ImageFormat, N::ChangeImage, Refused),
    (400, "InvalidImageResolution", "The input image resolution is too large or small.", C::ImageSize, N::ChangeImage, Refused),
    (400, "InvalidImage.ImageSize", "The size of image is beyond limit.", C::ImageSize, N::ChangeImage, Refused),
    (400, "InvalidFile.Resolution", "The file resolution is invalid.", C::ImageSize, N::ChangeImage, Refused),
    (400, "InvalidFile.AspectRatio", "The aspect ratio is out of range.", C::ImageSize, N::ChangeImage, Refused),
    (400, "BadRequest.EmptyInput", "Required input parameter missing from request.", C::Structure, N::FixRequest, Refused),
    (400, "BadRequest.EmptyParameters", "Required parameter \"parameters\" missing from request.", C::Structure, N::FixRequest, Refused),
    (400, "BadRequest.EmptyModel", "Required parameter \"model\" missing from request.", C::Structure, N::FixRequest, Refused),
    (400, "BadRequest.IllegalInput", "The input parameter requires json format.", C::Structure, N::FixRequest, Refused),
    (400, "BadRequest.InputDownloadFailed", "Failed to download the input file.", C::ImageFetch, N::UseFile, Refused),
    (400, "BadRequest.UnsupportedFileFormat", "Input file format is not supported.", C::ImageFormat, N::ChangeImage, Refused),
    (400, "BadRequest.TooLarge", "Payload Too Large.", C::ImageBytes, N::ChangeImage, Refused),
    (413, "BadRequest.TooLarge", "Payload Too Large.", C::ImageBytes, N::ChangeImage, Refused),
    (400, "BadRequest.SomethingNew", "m", C::Parameter, N::FixRequest, Refused),
    (400, "invalid_parameter_error", "InternalError.Algo.InvalidParameter: The provided URL does not appear to be valid. Ensure it is correctly formatted.", C::ImageAddress, N::FixRequest, Refused),
    (400, "invalid_parameter_error", "something else", C::Parameter, N::FixRequest, Refused),
    (400, "UnsupportedOperation", "Failed to cancel the task, please confirm if the task is in PENDING status.", C::TooLateToCancel, N::Nothing, Refused),
    (400, "ClientDisconnect", "Client disconnected before task finished!", C::Disconnected, N::CheckBeforeRetry, Unsure),
];

#[rustfmt::skip]
pub const MODERATION: &[Row] = &[
    (400, "DataInspectionFailed", "Input data may contain inappropriate content.", C::Content, N::ChangeContent, Refused),
    (400, "DataInspectionFailed", "Output data may contain inappropriate content.", C::Content, N::ChangeContent, Refused),
    (400, "DataInspectionFailed", "Input or output data may contain inappropriate content.", C::Content, N::ChangeContent, Refused),
    (400, "DataInspectionFailed", "Green net check rejected text (input)", C::Content, N::ChangeContent, Refused),
    (400, "DataInspectionFailed", "Green net check rejected image (output)", C::Content, N::ChangeContent, Refused),
    (400, "DataInspectionFailed", "Output data is suspected of being involved in IP infringement", C::Copyright, N::ChangeContent, Refused),
    (400, "data_inspection_failed", "Output data is suspected of being involved in IP infringement", C::Copyright, N::ChangeContent, Refused),
    (400, "data_inspection_failed", "Refused.", C::Content, N::ChangeContent, Refused),
    (400, "DataInspectionFailed", "Refused.", C::Content, N::ChangeContent, Refused),
    (400, "", "Green net check rejected image (output)", C::Content, N::ChangeContent, Refused),
    (400, "", "Output data may contain inappropriate content.", C::Content, N::ChangeContent, Refused),
    (400, "IPInfringementSuspect", "Input data is suspected of being involved in IP infringement.", C::Copyright, N::ChangeContent, Refused),
    (400, "IPInfringementSuspect", "Suspected.", C::Copyright, N::ChangeContent, Refused),
    (400, "ip_infringement_suspect", "Suspected.", C::Copyright, N::ChangeContent, Refused),
    (400, "FaqRuleBlocked", "Input or output data is blocked by faq rule.", C::Rule, N::ChangeContent, Refused),
    (400, "CustomRoleBlocked", "Input or output data may contain inappropriate content with custom rule.", C::Rule, N::ChangeContent, Refused),
];

/// Account, key, permission.
#[rustfmt::skip]
pub const ACCOUNT: &[Row] = &[
    (401, "InvalidApiKey", "No API-key provided.", C::Key, N::CheckKey, Refused),
    (401, "InvalidApiKey", "Invalid API-key provided.", C::Key, N::CheckKey, Refused),
    (401, "invalid_api_key", "Incorrect API key provided.", C::Key, N::CheckKey, Refused),
    (401, "NOT AUTHORIZED", "Access denied: Either you are not authorized to access this workspace, or the workspace does not exist.", C::Workspace, N::CheckKey, Refused),
    (400, "Arrearage", "Access denied, please make sure your account is in good standing.", C::Arrears, N::TopUp, Refused),
    (403, "AccessDenied", "current user api does not support asynchronous calls", C::TaskHeader, N::FixRequest, Refused),
    (403, "access_denied", "current user api does not support synchronous calls.", C::TaskHeader, N::FixRequest, Refused),
    (403, "AccessDenied", "Access denied.", C::ModelDenied, N::GetAccess, Refused),
    (403, "access_denied", "Access denied.", C::ModelDenied, N::GetAccess, Refused),
    (403, "AccessDenied", "Invalid according to Policy: Policy expired.", C::PolicyExpired, N::Retry, Refused),
    (403, "AccessDenied.Unpurchased", "Access to model denied. Please make sure you are eligible for using the model.", C::NotBought, N::GetAccess, Refused),
    (403, "Model.AccessDenied", "Model access denied.", C::ModelDenied, N::GetAccess, Refused),
    (403, "Workspace.AccessDenied", "Workspace access denied.", C::ModelDenied, N::GetAccess, Refused),
    (403, "App.AccessDenied", "App access denied.", C::ModelDenied, N::GetAccess, Refused),
    (403, "Endpoint.AccessDenied", "Endpoint access denied.", C::ModelDenied, N::GetAccess, Refused),
    (403, "AllocationQuota.FreeTierOnly", "The free tier of the model has been exhausted. If you wish to continue, please disable the use free tier only mode.", C::FreeTier, N::TopUp, Refused),
    (404, "ModelNotFound", "Model can not be found.", C::ModelUnknown, N::GetAccess, Refused),
    (404, "model_not_found", "The model wan9 does not exist or you do not have access to it.", C::ModelUnknown, N::GetAccess, Refused),
    (404, "model_not_supported", "Unsupported model.", C::ModelUnknown, N::GetAccess, Refused),
    (404, "Model.NotExist", "Model not exist.", C::ModelUnknown, N::GetAccess, Refused),
    (404, "WorkSpaceNotFound", "WorkSpace can not be found.", C::Workspace, N::CheckKey, Refused),
    (404, "NotFound", "Not found!", C::Workspace, N::CheckKey, Refused),
    (429, "CommodityNotPurchased", "Commodity has not purchased yet.", C::NotBought, N::GetAccess, Refused),
    (429, "PrepaidBillOverdue", "The prepaid bill is overdue.", C::Arrears, N::TopUp, Refused),
    (429, "PostpaidBillOverdue", "The postpaid bill is overdue.", C::Arrears, N::TopUp, Refused),
    (429, "BudgetLimitExceeded", "The budget limit is exceeded.", C::Budget, N::TopUp, Refused),
];

#[rustfmt::skip]
pub const THROTTLING: &[Row] = &[
    (429, "Throttling", "Requests throttling triggered.", C::Rate, N::WaitAndRetry, SentAgain),
    (429, "Throttling", "Too many requests in route. Please try again later.", C::Rate, N::WaitAndRetry, SentAgain),
    (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.", C::Rate, N::WaitAndRetry, SentAgain),
    (429, "LimitRequests", "You have exceeded your request limit.", C::Rate, N::WaitAndRetry, SentAgain),
    (429, "limit_requests", "You have exceeded your request limit.", C::Rate, N::WaitAndRetry, SentAgain),
    (429, "Throttling.BurstRate", "Request rate increased too quickly.", C::Burst, N::WaitAndRetry, SentAgain),
    (429, "limit_burst_rate", "Request rate increased too quickly.", C::Burst, N::WaitAndRetry, SentAgain),
    (429, "Throttling.Concurrency", "Concurrency limit reached.", C::Concurrency, N::WaitAndRetry, SentAgain),
    (429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit.", C::Quota, N::WaitAndRetry, SentAgain),
    (429, "insufficient_quota", "You exceeded your current quota, please check your plan and billing details.", C::Quota, N::WaitAndRetry, SentAgain),
    (429, "Throttling.AllocationQuota", "Your token-plan 1-month quota has been exhausted. The quota will reset at 10-15 16:00:00 UTC.", C::QuotaGone, N::WaitForQuota, Refused),
    (429, "insufficient_quota", "Your token-plan 1-month quota has been exhausted.", C::QuotaGone, N::WaitForQuota, Refused),
    (429, "Throttling.AllocationQuota", "Free allocated quota exceeded.", C::QuotaGone, N::WaitForQuota, Refused),
    (403, "Throttling.AllocationQuota", "Free allocated quota exceeded.", C::QuotaGone, N::WaitForQuota, Refused),
];

/// Server side. A submit is never repeated after a 500: only a 503 of the service's own did certainly not begin.
#[rustfmt::skip]
pub const SERVER: &[Row] = &[
    (500, "InternalError", "An internal error has occured, please try again later or contact service support.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "internal_error", "An internal error has occurred.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "InternalError.Algo", "inference internal error.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "InternalError.FileUpload", "oss upload error.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "InternalError.Upload", "Failed to upload result.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "InternalError.Timeout", "An internal timeout error has occured during execution, please try again later or contact service support.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "SystemError", "An system error has occured, please try again later.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "ModelServiceFailed", "Failed to request model service.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "RewriteFailed", "Failed to rewrite content.", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "RequestTimeOut", "Request timed out, please try again later.", C::TimedOut, N::AskSmaller, Unsure),
    (408, "RequestTimeOut", "Request timed out, please try again later.", C::TimedOut, N::AskSmaller, Unsure),
    (500, "ModelServingError", "Too many requests. Your requests are being throttled due to system capacity limits.", C::Saturated, N::CheckBeforeRetry, Unsure),
    (503, "ModelServingError", "Too many requests. Your requests are being throttled due to system capacity limits.", C::Saturated, N::WaitAndRetry, SentAgain),
    (503, "ModelUnavailable", "Model is unavailable, please try again later.", C::Saturated, N::WaitAndRetry, SentAgain),
    (503, "ServiceUnavailable", "Service unavailable.", C::Saturated, N::WaitAndRetry, SentAgain),
    (504, "GatewayTimeout", "Gateway timeout.", C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
];

/// What the relay adds, with codes of its own.
#[rustfmt::skip]
pub const RELAY: &[Row] = &[
    (400, "", "Model not support", C::NoChannel, N::GetAccess, Refused),
    (403, "quota_not_enough", "user quota is not enough", C::Arrears, N::TopUp, Refused),
    (403, "insufficient_user_quota", "user quota is not enough", C::Arrears, N::TopUp, Refused),
    (503, "model_not_found", "No available channel for model wan9 under group default (distributor)", C::NoChannel, N::GetAccess, Refused),
    (503, "", "No available channel for model wan9 under group default (distributor)", C::NoChannel, N::GetAccess, Refused),
    (477, "empty_response", "The upstream answered nothing.", C::RelayEmpty, N::CheckBeforeRetry, Unsure),
    (500, "empty_response", "The upstream answered nothing.", C::RelayEmpty, N::CheckBeforeRetry, Unsure),
    (503, "empty_response", "The upstream answered nothing.", C::RelayEmpty, N::CheckBeforeRetry, Unsure),
];

/// What the project's own proxies say: nothing of it was passed on, unless the host did not answer.
#[rustfmt::skip]
pub const PROXIES: &[Row] = &[
    (401, "ProxyAccessDenied", "This access code is not known here.", C::Key, N::CheckKey, Refused),
    (403, "ProxyNoKeyForHost", "The proxy has no key for a.example.", C::Key, N::CheckKey, Refused),
    (429, "ProxyRateLimit", "Too many requests with this access code.", C::Rate, N::WaitAndRetry, SentAgain),
    (413, "ProxyBodyTooLarge", "The request is larger than 300 MB.", C::ImageBytes, N::ChangeImage, Refused),
    (408, "ProxyRequestTimeout", "The request did not arrive in time.", C::Disconnected, N::CheckBeforeRetry, Unsure),
    (504, "ProxyTimeout", "The host did not answer in time.", C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
    (502, "ProxyUnreachable", "The proxy could not reach the host.", C::Gateway, N::CheckBeforeRetry, Unsure),
    (403, "ProxyHostNotAllowed", "This proxy does not pass requests on to a.example.", C::Gateway, N::CheckConnection, Refused),
    (403, "ProxyOriginNotAllowed", "This proxy serves pages of other addresses only.", C::Gateway, N::CheckConnection, Refused),
    (403, "ProxyCallNotAllowed", "With an access code you can make pictures.", C::AccessCall, N::CheckKey, Refused),
    (403, "ProxyModelNotAllowed", "This access code is not for the model wan9.", C::AccessModel, N::FixRequest, Refused),
    (403, "ProxyTooManyImages", "This access code makes 1 images at once at most.", C::AccessCount, N::FixRequest, Refused),
    (403, "ProxyImageTooLarge", "This access code is not for images of 4K.", C::AccessSize, N::FixRequest, Refused),
    (429, "ProxyAllowanceSpent", "This access code has made all its images of today.", C::AccessSpent, N::WaitForQuota, Refused),
    (400, "ProxyOrderUnclear", "With an access code, an edit has to be plain JSON.", C::AccessOrder, N::FixRequest, Refused),
    (403, "ProxyDataOnly", "What comes through this proxy is data for a page.", C::Gateway, N::CheckConnection, Refused),
    (502, "ProxyBadAnswer", "What the host sent is no answer to a request.", C::Gateway, N::CheckBeforeRetry, Unsure),
    (404, "NotFound", "There is nothing at this address.", C::Gateway, N::CheckConnection, Refused),
    (400, "ProxyBadAddress", "Write the address in its plain form.", C::Gateway, N::CheckConnection, Refused),
    (500, "ProxyFault", "The proxy is not set up right.", C::Gateway, N::CheckBeforeRetry, Unsure),
];

/// What only the status tells: codes that nobody knows, or none.
#[rustfmt::skip]
pub const BY_STATUS: &[Row] = &[
    (400, "SomethingNew", "m", C::Parameter, N::FixRequest, Refused),
    (401, "", "Invalid Token (request id: 20251118143642499252917u3WX7uBe)", C::Key, N::CheckKey, Refused),
    (403, "", "This token group is disabled", C::ModelDenied, N::GetAccess, Refused),
    (404, "", "Invalid URL (POST /v1/response)", C::WrongAddress, N::FixRequest, Refused),
    (408, "", "m", C::TimedOut, N::AskSmaller, Unsure),
    (413, "", "m", C::ImageBytes, N::ChangeImage, Refused),
    (429, "", "Upstream load is saturated", C::Rate, N::WaitAndRetry, SentAgain),
    (429, "SomethingNew", "m", C::Rate, N::WaitAndRetry, SentAgain),
    (477, "", "m", C::RelayEmpty, N::CheckBeforeRetry, Unsure),
    (500, "", "m", C::Internal, N::CheckBeforeRetry, Unsure),
    (500, "SomethingNew", "m", C::Internal, N::CheckBeforeRetry, Unsure),
    (503, "", "m", C::Internal, N::CheckBeforeRetry, Unsure),
    (504, "", "m", C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
    (524, "", "m", C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
];

/// Pages of whatever stands in between.
#[rustfmt::skip]
pub const PAGES: &[(u16, Cause, NextStep, Fate)] = &[
    (200, C::Gateway, N::CheckBeforeRetry, Unsure),
    (403, C::Gateway, N::CheckConnection, Refused),
    (404, C::Gateway, N::CheckConnection, Refused),
    (408, C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
    (413, C::ImageBytes, N::ChangeImage, Refused),
    (429, C::Rate, N::WaitAndRetry, Refused),
    (477, C::RelayEmpty, N::CheckBeforeRetry, Unsure),
    (500, C::Gateway, N::CheckBeforeRetry, Unsure),
    (502, C::Gateway, N::CheckBeforeRetry, Unsure),
    (503, C::Gateway, N::CheckBeforeRetry, Unsure),
    (504, C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
    (522, C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
    (524, C::GatewayTimeout, N::CheckBeforeRetry, Unsure),
];

/// Every row that a code, or words, decide.
pub const BY_CODE: [&[Row]; 7] = [MISTAKES, MODERATION, ACCOUNT, THROTTLING, SERVER, RELAY, PROXIES];
