#!/usr/bin/env bash
# Builds the npm package into pkg/. The same sources give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

# The library with these features, as a module of this name; more flags are for wasm-bindgen.
build() {
  local features=$1 dir=$2 name=$3
  shift 3
  cargo rustc --profile wasm --lib --crate-type cdylib --target wasm32-unknown-unknown --features "$features"
  wasm-bindgen --target web --no-typescript --remove-producers-section --out-dir "$dir" --out-name "$name" "$@" \
    "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/wasm/wan_edit.wasm"
  wasm-opt -Oz "$dir/${name}_bg.wasm" --output "$dir/${name}_bg.wasm"
  esbuild "$dir/$name.js" --minify --log-level=warning --allow-overwrite --outfile="$dir/$name.js"
}

rm -rf pkg
# After a panic the client starts anew.
build js pkg wan_edit --experimental-reset-state-function
cp src/js/*.js src/js/ai-sdk.d.ts src/js/package.json src/js/README.md LICENSE pkg/
cp src/js/types.d.ts pkg/index.d.ts
mkdir -p pkg/proxy
cp deploy/{proxy,rules,lending,node}.js deploy/{proxy,node}.d.ts pkg/proxy/
cp deploy/recipes.md pkg/proxy/README.md

# The elements: a module for each, so that an app that wants the boxes alone does not load an editor.
build editor pkg/element editor
build boxes pkg/element boxes
node tools/element.js
