// Every folder of tests/cases, from JavaScript: the same requests and the same end as the core has on the host.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { expect, test } from "./fixtures.js";

const cases = join(root, "tests/cases");
const KEY = "sk-0123secret4567";

interface Turn {
  wanted: any;
  reply?: any;
  sse?: string;
}

function turns(folder: string): Turn[] {
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined);
  const json = (name: string) => JSON.parse(read(name) ?? "null");
  const all = [];
  for (let turn = 1; existsSync(join(folder, `${turn}.request.json`)); turn++) {
    all.push({ wanted: json(`${turn}.request.json`), reply: json(`${turn}.reply.json`), sse: read(`${turn}.reply.sse`) });
  }
  return all;
}

/** Time that passes only while something waits for it, and chance in the middle. */
function playTime() {
  const { setInterval } = globalThis;
  const realNow = performance.now.bind(performance);
  /** As long as a call may take in all: that is waited for, never slept. */
  const deadline = 600_000;
  const timers = new Map<number, { at: number; work: () => void }>();
  let now = 0;
  let number = 0;
  let quiet = 0;
  let last = 0;
  Object.assign(globalThis, {
    setTimeout: (work: () => void, millis = 0) => {
      quiet = 0;
      number++;
      if (millis < deadline) timers.set(number, { at: now + millis, work });
      return number;
    },
    clearTimeout: (timer: number) => ((quiet = 0), timers.delete(timer)),
    isAnswering: false,
  });
  performance.now = () => now;
  Math.random = () => 0.5;
  // What is answered is answered at once: what is still there when the page had time for all else is slept for.
  setInterval(() => {
    const isOnTime = realNow() - last < 25 && !(globalThis as any).isAnswering;
    last = realNow();
    quiet = isOnTime ? quiet + 1 : 0;
    const [first] = [...timers].sort(([, one], [, other]) => one.at - other.at);
    if (!first || quiet < 8) return;
    timers.delete(first[0]);
    now = Math.max(now, first[1].at);
    quiet = 0;
    first[1].work();
  }, 10);
}

