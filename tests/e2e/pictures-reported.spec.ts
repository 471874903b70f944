// Images that once went wrong, each with another of its kind: what is sent is what was seen, or it is said why not.
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStatic } from "../../tools/servers.js";
import { withOrientation } from "../support/pictures.js";
import { type Editor, at, expect, expectBox, sent, submits, test } from "./editor.ts";

const reported = (name: string) => join(import.meta.dirname, "../odd-images/reported", name);
const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const notes = (editor: Editor) => editor.page.locator("#stage-notes");

/** Runs the draft, and answers with what was sent of its only image. */
async function sentOf(editor: Editor) {
  await editor.run();
  await editor.expectSaved(1);
  const { images, parameters } = sent(await editor.theSubmit());
  expect(images).toHaveLength(1);
  return { image: images[0], parameters };
}

const changed = [
  ["motion-photo-with-place.jpg", "location removed, metadata removed, what follows the image removed"],
  ["complete-without-eoi.jpg", "missing end supplied"],
  ["orientation-3-as-long.jpg", "turned upright"],
  ["two-entries-1-then-3.jpg", "turned upright"],
  ["apng-hidden-default.png", "first frame only, it stands still"],
  ["photo.avif", "converted from AVIF"],
] as const;

for (const [name, note] of changed) {
  test(`${name}: ${note}`, async ({ editor }) => {
    const bytes = await readFile(reported(name));
    await editor.open("delay=0");
    await editor.draft(reported(name));
    await expect(notes(editor)).toContainText(`before sending: ${note}`);
    // What the page shows is what is sent.
    const shown = await editor.pixels();
    const { image } = await sentOf(editor);
    expect(image).toMatchObject(shown);
    expect(image.sha256).not.toBe(hash(bytes));
  });
}

test("a motion photo loses its film and its place, and no pixel", async ({ editor }) => {
  await editor.open("delay=0");
  await editor.draft(reported("motion-photo-with-place.jpg"));
  const { image } = await sentOf(editor);
  const whole = await readFile(reported("motion-photo-with-place.jpg"));
  expect(image.mime).toBe("image/jpeg");
  // Film, EXIF: all that is left stands in the file as it is sent.
  expect(image.bytes).toBeLessThan(whole.indexOf("ftyp"));
});

test("metadata goes along where somebody wants it to, and the whole file then", async ({ editor }) => {
  const motion = reported("motion-photo-with-place.jpg");
  await editor.open("delay=0");
  await editor.draft(motion);
  await expect(notes(editor)).toContainText("location removed");
  await editor.openMore();
  await editor.toggle("#keep-metadata");
  await expect(notes(editor)).toContainText("sent as it is");
  const { image } = await sentOf(editor);
  expect(image.sha256).toBe(hash(await readFile(motion)));
  // It is asked for anew at every visit.
  await editor.page.reload();
  await editor.add(motion);
  await expect(notes(editor)).toContainText("location removed");
});

test("an animation stands still on the page as it does when it is sent", async ({ editor }) => {
  await editor.open("delay=0");
  await editor.draft(reported("apng-hidden-default.png"));
  // Its frames last a second.
  const looks = new Set<string>();
  for (let look = 0; look < 5; look++) {
    looks.add(hash(await editor.page.locator("#stage-image").screenshot()));
    await editor.page.waitForTimeout(550);
  }
  expect(looks.size).toBe(1);
});

test("900 megapixels are told from the header", async ({ editor }) => {
  await editor.open("delay=0");
  await editor.pick(reported("900-megapixels-1bit.png"));
  await expect(editor.notices).toContainText("has 30000 × 30000 px, more than a browser can open");
  await expect(editor.notices).toContainText("at most 8000 a side");
});

test("a JPEG that really is cut is refused", async ({ editor }) => {
  const whole = await readFile(reported("complete-without-eoi.jpg"));
  const dir = await mkdtemp(join(tmpdir(), "cut-"));
  for (const part of [0.5, 0.9, 0.99]) {
    const name = `cut-${part}.jpg`;
    await writeFile(join(dir, name), whole.subarray(0, Math.floor(whole.length * part)));
    await editor.open("delay=0");
    await editor.pick(join(dir, name));
    await expect(editor.notices).toContainText(/cut-.*cut off/);
    await expect(editor.sources).toHaveCount(0);
  }
  await rm(dir, { recursive: true });
});

