// <wan-edit> in somebody's page: used as a person uses it, beside another, under the page's own styles, and taken out.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { build as esbuild } from "esbuild";
import { build } from "vite";
import { root as repository, startStatic } from "../../tools/servers.js";
import { file, settled, shop } from "./element.js";
import { expect, newKey, submits, test } from "./fixtures.js";
import { app as appDir } from "./setup.js";

/** A task is asked for after 2, 3, then 5 seconds. */
const run = { timeout: 20_000 };

/** All that the element has drawn: how many elements, and where each stands in it. */
function geometry(page: Page, selector = "wan-edit") {
  return page.evaluate((selector) => {
    const host = document.querySelector(selector)!;
    const frame = host.shadowRoot!.querySelector(".shell")!.getBoundingClientRect();
    return [...host.shadowRoot!.querySelectorAll("*")].map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      // What is not shown has no place.
      const isShown = element.getClientRects().length > 0;
      const place = isShown && [left - frame.left, top - frame.top, width, height].map((length) => Math.round(length * 10) / 10);
      return `${element.localName}.${element.className}#${element.id} ${place}`;
    });
  }, selector);
}

test("an edit from a file to its result, drawn, written and run in an app", async ({ page, host, emulator }) => {
  const key = newKey("delay=0");
  await shop(page, host, `<wan-edit base-url="${emulator.api}"></wan-edit>`);
  const picture = await file(page, 1200, 800);
  await page.evaluate((key) => {
    const editor = document.querySelector("wan-edit")!;
    editor.credential = key;
    (window as any).result = new Promise((done) => editor.addEventListener("result", ({ detail }) => done(detail)));
  }, key);
  await page.locator("wan-edit #file-input").setInputFiles({ name: "house.jpg", mimeType: "image/jpeg", buffer: picture });
  const image = page.locator("wan-edit #stage-image");
  await settled(image);
  const { x, y, width, height } = (await image.boundingBox())!;
  await page.mouse.move(x + width / 4, y + height / 4);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page.locator("wan-edit [data-box]")).toHaveCount(1);
  await page.locator("wan-edit #prompt").fill("paint the door green");
  await page.keyboard.press("Control+Enter");

  const result = await page.evaluate(async () => {
    const { blob, expiresAt, ...detail } = await (window as any).result;
    const bytes = await blob();
    return { ...detail, type: bytes.type, bytes: bytes.size, hours: (expiresAt - Date.now()) / 3_600_000 };
  });
  expect(result).toMatchObject({ prompt: "paint the door green", model: "wan2.7-image-pro", type: "image/png" });
  expect(result.requestId).toBeTruthy();
  expect(result.taskId).toBeTruthy();
  expect(result.bytes).toBeGreaterThan(1000);
  expect(result.hours).toBeCloseTo(24, 0);
  const [sent, ...more] = await submits(emulator, key);
  expect(more).toEqual([]);
  const [[[box]]] = [sent.body.parameters.bbox_list];
  expect(box.map((edge: number, i: number) => Math.abs(edge - [300, 200, 600, 400][i]!) <= 3)).toEqual([true, true, true, true]);
  await expect(page.locator("wan-edit [data-result][data-state=saved]")).toHaveCount(1);

  // It opens over the page, as dialogs do.
  await page.locator("wan-edit .card-picture").click();
  await expect(page.locator("wan-edit #viewer")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("wan-edit #viewer")).toBeHidden();

  await expect(page.locator("wan-edit #key")).toHaveValue("");
  const kept = await page.evaluate(() => {
    const editor = document.querySelector("wan-edit")!;
    const texts = [document.documentElement.outerHTML, editor.shadowRoot!.innerHTML];
    return { texts: texts.join(""), stored: [{ ...localStorage }, { ...sessionStorage }], read: editor.credential, images: editor.images.map(({ bboxes, size }) => [bboxes, size]) };
  });
  expect(kept.texts).not.toContain(key);
  expect(kept.stored).toEqual([{}, {}]);
  expect(kept.read).toBeUndefined();
  expect(kept.images).toEqual([[[box], { width: 1200, height: 800 }]]);
});

