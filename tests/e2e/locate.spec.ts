// Boxes from words: what the model finds is offered on the image, and becomes a box when a person says so.
import { writeFile } from "node:fs/promises";
import type { TestInfo } from "@playwright/test";
import { png } from "../support/pictures.js";
import { expect, sent, submits, test } from "./editor.ts";
import type { Box, Editor, Entry } from "./editor.ts";

const RED: Box = [300, 120, 520, 400];
const ALSO_RED: Box = [60, 300, 220, 440];

/** A grey picture with shapes of one colour. */
async function picture(info: TestInfo, shapes: Box[], width = 640, height = 480) {
  const within = ([x1, y1, x2, y2]: Box, x: number, y: number) => x >= x1 && x < x2 && y >= y1 && y < y2;
  const pixel = (x: number, y: number) => (shapes.some((shape) => within(shape, x, y)) ? [220, 20, 30, 255] : [190, 190, 190, 255]);
  const path = info.outputPath("shapes.png");
  await writeFile(path, png(width, height, pixel));
  return path;
}

/** How much two boxes have in common, of all that they cover. */
function overlap(a: number[], b: number[]) {
  const area = ([x1, y1, x2, y2]: number[]) => Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
  const both = area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
  return both / (area(a) + area(b) - both);
}

const looks = (log: Entry[]) => submits(log).filter(({ body }) => body?.model === "qwen3.6-plus");
const candidates = (editor: Editor) => editor.page.locator("[data-candidate]");

async function look(editor: Editor, words: string) {
  await editor.page.locator("#open-find").click();
  await expect(editor.page.locator("#find-words")).toBeFocused();
  await editor.page.keyboard.type(words);
  await editor.page.keyboard.press("Enter");
}

for (const [words, answer] of [["the red card", "fenced"], ["红色的卡片", "bbox_2d"], ["something red, please", "chatty"]]) {
  test(`“${words}” (${answer}): found, offered, used by keyboard alone, and sent as a box`, async ({ editor }, info) => {
    await editor.open("delay=0", `answer=${answer}`);
    await editor.add(await picture(info, [RED]));
    await editor.page.locator("#open-find").focus();
    await editor.page.keyboard.press("Enter");
    await expect(editor.page.locator("#find-words")).toBeFocused();
    await editor.page.keyboard.type(words);
    await editor.page.keyboard.press("Enter");
    await expect(candidates(editor)).toHaveCount(1);
    await expect(editor.boxes, "nothing is used unasked").toHaveCount(0);
    await expect(candidates(editor).getByRole("button", { name: "Use" })).toBeFocused();
    await editor.page.keyboard.press("Enter");
    await expect(editor.boxes).toHaveCount(1);
    await expect(candidates(editor)).toHaveCount(0);
    const box = await editor.fields();
    expect(overlap(box, RED), `${box} for ${RED}`).toBeGreaterThan(0.7);

    const asked = looks(await editor.log());
    expect(asked).toHaveLength(1);
    expect(asked[0].body.parameters.enable_thinking).toBe(false);
    expect(asked[0].body.input.messages[0].content[1].text).toContain(words);

    await editor.write("Turn the selected area of image 1 into a green door");
    await editor.waitOnConnection();
    await editor.run();
    await editor.expectSaved(1);
    const edit = submits(await editor.log()).find(({ body }) => body.model.startsWith("wan"))!;
    expect(sent(edit).parameters.bbox_list).toEqual([[box]]);
  });
}

test("a picture that is made smaller for the model: the box is in the picture's own pixels", async ({ editor }, info) => {
  const shape: Box = [3200, 200, 4100, 800];
  await editor.open("delay=0");
  await editor.add(await picture(info, [shape], 4800, 1000));
  await look(editor, "red");
  await candidates(editor).getByRole("button", { name: "Use" }).click();
  expect(overlap(await editor.fields(), shape)).toBeGreaterThan(0.7);
  const [asked] = looks(await editor.log());
  expect(asked.body.input.messages[0].content[0].image.width).toBeLessThanOrEqual(4096);
});

test("two found: both used in one step, which undo takes back", async ({ editor }, info) => {
  await editor.open("delay=0");
  await editor.add(await picture(info, [RED, ALSO_RED]));
  await look(editor, "red");
  await expect(candidates(editor)).toHaveCount(2);
  await editor.page.locator("#use-all").click();
  await expect(editor.boxes).toHaveCount(2);
  await editor.page.locator("#undo").click();
  await expect(editor.boxes).toHaveCount(0);
  await editor.page.locator("#redo").click();
  await expect(editor.boxes).toHaveCount(2);
});

