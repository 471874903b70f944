// `wan-edit/ai-sdk` beneath the AI SDK's own `generateImage`, in a page, against the emulator.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build as esbuild } from "esbuild";
import { root } from "../../tools/servers.js";
import { expect, newKey, submits, test as base } from "./fixtures.js";
import { app as appDir, run, tsc } from "./setup.js";

declare const ai: any;
const dir = join(appDir, "with-ai");
const modules = join(root, "tests/node_modules");

const test = base.extend<{ sdk: any }, { bundle: void }>({
  bundle: [
    async ({}, use) => {
      mkdirSync(dir, { recursive: true });
      await esbuild({ entryPoints: [join(appDir, "ai.ts")], bundle: true, format: "esm", outfile: join(dir, "app.js"), nodePaths: [modules], logLevel: "error" });
      cpSync(join(appDir, "node_modules/wan-edit/wan_edit_bg.wasm"), join(dir, "wan_edit_bg.wasm"));
      writeFileSync(join(dir, "index.html"), `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script type="module" src="app.js"></script>`);
      await use();
    },
    { scope: "worker" },
  ],
  sdk: async ({ page, host, bundle, picture }, use) => {
    await page.goto(`${host.url}with-ai/`);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
    await use(page);
  },
});

test("its types are those of the specification", () => {
  mkdirSync(join(appDir, "ai-types"), { recursive: true });
  const options = {
    strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: true, noEmit: true, target: "ES2022",
    lib: ["ES2022", "DOM", "DOM.Iterable"], module: "ESNext", moduleResolution: "bundler", types: [],
    paths: { ai: [join(modules, "ai")], "@ai-sdk/provider": [join(modules, "@ai-sdk/provider")] },
  };
  const config = join(appDir, "ai-types/tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions: options, files: ["../ai.ts"] }));
  run(process.execPath, tsc, "--project", config);
});

/** What `generateImage` comes to. `images` and `mask` are "picture" or a URL; `model` is an id and its defaults. */
function generate(sdk: any, { service, credential, picture, model: [id, defaults] = ["wan2.7-image"], ...call }: any) {
  return sdk.evaluate(
    async ({ service, credential, picture, id, defaults, call: { prompt, images, mask, ...call } }: any) => {
      const bytes = picture && Uint8Array.from(atob(picture), (letter: string) => letter.charCodeAt(0));
      const marks = new OffscreenCanvas(1200, 800);
      const draw = marks.getContext("2d")!;
      draw.fillRect(0, 0, 1200, 800);
      draw.fillStyle = "white";
      for (const [x, y, width, height] of [[100, 100, 200, 200], [800, 400, 300, 300], [1000, 680, 60, 60]] as const) draw.fillRect(x, y, width, height);
      const marked = new Uint8Array(await (await marks.convertToBlob()).arrayBuffer());
      const given = (image: string) => image === "mask" ? marked : (image === "picture" ? bytes : image === "data" ? `data:image/jpeg;base64,${picture}` : image);
      const warned: unknown[] = [];
      (globalThis as any).AI_SDK_LOG_WARNINGS = (logged: any) => warned.push(...logged.warnings);
      try {
        const whole = images ? { text: prompt, images: images.map(given), ...(mask && { mask: given(mask) }) } : prompt;
        const model = ai.createWan({ service, credential })(id, defaults);
        const result = await ai.generateImage({ model, prompt: whole, ...call });
        const shown = await Promise.all(
          result.images.map(async ({ uint8Array, mediaType, providerMetadata }: any) => {
            const { width, height } = await createImageBitmap(new Blob([uint8Array]));
            return { mediaType, width, height, url: providerMetadata?.wan.url };
          }),
        );
        return { images: shown, calls: result.calls.map(({ providerMetadata }: any) => providerMetadata.wan), warnings: result.warnings, warned, usage: result.usage, responses: result.responses };
      } catch (error: any) {
        const { kind, code, maybeBilled, problems } = error;
        const calls = error.calls?.map(({ providerMetadata, warnings }: any) => ({ ...providerMetadata.wan, warnings }));
        return { error: { kind, code, maybeBilled, problems, isOurs: error instanceof ai.WanEditError, isEmpty: ai.NoImageGeneratedError.isInstance(error) }, calls };
      }
    },
    { service, credential, picture, id, defaults, call },
  );
}

test("new images from words, with number, size, seed and the service's own parameters", async ({ sdk, emulator }) => {
  const credential = newKey("delay=0");
  const result = await generate(sdk, {
    service: emulator.api, credential, prompt: "湖", n: 2, size: "1024x768", seed: 7, providerOptions: { wan: { thinkingMode: true, delivery: "sync" } },
  });
  const [sent, ...others] = await submits(emulator, credential);
  expect(others).toEqual([]);
  expect(sent).toMatchObject({ unsupported: [], body: { model: "wan2.7-image" } });
  expect(sent.body.parameters).toEqual({ size: "1024*768", n: 2, seed: 7, thinking_mode: true, watermark: false });
  expect(result.images).toMatchObject(Array(2).fill({ mediaType: "image/png", width: 1024, height: 768, url: expect.stringContaining(emulator.results) }));
  expect(result.calls).toMatchObject([{ requestId: sent.request_id, asked: 2, missing: 0, unsaved: [], usage: { imageCount: 2 }, images: [{ expiresAt: expect.stringMatching(/Z$/) }, {}] }]);
  expect(result.responses).toMatchObject([{ modelId: "wan2.7-image" }]);
  expect(result.warnings).toEqual([]);
});

test("files are edited, with boxes of their own, as bytes, data URIs and URLs", async ({ sdk, emulator, picture }) => {
  const credential = newKey("delay=0");
  const bboxList = [[], [[10, 20, 300, 400]]];
  const result = await generate(sdk, { service: emulator.api, credential, picture, prompt: "冬天", images: ["picture", "data"], providerOptions: { wan: { bboxList } } });
  expect(result.images).toHaveLength(1);
  const [sent] = await submits(emulator, credential);
  expect(sent.body.input.messages[0].content).toMatchObject([{ image: { mime: "image/jpeg", width: 1200 } }, { image: { width: 1200 } }, { text: "冬天" }]);
  expect(sent.body.parameters.bbox_list).toEqual(bboxList);
  const byUrl = await generate(sdk, { service: emulator.api, credential, prompt: "冬天", images: ["https://example.com/a.png"] });
  expect(byUrl.error).toMatchObject({ kind: "service", isOurs: true });
  expect((await submits(emulator, credential))[1].body.input.messages[0].content[0]).toEqual({ image: "https://example.com/a.png" });
});

test("what is not supported is a warning", async ({ sdk, emulator, picture }) => {
  const credential = newKey("delay=0", "unlimited");
  const ask = (call: object) => generate(sdk, { service: emulator.api, credential, picture, prompt: "湖", ...call });
  const masked = await ask({ model: ["wan2.6-image"], images: ["picture"], mask: "mask" });
  expect(masked.warnings).toEqual([{ type: "unsupported", feature: "mask", details: expect.stringContaining("bboxList") }]);
  expect(masked.warned).toEqual(masked.warnings);
  expect((await ask({ size: "1024x1024", aspectRatio: "16:9" })).warnings).toMatchObject([{ type: "unsupported", feature: "aspectRatio" }]);
  const unknown = await ask({ model: ["wan3.0-image"], aspectRatio: "16:9" });
  expect(unknown.error).toMatchObject({ kind: "service", code: expect.any(String) });
});

test("a mask becomes at most two boxes around what it marks, with a warning", async ({ sdk, emulator, picture }) => {
  const credential = newKey("delay=0");
  const { warnings } = await generate(sdk, { service: emulator.api, credential, picture, prompt: "湖", images: ["picture"], mask: "mask" });
  expect(warnings).toEqual([{ type: "other", message: expect.stringContaining("2 boxes around it") }]);
  const [{ body }] = await submits(emulator, credential);
  const [boxes] = body.parameters.bbox_list;
  boxes.sort(([one]: number[], [other]: number[]) => one! - other!);
  for (const [at, wanted] of [[100, 100, 300, 300], [800, 400, 1100, 740]].entries()) {
    for (const [index, edge] of wanted.entries()) expect(Math.abs(boxes[at][index] - edge), `${boxes[at]}`).toBeLessThanOrEqual(8);
  }
});

test("a shape becomes a size that the model takes", async ({ sdk, emulator, picture }) => {
  const credential = newKey("delay=0", "unlimited");
  const cases: [string, string, string[]][] = [["wan2.7-image", "16:9", []], ["wan2.7-image", "5:1", []], ["wan2.6-image", "3:4", ["picture"]], ["wan2.5-i2i-preview", "1:1", ["picture"]]];
  for (const [id, aspectRatio, images] of cases) {
    const { warnings } = await generate(sdk, { service: emulator.api, credential, picture, model: [id], prompt: "湖", aspectRatio, ...(images.length && { images }) });
    expect(warnings).toEqual([]);
  }
  const sizes = (await submits(emulator, credential)).map(({ body }) => body.parameters.size.split("*").map(Number));
  for (const [index, [, aspectRatio]] of cases.entries()) {
    const [across, down] = aspectRatio.split(":").map(Number);
    expect(sizes[index][0] / sizes[index][1]).toBeCloseTo(across! / down!, 1);
  }
});

test("more images than one call makes are several calls, a set is one", async ({ sdk, emulator }) => {
  const calls = async (call: object) => {
    const credential = newKey("delay=0", "unlimited");
    const { images } = await generate(sdk, { service: emulator.api, credential, prompt: "四季", size: "768x768", ...call });
    return { images: images.length, asked: (await submits(emulator, credential)).map(({ body }) => body.parameters.n).sort() };
  };
  expect(await calls({ n: 6 })).toEqual({ images: 6, asked: [2, 4] });
  expect(await calls({ n: 6, model: ["wan2.7-image", { enableSequential: true }] })).toEqual({ images: 6, asked: [6] });
});

test("an article's words come with its images", async ({ sdk, emulator }) => {
  const credential = newKey("delay=0");
  const result = await generate(sdk, { service: emulator.api, credential, model: ["wan2.6-image", { enableInterleave: true }], prompt: "3张图教我做饭", n: 2 });
  expect((await submits(emulator, credential))[0].body.parameters).toMatchObject({ enable_interleave: true, n: 1, max_images: 2 });
  expect(result.images).toHaveLength(2);
  expect(result.calls[0].texts.join("").length).toBeGreaterThan(10);
});

test("nothing is asked for twice: refusals, problems and answers without images end at once", async ({ sdk, emulator }) => {
  const credential = newKey("delay=0", "fail=InternalError");
  const refused = await generate(sdk, { service: emulator.api, credential, prompt: "湖" });
  expect(refused.error).toMatchObject({ isOurs: true, kind: "service", code: "InternalError" });
  expect(await submits(emulator, credential)).toHaveLength(1);

  const told = await generate(sdk, { service: emulator.api, credential: newKey(), prompt: "湖", size: "10x10" });
  expect(told.error).toMatchObject({ isOurs: true, kind: "invalid-request", problems: [{ path: "size" }] });

  const key = newKey("delay=0");
  const calls = await sdk.evaluate(
    async ({ service, credential }: any) => {
      const withoutImages = async (url: string, options: RequestInit) => {
        const reply = await fetch(url, options);
        if (!url.includes("/tasks/")) return reply;
        const body = await reply.json();
        for (const { message } of body.output.choices ?? []) message.content = message.content.filter(({ type }: any) => type === "text");
        return Response.json(body);
      };
      const model = ai.createWan({ service, credential, fetch: withoutImages })("wan2.6-image", { enableInterleave: true });
      try {
        await ai.generateImage({ model, prompt: "2张图" });
      } catch (error: any) {
        return error.calls.map(({ providerMetadata }: any) => providerMetadata.wan.texts.join("").length > 0);
      }
    },
    { service: emulator.api, credential: key },
  );
  expect(calls).toEqual([true]);
  expect(await submits(emulator, key)).toHaveLength(1);
});

test("images that were made, but cannot be fetched, keep their addresses", async ({ sdk, emulator }) => {
  const credential = newKey("delay=0", "expired");
  const { error, calls } = await generate(sdk, { service: emulator.api, credential, prompt: "湖", n: 2 });
  expect(error.isEmpty).toBe(true);
  expect(calls).toMatchObject([{ images: [], unsaved: [{ url: expect.stringContaining(emulator.results) }, {}], usage: { imageCount: 2 } }]);
  expect(calls[0].warnings.map(({ message }: any) => message)).toEqual(calls[0].unsaved.map(({ url }: any) => expect.stringContaining(url)));
  expect(await submits(emulator, credential)).toHaveLength(1);
});

test("what is missing is a warning", async ({ sdk, emulator, picture }) => {
  const ask = (word: string, call: object) => generate(sdk, { service: emulator.api, credential: newKey("delay=0", word), picture, prompt: "湖", n: 3, ...call });
  const fewer = await ask("fewer=1", {});
  expect(fewer.images).toHaveLength(2);
  expect(fewer.warnings).toMatchObject([{ type: "other", message: "1 of 3 images did not come." }]);
  const failed = await ask("partial=1", { model: ["wan2.5-i2i-preview"], images: ["picture"] });
  expect(failed.warnings.map(({ message }: any) => message)).toContainEqual(expect.stringContaining("DataInspectionFailed"));
});

test("an abort ends it, and headers go where the key goes", async ({ sdk, emulator }) => {
  const seen = await sdk.evaluate(
    async ({ service, slow, quick }: any) => {
      const calls: string[] = [];
      const other = (url: string, { headers, ...rest }: RequestInit) => {
        const all = new Headers(headers);
        if (calls.length || all.has("authorization")) calls.push(`${new URL(url).pathname.split("/").at(-1)!.replace(/^[0-9a-f-]{36}$/, "ID")} ${all.get("x-mine")} ${all.has("authorization")} ${all.get("user-agent")}`);
        all.delete("x-mine");
        return fetch(url, { headers: all, ...rest });
      };
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 300);
      const model = (credential: string) => ai.createWan({ service, credential, fetch: other })("wan2.7-image");
      const kind = await ai.generateImage({ model: model(slow), prompt: "湖", abortSignal: abort.signal }).catch((error: any) => error.kind);
      calls.length = 0;
      await ai.generateImage({ model: model(quick), prompt: "湖", size: "768x768", headers: { "X-Mine": "1", Authorization: "Bearer theirs" }, providerOptions: { wan: { delivery: "sync" } } });
      return { kind, calls };
    },
    { service: emulator.api, slow: newKey("delay=60000"), quick: newKey("delay=0") },
  );
  expect(seen).toEqual({ kind: "canceled", calls: ["generation 1 true null", "0.png null false null"] });
});

test("a registry finds it, and no other kind of model", async ({ sdk, emulator }) => {
  const answer = await sdk.evaluate(
    async ({ service, credential }: any) => {
      const registry = ai.createProviderRegistry({ wan: ai.createWan({ service, credential }) });
      const { images } = await ai.generateImage({ model: registry.imageModel("wan:wan2.7-image"), prompt: "湖" });
      let thrown;
      try {
        registry.languageModel("wan:wan2.7-image");
      } catch (error: any) {
        thrown = error.message;
      }
      return { images: images.length, thrown };
    },
    { service: emulator.api, credential: newKey("delay=0") },
  );
  expect(answer).toEqual({ images: 1, thrown: expect.stringContaining("image models") });
});
