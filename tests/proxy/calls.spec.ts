// What must get through, and in what form: real edits, headers, statuses, and what hosts answer.
import { request as httpRequest } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect, hosts, newKey, test } from "./fixtures.ts";
import { listed } from "./stand-in.js";
import { png } from "./stand-in-tests.js";

const service = "/api/v1/services/aigc";
const prompt = { model: "wan2.7-image", input: { messages: [{ role: "user", content: [{ text: "a lake" }] }] } };
const order = JSON.stringify({ ...prompt, parameters: { size: "768*768", n: 1, watermark: false } });

/** The proxied form of an address. */
const proxied = (front: { url: string }, url: string) => `${front.url}/proxy/${url.replace(/^https:\/\//, "")}`;

test("an edit by one call, and its picture", async ({ front, emulator, standIn }) => {
  const key = newKey("delay=0");
  standIn.requests.length = 0;
  const answer = await fetch(`${front.url}/proxy/${hosts.api}${service}/multimodal-generation/generation`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: order,
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const url: string = (await answer.json()).output.choices[0].message.content[0].image;
  expect(url).toMatch(new RegExp(`^https://${hosts.result}/.*Signature=.*%`));

  const picture = await fetch(proxied(front, url));
  expect(picture.status).toBe(200);
  expect(picture.headers.get("content-type")).toBe("image/png");
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");

  const [call, fetched] = standIn.requests;
  expect(call.bytes).toBe(Buffer.byteLength(order));
  expect(fetched.path, "byte for byte").toBe(url.slice(`https://${hosts.result}`.length));
  expect(fetched.headers.authorization).toBeUndefined();
  expect((await emulator.requests(key))[0].billed).toBe(1);
});

test("an edit by task, in a workspace of its own", async ({ front, emulator }) => {
  const key = newKey("delay=0");
  const base = `${front.url}/proxy/${hosts.workspace}`;
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const created = await fetch(`${base}${service}/image-generation/generation`, {
    method: "POST",
    headers: { ...headers, "X-DashScope-Async": "enable" },
    body: order,
  });
  const { output } = await created.json();
  const ask = async () => (await fetch(`${base}/api/v1/tasks/${output.task_id}`, { headers })).json();
  await expect.poll(async () => (await ask()).output.task_status).toBe("SUCCEEDED");
  const url: string = (await ask()).output.choices[0].message.content[0].image;
  expect((await fetch(proxied(front, url))).status).toBe(200);
  // No body at all, not even an empty one with a length.
  const cancelled = await fetch(`${base}/api/v1/tasks/${output.task_id}/cancel`, { method: "POST", headers });
  expect(cancelled.status).toBe(400);
  expect((await cancelled.json()).code).toBe("UnsupportedOperation");
  expect((await emulator.requests(key)).filter(({ method }) => method === "POST")).toHaveLength(2);
});

test("a result that has expired says so", async ({ front }) => {
  const key = newKey("delay=0", "expired");
  const answer = await fetch(`${front.url}/proxy/${hosts.api}${service}/multimodal-generation/generation`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: order,
  });
  const url: string = (await answer.json()).output.choices[0].message.content[0].image;
  const picture = await fetch(proxied(front, url));
  expect(picture.status).toBe(403);
  expect(await picture.text()).toContain("expired");
  expect(picture.headers.get("content-type")).toBe("text/plain; charset=utf-8");
});

test("an upload", async ({ front, standIn }) => {
  standIn.requests.length = 0;
  const form = new FormData();
  form.append("key", "dashscope-instant/x/a.png");
  form.append("file", new Blob([png]), "a.png");
  const answer = await fetch(`${front.url}/proxy/${hosts.upload}/test/echo`, { method: "POST", body: form });
  expect(answer.status).toBe(200);
  const [{ headers, bytes, host }] = standIn.requests;
  expect(host).toBe(hosts.upload);
  expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  expect(bytes).toBe(Number(headers["content-length"]));
  expect(bytes).toBeGreaterThan(png.length);
});

test("every host that is known is passed on to", async ({ front, standIn }) => {
  expect(listed.length).toBeGreaterThan(20);
  for (const host of listed) {
    standIn.requests.length = 0;
    const answer = await fetch(`${front.url}/proxy/${host}/test/${host.includes(".oss-") ? "picture" : "echo"}`);
    expect(answer.status, host).toBe(200);
    expect(standIn.requests.map((request) => request.host)).toEqual([host]);
  }
});

