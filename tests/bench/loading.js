// When the built page paints, can be typed into and can edit: first visit, fast 4G, a processor four times slower. Beside it
// a neighbour product, whose built folder WAN_BENCH_PEER names; WAN_BENCH_PEER_READY is what is there once that can edit.
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createSecureServer } from "node:http2";
import { extname, join, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { root, types, workDir } from "../../tools/servers.js";
import { makeCertificate } from "../proxy/certificates.js";
import { launch } from "../support/chromium.js";
import { fixed, median, verdict } from "./report.js";

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const CPU_SLOWDOWN = 4;
/** "Fast 4G" of Chromium's developer tools; bytes a second. */
const FAST_4G = { offline: false, latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 };

const targets = { paint: 0.6, type: 0.6, edit: 1.4 };
const titles = { paint: "first paint", type: "can type", edit: "can edit" };

const products = [["wan-edit", join(root, "dist"), "#edit"]];
if (process.env.WAN_BENCH_PEER) {
  products.push(["neighbour", resolve(process.env.WAN_BENCH_PEER), process.env.WAN_BENCH_PEER_READY ?? "input[type=file]"]);
}

/** A folder by HTTP/2 and gzip, as hosts serve it. */
async function serve(dir) {
  await mkdir(workDir, { recursive: true });
  const keys = mkdtempSync(join(workDir, "loading-"));
  makeCertificate(keys, "ca");
  const { certificate, key } = makeCertificate(keys, "host", "ca", ["localhost"]);
  const packed = new Map();
  const pack = (file) => packed.get(file) ?? packed.set(file, gzipSync(readFileSync(file))).get(file);
  const options = { cert: readFileSync(certificate), key: readFileSync(key) };
  const server = createSecureServer(options, (request, response) => {
    const { pathname } = new URL(request.url, "https://localhost");
    const file = join(dir, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    if (!file.startsWith(dir + sep) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      return response.writeHead(404).end();
    }
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip" }).end(pack(file));
  });
  const sessions = new Set();
  server.on("session", (session) => sessions.add(session).size && session.on("close", () => sessions.delete(session)));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `https://localhost:${server.address().port}/`,
    stop: () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}

/** Runs in the page: notes when it first could be typed into, and when what `ready` selects was first shown. */
function watch(ready) {
  const isShown = (selector) => {
    const element = document.querySelector(selector);
    return element && !element.disabled && (element.checkVisibility() || element.type === "file");
  };
  const times = (globalThis.benchTimes = {});
  const look = () => {
    if (isShown("textarea, [contenteditable=true]")) times.type ??= performance.now();
    if (isShown(ready)) times.edit ??= performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** One first visit; milliseconds since its beginning. */
async function visit(browser, url, ready) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-US", viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", FAST_4G);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await page.addInitScript(watch, ready);
  await page.goto(url, { waitUntil: "commit" });
  const isDone = () => globalThis.benchTimes.type && globalThis.benchTimes.edit;
  await page.waitForFunction(isDone, null, { timeout: 60_000, polling: 100 });
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    ...globalThis.benchTimes,
  }));
  await context.close();
  return times;
}

/** Measures and prints; answers whether all targets are reached. */
export async function benchLoading() {
  const browser = await launch();
  const servers = await Promise.all(products.map(([, dir]) => serve(dir)));
  try {
    const results = products.map(() => []);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [index, [, , ready]] of products.entries()) {
        const times = await visit(browser, servers[index].url, ready);
        // The first round warms the file cache.
        if (round > 0) results[index].push(times);
      }
    }
    const medians = results.map((runs) =>
      Object.fromEntries(Object.keys(titles).map((what) => [what, median(runs.map((run) => run[what]))])),
    );
    console.log(`fast 4G, ${CPU_SLOWDOWN} × slower processor, ${ROUNDS} rounds, Chromium ${browser.version()}`);
    console.log(`${"median".padEnd(16)} ${Object.values(titles).map((title) => title.padStart(13)).join("")}`);
    for (const [index, [name]] of products.entries()) {
      const times = Object.keys(titles).map((what) => `${fixed(medians[index][what], 0, 10)} ms`);
      console.log(`${name.padEnd(16)} ${times.join("")}`);
    }
    if (products.length < 2) {
      console.log("no neighbour: set WAN_BENCH_PEER to its built folder");
      return true;
    }
    const [ours, theirs] = medians;
    return Object.keys(titles)
      .map((what) => {
        const ratio = ours[what] / theirs[what];
        return verdict(ratio <= targets[what], `${titles[what]} ${ratio.toFixed(2)} × the neighbour's (target ${targets[what]})`);
      })
      .every(Boolean);
  } finally {
    await browser.close();
    for (const server of servers) server.stop();
  }
}
