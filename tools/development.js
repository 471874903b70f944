// The development server: the page in dist/, and the proxy with the rules of deploy/. It listens on this machine only, and
// answers to this machine's names only: a page elsewhere whose name was turned to this machine gets nothing.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { nodeListener } from "../deploy/node.js";
import { servePage } from "../deploy/page.js";
import { addressOf, handle } from "../deploy/rules.js";
import { types } from "./servers.js";

/**
 * Starts it: `page` is the folder of the page, `emulator` has the addresses `api` and `results` (HOST:PORT) of one, `hosts`
 * are further hosts of services, `origins` other pages that may use the proxy.
 */
export async function startDevelopment({ port = 0, page, emulator, hosts = [], origins = [] }) {
  const here = new Map([[emulator.api, "api"], [emulator.results, "oss"]]);
  const settings = {
    prefix: "/proxy",
    hosts: new Map([...hosts.map((host) => [host, "api"]), ...here]),
    origins,
    isLender: false,
    lend: async () => null,
    // Only the emulator is asked without TLS.
    fetch: (url, init) => fetch(here.has(new URL(url).host) ? url.replace(/^https:/, "http:") : url, init),
  };
  const server = createServer();
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));
  const own = server.address().port;
  const names = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${own}`);
  server.on("request", nodeListener((request) => {
    if (!names.includes(request.headers.get("host")?.toLowerCase())) return misdirected(names[0]);
    const isProxy = /^\/proxy(?:[/?]|$)/.test(addressOf(request));
    return isProxy ? handle(request, settings) : servePage(request, () => fileOf(resolve(page), addressOf(request)));
  }));
  return {
    url: `http://${names[0]}`,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function misdirected(name) {
  const message = `This server answers to its own names only: open http://${name}.`;
  return Response.json({ code: "ProxyMisdirected", message }, { status: 421, headers: { "x-content-type-options": "nosniff" } });
}

/** The file of `base` at `address`, or a 404. */
async function fileOf(base, address) {
  const file = pathOf(base, address);
  const found = file && (await stat(file).catch(() => null));
  if (!found?.isFile()) return new Response(null, { status: 404 });
  const headers = { "content-type": types[extname(file)] ?? "application/octet-stream", "content-length": String(found.size) };
  return new Response(Readable.toWeb(createReadStream(file)), { headers });
}

function pathOf(base, address) {
  try {
    const path = decodeURIComponent(address.replace(/[?#].*$/, ""));
    const file = join(base, path.endsWith("/") ? `${path}index.html` : path);
    return file.startsWith(base + sep) && !file.includes("\0") ? file : null;
  } catch {
    return null;
  }
}
