// Writes the lists of hosts of all proxies from tools/hosts.json; `hosts.js --check` only says which file disagrees.
//
//   services           API hosts: they get the key
//   workspaceRegions   regions where workspaces have hosts of their own, ID.REGION.maas.aliyuncs.com: they get the key
//   documentedResults, seenResults
//                      hosts of generated images, as documented and as met besides: they never get the key. The
//                      proxies allow them by the pattern of their names
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./servers.js";

const hosts = JSON.parse(readFileSync(join(root, "tools/hosts.json"), "utf8"));
const results = [...hosts.documentedResults, ...hosts.seenResults];

const isWorkspace = (host) => host.endsWith(".maas.aliyuncs.com");
/** Service hosts that the pattern of workspace hosts does not cover. */
const named = hosts.services.filter((host) => !isWorkspace(host));
const workspacePattern = `^[a-z0-9][a-z0-9_-]{0,62}\\.(?:${hosts.workspaceRegions.join("|")})\\.maas\\.aliyuncs\\.com$`;
const uploadPattern = "^dashscope-file-[a-z0-9-]{1,48}\\.oss-[a-z0-9-]{1,40}\\.aliyuncs\\.com$";
const resultPattern = "^dashscope-[a-z0-9-]{1,53}\\.oss-[a-z0-9-]{1,40}\\.aliyuncs\\.com$";

const nginx = [
  ...named.map((host) => `    ${host.padEnd(35)} api;`),
  `    "~${workspacePattern}" api;`,
  `    "~${uploadPattern}" upload;`,
  `    "~${resultPattern}" oss;`,
].join("\n");

const rules = `const API_HOSTS = [
${named.map((host) => `  "${host}",`).join("\n")}
];
const WORKSPACE_HOST =
  /${workspacePattern}/;
const UPLOAD_HOST = /${uploadPattern}/;
const RESULT_HOST = /${resultPattern}/;`;

/** Each file with what stands between its two lines that name this script. */
const files = [
  ["deploy/nginx/rules.conf", nginx],
  ["deploy/rules.js", rules],
];

const wrong = [];
for (const [file, list] of files) {
  const path = join(root, file);
  const text = readFileSync(path, "utf8");
  const parts = text.match(/^([^]*tools\/hosts\.js writes from here\n)[^]*?(\n *(?:#|\/\/) to here\n[^]*)$/);
  if (!parts) throw new Error(`${file} has no lines that say where its hosts stand`);
  const written = `${parts[1]}${list}${parts[2]}`;
  if (written === text) continue;
  if (process.argv.includes("--check")) wrong.push(`${file} disagrees with tools/hosts.json. Run: make hosts`);
  else writeFileSync(path, written);
}

// What the core knows must be reachable.
const source = "src/core/service/endpoint.rs";
const code = readFileSync(join(root, source), "utf8");
const known = (pattern) => [...new Set([...code.matchAll(pattern)].map(([, name]) => name))];
const knownHosts = known(/"https:\/\/([a-z0-9.-]+\.[a-z]+)\/[a-z0-9/]*"/g);
const knownRegions = known(/"((?:cn|ap|us|eu)-[a-z]+(?:-\d)?)"/g);
if (knownHosts.length === 0 || knownRegions.length === 0) wrong.push(`${source} disagrees: no host or region is found in it`);
for (const host of knownHosts.filter((host) => !hosts.services.includes(host))) {
  wrong.push(`${source} disagrees with tools/hosts.json: ${host} is not among its services`);
}
for (const region of knownRegions.filter((region) => !hosts.workspaceRegions.includes(region))) {
  wrong.push(`${source} disagrees with tools/hosts.json: ${region} is not among its regions of workspaces`);
}

// What the lists say of themselves.
for (const host of results.filter((host) => !new RegExp(resultPattern).test(host))) {
  wrong.push(`tools/hosts.json disagrees with itself: ${host} does not look like a host of results`);
}
for (const host of hosts.services.filter((host) => isWorkspace(host) && !new RegExp(workspacePattern).test(host))) {
  wrong.push(`tools/hosts.json disagrees with itself: ${host} is in no region of workspaces`);
}

if (wrong.length > 0) console.error(wrong.join("\n"));
process.exitCode = wrong.length > 0 ? 1 : 0;
