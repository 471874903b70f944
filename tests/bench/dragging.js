// A box dragged over an image of 8000 × 8000 pixels in the built page: how long its frames take.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, startStatic, workDir } from "../../tools/servers.js";
import { launch } from "../support/chromium.js";
import { drawPicture } from "../support/pictures.js";
import { quantile, verdict } from "./report.js";

const SIZE_PX = 8000;
const MOVES = 300;
/** One frame at 60 Hz. */
const TARGET_MILLIS = 16.7;

async function makeImage(browser) {
  const path = join(workDir, "bench", `${SIZE_PX}.jpg`);
  if (!existsSync(path)) {
    const page = await browser.newPage();
    await mkdir(join(workDir, "bench"), { recursive: true });
    await writeFile(path, await drawPicture(page, SIZE_PX, SIZE_PX));
    await page.close();
  }
  return path;
}

/** Draws a box, drags it around in a circle, and answers the times between frames meanwhile. */
async function drag(page) {
  const { mouse } = page;
  const view = await page.locator("#stage-image").boundingBox();
  const at = (x, y) => [view.x + x * view.width, view.y + y * view.height];
  await mouse.move(...at(0.4, 0.4));
  await mouse.down();
  await mouse.move(...at(0.6, 0.6), { steps: 5 });
  await mouse.up();
  await page.locator("[data-box]").waitFor();

  await mouse.move(...at(0.5, 0.5));
  await mouse.down();
  await page.evaluate(() => {
    const frames = (globalThis.benchFrames = []);
    let last;
    const note = (now) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  for (let move = 0; move < MOVES; move++) {
    const angle = (move / MOVES) * 6 * Math.PI;
    await mouse.move(...at(0.5 + 0.25 * Math.sin(angle), 0.5 + 0.25 * Math.sin(2 * angle)));
  }
  const frames = await page.evaluate(() => globalThis.benchFrames);
  await mouse.up();
  return frames;
}

/** Measures and prints; answers whether the target is reached. */
export async function benchDragging() {
  const browser = await launch();
  const site = await startStatic(join(root, "dist"));
  try {
    const image = await makeImage(browser);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(site.url);
    await page.locator("#edit").waitFor();
    await page.locator("#file-input").setInputFiles(image);
    await page.waitForFunction((size) => document.querySelector("#stage-image")?.naturalWidth === size, SIZE_PX);
    const frames = await drag(page);
    const [half, most, worst] = [0.5, 0.95, 1].map((part) => quantile(frames, part));
    console.log(`${frames.length} frames: median ${half.toFixed(1)} ms, longest ${worst.toFixed(1)} ms`);
    return verdict(
      Number(most.toFixed(1)) <= TARGET_MILLIS,
      `95th percentile ${most.toFixed(1)} ms (target ${TARGET_MILLIS})`,
    );
  } finally {
    await browser.close();
    await site.stop();
  }
}
