// deploy/recipes.md: each block compiles, and runs where it says, with the package as it is built.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { freePort, root, workDir } from "../../tools/servers.js";
import { expect, hosts, newKey, test } from "./fixtures.ts";

const packaged = join(root, "pkg");
const own = join(root, "tests/proxy/node_modules");
const shared = createRequire(join(root, "tests/package.json"));
const recipes = readFileSync(join(root, "deploy/recipes.md"), "utf8");
const blocks = [...recipes.matchAll(/^```ts\n\/\/ (\S+)\n([^]*?)^```$/gm)].map(([, name, code]) => ({ name, code }));

/** A user's own: whoever has a cookie is signed in. */
const session = `export async function userOf(request) {
  const id = /(?:^|; )session=([a-z]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  return id ? { id } : null;
}`;
/** The services are played by the emulator. */
const toEmulator = `const { fetch } = globalThis;
globalThis.fetch = (url, init) => {
  const { host, pathname, search } = new URL(url);
  const base = { "${hosts.api}": process.env.EMULATOR_API, "${hosts.result}": process.env.EMULATOR_RESULTS }[host];
  if (!base) throw new Error("asked " + host);
  return fetch(base + pathname + search, init);
};`;

let dir: string;
test.beforeAll(() => {
  if (!existsSync(join(packaged, "proxy/proxy.js"))) throw new Error("there is no package: make package");
  mkdirSync(workDir, { recursive: true });
  dir = mkdtempSync(join(workDir, "recipes-"));
  const modules = { "wan-edit": packaged, ...Object.fromEntries(["hono", "express", "@hono/node-server", "@types/express"].map((name) => [name, join(own, name)])) };
  for (const [name, path] of Object.entries(modules)) {
    mkdirSync(dirname(join(dir, "node_modules", name)), { recursive: true });
    symlinkSync(path, join(dir, "node_modules", name));
  }
  symlinkSync(join(root, "tests/node_modules/@types/node"), join(dir, "node_modules/@types/node"));
  writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
  writeFileSync(join(dir, "session.js"), session);
  writeFileSync(join(dir, "session.d.ts"), "export function userOf(request: Request): Promise<{ id: string } | null>;");
  writeFileSync(join(dir, "to-emulator.js"), toEmulator);
  for (const { name, code } of blocks) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), code);
  }
});
test.afterAll(() => dir && rmSync(dir, { recursive: true, force: true }));

test("its code compiles, strictly", () => {
  expect(blocks.map(({ name }) => name)).toEqual(["wan-proxy.ts", "app/proxy/[...path]/route.ts", "src/routes/proxy/[...path]/+server.ts", "hono.ts", "express.ts", "deno.ts", "bun.ts", "worker.ts"]);
  const runtimes = `declare const Deno: { serve(options: { port: number }, handler: (request: Request) => Promise<Response>): unknown };
    declare const Bun: { serve(options: { port: number; idleTimeout: number; fetch: (request: Request) => Promise<Response> }): unknown };`;
  writeFileSync(join(dir, "runtimes.d.ts"), runtimes);
  const compilerOptions = { strict: true, noEmit: true, module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: ["node"], allowImportingTsExtensions: true, skipLibCheck: false };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["runtimes.d.ts", ...blocks.map(({ name }) => name)] }));
  try {
    execFileSync(process.execPath, [shared.resolve("typescript/bin/tsc"), "--project", dir], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    expect((error as { stdout: string }).stdout).toBe("");
  }
});

test("a page of the app's own is known, also where a framework writes the address as it knows itself", async () => {
  const { createProxy } = await import(join(root, "deploy/proxy.js"));
  const asked: string[] = [];
  const proxy = createProxy({ fetch: async (url: string) => (asked.push(url), Response.json({})) });
  const ask = async (origin: string) =>
    (await proxy(new Request(`http://localhost:3000/proxy/${hosts.api}/x`, { headers: { host: "app.example.com", origin } }))).status;
  expect(await Promise.all(["https://app.example.com", "https://app.example.com.evil.test", "https://evil.test", "null"].map(ask))).toEqual([200, 403, 403, 403]);
  expect(asked).toEqual([`https://${hosts.api}/x`]);
});