/** Runs a case in the page: what was sent, what was told, and the end. */
async function play({ edit, turns }: { edit: any; turns: Turn[] }) {
  const { service = "beijing", keys, leave = false, uploaded = [], taskId, delivery, n, ...request } = edit;
  const sent: any[] = [];
  let turn = 0;
  let replied = 0;
  Object.defineProperty(navigator, "onLine", {
    configurable: true,
    get() {
      if (turns[turn]?.reply?.lost !== "not-sent") return true;
      sent.push(null);
      turn++;
      replied = performance.now();
      return false;
    },
  });
  const answer = ({ reply, sse }: Turn) => {
    if (reply?.lost && sse === undefined) throw new TypeError("Failed to fetch");
    if (sse === undefined) return new Response(reply.text ?? JSON.stringify(reply.body), { status: reply.status, headers: reply.headers });
    const bytes = new TextEncoder().encode(sse);
    let at = 0;
    const pull = (controller: ReadableStreamDefaultController) => {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += 5)));
      else if (reply?.lost) controller.error(new TypeError("network error"));
      else controller.close();
    };
    return new Response(new ReadableStream({ pull }), { headers: { "content-type": "text/event-stream" } });
  };
  const other = async (url: string, { method = "GET", headers, body }: any) => {
    const after = performance.now() - replied;
    const { Authorization, ...others } = headers;
    let images = 0;
    Object.assign(globalThis, { isAnswering: true });
    const text = body && (await body.text()).replace(/data:image[^"]*/g, () => `<image ${images++}>`);
    Object.assign(globalThis, { isAnswering: false });
    sent.push({ afterMillis: after, method, url, headers: others, ...(text && { body: JSON.parse(text) }), authorization: Authorization });
    replied = performance.now();
    if (!turns[turn]) throw new Error("one request too many");
    return answer(turns[turn++]!);
  };
  const picture = async ({ type, width, height }: any) => {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")!.fillRect(0, 0, width, height);
    return canvas.convertToBlob({ type });
  };
  const image = async (image: any, index: number) => {
    const { source, bboxes } = image.source ? image : { source: image, bboxes: [] };
    return { source: uploaded[index] ?? (typeof source === "string" ? source : await picture(source)), bboxes };
  };
  let key = "sk-0123secret4567";
  const credential = keys ? () => (key = keys[turn + 1] ?? key) : key;
  const client = new kit.Client({ service, credential, fetch: other });
  const told: any[] = [];
  const onProgress = ({ state, ...event }: any) => {
    const last = told.at(-1);
    if (state === "text" && last?.text !== undefined) last.text += event.text;
    else if (state !== "sending") told.push(event.taskId ? { task: event.taskId } : state === "text" ? event : state === "image" ? { image: event.url } : state);
  };
  const whole = { ...request, ...(n && { n }), images: await Promise.all((request.images ?? []).map(image)) };
  // A delivery that there is not is refused here; the job takes another one.
  const isThere = taskId || !(await client.check(whole, { delivery })).some(({ path }: any) => path === "delivery");
  const run = () => (taskId ? client.resume(taskId, { n, onProgress }) : client.edit(whole, { leave, onProgress, ...(isThere && { delivery }) }));
  const shownError = ({ kind, fault, reason = null, code = null, message, status = null, requestId = null, taskId = null, retryable, maybeBilled, nextStep }: any) => ({
    kind, fault, cause: reason, code, message, status, requestId, taskId, retryable, maybeBilled, nextStep,
  });
  const end = await run().then(
    ({ images, parts, endedEarly, asked, missing, requestId, taskId, usage }: any) => ({
      images: images.map(({ url, expiresAt, actualPrompt }: any) => ({ url, expiresUnix: expiresAt && expiresAt.getTime() / 1000, ...(actualPrompt && { actualPrompt }) })),
      parts: parts.map(({ type, image, ...rest }: any) => (type === "image" ? { image: image.index } : rest)),
      endedEarly: endedEarly && shownError(endedEarly),
      asked, missing, requestId, taskId,
      usage: { imageCount: usage.imageCount, size: usage.size, totalTokens: usage.totalTokens },
    }),
    shownError,
  );
  return { sent, told, end };
}

const kebab = (word: string | null) => word && word.replace(/\B[A-Z]/g, "-$&").toLowerCase();

/** An error as a case has it, as JavaScript has it: words in kebab case, what to do as a sentence, both in the message. */
function inJs({ kind, fault, cause, nextStep, message, ...rest }: any) {
  const plain = message.replace(/[.。]+$/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const words = { kind: kebab(kind), fault: kebab(fault), cause: kebab(cause), nextStep: nextStep === "Nothing" ? "" : expect.stringMatching(/\.$/) };
  return { ...words, message: expect.stringMatching(new RegExp(`^(${rest.code}: )?${plain}(\\. .*\\.)?$`, "s")), ...rest };
}

const folders = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test("there are cases", () => expect(folders.length).toBeGreaterThan(40));

for (const { name } of folders) {
  test(name, async ({ page, host }) => {
    const folder = join(cases, name);
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
    await page.addInitScript(playTime);
    await page.goto(host.url);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
    const { sent, told, end } = await page.evaluate(play, { edit: read("edit.json"), turns: turns(folder) });

    const wanted = turns(folder).map(({ wanted }) => wanted);
    expect(sent).toHaveLength(wanted.length);
    for (const [index, request] of sent.entries()) {
      // It was not sent, since the browser was offline.
      if (request === null) continue;
      const { afterMillis, authorization, ...rest } = request;
      const { afterMillis: wantedMillis, ...wantedRest } = wanted[index];
      expect(rest).toEqual(wantedRest);
      expect(afterMillis).toBeGreaterThanOrEqual(wantedMillis);
      expect(afterMillis).toBeLessThan(wantedMillis + 10);
      expect(authorization).toMatch(/^(Bearer )?(sk|st)-/);
    }
    if (existsSync(join(folder, "progress.json"))) {
      expect(told).toEqual(read("progress.json").map((event: any) => (typeof event === "string" ? kebab(event.split(" ")[0]!) : event)));
    }
    if (existsSync(join(folder, "outcome.json"))) {
      const outcome = read("outcome.json");
      expect(end).toEqual({ ...outcome, endedEarly: outcome.endedEarly && inJs(outcome.endedEarly) });
    } else {
      expect(end).toEqual(inJs(read("error.json")));
    }
    expect(JSON.stringify({ told, end })).not.toContain(KEY);
  });
}
