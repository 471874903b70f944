// What a journey starts with: the built page behind Trunk's proxy, an emulator behind that, and pictures to edit.
//
//   import { expect, newKey, test } from "./fixtures.ts";
//   test("…", async ({ page, site, emulator, pictures }) => {
//     const key = newKey("delay=0"); // one of its own for each test; words: tests/emulator/README.md
//     await page.goto(site.url);
//     …
//     const sent = await emulator.requests(key);
//   });
//
// Each worker has servers of its own. A test fails when the page complains on its console, see `complaints`, and when a key
// of `newKey` is anywhere but where it may be, see `key-scan.ts`.
import { test as base, expect } from "@playwright/test";
import { newKey as makeKey, startEmulator, startTrunk } from "../../tools/servers.js";
import { KeyScan } from "./key-scan.ts";
import { makePictures, type Pictures } from "./pictures.ts";

type Servers = {
  emulator: Awaited<ReturnType<typeof startEmulator>>;
  site: Awaited<ReturnType<typeof startTrunk>>;
};

/** All keys of the test at hand: a worker runs one at a time. */
const keys: string[] = [];

/** A key of its own for a test, which is searched for at its end. */
function newKey(...words: string[]): string {
  const key = makeKey(...words);
  keys.push(key);
  return key;
}

type TestFixtures = {
  /** The search for keys; names the origins that the test confirmed for one. */
  keyScan: KeyScan;
  /** Console and page errors; the test fails when any is left at its end. Expect some? Empty the list. */
  complaints: string[];
};

type WorkerFixtures = {
  servers: Servers;
  emulator: Servers["emulator"];
  site: Servers["site"];
  pictures: Pictures;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  servers: [
    async ({}, use) => {
      const emulator = await startEmulator();
      const site = await startTrunk(emulator);
      await use({ emulator, site });
      await site.stop();
      await emulator.stop();
    },
    { scope: "worker" },
  ],

  emulator: [async ({ servers }, use) => use(servers.emulator), { scope: "worker" }],

  site: [async ({ servers }, use) => use(servers.site), { scope: "worker" }],

  pictures: [async ({ browser }, use) => use(await makePictures(browser)), { scope: "worker" }],

  keyScan: [
    async ({ context, site, emulator }, use, testInfo) => {
      keys.length = 0;
      const scan = new KeyScan();
      await scan.follow(context);
      await use(scan);
      // A journey that failed has its own reason.
      if (testInfo.status === testInfo.expectedStatus) await scan.search(context, keys, site, emulator);
    },
    { auto: true },
  ],

  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
      page.on("console", (message) => {
        // An answer of 4xx or 5xx is the journey's business; Chromium logs each as an error.
        const isAnswer = message.text().startsWith("Failed to load resource: the server responded");
        if (message.type() === "error" && !isAnswer) complaints.push(`console: ${message.text()}`);
      });
      await use(complaints);
      expect(complaints, "the page complained").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect, newKey };
