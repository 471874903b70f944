import { canceled, fromModule } from "./error.js";
import { unlessPanicked } from "./load.js";

/**
 * A promise of what `work(report)` comes to, and an async iterable of what it reports. Whoever iterates sees everything
 * from the start and, at the end, the error.
 */
export function run(work, onProgress) {
  const events = [];
  let isOver = false;
  const waiting = new Set();
  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const report = (event) => {
    events.push(event);
    wake();
    try {
      onProgress?.(event);
    } catch (reason) {
      // Theirs; the edit goes on.
      reportError(reason);
    }
  };
  const withTask = (error) => {
    // The module can no longer say what it had begun.
    if (error.kind === "internal") Object.assign(error, { maybeBilled: events.length > 0, taskId: events.find(({ taskId }) => taskId)?.taskId });
    throw error;
  };
  const promise = guarded(() => work(report)).catch(withTask).finally(() => {
    isOver = true;
    wake();
  });
  async function* progress() {
    promise.catch(() => {});
    for (let at = 0; at < events.length || !isOver; ) {
      if (at < events.length) yield events[at++];
      else await new Promise((resolve) => waiting.add(resolve));
    }
    await promise;
  }
  return Object.assign(promise, {
    [Symbol.asyncIterator]: progress,
    stream() {
      const all = progress();
      return new ReadableStream({
        async pull(controller) {
          const { done, value } = await all.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: () => void all.return(),
      });
    },
  });
}

/** Whatever `work` throws, as an error of ours where it is one. */
export async function guarded(work) {
  try {
    return await unlessPanicked(work());
  } catch (thrown) {
    throw fromModule(thrown);
  }
}

/** `promise`, or an error as soon as `signal` aborts. */
export async function unlessAborted(signal, promise) {
  if (!signal) return promise;
  let onAbort;
  const aborted = new Promise((_, reject) => {
    onAbort = () => reject(canceled());
  });
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
