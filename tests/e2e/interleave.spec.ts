// Text and images in turn: they appear as they arrive, stay as one answer, and what came before an end is kept.
import { readFile } from "node:fs/promises";
import { billed, expect, fetches, newKey, polls, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";
import { decodePng } from "./pictures.ts";

const prompt = "给我一个3张图辣椒炒肉教程";
const seed = 7;

type Part = { text: string } | { image: true };

/** Asks for the story on one connection. */
async function ask(editor: Editor, way: "stream" | "task", ...words: string[]) {
  await editor.open(...words);
  await editor.chooseModel("wan2.6-image");
  await editor.write(prompt);
  await editor.page.locator("#seed").fill(String(seed));
  await editor.chooseDelivery(way);
  await editor.run();
}

/** What the emulator answers to the same request, read by other means: event by event, with each event's parts. */
async function told(emulator: { api: string }, editor: Editor, ...words: string[]): Promise<Part[][]> {
  const body = submits(await editor.log())[0].body;
  const response = await fetch(`${emulator.api}/services/aigc/multimodal-generation/generation`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${newKey("delay=0", "gap=0", ...words)}`,
      "content-type": "application/json",
      "x-dashscope-sse": "enable",
    },
    body: JSON.stringify({ ...body, parameters: { ...body.parameters, stream: true } }),
  });
  expect(response.status).toBe(200);
  const data = (await response.text()).split("\n").filter((line) => line.startsWith("data:"));
  return data.map((line) =>
    JSON.parse(line.slice(5)).output.choices.flatMap((choice: any) =>
      choice.message.content.map((part: any) => (part.image ? { image: true } : { text: part.text })),
    ),
  );
}

/** Fragments joined: words and images in turn. */
function story(events: Part[][]): Part[] {
  const parts: Part[] = [];
  for (const part of events.flat()) {
    const last = parts.at(-1);
    if (last && "text" in last && "text" in part) last.text += part.text;
    else parts.push({ ...part });
  }
  return parts;
}

/** Words and images of the answer on the page, in reading order. */
async function shown(editor: Editor): Promise<Part[]> {
  return editor.page.locator("[data-answer]").evaluate((answer) =>
    [...answer.querySelectorAll(".answer-words, [data-result]")].map((part) =>
      part.matches("[data-result]") ? { image: true as const } : { text: part.textContent ?? "" },
    ),
  );
}

for (const words of [["chunk=3", "heartbeat"], ["chunk=7", "sse-crlf", "last=text"], ["sse-old", "heartbeat"]]) {
  test(`a stream cut anywhere (${words.join(", ")}) shows the exact text with its images`, async ({ editor, emulator }) => {
    await ask(editor, "stream", "delay=600", "gap=4", ...words);
    await editor.expectSaved(3);
    const whole = story(await told(emulator, editor, ...words.filter((word) => word === "last=text")));
    expect(await shown(editor)).toEqual(whole);
    expect(whole.filter((part) => "image" in part)).toHaveLength(3);
    const log = await editor.log();
    expect(submits(log)).toHaveLength(1);
    expect(submits(log)[0].headers["x-dashscope-sse"]).toBe("enable");
    expect(fetches(log).map(({ status }) => status), "each image's bytes, once").toEqual([200, 200, 200]);
    expect(billed(log)).toBe(3);
    await expect(editor.error).toBeEmpty();
    await expect(editor.page.locator("[data-ended]")).toHaveCount(0);
  });
}

test("words appear as they arrive, an image is fetched when it is whole, both before the end", async ({ editor }) => {
  await ask(editor, "stream", "delay=9000", "gap=40");
  const words = editor.page.locator(".answer-words");
  await expect(words.first()).not.toBeEmpty();
  const early = await words.first().textContent();
  await expect(editor.page.locator("[data-answer]")).toHaveAttribute("aria-busy", "true");
  await expect.poll(() => words.first().textContent()).not.toBe(early);
  expect(await words.first().textContent(), "it is added to").toContain(early!);
  await expect(editor.page.locator("[data-result][data-state=saved]").first()).toBeVisible({ timeout: 20_000 });
  await expect(editor.cancel, "the stream is still running").toBeVisible();
  await editor.expectSaved(3);
  await expect(editor.page.locator("[data-answer]")).not.toHaveAttribute("aria-busy", "true");
});

test("by task: the same answer, all at once", async ({ editor, emulator }) => {
  await ask(editor, "task", "delay=0");
  await editor.expectSaved(3);
  expect(await shown(editor)).toEqual(story(await told(emulator, editor)));
  const log = await editor.log();
  expect(submits(log)).toHaveLength(1);
  expect(polls(log).length).toBeGreaterThan(0);
  await editor.page.reload();
  await expect(editor.edit).toBeVisible();
  await expect(editor.page.locator("#kept-tasks"), "collected").toBeEmpty();
});

test("its words can be copied and saved, its images taken along, and its counts are told", async ({ editor, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ask(editor, "stream", "delay=0", "gap=0");
  await editor.expectSaved(3);
  const words = (await shown(editor)).flatMap((part) => ("text" in part ? [part.text] : []));
  const answer = editor.page.locator("[data-answer]");
  await answer.locator("[data-copy]").click();
  await expect(answer.locator("[data-copy]")).toHaveText("Copied");
  expect(await editor.page.evaluate(() => navigator.clipboard.readText())).toBe(words.join("\n\n"));
  const coming = editor.page.waitForEvent("download");
  await answer.locator("[data-save]").click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/\.md$/);
  const saved = await readFile((await download.path())!, "utf8");
  for (const one of words) expect(saved).toContain(one);
  const picture = await editor.download(1);
  expect(saved, "the picture's own name stands in its place").toContain(`![](${picture.name})`);
  expect((await decodePng(picture.path)).width).toBeGreaterThan(500);
  await answer.locator(".answer-facts summary").click();
  await expect(answer.locator(".answer-facts")).toContainText(/Images billed\s*3/);
  await expect(answer.locator(".answer-facts")).toContainText(/Tokens\s*\d+ in, \d+ out/);
  await expect(answer.locator(".answer-facts")).toContainText(/Request id\s*\S{8}/);
  await expect(answer.locator(".answer-facts")).toContainText(prompt);
});

test("one source image goes along, and an image of the answer opens large", async ({ editor, pictures }) => {
  await editor.open("delay=0", "gap=0");
  await editor.add(pictures["plain.jpg"]);
  await editor.chooseModel("wan2.6-image");
  await editor.choose("#mode-interleave");
  await editor.write("画2张图的故事");
  await editor.chooseDelivery("stream");
  await editor.run();
  await editor.expectSaved(2);
  await editor.page.locator("[data-answer] .card-picture").first().click();
  await expect(editor.page.locator("#viewer")).toContainText("wan2.6-image");
  await editor.page.keyboard.press("ArrowRight");
  await expect(editor.page.locator("#viewer h2")).toHaveText("Result 2");
  const submit = await editor.theSubmit();
  expect(submit.body.parameters.enable_interleave).toBe(true);
  expect(submit.body.input.messages[0].content.filter((part: any) => part.image)).toHaveLength(1);
});

test("an answer in words alone is an answer", async ({ editor }) => {
  const event = (id: number, text: string, end: string) =>
    `id:${id}\nevent:result\n:HTTP_STATUS/200\ndata:${JSON.stringify({
      output: { choices: [{ finish_reason: end, message: { role: "assistant", content: [{ type: "text", text }] } }] },
      usage: { image_count: 0, size: "0*0", input_tokens: 12, output_tokens: id },
      request_id: "11111111-2222-4333-8444-555555555555",
    })}\n\n`;
  await editor.page.route("**/multimodal-generation/generation", (route) =>
    route.fulfill({
      contentType: "text/event-stream;charset=UTF-8",
      body: event(1, "没有需要画的东西，", "null") + event(2, "所以只有文字。", "stop"),
    }),
  );
  await ask(editor, "stream", "delay=0");
  await expect(editor.edit).toBeVisible();
  expect(await shown(editor)).toEqual([{ text: "没有需要画的东西，所以只有文字。" }]);
  await expect(editor.error).toBeEmpty();
  await expect(editor.page.locator("[role=status]").filter({ hasText: "Finished: an answer in words." })).toHaveCount(1);
  await editor.page.locator(".answer-facts summary").click();
  await expect(editor.page.locator(".answer-facts")).toContainText(/Images billed\s*0/);
  await expect(editor.page.locator(".answer-facts")).toContainText("11111111-2222-4333-8444-555555555555");
  await expect(editor.page.locator(".answer-facts")).not.toContainText("Size");
});

// --- what ends too soon

/** How many events come up to the first image. */
async function eventsToFirstImage(editor: Editor, emulator: { api: string }) {
  await ask(editor, "stream", "delay=0", "gap=0");
  await editor.expectSaved(3);
  return (await told(emulator, editor)).findIndex((parts) => parts.some((part) => "image" in part)) + 1;
}

async function expectBrokenOff(editor: Editor, ...says: string[]) {
  const ended = editor.page.locator("[data-answer] [data-ended]");
  for (const one of ["It broke off here.", "What came is kept; more may have been made and billed.", ...says]) {
    await expect(ended).toContainText(one, { timeout: 20_000 });
  }
  await editor.expectSaved(1);
  await expect(editor.page.locator(".answer-words").first()).not.toBeEmpty();
  const log = await editor.log();
  expect(submits(log), "never sent again").toHaveLength(1);
  expect(fetches(log).map(({ status }) => status)).toEqual([200]);
}

test("an error midway: the image before it is kept, and the reason told", async ({ editor }) => {
  await ask(editor, "stream", "delay=0", "gap=0", "sse=midway");
  await expectBrokenOff(editor, "Something failed inside the service.", "InternalError");
});

test("cut midway: the image before it is kept", async ({ editor, emulator, complaints }) => {
  const count = (await eventsToFirstImage(editor, emulator)) + 2;
  await ask(editor, "stream", "delay=0", "gap=0", `sse=cut:${count}`);
  await expectBrokenOff(editor, "No answer came.");
  // Chromium says it on the console, sooner or later.
  await expect.poll(() => complaints.length).toBeGreaterThan(0);
  complaints.length = 0;
});

test("it stalls and is cancelled: what came is kept", async ({ editor, emulator }) => {
  const count = (await eventsToFirstImage(editor, emulator)) + 2;
  await ask(editor, "stream", "delay=0", "gap=0", `sse=stall:${count}`);
  await expect(editor.page.locator("[data-result][data-state=saved]")).toHaveCount(1, { timeout: 20_000 });
  await expect(editor.cancel).toBeVisible();
  await editor.cancel.click();
  await expectBrokenOff(editor, "Cancelled.");
});

test("cancelled before an image: the words stay, and it may have been billed", async ({ editor }) => {
  await ask(editor, "stream", "delay=20000", "gap=20");
  await expect(editor.page.locator(".answer-words").first()).toContainText(/.{8}/);
  await editor.cancel.click();
  await expect(editor.error).toContainText("Cancelled.");
  await expect(editor.error).toContainText("It may have been billed");
  await expect(editor.page.locator("[data-answer]")).toContainText("It broke off here. Cancelled.");
  await expect(editor.page.locator(".answer-words").first()).toContainText(/.{8}/);
  expect(submits(await editor.log())).toHaveLength(1);
});

for (const [word, sentence, code] of [
  ["sse=error", "The service's content check refused it.", "DataInspectionFailed"],
  ["sse=framed", "The service's content check refused it.", "DataInspectionFailed"],
  ["sse=error:Arrearage", "The account has a bill to settle, or no balance left.", "Arrearage"],
]) {
  test(`${word}: an error inside a stream is no answer`, async ({ editor }) => {
    await ask(editor, "stream", "delay=0", word);
    await expect(editor.error).toContainText(sentence);
    await expect(editor.error).toContainText(code);
    await expect(editor.page.locator(".film > .take")).toHaveCount(0);
    expect(submits(await editor.log())).toHaveLength(1);
  });
}

test("an empty stream is no success", async ({ editor }) => {
  await ask(editor, "stream", "delay=0", "sse=empty");
  await expect(editor.error).toContainText("It may have been billed although no image came.");
  await expect(editor.page.locator(".film > .take")).toHaveCount(0);
  expect(submits(await editor.log())).toHaveLength(1);
});

test("the relay streams, too", async ({ editor, emulator }) => {
  await editor.open("delay=0", "gap=0");
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#base-url").fill(emulator.api.replace("/api/v1", "/v1"));
  await editor.page.locator("#service-done").click();
  await editor.chooseModel("wan2.6-image");
  await editor.write(prompt);
  await editor.run();
  await editor.expectSaved(3);
  expect((await shown(editor)).map((part) => "image" in part)).toContain(false);
});
