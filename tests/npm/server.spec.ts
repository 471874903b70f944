// The client without a browser, in Node: what it edits, what it cannot, and that every call ends whatever callbacks do.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AddressInfo } from "node:net";
import { generateImage } from "ai";
import jpeg from "jpeg-js";
import { PNG } from "pngjs";
import { reactive, ref } from "vue";
import { freePort } from "../../tools/servers.js";
import { expect, newKey, serverTest as test, submits } from "./fixtures.js";
import { app } from "./setup.js";

const lake = { model: "wan2.7-image", prompt: "湖", size: "768*768" };

/** A picture of 320 × 240; with holes, its left half is transparent. */
function png(hasHoles = false) {
  const picture = new PNG({ width: 320, height: 240, colorType: hasHoles ? 6 : 2 });
  picture.data.fill(200);
  for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = hasHoles && (at >> 2) % 320 < 160 ? 0 : 255;
  return new File([new Uint8Array(PNG.sync.write(picture, { colorType: hasHoles ? 6 : 2 }))], "a.png", { type: "image/png" });
}

/** What `work` throws, and that it does so soon. */
async function rejection(work: () => unknown, millis = 5000): Promise<any> {
  let timer: NodeJS.Timeout;
  const hangs = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("it hangs")), millis);
  });
  try {
    await Promise.race([Promise.resolve().then(work), hangs]);
  } catch (error: any) {
    if (error.message === "it hangs") throw error;
    return error;
  } finally {
    clearTimeout(timer!);
  }
  throw new Error("it should have been refused");
}

const never = () => new Promise<never>(() => {});

/** A server of one's own; answers with its origin and how to stop it. */
async function serve(answer: Parameters<typeof createServer>[1]) {
  const server = createServer(answer!);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => (server.closeAllConnections(), void server.close()) };
}

test("it edits a file with a box, and gives the bytes", async ({ wan, emulator }) => {
  const credential = newKey("delay=0");
  const client = new wan.Client({ service: emulator.api, credential });
  const { images } = await client.edit({ ...lake, images: [{ source: png(), bboxes: [[1, 2, 30, 40]] }] });
  expect((await images[0].blob()).size).toBeGreaterThan(1000);
  const [{ body }] = await submits(emulator, credential);
  expect(body.input.messages[0].content[0].image).toMatchObject({ width: 320, height: 240 });
  expect(body.parameters.bbox_list).toEqual([[[1, 2, 30, 40]]]);
});

test("bytes of any kind are an image; a path is none, where no page is", async ({ wan, emulator }) => {
  const credential = newKey("delay=0", "unlimited");
  const client = new wan.Client({ service: emulator.api, credential });
  const bytes = await png().arrayBuffer();
  // Larger than a slice of base64, and not a multiple of its length.
  const padded = new Uint8Array(3_000_001);
  padded.set(new Uint8Array(bytes));
  for (const source of [bytes, new Uint8Array(bytes), Buffer.from(bytes), new DataView(bytes), `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`, padded]) {
    await client.edit({ ...lake, images: [source] }, { delivery: "sync" });
  }
  const sent = (await submits(emulator, credential)).map(({ body }) => body.input.messages[0].content[0].image);
  expect(sent).toHaveLength(6);
  for (const image of sent) expect(image).toMatchObject({ width: 320, height: 240 });
  expect(await rejection(() => client.edit({ ...lake, images: ["photo.jpg"] }))).toMatchObject({ kind: "invalid-request", problems: [{ path: "images[0]" }] });
});

