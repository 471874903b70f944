// The connection doctor: each fault is arranged, and named in both languages with what to do and what to paste.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { freePort } from "../../tools/servers.js";
import { billed, expect, newKey, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

type Answer = { status: number; body: string; type?: string };

const json = (status: number, code: string, message = "no"): Answer => ({ status, body: JSON.stringify({ code, message, request_id: "r" }) });
const html = (status: number, words = "nginx"): Answer => ({ status, body: `<html><h1>${words}</h1></html>`, type: "text/html" });

const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*, authorization" };

const t = test.extend<{
  /** Starts a server that answers all but preflights so; it ends with the test. */
  serve: (answer: Answer, preflight?: number) => Promise<string>;
  /** Expects the doctor to name this first, in English (in parts, between bars) and in Chinese. */
  named: (finding: string, english: string, chinese: string) => Promise<void>;
}>({
  serve: async ({}, use) => {
    const servers: ReturnType<typeof createServer>[] = [];
    await use(async ({ status, body, type = "application/json" }, preflight = 204) => {
      const server = createServer((request: IncomingMessage, response: ServerResponse) => {
        request.resume();
        if (request.method === "OPTIONS") return response.writeHead(preflight, preflight < 300 ? cors : {}).end();
        response.writeHead(status, { ...cors, "content-type": type }).end(body);
      });
      servers.push(server);
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    });
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  },

  named: async ({ editor, complaints }, use) => {
    await use(async (finding, english, chinese) => {
      const { page } = editor;
      const first = page.locator("#diagnosis [data-finding]").first();
      await page.locator("#open-service").click();
      await page.locator("#check-connection").click();
      await expect(first).toHaveAttribute("data-finding", finding, { timeout: 30_000 });
      await expect(first).toBeInViewport();
      for (const part of english.split(" | ")) await expect(first).toContainText(part);
      await expect(page.locator("#diagnosis .way")).toContainText("An edit goes to ");
      await switchLanguage(editor);
      await expect(first).toContainText(chinese);
      await expect(page.locator("#diagnosis .way")).toContainText("编辑发往 ");
    });
    // A fault that the browser tells of is what was arranged; only the page's own mistakes count.
    complaints.splice(0, complaints.length, ...complaints.filter((line) => line.startsWith("page error")));
  },
});

/** The page with a service and a way to it. Chinese is loaded too, before anything fails. */
async function open(editor: Editor, { key = newKey(), base = "", proxy = "/proxy" }: { key?: string; base?: string; proxy?: string }) {
  await editor.open();
  await editor.page.locator("#language").click();
  await expect(editor.edit).toHaveText("生成");
  await editor.page.locator("#language").click();
  await expect(editor.edit).toHaveText("Generate");
  await editor.page.locator("#open-service").click();
  if (base) await editor.page.locator("#base-url").fill(base);
  await editor.page.locator("#proxy").fill(proxy);
  await editor.page.locator("#key").fill(key);
  editor.key = key;
  // The key was typed beside both.
  editor.confirmed.push(...[base, proxy].filter((address) => address.startsWith("http")).map((address) => new URL(address).origin));
  await editor.page.locator("#service-done").click();
}

/** Switches the language while the panel is open. */
async function switchLanguage({ page }: Editor) {
  await page.locator("#service-done").click();
  await page.locator("#language").click();
  await page.locator("#open-service").click();
}

/** Answers what is asked with the key so. */
const answered = (editor: Editor, { status, body, type = "application/json" }: Answer) =>
  editor.page.route(/\/proxy\/.*\/tasks\//, (route) => route.fulfill({ status, body, contentType: type }));

t("all is fine: the service answers, results can be had, nothing is paid for", async ({ editor, named }) => {
  await open(editor, {});
  await named("fine", "answers and knows the key. | Edits can be sent.", "有应答，密钥有效。");
  await expect(editor.page.locator("#diagnosis [data-finding=results-fine]")).toBeVisible();
  await expect(editor.page.locator("#diagnosis .way")).toContainText("经 /proxy；等待方式：异步任务。");
  expect(submits(await editor.log())).toEqual([]);
  expect(billed(await editor.log())).toBe(0);
});

t("offline", async ({ editor, named, context }) => {
  await open(editor, {});
  await context.setOffline(true);
  await named("offline", "This device is offline. | Connect to the network", "本设备没有联网。");
});

t("mixed content", async ({ editor, named, context, site }) => {
  await context.route("https://edit.example/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await context.request.fetch(site.url.replace(/\/$/, "") + pathname + search) });
  });
  await editor.page.goto("https://edit.example/");
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#service").selectOption("custom");
  await editor.page.locator("#base-url").fill("http://127.0.0.2:8787/api/v1");
  await editor.page.locator("#key").fill(newKey());
  await editor.page.locator("#proxy").fill("");
  await editor.page.locator("#service-done").click();
  await named("mixed-content", "may not call 127.0.0.2:8787 by http", "不能用 http 调用 127.0.0.2:8787");
});

t("a host that lets no page read its answers: the proxy to enter, and it is entered", async ({ editor, named, context }) => {
  await open(editor, { proxy: "" });
  await named("no-cors", "lets no web page read its answers. | Browsers need a proxy there.", "不允许网页读取其应答。");
  const found = editor.page.locator("#diagnosis [data-finding=no-cors]");
  await expect(found.locator("pre")).toHaveText("/proxy");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await found.getByRole("button", { name: "复制" }).click();
  expect(await editor.page.evaluate(() => navigator.clipboard.readText())).toBe("/proxy");
  await found.getByRole("button", { name: "使用 /proxy" }).click();
  await expect(editor.page.locator("#diagnosis [data-finding]").first()).toHaveAttribute("data-finding", "fine");
  await expect(editor.page.locator("#proxy")).toHaveValue("/proxy");
});

t("a host that refuses the preflight", async ({ editor, named, serve }) => {
  await open(editor, { base: `${await serve(json(200, ""), 401)}/api/v1`, proxy: "" });
  await named("preflight-refused", "refuses the question that browsers ask before a request with a key", "拒绝了浏览器在发送密钥之前的预检");
  await expect(editor.page.locator("#diagnosis")).toContainText("Authorization");
});

t("nothing at the address", async ({ editor, named }) => {
  const base = `http://127.0.0.1:${await freePort()}/api/v1`;
  await open(editor, { base, proxy: "" });
  await named("unreachable", "Nothing answers at 127.0.0.1:", "没有应答：主机不存在");
  await expect(editor.page.locator("#diagnosis pre").first()).toHaveText(`curl -I ${base}`);
});

t("a proxy that is not there", async ({ editor, named }) => {
  const proxy = `http://127.0.0.1:${await freePort()}/way`;
  await open(editor, { proxy });
  await named("proxy-unreachable", `The proxy ${proxy} does not answer.`, `代理 ${proxy} 没有应答。`);
});

t("no proxy at this path: the entry for this host", async ({ editor, named, emulator }) => {
  await open(editor, { proxy: "/nowhere" });
  const { host } = new URL(emulator.api);
  await named("no-proxy", `There is no proxy at /nowhere that knows ${host}`, `/nowhere 处没有通往 ${host} 的代理`);
  await expect(editor.page.locator("#diagnosis pre").first()).toContainText(`[[proxy]]\nrewrite = "/nowhere/${host}/"\nbackend = "http://${host}/"`);
});

t("a proxy behind a login of its own", async ({ editor, named, serve }) => {
  const proxy = await serve(html(401, "401 Authorization Required"));
  await open(editor, { proxy });
  await named("proxy-login", `The proxy ${proxy} asks for a login of its own | lend access codes`, "要求另行登录");
});

t("a proxy that leaves the service's CORS header beside its own", async ({ editor, named }) => {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "access-control-allow-origin": ["*", "https://app.example"], "access-control-allow-headers": "*, authorization" }).end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const proxy = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  try {
    await open(editor, { proxy });
    await named("proxy-cors", `The proxy ${proxy} answers, but lets this page read nothing | or there are two`, "出现了两次");
  } finally {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

t("a browser that keeps the page from its own network", async ({ editor, named, context, site }) => {
  await context.route("https://edit.example/**", async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await context.request.fetch(site.url.replace(/\/$/, "") + pathname + search) });
  });
  // What Chrome answers before somebody has allowed it.
  await context.addInitScript(() => {
    const query = navigator.permissions.query.bind(navigator.permissions);
    navigator.permissions.query = async (of: any) => (of.name === "local-network-access" ? ({ state: "prompt" } as PermissionStatus) : query(of));
  });
  const proxy = `http://127.0.0.1:${await freePort()}`;
  await editor.page.goto("https://edit.example/");
  await editor.page.locator("#open-service").click();
  editor.key = newKey();
  await editor.page.locator("#key").fill(editor.key);
  await editor.page.locator("#proxy").fill(proxy);
  editor.confirmed.push(new URL(proxy).origin);
  await editor.page.locator("#service-done").click();
  await named("local-network", "does not let the page reach machines of your own network | Local network access", "不允许网页访问本地网络");
});

