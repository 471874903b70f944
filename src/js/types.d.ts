export {};

/** A type of the runtime, where its types are there: of a browser, a worker or a server. */
type Of<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer Type }> ? Type : never;
type Blob = Of<"Blob">;
type URL = Of<"URL">;
type Request = Of<"Request">;
type Response = Of<"Response">;
type Headers = Of<"Headers">;
type AbortSignal = Of<"AbortSignal">;
type RequestInit = typeof globalThis extends { fetch: (input: any, init?: infer Init) => unknown } ? NonNullable<Init> : object;

declare global {
  // Where the runtime's types have it, it is that.
  interface ReadableStream<R = any> {}
}

/** Bytes of any kind. */
type Bytes = ArrayBuffer | ArrayBufferView;

/** What the WebAssembly module can be loaded from; without it, where the package has it for this runtime. */
export type InitSource = string | URL | Request | Response | Bytes | CompiledModule;
/** A `WebAssembly.Module`. */
type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module : object;

/**
 * Loads the WebAssembly module, once. Every call that needs the module does the same, so this is only for loading it
 * early, or from elsewhere: then call it before anything else.
 */
export function init(source?: InitSource | Promise<InitSource> | { module_or_path: InitSource | Promise<InitSource> }): Promise<void>;
export default init;

/** A service that needs no address. */
export type ServiceName = "beijing" | "singapore" | "virginia" | "token-plan" | "dmxapi" | "dmxapi-com";

/** The host of a workspace. */
export interface Workspace {
  /** Its id, e.g. `ws-945n1ndux9blxaek`. */
  workspace: string;
  region: "cn-beijing" | "ap-southeast-1" | "eu-central-1";
}

/** A key that ends. What the service's `POST /tokens` answers is one. */
export type Key = { token: string; expiresAt?: Date | number } | { token: string; expires_at: number };

/** Where edits go. */
export interface ClientOptions {
  /** Its name, its workspace, or its base URL as people paste it. https only, but for this machine. */
  service: ServiceName | Workspace | (string & {});
  /**
   * The API key, or what makes one. It is sent to the service (through the proxy, if one is set) and nowhere else.
   *
   * A function is asked once at a time. A key with an end (`expiresAt`: a `Date` or milliseconds; `expires_at`: seconds)
   * is kept until 10 s before it; any other is asked for before every request. One that is refused (401) is made anew
   * once, and the edit goes on.
   *
   * Quotes, `Bearer`, a variable's name and signs that nobody sees around a key are dropped.
   *
   * `false`: none is sent, because the proxy adds its own.
   */
  credential: string | (() => Promise<string | Key> | string | Key) | false;
  /**
   * How the browser reaches hosts that send no CORS headers: a prefix such as `/proxy`
   * (`https://HOST/PATH` becomes `/proxy/HOST/PATH`) or a template with `{url}`. Default: straight there.
   */
  proxy?: string;
  /** Called in place of the runtime's `fetch`, for the service and for the bytes of results. */
  fetch?: (url: string, options: RequestInit) => Promise<Response>;
  /**
   * Makes pictures fit in place of the browser's canvas; without either, a picture that would have to be changed is refused.
   * Resolves with a picture of exactly this size and type, turned upright, transparency laid on `background`.
   */
  codec?: (picture: Blob, wanted: CodecOptions) => Promise<Blob | Bytes> | Blob | Bytes;
  /** At most so many edits begin within a second; more wait. Default 5, as the services allow. */
  submitsPerSecond?: number;
  /** At most so many edits run at once; more wait. Default 5, as the services allow. */
  runningTasks?: number;
  /** Is told what happens: requests (`debug`), progress (`info`), connections that fail (`warn`). Never a key. */
  logger?: Logger;
  /** Is told of each request before it leaves. The key is not in it. */
  onRequest?: (request: RequestNews) => void;
  /** Is told of each answer. */
  onResponse?: (response: ResponseNews) => void;
  /** Sends the key to DMXAPI as `Bearer …`, too. Default false: as it is documented there. */
  bearer?: boolean;
}

/** How a picture has to be. */
export interface CodecOptions {
  /** In px, upright. */
  width: number;
  height: number;
  type: "image/jpeg" | "image/webp";
  /** 0 to 1; with `image/webp`, 1: without loss. */
  quality: number;
  /** CSS colour. */
  background: string;
}

