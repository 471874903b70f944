// The package as an app meets it: packed, installed, imported by its name, type-checked, run in a browser.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { drawPicture } from "../tools/pictures.js";
import { newKey, root, startEmulator, startStatic, workDir } from "../tools/servers.js";

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

async function picture(page: Page): Promise<string> {
  return (await drawPicture(page, 1200, 800)).toString("base64");
}

test("the table of models is there", async ({ page }) => {
  await open(page);
  const models = await call(page, "modelIds");
  expect(models).toContain("wan2.7-image-pro");
});

test("check names what is wrong and sends nothing", async ({ page }) => {
  await open(page);
  const key = newKey();
  expect(await call(page, "problemPaths", emulator.api, key)).toContain("images[0].bboxes[0]");
  expect(await emulator.requests(key)).toEqual([]);
});

for (const delivery of ["sync", "task"]) {
  test(`an edit brings a picture: ${delivery}`, async ({ page }) => {
    await open(page);
    const key = newKey("delay=0");
    const result = await call(page, "edit", emulator.api, key, await picture(page), delivery);
    expect(result).toMatchObject({ images: [{ type: "image/png" }], missing: 0, requestId: expect.any(String) });
    expect(result.images[0].width).toBeGreaterThan(0);
    expect(result.progress[0]).toBe("sending");
    expect(result.progress.includes("task-created")).toBe(delivery === "task");

    const [sent, ...more] = await emulator.requests(key);
    expect(sent).toMatchObject({ method: "POST", status: 200, unsupported: [], billed: 1 });
    expect(sent.body.input.messages[0].content[0].image).toMatchObject({ mime: "image/jpeg", width: 1200, height: 800 });
    expect(more.filter(({ method }: any) => method === "POST")).toEqual([]);
  });
}

test("a refusal is a WanEditError with what the service said, and keeps the key to itself", async ({ page }) => {
  await open(page);
  const key = newKey("fail=DataInspectionFailed");
  const error = await call(page, "refusal", emulator.api, key, await picture(page));
  expect(error).toMatchObject({
    name: "WanEditError",
    kind: "service",
    code: "DataInspectionFailed",
    retryable: false,
    maybeBilled: false,
    requestId: expect.any(String),
  });
  expect(error.nextStep).not.toBe("");
  expect(JSON.stringify(error)).not.toContain(key);
});

test("a client without a key is refused where it is made", async ({ page }) => {
  await open(page);
  expect(await call(page, "noKey", emulator.api)).toMatchObject({ name: "WanEditError", kind: "not-sent" });
});

test("a signal cancels", async ({ page }) => {
  await open(page);
  const error = await call(page, "cancelAtOnce", emulator.api, newKey(), await picture(page));
  expect(error).toMatchObject({ name: "WanEditError", kind: "canceled" });
});