const refusals: [string, Answer, string, string, string[]][] = [
  ["proxy-host", json(403, "ProxyHostNotAllowed"), "does not pass requests on to gateway.example.com.", "不转发到 gateway.example.com。",
    ["gateway.example.com api;", 'EXTRA_HOSTS = "gateway.example.com"']],
  ["proxy-origin", json(403, "ProxyOriginNotAllowed"), "does not serve pages of this address.", "不为本页所在的网址服务。", []],
  ["proxy-access", json(401, "ProxyAccessDenied"), "does not know this access code", "不认识这个访问码", []],
  ["proxy-upstream", json(502, "ProxyUnreachable"), "gets no answer from gateway.example.com.", "得不到 gateway.example.com 的应答。",
    ["curl -I https://gateway.example.com/api/v1"]],
];

for (const [finding, answer, english, chinese, texts] of refusals) {
  t(`a proxy that refuses: ${finding}`, async ({ editor, named, serve }) => {
    const proxy = await serve(answer);
    await open(editor, { base: "https://gateway.example.com/api/v1", proxy, key: "visit-0123" });
    await named(finding, english, chinese);
    const pre = editor.page.locator(`#diagnosis [data-finding=${finding}] pre`);
    if (texts.length) await expect(pre).toHaveText(texts);
    if (finding === "proxy-origin") await expect(pre.first()).toHaveText(`${new URL(editor.page.url()).origin} 1;`);
  });
}

