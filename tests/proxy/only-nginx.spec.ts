// What only nginx has: TLS of its own on both sides, a second half, and streams that it can cut.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:http2";
import { expect, hosts, test } from "./fixtures.ts";

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

test("sends plain HTTP to TLS", async ({ front }) => {
  const { redirect } = front as { redirect: string };
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
