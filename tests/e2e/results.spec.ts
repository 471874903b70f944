// What comes back is told in full: partial successes, rewritten prompts, counts, addresses, and what is perhaps cut off.
import { billed, expect, fetches, sent, submits, test } from "./editor.ts";
import type { Editor, Entry } from "./editor.ts";

const submitsOf25 = (log: Entry[]) => log.filter(({ path }) => path.endsWith("/image-synthesis"));

async function edit25(editor: Editor, picture: string, count: number, ...words: string[]) {
  await editor.open("delay=0", ...words);
  await editor.add(picture);
  await editor.chooseModel("wan2.5-i2i-preview");
  await editor.write("Make it night");
  await editor.chooseCount(count);
  await editor.run();
}

test("wan2.5, some images fail: what was made is shown, what was not is told with its reason", async ({ editor, pictures }) => {
  await edit25(editor, pictures["plain.jpg"], 4, "partial=2");
  await editor.expectSaved(2);
  const failed = editor.page.locator("[data-failed]");
  await expect(failed).toHaveCount(2);
  await expect(failed.first()).toContainText("Not made, not billed");
  await expect(failed.first()).toContainText("The service's content check refused it.");
  await expect(failed.first()).toContainText("DataInspectionFailed");
  await expect(editor.page.locator("#results"), "nothing is missing without a reason").not.toContainText("fewer than asked");
  await editor.page.locator("#language").click();
  await expect(failed.first()).toContainText("未通过服务的内容审核。");
  const log = await editor.log();
  expect(submitsOf25(log)).toHaveLength(1);
  expect(billed(log)).toBe(2);
});

test("wan2.5 rewrites the prompt: the page shows how", async ({ editor, pictures }) => {
  await edit25(editor, pictures["plain.jpg"], 1);
  await editor.expectSaved(1);
  const rewritten = editor.results.first().locator(".rewritten");
  await expect(rewritten.locator("p")).toBeHidden();
  await rewritten.getByText("The service rewrote your prompt").click();
  await expect(rewritten.locator("p")).toContainText("Make it night");
  const words = await rewritten.locator("p").textContent();
  expect(words!.length).toBeGreaterThan("Make it night".length);
  await editor.results.first().locator(".card-picture").click();
  await editor.page.locator("#viewer .rewritten summary").click();
  await expect(editor.page.locator("#viewer .rewritten p")).toHaveText(words!);
});

test("counts, ids and the address byte for byte stand beside the large image", async ({ editor, emulator, pictures, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  const viewer = editor.page.locator("#viewer");
  await expect(viewer).toContainText(/Images billed\s*1/);
  await expect(viewer).toContainText(/Tokens\s*\d+ in, \d+ out/);
  await expect(viewer).toContainText(/Request id\s*[0-9a-f-]{20,}/);
  await viewer.locator("#copy-address").click();
  await expect(viewer.locator("#copy-address")).toHaveText("Copied");
  const copied = await editor.page.evaluate(() => navigator.clipboard.readText());
  const [fetched] = fetches(await editor.log());
  expect(copied).toBe(`${emulator.results}${fetched.path}?${fetched.query}`);
});

test("where nothing was counted, nothing is told", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.chooseModel("wan2.6-image");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  await expect(editor.page.locator("#viewer")).toContainText(/Images billed\s*1/);
  await expect(editor.page.locator("#viewer")).not.toContainText("Tokens");
});

// --- how many

/** What the page keeps of its tasks, once the answer that names one has reached it. */
async function keptTasks({ page }: Editor) {
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("wan-edit.tasks") ?? "[]"));
  await expect.poll(async () => (await kept()).length).toBeGreaterThan(0);
  return kept();
}