const answers: [string, string, Answer, string, string][] = [
  ["key-ended", "st-lt-v1-0123456789", json(401, "InvalidApiKey"), "The temporary key has ended.", "临时密钥已过期。"],
  ["workspace", "", json(401, "NOT AUTHORIZED"), "This workspace does not exist", "业务空间不存在"],
  ["denied", "", json(403, "AccessDenied"), "may not use this. | Activate the model", "无权使用。"],
  ["account", "", json(400, "Arrearage"), "The account stands in the way", "账号受限"],
  ["throttled", "", json(429, "Throttling.RateQuota"), "there were too many requests just now", "刚才请求过于频繁"],
  ["service-down", "", json(500, "InternalError"), "fails at the moment. | Try again in a few minutes.", "暂时出错。"],
];

for (const [finding, key, answer, english, chinese] of answers) {
  t(`what the service answers: ${finding}`, async ({ editor, named }) => {
    await open(editor, key ? { key } : {});
    await answered(editor, answer);
    await named(finding, english, chinese);
    await expect(editor.page.locator("#diagnosis details pre")).toHaveText(answer.body);
  });
}

t("a wrong key", async ({ editor, named }) => {
  await open(editor, { key: "wrong-key-0123456789" });
  await named("key", "does not know this key: it is wrong, was deleted, or is of another region.", "不认识这个密钥：有误、已删除，或属于其他地域。");
  expect(await editor.page.content()).not.toContain("wrong-key-0123456789");
});

