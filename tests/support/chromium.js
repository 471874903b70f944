// How every test here starts Chromium: the machine's own where there is one, and silent towards the network.
import { accessSync, constants } from "node:fs";
import { chromium } from "@playwright/test";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Launch options for Playwright; without an executable it takes the browser it downloaded itself. */
export const launchOptions = { executablePath: candidates.find((path) => path && isExecutable(path)), args };

/** Starts a headless Chromium. `more` are further command line flags. */
export function launch(more = []) {
  return chromium.launch({ ...launchOptions, args: [...args, ...more] });
}
