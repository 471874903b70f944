// Hosts that speak broken HTTP, so that an answer of their own making would reach the page's origin.
import { hosts } from "../stand-in.js";
import { all, type Case, type Expected } from "./case.ts";

const evil = "<script>navigator.serviceWorker.register('/evil.js')</script>";
const head = `Content-Type: text/html\r\nX-Evil: 1\r\nSet-Cookie: evil=1; Path=/\r\nService-Worker-Allowed: /\r\nContent-Length: ${evil.length}\r\n\r\n`;
const page = `HTTP/1.1 200 OK\r\n${head}${evil}`;
const png = "\x89PNG\r\n\x1a\n----";

const refused: Expected = { status: 502, code: "Proxy(?:Unreachable|BadAnswer|NotAnImage|ResultTooLarge|RedirectRefused)$" };
/** Passed on, but as what it is: text. */
const text: Expected = { status: 200, type: "text/plain; charset=utf-8" };
/** Servers differ in what they still take for HTTP: then it is text. */
const harmless: Expected = { status: [200, 502], type: /^(?:text\/plain; charset=utf-8|application\/json)$/ };

const { api, result } = hosts;
const at = (host: string) => ({ name: host === api ? "a service" : "a bucket", line: `/proxy/${host}/test/raw` });

function answers(name: string, answer: string, nginx: Expected, worker: Expected, node: Expected = worker): Case[] {
  return [
    { ...at(api), name: `${name}, from a service`, answer, expect: { nginx, worker, node } },
    // No bucket gives a page, whatever its status line is worth.
    { ...at(result), name: `${name}, from a bucket`, answer, expect: all(refused) },
  ];
}

const interim = [100, 101, 102, 103, 104, 110, 150, 199].flatMap((status) => [
  ...answers(`a ${status} whose length covers a second answer`, `HTTP/1.1 ${status} X\r\nContent-Length: ${page.length}\r\n\r\n${page}`, refused, harmless),
  ...answers(`a ${status} before an answer`, `HTTP/1.1 ${status} X\r\nX-Evil: 1\r\n\r\n${page}`, refused, harmless),
]);

const lines = (
  [
    ["a status line after an empty one", "\r\nHTTP/1.1 200 OK", refused, harmless],
    ["a status line after a line end", "\nHTTP/1.1 200 OK", refused, harmless],
    ["a status line after two empty ones", "\r\n\r\nHTTP/1.1 200 OK", refused, harmless],
    ["a status line after a space", " HTTP/1.1 200 OK", harmless],
    ["a status line after a zero", "\0HTTP/1.1 200 OK"],
    ["a status line after a byte order mark", "\xef\xbb\xbfHTTP/1.1 200 OK"],
    ["lower case", "http/1.1 200 OK"],
    ["mixed case", "Http/1.1 200 OK"],
    ["a status of four digits", "HTTP/1.1 2000 OK"],
    ["a status of five digits", "HTTP/1.1 20000 OK"],
    ["a status of two digits", "HTTP/1.1 20 OK"],
    ["a status of one digit", "HTTP/1.1 2 OK"],
    ["no status", "HTTP/1.1"],
    ["a status that is a word", "HTTP/1.1 OK"],
    ["a status of letters", "HTTP/1.1 2OO OK"],
    ["a status with a sign", "HTTP/1.1 +200 OK"],
    ["a negative status", "HTTP/1.1 -200 OK"],
    ["status 0", "HTTP/1.1 0 OK"],
    ["status 000", "HTTP/1.1 000 OK"],
    ["status 001", "HTTP/1.1 001 OK"],
    ["status 099", "HTTP/1.1 099 OK"],
    ["status 600", "HTTP/1.1 600 OK"],
    ["status 700", "HTTP/1.1 700 OK"],
    ["status 999", "HTTP/1.1 999 OK"],
    ["no space before the status", "HTTP/1.1200 OK"],
    ["a tab before the status", "HTTP/1.1\t200 OK", harmless],
    ["no slash", "HTTP 1.1 200 OK"],
    ["a space before the slash", "HTTP /1.1 200 OK"],
    ["a version without a dot", "HTTP/11 200 OK", harmless],
    ["a version of letters", "HTTP/x.y 200 OK", harmless],
    ["a version that is missing", "HTTP/ 200 OK", harmless],
    ["another protocol", "ICY 200 OK"],
    ["a protocol for streams", "RTSP/1.0 200 OK"],
    ["a shell", "SSH-2.0-OpenSSH_9.2"],
    ["a mail server", "220 mail.evil.test ESMTP"],
    ["a request", "GET / HTTP/1.1"],
    ["a page without any head", "<!doctype html><title>evil</title>"],
    ["headers without a status line", "Content-Type: text/html"],
    ["dirt", "\x16\x03\x01\x02\0\x01\0"],
  ] as [string, string, Expected?, Expected?][]
).flatMap(([name, line, worker = refused, node]) => answers(name, `${line}\r\n${head}${evil}`, refused, worker, node));

