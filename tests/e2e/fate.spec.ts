// Whatever becomes of an edit, the page says what happened, what it cost and what to do, and nothing is paid twice.
import { billed, cancels, expect, fetches, polls, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

const content = "The service's content check refused it.";
const checkFirst = "Look at the tasks or the bill before you send it again.";
const mayBeBilled = "It may have been billed although no image came.";
const unbilled = "Nothing was billed.";
const kept = "Your images, boxes and words are all still here.";

/** The page shows an error with all these words, and the draft is as it was. */
async function expectError(editor: Editor, ...words: string[]) {
  for (const one of [...words, kept]) await expect(editor.error).toContainText(one, { timeout: 20_000 });
  await expect(editor.edit).toBeVisible();
  await expect(editor.progress).toHaveCount(0);
  await expect(editor.sources).toHaveCount(1);
  await expect(editor.page.locator("#prompt")).toHaveValue("Make it night");
  await expect(editor.results).toHaveCount(0);
}

/** Starts a task; answers once it exists. */
async function startTask(editor: Editor, picture: string, ...words: string[]) {
  await editor.open(...words);
  await editor.add(picture);
  await editor.write("Make it night");
  await editor.run();
  await expect.poll(async () => submits(await editor.log())[0]?.task_id ?? null).not.toBeNull();
}

// --- refused or lost on one connection

const ends: [string, string[]][] = [
  ["fail=InternalError", ["Something failed inside the service.", checkFirst, mayBeBilled, "InternalError"]],
  ["html504", ["gave up waiting (HTTP 504).", checkFirst, mayBeBilled]],
  ["cut=before", [checkFirst, mayBeBilled]],
  ["cut=after", [checkFirst, mayBeBilled]],
  ["garbage", [checkFirst, mayBeBilled]],
  ["fail=DataInspectionFailed", [content, "Say it differently", unbilled, "DataInspectionFailed"]],
  ["taskfail=A", [content, unbilled]],
  ["fail=InvalidApiKey", ["The key is wrong, has ended, or belongs to another region.", "Check the key, and that it belongs to this region and host.", unbilled]],
  ["fail=Arrearage", ["The account has a bill to settle, or no balance left.", "Settle the bill", unbilled]],
  ["fail=AccessDenied.Unpurchased", ["The service is not activated for this account.", "Activate the model", unbilled]],
  ["fail=Throttling.AllocationQuota:plan", ["The quota is used up.", unbilled]],
  ["fail=InvalidImageFormat", ["A picture has another format, or is damaged.", "Use another picture", unbilled]],
  ["fail=BadRequest.TooLarge:413", ["Use another picture", unbilled]],
];

for (const [word, says] of ends) {
  test(`${word}: ${says[0]}`, async ({ editor, pictures }) => {
    await editor.open("delay=0", word);
    await editor.draft(pictures["plain.jpg"]);
    await editor.run();
    await expectError(editor, ...says);
    expect(submits(await editor.log()), "never sent again by itself").toHaveLength(1);
  });
}

test("refused twice, then taken: it waits, says so, and pays once", async ({ editor, pictures }) => {
  await editor.open("delay=0", "throttle=2");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.progress).toContainText(/The service is busy\. Trying again in \d+ s \(refused 1 ×\)/);
  await expect(editor.progress).toContainText("(refused 2 ×)");
  await editor.expectSaved(1);
  const log = await editor.log();
  expect(submits(log).map(({ status }) => status)).toEqual([429, 429, 200]);
  expect(billed(log)).toBe(1);
});

test("a submit without an answer is not repeated as a task either", async ({ editor, pictures }) => {
  await startTask(editor, pictures["plain.jpg"], "cut=after");
  await expectError(editor, checkFirst, mayBeBilled);
  expect(submits(await editor.log())).toHaveLength(1);
});

test("offline before it is sent: nothing is sent, nothing billed", async ({ editor, pictures, context }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await context.setOffline(true);
  await editor.run();
  await expectError(editor, "It was not sent.", "Check the connection", unbilled);
  await context.setOffline(false);
  expect(submits(await editor.log())).toEqual([]);
  await editor.run();
  await editor.expectSaved(1);
  await expect(editor.error).toBeEmpty();
});

// --- cancelled

