// Never run: what the types must allow and refuse beside the requests of requests.ts.
import init, { Client, WanEditError, type BoundingBox, type Key, type Outcome, type Progress } from "wan-edit";

const client = new Client({ service: "beijing", credential: "sk-x", proxy: "/proxy" });
new Client({ service: { workspace: "ws-1", region: "eu-central-1" }, credential: async () => "sk-x", bearer: true });
new Client({ service: "https://dashscope.aliyuncs.com/api/v1", credential: async (): Promise<Key> => ({ token: "st-x", expiresAt: new Date() }) });
new Client({ service: process.env.SERVICE, credential: () => ({ token: "st-x", expires_at: 1 }) });
declare const process: { env: Record<"SERVICE", string> };
// @ts-expect-error: a key there must be
new Client({ service: "beijing" });
// @ts-expect-error: a service there must be
new Client({ credential: "sk-x" });
// @ts-expect-error: no workspaces there
new Client({ service: { workspace: "ws-1", region: "us-east-1" }, credential: "sk-x" });
// @ts-expect-error: a key is a string
new Client({ service: "beijing", credential: async () => 7 });

await init();
await init("/assets/wan_edit_bg.wasm");
await init({ module_or_path: new URL("wan_edit_bg.wasm", "https://example.com") });

declare const file: File;
declare const canvas: HTMLCanvasElement;
declare const image: HTMLImageElement;
const run = client.edit(
  { model: "wan2.7-image", prompt: "a cat", images: [file, canvas, image, { source: file, bboxes: [[1, 2, 3, 4]] }] },
  { signal: AbortSignal.timeout(1000), deadlineMillis: 1000, delivery: "sync", upload: true, background: "white", onProgress: () => {} },
);
// Other models take what any model may take.
client.edit({ model: "wan3.0-image", prompt: "a cat", n: 20, thinkingMode: true, images: [file], extra: { style: 1 } });
declare const anyModel: string;
client.edit({ model: anyModel, prompt: "a cat", n: Math.random() });
// @ts-expect-error: not of any model
client.edit({ model: "wan3.0-image", prompt: "a cat", quality: "high" });
// @ts-expect-error: no other model's parameters for this one
client.edit({ model: "wan2.6-image", prompt: "a cat", images: [file], thinkingMode: true });
// @ts-expect-error: five are too many for this one
client.submit({ model: "wan2.7-image", prompt: "a cat", n: 5 });
// @ts-expect-error: JSON has no functions
client.check({ model: "wan2.7-image", prompt: "a cat", extra: { style: () => 1 } });
const dry = await client.request({ model: "wan2.7-image", prompt: "a cat" }, { delivery: "sync" });
export const answer: Promise<Response> = fetch(dry.url, { method: dry.method, headers: { ...dry.headers, Authorization: "Bearer sk-x" }, body: dry.body });
new Client({ service: "beijing", credential: "sk-x", fetch });
// @ts-expect-error: no such delivery
client.edit({ model: "wan2.7-image", prompt: "a cat" }, { delivery: "carrier pigeon" });
// @ts-expect-error: what is submitted is a task
client.submit({ model: "wan2.7-image", prompt: "a cat" }, { delivery: "sync" });
// @ts-expect-error: it is a function
client.edit({ model: "wan2.7-image", prompt: "a cat" }, { onProgress: "loud" });

export function words(progress: Progress): string {
  switch (progress.state) {
    case "sending": case "pending": case "running": case "reconnecting": case "too-late-to-cancel":
      return progress.state;
    case "throttled":
      return `${progress.pauseMillis.toFixed()} ms`;
    case "task-created":
      return progress.taskId;
    case "text":
      return progress.text;
    case "image":
      return progress.url;
    case "prepared":
      return progress.images.flatMap(({ changes }) => changes.map(({ message }) => message)).join();
    case "upload-failed":
      return progress.message;
    default:
      return progress satisfies never;
  }
}
for await (const progress of run) words(progress);
const reader: ReadableStreamDefaultReader<Progress> = run.stream().getReader();
void reader;

const outcome: Outcome = await run;
export const bytes: Promise<Blob> | undefined = outcome.images[0]?.blob({ signal: AbortSignal.timeout(1) });
for (const part of outcome.parts) {
  if (part.type === "image") part.image.actualPrompt?.trim();
  else if (part.type === "text") part.text.trim();
  else part.message.trim();
  // @ts-expect-error: not each has it
  part.text;
}
export const whyItEnded: string | undefined = outcome.endedEarly?.nextStep;
// @ts-expect-error: what came back is not to be changed
outcome.images = [];
// @ts-expect-error: may be null
outcome.images[0]!.expiresAt.getTime();

const taskId: string = await client.submit({ model: "wan2.7-image", prompt: "a cat" });
const resumed: Outcome = await client.resume(taskId, { n: 1 });
void resumed;
await client.cancel(taskId);
const { tasks, pages } = await client.tasks({ page: 2, pageSize: 100 });
export const ages = [pages, ...tasks.map(({ beganAt }) => beganAt?.getTime())];
const found: [] | [BoundingBox] | [BoundingBox, BoundingBox] = await client.locate(file, "the cup");
await client.edit({ model: "wan2.7-image", prompt: "a cat", images: [{ source: file, bboxes: found }] });
// @ts-expect-error: words there must be
await client.locate(file);
const key: { token: string; expiresAt: Date } = await client.temporaryKey(60);
new Client({ service: "beijing", credential: () => key });
const { findings, deliveries } = await client.diagnose({ model: "wan2.7-image", prompt: "a cat" }, { signal: AbortSignal.timeout(1000) });
await client.diagnose();
export const wrong: boolean = findings.some(({ name, isFine }) => !isFine && name !== "no-cors") || deliveries.includes("task");
// @ts-expect-error: no such finding
findings.some(({ name }) => name === "sunny");
const composed = await client.compose({ prompt: "", images: [file, { source: file, name: "cup", bboxes: [[1, 2, 3, 4], { bbox: [1, 2, 3, 4], note: "x" }] }] });
await client.edit({ model: "wan2.7-image", prompt: composed.prompt, images: composed.images });
const isUnmentioned: boolean = composed.findings.some(({ kind }) => kind === "box-unmentioned");
// @ts-expect-error A note stands on a box.
await client.compose({ prompt: "", images: [{ source: file, notes: ["x"] }] });
const [model] = await client.models();
export const most: number | undefined = model?.modes[0]?.maxImages?.[1];

try {
  await run;
} catch (error) {
  if (error instanceof WanEditError && error.reason === "content" && !error.maybeBilled) error.problems.map(({ path }) => path);
  // @ts-expect-error: no such reason
  if (error instanceof WanEditError && error.reason === "weather") throw error;
}
// @ts-expect-error: only the package makes them
new WanEditError();
