// The apps of tests/examples: type-checked, built, opened, and used as a person would.
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { build, createServer, loadConfigFromFile } from "vite";
import { drawPicture } from "../support/pictures.js";
import { startStatic } from "../../tools/servers.js";
import { expect, newKey, proxyTo, submits, test } from "./fixtures.js";
import { app as appDir, run, tsc } from "./setup.js";

const dir = join(appDir, "examples");
const configFile = join(dir, "vite.config.ts");

test("the examples compile, strictly", () => {
  run(process.execPath, tsc, "--project", join(dir, "tsconfig.json"));
});

async function fill(page: Page, key: string, photo: Buffer) {
  await page.getByLabel("API key").fill(key);
  await page.getByLabel("Photo").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: photo });
  if (await page.getByLabel("Which thing?").count()) await page.getByLabel("Which thing?").fill("green");
  await page.getByLabel(/^What should/).fill("冬天");
}

const edit = (page: Page) => page.getByRole("button", { name: "Edit" });
const cancel = (page: Page) => page.getByRole("button", { name: "Cancel" });
const results = (page: Page) => page.getByAltText("The edited photo");

/** Edits, is refused, and cancels. */
async function use(page: Page, url: string, emulator: any) {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  const photo = await drawPicture(page, 600, 400, "image/png");
  const key = newKey("delay=0");
  await fill(page, key, photo);
  await expect(cancel(page)).toBeDisabled();
  await edit(page).click();
  await expect(page.getByRole("status")).toHaveText("done", { timeout: 20_000 });
  await expect(results(page)).toHaveCount(1);
  expect(await results(page).evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(500);
  await expect(edit(page)).toBeEnabled();
  expect((await submits(emulator, key)).at(-1)).toMatchObject({ billed: 1, unsupported: [], body: { input: { messages: [{ content: [{ image: { width: 600 } }, { text: "冬天" }] }] } } });

  await fill(page, newKey("fail=DataInspectionFailed"), photo);
  await edit(page).click();
  await expect(page.getByRole("alert")).toContainText("DataInspectionFailed");
  await expect(page.getByRole("status")).not.toHaveText("sending");
  await expect(edit(page)).toBeEnabled();

  await fill(page, newKey("pending=60000"), photo);
  await edit(page).click();
  await expect(page.getByRole("status")).toHaveText("pending");
  await cancel(page).click();
  await expect(page.getByRole("alert")).toContainText("cancelled");
  await expect(cancel(page)).toBeDisabled();
  expect(complaints).toEqual([]);
}

async function served(root: string, emulator: any, work: (url: string) => Promise<void>) {
  const host = await startStatic(root, proxyTo(emulator));
  try {
    await work(host.url);
  } finally {
    await host.stop();
  }
}

test("html works as it lies there", ({ page, emulator }) => served(dir, emulator, (url) => use(page, `${url}html/`, emulator)));

for (const name of ["typescript", "react", "worker"]) {
  test(`${name} works when it is built`, async ({ page, emulator }) => {
    const outDir = join(appDir, "built-examples", name);
    await build({ root: join(dir, name), base: "./", configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
    await served(outDir, emulator, (url) => use(page, url, emulator));
  });
}

test("all of them run in Vite's development server, by the proxy of its configuration", async ({ page, emulator }) => {
  const loaded = await loadConfigFromFile({ command: "serve", mode: "development" }, configFile);
  const { server } = loaded!.config as any;
  for (const [path, rule] of Object.entries<any>(server.proxy)) rule.target = path.includes("-result-") ? emulator.results : emulator.origin;
  const vite = await createServer({ ...loaded!.config, root: dir, configFile: false, logLevel: "error", server: { ...server, port: 0, host: "127.0.0.1" } });
  try {
    await vite.listen();
    const { port } = vite.httpServer!.address() as { port: number };
    await use(page, `http://127.0.0.1:${port}/worker/`, emulator);
    for (const [name, button] of [["html", "Edit"], ["typescript", "Edit"], ["react", "Edit"], ["element", "Open in the editor"]]) {
      await page.goto(`http://127.0.0.1:${port}/${name}/`);
      await expect(page.getByRole("button", { name: button! })).toBeEnabled();
    }
    await expect(page.locator("wan-boxes [part=image]")).toBeAttached();
  } finally {
    await vite.close();
  }
});

test("typescript goes on with its task after a reload, and edits inside the box it found", async ({ page, emulator }) => {
  const outDir = join(appDir, "built-examples", "reloaded");
  await build({ root: join(dir, "typescript"), base: "./", configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
  await served(outDir, emulator, async (url) => {
    await page.goto(url);
    const key = newKey("delay=3000");
    await fill(page, key, await drawPicture(page, 600, 400, "image/png"));
    await edit(page).click();
    await expect(page.getByRole("status")).toHaveText("running", { timeout: 20_000 });
    await page.reload();
    await expect(page.getByRole("status")).toHaveText("done", { timeout: 20_000 });
    await expect(results(page)).toHaveCount(1);
    const sent = (await submits(emulator, key)).filter(({ billed }) => billed);
    expect(sent).toHaveLength(1);
    expect(sent[0].body.parameters.bbox_list[0]).toHaveLength(1);
  });
});

test("element draws boxes in a form, edits in the editor, and hears of the result", async ({ page, emulator }) => {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  const outDir = join(appDir, "built-examples", "element");
  await build({ root: join(dir, "element"), base: "./", configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
  await served(outDir, emulator, async (url) => {
    await page.goto(url);
    const key = newKey("delay=0");
    await page.getByLabel("API key").fill(key);
    await page.getByLabel("Photo").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: await drawPicture(page, 600, 400, "image/png") });
    const place = await page.locator("wan-boxes [part=image]").boundingBox();
    const at = (x: number, y: number) => [place!.x + x * place!.width, place!.y + y * place!.height] as const;
    await page.mouse.move(...at(0.25, 0.25));
    await page.mouse.down();
    await page.mouse.move(...at(0.4, 0.4));
    await page.mouse.move(...at(0.5, 0.75), { steps: 3 });
    await page.mouse.up();
    await expect(page.locator("output")).toHaveText(/^\d+, \d+, \d+, \d+$/);
    const drawn = (await page.locator("output").textContent())!.split(", ").map(Number);
    [150, 100, 300, 300].forEach((edge, index) => expect(Math.abs(drawn[index]! - edge)).toBeLessThanOrEqual(3));

    await page.getByRole("button", { name: "Open in the editor" }).click();
    await page.locator("wan-edit #prompt").fill("make the selected area of image 1 blue");
    await page.locator("wan-edit #edit").click();
    await expect(page.locator("main > ul > li")).toHaveText(/^make the selected area of image 1 blue: \d+ × \d+ px$/, { timeout: 20_000 });
    const sent = (await submits(emulator, key)).filter(({ billed }) => billed);
    expect(sent).toHaveLength(1);
    expect(sent[0].body.parameters.bbox_list).toEqual([[drawn]]);
  });
  expect(complaints).toEqual([]);
});

test("react cancels its edit when another one takes its place", async ({ page, emulator }) => {
  const outDir = join(appDir, "built-examples", "left");
  await build({ root: join(dir, "react"), base: "./", configFile, logLevel: "error", build: { outDir, emptyOutDir: true } });
  await served(outDir, emulator, async (url) => {
    await page.goto(url);
    const key = newKey("delay=0", "pending=60000");
    await fill(page, key, await drawPicture(page, 600, 400, "image/png"));
    await edit(page).click();
    await expect(page.getByRole("status")).toHaveText("pending");
    // Another edit takes its place.
    await page.locator("form").evaluate((form: HTMLFormElement) => form.requestSubmit());
    await expect.poll(async () => (await emulator.requests(key)).filter(({ path }: any) => path.endsWith("/cancel")).length).toBe(1);
    await expect(page.getByRole("status")).toHaveText("pending");
    await cancel(page).click();
    await expect.poll(async () => (await emulator.requests(key)).filter(({ path }: any) => path.endsWith("/cancel")).length).toBe(2);
  });
});