test("cancelled while its picture is prepared: nothing was sent", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["phone.jpg"], pictures["wide.jpg"], pictures["phone.jpg"]);
  await editor.write("Make it night");
  await editor.run();
  await expect(editor.progress).toContainText("Preparing the pictures");
  await editor.cancel.click();
  await expect(editor.error).toContainText("Cancelled.");
  await expect(editor.error).toContainText(unbilled);
  await expect(editor.sources).toHaveCount(3);
  expect(submits(await editor.log())).toEqual([]);
});

test("cancelled on its way: it may have been billed", async ({ editor, pictures }) => {
  await editor.open("delay=20000");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.progress).toContainText("Sending");
  await expect.poll(async () => submits(await editor.log())).toHaveLength(1);
  await editor.cancel.click();
  await expectError(editor, "Cancelled.", checkFirst, mayBeBilled);
  expect(submits(await editor.log())).toHaveLength(1);
});

test("cancelled while the service refuses for now: nothing was billed", async ({ editor, pictures }) => {
  await editor.open("delay=0", "throttle=9", "retry-after=30");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.progress).toContainText("Trying again in 30 s");
  await editor.cancel.click();
  await expectError(editor, "Cancelled.", unbilled);
  expect(submits(await editor.log())).toHaveLength(1);
});

test("cancelled in the queue: the service takes it back, nothing is billed", async ({ editor, pictures }) => {
  await startTask(editor, pictures["plain.jpg"], "pending=60000");
  await expect(editor.progress).toContainText("Waiting in the service's queue");
  await editor.cancel.click();
  await expectError(editor, "Cancelled.", unbilled);
  const log = await editor.log();
  expect(cancels(log).map(({ status }) => status)).toEqual([200]);
  expect(billed(log)).toBe(0);
  await editor.page.reload();
  await expect(editor.page.locator("#kept-tasks"), "nothing is left to ask for").toBeEmpty();
});

test("cancelled too late: it says so, and the result still arrives", async ({ editor, pictures }) => {
  await startTask(editor, pictures["plain.jpg"], "delay=9000");
  await expect(editor.progress).toContainText("In work at the service", { timeout: 20_000 });
  await editor.cancel.click();
  await expect(editor.progress).toContainText("Too late to cancel: it is in work and will be billed.");
  await expect(editor.cancel).toHaveText("Stop waiting");
  await editor.expectSaved(1);
  const log = await editor.log();
  expect(submits(log)).toHaveLength(1);
  expect(cancels(log).map(({ status }) => status)).toEqual([400]);
});

test("cancelled twice: it stops waiting, and asking again brings what was paid for", async ({ editor, pictures }) => {
  await startTask(editor, pictures["plain.jpg"], "delay=7000");
  await expect(editor.progress).toContainText("In work at the service", { timeout: 20_000 });
  await editor.cancel.click();
  await expect(editor.progress).toContainText("Too late to cancel");
  await editor.cancel.click();
  await expectError(editor, "You stopped waiting.", "It is billed once its images are made.");
  await editor.error.getByRole("button", { name: "Ask again" }).click();
  await editor.expectSaved(1);
  await expect(editor.error).toBeEmpty();
  expect(submits(await editor.log())).toHaveLength(1);
});

test("a double click on Edit runs one edit and cancels none", async ({ editor, pictures }) => {
  await editor.open("delay=300");
  await editor.draft(pictures["plain.jpg"]);
  await editor.edit.dblclick();
  await editor.expectSaved(1);
  const log = await editor.log();
  expect(submits(log)).toHaveLength(1);
  expect(submits(log)[0].status).toBe(200);
});

// --- as a task

test("offline in the middle: it asks again, and the result arrives", async ({ editor, pictures, context, complaints }) => {
  await startTask(editor, pictures["plain.jpg"], "delay=0", "pending=1000");
  await context.setOffline(true);
  await expect(editor.progress).toContainText("No answer just now. Asking again", { timeout: 20_000 });
  await context.setOffline(false);
  await editor.expectSaved(1);
  expect(submits(await editor.log())).toHaveLength(1);
  complaints.length = 0;
});

for (const words of [["pollfail=2"], ["html504=poll"]]) {
  test(`${words}: polls that fail are asked again`, async ({ editor, pictures }) => {
    await startTask(editor, pictures["plain.jpg"], "delay=0", ...words);
    await expect(editor.progress).toContainText("No answer just now. Asking again", { timeout: 20_000 });
    await editor.expectSaved(1);
    const log = await editor.log();
    expect(submits(log)).toHaveLength(1);
    expect(polls(log).some(({ status }) => status! >= 500)).toBe(true);
  });
}

