// Runs in the page: one way to make and send the body, and a heartbeat that tells what the main thread felt.
const PATH = "/api/v1/services/aigc/multimodal-generation/generation";
const BEAT_MILLIS = 5;

const files = () => [...document.querySelector("input").files];

function dataUri(file) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
}

const post = (body) => fetch(PATH, { method: "POST", body, headers: { "content-type": "application/json" } });

let ready;
let client;
let wasm;

const ways = {
  /** What no client can go below: every file read as a data URI and dropped, and a finished body uploaded. */
  async limit() {
    for (const file of files()) await dataUri(file);
    await (await post(ready)).text();
  },

  async json() {
    const images = await Promise.all(files().map(dataUri));
    const content = [...images.map((image) => ({ image })), { text: "bench" }];
    const body = { model: "wan2.7-image-pro", input: { messages: [{ role: "user", content }] }, parameters: { n: 1 } };
    await (await post(JSON.stringify(body))).text();
  },

  async ours() {
    const images = files().map((source) => ({ source }));
    return client.edit({ model: "wan2.7-image-pro", prompt: "bench", images, n: 1, size: "2K" }).then(
      () => "resolved",
      (error) => String(error),
    );
  },
};

/** What is not measured: the module's loading, and the ready body. */
globalThis.prepare = async (way) => {
  if (way === "ours") {
    const [{ default: start }, { Client }] = await Promise.all([import("/pkg/wan_edit.js"), import("/pkg/index.js")]);
    wasm = await start();
    client = new Client({ service: `${location.origin}/api/v1`, credential: "sk-bench" });
  }
  if (way === "limit") {
    const sizes = files().map(({ size }) => Math.ceil(size / 3) * 4);
    ready = new Blob(sizes.map((size) => new Uint8Array(size).fill(65)));
  }
};

globalThis.measure = async (way) => {
  let heap = 0;
  let block = 0;
  let last = performance.now();
  const beat = () => {
    const now = performance.now();
    block = Math.max(block, now - last - BEAT_MILLIS);
    heap = Math.max(heap, performance.memory.usedJSHeapSize);
    last = now;
  };
  const heart = setInterval(beat, BEAT_MILLIS);
  const start = performance.now();
  const note = await ways[way]();
  const total = performance.now() - start;
  beat();
  clearInterval(heart);
  return { total, block, heap, wasm: wasm?.memory.buffer.byteLength ?? 0, note: note ?? "" };
};
