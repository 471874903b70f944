// The page as a person uses it, and the emulator's log as a witness of what was sent.
//
//   import { expect, submits, test } from "./editor.ts";
//   test("…", async ({ editor, pictures }) => {
//     await editor.open("delay=0"); // words: tests/emulator/README.md
//     await editor.add(pictures["plain.jpg"]);
//     await editor.write("Make it night");
//     await editor.run();
//     await editor.expectSaved(1);
//     expect(submits(await editor.log())).toHaveLength(1);
//   });
import type { Locator, Page } from "@playwright/test";
import { test as base, expect, newKey } from "./fixtures.ts";
import { decodePng } from "./pictures.ts";

export type Point = { x: number; y: number };
export type Box = [number, number, number, number];

/** A data URI, as the log tells of it. */
export type SentImage = { mime: string; bytes: number; sha256: string; width: number; height: number };

/** One request in the emulator's log. */
export type Entry = {
  listener: "api" | "results";
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: any;
  unsupported: string[];
  status: number | null;
  code: string | null;
  reason: string | null;
  task_id: string | null;
  billed: number;
};

/** Where the image on the stage is, in CSS px of the window, and how many pixels it has. */
export type View = { left: number; top: number; width: number; height: number; pixels: { width: number; height: number } };

export const submits = (log: Entry[]) =>
  log.filter(({ path }) => /\/(generation|image-synthesis|responses)$/.test(path));
export const polls = (log: Entry[]) => log.filter(({ method, path }) => method === "GET" && path.includes("/tasks/"));
export const cancels = (log: Entry[]) => log.filter(({ path }) => path.endsWith("/cancel"));
export const fetches = (log: Entry[]) => log.filter(({ listener }) => listener === "results");
export const billed = (log: Entry[]) => log.reduce((sum, { billed }) => sum + billed, 0);

/** What a submit carried: images by the log's words, an image by address as its address. */
export function sent({ body }: Entry) {
  const content: any[] = body.input.messages[0].content;
  return {
    model: body.model as string,
    text: content.find((part) => "text" in part)?.text as string,
    images: content.filter((part) => "image" in part).map((part) => part.image as SentImage),
    parameters: body.parameters as Record<string, any>,
  };
}

/** The box between two points of the window, in pixels of the image, not rounded. */
export function boxBetween(view: View, a: Point, b: Point): Box {
  const x = [a.x, b.x].map((x) => ((x - view.left) * view.pixels.width) / view.width).sort((l, r) => l - r);
  const y = [a.y, b.y].map((y) => ((y - view.top) * view.pixels.height) / view.height).sort((l, r) => l - r);
  return [x[0], y[0], x[1], y[1]];
}

/** Whether `box` is the one that was `meant`, to a pixel. */
export function expectBox(box: number[], meant: Box, tolerance = 1) {
  expect(box).toHaveLength(4);
  expect(box.every(Number.isInteger), `whole numbers: ${box}`).toBe(true);
  const off = box.map((edge, i) => Math.abs(edge - meant[i]));
  expect(Math.max(...off), `sent ${box}, meant ${meant.map((edge) => edge.toFixed(2))}`).toBeLessThanOrEqual(tolerance);
}

/** The smallest box around every pixel in which two PNGs differ. */
export async function difference(a: string | Buffer, b: string | Buffer): Promise<Box | null> {
  const [left, right] = await Promise.all([decodePng(a), decodePng(b)]);
  expect([left.width, left.height]).toEqual([right.width, right.height]);
  const box: Box = [left.width, left.height, 0, 0];
  for (let y = 0, at = 0; y < left.height; y++) {
    for (let x = 0; x < left.width; x++, at += 4) {
      if (left.data.readUInt32LE(at) === right.data.readUInt32LE(at)) continue;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x + 1);
      box[3] = Math.max(box[3], y + 1);
    }
  }
  return box[0] < box[2] ? box : null;
}

export class Editor {
  /** The key in use. */
  key = "";
  /** Every address that the page asked for. */
  readonly asked: string[] = [];
  /** Everything that the page wrote on its console. */
  readonly written: string[] = [];
  readonly edit: Locator;
  readonly cancel: Locator;
  readonly progress: Locator;
  readonly error: Locator;
  readonly problems: Locator;
  readonly notices: Locator;
  readonly boxes: Locator;
  readonly sources: Locator;
  readonly results: Locator;

  constructor(
    readonly page: Page,
    private readonly site: { url: string },
    private readonly emulator: { api: string; requests(key: string): Promise<Entry[]> },
    /** Origins that the key may go to, as its owner said. */
    readonly confirmed: string[] = [],
  ) {
    this.edit = page.locator("#edit");
    this.cancel = page.locator("#cancel");
    this.progress = page.locator("#progress");
    this.error = page.locator("#error");
    this.problems = page.locator("#problems");
    this.notices = page.locator("#notices");
    this.boxes = page.locator("[data-box]");
    this.sources = page.locator("[data-source]");
    this.results = page.locator("[data-result]");
    page.on("request", (request) => this.asked.push(request.url()));
    page.on("console", (message) => this.written.push(message.text()));
  }

  /** Loads the page and names the emulator as its service, with a new key of these words. */
  async open(...words: string[]) {
    await this.page.goto(this.site.url);
    await this.connect(newKey(...words));
  }

