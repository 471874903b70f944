// Whatever fails: no key, no code and no signature is in any log.
import { randomBytes } from "node:crypto";
import { expect, hosts, test, type Proxy } from "./fixtures.ts";
import { cases } from "./cases/logs.ts";
import { exchange } from "./raw.ts";

const newSecret = () => randomBytes(16).toString("hex");

let lender: Proxy;
test.beforeAll(async ({ start }) => {
  lender = await start({ keys: { [hosts.api]: "Bearer sk-lent" }, codes: { "visit-0123456789abcdef0123456789abcdef": "anna" } });
});

test("every case says what it expects of all engines, and has a name of its own", () => {
  expect(cases.filter(({ expect: of }) => !of?.nginx || !of?.worker || !of?.node)).toEqual([]);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

for (const { name, line, headers = [], body, answer, expect: of } of cases) {
  test(name, async ({ front, standIn, kind }) => {
    for (const proxy of [front, lender]) {
      const secret = newSecret();
      const fill = (text: string) => text.replaceAll("SECRET", secret);
      standIn.raw = fill(answer ?? "");
      const request = /^[A-Z]+ /.test(line) ? line : `GET ${line}`;
      const version = / SECRET$/.test(request) ? "" : " HTTP/1.1";
      const lines = [`${request}${version}`, `Host: ${proxy.host}`, "Connection: close", ...headers].map(fill);
      await exchange(proxy.url, lines, body && fill(body), 700).catch(() => null);
      if (!of[kind].isSaidByRuntime) expect(proxy.log()).not.toContain(secret);
      expect(proxy.log()).not.toContain("Signature");
    }
  });
}

test("a proxy that has no connection left says nothing of who asked", async ({ start, kind }) => {
  const secret = newSecret();
  const small = await start({ connections: 24 });
  const line = `GET /proxy/${hosts.result}/test/picture?Signature=${secret} HTTP/1.1`;
  const ask = () => exchange(small.url, [line, `Host: ${small.host}`, "Connection: close"], "", 1500).catch(() => null);
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  if (kind === "nginx") expect(small.log(), "it did run out").toContain("worker_connections are not enough");
  expect(answers.some((answer) => answer?.status === 200)).toBe(true);
  expect(small.log()).not.toContain(secret);
});
