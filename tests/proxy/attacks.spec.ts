// What must not get through: refused with a reason, and nothing sent to anybody.
import { expect, hosts, test, type Kind } from "./fixtures.ts";
import { sendRaw } from "./raw.ts";

type Attack = {
  name: string;
  /** The request line without its version; GET where only an address stands. */
  line: string;
  headers?: string[];
  body?: string;
  status: number | number[];
  /** The code of the refusal. */
  code: string;
  /** Where the server's own parser refuses before any of our rules can: the statuses it uses, without a code. */
  parser?: Kind[];
};

const { api, result, upload } = hosts;
const key = "Authorization: Bearer sk-attack";
const host = (name: string, line: string): Attack => ({ name, line, status: 403, code: "ProxyHostNotAllowed" });
const address = (name: string, line: string): Attack => ({ name, line, status: 400, code: "ProxyBadAddress" });
// nginx's own parser does not take these.
const unreadable = (name: string, line: string): Attack => ({ name, line, status: 400, code: "ProxyBad(?:Address|Request)" });
// Dots are resolved by some runtimes before a handler sees them: then it is another host's address.
const either = (name: string, line: string): Attack => ({ name, line, status: [400, 403], code: "Proxy" });

const attacks: Attack[] = [
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
  { name: "dots out of the proxy", line: `/proxy/${api}/../../x`, status: [400, 404], code: "" },
  { name: "the proxy behind dots", line: `/x/..%2fproxy/${api}/x`, status: [400, 404], code: "" },
  { name: "the proxy with an escape in its name", line: `/%70roxy/${api}/x`, status: [400, 404], code: "" },
  { name: "a backslash", line: `/proxy/${api}\\..\\evil.test/x`, status: [400, 403], code: "Proxy" },
  { name: "a slash too many in front", line: `//proxy/${api}/x`, status: [400, 404], code: "" },
  { name: "another host in front", line: `//${api}/x`, status: 404, code: "NotFound" },
  { name: "the second half", line: `/back/${api}/x`, status: 404, code: "NotFound" },
  { name: "a whole address in the request line", line: `GET https://${api}/api/v1/tasks/x`, status: 404, code: "NotFound", parser: ["worker"] },
  { name: "a whole evil address in the request line", line: "GET http://evil.test/proxy/evil.test/x", status: 403, code: "ProxyHostNotAllowed", parser: ["worker"] },
  { name: "a tunnel", line: `CONNECT ${api}:443`, status: [400, 405], code: "Proxy", parser: ["worker"] },
  { name: "line ends in the request line", line: `/proxy/${api}/x\rX-Evil: 1`, status: 400, code: "ProxyBadRequest", parser: ["worker"] },
  ...["HEAD", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"].map((method) => ({
    name: `${method} to a service`,
    line: `${method} /proxy/${api}/api/v1/tasks/x`,
    status: 405,
    code: method === "HEAD" ? "" : "ProxyMethodNotAllowed",
  })),
  { name: "a method that nobody has", line: `BREW /proxy/${api}/x`, status: [400, 405, 501], code: "Proxy", parser: ["worker"] },
  { name: "POST to a host of results", line: `POST /proxy/${result}/x.png`, headers: ["Content-Length: 0"], status: 405, code: "ProxyMethodNotAllowed" },
  { name: "POST to the page", line: "POST /", headers: ["Content-Length: 0"], status: 405, code: "ProxyMethodNotAllowed" },
  { name: "a key to a host of results", line: `/proxy/${result}/x.png`, headers: [key], status: 400, code: "ProxyKeyRefused" },
  { name: "a key to a host of uploads", line: `POST /proxy/${upload}/`, headers: [key, "Content-Type: multipart/form-data; boundary=b", "Content-Length: 0"], status: 400, code: "ProxyKeyRefused" },
  { name: "an upload that is no form", line: `POST /proxy/${upload}/`, headers: ["Content-Type: application/json", "Content-Length: 2"], body: "{}", status: 415, code: "ProxyNotAForm" },
  { name: "a page elsewhere", line: `/proxy/${api}/x`, headers: ["Origin: https://evil.test"], status: 403, code: "ProxyOriginNotAllowed" },
  { name: "a page without an address", line: `/proxy/${api}/x`, headers: ["Origin: null"], status: 403, code: "ProxyOriginNotAllowed" },
  { name: "a page whose address looks like a friend's", line: `/proxy/${api}/x`, headers: ["Origin: FRIEND.evil.test"], status: 403, code: "ProxyOriginNotAllowed" },
  { name: "a page whose address begins like this host", line: `/proxy/${api}/x`, headers: ["Origin: http://proxy.test.evil.test"], status: 403, code: "ProxyOriginNotAllowed" },
  { name: "300 MB and a byte", line: `POST /proxy/${api}/api/v1/x`, headers: [`Content-Length: ${300 * 1024 * 1024 + 1}`], body: "{", status: 413, code: "ProxyBodyTooLarge" },
  { name: "more bytes than a number holds", line: `POST /proxy/${api}/api/v1/x`, headers: ["Content-Length: 99999999999999999999999"], status: [400, 413], code: "Proxy", parser: ["worker"] },
  { name: "a body of unknown length", line: `POST /proxy/${api}/api/v1/x`, headers: ["Transfer-Encoding: chunked"], body: "2\r\n{}\r\n0\r\n\r\n", status: 411, code: "ProxyLengthRequired" },
  { name: "two lengths", line: `POST /proxy/${api}/api/v1/x`, headers: ["Content-Length: 2", "Transfer-Encoding: chunked"], body: "0\r\n\r\n", status: [400, 411], code: "Proxy", parser: ["worker"] },
  { name: "a GET with a body", line: `/proxy/${api}/x`, headers: ["Content-Length: 2"], body: "{}", status: 400, code: "ProxyBadRequest" },
  { name: "an access code that nobody was given", line: `/proxy/${api}/x`, headers: ["Authorization: Bearer visit-0123456789abcdef"], status: 401, code: "ProxyAccessDenied" },
];

for (const { name, line, headers = [], body, status, code, parser = [] } of attacks) {
  test(`refuses ${name}`, async ({ front, friend, standIn, kind }) => {
    standIn.requests.length = 0;
    front.asked.length = 0;
    const request = /^[A-Z]+ /.test(line) ? line : `GET ${line}`;
    const own = headers.map((header) => header.replace("FRIEND", friend.origin));
    const answer = await sendRaw(front.url, [`${request} HTTP/1.1`, "Host: proxy.test", "Connection: close", ...own], body);

    if (parser.includes(kind)) expect([400, 404, 405, 411, 413, 500, 501]).toContain(answer.status);
    else {
      expect([status].flat(), answer.text).toContain(answer.status);
      if (!request.startsWith("HEAD ")) {
        expect(answer.code).toMatch(new RegExp(typeof status === "number" ? `^${code}$` : `^${code}`));
        expect(answer.message, "a sentence").toMatch(/^[A-Z].{20,}\.$/);
      }
      if (request.includes(" /proxy")) expect(answer.headers["access-control-allow-origin"] ?? "*").toBe("*");
    }
    expect(standIn.requests, "sent to somebody").toEqual([]);
    expect(front.asked, "looked up").toEqual([]);
  });
}

test("the recorder sees what is sent", async ({ front, standIn }) => {
  standIn.requests.length = 0;
  const answer = await sendRaw(front.url, [`GET /proxy/${api}/test/echo HTTP/1.1`, "Host: proxy.test", "Connection: close"]);
  expect(answer.status).toBe(200);
  expect(standIn.requests).toHaveLength(1);
});
