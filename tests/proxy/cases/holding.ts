// Who opens many connections and says little: others must be served all the same.
import { hosts } from "../stand-in.js";
import type { Kind } from "../fixtures.ts";

export type Holding = {
  name: string;
  line: string;
  headers?: string[];
  /** What is sent of the body, if anything. */
  begin?: string;
  /** Whether the head is left without an end. */
  isHalf?: boolean;
  /** From how many addresses, and how many connections from each. */
  addresses: number;
  each: number;
  expect: Record<Exclude<Kind, "node">, {
    /** How many connections at least are refused at once. */
    refused: number;
    /** Whether others may send bodies meanwhile. */
    othersSend: boolean;
  }>;
};

// The worker's connections are its runtime's matter: there only who else is served is looked at.
const worker = { refused: 0, othersSend: true };
/** An address sends 16 bodies at once, and waits for 64 answers. */
const uploads = (addresses: number, each: number) => ({ nginx: { refused: addresses * (each - 16), othersSend: true }, worker });
const asks = (each: number) => ({ nginx: { refused: each - 64, othersSend: true }, worker });
const nothing = { nginx: { refused: 0, othersSend: true }, worker };

const code = "visit-0123456789abcdef0123456789abcdef";
const form = "Content-Type: multipart/form-data; boundary=b";
const generation = "/api/v1/services/aigc/multimodal-generation/generation";

export const cases: Holding[] = [
  ...[hosts.api, hosts.workspace, hosts.relay, hosts.extra, hosts.upload].flatMap((host) =>
    [2, 100_000, 300 * 1024 * 1024].flatMap((length) =>
      ["", "{", "{".padEnd(2000, " ")].filter((begin) => begin.length < length).flatMap((begin) =>
        (host === hosts.upload ? [[]] : [[], ["Authorization: Bearer sk-x"]]).map((key) => ({
          name: `uploads of ${length} bytes to ${host} that stop after ${begin.length}${key.length > 0 ? ", with a key" : ""}`,
          line: `POST /proxy/${host}/test/sink`,
          headers: [form, `Content-Length: ${length}`, ...key],
          begin,
          addresses: 1,
          each: 127,
          expect: uploads(1, 127),
        })),
      ),
    ),
  ),
  { name: "uploads with a code that nobody was given", line: `POST /proxy/${hosts.api}${generation}`, headers: [`Authorization: Bearer ${code}`, "Content-Length: 1000"], begin: "{", addresses: 1, each: 127, expect: { nginx: { refused: 127, othersSend: true }, worker } },
  { name: "uploads from four addresses", line: `POST /proxy/${hosts.api}/test/sink`, headers: ["Content-Length: 1000"], begin: "{", addresses: 4, each: 60, expect: uploads(4, 60) },
  { name: "uploads from twelve addresses", line: `POST /proxy/${hosts.api}/test/sink`, headers: ["Content-Length: 1000"], begin: "{", addresses: 12, each: 20, expect: { nginx: { refused: 12 * 20 - 150, othersSend: false }, worker } },
  { name: "streams that never end", line: `/proxy/${hosts.api}/test/endless`, addresses: 1, each: 127, expect: asks(127) },
  { name: "streams of POST that never end", line: `POST /proxy/${hosts.api}/test/endless`, headers: ["Content-Length: 0"], addresses: 1, each: 127, expect: uploads(1, 127) },
  { name: "heads without an end", line: `/proxy/${hosts.api}/test/echo`, isHalf: true, addresses: 1, each: 127, expect: nothing },
  { name: "heads of the page without an end", line: "/", isHalf: true, addresses: 1, each: 127, expect: nothing },
  { name: "uploads to the page", line: "POST /", headers: ["Content-Length: 1000"], begin: "{", addresses: 1, each: 127, expect: { nginx: { refused: 127, othersSend: true }, worker } },
  { name: "uploads to a host that is not listed", line: "POST /proxy/evil.test/x", headers: ["Content-Length: 1000"], begin: "{", addresses: 1, each: 127, expect: { nginx: { refused: 127, othersSend: true }, worker } },
  { name: "uploads that wait to be asked for", line: `POST /proxy/${hosts.api}/test/sink`, headers: ["Expect: 100-continue", "Content-Length: 1000"], addresses: 1, each: 127, expect: uploads(1, 127) },
];
