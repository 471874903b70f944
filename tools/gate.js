// The gate: every step in order, each with its time, then how many checks passed and how many did not. `gate.js check` runs
// the quick steps alone, which need nothing but Rust and Node. Steps in brackets run side by side: the linking of a wasm
// module takes one core only.
// A step whose program counts tests adds that many; any other is one check. A test step that runs no test fails.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root, startEmulator } from "./servers.js";

const wasm = "--target wasm32-unknown-unknown --features js,page,element";
const cargoCount = /^test result: \w+\. (\d+) passed; (\d+) failed/gm;
const playwrightCount = /^ +(\d+) (passed|failed|flaky|interrupted|did not run)/gm;
/** Which test failed and why, in a line each, of either runner. */
const failures = /^(?:test .+ FAILED|.+ panicked at .+|error(?:\[\w+\])?: .+| +\d+\) .+| +\w*Error: .+|\S+ disagrees .+)$/gm;
const FAILURES = 12;

const steps = [
  { name: "lists of hosts", run: "node tools/hosts.js --check", isQuick: true },
  { name: "format", run: "cargo fmt --all --check", isQuick: true },
  { name: "clippy on the host", run: "cargo clippy --workspace --all-targets --features wan-edit/page -- -D warnings", isQuick: true },
  { name: "clippy on wasm32", run: `cargo clippy ${wasm} --lib --bins -- -D warnings`, isQuick: true },
  [
    { name: "host tests", run: "cargo test --workspace --features wan-edit/page --no-fail-fast", count: cargoCount, isQuick: true },
    { name: "npm package", run: "tools/package.sh" },
  ],
  { name: "docs on the host", run: "cargo doc --workspace --no-deps", env: { RUSTDOCFLAGS: "-D warnings" } },
  { name: "docs on wasm32", run: `cargo doc ${wasm} --lib --no-deps`, env: { RUSTDOCFLAGS: "-D warnings" } },
  [
    { name: "emulator", run: "cargo build --release --package wan-emulator" },
    { name: "page", run: "trunk build --release" },
  ],
  {
    name: "wasm tests",
    run: "cargo test --target wasm32-unknown-unknown --test browser --no-fail-fast",
    count: cargoCount,
    // It is compiled in: option_env!("WAN_EMULATOR").
    emulator: ["--cors"],
    env: {
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner",
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: join(root, "tests/support/webdriver.json"),
      WASM_BINDGEN_TEST_ONLY_WEB: "1",
    },
  },
  { name: "npm consumers", run: "npx --no-install playwright test --config npm", cwd: "tests", count: playwrightCount },
  { name: "page journeys", run: "npx --no-install playwright test --config e2e", cwd: "tests", count: playwrightCount },
  { name: "proxies", run: "npx --no-install playwright test --config proxy", cwd: "tests", count: playwrightCount },
  { name: "size", run: "node tools/size.js" },
];

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Runs a command line, shows what it prints, and answers with its exit code and its output. */
function runCommand({ run, cwd = ".", env = {} }) {
  return new Promise((done) => {
    const child = spawn("bash", ["-c", `exec ${run}`], {
      cwd: join(root, cwd),
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const show = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on("data", show(process.stdout));
    child.stderr.on("data", show(process.stderr));
    child.on("close", (code) => done({ code, output }));
  });
}

/** How many checks of a step passed and failed. */
function tally({ count }, { code, output }) {
  let passed = 0;
  let failed = 0;
  if (count === cargoCount) {
    for (const [, ok, bad] of output.matchAll(count)) {
      passed += Number(ok);
      failed += Number(bad);
    }
  } else if (count === playwrightCount) {
    for (const [, number, word] of output.matchAll(count)) {
      if (word === "passed") passed += Number(number);
      else failed += Number(number);
    }
  } else {
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  }
  // A runner that fails without naming a test, and one that finds no test, have failed.
  if (failed === 0 && (code !== 0 || passed === 0)) failed = 1;
  return { passed, failed };
}

async function runStep(step) {
  let emulator;
  try {
    emulator = step.emulator && (await startEmulator(step.emulator));
    const env = { ...step.env, ...(emulator && { WAN_EMULATOR: emulator.api }) };
    const ended = await runCommand({ ...step, env });
    const { passed, failed } = tally(step, ended);
    return { passed, failed, why: failed ? (ended.output.match(failures) ?? []) : [] };
  } catch (error) {
    console.error(error.message);
    return { passed: 0, failed: 1, why: [error.message] };
  } finally {
    await emulator?.stop();
  }
}

const isQuickOnly = process.argv[2] === "check";
const start = Date.now();
const summary = [];
const total = { passed: 0, failed: 0 };

async function run(step) {
  const stepStart = Date.now();
  console.log(`\n== ${step.name}: ${step.run}`);
  const { passed, failed, why } = await runStep(step);
  total.passed += passed;
  total.failed += failed;
  const line = `${failed ? "FAILED" : "ok    "} ${step.name.padEnd(20)} ${seconds(stepStart).padStart(9)}  ${passed} passed, ${failed} failed`;
  summary.push(line, ...why.slice(0, FAILURES).map((reason) => `       ${reason.trim()}`));
  console.log(`== ${line}`);
}

for (const together of steps) {
  await Promise.all([together].flat().filter(({ isQuick }) => isQuick || !isQuickOnly).map(run));
}

console.log(`\n${summary.join("\n")}\n\nThe gate took ${seconds(start)}.`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;
