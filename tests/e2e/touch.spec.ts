// A phone held in one hand.
import type { CDPSession } from "@playwright/test";
import { at, boxBetween, expect, expectBox, sent, test } from "./editor.ts";
import type { Editor, Point } from "./editor.ts";

test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true });

/** Moves one finger from place to place. */
async function swipe(finger: CDPSession, a: Point, b: Point) {
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: Point[]) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", a);
  for (let step = 1; step <= 5; step++) {
    await touch("touchMove", { x: a.x + ((b.x - a.x) * step) / 5, y: a.y + ((b.y - a.y) * step) / 5 });
  }
  await touch("touchEnd");
}

async function begin(editor: Editor, picture: string) {
  await editor.open("delay=0");
  await editor.add(picture);
  await editor.page.locator("#stage-image").scrollIntoViewIfNeeded();
  return editor.page.context().newCDPSession(editor.page);
}

test("a finger draws a box, moves it, and it is sent as drawn", async ({ editor, pictures }) => {
  const finger = await begin(editor, pictures["phone.jpg"]);
  const view = await editor.view();
  const [a, b] = [at(view, { x: 0.2, y: 0.3 }), at(view, { x: 0.6, y: 0.55 })];
  await swipe(finger, a, b);
  await expect(editor.boxes).toHaveCount(1);
  const drawn = boxBetween(view, a, b);
  expectBox(await editor.fields(), drawn);
  expect(await editor.view(), "the image stood still").toEqual(view);

  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  await swipe(finger, middle, { x: middle.x + 30, y: middle.y - 20 });
  const perPixel = view.pixels.width / view.width;
  const moved = [drawn[0] + 30 * perPixel, drawn[1] - 20 * perPixel, drawn[2] + 30 * perPixel, drawn[3] - 20 * perPixel];
  expectBox(await editor.fields(), moved as typeof drawn, 2);
  const shown = await editor.fields();

  await editor.write("Put a cup into the selected area of image 1");
  await editor.waitOnConnection();
  await editor.edit.tap();
  await editor.expectSaved(1);
  expect(sent(await editor.theSubmit()).parameters.bbox_list).toEqual([[shown]]);
});

test("a third box is explained, and the two stay", async ({ editor, pictures }) => {
  const finger = await begin(editor, pictures["plain.jpg"]);
  const view = await editor.view();
  const place = (x: number, y: number) => at(view, { x, y });
  await swipe(finger, place(0.05, 0.05), place(0.35, 0.4));
  await swipe(finger, place(0.6, 0.05), place(0.9, 0.4));
  await expect(editor.boxes).toHaveCount(2);
  await swipe(finger, place(0.05, 0.6), place(0.35, 0.9));
  await expect(editor.notices).toContainText("One image has at most 2 boxes.");
  await expect(editor.boxes).toHaveCount(2);
});

test("two fingers zoom and draw nothing", async ({ editor, pictures }) => {
  const finger = await begin(editor, pictures["phone.jpg"]);
  const view = await editor.view();
  const middle = at(view, { x: 0.5, y: 0.5 });
  const apart = (distance: number) => [
    { x: middle.x - distance, y: middle.y, id: 1 },
    { x: middle.x + distance, y: middle.y, id: 2 },
  ];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: apart(20) });
  for (const distance of [30, 45, 60]) {
    await finger.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: apart(distance) });
  }
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect.poll(async () => (await editor.view()).width / view.width).toBeGreaterThan(2);
  await expect(editor.boxes).toHaveCount(0);
});
