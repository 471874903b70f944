// Requests byte by byte, for what no HTTP client would send, and answers byte by byte as well.
import { connect } from "node:net";

export type Answer = {
  status: number;
  /** Status line and headers as they came. */
  head: string;
  headers: Record<string, string>;
  text: string;
  /** What came behind the end of the answer. */
  rest: string;
  code?: string;
  message?: string;
};

/** How long to wait for what may come behind the end of an answer. */
const QUIET_MILLIS = 40;

/**
 * Sends the head `lines` and `body` to `url` and reads one answer with what comes behind it, for `millis` at most; null
 * if there was none.
 */
export function exchange(url: string, lines: string[], body = "", millis = 8000): Promise<Answer | null> {
  const { hostname, port } = new URL(url);
  return new Promise((done) => {
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`)));
    let text = "";
    const isHead = lines[0].startsWith("HEAD ");
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      done(parse(text, isHead));
    };
    let timer = setTimeout(finish, millis);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (!isWhole(text, isHead)) return;
      clearTimeout(timer);
      timer = setTimeout(finish, QUIET_MILLIS);
    });
    socket.on("error", finish);
    socket.on("close", finish);
  });
}

function isWhole(text: string, isHead: boolean) {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0 || isHead) return end >= 0;
  if (/^transfer-encoding: chunked/im.test(text.slice(0, end))) return /(?:^|\r\n)0\r\n\r\n/.test(text.slice(end + 4));
  const length = /^content-length: (\d+)/im.exec(text.slice(0, end));
  return length !== null && text.length >= end + 4 + Number(length[1]);
}

function parse(text: string, isHead: boolean): Answer | null {
  if (text === "") return null;
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end);
  const status = /^HTTP\/1\.[01] ([0-9]{3}) /.exec(head);
  if (end < 0 || !status) throw new Error(`this is no answer: ${JSON.stringify(text.slice(0, 500))}`);
  const pairs = head.split("\r\n").slice(1).map((line) => line.split(/: ?(.*)/s));
  const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  const { body, rest } = isHead ? { body: "", rest: "" } : split(headers, Number(status[1]), text.slice(end + 4));
  return { status: Number(status[1]), head, headers, text: body, rest, ...reason(body) };
}

/** A body and what is behind its end. */
function split(headers: Record<string, string>, status: number, after: string) {
  if (status < 200 || status === 204 || status === 304) return { body: "", rest: after };
  if (headers["transfer-encoding"] === "chunked") {
    let body = "";
    let at = 0;
    for (;;) {
      const size = /^([0-9a-f]+)\r\n/i.exec(after.slice(at));
      if (!size) return { body, rest: after.slice(at) };
      const length = Number.parseInt(size[1], 16);
      at += size[0].length;
      body += after.slice(at, at + length);
      at += length + 2;
      if (length === 0) return { body, rest: after.slice(at) };
    }
  }
  const length = Number(headers["content-length"] ?? after.length);
  return { body: after.slice(0, length), rest: after.slice(length) };
}

function reason(body: string): { code?: string; message?: string } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
