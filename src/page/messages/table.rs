//! How tables of sentences are read from a file.

/// Makes a table: the struct as it stands, and how it is read, field by field.
macro_rules! table {
    (
        $(#[$about:meta])*
        pub struct $name:ident { $($(#[$field_about:meta])* pub $field:ident: $type:ty,)* }
    ) => {
        $(#[$about])*
        #[allow(missing_docs)]
        pub struct $name { $($(#[$field_about])* pub $field: $type,)* }

        impl $crate::page::messages::table::Read for $name {
            fn read(lines: &mut $crate::page::messages::table::Lines) -> Self {
                Self { $($field: $crate::page::messages::table::Read::read(lines),)* }
            }
        }
    };
}

/// The lines of a file of sentences, without their names.
pub struct Lines {
    rest: &'static str,
    is_short: bool,
}

impl Lines {
    #[inline(never)]
    fn next(&mut self) -> &'static str {
        match self.rest.find('\n') {
            Some(end) => {
                let line = &self.rest[..end];
                self.rest = &self.rest[end + 1..];
                line
            }
            None => {
                self.is_short = true;
                ""
            }
        }
    }
}

/// What is made of the next lines.
pub trait Read: Sized {
    /// Takes its lines.
    fn read(lines: &mut Lines) -> Self;
}

impl Read for &'static str {
    fn read(lines: &mut Lines) -> Self {
        lines.next()
    }
}

impl<const N: usize> Read for [&'static str; N] {
    fn read(lines: &mut Lines) -> Self {
        let mut out = [""; N];
        out.iter_mut().for_each(|line| *line = lines.next());
        out
    }
}

impl<T: Read> Read for &'static T {
    fn read(lines: &mut Lines) -> Self {
        Box::leak(Box::new(T::read(lines)))
    }
}

/// The table that `text` holds; `None` unless it has just the lines of the table. The text stays for good.
pub fn table<T: Read>(text: String) -> Option<&'static T> {
    let mut lines = Lines { rest: text.leak(), is_short: false };
    let table = Read::read(&mut lines);
    (!lines.is_short && lines.rest.is_empty()).then_some(table)
}
