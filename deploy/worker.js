// wan-edit as one standard fetch handler: the page, and the proxy that browsers need to reach the services.
// For Cloudflare Workers (wrangler.toml) and every runtime that serves `export default { fetch(request, env) }`.
// The rules are those of nginx.conf; README.md beside this file explains them and the settings in `env`.
//
// Nothing is logged, nothing is kept, nothing is buffered: bodies are streams that this file never reads.

const LARGEST_REQUEST_BYTES = 300 * 1024 * 1024;
const LARGEST_RESULT_BYTES = 99_999_999;

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

function kindOf(host, env) {
  if (API_HOSTS.includes(host) || WORKSPACE_HOST.test(host)) return "api";
  if (UPLOAD_HOST.test(host)) return "upload";
  if (RESULT_HOST.test(host)) return "oss";
  return words(env.EXTRA_HOSTS).includes(host) ? "api" : null;
}

// ---- Addresses: /proxy/HOST/PATH?QUERY. PATH?QUERY byte for byte, where it is plain: no empty or dotted segments, no
// escaped slash, backslash, dot, percent or control character, no escaped line end in the query.

const ADDRESS =
  /^\/proxy\/([^/?]+)((?:\/|(?:\/(?!\.\.?(?:[/?]|$))(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%(?![01]|25|2[Ee]|2[Ff]|5[Cc]|7[Ff])[0-9A-Fa-f]{2})+)+\/?)(?:\?(?:[A-Za-z0-9._~!$&()*+,;=:@/?[\]-]|%(?!0[0AaDd])[0-9A-Fa-f]{2})*)?)$/;

// ---- Visitors without a key: what an access code may be used for. Above all not POST /tokens, which hands out a key.

const VISITOR_CALLS = [
  /^POST \/api\/v1\/services\/aigc\/(?:multimodal-generation|image-generation)\/generation$/,
  /^POST \/api\/v1\/services\/aigc\/image2image\/image-synthesis$/,
  /^GET \/api\/v1\/tasks\/[A-Za-z0-9_-]+$/,
  /^POST \/api\/v1\/tasks\/[A-Za-z0-9_-]+\/cancel$/,
  /^GET \/api\/v1\/uploads\?action=getPolicy&model=[a-z0-9.-]+$/,
  /^GET \/compatible-mode\/v1\/models$/,
  /^POST \/v1\/responses$/,
  /^GET \/v1\/models$/,
];

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
  "cross-origin-resource-policy": "cross-origin",
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
    if (!/^\/proxy(?:[/?]|$)/.test(address)) return page(request, env, address);
    try {
      return await proxy(request, env, address);
    } catch (fault) {
      if (fault instanceof Refusal) return fault.response(PROXY_HEADERS);
      throw fault;
    }
  },
};

// ---- The proxy

async function proxy(request, env, address) {
  if (request.method === "OPTIONS") {
    return new Response(null, { status: 204, headers: { ...PROXY_HEADERS, "access-control-max-age": "86400" } });
  }
  const [, host, path] = ADDRESS.exec(address) ?? refuse("badAddress");
  const kind = kindOf(host, env) ?? refuse("hostNotAllowed", host);
  refuseRequest(request, env, kind);

  const authorization = await authorizationFor(request, env, host, path);
  const headers = new Headers({ "accept-encoding": "identity", "user-agent": "wan-edit-proxy" });
  for (const name of FORWARDED) {
    const value = name === "authorization" ? authorization : request.headers.get(name);
    if (value) headers.set(name, value);
  }
  const { method, body } = request;
  let reply;
  try {
    const init = { method, headers, redirect: "manual", cache: "no-store", signal: request.signal };
    reply = await fetch(`https://${host}${path}`, body ? { ...init, body, duplex: "half" } : init);
  } catch {
    refuse("unreachable");
  }
  return answer(reply, kind !== "api" && method === "GET");
}

function refuseRequest(request, env, kind) {
  const { method, headers } = request;
  const is = (name) => headers.has(name);
  if (method !== "GET" && (method !== "POST" || kind === "oss")) refuse("methodNotAllowed");
  if (!isAllowedOrigin(request, env)) refuse("originNotAllowed");
  if (kind !== "api" && is("authorization")) refuse("keyRefused");
  if (is("transfer-encoding") || (request.body && !is("content-length"))) refuse("lengthRequired");
  const length = Number(headers.get("content-length") ?? 0);
  if (length > LARGEST_REQUEST_BYTES) refuse("bodyTooLarge");
  if (method === "GET" && length > 0) refuse("getWithBody");
  if (kind === "upload" && method === "POST" && !/^multipart\/form-data;/.test(headers.get("content-type") ?? "")) {
    refuse("notAForm");
  }
}

