import { Home, imageOf } from "./home.js";

/** <wan-edit>: the whole editor. What it takes and tells is in README.md and element.d.ts beside this file. */
export class WanEdit extends Home {
  static observedAttributes = ["service", "base-url", "baseurl", "proxy", "model", "prompt", "credential"];
  static properties = ["service", "baseUrl", "proxy", "model", "storage", "credential", "prompt", "images"];
  static frame = ":host{display:flex;flex-direction:column}:host([hidden]){display:none}.shell.wait{height:var(--wan-edit-height,760px)}";
  static wasm = () => new URL("./editor_bg.wasm", import.meta.url);
  static load = () => Promise.all([import("./editor.js"), import("./editor-style.js")]);

  #credential;
  #prompt;
  #images;
  /** What the property was set to: the same again changes nothing. */
  #given;

  enter({ Editor }, page, language, sentences) {
    const report = (type, detail) => this.#report(type, detail);
    const core = Editor.mount(this.shadowRoot, page, report, language, sentences, this.storage === "page");
    if (!core) return;
    const names = { header: ".top", rail: "#rail", stage: "#stage", results: "#results", side: "#side", foot: ".foot", submit: ".go" };
    for (const [part, selector] of Object.entries(names)) page.querySelector(selector)?.setAttribute("part", part);
    this.#setService(core);
    if (this.model) core.setModel(this.model);
    this.#setCredential(core, page);
    core.setPrompt(this.#prompt ?? this.getAttribute("prompt") ?? core.prompt());
    if (this.#images) core.setImages(this.#images);
    return core;
  }

  /** What is in it stays: the element may come back. */
  leave(core) {
    this.#prompt = core.prompt();
    this.#images = core.images();
  }

  #setService(core) {
    const isTold = ["service", "base-url", "baseurl", "proxy"].some((name) => this.hasAttribute(name));
    // With the page's storage, a person's own choice stands.
    if (isTold || this.storage !== "page") core?.setService(this.baseUrl || this.service, this.proxy);
  }

  #setCredential(core, page) {
    const credential = this.#credential;
    if (credential === undefined) return;
    page.classList.toggle("managed", Boolean(credential));
    if (typeof credential !== "function") return core.setKey(credential);
    core.setKeyMaker(async () => {
      const made = await this.#credential();
      if (typeof made === "string") return [made];
      const { token, expiresAt, expires_at } = made;
      return [token, expiresAt === undefined ? expires_at && expires_at * 1000 : Number(expiresAt)];
    });
  }

  #report(type, detail) {
    if (type === "change") return this.dispatchEvent(new Event("change", { bubbles: true }));
    if (type !== "result") return this.tell(type, detail);
    const { blob, why, expiresAt, ...rest } = detail;
    const bytes = async () => {
      if (!blob) throw new Error(`the image exists, but ${why}`);
      return blob;
    };
    this.tell(type, { ...rest, expiresAt: expiresAt === null ? null : new Date(expiresAt), blob: bytes });
  }

  attributeChangedCallback(name, _, value) {
    if (name === "credential") {
      if (value === null) return;
      // What renders on a server writes properties there, and what stands in a page is everybody's to read.
      this.removeAttribute("credential");
      console.warn("wan-edit: a credential was found in an attribute and is not used; set it as a property");
      return;
    }
    if (name === "prompt") {
      if (value !== null) this.prompt = value;
      return;
    }
    if (!this.core) return;
    if (name === "model") this.core.setModel(value ?? "");
    else this.#setService(this.core);
  }

  get service() {
    return this.getAttribute("service") ?? "";
  }

  set service(value) {
    this.reflect("service", value);
  }

  get baseUrl() {
    // The second is what a server makes of the property's name.
    return this.getAttribute("base-url") ?? this.getAttribute("baseurl") ?? "";
  }

  set baseUrl(value) {
    this.removeAttribute("baseurl");
    this.reflect("base-url", value);
  }

  get proxy() {
    return this.getAttribute("proxy") ?? "";
  }

  set proxy(value) {
    this.reflect("proxy", value);
  }

  get model() {
    return this.getAttribute("model") ?? "";
  }

  set model(value) {
    this.reflect("model", value);
  }

  get storage() {
    return this.getAttribute("storage") === "page" ? "page" : "memory";
  }

  set storage(value) {
    this.reflect("storage", value);
  }

  /** Never answered: it is for the service alone. */
  get credential() {
    return undefined;
  }

  set credential(value) {
    if (value !== undefined && value !== null && typeof value !== "string" && typeof value !== "function") {
      throw new TypeError("a credential is a string or a function");
    }
    const before = this.#credential;
    this.#credential = value ?? "";
    // One function in the place of another is asked when a key is needed.
    const isAsGood = typeof before === "function" && typeof value === "function";
    if (this.core && before !== this.#credential && !isAsGood) this.#setCredential(this.core, this.page);
  }

  get prompt() {
    return this.core?.prompt() ?? this.#prompt ?? this.getAttribute("prompt") ?? "";
  }

  set prompt(value) {
    this.#prompt = String(value ?? "");
    this.core?.setPrompt(this.#prompt);
  }

  get images() {
    return this.core?.images() ?? this.#images ?? [];
  }

  set images(value) {
    const images = Array.from(value ?? [], imageOf);
    if (this.#given && isSame(images, this.#given)) return;
    this.#given = this.#images = images;
    this.core?.setImages(images);
  }
}

function isSame(images, others) {
  const isAlike = ({ source, bboxes }, other) => source === other?.source && JSON.stringify(bboxes) === JSON.stringify(other.bboxes);
  return images.length === others.length && images.every((image, index) => isAlike(image, others[index]));
}
