// What should happen where: notes on boxes, names bound to images, what is odd, templates, other tools' boxes.
import { readFile } from "node:fs/promises";
import { expect, sent, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

const compiled = (editor: Editor) => editor.page.locator("#compiled-text");
const note = (editor: Editor, which = 0) => editor.page.locator("[data-note] input").nth(which);

test("notes on boxes become one prompt, which can be written on", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"]);
  await editor.page.locator("[data-source] .thumbnail").first().click();
  await editor.draw({ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.4 });
  await editor.draw({ x: 0.6, y: 0.6 }, { x: 0.9, y: 0.9 });
  await editor.write("Keep the light");
  await expect(editor.page.locator("[data-lint=box-unmentioned]")).toHaveCount(2);
  await note(editor).fill("Replace it with the fruit of image 2");
  await note(editor, 1).fill("remove it");
  const text =
    "Keep the light. Selected area 1 of image 1: Replace it with the fruit of image 2. Selected area 2 of image 1: remove it.";
  await editor.page.locator("#compiled summary").click();
  await expect(compiled(editor)).toHaveText(text);
  await expect(compiled(editor).locator(".mark").first()).not.toHaveCSS("color", "rgba(0, 0, 0, 0)");
  await expect(editor.page.locator("[data-lint]")).toHaveCount(0);

  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  const { text: words, parameters } = sent(await editor.theSubmit());
  expect(words).toBe(text);
  expect(parameters.bbox_list[0]).toHaveLength(2);

  await editor.page.locator("#write-out").click();
  await expect(editor.page.locator("#prompt")).toHaveValue(text);
  await expect(editor.page.locator("#compiled")).toHaveCount(0);
  await expect(note(editor)).toHaveValue("");
});

test("a note is one step to undo, and goes with its box", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  await editor.draw({ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.4 });
  await note(editor).pressSequentially("an apple");
  await editor.page.locator("#undo").click();
  await expect(note(editor)).toHaveValue("");
  await editor.page.locator("#redo").click();
  await expect(note(editor)).toHaveValue("an apple");
  await editor.page.locator("#open-box-menu").click();
  await editor.boxes.first().focus();
  await editor.page.locator("#delete-box").click();
  await expect(editor.page.locator("#box-notes")).toHaveCount(0);
  await editor.page.locator("#undo").click();
  await expect(note(editor)).toHaveValue("an apple");
});

test("names follow their image when it moves, and say when it is gone", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"], pictures["quarters.png"]);
  await editor.write("put image 3 into image 1, like image 2");
  await editor.page.locator("[data-source] .thumbnail").nth(2).focus();
  await editor.page.keyboard.press("Alt+Home");
  const prompt = editor.page.locator("#prompt");
  await expect(prompt).toHaveValue("put image 1 into image 2, like image 3");
  await editor.page.locator("[data-source] .thumbnail").nth(1).focus();
  await editor.page.keyboard.press("Delete");
  await expect(prompt).toHaveValue("put image 1 into image ?, like image 2");
  await expect(editor.page.locator("#prompt-note")).toContainText("The prompt names an image that was taken out.");
  await editor.page.locator("#undo").click();
  await expect(prompt).toHaveValue("put image 1 into image 2, like image 3");
  await expect(editor.page.locator("[data-lint]")).toHaveCount(0);
});

test("@ offers names, by keys and by mouse", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"]);
  await editor.draw({ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.4 });
  const prompt = editor.page.locator("#prompt");
  await prompt.pressSequentially("Put @");
  await expect(editor.page.locator("#prompt-names [role=option]")).toHaveText(["Image 1", "Image 2", "Image 2 · box 1"]);
  await editor.page.keyboard.press("ArrowDown");
  await editor.page.keyboard.press("ArrowDown");
  await expect(prompt).toHaveAttribute("aria-activedescendant", "prompt-names-2");
  await editor.page.keyboard.press("Enter");
  await expect(prompt).toHaveValue("Put the selected area of image 2");
  await prompt.pressSequentially(" on @image 1");
  await expect(editor.page.locator("#prompt-names")).toHaveCount(0);
  await prompt.fill("Like @");
  await editor.page.keyboard.press("Escape");
  await expect(editor.page.locator("#prompt-names")).toHaveCount(0);
  await note(editor).pressSequentially("as in @1");
  await editor.page.locator("[data-note] [role=option]").first().click();
  await expect(note(editor)).toHaveValue("as in image 1");
});

test("what is odd is mended by one press", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  const mend = (word: string) => editor.page.locator(`[data-mend=${word}]`);
  const prompt = editor.page.locator("#prompt");
  await editor.write("Fill the selected area with grass");
  await mend("nothing-selected").click();
  await expect(editor.boxes).toHaveCount(1);
  await expect(editor.page.locator("[data-lint]")).toHaveCount(0);
  await editor.write("Make it night");
  await mend("box-unmentioned").click();
  await expect(prompt).toHaveValue("In the selected area of image 1: Make it night");
  await editor.write("Take image 3");
  await mend("image-missing").click();
  await expect(prompt).toHaveValue("Take image 1");
  await editor.write("Сделай ночь в image 1");
  await expect(editor.page.locator("[data-lint=language]")).toContainText("Chinese and English");
  await editor.write(`${"Make it night in image 1. ".repeat(199)}`);
  await mend("too-long").click();
  await expect(editor.page.locator("[data-lint=too-long]")).toHaveCount(0);
});

