import start, { Bridge } from "./wan_edit.js";

let loading;

/** The door to the WebAssembly module, which is loaded once; where that failed, the next call tries again. */
export function load(source) {
  loading ??= start(source === undefined ? undefined : { module_or_path: source }).then(
    () => Bridge,
    (reason) => {
      loading = undefined;
      throw reason;
    },
  );
  return loading;
}

export async function init(source) {
  await load(source?.module_or_path ?? source);
}