test("a picture that has to be changed is refused with that reason, and changed by a codec", async ({ wan, emulator }) => {
  const credential = newKey("delay=0", "unlimited");
  const request = { ...lake, images: [png(true)] };
  const edit = (codec?: unknown, options?: object) => new wan.Client({ service: emulator.api, credential, codec }).edit(request, { delivery: "sync", ...options });
  expect(await rejection(() => edit())).toMatchObject({ kind: "image", message: expect.stringMatching(/has to be changed \(transparency filled\), and there is no canvas here.*codec/) });

  const wanted: any[] = [];
  const made = (width: number, height: number) => new Uint8Array(jpeg.encode({ width, height, data: Buffer.alloc(4 * width * height, 128) }, 80).data);
  await edit(async (picture: Blob, options: any) => {
    wanted.push({ bytes: picture.size, ...options });
    return made(options.width, options.height);
  });
  expect(wanted[0]).toEqual({ bytes: expect.any(Number), width: 320, height: 240, type: "image/webp", quality: 1, background: "#ffffff" });
  expect(wanted.at(-1)).toMatchObject({ type: "image/jpeg", quality: 0.95 });
  expect(await submits(emulator, credential)).toHaveLength(1);

  const wrong: [codec: unknown, words: RegExp][] = [
    [() => made(10, 10), /did not give an opaque, upright picture/],
    [() => "a picture", /resolved with a picture, not with a Blob/],
    [() => Promise.reject(new Error("no memory")), /no memory/],
  ];
  for (const [codec, words] of wrong) expect(await rejection(() => edit(codec))).toMatchObject({ kind: "image", message: expect.stringMatching(words) });
  expect(await rejection(() => edit(never, { deadlineMillis: 200 }))).toMatchObject({ kind: "deadline", maybeBilled: false });
  expect(await submits(emulator, credential)).toHaveLength(1);
});

test("a fetch that gives no response, throws or never ends is an error, and the next call works", async ({ wan, emulator }) => {
  const credential = newKey("delay=0", "unlimited");
  const of = (fetch: unknown) => new wan.Client({ service: emulator.api, credential, fetch });
  for (const answer of [undefined, null, "yes", {}]) {
    const error = await rejection(() => of(async () => answer).edit(lake));
    expect(error).toMatchObject({ kind: "network", maybeBilled: true, cause: { name: "TypeError", message: expect.stringContaining("not with a Response") } });
  }
  const thrown = new Error("mine");
  expect((await rejection(() => of(() => { throw thrown; }).edit(lake))).cause).toBe(thrown);
  expect((await rejection(() => of(() => Promise.reject(thrown)).tasks())).cause).toBe(thrown);
  const foreign = (body: unknown, headers: unknown) => async () => ({ status: 200, headers, arrayBuffer: async () => body });
  const list = new TextEncoder().encode('{"data":[],"total_page":1}').buffer;
  expect(await of(foreign(list, new Map([["x-request-id", "1"]]))).tasks()).toEqual({ tasks: [], pages: 1 });
  for (const fetch of [foreign(list, 7), foreign(never(), [])]) {
    expect(await rejection(() => of(fetch).tasks({ signal: AbortSignal.timeout(500) }))).toMatchObject({ name: expect.stringMatching(/Error/) });
  }
  expect(await rejection(() => of(never).edit(lake, { deadlineMillis: 200 }))).toMatchObject({ maybeBilled: true });
  expect(await rejection(() => of(never).edit(lake, { delivery: "sync", signal: AbortSignal.timeout(200) }))).toMatchObject({ kind: "canceled", name: "TimeoutError" });
  expect(await rejection(() => of(never).tasks({ signal: AbortSignal.timeout(200) }))).toMatchObject({ kind: "canceled" });
  expect((await of(fetch).edit(lake)).images).toHaveLength(1);
});