for (const [kind, from] of [["the page", "form"], ["a drop", "drop"]] as const) {
  test(`by address through ${kind}, boxes are in stored pixels whatever EXIF says of density`, async ({ editor }) => {
    const host = await startStatic(join(import.meta.dirname, "../odd-images/reported"));
    try {
      const url = `${host.url}exif-density.jpg`;
      await editor.open("delay=0");
      if (from === "form") await addUrl(editor, url);
      else await drop(editor, { "text/uri-list": url });
      await expect(editor.sources).toHaveCount(1);
      await expect(notes(editor)).toContainText("1200 × 800 px");
      expect(await editor.pixels()).toEqual({ width: 600, height: 400 });
      await editor.write("Make it night");
      await editor.waitOnConnection();
      const meant = await editor.draw({ x: 0.25, y: 0.25 }, { x: 0.75, y: 0.5 });
      await editor.run();
      await editor.expectSaved(1);
      const { parameters } = sent(await editor.theSubmit());
      expectBox(parameters.bbox_list[0][0], meant.map((edge) => edge * 2) as typeof meant, 2);
    } finally {
      await host.stop();
    }
  });
}

async function addUrl(editor: Editor, url: string) {
  await editor.page.locator("#open-url").first().click();
  await editor.page.locator("#image-url").fill(url);
  await editor.page.locator("#add-url").click();
}

/** Drops data of these types on the page. */
async function drop(editor: Editor, data: Record<string, string>) {
  await editor.page.evaluate((data) => {
    const dataTransfer = new DataTransfer();
    for (const [type, text] of Object.entries(data)) dataTransfer.setData(type, text);
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, data);
}

test("of a linked image that is dropped, the image is taken", async ({ editor }) => {
  const host = await startStatic(join(import.meta.dirname, "../odd-images/reported"));
  try {
    await editor.open("delay=0");
    const image = `${host.url}first.jpg`;
    await drop(editor, { "text/uri-list": "https://example.com/page", "text/html": `<a href="https://example.com/page"><img src="${image}"></a>` });
    await expect(editor.sources).toHaveCount(1);
    await expect(editor.page.locator("#stage-image")).toHaveAttribute("src", image);
  } finally {
    await host.stop();
  }
});

test("a data: image that is dropped is taken as a file", async ({ editor }) => {
  const bytes = await readFile(reported("first.jpg"));
  const url = `data:image/jpeg;base64,${bytes.toString("base64")}`;
  await editor.open("delay=0");
  await drop(editor, { "text/html": `<img src="${url}">`, "text/uri-list": "https://example.com/page" });
  await expect(editor.sources).toHaveCount(1);
  await expect(notes(editor)).not.toContainText("sent as its address");
  await drop(editor, { "text/uri-list": url });
  await expect(editor.sources).toHaveCount(2);
  await drop(editor, { "text/html": "<p>nothing to see</p>" });
  await expect(editor.notices).toContainText("holds no picture");
});

test("an address that only this machine reaches is named before sending, and its file can go instead", async ({ editor, complaints }) => {
  const cors = await startStatic(join(import.meta.dirname, "../odd-images/reported"), (_, response) => {
    response.setHeader("access-control-allow-origin", "*");
    return false;
  });
  const closed = await startStatic(join(import.meta.dirname, "../odd-images/reported"));
  try {
    await editor.open("delay=0");
    await editor.connect(editor.key, "memory", "https://dashscope.aliyuncs.com/api/v1");
    await addUrl(editor, `${cors.url}first.jpg`);
    await expect(editor.problems).toContainText("Image 1: its address leads to this device or its network");
    await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
    await editor.problems.getByRole("button", { name: "Send the file instead" }).click();
    await expect(editor.problems).not.toContainText("Image 1");
    await expect(editor.sources).toHaveCount(1);
    await expect(editor.boxes).toHaveCount(1);
    await expect(notes(editor)).not.toContainText("sent as its address");

    // Another of its kind: nobody may read it, so that nothing can be offered.
    await addUrl(editor, `${closed.url.replace("127.0.0.1", "localhost")}second.jpg`);
    await expect(editor.problems).toContainText("Image 2: its address leads to this device or its network");
    await editor.page.waitForTimeout(500);
    await expect(editor.problems.getByRole("button", { name: "Send the file instead" })).toHaveCount(0);
    expect(submits(await editor.log())).toEqual([]);
    // The browser says that it may not read that one.
    complaints.length = 0;
  } finally {
    await cors.stop();
    await closed.stop();
  }
});

for (const isDeleted of [false, true]) {
  test(`a file that was ${isDeleted ? "deleted" : "overwritten"} after it was picked is named`, async ({ editor }) => {
    const dir = await mkdtemp(join(tmpdir(), "changed-"));
    const path = join(dir, "shop.jpg");
    await copyFile(reported("first.jpg"), path);
    await editor.open("delay=0");
    await editor.draft(path);
    if (isDeleted) await rm(path);
    else await copyFile(reported("second.jpg"), path);
    await editor.run();
    await expect(editor.error).toContainText("“shop.jpg” has changed on disk, pick it again.");
    await expect(editor.error).toContainText("Nothing was billed.");
    await expect(editor.notices.locator(".notice")).toHaveCount(0);
    expect(submits(await editor.log())).toEqual([]);
    await rm(dir, { recursive: true });
  });
}

/** As WebKit on a phone: a canvas above 16 megapixels stays empty, and says nothing. */
async function drawNothingAbove16Megapixels({ page }: Editor) {
  await page.addInitScript(() => {
    for (const name of ["drawImage", "fillRect"] as const) {
      const real: any = OffscreenCanvasRenderingContext2D.prototype[name];
      (OffscreenCanvasRenderingContext2D.prototype as any)[name] = function (...values: unknown[]) {
        if (this.canvas.width * this.canvas.height <= 16_777_216) real.apply(this, values);
      };
    }
  });
}

test("where a browser draws nothing at this size, it is drawn smaller, its box with it, and that is said", async ({ editor }) => {
  await drawNothingAbove16Megapixels(editor);
  await editor.open("delay=0");
  await editor.draft(reported("24-megapixels-orientation-6.jpg"));
  const shown = await editor.pixels();
  const meant = await editor.draw({ x: 0.25, y: 0.2 }, { x: 0.75, y: 0.7 });
  const { image, parameters } = await sentOf(editor);
  expect(image.width * image.height).toBeLessThanOrEqual(16_777_216);
  expect(image.width / image.height).toBeCloseTo(shown.width / shown.height, 2);
  const scale = image.width / shown.width;
  expectBox(parameters.bbox_list[0][0], meant.map((edge) => edge * scale) as typeof meant, 2);
  await expect(editor.notices).toContainText(`Image 1 was sent at ${image.width} × ${image.height} px`);
});

test("a picture that cannot be drawn at any size is not sent", async ({ editor, pictures }) => {
  await editor.page.addInitScript(() => {
    const real = OffscreenCanvasRenderingContext2D.prototype.drawImage;
    OffscreenCanvasRenderingContext2D.prototype.drawImage = function (...values: any) {
      // What is looked at afterwards is drawn; what is sent is not.
      if (this.canvas.width < 500) (real as any).apply(this, values);
    };
  });
  await editor.open("delay=0");
  await editor.draft(pictures["phone.jpg"]);
  await editor.run();
  await expect(editor.error).toContainText("does not show the picture");
  expect(submits(await editor.log())).toEqual([]);
});

/** As protection against fingerprinting does: whatever is read from a canvas is noise. */
async function readNoise({ page }: Editor) {
  await page.addInitScript(() => {
    const noise = (data: Uint8ClampedArray) => data.forEach((_, at) => (data[at] = at % 4 === 3 ? 255 : Math.random() * 256));
    const real = OffscreenCanvasRenderingContext2D.prototype.getImageData;
    OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...values) {
      const image = real.apply(this, values);
      noise(image.data as Uint8ClampedArray);
      return image;
    };
    const encode = OffscreenCanvas.prototype.convertToBlob;
    OffscreenCanvas.prototype.convertToBlob = function (options) {
      const context = this.getContext("2d")!;
      const image = real.call(context, 0, 0, this.width, this.height);
      noise(image.data as Uint8ClampedArray);
      context.putImageData(image, 0, 0);
      return encode.call(this, options);
    };
  });
}

