//! What stands in sentences: names of images, lengths.

use super::{I18n, t_string};

/// What source image `index` (from 0) is called: `Image 1`, `图1`.
pub fn image_label(i18n: I18n, index: usize) -> String {
    t_string!(i18n, image_label, number = index + 1)
}

/// A length in words: `2.4 MB`, `380 kB`.
pub fn bytes_text(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return format!("{} kB", bytes.div_ceil(1000));
    }
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
