// How the client behaves as JavaScript: loading, runs, images, dry runs, another fetch, and what an abort leaves behind.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator, startStatic } from "../../tools/servers.js";
import { expect, newKey, proxyTo, submits, test } from "./fixtures.js";
import { app as appDir } from "./setup.js";

const lake = { model: "wan2.7-image", prompt: "湖", size: "768*768" };
const wasm = join(appDir, "node_modules/wan-edit/wan_edit_bg.wasm");

test.describe("loading", () => {
  const models = (app: any) => app.evaluate(async () => (await new kit.Client({ service: "beijing", credential: "sk-x" }).models()).length);

  test("a host that says another type loads all the same", async ({ app }) => {
    await app.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/octet-stream", body: readFileSync(wasm) }));
    expect(await models(app)).toBe(4);
  });

  test("a load that failed is tried again", async ({ app }) => {
    let loads = 0;
    await app.route("**/wasm-inline.js", (route) => route.fulfill({ status: 503, body: "" }));
    await app.route("**/*.wasm", (route) => (loads++ ? route.continue() : route.fulfill({ status: 503, body: "" })));
    await expect(models(app)).rejects.toThrow();
    expect(await models(app)).toBe(4);
    expect(loads).toBe(2);
  });

  test("where the file is not, because a page comes or none, it is a script", async ({ app }) => {
    await app.route("**/*.wasm", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }));
    expect(await models(app)).toBe(4);
    await app.reload();
    await app.route("**/*.wasm", (route) => route.abort());
    expect(await models(app)).toBe(4);
  });

  for (const source of ["an address", "an option", "bytes", "a module", "a response"]) {
    test(`it comes from ${source} where that is wanted`, async ({ app }) => {
      const loads: string[] = [];
      app.on("request", (request) => request.url().endsWith(".wasm") && loads.push(new URL(request.url()).pathname));
      await app.route("**/elsewhere.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: readFileSync(wasm) }));
      await app.evaluate(async (source) => {
        const url = new URL("/elsewhere.wasm", location.href);
        const bytes = async () => (await fetch(url)).arrayBuffer();
        const sources: Record<string, unknown> = {
          "an address": url.href,
          "an option": { module_or_path: url },
          bytes: bytes(),
          "a module": bytes().then((bytes) => WebAssembly.compile(bytes)),
          "a response": fetch(url),
        };
        await kit.init(source === "an option" ? sources[source] : await sources[source]);
      }, source);
      expect(await models(app)).toBe(4);
      expect(new Set(loads)).toEqual(new Set(["/elsewhere.wasm"]));
    });
  }
});

