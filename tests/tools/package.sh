#!/usr/bin/env bash
# Builds the npm package into pkg/. The same sources give the same bytes.
set -euo pipefail
wasm=${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/wasm/wan_edit.wasm

cargo rustc --profile wasm --lib --crate-type cdylib --target wasm32-unknown-unknown --features js
rm -rf pkg
wasm-bindgen --target web --no-typescript --remove-producers-section --out-dir pkg --out-name wan_edit "$wasm"
node --eval 'import("./tests/tools/shrink.js").then(({ shrink }) => shrink(...process.argv.slice(1)))' \
  pkg/wan_edit_bg.wasm pkg/wan_edit.js

cp src/js/*.js src/js/ai-sdk.d.ts src/js/package.json src/js/README.md LICENSE pkg/
cp src/js/types.d.ts pkg/index.d.ts

# The elements: a wasm for each, so that an app that wants the boxes alone does not load an editor.
for element in editor boxes; do
  cargo rustc --profile wasm --lib --crate-type cdylib --target wasm32-unknown-unknown --features "$element"
  wasm-bindgen --target web --no-typescript --remove-producers-section --out-dir pkg/element --out-name "$element" "$wasm"
done
node tests/tools/element.js
