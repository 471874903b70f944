// What an app sees of `wan-edit/element`. Importing it registers both elements where there is a browser, does nothing
// elsewhere, and fetches nothing: that begins when an element stands in a page.

/** Corners in whole pixels of the image, upright, origin top left: `0 <= x1 < x2 <= width`. */
export type Box = [x1: number, y1: number, x2: number, y2: number];

/** Bytes or an address. An address is passed to the service as it is. */
export type ImageSource = Blob | URL | string;

/** A source image of `<wan-edit>`, as it is taken. */
export type EditorImage = ImageSource | { source: ImageSource; bboxes?: readonly (readonly number[])[] };

/** A source image of `<wan-edit>`, as it stands there; a `Client` takes it as it is. */
export interface CurrentImage {
  /** A URL where it was given one. */
  source: Blob | string;
  bboxes: [] | [Box] | [Box, Box];
  /** `null` where nobody knows it. */
  size: { width: number; height: number } | null;
}

/** A key; or a key that ends, by `expiresAt` in milliseconds or a `Date`, or by `expires_at` in seconds, since 1970. */
export type Credential = string | { token: string; expiresAt?: number | Date | null } | { token: string; expires_at: number };

/** A generated image. */
export interface ResultDetail {
  /**
   * At the service. It dies after 24 hours. It is what the service wrote: see that it is `https:` or `http:` before it
   * becomes a link.
   */
  url: string;
  expiresAt: Date | null;
  /** The bytes as they came, of a picture by its first bytes; rejects where they are out of reach, or no picture. */
  blob(): Promise<Blob>;
  /** `null` where the bytes are not here. */
  size: { width: number; height: number } | null;
  prompt: string;
  model: string;
  /** `null` where the service chose it. */
  seed: number | null;
  requestId: string | null;
  taskId: string | null;
}

/** Why there is no image. The key is in none of it. */
export interface ErrorDetail {
  /** `load`: the element itself could not be loaded; `image`: `<wan-boxes>` cannot show its image. */
  kind: "load" | "image" | "service" | "gateway" | "network" | "not-sent" | "canceled" | "deadline" | "task-unknown" | "no-images";
  /** In the language of the element. */
  message: string;
  nextStep?: string;
  /** The service's own. */
  code?: string | null;
  status?: number | null;
  requestId?: string | null;
  /** The task goes on at the service where it has one: a `Client` can `resume` it. */
  taskId?: string | null;
  /** Whether the same may simply be sent again. */
  retryable?: boolean;
  /** Whether money may be gone although no image came. */
  maybeBilled?: boolean;
}

export interface WanEditEventMap extends HTMLElementEventMap {
  /** Prompt, images or boxes are others now, by a person or by a property. Bubbles. */
  change: Event;
  /** An image was generated; told once its run is over and its bytes are here, or known to be out of reach. */
  result: CustomEvent<ResultDetail>;
}

/** `<wan-edit>`: the whole editor. */
export class WanEdit extends HTMLElement {
  /** Where its WebAssembly is, where a bundler does not find it. */
  static wasmUrl?: string;
  /** Attribute `service`: `beijing` (the default), `singapore`, `virginia`, `token-plan`, `dmxapi`, `dmxapi-com`. */
  service: string;
  /** Attribute `base-url`: another service, by its base URL. It stands above `service`. */
  baseUrl: string;
  /** Attribute `proxy`: a prefix, or a template with `{url}`. Empty, the default: none. */
  proxy: string;
  /** Attribute `model`. Empty, the default: `wan2.7-image-pro`, or what somebody chose. */
  model: string;
  /** Attribute `storage`. `memory`, the default: nothing outlives the element. `page`: settings, tasks and, if its owner says so, the key are kept where the page of wan-edit keeps them for this origin. */
  storage: "memory" | "page";
  /** Opens the service. Never an attribute, not answered, kept in memory. Without it the editor asks for a key. A function is asked for a key whenever one is needed and none is at hand. */
  set credential(value: string | (() => Credential | Promise<Credential>) | null | undefined);
  get credential(): undefined;
  /** The prompt as it is now. The attribute `prompt` sets it, too. */
  prompt: string;
  /** The source images as they are now, boxes included. */
  get images(): CurrentImage[];
  set images(images: Iterable<EditorImage> | null | undefined);
  addEventListener<K extends keyof WanEditEventMap>(type: K, listener: (this: WanEdit, event: WanEditEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: "error", listener: (this: WanEdit, event: CustomEvent<ErrorDetail>) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `<wan-boxes>`: an image with its box layer, a form control. */
export class WanBoxes extends HTMLElement {
  static readonly formAssociated: true;
  /** Where its WebAssembly is, where a bundler does not find it. */
  static wasmUrl?: string;
  /** Attribute `src`: the image's address. */
  src: string;
  /** The image. It stands above `src`. `null` is none. */
  get image(): Blob | string | null;
  set image(image: ImageSource | null | undefined);
  /** The boxes. Those that reach out of the image are cut. What a form sends is their JSON text; a reset goes back to the attribute `value`, JSON text as well. */
  get value(): Box[];
  set value(boxes: Iterable<readonly number[]> | string | null | undefined);
  /** What the attribute `value` says. */
  readonly defaultValue: Box[];
  /** Attribute `max`: most boxes; 2, as many as the service takes. */
  max: number;
  /** Attribute `disabled`. */
  disabled: boolean;
  /** Attribute `name`, in a form. */
  name: string;
  readonly type: "wan-boxes";
  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  /** `input` while a box is dragged, `change` at its end, `load` with the image's size as its `detail`. */
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: WanBoxes, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: "error", listener: (this: WanBoxes, event: CustomEvent<ErrorDetail>) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

type Ref<Element> = ((element: Element | null) => void | (() => void)) | { current: Element | null } | null;

type Common<Element> = { id?: string; class?: string; className?: string; style?: unknown; lang?: string; hidden?: boolean; part?: string; slot?: string; ref?: Ref<Element>; key?: string | number | null };

/** What a handler in JSX is given. */
type Heard<Element, Heard extends Event = Event> = Heard & { readonly target: Element; readonly currentTarget: Element };

/**
 * Both elements for JSX. With React 19:
 *
 *     import type { WanElements } from "wan-edit/element";
 *     declare module "react" {
 *       namespace JSX { interface IntrinsicElements extends WanElements {} }
 *     }
 */
export interface WanElements {
  "wan-edit": Common<WanEdit> & {
    service?: string;
    baseUrl?: string;
    "base-url"?: string;
    proxy?: string;
    model?: string;
    storage?: "memory" | "page";
    credential?: string | (() => Credential | Promise<Credential>);
    prompt?: string;
    images?: Iterable<EditorImage>;
    onchange?: (event: Heard<WanEdit>) => void;
    onresult?: (event: Heard<WanEdit, CustomEvent<ResultDetail>>) => void;
    onerror?: (event: Heard<WanEdit, CustomEvent<ErrorDetail>>) => void;
  };
  "wan-boxes": Common<WanBoxes> & {
    src?: string;
    image?: ImageSource | null;
    value?: Iterable<readonly number[]>;
    max?: number;
    disabled?: boolean;
    name?: string;
    oninput?: (event: Heard<WanBoxes>) => void;
    onchange?: (event: Heard<WanBoxes>) => void;
    onload?: (event: Heard<WanBoxes, CustomEvent<{ width: number; height: number }>>) => void;
    onerror?: (event: Heard<WanBoxes, CustomEvent<ErrorDetail>>) => void;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "wan-edit": WanEdit;
    "wan-boxes": WanBoxes;
  }
}
