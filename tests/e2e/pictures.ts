// Pictures as people have them, made on the spot: the browser encodes, and what a browser does not write
// (EXIF, ballast, damage) is put in byte by byte. Made once, then kept under target/.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { PNG } from "pngjs";
import { drawPicture, png, withBallast, withOrientation } from "../support/pictures.js";
import { workDir } from "../../tools/servers.js";

/** Change this when a recipe changes. */
const EDITION = 4;

/** Paths of the pictures. */
export type Pictures = Record<keyof typeof recipes, string>;

type Encode = (width: number, height: number, type?: string, quality?: number) => Promise<Buffer>;

const recipes = {
  /** 1200×800 JPEG: nothing about it needs changing. */
  "plain.jpg": (encode: Encode) => encode(1200, 800),
  /** 1000×1500 JPEG. */
  "second.jpg": (encode: Encode) => encode(1000, 1500),
  /** 4000×3000 JPEG as a phone held upright writes it: EXIF orientation 6, so it is seen as 3000×4000. */
  "phone.jpg": async (encode: Encode) => withOrientation(await encode(4000, 3000), 6),
  /** 3000×2000 JPEG of 25 MB: over the service's 20 MB. */
  "heavy.jpg": async (encode: Encode) => withBallast(await encode(3000, 2000), 25_010_000),
  /** 9000×1500 JPEG: over the service's 8000 pixels. */
  "wide.jpg": (encode: Encode) => encode(9000, 1500),
  /** 200×200 JPEG: under the service's 240 pixels. */
  "tiny.jpg": (encode: Encode) => encode(200, 200),
  /** 3000×300 JPEG: longer than 8 to 1. */
  "strip.jpg": (encode: Encode) => encode(3000, 300),
  /** 800×600 WebP. */
  "plain.webp": (encode: Encode) => encode(800, 600, "image/webp"),
  /** 600×400 PNG, the left half fully transparent. */
  "alpha.png": async () => png(600, 400, (x) => [200, 40, 80, x < 300 ? 0 : 255]),
  /** 640×480 PNG without transparency, four coloured quarters. */
  "quarters.png": async () =>
    png(640, 480, (x, y) => [x < 320 ? 230 : 20, y < 240 ? 200 : 30, x < 320 === y < 240 ? 60 : 180, 255]),
  /** Text that calls itself a JPEG. */
  "text.jpg": async () => Buffer.from("This is not a picture.\n".repeat(20)),
  /** A PNG that ends half way. */
  "cut.png": async () => {
    const whole = png(600, 400, (x, y) => [(x * y) % 256, x % 256, y % 256, 255]);
    return whole.subarray(0, whole.length >> 1);
  },
};

export async function makePictures(browser: Browser): Promise<Pictures> {
  const dir = join(workDir, `pictures-${EDITION}`);
  await mkdir(dir, { recursive: true });
  const names = Object.keys(recipes) as (keyof typeof recipes)[];
  const missing = names.filter((name) => !existsSync(join(dir, name)));
  if (missing.length > 0) {
    const page = await browser.newPage();
    for (const name of missing) {
      const bytes = await recipes[name]((...what) => drawPicture(page, ...what));
      // Written aside and renamed: another worker may be making the same picture.
      const aside = join(dir, `.${name}-${process.pid}`);
      await writeFile(aside, bytes);
      await rename(aside, join(dir, name));
    }
    await page.close();
  }
  return Object.fromEntries(names.map((name) => [name, join(dir, name)])) as Pictures;
}

/** Width, height and pixels of a PNG file or of its bytes. */
export async function decodePng(png: string | Buffer): Promise<PNG> {
  return PNG.sync.read(typeof png === "string" ? await readFile(png) : png);
}

/** Whether two PNGs show the same, give or take `tolerance` in each channel. */
export async function showSame(a: string | Buffer, b: string | Buffer, tolerance = 0): Promise<boolean> {
  const [left, right] = await Promise.all([decodePng(a), decodePng(b)]);
  if (left.width !== right.width || left.height !== right.height) return false;
  return left.data.every((value, i) => Math.abs(value - right.data[i]) <= tolerance);
}
