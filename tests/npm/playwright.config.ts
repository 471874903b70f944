import { defineConfig } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";

export default defineConfig({
  testDir: ".",
  globalSetup: "./setup.ts",
  outputDir: "../../target/browser-tests/npm-results",
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  reporter: [["list"]],
  use: { launchOptions, locale: "en-US", trace: "retain-on-failure" },
});
