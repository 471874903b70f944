import { camelCase, fromModule, misuse, withNamesOfRequests } from "./error.js";
import { plain, sizeOf, take } from "./image.js";
import { load } from "./load.js";
import { outcome } from "./outcome.js";
import { guarded, run, unlessAborted } from "./run.js";

/** A service with its key, ready to edit. */
export class Client {
  #settings;
  #makeKey;
  #fetch;
  #bridge;

  constructor({ service, credential, proxy, bearer, fetch } = {}) {
    if (!service) throw misuse("service", "give its base URL");
    if (typeof credential === "function") this.#makeKey = shared(credential);
    else if (typeof credential !== "string") throw misuse("credential", "give a string or a function");
    if (fetch !== undefined && typeof fetch !== "function") throw misuse("fetch", "give a function");
    this.#fetch = fetch;
    this.#settings = plain("service", { service, credential: this.#makeKey ? "" : credential, proxy, bearer });
  }

  /** The door to the module, once it is open. */
  async #open(signal) {
    const Bridge = await unlessAborted(signal, load());
    this.#bridge ??= new Bridge(this.#settings, this.#makeKey, this.#fetch);
    return this.#bridge;
  }

  #ask(signal, question) {
    return guarded(async () => question(await this.#open(signal)));
  }

  edit(request, { signal, onProgress, ...options } = {}) {
    return run(async (report) => {
      const open = take(request);
      const rest = plain("options", options);
      const bridge = await this.#open(signal);
      const { text, files } = await unlessAborted(signal, open(signal));
      return outcome(await bridge.edit(text, files, rest, signal, report), bridge);
    }, onProgress);
  }

  async submit(request, options) {
    let taskId;
    const run = this.edit(request, { ...options, leave: true });
    try {
      for await (const event of run) taskId ??= event.taskId;
    } catch (error) {
      if (!taskId || options?.signal?.aborted) throw error;
    }
    return taskId;
  }

  resume(taskId, { signal, onProgress, ...options } = {}) {
    return run(async (report) => {
      const bridge = await this.#open(signal);
      return outcome(await bridge.resume(String(taskId), plain("options", options), signal, report), bridge);
    }, onProgress);
  }

  wait(taskId, options) {
    return this.resume(taskId, options);
  }

  async check(request, { delivery } = {}) {
    try {
      const open = take(request);
      const bridge = await this.#open();
      const { text, files } = await open();
      return (await bridge.check(text, files, plain("options", { delivery }))).map(withNamesOfRequests);
    } catch (thrown) {
      const error = fromModule(thrown);
      if (error.problems?.length) return error.problems;
      throw error;
    }
  }

  request(request, { signal, ...options } = {}) {
    return guarded(async () => {
      const open = take(request);
      const rest = plain("options", options);
      const bridge = await this.#open(signal);
      const { text, files } = await unlessAborted(signal, open(signal));
      const [{ headers, ...made }, body] = await bridge.request(text, files, rest, signal);
      return { ...made, headers: Object.fromEntries(headers), body };
    });
  }

  cancel(taskId, { signal } = {}) {
    return this.#ask(signal, (bridge) => bridge.ask("cancel", String(taskId), 0, 0, signal));
  }

  tasks({ page = 1, pageSize = 10, signal } = {}) {
    return this.#ask(signal, async (bridge) => {
      const { tasks, pages } = await bridge.ask("tasks", "", page, pageSize, signal);
      return { tasks: tasks.map((task) => ({ ...task, beganAt: date(task.beganAt), endedAt: date(task.endedAt) })), pages };
    });
  }

  temporaryKey(expireInSeconds = 60, { signal } = {}) {
    return this.#ask(signal, async (bridge) => {
      if (!(expireInSeconds >= 1 && expireInSeconds <= 1800)) throw misuse("expireInSeconds", "give 1 to 1800");
      const { token, expiresAt } = await bridge.ask("token", "", expireInSeconds, 0, signal);
      return { token, expiresAt: date(expiresAt * 1000) };
    });
  }

  locate(image, words, { signal } = {}) {
    return this.#ask(signal, async (bridge) => {
      const request = (image) => unlessAborted(signal, take({ images: [image] })(signal));
      let { text, files, urls } = await request(image);
      if (urls[0] && !image.size) {
        const size = await unlessAborted(signal, sizeOf(urls[0], signal));
        ({ text, files } = await request({ source: urls[0], size }));
      }
      return bridge.locate(text, files, String(words), signal);
    });
  }

  diagnose(request = { model: "wan2.7-image", prompt: "" }, { signal } = {}) {
    return guarded(async () => {
      const open = take(request);
      const bridge = await this.#open(signal);
      const { text, files } = await unlessAborted(signal, open(signal));
      const { findings, ...rest } = await bridge.diagnose(text, files, signal);
      return { findings: findings.map(([name, isFine]) => ({ name, isFine })), ...rest };
    });
  }

  models() {
    return guarded(async () => (await load()).models().map(withWords));
  }
}

function date(millis) {
  return millis === null ? null : new Date(millis);
}

function withWords(model) {
  const modes = model.modes.map(({ size, parameters, ...mode }) => ({
    ...mode,
    size: { ...size, recommended: size.recommended.map((sides) => sides.join("*")) },
    parameters: parameters.map(camelCase),
  }));
  return { ...model, modes };
}

/** One call of `make` for all who wait; of its key `[key, its end in ms]`. */
function shared(make) {
  let making;
  return () => {
    making ??= (async () => {
      try {
        const made = await make();
        if (typeof made === "string") return [made];
        const { token, expiresAt, expires_at } = made;
        return [token, expiresAt === undefined ? expires_at && expires_at * 1000 : Number(expiresAt)];
      } finally {
        making = undefined;
      }
    })();
    return making;
  };
}
