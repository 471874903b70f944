// An app of the AI SDK: what its specification says of a provider, the types of this one must be.
import type { ImageModelV4, ProviderV4 } from "@ai-sdk/provider";
import { createProviderRegistry, generateImage, NoImageGeneratedError } from "ai";
import { WanEditError } from "wan-edit";
import { createWan, type WanImageMetadata, type WanImageOptions } from "wan-edit/ai-sdk";

Object.assign(globalThis, { ai: { generateImage, createProviderRegistry, NoImageGeneratedError, createWan, WanEditError } });
document.body.dataset["ready"] = "true";

export async function compiled(): Promise<void> {
  const wan = createWan({ service: "beijing", credential: "sk-x", proxy: "/proxy" });
  const provider: ProviderV4 = wan;
  const model: ImageModelV4 = wan.image("wan2.7-image-pro", { enableSequential: true });
  const options: WanImageOptions = { bboxList: [[[1, 2, 3, 4]], []], colorPalette: [{ hex: "#ffffff", ratio: "100.00%" }], extra: { style: [1] } };
  const { image, calls } = await generateImage({ model: provider.imageModel("wan2.7-image"), prompt: { text: "a cat", images: [new Uint8Array()] }, providerOptions: { wan: options } });
  await generateImage({ model, prompt: "a cat", n: 12 });
  const metadata = calls[0]!.providerMetadata!["wan"] as WanImageMetadata;
  void [image.uint8Array, metadata.images[0]!.url.length, metadata.texts.join("")];
  // @ts-expect-error: not a parameter
  wan.image("wan2.7-image", { quality: "high" });
  // @ts-expect-error: a box has four corners
  wan.image("wan2.7-image", { bboxList: [[[1, 2, 3]]] });
  // @ts-expect-error: a key there must be
  createWan({ service: "beijing" });
}
