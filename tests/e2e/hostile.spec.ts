// Services and hosts that mean no good, or are broken: what they write is text and nothing else, and what they send as a
// picture is one or is not shown.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { copyFailure } from "./journey.ts";
import { expect, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

const GENERATION = /\/generation$/;

/** Answers every submit with this. */
const answer = (editor: Editor, status: number, body: unknown) =>
  editor.page.route(GENERATION, (route) => route.fulfill({ status, contentType: "application/json", body: JSON.stringify(body) }));

const results = (...urls: string[]) => ({
  output: { choices: [{ finish_reason: "stop", message: { content: urls.map((image) => ({ image, type: "image" })) } }] },
  usage: { image_count: urls.length },
  request_id: "r",
});

test("endless texts are cut, say by how much, and neither hold nor widen the page", async ({ editor, pictures }) => {
  const long = (sign: string) => sign.repeat(1_000_000);
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await answer(editor, 400, { code: long("C"), message: long("M"), request_id: long("R") });
  await editor.page.evaluate(() => {
    (globalThis as any).blocked = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) (globalThis as any).blocked = Math.max((globalThis as any).blocked, duration);
    }).observe({ type: "longtask" });
  });
  await editor.run();
  await expect(editor.error.locator(".words")).toContainText("MMM… (998000 characters more)");
  await expect(editor.error.locator("dl")).toContainText("CCC… (999800 characters more)");
  await expect(editor.error.locator("dl")).toContainText("RRR… (999800 characters more)");
  await editor.error.locator("details summary").click();
  await expect(editor.error.locator("pre")).toContainText("characters more)");
  await editor.expectNoOverflow();
  expect(await editor.error.evaluate((panel) => panel.scrollWidth - panel.clientWidth), "nothing reaches out of the panel").toBeLessThanOrEqual(0);
  expect((await copyFailure(editor)).length).toBeLessThan(30_000);
  // A debug build on a busy machine: what is measured is that nothing hangs.
  expect(await editor.page.evaluate(() => (globalThis as any).blocked)).toBeLessThan(3_000);

  await editor.page.setViewportSize({ width: 360, height: 740 });
  await editor.expectNoOverflow();
});

test("names in the list of tasks and reasons of single images are cut and stay within the page, too", async ({ editor }) => {
  const long = (sign: string) => sign.repeat(1_000_000);
  await editor.open("delay=0");
  const failed = { code: long("C"), message: long("M") };
  await answer(editor, 200, {
    output: { task_status: "SUCCEEDED", results: [{ url: "javascript:alert(1)", actual_prompt: "x" }, failed] }, request_id: "r",
  });
  await editor.write("A lighthouse at dusk");
  await editor.waitOnConnection();
  await editor.run();
  const card = editor.page.locator("[data-failed]");
  await expect(card).toContainText("MMM… (998000 characters more)");
  await expect(card).toContainText("CCC… (999800 characters more)");
  await editor.expectNoOverflow();

  const task = { task_id: "0385dc79-5ff8-4d82-bcb6-1b2c3d4e5f60", status: long("S"), model_name: long("N"), gmt_create: 1_700_000_000_000 };
  await editor.page.route(/\/tasks\/\?/, (route) => route.fulfill({ json: { data: [task], total_page: 1 } }));
  await editor.page.locator("#open-tasks").click();
  const row = editor.page.locator("[data-task]");
  await expect(row).toContainText("SSS… (999800 characters more)");
  await expect(row).toContainText("NNN… (999800 characters more)");
  for (const width of [1280, 360]) {
    await editor.page.setViewportSize({ width, height: 740 });
    await editor.expectNoOverflow();
    expect(await row.evaluate((row) => row.scrollWidth - row.clientWidth)).toBeLessThanOrEqual(0);
  }
});

test("what turns or hides other text is left out", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await answer(editor, 400, { code: "X\u202e", message: "not \u202egnp.exe\u2066 \u0000\u001b[31m<b>bold</b>", request_id: "r" });
  await editor.run();
  await expect(editor.error.locator(".words")).toHaveText("The service says: not gnp.exe [31m<b>bold</b>");
  await expect(editor.error.locator("b")).toHaveCount(0);
});

