// Whose key goes where: the visitor's own to the service only, the owner's only for an access code, none into a log.
import { randomUUID } from "node:crypto";
import { expect, hosts, newKey, test, type Proxy } from "./fixtures.ts";

const lent = newKey("delay=0", "lent");
const relayKey = "sk-relay-0123456789abcdef";
const code = `visit-${randomUUID()}`;
const other = `visit-${randomUUID()}`;
const settings = {
  keys: { [hosts.api]: `Bearer ${lent}`, [hosts.relay]: relayKey },
  codes: { [code]: "anna", [other]: "bruno" },
};
const generation = "/api/v1/services/aigc/multimodal-generation/generation";
const body = JSON.stringify({
  model: "wan2.7-image",
  input: { messages: [{ role: "user", content: [{ text: "a lake" }] }] },
  parameters: { size: "768*768", n: 1 },
});

let lender: Proxy;
test.beforeAll(async ({ start }) => {
  lender = await start(settings);
});

const call = (path: string, authorization: string, init: RequestInit = {}) =>
  fetch(`${lender.url}/proxy/${path}`, {
    ...init,
    headers: { Authorization: authorization, "Content-Type": "application/json", ...init.headers },
  });

test("an access code is exchanged for the key of the host", async ({ standIn }) => {
  for (const [host, sent, key] of [
    [hosts.api, `Bearer ${code}`, `Bearer ${lent}`],
    [hosts.relay, code, relayKey],
  ]) {
    standIn.requests.length = 0;
    const path = host === hosts.api ? `${generation}` : "/v1/responses";
    const answer = await call(`${host}${path}`, sent, { method: "POST", body });
    expect(standIn.requests.map(({ headers }) => headers.authorization)).toEqual([key]);
    const text = await answer.text();
    expect(text).not.toContain(lent);
    if (host === hosts.api) expect(JSON.parse(text).output.choices).toHaveLength(1);
  }
});

test("a visitor follows tasks, asks for uploads and models", async ({ standIn }) => {
  const id = randomUUID();
  for (const [method, path] of [
    ["GET", `/api/v1/tasks/${id}`],
    ["POST", `/api/v1/tasks/${id}/cancel`],
    ["GET", "/api/v1/uploads?action=getPolicy&model=wan2.7-image-pro"],
    ["GET", "/compatible-mode/v1/models"],
  ]) {
    standIn.requests.length = 0;
    await call(`${hosts.api}${path}`, `Bearer ${code}`, { method });
    expect(standIn.requests.map(({ headers }) => headers.authorization), path).toEqual([`Bearer ${lent}`]);
  }
});

const refused = (name: string, path: string, status: number, reason: string, authorization = `Bearer ${code}`, method = "POST") =>
  test(`a visitor does not get ${name}`, async ({ standIn }) => {
    standIn.requests.length = 0;
    const answer = await call(path, authorization, { method });
    expect(answer.status).toBe(status);
    const { code: said, message } = await answer.json();
    expect(said).toBe(reason);
    expect(message).toMatch(/^[A-Z].{20,}\.$/);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(standIn.requests).toEqual([]);
  });

refused("a key of their own made", `${hosts.api}/api/v1/tokens?expire_in_seconds=1800`, 403, "ProxyCallNotAllowed");
refused("the list of all tasks", `${hosts.api}/api/v1/tasks/`, 403, "ProxyCallNotAllowed", undefined, "GET");
refused("other services", `${hosts.api}/api/v1/services/aigc/video-generation/video-synthesis`, 403, "ProxyCallNotAllowed");
refused("a call with a query added", `${hosts.api}${generation}?x=/api/v1/services`, 403, "ProxyCallNotAllowed");
refused("a host without a key", `${hosts.workspace}${generation}`, 403, "ProxyNoKeyForHost");
refused("in with a guess", `${hosts.api}${generation}`, 401, "ProxyAccessDenied", `Bearer ${code}0`);
refused("in with half a code", `${hosts.api}${generation}`, 401, "ProxyAccessDenied", `Bearer ${code.slice(0, -1)}`);
refused("in with the word alone", `${hosts.api}${generation}`, 401, "ProxyAccessDenied", "visit-");
refused("in by the name", `${hosts.api}${generation}`, 401, "ProxyAccessDenied", "visit-anna");
refused("in by a property that every object has", `${hosts.api}${generation}`, 401, "ProxyAccessDenied", "visit-constructor");
refused("a key to a host of results", `${hosts.result}/x.png`, 400, "ProxyKeyRefused", undefined, "GET");