test("the other service, and a host that the owner added", async ({ front, standIn }) => {
  for (const host of [hosts.relay, hosts.extra]) {
    standIn.requests.length = 0;
    const headers = { Authorization: "sk-raw", "Content-Type": "application/json" };
    const answer = await fetch(`${front.url}/proxy/${host}/test/echo`, { method: "POST", headers, body: "{}" });
    expect((await answer.json()).headers.authorization).toBe("sk-raw");
    expect(standIn.requests[0].host).toBe(host);
  }
});

test("only the headers that a service reads go on", async ({ front, friend, kind }) => {
  const good = {
    authorization: "Bearer sk-x",
    accept: "text/event-stream",
    "content-type": "application/json",
    "content-length": "2",
    "x-dashscope-async": "enable",
    "x-dashscope-sse": "enable",
    "x-dashscope-ossresourceresolve": "enable",
    "x-dashscope-workspace": "ws-1",
    "x-dashscope-wait-timeout": "10",
    "x-dashscope-datainspection": "enable",
  };
  const bad = {
    origin: friend.origin,
    referer: `${friend.origin}/secret`,
    cookie: "session=secret",
    "accept-encoding": "gzip",
    "accept-language": "de",
    "x-forwarded-for": "10.0.0.1",
    forwarded: "for=10.0.0.1",
    via: "1.1 x",
    range: "bytes=0-1",
    "if-none-match": '"x"',
    "x-evil": "1",
    te: "trailers",
    // Whoever asks workerd for a web socket has asked with GET.
    ...(kind === "nginx" && { upgrade: "websocket", connection: "upgrade, x-dashscope-sse" }),
    "keep-alive": "timeout=5",
    "proxy-authorization": "Basic secret",
    // Node answers that itself.
    ...(kind !== "node" && { expect: "" }),
  };
  const answer = await new Promise<string>((done, fail) => {
    const url = `${front.url}/proxy/${hosts.api}/test/echo?a=b%2Fc+d%3D&e`;
    const call = httpRequest(url, { method: "POST", headers: { ...bad, ...good } }, (reply) => {
      const parts: Buffer[] = [];
      const whole = () => Buffer.concat(parts);
      // The worker's runtime compresses JSON on its way to the browser.
      const text = () => (reply.headers["content-encoding"] === "gzip" ? gunzipSync(whole()) : whole()).toString();
      reply.on("data", (chunk) => parts.push(chunk)).on("end", () => done(text()));
    });
    call.on("error", fail);
    call.end("{}");
  });
  const { headers, method, url } = JSON.parse(answer);
  expect(method, answer).toBe("POST");
  expect(url).toMatch(/\/test\/echo\?a=b%2Fc\+d%3D&e$/);
  // What the proxy itself says, or its runtime: of the worker's and of Node's, all but the first two.
  const own = { nginx: ["host", "connection", "user-agent"], worker: ["user-agent", "accept-encoding", "host", "cache-control", "pragma", "cf-worker"], node: ["user-agent", "accept-encoding", "host", "connection", "accept-language", "sec-fetch-mode", "cache-control", "pragma"] }[kind];
  for (const [name, value] of Object.entries(good)) expect(headers[name], name).toBe(value);
  expect(Object.keys(headers).filter((name) => !(name in good)).sort()).toEqual(own.sort());
  expect(headers["accept-encoding"] ?? "identity").toBe("identity");
  expect(headers["user-agent"]).toBe("wan-edit-proxy");
  expect(headers.host).toBe(hosts.api);
});

const exposed = "content-type, content-length, retry-after, x-request-id, x-dashscope-finished";

for (const status of [200, 400, 401, 403, 404, 429, 500, 502, 503, 504]) {
  test(`an answer of ${status} arrives whole and may be read by pages`, async ({ front, friend }) => {
    const headers = { origin: friend.origin };
    const answer = await fetch(`${front.url}/proxy/${hosts.api}/test/status/${status}`, { headers });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ code: `Test.${status}`, message: "as asked", request_id: "r" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toBe(exposed);
    expect(answer.headers.get("retry-after")).toBe("7");
    expect(answer.headers.get("x-request-id")).toBe("11111111-2222");
    expect(answer.headers.get("content-type")).toBe("application/json");
  });
}