test("keys that end come from a function, when one is needed", async ({ page, host, emulator }) => {
  const keys = [newKey("delay=0"), newKey("delay=0")];
  await shop(page, host, `<wan-edit base-url="${emulator.api}" prompt="a lake"></wan-edit>`);
  await page.evaluate((keys) => {
    const editor = document.querySelector("wan-edit")!;
    const kit = Object.assign(window as any, { asked: 0, results: 0 });
    editor.addEventListener("result", () => kit.results++);
    editor.credential = async () => ({ token: keys[kit.asked++ ? 1 : 0]!, expiresAt: Date.now() + (kit.asked > 1 ? 600_000 : 1) });
  }, keys);
  await page.locator("wan-edit #edit").click();
  await expect.poll(() => page.evaluate(() => (window as any).results), run).toBe(1);
  expect(await page.evaluate(() => (window as any).asked)).toBe(2);
  expect([(await submits(emulator, keys[0]!)).length, (await submits(emulator, keys[1]!)).length]).toEqual([0, 1]);
});

test("a refusal is told as an event, without the key", async ({ page, host, emulator }) => {
  const key = newKey("fail=DataInspectionFailed");
  await shop(page, host, `<wan-edit base-url="${emulator.api}" prompt="a lake"></wan-edit>`);
  const error = page.evaluate((key) => {
    const editor = document.querySelector("wan-edit")!;
    editor.credential = key;
    return new Promise<any>((done) => editor.addEventListener("error", ({ detail }) => done(detail)));
  }, key);
  await page.locator("wan-edit #edit").click();
  expect(await error).toMatchObject({ kind: "service", code: "DataInspectionFailed", maybeBilled: false });
  expect(JSON.stringify(await error)).not.toContain(key);
  await expect(page.locator("wan-edit #error")).toBeVisible();
});

const hostile = `
  html { font-size: 44px !important; line-height: 3 !important; letter-spacing: 4px !important; }
  body { text-transform: uppercase; direction: rtl; text-align: right; font: italic 900 50px serif; word-spacing: 9px; cursor: wait; }
  * { all: unset !important; display: block !important; box-sizing: content-box !important; }
  *, *::before, *::after { --accent: red; --paper: red; --side-width: 900px; margin: 30px !important; }
  div, button, input, img, dialog, ul, li { position: static !important; border: 9px solid red !important; width: 5px !important; }
  .place { width: 1000px !important; margin: 0 !important; }
  style, script, head, title { display: none !important; }`;

for (const width of [1000, 430]) {
  test(`a page's styles reach nothing inside, ${width} px wide`, async ({ page, host, emulator }) => {
    const measured: string[][] = [];
    // The foot of a narrow one sticks to the end of the window.
    await page.setViewportSize({ width: 1280, height: 3000 });
    for (const style of ["", hostile]) {
      await shop(page, host, `<div class="place"><wan-edit base-url="${emulator.api}" prompt="a lake"></wan-edit></div>`, {
        style: `.place { width: ${width}px; } ${style} .place { width: ${width}px !important; } wan-edit { margin: 0 !important }`,
      });
      const picture = (await file(page, 600, 400)).toString("base64");
      await page.evaluate(async (picture) => {
        const editor = document.querySelector("wan-edit")!;
        editor.credential = "sk-x";
        const bytes = await (await fetch(`data:image/jpeg;base64,${picture}`)).blob();
        editor.images = [{ source: bytes, bboxes: [[50, 60, 250, 300]] }];
      }, picture);
      await expect(page.locator("wan-edit [data-box]")).toHaveCount(1);
      await settled(page.locator("wan-edit #stage-image"));
      measured.push(await geometry(page));
      const look = await page.locator("wan-edit #edit").evaluate((button) => {
        const { color, backgroundColor, fontSize, fontStyle, letterSpacing, textTransform, direction } = getComputedStyle(button);
        return [color, backgroundColor, fontSize, fontStyle, letterSpacing, textTransform, direction].join();
      });
      measured.at(-1)!.push(look);
    }
    expect(measured[0]!.length).toBeGreaterThan(100);
    expect(measured[1]).toEqual(measured[0]);
  });
}

