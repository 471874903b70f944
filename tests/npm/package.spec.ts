// The package as npm delivers it: what is in it, and what importing it does.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../../tools/servers.js";
import { expect, test } from "./fixtures.js";
import { app, run, tsc } from "./setup.js";

const installed = join(app, "node_modules/wan-edit");

function evaluated(code: string) {
  return run(process.execPath, "--input-type=module", "--eval", code).trim();
}

test("the package brings what its exports name and import, and nothing else", () => {
  const { exports, version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const named = [...new Set(Object.values<any>(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values<string>(entry))))];
  for (const name of named) {
    const imports = name.endsWith(".js") ? readFileSync(join(installed, name), "utf8").matchAll(/(?:from |import |import\(|new URL\()"(\.\/[^"]*)"/g) : [];
    for (const [, path] of imports) {
      const imported = `./${join(dirname(name), path!)}`;
      if (!named.includes(imported)) named.push(imported);
    }
  }
  const present = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = present.map(({ parentPath, name }) => `./${relative(installed, join(parentPath, name))}`);
  const papers = ["./README.md", "./LICENSE", "./element/README.md", "./proxy/README.md"];
  expect(names.sort()).toEqual([...named, ...papers].sort());
  expect(readFileSync(join(root, "Cargo.toml"), "utf8")).toContain(`version = "${version}"`);
});

test("importing it outside a browser does nothing and breaks nothing", () => {
  const code = `
    const opened = [];
    for (const [object, name] of [[globalThis, "fetch"], [globalThis, "setTimeout"], [WebAssembly, "instantiate"], [WebAssembly, "compile"]])
      object[name] = () => opened.push(name);
    const names = Object.keys(await import("wan-edit")).sort();
    console.log(JSON.stringify({ names, opened }));`;
  expect(JSON.parse(evaluated(code))).toEqual({ names: ["Client", "WanEditError", "default", "init"], opened: [] });
});

for (const [tool, ...args] of [
  ["publint/src/cli.js", "--strict"],
  // Bundlers read the module's bytes, which have no types.
  ["@arethetypeswrong/cli/dist/index.js", "--profile", "esm-only", "--exclude-entrypoints", "wan_edit_bg.wasm", "element/editor_bg.wasm", "element/boxes_bg.wasm", "--pack"],
]) {
  test(`${tool!.split("/src/")[0]!.split("/dist/")[0]} finds nothing to say`, () => {
    run(process.execPath, join(root, "tests/node_modules", tool!), ...args, join(root, "pkg"));
  });
}

test("its types compile with those of a browser, a worker, a server, and with none", () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(app, "tsconfig.json"), "utf8"));
  for (const [name, lib, types] of [["browser", ["DOM", "DOM.Iterable"], []], ["worker", ["WebWorker", "WebWorker.Iterable"], []], ["server", [], ["node"]], ["none", [], []]] as const) {
    const options = { ...compilerOptions, lib: ["ES2022", ...lib], types, typeRoots: [join(root, "tests/node_modules/@types")], skipLibCheck: types.length > 0, noEmit: true };
    writeFileSync(join(app, `tsconfig-${name}.json`), JSON.stringify({ compilerOptions: options, files: ["any.ts"] }));
    run(process.execPath, tsc, "--project", `tsconfig-${name}.json`);
  }
});

test("its names are the ones in its types", () => {
  const declared = [...readFileSync(join(installed, "index.d.ts"), "utf8").matchAll(/^export (?:class|function) (\w+)/gm)];
  const exported = JSON.parse(evaluated('console.log(JSON.stringify(Object.keys(await import("wan-edit"))))'));
  expect(exported.filter((name: string) => name !== "default").sort()).toEqual(declared.map(([, name]) => name).sort());
});

test("a client has the methods of its type", () => {
  const types = readFileSync(join(installed, "index.d.ts"), "utf8");
  const declared = [...types.slice(types.indexOf("export class Client")).matchAll(/^  (\w+)[(<]/gm)].map(([, name]) => name);
  const names = 'console.log(JSON.stringify(Object.getOwnPropertyNames((await import("wan-edit")).Client.prototype)))';
  expect(JSON.parse(evaluated(names)).sort()).toEqual(declared.sort());
});

test("nothing is fetched before it is needed, and the module once", async ({ app, emulator }) => {
  const loads: string[] = [];
  app.on("request", (request) => request.url().endsWith(".wasm") && loads.push(request.url()));
  await app.evaluate((service) => void new kit.Client({ service, credential: "sk-x" }), emulator.api);
  expect(loads).toEqual([]);
  await app.evaluate(async (service) => {
    const clients = [1, 2, 3].map(() => new kit.Client({ service, credential: "sk-x" }));
    await Promise.all([kit.init(), ...clients.map((client) => client.models()), kit.init()]);
  }, emulator.api);
  expect(loads).toHaveLength(1);
});
