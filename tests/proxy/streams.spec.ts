// Bodies are streams both ways: events keep their times, and large bodies do not grow the proxy.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { expect, hosts, test } from "./fixtures.ts";
import { eventPauses } from "./stand-in-tests.js";

const sse = { Accept: "text/event-stream", "Accept-Encoding": "gzip, br", "X-DashScope-Sse": "enable" };

/** By how many ms the gaps between events differ from those in which they were sent. */
async function differences(url: string) {
  const answer = await fetch(url, { method: "POST", headers: sse });
  expect(answer.headers.get("content-type")).toBe("text/event-stream;charset=UTF-8");
  expect(answer.headers.get("content-encoding")).toBeNull();
  expect(answer.headers.get("x-dashscope-finished")).toBe("false");
  const came: number[] = [];
  const sent: number[] = [];
  let text = "";
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const found = [...text.matchAll(/data:\{"at":(\d+)\}\n\n/g)].map(([, at]) => Number(at));
    while (came.length < found.length) {
      sent.push(found[came.length]);
      came.push(Date.now());
    }
  }
  expect(came).toHaveLength(eventPauses.length);
  const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]);
  return gaps(came).map((gap, index) => Math.abs(gap - gaps(sent)[index]));
}

for (const form of ["chunks", "close"]) {
  test(`events (${form}) arrive one by one, in the times between them, uncompressed`, async ({ front }) => {
    // Events that wait in a proxy do so every time; a busy machine does not.
    let worst = Infinity;
    for (let tries = 0; worst >= 50 && tries < 4; tries += 1) {
      const all = await differences(`${front.url}/proxy/${hosts.api}/test/events/${form}`);
      console.log(`    gaps between events differ by ${all.join(", ")} ms`);
      worst = Math.max(...all);
    }
    expect(worst).toBeLessThan(50);
  });
}

test("who stops listening is no longer listened to", async ({ front, standIn }) => {
  standIn.requests.length = 0;
  const abort = new AbortController();
  const answer = await fetch(`${front.url}/proxy/${hosts.api}/test/endless`, { headers: sse, signal: abort.signal });
  await answer.body!.getReader().read();
  abort.abort();
  await expect.poll(() => standIn.requests[0].wasLeft).toBe(true);
});

/** The memory of all processes, in MB: at most so far. */
function peakMegabytes(pids: number[]) {
  const peaks = pids.map((pid) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]));
  return Math.round(peaks.reduce((sum, peak) => sum + peak, 0) / 102.4) / 10;
}

/** Sends `megabytes` as fast as they are taken. */
async function send(url: string, megabytes: number, halfway = () => {}) {
  const chunk = Buffer.alloc(1_000_000, "wan-edit");
  const hash = createHash("sha256");
  const headers = { "content-type": "application/json", "content-length": String(megabytes * chunk.length) };
  const call = httpRequest(url, { method: "POST", headers });
  const reply = once(call, "response") as Promise<[IncomingMessage]>;
  for (let sent = 0; sent < megabytes; sent += 1) {
    hash.update(chunk);
    if (sent === megabytes / 2) halfway();
    if (!call.write(chunk)) await once(call, "drain");
  }
  call.end();
  const [answer] = await reply;
  let text = "";
  for await (const part of answer.setEncoding("utf8")) text += part;
  return { status: answer.statusCode, ...JSON.parse(text), expected: hash.digest("hex") };
}

/** How much more memory, in MB, is no copy of what passed; Node collects its garbage late. */
const slack = (kind: string) => (kind === "node" ? 70 : 20);

test("a body of 200 MB passes whole, and the proxy's memory stays flat", async ({ front, kind, standIn }) => {
  const url = `${front.url}/proxy/${hosts.api}/test/sink`;
  await send(url, 1);
  const before = peakMegabytes(front.pids());
  let early = 0;
  const { status, bytes, sha256, expected } = await send(url, 200, () => (early = standIn.requests.at(-1)!.bytes));
  const after = peakMegabytes(front.pids());
  console.log(`    ${kind}: memory at most ${before} MB before, ${after} MB after 200 MB`);
  expect(status).toBe(200);
  expect(bytes).toBe(200_000_000);
  expect(sha256).toBe(expected);
  expect(early, "arrived when half was sent").toBeGreaterThan(50_000_000);
  expect(before).toBeGreaterThan(1);
  expect(after - before).toBeLessThan(slack(kind));
});

test("a picture of 90 MB for a slow browser does so as well", async ({ front, kind }) => {
  const before = peakMegabytes(front.pids());
  const answer = await fetch(`${front.url}/proxy/${hosts.result}/test/large/90`);
  expect(answer.headers.get("content-length")).toBe("90000000");
  let bytes = 0;
  for await (const chunk of answer.body!) {
    if (bytes === 0) await new Promise((done) => setTimeout(done, 700));
    bytes += chunk.length;
  }
  const after = peakMegabytes(front.pids());
  console.log(`    ${kind}: memory at most ${before} MB before, ${after} MB after 90 MB`);
  expect(bytes).toBe(90_000_000);
  expect(after - before).toBeLessThan(slack(kind));
});
