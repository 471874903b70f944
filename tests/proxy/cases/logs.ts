// Ways to fail, each with a secret in the address: none of them may bring it into a log. SECRET is filled in.
import { hosts } from "../stand-in.js";
import { all, type Case, type Expected } from "./case.ts";

const signed = "?Expires=1&OSSAccessKeyId=x&Signature=SECRET%3D";
const any: Expected = { status: [200, 204, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 429, 431, 500, 501, 502, 504, "closed"] };
const ok = "HTTP/1.1 200 OK\r\n";
const raw = (name: string, answer: string): Case => ({ name, line: `/proxy/${hosts.result}/test/raw${signed}`, answer, expect: all(any) });
const asked = (name: string, line: string, headers?: string[], body?: string): Case => ({ name, line, headers, body, expect: all(any) });
/** No browser sends these, and no host of the service. */
const saidByRuntime = { ...all(any), worker: { ...any, isSaidByRuntime: true } };
const key = "Authorization: Bearer SECRET";

export const cases: Case[] = [
  asked("a result that is there", `/proxy/${hosts.result}/test/picture${signed}`),
  asked("a host whose certificate nobody signed", `/proxy/${hosts.untrusted}/x${signed}`, [key]),
  asked("a host whose certificate is another's", `/proxy/${hosts.misnamed}/x${signed}`, [key]),
  asked("an upload to a host whose certificate is another's", `POST /proxy/${hosts.misnamed}/x${signed}`, [key, "Content-Length: 2"], "{}"),
  asked("a host that hangs up", `/proxy/${hosts.result}/test/cut${signed}`),
  asked("a picture that is cut", `/proxy/${hosts.result}/test/cutpicture${signed}`),
  asked("a stream that is cut", `/proxy/${hosts.api}/test/cutevents${signed}`, [key]),
  asked("a redirect", `/proxy/${hosts.result}/test/redirect/302${signed}`),
  asked("a page", `/proxy/${hosts.result}/test/page/200/text/html${signed}`),
  asked("100 MB", `/proxy/${hosts.result}/test/large/100${signed}`),
  asked("a host that is not listed", `/proxy/evil.test/x${signed}`, [key]),
  asked("the secret as a host", "/proxy/SECRET/x", [key]),
  asked("the secret as a method", "SECRET /proxy/x", [key]),
  asked("the secret as a page", "/SECRET.html?SECRET", [key]),
  asked("the secret as a protocol", `GET /proxy/${hosts.api}/x${signed} SECRET`),
  asked("the secret as a user name", `/proxy/SECRET@${hosts.api}/x`),
  asked("an address with an escape too few", `/proxy/${hosts.result}/x${signed}%2`),
  asked("an address with a zero", `/proxy/${hosts.result}/x%00${signed}`),
  asked("an address with dots", `/proxy/${hosts.result}/../x${signed}`),
  asked("an address of 100 kB", `/proxy/${hosts.result}/${"x".repeat(100_000)}${signed}`),
  asked("a header of 100 kB", `/proxy/${hosts.result}/x${signed}`, [`X-Large: ${"x".repeat(100_000)}`]),
  asked("a header without a colon", `/proxy/${hosts.result}/x${signed}`, ["SECRET"]),
  asked("a header with a zero", `/proxy/${hosts.result}/x${signed}`, ["X-A: SECRET\0"]),
  { ...asked("two hosts", `/proxy/${hosts.result}/x${signed}`, ["Host: SECRET"]), expect: saidByRuntime },
  { ...asked("a length that is no number", `POST /proxy/${hosts.api}/x${signed}`, [key, "Content-Length: SECRET"]), expect: saidByRuntime },
  { ...raw("a transfer coding that nobody has", `${ok}Transfer-Encoding: SECRET\r\n\r\n`), expect: saidByRuntime },
  asked("a body that is too long", `POST /proxy/${hosts.api}/x${signed}`, [key, "Content-Length: 99999999999"]),
  asked("a body that does not come", `POST /proxy/${hosts.api}/test/sink${signed}`, [key, "Content-Length: 10", "Connection: close"], "SECRET"),
  asked("a key to a bucket", `/proxy/${hosts.result}/x${signed}`, [key]),
  asked("an access code that is none", `/proxy/${hosts.api}/x${signed}`, ["Authorization: Bearer visit-SECRET"]),
  asked("an access code in disguise", `/proxy/${hosts.api}/x${signed}`, ["Authorization: bearer visit-SECRET, SECRET"]),
  asked("a page elsewhere", `/proxy/${hosts.api}/x${signed}`, ["Origin: https://SECRET.test", "Referer: https://evil.test/SECRET"]),
  asked("an <img> elsewhere", `/proxy/${hosts.result}/x${signed}`, ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: image"]),
  asked("a preflight", `OPTIONS /proxy/${hosts.api}/x${signed}`, ["Access-Control-Request-Headers: SECRET"]),
  asked("a tunnel", "CONNECT SECRET.test:443"),
  ...["\r\nHTTP/1.1 200 OK\r\n\r\nSECRET", "SECRET", "", "HTTP/1.1 2000 SECRET\r\n\r\n", "HTTP/1.1 103 SECRET\r\n\r\n", "HTTP/1.1 600 SECRET\r\n\r\n", "HTTP/1.1 302 Found\r\nLocation: https://evil.test/SECRET\r\n\r\n", `${ok}SECRET\r\n\r\n`, `${ok}SEC\0RET: SECRET\r\n\r\n`, `${ok}Content-Length: SECRET\r\n\r\n`, `${ok}Content-Length: 1\r\nContent-Length: 2\r\n\r\nSECRET`, `${ok}Content-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nSECRET`, `${ok}X-Accel-Redirect: /SECRET\r\n\r\n`, `${ok}X-Accel-Expires: SECRET\r\n\r\n`, `${ok}Set-Cookie: SECRET\r\n\r\n`, `${ok}Content-Type: image/png\r\nContent-Length: 5\r\n\r\n12345SECRET`, `${ok}X: ${"SECRET".repeat(20_000)}\r\n\r\n`, `${ok}Content-Type: image/png\r\nContent-Length: 9\r\n\r\n`].map(
    (answer) => raw(`a host that answers ${JSON.stringify(answer.slice(0, 60))}`, answer),
  ),
];
