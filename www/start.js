// Loads the page's wasm and the sentences of the reader's language, side by side, and says so when that fails. The names
// of the files are in meta elements, where the build writes them.
const files = (name) => document.querySelector(`meta[name="wan-edit-${name}"]`).dataset;
const url = (name) => new URL(name, document.baseURI).href;

/** The language chosen on an earlier visit, else the first of the browser's that the page speaks, else English. */
function language() {
  let kept = "";
  try {
    kept = localStorage.getItem("wan-edit.language") ?? "";
  } catch {
    // A browser that keeps nothing.
  }
  const names = [kept, ...navigator.languages].map((tag) => tag.split("-")[0].toLowerCase());
  return names.find((name) => name === "en" || name === "zh") ?? "en";
}

async function editor() {
  const { module, wasm } = files("page");
  const page = await import(url(module));
  await page.default({ module_or_path: url(wasm) });
  return page;
}

async function messages(name) {
  const answer = await fetch(url(files("messages")[name]));
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.text();
}

try {
  const name = language();
  const [text, page] = await Promise.all([messages(name), editor()]);
  if (!page.mount(name, text)) throw new Error("messages");
  // A release build has part of the wasm in a second file, which is loaded at the first touch.
  const touches = ["pointerdown", "keydown", "dragenter", "paste", "change"];
  if (page.complete) touches.forEach((touch) => addEventListener(touch, page.complete, { capture: true, passive: true }));
  document.getElementById("loading")?.remove();
} catch (error) {
  const text = document.getElementById("loading-text");
  if (text) text.textContent = `The editor could not be loaded. Reload the page. 编辑器无法加载，请刷新页面。 (${error})`;
  throw error;
}
