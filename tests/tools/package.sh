#!/usr/bin/env bash
# Builds the npm package into pkg/. The same sources give the same bytes.
set -euo pipefail
wasm=target/wasm32-unknown-unknown/wasm/wan_edit.wasm

cargo rustc --profile wasm --lib --crate-type cdylib --target wasm32-unknown-unknown --features js
rm -rf pkg
wasm-bindgen --target web --no-typescript --remove-producers-section --out-dir pkg --out-name wan_edit "$wasm"
wasm-opt -Oz --enable-bulk-memory --enable-bulk-memory-opt --enable-mutable-globals --enable-nontrapping-float-to-int \
  --enable-reference-types --enable-sign-ext --enable-multivalue --strip-producers --strip-debug \
  pkg/wan_edit_bg.wasm -o pkg/wan_edit_bg.wasm

cp src/js/package.json pkg/package.json
cp src/js/types.d.ts pkg/wan_edit.d.ts
cp LICENSE README.md pkg/ 2>/dev/null || true
