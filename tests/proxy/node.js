// deploy/rules.js in Node, in a process of its own: as the development server, or by `createProxy` where keys are lent.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../tools/servers.js";

/** Starts it in front of `standIn`, whose CA is in `dir`. Other settings are those of fixtures.ts. */
export async function startNode({ dir, standIn, emulator, page, origins, hosts, keys, codes, limits }) {
  const settings = JSON.stringify({
    standIn: Object.fromEntries(["honest", "untrusted", "misnamed"].map((which) => [which, standIn.addressOf(standIn.hosts[which])])),
    strange: { [standIn.hosts.untrusted]: "untrusted", [standIn.hosts.misnamed]: "misnamed" },
    emulator: { api: new URL(emulator.origin).host, results: new URL(emulator.results).host },
    page, origins, hosts, keys, codes, limits,
  });
  const child = spawn(process.execPath, [join(root, "tests/proxy/node-server.js"), settings], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(dir, "ca.pem") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const asked = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += text;
      asked.push(...String(text).matchAll(/looked up (\S+)/g));
    });
  }
  process.once("exit", () => child.kill());
  while (!/ready \S+\n/.test(output)) {
    if (child.exitCode !== null) throw new Error(`Node's proxy does not start: ${output}`);
    await new Promise((done) => setTimeout(done, 25));
  }
  const [, url] = /ready (\S+)\n/.exec(output);
  return {
    kind: "node",
    url,
    asked,
    pids: () => [child.pid],
    log: () => output,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise((done) => child.once("exit", done));
      child.kill();
      await ended;
    },
  };
}
