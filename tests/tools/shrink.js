// Makes what wasm-bindgen writes smaller without changing what it does.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { orderFunctions } from "./order.js";
import { FIRST, LOAD, split } from "./split.js";
import { SECTION, exportsOf, importsOf, moduleOf, sectionsOf, writeExports, writeImports } from "./wasm.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tools = join(root, ".tools");
/** What the page calls until somebody touches it; first.js writes it. */
const FIRST_LOAD = new Set(readFileSync(new URL("first.txt", import.meta.url), "utf8").split("\n"));
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
// Rust lays the stack lowest and data above it: nothing has an address that low.
const PASSES = "--low-memory-unused --flatten --rereloop -Oz -Oz --strip-debug --strip-producers --strip-target-features";
/** A function that wasm-bindgen gives the wasm: its name, how it begins, its text, how it ends. */
const IMPORT = /^ {8}([\w$]+): function(\([^)]*\) \{| ?\(\) \{ return handleError\(function \([^)]*\) \{)\n(.*?)^ {8}\}(, arguments\); \})?,\n/gms;

/**
 * Leaves out of the wasm and its JavaScript what nobody calls, optimizes, and puts the wasm in an order that compresses
 * well. With `laterFile`, this is the page: nobody calls the classes that a dependency has for JavaScript, and the
 * functions that its first load does not need go into that file. With `keep`, of all classes only these are called.
 */
export async function shrink(wasmFile, jsFile, { laterFile, keep } = {}) {
  let js = readFileSync(jsFile, "utf8");
  if (laterFile || keep) js = withoutClasses(js, keep);
  const isReferenced = (name) => new RegExp(`\\bwasm\\.${escape(name)}(?![\\w$])`).test(js);
  rewrite(wasmFile, { keepExport: (name) => name === "memory" || isReferenced(name) });
  const glue = WebAssembly.Module.imports(moduleIn(wasmFile)).find(({ name }) => name.startsWith("__wb"))?.module;
  if (laterFile) {
    const { first, second } = await split(readFileSync(wasmFile), isLater, glue, tools);
    writeFileSync(wasmFile, first);
    writeFileSync(laterFile, second);
    js = withLater(js, basename(laterFile));
  }
  const files = laterFile ? [wasmFile, laterFile] : [wasmFile];
  for (const file of files) execFileSync("wasm-opt", [...PASSES.split(" "), file, "-o", file]);

  const imports = new Set(files.flatMap((file) => WebAssembly.Module.imports(moduleIn(file))).filter(({ module }) => module === glue).map(({ name }) => name));
  const alike = new Map();
  const names = new Map();
  js = js.replace(IMPORT, (_, name, head, body, tail = "") => {
    if (!imports.delete(name)) return "";
    const text = `${head}\n${body}}${tail}`;
    const isNew = !alike.has(text);
    if (isNew) alike.set(text, letters(alike.size));
    names.set(name, alike.get(text));
    return isNew ? `${alike.get(text)}: ${arrow(head, body, tail)},\n` : "";
  });
  if (glue && imports.size > 0) throw new Error(`${jsFile} lacks ${[...imports].join(", ")}`);

  const exports = new Map();
  const exportName = (name) => exports.get(name) ?? exports.set(name, letters(exports.size)).get(name);
  js = js.replace(/\bwasm\.([\w$]+)/g, (whole, name) => (name === "memory" ? whole : `wasm.${exportName(name)}`));
  if (glue) js = js.replaceAll(JSON.stringify(glue), '"w"');
  for (const file of files) {
    rewrite(file, {
      nameImport: (entry) => {
        if (entry.module === glue) return { ...entry, module: "w", name: names.get(entry.name) };
        return entry.module === FIRST && entry.name !== "memory" ? { ...entry, name: exportName(entry.name) } : entry;
      },
      nameExport: (name) => (name === "memory" ? name : exportName(name)),
    });
    writeFileSync(file, orderFunctions(readFileSync(file)));
    moduleIn(file);
  }
  writeFileSync(jsFile, js);
}

