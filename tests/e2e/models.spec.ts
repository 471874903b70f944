// Every model and mode: what the form has for it, what is sent, and what is kept when it does not count.
import { expect, polls, sent, submits, test } from "./editor.ts";
import type { Editor, Entry } from "./editor.ts";

// --- what the form has

/** The controls under the prompt that can be seen, by their ids; rows of a palette are not looked for. */
async function controls(editor: Editor): Promise<string[]> {
  await editor.openMore();
  return editor.page
    .locator(".parameters")
    .first()
    .evaluate((form) =>
      [...form.querySelectorAll<HTMLElement>("input[id], select[id], textarea[id], button[id]")]
        .filter((control) => control.checkVisibility())
        .map(({ id }) => id)
        .sort(),
    );
}

const always = ["model", "seed", "seed-roll", "size-custom", "watermark"];
const four = ["count-1", "count-2", "count-3", "count-4"];
const oneConnection = ["delivery-sync", "delivery-task"];
const choice27 = ["mode-edit", "mode-set"];

/** By the service's references: model, source images, mode chosen, the controls besides, and most source images. */
const forms: [string, number, "edit" | "set" | "interleave", string[]][] = [
  ["wan2.7-image-pro", 0, "edit", [...choice27, ...four, ...oneConnection, "size-1K", "size-2K", "size-4K", "palette-on", "thinking-mode"]],
  ["wan2.7-image-pro", 1, "edit", [...choice27, ...four, ...oneConnection, "size-1K", "size-2K", "palette-on", "upload-first"]],
  ["wan2.7-image-pro", 0, "set", [...choice27, ...oneConnection, "size-1K", "size-2K", "max-images", "upload-first"]],
  ["wan2.7-image-pro", 1, "set", [...choice27, ...oneConnection, "size-1K", "size-2K", "max-images", "upload-first"]],
  ["wan2.7-image", 0, "edit", [...choice27, ...four, ...oneConnection, "size-1K", "size-2K", "palette-on", "thinking-mode"]],
  ["wan2.7-image", 1, "edit", [...choice27, ...four, ...oneConnection, "size-1K", "size-2K", "palette-on", "upload-first"]],
  ["wan2.7-image", 1, "set", [...choice27, ...oneConnection, "size-1K", "size-2K", "max-images", "upload-first"]],
  ["wan2.6-image", 0, "interleave", ["delivery-stream", "delivery-task", "size-auto", "max-images", "negative-prompt", "upload-first"]],
  ["wan2.6-image", 1, "edit", ["mode-edit", "mode-interleave", ...four, ...oneConnection, "size-1K", "size-2K", "negative-prompt", "prompt-extend", "upload-first"]],
  ["wan2.6-image", 1, "interleave", ["mode-edit", "mode-interleave", "delivery-stream", "delivery-task", "size-auto", "max-images", "negative-prompt", "upload-first"]],
  ["wan2.6-image", 2, "edit", ["mode-edit", "mode-interleave", ...four, ...oneConnection, "size-1K", "size-2K", "negative-prompt", "prompt-extend", "upload-first"]],
  ["wan2.5-i2i-preview", 0, "edit", [...four, "size-auto", "negative-prompt", "prompt-extend", "upload-first"]],
  ["wan2.5-i2i-preview", 2, "edit", [...four, "size-auto", "negative-prompt", "prompt-extend", "upload-first"]],
];

test("the form has what the references say, and nothing else", async ({ editor, pictures }) => {
  await editor.open();
  for (const images of [0, 1, 2]) {
    if (images > 0) await editor.add(pictures["plain.jpg"]);
    for (const [model, , mode, more] of forms.filter((form) => form[1] === images)) {
      await editor.chooseModel(model);
      const segment = `#mode-${mode}`;
      if (more.includes(segment.slice(1))) await editor.choose(segment);
      await expect
        .poll(() => controls(editor), { message: `${model}, ${images} images, ${mode}` })
        .toEqual([...always, ...more].sort());
      const most = editor.page.locator("#max-images");
      if (more.includes("max-images")) {
        await expect(most).toHaveAttribute("min", "1");
        await expect(most).toHaveAttribute("max", mode === "set" ? "12" : "5");
      }
    }
  }
  expect(await editor.page.locator("#model option").allTextContents()).toEqual([
    "wan2.7-image-pro",
    "wan2.7-image",
    "wan2.6-image",
    "wan2.5-i2i-preview",
  ]);
});

const mostImages = { "wan2.7-image-pro": 9, "wan2.7-image": 9, "wan2.6-image": 4, "wan2.5-i2i-preview": 3 };

test("too many images are told, for each model, and none is dropped", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(...Array(10).fill(pictures["quarters.png"]));
  for (const [model, most] of Object.entries(mostImages)) {
    await editor.chooseModel(model);
    await expect(editor.problems).toContainText(`10 source images; at most ${most} are taken here.`);
    await expect(editor.sources).toHaveCount(10);
  }
});

