// The elements where they are rendered on a server, or stand in a document that is no browser's.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { root } from "../../tools/servers.js";
import { expect, test } from "./fixtures.js";
import { app as appDir, run, tsc } from "./setup.js";

const dir = join(appDir, "with-ssr");
const modules = join(root, "tests/node_modules");

test("what React rendered on a server is taken over, and a credential there is removed", async ({ page, host, complaints }) => {
  mkdirSync(dir, { recursive: true });
  const props = { service: "singapore", baseUrl: "https://me.example/api/v1", proxy: "/proxy", prompt: "A lake" };
  const rendered = renderToString(createElement("main", null, createElement("wan-edit", { ...props, credential: "sk-secret" }), createElement("wan-boxes", { src: "a.png" })));
  expect(rendered).toContain("sk-secret");
  const code = `
    import { createElement } from "react";
    import { hydrateRoot } from "react-dom/client";
    import "wan-edit/element";
    const bboxes = [[1, 2, 30, 40]];
    const canvas = new OffscreenCanvas(320, 240);
    canvas.getContext("2d").fillRect(0, 0, 320, 240);
    const source = await canvas.convertToBlob({ type: "image/jpeg" });
    const seen = (globalThis.seen = []);
    const ref = (editor) => {
      if (!editor) return;
      Object.assign(editor, { credential: () => "sk-x", images: [{ source, bboxes }] });
      editor.addEventListener("change", () => seen.push("change"));
    };
    const props = ${JSON.stringify(props)};
    hydrateRoot(document.querySelector("#root"), createElement("main", null, createElement("wan-edit", { ...props, ref }), createElement("wan-boxes", { src: "a.png", ref: (boxes) => boxes && (boxes.image = source) })), { onRecoverableError() {} });`;
  await esbuild({ stdin: { contents: code, resolveDir: appDir }, bundle: true, format: "esm", outfile: join(dir, "app.js"), external: ["wan-edit/element"], nodePaths: [modules], define: { "process.env.NODE_ENV": '"production"' }, logLevel: "error" });
  const importmap = JSON.stringify({ imports: { "wan-edit/element": "/node_modules/wan-edit/element/element.js" } });
  writeFileSync(join(dir, "index.html"), `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="importmap">${importmap}</script><body><div id="root">${rendered}</div><script type="module" src="app.js"></script>`);
  const warnings: string[] = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.goto(`${host.url}with-ssr/`);
  const editor = page.locator("wan-edit");
  await expect.poll(() => editor.evaluate((editor: any) => editor.images?.[0]?.bboxes)).toEqual([[1, 2, 30, 40]]);
  expect(await editor.evaluate(({ service, baseUrl, proxy, prompt }: any) => ({ service, baseUrl, proxy, prompt }))).toEqual(props);
  expect(await editor.getAttribute("credential")).toBeNull();
  expect(warnings.join()).toContain("a credential was found in an attribute");
  expect(await page.content()).not.toContain("sk-secret");
  expect(await page.locator("wan-boxes").evaluate((boxes: any) => boxes.image instanceof Blob)).toBe(true);
  // Whoever is served by an element with a key is asked for none.
  await expect(editor.locator(".page.managed")).toBeAttached();
  complaints.length = 0;
});

test("a credential as an attribute is neither used nor kept, whoever sets it", async ({ page, host }) => {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "attribute.html"), `<!doctype html><link rel="icon" href="data:,"><wan-edit credential="sk-secret"></wan-edit><script type="module" src="/node_modules/wan-edit/element/element.js"></script>`);
  await page.goto(`${host.url}with-ssr/attribute.html`);
  const editor = page.locator("wan-edit");
  await expect(editor.locator(".page")).toBeAttached();
  expect(await editor.getAttribute("credential")).toBeNull();
  await editor.evaluate((editor) => editor.setAttribute("credential", "() => 'sk-secret'"));
  expect(await editor.getAttribute("credential")).toBeNull();
  await expect(editor.locator(".page.managed")).toHaveCount(0);
});

test("in jsdom, as tests of apps have it, they are elements with their properties", () => {
  const code = `
    import { JSDOM } from ${JSON.stringify(join(modules, "jsdom/lib/api.js"))};
    const { window } = new JSDOM('<!doctype html><form><wan-boxes name="areas" value="[[1,2,3,4]]"></wan-boxes></form><wan-edit prompt="A lake"></wan-edit>', { url: "http://localhost/" });
    for (const name of ["window", "document", "HTMLElement", "customElements", "CustomEvent", "Event", "MutationObserver", "navigator", "location", "Blob"]) {
      Object.defineProperty(globalThis, name, { value: window[name] ?? window, configurable: true, writable: true });
    }
    const unhandled = [];
    process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));
    await import("wan-edit/element");
    const boxes = document.querySelector("wan-boxes");
    const before = boxes.value;
    boxes.value = [[5, 6, 7, 8]];
    await new Promise((done) => setTimeout(done, 300));
    console.log(JSON.stringify({ before, value: boxes.value, prompt: document.querySelector("wan-edit").prompt, unhandled }));
    process.exit();`;
  const printed = run(process.execPath, "--input-type=module", "--eval", code);
  expect(JSON.parse(printed)).toEqual({ before: [[1, 2, 3, 4]], value: [[5, 6, 7, 8]], prompt: "A lake", unhandled: [] });
});

test("what its README says of React compiles, with the types of handlers and refs", () => {
  const readme = readFileSync(join(root, "src/element/README.md"), "utf8");
  const declaration = readme.match(/```ts\n([^]*?declare module "react"[^]*?)```/)![1]!;
  const jsx = [...readme.matchAll(/`(<wan-[^`]*\/>)`/g)].map(([, code]) => code!.replace("onresult={…}", "onresult={async ({ detail, target }) => [await detail.blob(), target.images]}"));
  expect(jsx).toHaveLength(3);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "readme.tsx"), `import "react";
    import type { Box } from "wan-edit/element";
    ${declaration}
    declare const files: File[];
    declare const images: File[];
    declare const boxes: Box[];
    declare const credential: string;
    declare const setBoxes: (boxes: Box[]) => void;
    export const views = [${jsx.join(",\n")}];
    // @ts-expect-error: its boxes are no words
    export const wrong = <wan-boxes onchange={({ target }) => target.value.trim()} />;`);
  const { compilerOptions } = JSON.parse(readFileSync(join(appDir, "tsconfig.json"), "utf8"));
  const options = { ...compilerOptions, jsx: "react-jsx", module: "ESNext", moduleResolution: "bundler", skipLibCheck: true, noEmit: true, paths: { react: [join(modules, "@types/react")], "react/jsx-runtime": [join(modules, "@types/react/jsx-runtime")] } };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["readme.tsx"] }));
  run(process.execPath, tsc, "--project", join(dir, "tsconfig.json"));
});