test("two on one page do not disturb each other", async ({ page, host, emulator }) => {
  const keys = [newKey("delay=0"), newKey("delay=0")];
  await shop(page, host, `<wan-edit id="a" base-url="${emulator.api}"></wan-edit><wan-edit id="b" base-url="${emulator.api}"></wan-edit>`);
  await page.evaluate((keys) => {
    const told: string[] = ((window as any).told = []);
    for (const [index, editor] of document.querySelectorAll("wan-edit").entries()) {
      editor.credential = keys[index]!;
      editor.addEventListener("result", ({ detail }) => told.push(`${editor.id}: ${detail.prompt}`));
    }
  }, keys);
  await page.locator("#a #prompt").fill("a red lake");
  await page.locator("#b #prompt").fill("a blue lake");
  await expect(page.locator("#a #prompt")).toHaveValue("a red lake");
  await page.locator("#b #size-1K").check({ force: true });
  await expect(page.locator("#a #size-2K")).toBeChecked();
  // Only the one that has the focus hears the keys.
  await page.locator("#b #prompt").press("Control+Enter");
  await expect.poll(() => page.evaluate(() => (window as any).told), run).toEqual(["b: a blue lake"]);
  expect((await submits(emulator, keys[0]!)).length).toBe(0);
  await page.evaluate(() => document.querySelector("#b")!.remove());
  await page.locator("#a #edit").click();
  await expect.poll(() => page.evaluate(() => (window as any).told), run).toEqual(["b: a blue lake", "a: a red lake"]);
  expect((await submits(emulator, keys[1]!)).length).toBe(1);
});

test("it speaks the nearest language, and follows it", async ({ page, host, emulator }) => {
  await shop(page, host, `<section lang="zh-Hans"><wan-edit base-url="${emulator.api}" prompt="湖"></wan-edit></section>`);
  await expect(page.locator("wan-edit #edit")).toHaveText("生成");
  await page.evaluate(() => (document.querySelector("section")!.lang = "en"));
  await expect(page.locator("wan-edit #edit")).toHaveText("Generate");
  await expect(page.locator("wan-edit #prompt")).toHaveValue("湖");
  await page.evaluate(() => (document.querySelector("wan-edit")!.lang = "zh"));
  await expect(page.locator("wan-edit #edit")).toHaveText("生成");
});

test("it has the colour scheme that is around it", async ({ page, host, emulator }) => {
  const ground = () => page.locator("wan-edit .page").evaluate((element) => getComputedStyle(element).backgroundColor);
  const [light, dark] = ["rgb(246, 245, 242)", "rgb(20, 20, 22)"];
  await page.emulateMedia({ colorScheme: "dark" });
  await shop(page, host, `<wan-edit base-url="${emulator.api}"></wan-edit>`);
  await expect(page.locator("wan-edit #edit")).toBeVisible();
  expect(await ground()).toBe(light);
  await page.addStyleTag({ content: ":root { color-scheme: light dark }" });
  expect(await ground()).toBe(dark);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await ground()).toBe(light);
  await page.addStyleTag({ content: "wan-edit { color-scheme: dark }" });
  expect(await ground()).toBe(dark);
});

test("custom properties and parts change its looks", async ({ page, host, emulator }) => {
  await shop(page, host, `<wan-edit base-url="${emulator.api}"></wan-edit>`, {
    style: `main { --wan-accent: rgb(1, 120, 3); --wan-side-width: 300px; --wan-font: monospace; --wan-edit-height: 640px }
      wan-edit::part(header) { display: none } wan-edit::part(submit) { border-radius: 0 }`,
  });
  const submit = page.locator("wan-edit .go");
  await expect(submit).toHaveCSS("background-color", "rgb(1, 120, 3)");
  await expect(submit).toHaveCSS("border-radius", "0px");
  await expect(submit).toHaveCSS("font-family", "monospace");
  await expect(page.locator("wan-edit #side")).toHaveCSS("width", "300px");
  await expect(page.locator("wan-edit .top")).toBeHidden();
  expect((await page.locator("wan-edit").boundingBox())!.height).toBe(640);
  const parts = await page.evaluate(() => [...document.querySelector("wan-edit")!.shadowRoot!.querySelectorAll("[part]")].map((element) => element.getAttribute("part")));
  expect(parts.sort()).toEqual(["foot", "header", "page", "rail", "results", "side", "stage", "submit"]);
});

