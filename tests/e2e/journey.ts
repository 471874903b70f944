// The whole road once, as a newcomer goes it: drop a photo, draw a box, write, edit, save. The same steps lead through
// every proxy (journey.spec.ts here and in ../proxy). And the search for the key afterwards.
import { readFile } from "node:fs/promises";
import { difference, expect, expectBox, fetches, sent, submits, type Editor, type Entry } from "./editor.ts";
import { decodePng } from "./pictures.ts";

const corner = { x: 0.22, y: 0.31 };
const opposite = { x: 0.61, y: 0.52 };

/** Goes the road with a phone's photo, which is stored turned; answers the paths of what was saved. */
export async function goTheRoad(editor: Editor, phone: string): Promise<string[]> {
  await drop(editor, phone);
  await editor.page.locator("#stage-image").scrollIntoViewIfNeeded();
  const meant = await editor.draw(corner, opposite);
  await editor.write("Put a balloon into the selected area of image 1");
  await editor.chooseSize("1K");
  const saved: string[] = [];
  for (const seed of [1, 2]) {
    await editor.page.locator("#seed").fill(String(seed));
    await editor.run();
    await editor.expectSaved(seed);
    const { path, name } = await editor.download();
    expect(name).toMatch(/^wan2\.7-image-pro-.*\.png$/);
    saved.push(path);
  }
  const log = await editor.log();
  expect(submits(log), "each edit was sent once").toHaveLength(2);
  for (const submit of submits(log)) {
    expect(submit.status).toBe(200);
    expectBox(sent(submit).parameters.bbox_list[0][0], meant);
  }
  expect(fetches(log).length, "the results were fetched").toBeGreaterThanOrEqual(2);
  const changed = await difference(saved[0], saved[1]);
  const scale = (await decodePng(saved[0])).width / 3000;
  changed!.forEach((edge, i) => expect(Math.abs(edge - meant[i] * scale), `edge ${i}: ${changed}`).toBeLessThan(3));
  return saved;
}

/** Lets a file fall on the page. */
async function drop(editor: Editor, file: string) {
  const bytes = (await readFile(file)).toString("base64");
  const files = await editor.page.evaluateHandle(async (bytes) => {
    const binary = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([binary], "phone.jpg", { type: "image/jpeg" }));
    return files;
  }, bytes);
  for (const type of ["dragenter", "dragover", "drop"]) {
    await editor.page.dispatchEvent("main", type, { dataTransfer: files });
  }
  await expect(editor.sources).toHaveCount(1);
  await expect.poll(() => editor.pixels()).toEqual({ width: 3000, height: 4000 });
}

/**
 * Searches for the key in all that a journey left: the browser's storage, the document, addresses, the console, what was
 * saved and copied, and `logs`, by name. `atResults` is what hosts of results were sent.
 */
export async function expectKeyHidden(editor: Editor, saved: string[], logs: Record<string, string>, atResults: unknown) {
  // What no other key has: it survives percent-encoding.
  const secret = editor.key.split("+").at(-1)!;
  const log: Entry[] = await editor.log();
  const left: Record<string, string> = {
    ...(await editor.page.evaluate(async () => ({
      "this tab": JSON.stringify({ ...sessionStorage }),
      "this device": JSON.stringify({ ...localStorage }),
      "the databases": JSON.stringify(await indexedDB.databases()),
      "the caches": JSON.stringify(await caches.keys()),
      cookies: document.cookie,
      history: location.href + JSON.stringify(history.state),
      "the document": document.documentElement.outerHTML,
    }))),
    addresses: editor.asked.join("\n"),
    "the console": editor.written.join("\n"),
    "addresses of results, as logged": JSON.stringify(fetches(log)),
    "requests for results": JSON.stringify(atResults),
    ...logs,
  };
  for (const path of saved) left[path] = (await readFile(path)).toString("latin1");
  for (const [where, text] of Object.entries(left)) expect(text.includes(secret), `the key is in ${where}`).toBe(false);

  expect(await editor.page.locator("#key").inputValue(), "its field").toBe(editor.key);
  const api = log.filter(({ listener }) => listener === "api");
  expect(api.length).toBeGreaterThan(0);
  expect(api.every(({ headers }) => "authorization" in headers), "every call").toBe(true);
  for (const { headers } of fetches(log)) expect(headers).not.toHaveProperty("authorization");
}

/** Makes an edit fail and copies what the page tells of it: people send that to others. */
export async function copyFailure(editor: Editor): Promise<string> {
  await editor.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.run();
  await expect(editor.error).toBeVisible();
  await editor.error.locator("#copy-details").click();
  return editor.page.evaluate(() => navigator.clipboard.readText());
}
