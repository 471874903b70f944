// Limits of visitors with an access code that need more than one request: images a day, guesses, sizes of orders.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { expect, hosts, newKey, test, type Proxy } from "./fixtures.ts";

const newCode = () => `visit-${randomBytes(16).toString("hex")}`;
const lent = newKey("delay=0", "lent", "unlimited");
const code = { anna: newCode(), bruno: newCode(), clara: newCode(), dora: newCode(), emil: newCode() };
const generation = `${hosts.api}/api/v1/services/aigc/multimodal-generation/generation`;

let lender: Proxy;
test.beforeAll(async ({ start }) => {
  lender = await start({
    keys: { [hosts.api]: `Bearer ${lent}` },
    codes: {
      [code.anna]: "anna",
      [code.bruno]: { name: "bruno", images_per_call: 2, images_per_day: 3, models: ["wan2.6-image"] },
      [code.clara]: { name: "clara", images_per_day: 4 },
      [code.dora]: "dora",
      [code.emil]: "emil",
      "visit-short": "felix",
    },
    limits: { images_per_day: 6, images_per_call: 4 },
  });
});

type Asked = { status: number; code?: string; retry: string | null };

async function order(who: string, n: number, { model = "wan2.7-image", input = {} as object, address = "127.0.0.1" } = {}): Promise<Asked> {
  const words = { messages: [{ role: "user", content: [{ text: "a lake" }] }], ...input };
  const body = JSON.stringify({ model, input: words, parameters: { n, size: model === "wan2.6-image" ? "1280*1280" : "1K" } });
  const headers = { Authorization: `Bearer ${who}`, "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) };
  const call = httpRequest(`${lender.url}/proxy/${generation}`, { method: "POST", headers, localAddress: address, agent: false });
  call.end(body);
  const [reply] = (await once(call, "response")) as [IncomingMessage];
  let text = "";
  for await (const part of reply.setEncoding("utf8")) text += part;
  return { status: reply.statusCode!, code: JSON.parse(text).code, retry: reply.headers["retry-after"] ?? null };
}

const spent = { status: 429, code: "ProxyAllowanceSpent", retry: "3600" };

test("a visitor makes so many images a day, and not one more", async ({ standIn }) => {
  expect((await order(code.anna, 4)).status).toBe(200);
  standIn.requests.length = 0;
  expect(await order(code.anna, 3)).toEqual(spent);
  expect(standIn.requests.filter(({ bytes }) => bytes > 0)).toEqual([]);
  expect((await order(code.anna, 2)).status).toBe(200);
  expect(await order(code.anna, 1)).toEqual(spent);
  expect((await order(code.dora, 1)).status, "another visitor").toBe(200);
});

test("orders at the same time are counted one by one", async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => order(code.emil, 3)));
  expect(all.filter(({ status }) => status === 200)).toHaveLength(2);
  expect(all.filter(({ code: said }) => said === "ProxyAllowanceSpent")).toHaveLength(2);
});

test("an order that the service refused is not counted", async () => {
  const refused = await order(code.clara, 4, { input: { messages: [] } });
  expect(refused.status).toBe(400);
  expect(refused.code).not.toMatch(/^Proxy/);
  await expect.poll(async () => (await order(code.clara, 4)).status).toBe(200);
  expect(await order(code.clara, 1)).toEqual(spent);
});

test("a visitor may have limits of their own", async () => {
  expect((await order(code.bruno, 1)).code).toBe("ProxyModelNotAllowed");
  expect((await order(code.bruno, 3, { model: "wan2.6-image" })).code).toBe("ProxyTooManyImages");
});

test("guesses are limited, and the right one among them is no way in", async () => {
  const address = "127.0.0.7";
  const answers = [];
  for (let guess = 0; guess < 14; guess += 1) answers.push(await order(newCode(), 1, { address }));
  expect(answers[0]).toMatchObject({ status: 401, code: "ProxyAccessDenied" });
  expect(answers.at(-1)).toMatchObject({ status: 429, code: "ProxyRateLimit", retry: "60" });
  expect((await order(code.dora, 1, { address })).status).toBe(429);
  expect((await order(code.dora, 1, { address: "127.0.0.8" })).status, "from elsewhere").toBe(200);
});

test("codes are compared by case and to their end, and a short one is none", async () => {
  for (const [at, guess] of [code.dora.toUpperCase().replace("VISIT", "visit"), `${code.dora}0`, code.dora.slice(0, -1), "visit-short"].entries()) {
    expect(await order(guess, 1, { address: `127.0.0.${20 + at}` }), guess).toMatchObject({ status: 401, code: "ProxyAccessDenied" });
  }
});

test("an order of 200 MB passes by, and memory stays flat", async ({ standIn, kind }) => {
  test.setTimeout(90_000);
  const peak = () => lender.pids().reduce((sum, pid) => sum + Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024, 0);
  const begin = '{"model":"wan2.7-image","input":{"messages":[{"role":"user","content":[{"image":"data:image/png;base64,';
  const end = '"},{"text":"night"}]}]},"parameters":{"n":1}}';
  const chunk = Buffer.alloc(1_000_000, "A");
  await order(code.dora, 1);
  const before = peak();
  standIn.requests.length = 0;
  const length = begin.length + 200 * chunk.length + end.length;
  const headers = { Authorization: `Bearer ${code.dora}`, "Content-Type": "application/json", "Content-Length": String(length) };
  const call = httpRequest(`${lender.url}/proxy/${generation}`, { method: "POST", headers });
  const reply = once(call, "response") as Promise<[IncomingMessage]>;
  call.write(begin);
  for (let sent = 0; sent < 200; sent += 1) if (!call.write(chunk)) await once(call, "drain");
  call.end(end);
  (await reply)[0].resume();
  console.log(`    ${kind}: memory at most ${before.toFixed(0)} MB before, ${peak().toFixed(0)} MB after 200 MB`);
  expect(standIn.requests[0].bytes).toBe(length);
  expect(peak() - before).toBeLessThan(100);
});
