// What the page and the npm package weigh, measured on what Trunk and tools/package.sh wrote, beside their gates and goals.
// Gzip, as servers send it; 1 kB is 1000 bytes.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";
import { peers } from "./peers.js";
import { root } from "./servers.js";

/** Above its `ceiling` a size fails: its gate, or, as long as a gate is not reached, what must not grow. */
const limits = {
  page: { gate: 450_000, goal: 320_000, ceiling: 722_000 },
  client: { gate: 150_000, goal: 110_000, ceiling: 237_000 },
  editor: { gate: 460_000, goal: 320_000, ceiling: 719_000 },
  boxes: { gate: 110_000, goal: 80_000, ceiling: 204_000 },
};

const names = (dir, pattern) => readdirSync(join(root, dir)).filter((name) => pattern.test(name));

/** Everything that a visitor loads, with the largest of the languages. */
function pageFiles() {
  const own = names("dist", /\.(html|css|js|wasm|webmanifest)$/).map((name) => ["dist", name]);
  return [...own, ["dist/icons", "icon.svg"], largest("dist/locales", /\.json$/)];
}

/** What an app sends to its users with one of the elements, with the largest of the languages. */
function elementFiles(name, tag) {
  const shared = names("pkg/element", /^(?!editor|boxes|wan-).*\.js$/);
  const own = [`${name}_bg.wasm`, `${name}.js`, `${name}-style.js`, `${tag}.js`, ...shared, "locales/index.js"];
  return [...own.map((file) => ["pkg/element", file]), largest("pkg/element/locales", /^(?!index).*\.js$/)];
}

/** What an app that imports `entry` of the package sends to its users. */
function packageFiles(entry) {
  const files = [entry];
  for (const name of files) {
    const source = name.endsWith(".js") ? readFileSync(join(root, "pkg", name), "utf8") : "";
    for (const [, module, asset = module] of source.matchAll(/\b(?:from|import) ?["']\.\/(.+?)["']|\bnew URL\(["'](?:\.\/)?(.+?)["'],/g)) {
      if (!files.includes(asset)) files.push(asset);
    }
  }
  return files.sort().map((name) => ["pkg", name]);
}

function largest(dir, pattern) {
  const [first] = names(dir, pattern).map((name) => weigh([dir, name])).sort((a, b) => b.gzip - a.gzip);
  return [dir, first.name, "the largest language"];
}

/** What a file weighs. The package's own sources count as an app's bundler minifies them. */
function weigh([dir, name, note]) {
  const bytes = readFileSync(join(root, dir, name));
  if (!dir.startsWith("pkg") || !name.endsWith(".js")) return { name, note, ...sizes(bytes) };
  return { name, note, ...sizes(Buffer.from(transformSync(bytes.toString(), { minify: true, format: "esm", charset: "utf8" }).code)) };
}

function sizes(bytes) {
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

function sumOf(weights) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const weight of weights) for (const key in sum) sum[key] += weight[key];
  return sum;
}

const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
const heading = (title) => `\n${title.padEnd(56)}   raw kB  gzip kB  brotli kB`;
const row = (name, { raw, gzip, brotli }) => `  ${name.padEnd(54)} ${kB(raw)} ${kB(gzip)} ${kB(brotli)}`;

/** Prints what `files` weigh; answers whether they keep their ceiling. */
function report(what, title, files) {
  const weights = files.map(weigh);
  const sum = sumOf(weights);
  const { gate, goal, ceiling } = limits[what];
  console.log(heading(title));
  for (const { name, note, ...weight } of weights) console.log(row(note ? `${name}, ${note}` : name, weight));
  console.log(row("together", sum));
  const toGoal = sum.gzip <= goal ? "reached" : `${kB(sum.gzip - goal).trim()} kB away`;
  const toGate = sum.gzip <= gate ? "kept" : `MISSED by ${kB(sum.gzip - gate).trim()} kB`;
  console.log(`  gate ${gate / 1000} kB gzip: ${toGate}; goal ${goal / 1000} kB: ${toGoal}`);
  if (sum.gzip > ceiling) console.log(`  EXCEEDED: above ${ceiling / 1000} kB`);
  return sum.gzip <= ceiling;
}

const fits = [
  report("page", "The page, everything", pageFiles()),
  report("client", "The npm client", packageFiles("index.js")),
  report("editor", "<wan-edit>, all that it loads", elementFiles("editor", "wan-edit")),
  report("boxes", "<wan-boxes>, all that it loads", elementFiles("boxes", "wan-boxes")),
];

const others = await peers();
console.log(heading("Beside it, one call as an app bundles it"));
for (const { name, files } of others) console.log(row(name, sumOf(files.map(sizes))));
if (!others.length) console.log("  not measured: the tests' npm packages are not installed (npm ci --prefix tests)");

process.exitCode = fits.every(Boolean) ? 0 : 1;
