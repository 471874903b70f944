// Makes what wasm-bindgen writes smaller without changing what it does.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const IMPORTS = 2;
const EXPORTS = 7;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * wasm-bindgen joins wasm and JavaScript by names like `__wbg_setAttribute_0e7b1c5c7f0c1d2e`, each written in both
 * files and none of them seen by anybody. This gives them one letter or two. `memory` keeps its name, and so does what
 * is imported from other modules.
 */
export function shortenNames(wasmFile, jsFile) {
  const wasm = readFileSync(wasmFile);
  let js = readFileSync(jsFile, "utf8");
  const glue = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).find(({ name }) => name.startsWith("__wb"))?.module;
  if (!glue) return;

  const imports = new Map();
  const exports = new Map();
  const short = (names, name) => {
    if (!names.has(name)) names.set(name, letters(names.size));
    return names.get(name);
  };
  const isReferenced = (name) => new RegExp(`\\bwasm\\.${escape(name)}(?![\\w$])`).test(js);
  const renamed = rewrite(
    wasm,
    (module, name) => (module === glue ? ["w", short(imports, name)] : [module, name]),
    (name) => (name !== "memory" && isReferenced(name) ? short(exports, name) : name),
  );

  for (const [name, letter] of imports) js = replaceOnce(js, new RegExp(`(?<![\\w$.])${escape(name)}(?=: |\\()`, "g"), letter);
  js = js.replace(/\bwasm\.([\w$]+)/g, (whole, name) => (exports.has(name) ? `wasm.${exports.get(name)}` : whole));
  js = js.replaceAll(JSON.stringify(glue), '"w"');

  const module = new WebAssembly.Module(renamed);
  if (WebAssembly.Module.imports(module).length !== WebAssembly.Module.imports(new WebAssembly.Module(wasm)).length) {
    throw new Error(`${wasmFile}: an import was lost`);
  }
  writeFileSync(wasmFile, renamed);
  writeFileSync(jsFile, js);
}

/** `js`, an ES module, without comments, white space and long local names. As it is where `make` installed nothing. */
export function minify(js) {
  let uglify;
  try {
    uglify = createRequire(join(root, ".tools/package.json"))("uglify-js");
  } catch {
    console.warn("uglify-js is not in .tools (make tools): the JavaScript stays as it is");
    return js;
  }
  const { code, error } = uglify.minify(js, { module: true, compress: true, mangle: true, toplevel: true });
  if (error) throw error;
  return code;
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
  const found = text.match(pattern)?.length ?? 0;
  if (found !== 1) throw new Error(`${pattern} is there ${found} times, not once`);
  return text.replace(pattern, replacement);
}

/** The module with the names that `nameImport(module, name)` and `nameExport(name)` give. */
function rewrite(wasm, nameImport, nameExport) {
  let at = 8;
  const byte = () => wasm[at++];
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const next = byte();
      value |= (next & 127) << shift;
      if (next < 128) return value >>> 0;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return wasm.toString("utf8", at - length, at);
  };
  const limits = () => {
    const flags = byte();
    number();
    if (flags & 1) number();
  };
  const importKinds = [number, () => (byte(), limits()), limits, () => (byte(), byte()), () => (byte(), number())];

  const parts = [wasm.subarray(0, at)];
  while (at < wasm.length) {
    const start = at;
    const id = byte();
    const end = number() + at;
    if (id === IMPORTS || id === EXPORTS) {
      const count = number();
      const entries = [encodeNumber(count)];
      for (let i = 0; i < count; i++) {
        entries.push(...(id === IMPORTS ? nameImport(text(), text()) : [nameExport(text())]).map(encodeText));
        const from = at;
        const kind = byte();
        if (id === IMPORTS) importKinds[kind]();
        else number();
        entries.push(wasm.subarray(from, at));
      }
      const body = Buffer.concat(entries);
      parts.push(Buffer.from([id]), encodeNumber(body.length), body);
    } else {
      parts.push(wasm.subarray(start, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

function encodeNumber(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

function encodeText(text) {
  return Buffer.concat([encodeNumber(Buffer.byteLength(text)), Buffer.from(text)]);
}
