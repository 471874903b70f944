// The types and the module say the same: consumer/requests.ts was compiled, so the types have spoken.
import { expect, test } from "./fixtures.js";

/** What the module says of each request. */
function verdicts(app: any, group: "allowed" | "refused"): Promise<Record<string, string[]>> {
  return app.evaluate(async (group: "allowed" | "refused") => {
    const client = new kit.Client({ service: "https://emulator.example/api/v1", credential: "sk-x" });
    const check = async ([name, request]: any) => [name, (await client.check(request)).map(({ path, code }) => `${path}: ${code}`)];
    return Object.fromEntries(await Promise.all(Object.entries(kit.requests[group]).map(check)));
  }, group);
}

test("the module takes what the types allow", async ({ app }) => {
  const entries = Object.entries(await verdicts(app, "allowed"));
  expect(entries.length).toBeGreaterThan(10);
  expect(entries.filter(([, problems]) => problems.length > 0)).toEqual([]);
});

test("the module refuses what the types refuse", async ({ app }) => {
  const entries = Object.entries(await verdicts(app, "refused"));
  expect(entries.length).toBeGreaterThan(60);
  expect(entries.filter(([, problems]) => problems.length === 0)).toEqual([]);
});

test("what only values show is told with its path", async ({ app }) => {
  const told = await app.evaluate(async () => {
    const client = new kit.Client({ service: "beijing", credential: "sk-x" });
    return Promise.all(kit.requests.told.map(async ([path, request]: any) => [path, (await client.check(request)).map(({ path }: any) => path)]));
  });
  expect(told.length).toBeGreaterThan(10);
  for (const [path, paths] of told) expect(paths).toEqual([path]);
});

test("the table has what the types name", async ({ app }) => {
  const models = await app.evaluate(() => new kit.Client({ service: "beijing", credential: "sk-x" }).models());
  expect(models.map(({ id }: any) => id)).toEqual(["wan2.7-image-pro", "wan2.7-image", "wan2.6-image", "wan2.5-i2i-preview"]);
  const [pro, , wan26, wan25] = models;
  expect(pro).toMatchObject({
    promptChars: 5000,
    negativePromptChars: null,
    boxesPerImage: 2,
    image: { minSidePx: 240, maxSidePx: 8000, maxRatio: 8, maxBytes: 20_000_000 },
    priceCny: { beijing: 0.5, singapore: 0.562065 },
  });
  expect(pro.places.map(({ region }: any) => region)).toEqual(["beijing", "singapore", "token-plan", "dmxapi"]);
  const mode = (model: any, name: string) => model.modes.find(({ mode }: any) => mode === name);
  expect(mode(pro, "text-to-image")).toMatchObject({ images: [0, 0], n: [1, 4], paletteColors: [3, 10], maxImages: null });
  expect(mode(pro, "text-to-image").size).toMatchObject({ presets: ["1K", "2K", "4K"], defaultPreset: "2K", maxTotalPx: 4096 * 4096 });
  expect(mode(pro, "text-to-image").size.recommended).toContain("4096*2304");
  expect(mode(pro, "edit").parameters).toEqual(expect.arrayContaining(["bboxList", "colorPalette"]));
  expect(mode(pro, "image-set")).toMatchObject({ n: [1, 12], paletteColors: null, deliveries: ["task", "sync"] });
  expect(mode(wan26, "interleave")).toMatchObject({ images: [0, 1], n: [1, 1], maxImages: [1, 5], deliveries: ["task", "stream"] });
  expect(wan26.places).toContainEqual({ region: "frankfurt", deliveries: ["task"] });
  expect(mode(wan25, "edit")).toMatchObject({ images: [1, 3], deliveries: ["task"] });
});
