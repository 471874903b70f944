#!/usr/bin/env bash
# Builds the npm package into pkg/. The same sources give the same bytes. `package.sh client` leaves the elements as they
# are there: for tests of the client alone.
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

if [ "${1:-}" = client ]; then
  mkdir -p pkg
  find pkg -maxdepth 1 -type f -delete
else
  rm -rf pkg
fi
# After a panic the client starts anew.
# The module is named by our own code, which has more than one place for it.
build js pkg wan_edit --experimental-reset-state-function --omit-default-module-path
cp src/js/*.js src/js/ai-sdk.d.ts src/js/package.json src/js/README.md LICENSE pkg/
cp src/js/types.d.ts pkg/index.d.ts
mkdir -p pkg/proxy
cp deploy/{proxy,rules,lending,node}.js deploy/{proxy,node}.d.ts pkg/proxy/
cp deploy/recipes.md pkg/proxy/README.md
# For whoever cannot load a file: the module as a script.
printf 'export default "%s";\n' "$(base64 -w0 pkg/wan_edit_bg.wasm)" > pkg/wasm-inline.js
if [ "${1:-}" = client ]; then exit; fi

# The elements: a module for each, so that an app that wants the boxes alone does not load an editor.
build editor pkg/element editor
build boxes pkg/element boxes
node tools/element.js
