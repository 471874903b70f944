// The palette: from an image or by hand, by pointer or by keys, and the shares make 100.00 % whatever is done.
import { expect, sent, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

type Color = { hex: string; ratio: string };

/** What the rows show. */
async function shown(editor: Editor): Promise<Color[]> {
  return editor.page.locator(".palette-color").evaluateAll((rows) =>
    rows.map((row) => ({
      hex: row.querySelector<HTMLInputElement>("[type=color]")!.value.toUpperCase(),
      ratio: row.querySelector<HTMLInputElement>(".field")!.value,
    })),
  );
}

/** The sum of the shares in hundredths of a percent. */
function sum(colors: Color[]): number {
  for (const { hex, ratio } of colors) {
    expect(hex).toMatch(/^#[0-9A-F]{6}$/);
    expect(ratio).toMatch(/^\d{1,3}\.\d\d%$/);
  }
  return colors.reduce((sum, { ratio }) => sum + Math.round(Number.parseFloat(ratio) * 100), 0);
}

async function expectWhole(editor: Editor, count: number) {
  await expect(editor.page.locator(".palette-color")).toHaveCount(count);
  expect(sum(await shown(editor))).toBe(10_000);
  // The bar has the same proportions.
  const grow = await editor.page.locator(".palette-bar i").evaluateAll((parts) => parts.map((part) => Number(getComputedStyle(part).flexGrow)));
  expect(grow).toEqual((await shown(editor)).map(({ ratio }) => Math.round(Number.parseFloat(ratio) * 100)));
}

/** One connection, as the one submit tells. */
async function sentPalette(editor: Editor): Promise<Color[] | undefined> {
  await editor.write("A street in these colours");
  await editor.waitOnConnection();
  await editor.run();
  await editor.expectSaved(1);
  const submit = await editor.theSubmit();
  expect(submit.unsupported).toEqual([]);
  return sent(submit).parameters.color_palette;
}

test("off until it is wanted", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["quarters.png"]);
  await expect(editor.page.locator("#palette-on")).not.toBeChecked();
  await editor.toggle("#palette-on");
  await expectWhole(editor, 4);
  await editor.toggle("#palette-on");
  await expect(editor.page.locator(".palette-color")).toHaveCount(0);
  expect(await sentPalette(editor)).toBeUndefined();
});

test("taken from the image: its colours, with their shares", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"], pictures["quarters.png"]);
  await editor.toggle("#palette-on");
  await expectWhole(editor, 4);
  const quarters = ["#14C8B4", "#141E3C", "#E6C83C", "#E61EB4"].sort();
  expect((await shown(editor)).map(({ hex }) => hex).sort()).toEqual(quarters);
  for (const { ratio } of await shown(editor)) expect(ratio).toBe("25.00%");

  await editor.page.locator("[data-source='0'] .thumbnail").click();
  await editor.page.getByRole("button", { name: "From image 1" }).click();
  await expect.poll(() => shown(editor).then((colors) => colors.map(({ hex }) => hex).sort())).not.toEqual(quarters);
  expect(sum(await shown(editor))).toBe(10_000);
  const colors = await shown(editor);
  expect(await sentPalette(editor)).toEqual(colors);
});

test("without an image three colours are there to begin with, and all of it goes by keys", async ({ editor }) => {
  await editor.open("delay=0");
  const { keyboard } = editor.page;
  await editor.page.locator("#palette-on").focus();
  await keyboard.press("Space");
  await expectWhole(editor, 3);
  await expect(editor.page.locator("#palette-from"), "there is no image to take it from").toHaveCount(0);
  for (let count = 4; count <= 10; count++) {
    await editor.page.locator("#palette-add").press("Enter");
    await expectWhole(editor, count);
  }
  await expect(editor.page.locator("#palette-add")).toBeDisabled();

  const share = editor.page.locator(".palette-color .field").nth(2);
  await share.fill("23.51");
  await share.press("Enter");
  await expect(share).toHaveValue("23.51%");
  await expectWhole(editor, 10);
  await share.fill("much");
  await share.press("Enter");
  await expect(share, "no share, no change").toHaveValue("23.51%");

  const slider = editor.page.getByRole("slider", { name: "Share of colour 1," });
  await slider.press("End");
  await expect(editor.page.locator(".palette-color .field").first()).toHaveValue("99.91%");
  await expectWhole(editor, 10);
  await slider.press("Home");
  await expect(editor.page.locator(".palette-color .field").first()).toHaveValue("0.01%");
  await slider.press("ArrowRight");
  await expect(editor.page.locator(".palette-color .field").first()).toHaveValue("1.00%");
  await expectWhole(editor, 10);

  await editor.page.getByRole("button", { name: "Remove colour 10" }).press("Enter");
  await expect(editor.page.locator("#palette-add")).toBeFocused();
  await expectWhole(editor, 9);
  const colors = await shown(editor);
  expect(await sentPalette(editor)).toEqual(colors);
});

test("a dragged share gives back what it took", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  await editor.toggle("#palette-on");
  await expect(editor.page.locator(".palette-color")).not.toHaveCount(0);
  const before = await shown(editor);
  const slider = editor.page.locator(".palette-color [type=range]").first();
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await slider.boundingBox())!;
  const { mouse } = editor.page;
  const at = (part: number) => [x + 8 + part * (width - 16), y + height / 2] as const;
  const start = Number.parseFloat(before[0].ratio) / 100;
  await mouse.move(...at(start));
  await mouse.down();
  await mouse.move(...at(1), { steps: 4 });
  await expectWhole(editor, before.length);
  expect(Number.parseFloat((await shown(editor))[0].ratio)).toBeGreaterThan(99);
  await mouse.move(...at(start), { steps: 4 });
  await mouse.up();
  const off = (await shown(editor)).map(({ ratio }, at) => Math.abs(Number.parseFloat(ratio) - Number.parseFloat(before[at].ratio)));
  expect(Math.max(...off), "all but the roundness of the handle").toBeLessThan(2);
});

test("a colour is changed, and fewer than three stand in the way", async ({ editor }) => {
  await editor.open("delay=0");
  await editor.write("A street in these colours");
  await editor.toggle("#palette-on");
  await editor.page.getByLabel("Colour 2", { exact: true }).fill("#c2d1e6");
  await editor.page.getByRole("button", { name: "Remove colour 1" }).click();
  await expectWhole(editor, 2);
  expect((await shown(editor))[0].hex).toBe("#C2D1E6");
  await expect(editor.page.locator("#palette-note")).toHaveText("Colours in the palette: 2. The service takes 3 to 10.");
  await editor.run();
  await expect(editor.problems).toContainText("Colours in the palette: 2. The service takes 3 to 10.");
  await editor.page.getByRole("button", { name: "Remove colour 1" }).click();
  await editor.page.getByRole("button", { name: "Remove colour 1" }).click();
  await expect(editor.problems).toContainText("Colours in the palette: 0. The service takes 3 to 10.");
  expect(submits(await editor.log())).toEqual([]);
  await editor.toggle("#palette-on");
  await expect(editor.problems).toBeEmpty();
  await editor.toggle("#palette-on");
  await expectWhole(editor, 3);
  await expect(editor.problems).toBeEmpty();
});
