#!/usr/bin/env bash
# Runs one target under libFuzzer, which follows coverage: run.sh TARGET [SECONDS] [more libFuzzer options].
# Needs a C++ compiler; stable Rust is enough. What it finds stays in target/fuzz.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?sse, fields, reply, error, answer or header}
seconds=${2:-600}
shift $(($# < 2 ? $# : 2))

case $target in
  sse) seeds=(tests/wire) ;;
  fields | reply | error) seeds=(tests/wire tests/fuzz/seeds/text) ;;
  answer) seeds=(tests/fuzz/seeds/answer) ;;
  header) seeds=(tests/images) ;;
  *) echo "no such target: $target" >&2; exit 1 ;;
esac

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/fuzz
# Named, so that build scripts are left as they are.
host=$(rustc -vV | sed -n 's/^host: //p')
coverage="-Cpasses=sancov-module -Ccodegen-units=1 --cfg fuzzing"
for option in level=4 inline-8bit-counters pc-table trace-compares; do
  coverage+=" -Cllvm-args=-sanitizer-coverage-$option"
done
RUSTFLAGS=$coverage cargo build --release --manifest-path tests/fuzz/Cargo.toml --target "$host" --bin "$target"

program=$CARGO_TARGET_DIR/$host/release/$target
[ -f "${1:-}" ] && exec "$program" "$@"
found=$CARGO_TARGET_DIR/$target
mkdir -p "$found/corpus"
exec "$program" -max_total_time="$seconds" -max_len=8192 -timeout=20 -rss_limit_mb=1024 \
  -dict=tests/fuzz/words.dict -artifact_prefix="$found/" -print_final_stats=1 "$@" "$found/corpus" "${seeds[@]}"
