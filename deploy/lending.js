// What may be done with a lent key: which calls, which models, how many pictures, how large, how often. The worker, the
// package's `createProxy` and the lender beside nginx (lender.js) all decide by it. It knows no network and no storage.

/** Access codes are made by `openssl rand -hex 16`: 128 bits that nobody guesses. Shorter ones are not accepted. */
const CODE = /^(?:Bearer )?(visit-[A-Za-z0-9_-]{24,100})$/;

/**
 * The access code in an Authorization header, or null where there is none.
 * @throws {Denied} if there is one in a form that is not exact: it must not reach a service as if it were a key.
 */
export function codeIn(authorization) {
  if (!/visit-/i.test(authorization ?? "")) return null;
  return CODE.exec(authorization)?.[1] ?? deny("accessDenied");
}

/** What everybody may do whom the key is lent to, unless the owner says less (or more). */
export const LIMITS = {
  models: ["wan2.7-image-pro", "wan2.7-image", "wan2.6-image", "wan2.5-i2i-preview", "qwen3.6-plus"],
  images_per_call: 12,
  images_per_day: 200,
  pixels: 4096 * 4096,
};

/** Why a call with a lent key goes no further: the name of a refusal, and what it is about. */
export class Denied extends Error {
  constructor(name, about = "") {
    super(name);
    this.name = name;
    this.about = about;
  }
}

function deny(name, about) {
  throw new Denied(name, about);
}

/**
 * Whom the code belongs to: `{name, ...limits}`. `codes` maps codes to a name, or to `{name, …limits}`; `limits` are
 * those of all. Compares with every code, by digests of one length, so that time tells nothing.
 */
export async function visitorOf(code, codes, limits = {}) {
  const asked = await digest(code);
  let found = null;
  for (const [known, visitor] of codes) {
    const isThis = isSame(asked, await digest(known)) && CODE.test(known);
    if (isThis) found = visitor;
  }
  if (!found) deny("accessDenied");
  return { ...LIMITS, ...limits, name: "visitor", ...(typeof found === "string" ? { name: found } : found) };
}

