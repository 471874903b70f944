// Lends a key, beside nginx: exchanges the access codes of visitors for the owner's key, within limits. nginx hands it
// the requests that come with a code; it hands them on to nginx's second half, which fetches and judges as for everybody.
// Run by `node lender.js /etc/wan-edit-lending.json`; README.md explains the file. It listens on this machine only.
import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { connect, constants, createServer } from "node:http2";
import { webcrypto } from "node:crypto";
import { Bucket, Denied, LENT_HEADERS, OrderGate, asksLimit, codeIn, denial, isOrder, ordersLimit, visitorOf } from "./lending.js";

globalThis.crypto ??= webcrypto;

const settings = JSON.parse(readFileSync(process.argv[2] ?? "/etc/wan-edit-lending.json", "utf8"));
const { listen = 8791, back = 8790, spent: spentFile = "/var/lib/wan-edit/spent.json", limits } = settings;
const keys = new Map(Object.entries(settings.keys));
const codes = new Map(Object.entries(settings.codes));

/** At least so many bytes a second of an order, counted from its tenth second on. */
const SLOWEST_BYTES_PER_SECOND = 2_000;

// ---- Limits

const orders = ordersLimit();
const asks = asksLimit();
const guesses = new Bucket(10, 6_000);

/** How many images a visitor has ordered today, over restarts. */
class Allowance {
  #day = "";
  #spent = new Map();

  constructor() {
    try {
      const { day, spent } = JSON.parse(readFileSync(spentFile, "utf8"));
      this.#day = day;
      this.#spent = new Map(Object.entries(spent));
    } catch (fault) {
      if (fault.code !== "ENOENT") throw fault;
    }
  }

  spend({ name, images_per_day: most }, images) {
    const day = new Date().toISOString().slice(0, 10);
    if (day !== this.#day) this.#spent.clear();
    const spent = (this.#spent.get(name) ?? 0) + images;
    if (spent > most) throw new Denied("allowanceSpent");
    this.#day = day;
    this.#spent.set(name, Math.max(0, spent));
    writeFileSync(`${spentFile}.new`, JSON.stringify({ day, spent: Object.fromEntries(this.#spent) }), { mode: 0o600 });
    renameSync(`${spentFile}.new`, spentFile);
  }
}

const allowance = new Allowance();

// ---- Requests

/** What may go on, or why not: the key, the visitor, and whether it is an order. */
async function admit(headers) {
  const address = headers["x-wan-address"];
  const [, host, path] = /^\/proxy\/([^/?]+)(\/.*)$/.exec(headers[":path"]) ?? [];
  if (guesses.isFull(address)) throw new Denied("guessLimit");
  let visitor;
  try {
    visitor = await visitorOf(codeIn(headers.authorization) ?? "", codes, limits);
  } catch (fault) {
    guesses.add(address);
    throw fault;
  }
  const key = keys.get(host);
  if (!key) throw new Denied("noKeyForHost", host);
  const ordered = isOrder(host, `${headers[":method"]} ${path}`, visitor);
  if (!(ordered ? orders : asks).add(visitor.name)) throw new Denied("rateLimit");
  return { key, visitor, ordered };
}

async function handle(stream, headers) {
  const { key, visitor, ordered } = await admit(headers);
  const kept = LENT_HEADERS.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]);
  const session = connect(`http://127.0.0.1:${back}`);
  session.on("error", () => {});
  const onward = session.request({
    ":method": headers[":method"],
    ":path": headers[":path"],
    authorization: key,
    ...Object.fromEntries(kept),
  });
  const cancel = () => onward.close(constants.NGHTTP2_CANCEL);
  stream.once("close", cancel);
  onward.on("error", () => {});
  onward.once("close", () => {
    session.close();
    if (!stream.headersSent) answer(stream, { status: 502, headers: {}, body: "" });
    else if (onward.rstCode) stream.close(onward.rstCode);
  });

  let images = 0;
  onward.once("response", (reply) => {
    // What was refused is not billed.
    if (images > 0 && reply[":status"] >= 400 && reply[":status"] < 500) allowance.spend(visitor, -images);
    if (stream.destroyed || stream.headersSent) return;
    stream.respond({ ...reply, "x-wan-visitor": visitor.name });
    onward.pipe(stream, { end: false });
    onward.once("end", () => !onward.rstCode && stream.end());
  });

  const gate = new OrderGate(visitor, (count) => {
    allowance.spend(visitor, count);
    images = count;
  });
  const began = performance.now();
  let bytes = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      const ready = ordered ? await gate.pass(chunk) : chunk;
      bytes += chunk.length;
      const seconds = (performance.now() - began) / 1000;
      if (seconds > 10 && bytes / seconds < SLOWEST_BYTES_PER_SECOND) throw new Denied("rateLimit");
      if (ready.length > 0 && !onward.write(ready)) await Promise.race([once(onward, "drain"), once(onward, "close")]);
    }
    if (ordered) onward.write(gate.finish());
    onward.end();
  } catch (fault) {
    stream.off("close", cancel);
    cancel();
    throw fault;
  }
}

function answer(stream, { status, headers, body }) {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond({ ":status": status, ...headers });
  stream.end(body);
  stream.resume();
}

const server = createServer();
server.on("stream", (stream, headers) => {
  stream.on("error", () => {});
  handle(stream, headers).catch((fault) => {
    if (fault instanceof Denied) answer(stream, denial(fault));
    else if (!stream.headersSent) answer(stream, { status: 502, headers: {}, body: "" });
    else stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
});
server.on("sessionError", () => {});
server.listen(listen, "127.0.0.1", () => console.log(`wan-edit lender ready on 127.0.0.1:${listen}`));
