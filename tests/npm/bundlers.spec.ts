// The app as bundlers make it: built, opened, and used, in a window and in a worker.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { build as vite, createServer } from "vite";
import webpack from "webpack";
import { startStatic } from "../../tools/servers.js";
import { expect, newKey, test } from "./fixtures.js";
import { app as appDir } from "./setup.js";

const html = (script: string) => `<!doctype html><meta charset="utf-8"><body><script type="module" src="${script}"></script>`;
const request = { model: "wan2.7-image", prompt: "湖", size: "768*768" };

/** Edits in the page, and in a worker where there is one. */
async function use(page: any, url: string, emulator: { api: string }, hasWorker = true) {
  const complaints: string[] = [];
  page.on("pageerror", (error: Error) => complaints.push(error.message));
  await page.goto(url);
  await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
  const answer = await page.evaluate(
    async ({ options, request, hasWorker }: any) => {
      const { images } = await new kit.Client(options).edit(request, { delivery: "sync" });
      return { bytes: (await images[0].blob()).size, worker: hasWorker && (await kit.inWorker({ options, request })) };
    },
    { options: { service: emulator.api, credential: newKey("delay=0") }, request, hasWorker },
  );
  expect(complaints).toEqual([]);
  expect(answer.bytes).toBeGreaterThan(1000);
  if (hasWorker) expect(answer.worker).toEqual({ isWindow: false, width: 768, height: 768 });
}

async function useBuilt(page: any, dir: string, emulator: { api: string }, hasWorker?: boolean) {
  const host = await startStatic(dir);
  try {
    await use(page, host.url, emulator, hasWorker);
  } finally {
    await host.stop();
  }
}

test("Vite builds it as it is", async ({ page, emulator }) => {
  const root = join(appDir, "with-vite");
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "index.html"), html("../app.ts"));
  await vite({ root, base: "./", configFile: false, logLevel: "error", build: { outDir: "dist", target: "es2022" }, worker: { format: "es" } });
  await useBuilt(page, join(root, "dist"), emulator);
});

test("Vite's development server serves it as it is", async ({ page, emulator }) => {
  writeFileSync(join(appDir, "vite.html"), html("/app.ts"));
  const server = await createServer({
    root: appDir,
    configFile: false,
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1" },
  });
  try {
    await server.listen();
    const { port } = server.httpServer!.address() as { port: number };
    await use(page, `http://127.0.0.1:${port}/vite.html`, emulator);
  } finally {
    await server.close();
  }
});

test("webpack builds it as it is", async ({ page, emulator }) => {
  const dir = join(appDir, "with-webpack");
  const stats: any = await new Promise((done, fail) => {
    const options: any = { mode: "production", context: appDir, entry: "./app.js", output: { path: dir, filename: "app.js" }, performance: false };
    webpack(options, (error: any, stats: any) => (error ? fail(error) : done(stats)));
  });
  expect(stats.toJson().errors).toEqual([]);
  expect(stats.toJson().warnings).toEqual([]);
  writeFileSync(join(dir, "index.html"), html("app.js"));
  await useBuilt(page, dir, emulator);
});

test("esbuild builds it, with the module as a file", async ({ page, emulator }) => {
  const dir = join(appDir, "with-esbuild");
  const start = `import url from "wan-edit/wan_edit_bg.wasm"; import { init } from "wan-edit"; init(new URL(url, import.meta.url)); import "./app.js";`;
  await esbuild({
    stdin: { contents: start, resolveDir: appDir, sourcefile: "start.js" },
    bundle: true,
    format: "esm",
    outfile: join(dir, "app.js"),
    loader: { ".wasm": "file" },
    minify: true,
    logLevel: "silent",
  });
  writeFileSync(join(dir, "index.html"), html("app.js"));
  // esbuild makes no workers of its own.
  await useBuilt(page, dir, emulator, false);
});

test("a script that is no module takes it by import()", async ({ page, host, emulator }) => {
  await page.goto(host.url + "package.json");
  const bytes = await page.evaluate(
    async ({ module, options, request }) => {
      const { Client } = await import(module);
      const { images } = await new Client(options).edit(request, { delivery: "sync" });
      return (await images[0].blob()).size;
    },
    { module: `${host.url}node_modules/wan-edit/index.js`, options: { service: emulator.api, credential: newKey("delay=0") }, request },
  );
  expect(bytes).toBeGreaterThan(1000);
});

test("no bundler is needed to find it with require.resolve", () => {
  expect(createRequire(join(appDir, "app.js")).resolve("wan-edit/wan_edit_bg.wasm")).toContain("wan_edit_bg.wasm");
});
