// What the tests of the elements share: a page of an app, and pictures.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { drawPicture } from "../support/pictures.js";
import { app } from "./setup.js";

type Looks = { head?: string; style?: string; before?: string; start?: string };

/** Opens a page of an app with `body` in it. `before` runs before the elements are known, `start` makes them known. */
export async function shop(page: Page, host: { url: string }, body: string, { head = "", style = "", before = "", start = "node_modules/wan-edit/element/element.js" }: Looks = {}) {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,"><title>A shop</title><script type="importmap">{ "imports": { "wan-edit/element": "./node_modules/wan-edit/element/element.js" } }</script><style>${style}</style></head>
    <body><main>${body}</main><script>${before}</script><script type="module" src="./${start}"></script></body></html>`;
  const name = `shop-${randomUUID()}.html`;
  writeFileSync(join(app, name), html);
  await page.goto(host.url + name);
}

/** A JPEG. */
export function file(page: Page, width: number, height: number): Promise<Buffer> {
  return drawPicture(page, width, height);
}

/** Waits until an image is shown and stands still. */
export async function settled(image: Locator) {
  let last = "";
  await expect
    .poll(async () => {
      const [before, now] = [last, JSON.stringify(await image.boundingBox())];
      last = now;
      return before === now && now !== "null" && (await image.evaluate((image) => (image as HTMLImageElement).complete));
    })
    .toBe(true);
}

/** A point of the window, by parts of an element. */
export async function at(element: Locator, x: number, y: number) {
  const box = (await element.boundingBox())!;
  return [box.x + box.width * x, box.y + box.height * y] as const;
}