test("a credential function that never ends keeps neither deadline nor signal from ending a call; nothing is sent", async ({ wan, emulator }) => {
  const asked: string[] = [];
  const of = (credential: unknown) => new wan.Client({ service: emulator.api, credential, onRequest: ({ url }: any) => asked.push(url) });
  expect(await rejection(() => of(never).edit(lake, { deadlineMillis: 200 }))).toMatchObject({ kind: "deadline", maybeBilled: false, message: expect.stringContaining("credential") });
  expect(await rejection(() => of(never).resume("0385dc79", { deadlineMillis: 200 }))).toMatchObject({ kind: "deadline" });
  const calls: ((client: any, signal: AbortSignal) => Promise<unknown>)[] = [
    (client, signal) => client.edit(lake, { signal }),
    (client, signal) => client.submit(lake, { signal }),
    (client, signal) => client.wait("0385dc79", { signal }),
    (client, signal) => client.tasks({ signal }),
    (client, signal) => client.temporaryKey(60, { signal }),
    (client, signal) => client.diagnose(undefined, { signal }),
  ];
  for (const call of calls) {
    const error = await rejection(() => call(of(never), AbortSignal.timeout(200)));
    expect(error).toMatchObject({ kind: "canceled", name: "TimeoutError", maybeBilled: false });
  }
  expect(asked).toEqual([]);
});

test("a credential function that throws, or gives no key, is named with what it threw", async ({ wan, emulator }) => {
  const asked: string[] = [];
  const of = (credential: unknown) => new wan.Client({ service: emulator.api, credential, onRequest: ({ url }: any) => asked.push(url) });
  const thrown = new Error("please log in");
  const throwing = await rejection(() => of(async () => Promise.reject(thrown)).edit(lake));
  expect(throwing).toMatchObject({ kind: "not-sent", fault: "account", message: expect.stringMatching(/`credential` function failed: please log in/) });
  expect(throwing.cause).toBe(thrown);
  for (const made of [undefined, null, 7, {}, { token: 7 }]) {
    expect(await rejection(() => of(() => made).edit(lake))).toMatchObject({ kind: "not-sent", message: expect.stringContaining("it gave no key") });
  }
  // The key is asked for again before each request: the second time it fails.
  let calls = 0;
  const second = await rejection(() => of(() => (calls++ ? Promise.reject(thrown) : newKey())).edit(lake));
  expect(second).toMatchObject({ kind: "not-sent", message: expect.stringContaining("please log in"), maybeBilled: false });
  expect(asked).toEqual([]);
});

test("an abort is an AbortError with the signal's reason", async ({ wan, emulator }) => {
  const client = new wan.Client({ service: emulator.api, credential: newKey("pending=60000") });
  const reason = new Error("the user left");
  expect(await rejection(() => client.edit(lake, { signal: AbortSignal.abort(reason) }))).toMatchObject({ name: "AbortError", kind: "canceled", cause: reason });
  const abort = new AbortController();
  const onProgress = ({ state }: any) => state === "pending" && abort.abort();
  const error = await rejection(() => client.edit(lake, { signal: abort.signal, onProgress, pollIntervalMillis: 100 }));
  expect(error).toBeInstanceOf(wan.WanEditError);
  expect(error).toMatchObject({ name: "AbortError", kind: "canceled", cause: { name: "AbortError" } });
  expect(String(error)).toMatch(/^AbortError: /);
  const late = await rejection(() => client.edit(lake, { signal: AbortSignal.timeout(300), delivery: "task", pollIntervalMillis: 50 }));
  expect(late).toMatchObject({ name: "TimeoutError", cause: { name: "TimeoutError" } });
});

test("errors survive JSON and structured clone", async ({ wan, emulator }) => {
  const client = new wan.Client({ service: emulator.api, credential: newKey("fail=DataInspectionFailed") });
  const error = await rejection(() => client.edit(lake));
  for (const data of [JSON.parse(JSON.stringify(error)), structuredClone(error.toJSON())]) {
    expect(data).toMatchObject({ name: "WanEditError", message: error.message, kind: "service", reason: "content", code: "DataInspectionFailed", status: 400, maybeBilled: false });
    const again = wan.WanEditError.from(data);
    expect(again).toBeInstanceOf(wan.WanEditError);
    expect(again.toJSON()).toEqual(error.toJSON());
  }
  const canceled = await rejection(() => client.edit(lake, { signal: AbortSignal.abort(new Error("mine")) }));
  const again = wan.WanEditError.from(structuredClone(canceled.toJSON()));
  expect(again).toMatchObject({ name: "AbortError", kind: "canceled", cause: { message: "mine" } });
});

