// Finds out which functions of the page's wasm its first load calls, and writes their names into first.txt: shrink.js
// leaves the others for later. `make first-load` runs it; the list only decides what is loaded when, so that an old one
// costs bytes, or a moment at the first touch, and nothing else.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plainName } from "./shrink.js";
import { loadBinaryen } from "./split.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tools = join(root, ".tools");

/** Makes each function of the wasm note its index and name in `globalThis.called` when it runs. */
export async function instrument(wasmFile, jsFile) {
  const binaryen = await loadBinaryen(tools);
  const module = binaryen.readBinary(readFileSync(wasmFile));
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) => module.getFunctionByIndex(index)).map((ref) => ({
    ref,
    ...binaryen.getFunctionInfo(ref),
  }));
  const glue = functions.find(({ module: from }) => from).module;
  module.addFunctionImport("note", glue, "note", binaryen.i32, binaryen.none);
  functions.forEach(({ ref, module: from, body, results }, index) => {
    if (from) return;
    const note = module.call("note", [module.i32.const(index)], binaryen.none);
    binaryen.Function.setBody(ref, module.block(null, [note, body], results));
  });
  writeFileSync(wasmFile, module.emitBinary());
  const names = JSON.stringify(functions.map(({ name }) => name));
  const js = readFileSync(jsFile, "utf8").replace("__proto__: null,", "$&\n        note: (index) => called.add(names[index]),");
  writeFileSync(jsFile, `const called = (globalThis.called = new Set());\nconst names = ${names};\n${js}`);
}

/** What the page calls on a first visit and on a later one, in both languages, up to the first key and press. */
async function firstLoad() {
  const { launch } = await import("./chromium.js");
  const { startEmulator, startTrunk } = await import("./servers.js");
  const emulator = await startEmulator();
  const served = await startTrunk(emulator);
  const browser = await launch();
  const called = new Set();
  const see = async (page) => {
    await page.locator("#edit").waitFor();
    await page.waitForTimeout(2000);
    for (const name of await page.evaluate(() => [...globalThis.called])) called.add(plainName(name));
  };
  try {
    for (const [locale, service] of [["en-US", "singapore"], ["zh-CN", "dmxapi"]]) {
      const page = await browser.newPage({ locale });
      await page.goto(served.url);
      await see(page);
      await page.keyboard.press("Shift");
      await page.locator("header").click();
      await see(page);
      await page.locator("#theme").click();
      await page.locator("#model").selectOption("wan2.6-image");
      await page.locator("#open-service").click();
      await page.locator("#service").selectOption(service);
      await page.locator("#service-done").click();
      await page.reload();
      await see(page);
      await page.close();
    }
  } finally {
    await browser.close();
    await served.stop();
    await emulator.stop();
  }
  return called;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const env = { ...process.env, WAN_EDIT_PROFILE: "1" };
  execFileSync("tests/tools/small.sh", ["trunk", "build", "--release"], { cwd: root, env, stdio: "inherit" });
  const names = [...(await firstLoad())].sort();
  writeFileSync(new URL("first.txt", import.meta.url), `${names.join("\n")}\n`);
  console.log(`first.txt: ${names.length} functions. dist/ is of no other use: make page.`);
}
