# wan-edit: what you can make. A fresh machine needs rustup, a C compiler, make and Node; the rest is installed
# into .tools, and says so. Versions are pinned in tests/tools/versions.env and in the npm lock files.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export PATH := $(CURDIR)/.tools/bin:$(PATH)
# Keeps this machine's paths out of what is shipped, so that the same sources give the same bytes anywhere.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS := \
  --remap-path-prefix=$(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src= \
  --remap-path-prefix=$(shell rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust=

.PHONY: help serve test package page bench size first-load emulator tools test-tools

help:
	@echo 'make serve    the page on http://127.0.0.1:8080, with the emulator of the services behind it'
	@echo 'make test     the whole gate; ends with "N passed, N failed"'
	@echo 'make page     dist/: the page, for any static host'
	@echo 'make package  pkg/: the npm package wan-edit'
	@echo 'make size     what the page and the package weigh, beside their limits'
	@echo 'make first-load  finds out anew which functions the first load of the page needs'
	@echo 'make bench    how fast nine pictures become a request, beside other ways to do it'

serve: tools emulator
	@tests/tools/serve.sh

test:
	@tests/tools/install.sh test || { echo '0 passed, 1 failed'; exit 1; }
	@source tests/tools/browser.sh && node tests/tools/gate.js

page: tools
	@tests/tools/small.sh trunk build --release

package: tools
	@tests/tools/small.sh tests/tools/package.sh

bench: test-tools package
	node tests/bench/run.js

# After larger changes to what is seen first; the list is committed.
first-load: test-tools emulator
	@source tests/tools/browser.sh && node tests/tools/first.js

size: page package
	@node tests/tools/size.js

emulator:
	cargo build --release --package wan-emulator

tools:
	@tests/tools/install.sh build

test-tools:
	@tests/tools/install.sh test
