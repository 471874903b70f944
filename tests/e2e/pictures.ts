// Pictures as people have them, made on the spot: the browser encodes, and what a browser does not write
// (EXIF, ballast, damage) is put in byte by byte. Made once, then kept under target/.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "@playwright/test";
import { PNG } from "pngjs";
import { workDir } from "../tools/servers.js";

/** Change this when a recipe changes. */
const EDITION = 1;

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
  "heavy.jpg": async (encode: Encode) => withBallast(await encode(3000, 2000), 25_000_000),
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
      const bytes = await recipes[name]((width, height, type = "image/jpeg", quality = 0.9) =>
        encodeInPage(page, width, height, type, quality),
      );
      // Written aside and renamed: another worker may be making the same picture.
      const aside = join(dir, `.${name}-${process.pid}`);
      await writeFile(aside, bytes);
      await rename(aside, join(dir, name));
    }
    await page.close();
  }
  return Object.fromEntries(names.map((name) => [name, join(dir, name)])) as Pictures;
}

/** A picture with something to see: a sky, a hill, a sun at the upper left, and its size written on it. */
async function encodeInPage(
  page: Awaited<ReturnType<Browser["newPage"]>>,
  width: number,
  height: number,
  type: string,
  quality: number,
): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ width, height, type, quality }) => {
      const canvas = new OffscreenCanvas(width, height);
      const draw = canvas.getContext("2d")!;
      const sky = draw.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, "#7db4e8");
      sky.addColorStop(1, "#fbe9c8");
      draw.fillStyle = sky;
      draw.fillRect(0, 0, width, height);
      draw.fillStyle = "#ffcf4a";
      draw.beginPath();
      draw.arc(width * 0.2, height * 0.25, Math.min(width, height) * 0.12, 0, 7);
      draw.fill();
      draw.fillStyle = "#4c8a57";
      draw.beginPath();
      draw.ellipse(width * 0.65, height, width * 0.5, height * 0.4, 0, 0, 7);
      draw.fill();
      draw.fillStyle = "#222";
      draw.font = `${Math.round(Math.min(width, height) / 12)}px sans-serif`;
      draw.fillText(`${width} × ${height}`, width * 0.08, height * 0.92);
      const blob = await canvas.convertToBlob({ type, quality });
      const url = await new Promise<string>((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result as string);
        reader.readAsDataURL(blob);
      });
      return url.slice(url.indexOf(",") + 1);
    },
    { width, height, type, quality },
  );
  return Buffer.from(base64, "base64");
}

/** The PNG whose pixel at (x, y) is `pixel(x, y)`: red, green, blue, alpha. */
export function png(width: number, height: number, pixel: (x: number, y: number) => number[]): Buffer {
  const image = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image.data.set(pixel(x, y), (y * width + x) * 4);
  }
  return PNG.sync.write(image);
}

/** `jpeg` with an EXIF segment that holds the orientation and nothing else. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  // prettier-ignore
  const exif = Buffer.from([
    0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0, 0, // APP1, "Exif"
    0x4d, 0x4d, 0x00, 0x2a, 0, 0, 0, 8, // big-endian TIFF
    0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0x00, orientation, 0, 0, // one entry: Orientation
    0, 0, 0, 0,
  ]);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/** `jpeg` grown to `bytes` by comment segments: the same picture, as heavy as wanted. */
export function withBallast(jpeg: Buffer, bytes: number): Buffer {
  const parts = [jpeg.subarray(0, 2)];
  for (let left = bytes - jpeg.length; left > 4; ) {
    const length = Math.min(left, 65_537);
    parts.push(Buffer.from([0xff, 0xfe, (length - 2) >> 8, (length - 2) & 255]), randomBytes(length - 4));
    left -= length;
  }
  return Buffer.concat([...parts, jpeg.subarray(2)]);
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
