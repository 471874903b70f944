// How nine pictures of 15 MB become one request body: our client beside the limit and beside what everybody writes. It
// prints medians, and their ratios to the limit, which say more than the times on a busy machine.
import { existsSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "../support/chromium.js";
import { root, startStatic, workDir } from "../../tools/servers.js";
import { fixed, median, verdict } from "./report.js";

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const FILES = 9;
const FILE_BYTES = 15_000_000;

const targets = { total: 2.0, block: 60, heap: 100, faster: 2.3 };

const ways = {
  limit: "limit: read the files, upload a ready Blob",
  json: "data URIs, one JSON string, fetch",
  ours: "wan-edit: Client.edit",
};

/** A JPEG of noise, as a browser encodes it: as heavy as a photo of many more pixels. */
async function noise(page, width, height) {
  const base64 = await page.evaluate(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width, height);
      const pixels = new Uint8ClampedArray(width * height * 4);
      for (let at = 0; at < pixels.length; at += 65_536) crypto.getRandomValues(pixels.subarray(at, at + 65_536));
      for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
      canvas.getContext("2d").putImageData(new ImageData(pixels, width, height), 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
      const reader = new FileReader();
      reader.readAsDataURL(blob);
      await new Promise((done) => (reader.onload = done));
      return reader.result.slice(reader.result.indexOf(",") + 1);
    },
    [width, height],
  );
  return Buffer.from(base64, "base64");
}

/** Nine different JPEGs of about FILE_BYTES that the service would take as they are. */
async function makeFiles(browser) {
  const dir = join(workDir, "bench");
  await mkdir(dir, { recursive: true });
  const paths = Array.from({ length: FILES }, (_, i) => join(dir, `noise-${i}.jpg`));
  if (!paths.every((path) => existsSync(path))) {
    const page = await browser.newPage();
    const width = 3200;
    const sample = await noise(page, width, 160);
    const height = Math.round((FILE_BYTES / sample.length) * 160);
    for (const path of paths) await writeFile(path, await noise(page, width, height));
    await page.close();
  }
  return paths;
}

/** Takes what is posted, counts it, and refuses it as the service would: nothing to poll, nothing to retry. */
function sink(received) {
  return (request, response) => {
    if (request.method !== "POST") return false;
    let bytes = 0;
    request.on("data", (chunk) => (bytes += chunk.length));
    request.on("end", () => {
      received.push(bytes);
      response.writeHead(400, { "content-type": "application/json" });
      response.end('{"code":"InvalidParameter","message":"bench","request_id":"bench"}');
    });
    return true;
  };
}

async function measure(browser, url, files, way, received) {
  const page = await browser.newPage();
  await page.goto(`${url}tests/bench/bodies.html`);
  await page.locator("input").setInputFiles(files);
  await page.evaluate((way) => globalThis.prepare(way), way);
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  received.length = 0;
  const result = await page.evaluate((way) => globalThis.measure(way), way);
  await page.close();
  const wanted = files.reduce((sum, path) => sum + Math.ceil(statSync(path).size / 3) * 4, 0);
  if (received.length !== 1 || received[0] < wanted || received[0] > wanted + 10_000) {
    throw new Error(`${way}: expected one body of ${wanted} bytes and a little, got [${received}]: ${result.note}`);
  }
  return result;
}

/** Measures and prints; answers whether all targets are reached. */
export async function benchBodies() {
  const browser = await launch(["--enable-precise-memory-info"]);
  const received = [];
  const server = await startStatic(root, sink(received));
  try {
    const files = await makeFiles(browser);
    const results = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
    console.log(`${FILES} JPEGs of ${FILE_BYTES / 1e6} MB, ${ROUNDS} rounds, Chromium ${browser.version()}`);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const way of Object.keys(ways)) {
        const result = await measure(browser, server.url, files, way, received);
        // The first round warms the file cache.
        if (round > 0) results[way].push(result);
      }
    }

    const medians = {};
    for (const [way, runs] of Object.entries(results)) {
      medians[way] = Object.fromEntries(
        ["total", "block", "heap", "wasm"].map((key) => [key, median(runs.map((run) => run[key]))]),
      );
    }
    console.log(`${"median".padEnd(44)}   total  × limit  longest block   peak JS heap  wasm memory`);
    for (const [way, { total, block, heap, wasm }] of Object.entries(medians)) {
      const ratio = total / medians.limit.total;
      console.log(
        `${ways[way].padEnd(44)} ${fixed(total / 1000, 2, 5)} s  ${fixed(ratio, 2, 7)}  ${fixed(block, 0, 10)} ms  ` +
          `${fixed(heap / 1e6, 0, 10)} MB  ${fixed(wasm / 1e6, 1, 8)} MB`,
      );
    }

    const { limit, json, ours } = medians;
    const total = ours.total / limit.total;
    const faster = json.total / ours.total;
    return [
      verdict(total <= targets.total, `total ${total.toFixed(2)} × the limit (target ${targets.total})`),
      verdict(faster >= targets.faster, `${faster.toFixed(2)} × faster than the JSON string (target ${targets.faster})`),
      verdict(ours.block <= targets.block, `longest block ${ours.block.toFixed(0)} ms (target ${targets.block})`),
      verdict(ours.heap <= targets.heap * 1e6, `peak JS heap ${(ours.heap / 1e6).toFixed(0)} MB (target ${targets.heap})`),
    ].every(Boolean);
  } finally {
    await browser.close();
    await server.stop();
  }
}