// --- what is sent

/** Runs, and answers the one submit; the service knew everything in it. */
async function submitted(editor: Editor, results: number): Promise<Entry> {
  const before = submits(await editor.log()).length;
  await editor.run();
  await editor.expectSaved(results);
  const all = submits(await editor.log());
  expect(all).toHaveLength(before + 1);
  expect(all.at(-1)!.unsupported).toEqual([]);
  return all.at(-1)!;
}

test("wan2.7-image-pro from words: square presets up to 4K, or W × H; with an image there is no 4K", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.write("A lighthouse at dusk");
  await editor.waitOnConnection();
  await editor.chooseSize("4K");
  await expect(editor.page.locator("#output")).toHaveText("Output about 4096 × 4096 px");
  await editor.chooseSize("1K");
  await expect(editor.page.locator("#output")).toHaveText("Output about 1024 × 1024 px");
  await editor.page.locator("#seed").fill("7");
  await editor.toggle("#watermark");
  expect(sent(await submitted(editor, 1)).parameters).toEqual({ n: 1, size: "1K", watermark: true, seed: 7, thinking_mode: true });

  await editor.choose("#size-custom");
  await editor.page.locator("#size-recommended").selectOption("4096*2304");
  await editor.toggle("#thinking-mode");
  const { parameters } = sent(await submitted(editor, 2));
  expect(parameters).toEqual({ n: 1, size: "4096*2304", watermark: true, seed: 7, thinking_mode: false });

  await editor.chooseSize("4K");
  await editor.add(pictures["plain.jpg"]);
  const unused = editor.page.locator("#unused");
  await expect(unused).toContainText("4K is not used: only wan2.7-image-pro makes it, without source images");
  await expect(unused).toContainText("Whether to think first is not used");
  await expect(editor.page.locator("#size-2K")).toBeChecked();
  expect(sent(await submitted(editor, 3)).parameters).toEqual({ n: 1, size: "2K", watermark: true, seed: 7 });

  await editor.page.locator(".rail-remove").click();
  await expect(editor.page.locator("#size-4K"), "there again").toBeChecked();
  await expect(editor.page.locator("#thinking-mode")).not.toBeChecked();
  await expect(unused).toBeEmpty();
});

test("wan2.7 edits nine images", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(...Array.from({ length: 9 }, (_, at) => pictures[at % 2 ? "quarters.png" : "plain.jpg"]));
  await editor.chooseModel("wan2.7-image");
  await editor.write("Put image 1 beside image 9");
  await editor.chooseCount(2);
  await editor.page.locator("#seed").fill("11");
  const submit = await submitted(editor, 2);
  const { images, parameters, model } = sent(submit);
  expect(model).toBe("wan2.7-image");
  expect(images.map(({ width }) => width)).toEqual([1200, 640, 1200, 640, 1200, 640, 1200, 640, 1200]);
  expect(parameters).toEqual({ n: 2, size: "2K", watermark: false, seed: 11 });
  expect(polls(await editor.log()).length).toBeGreaterThan(0);
});

test("an image set: up to so many; boxes and palette are kept and not used", async ({ editor, pictures }) => {
  await editor.open("delay=0", "fewer=1");
  await editor.add(pictures["quarters.png"]);
  await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
  await editor.toggle("#palette-on");
  await expect(editor.page.locator(".palette-color")).not.toHaveCount(0);
  await editor.write("The same cat in the selected area, in three seasons");
  await editor.chooseMode("set");
  const unused = editor.page.locator("#unused");
  await expect(unused).toContainText("Boxes are not used in an image set; they stay in the draft.");
  await expect(unused).toContainText("The palette is not used: only wan2.7 takes one, and not in an image set.");
  await expect(editor.page.locator("#prompt-note")).toContainText("The prompt speaks of boxes, which are not used here.");
  await expect(editor.page.locator("#palette")).toHaveCount(0);
  await editor.page.locator("#max-images").fill("3");
  await expect(editor.page.locator("#count")).toContainText("up to 3");
  await expect(editor.page.locator("#cost")).toHaveText("Up to 3 images · up to ¥1.50");
  await editor.chooseSize("1K");
  const { parameters } = sent(await submitted(editor, 2));
  expect(parameters).toEqual({ n: 3, size: "1K", watermark: false, enable_sequential: true });
  await expect(editor.page.locator("#results"), "a most is not a promise").not.toContainText("fewer than asked");

  await editor.chooseMode("edit");
  await expect(editor.boxes).toHaveCount(1);
  await expect(editor.page.locator("#palette-on")).toBeChecked();
  const again = sent(await submitted(editor, 3)).parameters;
  expect(Object.keys(again).sort()).toEqual(["bbox_list", "color_palette", "n", "size", "watermark"]);
  expect(again.n, "a most of its own").toBe(1);
});

