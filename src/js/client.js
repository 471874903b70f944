import { camelCase, misuse, withNamesOfRequests } from "./error.js";
import { noted, plain, sizeOf, take } from "./image.js";
import { load } from "./load.js";
import { outcome } from "./outcome.js";
import { queue } from "./queue.js";
import { guarded, limits, run, told, within } from "./run.js";
import { converter, sender } from "./send.js";
import { keep, stateOf } from "./state.js";

/** After so long a credential function that gave no answer is asked again. */
const CREDENTIAL_MILLIS = 60_000;

/** A service with its key, ready to edit. */
export class Client {
  constructor(options = {}) {
    keep(this, new Inner(options));
  }

  edit(request, { signal, onProgress, ...options } = {}) {
    const inner = stateOf(this);
    return run(
      async (report) => {
        const open = take(request);
        const rest = plain("options", options);
        const limit = limits(signal, options.deadlineMillis);
        const { data, files } = await within(limit, open(signal));
        return inner.queue(limit, async () => {
          const bridge = await inner.open(limit);
          return inner.outcome(await bridge.edit(data, files, limit.options(rest), signal, report));
        });
      },
      inner.watch(onProgress),
      signal,
    );
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
    const inner = stateOf(this);
    return run(
      async (report) => {
        const rest = plain("options", options);
        const limit = limits(signal, options.deadlineMillis);
        const bridge = await inner.open(limit);
        return inner.outcome(await bridge.resume(String(taskId), limit.options(rest), signal, report));
      },
      inner.watch(onProgress),
      signal,
    );
  }

  wait(taskId, options) {
    return this.resume(taskId, options);
  }

  async check(request, { delivery, keepMetadata } = {}) {
    try {
      return await guarded(async () => {
        const open = take(request);
        const bridge = await stateOf(this).open(limits());
        const { data, files } = await within(limits(), open());
        return (await bridge.check(data, files, plain("options", { delivery, keepMetadata }))).map(withNamesOfRequests);
      });
    } catch (error) {
      if (error.problems?.length) return error.problems;
      throw error;
    }
  }

  request(request, { signal, ...options } = {}) {
    const inner = stateOf(this);
    return guarded(async () => {
      const open = take(request);
      const rest = plain("options", options);
      const limit = limits(signal);
      const bridge = await inner.open(limit);
      const { data, files } = await within(limit, open(signal));
      const [{ headers, ...made }, body] = await bridge.request(data, files, rest, signal);
      return { ...made, headers: Object.fromEntries(headers), body };
    }, signal);
  }

  cancel(taskId, { signal } = {}) {
    return stateOf(this).ask(signal, (bridge) => bridge.ask("cancel", String(taskId), 0, 0, signal));
  }

  tasks({ page = 1, pageSize = 10, signal } = {}) {
    const list = (page) =>
      stateOf(this).ask(signal, async (bridge) => {
        const { tasks, pages } = await bridge.ask("tasks", "", page, pageSize, signal);
        return { tasks: tasks.map((task) => ({ ...task, beganAt: date(task.beganAt), endedAt: date(task.endedAt) })), pages };
      });
    const first = list(page);
    return Object.assign(first, {
      async *[Symbol.asyncIterator]() {
        for (let at = page, { tasks, pages } = await first; ; { tasks, pages } = await list(++at)) {
          yield* tasks;
          if (at >= pages || tasks.length === 0) return;
        }
      },
    });
  }

  temporaryKey(expireInSeconds = 60, { signal } = {}) {
    return stateOf(this).ask(signal, async (bridge) => {
      if (!(expireInSeconds >= 1 && expireInSeconds <= 1800)) throw misuse("expireInSeconds", "give 1 to 1800");
      const { token, expiresAt } = await bridge.ask("token", "", expireInSeconds, 0, signal);
      return { token, expiresAt: date(expiresAt * 1000) };
    });
  }