test("the documented request with a box is made by clicking, in Chinese", async ({ editor, pictures }) => {
  const wire = JSON.parse(await readFile(new URL("../wire/wan27_bbox_request.json", import.meta.url), "utf8"));
  const words: string = wire.input.messages[0].content[2].text;
  await editor.open("delay=0");
  await editor.add(pictures["second.jpg"], pictures["plain.jpg"]);
  await editor.page.locator("#open-box-menu").click();
  await editor.page.locator("#exchange-boxes").click();
  await editor.page.locator("#box-text").fill(JSON.stringify(wire.parameters.bbox_list));
  await editor.page.locator("#take-boxes").click();
  await editor.page.locator("#close-exchange").click();
  await editor.write(words);
  await expect(editor.page.locator("[data-lint]")).toHaveCount(0);
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  const { model, text, images, parameters } = sent(await editor.theSubmit());
  expect({ model, text, parameters }).toEqual({ model: wire.model, text: words, parameters: wire.parameters });
  expect(images).toHaveLength(2);
});

test("boxes are copied, duplicated and written for other tools", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["quarters.png"], pictures["plain.jpg"]);
  await editor.page.locator("[data-source] .thumbnail").first().click();
  await editor.page.locator("#add-box").click();
  await note(editor).fill("an apple");
  const menu = async (item: string) => {
    await editor.page.locator("#open-box-menu").click();
    await editor.page.locator(item).click();
  };
  await editor.boxes.first().click();
  await menu("[data-copy-to='2']");
  await expect(editor.page.locator("[data-note]")).toHaveCount(2);
  await expect(note(editor, 1)).toHaveValue("an apple");
  await expect(editor.boxes).toHaveCount(1);
  await editor.boxes.first().click();
  await menu("#duplicate-box");
  await expect(editor.boxes).toHaveCount(2);
  await menu("#exchange-boxes");
  await editor.page.locator("#box-format").selectOption("fractions");
  const [first, second] = JSON.parse(await editor.page.locator("#box-text").inputValue());
  expect(first).toEqual([[0.332813, 0.333333, 0.667188, 0.666667]]);
  expect(second[0].map((edge: number) => Math.round(edge * 100))).toEqual([33, 33, 67, 67]);
  await editor.page.locator("#box-text").fill("words");
  await editor.page.locator("#take-boxes").click();
  await expect(editor.page.locator("#exchange [role=status]")).toHaveText("No boxes can be read from this.");
});

test("Shift keeps the ratio, Ctrl snaps, and a second press chooses the box below", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  const { mouse, keyboard } = editor.page;
  const view = await editor.view();
  const point = (x: number, y: number) => ({ x: view.left + x * view.width, y: view.top + y * view.height });
  await keyboard.down("Shift");
  await editor.drag(point(0.1, 0.1), point(0.6, 0.3));
  await keyboard.up("Shift");
  const [x1, y1, x2, y2] = await editor.fields();
  expect(Math.abs(x2 - x1 - (y2 - y1))).toBeLessThanOrEqual(1);
  await keyboard.down("Control");
  await editor.drag(point(0.7, 0.7), { x: point(1, 1).x - 4, y: point(1, 1).y - 4 });
  await keyboard.up("Control");
  expect((await editor.fields()).slice(2)).toEqual([1200, 800]);
  await editor.page.locator("#delete-box").click();
  // A smaller box over the large one.
  await keyboard.down("Alt");
  await editor.drag(point(0.2, 0.2), point(0.3, 0.3));
  await keyboard.up("Alt");
  await expect(editor.page.locator("[data-box='1']")).toHaveClass(/selected/);
  const over = point(0.25, 0.25);
  await mouse.click(over.x, over.y);
  await expect(editor.page.locator("[data-box='0']")).toHaveClass(/selected/);
});

for (const language of ["en", "zh"] as const) {
  test.describe(`templates, ${language}`, () => {
    test.use({ locale: language === "zh" ? "zh-CN" : "en-US" });

    for (const [id, noun, images] of [
      ["replace", "a red teapot", 1],
      ["move", "pear", 2],
      ["set", "dog", 0],
      ["text", "MAY", 1],
    ] as const) {
      test(`${id}: no more typed than a noun`, async ({ editor }) => {
        await editor.open("delay=0");
        await editor.page.locator("#open-templates").click();
        const card = editor.page.locator(`[data-template=${id}]`);
        await card.locator("input").fill(noun);
        await card.locator("button").click();
        await expect(editor.page.locator("#prompt")).toHaveValue(new RegExp(noun));
        await expect(editor.sources).toHaveCount(images);
        await expect(editor.page.locator("[data-lint]")).toHaveCount(0);
        await editor.run();
        await expect(editor.page.locator("[data-result][data-state=saved]").first()).toBeVisible({ timeout: 30_000 });
        const [submit] = submits(await editor.log());
        expect(sent(submit).text).toContain(noun);
        expect(sent(submit).images).toHaveLength(images);
        expect(submit.status).toBe(200);
      });
    }
  });
}