test("an image set from words: twelve at most", async ({ editor }) => {
  await editor.open("delay=0", "fewer=10");
  await editor.write("A cat through the year");
  await editor.chooseMode("set");
  await expect(editor.page.locator("#size-4K")).toHaveCount(0);
  await editor.page.locator("#max-images").focus();
  await editor.page.keyboard.press("End");
  await expect(editor.page.locator("#max-images")).toHaveValue("12");
  await editor.chooseSize("1K");
  const { parameters, images } = sent(await submitted(editor, 2));
  expect(images).toEqual([]);
  expect(parameters).toEqual({ n: 12, size: "1K", watermark: false, enable_sequential: true });
});

for (const way of ["stream", "task"] as const) {
  test(`wan2.6: text and images, by ${way}`, async ({ editor, pictures }) => {
    await editor.open("delay=0", "gap=0");
    await editor.chooseModel("wan2.6-image");
    await expect(editor.page.locator("#mode-note")).toContainText("Without a source image, wan2.6-image answers in words");
    await expect(editor.page.locator("#mode"), "there is nothing to choose").toHaveCount(0);
    if (way === "task") {
      await editor.add(pictures["plain.jpg"]);
      await expect(editor.page.locator("#mode-edit"), "an image is there to be edited").toBeChecked();
      await editor.chooseMode("interleave");
    }
    await editor.page.locator("#max-images").fill("2");
    await editor.page.locator("#negative-prompt").fill("stars");
    await editor.write("给我一个2张图的教程");
    await editor.chooseDelivery(way);
    const submit = await submitted(editor, 2);
    const { parameters, images } = sent(submit);
    const common = { enable_interleave: true, max_images: 2, n: 1, watermark: false, negative_prompt: "stars" };
    expect(parameters).toEqual(way === "stream" ? { ...common, stream: true } : common);
    expect(images).toHaveLength(way === "task" ? 1 : 0);
    expect(submit.headers["x-dashscope-sse"]).toBe(way === "stream" ? "enable" : undefined);
    expect(submit.headers["x-dashscope-async"]).toBe(way === "task" ? "enable" : undefined);
  });
}

test("wan2.6: a second image is not dropped when text and images take one", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.chooseModel("wan2.6-image");
  await editor.add(pictures["plain.jpg"]);
  await editor.chooseMode("interleave");
  await editor.add(pictures["second.jpg"]);
  await expect(editor.problems).toContainText("2 source images; at most 1 are taken here.");
  await editor.chooseMode("edit");
  await expect(editor.problems).toBeEmpty();
  await expect(editor.sources).toHaveCount(2);
});

test("wan2.5: a task with a body of its own", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.chooseModel("wan2.5-i2i-preview");
  await expect(editor.page.locator("#model-note")).toHaveText("Up to 3 images, no boxes; by task only, exact sizes");
  await editor.add(pictures["plain.jpg"], pictures["second.jpg"]);
  await editor.write("Put image 1 beside image 2");
  await editor.page.locator("#negative-prompt").fill("stars");
  await editor.choose("#size-custom");
  await editor.page.locator("#size-recommended").selectOption("960*1280");
  await editor.chooseCount(2);
  await editor.page.locator("#seed").fill("5");
  const submit = await submitted(editor, 2);
  expect(submit.path).toMatch(/\/image2image\/image-synthesis$/);
  expect(submit.headers["x-dashscope-async"]).toBe("enable");
  const { input, parameters } = submit.body;
  expect(input).toMatchObject({ prompt: "Put image 1 beside image 2", negative_prompt: "stars" });
  expect(input.images.map(({ width }: { width: number }) => width)).toEqual([1200, 1000]);
  expect(parameters).toEqual({ n: 2, size: "960*1280", watermark: false, prompt_extend: true, seed: 5 });
});

test("wan2.5 takes no presets and no boxes: told, kept, and there again elsewhere", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"]);
  await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
  await editor.chooseSize("1K");
  await editor.waitOnConnection();
  await editor.chooseModel("wan2.5-i2i-preview");
  await expect(editor.page.locator("#unused")).toContainText("1K is not used: only exact sizes exist here.");
  await expect(editor.page.locator("#delivery-note")).toContainText("Only “By task” here.");
  await expect(editor.problems).toContainText("Image 1 has boxes, which this model does not know.");
  await editor.write("Make it night");
  await editor.run();
  expect(submits(await editor.log())).toEqual([]);
  await editor.chooseModel("wan2.7-image");
  await expect(editor.boxes).toHaveCount(1);
  await expect(editor.page.locator("#size-1K")).toBeChecked();
  await expect(editor.page.locator("#delivery-sync")).toBeChecked();
});

test("files uploaded first: the request has their addresses", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.toggle("#upload-first");
  const submit = await submitted(editor, 1);
  expect(sent(submit).images).toEqual([expect.stringMatching(/^oss:\/\//)]);
  expect(submit.headers["x-dashscope-ossresourceresolve"]).toBe("enable");
});
