// `wan-edit/proxy`: the proxy as a handler for a server of yours, from a standard Request to a standard Response. The
// rules are in rules.js; proxy.d.ts explains the options.
import { Denied, LIMITS, asksLimit, isOrder, mayCost, ordersLimit } from "./lending.js";
import { handle, refuse } from "./rules.js";

const OPTIONS = ["prefix", "keys", "authorize", "limits", "rateLimit", "countImages", "hosts", "origins", "fetch", "onError"];

/** The limits' names here, and in lending.js. */
const LIMIT_NAMES = { models: "models", imagesPerCall: "images_per_call", imagesPerDay: "images_per_day", pixels: "pixels" };

export function createProxy(options = {}) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown) fail(`there is no option \`${unknown}\`. There are ${OPTIONS.join(", ")}`);
  const { prefix = "/proxy", keys, authorize, hosts = [], origins = [], rateLimit, onError } = options;
  if (!/^(?:\/[A-Za-z0-9._~-]+)*$/.test(prefix)) fail("`prefix` is a path without a slash at its end: /proxy");
  const badHost = hosts.find((host) => !/^[a-z0-9.-]+(?::\d+)?$/.test(host));
  if (badHost !== undefined) fail(`\`hosts\` are names without scheme and path, not ${JSON.stringify(badHost)}`);
  const badOrigin = origins.find((origin) => !/^https?:\/\/[^/]+$/.test(origin));
  if (badOrigin !== undefined) fail(`\`origins\` are written as https://app.example.com, not ${JSON.stringify(badOrigin)}`);
  if (keys && typeof authorize !== "function") {
    fail("with `keys`, whoever reaches the proxy spends your money. Say who may: `authorize`");
  }
  const limits = { ...LIMITS, ...limitsOf(options.limits) };
  const memory = counters();

  async function lend(request, host, kind, call) {
    const found = authorize ? await authorize(request) : true;
    if (!found) refuse("notAuthorized");
    const visitor = { ...limits, name: "everybody", ...(found !== true && visitorOf(found)) };
    const isApi = kind === "api";
    const order = isApi && (keys ? isOrder(host, call, visitor) : mayCost(host, call));
    const isWithin = rateLimit ?? (keys ? memory.rateLimit : () => true);
    const key = keys && isApi ? await keyFor(keys, host, visitor.name) : null;
    if (keys && isApi && !key) throw new Denied("noKeyForHost", host);
    if (!(await isWithin({ visitor: visitor.name, isOrder: order, request }))) throw new Denied("rateLimit");
    return keys ? { key, visitor, isOrder: order } : null;
  }

  async function spend({ name, images_per_day: imagesPerDay }, images) {
    return (options.countImages ?? memory.countImages)({ visitor: name, images, imagesPerDay });
  }

  const settings = {
    prefix,
    hosts: new Map(hosts.map((host) => [host, "api"])),
    origins,
    isLender: Boolean(keys),
    lend,
    spend,
    fetch: options.fetch,
    onError,
  };
  return (request) => handle(request, settings);
}

function fail(why) {
  throw new TypeError(`createProxy: ${why}.`);
}

function limitsOf(limits = {}) {
  const unknown = Object.keys(limits).find((name) => !Object.hasOwn(LIMIT_NAMES, name));
  if (unknown) fail(`there is no limit \`${unknown}\`. There are ${Object.keys(LIMIT_NAMES).join(", ")}`);
  const said = Object.entries(limits).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said.map(([name, value]) => [LIMIT_NAMES[name], value]));
}

function visitorOf({ name, ...limits }) {
  if (typeof name !== "string" || name === "") fail("`authorize` answers with true, with false, or with a visitor who has a `name`");
  return { name, ...limitsOf(limits) };
}

/** The Authorization header for `host`. DashScope's has a word in front, which need not be given. */
async function keyFor(keys, host, visitor) {
  const known = typeof keys === "function" ? await keys(host, visitor) : Object.hasOwn(keys, host) ? keys[host] : undefined;
  const key = known?.trim();
  return key && host.endsWith(".aliyuncs.com") && !key.includes(" ") ? `Bearer ${key}` : key;
}

/** Counts in this process alone. */
function counters() {
  const orders = ordersLimit();
  const asks = asksLimit();
  let day = "";
  const spent = new Map();
  return {
    rateLimit: ({ visitor, isOrder }) => (isOrder ? orders : asks).add(visitor),
    countImages({ visitor, images, imagesPerDay }) {
      const today = new Date().toISOString().slice(0, 10);
      if (today !== day) spent.clear();
      day = today;
      const sum = (spent.get(visitor) ?? 0) + images;
      if (sum > imagesPerDay) return false;
      spent.set(visitor, Math.max(0, sum));
      return true;
    },
  };
}