test("moved it stays as it is; gone and back it has its draft again", async ({ page, host, emulator }) => {
  await shop(page, host, `<p id="other"></p><wan-edit base-url="${emulator.api}"></wan-edit>`);
  const picture = (await file(page, 600, 400)).toString("base64");
  await page.evaluate(async (picture) => {
    const editor = document.querySelector("wan-edit")!;
    editor.credential = "sk-x";
    editor.images = [{ source: await (await fetch(`data:image/jpeg;base64,${picture}`)).blob(), bboxes: [[1, 2, 30, 40]] }];
  }, picture);
  await expect(page.locator("wan-edit [data-box]")).toHaveCount(1);
  await page.locator("wan-edit #prompt").fill("a lake");
  await page.evaluate(() => {
    const editor = document.querySelector("wan-edit")!;
    Object.assign(editor.shadowRoot!.querySelector("#prompt")!, { same: true });
    document.querySelector("#other")!.append(editor);
  });
  expect(await page.locator("wan-edit #prompt").evaluate((prompt: any) => prompt.same)).toBe(true);
  await page.evaluate(async () => {
    const editor = document.querySelector("wan-edit")!;
    editor.remove();
    await new Promise((done) => setTimeout(done, 50));
    (window as any).empty = editor.shadowRoot!.childElementCount;
    document.body.append(editor);
  });
  expect(await page.evaluate(() => (window as any).empty)).toBe(0);
  await expect(page.locator("wan-edit #prompt")).toHaveValue("a lake");
  await expect(page.locator("wan-edit [data-box]")).toHaveCount(1);
  expect(await page.evaluate(() => document.querySelector("wan-edit")!.images.map(({ bboxes }) => bboxes))).toEqual([[[1, 2, 30, 40]]]);
});

test("taken out during a run, it asks no more, and the service goes on", async ({ page, host, emulator }) => {
  const key = newKey("delay=8000");
  await shop(page, host, `<wan-edit base-url="${emulator.api}" prompt="a lake"></wan-edit>`);
  await page.evaluate((key) => void (document.querySelector("wan-edit")!.credential = key), key);
  await page.locator("wan-edit #edit").click();
  await expect(page.locator("wan-edit #leave")).toBeVisible();
  await expect.poll(async () => (await submits(emulator, key)).length).toBe(1);
  await page.waitForTimeout(300);
  await page.evaluate(() => document.querySelector("wan-edit")!.remove());
  await page.waitForTimeout(300);
  const asked = (await emulator.requests(key)).length;
  await page.waitForTimeout(6000);
  const requests: any[] = await emulator.requests(key);
  expect(requests).toHaveLength(asked);
  expect(requests.filter(({ path }) => path.endsWith("/cancel"))).toEqual([]);
});

test("twenty that came and went leave nothing behind", async ({ page, host, emulator }) => {
  await shop(page, host, `<main id="here"></main>`);
  const picture = (await file(page, 600, 400)).toString("base64");
  await page.evaluate(() => {
    const urls: Set<string> = ((window as any).urls = new Set());
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob);
      urls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      urls.delete(url);
      revokeObjectURL(url);
    };
  });
  const cdp = await page.context().newCDPSession(page);
  const counted = async () => {
    for (let i = 0; i < 3; i++) {
      await cdp.send("HeapProfiler.collectGarbage");
      await page.waitForTimeout(50);
    }
    const { jsEventListeners, nodes } = await cdp.send("Memory.getDOMCounters");
    return { jsEventListeners, nodes };
  };
  const visit = (service: string, picture: string) =>
    page.evaluate(
      async ({ service, picture }) => {
        const editor = document.createElement("wan-edit");
        editor.baseUrl = service;
        editor.images = [await (await fetch(`data:image/jpeg;base64,${picture}`)).blob()];
        document.querySelector("#here")!.append(editor);
        while (!editor.shadowRoot!.querySelector("#stage-image")) await new Promise((done) => setTimeout(done, 20));
        editor.remove();
        await new Promise((done) => setTimeout(done, 20));
      },
      { service, picture },
    );
  for (let i = 0; i < 4; i++) await visit(emulator.api, picture);
  const before = await counted();
  for (let i = 0; i < 20; i++) await visit(emulator.api, picture);
  const after = await counted();
  console.log(`DOM after 4 and 24 mounts: ${JSON.stringify([before, after])}`);
  // One editor has some hundred nodes and listeners.
  expect(after.nodes - before.nodes).toBeLessThan(300);
  expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(60);
  expect(await page.evaluate(() => (window as any).urls.size)).toBe(0);
});

