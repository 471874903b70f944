import { told } from "./run.js";

/** What every request goes through: the app's own `fetch` or the runtime's, with what wants to hear of it. */
export function sender({ fetch: other, onRequest, onResponse, logger }) {
  const send = other ?? own;
  return async (url, options) => {
    const { Authorization: _, ...headers } = options.headers ?? {};
    const request = { method: options.method ?? "GET", url, headers };
    const began = performance.now();
    told(onRequest, request);
    try {
      const response = await genuine(await send(url, options));
      const millis = performance.now() - began;
      told(onResponse, { ...request, status: response.status, responseHeaders: response.headers, millis });
      told(logger?.debug?.bind(logger), `wan-edit: ${request.method} ${url}: ${response.status}, ${Math.round(millis)} ms`);
      return response;
    } catch (reason) {
      told(logger?.warn?.bind(logger), `wan-edit: ${request.method} ${url}: ${reason?.message}`);
      throw reason;
    }
  };
}

async function own(url, options) {
  let request;
  try {
    request = new Request(url, options);
  } catch (cause) {
    // The module knows it by this name: it certainly was not sent.
    throw Object.assign(new Error("the address or a header is malformed", { cause }), { name: "NotSent" });
  }
  return fetch(request);
}

/** A response of this realm, as the module knows them; one of another realm or package is read first. */
async function genuine(answer) {
  if (answer instanceof Response) return answer;
  if (typeof answer?.status !== "number" || typeof answer.arrayBuffer !== "function") {
    throw new TypeError(`the option \`fetch\` resolved with ${nameOf(answer)}, not with a Response`);
  }
  const { status, headers } = answer;
  const body = [204, 205, 304].includes(status) ? null : await answer.arrayBuffer();
  return new Response(body, { status, headers: new Headers([...(headers ?? [])]) });
}

const nameOf = (value) => (value === null || typeof value !== "object" ? String(value) : "another object");

/** A codec of the app as the module calls it. */
export function converter(codec) {
  return async (blob, wanted) => {
    const made = await codec(blob, wanted);
    const isBytes = made instanceof ArrayBuffer || ArrayBuffer.isView(made);
    if (!isBytes && !(made instanceof Blob)) throw new TypeError(`the option \`codec\` resolved with ${nameOf(made)}, not with a Blob or bytes`);
    return new Blob([made], { type: wanted.type });
  };
}
