import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  globalSetup: "../npm/setup.ts",
  outputDir: "../../target/browser-tests/matrix-results",
  forbidOnly: true,
  workers: 1,
  timeout: 120_000,
  reporter: [["list"]],
});
