/** What a visitor may do with your key. */
export interface Limits {
  /** Ids of models; default: those that the package knows. */
  models?: readonly string[];
  /** How many images one order makes at most; default 12. */
  imagesPerCall?: number;
  /** How many images a visitor makes in a day (UTC) at most; default 200. */
  imagesPerDay?: number;
  /** How many pixels an image has at most; default 4096 × 4096. */
  pixels?: number;
}

/** Who is asking. */
export interface Visitor extends Limits {
  /** By which the visitor is counted. Never empty. */
  name: string;
}

/** Options of {@link createProxy}. */
export interface ProxyOptions {
  /** The path at which the handler is mounted, without a slash at its end; default `/proxy`. */
  prefix?: string;
  /**
   * Your keys by host, as `{ "dashscope.aliyuncs.com": process.env.DASHSCOPE_API_KEY }`, or a function that has them. A
   * host without one is refused. With `keys`, an `Authorization` header of a request goes no further, and what may be
   * called is limited. Without, each request brings a key of its own.
   */
  keys?: Readonly<Record<string, string | undefined>> | ((host: string, visitor: string) => string | undefined | Promise<string | undefined>);
  /**
   * Says who may use the proxy: `true`, or a visitor who is counted by name and may have limits of their own. Anything
   * false is refused with 401. Is asked for each request but preflights, those for pictures included. Required with `keys`.
   */
  authorize?: (request: Request) => Visitor | boolean | null | undefined | Promise<Visitor | boolean | null | undefined>;
  /** Limits of all visitors, with `keys`. */
  limits?: Limits;
  /**
   * Whether a request may go on now; is refused with 429 if not. `isOrder`: it may cost money. Default with `keys`: 10
   * orders and 300 other requests a minute and visitor, counted in this process.
   */
  rateLimit?: (use: { visitor: string; isOrder: boolean; request: Request }) => boolean | Promise<boolean>;
  /**
   * Counts images with `keys`, and says whether they are within the day's limit. Fewer than none gives back what the
   * service refused to make. Default: counted in this process.
   */
  countImages?: (use: { visitor: string; images: number; imagesPerDay: number }) => boolean | Promise<boolean>;
  /** Further hosts that speak the services' language: `gateway.example.com`. They get a key as services do. */
  hosts?: readonly string[];
  /** Pages at other addresses that may use the proxy: `https://app.example.com`. Those of its own address may. */
  origins?: readonly string[];
  /** Called in place of the global `fetch`. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Hears of what should not have happened, such as an error of a function above. */
  onError?: (error: unknown) => void;
}

/**
 * A proxy between pages and Alibaba's services: answers requests for `PREFIX/HOST/PATH?QUERY`. Bodies are streams both
 * ways, nothing is kept or logged. The handler never rejects.
 * @throws {TypeError} if an option cannot be meant
 */
export function createProxy(options?: ProxyOptions): (request: Request) => Promise<Response>;