test("what throttles until the deadline, or oftener than it may be tried, is told with its code", async ({ wan, emulator }) => {
  const expected = { kind: "service", code: "Throttling.RateQuota", reason: "rate", status: 429, retryable: true, maybeBilled: false };
  const client = (key: string) => new wan.Client({ service: emulator.api, credential: key });
  expect(await rejection(() => client(newKey("throttle=9")).edit(lake, { deadlineMillis: 1500 }))).toMatchObject(expected);
  const key = newKey("throttle=9");
  expect(await rejection(() => client(key).edit(lake, { maxRetries: 0 }))).toMatchObject(expected);
  expect(await submits(emulator, key)).toHaveLength(1);
});

test("a web page in place of an answer is no bill", async ({ wan }) => {
  await using server = await serve((_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>An app</title>"));
  const client = new wan.Client({ service: "beijing", credential: "sk-x", proxy: `${server.origin}/proxy` });
  for (const delivery of ["task", "sync"]) {
    const error = await rejection(() => client.edit(lake, { delivery }));
    expect(error).toMatchObject({ kind: "gateway", fault: "network", status: 200, maybeBilled: false, message: expect.stringContaining("there is no proxy") });
  }
});

test("what is mistyped is named", async ({ wan }) => {
  const of = (service: unknown) => rejection(() => new wan.Client({ service, credential: "sk-x" }).edit(lake));
  expect(await of("bejing")).toMatchObject({ kind: "invalid-request", message: expect.stringContaining("the nearest one is beijing"), problems: [{ path: "service" }] });
  expect((await of("Singapur")).message).toContain("singapore");
  const client = new wan.Client({ service: "beijing", credential: "sk-x" });
  for (const [request, path] of [[{ ...lake, prompt: "half \ud83d a smile" }, "prompt"], [{ ...lake, extra: { style: "\udc00" } }, "extra.style"]] as const) {
    expect(await rejection(() => client.edit(request))).toMatchObject({ kind: "invalid-request", problems: [{ path, message: expect.stringContaining("half a character") }] });
  }
  expect(await client.check({ ...lake, prompt: "a whole 😀" })).toEqual([]);
});

test("a host that is not there is told with what the runtime threw", async ({ wan }) => {
  const client = new wan.Client({ service: `http://127.0.0.1:${await freePort()}/api/v1`, credential: "sk-x" });
  const error = await rejection(() => client.tasks());
  expect(error).toMatchObject({ kind: "network", cause: { name: "TypeError", cause: { code: "ECONNREFUSED" } } });
  // An address that begins at no page certainly was not called.
  const relative = await rejection(() => new wan.Client({ service: "beijing", credential: "sk-x", proxy: "/proxy" }).edit(lake));
  expect(relative).toMatchObject({ kind: "not-sent", maybeBilled: false, cause: { name: "TypeError" } });
});

test("without a credential none is sent: the proxy adds its own", async ({ wan, emulator }) => {
  const key = newKey("delay=0");
  const seen: (string | undefined)[] = [];
  await using proxy = await serve(async (request, response) => {
    seen.push(request.headers.authorization);
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => /^(content-type|x-dashscope-.*)$/.test(name))) as Record<string, string>;
    const url = `${emulator.origin}${request.url!.replace(/^\/proxy\/[^/]*/, "")}`;
    const answer = await fetch(url, { method: request.method!, headers: { ...headers, authorization: `Bearer ${key}` }, ...(body.length && { body: Buffer.concat(body) }) });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type")! }).end(await answer.text());
  });
  const client = new wan.Client({ service: "beijing", credential: false, proxy: `${proxy.origin}/proxy` });
  expect((await client.edit(lake, { pollIntervalMillis: 100 })).images).toHaveLength(1);
  expect((await client.tasks()).tasks).toHaveLength(1);
  expect(new Set(seen)).toEqual(new Set([undefined]));
  expect(() => new wan.Client({ service: "beijing", credential: false })).toThrow(/proxy/);
});