for (const form of ["A", "B", "C"]) {
  test(`a task that fails in form ${form} is told in the service's words, and not kept`, async ({ editor, pictures }) => {
    await startTask(editor, pictures["plain.jpg"], "delay=0", `taskfail=${form}`);
    await expectError(editor, content, unbilled, "DataInspectionFailed");
    expect(submits(await editor.log())).toHaveLength(1);
    await editor.page.reload();
    await expect(editor.page.locator("#kept-tasks")).toBeEmpty();
  });
}

test("a task that the service no longer knows", async ({ editor, pictures }) => {
  await startTask(editor, pictures["plain.jpg"], "delay=0", "unknown");
  await expectError(editor, "The service does not know this task", checkFirst);
  expect(submits(await editor.log())).toHaveLength(1);
});

for (const keep of ["session", "memory"] as const) {
  test(`a reload while a task runs, the key kept in ${keep}: it offers to ask again`, async ({ editor, pictures }) => {
    await startTask(editor, pictures["plain.jpg"], "delay=0", "pending=1000");
    if (keep === "session") {
      await editor.page.locator("#open-service").click();
      await editor.choose("#keep-session");
      await editor.page.locator("#service-done").click();
    }
    await editor.page.reload();
    const offer = editor.page.locator("#kept-tasks");
    await expect(offer).toContainText("Not collected yet");
    await expect(offer).toContainText("Make it night");
    await expect(editor.progress, "nothing is asked for unasked").toHaveCount(0);
    await offer.getByRole("button", { name: "Ask again" }).click();
    if (keep === "memory") {
      await expect(editor.page.locator("#key")).toBeFocused();
      await editor.page.locator("#key").fill(editor.key);
      await editor.page.locator("#service-done").click();
      await offer.getByRole("button", { name: "Ask again" }).click();
    }
    await editor.expectSaved(1);
    await expect(offer).toBeEmpty();
    expect(submits(await editor.log())).toHaveLength(1);
    await editor.page.reload();
    await expect(editor.edit).toBeVisible();
    await expect(offer, "what is collected is offered no more").toBeEmpty();
  });
}

// --- results

test("fewer images than asked for are shown, and counted", async ({ editor, pictures }) => {
  await editor.open("delay=0", "fewer=2");
  await editor.draft(pictures["plain.jpg"]);
  await editor.chooseSize("1K");
  await editor.chooseCount(3);
  await editor.run();
  await editor.expectSaved(1);
  await expect(editor.results.first()).toContainText("2 fewer than asked for");
});

test("an expired address is said plainly", async ({ editor, pictures }) => {
  await editor.open("delay=0", "expired");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  const card = editor.results.first();
  await expect(card).toHaveAttribute("data-state", "remote");
  await expect(card).toContainText("No longer there");
  await expect(card).toContainText("The address has expired, and the service no longer has the picture.");
  await expect(card.locator("[data-download]")).toHaveCount(0);
  expect(submits(await editor.log())).toHaveLength(1);
});

test("bytes that fail once are fetched again", async ({ editor, pictures }) => {
  await editor.open("delay=0", "resultfail=1");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await editor.expectSaved(1);
  const log = await editor.log();
  expect(fetches(log).map(({ status }) => status)).toEqual([500, 200]);
  expect(submits(log)).toHaveLength(1);
});

test("a host of results that the proxy does not know is asked itself", async ({ editor, emulator, pictures }) => {
  await editor.page.route(/\/proxy\/.*Signature=/, (route) =>
    route.fulfill({ status: 403, contentType: "application/json", body: '{"code":"ProxyHostNotAllowed","message":"no"}' }),
  );
  await editor.page.route(`${emulator.results}/**`, async (route) => {
    expect(route.request().headers()).not.toHaveProperty("authorization");
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "access-control-allow-origin": "*" } });
  });
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await editor.expectSaved(1);
});

test("bytes that keep failing are offered again, with the address", async ({ editor, pictures }) => {
  await editor.open("delay=0", "resultfail=3");
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  const card = editor.results.first();
  await expect(card).toHaveAttribute("data-state", "remote", { timeout: 20_000 });
  await expect(card).toContainText("Only at the service");
  await expect(card).toContainText("The host answered HTTP 500.");
  await expect(card.locator("[data-open]")).toHaveAttribute("href", /^http:\/\/127\.0\.0\.1:\d+\/.*Signature=/);
  await card.locator("[data-retry]").click();
  await editor.expectSaved(1);
  expect(submits(await editor.log())).toHaveLength(1);
});