test("a preflight is answered here, whatever it asks for", async ({ front, standIn }) => {
  standIn.requests.length = 0;
  for (const path of [`${hosts.api}/api/v1/x`, "example.org/x", `${hosts.result}/x.png`]) {
    const answer = await fetch(`${front.url}/proxy/${path}`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.test", "access-control-request-method": "POST" },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, POST, OPTIONS");
    const allowed = answer.headers.get("access-control-allow-headers")!.split(", ");
    for (const name of ["authorization", "content-type", "accept", "async", "sse", "ossresourceresolve", "workspace"]) {
      expect(allowed.some((header) => header === name || header === `x-dashscope-${name}`), name).toBe(true);
    }
    expect(Number(answer.headers.get("access-control-max-age"))).toBeGreaterThan(600);
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  }
  expect(standIn.requests).toEqual([]);
});

test("a page in a browser, at another address, reads answers and refusals", async ({ front, friend, page }) => {
  await page.goto(friend.origin);
  const answers = await page.evaluate(
    async ([base, api]) => {
      const headers = { Authorization: "Bearer sk-x", "Content-Type": "application/json", "X-DashScope-Async": "enable" };
      const ask = async (path: string) => {
        const answer = await fetch(`${base}/proxy/${path}`, { method: "POST", headers, body: "{}" });
        return [answer.status, (await answer.json()).code, answer.headers.get("x-request-id")];
      };
      return [await ask(`${api}/test/status/200`), await ask(`${api}/test/status/429`), await ask("example.org/x")];
    },
    [front.url, hosts.api],
  );
  expect(answers).toEqual([
    [200, "Test.200", "11111111-2222"],
    [429, "Test.429", "11111111-2222"],
    [403, "ProxyHostNotAllowed", null],
  ]);
});

test("no host steers the proxy or the browser", async ({ front }) => {
  for (const path of [`${hosts.api}/test/steer`, `${hosts.result}/test/picture`]) {
    const answer = await fetch(`${front.url}/proxy/${path}`);
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(10);
    const headers = Object.fromEntries(answer.headers);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(headers["cache-control"]).toBe("no-store, no-transform");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    for (const name of ["access-control-allow-credentials", "set-cookie", "clear-site-data", "refresh", "service-worker-allowed", "x-accel-redirect", "strict-transport-security"]) {
      expect(headers[name], name).toBeUndefined();
    }
  }
});

for (const host of ["api", "result", "upload"] as const) {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`a ${status} from the ${host} host is an error, followed to nowhere`, async ({ front, standIn }) => {
      const post = { method: "POST", headers: { "content-type": "application/json" }, body: order };
      for (const [where, init] of [["evil.test", {}], [hosts.result, {}], ...(host === "api" ? [["evil.test", post] as const] : [])] as const) {
        standIn.requests.length = 0;
        front.asked.length = 0;
        const answer = await fetch(`${front.url}/proxy/${hosts[host]}/test/redirect/${status}/${where}`, { redirect: "manual", ...init });
        expect(answer.status).toBe(502);
        expect((await answer.json()).code).toBe("ProxyRedirectRefused");
        expect(answer.headers.get("location")).toBeNull();
        expect(answer.headers.get("content-type")).toBe("application/json");
        expect(standIn.requests).toHaveLength(1);
        expect(front.asked).toEqual([]);
      }
    });
  }
}

for (const path of ["page/200/text/html", "page/200/image/svg+xml", "page/200/application/xhtml+xml", "page/200/application/octet-stream", "page/403/text/html", "page/404/image/svg+xml", "untyped", "large/100"]) {
  test(`${path} from a host of results is refused`, async ({ front }) => {
    const answer = await fetch(`${front.url}/proxy/${hosts.result}/test/${path}`);
    expect(answer.status).toBe(502);
    const { code, message } = await answer.json();
    expect(code).toBe(path === "large/100" ? "ProxyResultTooLarge" : "ProxyNotAnImage");
    expect(message).toMatch(/\.$/);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });
}

test("what a service calls a page comes as text", async ({ front }) => {
  const answer = await fetch(`${front.url}/proxy/${hosts.api}/test/page/504/text/html`);
  expect(answer.status).toBe(504);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await answer.text()).toContain("<script>");
});

test("a connection that ends without an answer is an error, and nothing is sent twice", async ({ front, standIn }) => {
  standIn.requests.length = 0;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${front.url}/proxy/${hosts.api}/test/cut`, { method: "POST", headers, body: order });
  expect(answer.status).toBe(502);
  expect((await answer.json()).code).toBe("ProxyUnreachable");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(standIn.requests).toHaveLength(1);
});

test("a picture that is cut does not look whole", async ({ front }) => {
  const answer = await fetch(`${front.url}/proxy/${hosts.result}/test/cutpicture`);
  await expect(answer.arrayBuffer()).rejects.toThrow();
});
