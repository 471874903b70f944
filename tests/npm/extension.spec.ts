// The package in a browser extension (Manifest V3): in its service worker and in a page of it, without a bundler.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { launchOptions } from "../support/chromium.js";
import { expect, newKey, serverTest as test } from "./fixtures.js";
import { app } from "./setup.js";

const dir = join(app, "extension");

const edit = `import { Client } from "./wan-edit/index.js";
export async function edit({ service, credential }) {
  const canvas = new OffscreenCanvas(320, 240);
  canvas.getContext("2d").fillRect(0, 0, 160, 240);
  const { images } = await new Client({ service, credential }).edit({ model: "wan2.7-image", prompt: "湖", images: [await canvas.convertToBlob()], size: "768*768" }, { delivery: "sync" });
  return (await images[0].blob()).size;
}
globalThis.edit = edit;`;

test("an extension edits in its service worker and in its page", async ({ emulator }) => {
  mkdirSync(dir, { recursive: true });
  cpSync(join(app, "node_modules/wan-edit"), join(dir, "wan-edit"), { recursive: true });
  const manifest = {
    manifest_version: 3, name: "wan-edit", version: "1",
    background: { service_worker: "edit.js", type: "module" },
    host_permissions: ["http://127.0.0.1/*"],
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'" },
  };
  writeFileSync(join(dir, "manifest.json"), JSON.stringify(manifest));
  writeFileSync(join(dir, "edit.js"), edit);
  writeFileSync(join(dir, "page.html"), '<!doctype html><script type="module" src="edit.js"></script>');
  const { args = [], ...options } = launchOptions as { args?: string[] };
  const browser = await chromium.launchPersistentContext("", { ...options, args: [...args, "--headless=new", `--disable-extensions-except=${dir}`, `--load-extension=${dir}`], ignoreDefaultArgs: ["--disable-extensions"] });
  try {
    const worker = browser.serviceWorkers()[0] ?? (await browser.waitForEvent("serviceworker"));
    const given = () => ({ service: emulator.api, credential: newKey("delay=0") });
    await expect.poll(() => worker.evaluate(() => typeof (globalThis as any).edit)).toBe("function");
    expect(await worker.evaluate((given) => (globalThis as any).edit(given), given())).toBeGreaterThan(1000);
    const page = await browser.newPage();
    await page.goto(`chrome-extension://${new URL(worker.url()).host}/page.html`);
    await expect.poll(() => page.evaluate(() => typeof (globalThis as any).edit)).toBe("function");
    expect(await page.evaluate((given) => (globalThis as any).edit(given), given())).toBeGreaterThan(1000);
  } finally {
    await browser.close();
  }
});
