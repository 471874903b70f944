#!/usr/bin/env bash
# The page with the emulator behind it; Ctrl-C ends both.
set -euo pipefail
"${CARGO_TARGET_DIR:-target}/release/wan-emulator" --listen 127.0.0.1:8787 --results 127.0.0.1:8788 &
emulator=$!
trap 'kill $emulator 2>/dev/null' EXIT
sleep 0.5
kill -0 $emulator 2>/dev/null || { echo 'The emulator did not start; are ports 8787 and 8788 in use?' >&2; exit 1; }
echo 'Building the page: about 2 minutes the first time. Then open http://127.0.0.1:8080'
trunk serve
