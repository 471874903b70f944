// The key: kept as long as its owner says, and found nowhere else.
import { expect, newKey, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

const stored = (editor: Editor) =>
  editor.page.evaluate(() => ({ tab: JSON.stringify({ ...sessionStorage }), device: JSON.stringify({ ...localStorage }) }));

/** What no other key has: it survives percent-encoding. */
const secret = (editor: Editor) => editor.key.split("+").at(-1)!;

test("until reload: the key is nowhere but in its field, and gone after a reload", async ({ editor, pictures }) => {
  const bodies: string[] = [];
  editor.page.on("request", (request) => bodies.push(request.postData() ?? ""));
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"]);
  await editor.write("Make it night");
  await editor.run();
  await expect(editor.progress).toContainText("queue");
  expect(JSON.stringify(await stored(editor)), "beside a kept task").not.toContain(secret(editor));
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  await expect(editor.page.locator("#viewer")).toBeVisible();

  expect(await editor.page.locator("#key").inputValue()).toBe(editor.key);
  expect(await editor.page.content()).not.toContain(secret(editor));
  expect(JSON.stringify(await stored(editor))).not.toContain(secret(editor));
  expect(editor.asked.filter((url) => url.includes(secret(editor)))).toEqual([]);
  expect(bodies.filter((body) => body.includes(secret(editor)))).toEqual([]);
  expect(editor.written.filter((line) => line.includes(secret(editor)))).toEqual([]);
  const log = await editor.log();
  expect(log.filter(({ listener }) => listener === "api").every(({ headers }) => "authorization" in headers)).toBe(true);
  for (const { headers } of log.filter(({ listener }) => listener === "results")) {
    expect(headers).not.toHaveProperty("authorization");
  }

  await editor.page.reload();
  await expect(editor.page.locator("#open-service")).toContainText("no key yet");
  await expect(editor.page.locator("#key")).toHaveValue("");
});

test("in this tab: the key survives a reload, and no other tab has it", async ({ editor, site, context }) => {
  await editor.page.goto(site.url);
  await editor.connect(newKey(), "session");
  await editor.page.reload();
  await expect(editor.page.locator("#key")).toHaveValue(editor.key);
  await expect(editor.page.locator("#keep-session")).toBeChecked();
  expect((await stored(editor)).device).not.toContain(secret(editor));

  const other = await context.newPage();
  await other.goto(site.url);
  await expect(other.locator("#edit")).toBeVisible();
  await expect(other.locator("#key")).toHaveValue("");
  await other.close();
});

test("on this device: another tab has the key, until it is forgotten", async ({ editor, site, context }) => {
  await editor.page.goto(site.url);
  await editor.connect(newKey(), "remembered");
  const other = await context.newPage();
  await other.goto(site.url);
  await expect(other.locator("#key")).toHaveValue(editor.key);
  await other.close();

  await editor.page.locator("#open-service").click();
  await editor.page.locator("#forget-key").click();
  await expect(editor.page.locator("#service-panel")).toContainText("Forgotten. No copy is left in this browser.");
  await expect(editor.page.locator("#key")).toHaveValue("");
  expect(JSON.stringify(await stored(editor))).not.toContain(secret(editor));
  await editor.page.reload();
  await expect(editor.page.locator("#edit")).toBeVisible();
  await expect(editor.page.locator("#key")).toHaveValue("");
});

test("from device to memory: the copy goes at once", async ({ editor, site }) => {
  await editor.page.goto(site.url);
  await editor.connect(newKey(), "remembered");
  expect((await stored(editor)).device).toContain(secret(editor));
  await editor.page.locator("#open-service").click();
  await editor.choose("#keep-session");
  expect((await stored(editor)).device).not.toContain(secret(editor));
  expect((await stored(editor)).tab).toContain(secret(editor));
  await editor.choose("#keep-memory");
  expect(JSON.stringify(await stored(editor))).not.toContain(secret(editor));
  await expect(editor.page.locator("#key")).toHaveValue(editor.key);
});

test("a key that no header can carry is refused before it is sent", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#key").fill(`${editor.key}密`);
  await expect(editor.page.locator("#key-note")).toContainText("characters that no key has");
  await editor.page.locator("#service-done").click();
  await editor.run();
  await expect(editor.page.locator("#service-panel")).toBeVisible();
  expect(editor.asked.filter((url) => url.includes("/generation"))).toEqual([]);
});
