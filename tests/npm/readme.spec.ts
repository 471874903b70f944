// The package's README: each block of code is type-checked and run, each option is named, each promise has a test.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { build as esbuild } from "esbuild";
import sharp from "sharp";
import { createServer } from "vite";
import { root, startStatic } from "../../tools/servers.js";
import { expect, newKey, proxyTo, submits, test } from "./fixtures.js";
import { app as appDir, run, tsc } from "./setup.js";

const readme = readFileSync(join(root, "src/js/README.md"), "utf8");
const dir = join(appDir, "readme");

interface Block {
  heading: string;
  /** Of its file: `worker.ts` where its first line says so, else the heading and its number there. */
  name: string;
  code: string;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  for (const [, title, language, code] of text.matchAll(/^#+ (.*)$|^```(\w*)\n([^]*?)^```$/gm)) {
    if (title) heading = title;
    if (!code || language === "sh") continue;
    const own = code.match(/^\/\/ ([\w.-]+)\.ts\n/)?.[1];
    const number = blocks.filter((block) => block.heading === heading).length + 1;
    blocks.push({ heading, name: own ?? `${heading.toLowerCase().replaceAll(" ", "-")}-${number}`, code });
  }
  return blocks;
}

const blocks = blocksOf(readme);

/** What blocks take as given. */
const given = `import type { Client as AnyClient } from "wan-edit";
declare global {
  const client: AnyClient;
  const key: string;
  const file: File;
}`;

test("its code compiles, strictly", () => {
  const typed = join(dir, "typed");
  mkdirSync(typed, { recursive: true });
  writeFileSync(join(typed, "given.ts"), given);
  for (const { name, code } of blocks) writeFileSync(join(typed, `${name}.ts`), code);
  const { compilerOptions } = JSON.parse(readFileSync(join(appDir, "tsconfig.json"), "utf8"));
  const modules = join(root, "tests/node_modules");
  const paths = { ai: [join(modules, "ai")], sharp: [join(modules, "sharp")], vite: [join(modules, "vite/dist/node/index.d.ts")] };
  const options = { ...compilerOptions, module: "ESNext", moduleResolution: "bundler", moduleDetection: "force", skipLibCheck: true, noEmit: true, paths };
  writeFileSync(join(typed, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  run(process.execPath, tsc, "--project", join(typed, "tsconfig.json"));
});

/** The block as a script of its own; in a window, an import map leads to the package, as the client at hand comes from it. */
async function built({ name, code }: Block) {
  const outfile = join(dir, `${name}.js`);
  const external = ["vite", "sharp", ...(name === "worker" ? [] : ["wan-edit", "wan-edit/ai-sdk", "wan-edit/element"])];
  await esbuild({ stdin: { contents: code, resolveDir: appDir, loader: "ts" }, bundle: true, format: "esm", outfile, logLevel: "silent", external, nodePaths: [join(root, "tests/node_modules")] });
  return outfile;
}

type Emulator = Parameters<typeof proxyTo>[0];
type Check = (page: Page, emulator: Emulator, key: string) => Promise<unknown>;

const made = (count: number): Check => async (_, emulator, key) => {
  expect((await submits(emulator, key)).reduce((sum, { billed }) => sum + billed, 0)).toBe(count);
};
const logged = (words: RegExp): Check => async (page) => expect((await page.consoleMessages()).map((message) => message.text()).join("\n")).toMatch(words);

/** What came of each block once it has run in a page. */
const runs: Record<string, Check> = {
  "start-1": async (page, ...rest) => {
    await page.waitForFunction(() => document.querySelector("img")!.naturalWidth > 0);
    await made(1)(page, ...rest);
  },
  "errors-1": logged(/DataInspectionFailed.*\./),
  "keys-that-end-2": made(1),
  "progress-1": async (page, ...rest) => {
    expect(await page.locator("progress").evaluate((bar: HTMLProgressElement) => bar.value)).toBe(1);
    await made(1)(page, ...rest);
  },
  "text-and-images-as-they-are-written-1": async (page, ...rest) => {
    await expect(page.locator("body")).toContainText("第");
    await expect(page.locator("body")).toHaveAttribute("data-parts", /[3-9]/);
    await made(2)(page, ...rest);
  },
  "resume-after-a-reload-1": async (page, ...rest) => {
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await made(1)(page, ...rest);
  },
  "abort-1": async (_, emulator, key) => {
    expect((await emulator.requests(key)).map(({ method, path, status }: any) => `${method} ${path.split("/").at(-1)} ${status}`)).toContain("POST cancel 200");
  },
  "boxes-from-words-1": async (page, emulator, key) => {
    const [sent] = (await submits(emulator, key)).filter(({ billed }) => billed);
    expect(sent.body.parameters.bbox_list[0]).toHaveLength(1);
  },
  "notes-on-boxes-1": async (page, emulator, key) => {
    const [{ body }] = await submits(emulator, key);
    const text = "Keep the light. The selected area of image 1: put the apple of image 2 here.";
    expect(body.input.messages[0].content.at(-1)).toEqual({ text });
    expect(body.parameters.bbox_list).toEqual([[[40, 30, 200, 400]], []]);
    await made(1)(page, emulator, key);
  },
  "check-before-sending-1": logged(/^prompt /m),
  "what-is-in-the-way-1": made(0),
  "in-a-worker-2": made(1),
  "server-rendering-1": async (page, emulator, key) => {
    await page.evaluate(async () => (await import("/readme/server-rendering-1.js" as string)).onClick());
    await made(1)(page, emulator, key);
  },
  "elements-1": async (page) => {
    await expect(page.locator("wan-boxes")).toBeVisible();
    expect(await page.locator("wan-boxes").evaluate((boxes: any) => boxes.value)).toEqual([[40, 30, 200, 400]]);
  },
  "vercel-ai-sdk-1": async (page, ...rest) => {
    await page.waitForFunction(() => document.querySelector("img")!.naturalWidth > 0);
    await made(1)(page, ...rest);
  },
  "where-the-module-comes-from-1": async (page) => {
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
    expect(loaded).toContain("/assets/wan_edit_bg.wasm");
  },
};

/** What happens while a block runs. */
const meanwhile: Record<string, { words: string[]; act?: Check }> = {
  "errors-1": { words: ["fail=DataInspectionFailed"] },
  "abort-1": {
    words: ["pending=60000"],
    act: async (page, emulator, key) => {
      await expect.poll(async () => (await emulator.requests(key)).filter(({ method }: any) => method === "GET").length).toBeGreaterThan(0);
      await page.click("button");
    },
  },
};

const importmap = { imports: { "wan-edit": "/node_modules/wan-edit/index.js", "wan-edit/ai-sdk": "/node_modules/wan-edit/ai-sdk.js", "wan-edit/element": "/node_modules/wan-edit/element/element.js" } };
const html = `<!doctype html><meta charset="utf-8"><script type="importmap">${JSON.stringify(importmap)}</script><link rel="icon" href="data:,"><body><img><progress></progress><button></button>`;

for (const block of blocks.filter(({ name }) => !["vite.config", "server", "worker", "codec"].includes(name))) {
  test(`it does what it says: ${block.name}`, async ({ page, emulator, picture }) => {
    expect(runs).toHaveProperty([block.name]);
    const key = newKey("delay=0", "unlimited", ...(meanwhile[block.name]?.words ?? []));
    mkdirSync(dir, { recursive: true });
    const wasm = join(appDir, "node_modules/wan-edit/wan_edit_bg.wasm");
    cpSync(wasm, join(dir, "wan_edit_bg.wasm"));
    await built(block);
    await built(blocks.find(({ name }) => name === "worker")!);
    const server = blocks.find(({ name }) => name === "server")!;
    const handler = { ...server, code: server.code.replace("https://dashscope.aliyuncs.com", emulator.origin).replace("process.env.DASHSCOPE_API_KEY", `"${key}"`) };
    const { POST } = await import(`${pathToFileURL(await built({ ...handler, name: `server-${block.name}` }))}`);
    const proxy = proxyTo(emulator);
    const host = await startStatic(appDir, (request: any, response: any) => {
      const { pathname } = new URL(request.url, "http://localhost");
      if (pathname === "/") response.setHeader("content-type", "text/html").end(html);
      else if (pathname === "/assets/wan_edit_bg.wasm") response.setHeader("content-type", "application/wasm").end(readFileSync(wasm));
      else if (pathname === "/api/wan-key") POST().then(async (reply: Response) => response.end(await reply.text()));
      else return proxy(request, response);
      return true;
    });
    try {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(host.url);
      const end = page.evaluate(
        async ({ picture, key, module, script }) => {
          const { Client } = await import(module);
          const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
          const client = new Client({ service: "beijing", credential: key, proxy: "/proxy" });
          Object.assign(globalThis, { key, client, file: new File([bytes], "photo.jpg", { type: "image/jpeg" }) });
          await import(script);
        },
        { picture, key, module: "/node_modules/wan-edit/index.js", script: `/readme/${block.name}.js` },
      );
      await Promise.all([end, meanwhile[block.name]?.act?.(page, emulator, key)]);
      await runs[block.name]!(page, emulator, key);
      expect(complaints).toEqual([]);
    } finally {
      await host.stop();
    }
  });
}

test("no check is left without its block", () => {
  const names = blocks.map(({ name }) => name);
  expect(Object.keys(runs).filter((name) => !names.includes(name))).toEqual([]);
});

test("its proxy for Vite leads to the service", async ({ emulator }) => {
  mkdirSync(dir, { recursive: true });
  const block = blocks.find(({ name }) => name === "vite.config")!;
  const code = block.code.replace(/import .* from "vite";/, "const defineConfig = (config: object) => config;");
  const { default: config } = await import(`${pathToFileURL(await built({ ...block, code }))}`);
  const proxy: Record<string, { target: string }> = config.server.proxy;
  expect(Object.values(proxy).map(({ target }) => target)).toEqual(["https://dashscope.aliyuncs.com", "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com"]);
  const [service, results] = Object.values(proxy);
  service!.target = emulator.origin;
  results!.target = emulator.results;
  const server = await createServer({ root: dir, configFile: false, logLevel: "error", server: { port: 0, host: "127.0.0.1", proxy } });
  try {
    await server.listen();
    const { port } = server.httpServer!.address() as { port: number };
    const ask = (path: string, headers = {}) => fetch(`http://127.0.0.1:${port}/proxy/${path}`, { headers });
    const key = newKey();
    expect(await (await ask("dashscope.aliyuncs.com/api/v1/tasks/", { authorization: `Bearer ${key}` })).json()).toMatchObject({ total: 0 });
    expect(await (await ask("dashscope-result-bj.oss-cn-beijing.aliyuncs.com/x/0.png")).text()).toContain("<Error>");
  } finally {
    await server.close();
  }
});

test("a server may import and construct what it says it may", async () => {
  mkdirSync(dir, { recursive: true });
  const block = blocks.find(({ heading }) => heading === "Server rendering")!;
  const { onClick } = await import(`${pathToFileURL(await built({ ...block, name: "on-a-server" }))}`);
  expect(typeof onClick).toBe("function");
});

test("its codec makes a picture fit on a server", async ({ emulator }) => {
  mkdirSync(dir, { recursive: true });
  const key = newKey("delay=0");
  const block = blocks.find(({ name }) => name === "codec")!;
  const code = block.code.replace('service: "beijing"', `service: "${emulator.api}"`).replace("process.env.DASHSCOPE_API_KEY!", `"${key}"`);
  const { client } = await import(`${pathToFileURL(await built({ ...block, code }))}`);
  const picture = await sharp({ create: { width: 9000, height: 3000, channels: 4, background: "#ff000080" } }).png().toBuffer();
  await client.edit({ model: "wan2.7-image", prompt: "湖", images: [{ source: picture, bboxes: [[0, 0, 4500, 3000]] }] });
  const [{ body }] = await submits(emulator, key);
  expect(body.input.messages[0].content[0].image).toMatchObject({ width: 8000, height: 2667 });
  expect(body.parameters.bbox_list).toEqual([[[0, 0, 4000, 2667]]]);
});

test("it names every option, method, parameter, state, kind and field of the types", () => {
  const types = readFileSync(join(root, "src/js/types.d.ts"), "utf8").replace(/\/\*.*?\*\//gs, "");
  const body = (name: string) => types.match(new RegExp(`(?:interface|type|class) ${name}\\b.*?\\n}`, "s"))![0];
  const fields = (...names: string[]) => names.flatMap((name) => [...body(name).matchAll(/^  (?:readonly )?(\w+)\??[:(<]/gm)].map(([, field]) => field!));
  const words = (text: string) => [...text.matchAll(/"([\w-]+)"/g)].map(([, word]) => word!);
  const error = body("WanEditError");
  const wanted = [
    ...fields("ClientOptions", "Client", "Common", "OtherRequest", "ImageWithBoxes", "PaletteColor"),
    ...fields("WaitOptions", "SubmitOptions", "EditOptions", "ResumeOptions", "Outcome", "ResultImage", "WanEditError", "Problem"),
    ...[...types.match(/type Progress =.*?;\n\n/s)![0].matchAll(/state: ([^;}]+)/g)].flatMap(([, states]) => words(states!)),
    ...words(error.match(/kind:([^;]+);/)![1]!),
    ...words(error.match(/fault:([^;]+);/)![1]!),
    ...words(types.match(/type ServiceName =([^;]+);/)![1]!),
  ].filter((name) => !["constructor", "name", "imageCount", "inputTokens", "outputTokens", "totalTokens"].includes(name));
  expect(wanted.length).toBeGreaterThan(80);
  expect(wanted.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b[^\`]*\``).test(readme))).toEqual([]);
});

/** Which tests hold what each part promises, beside its own blocks. */
const promises: Record<string, [spec: string, test: string][]> = {
  Start: [["package", "nothing is fetched before it is needed, and the module once"], ["cases", "there are cases"]],
  Client: [["service", "settings that cannot be meant are refused, each by its name"], ["client", "another fetch is called for all of it"], ["package", "a client has the methods of its type"], ["server", "a client keeps the service's limits: so many a second, so many at once"]],
  Requests: [["requests", "the module takes what the types allow"], ["requests", "the module refuses what the types refuse"], ["client", "images may be given as anything that holds one"]],
  Running: [["client", "is a promise, an iterable from the start, and a stream"]],
  Errors: [["server", "errors survive JSON and structured clone"], ["server", "an abort is an AbortError with the signal's reason"], ["service", "an edit with problems is refused with all of them, and nothing is sent"]],
  Proxy: [["client", "bytes come straight from the host, and by way of the proxy where that lets no browser read them"]],
  "Keys that end": [["service", "a callback makes the key: once for all who wait, and again before it ends"]],
  Progress: [["client", "is a promise, an iterable from the start, and a stream"]],
  "Text and images as they are written": [["models", "wan2.6: text and images as a stream, told as they come"]],
  "Resume after a reload": [],
  Abort: [["client", "an abort leaves nothing behind"]],
  "Boxes from words": [],
  "Notes on boxes": [],
  "Check before sending": [["requests", "what only values show is told with its path"]],
  "What is in the way": [["doctor", "a host that lets no browser in, and one that is not there"]],
  "In a worker": [["client", "it works in a worker"]],
  Servers: [
    ["server", "it edits a file with a box, and gives the bytes"],
    ["server", "a picture that has to be changed is refused with that reason, and changed by a codec"],
  ],
  "Server rendering": [["package", "importing it outside a browser does nothing and breaks nothing"]],
  Elements: [["element-boxes", "a form resets, disables and sends it like any control"], ["element", "nothing is loaded before an element stands in the page, and each module once"]],
  "Vercel AI SDK": [
    ["ai-sdk", "files are edited, with boxes of their own, as bytes, data URIs and URLs"],
    ["ai-sdk", "what is not supported is a warning"],
    ["ai-sdk", "nothing is asked for twice: refusals, problems and answers without images end at once"],
  ],
  "Where the module comes from": [["bundlers", "esbuild builds it as it is, with the module as a script"], ["bundlers", "rollup builds it as it is"], ["bundlers", "esbuild builds it, with the module as a file"], ["client", "loading"]],
};

test("every part has its tests", () => {
  const parts = readme.split(/^#+ /m).slice(2).filter((part) => part.slice(part.indexOf("\n")).trim());
  expect(parts.map((part) => part.slice(0, part.indexOf("\n")))).toEqual(Object.keys(promises));
  for (const [heading, tests] of Object.entries(promises)) {
    const missing = tests.filter(([spec, title]) => !readFileSync(join(root, `tests/npm/${spec}.spec.ts`), "utf8").includes(`"${title}"`));
    expect(missing).toEqual([]);
    expect(tests.length + blocks.filter((block) => block.heading === heading).length).toBeGreaterThan(0);
  }
});