/** `console` is one. */
export interface Logger {
  debug?(...words: unknown[]): void;
  info?(...words: unknown[]): void;
  warn?(...words: unknown[]): void;
}

export interface RequestNews {
  readonly method: string;
  readonly url: string;
  /** All but `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ResponseNews extends RequestNews {
  readonly status: number;
  readonly responseHeaders: Headers;
  /** How long it took. */
  readonly millis: number;
}

/** `[x1, y1, x2, y2]`: whole pixels of the upright image, origin top left, `x1 < x2 <= width`. */
export type BoundingBox = [x1: number, y1: number, x2: number, y2: number];

export interface Size {
  width: number;
  height: number;
}

/**
 * A file or its bytes; the URL of an image (`https:`, `http:`, `oss:` for the service to fetch; `data:`, `blob:`, or a path
 * relative to the page); or what shows one: of an `<img>` its bytes are read, of the others their pixels.
 */
export type ImageSource = Blob | Bytes | string | URL | Of<"HTMLImageElement"> | Of<"ImageBitmap"> | Of<"HTMLCanvasElement"> | Of<"OffscreenCanvas"> | Of<"ImageData">;

/** An input image without boxes. */
export type Image = ImageSource | { source: ImageSource; bboxes?: readonly []; size?: Size | null };

/** An input image with its boxes. */
export interface ImageWithBoxes {
  source: ImageSource;
  /** Where the prompt is about. At most 2. Default: none. */
  bboxes?: readonly Readonly<BoundingBox>[];
  /** Of an image by URL: lets `check` see whether the boxes are inside. Default: not known. */
  size?: Size | null;
}

/** A box, and what should happen in it. */
export interface NotedBox {
  bbox: Readonly<BoundingBox>;
  /** Such as `replace it with the cup of {kitchen}`. Default: none. */
  note?: string;
}

/** An input image with notes on its boxes. */
export interface ImageWithNotes {
  source: ImageSource;
  /** What `prompt` and notes call it: `{name}` becomes its number, wherever it stands among the images. Default: none. */
  name?: string;
  bboxes?: readonly (Readonly<BoundingBox> | NotedBox)[];
  size?: Size | null;
}

/** What `compose` makes a text of. */
export interface ComposeRequest {
  /** The model that it is for: its limits are looked at. Default: none are. */
  model?: EditRequest["model"] | (string & {});
  /** What no note says. Default: nothing. */
  prompt?: string;
  images: readonly (ImageSource | ImageWithNotes)[] | Of<"FileList">;
}

export interface Composed {
  /** The text. */
  readonly prompt: string;
  /** The images without names and notes. */
  readonly images: readonly ImageWithBoxes[];
  /** The text in pieces, and where each is from: `prompt`, `images[0].bboxes[1]`. */
  readonly pieces: readonly { readonly text: string; readonly path: string }[];
  /** What is odd, the gravest first; an edit can be sent all the same. */
  readonly findings: readonly PromptFinding[];
}

export interface PromptFinding {
  readonly kind:
    | "gone"
    | "image-missing"
    | "box-missing"
    | "box-unmentioned"
    | "nothing-selected"
    | "boxes-unused"
    | "contradiction"
    | "too-long"
    | "language";
  /** Where: `prompt`, `images[0].bboxes[1]`, `model`. */
  readonly path: string;
  /** The number of the image or box that is named and not there, from 1; how many characters are too many. */
  readonly number: number | null;
}

/** One of 3 to 10 colours, whose shares make exactly 100.00 %. */
export interface PaletteColor {
  hex: `#${string}`;
  /** `"23.51%"`, or a number of percent. */
  ratio: `${number}%` | number;
}

/** `width*height` in px. */
export type ExactSize = `${number}*${number}`;

type UpTo4 = 1 | 2 | 3 | 4;
type UpTo5 = UpTo4 | 5;
type UpTo12 = UpTo5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;
type Off = false;

