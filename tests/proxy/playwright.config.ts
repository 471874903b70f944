import { defineConfig } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";
import type { Kind } from "./fixtures.ts";

// The same cases against each engine, the same answers. One after the other, since times are measured.
export default defineConfig<object, { kind: Kind }>({
  testDir: ".",
  outputDir: "../../target/browser-tests/proxy",
  forbidOnly: true,
  workers: 1,
  timeout: 30_000,
  reporter: [["list"]],
  use: { launchOptions },
  projects: [
    { name: "nginx", use: { kind: "nginx" }, testIgnore: /only-(?:worker|node)|recipes/ },
    { name: "worker", use: { kind: "worker" }, testIgnore: /only-(?:nginx|node)|recipes/ },
    { name: "node", use: { kind: "node" }, testMatch: /(?:cases|calls|streams|logs|journey|only-node)\.spec/ },
    { name: "recipes", testMatch: /recipes\.spec/ },
  ],
});
