// What only nginx has: TLS of its own on both sides, a second half, and streams that it can cut.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:http2";
import { expect, hosts, test } from "./fixtures.ts";
import { exchange } from "./raw.ts";

// With the worker, the runtime checks certificates; no handler can turn that off.
for (const host of ["untrusted", "misnamed"] as const) {
  test(`a host whose certificate is ${host} gets nothing`, async ({ front, standIn }) => {
    standIn.requests.length = 0;
    const headers = { Authorization: "Bearer sk-x" };
    const answer = await fetch(`${front.url}/proxy/${hosts[host]}/test/echo`, { headers });
    expect(answer.status).toBe(502);
    expect((await answer.json()).code).toBe("ProxyUnreachable");
    expect(standIn.requests).toEqual([]);
  });
}

// workerd ends a cut stream as if it were whole: with it, only finish_reason tells.
test("a stream that is cut does not look finished", async ({ front }) => {
  const answer = await fetch(`${front.url}/proxy/${hosts.api}/test/cutevents`, { headers: { Accept: "text/event-stream" } });
  await expect(answer.text()).rejects.toThrow();
});

test("speaks HTTP/2 with TLS, and a page of its own may use the proxy", async ({ front }) => {
  const { tls, ca } = front as { tls: string; ca: string };
  const session = connect(tls, { ca: readFileSync(ca) });
  const ask = (headers: Record<string, string>, body?: string) =>
    new Promise<{ headers: Record<string, unknown>; text: string }>((done, fail) => {
      const stream = session.request(headers);
      let seen = {};
      let text = "";
      stream.on("response", (got) => (seen = got));
      stream.on("data", (chunk) => (text += chunk)).on("end", () => done({ headers: seen, text })).on("error", fail);
      stream.end(body);
    });
  const origin = new URL(tls).origin;
  const page = await ask({ ":path": "/" });
  expect(page.headers["strict-transport-security"]).toBe("max-age=31536000");
  const path = `/proxy/${hosts.api}/test/sink`;
  const mine = await ask({ ":path": path, ":method": "POST", origin, "content-type": "application/json" }, "{}");
  expect(mine.headers[":status"], mine.text).toBe(200);
  expect(JSON.parse(mine.text).bytes).toBe(2);
  const theirs = await ask({ ":path": path, ":method": "POST", origin: `${origin}0` }, "{}");
  expect(theirs.headers[":status"]).toBe(403);
  session.close();
});

// By HTTP/2 a body needs no length, so that only its coming tells of it.
test("a GET with a body by HTTP/2 brings no body to a host", async ({ front, standIn }) => {
  const { tls, ca } = front as { tls: string; ca: string };
  for (const [body, status] of [["x", 200], ["{}", 413], ["x".repeat(100_000), 413]] as const) {
    standIn.requests.length = 0;
    const session = connect(tls, { ca: readFileSync(ca) });
    const stream = session.request({ ":path": `/proxy/${hosts.api}/test/echo`, ":method": "GET" }, { endStream: false });
    stream.on("error", () => {});
    stream.end(body);
    const [headers] = await once(stream, "response");
    expect(headers[":status"]).toBe(status);
    session.destroy();
    expect(standIn.requests.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(0);
  }
});

test("sends plain HTTP to TLS, and to its own name, whatever name was asked for", async ({ front }) => {
  const { redirect } = front as { redirect: string };
  const evil = await exchange(redirect, ["GET /x HTTP/1.1", "Host: evil.test", "Connection: close"]);
  expect(evil?.headers.location).toBe("https://localhost/x");
  const answer = await fetch(`${redirect}/x?y=1`, { redirect: "manual" });
  expect(answer.status).toBe(301);
  expect(answer.headers.get("location")).toMatch(/^https:\/\/.*\/x\?y=1$/);
});

test("its second half passes on to nobody else either, and speaks no HTTP that a browser would", async ({ front, standIn }) => {
  const { back } = front as { back: string };
  standIn.requests.length = 0;
  const session = connect(back);
  for (const path of ["example.org/x", `${hosts.api}.evil.test/x`, "127.0.0.1/x"]) {
    const stream = session.request({ ":path": `/proxy/${path}` });
    const [headers] = await once(stream, "response");
    expect(headers[":status"]).toBe(403);
    stream.close();
  }
  session.close();
  await expect(fetch(`${back}/proxy/${hosts.api}/test/echo`)).rejects.toThrow();
  expect(standIn.requests).toEqual([]);
  expect(front.asked).toEqual([]);
});

// Page and proxy on origins of their own: what README.md recommends.
test("one name is for the page alone, another for the proxy alone", async ({ start }) => {
  const proxy = await start({ roles: { "edit.example.com": "page", "proxy.example.com": "proxy" }, origins: ["https://edit.example.com"] });
  const ask = (host: string, path: string, ...headers: string[]) =>
    exchange(proxy.url, [`GET ${path} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...headers]);
  const call = `/proxy/${hosts.api}/test/echo`;
  expect((await ask("edit.example.com", "/"))?.status).toBe(200);
  expect((await ask("edit.example.com", call))?.status).toBe(400);
  for (const path of ["/", "/plain.json", "/style-0123456789abcdef.css"]) expect((await ask("proxy.example.com", path))?.status, path).toBe(404);
  expect((await ask("proxy.example.com", call))?.status).toBe(200);
  expect((await ask("proxy.example.com", call, "Origin: https://edit.example.com", "Sec-Fetch-Site: same-site"))?.status).toBe(200);
  expect((await ask("proxy.example.com", call, "Origin: https://other.example.com"))?.status).toBe(403);
});