test.describe("a run", () => {
  test("is a promise, an iterable from the start, and a stream", async ({ app, emulator }) => {
    const seen = await app.evaluate(
      async ({ service, credential, request }) => {
        const told: string[] = [];
        const run = new kit.Client({ service, credential }).edit(request, { onProgress: ({ state }: any) => told.push(state) });
        const states = async (events: AsyncIterable<any>) => {
          const states = [];
          for await (const { state } of events) states.push(state);
          return states;
        };
        const streamed = async () => {
          const states = [];
          for (const reader = run.stream().getReader(); ; ) {
            const { done, value } = await reader.read();
            if (done) return states;
            states.push(value.state);
          }
        };
        const both = await Promise.all([states(run), streamed()]);
        const { images } = await run;
        return { isPromise: run instanceof Promise, told, both, late: await states(run), images: images.length };
      },
      { service: emulator.api, credential: newKey("delay=0"), request: lake },
    );
    expect(seen).toMatchObject({ isPromise: true, images: 1 });
    expect(seen.told.slice(0, 2)).toEqual(["sending", "task-created"]);
    for (const states of [...seen.both, seen.late]) expect(states).toEqual(seen.told);
  });

  test("throws its error to whoever awaits, iterates or reads, and is unhandled only when nobody does", async ({ app }) => {
    const seen = await app.evaluate(async () => {
      const unhandled: string[] = [];
      addEventListener("unhandledrejection", (event) => {
        unhandled.push(event.reason.kind);
        event.preventDefault();
      });
      const client = new kit.Client({ service: "beijing", credential: "sk-x" });
      const run = () => client.edit({ model: "wan2.7-image", prompt: "" });
      const kind = async (work: () => Promise<unknown>) => (await kit.rejection(work)).kind;
      const kinds = [
        await kind(() => run()),
        await kind(async () => { for await (const _ of run()); }),
        await kind(() => run().stream().getReader().read()),
      ];
      await new Promise((done) => setTimeout(done, 50));
      const handled = unhandled.length;
      void run();
      await new Promise((done) => setTimeout(done, 50));
      return { kinds, handled, unhandled };
    });
    expect(seen).toEqual({ kinds: Array(3).fill("invalid-request"), handled: 0, unhandled: ["invalid-request"] });
  });

  test("goes on when who watches throws, leaves the loop, or changes the request", async ({ app, emulator }) => {
    const key = newKey("delay=0");
    const seen = await app.evaluate(
      async ({ service, credential, request }) => {
        const reported: string[] = [];
        addEventListener("error", (event) => {
          reported.push(event.message);
          event.preventDefault();
        });
        const onProgress = () => {
          throw new Error("mine");
        };
        const run = new kit.Client({ service, credential }).edit(request, { onProgress, delivery: "sync" });
        request.prompt = "";
        for await (const _ of run) break;
        await run.stream().cancel();
        return { images: (await run).images.length, reported };
      },
      { service: emulator.api, credential: key, request: lake },
    );
    expect(seen).toEqual({ images: 1, reported: ["Uncaught Error: mine"] });
    expect((await submits(emulator, key))[0].body.input.messages[0].content).toEqual([{ text: "湖" }]);
  });
});

test("images may be given as anything that holds one", async ({ app, emulator }) => {
  const key = newKey("delay=0", "unlimited");
  const kinds = await app.evaluate(
    async ({ service, credential }) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
      const draw = canvas.getContext("2d")!;
      draw.fillStyle = "green";
      draw.fillRect(0, 0, 320, 240);
      const blob = await new Promise<Blob>((done) => canvas.toBlob((blob) => done(blob!), "image/jpeg"));
      const offscreen = new OffscreenCanvas(320, 240);
      offscreen.getContext("2d")!.fillRect(0, 0, 320, 240);
      const image = new Image();
      image.src = canvas.toDataURL("image/png");
      document.body.append(image);
      await image.decode();
      const kinds: Record<string, unknown> = {
        File: new File([blob], "a.jpg"),
        Blob: blob,
        "data URI": canvas.toDataURL("image/jpeg"),
        "blob URL": URL.createObjectURL(blob),
        "<img>": image,
        "<canvas>": canvas,
        OffscreenCanvas: offscreen,
        ImageBitmap: await createImageBitmap(blob),
        ImageData: draw.getImageData(0, 0, 320, 240),
        wrapped: { source: canvas, bboxes: [[1, 2, 30, 40]] },
      };
      const client = new kit.Client({ service, credential });
      for (const image of Object.values(kinds)) await client.edit({ model: "wan2.7-image", prompt: "x", images: [image], size: "768*768" }, { delivery: "sync" });
      return Object.keys(kinds);
    },
    { service: emulator.api, credential: key },
  );
  const sent = (await submits(emulator, key)).map(({ body }: any) => body.input.messages[0].content[0].image);
  expect(sent).toHaveLength(kinds.length);
  for (const [index, image] of sent.entries()) expect(image, kinds[index]).toMatchObject({ width: 320, height: 240 });
});

