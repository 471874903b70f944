// What only the worker has: settings that are read with each request, and runtimes besides workerd: this one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/servers.js";
import { expect, hosts, test } from "./fixtures.ts";

const code = "visit-0123456789abcdef0123456789abcdef";
const lent = "sk-lent-0123456789abcdef";

test("settings that cannot be read lend nothing", async () => {
  const source = readFileSync(join(root, "deploy/worker.js")).toString("base64");
  const { fetch: handle } = (await import(`data:text/javascript;base64,${source}`)).default;
  const limiter = { limit: async () => ({ success: true }) };
  const codes = JSON.stringify({ [code]: "anna" });
  const keys = JSON.stringify({ [hosts.api]: `Bearer ${lent}` });
  for (const env of [
    { ACCESS_CODES: "visit", SERVICE_KEYS: keys, SUBMITS: limiter, ASKS: limiter },
    { ACCESS_CODES: codes, SERVICE_KEYS: `{${lent}`, SUBMITS: limiter, ASKS: limiter },
    { ACCESS_CODES: codes, SERVICE_KEYS: keys },
  ]) {
    const headers = { Authorization: `Bearer ${code}` };
    const answer = await handle(new Request(`http://x.test/proxy/${hosts.api}/api/v1/tasks/x`, { headers }), env);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text).code).toBe("ProxyFault");
    expect(text).not.toContain(lent);
  }
});
