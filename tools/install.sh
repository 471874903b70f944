#!/usr/bin/env bash
# Installs what is missing, and only that. `install.sh build` brings what the page and the package need,
# `install.sh test` adds what the gate needs, `install.sh matrix` what `make matrix` needs. A tool already on PATH in the pinned version is used as it is.
# Cargo's tools go into .tools, npm's into node_modules folders, all git-ignored; Rust comes by rustup as
# rust-toolchain.toml says, a browser and nginx from the system's packages.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/versions.env
tools=$PWD/.tools
export PATH=$tools/bin:$PATH

say() { printf '\n-- %s\n' "$*" >&2; }
fail() { printf '\nMissing: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null; }

check_base() {
  has cargo || fail "Rust. Install rustup from https://rustup.rs, then run make again."
  # Here rustup installs what rust-toolchain.toml names, where that is not there yet.
  rustc --version >/dev/null || fail "the Rust of rust-toolchain.toml. Run: rustup toolchain install"
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib" ] ||
    fail "Rust's target wasm32-unknown-unknown. With rustup: rustup target add wasm32-unknown-unknown"
  has cc || has gcc || has clang || fail "a C compiler. On Debian: apt-get install build-essential"
  has node && has npm || fail "Node.js 20 or newer, with npm. See https://nodejs.org"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] ||
    fail "Node.js 20 or newer (this is $(node --version)). See https://nodejs.org"
  grep -q "^wasm-bindgen = \"=$WASM_BINDGEN\"" Cargo.toml ||
    fail "agreement: Cargo.toml must pin wasm-bindgen to =$WASM_BINDGEN, as tools/versions.env does."
}

# Ready-made by cargo-binstall where that is installed, else from source, without Trunk's own release profile, which takes
# three times as long for a speed that nobody needs here.
install_crate() {
  local crate=$1 version=$2 about=$3
  shift 3
  if has cargo-binstall; then
    say "Fetching $crate $version into .tools: $about"
    cargo binstall --no-confirm --disable-strategies compile --root "$tools" "$crate@$version" && return
  fi
  say "Building $crate $version into .tools: $about. Once only, some minutes; nothing on the system changes."
  CARGO_TARGET_DIR=$tools/build CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 cargo install "$crate" --version "$version" --root "$tools" "$@" ||
    fail "$crate $version: the build above failed."
  rm -rf "$tools/build"
}

install_trunk() {
  [ "$(trunk --version 2>/dev/null)" = "trunk $TRUNK" ] && return
  install_crate trunk "$TRUNK" "it builds and serves the page" --locked
}

install_wasm_bindgen() {
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $WASM_BINDGEN" ] && has wasm-bindgen-test-runner && return
  install_crate wasm-bindgen-cli "$WASM_BINDGEN" "it joins wasm and JavaScript"
}

# What the lock file of a folder names, once for each state of that file.
install_npm() {
  local dir=$1 about=$2
  cmp -s "$dir/package-lock.json" "$dir/node_modules/.installed" && return
  say "Installing $about into $dir/node_modules"
  npm ci --prefix "$dir" --loglevel=error || fail "$about: npm could not install $dir/package-lock.json."
  cp "$dir/package-lock.json" "$dir/node_modules/.installed"
}

install_npm_build_tools() {
  install_npm tools "wasm-opt (npm's binaryen) and esbuild"
  # On one path with the rest, where Trunk looks for wasm-opt.
  mkdir -p "$tools/bin"
  ln -sf ../../tools/node_modules/.bin/wasm-opt ../../tools/node_modules/.bin/esbuild "$tools/bin/"
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
  source tools/browser.sh
  [ -n "$CHROMIUM" ] && [ -n "$CHROMEDRIVER" ] && return
  say "Installing Debian's chromium, chromium-driver and fonts-noto-cjk: the tests' browser (about 2 minutes)"
  if install_debian chromium chromium-driver fonts-noto-cjk; then
    source tools/browser.sh
    [ -n "$CHROMIUM" ] && return
  fi
  say "Downloading Playwright's Chromium (about 1 minute)"
  (cd tests && npx --no-install playwright install chromium) >&2 || true
  source tools/browser.sh
  [ -n "$CHROMIUM" ] ||
    fail "a browser. Install Chromium and chromedriver, or set CHROMIUM and CHROMEDRIVER to them."
}

# What the proxy runs on: nginx, and workerd with wrangler.
install_proxies() {
  local more=/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so
  if ! (PATH=$PATH:/usr/sbin && has nginx && has openssl && [ -e "$more" ]); then
    say "Installing Debian's nginx-light, its headers-more module and openssl: the proxy tests run the real nginx (about 20 s)"
    install_debian nginx-light libnginx-mod-http-headers-more-filter openssl ||
      fail "nginx with the module headers-more, and openssl, for the proxy tests."
  fi
  install_npm tests/proxy "workerd and wrangler, 200 MB: the proxy's other engine; Deno, Bun, Hono and Express, 210 MB"
}

check_base
install_wasm_bindgen
install_trunk
install_npm_build_tools
if [ "${1:-build}" = matrix ]; then
  install_npm tests "Playwright, TypeScript and what the package is tested with"
  install_npm tests/matrix "Deno, Bun and workerd, 350 MB: the runtimes of servers"
fi
if [ "${1:-build}" = test ]; then
  install_npm tests "Playwright, TypeScript and what the package is tested with"
  install_browser
  install_proxies
fi
