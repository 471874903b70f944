// What comes for a result, and what a service writes, as a caller of the package gets it.
import { expect, newKey, test } from "./fixtures.js";

const bodies: Record<string, [type: string, body: string]> = {
  "a page": ["image/png", "<!doctype html><script>alert(1)</script>"],
  "an SVG": ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
  "a GIF": ["image/gif", "GIF89a"],
  "nothing": ["image/png", ""],
};

test("blob() gives pictures by their first bytes, and says what else came", async ({ app, picture }) => {
  const ends = await app.evaluate(
    async ({ bodies, picture, key }) => {
      const { Client } = kit;
      const edit = async (url: string, answer: () => Response) => {
        const outcome = { output: { choices: [{ finish_reason: "stop", message: { content: [{ image: url, type: "image" }] } }] } };
        const fetched: string[] = [];
        const fetch = async (address: string) => {
          fetched.push(address);
          return address.endsWith("/generation") ? new Response(JSON.stringify(outcome)) : answer();
        };
        const client = new Client({ service: "beijing", credential: key, fetch });
        const { images } = await client.edit({ model: "wan2.7-image", prompt: "x" }, { delivery: "sync" });
        try {
          const blob = await images[0].blob();
          return { type: blob.type, size: blob.size };
        } catch (error: any) {
          return { name: error.name, kind: error.kind, message: error.message, url: images[0].url, fetched: fetched.length };
        }
      };
      const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
      const at = "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.png?Signature=x";
      const of = (type: string, body: BodyInit) => () => new Response(body, { headers: { "content-type": type } });
      const ends: Record<string, any> = { picture: await edit(at, of("application/octet-stream", bytes)) };
      for (const [name, [type, body]] of Object.entries(bodies)) ends[name] = await edit(at, of(type, body));
      for (const url of ["javascript:alert(1)", "data:image/svg+xml,<svg/>", "//evil.example/x"]) ends[url] = await edit(url, of("image/jpeg", bytes));
      return ends;
    },
    { bodies, picture, key: newKey() },
  );
  const { picture: whole, ...rest } = ends;
  expect(whole).toEqual({ type: "image/jpeg", size: Buffer.from(picture, "base64").length });
  for (const [name, end] of Object.entries(rest)) {
    expect(end, name).toMatchObject({ name: "WanEditError", kind: "bytes" });
    const isAddress = name in bodies;
    expect(end.message, name).toContain(isAddress ? "what came is no image of a known kind" : "its url is no address of the web");
    expect(end.fetched, name).toBe(isAddress ? 2 : 1);
    // It was paid for: what the service named is there all the same.
    expect(end.url, name).toBeTruthy();
  }
});

test("no error is endless, and none has the key in any form", async ({ app }) => {
  const key = newKey();
  const error = await app.evaluate(async (key) => {
    const base64 = btoa(`Bearer ${key}`);
    const message = `${key} ${encodeURIComponent(key)} ${base64} ${"x".repeat(1_000_000)}`;
    const fetch = async () => new Response(JSON.stringify({ code: base64, message, request_id: key }), { status: 401 });
    const client = new kit.Client({ service: "beijing", credential: key, fetch });
    const thrown = await client.edit({ model: "wan2.7-image", prompt: "x" }).catch((error: any) => error);
    return { text: JSON.stringify({ ...thrown, message: thrown.message, stack: thrown.stack }), message: thrown.message, base64 };
  }, key);
  expect(error.message).toMatch(/^\*\*\*: \*\*\* \*\*\* \*\*\* x+… \(\d+ characters more\)/);
  expect(error.text.length).toBeLessThan(30_000);
  for (const form of [key, encodeURIComponent(key), error.base64]) expect(error.text).not.toContain(form);
});