test("images that the page cannot read are told by their place", async ({ app }) => {
  const paths = await app.evaluate(async () => {
    const client = new kit.Client({ service: "beijing", credential: "sk-x" });
    const check = async (images: unknown) => (await client.check({ model: "wan2.7-image", prompt: "x", images })).map(({ path, code }: any) => `${path}: ${code}`);
    return Promise.all([check([new Blob(["no picture"])]), check(["https://example.com/a.png", 7]), check([null]), check(["data:image/png;base64,"]), check("x")]);
  });
  expect(paths).toEqual([["images[0]: image_unreadable"], ["images[1]: malformed"], ["images[0]: malformed"], ["images[0]: image_unreadable"], ["images: malformed"]]);
});

test("a dry run makes the request that an edit sends, without the key, and sends nothing", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const made = await app.evaluate(
    async ({ service, credential, picture }) => {
      const client = new kit.Client({ service, credential });
      const request = { model: "wan2.7-image", prompt: "冬天", images: [{ source: kit.file(picture), bboxes: [[1, 2, 30, 40]] }], extra: { style: [0.1, "x"] } };
      const { body, ...dry } = await client.request(request, { delivery: "sync" });
      return { ...dry, type: body.type, body: await body.text(), byTask: (await client.request(request)).headers };
    },
    { service: emulator.api, credential: key, picture },
  );
  expect(await emulator.requests(key)).toEqual([]);
  expect(JSON.stringify(made)).not.toContain(key);
  expect(made).toMatchObject({ method: "POST", url: made.target, headers: { "Content-Type": "application/json" }, type: "application/json" });
  expect(made.byTask).toEqual({ "Content-Type": "application/json", "X-DashScope-Async": "enable" });
  expect(JSON.parse(made.body).parameters).toEqual({ bbox_list: [[[1, 2, 30, 40]]], size: "2K", n: 1, watermark: false, style: [0.1, "x"] });

  const { method, url, headers, body } = made;
  const reply = await fetch(url, { method, headers: { ...headers, Authorization: `Bearer ${key}` }, body });
  expect(reply.status).toBe(200);
  expect((await submits(emulator, key))[0]).toMatchObject({ unsupported: ["style"], body: { input: { messages: [{ content: [{ image: { width: 1200 } }, {}] }] } } });
});

test("another model is asked for as it is", async ({ app, emulator }) => {
  const key = newKey();
  const error = await app.evaluate(
    async ({ service, credential }) => {
      const client = new kit.Client({ service, credential });
      const request = { model: "wan3.0-image", prompt: "x", n: 20, extra: { style: 1 } };
      const problems = await client.check(request);
      return { problems, ...(await kit.rejection(() => client.edit(request, { delivery: "sync" }))) };
    },
    { service: emulator.api, credential: key },
  );
  expect(error).toMatchObject({ problems: [], kind: "service", reason: "model-unknown", maybeBilled: false });
  expect((await submits(emulator, key))[0].body).toMatchObject({ model: "wan3.0-image", parameters: { n: 20, style: 1 } });
});

test("another fetch is called for all of it", async ({ app, emulator }) => {
  const key = newKey("delay=0");
  const calls = await app.evaluate(
    async ({ service, credential, request }) => {
      const calls: string[] = [];
      const other = (url: string, options: RequestInit) => {
        calls.push(`${options.method ?? "GET"} ${new URL(url).pathname.replace(/[0-9a-f-]{36}/, "ID")}`);
        return fetch(url, options);
      };
      const client = new kit.Client({ service, credential, fetch: other });
      const { images } = await client.edit(request);
      await images[0].blob();
      const fake = new kit.Client({ service: "beijing", credential, fetch: async () => Response.json({ data: [], total_page: 1 }) });
      return { calls, tasks: await fake.tasks() };
    },
    { service: emulator.api, credential: key, request: lake },
  );
  expect(calls.calls[0]).toBe("POST /api/v1/services/aigc/image-generation/generation");
  expect(calls.calls).toContain("GET /api/v1/tasks/ID");
  expect(calls.calls.at(-1)).toBe("GET /ID/0.png");
  expect(calls.tasks).toEqual({ tasks: [], pages: 1 });
});

