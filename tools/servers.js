// The servers that browser tests talk to. Each start function answers once the server is ready; `stop` ends it.
import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(import.meta.url), "../..");
export const workDir = join(root, "target/browser-tests");

const READY_MILLIS = 20_000;

/** Starts `command`, waits for a line that matches `ready`, and answers with the match and how to stop it. */
function startProcess(command, args, ready, { env = {}, cwd = root } = {}) {
  return new Promise((resolveStart, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const fail = (why) => {
      child.kill();
      reject(new Error(`${command} ${args.join(" ")}: ${why}\n${output}`));
    };
    const timer = setTimeout(() => fail(`not ready after ${READY_MILLIS} ms`), READY_MILLIS);
    const stop = () =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode) return done();
        child.once("exit", done);
        child.kill();
        setTimeout(() => child.kill("SIGKILL"), 3000).unref();
      });
    const read = (chunk) => {
      output = (output + chunk).slice(-200_000);
      const match = output.match(ready);
      if (!match) return;
      clearTimeout(timer);
      resolveStart({ match, stop, output: () => output });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", (error) => fail(error.message));
    child.on("exit", (code, signal) => fail(`ended early (${code ?? signal})`));
    process.once("exit", () => child.kill("SIGKILL"));
  });
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((done, reject) => {
    const server = createSocketServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/**
 * The emulator of the services on free ports. `api` is a service base URL, `results` the origin of its results,
 * `requests(key)` what it received so far with that key, fetches of its results included.
 */
export async function startEmulator(args = []) {
  const { match, stop, output } = await startProcess(
    resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "release/wan-emulator"),
    ["--listen", "127.0.0.1:0", "--results", "127.0.0.1:0", ...args],
    /wan-emulator ready: api (\S+) results (\S+)/,
  );
  const [, api, results] = match;
  const origin = new URL(api).origin;
  return {
    api,
    origin,
    results,
    stop,
    output,
    requests: async (key) => (await fetch(`${origin}/emulator/requests?key_hash=${keyHash(key)}`)).json(),
  };
}

const keyHash = (key) => createHash("sha256").update(key).digest("hex").slice(0, 12);

/** A key of its own for a test: `newKey("delay=0", "throttle=2")`; the words are in tests/emulator/README.md. */
export function newKey(...words) {
  return ["sk-emu", ...words, `t${randomUUID()}`].join("+");
}

/**
 * The built page in dist/, served by Trunk with the proxy of Trunk.toml, its emulator entries turned to `emulator`.
 * Trunk insists on building what it serves, so it is given the finished page as a source that needs no compiler.
 */
export async function startTrunk(emulator, dist = join(root, "dist")) {
  await mkdir(workDir, { recursive: true });
  const dir = await mkdtemp(join(workDir, "trunk-"));
  const port = await freePort();
  await cp(dist, join(dir, "page"), { recursive: true });

  const config = (await readFile(join(root, "Trunk.toml"), "utf8"))
    .replaceAll("127.0.0.1:8787", new URL(emulator.api).host)
    .replaceAll("127.0.0.1:8788", new URL(emulator.results).host)
    .replace(/^watch = .*$/m, 'watch = ["index.html"]')
    .replace(/^minify = .*$/m, "");
  await writeFile(join(dir, "Trunk.toml"), config);

  const copy = '<link data-trunk rel="copy-dir" href="page" data-target-path=".">';
  const page = await readFile(join(dist, "index.html"), "utf8");
  await writeFile(join(dir, "index.html"), page.replace("</head>", `${copy}</head>`));

  const { stop, output } = await startProcess(
    "trunk",
    ["serve", "--release", "--no-autoreload", "--offline", "--port", String(port)],
    /server listening at/,
    { cwd: dir, env: { PATH: `${join(root, ".tools/bin")}:${process.env.PATH}`, NO_COLOR: "true" } },
  );
  const url = `http://127.0.0.1:${port}/`;
  await until(async () => (await fetch(url)).ok);
  return {
    url,
    output,
    stop: async () => {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function until(isTrue) {
  const end = Date.now() + READY_MILLIS;
  while (!(await isTrue().catch(() => false))) {
    if (Date.now() > end) throw new Error("the server listens, but does not answer");
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** Content types by the ending of a name. */
export const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};

/** A plain static host for `dir`; where `answer(request, response)` is true, that has answered instead. */
export async function startStatic(dir, answer = () => false) {
  const base = resolve(dir);
  const server = createServer(async (request, response) => {
    if (answer(request, response)) return;
    const { pathname } = new URL(request.url, "http://localhost");
    const file = join(base, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    const found = file.startsWith(base + sep) && (await stat(file).catch(() => null));
    if (!found?.isFile()) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-length": found.size,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
