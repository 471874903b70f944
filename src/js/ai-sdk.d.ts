import type { BoundingBox, ClientOptions, Delivery, Json } from "./index.js";

/** What `providerOptions.wan` takes, and a model as its defaults: the service's parameters in camelCase. */
export type WanImageOptions = {
  /** Boxes of each image, in their order; `[]` for one without. */
  bboxList?: BoundingBox[][];
  /** A preset, where `size` of the call has none. */
  size?: "1K" | "2K" | "4K";
  negativePrompt?: string;
  promptExtend?: boolean;
  thinkingMode?: boolean;
  /** A set of related images, at most `n`. Give it to the model, so that `n` is not split into several calls. */
  enableSequential?: boolean;
  /** Text and images in turn, at most `n` of them; the words are in `providerMetadata.wan.texts`. */
  enableInterleave?: boolean;
  maxImages?: number;
  colorPalette?: { hex: `#${string}`; ratio: `${number}%` | number }[];
  watermark?: boolean;
  seed?: number;
  /** Parameters that are not here, by the service's own names. */
  extra?: { [name: string]: Json };
  /** Default `task`, or what the model has instead at this service. */
  delivery?: Delivery;
  /** How long to wait in all. Default 900000. */
  deadlineMillis?: number;
  /** Upload the files first instead of sending them along. Default false. */
  upload?: boolean;
  /** CSS colour that transparency is laid on. Default `#ffffff`. */
  background?: string;
};

type JsonObject = { [key: string]: unknown };
type File =
  | { type: "file"; mediaType: string; data: string | Uint8Array; providerOptions?: Record<string, JsonObject> }
  | { type: "url"; url: string; providerOptions?: Record<string, JsonObject> };

/** What the specification calls `ImageModelV4`. */
export interface WanImageModel {
  readonly specificationVersion: "v4";
  readonly provider: string;
  readonly modelId: string;
  readonly maxImagesPerCall: () => Promise<number | undefined>;
  readonly supportsFileInputs: true;
  /** What a mask marks is named by boxes around it, with a warning. */
  readonly supportsMaskInputs: true;
  /** For the SDK to call. */
  doGenerate(options: {
    prompt: string | undefined;
    n: number;
    size: `${number}x${number}` | undefined;
    aspectRatio: `${number}:${number}` | undefined;
    seed: number | undefined;
    files: File[] | undefined;
    mask: File | undefined;
    providerOptions: Record<string, JsonObject>;
    abortSignal?: AbortSignal;
    headers?: Record<string, string | undefined>;
  }): Promise<{
    images: Uint8Array[];
    isRetryable: false;
    warnings: ({ type: "unsupported"; feature: string; details?: string } | { type: "other"; message: string })[];
    providerMetadata: { wan: WanImageMetadata };
    response: { timestamp: Date; modelId: string; headers: undefined };
    usage: { inputTokens: number | undefined; outputTokens: number | undefined; totalTokens: number | undefined };
  }>;
}

type Made = { url: string; expiresAt: string | null; actualPrompt: string | null; size: { width: number; height: number } | null };

/** What each of a result's `calls` has as `providerMetadata.wan`. */
export type WanImageMetadata = {
  /** Of each image: its address, and when that dies. */
  images: Made[];
  /** Images whose bytes could not be fetched: they were made, and may be billed. */
  unsaved: Made[];
  requestId: string | null;
  taskId: string | null;
  /** The words of an answer in text and images. */
  texts: string[];
  asked: number | null;
  missing: number;
  usage: { imageCount: number | null; size: string | null; inputTokens: number | null; outputTokens: number | null; totalTokens: number | null };
};

type ModelId = "wan2.7-image-pro" | "wan2.7-image" | "wan2.6-image" | "wan2.5-i2i-preview" | (string & {});

/** A provider of image models. */
export interface WanProvider {
  (modelId: ModelId, defaults?: WanImageOptions): WanImageModel;
  readonly specificationVersion: "v4";
  image(modelId: ModelId, defaults?: WanImageOptions): WanImageModel;
  imageModel(modelId: ModelId, defaults?: WanImageOptions): WanImageModel;
  /** Throws: there are none. */
  languageModel(modelId: string): never;
  /** Throws: there are none. */
  embeddingModel(modelId: string): never;
}

/** Image models for `generateImage` of the package `ai`, version 7. `options` are those of a `Client`. */
export function createWan(options: ClientOptions): WanProvider;
