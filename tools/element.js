// What the custom elements have besides their code, as modules in pkg/element: the page's styles and its sentences.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { root } from "./servers.js";

const source = join(root, "src/element");
const target = join(root, "pkg/element");

/** The page's style sheets that an element has, in their order. */
const sheets = {
  editor: ["base", "icons", "rail", "stage", "results", "side", "form", "answers", "contrast"],
  boxes: ["base", "icons", "stage", "contrast"],
};

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const moduleOf = (text) => `export default ${JSON.stringify(text)};\n`;

/** The style of an element: what the page says, what it says where it is narrow, and what the element says itself. */
function styleOf(name) {
  const narrow = `@container wan-edit (max-width: 760px) { ${read("www/css/narrow.css")} }`;
  const page = sheets[name].map((sheet) => read(`www/css/${sheet}.css`));
  const own = ["element", name].map((sheet) => read(`src/element/${sheet}.css`));
  return transformSync([...page, narrow, ...own].join("\n"), { loader: "css", minify: true }).code;
}

mkdirSync(join(target, "locales"), { recursive: true });
for (const file of readdirSync(source).filter((file) => /\.(js|d\.ts|md)$/.test(file))) {
  cpSync(join(source, file), join(target, file));
}
for (const name of Object.keys(sheets)) {
  writeFileSync(join(target, `${name}-style.js`), moduleOf(styleOf(name)));
}

// A module for each language, and one that knows them all: bundlers follow only imports that are written out.
const tags = readdirSync(join(root, "www/locales")).map((file) => file.replace(/\.json$/, ""));
for (const tag of tags) {
  writeFileSync(join(target, `locales/${tag}.js`), moduleOf(JSON.stringify(JSON.parse(read(`www/locales/${tag}.json`)))));
}
const imports = tags.map((tag) => `  ${JSON.stringify(tag)}: () => import("./${tag}.js"),\n`);
writeFileSync(join(target, "locales/index.js"), `export const languages = {\n${imports.join("")}};\n`);