test("bytes come straight from the host, and by way of the proxy where that lets no browser read them", async ({ app, emulator, browser }) => {
  const closed = await startEmulator();
  const asked: string[] = [];
  const host = await startStatic(appDir, proxyTo(emulator, (path) => asked.push(path)));
  try {
    const page = await browser.newPage();
    await page.goto(host.url);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
    const bytes = (service: string) =>
      page.evaluate(
        async ({ service, credential, request }) => {
          const client = new kit.Client({ service, credential, proxy: "/proxy" });
          const { images } = await client.edit(request, { delivery: "sync" });
          return Promise.all(images.map(async (image: any) => (await image.blob()).size > 0));
        },
        { service, credential: newKey("delay=0"), request: { ...lake, n: 2 } },
      );
    const results = () => asked.splice(0).filter((path) => path.includes(".png")).length;
    expect(await bytes(emulator.api)).toEqual([true, true]);
    expect(results()).toBe(0);
    expect(await bytes(closed.api)).toEqual([true, true]);
    expect(results()).toBe(2);
    await page.close();
  } finally {
    await host.stop();
    await closed.stop();
  }
});

test("a host that lets no browser in costs nothing, and a proxy is named; a lost connection may cost", async ({ app }) => {
  const ask = () => app.evaluate((request) => kit.rejection(() => new kit.Client({ service: "beijing", credential: "sk-x" }).edit(request, { delivery: "sync" })), lake);
  const host = "https://dashscope.aliyuncs.com/**";
  await app.route(host, (route) => route.fulfill({ status: 401, headers: { "access-control-allow-origin": "https://nobody.example" }, body: "{}" }));
  expect(await ask()).toMatchObject({ kind: "not-sent", fault: "network", maybeBilled: false, retryable: false, message: expect.stringContaining("set a proxy") });
  await app.unroute(host);
  await app.route(host, (route) => route.abort());
  expect(await ask()).toMatchObject({ kind: "network", maybeBilled: true });
});

test("a path of the page, bytes and a list of files are images, too", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0", "unlimited");
  await app.route("**/photos/a.jpg", (route) => route.fulfill({ contentType: "image/jpeg", body: Buffer.from(picture, "base64") }));
  await app.evaluate(
    async ({ service, credential, request, picture }) => {
      const client = new kit.Client({ service, credential });
      const list = new DataTransfer();
      list.items.add(kit.file(picture));
      const bytes = await kit.file(picture).arrayBuffer();
      for (const images of [["photos/a.jpg"], [bytes], [new Uint8Array(bytes)], list.files]) await client.edit({ ...request, images }, { delivery: "sync" });
    },
    { service: emulator.api, credential: key, request: lake, picture },
  );
  const sent = (await submits(emulator, key)).map(({ body }: any) => body.input.messages[0].content[0].image);
  expect(sent).toHaveLength(4);
  for (const image of sent) expect(image).toMatchObject({ width: 1200, height: 800 });
});

