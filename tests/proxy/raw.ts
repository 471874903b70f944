// Requests byte by byte, for what no HTTP client would send.
import { connect } from "node:net";

export type Answer = { status: number; headers: Record<string, string>; text: string; code?: string; message?: string };

/** Sends the head `lines` and `body` to `url` and reads one answer, for `millis` at most. */
export function sendRaw(url: string, lines: string[], body = "", millis = 3000): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`));
    let text = "";
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      const answer = parse(text);
      if (answer) done(answer);
      else fail(new Error(`no answer to ${JSON.stringify(lines[0])}: ${JSON.stringify(text.slice(0, 200))}`));
    };
    const timer = setTimeout(finish, millis);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (isWhole(text, lines[0].startsWith("HEAD "))) finish();
    });
    socket.on("error", finish);
    socket.on("close", finish);
  });
}

function isWhole(text: string, isHead: boolean) {
  const [head, ...rest] = text.split("\r\n\r\n");
  if (isHead) return rest.length > 0;
  const length = /^content-length: (\d+)/im.exec(head);
  const body = rest.join("\r\n\r\n");
  if (/^transfer-encoding: chunked/im.test(head)) return body.endsWith("0\r\n\r\n");
  return rest.length > 0 && length !== null && body.length >= Number(length[1]);
}

function parse(text: string): Answer | null {
  const [head, ...rest] = text.split("\r\n\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head);
  if (!status) return null;
  const pairs = head.split("\r\n").slice(1).map((line) => line.split(/: ?(.*)/s));
  const body = rest.join("\r\n\r\n").replace(/^[0-9a-f]+\r\n|\r\n[0-9a-f]+\r\n(?=$|.)/gi, "");
  const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  return { status: Number(status[1]), headers, text: body, ...reason(body) };
}

function reason(body: string): { code?: string; message?: string } {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
