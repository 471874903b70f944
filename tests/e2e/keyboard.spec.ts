// Everything without a mouse.
import type { Locator } from "@playwright/test";
import { expect, expectBox, newKey, sent, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

/** Goes on by Tab until something has the focus, as far as a person would. */
async function reach(editor: Editor, target: Locator, key = "Tab") {
  for (let steps = 0; steps < 80; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await editor.page.keyboard.press(key);
  }
  throw new Error(`${target} cannot be reached by ${key}`);
}

test("from an empty page to a result without a mouse", async ({ editor, pictures }) => {
  const { page } = editor;
  const { keyboard } = page;
  await editor.open("delay=0");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());

  await reach(editor, page.locator("#add-image"));
  const picker = page.waitForEvent("filechooser");
  await keyboard.press("Enter");
  await (await picker).setFiles([pictures["plain.jpg"]]);
  await expect(editor.sources).toHaveCount(1);

  await reach(editor, page.locator("#add-box"));
  await keyboard.press("Enter");
  await expect(editor.boxes.first()).toBeFocused();
  const first = await editor.fields();
  expectBox(first, [400, 266, 800, 534], 2);

  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowDown");
  await keyboard.press("Shift+ArrowLeft");
  await keyboard.press("Shift+ArrowUp");
  expect(await editor.fields()).toEqual([first[0] - 9, first[1] - 9, first[2] - 9, first[3] - 9]);

  await reach(editor, page.locator("[data-handle=se]"));
  await keyboard.press("ArrowLeft");
  await keyboard.press("Shift+ArrowDown");
  expect(await editor.fields()).toEqual([first[0] - 9, first[1] - 9, first[2] - 10, first[3] + 1]);

  await reach(editor, page.locator("#box-x1"));
  await keyboard.press("Control+a");
  await keyboard.type("150");
  await keyboard.press("Tab");
  await expect(page.locator("#box-y1")).toBeFocused();
  await keyboard.press("Control+a");
  await keyboard.type("120");
  await keyboard.press("Enter");
  const drawn = [150, 120, first[2] - 10, first[3] + 1];
  expect(await editor.fields()).toEqual(drawn);

  await reach(editor, page.locator("#undo"));
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  await expect(editor.boxes.first()).toHaveAttribute("aria-label", new RegExp(`from ${first[0] - 9}, ${first[1] - 9} to`));
  await keyboard.press("Control+Shift+z");
  await keyboard.press("Control+y");
  await expect(editor.boxes.first()).toHaveAttribute("aria-label", /from 150, 120 to/);

  await reach(editor, page.locator("#prompt"));
  await keyboard.type("Put a cup into the selected area of image 1");
  await keyboard.press("Control+Enter");
  await editor.expectSaved(1);
  const { text, parameters } = sent(await editor.theSubmit());
  expect(text).toBe("Put a cup into the selected area of image 1");
  expect(parameters.bbox_list).toEqual([[drawn]]);

  await reach(editor, editor.results.first().locator("[data-download]"), "Shift+Tab");
  const download = page.waitForEvent("download");
  await keyboard.press("Enter");
  expect((await download).suggestedFilename()).toMatch(/\.png$/);
});

