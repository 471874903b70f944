import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A standard handler as a listener of `node:http`, and as a handler of Express: `app.use("/proxy", nodeListener(proxy))`.
 * It reads the request's body itself: mount it before parsers of bodies.
 */
export function nodeListener(handler: (request: Request) => Response | Promise<Response>): (request: IncomingMessage, response: ServerResponse) => void;
