/** Why something failed. The key is in none of its fields. */
export class WanEditError extends Error {
  constructor({ name, message, problems = [], cause, ...fields }) {
    super(message, cause === undefined ? undefined : { cause });
    // Not listed among what happened.
    if (name) Object.defineProperty(this, "name", { value: name, configurable: true, writable: true });
    Object.assign(this, fields, { problems: problems.map(withNamesOfRequests) });
  }

  /** Plain data: for JSON, `postMessage` and `structuredClone`. */
  toJSON() {
    const { name, message, cause } = this;
    return { name, message, ...this, ...(cause instanceof Error && { cause: { name: cause.name, message: cause.message } }) };
  }

  /** The error that `toJSON` made plain data of. */
  static from({ cause, ...data }) {
    const { name, message } = cause ?? {};
    return new WanEditError({ ...data, cause: cause && Object.assign(new Error(message), { name }) });
  }
}
Object.defineProperty(WanEditError.prototype, "name", { value: "WanEditError", configurable: true, writable: true });

const ours = { retryable: false, maybeBilled: false };

/** The error of what cannot be meant. */
export function misuse(path, message) {
  return new WanEditError({
    ...ours,
    kind: "invalid-request",
    fault: "request",
    nextStep: "Change what the message names and send again.",
    message: `${path}: ${message}`,
    problems: [{ path, code: "malformed", message }],
  });
}

/** The error of a call whose signal aborted before anything was sent. */
export function canceled(signal) {
  return aborted(new WanEditError({ ...ours, kind: "canceled", fault: "nobody", nextStep: "", message: "cancelled" }), signal);
}

/** `error`, named as `fetch` names what a signal aborted, with the signal's reason as its cause. */
export function aborted(error, signal) {
  if (error.kind !== "canceled" || !signal?.aborted) return error;
  const { reason } = signal;
  const name = reason?.name === "TimeoutError" ? "TimeoutError" : "AbortError";
  return Object.defineProperties(error, {
    name: { value: name, configurable: true, writable: true },
    cause: { value: reason, configurable: true, writable: true },
  });
}

/** The error of a call that came to nothing in the time that it had, before anything was sent. */
export function late() {
  return new WanEditError({
    ...ours,
    kind: "deadline",
    fault: "nobody",
    nextStep: "Try again; nothing was billed.",
    message: "nothing could be sent within the time set for waiting. Try again; nothing was billed.",
  });
}

/** The error of all that was under way when the module panicked. What was sent may go on at the service. */
export function internal(panic) {
  const nextStep = "Please report it, with what the console shows; then the next call works again.";
  return new WanEditError({
    ...ours,
    kind: "internal",
    fault: "library",
    nextStep,
    message: `wan-edit failed inside: ${panic}. ${nextStep}`,
    cause: new Error(panic),
  });
}

/** What the module threw, as an error: its own are plain objects. */
export function fromModule(thrown) {
  if (thrown instanceof Error) return thrown;
  const { cause } = thrown;
  return new WanEditError(cause?.name === "NotSent" ? { ...thrown, cause: cause.cause } : thrown);
}

export function withNamesOfRequests(problem) {
  return { ...problem, path: camelCase(problem.path) };
}

export function camelCase(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}
