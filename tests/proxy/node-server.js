// What node.js runs. All hosts but the emulator's own are turned to the stand-in; their certificates are checked.
import dns from "node:dns";
import { createServer } from "node:http";
import { nodeListener } from "../../deploy/node.js";
import { createProxy } from "../../deploy/proxy.js";
import { startDevelopment } from "../../tools/development.js";
import { hosts, listed } from "./stand-in.js";

const { standIn, strange, emulator, keys, codes, limits = {}, ...settings } = JSON.parse(process.argv[2]);

const { fetch } = globalThis;
globalThis.fetch = (url, init) => {
  const { protocol, host, pathname, search } = new URL(url);
  if (protocol === "http:") return fetch(url, init);
  return fetch(`https://${host}:${standIn[strange[host] ?? "honest"].split(":")[1]}${pathname}${search}`, init);
};
const known = new Set([...listed, ...Object.values(hosts)]);
const { lookup } = dns;
dns.lookup = (host, options, tell = options) => {
  if (host === "127.0.0.1") return lookup(host, options, tell);
  if (!known.has(host)) console.log(`looked up ${host}`);
  return options.all ? tell(null, [{ address: "127.0.0.1", family: 4 }]) : tell(null, "127.0.0.1", 4);
};

console.log(`ready ${codes ? await startLender() : (await startDevelopment({ ...settings, emulator })).url}`);

/** `createProxy` for those who know a code. */
async function startLender() {
  const { models, images_per_call: imagesPerCall, images_per_day: imagesPerDay, pixels } = limits;
  const authorize = ({ headers }) => {
    const code = headers.get("authorization")?.replace(/^Bearer /, "");
    return Object.hasOwn(codes, code ?? "") && { name: codes[code] };
  };
  const proxy = createProxy({ keys, authorize, limits: { models, imagesPerCall, imagesPerDay, pixels }, hosts: settings.hosts, origins: settings.origins });
  const server = createServer(nodeListener(proxy));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${server.address().port}`;
}
