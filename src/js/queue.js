import { within } from "./run.js";

/**
 * Has work wait for its turn, so that the service's limits are kept: so many edits begin within a second, so many run at
 * once. What is answered runs `work` as soon as it may, and as long as `limits` let it wait.
 */
export function queue(perSecond, atOnce) {
  const waiting = [];
  /** When those of the last second began. */
  const begun = [];
  let running = 0;
  let timer;

  function next() {
    clearTimeout(timer);
    while (waiting.length > 0 && running < atOnce) {
      const now = performance.now();
      while (now - begun[0] >= 1000) begun.shift();
      if (begun.length >= perSecond) {
        timer = setTimeout(next, begun[0] + 1000 - now);
        return;
      }
      begun.push(now);
      running++;
      waiting.shift()();
    }
  }

  function end() {
    running--;
    next();
  }

  return async (limits, work) => {
    let begin;
    const turn = new Promise((resolve) => {
      begin = resolve;
    });
    waiting.push(begin);
    next();
    try {
      await within(limits, turn);
    } catch (reason) {
      const at = waiting.indexOf(begin);
      if (at < 0) end();
      else waiting.splice(at, 1);
      next();
      throw reason;
    }
    try {
      return await work();
    } finally {
      end();
    }
  };
}
