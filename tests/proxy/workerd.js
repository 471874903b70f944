// deploy/worker.js in the real workerd, with the settings of deploy/wrangler.toml as wrangler reads them. Whatever the
// worker fetches goes to the stand-in, which sees each request as https://HOST/PATH.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../tools/servers.js";

/** Starts it in front of `standIn`, with the page in `page`; `vars` are bindings such as ORIGINS. */
export async function startWorkerd({ standIn, page, vars = {} }) {
  // It is here to read a file, not to write any or to tell anybody.
  Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", WRANGLER_WRITE_LOGS: "false" });
  const { Miniflare } = await import("miniflare");
  const { unstable_getMiniflareWorkerOptions: optionsOf } = await import("wrangler");
  const config = join(root, "deploy/wrangler.toml");
  const { workerOptions, main } = optionsOf(config, undefined, { overrides: { assets: { directory: page } } });
  let output = "";
  const before = new Set(childrenOf(process.pid));
  const miniflare = new Miniflare({
    ...workerOptions,
    bindings: { ...workerOptions.bindings, ...vars },
    name: "wan-edit",
    modules: true,
    modulesRules: [{ type: "ESModule", include: ["**/*.js"] }],
    modulesRoot: dirname(main),
    scriptPath: main,
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    outboundService: { external: { address: standIn.plain, http: { style: "PROXY" } } },
    handleRuntimeStdio: (stdout, stderr) => {
      for (const stream of [stdout, stderr]) stream.on("data", (text) => (output += text));
    },
  });
  const url = (await miniflare.ready).origin;
  const pids = childrenOf(process.pid).filter((pid) => !before.has(pid) && nameOf(pid) === "workerd");
  return { kind: "worker", url, asked: [], pids: () => pids, log: () => output, stop: () => miniflare.dispose() };
}

const statOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
};
const nameOf = (pid) => /\((.*)\)/.exec(statOf(pid))?.[1];

function childrenOf(parent) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.filter((pid) => Number(/\) \S (\d+)/.exec(statOf(pid))?.[1]) === parent).map(Number);
}
