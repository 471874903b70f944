import { defineConfig } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/browser-tests/results",
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    launchOptions,
    locale: "en-US",
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    // Pictures of every moment would take a third of the time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
});
