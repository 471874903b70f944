// <wan-edit> that leaves its page at any moment of a run: no error is left behind, nothing is sent twice, and a task that
// was paid for stays with the service. `fixtures.ts` fails each test on a page error.
import { file, shop } from "./element.js";
import { expect, newKey, submits, test } from "./fixtures.js";

type Moment = {
  words: string;
  model?: string;
  /** Chosen on the page before Edit. */
  prepare?: string;
  /** What is awaited before the element goes. */
  until: (page: any, emulator: any, key: string) => Promise<unknown>;
};

const submitted = async (_page: any, emulator: any, key: string) =>
  expect.poll(async () => (await submits(emulator, key)).length, { timeout: 20_000 }).toBe(1);
const polled = async (_page: any, emulator: any, key: string) =>
  expect
    .poll(async () => (await emulator.requests(key)).filter(({ path }: any) => path.includes("/tasks/")).length, { timeout: 20_000 })
    .toBeGreaterThan(0);

const moments: Record<string, Moment> = {
  "at once": { words: "delay=3000", until: async () => {} },
  "while the request is on its way": {
    words: "delay=3000",
    prepare: "delivery-sync",
    until: submitted,
  },
  "while a task is awaited": { words: "delay=8000", until: polled },
  "while a stream arrives": {
    words: "delay=3000+gap=200",
    model: "wan2.6-image",
    until: (page) => expect(page.locator("wan-edit .answer-words").first()).toBeVisible({ timeout: 20_000 }),
  },
  "while the result's bytes are on their way": {
    words: "delay=0+slowresult=4000",
    until: (page) => expect(page.locator("wan-edit [data-state=loading]").first()).toBeVisible({ timeout: 20_000 }),
  },
};

for (const [when, { words, model, prepare, until }] of Object.entries(moments)) {
  test(`it leaves ${when}`, async ({ page, host, emulator }) => {
    const key = newKey(words);
    await shop(page, host, `<wan-edit base-url="${emulator.api}" prompt="a lake, 3 images" model="${model ?? "wan2.7-image"}"></wan-edit>`);
    await page.evaluate((key) => void (document.querySelector("wan-edit")!.credential = key), key);
    if (!model) {
      const buffer = await file(page, 900, 600);
      await page.locator("wan-edit #file-input").setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer });
      await expect(page.locator("wan-edit #stage-image")).toBeVisible();
    }
    if (prepare) {
      await page.locator("wan-edit .more summary").click();
      await page.locator(`wan-edit label:has(#${prepare})`).click();
    }
    await page.locator("wan-edit #edit").click();
    await until(page, emulator, key);
    await page.evaluate(() => document.querySelector("wan-edit")!.remove());
    await page.waitForTimeout(5000);
    expect(await page.evaluate(() => document.querySelector("wan-edit"))).toBeNull();
    const requests: any[] = await emulator.requests(key);
    expect((await submits(emulator, key)).length).toBeLessThanOrEqual(1);
    expect(requests.filter(({ path }) => path.endsWith("/cancel"))).toEqual([]);
    // A fresh one works: the module was not harmed.
    await page.evaluate((service) => {
      const editor = document.createElement("wan-edit");
      editor.baseUrl = service;
      document.body.append(editor);
    }, emulator.api);
    await expect(page.locator("wan-edit #edit")).toBeVisible();
  });
}
