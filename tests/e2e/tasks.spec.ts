// Tasks outlive the page: one can be left running, listed, taken over, cancelled, and asked for by its id.
import { billed, cancels, expect, newKey, polls, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

type Emulator = { api: string };

/** Makes a task by other means than the page. */
async function makeTask(emulator: Emulator, key: string, text: string): Promise<string> {
  const response = await fetch(`${emulator.api}/services/aigc/image-generation/generation`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "x-dashscope-async": "enable" },
    body: JSON.stringify({
      model: "wan2.7-image",
      input: { messages: [{ role: "user", content: [{ text }] }] },
      parameters: { n: 1, size: "1K" },
    }),
  });
  return (await response.json()).output.task_id;
}

/** Asks for a task until it has ended. */
async function finish(emulator: Emulator, key: string, id: string) {
  await expect
    .poll(async () => {
      const response = await fetch(`${emulator.api}/tasks/${id}`, { headers: { authorization: `Bearer ${key}` } });
      return (await response.json()).output.task_status;
    })
    .toBe("SUCCEEDED");
}

const openTasks = async (editor: Editor) => {
  await editor.page.locator("#open-tasks").click();
  await expect(editor.page.locator("#tasks")).toBeVisible();
};

const row = (editor: Editor, id: string) => editor.page.locator(`[data-task="${id}"]`);

// --- left running

test("left running, the form is free at once; asked for again, it brings what was paid for", async ({ editor }) => {
  await editor.open("delay=6000");
  await editor.write("The first one");
  await editor.run();
  await expect.poll(async () => submits(await editor.log())[0]?.task_id ?? null).not.toBeNull();
  await editor.page.locator("#leave").click();
  await expect(editor.edit).toBeVisible();
  await expect(editor.edit, "the keys stay where one goes on").toBeFocused();
  await expect(editor.error).toBeEmpty();
  const offer = editor.page.locator("#kept-tasks .offer");
  await expect(offer).toContainText("The first one");
  await editor.write("The second one");
  await editor.run();
  await editor.expectSaved(1);
  await expect(offer).toContainText("The first one");
  await offer.getByRole("button", { name: "Ask again" }).click();
  await editor.expectSaved(2);
  await expect(offer).toHaveCount(0);
  const log = await editor.log();
  expect(submits(log)).toHaveLength(2);
  expect(cancels(log)).toEqual([]);
  expect(billed(log)).toBe(2);
});

test("left before the service has taken it: it is left as soon as it is a task", async ({ editor, pictures }) => {
  await editor.open("delay=1000");
  await editor.add(pictures["phone.jpg"], pictures["wide.jpg"]);
  await editor.write("Make it night");
  await editor.run();
  await editor.page.locator("#leave").focus();
  await editor.page.keyboard.press("Enter");
  await expect(editor.progress).toContainText("Left to itself as soon as the service has taken it");
  await expect(editor.edit).toBeVisible({ timeout: 30_000 });
  const { task_id } = await editor.theSubmit();
  expect(task_id).toBeTruthy();
  await editor.page.locator("#kept-tasks").getByRole("button", { name: "Ask again" }).click();
  await editor.expectSaved(1);
});

test("an answer on one connection cannot be left", async ({ editor, pictures }) => {
  await editor.open("delay=1500");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.cancel).toBeVisible();
  await expect(editor.page.locator("#leave")).toHaveCount(0);
  await editor.expectSaved(1);
});

// --- the list

test("tasks from elsewhere are listed, taken over and collected", async ({ editor, emulator }) => {
  await editor.open("delay=0", "list=tasks");
  const id = await makeTask(emulator, editor.key, "Made elsewhere");
  await finish(emulator, editor.key, id);
  await editor.write("Made here");
  await editor.run();
  await editor.expectSaved(1);
  await openTasks(editor);
  await expect(row(editor, id)).toContainText("Done");
  await expect(row(editor, id)).toContainText("wan2.7-image");
  await expect(row(editor, id)).toContainText("not from this browser");
  const own = (await editor.log()).find(({ path, headers }) => path.includes("image-generation") && headers["user-agent"]?.includes("Chrome"))!;
  await expect(row(editor, own.task_id!)).toContainText("Made here");
  await row(editor, id).getByRole("button", { name: "Fetch result" }).click();
  await expect(editor.page.locator("#tasks")).toBeHidden();
  await editor.expectSaved(2);
  expect(submits(await editor.log())).toHaveLength(2);
  await editor.page.reload();
  await expect(editor.edit).toBeVisible();
  await expect(editor.page.locator("#kept-tasks"), "collected").toBeEmpty();
});

test("a task that was taken over is kept until it is here", async ({ editor, emulator }) => {
  await editor.open("delay=4000");
  const id = await makeTask(emulator, editor.key, "Made elsewhere");
  await openTasks(editor);
  await row(editor, id).getByRole("button", { name: "Fetch result" }).click();
  await expect(editor.cancel).toBeVisible();
  await openTasks(editor);
  await expect(editor.page.locator("#tasks")).toContainText("One is awaited already.");
  await expect(row(editor, id).getByRole("button", { name: "Fetch result" })).toBeDisabled();
  await editor.page.keyboard.press("Escape");
  await editor.page.reload();
  const offer = editor.page.locator("#kept-tasks .offer");
  await expect(offer).toContainText(id);
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#key").fill(editor.key);
  await editor.page.locator("#service-done").click();
  await offer.getByRole("button", { name: "Ask again" }).click();
  await editor.expectSaved(1);
});

