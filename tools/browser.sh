# To be sourced: sets CHROMIUM and CHROMEDRIVER to what this machine has, empty where it has none.
find_first() { for name in "$@"; do command -v "$name" && return; done; true; }
CHROMIUM=${CHROMIUM:-$(find_first chromium chromium-browser google-chrome)}
if [ -z "$CHROMIUM" ] && [ -d tests/node_modules/playwright-core ]; then
  CHROMIUM=$(cd tests && node -p 'require("playwright-core").chromium.executablePath()')
  [ -x "$CHROMIUM" ] || CHROMIUM=
fi
CHROMEDRIVER=${CHROMEDRIVER:-$(find_first chromedriver)}
export CHROMIUM CHROMEDRIVER
