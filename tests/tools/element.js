// Puts the custom elements into pkg/element: from what wasm-bindgen wrote there, the page's styles and its sentences.
// Each element gets one module that makes instances of its wasm, so that two elements share nothing.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { elementStyle, onlyFor, parse, print } from "./css.js";
import { shrink } from "./shrink.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = join(root, "src/element");
const target = join(root, "pkg/element");

/** Sentences and classes that the box layer alone has. */
const BOXES = {
  sentences: /^(boxes|box_n|box_name|boxes_full|handle_\w+|image_label|url_unseen|dismiss|o_\w+)$/,
  classes: /\.(page|alone|photo|box|box-layer|box-tag|box-size|at-top|handle|drags|draws|inert|selected|notices?|tool|icon|icon-picture|icon-close|unseen)\b/,
};
const SHEETS = ["base", "icons", "rail", "stage", "results", "side", "form", "answers"];

const elements = {
  editor: { sheets: SHEETS, has: () => true, speaks: () => true },
  boxes: {
    sheets: ["base", "icons", "stage"],
    has: (selector) => BOXES.classes.test(selector) || !/[.#]/.test(selector),
    speaks: (name) => BOXES.sentences.test(name),
  },
};

mkdirSync(target, { recursive: true });
for (const name of readdirSync(source).filter((name) => /\.(js|d\.ts|md)$/.test(name))) {
  cpSync(join(source, name), join(target, name));
}
for (const [name, { sheets, has, speaks }] of Object.entries(elements)) {
  const glue = join(target, `${name}.js`);
  const wasm = join(target, `${name}_bg.wasm`);
  await shrink(wasm, glue, { keep: [name[0].toUpperCase() + name.slice(1)] });
  const css = sheets.map((sheet) => readFileSync(join(root, `www/css/${sheet}.css`), "utf8")).join("");
  const own = ["element", name].map((sheet) => readFileSync(join(source, `${sheet}.css`), "utf8")).join("");
  const style = print(onlyFor(elementStyle(parse(css)), has)) + print(parse(own));
  writeFileSync(glue, moduleOf(name, readFileSync(glue, "utf8"), style));
  for (const language of ["en", "zh"]) {
    const lines = readFileSync(join(root, `www/messages/${language}.txt`), "utf8").trimEnd().split("\n");
    const text = lines.map((line) => {
      const end = line.indexOf(": ");
      return `${speaks(line.slice(0, end)) ? line.slice(end + 2) : ""}\n`;
    });
    writeFileSync(join(target, `${name}-${language}.js`), `export default ${JSON.stringify(text.join(""))};\n`);
  }
}

/** wasm-bindgen's module as a function: each call has variables, and so an instance, of its own. */
function moduleOf(name, glue, css) {
  const names = [];
  let body = glue.replace(/^export (class|function) (\w+)/gm, (_, kind, exported) => {
    names.push(exported);
    return `${kind} ${exported}`;
  });
  body = once(body, /^export \{[^}]*\};$/m, "");
  body = once(body, /^ *if \(module_or_path === undefined\) \{\n.*import\.meta\.url.*\n *\}\n/m, "");
  if (/^(import|export) /m.test(body)) throw new Error(`${name}: more than one module can be made of it`);
  const module = `export const css = ${JSON.stringify(css)};
export const url = new URL("./${name}_bg.wasm", import.meta.url).href;
export function instance() {
${body}
return { start: __wbg_init, ${names.join(", ")} };
}
`;
  return module;
}

function once(text, pattern, replacement) {
  if (text.split(pattern).length !== 2) throw new Error(`${pattern} is not there once`);
  return text.replace(pattern, replacement);
}
