// Boxes mean what was drawn, whatever the screen, and the answer changes there and nowhere else.
import { at, boxBetween, difference, expect, expectBox, fetches, sent, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";
import { decodePng } from "./pictures.ts";

const from = { x: 0.22, y: 0.31 };
const to = { x: 0.61, y: 0.52 };

/** A phone's picture with a box drawn on it, sent; answers what was meant and what was sent. */
async function drawAndSend(editor: Editor, phone: string) {
  await editor.add(phone);
  await editor.page.locator("#stage-image").scrollIntoViewIfNeeded();
  const meant = await editor.draw(from, to);
  await expect(editor.boxes).toHaveCount(1);
  await editor.write("Put a balloon into the selected area of image 1");
  await editor.waitOnConnection();
  await editor.chooseSize("1K");
  await editor.run();
  await editor.expectSaved(1);
  const submit = await editor.theSubmit();
  const { images, parameters } = sent(submit);
  expect(images[0]).toMatchObject({ width: 3000, height: 4000 });
  expect(parameters.bbox_list).toHaveLength(1);
  expect(parameters.bbox_list[0]).toHaveLength(1);
  expectBox(parameters.bbox_list[0][0], meant);
  return { meant, submit };
}

test("a box drawn on a phone's picture changes that place alone", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.page.locator("#seed").fill("1");
  const { meant, submit } = await drawAndSend(editor, pictures["phone.jpg"]);
  expect(await editor.pixels(), "shown upright").toEqual({ width: 3000, height: 4000 });
  expect((await editor.view()).width, "shown smaller than it is").toBeLessThan(1000);

  expect(submit.status).toBe(200);
  expect(submit.unsupported).toEqual([]);
  expect(sent(submit)).toMatchObject({
    model: "wan2.7-image-pro",
    text: "Put a balloon into the selected area of image 1",
    parameters: { n: 1, size: "1K", watermark: false, seed: 1 },
  });
  const first = await editor.download();
  expect(first.name).toMatch(/^wan2\.7-image-pro-\d{4}-\d\d-\d\d-1\.png$/);

  await editor.page.locator("#seed").fill("2");
  await editor.run();
  await editor.expectSaved(2);
  const second = await editor.download();
  expect(second.name).toMatch(/-2\.png$/);

  const result = await decodePng(first.path);
  const scale = result.width / 3000;
  expect(result.height / result.width).toBeCloseTo(4 / 3, 2);
  const changed = await difference(first.path, second.path);
  expect(changed, "another seed changes the box").not.toBeNull();
  changed!.forEach((edge, i) => expect(Math.abs(edge - meant[i] * scale), `edge ${i}: ${changed}`).toBeLessThan(3));

  // Outside the box it is the picture itself, upright.
  const source = await editor.page.locator("#stage-image").evaluate(
    (image: HTMLImageElement, { width, height }) => {
      const draw = new OffscreenCanvas(width, height).getContext("2d")!;
      draw.imageSmoothingQuality = "high";
      draw.drawImage(image, 0, 0, width, height);
      const { data } = draw.getImageData(0, 0, width, height);
      const samples = [];
      for (let y = 20; y < height; y += 40) for (let x = 20; x < width; x += 40) {
        samples.push([x, y, ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]);
      }
      return samples;
    },
    { width: result.width, height: result.height },
  );
  const outside = source.filter(([x, y]) => {
    const [x1, y1, x2, y2] = changed!;
    return x < x1 - 3 || x > x2 + 3 || y < y1 - 3 || y > y2 + 3;
  });
  const off = outside.filter(([x, y, ...colour]) =>
    colour.some((value, i) => Math.abs(value - result.data[(y * result.width + x) * 4 + i]) > 24),
  );
  expect(outside.length).toBeGreaterThan(300);
  expect(off.length / outside.length, "places that do not look like the source").toBeLessThan(0.03);

  const log = await editor.log();
  expect(submits(log)).toHaveLength(2);
  expect(fetches(log)).toHaveLength(2);
  for (const { headers, query } of fetches(log)) {
    expect(headers).not.toHaveProperty("authorization");
    expect(query, "the signature as it came").toContain("Signature=");
  }
});

const screens = {
  "on a screen of twice the density": { deviceScaleFactor: 2 },
  "at a zoom of 67 %": { deviceScaleFactor: 0.67, viewport: { width: 1910, height: 1194 } },
  "at a zoom of 150 %": { deviceScaleFactor: 1.5, viewport: { width: 853, height: 533 } },
  "on a narrow window, after scrolling": { viewport: { width: 390, height: 600 } },
};

for (const [where, use] of Object.entries(screens)) {
  test.describe(where, () => {
    test.use(use);
    test(`a box means what was drawn ${where}`, async ({ editor, pictures }) => {
      await editor.open("delay=0");
      await drawAndSend(editor, pictures["phone.jpg"]);
    });
  });
}

test("a box means what was drawn in a document that is zoomed itself", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.page.evaluate(() => document.documentElement.style.setProperty("zoom", "0.67"));
  await drawAndSend(editor, pictures["phone.jpg"]);
});

test("a box means what was drawn where the image is larger than the stage and scrolled", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["phone.jpg"]);
  await editor.page.locator("#zoom-fit").click();
  await expect(editor.page.locator("#zoom-fit")).toContainText("100 %");
  const canvas = editor.page.locator(".canvas");
  await canvas.evaluate((element) => element.scrollTo(700, 1100));
  const shown = (await canvas.boundingBox())!;
  const view = await editor.view();
  expect(view.width, "one CSS pixel is one of the image").toBeCloseTo(3000, 0);
  const a = { x: Math.round(shown.x + 60), y: Math.round(shown.y + 50) };
  const b = { x: Math.round(shown.x + 260), y: Math.round(shown.y + 170) };
  await editor.drag(a, b);
  const meant = boxBetween(view, a, b);
  expectBox(await editor.fields(), meant);
  await editor.write("Put a balloon into the selected area of image 1");
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  expectBox(sent(await editor.theSubmit()).parameters.bbox_list[0][0], meant);
});

test("a box is moved, resized by a corner, and kept inside the image", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"]);
  const drawn = await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.5, y: 0.5 });
  const view = await editor.view();
  const perPixel = view.pixels.width / view.width;

  await editor.drag(at(view, { x: 0.35, y: 0.4 }), { ...at(view, { x: 0.35, y: 0.4 }), x: at(view, { x: 0.35, y: 0.4 }).x + 50 });
  const moved = drawn.map((edge, i) => (i % 2 === 0 ? edge + 50 * perPixel : edge)) as typeof drawn;
  expectBox(await editor.fields(), moved, 2);

  const before = await editor.fields();
  const corner = (await editor.page.locator("[data-handle=south-east], [data-handle=se]").first().boundingBox())!;
  const grip = { x: corner.x + corner.width / 2, y: corner.y + corner.height / 2 };
  await editor.drag(grip, { x: grip.x + 40, y: grip.y + 30 });
  const resized = await editor.fields();
  expect(resized.slice(0, 2)).toEqual(before.slice(0, 2));
  expectBox(resized, [before[0], before[1], before[2] + 40 * perPixel, before[3] + 30 * perPixel], 2);

  await editor.drag(at(view, { x: 0.4, y: 0.4 }), { x: view.left + view.width + 200, y: view.top + view.height + 200 });
  const [x1, y1, x2, y2] = await editor.fields();
  expect([x2, y2]).toEqual([1200, 800]);
  expect([x2 - x1, y2 - y1], "its size stays").toEqual([resized[2] - resized[0], resized[3] - resized[1]]);
});
