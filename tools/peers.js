// What one call by the package weighs in an app, and what the nearest call weighs by the clients of other services: each
// bundled and minified by the same esbuild, with what it fetches besides.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./servers.js";

const modules = join(root, "tests/node_modules");

/** The name, and an app's one call. */
const apps = [
  ["wan-edit", `import { Client } from "wan-edit";
    export const run = (image, prompt) => new Client({ service: "beijing", credential: "" }).edit({ model: "wan2.7-image", prompt, images: [image] });`],
  ["replicate", `import Replicate from "replicate";
    export const run = (image, prompt) => new Replicate({ auth: "" }).run("wan-video/wan-2.5", { input: { image, prompt } });`],
  ["@fal-ai/client", `import { fal } from "@fal-ai/client";
    export const run = (image_url, prompt) => fal.subscribe("fal-ai/wan/v2.7/edit", { input: { image_url, prompt } });`],
  ["openai", `import OpenAI from "openai";
    export const run = (image, prompt) => new OpenAI({ apiKey: "", dangerouslyAllowBrowser: true }).images.edit({ model: "gpt-image-1", image, prompt });`],
  ["@google/genai", `import { GoogleGenAI } from "@google/genai";
    export const run = (contents) => new GoogleGenAI({ apiKey: "" }).models.generateContent({ model: "gemini-2.5-flash-image", contents });`],
  // That provider has no model that edits images; this is what it has for Wan.
  ["ai + @ai-sdk/alibaba, a video", `import { experimental_generateVideo } from "ai";
    import { createAlibaba } from "@ai-sdk/alibaba";
    export const run = (prompt) => experimental_generateVideo({ model: createAlibaba({ apiKey: "" }).video("wan2.6-t2v"), prompt });`],
  ["ai + wan-edit/ai-sdk", `import { generateImage } from "ai";
    import { createWan } from "wan-edit/ai-sdk";
    export const run = (image, text) => generateImage({ model: createWan({ service: "beijing", credential: "" })("wan2.7-image"), prompt: { text, images: [image] } });`],
];

/** `{ name, files }` of each app, `files` as bytes; none where the packages are not installed. */
export async function peers() {
  const alias = { "wan-edit": join(root, "pkg/index.js"), "wan-edit/ai-sdk": join(root, "pkg/ai-sdk.js") };
  const wasm = readFileSync(join(root, "pkg/wan_edit_bg.wasm"));
  try {
    const { build } = createRequire(join(modules, "/"))("esbuild");
    return await Promise.all(
      apps.map(async ([name, contents]) => {
        const options = { bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022", write: false, legalComments: "none", logLevel: "silent" };
        const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: join(root, "tests") }, alias, outdir: "." });
        const files = outputFiles.map(({ contents }) => Buffer.from(contents));
        return { name, files: contents.includes("wan-edit") ? [...files, wasm] : files };
      }),
    );
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND" || /Could not resolve/.test(error.message)) return [];
    throw error;
  }
}
