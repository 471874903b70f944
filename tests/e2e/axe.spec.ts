// What a machine can tell of accessibility, in every view, in both languages and themes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Editor, expect, test } from "./editor.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Expects that axe finds nothing in what is shown. */
async function expectNothing({ page }: Editor, view: string) {
  // By the debugger's way in, which the page's policy does not hold for; the copy lives as long as the document.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  // What fades in has its own colours only then.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  const found = await page.evaluate(async () => {
    const { violations } = await (window as any).axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }: any) => nodes.map(({ target, failureSummary }: any) => `${id}: ${target.join(" ")}: ${failureSummary}`));
  });
  expect(found, view).toEqual([]);
}

for (const [locale, colorScheme, viewport] of [
  ["en-US", "light", { width: 1280, height: 800 }],
  ["zh-CN", "dark", { width: 390, height: 844 }],
] as const) {
  test.describe(`${locale}, ${colorScheme}, ${viewport.width} px`, () => {
    test.use({ locale, colorScheme, viewport });

    test("axe finds nothing from an empty page to a result", async ({ editor, pictures }) => {
      test.setTimeout(120_000);
      const { page } = editor;
      await editor.open("delay=0");
      await expectNothing(editor, "an empty page");

      await editor.run();
      await expect(editor.problems).toBeVisible();
      await expectNothing(editor, "what a draft lacks");

      await editor.draft(pictures["plain.jpg"]);
      await editor.add(pictures["alpha.png"]);
      await page.locator("#box-layer").focus();
      await page.keyboard.press("b");
      await expectNothing(editor, "a draft with a box");
      await page.locator("#box-notes input").first().fill("a red vase");
      await page.locator("#compiled summary").click();
      await expectNothing(editor, "a note, and the text that is sent");
      await page.locator("#open-box-menu").click();
      await expectNothing(editor, "the menu of a box");
      await page.locator("#exchange-boxes").click();
      await expect(page.locator("dialog[open]")).toBeVisible();
      await expectNothing(editor, "boxes for other tools");
      await page.locator("#close-exchange").click();
      await page.locator("#open-templates").click();
      await expect(page.locator("dialog[open]")).toBeVisible();
      await expectNothing(editor, "the templates");
      await page.locator("#close-templates").click();
      await page.locator("#open-find").click();
      await expectNothing(editor, "a search by words");
      await page.keyboard.press("Escape");
      await editor.openMore();
      await editor.choose("#size-custom");
      await expectNothing(editor, "all options");

      await editor.run();
      await editor.expectSaved(1);
      await expectNothing(editor, "a result");
      await page.locator("[data-result] img").first().click();
      await expect(page.locator("dialog[open]")).toBeVisible();
      await expectNothing(editor, "a result, large");
      await page.locator("#viewer label:has(#compare-changes)").click();
      await expect(page.locator("#change-note")).not.toBeEmpty();
      await expectNothing(editor, "a map of what changed");
      await page.keyboard.press("Escape");

      await page.locator("#open-service").click();
      await expectNothing(editor, "the service");
      await page.locator("#check-connection").click();
      await expect(page.locator("#diagnosis [data-finding]").first()).toBeVisible({ timeout: 30_000 });
      await expectNothing(editor, "the doctor");
      await page.locator("#service-done").click();
      await page.locator("#open-tasks").click();
      await expect(page.locator("dialog[open]")).toBeVisible();
      await expectNothing(editor, "the tasks");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.locator("dialog[open]")).toBeVisible();
      await expectNothing(editor, "the shortcuts");
    });

    test("axe finds nothing in a failure", async ({ editor, pictures }) => {
      await editor.open("delay=0", "fail=InternalError");
      await editor.draft(pictures["plain.jpg"]);
      await editor.run();
      await expect(editor.error).toBeVisible();
      await expectNothing(editor, "a failure");
    });
  });
}