test("an image set may have fewer than the most: that is no lack, not even after a reload", async ({ editor }) => {
  await editor.open("delay=0", "pending=1500", "fewer=5");
  await editor.write("A cat on its way through the seasons");
  await editor.choose("#mode-set");
  await editor.chooseSize("1K");
  await editor.run();
  await expect.poll(async () => submits(await editor.log())[0]?.task_id ?? null).not.toBeNull();
  const asked: number = submits(await editor.log())[0].body.parameters.n;
  await keptTasks(editor);
  await editor.page.reload();
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#key").fill(editor.key);
  await editor.page.locator("#service-done").click();
  await editor.page.locator("#kept-tasks").getByRole("button", { name: "Ask again" }).click();
  await expect(editor.results.first()).toBeVisible({ timeout: 20_000 });
  const count = await editor.results.count();
  expect(count).toBeLessThan(asked);
  await editor.expectSaved(count);
  await expect(editor.page.locator("#results")).not.toContainText("fewer than asked");
});

test("a kept task of an older visit still knows how many were asked for", async ({ editor, pictures }) => {
  await editor.open("delay=0", "pending=1500", "fewer=1");
  await editor.add(pictures["plain.jpg"]);
  await editor.write("Make it night");
  await editor.chooseCount(2);
  await editor.chooseSize("1K");
  await editor.run();
  await expect.poll(async () => submits(await editor.log())[0]?.task_id ?? null).not.toBeNull();
  expect((await keptTasks(editor))[0].n).toBe(2);
  await editor.page.reload();
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#key").fill(editor.key);
  await editor.page.locator("#service-done").click();
  await editor.page.locator("#kept-tasks").getByRole("button", { name: "Ask again" }).click();
  await editor.expectSaved(1);
  await expect(editor.results.first()).toContainText("1 fewer than asked for");
});

// --- cut off

test("bytes that end too soon are perhaps incomplete: kept, fetched again, and the task with them", async ({ editor, pictures }) => {
  await editor.open("delay=0", "corrupt");
  await editor.add(pictures["plain.jpg"]);
  await editor.write("Make it night");
  await editor.run();
  const card = editor.results.first();
  await expect(card).toHaveAttribute("data-state", "incomplete", { timeout: 20_000 });
  await expect(card).toContainText("Perhaps incomplete");
  await expect(card.locator("[data-download]"), "what came can be had").toBeVisible();
  await card.locator("[data-retry]").click();
  await expect.poll(async () => fetches(await editor.log()).length).toBe(2);
  await expect(card).toHaveAttribute("data-state", "incomplete");
  await expect(card.locator("[data-download]")).toBeVisible();
  await editor.page.reload();
  await expect(editor.page.locator("#kept-tasks"), "it can be asked for again").toContainText("Make it night");
});

// --- uploaded first

async function uploadFirst(editor: Editor, pictures: string[], ...words: string[]) {
  await editor.open("delay=0", ...words);
  await editor.add(...pictures);
  await editor.write("Make it night");
  await editor.waitOnConnection();
  await editor.page.locator("label:has(#upload-first)").click();
  await editor.run();
  await editor.expectSaved(1);
}

test("uploaded first: the request carries addresses and the header that resolves them", async ({ editor, pictures }) => {
  await uploadFirst(editor, [pictures["plain.jpg"], pictures["second.jpg"]]);
  const submit = await editor.theSubmit();
  for (const image of sent(submit).images) expect(image).toMatch(/^oss:\/\//);
  expect(submit.headers["x-dashscope-ossresourceresolve"]).toBe("enable");
  expect(submit.status).toBe(200);
  await expect(editor.notices).toBeEmpty();
});

test("an upload that is refused: said calmly, the picture goes along, and nothing is sent twice", async ({ editor, pictures }) => {
  await uploadFirst(editor, [pictures["plain.jpg"]], "upload=refuse");
  await expect(editor.notices).toContainText("Could not be uploaded. The service's storage refused it (HTTP 403).");
  await expect(editor.notices).toContainText("The pictures went along in the request instead.");
  await editor.page.locator("#language").click();
  await expect(editor.notices).toContainText("未能上传。服务的存储拒绝了上传（HTTP 403）。图片已改为随请求发送。");
  const submit = await editor.theSubmit();
  expect(sent(submit).images[0]).toMatchObject({ mime: "image/jpeg", width: 1200, height: 800 });
  expect(submit.headers["x-dashscope-ossresourceresolve"]).toBeUndefined();
});
