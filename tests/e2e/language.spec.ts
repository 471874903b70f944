// The sentences of a language are a file of its own: the first load has one of them, the button loads the other.
import { expect, test } from "./editor.ts";

const ENGLISH = /\/messages\/en-[0-9a-f]{16}\.txt$/;
const CHINESE = /\/messages\/zh-[0-9a-f]{16}\.txt$/;

test("a first load has the reader's language alone; the button loads the other, once", async ({ page, site, editor }) => {
  const loaded: string[] = [];
  page.on("request", (request) => request.url().includes("/messages/") && loaded.push(request.url()));
  await page.goto(site.url);
  await expect(editor.edit).toHaveText("Generate");
  expect(loaded).toEqual([expect.stringMatching(ENGLISH)]);
  for (const words of ["生成", "Generate", "生成"]) {
    await page.locator("#language").click();
    await expect(editor.edit).toHaveText(words);
  }
  expect(loaded).toEqual([expect.stringMatching(ENGLISH), expect.stringMatching(CHINESE)]);
});

test("a language that cannot be loaded leaves the page as it is, says so, and comes once it can", async ({ page, site, editor, complaints }) => {
  await page.goto(site.url);
  await page.route(CHINESE, (route) => route.abort());
  await page.locator("#language").click();
  await expect(page.locator("#notices")).toContainText("The other language could not be loaded");
  await expect(editor.edit).toHaveText("Generate");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  expect(await page.evaluate(() => localStorage.getItem("wan-edit.language"))).toBeNull();
  await page.unroute(CHINESE);
  await page.locator("#language").click();
  await expect(editor.edit).toHaveText("生成");
  await expect(page.locator("#notices .notice")).toHaveCount(0);
  complaints.length = 0;
});

for (const [what, answer] of [["is not there", { status: 404, body: "" }], ["is cut off", { body: "Skip to the prompt\n" }]] as const) {
  test(`a first load whose sentences' file ${what} says so in both languages`, async ({ page, site, complaints }) => {
    await page.route(ENGLISH, (route) => route.fulfill({ contentType: "text/plain", ...answer }));
    await page.goto(site.url);
    await expect(page.locator("#loading")).toContainText("Reload the page. 编辑器无法加载，请刷新页面。");
    complaints.length = 0;
  });
}