/** Pages of this host and of listed ones may use the proxy; programs, which name no page, may as well. */
function isAllowedOrigin(request, env) {
  const origin = request.headers.get("origin");
  if (origin === null || words(env.ORIGINS).includes(origin)) return true;
  return origin.replace(/^https?:\/\//, "") === new URL(request.url).host;
}

/** The Authorization header for `host`: the visitor's own, or the key that an access code is exchanged for. */
async function authorizationFor(request, env, host, path) {
  const own = request.headers.get("authorization");
  const code = /^(?:Bearer )?(visit-.*)$/.exec(own ?? "")?.[1];
  if (!code) return own;
  const visitor = setting(env.ACCESS_CODES).get(code) ?? refuse("accessDenied");
  const key = setting(env.SERVICE_KEYS).get(host) ?? refuse("noKeyForHost", host);
  const call = `${request.method} ${path}`;
  if (!VISITOR_CALLS.some((allowed) => allowed.test(call))) refuse("callNotAllowed");
  const isSubmit = /^POST (?!\/api\/v1\/tasks\/)/.test(call);
  const limiter = isSubmit ? env.SUBMITS : env.ASKS;
  // A key is lent only where its use is counted.
  if (!limiter) refuse("noLimiter");
  const { success } = await limiter.limit({ key: visitor });
  return success ? key : refuse("rateLimit");
}

/** `reply` for the browser: bytes as they come, and only headers that are known to be harmless. */
function answer(reply, isResult) {
  const type = reply.headers.get("content-type") ?? "";
  const refuseReply = (name) => {
    reply.body?.cancel().catch(() => {});
    refuse(name);
  };
  if (reply.type === "opaqueredirect" || (reply.status >= 300 && reply.status < 400)) refuseReply("redirectRefused");
  if (isResult) {
    const isFine = reply.ok ? /^image\/(?!svg)[a-z]/ : /^(?:$|(?:application|text)\/(?:xml|json|plain)\b)/;
    if (!isFine.test(type)) refuseReply("notAnImage");
    if (Number(reply.headers.get("content-length") ?? 0) > LARGEST_RESULT_BYTES) refuseReply("resultTooLarge");
  }
  const headers = new Headers(PROXY_HEADERS);
  for (const name of RETURNED) {
    const value = reply.headers.get(name);
    if (value) headers.set(name, value);
  }
  // Nothing that a browser would run gets its own type.
  const isData = /^(?:application\/json|text\/event-stream|image\/(?!svg))[ -~]*$/i.test(type);
  headers.set("content-type", isData ? type : "text/plain; charset=utf-8");
  return new Response(reply.body, { status: reply.status, headers });
}

// ---- The page

async function page(request, env, address) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Refusal("methodNotAllowed").response(PAGE_HEADERS);
  }
  const file = env.ASSETS ? await env.ASSETS.fetch(request) : new Response(null, { status: 404 });
  if (file.status === 404) return new Refusal("notFound").response({ ...PAGE_HEADERS, "cache-control": "no-cache" });
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
  accessDenied: [401, "ProxyAccessDenied", "This access code is not known here. Ask for a new one, or use a key of your own."],
  noKeyForHost: [403, "ProxyNoKeyForHost", "The proxy has no key for {host}. Choose another service, or use a key of your own."],
  callNotAllowed: [403, "ProxyCallNotAllowed", "With an access code you can make pictures, follow tasks and upload files. For anything else use a key of your own."],
  rateLimit: [429, "ProxyRateLimit", "Too many requests with this access code. Wait a little, then try again."],
  noLimiter: [500, "ProxyFault", "The proxy lends its key only with rate limits: its owner must set SUBMITS and ASKS."],
  badSettings: [500, "ProxyFault", "The proxy is not set up right: its owner must set ACCESS_CODES and SERVICE_KEYS to JSON objects."],
  unreachable: [502, "ProxyUnreachable", "The proxy could not reach the host, or the host ended the connection without an answer. A request for a picture may have been billed if it arrived."],
  redirectRefused: [502, "ProxyRedirectRefused", "The host sent the request elsewhere; the proxy does not follow. Use the address it really has."],
  notAnImage: [502, "ProxyNotAnImage", "What the host sent is no picture. Only pictures are passed on from hosts of results."],
  resultTooLarge: [502, "ProxyResultTooLarge", "The picture is larger than 100 MB. Open its address directly to save it."],
  notFound: [404, "NotFound", "There is nothing at this address."],
};

class Refusal extends Error {
  constructor(name, host = "") {
    super(name);
    this.name = name;
    this.host = /^[A-Za-z0-9._:-]{1,100}$/.test(host) ? host : "this host";
  }

  response(headers) {
    const [status, code, sentence] = REFUSALS[this.name];
    const message = sentence.replace("{host}", this.host);
    const pause = status === 429 ? { "retry-after": "6" } : {};
    return Response.json({ code, message }, { status, headers: { ...headers, ...pause } });
  }
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
