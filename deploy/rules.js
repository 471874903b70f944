// The rules of the proxy that browsers need to reach the services: what goes on, to whom, and what comes back. The
// worker (worker.js), the package's entry `wan-edit/proxy` (proxy.js) and the development server all answer by it; those
// of nginx.conf are the same. README.md beside this file explains them.
//
// Nothing is logged, nothing is kept, nothing is buffered: bodies are streams. Only orders with a lent key are looked at
// as they pass by.
import { Denied, LENT_HEADERS, OrderGate, codeIn, denial } from "./lending.js";

const LARGEST_REQUEST_BYTES = 300 * 1024 * 1024;
const LARGEST_RESULT_BYTES = 99_999_999;
const PIECE_BYTES = 64 * 1024;

/** It sends a stream with its length by a class of its own. */
const IS_CLOUDFLARE = "FixedLengthStream" in globalThis;
/** Deno sends streams without their length, which not every host takes: there bodies are read whole. */
const LOSES_LENGTHS = "Deno" in globalThis;
/** Node keeps all of a body that it sends, in case a redirect wants it again, unless redirects are errors. */
const KEEPS_BODIES = Boolean(globalThis.process?.versions?.undici);

// ---- Hosts: `api` gets the key, `oss` (results) and `upload` (buckets of temporary files) never do.
// A name that begins with dashscope- can be registered by anybody: so nothing but pictures comes from `oss`.

// tools/hosts.js writes from here
const API_HOSTS = [
  "dashscope.aliyuncs.com",
  "dashscope-intl.aliyuncs.com",
  "dashscope-us.aliyuncs.com",
  "cn-hongkong.dashscope.aliyuncs.com",
  "www.dmxapi.cn",
  "www.dmxapi.com",
];
const WORKSPACE_HOST =
  /^[a-z0-9][a-z0-9_-]{0,62}\.(?:cn-beijing|ap-southeast-1|us-east-1|eu-central-1|cn-hongkong|ap-northeast-1)\.maas\.aliyuncs\.com$/;
const UPLOAD_HOST = /^dashscope-file-[a-z0-9-]{1,48}\.oss-[a-z0-9-]{1,40}\.aliyuncs\.com$/;
const RESULT_HOST = /^dashscope-[a-z0-9-]{1,53}\.oss-[a-z0-9-]{1,40}\.aliyuncs\.com$/;
// to here

// The same buckets as machines within Alibaba's network see them.
const INTERNAL_HOST = /\.oss-(?:[a-z0-9-]*-)?(?:internal|vpc[0-9]*)[-.]/;

/** What `host` is: one of the lists above, or one of `more`, from hosts to kinds; null if nobody knows it. */
function kindOf(host, more) {
  if (INTERNAL_HOST.test(host)) return null;
  if (API_HOSTS.includes(host) || WORKSPACE_HOST.test(host)) return "api";
  if (UPLOAD_HOST.test(host)) return "upload";
  if (RESULT_HOST.test(host)) return "oss";
  return more.get(host) ?? null;
}

// ---- Addresses: PREFIX/HOST/PATH?QUERY. PATH?QUERY byte for byte, where it is plain: no empty or dotted segments, no
// escaped slash, backslash, dot, percent or control character, no escaped line end in the query.

