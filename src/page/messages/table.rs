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
            const EMPTY: Self = Self { $($field: $crate::page::messages::table::Read::EMPTY,)* };

            fn read(&mut self, lines: &mut $crate::page::messages::table::Lines) {
                $($crate::page::messages::table::Read::read(&mut self.$field, lines);)*
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
    // Called once for each field: not inlined, and told where to write, so that a call takes few bytes.
    #[inline(never)]
    fn next(&mut self, line: &mut &'static str) {
        match self.rest.find('\n') {
            Some(end) => {
                *line = &self.rest[..end];
                self.rest = &self.rest[end + 1..];
            }
            None => self.is_short = true,
        }
    }
}

/// What is made of the next lines.
pub trait Read: Sized {
    /// Before they were read.
    const EMPTY: Self;

    /// Takes its lines.
    fn read(&mut self, lines: &mut Lines);
}

impl Read for &'static str {
    const EMPTY: Self = "";

    fn read(&mut self, lines: &mut Lines) {
        lines.next(self);
    }
}

impl<const N: usize> Read for [&'static str; N] {
    const EMPTY: Self = [""; N];

    fn read(&mut self, lines: &mut Lines) {
        self.iter_mut().for_each(|line| lines.next(line));
    }
}

/// The table that `text` holds; `None` unless it has just the lines of the table. The text stays for good.
pub fn table<T: Read>(text: String) -> Option<&'static T> {
    let mut lines = Lines { rest: text.leak(), is_short: false };
    let table = Box::leak(Box::new(T::EMPTY));
    table.read(&mut lines);
    (!lines.is_short && lines.rest.is_empty()).then_some(table)
}
