// Every model and mode, by every delivery, from JavaScript to the emulator and back.
import { expect, newKey, submits, test } from "./fixtures.js";

const dmxapi = (emulator: { origin: string }) => `${emulator.origin}/v1`;
const palette = [
  { hex: "#C2D1E6", ratio: "23.51%" },
  { hex: "#CDD8E9", ratio: "20.13%" },
  { hex: "#0A0A0A", ratio: "56.36%" },
];

/** Runs `request` with a picture in place of each `"picture"`, to its end. */
async function edit(app: any, service: string, credential: string, picture: string, request: object, options: object = {}) {
  return app.evaluate(
    ({ service, credential, picture, request, options }: any) => {
      const source = kit.file(picture);
      const images = request.images?.map((image: any) => (image === "picture" ? source : { ...image, source }));
      return kit.follow(new kit.Client({ service, credential }).edit({ ...request, images }, options));
    },
    { service, credential, picture, request, options },
  );
}

test("wan2.7: a new image, with all parameters", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const request = { model: "wan2.7-image-pro", prompt: "月光下的湖", size: "1K", n: 2, thinkingMode: true, colorPalette: palette, watermark: true, seed: 7 };
  const outcome = await edit(app, emulator.api, key, picture, request);
  expect(outcome).toMatchObject({ asked: 2, missing: 0, usage: { imageCount: 2 }, texts: [], endedEarly: null });
  expect(outcome.images).toHaveLength(2);
  expect(outcome.progress.map(({ state }: any) => state).slice(0, 2)).toEqual(["sending", "task-created"]);
  const [sent] = await submits(emulator, key);
  expect(sent).toMatchObject({ path: "/api/v1/services/aigc/image-generation/generation", unsupported: [], billed: 2 });
  expect(sent.body.parameters).toEqual({ size: "1K", n: 2, thinking_mode: true, color_palette: palette, watermark: true, seed: 7 });
});

test("wan2.7-image-pro: 4K from words", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const request = { model: "wan2.7-image-pro", prompt: "月光下的湖", size: "4K" };
  const { images } = await edit(app, emulator.api, key, picture, request, { delivery: "sync" });
  expect(images).toMatchObject([{ index: 0, size: { width: 4096, height: 4096 } }]);
});

test("wan2.7: an edit with boxes, colours and several images", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const images = ["picture", { bboxes: [[100, 50, 400, 300], [500, 100, 700, 300]] }];
  const outcome = await edit(app, emulator.api, key, picture, { model: "wan2.7-image", prompt: "把图1放进图2的框", images, colorPalette: palette });
  expect(outcome.images).toHaveLength(1);
  const [sent] = await submits(emulator, key);
  expect(sent.body.parameters).toMatchObject({ bbox_list: [[], [[100, 50, 400, 300], [500, 100, 700, 300]]], color_palette: palette });
  expect(sent.body.input.messages[0].content).toMatchObject([{ image: { width: 1200, height: 800 } }, { image: {} }, { text: "把图1放进图2的框" }]);
});

test("wan2.7: an image set is one answer with many images, and fewer than asked is not missing", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0", "fewer=2");
  const request = { model: "wan2.7-image", prompt: "四季", enableSequential: true, n: 5, images: ["picture"] };
  const outcome = await edit(app, emulator.api, key, picture, request);
  expect(outcome).toMatchObject({ asked: 5, missing: 0 });
  expect(outcome.images).toHaveLength(3);
  expect(outcome.parts.map(({ index }: any) => index)).toEqual([0, 1, 2]);
  expect((await submits(emulator, key))[0].body.parameters).toMatchObject({ enable_sequential: true, n: 5 });
});

test("wan2.6: an edit", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const request = { model: "wan2.6-image", prompt: "换成冬天", images: ["picture"], negativePrompt: "人", promptExtend: false, size: "1K" };
  const outcome = await edit(app, emulator.api, key, picture, request);
  expect(outcome.images).toHaveLength(1);
  const [sent] = await submits(emulator, key);
  expect(sent).toMatchObject({ unsupported: [], billed: 1 });
  expect(sent.body.parameters).toEqual({ enable_interleave: false, size: "1K", n: 1, negative_prompt: "人", prompt_extend: false, watermark: false });
});

test("wan2.6: text and images as a stream, told as they come", async ({ app, emulator, picture }) => {
  const key = newKey("delay=50", "chunk=7", "heartbeat");
  const request = { model: "wan2.6-image", prompt: "3张图教我做饭", enableInterleave: true, maxImages: 3, negativePrompt: "人" };
  const { progress, ...outcome } = await edit(app, emulator.api, key, picture, request, { delivery: "stream" });
  const kinds = outcome.parts.map(({ type }: any) => type);
  expect(kinds.filter((type: string) => type === "image")).toHaveLength(3);
  expect(kinds.slice(0, 3)).toEqual(["text", "image", "text"]);
  const told = progress.filter(({ state }: any) => state === "text").map(({ text }: any) => text);
  expect(told.length).toBeGreaterThan(outcome.texts.length);
  expect(told.join("")).toBe(outcome.texts.join(""));
  expect(progress.filter(({ state }: any) => state === "image").map(({ url }: any) => url)).toEqual(outcome.images.map(({ url }: any) => url));
  const [sent] = await submits(emulator, key);
  expect(sent.headers["x-dashscope-sse"]).toBe("enable");
  expect(sent.body.parameters).toMatchObject({ enable_interleave: true, max_images: 3, n: 1, stream: true, negative_prompt: "人" });
});

