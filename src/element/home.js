// What both elements are: a shadow root in which the module of its kind mounts a page, from the moment the element stands
// in a document until it has left it.
import { languages } from "./locales/index.js";
import { followLanguage, languageOf } from "./language.js";

/** The modules that are ready, or on their way, by the element's class. */
const modules = new Map();

/** A module is fetched and started once for all elements of a kind; where that failed, the next element tries again. */
function moduleOf(kind) {
  if (!modules.has(kind)) {
    const module = startModule(kind);
    modules.set(kind, module);
    module.catch(() => modules.delete(kind));
  }
  return modules.get(kind);
}

async function startModule(kind) {
  const [[module, style], answer] = await Promise.all([kind.load(), fileOf(kind)]);
  await module.default({ module_or_path: answer });
  return { module, css: style.default };
}

/** The answer with a kind's WebAssembly. */
async function fileOf(kind) {
  const url = kind.wasmUrl ?? kind.wasm();
  const answer = await fetch(url);
  if (isFile(answer)) return answer;
  // Vite before version 8 bundles dependencies while it develops, and leaves what they bring beside them.
  const own = new URL(`../../wan-edit/element/${String(url).match(/[^/?#]*(?=$|[?#])/)}`, import.meta.url);
  const other = await fetch(own).catch(() => answer);
  if (isFile(other)) return other;
  throw new Error(`${url}: ${answer.ok ? "a page came in place of WebAssembly" : `HTTP ${answer.status}`}`);
}

/** Servers of apps answer with a page for what they do not have. */
function isFile(answer) {
  return answer.ok && !/^text\/html\b/.test(answer.headers.get("content-type"));
}

/** The sheet of a style that all elements of a kind share. */
const sheets = new Map();
function sheetOf(css) {
  if (!sheets.has(css)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  return sheets.get(css);
}

/** The sentences of a language, as JSON text. */
async function sentencesOf(language) {
  return (await languages[language]()).default;
}

/** The elements that stand in a document. */
const visible = new Set();

// The module failed and can do nothing any more; what it said is in the console.
globalThis.addEventListener?.("wan-edit-panic", () => {
  for (const element of visible) element.fail(new Error("the editor has failed, reload the page · 编辑器出错，请刷新页面"), "internal");
});

export class Home extends (globalThis.HTMLElement ?? class {}) {
  /** The mounted page: an `Editor` or `Boxes` of the module. */
  core;
  #page;
  #language;
  #unfollow;
  #visit;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    // It was only moved.
    if (this.#visit) return;
    this.#visit = {};
    visible.add(this);
    for (const name of this.constructor.properties) {
      // Set before the element was defined.
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#unfollow = followLanguage(() => this.#speak());
    this.#enter(this.#visit);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected && this.#visit) this.#leave();
    });
  }

  async #enter(visit) {
    this.#frame("shell wait", { "aria-busy": "true" });
    try {
      this.shadowRoot.adoptedStyleSheets = [sheetOf(this.constructor.frame)];
      const language = languageOf(this);
      const [{ module, css }, sentences] = await Promise.all([moduleOf(this.constructor), sentencesOf(language)]);
      if (this.#visit !== visit) return;
      this.shadowRoot.adoptedStyleSheets = [sheetOf(this.constructor.frame), sheetOf(css)];
      this.#page = document.createElement("div");
      this.#page.className = "page";
      this.#page.translate = false;
      this.#frame("shell").append(this.#page);
      this.#language = language;
      this.#page.lang = language;
      this.core = this.enter(module, this.#page, language, sentences);
      if (!this.core) throw new Error("the sentences do not fit the module");
    } catch (reason) {
      if (this.#visit !== visit) return;
      this.#leave();
      this.fail(reason, "load");
    }
  }

  /** What stands in the shadow root, empty: made without markup, which a page may forbid to parse (Trusted Types). */
  #frame(names, attributes = {}) {
    const frame = document.createElement("div");
    frame.className = names;
    for (const [name, value] of Object.entries({ part: "page", ...attributes })) frame.setAttribute(name, value);
    this.shadowRoot.replaceChildren(frame);
    return frame;
  }

  /** Shows that nothing can be shown, and tells the app. */
  fail(reason, kind) {
    this.#frame("shell", { role: "alert" }).textContent = `wan-edit: ${reason.message}`;
    this.tell("error", { kind, message: reason.message });
  }

  async #speak() {
    const language = languageOf(this);
    if (!this.core || language === this.#language) return;
    this.#language = language;
    const sentences = await sentencesOf(language);
    if (!this.core || language !== this.#language) return;
    this.core.speak(language, sentences);
    this.#page.lang = language;
  }

  #leave() {
    this.#visit = undefined;
    visible.delete(this);
    this.#unfollow?.();
    const { core } = this;
    this.core = undefined;
    if (core) this.leave(core);
    this.#page = undefined;
    this.shadowRoot.replaceChildren();
    core?.free();
  }

  /** The element in the shadow root that stands for `<body>`, once there is one. */
  get page() {
    return this.#page;
  }

  leave() {}

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** An attribute as a property of text. */
  reflect(name, value) {
    if (value === null || value === undefined) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}

/** An image as an app gives it, alone or as `{ source, bboxes }`. */
export function imageOf(image) {
  const isWrapped = typeof image === "object" && image !== null && "source" in image;
  const { source, bboxes = [] } = isWrapped ? image : { source: image };
  if (!(source instanceof Blob || source instanceof URL || typeof source === "string")) {
    throw new TypeError("an image is a File, a Blob, a URL, or { source, bboxes }");
  }
  return { source: source instanceof Blob ? source : new URL(source, document.baseURI).href, bboxes };
}
