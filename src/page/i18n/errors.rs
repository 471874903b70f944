//! Why a run ended without images, in the reader's language.

use super::{I18n, cause_sentence, t_string};
use crate::core::job::{Cause, Error, ErrorKind, ImageFault, NextStep, UploadFault};

/// What happened, in one sentence.
pub fn error_sentence(i18n: I18n, error: &Error) -> String {
    let cause = match (error.kind, error.cause) {
        // A task that failed without a word is no gateway's.
        (ErrorKind::Service, Some(Cause::Gateway) | None) => Cause::Unknown,
        (ErrorKind::Service, Some(cause)) => cause,
        (ErrorKind::Gateway, cause) => cause.unwrap_or(Cause::Gateway),
        (ErrorKind::Network, _) => return t_string!(i18n, err_network),
        (ErrorKind::NotSent, _) => return t_string!(i18n, err_not_sent),
        (ErrorKind::Canceled, _) if error.next_step == NextStep::ResumeLater => return t_string!(i18n, err_stopped),
        (ErrorKind::Canceled, _) => return t_string!(i18n, err_canceled),
        (ErrorKind::Deadline, _) => return t_string!(i18n, err_deadline),
        (ErrorKind::TaskUnknown, _) => return t_string!(i18n, err_task_unknown),
        (ErrorKind::NoImages, _) => return t_string!(i18n, err_no_images),
        (ErrorKind::Image, _) => {
            return match &error.image {
                Some(ImageFault::Changed(name)) => t_string!(i18n, err_image_changed, name = name),
                Some(ImageFault::FalsePixels) => t_string!(i18n, err_image_false_pixels),
                Some(ImageFault::NotDrawn) => t_string!(i18n, err_image_not_drawn),
                None => t_string!(i18n, err_image),
            };
        }
    };
    cause_sentence(i18n, cause, error.status.unwrap_or_default())
}

/// Why a file could not be uploaded, in one sentence.
pub fn upload_fault_sentence(i18n: I18n, fault: &UploadFault) -> String {
    match fault {
        UploadFault::NoLeave(error) => error_sentence(i18n, error),
        UploadFault::ForeignHost(url) => t_string!(i18n, upload_fault_foreign_host, url = url),
        UploadFault::TooLarge => t_string!(i18n, upload_fault_too_large),
        UploadFault::Refused(status) => t_string!(i18n, upload_fault_refused, status = status),
        UploadFault::Unreachable => t_string!(i18n, upload_fault_unreachable),
    }
}

/// What the person can do; empty where there is nothing to do.
pub fn next_step_sentence(i18n: I18n, step: NextStep) -> String {
    match step {
        NextStep::FixRequest => t_string!(i18n, next_fix_request),
        NextStep::ChangeImage => t_string!(i18n, next_change_image),
        NextStep::PickAgain => t_string!(i18n, next_pick_again),
        NextStep::ChangeContent => t_string!(i18n, next_change_content),
        NextStep::UseFile => t_string!(i18n, next_use_file),
        NextStep::CheckKey => t_string!(i18n, next_check_key),
        NextStep::GetAccess => t_string!(i18n, next_get_access),
        NextStep::TopUp => t_string!(i18n, next_top_up),
        NextStep::WaitForQuota => t_string!(i18n, next_wait_for_quota),
        NextStep::WaitAndRetry => t_string!(i18n, next_wait_and_retry),
        NextStep::AskSmaller => t_string!(i18n, next_ask_smaller),
        NextStep::Retry => t_string!(i18n, next_retry),
        NextStep::CheckBeforeRetry => t_string!(i18n, next_check_before_retry),
        NextStep::ResumeLater => t_string!(i18n, next_resume_later),
        NextStep::CheckConnection => t_string!(i18n, next_check_connection),
        NextStep::Nothing => String::new(),
    }
}
