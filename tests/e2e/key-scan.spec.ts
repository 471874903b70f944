// The search for keys itself: it finds one wherever it may be, and lets the places pass where it belongs.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { KeyScan } from "./key-scan.ts";

const KEY = "sk-emu+t0123-planted-key";
const SECRET = "t0123-planted-key";

/** What puts the key where, and what the search calls that. */
const PLACES: [place: string, plant: (page: Page) => Promise<unknown>][] = [
  ["this tab's storage", (page) => page.evaluate((key) => sessionStorage.setItem("wan-edit.draft-prompt", key), SECRET)],
  ["this device's storage", (page) => page.evaluate((key) => localStorage.setItem("wan-edit.key", key), SECRET)],
  ["the history", (page) => page.evaluate((key) => history.replaceState({ key }, ""), SECRET)],
  ["the history", (page) => page.evaluate((key) => (location.hash = key), SECRET)],
  ["the console", (page) => page.evaluate((key) => console.log(key), SECRET)],
  ["the document", (page) => page.evaluate((key) => (document.title = key), SECRET.toUpperCase())],
  ["the document", (page) => page.evaluate((key) => document.querySelector("#prompt")!.setAttribute("value", btoa(`Bearer ${key}`)), SECRET)],
  ["the name of the window", (page) => page.evaluate((key) => (window.name = key), SECRET)],
  ["a cookie", (page) => page.evaluate((key) => (document.cookie = `k=${key}`), SECRET)],
  ["the clipboard", (page) => page.evaluate((key) => navigator.clipboard.writeText(key).catch(() => {}), SECRET)],
  ["an address", (page) => page.evaluate((key) => fetch(`/x?${key}`), SECRET)],
  ["what was sent", (page) => page.evaluate((key) => fetch("/x", { method: "POST", body: key }), SECRET)],
  ["the databases", (page) =>
    page.evaluate(
      (key) =>
        new Promise((done) => {
          const opening = indexedDB.open("x", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("y", { autoIncrement: true }).add({ key });
          opening.onsuccess = () => done(opening.result.close());
        }),
      SECRET,
    )],
  ["the caches", (page) => page.evaluate(async (key) => (await caches.open("x")).put(`/${key}`, new Response("")), SECRET)],
];

for (const [index, [place, plant]] of PLACES.entries()) {
  test(`found: ${index + 1}, ${place}`, async ({ browser, site, emulator }) => {
    const context = await browser.newContext();
    const scan = new KeyScan();
    await scan.follow(context);
    const page = await context.newPage();
    await page.goto(site.url);
    await expect(page.locator("#edit")).toBeVisible();
    await scan.search(context, [KEY], site, emulator);
    await plant(page);
    await expect(scan.search(context, [KEY], site, emulator)).rejects.toThrow(place);
    await context.close();
  });
}

test("the key's own header passes to confirmed origins alone, and no other header does", async ({ browser, site, emulator }) => {
  for (const [url, name, isFine] of [
    [`${site.url}x`, "authorization", true],
    [`${site.url}x`, "x-key", false],
    ["http://127.0.0.1:9/x", "authorization", false],
  ] as const) {
    const context = await browser.newContext();
    const scan = new KeyScan();
    await scan.follow(context);
    const page = await context.newPage();
    await page.goto(site.url);
    await page.route("**/x", (route) => route.fulfill({ body: "" }));
    await page.evaluate(([url, name, key]) => fetch(url, { headers: { [name]: key }, mode: "cors" }).catch(() => {}), [url, name, `Bearer ${KEY}`] as const);
    const search = scan.search(context, [KEY], site, emulator);
    if (isFine) await search;
    else await expect(search, `${name} to ${url}`).rejects.toThrow("where nobody confirmed it");
    await context.close();
  }
});
