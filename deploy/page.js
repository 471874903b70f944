// The page's files with the headers that belong to them: for the worker and for the development server.
import { EVERYWHERE, addressOf, refusal, refuse } from "./rules.js";

const PAGE_HEADERS = {
  ...EVERYWHERE,
  // That of the page's index.html, which cannot say frame-ancestors.
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' blob: data: https: http://127.0.0.1:* http://localhost:*; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; manifest-src 'self'; worker-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
};
const HASHED_NAME = /-[0-9a-f]{8,16}(?:_bg)?\.[a-z0-9]+$/;

/** Answers `request` with what `files(request)` has for it: a 404 where there is nothing. */
export async function servePage(request, files) {
  try {
    return await page(request, files);
  } catch (fault) {
    return refusal(fault, { ...PAGE_HEADERS, "cache-control": "no-cache" });
  }
}

async function page(request, files) {
  if (request.method !== "GET" && request.method !== "HEAD") refuse("methodNotAllowed");
  const file = await files(request);
  if (file.status === 404) refuse("notFound");
  const answer = new Response(file.body, file);
  for (const [name, value] of Object.entries(PAGE_HEADERS)) answer.headers.set(name, value);
  const isHashed = file.status < 400 && HASHED_NAME.test(addressOf(request).split("?")[0]);
  answer.headers.set("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.url.startsWith("https:")) answer.headers.set("strict-transport-security", "max-age=31536000");
  return answer;
}
