// Stands in for all hosts of the services at once, behind TLS and behind plain HTTP as a forward proxy gets it, and
// keeps a log of what arrives. Paths under /test/ do what their name says; anything else goes to the emulator.
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, request as httpRequest } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { makeCertificate } from "./certificates.js";
import { answerTest } from "./stand-in-tests.js";

export const hosts = {
  api: "dashscope.aliyuncs.com",
  workspace: "ws-945n1ndux9blxaek.cn-beijing.maas.aliyuncs.com",
  relay: "www.dmxapi.cn",
  result: "dashscope-result-bj.oss-cn-beijing.aliyuncs.com",
  upload: "dashscope-file-mgr.oss-cn-beijing.aliyuncs.com",
  extra: "gateway.example.com",
  /** Its certificate is signed by nobody who is trusted. */
  untrusted: "ws-untrusted.cn-beijing.maas.aliyuncs.com",
  /** Its certificate is another host's. */
  misnamed: "ws-misnamed.cn-beijing.maas.aliyuncs.com",
};

const { services, documentedResults, seenResults } = JSON.parse(readFileSync(join(root, "tools/hosts.json"), "utf8"));
/** Every host that the proxies pass on to by its name. */
export const listed = [...services, ...documentedResults, ...seenResults];

const isBucket = (host) => host.includes(".oss-");

/**
 * Starts it. `dir` is for certificates. `addressOf(host)` is where a host answers with TLS, `plain` where it answers
 * to requests in absolute form; `requests` is the log.
 */
export async function startStandIn(dir, emulator) {
  makeCertificate(dir, "ca");
  makeCertificate(dir, "other-ca");
  const { untrusted, misnamed, ...honest } = hosts;
  const files = (name, issuer, names) => {
    const made = makeCertificate(dir, name, issuer, names);
    return { cert: readFileSync(made.certificate), key: readFileSync(made.key) };
  };
  const requests = [];
  const raw = { bytes: "" };
  const answer = (request, response) => {
    // Who can be turned to here by port alone says it.
    request.headers.host = request.headers.host?.replace(`:${request.socket.localPort}`, "");
    // A forward proxy is told scheme and host in the request line, which is logged as it is.
    const { host, path } = splitTarget(request);
    const entry = { host, path, target: request.url, method: request.method, headers: request.headers, bytes: 0 };
    entry.serverName = request.socket.servername;
    requests.push(entry);
    request.on("data", (chunk) => (entry.bytes += chunk.length));
    // Sources of data decide by themselves how fast they read.
    request.pause();
    response.on("error", () => {});
    if (path.split("?")[0] === "/test/raw") {
      request.resume();
      return request.socket.end(Buffer.from(raw.bytes, "latin1"));
    }
    if (path.startsWith("/test/")) return answerTest(path.slice("/test/".length), request, response, entry);
    request.resume();
    if (!emulator) return response.writeHead(404, { "content-type": "application/json" }).end('{"code":"NotFound"}');
    passOn(emulator, host, path, request, response);
  };
  const listen = (server) =>
    new Promise((done) => server.listen(0, "127.0.0.1", () => done(`127.0.0.1:${server.address().port}`)));
  const servers = [
    createHttpsServer(files("honest", "ca", [...new Set([...Object.values(honest), ...listed])]), answer),
    createHttpsServer(files("untrusted", "other-ca", [untrusted]), answer),
    createHttpsServer(files("misnamed", "ca", ["elsewhere.example.com"]), answer),
    createHttpServer(answer),
  ];
  const [honestAt, untrustedAt, misnamedAt, plain] = await Promise.all(servers.map(listen));
  return {
    requests,
    hosts: { ...hosts, honest: hosts.api },
    /** What /test/raw answers, byte for byte. */
    set raw(bytes) {
      raw.bytes = bytes;
    },
    plain,
    addressOf: (host) => (host === untrusted ? untrustedAt : host === misnamed ? misnamedAt : honestAt),
    stop: () =>
      Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((done) => server.close(done));
        }),
      ),
  };
}

function splitTarget(request) {
  const absolute = /^[a-z]+:\/\/([^/?]+)(.*)$/.exec(request.url);
  return absolute ? { host: absolute[1], path: absolute[2] } : { host: request.headers.host, path: request.url };
}

/** Asks the emulator. Addresses of results in its answer become those of a result host, as the service has them. */
function passOn(emulator, host, path, request, response) {
  const from = new URL(isBucket(host) ? emulator.results : emulator.origin);
  const headers = { ...request.headers, host: from.host };
  const onward = httpRequest({ host: from.hostname, port: from.port, method: request.method, path, headers });
  request.pipe(onward);
  response.on("close", () => onward.destroy());
  onward.on("error", () => response.destroy());
  onward.on("response", (reply) => {
    const { "content-length": _, "transfer-encoding": __, connection: ___, ...kept } = reply.headers;
    reply.on("error", () => response.destroy());
    if (isBucket(host)) {
      response.writeHead(reply.statusCode, reply.headers);
      return reply.pipe(response);
    }
    response.writeHead(reply.statusCode, kept);
    response.flushHeaders();
    let line = "";
    const write = (text) => response.write(text.replaceAll(emulator.results, `https://${hosts.result}`));
    reply.setEncoding("utf8");
    reply.on("data", (text) => {
      const end = (line + text).lastIndexOf("\n") + 1;
      const all = line + text;
      if (end > 0) write(all.slice(0, end));
      line = all.slice(end);
    });
    reply.on("end", () => {
      write(line);
      response.end();
    });
  });
}
