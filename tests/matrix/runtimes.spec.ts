// The package in the runtimes of servers, each as npm brings it: the same program for all.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import { PNG } from "pngjs";
import { freePort, root } from "../../tools/servers.js";
import { expect, serverTest as test } from "../npm/fixtures.js";
import { app } from "../npm/setup.js";

const dir = join(app, "matrix");
const modules = join(root, "tests/matrix/node_modules");

const picture = (() => {
  const png = new PNG({ width: 320, height: 240 });
  png.data.fill(255);
  return PNG.sync.write(png, { colorType: 2 }).toString("base64");
})();

const failed = { name: "WanEditError", kind: "service", maybeBilled: false };
const wanted = {
  done: { states: ["sending", "task-created"], bytes: true },
  badKey: { ...failed, reason: "key" },
  throttled: { ...failed, reason: "rate" },
  aborted: { name: "AbortError", kind: "canceled", cause: "mine", maybeBilled: false },
  panicked: { name: "WanEditError", kind: "network", cause: expect.stringContaining("resolved with undefined"), maybeBilled: true },
};

test.beforeAll(() => {
  mkdirSync(join(dir, "node_modules"), { recursive: true });
  for (const file of ["edits.js", "main.js", "worker.js"]) cpSync(join(root, "tests/matrix", file), join(dir, file));
  writeFileSync(join(dir, "package.json"), '{ "private": true, "type": "module" }');
  cpSync(join(app, "node_modules/wan-edit"), join(dir, "node_modules/wan-edit"), { recursive: true });
});

/** A program by its path in the packages. */
function binary(...path: string[]) {
  return join(modules, ...path);
}

const programs: Record<string, () => [string, ...string[]]> = {
  Node: () => [process.execPath],
  // No leave but for the network: nothing is read from files.
  Deno: () => [binary("@deno", readdirSync(join(modules, "@deno")).find((name) => name.includes(process.arch))!, "deno"), "run", "--quiet", "--no-prompt", "--allow-net=127.0.0.1", "--node-modules-dir=manual"],
  // Its name everywhere.
  Bun: () => [binary("bun/bin/bun.exe")],
};

for (const [name, program] of Object.entries(programs)) {
  test(name, async ({ emulator }) => {
    const [command, ...args] = program();
    const { stdout } = await promisify(execFile)(command, [...args, "main.js", emulator.api, picture], { cwd: dir, env: { PATH: process.env.PATH!, HOME: dir } });
    expect(JSON.parse(stdout)).toMatchObject(wanted);
  });
}

test("workerd", async ({ emulator }) => {
  const out = join(dir, "workerd");
  await esbuild({
    entryPoints: [join(dir, "worker.js")], bundle: true, format: "esm", outfile: join(out, "worker.js"), logLevel: "error",
    conditions: ["workerd", "worker", "browser"], external: ["*.wasm"],
  });
  cpSync(join(dir, "node_modules/wan-edit/wan_edit_bg.wasm"), join(out, "wan_edit_bg.wasm"));
  const port = await freePort();
  writeFileSync(
    join(out, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = .worker), (name = "internet", network = (allow = ["private"]))],
      sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
    );
    const worker :Workerd.Worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "wan_edit_bg.wasm", wasm = embed "wan_edit_bg.wasm")],
      compatibilityDate = "2026-01-01",
    );`,
  );
  const platform = readdirSync(join(modules, "@cloudflare")).find((name) => name.startsWith("workerd-"))!;
  const child = execFile(binary("@cloudflare", platform, "bin/workerd"), ["serve", join(out, "config.capnp")]);
  try {
    const ask = () => fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: JSON.stringify({ service: emulator.api, picture }) });
    let answer: Response | undefined;
    await expect.poll(async () => (answer = await ask().catch(() => undefined)) !== undefined, { timeout: 60_000 }).toBe(true);
    expect(await answer!.json()).toMatchObject(wanted);
  } finally {
    child.kill();
  }
});