  /** Names the emulator as the service, as a person does with an address of their own. */
  async connect(key: string, keep: "memory" | "session" | "remembered" = "memory", address = this.emulator.api) {
    this.key = key;
    this.confirmed.push(new URL(address).origin);
    await this.page.locator("#open-service").click();
    await this.page.locator("#service").selectOption("custom");
    await this.page.locator("#base-url").fill(address);
    await this.page.locator("#key").fill(key);
    await this.choose(`#keep-${keep}`);
    await this.page.locator("#service-done").click();
    await expect(this.page.locator("#service-panel")).toBeHidden();
  }

  /** Chooses one of several, by the label around it. */
  async choose(input: string) {
    await this.page.locator(`label:has(${input})`).click();
    await expect(this.page.locator(input)).toBeChecked();
  }

  async chooseSize(preset: string) {
    await this.chooseSegment("#size", preset);
  }

  async chooseCount(count: number) {
    await this.chooseSegment("#count", String(count));
  }

  private async chooseSegment(group: string, name: string) {
    const segment = this.page.locator(`${group} label`).filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) });
    await segment.click();
    await expect(segment.locator("input")).toBeChecked();
  }

  /** Picks files that all can be opened. */
  async add(...files: string[]) {
    const before = await this.sources.count();
    await this.pick(...files);
    await expect(this.sources).toHaveCount(before + files.length);
    await expect.poll(() => this.pixels().then(({ width }) => width)).toBeGreaterThan(0);
  }

  /** Picks files. */
  async pick(...files: string[]) {
    await this.page.locator("#file-input").setInputFiles(files);
  }

  async write(words: string) {
    await this.page.locator("#prompt").fill(words);
  }

  async chooseModel(model: string) {
    await this.page.locator("#model").selectOption(model);
  }

  async chooseMode(mode: "edit" | "set" | "interleave") {
    await this.choose(`#mode-${mode}`);
  }

  /** Switches on or off, by the label around the switch. */
  async toggle(id: string) {
    await this.page.locator(`label:has(${id})`).click();
  }

  /** Asks for the answer on one connection: nothing is polled for. */
  async waitOnConnection() {
    await this.chooseDelivery("sync");
  }

  async chooseDelivery(way: "task" | "sync" | "stream") {
    await this.openMore();
    await this.choose(`#delivery-${way}`);
  }

  async openMore() {
    const more = this.page.locator("details.more");
    if ((await more.getAttribute("open")) === null) await more.locator("summary").click();
  }

  async run() {
    await this.edit.click();
  }

  /** A draft that takes the shortest way: one small picture, words, one connection. */
  async draft(picture: string, words = "Make it night") {
    await this.add(picture);
    await this.write(words);
    await this.waitOnConnection();
  }

  /** Waits until so many results are there with their bytes. */
  async expectSaved(count: number) {
    await expect(this.page.locator("[data-result][data-state=saved]")).toHaveCount(count, { timeout: 30_000 });
    await expect(this.results).toHaveCount(count);
    await expect(this.edit).toBeVisible();
  }

  /** What the emulator received with the key in use, and for it. */
  async log(): Promise<Entry[]> {
    return this.emulator.requests(this.key);
  }

  /** The one submit that was sent. */
  async theSubmit(): Promise<Entry> {
    const all = submits(await this.log());
    expect(all, "exactly one submit").toHaveLength(1);
    return all[0];
  }

  async pixels() {
    return this.page
      .locator("#stage-image")
      .evaluate((image: HTMLImageElement) => ({ width: image.naturalWidth, height: image.naturalHeight }));
  }

  async view(): Promise<View> {
    return this.page.locator("#stage-image").evaluate((image: HTMLImageElement) => {
      const { left, top, width, height } = image.getBoundingClientRect();
      return { left, top, width, height, pixels: { width: image.naturalWidth, height: image.naturalHeight } };
    });
  }

  /** Draws a box with the mouse, corners given in parts of the image; answers the box that is meant. */
  async draw(from: Point, to: Point): Promise<Box> {
    const view = await this.view();
    const [a, b] = [at(view, from), at(view, to)];
    await this.drag(a, b);
    return boxBetween(view, a, b);
  }

  /** Drags the mouse between two points of the window. */
  async drag(a: Point, b: Point) {
    const { mouse } = this.page;
    await mouse.move(a.x, a.y);
    await mouse.down();
    await mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2);
    await mouse.move(b.x, b.y, { steps: 3 });
    await mouse.up();
  }

  /** The numbers of the selected box, as its fields show them. */
  async fields(): Promise<number[]> {
    return Promise.all(
      ["x1", "y1", "x2", "y2"].map((name) => this.page.locator(`#box-${name}`).inputValue().then(Number)),
    );
  }

  /** Downloads a result, the newest first; answers its path and suggested name. */
  async download(which = 0) {
    const coming = this.page.waitForEvent("download");
    await this.page.locator("[data-result] [data-download]").nth(which).click();
    const download = await coming;
    return { path: await download.path(), name: download.suggestedFilename() };
  }

  /** Whether anything of the page reaches beyond its right edge. */
  async expectNoOverflow() {
    const { scrolled, shown } = await this.page.evaluate(() => ({
      scrolled: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    expect(scrolled, "the page scrolls sideways").toBeLessThanOrEqual(shown);
  }
}

/** The whole CSS pixel of the window at a place of the image, given in parts of it. */
export function at(view: View, part: Point): Point {
  return { x: Math.round(view.left + part.x * view.width), y: Math.round(view.top + part.y * view.height) };
}

export const test = base.extend<{ editor: Editor }>({
  editor: async ({ page, site, emulator, keyScan }, use) => use(new Editor(page, site, emulator, keyScan.confirmed)),
});

export { expect, newKey };