test("a key that is written back is shown in no form, neither in the error nor in what is copied", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const { key } = editor;
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const forms = [
    key, key.toUpperCase(), encodeURIComponent(key), `Bearer ${key}`, base64(key), base64(`user:${key}`), base64(`Bearer ${key}`),
    Buffer.from(key).toString("hex"), Buffer.from(`x${key}`).toString("base64url"), key.replace(/.{9}/g, "$&\n"),
    JSON.stringify({ key }), key.replace(/[+-]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`),
  ];
  await answer(editor, 400, { code: key, message: forms.join(" | "), request_id: key, more: forms });
  const copied = await copyFailure(editor);
  await editor.error.locator("details summary").click();
  const shown = `${copied}\n${await editor.error.innerText()}`;
  for (const form of forms) expect(shown).not.toContain(form);
  expect(copied).toContain("***");
});

const NO_PICTURES: Record<string, [type: string, body: string]> = {
  "a page": ["image/png", "<!doctype html><title>x</title><script>document.title = 'taken'</script>"],
  "an SVG": ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  "an SVG that is called a PNG": ["image/png", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
  "a script": ["image/png", "alert(1)"],
  "a GIF": ["image/gif", "GIF89a\x01\x00\x01\x00"],
  "nothing": ["image/png", ""],
};

test("bytes that are no known picture are neither shown nor saved, and what was paid for stays within reach", async ({ editor, pictures, context }) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const url = "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.png?Expires=4000000000&Signature=s%2Bx%3D";
  await answer(editor, 200, results(url));
  let at: [string, string] = ["", ""];
  await context.route(/dashscope-result-bj/, (route) => route.fulfill({ contentType: at[0], body: at[1] }));
  for (const [name, bytes] of Object.entries(NO_PICTURES)) {
    await test.step(name, async () => {
      at = bytes;
      const before = await editor.results.count();
      await editor.run();
      await expect(editor.results).toHaveCount(before + 1);
      const card = editor.results.first();
      await expect(card).toHaveAttribute("data-state", "remote");
      await expect(card).toContainText("What came is no picture, and is neither shown nor saved.");
      await expect(card.locator("img"), "not shown").toHaveCount(0);
      await expect(card.locator("[data-download], [data-reuse]"), "nor offered to be saved").toHaveCount(0);
      await card.locator("[data-copy]").click();
      await expect.poll(() => editor.page.evaluate(() => navigator.clipboard.readText())).toBe(url);
      await expect(card.locator("[data-open]")).toHaveAttribute("href", url);
      await expect(card.locator("[data-open]")).toHaveAttribute("rel", /noopener/);
    });
  }
  // Whatever its host calls it, a picture is one.
  await context.unroute(/dashscope-result-bj/);
  const picture = await readFile(pictures["plain.jpg"]);
  await context.route(/dashscope-result-bj/, (route) => route.fulfill({ contentType: "application/octet-stream", body: picture }));
  await editor.results.first().locator("[data-retry]").click();
  await expect(editor.results.first()).toHaveAttribute("data-state", "saved");
  expect((await editor.download()).name).toMatch(/\.jpg$/);
});

test("an address that is none of the web is no link and is not asked for", async ({ editor, pictures, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const urls = [
    "javascript:document.title='taken'", "JAVASCRIPT:alert(1)//https://a.example", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg/>", "blob:https://a.example/x", "file:///etc/passwd", "ftp://a.example/x.png", "//evil.example/x.png", "/proxy/x", "https:///x",
  ];
  await answer(editor, 200, results(...urls));
  const asked = editor.asked.length;
  await editor.run();
  await expect(editor.results).toHaveCount(urls.length);
  for (const [index, url] of urls.entries()) {
    const card = editor.results.nth(index);
    await expect(card).toContainText("The service named no address of the web.");
    await expect(card.locator("a, img"), url).toHaveCount(0);
    await card.locator("[data-copy]").click();
    await expect.poll(() => editor.page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  }
  const after = editor.asked.slice(asked).filter((address) => !GENERATION.test(address));
  expect(after, "nothing of them was asked for").toEqual([]);
  expect(await editor.page.title()).not.toContain("taken");
  expect(submits(await editor.log())).toHaveLength(0);
});

test("the page makes neither markup nor script of text: Trusted Types hold, and no policy can be made", async ({ editor, complaints }) => {
  await editor.open("delay=0");
  const refused = await editor.page.evaluate(() => {
    const tries: Record<string, () => unknown> = {
      markup: () => (document.createElement("div").innerHTML = "<b>x</b>"),
      template: () => (document.createElement("template").innerHTML = "<b>x</b>"),
      insertion: () => document.body.insertAdjacentHTML("beforeend", "<b>x</b>"),
      script: () => (document.createElement("script").src = "https://evil.example/x.js"),
      frame: () => (document.createElement("iframe").srcdoc = "x"),
      policy: () => (globalThis as any).trustedTypes.createPolicy("default", { createHTML: (text: string) => text }),
    };
    const names = Object.entries(tries).filter(([, act]) => {
      try {
        act();
        return false;
      } catch {
        return true;
      }
    });
    return names.map(([name]) => name);
  });
  expect(refused).toEqual(["markup", "template", "insertion", "script", "frame", "policy"]);
  // The tries are told on the console, as they should.
  complaints.length = 0;

  // Leptos can set innerHTML, for its attribute inner_html, which no view has: each use would be told on the console.
  const dist = join(root, "dist");
  for (const name of (await readdir(dist)).filter((name) => name.endsWith(".js"))) {
    expect(await readFile(join(dist, name), "utf8"), name).not.toMatch(/outerHTML|insertAdjacentHTML|document\.write|new Function|\beval\(/);
  }
});

test("no base address can be put into the page", async ({ editor, complaints }) => {
  await editor.open("delay=0");
  const base = await editor.page.evaluate(() => {
    const base = document.createElement("base");
    base.href = "https://evil.example/";
    document.head.prepend(base);
    return document.baseURI;
  });
  expect(base).not.toContain("evil");
  complaints.length = 0;
});
