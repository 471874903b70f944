// A result beside what it was made from: the same part of both, and what changed in numbers.
import { expect, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

async function view(editor: Editor, picture: string, box = true) {
  await editor.open("delay=0");
  await editor.draft(picture, "Make the selected area of image 1 red");
  if (box) await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
  await editor.chooseSize("1K");
  await editor.run();
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  await expect(editor.page.locator("#viewer")).toBeVisible();
}

const content = (editor: Editor) => editor.page.locator("#viewer .viewer-content");
const choose = (editor: Editor, word: string) => editor.page.locator(`#viewer label:has(#compare-${word})`).click();
const transforms = (editor: Editor) =>
  content(editor).evaluateAll((all) => all.map((one) => getComputedStyle(one).transform));

test("side by side, both show the same part, by wheel, mouse, buttons and keys", async ({ editor, pictures }) => {
  await view(editor, pictures["plain.jpg"]);
  await choose(editor, "side");
  await expect(content(editor)).toHaveCount(2);
  const [left, right] = await content(editor).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  expect(left.right, "one beside the other").toBeLessThanOrEqual(right.left);
  expect(right.top).toBeCloseTo(left.top, 0);
  const box = (await content(editor).nth(1).boundingBox())!;
  await editor.page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
  await editor.page.mouse.wheel(0, -500);
  await expect.poll(async () => new Set(await transforms(editor)).size).toBe(1);
  const [zoomed] = await transforms(editor);
  expect(zoomed).not.toBe("matrix(1, 0, 0, 1, 0, 0)");
  await editor.drag({ x: box.x + 60, y: box.y + 60 }, { x: box.x + 30, y: box.y + 40 });
  const [moved, other] = await transforms(editor);
  expect(moved).not.toBe(zoomed);
  expect(other).toBe(moved);
  await editor.page.locator("#viewer-zoom-fit").click();
  expect(await transforms(editor)).toEqual(["matrix(1, 0, 0, 1, 0, 0)", "matrix(1, 0, 0, 1, 0, 0)"]);

  await editor.page.locator("#close-viewer").focus();
  await editor.page.keyboard.press("=");
  await editor.page.keyboard.press("Shift+ArrowRight");
  await expect(editor.page.locator("#viewer-zoom-fit")).toHaveText("150 %");
  await editor.page.keyboard.press("0");
  await expect(editor.page.locator("#viewer-zoom-fit")).toHaveText("100 %");
});

test("changes are coloured, and said in two numbers", async ({ editor, pictures }) => {
  await view(editor, pictures["plain.jpg"]);
  await choose(editor, "changes");
  await expect(editor.page.locator("#change-note")).toContainText(/Changed: \S+ ?% of the boxes' area, \S+ ?% of the rest\./, {
    timeout: 20_000,
  });
  const size = await editor.page.locator("#change-map").evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
  expect(size).toEqual([512, 342]);
  await expect(editor.page.locator("#viewer .viewer-box")).toHaveCount(1);
  await editor.page.locator("#viewer-boxes").click();
  await expect(editor.page.locator("#viewer .viewer-box")).toHaveCount(0);
});

test("all results of a run are seen together, in the same part", async ({ editor }) => {
  await editor.open("delay=0");
  await editor.write("A lake by moonlight");
  await editor.chooseSize("1K");
  await editor.chooseCount(3);
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(3);
  await editor.results.first().locator(".card-picture").click();
  await choose(editor, "grid");
  const shown = editor.page.locator("#viewer .viewer-content:visible");
  await expect(shown).toHaveCount(3);
  const sources = await shown.locator("img").evaluateAll((all) => all.map((one: HTMLImageElement) => one.src));
  expect(new Set(sources).size).toBe(3);
  await editor.page.locator("#viewer-zoom-in").click();
  await expect(editor.page.locator("#viewer-zoom-fit")).toHaveText("150 %");
  const parts = await shown.evaluateAll((all) => all.map((one) => getComputedStyle(one).transform));
  expect(new Set(parts).size).toBe(1);
  expect(parts[0]).toContain("matrix(1.5,");
  for (const width of [390, 360]) {
    await editor.page.setViewportSize({ width, height: 844 });
    const over = await editor.page.locator("#viewer").evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    expect(over, `${width} px wide`).toBeLessThanOrEqual(0);
  }
  await choose(editor, "slider");
  await expect(shown).toHaveCount(1);
});

