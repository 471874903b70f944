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
  expect(blocks.map(({ name }) => name)).toEqual(["proxy.ts", "app/proxy/[...path]/route.ts", "src/routes/proxy/[...path]/+server.ts", "hono.ts", "express.ts", "deno.ts", "bun.ts", "worker.ts"]);
  const runtimes = `declare const Deno: { serve(options: { port: number }, handler: (request: Request) => Promise<Response>): unknown };
    declare const Bun: { serve(options: { port: number; idleTimeout: number; fetch: (request: Request) => Promise<Response> }): unknown };`;
  writeFileSync(join(dir, "runtimes.d.ts"), runtimes);
  const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: ["node"], allowImportingTsExtensions: true, skipLibCheck: false };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["runtimes.d.ts", ...blocks.map(({ name }) => name)] }));
  try {
    execFileSync(process.execPath, [shared.resolve("typescript/bin/tsc"), "--project", dir], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    expect((error as { stdout: string }).stdout).toBe("");
  }
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

const generation = `/proxy/${hosts.api}/api/v1/services/aigc/multimodal-generation/generation`;
const signedIn = { cookie: "session=anna" };
const order = (n: number, text = "a lake") =>
  JSON.stringify({ model: "wan2.7-image", input: { messages: [{ role: "user", content: [{ text }] }] }, parameters: { size: "1K", n } });
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url + generation, { method: "POST", headers: { "content-type": "application/json", ...signedIn, ...headers }, body });

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
