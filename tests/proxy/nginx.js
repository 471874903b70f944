// A real nginx with the files of deploy/, on loopback. nginx.conf, rules.conf and outward.conf are used where they lie;
// site.conf and back.conf are the shipped ones with the lines changed that are there to be changed. The hosts of the services are turned to the
// stand-in by `upstream` blocks of their names, which nginx looks up before it asks the resolver.
import { spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, root } from "../../tools/servers.js";
import { makeCertificate } from "./certificates.js";
import { hosts, listed } from "./stand-in.js";

const deploy = join(root, "deploy");
const headersMore = "/usr/lib/nginx/modules/ngx_http_headers_more_filter_module.so";
const program = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find(existsSync) ?? "nginx";

/**
 * Starts it in the empty folder `dir`, in front of `standIn`, with the page in `page`. `files` are optional ones of
 * /etc/nginx/wan-edit, by name; `lending` are settings of a lender, if there is to be one; `connections` is nginx's
 * own limit. `asked` are the names it wanted resolved: none, unless it left its list of hosts.
 */
export async function startNginx({ dir, standIn, page, files = {}, lending, connections = 512 }) {
  if (spawnSync(program, ["-v"]).error) throw new Error("nginx is missing. On Debian: apt-get install nginx");
  if (!existsSync(headersMore)) {
    throw new Error("headers-more is missing. On Debian: apt-get install libnginx-mod-http-headers-more-filter");
  }
  mkdirSync(join(dir, "wan-edit"), { recursive: true });
  chmodSync(dir, 0o755);
  const asked = [];
  const resolver = await startResolver(asked);
  const [plain, tls, redirect, back] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const { certificate, key } = makeCertificate(dir, "front", "ca", ["localhost", "127.0.0.1"]);

  const lender = lending && (await startLender(dir, { ...lending, back }));
  for (const name of ["rules.conf", "outward.conf"]) symlinkSync(join(deploy, "nginx", name), join(dir, "wan-edit", name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, "wan-edit", name), text);
  const site = changed(readFileSync(join(deploy, "nginx/site.conf"), "utf8"), [
    ["server_name edit.example.com;", "server_name localhost;"],
    ["/etc/letsencrypt/live/edit.example.com/fullchain.pem", certificate],
    ["/etc/letsencrypt/live/edit.example.com/privkey.pem", key],
    ["root /var/www/wan-edit;", `root ${page};`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${tls} ssl http2; listen 127.0.0.1:${plain};`],
    ["listen 80;", `listen 127.0.0.1:${redirect};`],
    ["$server_port = 80", `$server_port = ${redirect}`],
    ["listen [::]:443 ssl http2;", ""],
    ["listen [::]:80;", ""],
    ['set $wan_lender "";', `set $wan_lender "${lender?.address ?? ""}";`],
    ["set $wan_back 127.0.0.1:8790;", `set $wan_back 127.0.0.1:${back};`],
    ["/var/log/nginx/wan-edit.log", join(dir, "access.log")],
  ]);
  writeFileSync(join(dir, "wan-edit/site.conf"), site);
  const outward = changed(readFileSync(join(deploy, "nginx/back.conf"), "utf8"), [
    ["listen 127.0.0.1:8790 ", `listen 127.0.0.1:${back} `],
    ["resolver 127.0.0.53 ", `resolver 127.0.0.1:${resolver.address().port} `],
    ["/etc/ssl/certs/ca-certificates.crt", join(dir, "ca.pem")],
  ]);
  writeFileSync(join(dir, "wan-edit/back.conf"), outward);

  // Each host has two addresses where it answers, behind one where nobody does: a real one may have such an IPv6.
  const nobody = `127.0.0.1:${await freePort()}`;
  const addresses = (host) => [nobody, standIn.addressOf(host), standIn.addressOf(host)];
  const block = (host) => `upstream ${host} { ${addresses(host).map((at) => `server ${at} max_fails=0;`).join(" ")} }`;
  const upstreams = [...new Set([...Object.values(hosts), ...listed])].map(block);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${dir}/temp-${of};`);
  const main = [
    process.getuid() === 0 ? "user root;" : "",
    `load_module ${headersMore};`,
    `daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/main.log warn;`,
    `events { worker_connections ${connections}; }`,
    `http { ${paths.join(" ")} ${upstreams.join("\n")} include ${join(deploy, "nginx.conf")}; }`,
  ];
  writeFileSync(join(dir, "nginx.conf"), main.join("\n"));

  const child = spawn(program, ["-c", join(dir, "nginx.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text) => (complaint += text));
  process.once("exit", () => child.kill());
  const url = `http://127.0.0.1:${plain}`;
  for (let tries = 0; !(await fetch(`${url}/wan-edit-error`).catch(() => null)); tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error(`nginx does not start: ${complaint}`);
    await new Promise((done) => setTimeout(done, 25));
  }
  const workers = () => readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
  const read = (name) => (existsSync(join(dir, name)) ? readFileSync(join(dir, name), "utf8") : "");
  return {
    kind: "nginx",
    url,
    tls: `https://localhost:${tls}`,
    redirect: `http://127.0.0.1:${redirect}`,
    back: `http://127.0.0.1:${back}`,
    ca: join(dir, "ca.pem"),
    asked,
    pids: () => [...workers().map(Number), ...(lender ? [lender.pid] : [])],
    log: () => ["access.log", "main.log"].map(read).join("") + complaint + (lender?.output() ?? ""),
    stop: async () => {
      resolver.close();
      lender?.stop();
      if (child.exitCode !== null) return;
      const ended = new Promise((done) => child.once("exit", done));
      child.kill();
      await ended;
    },
  };
}

/** deploy/lender.js with `settings`, in front of nginx's second half. */
async function startLender(dir, settings) {
  const port = await freePort();
  const file = join(dir, "lending.json");
  writeFileSync(file, JSON.stringify({ listen: port, spent: join(dir, "spent.json"), ...settings }));
  const child = spawn(process.execPath, [join(deploy, "lender.js"), file], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  process.once("exit", () => child.kill());
  for (let tries = 0; !output.includes("ready"); tries += 1) {
    if (child.exitCode !== null || tries > 400) throw new Error(`the lender does not start: ${output}`);
    await new Promise((done) => setTimeout(done, 25));
  }
  return { address: `127.0.0.1:${port}`, pid: child.pid, output: () => output, stop: () => child.kill() };
}

function changed(text, changes) {
  return changes.reduce((rest, [from, to]) => {
    if (!rest.includes(from)) throw new Error(`there is no ${from} to change`);
    return rest.replace(from, to);
  }, text);
}

/** A name server that knows nobody and remembers who was asked for. */
async function startResolver(asked) {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const labels = [];
    for (let at = 12; query[at]; at += query[at] + 1) labels.push(query.toString("latin1", at + 1, at + 1 + query[at]));
    asked.push(labels.join("."));
    const reply = Buffer.from(query);
    reply.writeUInt16BE(0x8183, 2);
    socket.send(reply, port, address);
  });
  await new Promise((done) => socket.bind(0, "127.0.0.1", done));
  return socket;
}
