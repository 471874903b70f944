// What a host calls its answer: only exact types of pictures and data keep their name.
import { hosts } from "../stand-in.js";
import { all, type Case } from "./case.ts";

const body = "<script>evil</script>";
const answer = (types: string[], status = "200 OK") =>
  `HTTP/1.1 ${status}\r\n${types.map((type) => `Content-Type: ${type}\r\n`).join("")}Content-Length: ${body.length}\r\n\r\n${body}`;

const api = (name: string, types: string[], type: string | RegExp): Case => ({
  name: `${name}, from a service`,
  line: `/proxy/${hosts.api}/test/raw`,
  answer: answer(types),
  expect: all({ status: 200, type, body }),
});
const refused = all({ status: 502, code: "ProxyNotAnImage$" });
const bucket = (name: string, types: string[], status?: string): Case => ({
  name: `${name}, from a bucket`,
  line: `/proxy/${hosts.result}/test/raw`,
  answer: answer(types, status),
  expect: refused,
});

const bad = [
  "image/png, text/html", "image/png,text/html", "image/png, text/javascript", "image/png, text/css", "image/png, application/wasm", "image/webp, image/svg+xml",
  "text/html, image/png", "image/png;, text/html", "image/png; a=b, text/html", 'image/png; a="b, text/html"', "application/json, text/html", "text/event-stream, text/html", "application/json, text/javascript",
  "image/evil+xml", "image/x-svg+xml", "image/svg", "image/svg+xml", "IMAGE/SVG+XML", "image/svg+xml; charset=utf-8", "image/png+xml", "image/vnd.evil+xml", "image/xml", "image/html", "image/*", "image/", "image", "image/png/html", "image/pngx", "ximage/png",
  "application/jsonml+xml", "application/json+xml", "application/jsonx", "application/xhtml+xml", "application/xml", "text/xml", "text/html", "TEXT/HTML", "text/javascript", "application/javascript", "application/ecmascript", "text/css", "text/xsl", "application/xslt+xml", "application/pdf", "application/wasm", "application/x-shockwave-flash", "application/manifest+json", "application/speculationrules+json", "application/importmap+json", "application/webbundle", "application/signed-exchange", "application/octet-stream", "multipart/x-mixed-replace; boundary=b", "multipart/related", "text/vtt", "text/cache-manifest", "message/rfc822", "application/x-mimearchive", "font/woff2", "video/mp4", "audio/mpeg", "*/*", "evil", "image/png text/html", "image/png\ttext/html", "image/png;text/html", "image/png; charset", 'image/png; charset="utf-8', "image/png\xa0", "im\xe4ge/png",
];

/** Node does not take an answer with such a header. */
const unreadable = ({ expect: of, ...rest }: Case): Case => ({ ...rest, expect: { ...of, node: { status: 502, code: "ProxyUnreachable$" } } });

export const cases: Case[] = [
  ...bad.flatMap((type) => [bucket(JSON.stringify(type), [type]), api(JSON.stringify(type), [type], "text/plain; charset=utf-8")]),
  unreadable(bucket("a control character", ["image/png\x01"])),
  unreadable(api("a control character", ["image/png\x01"], "text/plain; charset=utf-8")),
  ...["text/html", "image/svg+xml", "application/jsonml+xml", "text/xml, text/html", "application/xhtml+xml", "image/png", "application/json, text/html"].map((type) =>
    bucket(`${type} with an error`, [type], "403 Forbidden"),
  ),
  bucket("no type", []),
  api("no type", [], "text/plain; charset=utf-8"),
  // nginx before 1.23 reads the first of two and sends no other; later ones and the worker read a list.
  ...[["image/png", "text/html"], ["image/png", "text/javascript"], ["image/png", "image/svg+xml"]].flatMap((types) => [
    { ...bucket(`two headers, ${types.join(" and ")}`, types), expect: { nginx: { status: [200, 502], type: /^(?:image\/png|application\/json)$/ }, worker: refused.worker, node: refused.node } },
    { ...api(`two headers, ${types.join(" and ")}`, types, ""), expect: { nginx: { status: 200, type: /^(?:image\/png|text\/plain; charset=utf-8)$/ }, worker: { status: 200, type: "text/plain; charset=utf-8" }, node: { status: 200, type: "text/plain; charset=utf-8" } } },
    bucket(`two headers, ${[...types].reverse().join(" and ")}`, [...types].reverse()),
    api(`two headers, ${[...types].reverse().join(" and ")}`, [...types].reverse(), "text/plain; charset=utf-8"),
  ]),
  // What is honest keeps its name.
  ...["image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif", "image/bmp", "image/tiff", "image/avif", "IMAGE/PNG", "image/png; charset=utf-8", "image/png;x=1 ; y=2"].flatMap((type) => [
    { ...bucket(type, [type]), expect: all({ status: 200, type, body }) },
    api(type, [type], type),
  ]),
  ...["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "text/event-stream", "text/event-stream;charset=UTF-8"].map((type) => api(type, [type], type)),
];