test("no more boxes than the image may have, and it says so", async ({ editor }, info) => {
  await editor.open("delay=0");
  await editor.add(await picture(info, [RED, ALSO_RED]));
  await editor.draw({ x: 0.02, y: 0.02 }, { x: 0.3, y: 0.2 });
  await look(editor, "red");
  await expect(candidates(editor)).toHaveCount(2);
  await editor.page.locator("#use-all").click();
  await expect(editor.boxes).toHaveCount(2);
  await expect(editor.notices).toContainText("One image has at most 2 boxes.");
  await expect(candidates(editor), "the rest is still offered").toHaveCount(1);
  await candidates(editor).getByRole("button", { name: "Discard" }).click();
  await expect(candidates(editor)).toHaveCount(0);
  await expect(editor.boxes).toHaveCount(2);
});

test("discarded, and by Escape: nothing is changed", async ({ editor }, info) => {
  await editor.open("delay=0");
  await editor.add(await picture(info, [RED]));
  await look(editor, "red");
  await candidates(editor).getByRole("button", { name: "Discard" }).click();
  await expect(candidates(editor)).toHaveCount(0);
  await editor.page.keyboard.press("Enter");
  await expect(candidates(editor)).toHaveCount(1);
  await expect(candidates(editor).getByRole("button", { name: "Use" })).toBeFocused();
  await editor.page.keyboard.press("Escape");
  await expect(candidates(editor)).toHaveCount(0);
  await expect(editor.page.locator("#find")).toHaveCount(0);
  await expect(editor.boxes).toHaveCount(0);
  await expect(editor.page.locator("#undo"), "there is no step to undo but the picture").toBeEnabled();
});

test("another image on the stage ends the search", async ({ editor, pictures }, info) => {
  await editor.open("delay=0");
  await editor.add(await picture(info, [RED]), pictures["plain.jpg"]);
  await editor.page.locator("[data-source='0'] .thumbnail").click();
  await look(editor, "red");
  await expect(candidates(editor)).toHaveCount(1);
  await editor.page.locator("[data-source='1'] .thumbnail").click();
  await expect(candidates(editor)).toHaveCount(0);
  await expect(editor.page.locator("#find")).toHaveCount(0);
});

const find = (editor: Editor) => editor.page.locator("#find");

test("nothing like it: said, and another word may be tried", async ({ editor }, info) => {
  await editor.open("delay=0", "answer=none");
  await editor.add(await picture(info, [RED]));
  await look(editor, "a blue door");
  await expect(find(editor)).toContainText("Nothing like it was found. Say it differently.");
  await expect(candidates(editor)).toHaveCount(0);
});

test("words instead of places are told as a failure, and can be copied", async ({ editor, context }, info) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.open("delay=0", "answer=words");
  await editor.add(await picture(info, [RED]));
  await look(editor, "red");
  await expect(find(editor)).toContainText("The service could not do it.");
  await find(editor).getByRole("button", { name: "Copy details" }).click();
  expect((await editor.page.evaluate(() => navigator.clipboard.readText())).length).toBeGreaterThan(10);
});

test("a key that does not open it: said in place", async ({ editor }, info) => {
  await editor.open("delay=0");
  await editor.add(await picture(info, [RED]));
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#key").fill("not-a-key");
  await editor.page.locator("#service-done").click();
  await look(editor, "red");
  await expect(find(editor)).toContainText("The key is wrong, has ended, or belongs to another region.");
});

test("cancelled while it looks: nothing comes of it, and the words are still there", async ({ editor, complaints }, info) => {
  await editor.open("delay=3000");
  await editor.add(await picture(info, [RED]));
  await look(editor, "red");
  await expect(find(editor)).toContainText("Looking");
  await find(editor).getByRole("button", { name: "Cancel" }).click();
  await expect(find(editor).getByRole("button", { name: "Find" })).toBeVisible();
  await expect(editor.page.locator("#find-words")).toHaveValue("red");
  await editor.page.waitForTimeout(3500);
  await expect(candidates(editor)).toHaveCount(0);
  complaints.length = 0;
});

test("it costs a little, and is there only where it can work", async ({ editor, emulator }, info) => {
  await editor.open("delay=0");
  await editor.add(await picture(info, [RED]));
  await editor.page.locator("#open-find").click();
  await expect(find(editor)).toContainText("Costs a little");
  await editor.page.keyboard.press("Escape");
  await expect(editor.page.locator("#open-find")).toBeFocused();
  await editor.chooseModel("wan2.6-image");
  await expect(editor.page.locator("#open-find"), "takes no boxes").toHaveCount(0);
  await editor.chooseModel("wan2.7-image");
  await expect(editor.page.locator("#open-find")).toBeVisible();
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#base-url").fill(emulator.api.replace("/api/v1", "/v1"));
  await editor.page.locator("#service-done").click();
  await expect(editor.page.locator("#open-find"), "the relay does not have it").toHaveCount(0);
});
