/** What `init` can load the WebAssembly module from; without it, `wan_edit_bg.wasm` beside the script. */
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** Loads the module. Await it once before anything else; further calls do nothing. */
export default function init(options?: { module_or_path: InitSource | Promise<InitSource> }): Promise<unknown>;

/** Where edits go. */
export interface ClientOptions {
  /** The service's base URL, e.g. `https://dashscope.aliyuncs.com/api/v1`. https only, but for this machine. */
  service: string;
  /** The API key. It is sent to the service (through the proxy, if one is set) and nowhere else. */
  credential: string;
  /**
   * How the browser reaches hosts that send no CORS headers: a prefix such as `/proxy`
   * (`https://HOST/PATH` becomes `/proxy/HOST/PATH`) or a template with `{url}`. Default: straight there.
   */
  proxy?: string;
}

/** `[x1, y1, x2, y2]`: whole pixels of the upright image, origin top left, `x1 < x2 <= width`. */
export type BoundingBox = [x1: number, y1: number, x2: number, y2: number];

/** A file, or the `http(s):` or `data:image/` URL of an image. */
export type ImageSource = Blob | string;

/** An input image with its boxes. */
export interface SourceImage {
  source: ImageSource;
  /** At most 2, wan2.7 models only. Default: none. */
  bboxes?: BoundingBox[];
}

interface CommonParameters {
  /** What should change. Name the images 图1, 图2, … in their order. */
  prompt: string;
  /** How many images, 1 to 4. Default 1. In an image set a maximum, up to 12. */
  n?: number;
  /** `1K`, `2K`, `4K` or `width*height` in px. Default: the model's. */
  size?: "1K" | "2K" | "4K" | `${number}*${number}`;
  /** 0 to 2147483647. Default: random. */
  seed?: number;
  /** A visible mark at the bottom right. Default false. */
  watermark?: boolean;
}

/** wan2.7: text to image without `images`, an edit with 1 to 9 of them. */
export interface Wan27Request extends CommonParameters {
  model: "wan2.7-image-pro" | "wan2.7-image";
  images?: (ImageSource | SourceImage)[];
  /** Slower and better; acts without images only. Service's default: true. */
  thinkingMode?: boolean;
  /** Ask for a set of related images. Default false. */
  enableSequential?: boolean;
}

/** wan2.6: an edit with 1 to 4 images. */
export interface Wan26Request extends CommonParameters {
  model: "wan2.6-image";
  images: (ImageSource | { source: ImageSource })[];
  /** What should not appear, at most 500 characters. */
  negativePrompt?: string;
  /** Let the service rewrite the prompt. Service's default: true. */
  promptExtend?: boolean;
}

export type EditRequest = Wan27Request | Wan26Request;

/** What just happened. Keep the `taskId`: it is what was paid for. */
export type Progress =
  | { state: "sending" | "pending" | "running" | "reconnecting" | "too-late-to-cancel" }
  | { state: "throttled"; pauseMillis: number }
  | { state: "task-created"; taskId: string };

export interface EditOptions {
  /** Cancels: a queued task at the service, a running one is waited for. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** `task` survives a lost connection; `sync` waits on an open one. Default `task`. */
  delivery?: "task" | "sync";
  /** How long to wait in all. Default 900000. */
  deadlineMillis?: number;
  /** CSS colour that transparency is laid on, since the models take none. Default `#ffffff`. */
  background?: string;
}

/** One reason why a request cannot be sent. */
export interface Problem {
  /** Where: `prompt`, `images[1].bboxes[0]`, … */
  path: string;
  /** A stable word, e.g. `too_many_boxes`. */
  code: string;
  /** The same as an English sentence. */
  message: string;
}

export interface ResultImage {
  readonly index: number;
  /** The URL, byte for byte; it dies at `expiresAt`, so keep the bytes. */
  readonly url: string;
  readonly expiresAt: Date | null;
  /** The bytes, fetched through the proxy. Rejects with a `WanEditError`. */
  blob(): Promise<Blob>;
}

export interface Outcome {
  /** At least one. */
  readonly images: ResultImage[];
  readonly texts: string[];
  /** How many images are missing from what was asked for. */
  readonly missing: number;
  readonly requestId: string | null;
  readonly taskId: string | null;
  readonly usage: {
    /** Images made, and billed. */
    readonly imageCount: number | null;
    /** `width*height` in px. */
    readonly size: string | null;
    readonly inputTokens: number | null;
    readonly outputTokens: number | null;
    readonly totalTokens: number | null;
  };
  /** The reply as it came. */
  readonly raw: string;
}

/** What `edit`, `check` and the constructor throw. The key is in none of its fields. */
export interface WanEditError extends Error {
  readonly name: "WanEditError";
  readonly kind:
    | "invalid-request" | "service" | "gateway" | "network" | "not-sent" | "canceled"
    | "deadline" | "task-unknown" | "no-images" | "image" | "bytes";
  readonly fault: "request" | "account" | "service" | "network" | "nobody";
  /** What to do, in English; empty where there is nothing to do. */
  readonly nextStep: string;
  /** The request certainly was not accepted and may be sent again after a pause. */
  readonly retryable: boolean;
  /** Money may be gone although no image came: do not simply send it again. */
  readonly maybeBilled: boolean;
  readonly problems: Problem[];
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly taskId?: string;
  readonly raw?: string;
}

export interface ModelInfo {
  readonly id: string;
  readonly promptChars: number;
  readonly boxesPerImage: number;
  readonly image: {
    readonly minSidePx: number;
    readonly maxSidePx: number;
    readonly maxRatio: number | null;
    readonly maxBytes: number;
  };
  /** About, per generated image, Beijing. */
  readonly priceCny: number;
  readonly modes: {
    readonly mode: "text-to-image" | "edit" | "image-set" | "interleave";
    /** Least and most source images. */
    readonly images: [number, number];
    /** Least and most `n`. */
    readonly n: [number, number];
    readonly sizes: string[];
    /** The service's own names. */
    readonly parameters: string[];
  }[];
}

export class Client {
  constructor(options: ClientOptions);
  /** Runs an edit. Rejects with a `WanEditError`. */
  edit(request: EditRequest, options?: EditOptions): Promise<Outcome>;
  /** Every reason why the request cannot be sent; empty means that it can. Nothing is sent. */
  check(request: EditRequest): Promise<Problem[]>;
  /** The table of models. */
  models(): ModelInfo[];
  /** Frees the client's memory in the module. */
  free(): void;
}