test("hooks and logger are told of every request, without a key, and what they throw is theirs", async ({ wan, emulator }) => {
  const credential = newKey("delay=0");
  const told: any[] = [];
  const tell = (kind: string) => (...words: unknown[]) => void told.push([kind, ...words]);
  const logger = { debug: tell("debug"), info: tell("info"), warn: tell("warn") };
  const client = new wan.Client({
    service: emulator.api, credential, logger, onResponse: tell("response"),
    onRequest: (request: unknown) => {
      told.push(["request", request]);
      throw new Error("mine");
    },
  });
  expect((await client.edit(lake, { pollIntervalMillis: 100 })).images).toHaveLength(1);
  const [[, request], ...rest] = told.filter(([kind]) => kind === "request");
  expect(request).toEqual({ method: "POST", url: expect.stringContaining("/image-generation/generation"), headers: { "Content-Type": "application/json", "X-DashScope-Async": "enable" } });
  expect(rest.length).toBeGreaterThan(0);
  const responses = told.filter(([kind]) => kind === "response");
  expect(responses).toHaveLength(rest.length + 1);
  expect(responses[0][1]).toMatchObject({ method: "POST", status: 200, millis: expect.any(Number) });
  expect(told.filter(([kind]) => kind === "info").map(([, words]) => words)).toContain("wan-edit: task-created");
  expect(JSON.stringify(told)).not.toContain(credential);
});

test("tasks are listed page by page, and asked for as often as is wanted", async ({ wan, emulator }) => {
  const credential = newKey("delay=0", "unlimited");
  const asked: string[] = [];
  const client = new wan.Client({ service: emulator.api, credential, onRequest: ({ method, url }: any) => asked.push(`${method} ${url}`) });
  const ids = new Set<string>();
  for (let at = 0; at < 3; at++) ids.add(await client.submit(lake));
  const listed: string[] = [];
  for await (const { taskId } of client.tasks({ pageSize: 1 })) listed.push(taskId);
  expect(new Set(listed)).toEqual(ids);
  expect((await client.tasks({ pageSize: 1 })).pages).toBe(3);

  asked.length = 0;
  const slow = new wan.Client({ service: emulator.api, credential: newKey("delay=1200"), onRequest: ({ method, url }: any) => asked.push(`${method} ${url}`) });
  await slow.edit(lake, { pollIntervalMillis: 200 });
  const polls = asked.filter((line) => line.startsWith("GET") && line.includes("/tasks/")).length;
  expect(polls).toBeGreaterThan(4);
  expect(polls).toBeLessThan(12);
});

test("a client keeps the service's limits: so many a second, so many at once", async ({ wan, emulator }) => {
  const credential = newKey("delay=300", "unlimited");
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const client = new wan.Client({ service: emulator.api, credential, onRequest: ({ method }: any) => method === "POST" && begun.push(performance.now()) });
  const onProgress = ({ state }: any) => state === "sending" && (most = Math.max(most, ++running));
  const edits = Array.from({ length: 12 }, () => client.edit(lake, { onProgress, delivery: "sync" }).finally(() => running--));
  // Who waits can leave.
  const left = rejection(() => client.edit(lake, { signal: AbortSignal.timeout(100) }));
  expect(await left).toMatchObject({ kind: "canceled" });
  await Promise.all(edits);
  expect(most).toBe(5);
  begun.sort((one, other) => one - other);
  expect(begun).toHaveLength(12);
  for (let at = 5; at < begun.length; at++) expect(begun[at]! - begun[at - 5]!).toBeGreaterThan(950);

  const free = new wan.Client({ service: emulator.api, credential, submitsPerSecond: Infinity, runningTasks: 20 });
  const start = performance.now();
  await Promise.all(Array.from({ length: 20 }, () => free.edit(lake, { delivery: "sync" })));
  expect(performance.now() - start).toBeLessThan(3000);
  expect(() => new wan.Client({ service: "beijing", credential, runningTasks: 0 })).toThrow(/runningTasks/);
});

