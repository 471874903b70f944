// What is asked for is what was chosen: models, sizes, counts, words, and images however they came.
import { dirname } from "node:path";
import { readFile } from "node:fs/promises";
import { startStatic } from "../../tools/servers.js";
import { expect, expectBox, polls, sent, submits, test } from "./editor.ts";
import { decodePng } from "./pictures.ts";

test("boxes on several images, each in its own list", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"], pictures["quarters.png"]);
  const last = [await editor.draw({ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.4 }), await editor.draw({ x: 0.6, y: 0.5 }, { x: 0.9, y: 0.8 })];
  await editor.page.locator("[data-source='0'] .thumbnail").click();
  await expect(editor.boxes).toHaveCount(0);
  const first = await editor.draw({ x: 0.2, y: 0.3 }, { x: 0.7, y: 0.9 });
  await editor.write("Take what is in image 1 into the selected areas of image 3");
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  const submit = await editor.theSubmit();
  const { images, parameters } = sent(submit);
  expect(images.map(({ width, height }) => [width, height])).toEqual([[1200, 800], [1000, 1500], [640, 480]]);
  expect(parameters.bbox_list.map((list: number[][]) => list.length)).toEqual([1, 0, 2]);
  expectBox(parameters.bbox_list[0][0], first);
  expectBox(parameters.bbox_list[2][0], last[0]);
  expectBox(parameters.bbox_list[2][1], last[1]);
  expect(submit.unsupported).toEqual([]);
});

test("images from words alone, several of them, by task", async ({ editor }) => {
  await editor.open("delay=0");
  await expect(editor.edit).toHaveText("Generate");
  await editor.write("A lighthouse at dusk");
  await editor.chooseCount(2);
  await editor.chooseSize("1K");
  await editor.page.locator("label:has(#watermark)").click();
  await editor.page.locator("#seed").fill("2147483647");
  await editor.run();
  await editor.expectSaved(2);
  const log = await editor.log();
  expect(submits(log)).toHaveLength(1);
  expect(polls(log).length).toBeGreaterThan(0);
  expect(submits(log)[0].path).toContain("/image-generation/");
  expect(submits(log)[0].headers["x-dashscope-async"]).toBe("enable");
  const { images, parameters, text } = sent(submits(log)[0]);
  expect(text).toBe("A lighthouse at dusk");
  expect(images).toEqual([]);
  expect(parameters).toEqual({ n: 2, size: "1K", watermark: true, seed: 2147483647, thinking_mode: true });
  expect(submits(log)[0].unsupported).toEqual([]);
});

test("wan2.6: no boxes, but what should not appear, and rewording", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.chooseModel("wan2.6-image");
  await editor.draft(pictures["plain.jpg"]);
  await expect(editor.page.locator(".tools")).toContainText("This model takes no boxes");
  await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
  await expect(editor.boxes).toHaveCount(0);
  await expect(editor.notices).toContainText("wan2.6-image takes no boxes.");
  await editor.page.locator("#negative-prompt").fill("stars");
  await editor.page.locator("label:has(#prompt-extend)").click();
  await editor.run();
  await editor.expectSaved(1);
  const submit = await editor.theSubmit();
  expect(sent(submit).parameters).toEqual({
    enable_interleave: false,
    n: 1,
    size: "1K",
    watermark: false,
    prompt_extend: false,
    negative_prompt: "stars",
  });
  expect(submit.unsupported).toEqual([]);
});

test("what another model does not know is neither shown nor sent", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.chooseModel("wan2.6-image");
  await editor.draft(pictures["plain.jpg"]);
  await editor.page.locator("#negative-prompt").fill("stars");
  await editor.chooseModel("wan2.7-image");
  await expect(editor.page.locator("#negative-prompt")).toHaveCount(0);
  await expect(editor.page.locator("#prompt-extend")).toHaveCount(0);
  await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
  await editor.chooseModel("wan2.6-image");
  await editor.run();
  await expect(editor.problems).toContainText("Image 1 has boxes, which this model does not know.");
  expect(submits(await editor.log())).toEqual([]);
  await editor.chooseModel("wan2.7-image");
  await expect(editor.boxes, "the box is still there").toHaveCount(1);
  await editor.run();
  await editor.expectSaved(1);
  const submit = await editor.theSubmit();
  expect(Object.keys(sent(submit).parameters).sort()).toEqual(["bbox_list", "n", "size", "watermark"]);
  expect(submit.unsupported).toEqual([]);
});

