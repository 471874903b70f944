//! Simplified Chinese.

use super::Messages;

pub(super) static MESSAGES: Messages = Messages { edit: "编辑" };
