// Where the module is in browsers and their bundlers: a file beside this one. Where there is no such file, because a bundler
// left it behind or a development server bundles dependencies, it is a script.
import { inlined } from "./inlined.js";
import { loadFrom } from "./load.js";

loadFrom(async () => (await file().catch(() => {})) ?? inlined());

async function file() {
  const url = new URL("./wan_edit_bg.wasm", import.meta.url);
  if (url.protocol === "file:") return;
  const answer = await fetch(url);
  if (!answer.ok) return;
  if (/^application\/wasm\b/.test(answer.headers.get("content-type"))) return answer;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // Servers of apps answer with a page for what they do not have.
  return String.fromCharCode(...bytes.subarray(0, 4)) === "\0asm" ? bytes : undefined;
}
