// What a journey starts with: the built page behind Trunk's proxy, an emulator behind that, and pictures to edit.
//
//   import { test, expect } from "./fixtures.ts";
//   test("…", async ({ page, site, emulator, pictures }) => { await page.goto(site.url); … });
//
// Each worker has servers of its own; `emulator.received()` counts from the start of the running test.
import { test as base, expect } from "@playwright/test";
import { startEmulator, startTrunk } from "../tools/servers.js";
import { makePictures, type Pictures } from "./pictures.ts";

type Servers = {
  emulator: Awaited<ReturnType<typeof startEmulator>>;
  site: Awaited<ReturnType<typeof startTrunk>>;
};

/** One request as the emulator saw it: GET /emulator/requests. */
export type Received = Record<string, any>;

export type Emulator = Servers["emulator"] & {
  /** What this test sent. */
  received(): Promise<Received[]>;
};

type TestFixtures = {
  emulator: Emulator;
  /** Console errors, page errors and refused loads; the test fails when any is left at its end. */
  complaints: string[];
};

type WorkerFixtures = {
  servers: Servers;
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

  site: [async ({ servers }, use) => use(servers.site), { scope: "worker" }],

  pictures: [async ({ browser }, use) => use(await makePictures(browser)), { scope: "worker" }],

  emulator: async ({ servers }, use) => {
    const before = (await servers.emulator.requests()).length;
    await use({
      ...servers.emulator,
      received: async () => (await servers.emulator.requests()).slice(before),
    });
  },

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

export { expect };
