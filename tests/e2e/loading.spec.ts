// Before the page is there: its frame can be typed into, and where it cannot be loaded, or stops, it says why.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "../../tools/servers.js";
import { expect, test } from "./editor.ts";

const WASM = /_bg\.wasm$/;
const MODULE = /\/wan-edit-page-\w+\.js$/;

/** Holds the page's program back until what is answered is called. */
async function holdBack(page: Page) {
  let release = () => {};
  const isReleased = new Promise<void>((done) => (release = done));
  await page.route(WASM, async (route) => {
    await isReleased;
    await route.continue();
  });
  return release;
}

for (const [locale, label] of [["en-US", "What should change"], ["zh-CN", "想怎么改"]] as const) {
  test(`what is typed before the page is there stays, with caret and focus (${locale})`, async ({ browser, site }) => {
    const page = await browser.newPage({ locale });
    const release = await holdBack(page);
    await page.goto(site.url, { waitUntil: "commit" });
    await expect(page.locator("#frame")).toBeAttached();
    await page.getByRole("textbox", { name: label }).click();
    await page.keyboard.type("Make the sky green");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    release();
    await expect(page.locator("#edit")).toBeVisible();
    await expect(page.locator("#frame")).toHaveCount(0);
    await expect(page.locator("#prompt")).toHaveValue("Make the sky green");
    await expect(page.locator("#prompt")).toBeFocused();
    await page.keyboard.type("a");
    await expect(page.locator("#prompt")).toHaveValue("Make the sky grean");
    await page.close();
  });
}

test("a prompt that nobody touched before gets no focus", async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.locator("#edit")).toBeVisible();
  await expect(page.locator("#prompt")).not.toBeFocused();
  await expect(page.locator("#prompt")).toHaveValue("");
});

test("the program is fetched once", async ({ page, site, editor }) => {
  await page.goto(site.url);
  await expect(editor.edit).toBeVisible();
  expect(editor.asked.filter((url) => WASM.test(url))).toHaveLength(1);
});

for (const [what, pattern, status] of [["program", WASM, 404], ["module", MODULE, 503]] as const) {
  test(`a missing ${what} is named with its status in both languages`, async ({ page, site, complaints }) => {
    await page.route(pattern, (route) => route.fulfill({ status, body: "" }));
    await page.goto(site.url);
    const said = page.getByRole("alert");
    await expect(said).toContainText(`the server answered HTTP ${status}`);
    await expect(said).toContainText(`服务器返回：HTTP ${status}`);
    complaints.length = 0;
  });
}

test("a lost connection is named, and what was typed is there after a reload", async ({ page, site, complaints }) => {
  await page.route(WASM, (route) => route.abort());
  await page.goto(site.url);
  await expect(page.getByRole("alert")).toContainText("no connection for");
  await expect(page.getByRole("alert")).toContainText("网络连接失败");
  await page.locator("#prompt").fill("Make it night");
  await page.unroute(WASM);
  await page.reload();
  await expect(page.locator("#edit")).toBeVisible();
  await expect(page.locator("#prompt")).toHaveValue("Make it night");
  expect(await page.evaluate(() => sessionStorage.getItem("wan-edit.draft-prompt"))).toBeNull();
  complaints.length = 0;
});

test("a policy of the server that forbids WebAssembly is named", async ({ page, site, complaints }) => {
  const html = await readFile(join(root, "dist/index.html"), "utf8");
  await page.route(site.url, (route) =>
    route.fulfill({ contentType: "text/html", body: html, headers: { "content-security-policy": "script-src 'self'" } }),
  );
  await page.goto(site.url);
  await expect(page.getByRole("alert")).toContainText("a Content-Security-Policy forbids it (script-src");
  await expect(page.getByRole("alert")).toContainText("被内容安全策略禁止");
  complaints.length = 0;
});

test("a browser without WebAssembly is named", async ({ page, site, complaints }) => {
  await page.addInitScript(() => delete (globalThis as any).WebAssembly);
  await page.goto(site.url);
  await expect(page.getByRole("alert")).toContainText("This browser has no WebAssembly");
  await expect(page.getByRole("alert")).toContainText("锁定模式");
  complaints.length = 0;
});

test("a page opened as a file says so", async ({ page, complaints }) => {
  await page.goto(`file://${join(root, "dist/index.html")}`);
  await expect(page.getByRole("alert")).toContainText("opened as a file");
  await expect(page.getByRole("alert")).toContainText("以文件方式打开");
  complaints.length = 0;
});

test("after a panic the page can be reloaded, and the prompt is kept", async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.locator("#edit")).toBeVisible();
  await page.locator("#open-service").click();
  await page.evaluate(() => dispatchEvent(new CustomEvent("wan-edit-panic", { detail: { prompt: "Make it night" } })));
  await expect(page.locator("#panic")).toContainText("Reload the page; your prompt is kept.");
  await expect(page.locator("#panic")).toContainText("请刷新页面，提示词会保留。");
  await page.locator("#panic").getByRole("button").click();
  await expect(page.locator("#edit")).toBeVisible();
  await expect(page.locator("#prompt")).toHaveValue("Make it night");
});