interface Common {
  /** What should change, or be made. Name the images 图1, 图2, … in their order. */
  prompt: string;
  /** 0 to 2147483647. Default: random. */
  seed?: number;
  /** A visible mark at the bottom right. Default false. */
  watermark?: boolean;
  /** Parameters that are not here, by the service's own names: passed on as they are, in place of one of the same name. */
  extra?: Readonly<Record<string, Json>>;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

interface Common27 extends Common {
  promptExtend?: Off;
  enableInterleave?: Off;
}

/** wan2.7: a new image from words alone. */
interface NewImage27 extends Common27 {
  images?: readonly [];
  enableSequential?: Off;
  /** How many images. Default 1. */
  n?: UpTo4;
  /** Slower and better. Service's default: true. */
  thinkingMode?: boolean;
  /** The colours of the image. */
  colorPalette?: readonly PaletteColor[];
}

export interface NewImageRequest extends NewImage27 {
  model: "wan2.7-image-pro" | "wan2.7-image";
  /** Default `2K`; presets are square. */
  size?: "1K" | "2K" | ExactSize;
}

export interface NewImageProRequest extends NewImage27 {
  model: "wan2.7-image-pro";
  size: "4K" | ExactSize;
}

/** wan2.7: 1 to 9 images, edited. */
export interface Edit27Request extends Common27 {
  model: "wan2.7-image-pro" | "wan2.7-image";
  images: readonly (ImageSource | ImageWithBoxes)[] | Of<"FileList">;
  enableSequential?: Off;
  thinkingMode?: Off;
  /** How many images. Default 1. */
  n?: UpTo4;
  /** Default `2K`; presets follow the shape of the last image. */
  size?: "1K" | "2K" | ExactSize;
  /** The colours of the result. */
  colorPalette?: readonly PaletteColor[];
}

/** wan2.7: a set of related images, from words and up to 9 images. */
export interface ImageSet27Request extends Common27 {
  model: "wan2.7-image-pro" | "wan2.7-image";
  enableSequential: true;
  images?: readonly Image[] | Of<"FileList">;
  thinkingMode?: Off;
  /** How many images at most; the model decides, and each is billed. Default 1. */
  n?: UpTo12;
  /** Default `2K`. */
  size?: "1K" | "2K" | ExactSize;
}

interface Common26 extends Common {
  model: "wan2.6-image";
  enableSequential?: Off;
  thinkingMode?: Off;
  /** What should not appear, at most 500 characters. */
  negativePrompt?: string;
}

/** wan2.6: 1 to 4 images, edited. */
export interface Edit26Request extends Common26 {
  images: readonly Image[] | Of<"FileList">;
  enableInterleave?: Off;
  /** How many images. Default 1. */
  n?: UpTo4;
  /** Default `1K`. */
  size?: "1K" | "2K" | ExactSize;
  /** Let the service rewrite the prompt. Service's default: true. */
  promptExtend?: boolean;
}

/** wan2.6: text and images in turn, from words and at most one image. */
export interface InterleaveRequest extends Common26 {
  enableInterleave: true;
  images?: readonly [] | readonly [Image];
  n?: 1;
  /** How many images at most. Default 5. */
  maxImages?: UpTo5;
  /** Default: that of the image, or 1280*1280. */
  size?: ExactSize;
  promptExtend?: Off;
}

/** wan2.5: 1 to 3 images, edited; by task only. */
export interface Edit25Request extends Common {
  model: "wan2.5-i2i-preview";
  images: readonly Image[] | Of<"FileList">;
  enableInterleave?: Off;
  enableSequential?: Off;
  thinkingMode?: Off;
  /** How many images. Default 1. */
  n?: UpTo4;
  /** Default: about 1280*1280, in the shape of the last image. */
  size?: ExactSize;
  /** What should not appear, at most 500 characters. */
  negativePrompt?: string;
  /** Let the service rewrite the prompt. Service's default: true. */
  promptExtend?: boolean;
}

/**
 * What is asked for. Parameters have the service's names in camelCase. Each model and mode takes what its type names and
 * nothing else; what only the values show (how many images there are, what they are) `check` tells.
 */
export type EditRequest =
  | NewImageRequest
  | NewImageProRequest
  | Edit27Request
  | ImageSet27Request
  | Edit26Request
  | InterleaveRequest
  | Edit25Request;

/** For a model that is not here. Only what is certain of any model is checked. */
export interface OtherRequest<Model extends string = string> extends Common {
  model: Model;
  images?: readonly (ImageSource | ImageWithBoxes)[] | Of<"FileList">;
  /** How many images. Default 1. */
  n?: number;
  size?: "1K" | "2K" | "4K" | ExactSize;
  negativePrompt?: string;
  promptExtend?: boolean;
  thinkingMode?: boolean;
  enableSequential?: boolean;
  enableInterleave?: boolean;
  maxImages?: number;
  colorPalette?: readonly PaletteColor[];
}

/** A request for a model that is here, or for another one. */
export type AnyRequest<Model extends string> = { model: Model } & (Model extends EditRequest["model"] ? EditRequest : OtherRequest<Model>);

/** What was changed in a source image before it is sent. */
export interface Change {
  readonly code:
    | "converted" | "normalized" | "completed" | "uprighted" | "flattened" | "first_frame" | "scaled" | "compressed"
    | "location_removed" | "metadata_removed" | "trailer_removed";
  /** The same in English. */
  readonly message: string;
}

/** A source image as it is sent. */
export interface PreparedImage {
  /** Of an image by URL as far as it is known. */
  readonly size: Size | null;
  /** Empty where it is sent byte for byte, or by its URL. */
  readonly changes: readonly Change[];
}

/** What just happened. Keep the `taskId`: it is what was paid for. */
export type Progress =
  /** Source images were changed before they are sent; told of all of them, where any was. */
  | { state: "prepared"; images: readonly PreparedImage[] }
  | { state: "sending" | "pending" | "running" | "reconnecting" | "too-late-to-cancel" }
  /** The service refused for now; the request is sent again after the pause. */
  | { state: "throttled"; pauseMillis: number }
  | { state: "task-created"; taskId: string }
  /** The next words of a stream. */
  | { state: "text"; text: string }
  /** The next image of a stream. */
  | { state: "image"; url: string }
  /** A file could not be uploaded, for this reason; it is sent along instead. */
  | { state: "upload-failed"; message: string };

/** `task` survives a lost connection; `sync` waits on an open one; `stream` tells words and images as they come. */
export type Delivery = "task" | "sync" | "stream";

export interface WaitOptions {
  /**
   * Ends the waiting, with an error of the kind `canceled`. What was not sent is not; an open connection is closed; a
   * queued task is cancelled at the service; a running one goes on there, and its `taskId` is in the error. Only the
   * answer to the request that makes a task is waited for first, because it names what was paid for.
   */
  signal?: AbortSignal;
  /** What it throws is reported like any error that nobody caught; the edit goes on. */
  onProgress?: (progress: Progress) => void;
  /** How long to wait in all. Default 900000. */
  deadlineMillis?: number;
  /** The pause between questions about a task. Default: 2 s, 3 s, then 5 s. */
  pollIntervalMillis?: number;
}

export interface SubmitOptions extends WaitOptions {
  /** Upload the files first (`oss://`) instead of sending them along; where that fails, they are sent along. Default false. */
  upload?: boolean;
  /** CSS colour that transparency is laid on, since the models take none. Default `#ffffff`. */
  background?: string;
  /** How often a request that was certainly refused for now (429) is sent again. Default 4. */
  maxRetries?: number;
  /**
   * Send EXIF, XMP, comments and what follows the image along, where it needs no other change. Default false: they are cut
   * out without touching a pixel, and with them where the picture was taken.
   */
  keepMetadata?: boolean;
}

export interface EditOptions extends SubmitOptions {
  /** Default `task`, or what the model has instead at this service. */
  delivery?: Delivery;
}

export interface ResumeOptions extends WaitOptions {
  /** How many images the task was asked for, so that `missing` can be told. Default: not known. */
  n?: number;
}

/** A promise of the outcome, and its progress: `for await (const progress of run)`, from the start whenever it begins. */
export interface Run extends Promise<Outcome>, AsyncIterable<Progress> {
  /** The same progress as a stream. Cancelling it does not cancel the edit; a `signal` does. */
  stream(): ReadableStream<Progress>;
}

/** One reason why a request cannot be sent. */
export interface Problem {
  /** Where: `prompt`, `images[1].bboxes[0]`, `service`, `delivery`, `credential`, … */
  path: string;
  /** A stable word, e.g. `too_many_boxes`. */
  code: string;
  /** The same as an English sentence. */
  message: string;
}

export interface ResultImage {
  readonly index: number;
  /**
   * The URL, byte for byte; it dies at `expiresAt`, so keep the bytes. It is what the service wrote: see that it is
   * `https:` or `http:` before it becomes a link.
   */
  readonly url: string;
  readonly expiresAt: Date | null;
  /** The prompt as the service rewrote it (wan2.5). */
  readonly actualPrompt: string | null;
  /** As the service counted it, where it did. */
  readonly size: Size | null;
  /**
   * The bytes: a JPEG, PNG, WEBP or BMP by its first bytes, which its `type` names, whatever the host calls it. Rejects
   * with a `WanEditError` of the kind `bytes`, also where what came is none of these or `url` is no address of the web.
   */
  blob(options?: { signal?: AbortSignal }): Promise<Blob>;
}

/** One part of an answer. */
export type OutcomePart =
  | { readonly type: "image"; readonly image: ResultImage }
  | { readonly type: "text"; readonly text: string }
  /** An image that could not be made, and was not billed. */
  | { readonly type: "failed"; readonly code: string; readonly message: string };

export interface Outcome {
  /** At least one, but where the model answered in words alone. */
  readonly images: readonly ResultImage[];
  /** Images, words and what failed, in their order. */
  readonly parts: readonly OutcomePart[];
  /** The words alone. */
  readonly texts: readonly string[];
  /** How many images were asked for, where that is known. */
  readonly asked: number | null;
  /** How many are missing from what was asked for; 0 where that was a maximum. */
  readonly missing: number;
  /** Why a stream broke off after images had come: they count, more may have been made. */
  readonly endedEarly: WanEditError | null;
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

/** Why a service refused or failed, sorted from its codes and words. */
export type Reason =
  | "key" | "workspace" | "arrears" | "budget" | "not-bought" | "free-tier" | "model-unknown" | "model-denied"
  | "task-header" | "wrong-address" | "range" | "structure" | "parameter"
  | "image-format" | "image-size" | "image-bytes" | "image-fetch" | "image-address"
  | "content" | "copyright" | "rule" | "too-late-to-cancel" | "disconnected"
  | "rate" | "burst" | "concurrency" | "quota" | "quota-gone"
  | "access-model" | "access-count" | "access-size" | "access-spent" | "access-order" | "access-call"
  | "internal" | "timed-out" | "saturated" | "policy-expired" | "no-channel" | "relay-empty" | "gateway-timeout" | "gateway"
  | "unknown";

/** What a `WanEditError` knows, as plain data. */
export interface WanEditErrorData {
  /** `AbortError` or `TimeoutError` where a signal ended the call. */
  readonly name: "WanEditError" | "AbortError" | "TimeoutError";
  readonly message: string;
  readonly kind:
    | "invalid-request" | "service" | "gateway" | "network" | "not-sent" | "canceled"
    | "deadline" | "task-unknown" | "no-images" | "image" | "bytes" | "internal";
  /** Whose it is; `library` is this package, which then failed inside (`internal`). */
  readonly fault: "request" | "account" | "service" | "network" | "library" | "nobody";
  /** Why, where an answer said so. */
  readonly reason?: Reason;
  /** What was thrown where it began: by `fetch`, by a function of yours; or the reason of the signal that aborted. */
  readonly cause?: unknown;
  /** What to do, in English, as `message` says, too; empty where there is nothing to do. */
  readonly nextStep: string;
  /** The request certainly was not accepted and may be sent again after a pause. */
  readonly retryable: boolean;
  /** Money may be gone although no image came: do not simply send it again. */
  readonly maybeBilled: boolean;
  readonly problems: readonly Problem[];
  /** The service's own. */
  readonly code?: string;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** For support. */
  readonly requestId?: string;
  /** The task goes on, or ended like this; `resume` asks for it again. */
  readonly taskId?: string;
  /** The answer as it came, its first 20000 characters. `message` has 2000 at most, codes and ids 200. */
  readonly raw?: string;
}

/** What everything here throws, save where the module itself cannot be loaded. The key is in none of its fields. */
export class WanEditError extends Error implements WanEditErrorData {
  private constructor();
  /** The error again that `toJSON` made plain data of, on the other side of a `postMessage`. */
  static from(data: WanEditErrorData): WanEditError;
  /** Plain data: for JSON, `postMessage` and `structuredClone`. */
  toJSON(): WanEditErrorData;
  readonly name: WanEditErrorData["name"];
  readonly kind: WanEditErrorData["kind"];
  readonly fault: WanEditErrorData["fault"];
  readonly reason?: Reason;
  readonly cause?: unknown;
  readonly nextStep: string;
  readonly retryable: boolean;
  readonly maybeBilled: boolean;
  readonly problems: readonly Problem[];
  readonly code?: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly taskId?: string;
  readonly raw?: string;
}

/** What would be sent. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Where it goes: by way of the proxy, if one is set. */
  readonly url: string;
  /** The service's own address. */
  readonly target: string;
  /** All but `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The source images as they are in it. */
  readonly images: readonly PreparedImage[];
  /** JSON. */
  readonly body: Blob;
}

/** A task as the service lists it, for 24 hours. */
export interface ListedTask {
  readonly taskId: string;
  readonly status: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED" | "UNKNOWN" | (string & {});
  readonly model: string;
  readonly beganAt: Date | null;
  readonly endedAt: Date | null;
}

export interface TaskList {
  readonly tasks: readonly ListedTask[];
  readonly pages: number;
}

/** What `diagnose` finds, what matters most first. */
export type FindingName =
  /** The service answered, and knows the key. */
  | "fine"
  | "offline"
  | "key-missing"
  /** The key has characters that no header can carry. */
  | "key-malformed"
  /** The page is served by https and would have to call http. */
  | "mixed-content"
  /** The host answers, but lets no browser read it: set a `proxy`. */
  | "no-cors"
  /** The host lets browsers read it, but not with a key: set a `proxy`. */
  | "preflight-refused"
  | "unreachable"
  /** The browser lets this page reach no machine of its own network before somebody allows it. */
  | "local-network"
  | "proxy-unreachable"
  /** The proxy lets this page read nothing (no CORS header, or two), or asks for a login of its own. */
  | "proxy-cors" | "proxy-login"
  /** Another server answered: there is no proxy at this address, or it does not know the host. */
  | "no-proxy"
  /** The proxy does not pass on to this host, serve pages of this address, or let in without an access code. */
  | "proxy-host" | "proxy-origin" | "proxy-access"
  /** The proxy lends its key, but not for this. */
  | "proxy-limit"
  /** The proxy cannot reach the host. */
  | "proxy-upstream"
  | "proxy-refused"
  /** The service does not know the key: it is wrong, or of another region. */
  | "key"
  /** The key was a temporary one, and has ended. */
  | "key-ended"
  /** A subscription's key at another host; another key at the subscription's host. */
  | "key-of-plan" | "key-not-of-plan"
  | "workspace"
  | "model-elsewhere"
  /** The account may not use this. */
  | "denied"
  /** A bill, a balance, a quota. */
  | "account"
  | "throttled"
  | "service-down"
  | "not-the-service"
  /** Results can be shown, but not fetched: set a `proxy`. */
  | "results-blocked"
  | "results-fine";

export interface Finding {
  readonly name: FindingName;
  /** Whether an edit can work all the same. */
  readonly isFine: boolean;
}

export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** The service's host. */
  readonly host: string;
  /** Whether a proxy stands between. */
  readonly proxied: boolean;
  /** HTTP status of the answer to the question with the key, where there was one. */
  readonly status: number | null;
  /** What was answered, without the key. */
  readonly raw: string | null;
  /** Ways to await the answer of such an edit there, the preferred one first. */
  readonly deliveries: readonly Delivery[];
}