test("what was requested stands beside what came", async ({ editor, pictures }) => {
  await view(editor, pictures["plain.jpg"]);
  const facts = editor.page.locator(".viewer-facts");
  await expect(facts).toContainText(/Size\s*1254 × 836 px \(requested: 1K\)/);
  await expect(facts).toContainText(/Why this size\s*1K is about as many px as 1024 × 1024/);
  await expect(facts).toContainText(/Images billed\s*1 \(requested: 1\)/);
  await expect(facts).toContainText(/Price, about\s*¥0\.50 \(requested: ¥0\.50\)/);
});

test("boxes are not drawn over a result of another shape", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"], pictures["phone.jpg"]);
  await editor.page.locator("[data-source] .thumbnail").first().click();
  await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
  await editor.write("Make the selected area of image 1 red, as in image 2");
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  await choose(editor, "side");
  await expect(content(editor).first().locator(".viewer-box")).toHaveCount(1);
  await expect(content(editor).nth(1).locator(".viewer-box")).toHaveCount(0);
});

test("an image compared with itself has not changed", async ({ editor, pictures }) => {
  await view(editor, pictures["plain.jpg"]);
  await editor.page.locator("#close-viewer").click();
  // The result becomes a source, and is compared with the result it is.
  await editor.results.first().locator("[data-reuse]").click();
  await expect(editor.sources).toHaveCount(2);
  await editor.results.first().locator(".card-picture").click();
  await editor.page.locator("#viewer .compare-choice button").nth(1).click();
  await choose(editor, "changes");
  await expect(editor.page.locator("#change-note")).toContainText("0 % of the picture has changed.", { timeout: 20_000 });
});

test("blink and overlay lay the source over the result, by keys alone", async ({ editor, pictures }) => {
  await view(editor, pictures["plain.jpg"]);
  const before = editor.page.locator("#viewer .before");
  await editor.page.locator("#compare-slider").focus();
  await editor.page.keyboard.press("ArrowRight");
  await expect(editor.page.locator("#viewer .viewer-picture")).toHaveAttribute("data-comparison", "side");
  await editor.page.keyboard.press("ArrowRight");
  await expect(before).toBeVisible({ timeout: 3000 });
  await expect(before).toBeHidden({ timeout: 3000 });
  await editor.page.keyboard.press("ArrowRight");
  await expect(before).toHaveCSS("opacity", "0.5");
  await editor.page.locator("#compare").fill("80");
  await expect(before).toHaveCSS("opacity", "0.8");
});

test.describe("by touch", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("two fingers enlarge both pictures", async ({ editor, pictures }) => {
    await view(editor, pictures["plain.jpg"]);
    await choose(editor, "side");
    const box = (await content(editor).first().boundingBox())!;
    const touch = await editor.page.context().newCDPSession(editor.page);
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const fingers = (by: number) => [
      { x: middle.x - by, y: middle.y, id: 0 },
      { x: middle.x + by, y: middle.y, id: 1 },
    ];
    const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: object[]) =>
      touch.send("Input.dispatchTouchEvent", { type, touchPoints: touchPoints as any });
    await send("touchStart", fingers(20));
    for (const by of [30, 40, 60]) await send("touchMove", fingers(by));
    await send("touchEnd", []);
    await expect.poll(async () => new Set(await transforms(editor)).size).toBe(1);
    await expect(editor.page.locator("#viewer-zoom-fit")).not.toHaveText("100 %");
    await editor.expectNoOverflow();
  });
});
