//! Every sentence of the page, in each language: one struct, one value per language, so that a
//! missing translation does not compile.

mod en;
mod errors;
mod problems;
mod zh;

pub use errors::{error_sentence, next_step_sentence};
pub use problems::{fit_error_sentence, fit_note, open_error_sentence, problem_sentence};

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The first language of the browser that the page speaks; English otherwise.
    pub fn of_browser() -> Self {
        let languages = web_sys::window().map(|window| window.navigator().languages());
        languages
            .into_iter()
            .flat_map(|list| list.iter().filter_map(|tag| tag.as_string()).collect::<Vec<_>>())
            .find_map(|tag| Self::from_tag(&tag))
            .unwrap_or(Self::English)
    }

    /// `zh-CN` is Chinese, `en-GB` is English.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Its messages.
    pub fn messages(self) -> &'static Messages {
        match self {
            Self::Chinese => &zh::MESSAGES,
            Self::English => &en::MESSAGES,
        }
    }
}

/// The sentences. Fields in the order of the page; `{0}`, `{1}`, … are filled in by [`fill`].
#[allow(missing_docs)]
pub struct Messages {
    // --- header
    pub skip: &'static str,
    pub other_language: &'static str,
    pub other_language_label: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    // --- service and key
    pub service_title: &'static str,
    pub service: &'static str,
    pub emulator: &'static str,
    pub beijing: &'static str,
    pub singapore: &'static str,
    pub virginia: &'static str,
    pub token_plan: &'static str,
    pub custom_service: &'static str,
    pub emulator_note: &'static str,
    pub emulator_silent: &'static str,
    pub region_note: &'static str,
    pub virginia_note: &'static str,
    pub plan_note: &'static str,
    pub base_url: &'static str,
    pub base_url_note: &'static str,
    pub endpoint_not_https: &'static str,
    pub endpoint_bad_host: &'static str,
    pub endpoint_extra: &'static str,
    pub key: &'static str,
    pub key_note: &'static str,
    pub key_bad: &'static str,
    pub keep_key: &'static str,
    pub keep_memory: &'static str,
    pub keep_session: &'static str,
    pub keep_remembered: &'static str,
    pub keep_memory_note: &'static str,
    pub keep_session_note: &'static str,
    pub keep_remembered_note: &'static str,
    pub forget_key: &'static str,
    pub key_forgotten: &'static str,
    pub proxy: &'static str,
    pub proxy_note: &'static str,
    pub proxy_not_https: &'static str,
    pub proxy_extra: &'static str,
    pub through: &'static str,
    pub direct: &'static str,
    pub key_in_memory: &'static str,
    pub key_in_session: &'static str,
    pub key_on_device: &'static str,
    pub key_missing: &'static str,
    pub key_unneeded: &'static str,
    pub done: &'static str,
    // --- prompt
    pub prompt: &'static str,
    pub prompt_placeholder: &'static str,
    pub sample_prompt: &'static str,
    pub insert: &'static str,
    pub image_word: &'static str,
    pub image_label: &'static str,
    pub area_word: &'static str,
    pub box_word: &'static str,
    pub box_chip: &'static str,
    pub prompt_over: &'static str,
    pub count_of: &'static str,
    pub lint_missing: &'static str,
    pub lint_box: &'static str,
    pub lint_fine: &'static str,
    pub and: &'static str,
    // --- parameters
    pub model: &'static str,
    pub model_note: &'static str,
    pub model_note_plain: &'static str,
    pub size: &'static str,
    pub size_custom: &'static str,
    pub width: &'static str,
    pub height: &'static str,
    pub recommended: &'static str,
    pub output: &'static str,
    pub output_follows: &'static str,
    pub images: &'static str,
    pub seed: &'static str,
    pub random: &'static str,
    pub seed_roll: &'static str,
    pub seed_clear: &'static str,
    pub watermark: &'static str,
    pub watermark_note: &'static str,
    pub prompt_extend: &'static str,
    pub prompt_extend_note: &'static str,
    pub thinking: &'static str,
    pub thinking_note: &'static str,
    pub negative_prompt: &'static str,
    pub delivery: &'static str,
    pub by_task: &'static str,
    pub by_sync: &'static str,
    pub by_task_note: &'static str,
    pub by_sync_note: &'static str,
    pub background: &'static str,
    pub background_note: &'static str,
    pub more: &'static str,
    // --- run
    pub edit: &'static str,
    pub generate: &'static str,
    pub cancel: &'static str,
    pub stop_waiting: &'static str,
    pub cost_one: &'static str,
    pub cost_many: &'static str,
    pub not_billed: &'static str,
    pub upload: &'static str,
    pub problems: &'static str,
    pub preparing: &'static str,
    pub sending: &'static str,
    pub throttled: &'static str,
    pub task_created: &'static str,
    pub pending: &'static str,
    pub running: &'static str,
    pub reconnecting: &'static str,
    pub too_late: &'static str,
    pub seconds: &'static str,
    pub minutes: &'static str,
    pub shortcut: &'static str,
    pub shortcut_mac: &'static str,
    pub cancelling: &'static str,
    pub finished_one: &'static str,
    pub finished_many: &'static str,
    pub kept_title: &'static str,
    pub kept_note: &'static str,
    pub ask_again: &'static str,
    pub forget_task: &'static str,
    pub need_key: &'static str,
    pub need_service: &'static str,
    pub need_proxy: &'static str,
    pub open_service: &'static str,
    // --- errors
    pub err_request: &'static str,
    pub err_account: &'static str,
    pub err_content: &'static str,
    pub err_service: &'static str,
    pub err_gateway: &'static str,
    pub err_network: &'static str,
    pub err_not_sent: &'static str,
    pub err_canceled: &'static str,
    pub err_stopped: &'static str,
    pub err_deadline: &'static str,
    pub err_task_unknown: &'static str,
    pub err_no_images: &'static str,
    pub err_image: &'static str,
    pub says: &'static str,
    pub billed: &'static str,
    pub unbilled: &'static str,
    pub billed_later: &'static str,
    pub kept_draft: &'static str,
    pub code: &'static str,
    pub status: &'static str,
    pub request_id: &'static str,
    pub task_id: &'static str,
    pub copy_details: &'static str,
    pub copied: &'static str,
    pub dismiss: &'static str,
    pub raw: &'static str,
    // --- what to do next
    pub next_fix_request: &'static str,
    pub next_change_image: &'static str,
    pub next_change_content: &'static str,
    pub next_use_file: &'static str,
    pub next_check_key: &'static str,
    pub next_get_access: &'static str,
    pub next_top_up: &'static str,
    pub next_wait_for_quota: &'static str,
    pub next_wait_and_retry: &'static str,
    pub next_ask_smaller: &'static str,
    pub next_retry: &'static str,
    pub next_check_before_retry: &'static str,
    pub next_resume_later: &'static str,
    pub next_check_connection: &'static str,
    // --- problems
    pub p_unknown_model: &'static str,
    pub p_mode_unavailable: &'static str,
    pub p_prompt_empty: &'static str,
    pub p_text_long: &'static str,
    pub p_too_few_images: &'static str,
    pub p_too_many_images: &'static str,
    pub p_url: &'static str,
    pub p_boxes_unsupported: &'static str,
    pub p_too_many_boxes: &'static str,
    pub p_box_invalid: &'static str,
    pub p_preset: &'static str,
    pub p_size_unread: &'static str,
    pub p_size_total: &'static str,
    pub p_size_ratio: &'static str,
    pub p_range: &'static str,
    pub p_parameter: &'static str,
    pub p_small: &'static str,
    pub p_ratio_wide: &'static str,
    pub p_narrow: &'static str,
    // --- files that cannot be opened
    pub o_empty: &'static str,
    pub o_unsupported: &'static str,
    pub o_text: &'static str,
    pub o_unknown: &'static str,
    pub o_truncated: &'static str,
    pub o_broken: &'static str,
    pub o_damaged: &'static str,
    pub o_unreadable: &'static str,
    // --- what is changed before sending
    pub fit_uprighted: &'static str,
    pub fit_flattened: &'static str,
    pub fit_first_frame: &'static str,
    pub fit_scaled: &'static str,
    pub fit_compressed: &'static str,
    pub list_comma: &'static str,
    // --- rail
    pub source_images: &'static str,
    pub add_images: &'static str,
    pub by_url: &'static str,
    pub by_url_short: &'static str,
    pub image_url: &'static str,
    pub image_url_hint: &'static str,
    pub add_url: &'static str,
    pub drop_here: &'static str,
    pub thumbnail: &'static str,
    pub thumbnail_boxes: &'static str,
    pub remove_image: &'static str,
    pub moved_to: &'static str,
    pub removed: &'static str,
    pub rail_keys: &'static str,
    // --- stage
    pub stage_tools: &'static str,
    pub boxes: &'static str,
    pub box_n: &'static str,
    pub box_name: &'static str,
    pub handle_north_west: &'static str,
    pub handle_north: &'static str,
    pub handle_north_east: &'static str,
    pub handle_east: &'static str,
    pub handle_south_east: &'static str,
    pub handle_south: &'static str,
    pub handle_south_west: &'static str,
    pub handle_west: &'static str,
    pub add_box: &'static str,
    pub add_box_hint: &'static str,
    pub delete_box: &'static str,
    pub undo: &'static str,
    pub redo: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub zoom_fit: &'static str,
    pub draw_hint: &'static str,
    pub box_count: &'static str,
    pub boxes_none: &'static str,
    pub empty_title: &'static str,
    pub empty_ways: &'static str,
    pub pick_files: &'static str,
    pub try_sample: &'static str,
    pub accepted_files: &'static str,
    pub natural_size: &'static str,
    pub size_unknown: &'static str,
    pub sent_as_url: &'static str,
    pub sent_as_it_is: &'static str,
    pub before_sending: &'static str,
    pub url_unseen: &'static str,
    pub boxes_full: &'static str,
    pub boxes_unsupported: &'static str,
    // --- results
    pub result_gone: &'static str,
    pub results: &'static str,
    pub result_n: &'static str,
    pub result_coming: &'static str,
    pub result_loading: &'static str,
    pub result_saved: &'static str,
    pub result_remote: &'static str,
    pub result_missing: &'static str,
    pub address: &'static str,
    pub address_dies: &'static str,
    pub address_dies_kept: &'static str,
    pub address_died: &'static str,
    pub hours_left: &'static str,
    pub minutes_left: &'static str,
    pub bytes_expired: &'static str,
    pub bytes_status: &'static str,
    pub bytes_unreachable: &'static str,
    pub bytes_not_an_image: &'static str,
    pub download: &'static str,
    pub use_as_source: &'static str,
    pub show_larger: &'static str,
    pub fetch_again: &'static str,
    pub open_in_tab: &'static str,
    pub close: &'static str,
    pub compare: &'static str,
    pub result_before: &'static str,
    pub result_after: &'static str,
    pub result_newer: &'static str,
    pub result_older: &'static str,
}

/// `template` with `{0}`, `{1}`, … replaced by `values`.
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut rest = template;
    let mut out = String::with_capacity(template.len() + 16);
    while let Some(at) = rest.find('{') {
        let digit = rest.as_bytes().get(at + 1).map_or(usize::MAX, |byte| usize::from(byte.wrapping_sub(b'0')));
        match values.get(digit) {
            Some(value) if rest[at + 2..].starts_with('}') => {
                out.push_str(&rest[..at]);
                out.push_str(value);
                rest = &rest[at + 3..];
            }
            _ => {
                out.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `template` filled with numbers.
pub fn fill_numbers(template: &str, values: &[u32]) -> String {
    let texts: Vec<String> = values.iter().map(u32::to_string).collect();
    fill(template, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What source image `index` (from 0) is called: `Image 1`, `图1`.
pub fn image_label(t: &Messages, index: usize) -> String {
    fill_numbers(t.image_label, &[index as u32 + 1])
}

/// A length in words: `2.4 MB`, `380 kB`.
pub fn bytes_text(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
