// wan-edit as one standard fetch handler: the page, and the proxy that browsers need to reach the services.
// For Cloudflare Workers (wrangler.toml) and every runtime that serves `export default { fetch(request, env) }`.
// README.md beside this file explains the settings in `env`; the rules are in rules.js.
import { Denied, codeIn, isOrder, visitorOf } from "./lending.js";
import { servePage } from "./page.js";
import { addressOf, handle, refuse } from "./rules.js";

export default {
  /** Answers `request`. */
  fetch(request, env = {}) {
    if (/^\/proxy(?:[/?]|$)/.test(addressOf(request))) return handle(request, settingsOf(env));
    return servePage(request, () => env.ASSETS?.fetch(request) ?? new Response(null, { status: 404 }));
  },
};

function settingsOf(env) {
  return {
    prefix: "/proxy",
    hosts: new Map(words(env.EXTRA_HOSTS).map((host) => [host, "api"])),
    origins: words(env.ORIGINS),
    isLender: false,
    lend: (request, host, kind, call) => lend(request, env, host, call),
    spend: (visitor, images) => spend(env, visitor, images),
  };
}

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

async function spend(env, visitor, images) {
  const counter = env.ALLOWANCE.get(env.ALLOWANCE.idFromName(visitor.name));
  const asked = { day: new Date().toISOString().slice(0, 10), images, most: visitor.images_per_day };
  return (await counter.fetch("https://allowance/", { method: "POST", body: JSON.stringify(asked) })).ok;
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
