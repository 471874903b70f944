// What the tests of the package share: the app in a page, and the emulator behind it.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test as base, expect, type Page } from "@playwright/test";
import { drawPicture } from "../support/pictures.js";
import { newKey, startEmulator, startStatic } from "../../tools/servers.js";
import { app as appDir } from "./setup.js";

export { expect, newKey };

declare global {
  /** What consumer/app.ts gives to `evaluate`. */
  const kit: any;
}

type Emulator = Awaited<ReturnType<typeof startEmulator>>;
type Host = Awaited<ReturnType<typeof startStatic>>;

type TestFixtures = {
  /** Page errors; the test fails when any is left at its end. Expect some? Empty the list. */
  complaints: string[];
  /** The app, open; `kit` of consumer/app.ts is there for `evaluate`. */
  app: Page;
  /** A JPEG of 1200 × 800, as base64. */
  picture: string;
};

const withEmulator = base.extend<{}, { emulator: Emulator }>({
  emulator: [
    async ({}, use) => {
      const emulator = await startEmulator(["--cors"]);
      await use(emulator);
      await emulator.stop();
    },
    { scope: "worker" },
  ],
});

/** For tests without a browser: `wan` is the package as Node has it. */
export const serverTest = withEmulator.extend<{}, { wan: any }>({
  wan: [async ({}, use) => use(await import(pathToFileURL(join(appDir, "node_modules/wan-edit/index.node.js")).href)), { scope: "worker" }],
});

export const test = withEmulator.extend<TestFixtures, { host: Host }>({
  host: [
    async ({}, use) => {
      const host = await startStatic(appDir);
      await use(host);
      await host.stop();
    },
    { scope: "worker" },
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      await use(complaints);
      expect(complaints, "the page complained").toEqual([]);
    },
    { auto: true },
  ],
  app: async ({ page, host }, use) => {
    await page.goto(host.url);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
    await use(page);
  },
  picture: async ({ app }, use) => {
    await use((await drawPicture(app, 1200, 800)).toString("base64"));
  },
});

/**
 * For `startStatic`: a proxy at `/proxy/HOST/PATH` that plays the service's hosts by the emulator, and tells each address
 * that was asked for.
 */
export function proxyTo(emulator: Emulator, tell: (path: string) => void = () => {}) {
  return (request: any, response: any) => {
    const path = request.url.match(/^\/proxy\/(.*)/)?.[1];
    if (path === undefined) return false;
    tell(path);
    const service = path.replace(/^dashscope\.aliyuncs\.com(?=\/)/, new URL(emulator.origin).host);
    const target = `http://${service.replace(/^dashscope-result-[\w.-]+\.aliyuncs\.com(?=\/)/, new URL(emulator.results).host)}`;
    const passed = Object.entries(request.headers).filter(([name]) => /^(authorization|content-type|x-dashscope-.*)$/.test(name));
    const body: Buffer[] = [];
    request.on("data", (chunk: Buffer) => body.push(chunk)).on("end", async () => {
      const reply = await fetch(target, { method: request.method, headers: Object.fromEntries(passed) as any, ...(body.length && { body: Buffer.concat(body) }) });
      response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") });
      for await (const chunk of reply.body ?? []) response.write(chunk);
      response.end();
    });
    return true;
  };
}

/** Requests of `key` that were meant to make images. */
export async function submits(emulator: Emulator, key: string): Promise<any[]> {
  const requests = await emulator.requests(key);
  return requests.filter(({ method, path }: any) => method === "POST" && /generation|image-synthesis|responses/.test(path));
}