/** Whether the function of this name may come with the second half: it is none of those in first.txt. */
function isLater(name) {
  return !FIRST_LOAD.has(plainName(name));
}

/** The name of a function as Rust has it, without what changes when something near it does. */
export function plainName(name) {
  return name.replace(/\[[0-9a-f]+\]/g, "").replace(/(::\{closure#\d+\})+/g, "");
}

/** The page's JavaScript with what loads the second half of its wasm. */
function withLater(js, name) {
  const later = readFileSync(new URL("later.js", import.meta.url), "utf8");
  const url = `const LATER = new URL(${JSON.stringify(name)}, import.meta.url);\n`;
  const entry = `        ${LOAD}: function() {\n            load();\n        },\n    };\n    return {`;
  return replaceOnce(js, /^ {4}\};\n {4}return \{/m, entry) + url + later;
}

/** `js`, an ES module, without comments, white space and long local names. As it is where `make` installed nothing. */
export function minify(js) {
  let uglify;
  try {
    uglify = createRequire(join(tools, "package.json"))("uglify-js");
  } catch {
    console.warn("uglify-js is not in .tools (make tools): the JavaScript stays as it is");
    return js;
  }
  const { code, error } = uglify.minify(js, { module: true, compress: { passes: 3 }, mangle: true, toplevel: true });
  if (error) throw error;
  return code;
}

/** wasm-bindgen's JavaScript without its classes, and without what starts the wasm synchronously. */
function withoutClasses(js, keep = []) {
  for (const [, name] of js.matchAll(/^export class (\w+) \{$/gm)) {
    if (keep.includes(name)) continue;
    js = replaceOnce(js, new RegExp(`^export class ${name} \\{$.*?^\\}\\n`, "ms"), "");
    js = replaceOnce(js, new RegExp(`^if \\(Symbol\\.dispose\\) ${name}\\..*\\n`, "m"), "");
    js = replaceOnce(js, new RegExp(`^const ${name}Finalization = .*?;\\n`, "ms"), "");
  }
  return replaceOnce(js, /^export \{ initSync, /m, "export { ");
}

/** The same function, shorter: none of these looks at `this`. */
function arrow(head, body, tail) {
  if (!tail) return `${head.replace(" {", " => {")}\n${body}}`;
  const inner = head.slice(head.indexOf("function (") + "function ".length).replace(" {", " => {");
  return `(...args) => handleError(${inner}\n${body}}, args)`;
}

function rewrite(wasmFile, { keepExport = () => true, nameImport = (entry) => entry, nameExport = (name) => name }) {
  const written = {
    [SECTION.import]: (body) => writeImports(importsOf(body).map(nameImport)),
    [SECTION.export]: (body) => {
      const kept = exportsOf(body).filter(({ name }) => keepExport(name));
      return writeExports(kept.map((entry) => ({ ...entry, name: nameExport(entry.name) })));
    },
  };
  const sections = sectionsOf(readFileSync(wasmFile));
  writeFileSync(wasmFile, moduleOf(sections.map(({ id, body }) => ({ id, body: written[id]?.(body) ?? body }))));
}

function moduleIn(wasmFile) {
  return new WebAssembly.Module(readFileSync(wasmFile));
}

/** a, b, … Z, aa, ab, … */
function letters(index) {
  const rest = Math.floor(index / LETTERS.length);
  return (rest > 0 ? letters(rest - 1) : "") + LETTERS[index % LETTERS.length];
}

function escape(name) {
  return name.replace(/\$/g, "\\$");
}

function replaceOnce(text, pattern, replacement) {
  const found = text.match(new RegExp(pattern, `${pattern.flags}g`))?.length ?? 0;
  if (found !== 1) throw new Error(`${pattern} is there ${found} times, not once`);
  return text.replace(pattern, replacement);
}
