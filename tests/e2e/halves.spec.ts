// The page's wasm comes in two files: what the first load needs, and the rest at the first touch (tests/tools/split.js).
import type { Page, Route } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const SECOND = /\/later-\w+\.wasm$/;

function countSecond(page: Page) {
  const kinds: string[] = [];
  page.on("request", (request) => SECOND.test(request.url()) && kinds.push(request.resourceType()));
  return kinds;
}

for (const locale of ["en-US", "zh-CN"]) {
  test(`the first load does without the second half, a touch brings it, once (${locale})`, async ({ browser, site }) => {
    const page = await browser.newPage({ locale });
    const kinds = countSecond(page);
    await page.goto(site.url);
    await expect(page.locator("#edit")).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(kinds, "`make first-load` finds out anew what the first load needs").toEqual([]);
    const coming = page.waitForResponse(SECOND);
    await page.keyboard.press("Shift");
    await (await coming).finished();
    expect(kinds).toEqual(["fetch"]);
    // Compiled in the background; whoever is faster than this waits for a copy.
    await page.waitForTimeout(1000);
    await page.locator("#open-service").click();
    await expect(page.locator("#service-panel")).toBeVisible();
    expect(kinds).toEqual(["fetch"]);
    await page.close();
  });
}

test("where loading ahead fails, it is loaded when needed", async ({ page, site, complaints }) => {
  await page.route(SECOND, (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));
  const kinds = countSecond(page);
  await page.goto(site.url);
  await page.locator("#open-service").click();
  await expect(page.locator("#service-panel")).toBeVisible();
  expect(kinds).toContain("xhr");
  complaints.length = 0;
});

test("without a connection the page says so, and goes on once there is one", async ({ page, site, complaints }) => {
  const refuse = (route: Route) => route.abort();
  await page.route(SECOND, refuse);
  const said: string[] = [];
  page.on("dialog", (dialog) => {
    said.push(dialog.message());
    return dialog.accept();
  });
  await page.goto(site.url);
  await page.locator("#prompt").fill("a red bowl");
  await page.locator("#open-service").click();
  await expect.poll(() => said.join()).toContain("could not be loaded");
  await page.unroute(SECOND, refuse);
  await page.locator("#open-service").click();
  await expect(page.locator("#service-panel")).toBeVisible();
  await expect(page.locator("#prompt")).toHaveValue("a red bowl");
  complaints.length = 0;
});
