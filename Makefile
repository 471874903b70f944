# wan-edit: what you can make. A fresh machine needs rustup, a C compiler, make and Node; tools/install.sh brings the
# rest and says so.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/.tools/bin:$(PATH)
# Keeps this machine's paths out of what is shipped, so that the same sources give the same bytes anywhere.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := \
  --remap-path-prefix=$(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src= \
  --remap-path-prefix=$(shell rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust=

.PHONY: help serve check test page package matrix size bench hosts emulator tools test-tools

help:
	@echo 'make serve    the page on http://127.0.0.1:8080, with the emulator of the services behind it'
	@echo 'make check    the quick gate while you work: format, clippy, host tests, lists of hosts'
	@echo 'make test     the whole gate; ends with "N passed, N failed"'
	@echo 'make page     dist/: the page, for any static host'
	@echo 'make package  pkg/: the npm package wan-edit'
	@echo 'make matrix   the package in Node, Deno, Bun and workerd'
	@echo 'make size     what the page and the package weigh, beside their limits'
	@echo 'make bench    how fast the page is there, a box moves and nine pictures become a request'
	@echo 'make hosts    writes the lists of hosts of the proxies from tools/hosts.json'

serve: tools emulator
	node tools/serve.js

check:
	node tools/gate.js check

test:
	@tools/install.sh test || { echo '0 passed, 1 failed'; exit 1; }
	source tools/browser.sh && node tools/gate.js

page: tools
	trunk build --release

package: tools
	tools/package.sh

matrix: package emulator
	tools/install.sh matrix
	cd tests && npx --no-install playwright test --config matrix

size: page package
	node tools/size.js

bench: test-tools page package
	source tools/browser.sh && node tests/bench/run.js

hosts:
	node tools/hosts.js

emulator:
	cargo build --release --package wan-emulator

tools:
	@tools/install.sh build

test-tools:
	@tools/install.sh test
