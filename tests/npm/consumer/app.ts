// A small app: it imports the package by its name and hands it to the tests.
import * as wan from "wan-edit";
import { allowed, excluded, refused, told } from "./requests.js";

/** What a test can see of an outcome. */
function shown(outcome: wan.Outcome) {
  const part = (part: wan.OutcomePart) => (part.type === "image" ? { type: part.type, index: part.image.index } : part);
  return { ...outcome, images: outcome.images.map((image) => ({ ...image })), parts: outcome.parts.map(part), endedEarly: outcome.endedEarly && error(outcome.endedEarly) };
}

function error(reason: unknown) {
  if (!(reason instanceof wan.WanEditError)) throw reason;
  return { ...reason, name: reason.name, message: reason.message, stack: undefined };
}

const kit = {
  ...wan,
  requests: { allowed, refused: { ...refused, ...excluded }, told },

  file(base64: string, type = "image/jpeg") {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new File([bytes], "picture", { type });
  },

  /** Runs an edit to its end, with all that happened. */
  async follow(run: wan.Run) {
    const progress: wan.Progress[] = [];
    for await (const event of run) progress.push(event);
    return { progress, ...shown(await run) };
  },

  /** What a worker answers; without a `url`, the one that a bundler made of worker.ts. */
  inWorker(data: object, url?: string) {
    const worker = url === undefined ? new Worker(new URL("./worker.js", import.meta.url), { type: "module" }) : new Worker(url, { type: "module" });
    worker.postMessage(data);
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    }).finally(() => worker.terminate());
  },

  async rejection(work: () => unknown) {
    try {
      await work();
    } catch (reason) {
      return error(reason);
    }
    throw new Error("it should have been refused");
  },
};

Object.assign(globalThis, { kit });
document.body.dataset["ready"] = "true";
