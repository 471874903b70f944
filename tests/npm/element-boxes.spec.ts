// <wan-boxes> in somebody's form: exact in the pixels of its image, with mouse and keyboard, and a form control like any.
import type { Page } from "@playwright/test";
import { at, file, settled, shop } from "./element.js";
import { expect, test } from "./fixtures.js";

const width = 1200;
const height = 800;

/** A form with an image of 1200 × 800 in it; what it tells is in `told`. */
async function form(page: Page, host: { url: string }, attributes = "", style = "wan-boxes { width: 600px }") {
  await shop(page, host, `<form><fieldset><wan-boxes name="areas" ${attributes}></wan-boxes></fieldset><button type="reset">Reset</button></form>`, { style });
  const picture = (await file(page, width, height)).toString("base64");
  await page.evaluate(async (picture) => {
    const boxes = document.querySelector("wan-boxes")!;
    const told: string[] = ((window as any).told = []);
    for (const type of ["input", "change", "load", "error"]) {
      document.querySelector("form")!.addEventListener(type, (event) => told.push(event.type), type === "load" || type === "error");
    }
    boxes.image = await (await fetch(`data:image/jpeg;base64,${picture}`)).blob();
  }, picture);
  await settled(page.locator("wan-boxes #stage-image"));
}

const value = (page: Page) => page.evaluate(() => document.querySelector("wan-boxes")!.value);
const sent = (page: Page) => page.evaluate(() => [...new FormData(document.querySelector("form")!)]);
const told = (page: Page) => page.evaluate(() => (window as any).told as string[]);

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await page.mouse.move(...to);
  await page.mouse.up();
}

for (const [name, style] of [
  ["half its size", "wan-boxes { width: 600px }"],
  ["an odd size", "wan-boxes { width: 431px; margin-left: 7.3px }"],
  ["a page that is hostile", "* { all: unset !important; display: block !important } html { font-size: 60px !important } main { width: 600px !important }"],
] as const) {
  test(`boxes are drawn in whole pixels of the image: ${name}`, async ({ page, host }) => {
    await form(page, host, "", style);
    const layer = page.locator("wan-boxes #box-layer");
    const rect = await layer.evaluate((layer) => layer.getBoundingClientRect().toJSON());
    expect(rect.width / rect.height).toBeCloseTo(1.5, 2);
    const [from, to] = [[Math.round(rect.x + rect.width * 0.2), Math.round(rect.y + rect.height * 0.25)] as const, [Math.round(rect.x + rect.width * 0.7), Math.round(rect.y + rect.height * 0.75)] as const];
    await drag(page, from, to);
    const x = (view: number) => Math.round(((view - rect.x) * width) / rect.width);
    const y = (view: number) => Math.round(((view - rect.y) * height) / rect.height);
    const drawn = [x(from[0]), y(from[1]), x(to[0]), y(to[1])];
    expect(await value(page)).toEqual([drawn]);
    expect(await sent(page)).toEqual([["areas", JSON.stringify([drawn])]]);
    const events = await told(page);
    expect(events.filter((type) => type === "change")).toHaveLength(1);
    expect(events.filter((type) => type === "input").length).toBeGreaterThan(0);
    expect(events.at(-1)).toBe("change");
  });
}

