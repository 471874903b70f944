// For everyone: translated pages, contrast themes, keyboards that write digits of full width.
import { expect, sent, test } from "./editor.ts";

test("a page that is translated all the same goes on telling the truth", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  const { page } = editor;
  await expect(page.locator("html")).toHaveAttribute("translate", "no");
  await editor.draft(pictures["plain.jpg"]);
  // As translators do: each piece of text in an element of its own.
  const wrap = () =>
    page.evaluate(() => {
      const texts: Text[] = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) texts.push(walk.currentNode as Text);
      for (const text of texts) {
        if (!text.data.trim() || text.parentElement!.closest("textarea, script, style, select, font")) continue;
        const font = document.createElement("font");
        text.replaceWith(font);
        font.append(text);
      }
    });
  await wrap();
  await editor.chooseCount(4);
  await expect(page.locator("#cost")).toContainText("4");
  await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.5, y: 0.5 });
  await wrap();
  await editor.chooseCount(2);
  await editor.run();
  await editor.expectSaved(2);
  await wrap();
  await page.locator("#language").click();
  await expect(editor.edit).toContainText("编辑");
  expect(sent(await editor.theSubmit()).parameters.n).toBe(2);
});

test("a size is pasted whole, and digits may be of full width", async ({ editor, pictures, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.choose("#size-custom");
  const [width, height] = ["#size-custom-width", "#size-custom-height"].map((id) => editor.page.locator(id));
  await editor.page.evaluate(() => navigator.clipboard.writeText("1024×768"));
  await width.focus();
  await width.press("ControlOrMeta+A");
  await width.press("ControlOrMeta+V");
  await expect(width).toHaveValue("1024");
  await expect(height).toHaveValue("768");
  await width.fill("１２８０");
  await editor.page.locator("#seed").fill("４２");
  await expect(width).toHaveValue("１２８０");
  await editor.run();
  await editor.expectSaved(1);
  const { size, seed } = sent(await editor.theSubmit()).parameters;
  expect([size, seed]).toEqual(["1280*768", 42]);
});

test("the thumbnails of large photos are small pictures, the stage has the photo itself", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const natural = (selector: string) => editor.page.locator(selector).first().evaluate((image: HTMLImageElement) => Math.max(image.naturalWidth, image.naturalHeight));
  const stage = await natural("#stage-image");
  expect(stage).toBeGreaterThan(272);
  expect(await natural(".thumbnail img")).toBe(272);
  expect(await natural(".chips img")).toBe(272);
});

test("a contrast theme leaves icons and choices to be seen", async ({ editor, pictures }) => {
  await editor.page.emulateMedia({ forcedColors: "active" });
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const looks = (selector: string) =>
    editor.page.locator(selector).first().evaluate((element) => {
      const { backgroundColor, outlineWidth, outlineStyle } = getComputedStyle(element);
      return { icon: backgroundColor, outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth) };
    });
  const paper = await editor.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const icon of ["#open-service .icon", "#delete-box .icon", ".rail-remove .icon"]) {
    if (await editor.page.locator(icon).count()) expect((await looks(icon)).icon, icon).not.toBe(paper);
  }
  expect((await looks(".rail-item.on > .thumbnail")).outline).toBeGreaterThanOrEqual(3);
  expect((await looks(".segments label:has(:checked)")).outline).toBeGreaterThanOrEqual(3);
});
