// What an app writes with the elements, and what the compiler must not let it write.
import { Client } from "wan-edit";
import { WanBoxes, WanEdit, type Box, type WanElements } from "wan-edit/element";

export async function allowed() {
  const editor = document.createElement("wan-edit");
  editor.service = "singapore";
  editor.baseUrl = "https://dashscope.aliyuncs.com/api/v1";
  editor.credential = "sk-x";
  editor.credential = () => ({ token: "st-x", expires_at: 1 });
  editor.credential = async () => ({ token: "st-x", expiresAt: new Date() });
  editor.images = [new Blob(), "https://example.com/a.png", { source: new URL("https://example.com"), bboxes: [[0, 0, 4, 4]] }];
  const [first] = editor.images;
  if (first) await new Client({ service: "beijing", credential: "sk-x" }).check({ model: "wan2.7-image", prompt: "night", images: [first] });
  const size: number | undefined = first?.size?.width;
  editor.addEventListener("result", async ({ detail }) => {
    const blob: Blob = await detail.blob();
    const ends: Date | null = detail.expiresAt;
    return [blob, ends, detail.seed];
  });
  editor.addEventListener("error", ({ detail }) => detail.maybeBilled);
  editor.addEventListener("click", ({ clientX }) => clientX);
  const boxes = document.querySelector("wan-boxes")!;
  boxes.value = [[1, 2, 3, 4]];
  const value: Box[] = boxes.value;
  void new Client({ service: "beijing", credential: "sk-x" }).check({ model: "wan2.7-image", prompt: "night", images: [{ source: "a.jpg", bboxes: boxes.value }] });
  boxes.image = new File([], "a");
  boxes.max = 1;
  const one: WanElements["wan-boxes"] = { max: 2, onchange: ({ target, currentTarget }) => [target.value, currentTarget.value] };
  return [size, value, one, new WanEdit(), new WanBoxes()];
}

export function refused(editor: WanEdit, boxes: WanBoxes) {
  // @ts-expect-error: it is never read back
  const key: string = editor.credential;
  // @ts-expect-error: a key is text
  editor.credential = 5;
  // @ts-expect-error: nothing else is known
  editor.storage = "forever";
  // @ts-expect-error: a number is no image
  editor.images = [5];
  // @ts-expect-error: of images that are there
  editor.images[0]!.source.toFixed();
  // @ts-expect-error: words are no boxes
  boxes.value = [["a"]];
  // @ts-expect-error: it is what the attribute says
  boxes.defaultValue = [];
  // @ts-expect-error: no such event has a detail like that
  editor.addEventListener("result", ({ detail }) => detail.seed.length);
  return key;
}