test("options that cannot be meant are refused at once", async () => {
  const { createProxy } = await import(join(root, "deploy/proxy.js"));
  const keys = { [hosts.api]: "sk-x" };
  const authorize = () => true;
  for (const [options, why] of [
    [{ keys }, "`authorize`"],
    [{ key: "sk-x" }, "`key`"],
    [{ prefix: "/proxy/" }, "`prefix`"],
    [{ prefix: "proxy" }, "`prefix`"],
    [{ hosts: ["https://gateway.example.com"] }, "`hosts`"],
    [{ origins: ["app.example.com"] }, "`origins`"],
    [{ keys, authorize, limits: { images_per_day: 1 } }, "`images_per_day`"],
  ] as [object, string][]) {
    expect(() => createProxy(options), why).toThrow(why);
  }
});

const generation = `/proxy/${hosts.api}/api/v1/services/aigc/multimodal-generation/generation`;
const signedIn = { cookie: "session=anna" };
const order = (n: number, text = "a lake") =>
  JSON.stringify({ model: "wan2.7-image", input: { messages: [{ role: "user", content: [{ text }] }] }, parameters: { size: "1K", n } });
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url + generation, { method: "POST", headers: { "content-type": "application/json", ...signedIn, ...headers }, body });

/** A proxy that lends a key, how it answers a call, and whom it asked with which headers. */
async function lender(options: object) {
  const { createProxy } = await import(join(root, "deploy/proxy.js"));
  const asked: { url: string; headers: Headers }[] = [];
  const fetch = async (url: string, { headers, body }: RequestInit) => {
    if (body) await new Response(body as any).arrayBuffer();
    asked.push({ url, headers: headers as Headers });
    return Response.json({}, { headers: { "content-length": "2" } });
  };
  const proxy = createProxy({ keys: { [hosts.api]: "sk-lent", [hosts.relay]: "sk-relay" }, fetch, ...options });
  const ask = async (path: string, init: { method?: string; body?: string; headers?: Record<string, string> } = {}) => {
    const length = init.body === undefined ? {} : { "content-length": String(init.body.length), "content-type": "application/json" };
    const answer: Response = await proxy(new Request(`http://x.test/proxy/${path}`, { ...init, headers: { ...length, ...init.headers } }));
    return `${answer.status} ${(await answer.json()).code ?? ""}`.trim();
  };
  return { ask, asked };
}
const path = `${hosts.api}/api/v1/services/aigc/multimodal-generation/generation`;

test("a lent key goes to its host alone, in that host's form; a token of the app goes nowhere", async () => {
  const { ask, asked } = await lender({ authorize: ({ headers }: Request) => headers.get("authorization") === "Bearer app" });
  const app = { headers: { authorization: "Bearer app" } };
  expect(await ask(path)).toBe("401 ProxyAccessDenied");
  expect(await ask(path, { method: "POST", body: order(1), ...app })).toBe("200");
  expect(await ask(`${hosts.relay}/v1/models`, app)).toBe("200");
  expect(await ask(`${hosts.workspace}/api/v1/tasks/x`, app)).toBe("403 ProxyNoKeyForHost");
  expect(await ask(`${hosts.api}/api/v1/tokens`, { method: "POST", ...app })).toBe("403 ProxyCallNotAllowed");
  expect(await ask(`${hosts.result}/x.png`, app)).toBe("502 ProxyNotAnImage");
  expect(asked.map(({ url, headers }) => [new URL(url).host, headers.get("authorization")])).toEqual([
    [hosts.api, "Bearer sk-lent"],
    [hosts.relay, "sk-relay"],
    [hosts.result, null],
  ]);
});

test("what visitors make is counted: by default in memory, or by the app", async () => {
  let visitor = "anna";
  const authorize = () => ({ name: visitor, imagesPerDay: 4 });
  const { ask } = await lender({ authorize });
  const make = (n: number) => ask(path, { method: "POST", body: order(n) });
  expect(await make(3)).toBe("200");
  expect(await make(2)).toBe("429 ProxyAllowanceSpent");
  expect(await make(1)).toBe("200");
  visitor = "bruno";
  expect(await make(4)).toBe("200");
  const answers = await Promise.all(Array.from({ length: 9 }, () => make(1)));
  expect(answers).toContain("429 ProxyRateLimit");

  const uses: unknown[] = [];
  const own = await lender({
    authorize,
    rateLimit: ({ visitor, isOrder }: any) => (uses.push([visitor, isOrder]), uses.length < 4),
    countImages: ({ visitor, images, imagesPerDay }: any) => (uses.push([visitor, images, imagesPerDay]), images < 3),
  });
  expect(await own.ask(path, { method: "POST", body: order(2) })).toBe("200");
  expect(await own.ask(`${hosts.api}/api/v1/tasks/x`)).toBe("200");
  expect(await own.ask(path, { method: "POST", body: order(2) })).toBe("429 ProxyRateLimit");
  expect(uses).toEqual([["bruno", true], ["bruno", 2, 4], ["bruno", false], ["bruno", true]]);
});

