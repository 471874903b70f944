// Connections that are held: how many one address gets, and that everybody else is served.
import { connect, type Socket } from "node:net";
import { expect, hosts, test, type Proxy } from "./fixtures.ts";
import { cases } from "./cases/holding.ts";

/** As Debian sets it. */
const CONNECTIONS = 768;

let proxy: Proxy;
test.beforeAll(async ({ start }) => {
  proxy = await start({ connections: CONNECTIONS, hosts: [hosts.extra] });
});

type Held = { socket: Socket; text: string; isOver: boolean };

/** Opens a connection from 127.0.0.`address` and sends `bytes`. */
function hold(url: string, address: number, bytes: string): Held {
  const { hostname, port } = new URL(url);
  const held: Held = { socket: connect({ host: hostname, port: Number(port), localAddress: `127.0.0.${address}` }), text: "", isOver: false };
  held.socket.on("connect", () => held.socket.write(bytes));
  held.socket.on("data", (chunk) => (held.text += chunk.toString("latin1")));
  held.socket.on("error", () => {});
  held.socket.on("close", () => (held.isOver = true));
  return held;
}

const isRefused = ({ text, isOver }: Held) => /^HTTP\/1\.1 (?:4|5)/.test(text.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, "")) || (isOver && text === "");

test("every case says what it expects of both engines, and has a name of its own", () => {
  expect(cases.length).toBeGreaterThan(60);
  expect(cases.filter(({ expect: of }) => !of?.nginx || !of?.worker)).toEqual([]);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

for (const { name, line, headers = [], begin = "", isHalf, addresses, each, expect: of } of cases) {
  test(name, async ({ kind }) => {
    const expected = of[kind];
    const request = /^[A-Z]+ /.test(line) ? line : `GET ${line}`;
    const head = [`${request} HTTP/1.1`, "Host: proxy.test", ...headers].join("\r\n");
    const bytes = isHalf ? `${head}\r\nX-` : `${head}\r\n\r\n${begin}`;
    const all = Array.from({ length: addresses * each }, (_, index) => hold(proxy.url, 2 + (index % addresses), bytes));
    try {
      await expect.poll(() => all.filter(isRefused).length, { timeout: 5000, intervals: [20] }).toBeGreaterThanOrEqual(expected.refused);
      const started = Date.now();
      const page = await fetch(`${proxy.url}/`);
      expect(page.status).toBe(200);
      const asked = await fetch(`${proxy.url}/proxy/${hosts.api}/test/echo`);
      expect(asked.status).toBe(200);
      const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
      const sent = await fetch(`${proxy.url}/proxy/${hosts.api}/test/sink`, init);
      if (expected.othersSend) expect(sent.status).toBe(200);
      expect(Date.now() - started).toBeLessThan(3000);
    } finally {
      for (const { socket } of all) socket.destroy();
      await expect.poll(() => all.every(({ isOver }) => isOver)).toBe(true);
    }
  });
}

test("an upload that has stopped is given up, one that goes on is not", async ({ kind, standIn }) => {
  test.skip(kind === "worker", "the runtime's matter");
  test.setTimeout(60_000);
  standIn.requests.length = 0;
  const head = `POST /proxy/${hosts.api}/test/sink HTTP/1.1\r\nHost: proxy.test\r\nConnection: close\r\nContent-Length: 10\r\n\r\n`;
  const stopped = hold(proxy.url, 2, `${head}1`);
  const alive = hold(proxy.url, 3, `${head}1`);
  for (let beat = 0; beat < 3; beat += 1) {
    await new Promise((done) => setTimeout(done, 9_000));
    alive.socket.write("234".slice(beat, beat + 1));
  }
  expect(stopped.isOver).toBe(true);
  expect(alive.isOver).toBe(false);
  alive.socket.write("567890");
  await expect.poll(() => alive.text).toContain('"bytes":10');
});
