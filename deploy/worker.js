// wan-edit as one standard fetch handler: the page, and the proxy that browsers need to reach the services.
// For Cloudflare Workers (wrangler.toml) and every runtime that serves `export default { fetch(request, env) }`.
// The rules are those of nginx.conf; README.md beside this file explains them and the settings in `env`.
//
// Nothing is logged, nothing is kept, nothing is buffered: bodies are streams. Only orders with a lent key are looked at
// as they pass by.
import { Denied, LENT_HEADERS, OrderGate, codeIn, denial, isOrder, visitorOf } from "./lending.js";

const LARGEST_REQUEST_BYTES = 300 * 1024 * 1024;
const LARGEST_RESULT_BYTES = 99_999_999;
const PIECE_BYTES = 64 * 1024;

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

function kindOf(host, env) {
  if (INTERNAL_HOST.test(host)) return null;
  if (API_HOSTS.includes(host) || WORKSPACE_HOST.test(host)) return "api";
  if (UPLOAD_HOST.test(host)) return "upload";
  if (RESULT_HOST.test(host)) return "oss";
  return words(env.EXTRA_HOSTS).includes(host) ? "api" : null;
}

// ---- Addresses: /proxy/HOST/PATH?QUERY. PATH?QUERY byte for byte, where it is plain: no empty or dotted segments, no
// escaped slash, backslash, dot, percent or control character, no escaped line end in the query.

