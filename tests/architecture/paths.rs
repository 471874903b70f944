//! Reads the paths in Rust code.

/// `code` with comments and the insides of strings blanked, so that only code is read.
fn code_only(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if let Some(quote) = raw_string_end(rest) {
            quote
        } else if c == '"' {
            string_end(rest)
        } else if c == '\'' {
            char_end(rest)
        } else {
            0
        };
        if skipped == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push(' ');
            rest = &rest[skipped..];
        }
    }
    out
}

/// Length of a `r"…"` or `r#"…"#` at the start of `code`.
fn raw_string_end(code: &str) -> Option<usize> {
    let after = code.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let body = 1 + hashes + 1;
    Some(code[body..].find(&end).map_or(code.len(), |at| body + at + end.len()))
}

fn string_end(code: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in code.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    code.len()
}

/// Length of a character at the start of `code`; 0 for a lifetime.
fn char_end(code: &str) -> usize {
    let mut chars = code.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => code[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 3),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

/// A piece of code, as far as paths need it.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Name(String),
    Colons,
    Open,
    Close,
    Comma,
    Other,
}

/// The pieces of `code`.
pub fn tokens(code: &str) -> Vec<Token> {
    let code = code_only(code);
    let mut out = Vec::new();
    let mut rest = code.as_str();
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (token, length) = match c {
            _ if length > 0 => (Some(Token::Name(rest[..length].to_owned())), length),
            ':' if rest.starts_with("::") => (Some(Token::Colons), 2),
            '{' => (Some(Token::Open), 1),
            '}' => (Some(Token::Close), 1),
            ',' => (Some(Token::Comma), 1),
            c if c.is_whitespace() => (None, c.len_utf8()),
            c => (Some(Token::Other), c.len_utf8()),
        };
        out.extend(token);
        rest = &rest[length..];
    }
    out
}

/// A path, name by name.
pub type Segments = Vec<String>;

/// Every path in `code`, groups spelled out: `crate::a::{b, c::d}` is two. A name alone is a path of one. A `super` that
/// leads out of a module inside the file is `self`.
pub fn paths(code: &str) -> Vec<Segments> {
    let tokens = tokens(code);
    let mut out = Vec::new();
    // Of the modules inside the file: how deep in braces each begins.
    let (mut depth, mut inner) = (0, Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Name(word) if word == "mod" && tokens.get(at + 2) == Some(&Token::Open) => {
                inner.push(depth);
                depth += 1;
                at += 3;
            }
            Token::Name(_) => {
                let first = out.len();
                at = path(&tokens, at, &[], &mut out);
                out[first..].iter_mut().for_each(|path| raise(path, inner.len()));
            }
            token => {
                match token {
                    Token::Open => depth += 1,
                    Token::Close => depth -= 1,
                    _ => {}
                }
                if inner.last() == Some(&depth) {
                    inner.pop();
                }
                at += 1;
            }
        }
    }
    out
}

/// Makes a path that was found in a module `depth` below its file one of the file itself.
fn raise(path: &mut Segments, depth: usize) {
    let supers = path.iter().take_while(|name| *name == "super").count();
    if supers > 0 && depth > 0 {
        path.drain(..supers.min(depth));
        if supers <= depth {
            path.insert(0, "self".to_owned());
        }
    }
}

/// Every path that `code` hands on under its own name by `pub use`.
pub fn reexports(code: &str) -> Vec<Segments> {
    let tokens = tokens(code);
    let mut out = Vec::new();
    for at in 1..tokens.len() {
        let is = |at: usize, word: &str| matches!(&tokens[at], Token::Name(name) if name == word);
        // `pub(crate)` is four pieces.
        if is(at, "use") && (is(at - 1, "pub") || (at >= 4 && is(at - 4, "pub") && tokens[at - 1] == Token::Other)) {
            path(&tokens, at + 1, &[], &mut out);
        }
    }
    out
}

/// Reads the path that begins at `at`, below `prefix`; answers where it ends.
fn path(tokens: &[Token], mut at: usize, prefix: &[String], out: &mut Vec<Segments>) -> usize {
    let mut segments = prefix.to_vec();
    while let Some(Token::Name(name)) = tokens.get(at) {
        segments.push(name.clone());
        at += 1;
        if tokens.get(at) != Some(&Token::Colons) {
            break;
        }
        at += 1;
        if tokens.get(at) == Some(&Token::Open) {
            at += 1;
            while at < tokens.len() && tokens[at] != Token::Close {
                at = match tokens[at] {
                    Token::Name(_) => path(tokens, at, &segments, out),
                    _ => at + 1,
                };
            }
            return at + 1;
        }
    }
    out.push(segments);
    at
}

/// Where a file stands: `src/core/job/flight.rs` is `core::job::flight`, `mod.rs` is its folder.
pub fn module_of(file: &str) -> Segments {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Segments = path.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|name| name == "mod") {
        module.pop();
    }
    module
}

/// A path of our own, found in `module`, from the crate's root; `None` for a name that is not ours.
pub fn resolved(path: &[String], module: &[String]) -> Option<Segments> {
    let mut base: Segments = module.to_vec();
    let rest = match path[0].as_str() {
        "crate" | "wan_edit" if path.len() > 1 => {
            base.clear();
            &path[1..]
        }
        "self" if path.len() > 1 => &path[1..],
        "super" => {
            let ups = path.iter().take_while(|name| *name == "super").count();
            base.truncate(base.len().saturating_sub(ups));
            &path[ups..]
        }
        _ => return None,
    };
    base.extend(rest.iter().cloned());
    Some(base)
}
