// What stands between a page and the service, told by `diagnose`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, root, startEmulator, startStatic } from "../../tools/servers.js";
import { expect, newKey, submits, test } from "./fixtures.js";
import { app as appDir } from "./setup.js";

/** What `diagnose` says of a client with these options, in this order: names, those that do not stand in the way with a `+`. */
async function diagnose(page: any, options: object, request?: object) {
  const { findings, ...rest } = await page.evaluate(({ options, request }: any) => new kit.Client(options).diagnose(request), { options, request });
  return { found: findings.map(({ name, isFine }: any) => name + (isFine ? "+" : "")), ...rest };
}

test("a service that is fine, and how its answers can be awaited", async ({ app, emulator }) => {
  const key = newKey();
  const host = new URL(emulator.api).host;
  expect(await diagnose(app, { service: emulator.api, credential: key })).toMatchObject({
    found: ["fine+", "results-fine+"], host, proxied: false, status: 200, deliveries: ["task", "sync"],
  });
  const interleave = { model: "wan2.6-image", prompt: "x", enableInterleave: true };
  expect((await diagnose(app, { service: emulator.api, credential: key }, interleave)).deliveries).toContain("stream");
  expect(await submits(emulator, key)).toEqual([]);
});

test("a key that is missing, malformed, or of a function that has none", async ({ app, emulator }) => {
  const found = async (credential: string) => (await diagnose(app, { service: emulator.api, credential })).found[0];
  expect(await found("")).toBe("key-missing");
  expect(await found("sk-é")).toBe("key-malformed");
  const error = await app.evaluate((service) => kit.rejection(() => new kit.Client({ service, credential: () => Promise.reject(new Error("log in")) }).diagnose()), emulator.api);
  expect(error).toMatchObject({ kind: "not-sent", message: expect.stringContaining("log in") });
});

test("a key that is of something else", async ({ app, emulator }) => {
  const key = "wrong-key-0123456789";
  const { found, status, raw } = await diagnose(app, { service: emulator.api, credential: key });
  expect(found[0]).toBe("key");
  expect(status).toBe(401);
  expect(raw).toContain("InvalidApiKey");
  expect(raw).not.toContain(key);
  expect((await diagnose(app, { service: emulator.api, credential: newKey().replace("sk-", "sk-sp-") })).found).not.toContain("key-of-plan");
});

test("a host that lets no browser in, and one that is not there", async ({ app }) => {
  const closed = await startEmulator();
  try {
    expect(await diagnose(app, { service: closed.api, credential: newKey() })).toMatchObject({ found: ["no-cors"], status: null, raw: null });
  } finally {
    await closed.stop();
  }
  const found = await diagnose(app, { service: `http://127.0.0.1:${await freePort()}/api/v1`, credential: newKey() });
  expect(found.found).toEqual(["unreachable"]);
});

test("no proxy where one should be, one that is not there, and one that refuses the host", async ({ page }) => {
  const refusal = JSON.stringify({ code: "ProxyHostNotAllowed", message: "not on the list" });
  const host = await startStatic(appDir, (request: any, response: any) => {
    if (!request.url.startsWith("/refusing/")) return false;
    response.writeHead(403, { "content-type": "application/json" }).end(refusal);
    return true;
  });
  try {
    await page.goto(host.url);
    await expect(page.locator("body")).toHaveAttribute("data-ready", "true");
    const found = async (proxy: string) => (await diagnose(page, { service: "beijing", credential: "sk-x", proxy })).found;
    expect(await found("/proxy")).toEqual(["no-proxy", "results-blocked"]);
    expect(await found("/refusing")).toEqual(["proxy-host", "results-blocked"]);
    expect(await found(`http://127.0.0.1:${await freePort()}`)).toEqual(["proxy-unreachable", "results-blocked"]);
  } finally {
    await host.stop();
  }
});

test("a browser that is offline, a signal that has aborted, and a request that cannot be read", async ({ app, context, emulator }) => {
  const options = { service: emulator.api, credential: newKey() };
  const errors = await app.evaluate(async (options) => {
    const client = new kit.Client(options);
    return [
      await kit.rejection(() => client.diagnose(undefined, { signal: AbortSignal.abort() })),
      await kit.rejection(() => client.diagnose({ model: "wan2.7-image", prompt: "x", quality: 1 })),
    ];
  }, options);
  expect(errors).toMatchObject([{ kind: "canceled" }, { kind: "invalid-request", problems: [{ path: "quality" }] }]);
  await context.setOffline(true);
  expect((await diagnose(app, options)).found).toEqual(["offline"]);
});

test("a model that does not run there", async ({ app }) => {
  await app.route(/aliyuncs/, (route) => route.abort());
  const service = { workspace: "ws-1", region: "eu-central-1" };
  expect((await diagnose(app, { service, credential: "sk-x" })).found).toEqual(["unreachable", "model-elsewhere", "results-blocked"]);
});

test("the types name every finding", () => {
  const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();
  const types = readFileSync(join(root, "src/js/types.d.ts"), "utf8").replace(/\/\*.*?\*\//gs, "").match(/export type FindingName =([^;]+);/)![1]!;
  const rust = readFileSync(join(root, "src/core/job/doctor.rs"), "utf8");
  expect(named(types, /\| "([\w-]+)"/g)).toEqual(named(rust, /Self::\w+ => "([\w-]+)"/g));
});
