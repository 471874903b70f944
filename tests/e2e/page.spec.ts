import { expect, test } from "./fixtures.ts";

test("the page opens, strict policy and all", async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page).toHaveTitle(/wan-edit/);
  await expect(page.locator("#loading")).toHaveCount(0);
});

test("without JavaScript the page says what it needs", async ({ browser, site }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.url);
  await expect(page.locator(".no-script")).toBeVisible();
  await expect(page.locator(".no-script")).toContainText("needs JavaScript and WebAssembly");
  await page.close();
});