test("nothing is loaded before an element stands in the page, and each module once", async ({ page, host, emulator }) => {
  const loads: string[] = [];
  page.on("request", (request) => loads.push(new URL(request.url()).pathname.split("/").pop()!));
  await shop(page, host, "");
  await page.evaluate(() => {
    const editor = document.createElement("wan-edit");
    editor.images = ["https://example.com/a.png"];
    (window as any).editor = editor;
  });
  expect(loads.filter((name) => /wasm|editor|boxes\.js/.test(name)).filter((name) => name !== "wan-boxes.js")).toEqual([]);
  await page.evaluate((service) => {
    for (let i = 0; i < 3; i++) {
      const editor = document.createElement("wan-edit");
      editor.baseUrl = service;
      document.body.append(editor);
    }
  }, emulator.api);
  await expect(page.locator("wan-edit #edit")).toHaveCount(3);
  expect(loads.filter((name) => name.endsWith(".wasm"))).toEqual(["editor_bg.wasm"]);
});

test("the module is taken from where an app says", async ({ page, host }) => {
  copyFileSync(join(appDir, "node_modules/wan-edit/element/editor_bg.wasm"), join(appDir, "moved.wasm"));
  writeFileSync(join(appDir, "moved.js"), `import { WanEdit } from "wan-edit/element"; WanEdit.wasmUrl = new URL("moved.wasm", import.meta.url).href;`);
  const loads: string[] = [];
  page.on("request", (request) => request.url().endsWith(".wasm") && loads.push(request.url()));
  await shop(page, host, "<wan-edit hidden></wan-edit>", { start: "moved.js", before: `document.querySelector("wan-edit").remove()` });
  await page.evaluate(() => document.body.append(document.createElement("wan-edit")));
  await expect(page.locator("wan-edit #edit")).toBeVisible();
  expect(loads).toEqual([`${host.url}moved.wasm`]);
});

test("one that cannot be loaded says so, and the next one tries again", async ({ page, host, emulator }) => {
  let isDown = true;
  await page.route("**/editor_bg.wasm", (route) => (isDown ? route.fulfill({ status: 503, body: "" }) : route.continue()));
  await shop(page, host, "");
  const kind = await page.evaluate(
    () =>
      new Promise((done) => {
        const editor = document.createElement("wan-edit");
        editor.addEventListener("error", ({ detail }) => done(detail.kind));
        document.body.append(editor);
      }),
  );
  expect(kind).toBe("load");
  await expect(page.locator("wan-edit [role=alert]")).toContainText("503");
  isDown = false;
  await page.evaluate((service) => {
    document.querySelector("wan-edit")!.remove();
    const editor = document.createElement("wan-edit");
    editor.baseUrl = service;
    document.body.append(editor);
  }, emulator.api);
  await expect(page.locator("wan-edit #edit")).toBeVisible();
});

test("properties set before the element is known count", async ({ page, host, emulator }) => {
  await shop(page, host, `<wan-edit></wan-edit>`, { before: `Object.assign(document.querySelector("wan-edit"), { prompt: "early", baseUrl: "${emulator.api}", model: "wan2.6-image" })` });
  await expect(page.locator("wan-edit #prompt")).toHaveValue("early");
  await expect(page.locator("wan-edit #model")).toHaveValue("wan2.6-image");
  expect(await page.evaluate(() => Object.keys(document.querySelector("wan-edit")!))).not.toContain("prompt");
});

test("with the page's storage settings stay, without it none", async ({ page, host, emulator }) => {
  await shop(page, host, `<wan-edit storage="page"></wan-edit><wan-edit id="b"></wan-edit>`);
  const choose = async (id: string, proxy: string) => {
    await page.locator(`${id} #open-service`).click();
    await page.locator(`${id} #proxy`).fill(proxy);
    await expect(page.locator(`${id} #keep-remembered`)).toHaveCount(id === "#b" ? 0 : 1);
    await page.locator(`${id} #service-done`).click();
  };
  await choose("wan-edit[storage]", "/mine");
  await choose("#b", "/theirs");
  expect(await page.evaluate(() => JSON.parse(localStorage["wan-edit.service"]).proxy)).toBe("/mine");
  await page.reload();
  await page.locator("wan-edit[storage] #open-service").click();
  await expect(page.locator("wan-edit[storage] #proxy")).toHaveValue("/mine");
});

