// All cases, with each engine. Whatever a case is about, no answer may be anything but data: see `expectData`.
import { randomBytes } from "node:crypto";
import { expect, hosts, test, type Proxy } from "./fixtures.ts";
import type { Case, Expected } from "./cases/case.ts";
import { cases as broken } from "./cases/broken.ts";
import { cases as headers } from "./cases/headers.ts";
import { cases as lent, lentKeys, limits } from "./cases/lent.ts";
import { cases as requests } from "./cases/requests.ts";
import { cases as types } from "./cases/types.ts";
import { exchange, type Answer } from "./raw.ts";

const files = { requests, broken, types, headers, lent };
const own = (which: Case) => `visit-${randomBytes(16).toString("hex")}-${lent.indexOf(which)}`;
const codes = new Map(lent.map((which) => [which, own(which)]));

let lender: Proxy;
test.beforeAll(async ({ start }) => {
  const visitors = Object.fromEntries([...codes].map(([which, code]) => [code, `visitor-${lent.indexOf(which)}`]));
  lender = await start({ keys: lentKeys, codes: visitors, limits, hosts: [hosts.extra] });
});

test("every case says what it expects of all engines, and has a name of its own", () => {
  for (const [file, cases] of Object.entries(files)) {
    expect(cases.length, file).toBeGreaterThan(60);
    expect(cases.filter(({ expect: of }) => !of?.nginx?.status || !of?.worker?.status || !of?.node?.status).map(({ name }) => name), file).toEqual([]);
    expect(new Set(cases.map(({ name }) => name)).size, file).toBe(cases.length);
    const isRaw = ({ line }: Case) => line.includes("/test/raw");
    expect(cases.filter((which) => isRaw(which) !== (which.answer !== undefined)), file).toEqual([]);
  }
});

for (const [file, cases] of Object.entries(files)) {
  test.describe(file, () => {
    for (const one of cases) {
      test(one.name, async ({ front, friend, standIn, kind }) => {
        const proxy = one.isLent ? lender : front;
        standIn.requests.length = 0;
        proxy.asked.length = 0;
        standIn.raw = one.answer ?? "";
        const line = /^[A-Z]+ /.test(one.line) ? one.line : `GET ${one.line}`;
        const filled = (one.headers ?? []).map((header) => header.replace("FRIEND", friend.origin).replace("CODE", codes.get(one) ?? ""));
        const answer = await exchange(proxy.url, [`${line} HTTP/1.1`, `Host: ${proxy.host}`, "Connection: close", ...filled], one.body);
        const expected = one.expect[kind];
        const sent = [...standIn.requests];
        if (one.answer !== undefined && kind !== "nginx") await forget(proxy);

        const whole = JSON.stringify(answer).slice(0, 2000);
        expect([expected.status].flat(), whole).toContain(answer?.status ?? "closed");
        expect(proxy.asked, "looked up").toEqual([]);
        expectSent(sent, expected);
        if (!answer) return;
        const isRefusal = answer.code?.startsWith("Proxy");
        if (expected.code && isRefusal) expect(answer.message, "a sentence").toMatch(/^[A-Z].{20,}\.$/);
        const isEither = Array.isArray(expected.status) && !isRefusal;
        if (expected.code && !(isEither && answer.status === 404)) expect(answer.code, whole).toMatch(new RegExp(`^${expected.code}`));
        if (typeof expected.type === "string") expect(answer.headers["content-type"], whole).toBe(isRefusal ? "application/json" : expected.type);
        else if (expected.type) expect(answer.headers["content-type"], whole).toMatch(expected.type);
        if (typeof expected.body === "string" && !isRefusal) expect(answer.text).toBe(expected.body);
        else if (expected.body instanceof RegExp) expect(answer.text).toMatch(expected.body);
        if (line.includes(" /proxy/")) expectData(answer, kind);
      });
    }
  });
}

/**
 * workerd and Node ask a host by the same connection again, so that what a host said too much is its next answer. Here all hosts
 * are behind one connection: asks until all is said.
 */
async function forget(proxy: Proxy) {
  const ask = () => exchange(proxy.url, [`GET /proxy/${hosts.api}/test/echo HTTP/1.1`, `Host: ${proxy.host}`]);
  for (let tries = 0; tries < 5 && !(await ask())?.text.startsWith('{"method":"GET"'); tries += 1);
}

type Sent = { headers: Record<string, string | undefined>; bytes: number };

function expectSent(requests: Sent[], { isSent, sent }: Expected) {
  if (isSent === true) expect(requests).toHaveLength(1);
  // A service that saw the beginning of an order, but not its end, has not been asked.
  const whole = requests.filter(({ headers, bytes }) => bytes >= Number(headers["content-length"] ?? 0));
  if (isSent === false) expect(whole, "sent to somebody").toEqual([]);
  for (const [name, value] of Object.entries(sent ?? {})) expect(requests[0].headers[name] ?? null, name).toBe(value);
}

/** Headers that may stand on an answer of the proxy. */
const harmless = new Set([
  ..."date server connection keep-alive content-type content-length transfer-encoding content-encoding retry-after".split(" "),
  ..."x-request-id x-dashscope-finished cache-control content-security-policy cross-origin-resource-policy".split(" "),
  ..."cross-origin-opener-policy permissions-policy referrer-policy x-content-type-options x-frame-options".split(" "),
  ..."origin methods headers".split(" ").map((name) => `access-control-allow-${name}`),
  ..."access-control-expose-headers access-control-max-age".split(" "),
]);
const dataTypes = /^(?:application\/json|text\/event-stream|text\/plain; charset=utf-8|image\/(?:png|jpe?g|webp|gif|bmp|tiff|avif))(?:[ \t]*;[ \t]*[a-z0-9-]+=[a-z0-9._-]+)*$/i;

/** One answer, of the proxy's own making, that no browser takes for a page, a script or an order to itself. */
function expectData(answer: Answer, kind: string) {
  // The runtime's own parser refuses before the handler is asked.
  if (kind !== "nginx" && !answer.headers["access-control-allow-origin"] && answer.status >= 400) return;
  const whole = JSON.stringify(answer).slice(0, 2000);
  expect(answer.status, whole).toBeGreaterThanOrEqual(200);
  expect(answer.status, whole).toBeLessThan(600);
  expect(answer.rest, "behind the answer").toBe("");
  expect(Object.keys(answer.headers).filter((name) => !harmless.has(name)), whole).toEqual([]);
  expect(answer.head, "of the host's making").not.toMatch(/evil(?!\.test)/i);
  expect(answer.headers, whole).toMatchObject({
    "access-control-allow-origin": "*",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store, no-transform",
  });
  if (answer.status !== 204) expect(answer.headers["content-type"], whole).toMatch(dataTypes);
}

test("the recorder sees what is sent", async ({ front, standIn }) => {
  standIn.requests.length = 0;
  const answer = await exchange(front.url, [`GET /proxy/${hosts.api}/test/echo HTTP/1.1`, `Host: ${front.host}`, "Connection: close"]);
  expect(answer?.status).toBe(200);
  expect(standIn.requests).toHaveLength(1);
});
