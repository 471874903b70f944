// The end of the page's module, after what wasm-bindgen writes: loads the second half of the wasm (split.js). `LATER` is
// its URL, `__wbg_get_imports`, `__wbg_load` and `wasm` are wasm-bindgen's.
let isWhole = false;
let coming;

const given = () => ({ ...__wbg_get_imports(), first: wasm });

/** Loads the second half ahead of its need. What fails is tried again with the next call, or when it is needed. */
export function complete() {
  if (isWhole) return;
  coming ??= fetch(LATER)
    .then((answer) => (answer.ok ? __wbg_load(answer, given()) : Promise.reject(new Error(`HTTP ${answer.status}`))))
    .then(() => void (isWhole = true))
    .catch(() => void (coming = undefined));
}

/** Called by the wasm where it needs the second half; whoever pressed something waits. Rarely: `complete` came first. */
function load() {
  if (isWhole) return;
  const request = new XMLHttpRequest();
  request.open("GET", LATER, false);
  // The only way to bytes that a synchronous request has.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  try {
    request.send();
    if (request.status !== 200) throw new Error(`HTTP ${request.status}`);
  } catch (error) {
    alert("A part of the editor could not be loaded. Nothing was sent. Check the connection, then try again.\n编辑器的一部分无法加载，未发送任何内容。请检查网络后重试。");
    throw error;
  }
  const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
  new WebAssembly.Instance(new WebAssembly.Module(bytes), given());
  isWhole = true;
}
