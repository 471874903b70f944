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
// Each worker has servers of its own. A test fails when the page complains on its console; see `complaints`.
import { test as base, expect } from "@playwright/test";
import { newKey, startEmulator, startTrunk } from "../../tools/servers.js";
import { makePictures, type Pictures } from "./pictures.ts";

type Servers = {
  emulator: Awaited<ReturnType<typeof startEmulator>>;
  site: Awaited<ReturnType<typeof startTrunk>>;
};

type TestFixtures = {
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
