/** Why something failed. The key is in none of its fields. */
export class WanEditError extends Error {
  constructor({ message, problems = [], ...fields }) {
    super(message);
    Object.assign(this, fields, { problems: problems.map(withNamesOfRequests) });
  }
}
// Not on each error, where it would be listed among what happened.
Object.defineProperty(WanEditError.prototype, "name", { value: "WanEditError" });

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

export function canceled() {
  return new WanEditError({ ...ours, kind: "canceled", fault: "nobody", nextStep: "", message: "cancelled" });
}

/** The error of all that was under way when the module panicked. What was sent may go on at the service. */
export function internal() {
  return new WanEditError({
    ...ours,
    kind: "internal",
    fault: "library",
    nextStep: "Please report it, with what the console shows; then the next call works again.",
    message: "wan-edit failed inside. Please report it, with what the console shows; then the next call works again.",
  });
}

/** What the module threw, as an error: its own are plain objects. */
export function fromModule(thrown) {
  return thrown instanceof Error ? thrown : new WanEditError(thrown);
}

export function withNamesOfRequests(problem) {
  return { ...problem, path: camelCase(problem.path) };
}

export function camelCase(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}
