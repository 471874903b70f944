// What only the worker has: settings that are read with each request, and runtimes besides workerd: this one.
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { expect, hosts, test } from "./fixtures.ts";

const code = "visit-0123456789abcdef0123456789abcdef";
const lent = "sk-lent-0123456789abcdef";

test("settings that cannot be read lend nothing", async () => {
  const { fetch: handle } = (await import(join(root, "deploy/worker.js"))).default;
  const limiter = { limit: async () => ({ success: true }) };
  const counter = { idFromName: () => "", get: () => ({ fetch: async () => new Response() }) };
  const limits = { SUBMITS: limiter, ASKS: limiter, GUESSES: limiter, ALLOWANCE: counter };
  const codes = JSON.stringify({ [code]: "anna" });
  const keys = JSON.stringify({ [hosts.api]: `Bearer ${lent}` });
  for (const env of [
    { ACCESS_CODES: "visit", SERVICE_KEYS: keys, ...limits },
    { ACCESS_CODES: codes, SERVICE_KEYS: `{${lent}`, ...limits },
    { ACCESS_CODES: codes, SERVICE_KEYS: keys, ...limits, LIMITS: "{" },
    { ACCESS_CODES: codes, SERVICE_KEYS: keys },
    ...Object.keys(limits).map((name) => ({ ACCESS_CODES: codes, SERVICE_KEYS: keys, ...limits, [name]: undefined })),
  ]) {
    const headers = { Authorization: `Bearer ${code}` };
    const answer = await handle(new Request(`http://x.test/proxy/${hosts.api}/api/v1/tasks/x`, { headers }), env);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text).code).toBe("ProxyFault");
    expect(text).not.toContain(lent);
  }
});
