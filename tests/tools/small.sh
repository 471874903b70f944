#!/usr/bin/env bash
# Runs a command so that the wasm it builds is as small as it ships: Rust's standard library is compiled along, and a
# panic ends the program without a message that nobody would read. Both are unstable options of the pinned Rust; with
# another Rust, or without its sources, the build is the plain one, a tenth larger.
#
#   tests/tools/small.sh trunk build --release
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/versions.env

if [ "$(rustc --version | cut -d' ' -f2 | cut -d. -f1,2)" = "$RUST" ] &&
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  # Half a MB of stack: what lies above it then has addresses of three bytes instead of four.
  flags='-Zunstable-options -Cpanic=immediate-abort -Clink-arg=-zstack-size=524288'
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS:-} $flags"
  # Of its own: these options would make every other build start anew.
  export CARGO_TARGET_DIR=target/small
else
  echo "small.sh: not Rust $RUST with its sources (rustup component add rust-src); the wasm will be larger" >&2
fi
exec "$@"