test("clients and outcomes work behind the proxies of frameworks", async ({ wan, emulator }) => {
  const client = ref(new wan.Client({ service: emulator.api, credential: newKey("delay=0") }));
  const outcome: any = ref(await client.value.edit(lake, { delivery: "sync" }));
  expect((await outcome.value.images[0].blob()).size).toBeGreaterThan(1000);
  expect((await reactive(new Proxy(client.value, {})).models()).length).toBeGreaterThan(3);
  // What keeps it reachable shows no key.
  expect(JSON.stringify(client.value) + Object.keys(client.value)).not.toContain("sk-");
});

test("the AI SDK edits on a server; a mask, which needs a canvas, is a warning there", async ({ emulator }) => {
  const { createWan } = await import(pathToFileURL(join(app, "node_modules/wan-edit/ai-sdk.node.js")).href);
  const credential = newKey("delay=0");
  const bytes = new Uint8Array(await png().arrayBuffer());
  const { image, warnings } = await generateImage({
    model: createWan({ service: emulator.api, credential })("wan2.7-image"),
    prompt: { text: "湖", images: [bytes], mask: bytes },
    providerOptions: { wan: { delivery: "sync", upload: false } },
  });
  expect(image.uint8Array.length).toBeGreaterThan(1000);
  expect(warnings).toMatchObject([{ type: "unsupported", feature: "mask" }]);
  const [{ body }] = await submits(emulator, credential);
  expect(body.input.messages[0].content[0].image).toMatchObject({ width: 320, height: 240 });
});

test("when the module panics, all that is under way ends with its message, and later calls get a fresh one", async ({ emulator }) => {
  // A copy of the package whose module says so once, as the real one's panic hook does.
  const copy = join(app, "with-panic");
  cpSync(join(app, "node_modules/wan-edit"), copy, { recursive: true });
  writeFileSync(join(copy, "load.js"), readFileSync(join(copy, "load.js"), "utf8").replace("./wan_edit.js", "./panicking.js"));
  writeFileSync(
    join(copy, "panicking.js"),
    `import { Bridge as Real, onPanic as hear } from "./wan_edit.js";
    export { default, __wbg_reset_state } from "./wan_edit.js";
    let tell;
    let isDue = true;
    export const onPanic = (listener) => hear((tell = listener));
    export class Bridge extends Real {
      resume(...args) {
        if (!isDue) return super.resume(...args);
        isDue = false;
        setTimeout(() => tell("panicked at src/x.rs:1:2: boom"), 100);
        return new Promise(() => {});
      }
    }`,
  );
  const { Client, WanEditError } = await import(pathToFileURL(join(copy, "index.node.js")).href);
  const client = new Client({ service: emulator.api, credential: newKey("pending=60000") });
  const edit = client.edit(lake, { pollIntervalMillis: 1000 });
  const errors = await Promise.all([rejection(() => edit), rejection(() => client.wait("0385dc79"))]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(WanEditError);
    expect(error).toMatchObject({ kind: "internal", fault: "library", message: expect.stringContaining("src/x.rs:1:2: boom"), cause: { message: expect.stringContaining("boom") } });
  }
  expect(errors[0].maybeBilled).toBe(true);
  const another = new Client({ service: emulator.api, credential: newKey("delay=0") });
  expect((await another.edit(lake, { delivery: "sync" })).images).toHaveLength(1);
  expect((await client.tasks()).tasks).toHaveLength(1);
});
