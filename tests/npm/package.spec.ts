// The package as an app meets it: packed, installed, imported by its name, type-checked, run in a browser.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { drawPicture } from "../tools/pictures.js";
import { root, startEmulator, startStatic, workDir } from "../tools/servers.js";

const app = join(workDir, "npm-consumer");
const installed = join(app, "node_modules/wan-edit");
const tsc = join(root, "tests/node_modules/typescript/bin/tsc");
let emulator: Awaited<ReturnType<typeof startEmulator>>;
let host: Awaited<ReturnType<typeof startStatic>>;

function run(command: string, ...args: string[]) {
  try {
    return execFileSync(command, args, { cwd: app, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error: any) {
    throw new Error(`${command} ${args.join(" ")}\n${error.stdout}\n${error.stderr}`);
  }
}

test.beforeAll(async () => {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  cpSync(join(root, "tests/npm/consumer"), app, { recursive: true });
  run("npm", "pack", join(root, "pkg"), "--silent");
  const tarball = readdirSync(app).find((name) => name.endsWith(".tgz"))!;
  run("npm", "install", "--no-save", "--offline", "--silent", `./${tarball}`);
  run(process.execPath, tsc, "--project", "tsconfig.json");

  emulator = await startEmulator(["--cors"]);
  host = await startStatic(app);
});

test.afterAll(async () => {
  await host?.stop();
  await emulator?.stop();
});

test("the package brings what its exports name, and nothing else", () => {
  const { exports, version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const named = Object.values<any>(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values<string>(entry)));
  const present = readdirSync(installed, { recursive: true }).map((name) => `./${name}`);
  for (const name of named) expect(present).toContain(name);
  const papers = ["./README.md", "./LICENSE", "./package.json"];
  expect(present.filter((name) => !named.includes(name) && !papers.includes(name))).toEqual([]);
  expect(readFileSync(join(root, "Cargo.toml"), "utf8")).toContain(`version = "${version}"`);
});

test("importing it outside a browser does nothing and breaks nothing", () => {
  const keys = run(process.execPath, "--input-type=module", "--eval", 'console.log(Object.keys(await import("wan-edit")).sort().join())');
  expect(keys).toContain("Client");
  expect(keys).toContain("default");
});

test("its names are the ones in its types", () => {
  const declared = [...readFileSync(join(installed, "wan_edit.d.ts"), "utf8").matchAll(/^export (?:class|function) (\w+)/gm)];
  const exported = run(process.execPath, "--input-type=module", "--eval", 'console.log(Object.keys(await import("wan-edit")).join("\\n"))');
  const ours = exported.trim().split("\n").filter((name) => !["default", "initSync"].includes(name));
  expect(ours.sort()).toEqual(declared.map(([, name]) => name).sort());
});

async function open(page: Page) {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(host.url);
  await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
  expect(complaints).toEqual([]);
}

/** Runs one of the consumer's functions in the page. */
function call(page: Page, name: string, ...args: unknown[]): Promise<any> {
  return page.evaluate(([name, args]) => (globalThis as any).consumer[name as string](...(args as any[])), [name, args]);
}

test("the table of models is there", async ({ page }) => {
  await open(page);
  const models = await call(page, "modelIds");
  expect(models).toContain("wan2.7-image-pro");
});

test("check names what is wrong and sends nothing", async ({ page }) => {
  await open(page);
  const before = (await emulator.requests()).length;
  expect(await call(page, "problemPaths", emulator.api)).toContain("images[0].bboxes[0]");
  expect((await emulator.requests()).length).toBe(before);
});

test("an edit brings a picture", async ({ page }) => {
  await open(page);
  const picture = (await drawPicture(page, 1200, 800)).toString("base64");
  const result = await call(page, "edit", emulator.api, picture);
  expect(result.images.length).toBe(1);
  expect(result.images[0]).toMatchObject({ type: "image/png" });
  expect(result.images[0].width).toBeGreaterThan(0);
  expect(result.progress).toContain("sending");
  expect((await emulator.requests()).length).toBeGreaterThan(0);
});

test("a refusal is a WanEditError with what the service said", async ({ page }) => {
  await open(page);
  const error = await call(page, "editWithKey", emulator.api, "");
  expect(error.name).toBe("WanEditError");
});

test("a signal cancels", async ({ page }) => {
  await open(page);
  const picture = (await drawPicture(page, 1200, 800)).toString("base64");
  const error = await call(page, "cancelAtOnce", emulator.api, picture);
  expect(error).toMatchObject({ name: "WanEditError", kind: "canceled" });
});
