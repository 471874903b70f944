import { aborted, canceled, fromModule, late } from "./error.js";
import { unlessPanicked } from "./load.js";

/** How long a call may take by default, as in the module. */
const DEADLINE_MILLIS = 900_000;
/** Longer ones end at once. */
const LONGEST_TIMER_MILLIS = 2 ** 31 - 1;

/** What ends a call early: its signal, and the time that it has from now on. */
export function limits(signal, deadlineMillis = DEADLINE_MILLIS) {
  const isTime = Number.isFinite(deadlineMillis) && deadlineMillis >= 0;
  const end = performance.now() + (isTime ? deadlineMillis : DEADLINE_MILLIS);
  const left = () => Math.max(0, end - performance.now());
  // What is no time, the module names.
  return { signal, left, options: (rest) => ({ ...rest, deadlineMillis: isTime ? left() : deadlineMillis }) };
}

/** `promise`, or an error as soon as the limits end it. */
export async function within({ signal, left }, promise) {
  let stop;
  let timer;
  const over = new Promise((_, reject) => {
    stop = () => reject(canceled(signal));
    timer = setTimeout(() => reject(late()), Math.min(left(), LONGEST_TIMER_MILLIS));
  });
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Tells `listener`. What it throws is its own. */
export function told(listener, ...news) {
  try {
    const answer = listener?.(...news);
    // Nobody else waits for it.
    if (typeof answer?.then === "function") answer.then(undefined, report);
  } catch (reason) {
    report(reason);
  }
}

/** As what nobody caught; some runtimes have no `reportError`, and end with what nobody caught. */
const report = (reason) => (globalThis.reportError && !globalThis.process ? reportError(reason) : console.error(reason));

/**
 * A promise of what `work(report)` comes to, and an async iterable of what it reports. Whoever iterates sees everything
 * from the start and, at the end, the error.
 */
export function run(work, onProgress, signal) {
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
    told(onProgress, event);
  };
  const withTask = (error) => {
    // The module can no longer say what it had begun.
    if (error.kind === "internal") Object.assign(error, { maybeBilled: events.length > 0, taskId: events.find(({ taskId }) => taskId)?.taskId });
    throw error;
  };
  const promise = guarded(() => work(report), signal).catch(withTask).finally(() => {
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
export async function guarded(work, signal) {
  try {
    return await unlessPanicked(work());
  } catch (thrown) {
    throw aborted(fromModule(thrown), signal);
  }
}
