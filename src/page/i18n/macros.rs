//! Sentences by key: `t!(i18n, output, width = size.width, height = size.height)`. A key or a placeholder that
//! `www/locales/` does not have does not compile.

/// A signal of the sentence of a key, to stand in a view. Signals are one type, where closures would each bring code of
/// their own.
#[allow(unused_macros)]
macro_rules! t {
    ($i18n:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {{
        let i18n: $crate::page::i18n::I18n = $i18n;
        ::leptos::prelude::Signal::derive(move || $crate::page::i18n::t_string!(i18n, $key $(, $name = $value)*))
    }};
}

/// The sentence of a key, a `String`; tracked.
macro_rules! t_string {
    ($i18n:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $i18n.text(&$crate::page::i18n::sentence::$key { $($name: &$value),* })
    };
}

/// The sentence of a key, a `String`; not tracked.
macro_rules! tu_string {
    ($i18n:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $i18n.text_untracked(&$crate::page::i18n::sentence::$key { $($name: &$value),* })
    };
}

pub(crate) use {t, t_string, tu_string};
