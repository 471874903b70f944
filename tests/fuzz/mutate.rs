//! New inputs from old ones: bytes are damaged, words of the services are mixed in, and JSON is rebuilt, so that what
//! stands behind a parser is reached as well.

use serde_json::{Map, Value, json};

/// Breeds inputs; the same number gives the same course.
pub struct Mutator {
    state: u64,
    words: Vec<Vec<u8>>,
}

impl Mutator {
    pub fn new(seed: u64) -> Self {
        let words: Vec<_> = include_str!("words.dict").lines().filter_map(word).collect();
        assert!(words.len() > 50, "the words were not read");
        Self { state: seed, words }
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// An input from one or two of the pool.
    pub fn breed(&mut self, pool: &[Vec<u8>]) -> Vec<u8> {
        let mut input = self.pick(pool).clone();
        for _ in 0..=self.below(6) {
            let other = self.pick(pool);
            if self.below(2) == 0 {
                self.rebuild(&mut input, other);
            } else {
                self.damage(&mut input, other);
            }
        }
        input
    }

    /// A place in `bytes`; headers are short, so it is often near the start.
    fn place(&mut self, bytes: &[u8]) -> usize {
        let within = if self.below(2) == 0 { bytes.len().min(200) } else { bytes.len() };
        self.below(within + 1)
    }

    /// A range in `bytes`, mostly a short one.
    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.place(bytes);
        let most = if self.below(4) == 0 { bytes.len() } else { 8 };
        start..bytes.len().min(start + self.below(most + 1))
    }

    fn damage(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        let range = self.range(input);
        match self.below(8) {
            0 => drop(input.drain(range)),
            1 => {
                let piece = input[range].to_vec();
                let at = self.place(input);
                input.splice(at..at, piece);
            }
            2 => {
                let piece = other[self.range(other)].to_vec();
                input.splice(range, piece);
            }
            3 | 4 => {
                let word = self.below(self.words.len());
                input.splice(range, self.words[word].iter().copied());
            }
            5 => input.truncate(range.start),
            _ => {
                if let Some(byte) = input.get_mut(range.start) {
                    let bit = 1 << self.below(8);
                    *byte = [*byte ^ bit, 0, 0x7F, 0xFF, self.next() as u8, byte.wrapping_add(1)][self.below(6)];
                }
            }
        }
    }

    /// Changes the JSON of the whole input, or of one of its lines.
    fn rebuild(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        let Some((range, mut value)) = self.json(input) else { return self.damage(input, other) };
        let donor = self.json(other).map_or(Value::Null, |(_, value)| value);
        self.change(&mut value, &donor);
        let text = if self.below(4) == 0 { format!("{value:#}") } else { value.to_string() };
        input.splice(range, text.into_bytes());
    }

    /// Some JSON in `bytes`, and where it stands.
    fn json(&mut self, bytes: &[u8]) -> Option<(std::ops::Range<usize>, Value)> {
        if let Ok(value) = serde_json::from_slice(bytes) {
            return Some((0..bytes.len(), value));
        }
        let from = self.place(bytes);
        let brace = |from: usize| bytes[from..].iter().position(|byte| matches!(byte, b'{' | b'[')).map(|at| from + at);
        let start = brace(from).or_else(|| brace(0))?;
        let mut values = serde_json::Deserializer::from_slice(&bytes[start..]).into_iter::<Value>();
        let value = values.next()?.ok()?;
        Some((start..start + values.byte_offset(), value))
    }

    /// Walks to some node and changes it.
    fn change(&mut self, mut node: &mut Value, donor: &Value) {
        while self.below(5) > 0 {
            let count = node.as_array().map_or(0, Vec::len) + node.as_object().map_or(0, Map::len);
            if count == 0 {
                break;
            }
            let at = self.below(count);
            node = match node {
                Value::Array(items) => &mut items[at],
                Value::Object(fields) => fields.values_mut().nth(at).expect("it was counted"),
                _ => break,
            };
        }
        match (self.below(7), &mut *node) {
            (0, Value::Array(items)) => {
                let copy = self.below(items.len());
                items.extend(items.get(copy).cloned());
            }
            (1, Value::Array(items)) => drop(items.pop()),
            (0 | 1, Value::Object(fields)) => {
                let key = fields.keys().nth(self.below(fields.len())).cloned();
                let value = key.and_then(|key| fields.remove(&key));
                if let Some(value) = value.filter(|_| self.below(2) == 0) {
                    fields.insert(self.text(), value);
                }
            }
            (2, node) => *node = json!([node.take()]),
            (3, node) => *node = json!({ self.text(): node.take() }),
            (4, node) => *node = self.part(donor),
            (_, node) => *node = self.scalar(),
        }
    }

    /// Some part of another body.
    fn part(&mut self, donor: &Value) -> Value {
        let mut node = donor;
        while self.below(4) > 0 {
            let children: Vec<&Value> = match node {
                Value::Array(items) => items.iter().collect(),
                Value::Object(fields) => fields.values().collect(),
                _ => break,
            };
            if children.is_empty() {
                break;
            }
            node = children[self.below(children.len())];
        }
        node.clone()
    }

    fn scalar(&mut self) -> Value {
        let numbers = [0.0, -1.0, 1.0, 200.0, 400.0, 999.0, 1000.5, 4_294_967_296.0, 1e300];
        match self.below(8) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.pick(&numbers)),
            3 => json!(self.next()),
            4 => json!(self.below(2000)),
            5 => json!(self.below(2000).to_string()),
            6 => json!(""),
            _ => json!(self.text()),
        }
    }

    /// A word as the text of a string.
    fn text(&mut self) -> String {
        let word = self.below(self.words.len());
        String::from_utf8_lossy(&self.words[word]).trim_matches('"').to_owned()
    }
}

/// Reads a line of a libFuzzer dictionary: `"…"` with `\\`, `\"` and `\xNN`.
fn word(line: &str) -> Option<Vec<u8>> {
    let mut rest = line.strip_prefix('"')?.strip_suffix('"')?.as_bytes();
    let mut bytes = Vec::new();
    while let [first, after @ ..] = rest {
        (bytes, rest) = match (first, after) {
            (b'\\', [b'x', a, b, after @ ..]) => {
                let digits = std::str::from_utf8(&[*a, *b]).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
                bytes.push(digits.expect("two digits"));
                (bytes, after)
            }
            (b'\\', [escaped, after @ ..]) => {
                bytes.push(*escaped);
                (bytes, after)
            }
            _ => {
                bytes.push(*first);
                (bytes, after)
            }
        };
    }
    Some(bytes)
}
