// What both elements are: a shadow root whose contents an instance of the wasm draws, from the moment the element stands
// in a page until it has left it.
import { followLanguage, languageOf } from "./language.js";

const modules = new Map();

/** A module is fetched and compiled once for all elements; where that failed, the next element tries again. */
function compiled(url) {
  if (!modules.has(url)) {
    const module = compile(url);
    modules.set(url, module);
    module.catch(() => modules.delete(url));
  }
  return modules.get(url);
}

async function compile(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: HTTP ${answer.status}`);
  const isWasm = answer.headers.get("content-type")?.startsWith("application/wasm");
  return isWasm ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
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

export class Home extends (globalThis.HTMLElement ?? class {}) {
  /** The element's part that is drawn; its class is `Editor` or `Boxes` of the wasm. */
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
    this.shadowRoot.adoptedStyleSheets = [sheetOf(this.constructor.frame)];
    this.shadowRoot.innerHTML = '<div class="shell wait" part="page" aria-busy="true"></div>';
    try {
      const language = languageOf(this);
      const { css, instance, url } = await this.constructor.load();
      const [module, text] = await Promise.all([compiled(this.constructor.wasmUrl ?? url), this.#sentences(language)]);
      if (this.#visit !== visit) return;
      const { start, ...classes } = instance();
      await start({ module_or_path: module });
      if (this.#visit !== visit) return;
      this.shadowRoot.adoptedStyleSheets = [sheetOf(this.constructor.frame), sheetOf(css)];
      this.shadowRoot.innerHTML = '<div class="shell" part="page"><div class="page"></div></div>';
      this.#page = this.shadowRoot.querySelector(".page");
      this.#language = language;
      this.#page.lang = language;
      this.core = this.enter(classes, this.#page, language, text);
      if (!this.core) throw new Error("the sentences do not fit the module");
    } catch (reason) {
      if (this.#visit !== visit) return;
      this.#leave();
      this.shadowRoot.innerHTML = '<div class="shell" part="page" role="alert"></div>';
      this.shadowRoot.firstChild.textContent = `wan-edit: ${reason.message}`;
      this.tell("error", { kind: "load", message: reason.message });
    }
  }

  /** The sentences of a language, one a line. */
  async #sentences(language) {
    return (await this.constructor.sentences[language]()).default;
  }

  async #speak() {
    const language = languageOf(this);
    if (!this.core || language === this.#language) return;
    this.#language = language;
    const text = await this.#sentences(language);
    if (!this.core || language !== this.#language) return;
    this.core.speak(language, text);
    this.#page.lang = language;
  }

  #leave() {
    this.#visit = undefined;
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