t("no key, and one that no header can carry: nothing is asked", async ({ editor, named }) => {
  await open(editor, { key: "sk-密钥" });
  await named("key-malformed", "The key has characters that no key has.", "密钥中有不该出现的字符。");
  await editor.page.locator("#forget-key").click();
  await editor.page.locator("#check-connection").click();
  const missing = editor.page.locator("#diagnosis [data-finding]").first();
  await expect(missing).toHaveAttribute("data-finding", "key-missing");
  await expect(missing).toContainText("尚未填写密钥。");
  await switchLanguage(editor);
  await expect(missing).toContainText("There is no key yet.");
  expect(editor.asked.filter((url) => url.includes("/tasks/"))).toEqual([]);
});

t("a plan's key at another host: a button chooses the plan", async ({ editor }) => {
  const { page } = editor;
  await open(editor, {});
  await page.route(/\/proxy\/.*aliyuncs/, (route) => route.fulfill(json(401, "InvalidApiKey")));
  await page.locator("#open-service").click();
  await page.locator("#service").selectOption("beijing");
  await page.locator("#key").fill("sk-sp-0123");
  await page.locator("#check-connection").click();
  const found = page.locator("#diagnosis [data-finding=key-of-plan]");
  await switchLanguage(editor);
  await expect(found).toContainText("这是订阅密钥，仅用于 Token Plan。");
  await switchLanguage(editor);
  await expect(found).toContainText("it opens the Token Plan only.");
  await found.getByRole("button", { name: "Choose Token Plan" }).click();
  await expect(page.locator("#service")).toHaveValue("token-plan");
  await expect(page.locator("#diagnosis [data-finding]"), "of other settings").toHaveCount(0);
});

t("something else at the address", async ({ editor, named, serve }) => {
  await open(editor, { base: `${await serve(html(200, "Welcome"))}/api/v1`, proxy: "" });
  await named("not-the-service", "is not the service. | Compare the base URL with your console.", "处应答的不是该服务。");
});

t("results that cannot be fetched", async ({ editor, emulator }) => {
  await open(editor, {});
  const { host } = new URL(emulator.results);
  await editor.page.route(`**/proxy/${host}/**`, (route) => route.fulfill({ status: 404, body: "<html>" }));
  await editor.page.locator("#open-service").click();
  await editor.page.locator("#check-connection").click();
  const found = editor.page.locator("#diagnosis [data-finding=results-blocked]");
  await expect(found).toContainText("this page cannot fetch and keep them.");
  await expect(found.locator("pre")).toContainText(`rewrite = "/proxy/${host}/"`);
  await editor.page.locator("#service-done").click();
  await editor.page.locator("#language").click();
  await expect(found).toContainText("本页无法取回保存。");
});

t("an edit that is lost: the doctor says why within the error, and the money is not forgotten", async ({ editor, complaints, pictures }) => {
  await open(editor, { proxy: "" });
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.error).toContainText("No answer came.");
  const found = editor.error.locator("[data-finding]");
  await expect(found).toHaveAttribute("data-finding", "no-cors");
  await expect(editor.error).toContainText("lets no web page read its answers.");
  await expect(editor.error.locator(".money.billed")).toHaveText("It may have been billed although no image came.");
  await expect(editor.error).not.toContainText("Failed to fetch");
  await editor.page.locator("#language").click();
  await expect(editor.error).toContainText("不允许网页读取其应答。");
  await editor.page.locator("#language").click();
  await found.getByRole("button", { name: "Use /proxy" }).click();
  await expect(found.first()).toHaveAttribute("data-finding", "fine");
  await editor.run();
  await editor.expectSaved(1);
  expect(submits(await editor.log()), "only what was asked for").toHaveLength(1);
  complaints.length = 0;
});

t("an edit that another server answers: the doctor is a button away", async ({ editor, pictures }) => {
  await open(editor, { proxy: "/nowhere" });
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.error).toContainText("Something between here and the service answered instead of it");
  await expect(editor.error.locator("[data-finding]")).toHaveCount(0);
  await editor.page.locator("#check-error").click();
  await expect(editor.error.locator("[data-finding]")).toHaveAttribute("data-finding", "no-proxy");
});

