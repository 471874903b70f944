// Trunk's last step, on its staging folder. Sentences lose their names. Release: optimized wasm, no white space in the JavaScript, one style sheet.
// Development: lets Trunk's inline reload script run, which the page's policy forbids.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instrument } from "./first.js";
import { minify, shrink } from "./shrink.js";

const dir = process.env.TRUNK_STAGING_DIR;
const page = join(dir, "index.html");
const html = readFileSync(page, "utf8");
const messages = [...html.matchAll(/\bdata-(?:en|zh)=["']?([^"'\s>]+)/g)].map(([, name]) => name);

for (const name of messages) {
  const lines = readFileSync(join(dir, name), "utf8").trimEnd().split(/\r?\n/);
  writeFileSync(join(dir, name), lines.map((line) => `${line.slice(line.indexOf(": ") + 2)}\n`).join(""));
}

if (process.env.TRUNK_PROFILE === "release") {
  const [, glue] = html.match(/data-module=["']?([^"'\s>]+)/);
  const [, wasm] = html.match(/data-wasm=["']?([^"'\s>]+)/);
  const [, start] = html.match(/<script\b[^>]*\bsrc=["']?([^"'\s>]+)/);
  if (process.env.WAN_EDIT_PROFILE) {
    await instrument(join(dir, wasm), join(dir, glue));
    writeFileSync(page, html);
  } else {
    await shrink(join(dir, wasm), join(dir, glue), { laterFile: join(dir, "later.wasm") });
    const script = readFileSync(join(dir, glue), "utf8");
    writeFileSync(join(dir, glue), minify(script.replace("later.wasm", rename("later.wasm"))));
    writeFileSync(join(dir, start), minify(readFileSync(join(dir, start), "utf8")));
    writeFileSync(page, [...messages, wasm, glue, start].reduce((text, name) => text.replaceAll(name, rename(name)), joinStyles(html)));
  }
} else {
  writeFileSync(page, html.replace("script-src 'self'", "$& 'unsafe-inline'"));
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Gives a file a name that changes with what is in it, and answers with that. */
function rename(name) {
  const hashed = name.replace(/(-[0-9a-f]{16})?(?=(_\w+)?\.\w+$)/, `-${hashOf(readFileSync(join(dir, name)))}`);
  renameSync(join(dir, name), join(dir, hashed));
  return hashed;
}

/** `html` with one style sheet in place of its own ones, which are joined in their order. */
function joinStyles(html) {
  const links = [...html.matchAll(/<link\b[^>]*\bhref=["']?([^"'\s>]+)[^>]*>/g)].filter(([link]) => /\brel=["']?stylesheet/.test(link));
  if (links.length < 2) return html;
  const css = links.map(([, name]) => readFileSync(join(dir, name), "utf8")).join("");
  const name = `style-${hashOf(css)}.css`;
  writeFileSync(join(dir, name), css);
  for (const [, old] of links) if (existsSync(join(dir, old))) rmSync(join(dir, old));
  return links.slice(1).reduce((rest, [link]) => rest.replace(link, ""), html).replace(links[0][0], `<link rel="stylesheet" href="./${name}">`);
}
