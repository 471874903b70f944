import { internal } from "./error.js";
import start, { Bridge, onPanic, __wbg_reset_state as restart } from "./wan_edit.js";

let find;
let loading;
let hasPanicked = false;
/** Of the calls under way: what rejects them. */
const underWay = new Set();

/** Where the module is, unless `init` says it: each kind of runtime has its own place. */
export function loadFrom(place) {
  find = place;
}

/** The instance of the WebAssembly module, which is loaded once; where that failed, the next call tries again. */
export function load(source) {
  loading ??= begin(source).catch((reason) => {
    loading = undefined;
    throw reason;
  });
  return loading;
}

export async function init(source) {
  await load(source?.module_or_path ?? source);
}

async function begin(source) {
  // What panicked is in no state to go on; the compiled module makes another instance.
  if (hasPanicked) restart();
  else await start({ module_or_path: source ?? find() });
  hasPanicked = false;
  onPanic((panic) => {
    hasPanicked = true;
    loading = undefined;
    for (const reject of underWay) reject(internal(panic));
    underWay.clear();
  });
  return { Bridge };
}

/** `promise`, or an error as soon as the module panics: then nothing in it answers. */
export function unlessPanicked(promise) {
  return new Promise((resolve, reject) => {
    underWay.add(reject);
    promise.then(resolve, reject).finally(() => underWay.delete(reject));
  });
}
