// Never run: what the types must allow and refuse.
import { Client, type EditRequest } from "wan-edit";

const client = new Client({ service: "https://dashscope.aliyuncs.com/api/v1", credential: "sk-x", proxy: "/proxy" });

export const allowed: EditRequest[] = [
  { model: "wan2.7-image-pro", prompt: "a cat" },
  { model: "wan2.7-image", prompt: "a cat", images: ["https://example.com/a.jpg", new Blob()], n: 4, size: "1024*1024" },
  { model: "wan2.7-image", prompt: "a cat", images: [{ source: new Blob(), bboxes: [[1, 2, 3, 4]] }], seed: 7 },
  { model: "wan2.6-image", prompt: "a cat", images: [new Blob()], negativePrompt: "a dog", watermark: true },
];

export const refused: EditRequest[] = [
  // @ts-expect-error: no such model
  { model: "wan9", prompt: "a cat" },
  // @ts-expect-error: a prompt there must be
  { model: "wan2.7-image" },
  // @ts-expect-error: not a size
  { model: "wan2.7-image", prompt: "a cat", size: "huge" },
  // @ts-expect-error: a box has four numbers
  { model: "wan2.7-image", prompt: "a cat", images: [{ source: new Blob(), bboxes: [[1, 2, 3]] }] },
  // @ts-expect-error: wan2.6 takes no boxes
  { model: "wan2.6-image", prompt: "a cat", images: [{ source: new Blob(), bboxes: [[1, 2, 3, 4]] }] },
];

// @ts-expect-error: a key there must be
new Client({ service: "https://dashscope.aliyuncs.com/api/v1" });

const outcome = await client.edit(allowed[0]!, { signal: AbortSignal.timeout(1000), deadlineMillis: 1000 });
export const bytes: Promise<Blob> | undefined = outcome.images[0]?.blob();
// @ts-expect-error: what came back is not to be changed
outcome.images = [];
