//! Why a run ended without images, in the reader's language.

use super::{Messages, fill};
use crate::core::job::{Cause, Error, ErrorKind, NextStep, UploadFault};

/// What happened, in one sentence.
pub fn error_sentence(t: &Messages, error: &Error) -> String {
    let cause = match (error.kind, error.cause) {
        // A task that failed without a word is no gateway's.
        (ErrorKind::Service, Some(Cause::Gateway) | None) => Cause::Unknown,
        (ErrorKind::Service, Some(cause)) => cause,
        (ErrorKind::Gateway, cause) => cause.unwrap_or(Cause::Gateway),
        (ErrorKind::Network, _) => return t.err_network.into(),
        (ErrorKind::NotSent, _) => return t.err_not_sent.into(),
        (ErrorKind::Canceled, _) if error.next_step == NextStep::ResumeLater => return t.err_stopped.into(),
        (ErrorKind::Canceled, _) => return t.err_canceled.into(),
        (ErrorKind::Deadline, _) => return t.err_deadline.into(),
        (ErrorKind::TaskUnknown, _) => return t.err_task_unknown.into(),
        (ErrorKind::NoImages, _) => return t.err_no_images.into(),
        (ErrorKind::Image, _) => return t.err_image.into(),
    };
    fill(t.answers.causes[cause as usize], &[&error.status.unwrap_or_default().to_string()])
}

/// Why a file could not be uploaded, in one sentence.
pub fn upload_fault_sentence(t: &Messages, fault: &UploadFault) -> String {
    let [foreign_host, too_large, refused, unreachable] = t.answers.upload_faults;
    match fault {
        UploadFault::NoLeave(error) => error_sentence(t, error),
        UploadFault::ForeignHost(url) => fill(foreign_host, &[url]),
        UploadFault::TooLarge => too_large.into(),
        UploadFault::Refused(status) => fill(refused, &[&status.to_string()]),
        UploadFault::Unreachable => unreachable.into(),
    }
}

/// What the person can do; empty where there is nothing to do.
pub fn next_step_sentence(t: &Messages, step: NextStep) -> &'static str {
    match step {
        NextStep::FixRequest => t.next_fix_request,
        NextStep::ChangeImage => t.next_change_image,
        NextStep::ChangeContent => t.next_change_content,
        NextStep::UseFile => t.next_use_file,
        NextStep::CheckKey => t.next_check_key,
        NextStep::GetAccess => t.next_get_access,
        NextStep::TopUp => t.next_top_up,
        NextStep::WaitForQuota => t.next_wait_for_quota,
        NextStep::WaitAndRetry => t.next_wait_and_retry,
        NextStep::AskSmaller => t.next_ask_smaller,
        NextStep::Retry => t.next_retry,
        NextStep::CheckBeforeRetry => t.next_check_before_retry,
        NextStep::ResumeLater => t.next_resume_later,
        NextStep::CheckConnection => t.next_check_connection,
        NextStep::Nothing => "",
    }
}