const ADDRESS =
  /^\/([^/?]+)((?:\/|(?:\/(?!\.\.?(?:[/?]|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%(?![01]|25|2[Ee]|2[Ff]|5[Cc]|7[Ff])[0-9A-Fa-f]{2})+)+\/?)(?:\?(?:[A-Za-z0-9._~!$&()*+,;=:@/?[\]-]|%(?!0[0AaDd])[0-9A-Fa-f]{2})*)?)$/;

// An access code belongs into one header, and goes no further than here.
const ACCESS_CODE = /visit-[A-Za-z0-9_-]{24}/i;

// ---- Headers

const FORWARDED = ["authorization", ...LENT_HEADERS, "x-dashscope-workspace", "x-dashscope-datainspection"];
const RETURNED = ["content-length", "content-encoding", "retry-after", "x-request-id", "x-dashscope-finished"];

// ---- Types: exact, with plain parameters at most. Nothing that a browser would run gets its own type.

const PARAMETERS = "(?:[ \\t]*;[ \\t]*[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*";
const PICTURE_TYPE = new RegExp(`^image/(?:png|jpe?g|webp|gif|bmp|tiff|avif)${PARAMETERS}$`, "i");
const DATA_TYPE = new RegExp(`^(?:application/json|text/event-stream)${PARAMETERS}$`, "i");
const ERROR_TYPE = new RegExp(`^(?:(?:application|text)/(?:xml|json|plain)${PARAMETERS})?$`, "i");

// ---- Headers of our own

/** Of every answer, the page included. */
export const EVERYWHERE = {
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};
/** Of every answer of the proxy. */
export const PROXY_HEADERS = {
  ...EVERYWHERE,
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": FORWARDED.filter((name) => name !== "content-length").join(", "),
  "access-control-expose-headers": "content-type, content-length, retry-after, x-request-id, x-dashscope-finished",
  "cache-control": "no-store, no-transform",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
};

// ---- Requests

/**
 * @typedef {object} Settings
 * @property {string} prefix where the proxy is mounted: `/proxy`
 * @property {Map<string, "api" | "oss">} hosts further hosts, and what they are
 * @property {string[]} origins other pages that may use it
 * @property {(request: Request, host: string, kind: string, call: string) => Promise<Loan | null>} lend what the request
 *   gets of the owner's; null if it goes on with what it brought
 * @property {boolean} isLender whether no request goes on with an Authorization header that it brought
 * @property {(visitor: object, images: number) => Promise<boolean>} spend whether the visitor may make so many images
 *   more; it has counted them then. Less than none gives back what was not made
 * @property {typeof fetch} [fetch] asks the host
 * @property {(fault: unknown) => void} [onError] hears of what should not have happened
 *
 * @typedef {object} Loan
 * @property {string | null} key the Authorization header for the host
 * @property {object} visitor who gets it, with limits
 * @property {boolean} isOrder whether the call may cost money
 */

/** The path and query of `request` as they came, not as `URL` would write them. */
export function addressOf(request) {
  return request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
}

/** Answers `request` by `settings`; never fails. */
export async function handle(request, settings) {
  try {
    return await passOn(request, settings);
  } catch (fault) {
    if (!(fault instanceof Refusal || fault instanceof Denied)) settings.onError?.(fault);
    return refusal(fault, PROXY_HEADERS);
  }
}

async function passOn(request, settings) {
  if (request.method === "OPTIONS") {
    return new Response(null, { status: 204, headers: { ...PROXY_HEADERS, "access-control-max-age": "86400" } });
  }
  const address = addressOf(request);
  const isHere = address.startsWith(settings.prefix);
  const [, host, path] = ADDRESS.exec(isHere ? address.slice(settings.prefix.length) : "") ?? refuse("badAddress");
  const kind = kindOf(host, settings.hosts) ?? refuse("hostNotAllowed", host);
  if (ACCESS_CODE.test(path)) refuse("badAddress");
  refuseRequest(request, settings, kind);

  const { method } = request;
  const lent = await settings.lend(request, host, kind, `${method} ${path}`);
  // An access code that is not exchanged for a key is no key either.
  if (!lent && codeIn(request.headers.get("authorization"))) throw new Denied("accessDenied");
  const headers = new Headers({ "accept-encoding": "identity", "user-agent": "wan-edit-proxy" });
  for (const name of lent ? LENT_HEADERS : FORWARDED) {
    const value = request.headers.get(name);
    if (value) headers.set(name, value);
  }
  if (lent?.key) headers.set("authorization", lent.key);
  if (lent?.isOrder && !(request.headers.get("content-length") > 0)) throw new Denied("orderUnclear");
  const order = lent?.isOrder ? passOrder(request, settings, lent.visitor) : null;
  const init = { method, headers, signal: request.signal };
  const reply = await ask(`https://${host}${path}`, init, order?.body ?? request.body, order, settings.fetch);
  // What was refused is not billed.
  if (order?.images() && reply.status >= 400 && reply.status < 500) await settings.spend(lent.visitor, -order.images());
  return answer(reply, kind !== "api" && method === "GET");
}

/** What the host answers, or the reason for which `order` was stopped on its way. */
async function ask(url, request, stream, order, call = fetch) {
  const init = { ...request, redirect: "manual", cache: "no-store" };
  try {
    const body = stream && LOSES_LENGTHS ? await whole(stream, order) : stream;
    const streaming = { body, duplex: "half", ...(KEEPS_BODIES && { redirect: "error", window: null }) };
    const asked = call(url, body ? { ...init, ...streaming } : init);
    return await (order ? Promise.race([asked, order.stopped]) : asked);
  } catch (fault) {
    if (fault instanceof Denied) throw fault;
    if (fault.cause?.message === "unexpected redirect") throw new Refusal("redirectRefused");
    // The host may have noticed first that the order has no end.
    const reason = await Promise.race([order?.stopped.catch((denied) => denied), null]);
    throw reason ?? new Refusal("unreachable");
  }
}

/** All of `stream`, unless `order` is stopped before its end. */
function whole(stream, order) {
  const bytes = new Response(stream).arrayBuffer();
  return order ? Promise.race([bytes, order.stopped]) : bytes;
}

function refuseRequest(request, { origins, isLender }, kind) {
  const { method, headers } = request;
  const is = (name) => headers.has(name);
  if (method !== "GET" && (method !== "POST" || kind === "oss")) refuse("methodNotAllowed");
  if (isDocument(headers)) refuse("dataOnly");
  if (!isAllowedOrigin(request, origins)) refuse("originNotAllowed");
  if (kind !== "api" && !isLender && is("authorization")) refuse("keyRefused");
  if (method === "GET" && request.body) refuse("getWithBody");
  if (is("transfer-encoding") || (request.body && !is("content-length"))) refuse("lengthRequired");
  const length = Number(headers.get("content-length") ?? 0);
  if (length > LARGEST_REQUEST_BYTES) refuse("bodyTooLarge");
  if (method === "GET" && length > 0) refuse("getWithBody");
  if (kind === "upload" && method === "POST" && !/^multipart\/form-data;/.test(headers.get("content-type") ?? "")) {
    refuse("notAForm");
  }
}

/** Whether a browser would make a page, a frame, a script or the like of the answer. */
function isDocument(headers) {
  const use = headers.get("sec-fetch-dest");
  return use === null ? /text\/html|application\/xhtml/i.test(headers.get("accept") ?? "") : !/^(?:empty|image)$/.test(use);
}

/**
 * Pages of this host and of listed ones may use the proxy; programs, which name no page, may as well. A picture in a
 * page elsewhere names none either, but that it is elsewhere.
 */
function isAllowedOrigin(request, origins) {
  const origin = request.headers.get("origin");
  if (origin === null) return /^(?:same-origin|none)$/.test(request.headers.get("sec-fetch-site") ?? "none");
  if (origins.includes(origin)) return true;
  // Some frameworks write the address anew, as they know themselves; a browser says whom it asked in Host.
  return [new URL(request.url).host, request.headers.get("host")].includes(origin.replace(/^https?:\/\//, ""));
}

// ---- Orders: with a lent key

/**
 * The body of an order on its way, its end held back until it is allowed. `stopped` fails with the reason if it is
 * not; `images()` is how many have been counted.
 */
function passOrder(request, { spend }, visitor) {
  let images = 0;
  let stop;
  const stopped = new Promise((_, reject) => (stop = reject));
  stopped.catch(() => {});
  const gate = new OrderGate(visitor, async (count) => {
    if (!(await spend(visitor, count))) throw new Denied("allowanceSpent");
    images = count;
  });
  const { readable, writable } = IS_CLOUDFLARE
    ? new FixedLengthStream(Number(request.headers.get("content-length")))
    : new TransformStream();
  const writer = writable.getWriter();
  pump(request.body, gate, writer).catch((fault) => {
    stop(fault);
    return writer.abort(fault).catch(() => {});
  });
  return { body: readable, stopped, images: () => images };
}

/** From `body` through `gate` to `writer`. On Cloudflare a write copies: two pieces of memory serve for all of it. */
async function pump(body, gate, writer) {
  const reader = body.getReader(IS_CLOUDFLARE ? { mode: "byob" } : {});
  let free = IS_CLOUDFLARE ? new ArrayBuffer(PIECE_BYTES) : null;
  for (;;) {
    const { done, value } = await (free ? reader.read(new Uint8Array(free)) : reader.read());
    const ready = done ? gate.finish() : await gate.pass(value);
    if (ready.length > 0) await writer.write(ready);
    if (done) return writer.close();
    if (free) free = ready.length > 0 ? ready.buffer : new ArrayBuffer(PIECE_BYTES);
  }
}

// ---- Answers

/** `reply` for the browser: bytes as they come, and only headers that are known to be harmless. */
function answer(reply, isResult) {
  const type = reply.headers.get("content-type") ?? "";
  const refuseReply = (name) => {
    reply.body?.cancel().catch(() => {});
    refuse(name);
  };
  if (reply.type === "opaqueredirect" || (reply.status >= 300 && reply.status < 400)) refuseReply("redirectRefused");
  if (!(reply.status >= 200 && reply.status < 600)) refuseReply("badAnswer");
  if (isResult) {
    if (!(reply.ok ? PICTURE_TYPE : ERROR_TYPE).test(type) || reply.headers.has("content-encoding")) refuseReply("notAnImage");
    // The runtime ends an answer at its length; one without could be of any.
    const length = reply.headers.get("content-length") ?? "";
    const isSized = /^[0-9]+$/.test(length) && !reply.headers.has("transfer-encoding");
    if (!isSized || Number(length) > LARGEST_RESULT_BYTES) refuseReply("resultTooLarge");
  }
  const headers = new Headers(PROXY_HEADERS);
  for (const name of RETURNED) {
    const value = reply.headers.get(name);
    if (value) headers.set(name, value);
  }
  // Other runtimes have unpacked it, and cannot know beforehand how long it is then.
  if (!IS_CLOUDFLARE && headers.has("content-encoding")) for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  const isData = DATA_TYPE.test(type) || PICTURE_TYPE.test(type);
  headers.set("content-type", isData ? type : "text/plain; charset=utf-8");
  return new Response(reply.body, { status: reply.status, headers });
}

// ---- Refusals: status, code, and a sentence for whoever sees it

const REFUSALS = {
  badAddress: [400, "ProxyBadAddress", "Write the address as /proxy/HOST/PATH?QUERY (or what the proxy has in place of /proxy), in its plain form: no empty or dotted segments, no escaped slashes, dots or control characters."],
  hostNotAllowed: [403, "ProxyHostNotAllowed", "This proxy does not pass requests on to {host}. Its owner can add a host of the service to its list: EXTRA_HOSTS of the worker, hosts of createProxy."],
  methodNotAllowed: [405, "ProxyMethodNotAllowed", "Only GET, POST and OPTIONS are passed on, to hosts of results only GET, and for the page itself only GET works."],
  originNotAllowed: [403, "ProxyOriginNotAllowed", "This proxy serves pages of other addresses only. Its owner can add the address of this page to its list: ORIGINS of the worker, origins of createProxy."],
  notAuthorized: [401, "ProxyAccessDenied", "This proxy serves those whom its app knows. Sign in there, then try again."],
  keyRefused: [400, "ProxyKeyRefused", "Hosts of results and uploads must never get a key. Send the request without Authorization."],
  lengthRequired: [411, "ProxyLengthRequired", "Say how long the request is: send Content-Length instead of chunks."],
  bodyTooLarge: [413, "ProxyBodyTooLarge", "The request is larger than 300 MB. Send fewer or smaller pictures."],
  getWithBody: [400, "ProxyBadRequest", "A GET request has no body."],
  notAForm: [415, "ProxyNotAForm", "Uploads are sent as multipart/form-data."],
  dataOnly: [403, "ProxyDataOnly", "What comes through this proxy is data for a page, and no page, script or file to open itself."],
  fault: [500, "ProxyFault", "The proxy could not handle this request. Try again; if that does not help, tell its owner."],
  noLimiter: [500, "ProxyFault", "The proxy lends its key only within limits: its owner must set SUBMITS, ASKS, GUESSES and ALLOWANCE."],
  badSettings: [500, "ProxyFault", "The proxy is not set up right: its owner must set ACCESS_CODES, SERVICE_KEYS and LIMITS to JSON objects."],
  badAnswer: [502, "ProxyBadAnswer", "What the host sent is no answer to a request. One for a picture may have been billed."],
  unreachable: [502, "ProxyUnreachable", "The proxy could not reach the host, or the host ended the connection without an answer. A request for a picture may have been billed if it arrived."],
  redirectRefused: [502, "ProxyRedirectRefused", "The host sent the request elsewhere; the proxy does not follow. Use the address it really has."],
  notAnImage: [502, "ProxyNotAnImage", "What the host sent is no picture. Only pictures are passed on from hosts of results."],
  resultTooLarge: [502, "ProxyResultTooLarge", "The picture is larger than 100 MB, or its host does not say how large it is. Open its address directly to save it."],
  notFound: [404, "NotFound", "There is nothing at this address."],
};

/** Why a request goes no further: the name of a sentence above. */
export class Refusal extends Error {
  constructor(name, host = "") {
    super(name);
    this.name = name;
    this.host = /^[A-Za-z0-9._:-]{1,100}$/.test(host) ? host : "this host";
  }
}

/** The answer for whatever went wrong. What is not known beforehand is not told: it could hold anything. */
export function refusal(fault, headers) {
  if (fault instanceof Denied) {
    const { status, headers: own, body } = denial(fault);
    return new Response(body, { status, headers: { ...headers, ...own } });
  }
  const [status, code, sentence] = REFUSALS[fault instanceof Refusal ? fault.name : "fault"];
  return Response.json({ code, message: sentence.replace("{host}", fault.host) }, { status, headers });
}

/** @throws {Refusal} always */
export function refuse(name, host) {
  throw new Refusal(name, host);
}
