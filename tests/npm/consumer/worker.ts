// The same package in a worker: edits what it is sent, and answers with what came back.
import { Client, type ClientOptions, type EditRequest } from "wan-edit";

addEventListener("message", async ({ data }: MessageEvent<{ options: ClientOptions; request: EditRequest }>) => {
  const { images } = await new Client(data.options).edit(data.request);
  const bitmap = await createImageBitmap(await images[0]!.blob());
  postMessage({ isWindow: "document" in globalThis, width: bitmap.width, height: bitmap.height });
});
