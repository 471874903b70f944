//! Searching in text, beside the standard library's way.

use proptest::prelude::*;
use wan_edit::core::text::{contains, replace, split_once};

proptest! {
    #[test]
    fn it_finds_what_the_standard_library_finds(text in "[abä]{0,12}", part in "[abä]{0,3}") {
        prop_assert_eq!(contains(&text, &part), text.contains(&part));
        prop_assert_eq!(split_once(&text, &part), text.split_once(part.as_str()));
        if !part.is_empty() {
            prop_assert_eq!(replace(&text, &part, "-"), text.replace(&part, "-"));
        }
    }
}
