// The built page itself, as a visitor has it: an edit from beginning to end, with a key and with an access code.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { Editor } from "../e2e/editor.ts";
import { copyFailure, expectKeyHidden, goTheRoad } from "../e2e/journey.ts";
import { makePictures } from "../e2e/pictures.ts";
import { expect, hosts, newKey, test, type Proxy } from "./fixtures.ts";

const page = join(root, "dist");
const lent = newKey("delay=0", "lent");
const code = `visit-${randomUUID()}`;

let site: Proxy;
test.beforeAll(async ({ start, kind }) => {
  if (!existsSync(join(page, "index.html"))) throw new Error("there is no page: make page");
  // The development server lends nothing.
  site = await start(kind === "node" ? { page } : { page, keys: { [hosts.api]: `Bearer ${lent}` }, codes: { [code]: "anna" } });
});

for (const [who, what, key] of [
  ["a key", newKey("delay=0", "own"), null],
  ["an access code", code, lent],
] as const) {
  test(`an edit with ${who}`, async ({ page: tab, emulator, standIn, kind }) => {
    test.skip(kind === "node" && key !== null, "it lends nothing");
    standIn.requests.length = 0;
    const complaints: string[] = [];
    const elsewhere: string[] = [];
    tab.on("console", (message) => {
      // The page looks for an emulator behind the proxy, which is refused, and Chromium logs that.
      const isAnswer = message.text().startsWith("Failed to load resource: the server responded");
      if (message.type() === "error" && !isAnswer) complaints.push(message.text());
    });
    tab.on("pageerror", (error) => complaints.push(error.message));
    await tab.route(
      (url) => url.origin !== site.url,
      (route) => {
        elsewhere.push(route.request().url());
        return route.abort();
      },
    );

    await tab.goto(`${site.url}/`);
    await tab.locator("#open-service").click();
    await tab.locator("#service").selectOption("beijing");
    await tab.locator("#key").fill(what);
    await tab.locator("#service-done").click();
    await tab.locator("#file-input").setInputFiles(join(root, "www/samples/still-life.jpg"));
    await tab.locator("#prompt").fill("Make it night");
    await tab.locator("#edit").click();
    await expect(tab.locator("[data-result][data-state=saved]")).not.toHaveCount(0, { timeout: 25_000 });

    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
    const log = await emulator.requests(key ?? what);
    expect(log.filter(({ method, status }) => method === "POST" && status === 200)).toHaveLength(1);
    const results = standIn.requests.filter(({ host }) => host === hosts.result);
    expect(results.length).toBeGreaterThan(0);
    for (const { headers } of results) expect(headers.authorization).toBeUndefined();
  });
}

test("the whole road, and the key is nowhere but where it belongs", async ({ page: tab, browser, emulator, standIn }) => {
  test.setTimeout(90_000);
  standIn.requests.length = 0;
  const editor = new Editor(tab, site, { api: `https://${hosts.api}/api/v1`, requests: emulator.requests });
  const pictures = await makePictures(browser);
  await editor.open("delay=0", "unlimited");
  const saved = await goTheRoad(editor, pictures["phone.jpg"]);
  const atResults = () => standIn.requests.filter(({ host }) => host === hosts.result);
  const logs = () => ({ "the proxy's log": site.log(), "the emulator's log": emulator.output() });
  expect(atResults().length).toBeGreaterThan(0);
  await expectKeyHidden(editor, saved, logs(), atResults());

  await editor.connect(newKey("fail=InternalError"));
  const copied = await copyFailure(editor);
  expect(copied).toContain("InternalError");
  await expectKeyHidden(editor, saved, { ...logs(), "what was copied": copied }, atResults());
});