async function digest(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

function isSame(one, other) {
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one[at] ^ other[at];
  return difference === 0;
}

// ---- Calls: above all not POST /tokens, which hands out a key. Each service has its own.

const DASHSCOPE_CALLS = {
  order: /^POST \/api\/v1\/services\/aigc\/(?:(?:multimodal-generation|image-generation)\/generation|image2image\/image-synthesis)$/,
  other: [
    /^GET \/api\/v1\/tasks\/[A-Za-z0-9_-]+$/,
    /^POST \/api\/v1\/tasks\/[A-Za-z0-9_-]+\/cancel$/,
    /^GET \/compatible-mode\/v1\/models$/,
  ],
  upload: /^GET \/api\/v1\/uploads\?action=getPolicy&model=([a-z0-9.-]+)$/,
};
const RELAY_CALLS = { order: /^POST \/v1\/responses$/, other: [/^GET \/v1\/models$/], upload: /(?!)/ };

/** Whether the call is an order, which may cost money, and is counted as such. */
export function isOrder(host, call, visitor) {
  if (mayCost(host, call)) return true;
  const calls = callsOf(host);
  const model = calls.upload.exec(call)?.[1];
  if (model) return visitor.models.includes(model) ? false : deny("modelNotAllowed", model);
  return calls.other.some((allowed) => allowed.test(call)) ? false : deny("callNotAllowed");
}

/** Whether the call may cost money, whoever's key it comes with. */
export function mayCost(host, call) {
  return callsOf(host).order.test(call);
}

function callsOf(host) {
  return host.endsWith(".aliyuncs.com") ? DASHSCOPE_CALLS : /^www\.dmxapi\./.test(host) ? RELAY_CALLS : BOTH;
}

const BOTH = {
  order: new RegExp(`${DASHSCOPE_CALLS.order.source}|${RELAY_CALLS.order.source}`),
  other: [...DASHSCOPE_CALLS.other, ...RELAY_CALLS.other],
  upload: DASHSCOPE_CALLS.upload,
};

// ---- Orders

/** What an order may say. A service that reads names loosely must find nothing here that was not looked at. */
const FIELDS = {
  "": ["model", "input", "parameters", "stream"],
  parameters: [
    "n", "max_images", "size", "bbox_list", "color_palette", "enable_interleave", "enable_sequential",
    "enable_thinking", "negative_prompt", "prompt_extend", "seed", "stream", "thinking_mode", "watermark",
  ],
};
/** Those of the parameters that say how many images and how large. */
const COUNTED = ["n", "max_images", "size", "enable_sequential", "enable_interleave"];
const LONGEST_TEXT = 200;
const DEEPEST = 32;

/** How many images the services make where an order does not say it: of most kinds, of a set, beside words. */
const UNSAID = { images: 4, set: 12, interleaved: 5 };

/**
 * Reads an order as it passes by, and lets go of its end only if it is allowed: `pass` takes a chunk and answers with
 * the one before, `finish` with the last; each may be empty. Keeps nothing else of the pictures in it.
 */
export class OrderGate {
  #visitor;
  #spend;
  #said = {};
  #seen = new Set();
  #kinds = [];
  #keys = [];
  #expects = "value";
  #token = null;
  #text = null;
  #held = new Uint8Array();

  /** `spend(images)` is asked once, when all of the order is known but its end has not gone on. */
  constructor(visitor, spend) {
    this.#visitor = visitor;
    this.#spend = spend;
  }

  async pass(chunk) {
    const wasDone = this.#expects === "nothing";
    this.#read(chunk);
    if (!wasDone && this.#expects === "nothing") await this.#spend(this.#images());
    const before = this.#held;
    this.#held = chunk;
    return before;
  }

  finish() {
    return this.#expects === "nothing" ? this.#held : deny("orderUnclear");
  }

  #images() {
    const { model, n, max_images: most, size, enable_sequential: isSet, enable_interleave: isMixed } = this.#said;
    const { models, images_per_call: images, pixels } = this.#visitor;
    if (!models.includes(model)) deny("modelNotAllowed", model);
    const unsaid = model.startsWith("qwen3") ? 1 : isSet ? UNSAID.set : UNSAID.images;
    const count = Math.max(wholeNumber(n ?? unsaid), wholeNumber(most ?? (isMixed ? UNSAID.interleaved : 1)));
    if (count > images) deny("tooManyImages", images);
    if (size !== undefined && pixelsOf(size) > pixels) deny("imageTooLarge", size);
    return count;
  }

  #read(chunk) {
    for (let at = 0; at < chunk.length; ) {
      if (this.#text) {
        at = this.#readText(chunk, at);
        continue;
      }
      const sign = String.fromCharCode(chunk[at]);
      at += 1;
      if (this.#token !== null) {
        if (/[-+.0-9A-Za-z]/.test(sign)) {
          this.#token += sign;
          if (this.#token.length > LONGEST_TEXT) deny("orderUnclear");
          continue;
        }
        this.#endToken();
      }
      if (!/[ \t\r\n]/.test(sign)) this.#readSign(sign);
    }
  }

  #readSign(sign) {
    const kind = this.#kinds.at(-1);
    const is = (...states) => states.includes(this.#expects);
    if (sign === '"' && is("value", "value or end", "key", "key or end")) {
      this.#text = { isKey: is("key", "key or end"), bytes: [], isEscaped: false, hasEscapes: false };
    } else if ((sign === "{" || sign === "[") && is("value", "value or end")) {
      this.#checkPlace(sign);
      if (this.#kinds.push(sign) > DEEPEST) deny("orderUnclear");
      this.#keys.push("");
      this.#expects = sign === "{" ? "key or end" : "value or end";
    } else if (sign === "}" && kind === "{" && is("key or end", "comma or end")) this.#endContainer();
    else if (sign === "]" && kind === "[" && is("value or end", "comma or end")) this.#endContainer();
    else if (sign === "," && is("comma or end") && kind) this.#expects = kind === "{" ? "key" : "value";
    else if (sign === ":" && is("colon")) this.#expects = "value";
    else if (/[-0-9tfn]/.test(sign) && is("value", "value or end")) this.#token = sign;
    else deny("orderUnclear");
  }

  /** From within a text to its end, in steps as long as its pictures. */
  #readText(chunk, from) {
    const text = this.#text;
    if (text.isEscaped) {
      text.isEscaped = false;
      return from + 1;
    }
    const quote = chunk.indexOf(0x22, from);
    const end = quote < 0 ? chunk.length : quote;
    const part = chunk.subarray(from, end);
    const escape = part.indexOf(0x5c);
    const plain = escape < 0 ? part : part.subarray(0, escape);
    if (text.bytes.length <= LONGEST_TEXT) text.bytes.push(...plain.subarray(0, LONGEST_TEXT + 1));
    if (escape >= 0) {
      text.hasEscapes = true;
      text.isEscaped = true;
      return from + escape + 1;
    }
    if (quote < 0) return chunk.length;
    this.#text = null;
    this.#endText(text);
    return quote + 1;
  }

  #endText({ isKey, bytes, hasEscapes }) {
    const value = hasEscapes || bytes.length > LONGEST_TEXT ? null : String.fromCharCode(...bytes);
    if (isKey) {
      this.#keys[this.#keys.length - 1] = value;
      this.#checkKey(value);
      this.#expects = "colon";
    } else this.#endValue(value ?? "");
  }

  #endToken() {
    const token = this.#token;
    this.#token = null;
    if (!/^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$/.test(token)) deny("orderUnclear");
    this.#endValue(JSON.parse(token));
  }

  #endContainer() {
    this.#kinds.pop();
    this.#keys.pop();
    this.#expects = this.#kinds.length > 0 ? "comma or end" : "nothing";
  }

  /** Which list of names holds here: that of the order, that of its parameters, or none. */
  #place() {
    if (this.#kinds.length === 1) return "";
    return this.#kinds.length === 2 && this.#keys[0] === "parameters" ? "parameters" : null;
  }

  #checkKey(key) {
    const place = this.#place();
    if (place === null) return;
    if (key === null || !FIELDS[place].includes(key)) deny("orderUnclear", key ?? "");
    const path = `${place}.${key}`;
    if (this.#seen.has(path)) deny("orderUnclear", key);
    this.#seen.add(path);
  }

  /** An order is an object, its parameters are one; what is counted is no list. */
  #checkPlace(sign) {
    if (this.#kinds.length === 0 && sign !== "{") deny("orderUnclear");
    if (this.#kinds.length === 1 && this.#keys[0] === "parameters" && sign !== "{") deny("orderUnclear");
    if (this.#isCounted()) deny("orderUnclear", this.#keys.at(-1));
  }

  #isCounted() {
    const place = this.#place();
    const key = this.#keys.at(-1);
    return place === "" ? key === "model" : place === "parameters" && COUNTED.includes(key);
  }

  #endValue(value) {
    if (this.#kinds.length === 0) deny("orderUnclear");
    if (this.#place() === "" && this.#keys[0] === "parameters") deny("orderUnclear");
    if (this.#isCounted()) this.#said[this.#keys.at(-1)] = value;
    this.#expects = "comma or end";
  }
}

function wholeNumber(value) {
  return Number.isInteger(value) && value > 0 && value < 1000 ? value : deny("orderUnclear");
}

/** Of `2K` or `1024*768`. */
function pixelsOf(size) {
  const [, thousands, width, height] = /^(?:([1-9])K|([1-9]\d{0,4})[*x]([1-9]\d{0,4}))$/.exec(size) ?? deny("orderUnclear");
  return thousands ? (Number(thousands) * 1024) ** 2 : Number(width) * Number(height);
}

// ---- Counting, where one process serves all

/** Allows `most` at once, and one more every `millis`; counted by name. */
export class Bucket {
  #levels = new Map();

  constructor(most, millis) {
    this.most = most;
    this.millis = millis;
  }

  isFull(name) {
    return this.#level(name) + 1 > this.most;
  }

  /** Counts one more, if there is room. */
  add(name) {
    if (this.isFull(name)) return false;
    if (this.#levels.size > 10_000) this.#levels.clear();
    this.#levels.set(name, { level: this.#level(name) + 1, at: performance.now() });
    return true;
  }

  #level(name) {
    const { level, at } = this.#levels.get(name) ?? { level: 0, at: 0 };
    return Math.max(0, level - (performance.now() - at) / this.millis);
  }
}

/** Calls that may cost money: 10 a minute, some at once. */
export const ordersLimit = () => new Bucket(6, 6_000);
/** All others: 300 a minute. */
export const asksLimit = () => new Bucket(31, 200);

// ---- Refusals: status, code, and a sentence for whoever sees it; {about} is filled in

export const DENIALS = {
  accessDenied: [401, "ProxyAccessDenied", "This access code is not known here. Ask for a new one, or use a key of your own."],
  guessLimit: [429, "ProxyRateLimit", "Too many access codes that are not known came from where you are. Wait a minute, then try again."],
  noKeyForHost: [403, "ProxyNoKeyForHost", "The proxy has no key for {about}. Choose another service, or use a key of your own."],
  callNotAllowed: [403, "ProxyCallNotAllowed", "With a key that is lent you can make pictures, follow tasks and upload files. For anything else use a key of your own."],
  modelNotAllowed: [403, "ProxyModelNotAllowed", "The key is not lent for the model {about}. Choose another model, or use a key of your own."],
  tooManyImages: [403, "ProxyTooManyImages", "With a key that is lent you make {about} images at once at most. Ask for fewer, or use a key of your own."],
  imageTooLarge: [403, "ProxyImageTooLarge", "The key is not lent for images of {about}. Choose a smaller size, or use a key of your own."],
  allowanceSpent: [429, "ProxyAllowanceSpent", "All the images that the lent key makes for you today are made. Wait until tomorrow, or use a key of your own."],
  orderUnclear: [400, "ProxyOrderUnclear", "With a key that is lent, an edit has to be plain JSON with known parameters. Leave out what you added, or use a key of your own."],
  rateLimit: [429, "ProxyRateLimit", "Too many requests with a key that is lent. Wait a little, then try again."],
};

/** Status, headers and JSON of a refusal. */
export function denial({ name, about }) {
  const [status, code, sentence] = DENIALS[name];
  const shown = /^[A-Za-z0-9._*:-]{1,100}$/.test(about) ? String(about) : "this";
  const pause = { rateLimit: "6", guessLimit: "60", allowanceSpent: "3600" }[name];
  const body = JSON.stringify({ code, message: sentence.replace("{about}", shown) });
  return { status, headers: { "content-type": "application/json", ...(pause && { "retry-after": pause }) }, body };
}

/** The headers of a browser that go on with a lent key: not the workspace, not the switch of the inspection. */
export const LENT_HEADERS = [
  "accept",
  "content-type",
  "content-length",
  "x-dashscope-async",
  "x-dashscope-sse",
  "x-dashscope-ossresourceresolve",
  "x-dashscope-wait-timeout",
];