test("an exact size, and what is wrong with one", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.choose("#size-custom");
  const [width, height] = ["#size-custom-width", "#size-custom-height"].map((id) => editor.page.locator(id));
  await width.fill("100");
  await height.fill("100");
  await editor.run();
  await expect(editor.problems).toContainText("Width × height must lie between 0.59 and 4.19 million px.");
  await width.fill("wide");
  await expect(editor.problems).toContainText("Give width and height in whole px.");
  await width.fill("3000");
  await height.fill("300");
  await expect(editor.problems).toContainText("One side may be at most 8 times the other.");
  expect(submits(await editor.log())).toEqual([]);

  await width.fill("1344");
  await height.fill("576");
  await editor.run();
  await editor.expectSaved(1);
  expect(sent(await editor.theSubmit()).parameters.size).toBe("1344*576");
  const { path } = await editor.download();
  const { width: wide, height: high } = await decodePng(path);
  expect([wide, high]).toEqual([1344, 576]);
});

test("a seed that is none stands in the way", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.page.locator("#seed").fill("2147483648");
  await editor.run();
  await expect(editor.problems).toContainText("Seed must be a whole number from 0 to 2147483647.");
  await expect(editor.page.locator("#seed")).toBeFocused();
  await editor.page.locator("#seed-roll").click();
  await expect(editor.page.locator("#seed")).toHaveValue("");
  await editor.page.locator("#seed-roll").click();
  await expect(editor.page.locator("#seed")).toHaveValue(/^\d{1,10}$/);
  await editor.run();
  await editor.expectSaved(1);
  expect(sent(await editor.theSubmit()).parameters.seed).toBe(Number(await editor.page.locator("#seed").inputValue()));
});

test("an image by its address is sent as it is, with a box", async ({ editor, pictures }) => {
  const host = await startStatic(dirname(pictures["plain.jpg"]));
  const address = `${host.url}plain.jpg?from=here`;
  await editor.open("delay=0");
  await editor.page.locator("#open-url").click();
  await editor.page.locator("#image-url").fill(address);
  await editor.page.locator("#add-url").click();
  await expect(editor.sources).toHaveCount(1);
  await expect(editor.page.locator("#stage-notes")).toContainText("sent as its address");
  await expect.poll(() => editor.pixels()).toEqual({ width: 1200, height: 800 });
  const meant = await editor.draw({ x: 0.3, y: 0.3 }, { x: 0.6, y: 0.7 });
  await editor.write("Put a cup into the selected area of image 1");
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  const { images, parameters } = sent(await editor.theSubmit());
  expect(images).toEqual([address]);
  expectBox(parameters.bbox_list[0][0], meant);
  await host.stop();
});

for (const way of ["paste", "drop"] as const) {
  test(`a picture by ${way} becomes a source image`, async ({ editor, pictures }) => {
    await editor.open("delay=0");
    const base64 = (await readFile(pictures["quarters.png"])).toString("base64");
    await editor.page.evaluate(
      async ({ base64, way }) => {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], "from-elsewhere.png", { type: "image/png" }));
        const how = { bubbles: true, cancelable: true };
        if (way === "paste") {
          document.body.dispatchEvent(new ClipboardEvent("paste", { ...how, clipboardData: data }));
        } else {
          for (const type of ["dragenter", "dragover", "drop"]) {
            document.body.dispatchEvent(new DragEvent(type, { ...how, dataTransfer: data }));
          }
        }
      },
      { base64, way },
    );
    await expect(editor.sources).toHaveCount(1);
    await expect(editor.page.locator("#stage-notes")).toContainText("from-elsewhere.png");
    await editor.write("Make it night");
    await editor.waitOnConnection();
    await editor.run();
    await editor.expectSaved(1);
    expect(sent(await editor.theSubmit()).images[0]).toMatchObject({ width: 640, height: 480 });
  });
}

test("a result becomes a source image, and is compared with the one it came from", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["quarters.png"]);
  await editor.chooseSize("1K");
  await editor.run();
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  await expect(editor.page.locator("#viewer")).toBeVisible();
  await editor.page.locator("#compare").fill("50");
  await expect(editor.page.locator("#viewer .before")).toHaveCSS("clip-path", "inset(0px 50% 0px 0px)");
  await editor.page.keyboard.press("Escape");
  await expect(editor.page.locator("#viewer")).toBeHidden();

  await editor.results.first().locator("[data-reuse]").click();
  await expect(editor.sources).toHaveCount(2);
  await editor.run();
  await editor.expectSaved(2);
  const [, again] = submits(await editor.log());
  expect(sent(again).images).toHaveLength(2);
  expect(sent(again).images[1].mime).toBe("image/png");
});

test("a chip puts an image's name where the caret is", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"]);
  await editor.draw({ x: 0.3, y: 0.3 }, { x: 0.6, y: 0.6 });
  await editor.write("Put a cup into , please");
  await editor.page.locator("#prompt").evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(15, 15));
  await editor.page.locator(".chip", { hasText: "box 1" }).click();
  await expect(editor.page.locator("#prompt")).toHaveValue("Put a cup into the selected area of image 2 , please");
  await editor.write("Take image 3");
  await expect(editor.page.locator("#prompt-note")).toContainText("The prompt names image 3, which is not among the source images.");
});
