//! Temporary keys: `st-…`, which act for the key that made them until they expire.

use crate::app::random_id;
use crate::time;
use std::collections::HashMap;
use std::sync::Mutex;

/// Temporary keys and the keys that made them.
#[derive(Debug, Default)]
pub struct Tokens(Mutex<HashMap<String, Token>>);

#[derive(Debug)]
struct Token {
    creator: String,
    expires: u64,
}

impl Tokens {
    /// A new temporary key, and when it expires in Unix seconds.
    pub fn issue(&self, creator: &str, seconds: u64) -> (String, u64) {
        let token = format!("st-{}", random_id().replace('-', ""));
        let expires = time::now_ms() + seconds * 1000;
        let mut tokens = self.0.lock().expect("no holder panics");
        tokens.insert(token.clone(), Token { creator: creator.to_owned(), expires });
        (token, expires / 1000)
    }

    /// The permanent key that a key acts for: itself, or its creator while it lasts.
    pub fn account(&self, key: &str) -> Option<String> {
        if key.starts_with("sk-") {
            return Some(key.to_owned());
        }
        let tokens = self.0.lock().expect("no holder panics");
        let token = tokens.get(key).filter(|token| token.expires > time::now_ms());
        token.map(|token| token.creator.clone())
    }

    /// The permanent key that a key acts for, or acted for once.
    pub fn creator(&self, key: &str) -> String {
        let tokens = self.0.lock().expect("no holder panics");
        tokens.get(key).map_or(key, |token| &token.creator).to_owned()
    }
}
