//! JSON, read into a tree and written piece by piece: what the services speak, in a twentieth of a general reader's
//! bytes. Tested beside serde_json.

use std::ops::Index;

/// Deepest nesting that is read.
const DEEPEST: u32 = 96;

/// A JSON value. Numbers are floats: the services have no larger ones.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

static NULL: Value = Value::Null;

impl Index<&str> for Value {
    type Output = Value;

    /// The field of this name; null where there is none.
    fn index(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&NULL)
    }
}

impl Value {
    /// Reads a whole text. `None` where it is not JSON.
    pub fn parse(text: &str) -> Option<Self> {
        let (value, end) = Self::parse_beginning(text)?;
        text[end..].trim_matches(BLANK).is_empty().then_some(value)
    }

    /// Reads the value that `text` begins with, and answers where it ends.
    pub fn parse_beginning(text: &str) -> Option<(Self, usize)> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(DEEPEST)?;
        Some((value, reader.at))
    }

    /// The field of this name, the last where it stands twice.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// A text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// True or false.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(is) = self { Some(*is) } else { None }
    }

    /// A number.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A whole number, not negative.
    pub fn as_u64(&self) -> Option<u64> {
        let number = self.as_f64().filter(|number| number.fract() == 0.0 && (0.0..9e15).contains(number))?;
        Some(number as u64)
    }

    /// A list.
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The fields of an object, as they came.
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(fields) = self { Some(fields) } else { None }
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.as_object().is_some()
    }

    /// Whether it is a list.
    pub fn is_array(&self) -> bool {
        self.as_array().is_some()
    }
}

const BLANK: [char; 4] = [' ', '\n', '\r', '\t'];

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn skip_blank(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Whether `byte` comes next, after blanks; steps over it.
    fn takes(&mut self, byte: u8) -> bool {
        self.skip_blank();
        let is_next = self.peek() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let is_next = self.text[self.at..].starts_with(word);
        self.at += word.len();
        is_next.then_some(value)
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.skip_blank();
        match self.peek() {
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'"' => self.string().map(Value::String),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                if self.takes(b']') {
                    return Some(Value::Array(items));
                }
                loop {
                    items.push(self.value(depth)?);
                    if !self.takes(b',') {
                        return self.takes(b']').then_some(Value::Array(items));
                    }
                }
            }
            b'{' => {
                self.at += 1;
                let mut fields = Vec::new();
                if self.takes(b'}') {
                    return Some(Value::Object(fields));
                }
                loop {
                    self.skip_blank();
                    let name = self.string()?;
                    if !self.takes(b':') {
                        return None;
                    }
                    fields.push((name, self.value(depth)?));
                    if !self.takes(b',') {
                        return self.takes(b'}').then_some(Value::Object(fields));
                    }
                }
            }
            _ => self.number().map(Value::Number),
        }
    }

    fn string(&mut self) -> Option<String> {
        if self.peek() != b'"' {
            return None;
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20)?;
            out.push_str(&rest[..plain]);
            self.at += plain + 1;
            match rest.as_bytes()[plain] {
                b'"' => return Some(out),
                b'\\' => out.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = self.peek();
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return char::from_u32(unit);
                }
                let is_pair = self.text[self.at..].starts_with("\\u");
                self.at += 2;
                let low = self.unit().filter(|low| is_pair && (0xdc00..0xe000).contains(low))?;
                return char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |unit, digit| Some(unit << 4 | digit.to_digit(16)?))
    }

    fn digits(&mut self, mut each: impl FnMut(u8)) -> Option<()> {
        let from = self.at;
        while self.peek().is_ascii_digit() {
            each(self.peek() - b'0');
            self.at += 1;
        }
        (self.at > from).then_some(())
    }

    /// A number to the float nearest to it, or next to that one where it has more than fifteen digits; to fourteen digits
    /// where it is of another order than any in the wire (1e-20 to 1e20).
    fn number(&mut self) -> Option<f64> {
        let is_negative = self.peek() == b'-';
        self.at += usize::from(is_negative);
        let is_zero = self.peek() == b'0';
        let (mut mantissa, mut exponent, from) = (0u64, 0i32, self.at);
        let mut digit = |digit: u8, step: i32| {
            if mantissa < 100_000_000_000_000_000 {
                mantissa = mantissa * 10 + u64::from(digit);
                exponent -= step;
            } else {
                exponent += 1 - step;
            }
        };
        self.digits(|next| digit(next, 0))?;
        if is_zero && self.at > from + 1 {
            return None;
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits(|next| digit(next, 1))?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            let is_small = self.peek() == b'-';
            self.at += usize::from(matches!(self.peek(), b'-' | b'+'));
            let mut power = 0i32;
            self.digits(|next| power = (power * 10 + i32::from(next)).min(9_999))?;
            exponent += if is_small { -power } else { power };
        }
        let mut number = mantissa as f64;
        let scale = |steps: i32| (0..steps).fold(1.0, |scale: f64, _| scale * 10.0);
        while exponent != 0 && number != 0.0 && number.is_finite() {
            // Powers of ten up to the 22nd are exact.
            let steps = exponent.abs().min(22);
            if exponent > 0 {
                number *= scale(steps)
            } else {
                number /= scale(steps)
            }
            exponent -= steps * exponent.signum();
        }
        // JSON has no infinite numbers.
        number.is_finite().then_some(if is_negative { -number } else { number })
    }
}

/// Writes `text` as a JSON string at the end of `out`.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                let digit = |four: u32| char::from_digit(four, 16).unwrap_or('0');
                out.push(digit(u32::from(c) >> 4));
                out.push(digit(u32::from(c) & 15));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
