// A small app. Each function is what a test calls.
import init, { Client, type EditRequest, type Progress, type WanEditError } from "wan-edit";

await init();

function file(base64: string): File {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new File([bytes], "picture.jpg", { type: "image/jpeg" });
}

function request(source: Blob): EditRequest {
  return { model: "wan2.7-image-pro", prompt: "把图1的天空变成傍晚", images: [{ source }], n: 1, size: "2K" };
}

async function rejection(promise: Promise<unknown>): Promise<Partial<WanEditError>> {
  try {
    await promise;
  } catch (reason) {
    const { name, kind, fault, message, nextStep, retryable, maybeBilled, problems, code, requestId } = reason as WanEditError;
    const known = { name, kind, fault, message, nextStep, retryable, maybeBilled, problems };
    return { ...known, ...(code === undefined ? {} : { code }), ...(requestId === undefined ? {} : { requestId }) };
  }
  throw new Error("it should have been refused");
}

const consumer = {
  modelIds() {
    return new Client({ service: "https://dashscope.aliyuncs.com/api/v1", credential: "sk-x" }).models().map(({ id }) => id);
  },

  async problemPaths(service: string, credential: string) {
    const canvas = new OffscreenCanvas(400, 300);
    canvas.getContext("2d")?.fillRect(0, 0, 400, 300);
    const source = await canvas.convertToBlob({ type: "image/jpeg" });
    const problems = await new Client({ service, credential }).check({
      model: "wan2.7-image",
      prompt: "x",
      images: [{ source, bboxes: [[10, 10, 900, 200]] }],
    });
    return problems.map(({ path }) => path);
  },

  async edit(service: string, credential: string, base64: string, delivery: "task" | "sync") {
    const progress: Progress["state"][] = [];
    const client = new Client({ service, credential });
    const outcome = await client.edit(request(file(base64)), { delivery, onProgress: ({ state }) => progress.push(state) });
    const images = [];
    for (const image of outcome.images) {
      const blob = await image.blob();
      const { width, height } = await createImageBitmap(blob);
      images.push({ type: blob.type, bytes: blob.size, width, height });
    }
    client.free();
    return { images, progress, missing: outcome.missing, requestId: outcome.requestId, taskId: outcome.taskId };
  },

  async refusal(service: string, credential: string, base64: string) {
    return rejection(new Client({ service, credential }).edit(request(file(base64)), { delivery: "sync" }));
  },

  async noKey(service: string) {
    return rejection((async () => new Client({ service, credential: "" }))());
  },

  async cancelAtOnce(service: string, credential: string, base64: string) {
    const abort = new AbortController();
    const promise = new Client({ service, credential }).edit(request(file(base64)), { signal: abort.signal });
    abort.abort();
    return rejection(promise);
  },
};

Object.assign(globalThis, { consumer });
document.body.dataset["ready"] = "true";
