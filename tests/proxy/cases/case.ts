// What a case is: one exchange with the proxy, and what must come of it with each engine.
import type { Kind } from "../fixtures.ts";

export type Expected = {
  /** Of the proxy's answer; "closed" if there may be none at all. */
  status: number | "closed" | (number | "closed")[];
  /** The code of a refusal, as a pattern from its beginning. */
  code?: string;
  type?: string | RegExp;
  /** Of the answer, as it came. */
  body?: string | RegExp;
  /** Whether the runtime's own parser says on its terminal what it could not read, before the worker is asked. */
  isSaidByRuntime?: boolean;
  /** Whether a host was sent anything. */
  isSent?: boolean;
  /** Headers of what was sent; null for one that must not be there. */
  sent?: Record<string, string | null>;
};

export type Case = {
  name: string;
  /** The request line without its version; GET where only an address stands. */
  line: string;
  /** FRIEND is the origin of a listed page, CODE an access code of its own for each case. */
  headers?: string[];
  body?: string;
  /** Bytes of the host in place of an HTTP answer; the line then has /test/raw in it. */
  answer?: string;
  /** Asks a proxy that lends a key. */
  isLent?: boolean;
  expect: Record<Kind, Expected>;
};

export const all = (expected: Expected): Record<Kind, Expected> => ({ nginx: expected, worker: expected, node: expected });
