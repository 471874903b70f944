// The app as bundlers make it: built, opened, and used, in a window and in a worker.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import nodeResolve from "@rollup/plugin-node-resolve";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import webpack from "webpack";
import { startStatic } from "../../tools/servers.js";
import { expect, newKey, test } from "./fixtures.js";
import { app as appDir } from "./setup.js";

const html = (script: string) => `<!doctype html><meta charset="utf-8"><body><script type="module" src="${script}"></script>`;
const request = { model: "wan2.7-image", prompt: "湖", size: "768*768" };

/** What a program prints. */
const spawned = async (command: string, ...args: string[]) => (await promisify(execFile)(command, args)).stdout.trim();

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

// Those before 8 bundle what an app depends on while it develops, and leave files beside it behind.
for (const version of ["vite", "vite7", "vite6", "vite5"]) {
  // The folder holds many pages; an app has one. Reading the others as well, with another copy of the package
  // beside them, Vite would bundle anew and reload in the middle of a test.
  const develop = async (name: string, work: (url: string) => Promise<void>) => {
    const { createServer } = (await import(version)) as typeof import("vite");
    const options = { root: appDir, cacheDir: `node_modules/.${name}`, optimizeDeps: { entries: [`${name}.html`] } };
    const server = await createServer({ ...options, configFile: false, logLevel: "error", server: { port: 0, host: "127.0.0.1" } });
    try {
      await server.listen();
      const { port } = server.httpServer!.address() as { port: number };
      await work(`http://127.0.0.1:${port}/${name}.html`);
    } finally {
      await server.close();
    }
  };

  test(`the development server of ${version} serves it as it is`, async ({ page, emulator }) => {
    writeFileSync(join(appDir, `${version}.html`), html("/app.ts"));
    await develop(version, (url) => use(page, url, emulator));
  });

  test(`the development server of ${version} serves the elements as they are`, async ({ page }) => {
    writeFileSync(join(appDir, `${version}-element.html`), `${html(`/${version}-element.js`)}<wan-boxes></wan-boxes>`);
    writeFileSync(join(appDir, `${version}-element.js`), 'import "wan-edit/element";');
    await develop(`${version}-element`, async (url) => {
      await page.goto(url);
      await expect(page.locator("wan-boxes .page")).toBeAttached();
      await expect(page.locator("wan-boxes [role=alert]")).toHaveCount(0);
    });
  });
}

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

test("esbuild builds it as it is, with the module as a script", async ({ page, emulator }) => {
  for (const [name, options] of [["split", { splitting: true, outdir: "split" }], ["single", { outfile: "single/app.js" }], ["classic", { format: "iife", outfile: "classic/app.js" }]] as const) {
    const { outdir, outfile } = options as { outdir?: string; outfile?: string };
    const place = outdir ? { outdir: join(appDir, outdir) } : { outfile: join(appDir, outfile!) };
    // An own name for what no classic script has: import.meta.
    const result = await esbuild({ entryPoints: [join(appDir, "app.ts")], bundle: true, format: "esm", minify: true, logLevel: "silent", ...options, ...place });
    expect(result.errors).toEqual([]);
    writeFileSync(join(appDir, name, "index.html"), html("app.js"));
    await useBuilt(page, join(appDir, name), emulator, false);
  }
});

test("rollup builds it as it is", async ({ page, emulator }) => {
  const dir = join(appDir, "with-rollup");
  const bundle = await rollup({ input: join(appDir, "app.js"), plugins: [nodeResolve({ browser: true })], logLevel: "silent" });
  await bundle.write({ dir, format: "es", entryFileNames: "app.js" });
  await bundle.close();
  writeFileSync(join(dir, "index.html"), html("app.js"));
  await useBuilt(page, dir, emulator, false);
});

test("esbuild builds it for a server, as a module and as CommonJS", async ({ emulator }) => {
  const code = `import { Client } from "wan-edit";
    const [service, credential] = process.argv.slice(2);
    new Client({ service, credential }).edit({ model: "wan2.7-image", prompt: "湖", size: "768*768" }, { delivery: "sync" })
      .then(async ({ images }) => console.log(String((await images[0].blob()).size)));`;
  for (const [format, name] of [["esm", "server.mjs"], ["cjs", "server.cjs"]] as const) {
    const outfile = join(appDir, "with-esbuild", name);
    const { warnings } = await esbuild({ stdin: { contents: code, resolveDir: appDir }, bundle: true, platform: "node", format, outfile, logLevel: "silent" });
    expect(warnings).toEqual([]);
    expect(Number(await spawned(process.execPath, outfile, emulator.api, newKey("delay=0")))).toBeGreaterThan(1000);
  }
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