test("wan2.6: text and images by task", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const request = { model: "wan2.6-image", prompt: "2张图", enableInterleave: true, images: ["picture"] };
  const outcome = await edit(app, emulator.api, key, picture, request);
  expect(outcome.texts.length).toBeGreaterThan(0);
  expect(outcome.images).toHaveLength(2);
  const [sent] = await submits(emulator, key);
  expect(sent.headers["x-dashscope-async"]).toBe("enable");
  expect(sent.body.parameters.stream).toBeUndefined();
});

test("a stream that breaks off keeps what came, and says so", async ({ app, emulator, picture }) => {
  const request = { model: "wan2.6-image", prompt: "3张图", enableInterleave: true };
  const outcome = await edit(app, emulator.api, newKey("delay=0", "sse=midway"), picture, request, { delivery: "stream" });
  expect(outcome.images.length).toBeGreaterThan(0);
  expect(outcome.endedEarly).toMatchObject({ name: "WanEditError", code: "InternalError", reason: "internal", maybeBilled: true });
});

test("wan2.5: its own body, the prompt as it was rewritten, and partial success", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0", "partial=1");
  const request = { model: "wan2.5-i2i-preview", prompt: "换成冬天", images: ["picture"], n: 3, negativePrompt: "人", promptExtend: true, size: "1280*1280" };
  const outcome = await edit(app, emulator.api, key, picture, request);
  expect(outcome).toMatchObject({ asked: 3, missing: 1, usage: { imageCount: 2 } });
  expect(outcome.images).toMatchObject([{ actualPrompt: expect.stringContaining("冬天") }, { actualPrompt: expect.any(String) }]);
  expect(outcome.parts).toContainEqual({ type: "failed", code: "DataInspectionFailed", message: expect.any(String) });
  const [sent] = await submits(emulator, key);
  expect(sent.path).toBe("/api/v1/services/aigc/image2image/image-synthesis");
  expect(sent.body.input).toMatchObject({ prompt: "换成冬天", negative_prompt: "人", images: [{ width: 1200 }] });
});

test("DMXAPI: an edit, with the key as it is", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const request = { model: "wan2.7-image", prompt: "四季", images: ["picture"], enableSequential: true, n: 3 };
  const outcome = await edit(app, dmxapi(emulator), key, picture, request);
  expect(outcome.images).toHaveLength(3);
  expect(outcome).toMatchObject({ taskId: null, missing: 0 });
  const [sent] = await submits(emulator, key);
  expect(sent.path).toBe("/v1/responses");
  expect(sent.headers.authorization).not.toContain("Bearer");
});

test("DMXAPI: the key behind Bearer, where that is wanted", async ({ app, emulator }) => {
  const key = newKey("delay=0");
  await app.evaluate(
    ({ service, credential }) => new kit.Client({ service, credential, bearer: true }).edit({ model: "wan2.7-image", prompt: "湖" }),
    { service: dmxapi(emulator), credential: key },
  );
  expect((await submits(emulator, key))[0].headers.authorization).toContain("Bearer");
});

test("DMXAPI: text and images as a stream", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0", "chunk=5");
  const request = { model: "wan2.6-image", prompt: "2张图", enableInterleave: true };
  const { progress, ...outcome } = await edit(app, dmxapi(emulator), key, picture, request);
  expect(outcome.images).toHaveLength(2);
  expect(progress.some(({ state }: any) => state === "text")).toBe(true);
  expect((await submits(emulator, key))[0].body.stream).toBe(true);
});

test("fewer images than asked are said to be missing, and addresses stay byte for byte", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0", "fewer=1");
  const outcome = await edit(app, emulator.api, key, picture, { model: "wan2.7-image", prompt: "湖", n: 3 });
  expect(outcome).toMatchObject({ asked: 3, missing: 1 });
  expect(outcome.images.length).toBe(2);
  const inRaw = JSON.parse(outcome.raw).output.choices.flatMap(({ message }: any) => message.content).map(({ image }: any) => image);
  expect(outcome.images.map(({ url }: any) => url)).toEqual(inRaw);
});

test("a result brings its bytes, its end and its size", async ({ app, emulator }) => {
  const image = await app.evaluate(
    async ({ service, credential }) => {
      const { images } = await new kit.Client({ service, credential }).edit({ model: "wan2.7-image", prompt: "湖", size: "1280*960" });
      const blob = await images[0].blob();
      const { width, height } = await createImageBitmap(blob);
      return { type: blob.type, width, height, size: images[0].size, hoursLeft: (images[0].expiresAt - Date.now()) / 3.6e6 };
    },
    { service: emulator.api, credential: newKey("delay=0") },
  );
  expect(image).toMatchObject({ type: "image/png", width: 1280, height: 960, size: { width: 1280, height: 960 } });
  expect(image.hoursLeft).toBeGreaterThan(20);
});

test("an upload goes first, and the edit names it", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0");
  const outcome = await edit(app, emulator.api, key, picture, { model: "wan2.7-image", prompt: "冬天", images: ["picture"] }, { upload: true });
  expect(outcome.images).toHaveLength(1);
  const [sent] = await submits(emulator, key);
  expect(sent.headers["x-dashscope-ossresourceresolve"]).toBe("enable");
  expect(JSON.stringify(sent.body.input)).toContain("oss://");
});

test("where the upload is refused, the file goes along", async ({ app, emulator, picture }) => {
  const key = newKey("delay=0", "upload=refuse");
  const { progress, images } = await edit(app, emulator.api, key, picture, { model: "wan2.7-image", prompt: "冬天", images: ["picture"] }, { upload: true });
  expect(progress[0]).toEqual({ state: "upload-failed", message: expect.stringContaining("403") });
  expect(images).toHaveLength(1);
  expect((await submits(emulator, key))[0].body.input.messages[0].content[0].image).toMatchObject({ mime: "image/jpeg", width: 1200 });
});