const proxied: [Answer, string, string][] = [
  [json(403, "ProxyHostNotAllowed", "Not on the list."), "The proxy /proxy does not pass requests on to ", "代理 /proxy 不转发到 "],
  [json(401, "ProxyAccessDenied", "Unknown code."), "The proxy /proxy does not know this access code", "代理 /proxy 不认识这个访问码"],
  [json(403, "ProxyNoKeyForHost", "No key."), "or has no key to lend for ", "没有可借用于 "],
];

t("an edit that a proxy refuses is the proxy's doing, and not billed", async ({ editor, pictures }) => {
  await open(editor, {});
  await editor.draft(pictures["plain.jpg"]);
  for (const [{ status, body }, english, chinese] of proxied) {
    await editor.page.route(/\/generation$/, (route) => route.fulfill({ status, body, contentType: "application/json" }));
    await editor.run();
    await expect(editor.error.locator("h2")).toContainText(english);
    await expect(editor.error.locator(".words")).toHaveText(`The proxy says: ${JSON.parse(body).message}`);
    await expect(editor.error).toContainText("Nothing was billed.");
    await editor.page.locator("#language").click();
    await expect(editor.error.locator("h2")).toContainText(chinese);
    await editor.page.locator("#language").click();
    await editor.page.unroute(/\/generation$/);
  }
  expect(submits(await editor.log())).toEqual([]);
});

t("a gateway that stops waiting: a task is offered, and nothing is sent by itself", async ({ editor, pictures }) => {
  await open(editor, { key: newKey("html504", "delay=0") });
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.error).toContainText("gave up waiting (HTTP 504)");
  await expect(editor.error.locator(".cut")).toContainText("Something on the way stopped waiting after");
  await expect(editor.error.locator(".money.billed")).toBeVisible();
  await editor.page.locator("#as-task").click();
  await expect(editor.page.locator("#delivery-task")).toBeChecked();
  await expect(editor.error).toContainText("Set for the next edit. Nothing is sent by itself.");
  await expect(editor.error.locator(".money.billed"), "the money stays").toBeVisible();
  await editor.page.waitForTimeout(1000);
  expect(submits(await editor.log())).toHaveLength(1);
  await editor.page.locator("#language").click();
  await expect(editor.error.locator(".cut")).toContainText("不再等待");
});

t("a connection that breaks after a minute: the same, and the doctor finds the way open", async ({ editor, pictures, complaints }) => {
  await editor.page.clock.install();
  await open(editor, { key: newKey("delay=0") });
  await editor.draft(pictures["plain.jpg"]);
  let breakOff = () => {};
  const broken = new Promise<void>((done) => (breakOff = done));
  await editor.page.route(/\/generation$/, (route) => broken.then(() => route.abort("connectionreset")));
  const sent = editor.page.waitForRequest(/\/generation$/);
  await editor.run();
  await sent;
  await editor.page.clock.fastForward(61_000);
  breakOff();
  await expect(editor.error).toContainText("No answer came.");
  await expect(editor.error.locator(".cut")).toContainText(/stopped waiting after 6\d s\. As a task, no single answer takes long\./);
  await expect(editor.error.locator(".money.billed")).toBeVisible();
  await expect(editor.error.locator("[data-finding]").first()).toHaveAttribute("data-finding", "fine");
  await editor.page.locator("#as-task").click();
  await expect(editor.page.locator("#delivery-task")).toBeChecked();
  complaints.length = 0;
});

t("a request too large for the way: upload first is offered", async ({ editor, pictures }) => {
  await open(editor, { key: newKey("delay=0") });
  await editor.draft(pictures["plain.jpg"]);
  await editor.page.route(/\/generation$/, (route) => route.fulfill({ status: 413, body: "<html>413", contentType: "text/html" }));
  await editor.run();
  await expect(editor.error.locator(".cut")).toContainText("takes no request of this size. Upload the pictures first, or send fewer or smaller ones.");
  await expect(editor.error).toContainText("Nothing was billed.");
  await editor.page.locator("#upload-instead").click();
  await expect(editor.page.locator("#upload-first")).toBeChecked();
  expect(submits(await editor.log())).toEqual([]);
  await editor.page.unroute(/\/generation$/);
  await editor.run();
  await editor.expectSaved(1);
});
