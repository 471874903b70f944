// What the stand-in answers under /test/, each to prove one thing about a proxy in front of it.
import { createHash } from "node:crypto";

export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** The pauses in ms before each event of /test/events. */
export const eventPauses = [150, 120, 40, 300, 10, 180, 90, 250];

/** Headers by which a host would steer a proxy or a browser. */
const steering = {
  "access-control-allow-origin": "https://evil.test",
  "access-control-allow-credentials": "true",
  "clear-site-data": '"*"',
  "content-security-policy": "script-src *",
  refresh: "0;url=https://evil.test/",
  "service-worker-allowed": "/",
  "set-cookie": "stolen=1; Path=/",
  "strict-transport-security": "max-age=1",
  "x-accel-buffering": "yes",
  "x-accel-limit-rate": "1",
  "x-accel-redirect": "/index.html",
};

const pause = (millis) => new Promise((done) => setTimeout(done, millis));

const answers = {
  /** Says what arrived. */
  echo(request, response) {
    request.resume();
    const { method, url, headers } = request;
    json(response, 200, { method, url, headers });
  },

  /** A status with a body in the service's form. */
  status(request, response, entry, status) {
    request.resume();
    const headers = { "retry-after": "7", "x-request-id": "11111111-2222" };
    json(response, Number(status), { code: `Test.${status}`, message: "as asked", request_id: "r" }, headers);
  },

  /** Takes the body at 80 MB a second at most, and says how long it was and what it hashes to. */
  async sink(request, response) {
    const hash = createHash("sha256");
    const start = Date.now();
    let bytes = 0;
    for await (const chunk of request) {
      hash.update(chunk);
      bytes += chunk.length;
      const ahead = bytes / 80_000 - (Date.now() - start);
      if (ahead > 10) await pause(ahead);
    }
    json(response, 200, { bytes, sha256: hash.digest("hex") });
  },

  /** Events in chunks, or with `close` up to the end of the connection. */
  async events(request, response, entry, form) {
    request.resume();
    response.useChunkedEncodingByDefault = form !== "close";
    response.writeHead(200, { "content-type": "text/event-stream;charset=UTF-8", "x-dashscope-finished": "false" });
    for (const [index, millis] of eventPauses.entries()) {
      await pause(millis);
      response.write(`id:${index}\nevent:result\n:HTTP_STATUS/200\ndata:{"at":${Date.now()}}\n\n`);
    }
    response.end();
  },

  /** An event, then a connection that ends without the end of its body. */
  async cutevents(request, response) {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data:{}\n\n");
    await pause(50);
    response.destroy();
  },

  /** Events until nobody listens; the log says when that was. */
  async endless(request, response, entry) {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.on("close", () => (entry.wasLeft = true));
    while (!response.destroyed) {
      response.write("data:{}\n\n");
      await pause(20);
    }
  },

  redirect(request, response, entry, status, where = "evil.test") {
    request.resume();
    response.writeHead(Number(status), { location: `https://${where}/stolen` }).end();
  },

  picture(request, response) {
    request.resume();
    response.writeHead(200, { "content-type": "image/png", "content-length": png.length, ...steering }).end(png);
  },

  /** Half of what its length promises. */
  async cutpicture(request, response) {
    request.resume();
    response.writeHead(200, { "content-type": "image/png", "content-length": 2 * png.length }).write(png);
    await pause(50);
    response.destroy();
  },

  /** A picture of so many MB, as fast as it is taken. */
  async large(request, response, entry, megabytes) {
    request.resume();
    const chunk = Buffer.alloc(1_000_000, 7);
    response.writeHead(200, { "content-type": "image/png", "content-length": megabytes * chunk.length });
    for (let sent = 0; sent < megabytes && !response.destroyed; sent += 1) {
      if (!response.write(chunk)) await Promise.race([new Promise((done) => response.once("drain", done)), pause(5000)]);
    }
    response.end();
  },

  /** A page that would run a script, with any status and type: /test/page/200/text/html. */
  page(request, response, entry, status, ...type) {
    request.resume();
    response.writeHead(Number(status), { "content-type": type.join("/") }).end("<script>alert(1)</script>");
  },

  untyped(request, response) {
    request.resume();
    response.writeHead(200).end("GIF89a, or so it says");
  },

  steer(request, response) {
    request.resume();
    json(response, 200, { steered: false }, steering);
  },

  cut(request) {
    request.resume();
    request.on("end", () => request.socket.destroy());
  },
};

function json(response, status, value, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** Answers /test/`path`. */
export function answerTest(path, request, response, entry) {
  const [name, ...words] = path.split("?")[0].split("/");
  if (!Object.hasOwn(answers, name)) throw new Error(`the stand-in knows no /test/${name}`);
  // Who breaks off a request breaks off its answer.
  const ended = (fault) => {
    if (!request.destroyed) throw fault;
  };
  return Promise.resolve(answers[name](request, response, entry, ...words)).catch(ended);
}