  locate(image, words, { signal } = {}) {
    return stateOf(this).ask(signal, async (bridge, limit) => {
      const request = (image) => within(limit, take({ images: [image] })(signal));
      let { data, files } = await request(image);
      const { url, size } = data.images[0];
      if (url && !size) {
        const found = await within(limit, sizeOf(url, signal));
        ({ data, files } = await request({ source: url, size: found }));
      }
      return bridge.locate(data, files, String(words), signal);
    });
  }

  diagnose(request = { model: "wan2.7-image", prompt: "" }, { signal } = {}) {
    const inner = stateOf(this);
    return guarded(async () => {
      const open = take(request);
      const limit = limits(signal);
      const bridge = await inner.open(limit);
      const { data, files } = await within(limit, open(signal));
      const { findings, ...rest } = await bridge.diagnose(data, files, signal);
      return { findings: findings.map(([name, isFine]) => ({ name, isFine })), ...rest };
    }, signal);
  }

  compose(request) {
    return guarded(async () => {
      const { data, images } = noted(request);
      const { Bridge } = await load();
      return { ...Bridge.compose(data), images };
    });
  }

  models() {
    return guarded(async () => (await load()).Bridge.models().map(withWords));
  }
}

/** What a client keeps to itself. */
class Inner {
  constructor({ service, credential, proxy, bearer, fetch, codec, submitsPerSecond = 5, runningTasks = 5, ...hooks }) {
    if (!service) throw misuse("service", "give its base URL");
    if (credential !== false && typeof credential !== "string" && typeof credential !== "function") {
      throw misuse("credential", "give a string or a function, or false where a proxy adds the key");
    }
    if (credential === false && !proxy && !isAddress(service)) throw misuse("proxy", "give one: without a credential it has to add the key");
    for (const [name, given] of Object.entries({ fetch, codec, onRequest: hooks.onRequest, onResponse: hooks.onResponse })) {
      if (given !== undefined && typeof given !== "function") throw misuse(name, "give a function");
    }
    for (const [name, most] of Object.entries({ submitsPerSecond, runningTasks })) {
      if (!(most >= 1)) throw misuse(name, "give a number from 1, or Infinity");
    }
    this.makeKey = typeof credential === "function" ? shared(credential) : undefined;
    this.settings = plain("service", { service, credential: this.makeKey ? "" : credential, proxy, bearer });
    this.send = sender({ fetch, ...hooks });
    this.convert = codec && converter(codec);
    this.logger = hooks.logger;
    this.queue = queue(submitsPerSecond, runningTasks);
  }

  /** The way into the module, once it is loaded; another one where a panic ended the instance that it led to. */
  async open(limit) {
    const instance = await within(limit, load());
    if (this.instance !== instance) {
      this.bridge = new instance.Bridge(this.settings, this.makeKey, this.send, this.convert);
      this.instance = instance;
    }
    return this.bridge;
  }

  ask(signal, question) {
    const limit = limits(signal);
    return guarded(async () => question(await this.open(limit), limit), signal);
  }

  outcome(made) {
    return outcome(made, async (url, signal) => (await this.open(limits(signal))).bytes(url, signal));
  }

  watch(onProgress) {
    const { logger } = this;
    if (!logger) return onProgress;
    return (event) => {
      told(logger.info?.bind(logger), `wan-edit: ${event.state}`, event);
      onProgress?.(event);
    };
  }
}

const isAddress = (service) => typeof service === "string" && /[.:/]/.test(service);

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
  let began;
  return () => {
    if (making && performance.now() - began < CREDENTIAL_MILLIS) return making;
    began = performance.now();
    const asked = (async () => {
      try {
        return keyOf(await make());
      } finally {
        if (making === asked) making = undefined;
      }
    })();
    making = asked;
    return asked;
  };
}

function keyOf(made) {
  if (typeof made === "string") return [made, null];
  if (typeof made?.token !== "string") throw new TypeError("it gave no key; resolve with a string or { token, expiresAt }");
  const { token, expiresAt, expires_at } = made;
  return [token, expiresAt === undefined ? expires_at && expires_at * 1000 : Number(expiresAt)];
}
