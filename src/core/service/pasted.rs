//! What people paste for a key: the key with its name, quotes, a header around it, or signs that nobody sees.

/// What stands before a key, in any case.
const BEFORE: &[&str] = &["export ", "set ", "$env:", "bearer ", "-h "];
/// What the name of a setting has in it that holds a key.
const NAMES: &[&str] = &["key", "token", "authorization"];
/// What keys begin with: such a beginning is no name.
const BEGINNINGS: &[&str] = &["sk-", "st-", "visit-"];
/// What stands in place of the middle of a key that is not shown whole.
const MASKS: &[&str] = &["***", "...", "…", "•••", "●●●"];

/// The key in what was pasted. What holds none comes back without what stands around it.
pub(super) fn key_in(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain).collect();
    let mut key = plain.as_str();
    loop {
        let before = key;
        key = key.trim().trim_matches(['"', '\'', '`', '<', '>', '{', '}']).trim_end_matches([',', ';']);
        for words in BEFORE {
            if key.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words)) {
                key = &key[words.len()..];
            }
        }
        if let Some((_, value)) = key.split_once(['=', ':']).filter(|(name, _)| is_name(name)) {
            key = value;
        }
        if key == before {
            return key.to_owned();
        }
    }
}

/// Whether it is a key that was shown with its middle left out: nobody can use it.
pub(super) fn is_masked(key: &str) -> bool {
    MASKS.iter().any(|mask| key.contains(mask))
}

/// A sign as keyboards have it, where it only looks different; `None` where nobody sees it.
fn plain(sign: char) -> Option<char> {
    Some(match sign {
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            return None;
        }
        // Of full width.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFEE0)?,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' => '"',
        sign => sign,
    })
}

fn is_name(text: &str) -> bool {
    let name = text.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let is_key = BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
    is_word && !is_key && NAMES.iter().any(|part| name.contains(part))
}