test("the keyboard draws, moves, resizes, removes and takes back", async ({ page, host }) => {
  await form(page, host, `value="[[100,100,300,300]]"`);
  const box = page.locator("wan-boxes [data-box='0']");
  await page.keyboard.press("Tab");
  await expect(box).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  expect(await value(page)).toEqual([[101, 110, 301, 310]]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowLeft");
  expect(await value(page)).toEqual([[100, 110, 301, 310]]);
  await page.keyboard.press("b");
  await expect(page.locator("wan-boxes [data-box='1']")).toBeFocused();
  await page.keyboard.press("b");
  await expect(page.locator("wan-boxes .notice")).toContainText("at most 2 boxes");
  await page.keyboard.press("Delete");
  expect(await value(page)).toEqual([[100, 110, 301, 310]]);
  for (let i = 0; i < 9; i++) await page.keyboard.press("Control+z");
  expect(await value(page)).toEqual([[100, 100, 300, 300]]);
  await expect(page.locator("wan-boxes #stage-image")).toBeVisible();
});

test("a form resets, disables and sends it like any control", async ({ page, host }) => {
  await form(page, host, `value="[[10,20,300,400]]"`);
  expect(await sent(page)).toEqual([["areas", "[[10,20,300,400]]"]]);
  await drag(page, await at(page.locator("wan-boxes #box-layer"), 0.5, 0.5), await at(page.locator("wan-boxes #box-layer"), 0.9, 0.9));
  expect(await value(page)).toHaveLength(2);
  await page.locator("button[type=reset]").click();
  expect(await value(page)).toEqual([[10, 20, 300, 400]]);
  expect(await sent(page)).toEqual([["areas", "[[10,20,300,400]]"]]);

  for (const disable of ["wan-boxes", "fieldset"]) {
    await page.evaluate((selector) => document.querySelector<HTMLFieldSetElement>(selector)!.toggleAttribute("disabled", true), disable);
    expect(await sent(page)).toEqual([]);
    await drag(page, await at(page.locator("wan-boxes #box-layer"), 0.5, 0.5), await at(page.locator("wan-boxes #box-layer"), 0.9, 0.9));
    expect(await value(page)).toEqual([[10, 20, 300, 400]]);
    await page.evaluate((selector) => document.querySelector(selector)!.removeAttribute("disabled"), disable);
  }
  // What a browser kept of a page that is shown again.
  await page.evaluate(() => (document.querySelector("wan-boxes") as any).formStateRestoreCallback("[[1,2,3,4]]", "restore"));
  expect(await sent(page)).toEqual([["areas", "[[1,2,3,4]]"]]);
  const control = await page.evaluate(() => {
    const boxes = document.querySelector("wan-boxes")!;
    return [boxes.form === document.querySelector("form"), boxes.type, (document.querySelector("form")!.elements as any).areas === boxes];
  });
  expect(control).toEqual([true, "wan-boxes", true]);
});

test("values set from a script are shown, cut to the image, and tell nobody", async ({ page, host }) => {
  await form(page, host);
  await page.evaluate(() => void ((window as any).told.length = 0));
  await page.evaluate(() => (document.querySelector("wan-boxes")!.value = [[-50, -50, 100, 100], [700.4, 500.6, 5000, 700]]));
  expect(await value(page)).toEqual([[0, 0, 100, 100], [700, 501, 1200, 700]]);
  await expect(page.locator("wan-boxes [data-box]")).toHaveCount(2);
  await page.waitForTimeout(100);
  expect(await told(page)).toEqual([]);
  const refused = await page.evaluate(() => {
    try {
      document.querySelector("wan-boxes")!.value = [[1, 2]];
      return "taken";
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(refused).toBe("TypeError");
  // Another image begins anew.
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 300);
    canvas.getContext("2d")!.fillRect(0, 0, 300, 300);
    const boxes = document.querySelector("wan-boxes")!;
    const loaded = new Promise((done) => boxes.addEventListener("load", done, { once: true }));
    boxes.image = await canvas.convertToBlob();
    await loaded;
  });
  expect(await value(page)).toEqual([]);
});

test("max says how many", async ({ page, host }) => {
  await form(page, host, `max="3"`);
  const layer = page.locator("wan-boxes #box-layer");
  for (const x of [0.1, 0.35, 0.6, 0.8]) await drag(page, await at(layer, x, 0.2), await at(layer, x + 0.15, 0.6));
  expect(await value(page)).toHaveLength(3);
  await expect(page.locator("wan-boxes .notice")).toContainText("at most 3 boxes");
});

test("an image that cannot be shown is told, and takes no boxes", async ({ page, host }) => {
  await form(page, host);
  const said = await page.evaluate(
    () =>
      new Promise((done) => {
        const boxes = document.querySelector("wan-boxes")!;
        boxes.addEventListener("error", ({ detail }) => done(detail.kind), { once: true });
        boxes.image = new Blob(["no image"]);
      }),
  );
  expect(said).toBe("image");
  await expect(page.locator("wan-boxes .notice")).toBeVisible();
  expect(await value(page)).toEqual([]);
});

test("an image by address, in Chinese, loads its own small module only", async ({ page, host }) => {
  const loads: string[] = [];
  page.on("request", (request) => loads.push(new URL(request.url()).pathname.split("/").pop()!));
  const picture = await file(page, 640, 480);
  await page.route("**/house.jpg", (route) => route.fulfill({ contentType: "image/jpeg", body: picture }));
  await shop(page, host, `<div lang="zh"><wan-boxes src="house.jpg" value="[[1,2,30,40]]"></wan-boxes></div>`);
  await expect(page.locator("wan-boxes [data-box='0']")).toHaveAttribute("aria-label", /框 ?1/);
  expect(await value(page)).toEqual([[1, 2, 30, 40]]);
  expect(loads.filter((name) => name.endsWith(".wasm"))).toEqual(["boxes_bg.wasm"]);
  expect(loads.filter((name) => name.includes("-en") || name === "editor.js")).toEqual([]);
});