test("without a code nobody gets the lent key", async ({ standIn }) => {
  for (const authorization of ["Bearer sk-own", "sk-own", "Basic dmlzaXQ6eA=="]) {
    standIn.requests.length = 0;
    await call(`${hosts.api}/test/echo`, authorization);
    expect(standIn.requests[0].headers.authorization).toBe(authorization);
  }
  standIn.requests.length = 0;
  await fetch(`${lender.url}/proxy/${hosts.api}/test/echo`);
  expect(standIn.requests[0].headers.authorization).toBeUndefined();
});

test("calls that cost money are counted by visitor", async ({ standIn }) => {
  const submit = (who: string) => call(`${hosts.relay}/v1/responses`, who, { method: "POST", body });
  const answers = await Promise.all(Array.from({ length: 14 }, () => submit(other)));
  const stopped = answers.filter(({ status }) => status === 429);
  expect(stopped.length).toBeGreaterThanOrEqual(4);
  expect(answers.length - stopped.length).toBeGreaterThanOrEqual(5);
  const [first] = stopped;
  expect((await first.json()).code).toBe("ProxyRateLimit");
  expect(first.headers.get("retry-after")).toBe("6");
  expect(first.headers.get("access-control-allow-origin")).toBe("*");

  // Neither asking for tasks, nor another visitor, nor one with a key of their own waits for that.
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => call(`${hosts.api}/api/v1/tasks/${randomUUID()}`, `Bearer ${other}`)),
  );
  for (const answer of asked) expect(await answer.text()).not.toContain("ProxyRateLimit");
  expect((await submit(code)).status).not.toBe(429);
  standIn.requests.length = 0;
  expect((await submit("sk-own")).status).not.toBe(429);
  expect(standIn.requests).toHaveLength(1);
});

test("asking is counted as well", async () => {
  const task = `${hosts.api}/api/v1/tasks/${randomUUID()}`;
  let stopped = 0;
  for (let round = 0; round < 20 && stopped === 0; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(task, `Bearer ${code}`)));
    for (const answer of answers) stopped += Number((await answer.text()).includes("ProxyRateLimit"));
  }
  expect(stopped).toBeGreaterThan(0);
});

test("no key, no code and no signature is in any log", async ({ front, kind, standIn }) => {
  const own = newKey("delay=0", "own");
  for (const [proxy, who] of [
    [front, own],
    [lender, own],
    [lender, other],
  ] as const) {
    const headers = { Authorization: `Bearer ${who}`, "Content-Type": "application/json" };
    const url = `${proxy.url}/proxy/${hosts.api}${generation}?api_key=${who}`;
    await fetch(url, { method: "POST", headers, body });
    await fetch(url.replace("?", "/../?"), { method: "POST", headers, body });
    await fetch(`${proxy.url}/?key=${who}`);
    await fetch(`${proxy.url}/${who}.html`);
    await fetch(`${proxy.url}/proxy/${who}/x`, { headers });
    await fetch(`${proxy.url}/proxy/${hosts.api}/test/cut?api_key=${who}`, { method: "POST", headers, body });
    await fetch(`${proxy.url}/proxy/${hosts.misnamed}/x?Signature=${who}`, { headers });
    const answer = await fetch(url.split("?")[0], { method: "POST", headers, body });
    const picture = JSON.stringify(await answer.json()).match(/https:[^"]+Signature=[^"]+/)?.[0];
    if (picture) await fetch(`${proxy.url}/proxy/${picture.slice("https://".length)}`);
  }
  expect(standIn.requests.some(({ headers }) => headers.authorization === `Bearer ${own}`)).toBe(true);
  for (const proxy of [front, lender]) {
    const log = proxy.log();
    if (kind === "nginx") expect(log, "it does log").toMatch(/ POST dashscope\.aliyuncs\.com 200 .* visitor=/);
    for (const secret of [own, lent, relayKey, code, other, "Signature", "api_key"]) expect(log).not.toContain(secret);
  }
});
