//! Why a run ended without images, in the reader's language.

use super::{Messages, fill};
use crate::core::job::{Error, ErrorKind, Fault, NextStep};

/// What happened, in one sentence.
pub fn error_sentence(t: &Messages, error: &Error) -> String {
    let sentence = match (error.kind, error.fault) {
        (ErrorKind::Service, _) if error.next_step == NextStep::ChangeContent => t.err_content,
        (ErrorKind::Service, Fault::Request) => t.err_request,
        (ErrorKind::Service, Fault::Account) => t.err_account,
        (ErrorKind::Service, _) => t.err_service,
        (ErrorKind::Gateway, _) => {
            return fill(t.err_gateway, &[&error.status.unwrap_or_default().to_string()]);
        }
        (ErrorKind::Network, _) => t.err_network,
        (ErrorKind::NotSent, _) => t.err_not_sent,
        (ErrorKind::Canceled, _) if error.next_step == NextStep::ResumeLater => t.err_stopped,
        (ErrorKind::Canceled, _) => t.err_canceled,
        (ErrorKind::Deadline, _) => t.err_deadline,
        (ErrorKind::TaskUnknown, _) => t.err_task_unknown,
        (ErrorKind::NoImages, _) => t.err_no_images,
        (ErrorKind::Image, _) => t.err_image,
    };
    sentence.to_owned()
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
