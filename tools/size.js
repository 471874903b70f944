// What the first load of the page, what follows it, and the npm package weigh, beside their gates and goals. 1 kB is
// 1000 bytes.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { peers } from "./peers.js";
import { root } from "./servers.js";
import { minify } from "./shrink.js";

// Gzip. Above a gate nothing ships; a gate comes down as soon as it can.
const gates = { page: 110_000, later: 125_000, package: 99_000, editor: 215_000, boxes: 68_000 };
const goals = { page: 125_000, package: 64_000, editor: 150_000, boxes: 40_000 };

/** The page itself, every file that its HTML loads at once, and of the languages' sentences those that weigh most. */
function firstLoad() {
  const html = readFileSync(join(root, "dist/index.html"), "utf8");
  const names = [...html.matchAll(/\b(?:href|src|data-module|data-wasm)=["']?([^"'\s>]+)/g)].map(([, name]) => name);
  const messages = [...html.matchAll(/\bdata-(?:en|zh)=["']?([^"'\s>]+)/g)].map(([, name]) => ["dist", name]);
  if (messages.length !== 2) throw new Error("dist/index.html does not name the sentences of both languages");
  const [largest] = messages.sort((a, b) => weigh(b).gzip - weigh(a).gzip);
  const files = ["index.html", ...new Set(names.map((name) => name.replace(/^\.?\//, "")))].map((name) => ["dist", name]);
  return [...files, [...largest, false, "the larger language"]];
}

/** What the page loads once somebody touches it. */
function laterFiles() {
  return readdirSync(join(root, "dist")).filter((name) => /^later-.*\.wasm$/.test(name)).map((name) => ["dist", name]);
}

/** What an app sends to its users with one of the elements, in the larger language. */
function elementFiles(name, tag) {
  const languages = ["en", "zh"].map((language) => ["pkg/element", `${name}-${language}.js`, true, "the larger language"]);
  const [largest] = languages.sort((a, b) => weigh(b).gzip - weigh(a).gzip);
  const own = [`${name}_bg.wasm`, `${name}.js`, `${tag}.js`, "home.js", "language.js", "element.js"];
  return [...own.map((file) => ["pkg/element", file, file.endsWith(".js")]), largest];
}

/** What an app that imports `entry` of the package sends to its users: the wasm, and JavaScript as its bundler minifies it. */
function packageFiles(entry) {
  const names = [entry];
  for (const name of names) {
    const source = name.endsWith(".js") ? readFileSync(join(root, "pkg", name), "utf8") : "";
    for (const [, module, asset = module] of source.matchAll(/\bfrom ["']\.\/(.+?)["']|\bnew URL\(["'](.+?)["'],/g)) {
      if (!names.includes(asset)) names.push(asset);
    }
  }
  return names.sort().map((name) => ["pkg", name, name.endsWith(".js")]);
}

function weigh([dir, name, isSource, about = isSource && "minified"]) {
  const file = readFileSync(join(root, dir, name));
  return { name: about ? `${name}, ${about}` : name, ...sizes(isSource ? Buffer.from(minify(file.toString())) : file) };
}

function sizes(bytes) {
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
const row = (name, { raw, gzip, brotli }) => `  ${name.padEnd(44)} ${kB(raw)} ${kB(gzip)} ${kB(brotli)}`;

function report(what, title, files) {
  const weights = files.map(weigh);
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const weight of weights) for (const key in sum) sum[key] += weight[key];
  console.log(`\n${title.padEnd(46)}   raw kB  gzip kB  brotli kB`);
  for (const weight of weights) console.log(row(weight.name, weight));
  console.log(row("together", sum));
  const fits = sum.gzip <= gates[what];
  const toGoal = sum.gzip <= goals[what] ? "goal reached" : `${kB(sum.gzip - goals[what]).trim()} kB above the goal`;
  const goal = goals[what] ? `; goal ${kB(goals[what]).trim()} kB: ${toGoal}` : "";
  console.log(`  gate ${kB(gates[what]).trim()} kB gzip: ${fits ? "kept" : "EXCEEDED"}${goal}`);
  return fits;
}

const fits = [
  report("page", "The page, first load", firstLoad()),
  report("later", "The page, at the first touch", laterFiles()),
  report("package", "The npm package", packageFiles("index.js")),
  report("editor", "<wan-edit>", elementFiles("editor", "wan-edit")),
  report("boxes", "<wan-boxes>", elementFiles("boxes", "wan-boxes")),
];

const others = await peers();
console.log(`\n${"Beside it, one call as an app bundles it".padEnd(46)}   raw kB  gzip kB  brotli kB`);
for (const { name, files } of others) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const bytes of files) for (const [key, size] of Object.entries(sizes(bytes))) sum[key] += size;
  console.log(row(name, sum));
}
if (!others.length) console.log("  not measured: the tests' npm packages are not installed (npm ci --prefix tests)");

process.exitCode = fits.every(Boolean) ? 0 : 1;
