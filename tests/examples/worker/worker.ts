// The package lives here; pictures come and go as Blobs, which are not copied.
import { Client } from "wan-edit";
import type { Order, Report } from "./messages.js";

const report = (report: Report) => postMessage(report);
let running: AbortController | undefined;

addEventListener("message", async ({ data: order }: MessageEvent<Order>) => {
  if (order === "cancel") return running?.abort();
  running = new AbortController();
  const { signal } = running;
  try {
    const client = new Client({ service: "beijing", credential: order.key, proxy: "/proxy" });
    const run = client.edit({ model: "wan2.7-image", prompt: order.prompt, images: [order.photo] }, { signal });
    for await (const { state } of run) report({ state });
    const { images } = await run;
    report({ images: await Promise.all(images.map((image) => image.blob({ signal }))) });
  } catch (error) {
    report({ error: error instanceof Error ? error.message : String(error) });
  }
});