test("noise in place of pixels is noticed and not sent, and what needs no change still goes", async ({ editor, pictures }) => {
  await readNoise(editor);
  await editor.open("delay=0");
  await editor.draft(reported("small-orientation-6.jpg"));
  await editor.run();
  await expect(editor.error).toContainText("This browser hands out false pixels as a protection");
  expect(submits(await editor.log())).toEqual([]);

  await editor.page.locator(".rail-remove").first().click();
  await expect(editor.sources).toHaveCount(0);
  await editor.add(pictures["plain.jpg"]);
  await editor.run();
  await editor.expectSaved(1);
  expect(sent(await editor.theSubmit()).images[0].sha256).toBe(hash(await readFile(pictures["plain.jpg"])));
});

test("of a turned photo with a place, pixels and box are as shown, and the place is gone", async ({ editor, pictures }) => {
  const dir = await mkdtemp(join(tmpdir(), "turned-"));
  const path = join(dir, "turned.jpg");
  await writeFile(path, withOrientation(await readFile(reported("first.jpg")), 8));
  await editor.open("delay=0");
  await editor.draft(path);
  const view = await editor.view();
  expect(at(view, { x: 0.5, y: 0.5 }).x).toBeGreaterThan(0);
  const { image } = await sentOf(editor);
  expect(image).toMatchObject(view.pixels);
  await rm(dir, { recursive: true });
});