test("it works in a worker", async ({ app, host, emulator }) => {
  const answer = await app.evaluate(
    async ({ module, data }) => {
      const code = `import { Client } from ${JSON.stringify(module)};
        onmessage = async ({ data }) => {
          const canvas = new OffscreenCanvas(320, 240);
          canvas.getContext("2d").fillRect(0, 0, 320, 240);
          const { images } = await new Client(data.options).edit({ ...data.request, images: [canvas] });
          const { width, height } = await createImageBitmap(await images[0].blob());
          postMessage({ isWindow: "document" in globalThis, width, height });
        };`;
      return kit.inWorker(data, URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
    },
    { module: `${host.url}node_modules/wan-edit/index.js`, data: { options: { service: emulator.api, credential: newKey("delay=0") }, request: lake } },
  );
  expect(answer).toEqual({ isWindow: false, width: 768, height: 768 });
});

test("it works in a service worker", async ({ app, emulator }) => {
  writeFileSync(
    join(appDir, "service-worker.js"),
    `import { Client } from "./node_modules/wan-edit/index.js";
    addEventListener("message", ({ data, source, waitUntil }) => {
      const edit = async () => {
        const canvas = new OffscreenCanvas(320, 240);
        canvas.getContext("2d").fillRect(0, 0, 160, 240);
        const images = [{ source: await canvas.convertToBlob(), bboxes: [[1, 2, 30, 40]] }];
        const outcome = await new Client(data.options).edit({ ...data.request, images });
        return (await outcome.images[0].blob()).size;
      };
      edit().then((bytes) => source.postMessage({ bytes }), (error) => source.postMessage({ error: String(error) }));
    });`,
  );
  const answer = await app.evaluate(
    async (data) => {
      await navigator.serviceWorker.register("/service-worker.js", { type: "module" });
      const { active } = await navigator.serviceWorker.ready;
      const answer = new Promise((done) => (navigator.serviceWorker.onmessage = ({ data }) => done(data)));
      active!.postMessage(data);
      return answer;
    },
    { options: { service: emulator.api, credential: newKey("delay=0") }, request: lake },
  );
  expect(answer).toEqual({ bytes: expect.any(Number) });
});

test.describe("an abort leaves nothing behind", () => {
  /** Counts what is open: timers, listeners on signals, requests. */
  function count() {
    const open = { timers: new Set<unknown>(), listeners: 0, requests: 0 };
    const { setTimeout, clearTimeout, fetch } = globalThis;
    const later = (work: any, millis?: number, ...rest: any[]): any => {
      const timer: any = setTimeout(() => (open.timers.delete(timer), work(...rest)), millis);
      open.timers.add(timer);
      return timer;
    };
    const never = (timer: any) => (open.timers.delete(timer), clearTimeout(timer));
    const counted = async (...rest: Parameters<typeof fetch>) => {
      open.requests++;
      const end = () => void open.requests--;
      const reply = fetch(...rest);
      reply.then((reply) => reply.clone().arrayBuffer()).then(end, end);
      return reply;
    };
    Object.assign(globalThis, { setTimeout: later, clearTimeout: never, fetch: counted, realTimeout: setTimeout });
    const { addEventListener, removeEventListener } = AbortSignal.prototype;
    Object.assign(AbortSignal.prototype, {
      addEventListener(...rest: any) { open.listeners++; return addEventListener.apply(this, rest); },
      removeEventListener(...rest: any) { open.listeners--; return removeEventListener.apply(this, rest); },
    });
    Object.assign(globalThis, { stillOpen: () => ({ timers: open.timers.size, listeners: open.listeners, requests: open.requests }) });
  }

  const moments: [name: string, words: string[], options: object, state: string][] = [
    ["while the request is on its way", ["delay=60000"], { delivery: "sync" }, "sending"],
    ["while a refused request waits", ["throttle=9"], {}, "throttled"],
    ["while the task is queued", ["pending=60000"], {}, "pending"],
    ["while the task runs", ["delay=60000"], {}, "running"],
    ["while a stream comes", ["sse=stall"], { delivery: "stream" }, "text"],
    ["after the end", ["delay=0"], { delivery: "sync" }, "never"],
  ];
  for (const [name, words, options, state] of moments) {
    test(name, async ({ page, host, emulator }) => {
      await page.addInitScript(count);
      await page.goto(host.url);
      await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
      const request = state === "text" ? { model: "wan2.6-image", prompt: "2张图", enableInterleave: true } : lake;
      const left = await page.evaluate(
        async ({ service, credential, request, options, state }) => {
          const abort = new AbortController();
          const onProgress = (event: any) => event.state === state && abort.abort();
          const end = await new kit.Client({ service, credential }).edit(request, { ...options, signal: abort.signal, onProgress }).then(() => "outcome", ({ kind }: any) => kind);
          abort.abort();
          await new Promise((done) => (globalThis as any).realTimeout(done, 200));
          return { end, ...(globalThis as any).stillOpen() };
        },
        { service: emulator.api, credential: newKey(...words), request, options, state },
      );
      expect(left).toEqual({ end: state === "never" ? "outcome" : "canceled", timers: 0, listeners: 0, requests: 0 });
    });
  }
});
