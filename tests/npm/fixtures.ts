// What the tests of the package share: the app in a page, and the emulator behind it.
import { test as base, expect, type Page } from "@playwright/test";
import { drawPicture } from "../tools/pictures.js";
import { newKey, startEmulator, startStatic } from "../tools/servers.js";
import { app as appDir } from "./setup.js";

export { expect, newKey };

declare global {
  /** What consumer/app.ts gives to `evaluate`. */
  const kit: any;
}

type Emulator = Awaited<ReturnType<typeof startEmulator>>;
type Host = Awaited<ReturnType<typeof startStatic>>;

export const test = base.extend<{ app: Page; picture: string }, { emulator: Emulator; host: Host }>({
  emulator: [
    async ({}, use) => {
      const emulator = await startEmulator(["--cors"]);
      await use(emulator);
      await emulator.stop();
    },
    { scope: "worker" },
  ],
  host: [
    async ({}, use) => {
      const host = await startStatic(appDir);
      await use(host);
      await host.stop();
    },
    { scope: "worker" },
  ],
  /** The app, open; `kit` of consumer/app.ts is there for `evaluate`. */
  app: async ({ page, host }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(host.url);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
    await use(page);
    expect(complaints).toEqual([]);
  },
  /** A JPEG of 1200 × 800, as base64. */
  picture: async ({ app }, use) => {
    await use((await drawPicture(app, 1200, 800)).toString("base64"));
  },
});

/** Requests of `key` that were meant to make images. */
export async function submits(emulator: Emulator, key: string): Promise<any[]> {
  const requests = await emulator.requests(key);
  return requests.filter(({ method, path }: any) => method === "POST" && /generation|image-synthesis|responses/.test(path));
}