test("a queued task is cancelled from the list, one in work is not", async ({ editor, emulator }) => {
  await editor.open("pending=60000");
  const id = await makeTask(emulator, editor.key, "Made elsewhere");
  await openTasks(editor);
  await expect(row(editor, id)).toContainText("Queued");
  await row(editor, id).getByRole("button", { name: "Cancel" }).click();
  await expect(row(editor, id)).toContainText("Cancelled");
  await expect(row(editor, id).getByRole("button")).toHaveCount(0);
  const log = await editor.log();
  expect(cancels(log).map(({ status }) => status)).toEqual([200]);
  expect(billed(log)).toBe(0);
});

test("ten to a page, none before there is one, and again on demand", async ({ editor, emulator }) => {
  await editor.open("unlimited", "pending=60000");
  await openTasks(editor);
  const panel = editor.page.locator("#tasks");
  await expect(panel).toContainText("No tasks in the last 24 hours.");
  const ids: string[] = [];
  for (let i = 0; i < 12; i++) ids.push(await makeTask(emulator, editor.key, `Picture ${i}`));
  await panel.locator("#refresh-tasks").click();
  await expect(panel.locator("[data-task]")).toHaveCount(10);
  await expect(panel).toContainText("Page 1 of 2");
  await panel.getByRole("button", { name: "Older" }).click();
  await expect(panel).toContainText("Page 2 of 2");
  await expect(panel.locator("[data-task]")).toHaveCount(2);
  await expect(panel.getByRole("button", { name: "Older" })).toBeDisabled();
  await expect(row(editor, ids[0])).toBeVisible();
});

test("a list that the service refuses says why, with everything support asks for", async ({ editor }) => {
  await editor.open();
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#key").fill("not-a-key");
  await editor.page.locator("#service-done").click();
  await openTasks(editor);
  await expect(editor.page.locator("#tasks")).toContainText("The key is wrong, has ended, or belongs to another region.");
  await expect(editor.page.locator("#tasks")).toContainText("InvalidApiKey");
});

test("the relay has no tasks, and the page says so", async ({ editor, emulator }) => {
  await editor.open();
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#base-url").fill(emulator.api.replace("/api/v1", "/v1"));
  await editor.page.locator("#service-done").click();
  await openTasks(editor);
  await expect(editor.page.locator("#tasks")).toContainText("DMXAPI has no tasks");
});

for (const [timezoneId, locale] of [["America/New_York", "en-US"], ["Asia/Kolkata", "zh-CN"]]) {
  test.describe(`in ${timezoneId}`, () => {
    test.use({ timezoneId, locale });

    test("times stand in the reader's own zone and language", async ({ editor, emulator }) => {
      await editor.open("pending=60000");
      const id = await makeTask(emulator, editor.key, "Made elsewhere");
      await openTasks(editor);
      const list = await editor.page.request.get(`${emulator.api}/tasks/`, { headers: { authorization: `Bearer ${editor.key}` } });
      const began = new Date((await list.json()).data[0].gmt_create);
      const time = began.toLocaleString(locale, { timeZone: timezoneId, hour: "2-digit", minute: "2-digit" });
      await expect(row(editor, id)).toContainText(time);
    });
  });
}

// --- by id

test("asked for by an id that was noted elsewhere", async ({ editor, emulator }) => {
  await editor.open("delay=0");
  const id = await makeTask(emulator, editor.key, "Made elsewhere");
  await openTasks(editor);
  await editor.page.locator("#task-id").fill(`  ${id} `);
  await editor.page.keyboard.press("Enter");
  await editor.expectSaved(1);
  expect(polls(await editor.log()).length).toBeGreaterThan(0);
});

for (const [id, code] of [["0b1c2d3e-0000-4000-8000-000000000000", "unknown"], ["no/task", "not an id"]]) {
  test(`an id of no task (${code}) is told, and not kept`, async ({ editor }) => {
    await editor.open("delay=0");
    await openTasks(editor);
    await editor.page.locator("#task-id").fill(id);
    await editor.page.keyboard.press("Enter");
    await expect(editor.error).toContainText("The service does not know this task: it is older than 24 hours, or of another account.");
    await editor.page.reload();
    await expect(editor.edit).toBeVisible();
    await expect(editor.page.locator("#kept-tasks")).toBeEmpty();
  });
}

// --- keys that end

test("a temporary key that ends while a task runs: it is said, the task is kept, and another key collects it", async ({ editor, emulator }) => {
  test.slow();
  const key = newKey("delay=14000");
  await editor.open();
  await editor.write("A lighthouse at dusk");
  // Made last: a slow machine must still submit with it.
  const reply = await fetch(`${emulator.api}/tokens?expire_in_seconds=10`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
  });
  const { token } = await reply.json();
  await editor.connect(token);
  await editor.run();
  await expect(editor.error).toContainText("The temporary key has ended.", { timeout: 30_000 });
  await expect(editor.error).toContainText("The task goes on. Enter a key that works, then ask again.");
  await expect(editor.error).toContainText("InvalidApiKey");
  await editor.connect(key);
  await editor.error.getByRole("button", { name: "Ask again" }).click();
  await editor.expectSaved(1);
  await expect(editor.page.locator("#kept-tasks")).toBeEmpty();
});
