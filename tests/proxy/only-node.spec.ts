// What only the development server has: names that it answers to, a machine of its own, the page's files as they are.
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, hosts, test, type Proxy } from "./fixtures.ts";
import { exchange } from "./raw.ts";

const portOf = ({ url }: Proxy) => new URL(url).port;

for (const path of ["/", "/plain.json", `/proxy/${hosts.api}/test/echo`, `/proxy/${hosts.result}/test/picture`]) {
  test(`${path} is for this machine's names only`, async ({ front, standIn }) => {
    standIn.requests.length = 0;
    const port = portOf(front);
    const names = ["evil.test", `evil.test:${port}`, `127.0.0.1.evil.test:${port}`, `localhost.evil.test:${port}`, `127.0.0.2:${port}`, `0.0.0.0:${port}`, `[::]:${port}`, "127.0.0.1", "localhost", "localhost:1", `localhost.:${port}`, `evil.test@localhost:${port}`, `localhost:${port}@evil.test`, `localhost:${port}/`, ""];
    for (const name of names) {
      const answer = await exchange(front.url, [`GET ${path} HTTP/1.1`, `Host: ${name}`, "Connection: close"]);
      expect([400, 421], name).toContain(answer?.status);
      expect(answer!.text).not.toContain("wan-edit-page");
    }
    expect((await exchange(front.url, [`GET ${path} HTTP/1.1`, `Host: localhost:${port}`, "Host: evil.test", "Connection: close"]))?.status ?? 400, "two names").toBeGreaterThanOrEqual(400);
    expect((await exchange(front.url, [`GET ${path} HTTP/1.1`, "Connection: close"]))?.status, "no name").toBe(400);
    expect(standIn.requests, "asked nobody").toEqual([]);
    for (const name of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect((await exchange(front.url, [`GET ${path} HTTP/1.1`, `Host: ${name}`, "Connection: close"]))?.status, name).toBe(200);
    }
  });
}

test("a page elsewhere, in a browser, reads nothing, whatever name it gives this machine", async ({ front, page, standIn }) => {
  standIn.requests.length = 0;
  await page.goto(front.url.replace("127.0.0.1", "localhost"));
  await page.route("http://rebound.test/**", (route) => route.fulfill({ contentType: "text/html", body: "<title>evil</title>" }));
  await page.goto("http://rebound.test/");
  const tries = await page.evaluate(
    async ([base, api]) => {
      const ask = (url: string, init?: RequestInit) => fetch(url, init).then((answer) => (answer.ok ? "read" : "refused"), () => "refused");
      const socket = await new Promise((done) => {
        const it = new WebSocket(base.replace("http", "ws") + "/_trunk/ws");
        it.onopen = () => done("open");
        it.onerror = () => done("closed");
      });
      return [await ask(`${base}/`), await ask(`${base}/proxy/${api}/test/echo`), await ask(`${base}/proxy/${api}/test/echo`, { method: "POST", body: "{}" }), socket];
    },
    [front.url, hosts.api],
  );
  expect(tries).toEqual(["refused", "refused", "refused", "closed"]);
  expect(standIn.requests).toEqual([]);
});

test("it listens on this machine only", async ({ front }) => {
  const others = Object.values(networkInterfaces()).flat().filter((at) => at && !at.internal && at.family === "IPv4");
  for (const { address } of others as { address: string }[]) {
    const isOpen = await new Promise((done) => {
      const socket = connect(Number(portOf(front)), address, () => (socket.destroy(), done(true)));
      socket.on("error", () => done(false));
    });
    expect(isOpen, address).toBe(false);
  }
});

test("the page's files come with its headers, and no others do", async ({ front }) => {
  for (const [path, type] of [["/", "text/html; charset=utf-8"], ["/index.html", "text/html; charset=utf-8"], ["/wan-edit-page-0123456789abcdef_bg.wasm", "application/wasm"], ["/style-0123456789abcdef.css", "text/css"], ["/plain.json?x", "application/json"]]) {
    const answer = await fetch(front.url + path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("x-frame-options")).toBe("DENY");
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
  for (const path of ["/nothing", "/..%2fca.key", "/%2e%2e/ca.key", "/..%5cca.key", "/%2fetc%2fpasswd", "/%00", "/%ff", "/style-0123456789abcdef.css/", "/.."]) {
    const answer = await exchange(front.url, [`GET ${path} HTTP/1.1`, `Host: ${front.host}`, "Connection: close"]);
    expect(answer!.text, path).not.toContain("PRIVATE");
    if (path !== "/..") expect(answer!.status, path).toBe(404);
  }
});

test("what a listed host sends never becomes part of the page's origin", async ({ front, page }) => {
  await page.goto(`${front.url}/`);
  const answer = await page.evaluate(async (path) => {
    const reply = await fetch(path);
    const registered = await navigator.serviceWorker.register(path, { scope: "/" }).then(() => "registered", () => "refused");
    // The page's Trusted Types refuse `script.src` by themselves; an import is up to the server.
    const script = await import(path).then(() => "ran", () => "refused");
    return { type: reply.headers.get("content-type"), cookie: document.cookie, registered, script };
  }, `/proxy/${hosts.api}/test/page/200/text/javascript`);
  expect(answer).toEqual({ type: "text/plain; charset=utf-8", cookie: "", registered: "refused", script: "refused" });
  const opened = await page.goto(`${front.url}/proxy/${hosts.api}/test/page/200/text/html`);
  expect(opened!.status()).toBe(403);
  await page.goto(`${front.url}/`);
  expect(await page.evaluate(async (path) => (await fetch(path)).headers.get("set-cookie") ?? document.cookie, `/proxy/${hosts.api}/test/steer`)).toBe("");
});

test("the emulator is asked without TLS, services with theirs", async ({ front, emulator, standIn }) => {
  standIn.requests.length = 0;
  const { host } = new URL(emulator.api);
  const answer = await fetch(`${front.url}/proxy/${host}/api/v1/tasks/`, { headers: { authorization: "Bearer sk-emu" } });
  expect(answer.status).toBe(200);
  expect(standIn.requests).toEqual([]);
  const { host: results } = new URL(emulator.results);
  expect((await fetch(`${front.url}/proxy/${results}/x/0.png`)).status).toBeGreaterThanOrEqual(400);
  expect((await (await fetch(`${front.url}/proxy/${results}/x/0.png`, { headers: { authorization: "Bearer sk-emu" } })).json()).code).toBe("ProxyKeyRefused");
  for (const strange of [hosts.untrusted, hosts.misnamed]) {
    const refused = await fetch(`${front.url}/proxy/${strange}/test/echo`, { headers: { authorization: "Bearer sk-secret" } });
    expect((await refused.json()).code).toBe("ProxyUnreachable");
  }
  expect(standIn.requests, "a key never goes to whom nobody vouches for").toEqual([]);
});
