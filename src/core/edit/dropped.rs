//! What was dropped from another page: its piece of HTML is read, and nothing of it is shown, loaded or run.

/// The `src` of the first `<img>` in a piece of HTML.
///
/// ```
/// use wan_edit::core::edit::image_of_html;
///
/// let html = r#"<a href="/page"><img alt="a > b" src="https://example.com/a.jpg?w=1&amp;h=2"></a>"#;
/// assert_eq!(image_of_html(html).as_deref(), Some("https://example.com/a.jpg?w=1&h=2"));
/// ```
pub fn image_of_html(html: &str) -> Option<String> {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let length = rest.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, attributes) = rest.split_at(length);
        let (src, after) = src_of(attributes);
        if name.eq_ignore_ascii_case("img") && src.is_some_and(|src| !src.trim().is_empty()) {
            return src.map(|src| text_of(src.trim()));
        }
        rest = after;
    }
    None
}

/// The value of `src` among a tag's attributes, and what follows the tag.
fn src_of(attributes: &str) -> (Option<&str>, &str) {
    let mut rest = attributes;
    let mut src = None;
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_ascii_whitespace() || sign == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (src, after);
        }
        let length = rest.find(|sign: char| sign.is_ascii_whitespace() || "=/>".contains(sign)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(length);
        rest = after.trim_start();
        if let Some(after) = rest.strip_prefix('=') {
            let value;
            (value, rest) = value_of(after.trim_start());
            if name.eq_ignore_ascii_case("src") {
                src = src.or(Some(value));
            }
        }
        if rest.is_empty() {
            return (src, "");
        }
    }
}

/// The value of an attribute, with or without quotes, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    text.split_at(text.find(|sign: char| sign.is_ascii_whitespace() || sign == '>').unwrap_or(text.len()))
}

/// `text` with its character references resolved, as far as addresses have them.
fn text_of(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let resolved = after.split_once(';').and_then(|(name, after)| Some((sign_of(name)?, after)));
        match resolved {
            Some((sign, after)) => {
                plain.push(sign);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain + rest
}

fn sign_of(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let code = match hexadecimal {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}
