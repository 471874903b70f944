// What each proxy test starts with: the emulator, the stand-in for all hosts in front of it, and one proxy.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { newKey, root, startEmulator, startStatic, workDir } from "../../tools/servers.js";
import { startNginx } from "./nginx.js";
import { startNode } from "./node.js";
import { hosts, startStandIn } from "./stand-in.js";
import { startWorkerd } from "./workerd.js";

/** nginx; the worker in workerd; the same rules in Node: the development server, and `createProxy` where a key is lent. */
export type Kind = "nginx" | "worker" | "node";

/** What may be set, in each proxy's way. */
export type Settings = {
  origins?: string[];
  hosts?: string[];
  /** Authorization headers by host. */
  keys?: Record<string, string>;
  /** Names of visitors by access code, or more about them. */
  codes?: Record<string, string | { name: string; [limit: string]: unknown }>;
  /** What all visitors may do. */
  limits?: Record<string, unknown>;
  /** What each name of nginx is for. */
  roles?: Record<string, "page" | "proxy">;
  /** How many connections nginx may have. */
  connections?: number;
  /** The folder of the page, if it is to be the real one. */
  page?: string;
};

export type Proxy = (
  | Awaited<ReturnType<typeof startNginx>>
  | Awaited<ReturnType<typeof startWorkerd>>
  | Awaited<ReturnType<typeof startNode>>
) & { /** For requests that are written by hand. */ host: string };

type Fixtures = {
  kind: Kind;
  emulator: Awaited<ReturnType<typeof startEmulator>>;
  standIn: Awaited<ReturnType<typeof startStandIn>>;
  dir: string;
  /** A page at another address. */
  friend: { origin: string };
  /** The proxy as it is shipped, but that the friend's page may use it, and that it knows one more host. */
  front: Proxy;
  /** Starts another with settings; it ends with the tests. */
  start: (settings: Settings) => Promise<Proxy>;
};

/** Text of a hashed file of the page, long enough to be worth compressing. */
export const style = "main{color:red}\n".repeat(200);

const lines = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => `"${name}" "${value}";\n`).join("");

function nginxFiles({ origins, hosts: more, roles }: Settings) {
  return {
    ...(roles && { "roles.map": lines(roles) }),
    ...(origins && { "origins.map": lines(Object.fromEntries(origins.map((origin) => [origin, "1"]))) }),
    ...(more && { "hosts.map": lines(Object.fromEntries(more.map((host) => [host, "api"]))) }),
  };
}

const lendingOf = ({ keys, codes, limits }: Settings) => codes && { keys: keys ?? {}, codes, limits };

function workerVars({ origins, hosts: more, keys, codes, limits }: Settings) {
  return {
    ...(origins && { ORIGINS: origins.join(" ") }),
    ...(more && { EXTRA_HOSTS: more.join(" ") }),
    ...(keys && { SERVICE_KEYS: JSON.stringify(keys) }),
    ...(codes && { ACCESS_CODES: JSON.stringify(codes) }),
    ...(limits && { LIMITS: JSON.stringify(limits) }),
  };
}

export const test = base.extend<object, Fixtures>({
  kind: ["nginx", { option: true, scope: "worker" }],

  dir: [
    async ({}, use) => {
      await mkdir(workDir, { recursive: true });
      const dir = await mkdtemp(join(workDir, "proxy-"));
      await use(dir);
      await rm(dir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],

  emulator: [
    async ({}, use) => {
      const emulator = await startEmulator();
      await use(emulator);
      await emulator.stop();
    },
    { scope: "worker" },
  ],

  standIn: [
    async ({ dir, emulator }, use) => {
      const standIn = await startStandIn(dir, emulator);
      await use(standIn);
      await standIn.stop();
    },
    { scope: "worker" },
  ],

  start: [
    async ({ kind, dir, emulator, standIn }, use) => {
      const started: Proxy[] = [];
      const small = join(dir, "page");
      await makePage(small);
      await use(async (settings) => {
        const page = settings.page ?? small;
        const own = join(dir, String(started.length));
        await mkdir(own);
        for (const name of ["ca.pem", "ca.key"]) await cp(join(dir, name), join(own, name));
        const starts = {
          nginx: () => startNginx({ ...settings, dir: own, standIn, page, files: nginxFiles(settings), lending: lendingOf(settings) }),
          worker: () => startWorkerd({ standIn, page, vars: workerVars(settings) }),
          node: () => startNode({ ...settings, dir: own, standIn, emulator, page }),
        };
        const running = await starts[kind]();
        // The development server answers to its own names only.
        const proxy = { ...running, host: kind === "node" ? new URL(running.url).host : "proxy.test" } as Proxy;
        started.push(proxy);
        return proxy;
      });
      for (const proxy of started) await proxy.stop();
    },
    { scope: "worker" },
  ],

  friend: [
    async ({}, use) => {
      const { url, stop } = await startStatic("/", (request, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end("<title>friend</title>");
        return true;
      });
      await use({ origin: new URL(url).origin });
      await stop();
    },
    { scope: "worker" },
  ],

  front: [
    async ({ start, friend }, use) => use(await start({ origins: [friend.origin], hosts: [hosts.extra] })),
    { scope: "worker" },
  ],
});

async function makePage(dir: string) {
  await mkdir(dir, { recursive: true });
  await cp(join(root, "index.html"), join(dir, "index.html"));
  await writeFile(join(dir, "wan-edit-page-0123456789abcdef_bg.wasm"), Buffer.from("\0asm\x01\0\0\0", "latin1"));
  await writeFile(join(dir, "style-0123456789abcdef.css"), style);
  await writeFile(join(dir, "plain.json"), "{}");
}

export { expect, hosts, newKey };
