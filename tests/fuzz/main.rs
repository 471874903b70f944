//! Damaged and rebuilt bodies for a few seconds each: nothing panics, and what must hold holds.
//!
//! `FUZZ_SECONDS` is the time of each target (3), `FUZZ_SEED` another course through the same bodies (1). README.md
//! says how to run the same targets under libFuzzer, which follows coverage.

mod mutate;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};
use std::{collections::BTreeSet, env, fs};

use mutate::Mutator;

/// Longer inputs are not bred from.
const LONGEST: usize = 16 << 10;
/// How long one input may take, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

fn number<T: std::str::FromStr>(name: &str, default: T) -> T {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Every file of these folders below `tests`.
fn files(folders: &[&str]) -> Vec<Vec<u8>> {
    let below = |folder| fs::read_dir(format!("{}/tests/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut paths: Vec<_> = folders.iter().flat_map(below).map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 5, "the seeds were not found");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn try_one(name: &str, target: fn(&[u8]) -> u64, input: &[u8]) -> u64 {
    let start = Instant::now();
    let behaviour = catch_unwind(AssertUnwindSafe(|| target(input))).unwrap_or_else(|panic| {
        eprintln!("{name} fails on {} bytes: b\"{}\"", input.len(), input.escape_ascii());
        resume_unwind(panic)
    });
    assert!(start.elapsed() < PATIENCE, "{name} takes {:?} on b\"{}\"", start.elapsed(), input.escape_ascii());
    behaviour
}

/// Tries the seeds, then what is bred from them. An input that does something new is bred from as well.
fn fuzz(name: &str, target: fn(&[u8]) -> u64, seeds: Vec<Vec<u8>>) {
    let end = Instant::now() + Duration::from_secs_f64(number("FUZZ_SECONDS", 3.0));
    let mut seen: BTreeSet<u64> = seeds.iter().map(|seed| try_one(name, target, seed)).collect();
    assert!(seen.len() > 1, "all seeds do the same");
    let (known, mut tried) = (seen.len(), 0_u64);
    let mut mutator = Mutator::new(number("FUZZ_SEED", 1));
    let mut pool: Vec<_> = seeds.into_iter().filter(|seed| seed.len() <= LONGEST).collect();
    // On a busy machine it takes longer to see something new.
    while Instant::now() < end || tried < 100 || (seen.len() == known && tried < 10_000) {
        let input = mutator.breed(&pool);
        if seen.insert(try_one(name, target, &input)) && input.len() <= LONGEST {
            pool.push(input);
        }
        tried += 1;
    }
    println!("{name}: {tried} inputs, {} behaviours, {known} of them those of the seeds", seen.len());
    assert!(seen.len() > known, "nothing new happened: the mutations are lame");
}

#[test]
fn sse() {
    let is_stream = |file: &Vec<u8>| [&b"id:"[..], b"data:"].iter().any(|start| file.starts_with(start));
    fuzz("sse", targets::sse::check, files(&["wire"]).into_iter().filter(is_stream).collect());
}

#[test]
fn reply() {
    fuzz("reply", targets::reply::check, files(&["wire", "fuzz/seeds/text"]));
}

#[test]
fn error() {
    fuzz("error", targets::error::check, files(&["wire", "fuzz/seeds/text"]));
}

#[test]
fn fields() {
    fuzz("fields", targets::fields::check, files(&["wire", "fuzz/seeds/text"]));
}

#[test]
fn answer() {
    fuzz("answer", targets::answer::check, files(&["fuzz/seeds/answer"]));
}

#[test]
fn header() {
    fuzz("header", targets::header::check, files(&["images", "odd-images/files"]));
}