test("images are moved and removed by keys, and undo brings one back with its boxes", async ({ editor, pictures }) => {
  const { page } = editor;
  const { keyboard } = page;
  const names = () => page.locator("[data-source] .thumbnail").evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"], pictures["quarters.png"]);
  await reach(editor, page.locator("[data-source='1'] .thumbnail"));
  await keyboard.press("Enter");
  await keyboard.press("b");
  await expect(editor.boxes).toHaveCount(1);
  const drawn = await editor.fields();

  await reach(editor, page.locator("[data-source='1'] .thumbnail"), "Shift+Tab");
  await keyboard.press("Alt+ArrowLeft");
  await expect.poll(names).toEqual(["second.jpg", "plain.jpg", "quarters.png"]);
  await expect(page.locator("[data-source='0'] .thumbnail")).toBeFocused();
  await keyboard.press("Alt+End");
  await expect.poll(names).toEqual(["plain.jpg", "quarters.png", "second.jpg"]);
  await expect(page.locator("[data-source='2'] .thumbnail")).toBeFocused();

  await keyboard.press("Delete");
  await expect.poll(names).toEqual(["plain.jpg", "quarters.png"]);
  await keyboard.press("Control+z");
  await expect.poll(names).toEqual(["plain.jpg", "quarters.png", "second.jpg"]);
  await expect(editor.boxes, "shown again, with its box").toHaveCount(1);

  await editor.write("Put a cup into the selected area of image 3");
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  const { images, parameters } = sent(await editor.theSubmit());
  expect(images.map(({ width, height }) => [width, height])).toEqual([[1200, 800], [640, 480], [1000, 1500]]);
  expect(parameters.bbox_list).toEqual([[], [], [drawn]]);
});

test("a number that is no box is put back, and Delete takes the box out", async ({ editor, pictures }) => {
  const { page } = editor;
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  await page.keyboard.press("b");
  const before = await editor.fields();
  await page.locator("#box-x2").fill("");
  await page.locator("#box-x2").press("Enter");
  expect(await editor.fields()).toEqual(before);
  await page.locator("#box-x2").fill("99999");
  await page.locator("#box-x2").press("Enter");
  expect((await editor.fields())[2], "kept inside the image").toBe(1200);
  await editor.boxes.first().focus();
  await page.keyboard.press("Delete");
  await expect(editor.boxes).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(editor.boxes).toHaveCount(1);
});

test("the shortcuts are shown for a question mark, and by a button", async ({ editor }) => {
  const { page } = editor;
  await editor.open();
  const overview = page.locator("#shortcuts");
  await page.locator("#prompt").fill("");
  await page.locator("#prompt").pressSequentially("what?");
  await expect(overview).toBeHidden();
  await expect(page.locator("#prompt")).toHaveValue("what?");
  await page.locator("#open-shortcuts").focus();
  await page.keyboard.press("?");
  await expect(overview).toBeVisible();
  await expect(overview.getByRole("heading", { level: 3 })).toHaveCount(6);
  await expect(overview.locator("dt", { hasText: "Ctrl + Enter" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(overview).toBeHidden();
  await page.locator("#open-shortcuts").click();
  await expect(overview).toBeVisible();
});

test("the focus goes to what comes next, and the result is one key away", async ({ editor }) => {
  const { page } = editor;
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
  await editor.open("delay=0");
  await page.locator("#open-sample").focus();
  await page.keyboard.press("Enter");
  await expect(editor.sources).toHaveCount(1);
  await expect.poll(focused).toBe("box-layer");
  await editor.pick("package.json");
  const dismiss = editor.notices.getByRole("button").first();
  await dismiss.focus();
  await page.keyboard.press("Enter");
  await expect(editor.notices.getByRole("button")).toHaveCount(0);
  expect(await focused()).not.toBe("BODY");

  await editor.waitOnConnection();
  await page.keyboard.press("Control+Enter");
  await editor.expectSaved(1);
  await page.locator("#edit").focus();
  await page.keyboard.press("r");
  expect(await page.evaluate(() => !!document.activeElement?.closest("[data-result]"))).toBe(true);
  await page.keyboard.press("Enter");
  await expect(page.locator("#viewer")).toBeVisible();
  await page.keyboard.press("Escape");

  await editor.connect(newKey("fail=InternalError"));
  await page.keyboard.press("Control+Enter");
  await expect(editor.error).toBeVisible();
  await editor.error.getByRole("button").last().focus();
  await page.keyboard.press("Enter");
  await expect(editor.error).toBeEmpty();
  await expect.poll(focused).toBe("edit");
});
