// The page: its headers, its caching, its types.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { expect, style, test } from "./fixtures.ts";

const directives = (policy: string) => policy.split(";").map((part) => part.trim().replace(/\s+/g, " ")).filter(Boolean).sort();

test("index.html comes with the policy it states itself, and is asked for again", async ({ front }) => {
  const answer = await fetch(`${front.url}/`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  const html = readFileSync(join(root, "index.html"), "utf8");
  expect(await answer.text()).toBe(html);
  const own = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1];
  expect(directives(answer.headers.get("content-security-policy")!)).toEqual(directives(`${own};frame-ancestors 'none'`));
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=()"),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
});

test("files with a hash in their name are kept for ever, others are asked for again", async ({ front }) => {
  for (const [name, type, caching] of [
    ["wan-edit-page-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"],
    ["style-0123456789abcdef.css", "text/css", "public, max-age=31536000, immutable"],
    ["plain.json", "application/json", "no-cache"],
  ]) {
    const answer = await fetch(`${front.url}/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(new RegExp(`^${type}`));
    expect(answer.headers.get("cache-control")).toBe(caching);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("what is not there is said so, and not kept", async ({ front }) => {
  for (const name of ["nothing", "gone-0123456789abcdef.js", "wan-edit/site.conf", "..%2fwan-edit/site.conf"]) {
    const answer = await fetch(`${front.url}/${name}`);
    expect([400, 404]).toContain(answer.status);
    expect((await answer.json()).message).toMatch(/\.$/);
    // nginx answers what it cannot read like the proxy does.
    expect(answer.headers.get("cache-control")).toBe(answer.status === 400 ? "no-store, no-transform" : "no-cache");
  }
});

test("text is compressed on its way", async ({ front }) => {
  const answer = await fetch(`${front.url}/style-0123456789abcdef.css`, { headers: { "accept-encoding": "gzip" } });
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(await answer.text()).toBe(style);
});

test("a file that has not changed is not sent again", async ({ front }) => {
  const first = await fetch(`${front.url}/plain.json`);
  const etag = first.headers.get("etag")!;
  const again = await fetch(`${front.url}/plain.json`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});