test("an error of the app's own is told to the app, and to nobody else", async () => {
  const heard: unknown[] = [];
  const fault = new Error("the database is at secret.internal");
  const { ask, asked } = await lender({ authorize: () => Promise.reject(fault), onError: (error: unknown) => heard.push(error) });
  expect(await ask(path)).toBe("500 ProxyFault");
  expect([heard, asked]).toEqual([[fault], []]);
});

/** The block `name` with all of its own in one file, for this runtime; its port is `port`. */
async function bundle(name: string, port?: number) {
  const { build } = shared("esbuild");
  const outfile = join(dir, `built-${name.replace(/\W+/g, "-")}.js`);
  const { code } = blocks.find((block) => block.name === name)!;
  const contents = port ? code.replace("3000", String(port)) : code;
  await build({ stdin: { contents, resolveDir: dirname(join(dir, name)), loader: "ts" }, outfile, bundle: true, format: "esm", packages: name === "worker.ts" ? "bundle" : "external", logLevel: "silent" });
  return outfile;
}

type Started = { url: string; stop: () => Promise<unknown> };
type Emulator = { origin: string; results: string };

async function startProgram(command: string, args: string[], port: number, emulator: Emulator, key: string): Promise<Started> {
  const env = { ...process.env, EMULATOR_API: emulator.origin, EMULATOR_RESULTS: emulator.results, DASHSCOPE_API_KEY: key, DENO_NO_UPDATE_CHECK: "1" };
  const child = spawn(command, args, { cwd: dir, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  process.once("exit", () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await fetch(url).catch(() => null)); tries += 1) {
    if (child.exitCode !== null || tries > 400) throw new Error(`${command} does not start: ${output}`);
    await new Promise((done) => setTimeout(done, 25));
  }
  const ended = new Promise((done) => child.once("exit", done));
  return { url, stop: () => (child.kill(), ended) };
}

/** Runs the block in a process, as `command` runs a file. */
function inProcess(name: string, command: string, args: string[], isTyped = false) {
  return async (emulator: Emulator, key: string) => {
    const port = await freePort();
    const file = isTyped ? join(dir, name) : await bundle(name, port);
    if (isTyped) writeFileSync(file, readFileSync(file, "utf8").replace("3000", String(port)));
    const start = join(dir, `start-${name.replace(".ts", ".js")}`);
    writeFileSync(start, `import "./to-emulator.js";\nawait import(${JSON.stringify(file)});\n`);
    return startProgram(command, [...args, start], port, emulator, key);
  };
}

/** Serves the functions that a framework would call, `call(handlers, request)`, by node:http. */
function asHandlers(name: string, call: (handlers: any, request: Request) => Promise<Response>) {
  return async (emulator: Emulator, key: string) => {
    const port = await freePort();
    const start = join(dir, `start-${name.replace(/\W+/g, "-")}.js`);
    const server = `import "./to-emulator.js";
      import { createServer } from "node:http";
      import { nodeListener } from "wan-edit/proxy/node";
      const handlers = await import(${JSON.stringify(await bundle(name))});
      const call = ${call};
      createServer(nodeListener((request) => call(handlers, request))).listen(${port}, "127.0.0.1");`;
    writeFileSync(start, server);
    return startProgram(process.execPath, [start], port, emulator, key);
  };
}

async function inWorkerd({ origin, results }: Emulator, key: string): Promise<Started> {
  const { Miniflare, Response: Answer } = await import("miniflare");
  const ratelimits = Object.fromEntries(["ORDERS", "ASKS"].map((name) => [name, { namespace_id: name, simple: { limit: 100, period: 60 } }]));
  const miniflare = new Miniflare({
    name: "recipe",
    modules: true,
    script: readFileSync(await bundle("worker.ts"), "utf8"),
    compatibilityDate: "2026-07-01",
    bindings: { DASHSCOPE_API_KEY: key },
    ratelimits: ratelimits as any,
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    outboundService: async (request: any) => {
      const { host, pathname, search } = new URL(request.url);
      const base = { [hosts.api]: origin, [hosts.result]: results }[host];
      const body = request.method === "POST" ? Buffer.from(await request.arrayBuffer()) : undefined;
      const reply = await fetch(base + pathname + search, { method: request.method, headers: [...request.headers] as any, body });
      return new Answer(reply.body as any, { status: reply.status, headers: [...reply.headers] as any });
    },
  });
  return { url: (await miniflare.ready).origin, stop: () => miniflare.dispose() };
}

const runs: Record<string, (emulator: Emulator, key: string) => Promise<Started>> = {
  "Next.js, its route handlers called": asHandlers("app/proxy/[...path]/route.ts", (handlers, request) => handlers[request.method](request)),
  "SvelteKit, its route handlers called": asHandlers("src/routes/proxy/[...path]/+server.ts", (handlers, request) => handlers[request.method]({ request })),
  "Hono on Node": inProcess("hono.ts", process.execPath, []),
  "Express": inProcess("express.ts", process.execPath, []),
  "Deno": inProcess("deno.ts", join(own, ".bin/deno"), ["run", "--allow-net", "--allow-env", "--allow-read", "--no-lock", "--no-check"], true),
  "Bun": inProcess("bun.ts", join(own, ".bin/bun"), ["run"], true),
  "Workers, in workerd": inWorkerd,
};

for (const [name, start] of Object.entries(runs)) {
  test(name, async ({ emulator }) => {
    test.setTimeout(60_000);
    const key = newKey("delay=0", "gap=60", "unlimited");
    const { url, stop } = await start(emulator, key);
    try {
      const stranger = await post(url, order(1), { cookie: "" });
      expect([stranger.status, (await stranger.json()).code]).toEqual([401, "ProxyAccessDenied"]);
      const preflight = await fetch(url + generation, { method: "OPTIONS" });
      expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([204, "GET, POST, OPTIONS"]);
      expect(await emulator.requests(key), "nobody was asked").toEqual([]);

      // An edit, its key added here, and its picture.
      const answer = await post(url, order(1), { authorization: "Bearer token-of-the-app" });
      const text = await answer.text();
      expect(answer.status, text).toBe(200);
      expect(text).not.toContain("sk-emu");
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
      const image = new URL(JSON.parse(text).output.choices[0].message.content[0].image);
      const picture = await fetch(`${url}/proxy/${hosts.result}${image.pathname}${image.search}`, { headers: signedIn });
      expect(picture.status).toBe(200);
      expect(picture.headers.get("content-type")).toBe("image/png");
      expect(Buffer.from(await picture.arrayBuffer()).subarray(1, 4).toString()).toBe("PNG");

      // A large one arrives with its length, whatever the runtime makes of streams.
      const large = order(1, "x".repeat(4_000_000));
      expect((await post(url, large)).status).toBeLessThan(500);
      const requests = await emulator.requests(key);
      const submits = requests.filter(({ method }: { method: string }) => method === "POST");
      expect(submits.map(({ headers }: any) => [headers["content-length"], headers["transfer-encoding"]])).toEqual([[String(order(1).length), undefined], [String(large.length), undefined]]);
      expect(JSON.stringify(submits[0])).not.toContain("token-of-the-app");
      expect(JSON.stringify(requests)).not.toContain("session=");

      // Limits.
      const tooMany = await post(url, order(13));
      expect([tooMany.status, (await tooMany.json()).code]).toEqual([403, "ProxyTooManyImages"]);
      const elsewhere = await fetch(`${url}/proxy/evil.test/x`, { headers: signedIn });
      expect([elsewhere.status, (await elsewhere.json()).code]).toEqual([403, "ProxyHostNotAllowed"]);
      const aPage = await post(url, order(1), { origin: "https://evil.test" });
      expect([aPage.status, (await aPage.json()).code]).toEqual([403, "ProxyOriginNotAllowed"]);

      const ownPage = await post(url, order(1), { origin: url });
      expect(ownPage.status, await ownPage.text()).toBe(200);

      // Words arrive as they are written.
      const stream = await post(url, JSON.stringify({ model: "wan2.6-image", input: { messages: [{ role: "user", content: [{ text: "2张图" }] }] }, parameters: { enable_interleave: true, max_images: 2, stream: true } }), { "x-dashscope-sse": "enable", accept: "text/event-stream" });
      expect(stream.headers.get("content-type")).toMatch(/^text\/event-stream/);
      const times: number[] = [];
      for await (const _ of stream.body!) times.push(Date.now());
      expect(times.at(-1)! - times[0]).toBeGreaterThan(100);
    } finally {
      await stop();
    }
  });
}
