#!/usr/bin/env bash
# The page with the emulator behind it; Ctrl-C ends both.
set -euo pipefail
target/release/wan-emulator --listen 127.0.0.1:8787 --results 127.0.0.1:8788 &
emulator=$!
trap 'kill $emulator 2>/dev/null' EXIT
trunk serve
