#!/usr/bin/env bash
# Installs what is missing, and only that. `install.sh build` brings what the page and the package need,
# `install.sh test` adds what the gate needs. A tool already on PATH in the pinned version is taken as it is.
# All goes into .tools (git-ignored), but for the wasm target, rustfmt and clippy (rustup) and a browser (the system).
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/versions.env
tools=$PWD/.tools
export PATH=$tools/bin:$PATH

say() { printf '\n-- %s\n' "$*" >&2; }
fail() { printf '\nMissing: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null; }

check_base() {
  has cargo || fail "Rust. Install rustup from https://rustup.rs, then run make again."
  local want have
  want=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  have=$(rustc --version | cut -d' ' -f2)
  [ "$(printf '%s\n' "$want" "$have" | sort -V | head -1)" = "$want" ] ||
    fail "Rust $want or newer (this is $have). Run: rustup update stable"
  has cc || has gcc || has clang || fail "a C compiler. On Debian: apt-get install build-essential"
  has node && has npm || fail "Node.js 20 or newer, with npm. See https://nodejs.org"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
    fail "Node.js 20 or newer (this is $(node --version)). See https://nodejs.org"
  grep -q "^wasm-bindgen = \"=$WASM_BINDGEN\"" Cargo.toml ||
    fail "agreement: Cargo.toml must pin wasm-bindgen to =$WASM_BINDGEN, as tests/tools/versions.env does."
}

install_wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ] && return
  has rustup || fail "Rust's target wasm32-unknown-unknown, and no rustup to add it with."
  say "Adding Rust's wasm32-unknown-unknown target (about 20 s)"
  rustup target add wasm32-unknown-unknown
}

# What small.sh compiles the standard library from. Without it the wasm is larger, nothing else.
install_rust_source() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && return
  has rustup || return 0
  say "Adding the sources of Rust's standard library (about 10 s)"
  rustup component add rust-src || true
}

# Trunk's own release profile optimises for a speed that nobody needs here, and takes three times as long.
install_crate() {
  local crate=$1 version=$2 about=$3
  shift 3
  say "Installing $crate $version into .tools: $about. Once only; nothing on the system changes."
  CARGO_TARGET_DIR=$tools/build CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install "$crate" --version "$version" --root "$tools" "$@" ||
    fail "$crate $version: the build above failed."
  rm -rf "$tools/build"
}

install_trunk() {
  [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK" ] && return
  install_crate trunk "$TRUNK" "it builds and serves the page; 4 to 8 minutes on two cores" --locked
}

install_wasm_bindgen() {
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $WASM_BINDGEN" ] && has wasm-bindgen-test-runner && return
  install_crate wasm-bindgen-cli "$WASM_BINDGEN" "it joins wasm and JavaScript; about 2 minutes on two cores"
}

install_npm_build_tools() {
  local want
  want=$(node -p 'require("./tests/tools/package.json").dependencies.binaryen.split(".")[0]')
  if ! cmp -s tests/tools/package-lock.json "$tools/package-lock.json"; then
    say "Installing wasm-opt $want (npm's binaryen) and uglify-js into .tools: they make the page smaller (about 20 s)"
    mkdir -p "$tools/bin"
    cp tests/tools/package.json tests/tools/.npmrc "$tools/"
    (cp tests/tools/package-lock.json "$tools/" && npm ci --prefix "$tools" --loglevel=error) ||
      { rm -f "$tools/package-lock.json"; fail "wasm-opt: npm could not install tests/tools/package-lock.json."; }
  fi
  [ "$(wasm-opt --version 2>/dev/null | cut -d' ' -f3)" = "$want" ] ||
    ln -sf ../node_modules/.bin/wasm-opt "$tools/bin/wasm-opt"
}

install_rust_components() {
  has rustfmt && cargo clippy --version >/dev/null 2>&1 && return
  has rustup || fail "rustfmt and clippy, and no rustup to add them with."
  say "Adding rustfmt and clippy (about 20 s)"
  rustup component add rustfmt clippy
}

install_npm_test_tools() {
  cmp -s tests/package-lock.json tests/node_modules/.installed && return
  say "Installing Playwright and TypeScript into tests/node_modules (about 20 s)"
  npm ci --prefix tests --loglevel=error || fail "the test tools: npm could not install tests/package-lock.json."
  cp tests/package-lock.json tests/node_modules/.installed
}

# Installs Debian's packages where that is possible.
install_debian() {
  local root=
  has apt-get || return 1
  [ "$(id -u)" = 0 ] || root=sudo
  [ -z "$root" ] || { has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; } || return 1
  $root apt-get update -qq >&2 &&
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Chromium with its driver, and a font for the Chinese page, so that screenshots are not boxes.
install_browser() {
  source tests/tools/browser.sh
  [ -n "$CHROMIUM" ] && [ -n "$CHROMEDRIVER" ] && return
  say "Installing Debian's chromium, chromium-driver and fonts-noto-cjk: the tests' browser (about 2 minutes)"
  if install_debian chromium chromium-driver fonts-noto-cjk; then
    source tests/tools/browser.sh
    [ -n "$CHROMIUM" ] && return
  fi
  say "Downloading Playwright's Chromium (about 1 minute)"
  (cd tests && npx --no-install playwright install chromium) >&2 || true
  source tests/tools/browser.sh
  [ -n "$CHROMIUM" ] ||
    fail "a browser. Install Chromium and chromedriver, or set CHROMIUM and CHROMEDRIVER to them."
}

# What the proxy runs on: nginx, and workerd with wrangler.
install_proxies() {
  if ! (PATH=$PATH:/usr/sbin && has nginx && has openssl); then
    say "Installing Debian's nginx-light and openssl: the proxy tests run the real nginx (about 20 s)"
    install_debian nginx-light openssl || fail "nginx and openssl, for the proxy tests."
  fi
  cmp -s tests/proxy/package-lock.json tests/proxy/node_modules/.installed && return
  say "Installing workerd and wrangler into tests/proxy/node_modules: the proxy's other engine (200 MB, about 40 s)"
  npm ci --prefix tests/proxy --loglevel=error || fail "workerd: npm could not install tests/proxy/package-lock.json."
  cp tests/proxy/package-lock.json tests/proxy/node_modules/.installed
}

check_base
install_wasm_target
install_rust_source
install_wasm_bindgen
install_trunk
install_npm_build_tools
if [ "${1:-build}" = test ]; then
  install_rust_components
  install_npm_test_tools
  install_browser
  install_proxies
fi
