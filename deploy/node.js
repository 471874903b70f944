// `wan-edit/proxy/node`: a handler from Request to Response as a listener of node:http, which Express takes as well.

const HOST = /^[A-Za-z0-9._~-]+(?::\d+)?$|^\[[0-9A-Fa-f:.]+\](?::\d+)?$/;

export function nodeListener(handler) {
  return (incoming, response) => {
    respond(handler, incoming, response).catch(() => {
      // A head that has left cannot be taken back: what is cut must not look whole.
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
}

async function respond(handler, incoming, response) {
  const { host = "" } = incoming.headers;
  // Express gives a mounted listener a shorter address.
  const address = incoming.originalUrl ?? incoming.url;
  const isTls = incoming.socket.encrypted || incoming.protocol === "https";
  if (!HOST.test(host) || !address.startsWith("/")) return response.writeHead(400).end();
  const abort = new AbortController();
  response.on("close", () => response.writableFinished || abort.abort());

  const { method } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD" && (incoming.headers["transfer-encoding"] || incoming.headers["content-length"] > 0);
  const body = hasBody ? bodyOf(incoming) : null;
  let request;
  try {
    const headers = Object.entries(incoming.headersDistinct).map(([name, values]) => [name, values.join(", ")]);
    request = new Request(`${isTls ? "https" : "http"}://${host}${address}`, { method, headers, body, signal: abort.signal, ...(body && { duplex: "half" }) });
  } catch {
    // A method or a header that no Request has.
    return response.writeHead(/^TRAC[EK]$/.test(method) ? 405 : 400).end();
  }
  const answer = await handler(request);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (method === "HEAD" || !answer.body) return response.end();
  response.flushHeaders();
  const reader = answer.body.getReader();
  response.on("close", () => reader.cancel().catch(() => {}));
  for (;;) {
    const { done, value } = await reader.read();
    if (done || response.destroyed) return response.end();
    if (!response.write(value)) await drained(response);
  }
}

/** Waits until more may be written, or nothing may any more. */
function drained(response) {
  return new Promise((done) => {
    const go = () => {
      for (const event of ["drain", "close"]) response.off(event, go);
      done();
    };
    for (const event of ["drain", "close"]) response.on(event, go);
  });
}

/** The body as a stream whose end, or being left, does not end the connection: an answer is still to come. */
function bodyOf(incoming) {
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return();
    },
  });
}
