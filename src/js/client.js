import { camelCase, misuse, withNamesOfRequests } from "./error.js";
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
  #instance;

  constructor({ service, credential, proxy, bearer, fetch } = {}) {
    if (!service) throw misuse("service", "give its base URL");
    if (typeof credential === "function") this.#makeKey = shared(credential);
    else if (typeof credential !== "string") throw misuse("credential", "give a string or a function");
    if (fetch !== undefined && typeof fetch !== "function") throw misuse("fetch", "give a function");
    this.#fetch = fetch;
    this.#settings = plain("service", { service, credential: this.#makeKey ? "" : credential, proxy, bearer });
  }

  /** The way into the module, once it is loaded; another one where a panic ended the instance that it led to. */
  async #open(signal) {
    const instance = await unlessAborted(signal, load());
    if (this.#instance !== instance) {
      this.#bridge = new instance.Bridge(this.#settings, this.#makeKey, this.#fetch);
      this.#instance = instance;
    }
    return this.#bridge;
  }

  #outcome(made) {
    return outcome(made, async (url, signal) => (await this.#open(signal)).bytes(url, signal));
  }

  #ask(signal, question) {
    return guarded(async () => question(await this.#open(signal)));
  }

  edit(request, { signal, onProgress, ...options } = {}) {
    return run(async (report) => {
      const open = take(request);
      const rest = plain("options", options);
      const bridge = await this.#open(signal);
      const { data, files } = await unlessAborted(signal, open(signal));
      return this.#outcome(await bridge.edit(data, files, rest, signal, report));
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
      return this.#outcome(await bridge.resume(String(taskId), plain("options", options), signal, report));
    }, onProgress);
  }

  wait(taskId, options) {
    return this.resume(taskId, options);
  }

  async check(request, { delivery, keepMetadata } = {}) {
    try {
      return await guarded(async () => {
        const open = take(request);
        const bridge = await this.#open();
        const { data, files } = await open();
        return (await bridge.check(data, files, plain("options", { delivery, keepMetadata }))).map(withNamesOfRequests);
      });
    } catch (error) {
      if (error.problems?.length) return error.problems;
      throw error;
    }
  }

  request(request, { signal, ...options } = {}) {
    return guarded(async () => {
      const open = take(request);
      const rest = plain("options", options);
      const bridge = await this.#open(signal);
      const { data, files } = await unlessAborted(signal, open(signal));
      const [{ headers, ...made }, body] = await bridge.request(data, files, rest, signal);
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
      let { data, files } = await request(image);
      const { url, size } = data.images[0];
      if (url && !size) {
        const found = await unlessAborted(signal, sizeOf(url, signal));
        ({ data, files } = await request({ source: url, size: found }));
      }
      return bridge.locate(data, files, String(words), signal);
    });
  }

  diagnose(request = { model: "wan2.7-image", prompt: "" }, { signal } = {}) {
    return guarded(async () => {
      const open = take(request);
      const bridge = await this.#open(signal);
      const { data, files } = await unlessAborted(signal, open(signal));
      const { findings, ...rest } = await bridge.diagnose(data, files, signal);
      return { findings: findings.map(([name, isFine]) => ({ name, isFine })), ...rest };
    });
  }

  models() {
    return guarded(async () => (await load()).Bridge.models().map(withWords));
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
        if (typeof made === "string") return [made, null];
        const { token, expiresAt, expires_at } = made;
        return [token, expiresAt === undefined ? expires_at && expires_at * 1000 : Number(expiresAt)];
      } finally {
        making = undefined;
      }
    })();
    return making;
  };
}
