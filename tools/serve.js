// `make serve`: the page, built anew when a source changes, the proxy, and the emulator behind it. Ctrl-C ends all.
// EXTRA_HOSTS names further hosts of services, separated by spaces.
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { startDevelopment } from "./development.js";
import { root } from "./servers.js";

const PORT = 8080;
const emulator = { api: "127.0.0.1:8787", results: "127.0.0.1:8788" };

function fail(why) {
  console.error(why);
  process.exit(1);
}

/** Runs with this process, and ends it. */
function start(command, args, why) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit" });
  process.once("exit", () => child.kill());
  child.once("error", (error) => fail(`${command}: ${error.message}`));
  child.once("exit", () => fail(why));
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
const hosts = (process.env.EXTRA_HOSTS ?? "").split(/\s+/).filter(Boolean);
const server = await startDevelopment({ port: PORT, page: resolve(root, "dist"), emulator, hosts }).catch((error) => fail(error.message));
start(
  resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "release/wan-emulator"),
  ["--listen", emulator.api, "--results", emulator.results],
  "The emulator ended; are ports 8787 and 8788 in use?",
);
console.log(`Building the page: about 2 minutes the first time. Then open ${server.url}`);
start("trunk", ["watch"], "Trunk ended.");
