// 1000 edits in a row in one page: nothing grows.
import { PNG } from "pngjs";
import { expect, newKey, test } from "./fixtures.js";
import { run } from "./setup.js";

/** A white PNG of 240 × 240 without transparency, as base64. */
function white() {
  const picture = new PNG({ width: 240, height: 240 });
  picture.data.fill(255);
  return PNG.sync.write(picture, { colorType: 2 }).toString("base64");
}

/** Edits until so many are done; what is kept is measured there. The first part fills what is filled once. */
const milestones = [100, 500, 1000];

test("1000 edits in a row leave wasm memory, JavaScript's heap, listeners and nodes level", async ({ page, host, emulator }) => {
  test.setTimeout(300_000);
  await page.addInitScript(() => {
    for (const name of ["instantiate", "instantiateStreaming"] as const) {
      const original: any = WebAssembly[name];
      (WebAssembly as any)[name] = async (...rest: any[]) => {
        const made = await original(...rest);
        Object.assign(globalThis, { wasmMemory: (made.instance ?? made).exports.memory });
        return made;
      };
    }
  });
  await page.goto(host.url);
  await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.enable");

  const seen: { wasm: number; heap: number; listeners: number; nodes: number }[] = [];
  let done = 0;
  for (const milestone of milestones) {
    const images = await page.evaluate(
      async ({ service, credential, count }) => {
        const canvas = new OffscreenCanvas(240, 240);
        // With transparency, so that each is drawn anew before it is sent.
        canvas.getContext("2d")!.fillRect(0, 0, 240, 120);
        const client = ((globalThis as any).client ??= new kit.Client({ service, credential, submitsPerSecond: Infinity }));
        let images = 0;
        for (let edit = 0; edit < count; edit++) {
          const source = await canvas.convertToBlob();
          const abort = new AbortController();
          const request = { model: "wan2.7-image", prompt: "湖", images: [{ source, bboxes: [[1, 2, 30, 40]] }], size: "768*768" };
          const run = client.edit(request, { delivery: "sync", signal: abort.signal, onProgress: () => {} });
          for await (const _ of run);
          const outcome = await run;
          if ((await outcome.images[0].blob({ signal: abort.signal })).size > 100) images++;
          abort.abort();
        }
        return images;
      },
      { service: emulator.api, credential: newKey("delay=0", "unlimited"), count: milestone - done },
    );
    expect(images).toBe(milestone - done);
    done = milestone;
    // What one collection lets go of, another one can collect.
    for (let turn = 0; turn < 3; turn++) await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    const { jsEventListeners, nodes } = await devtools.send("Memory.getDOMCounters");
    const wasm = await page.evaluate(() => (globalThis as any).wasmMemory.buffer.byteLength);
    seen.push({ wasm, heap: usedSize, listeners: jsEventListeners, nodes });
    console.log(`after ${done} edits: wasm ${wasm / 1000} kB, heap ${Math.round(usedSize / 1000)} kB, ${jsEventListeners} listeners, ${nodes} nodes`);
  }
  const [first, , last] = seen;
  expect(last!.wasm).toBe(first!.wasm);
  expect(last!.heap).toBeLessThan(first!.heap + 300_000);
  expect(last!.listeners).toBe(first!.listeners);
  expect(last!.nodes).toBe(first!.nodes);
});

test("1000 edits in Node leave its memory level", ({ emulator }) => {
  test.setTimeout(300_000);
  const code = `
    import { Client } from "wan-edit";
    const client = new Client({ service: ${JSON.stringify(emulator.api)}, credential: ${JSON.stringify(newKey("delay=0", "unlimited"))}, submitsPerSecond: Infinity });
    const source = new File([Uint8Array.from(atob(${JSON.stringify(white())}), (letter) => letter.charCodeAt(0))], "a.png");
    const seen = [];
    for (let edit = 1; edit <= 1000; edit++) {
      const run = client.edit({ model: "wan2.7-image", prompt: "湖", images: [{ source, bboxes: [[1, 2, 30, 40]] }], size: "768*768" }, { delivery: "sync", signal: new AbortController().signal });
      for await (const _ of run);
      await (await run).images[0].blob();
      if (![200, 600, 1000].includes(edit)) continue;
      for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done, 50)).then(gc);
      const { heapUsed, external } = process.memoryUsage();
      seen.push(heapUsed + external);
    }
    console.log(JSON.stringify(seen));
    process.exit();`;
  const seen = JSON.parse(run(process.execPath, "--expose-gc", "--input-type=module", "--eval", code));
  console.log(`after 200, 600 and 1000 edits in Node: ${seen.map((bytes: number) => `${Math.round(bytes / 1000)} kB`).join(", ")}`);
  expect(seen[2]).toBeLessThan(seen[0] + 2_000_000);
});