test("React gives properties and hears events", async ({ page, host, emulator }) => {
  const key = newKey("delay=0");
  const source = `
    import "wan-edit/element";
    import { createElement as h, useState } from "react";
    import { createRoot } from "react-dom/client";
    const canvas = new OffscreenCanvas(400, 300);
    canvas.getContext("2d").fillRect(0, 0, 400, 300);
    const image = await canvas.convertToBlob();
    function App() {
      const [seen, setSeen] = useState([]);
      const [boxes, setBoxes] = useState([[10, 20, 100, 200]]);
      return h("main", null,
        h("wan-edit", { baseUrl: ${JSON.stringify(emulator.api)}, credential: ${JSON.stringify(key)}, prompt: "a lake", onresult: ({ detail }) => setSeen((seen) => [...seen, detail.prompt]) }),
        h("output", null, seen.join()),
        h("wan-boxes", { image, value: boxes, onchange: ({ target }) => setBoxes(target.value) }),
        h("code", null, JSON.stringify(boxes)));
    }
    createRoot(document.querySelector("#root")).render(h(App));`;
  await esbuild({
    stdin: { contents: source, resolveDir: join(repository, "tests") },
    bundle: true,
    format: "esm",
    external: ["wan-edit/element"],
    define: { "process.env.NODE_ENV": '"production"' },
    outfile: join(appDir, "react.js"),
    logLevel: "silent",
  });
  await shop(page, host, `<div id="root"></div>`, { start: "react.js", style: "wan-boxes { width: 400px }" });
  await page.locator("wan-edit #edit").click();
  await expect(page.locator("output")).toHaveText("a lake", run);
  await expect(page.locator("wan-boxes [data-box]")).toHaveCount(1);
  await page.locator("wan-boxes [data-box='0']").press("ArrowRight");
  await expect(page.locator("code")).toHaveText("[[11,20,101,200]]");
  await page.locator("wan-boxes [data-box='0']").press("ArrowRight");
  await expect(page.locator("code")).toHaveText("[[12,20,102,200]]");
});

test("Vite builds an app with both, as it is", async ({ page, emulator }) => {
  const root = join(appDir, "element-vite");
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "index.html"), `<!doctype html><html lang="en"><wan-edit></wan-edit><wan-boxes src="a.png"></wan-boxes><script type="module" src="./app.js"></script>`);
  writeFileSync(join(root, "app.js"), `import "wan-edit/element"; document.body.dataset.ready = "true";`);
  await build({ root, base: "./", configFile: false, logLevel: "error", build: { outDir: "dist", target: "es2022" } });
  const host = await startStatic(join(root, "dist"));
  try {
    await page.goto(host.url);
    await page.evaluate((service) => (document.querySelector("wan-edit")!.baseUrl = service), emulator.api);
    await expect(page.locator("wan-edit #edit")).toHaveText("Generate");
    await expect(page.locator("wan-boxes .page")).toHaveCount(1);
  } finally {
    await host.stop();
  }
});

test("imported on a server it does nothing and breaks nothing", () => {
  const code = `globalThis.fetch = () => console.log("fetched");
    const { WanEdit, WanBoxes } = await import("wan-edit/element"); console.log(typeof WanEdit, typeof WanBoxes);`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", code], { cwd: appDir, encoding: "utf8" });
  expect(said.trim()).toBe("function function");
});

test("a page that enforces Trusted Types, with no policy at all, has both elements", async ({ page, host, emulator }) => {
  const broken: string[] = [];
  await page.exposeFunction("violated", (what: string) => broken.push(what));
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) => (window as any).violated(`${event.violatedDirective} ${event.sample}`)),
  );
  const policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"require-trusted-types-for 'script'; trusted-types 'none'\">";
  await shop(page, host, `<wan-edit base-url="${emulator.api}"></wan-edit><wan-boxes></wan-boxes>`, { head: policy });
  await page.evaluate((key) => (document.querySelector("wan-edit")!.credential = key), newKey("delay=0"));
  const picture = await file(page, 600, 400);
  await page.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    (document.querySelector("wan-boxes") as any).image = new Blob([bytes], { type: "image/jpeg" });
  }, picture.toString("base64"));
  await expect(page.locator("wan-boxes img").first()).toBeVisible();
  await page.locator("wan-edit #file-input").setInputFiles({ name: "house.jpg", mimeType: "image/jpeg", buffer: picture });
  await settled(page.locator("wan-edit #stage-image"));
  await page.locator("wan-edit #prompt").fill("paint the door green");
  await page.keyboard.press("Control+Enter");
  await expect(page.locator("wan-edit [data-result][data-state=saved]")).toHaveCount(1, run);
  await page.locator("wan-edit .card-picture").click();
  await expect(page.locator("wan-edit #viewer")).toBeVisible();
  expect(broken).toEqual([]);
});