/** Where a model runs. */
export type Region = "beijing" | "singapore" | "virginia" | "frankfurt" | "token-plan" | "dmxapi";

export interface ModelInfo {
  readonly id: EditRequest["model"];
  readonly promptChars: number;
  readonly negativePromptChars: number | null;
  readonly boxesPerImage: number;
  readonly image: {
    readonly minSidePx: number;
    readonly maxSidePx: number;
    readonly maxRatio: number | null;
    readonly maxBytes: number;
  };
  /** About, per generated image. */
  readonly priceCny: { readonly beijing: number; readonly singapore: number };
  /** Where it runs, and how answers can be awaited there. */
  readonly places: readonly { readonly region: Region; readonly deliveries: readonly Delivery[] }[];
  readonly modes: readonly ModeInfo[];
}

export interface ModeInfo {
  readonly mode: "text-to-image" | "edit" | "image-set" | "interleave";
  /** Least and most source images. */
  readonly images: readonly [least: number, most: number];
  /** Least and most `n`. */
  readonly n: readonly [least: number, most: number];
  /** Least and most `maxImages`, where there is that. */
  readonly maxImages: readonly [least: number, most: number] | null;
  /** Least and most colours of a `colorPalette`, where there is one. */
  readonly paletteColors: readonly [least: number, most: number] | null;
  readonly size: {
    readonly presets: readonly ("1K" | "2K" | "4K")[];
    readonly defaultPreset: "1K" | "2K" | "4K" | null;
    /** Fewest and most pixels of an exact size. */
    readonly minTotalPx: number;
    readonly maxTotalPx: number;
    /** 8 means from 1:8 to 8:1. */
    readonly maxRatio: number;
    /** The service rounds sides to multiples of this. */
    readonly multipleOf: number;
    readonly recommended: readonly ExactSize[];
  };
  /** What acts in this mode, in camelCase. */
  readonly parameters: readonly string[];
  /** Ways to await the answer, the preferred one first. */
  readonly deliveries: readonly Delivery[];
}