const ADDRESS =
  /^\/proxy\/([^/?]+)((?:\/|(?:\/(?!\.\.?(?:[/?]|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%(?![01]|25|2[Ee]|2[Ff]|5[Cc]|7[Ff])[0-9A-Fa-f]{2})+)+\/?)(?:\?(?:[A-Za-z0-9._~!$&()*+,;=:@/?[\]-]|%(?!0[0AaDd])[0-9A-Fa-f]{2})*)?)$/;

// An access code belongs into one header, and goes no further than here.
const ACCESS_CODE = /visit-[A-Za-z0-9_-]{24}/i;

// ---- Headers

const FORWARDED = [
  "authorization",
  "accept",
  "content-type",
  "content-length",
  "x-dashscope-async",
  "x-dashscope-sse",
  "x-dashscope-ossresourceresolve",
  "x-dashscope-workspace",
  "x-dashscope-wait-timeout",
  "x-dashscope-datainspection",
];
const RETURNED = ["content-length", "content-encoding", "retry-after", "x-request-id", "x-dashscope-finished"];

// ---- Types: exact, with plain parameters at most. Nothing that a browser would run gets its own type.

const PARAMETERS = "(?:[ \\t]*;[ \\t]*[A-Za-z0-9-]+=[A-Za-z0-9._-]+)*";
const PICTURE_TYPE = new RegExp(`^image/(?:png|jpe?g|webp|gif|bmp|tiff|avif)${PARAMETERS}$`, "i");
const DATA_TYPE = new RegExp(`^(?:application/json|text/event-stream)${PARAMETERS}$`, "i");
const ERROR_TYPE = new RegExp(`^(?:(?:application|text)/(?:xml|json|plain)${PARAMETERS})?$`, "i");

// ---- Headers of our own

const EVERYWHERE = {
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};
const PROXY_HEADERS = {
  ...EVERYWHERE,
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": FORWARDED.filter((name) => name !== "content-length").join(", "),
  "access-control-expose-headers": "content-type, content-length, retry-after, x-request-id, x-dashscope-finished",
  "cache-control": "no-store, no-transform",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
};
const PAGE_HEADERS = {
  ...EVERYWHERE,
  // That of the page's index.html, which cannot say frame-ancestors.
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data: https: http://127.0.0.1:* http://localhost:*; connect-src 'self' blob: data: https: http://127.0.0.1:* http://localhost:*; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'; object-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
};
const HASHED_NAME = /-[0-9a-f]{8,16}(?:_bg)?\.[a-z0-9]+$/;

export default {
  /** Answers `request`. */
  async fetch(request, env = {}) {
    // As it came, not as `URL` would write it.
    const address = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
    const isProxy = /^\/proxy(?:[/?]|$)/.test(address);
    try {
      return await (isProxy ? proxy(request, env, address) : page(request, env, address));
    } catch (fault) {
      return refusal(fault, isProxy ? PROXY_HEADERS : { ...PAGE_HEADERS, "cache-control": "no-cache" });
    }
  },
};

/** Counts the images that a visitor has ordered today: a Durable Object, one for each visitor. */
export class Allowance {
  constructor(state) {
    this.storage = state.storage;
  }

  /** Answers 200 if there is room for `{day, images, most}`, and has counted them; 429 if not. */
  async fetch(request) {
    const { day, images, most } = await request.json();
    const before = (await this.storage.get("spent")) ?? {};
    const spent = (before.day === day ? before.images : 0) + images;
    if (spent > most) return new Response(null, { status: 429 });
    await this.storage.put("spent", { day, images: Math.max(0, spent) });
    return new Response(null);
  }
}

// ---- The proxy

async function proxy(request, env, address) {
  if (request.method === "OPTIONS") {
    return new Response(null, { status: 204, headers: { ...PROXY_HEADERS, "access-control-max-age": "86400" } });
  }
  const [, host, path] = ADDRESS.exec(address) ?? refuse("badAddress");
  const kind = kindOf(host, env) ?? refuse("hostNotAllowed", host);
  if (ACCESS_CODE.test(path)) refuse("badAddress");
  refuseRequest(request, env, kind);

  const { method } = request;
  const lent = await lend(request, env, host, `${method} ${path}`);
  const headers = new Headers({ "accept-encoding": "identity", "user-agent": "wan-edit-proxy" });
  for (const name of lent ? LENT_HEADERS : FORWARDED) {
    const value = request.headers.get(name);
    if (value) headers.set(name, value);
  }
  if (lent) headers.set("authorization", lent.key);
  if (lent?.isOrder && !(request.headers.get("content-length") > 0)) throw new Denied("orderUnclear");
  const order = lent?.isOrder ? passOrder(request, env, lent.visitor) : null;
  const body = order?.body ?? request.body;
  const reply = await ask(`https://${host}${path}`, { method, headers, signal: request.signal }, body, order);
  // What was refused is not billed.
  if (order?.images() && reply.status >= 400 && reply.status < 500) await spend(env, lent.visitor, -order.images());
  return answer(reply, kind !== "api" && method === "GET");
}

/** What the host answers, or the reason for which `order` was stopped on its way. */
async function ask(url, request, body, order) {
  const init = { ...request, redirect: "manual", cache: "no-store" };
  const asked = fetch(url, body ? { ...init, body, duplex: "half" } : init);
  try {
    return await (order ? Promise.race([asked, order.stopped]) : asked);
  } catch (fault) {
    if (fault instanceof Denied) throw fault;
    // The host may have noticed first that the order has no end.
    const reason = await Promise.race([order?.stopped.catch((denied) => denied), null]);
    throw reason ?? new Refusal("unreachable");
  }
}

function refuseRequest(request, env, kind) {
  const { method, headers } = request;
  const is = (name) => headers.has(name);
  if (method !== "GET" && (method !== "POST" || kind === "oss")) refuse("methodNotAllowed");
  if (isDocument(headers)) refuse("dataOnly");
  if (!isAllowedOrigin(request, env)) refuse("originNotAllowed");
  if (kind !== "api" && is("authorization")) refuse("keyRefused");
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
function isAllowedOrigin(request, env) {
  const origin = request.headers.get("origin");
  if (origin === null) return /^(?:same-origin|none)$/.test(request.headers.get("sec-fetch-site") ?? "none");
  if (words(env.ORIGINS).includes(origin)) return true;
  return origin.replace(/^https?:\/\//, "") === new URL(request.url).host;
}

// ---- Lending a key: an access code is exchanged for the key of the host

/** `{key, visitor, isOrder}` for a request with an access code; null for one without. */
async function lend(request, env, host, call) {
  const code = codeIn(request.headers.get("authorization"));
  if (!code) return null;
  // A key is lent only where its use is counted.
  if (!env.SUBMITS || !env.ASKS || !env.GUESSES || !env.ALLOWANCE) refuse("noLimiter");
  const visitor = await visitorByCode(code, request, env);
  const key = setting(env.SERVICE_KEYS).get(host);
  if (!key) throw new Denied("noKeyForHost", host);
  const order = isOrder(host, call, visitor);
  const { success } = await (order ? env.SUBMITS : env.ASKS).limit({ key: visitor.name });
  if (!success) throw new Denied("rateLimit");
  return { key, visitor, isOrder: order };
}

/** When an address that guessed too often may send a code again. */
const guessers = new Map();

async function visitorByCode(code, request, env) {
  const address = request.headers.get("cf-connecting-ip") ?? "unknown";
  if (guessers.get(address) > Date.now()) throw new Denied("guessLimit");
  try {
    return await visitorOf(code, setting(env.ACCESS_CODES), Object.fromEntries(setting(env.LIMITS)));
  } catch (fault) {
    const { success } = await env.GUESSES.limit({ key: address });
    if (guessers.size > 10_000) guessers.clear();
    if (!success) guessers.set(address, Date.now() + 60_000);
    throw fault;
  }
}

/**
 * The body of an order on its way, its end held back until it is allowed. `stopped` fails with the reason if it is
 * not; `images()` is how many have been counted.
 */
function passOrder(request, env, visitor) {
  let images = 0;
  let stop;
  const stopped = new Promise((_, reject) => (stop = reject));
  stopped.catch(() => {});
  const gate = new OrderGate(visitor, async (count) => {
    await spend(env, visitor, count);
    images = count;
  });
  // Cloudflare's way to send a stream with its length.
  const isFixed = "FixedLengthStream" in globalThis;
  const { readable, writable } = isFixed
    ? new FixedLengthStream(Number(request.headers.get("content-length")))
    : new TransformStream();
  const writer = writable.getWriter();
  pump(request.body, gate, writer, isFixed).catch((fault) => {
    stop(fault);
    return writer.abort(fault).catch(() => {});
  });
  return { body: readable, stopped, images: () => images };
}

/** From `body` through `gate` to `writer`. Where a write copies, two pieces of memory serve for all of it. */
async function pump(body, gate, writer, isCopied) {
  const reader = body.getReader({ mode: "byob" });
  let free = new ArrayBuffer(PIECE_BYTES);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(free));
    const ready = done ? gate.finish() : await gate.pass(value);
    if (ready.length > 0) await writer.write(ready);
    if (done) return writer.close();
    free = isCopied && ready.length > 0 ? ready.buffer : new ArrayBuffer(PIECE_BYTES);
  }
}

async function spend(env, visitor, images) {
  const counter = env.ALLOWANCE.get(env.ALLOWANCE.idFromName(visitor.name));
  const asked = { day: new Date().toISOString().slice(0, 10), images, most: visitor.images_per_day };
  const { ok } = await counter.fetch("https://allowance/", { method: "POST", body: JSON.stringify(asked) });
  if (!ok) throw new Denied("allowanceSpent");
}

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
  const isData = DATA_TYPE.test(type) || PICTURE_TYPE.test(type);
  headers.set("content-type", isData ? type : "text/plain; charset=utf-8");
  return new Response(reply.body, { status: reply.status, headers });
}

