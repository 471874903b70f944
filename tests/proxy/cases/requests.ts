// Requests that must not get through: refused with a reason, and nothing sent to anybody.
import { hosts } from "../stand-in.js";
import { all, type Case, type Expected } from "./case.ts";

const { api, relay, result, upload } = hosts;
const code = "visit-0123456789abcdef0123456789abcdef";
const key = "Authorization: Bearer sk-attack";
const refused = (name: string, line: string, expected: Expected, more: Partial<Case> = {}): Case => ({
  name,
  line,
  ...more,
  expect: all({ isSent: false, ...expected }),
});
// Where the runtime's own parser refuses before any of the worker's rules can: the statuses it uses, without a code.
const parsed: Expected = { status: [400, 404, 405, 411, 413, 500, 501, "closed"], isSent: false };
const unparsed = (...its: Parameters<typeof refused>): Case => {
  const made = refused(...its);
  return { ...made, expect: { ...made.expect, worker: parsed, node: parsed } };
};
const host = (name: string, line: string) => refused(name, line, { status: 403, code: "ProxyHostNotAllowed$" });
const address = (name: string, line: string) => refused(name, line, { status: 400, code: "ProxyBadAddress$" });
// nginx's own parser does not take these.
const unreadable = (name: string, line: string) => refused(name, line, { status: 400, code: "ProxyBad(?:Address|Request)$" });
// Dots are resolved by some runtimes before a handler sees them: then it is another host's address.
const either = (name: string, line: string) => refused(name, line, { status: [400, 403], code: "Proxy" });

