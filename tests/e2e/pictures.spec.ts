// What comes out of cameras, editors and broken downloads: made to fit and said so, or refused in words of its own.
import { expect, expectBox, sent, submits, test } from "./editor.ts";

const fitted = [
  {
    picture: "phone.jpg",
    note: "before sending: turned upright",
    arrives: { width: 3000, height: 4000 },
  },
  {
    picture: "alpha.png",
    note: "before sending: transparency filled",
    arrives: { width: 600, height: 400 },
  },
  {
    picture: "heavy.jpg",
    note: "before sending: compressed from 25.0 MB to below 20.0 MB",
    arrives: { width: 3000, height: 2000 },
  },
  {
    picture: "wide.jpg",
    note: "before sending: scaled from 9000 × 1500 to 8000 × 1333 px",
    arrives: { width: 8000, height: 1333 },
  },
  {
    picture: "plain.webp",
    note: "sent as it is",
    arrives: { width: 800, height: 600, mime: "image/webp" },
  },
] as const;

for (const { picture, note, arrives } of fitted) {
  test(`${picture}: ${note}`, async ({ editor, pictures }) => {
    await editor.open("delay=0");
    await editor.draft(pictures[picture]);
    await expect(editor.page.locator("#stage-notes")).toContainText(note);
    const meant = await editor.draw({ x: 0.25, y: 0.2 }, { x: 0.75, y: 0.7 });
    const before = await editor.pixels();
    await editor.run();
    await editor.expectSaved(1);
    const submit = await editor.theSubmit();
    expect(submit.status, submit.reason ?? "").toBe(200);
    const { images, parameters } = sent(submit);
    expect(images[0]).toMatchObject(arrives);
    expect(images[0].bytes).toBeLessThanOrEqual(20_000_000);
    // What is drawn on the picture as shown is sent in pixels of the picture as sent.
    const scale = arrives.width / before.width;
    expectBox(parameters.bbox_list[0][0], meant.map((edge) => edge * scale) as typeof meant);
    await expect(editor.sources).toHaveCount(1);
  });
}

test("a picture that needs no change is sent byte for byte", async ({ editor, pictures }) => {
  const { createHash } = await import("node:crypto");
  const { readFile } = await import("node:fs/promises");
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await expect(editor.page.locator("#stage-notes")).toContainText("sent as it is");
  await editor.run();
  await editor.expectSaved(1);
  const file = await readFile(pictures["plain.jpg"]);
  expect(sent(await editor.theSubmit()).images[0]).toEqual({
    mime: "image/jpeg",
    bytes: file.length,
    sha256: createHash("sha256").update(file).digest("hex"),
    width: 1200,
    height: 800,
  });
});

test("what is no picture is refused in its own words, and takes nothing with it", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"], "Make it snow in image 1");
  await editor.draw({ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.4 });
  const drawn = await editor.fields();

  await editor.pick(pictures["text.jpg"], pictures["cut.png"], pictures["second.jpg"]);
  await expect(editor.sources).toHaveCount(2);
  await expect(editor.notices.locator(".notice")).toHaveCount(2);
  await expect(editor.notices.locator(".notice").nth(0)).toContainText(/text\.jpg.*is text, not a picture/);
  await expect(editor.notices.locator(".notice").nth(1)).toContainText(/cut\.png.*cut off/);

  await editor.page.locator("[data-source='0'] .thumbnail").click();
  await expect(editor.boxes).toHaveCount(1);
  await editor.boxes.first().focus();
  expect(await editor.fields()).toEqual(drawn);
  await expect(editor.page.locator("#prompt")).toHaveValue("Make it snow in image 1");

  await editor.notices.locator(".notice button").first().click();
  await expect(editor.notices.locator(".notice")).toHaveCount(1);
  await editor.run();
  await editor.expectSaved(1);
  const { images, parameters } = sent(await editor.theSubmit());
  expect(images).toHaveLength(2);
  expect(parameters.bbox_list).toEqual([[drawn], []]);
});

test("a picture that cannot be made to fit stands in the way until it goes", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  await editor.add(pictures["tiny.jpg"], pictures["strip.jpg"]);
  await editor.run();
  await expect(editor.problems).toContainText("Image 2 has 200 × 200 px; each side needs at least 240");
  await expect(editor.problems).toContainText("Image 3 has 3000 × 300 px; its ratio must lie between 1:8 and 8:1");
  await expect(editor.progress).toHaveCount(0);
  expect(submits(await editor.log())).toEqual([]);

  for (const left of [2, 1]) {
    await editor.page.locator(`[data-source='${left}'] .thumbnail`).click();
    await editor.page.locator(`[data-source='${left}'] .rail-remove`).click();
    await expect(editor.sources).toHaveCount(left);
  }
  await expect(editor.problems.locator("li")).toHaveCount(0);
  await editor.run();
  await editor.expectSaved(1);
  expect(sent(await editor.theSubmit()).images).toHaveLength(1);
});

test("Edit says what a draft lacks, and sends nothing", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await expect(editor.problems.locator("li"), "a fresh page reproaches nobody").toHaveCount(0);
  await editor.add(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.problems).toContainText("Write what should change.");
  await expect(editor.page.locator("#prompt")).toBeFocused();
  await editor.write("Make it night");
  await expect(editor.problems.locator("li")).toHaveCount(0);

  await editor.page.locator("#open-service").click();
  await editor.page.locator("#forget-key").click();
  await editor.page.locator("#service-done").click();
  await editor.run();
  await expect(editor.page.locator("#service-panel")).toBeVisible();
  await expect(editor.page.locator("#key")).toBeFocused();
  await editor.page.locator("#service-done").click();
  await expect(editor.problems).toContainText("Enter the API key of your service.");
  expect(submits(await editor.log())).toEqual([]);
});