// ---- The page

async function page(request, env, address) {
  if (request.method !== "GET" && request.method !== "HEAD") refuse("methodNotAllowed");
  const file = env.ASSETS ? await env.ASSETS.fetch(request) : new Response(null, { status: 404 });
  if (file.status === 404) refuse("notFound");
  const answer = new Response(file.body, file);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) answer.headers.set(name, value);
  const isHashed = file.status < 400 && HASHED_NAME.test(address.split("?")[0]);
  answer.headers.set("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.url.startsWith("https:")) answer.headers.set("strict-transport-security", "max-age=31536000");
  return answer;
}

// ---- Refusals: status, code, and a sentence for whoever sees it

const REFUSALS = {
  badAddress: [400, "ProxyBadAddress", "Write the address as /proxy/HOST/PATH?QUERY, in its plain form: no empty or dotted segments, no escaped slashes, dots or control characters."],
  hostNotAllowed: [403, "ProxyHostNotAllowed", "This proxy does not pass requests on to {host}. Its owner can add a host of the service to EXTRA_HOSTS."],
  methodNotAllowed: [405, "ProxyMethodNotAllowed", "Only GET, POST and OPTIONS are passed on, to hosts of results only GET, and for the page itself only GET works."],
  originNotAllowed: [403, "ProxyOriginNotAllowed", "This proxy serves pages of other addresses only. Its owner can add the address of this page to ORIGINS."],
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

class Refusal extends Error {
  constructor(name, host = "") {
    super(name);
    this.name = name;
    this.host = /^[A-Za-z0-9._:-]{1,100}$/.test(host) ? host : "this host";
  }
}

/** The answer for whatever went wrong. What is not known beforehand is not told: it could hold anything. */
function refusal(fault, headers) {
  if (fault instanceof Denied) {
    const { status, headers: own, body } = denial(fault);
    return new Response(body, { status, headers: { ...headers, ...own } });
  }
  const [status, code, sentence] = REFUSALS[fault instanceof Refusal ? fault.name : "fault"];
  return Response.json({ code, message: sentence.replace("{host}", fault.host) }, { status, headers });
}

function refuse(name, host) {
  throw new Refusal(name, host);
}

// ---- Settings

function words(text) {
  return (text ?? "").split(/\s+/).filter(Boolean);
}

/** A setting that is a JSON object, as a map. */
function setting(text) {
  try {
    return new Map(Object.entries(JSON.parse(text || "{}")));
  } catch {
    return refuse("badSettings");
  }
}