export const cases: Case[] = [
  host("a host that is not listed", "/proxy/example.org/x"),
  host("a listed host as the beginning of another", `/proxy/${api}.evil.test/x`),
  host("a listed host as the end of another", "/proxy/evil-dashscope.aliyuncs.com/x"),
  host("a listed host as a subdomain of itself", `/proxy/x.${api}/x`),
  host("a listed host with its dot exchanged", "/proxy/dashscopeXaliyuncs.com/x"),
  host("the domain of a listed host", "/proxy/aliyuncs.com/x"),
  host("a workspace of an unknown region", "/proxy/ws-1.cn-nowhere.maas.aliyuncs.com/x"),
  host("a workspace with a dot in its name", "/proxy/evil.test.ws-1.cn-beijing.maas.aliyuncs.com/x"),
  host("a workspace of another domain", "/proxy/ws-1.cn-beijing.maas.aliyuncs.com.evil.test/x"),
  host("a workspace whose name is too long", `/proxy/${"w".repeat(64)}.cn-beijing.maas.aliyuncs.com/x`),
  host("a bucket that is not the service's", "/proxy/evil.oss-cn-beijing.aliyuncs.com/x.png"),
  host("a bucket with a label too many", "/proxy/a.dashscope-result-bj.oss-cn-beijing.aliyuncs.com/x.png"),
  host("a bucket that is no bucket", "/proxy/dashscope-result-bj.ecs-cn-beijing.aliyuncs.com/x.png"),
  host("a bucket of another domain", `/proxy/${result}.evil.test/x.png`),
  host("a user name before the host", `/proxy/user@${api}/x`),
  host("a host behind a user name", `/proxy/${api}@evil.test/x`),
  host("a host behind name and password", `/proxy/${api}:pass@evil.test/x`),
  host("a port", `/proxy/${api}:443/x`),
  host("another port", `/proxy/${api}:8443/x`),
  host("an address of this machine", "/proxy/127.0.0.1/x"),
  host("an address of this machine with a port", "/proxy/127.0.0.1:22/x"),
  host("an address as one number", "/proxy/2130706433/x"),
  host("an address in octal", "/proxy/0177.0.0.1/x"),
  host("the address that clouds keep secrets at", "/proxy/169.254.169.254/latest/meta-data/"),
  host("the one of Alibaba's cloud", "/proxy/100.100.100.200/latest/meta-data/"),
  host("this machine by name", "/proxy/localhost/x"),
  host("an IPv6 address", "/proxy/[::1]/x"),
  host("an IPv4 address in IPv6", "/proxy/[::ffff:127.0.0.1]:443/x"),
  host("upper case", "/proxy/DASHSCOPE.aliyuncs.com/x"),
  host("a dot at the end of the host", `/proxy/${api}./x`),
  host("a host with a line end", `/proxy/${api}%0d%0aHost:evil.test/x`),
  either("a host with a zero", `/proxy/${api}%00.evil.test/x`),
  host("a host with an escaped dot", "/proxy/dashscope%2ealiyuncs.com/x"),
  host("a host with an escaped slash", `/proxy/${api}%2f@evil.test/x`),
  host("a host with an escaped at", `/proxy/${api}%40evil.test/x`),
  host("a host with a letter that looks alike", "/proxy/d%D0%B0shscope.aliyuncs.com/x"),
  address("http instead of https", `/proxy/http://${api}/x`),
  host("http, written with one slash", `/proxy/http:/${api}/x`),
  host("http, escaped", `/proxy/http%3A%2F%2F${api}/x`),
  address("https with the whole address", `/proxy/https://${api}/x`),
  address("a scheme and an evil host", "/proxy/https://evil.test/x"),
  address("nothing", "/proxy/"),
  address("nothing, without a slash", "/proxy"),
  address("a host without a path", `/proxy/${api}`),
  address("a host and a query only", `/proxy/${api}?x`),
  address("a query with the address in it", `/proxy?url=https%3A%2F%2F${api}%2Fx`),
  address("an empty host", "/proxy//x"),
  address("two slashes before the host", `/proxy//${api}/x`),
  address("two slashes before an evil host", "/proxy//evil.test/x"),
  address("two slashes in the path", `/proxy/${api}//evil.test/x`),
  address("an escaped slash", `/proxy/${api}/api%2fv1`),
  address("an escaped slash, in upper case", `/proxy/${api}/api%2Fv1`),
  address("an escaped backslash", `/proxy/${api}/api%5c..%5cv1`),
  address("a double escape", `/proxy/${api}/api/%252e%252e/v1`),
  address("a double escape of a slash", `/proxy/${api}/api%252fv1`),
  address("an escaped line end in the path", `/proxy/${api}/x%0d%0aX-Evil:%201`),
  address("an escaped line end in the query", `/proxy/${api}/x?a=1%0d%0aX-Evil:%201`),
  unreadable("an escaped zero", `/proxy/${api}/x%00.png`),
  unreadable("half an escape", `/proxy/${api}/x%2`),
  address("dots that end in a slash escape", `/proxy/${api}/..%2f..%2fx`),
  either("dots out of the host", `/proxy/${api}/../evil.test/x`),
  either("escaped dots out of the host", `/proxy/${api}/%2e%2e/evil.test/x`),
  either("half escaped dots out of the host", `/proxy/${api}/.%2E/evil.test/x`),
  either("dots after a segment", `/proxy/${api}/a/../../evil.test/x`),
  refused("dots out of the proxy", `/proxy/${api}/../../x`, { status: [400, 404] }),
  refused("the proxy behind dots", `/x/..%2fproxy/${api}/x`, { status: [400, 404] }),
  refused("the proxy with an escape in its name", `/%70roxy/${api}/x`, { status: [400, 404] }),
  refused("a backslash", `/proxy/${api}\\..\\evil.test/x`, { status: [400, 403], code: "Proxy" }),
  refused("a slash too many in front", `//proxy/${api}/x`, { status: [400, 404] }),
  refused("another host in front", `//${api}/x`, { status: 404, code: "NotFound$" }),
  refused("the second half", `/back/${api}/x`, { status: 404, code: "NotFound$" }),
  unparsed("a whole address in the request line", `GET https://${api}/api/v1/tasks/x`, { status: 404, code: "NotFound$" }),
  unparsed("a whole evil address in the request line", "GET http://evil.test/proxy/evil.test/x", { status: 403, code: "ProxyHostNotAllowed$" }),
  unparsed("a tunnel", `CONNECT ${api}:443`, { status: [400, 405], code: "Proxy" }),
  unparsed("line ends in the request line", `/proxy/${api}/x\rX-Evil: 1`, { status: 400, code: "ProxyBad(?:Address|Request)$" }),
  ...["HEAD", "PUT", "DELETE", "PATCH", "PROPFIND"].map((method) =>
    refused(`${method} to a service`, `${method} /proxy/${api}/api/v1/tasks/x`, {
      status: 405,
      ...(method !== "HEAD" && { code: "ProxyMethodNotAllowed$" }),
    }),
  ),
  unparsed("TRACE to a service", `TRACE /proxy/${api}/api/v1/tasks/x`, { status: 405, code: "ProxyMethodNotAllowed$" }),
  unparsed("a method that nobody has", `BREW /proxy/${api}/x`, { status: [400, 405, 501], code: "Proxy" }),
  refused("POST to a host of results", `POST /proxy/${result}/x.png`, { status: 405, code: "ProxyMethodNotAllowed$" }, { headers: ["Content-Length: 0"] }),
  refused("POST to the page", "POST /", { status: 405, code: "ProxyMethodNotAllowed$" }, { headers: ["Content-Length: 0"] }),
  refused("a key to a host of results", `/proxy/${result}/x.png`, { status: 400, code: "ProxyKeyRefused$" }, { headers: [key] }),
  refused("a key to a host of uploads", `POST /proxy/${upload}/`, { status: 400, code: "ProxyKeyRefused$" }, { headers: [key, "Content-Type: multipart/form-data; boundary=b", "Content-Length: 0"] }),
  refused("an upload that is no form", `POST /proxy/${upload}/`, { status: 415, code: "ProxyNotAForm$" }, { headers: ["Content-Type: application/json", "Content-Length: 2"], body: "{}" }),
  refused("a page elsewhere", `/proxy/${api}/x`, { status: 403, code: "ProxyOriginNotAllowed$" }, { headers: ["Origin: https://evil.test"] }),
  refused("a page without an address", `/proxy/${api}/x`, { status: 403, code: "ProxyOriginNotAllowed$" }, { headers: ["Origin: null"] }),
  refused("a page whose address looks like a friend's", `/proxy/${api}/x`, { status: 403, code: "ProxyOriginNotAllowed$" }, { headers: ["Origin: FRIEND.evil.test"] }),
  refused("a page whose address begins like this host", `/proxy/${api}/x`, { status: 403, code: "ProxyOriginNotAllowed$" }, { headers: ["Origin: http://proxy.test.evil.test"] }),
  refused("300 MB and a byte", `POST /proxy/${api}/api/v1/x`, { status: 413, code: "ProxyBodyTooLarge$" }, { headers: [`Content-Length: ${300 * 1024 * 1024 + 1}`], body: "{" }),
  unparsed("more bytes than a number holds", `POST /proxy/${api}/api/v1/x`, { status: [400, 413], code: "Proxy" }, { headers: ["Content-Length: 99999999999999999999999"] }),
  refused("a body of unknown length", `POST /proxy/${api}/api/v1/x`, { status: 411, code: "ProxyLengthRequired$" }, { headers: ["Transfer-Encoding: chunked"], body: "2\r\n{}\r\n0\r\n\r\n" }),
  unparsed("two lengths", `POST /proxy/${api}/api/v1/x`, { status: [400, 411], code: "Proxy" }, { headers: ["Content-Length: 2", "Transfer-Encoding: chunked"], body: "0\r\n\r\n" }),
  refused("a GET with a body", `/proxy/${api}/x`, { status: 400, code: "ProxyBadRequest$" }, { headers: ["Content-Length: 2"], body: "{}" }),
  ...["internal", "vpc", "vpc100"].flatMap((net) => [
    host(`a bucket as the ${net} network sees it`, `/proxy/dashscope-x.oss-cn-beijing-${net}.aliyuncs.com/x.png`),
    host(`a bucket of uploads as the ${net} network sees it`, `/proxy/dashscope-file-x.oss-cn-shanghai-${net}.aliyuncs.com/x.png`),
    host(`a bucket as the ${net} network sees it, without a region`, `/proxy/dashscope-x.oss-${net}.aliyuncs.com/x.png`),
    host(`a bucket as a numbered ${net} network sees it`, `/proxy/dashscope-x.oss-${net}-cn-beijing.aliyuncs.com/x.png`),
  ]),
  host("a bucket as the internal network of a special region sees it", "/proxy/dashscope-x.oss-cn-shanghai-finance-1-internal.aliyuncs.com/x.png"),
  host("a bucket of results as the internal network sees it", "/proxy/dashscope-result-bj.oss-cn-beijing-internal.aliyuncs.com/x.png"),

  // What a browser would make of the answer, and for whom
  ...["document", "iframe", "frame", "embed", "object", "fencedframe", "script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet", "style", "xslt", "font", "manifest", "report", "track", "video", "audio", "json", "webidentity", "websocket", "webbundle", "speculationrules", "dictionary", "IMAGE", "anything"].flatMap((use) =>
    [api, result].map((name) =>
      refused(`a request of ${name === api ? "a service" : "a result"} for use as ${use}`, `/proxy/${name}/test/picture`, { status: 403, code: "ProxyDataOnly$" }, { headers: [`Sec-Fetch-Dest: ${use}`, "Sec-Fetch-Site: same-origin"] }),
    ),
  ),
  ...["text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "TEXT/HTML", "image/png, text/html;q=0.1", "application/xhtml+xml"].map((accept) =>
    refused(`an old browser that asks for ${accept}`, `/proxy/${result}/test/picture`, { status: 403, code: "ProxyDataOnly$" }, { headers: [`Accept: ${accept}`] }),
  ),
  ...["cross-site", "same-site", "CROSS-SITE", "elsewhere", "same-origin, cross-site"].flatMap((where) =>
    [api, result].map((name) =>
      refused(`an <img> of a page that is ${where}, at ${name === api ? "a service" : "a result"}`, `/proxy/${name}/test/picture`, { status: 403, code: "ProxyOriginNotAllowed$" }, { headers: ["Sec-Fetch-Dest: image", "Sec-Fetch-Mode: no-cors", `Sec-Fetch-Site: ${where}`] }),
    ),
  ),

  // Access codes in disguise: they are no keys, and go to nobody
  ...[
    `bearer ${code}`, `BEARER ${code}`, `Bearer  ${code}`, `Bearer\t${code}`, `"${code}"`, `Bearer "${code}"`, `'${code}'`, `Basic ${code}`, `Token ${code}`,
    `Bearer ${code}, Bearer sk-x`, `Bearer sk-x, Bearer ${code}`, `Bearer sk-x ${code}`, `${code};`, `${code} x`, `<${code}>`, `Bearer Bearer ${code}`, `Bearer=${code}`, `Bearer:${code}`,
    `Bearer ${code.toUpperCase()}`, `Bearer V${code.slice(1)}`, `Bearer x${code}`, `Bearer ${code}%20`, "Bearer visit-", "visit-anna", `Bearer ${code.slice(0, 20)}`, `Bearer visit-${"0".repeat(200)}`, `api_key=${code}`,
  ].flatMap((value) =>
    [api, relay].map((name) =>
      refused(`an access code written as ${value.replace(code, "CODE")} for ${name}`, `POST /proxy/${name}/test/echo`, { status: 401, code: "ProxyAccessDenied$" }, { headers: [`Authorization: ${value}`, "Content-Length: 0"] }),
    ),
  ),
  address("an access code in a query", `/proxy/${api}/api/v1/models?api_key=${code}`),
  address("an access code in a path", `/proxy/${api}/api/v1/tasks/${code}`),
  refused("an access code that nobody was given", `/proxy/${api}/x`, { status: 401, code: "ProxyAccessDenied$" }, { headers: ["Authorization: Bearer visit-0123456789abcdef"] }),
];