const lenient = (
  [
    ["two spaces before the status", "HTTP/1.1  200 OK"],
    ["a status with a dot", "HTTP/1.1 200.1 OK"],
    ["no reason", "HTTP/1.1 200"],
    ["version 1.2", "HTTP/1.2 200 OK"],
    ["version 0.9", "HTTP/0.9 200 OK"],
    ["version 2", "HTTP/2.0 200 OK"],
    ["version 2 without a dot", "HTTP/2 200 OK"],
    ["a zero in the reason", "HTTP/1.1 200 O\0K"],
    ["a return in the reason", "HTTP/1.1 200 OK\rX-Evil: 1"],
    ["a reason of 4000 signs", `HTTP/1.1 200 ${"evil ".repeat(800)}`],
    ["a reason that is HTML", "HTTP/1.1 200 <script>evil</script>"],
  ] as const
).flatMap(([name, line]) => answers(name, `${line}\r\n${head}${evil}`, harmless, harmless));

const ok = (headers: string, body = evil) => `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Evil: 1\r\n${headers}\r\n\r\n${body}`;
const chunk = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n`;

const framing = [
  ...answers("an answer behind its own end", ok("Content-Length: 4", `text${page}`), text, harmless),
  ...answers("an answer behind the last chunk", ok("Transfer-Encoding: chunked", `${chunk("text")}0\r\n\r\n${page}`), text, harmless),
  ...answers("headers behind the last chunk", ok("Transfer-Encoding: chunked\r\nTrailer: Set-Cookie", `${chunk("text")}0\r\nSet-Cookie: evil=1\r\nX-Evil: 1\r\n\r\n`), text, harmless),
  ...answers("a length and chunks", ok("Content-Length: 4\r\nTransfer-Encoding: chunked", `${chunk(page)}0\r\n\r\n`), harmless, harmless),
  ...answers("chunks and a length", ok("Transfer-Encoding: chunked\r\nContent-Length: 4", `${chunk(page)}0\r\n\r\n`), harmless, harmless),
  ...answers("two lengths, short and long", ok(`Content-Length: 4\r\nContent-Length: ${page.length}`, page), { ...harmless, status: [200, 502, "closed"] }, harmless),
  ...answers("two lengths, long and short", ok(`Content-Length: ${page.length}\r\nContent-Length: 4`, page), { ...harmless, status: [200, 502, "closed"] }, harmless),
  ...answers("a length that is a list", ok("Content-Length: 4, 4", page), harmless, harmless),
  ...answers("a negative length", ok("Content-Length: -1", page), harmless, harmless),
  ...answers("a length with a sign", ok("Content-Length: +4", page), harmless, harmless),
  ...answers("a length in hexadecimal", ok("Content-Length: 0x4", page), harmless, harmless),
  ...answers("a length of a hundred digits", ok(`Content-Length: ${"9".repeat(100)}`, page), harmless, harmless),
  ...answers("another transfer coding", ok("Transfer-Encoding: gzip, chunked", `${chunk("text")}0\r\n\r\n`), harmless, harmless),
  ...answers("a transfer coding that nobody has", ok("Transfer-Encoding: evil", page), harmless, harmless),
  ...answers("a chunk that is longer than a number holds", ok("Transfer-Encoding: chunked", `fffffffffffffffff\r\n${page}`), { ...harmless, status: [200, 502, "closed"] }, { ...harmless, status: [200, 502, "closed"] }),
  ...answers("a chunk without a length", ok("Transfer-Encoding: chunked", `\r\n${page}`), { ...harmless, status: [200, 502, "closed"] }, { ...harmless, status: [200, 502, "closed"] }),
  ...answers("a header without a colon", ok("X-Evil"), harmless, harmless),
  ...answers("a header without a name", ok(": evil"), harmless, harmless),
  ...answers("a header with a space in its name", ok("X Evil: 1"), harmless, harmless),
  ...answers("a header with a zero in its name", ok("X-E\0vil: 1"), harmless, harmless),
  ...answers("a header with a zero in its value", ok("X-Request-Id: a\0b"), harmless, harmless),
  ...answers("a header with a return in its value", ok("X-Request-Id: a\rX-Evil: 1"), harmless, harmless),
  ...answers("a header over two lines", ok("X-Request-Id: a\r\n b"), harmless, harmless),
  ...answers("lines that end in line feeds alone", ok("").replaceAll("\r", ""), harmless, harmless),
  ...answers("a head of 100 kB", ok(`X-Evil: ${"e".repeat(100_000)}`), harmless, harmless),
  ...answers("5000 headers", ok("X-Evil: 1\r\n".repeat(4999) + "X-Evil: 2"), harmless, harmless),
  ...answers("a head without an end", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", harmless, harmless),
  ...answers("nothing", "", refused, refused),
  ...answers("an upgrade that nobody asked for", `HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n${page}`, refused, refused),
  ...answers("no content, and some", `HTTP/1.1 204 No Content\r\nX-Evil: 1\r\nContent-Length: ${page.length}\r\n\r\n${page}`, { status: 204, body: "" }, { status: [204, 502] }),
  ...answers("nothing new, and some", `HTTP/1.1 304 Not Modified\r\nX-Evil: 1\r\n\r\n${page}`, { status: 502, code: "ProxyRedirectRefused$" }, { status: 502, code: "Proxy(?:RedirectRefused|Unreachable)$" }),
];

/** From buckets: pictures that claim to be short, or do not say how long they are. */
const picture = (name: string, headers: string, body: string, nginx: Expected, worker: Expected = nginx, node: Expected = worker): Case => ({
  name,
  line: `/proxy/${result}/test/raw`,
  answer: `HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n${headers}\r\n\r\n${body}`,
  expect: { nginx, worker, node },
});
const unsized: Expected = { status: 502, code: "ProxyResultTooLarge$" };
const sized: Expected = { status: 200, type: "image/png", body: png };
const cut: Expected = { status: [200, 502, "closed"], body: /^(?:\x89PNG\r\n\x1a\n-{0,4}|\{"code":"Proxy.*)?$/s };

const sizes = [
  picture("a picture with its length", `Content-Length: ${png.length}`, png, sized),
  picture("a picture without a length", "Connection: close", png, unsized),
  picture("a picture in chunks", "Transfer-Encoding: chunked", `${chunk(png)}0\r\n\r\n`, unsized),
  picture("a picture in chunks that claims a length", `Content-Length: ${png.length}\r\nTransfer-Encoding: chunked`, `${chunk(png)}0\r\n\r\n`, { status: 502 }),
  picture("a picture that goes on behind its length", `Content-Length: ${png.length}`, png + "x".repeat(100_000), { ...sized, status: [200, 502] }),
  picture("a picture of 100 MB and a byte", "Content-Length: 100000001", png, unsized),
  picture("a picture of more than a number holds", `Content-Length: 1${"0".repeat(30)}`, png, { status: 502 }),
  picture("a picture whose length is written in zeros", `Content-Length: ${String(png.length).padStart(20, "0")}`, png, { status: [200, 502] }),
  picture("a picture with two lengths, the short first", `Content-Length: ${png.length}\r\nContent-Length: 99999999999`, png + "x".repeat(100_000), cut),
  picture("a picture with two lengths, the long first", `Content-Length: 99999999999\r\nContent-Length: ${png.length}`, png, { status: 502 }),
  picture("a picture that unpacks to more", `Content-Encoding: gzip\r\nContent-Length: ${png.length}`, png, { status: 502, code: "ProxyNotAnImage$" }, { status: 502 }),
  picture("a picture packed in a way that nobody has", `Content-Encoding: evil\r\nContent-Length: ${png.length}`, png, { status: 502, code: "ProxyNotAnImage$" }),
];

export const cases: Case[] = [...interim, ...lines, ...lenient, ...framing, ...sizes];
