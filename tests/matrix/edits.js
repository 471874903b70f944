// What every runtime does with the package, without anything of that runtime: one edit with a file and a box, its bytes, a
// bad key, a throttle and an abort. Answers with what came of each.
import { Client, WanEditError } from "wan-edit";

/** `service` is a base URL; `picture` the base64 of a PNG that is sent as it is. */
export async function edits(service, picture) {
  const key = (...words) => ["sk-emu", ...words, `t${crypto.randomUUID()}`].join("+");
  const edit = (credential, options = {}, more = {}) =>
    new Client({ service, credential }).edit({ model: "wan2.7-image", prompt: "湖", size: "768*768", ...more }, options);
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const source = new File([bytes], "a.png", { type: "image/png" });

  const states = [];
  const { images } = await edit(key("delay=0"), { onProgress: ({ state }) => states.push(state) }, { images: [{ source, bboxes: [[1, 2, 30, 40]] }] });
  const done = { states: states.slice(0, 2), bytes: (await images[0].blob()).size > 1000 };

  const told = ({ name, kind, reason, cause, maybeBilled }) => ({ name, kind, reason, cause: cause?.message, maybeBilled });
  const refused = (run) => run.then(() => "no error", (error) => (error instanceof WanEditError ? told(error) : String(error)));
  const badKey = await refused(edit(key("fail=InvalidApiKey")));
  const throttled = await refused(edit(key("throttle=9"), { maxRetries: 0 }));
  const abort = new AbortController();
  const onProgress = ({ state }) => state === "pending" && abort.abort(new Error("mine"));
  const aborted = await refused(edit(key("pending=60000"), { signal: abort.signal, onProgress, pollIntervalMillis: 100 }));
  const panicked = await refused(new Client({ service, credential: key(), fetch: async () => undefined }).edit({ model: "wan2.7-image", prompt: "湖" }));
  return { done, badKey, throttled, aborted, panicked };
}