interface Abortable {
  signal?: AbortSignal;
}

/** A service with its key. */
export class Client {
  /** Throws a `WanEditError` where an option is missing; what else is wrong with one the first call tells. */
  constructor(options: ClientOptions);
  /** Runs an edit. What the promise needs is read from the request at once. */
  edit<const Model extends string>(request: AnyRequest<Model>, options?: EditOptions): Run;
  /** Starts a task and leaves it to itself: resolves with its id as soon as there is one. */
  submit<const Model extends string>(request: AnyRequest<Model>, options?: SubmitOptions): Promise<string>;
  /** Waits for a task that exists, e.g. after a reload. */
  resume(taskId: string, options?: ResumeOptions): Run;
  /** The same as `resume`. */
  wait(taskId: string, options?: ResumeOptions): Run;
  /** Cancels a task that is still queued; rejects with the reason `too-late-to-cancel` where it runs already. */
  cancel(taskId: string, options?: Abortable): Promise<void>;
  /**
   * The account's tasks of the last 24 hours, without their results. Defaults: page 1, 10 of them. Iterated
   * (`for await (const task of client.tasks())`), all of them from that page on, page by page.
   */
  tasks(options?: Abortable & { page?: number; pageSize?: number }): Promise<TaskList> & AsyncIterable<ListedTask>;
  /** Every reason why the request cannot be sent; empty means that it can. Nothing is sent. */
  check<const Model extends string>(request: AnyRequest<Model>, options?: { delivery?: Delivery; keepMetadata?: boolean }): Promise<Problem[]>;
  /** The request that `edit` would send first, without the key. Its images are made to fit and read; nothing is sent. */
  request<const Model extends string>(request: AnyRequest<Model>, options?: Abortable & { delivery?: Delivery; background?: string; keepMetadata?: boolean }): Promise<HttpRequest>;
  /**
   * Asks a vision model where the words are in an image: at most two boxes, for a person to confirm. Costs a fraction of
   * an edit.
   */
  locate(image: ImageSource | { source: ImageSource; size?: Size }, words: string, options?: Abortable): Promise<[] | [BoundingBox] | [BoundingBox, BoundingBox]>;
  /**
   * Makes one text of a prompt and of notes on boxes, as the service understands it, and says what is odd about it. The
   * result's `prompt` and `images` go into the request of an edit. Nothing is sent.
   */
  compose(request: ComposeRequest): Promise<Composed>;
  /** A key that lives for 1 to 1800 seconds (default 60), made with this client's own: for the page of a user. */
  temporaryKey(expireInSeconds?: number, options?: Abortable): Promise<{ token: string; expiresAt: Date }>;
  /**
   * What stands between the page and an edit like `request`; without one, a new image by `wan2.7-image`. Asks questions
   * that cannot make an image, and resolves with what it finds, at least one thing.
   */
  diagnose<const Model extends string>(request?: AnyRequest<Model>, options?: Abortable): Promise<Diagnosis>;
  /** The table of models. */
  models(): Promise<ModelInfo[]>;
}
