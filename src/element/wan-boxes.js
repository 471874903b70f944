import { Home, imageOf } from "./home.js";

/** <wan-boxes>: an image with its box layer, a form control. README.md and element.d.ts say the rest. */
export class WanBoxes extends Home {
  static formAssociated = true;
  static observedAttributes = ["src", "value", "max", "disabled"];
  static properties = ["src", "image", "value", "max", "disabled", "name"];
  static frame = ":host{display:block}:host([hidden]){display:none}";
  static wasm = () => new URL("./boxes_bg.wasm", import.meta.url);
  static load = () => Promise.all([import("./boxes.js"), import("./boxes-style.js")]);

  #internals;
  /** The image as a property; it stands above the attribute `src`. */
  #image;
  /** What is to be shown once there is an image; where it is `undefined`, the default value. */
  #wanted;
  #isLoaded = false;
  #isInert = false;
  /** Whether the default value no longer counts. */
  #isDirty = false;

  constructor() {
    super();
    this.#internals = this.attachInternals?.();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#keep();
  }

  enter({ Boxes }, page, language, sentences) {
    const core = Boxes.mount(this.shadowRoot, page, (type, detail) => this.#report(type, detail), language, sentences);
    if (!core) return;
    core.setMost(this.max);
    page.querySelector("#alone").setAttribute("part", "image");
    this.#enable(page);
    this.#show(core);
    return core;
  }

  leave() {
    this.#wanted = this.value;
    this.#isLoaded = false;
  }

  #show(core) {
    this.#isLoaded = false;
    const source = this.#image ?? (this.src ? imageOf(this.src).source : "");
    if (source instanceof Blob) core.show(source.name ?? "image", source, "");
    else core.show("", undefined, source);
  }

  #report(type, detail) {
    if (type === "error") {
      return this.tell("error", { kind: "image", message: "the image cannot be shown" });
    }
    if (type === "load") {
      this.#isLoaded = true;
      this.core.setBoxes(this.#wanted ?? this.defaultValue);
      this.#keep();
      return this.tell("load", detail);
    }
    this.#wanted = undefined;
    this.#isDirty = true;
    this.#keep();
    this.dispatchEvent(new Event(type, { bubbles: true, composed: type === "input" }));
  }

  /** Tells the form. */
  #keep() {
    const text = JSON.stringify(this.value);
    // There are documents without forms that a value could be told to.
    this.#internals?.setFormValue?.(text, text);
  }

  #enable(page = this.page) {
    if (page) page.inert = this.#isInert || this.disabled;
  }

  /** Another image: its boxes begin anew, unless they were set for an image that is still awaited. */
  #change() {
    if (this.#isLoaded) {
      this.#wanted = [];
      this.#keep();
    }
    if (this.core) this.#show(this.core);
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === "src" && this.#image === undefined) this.#change();
    if (name === "max") this.core?.setMost(this.max);
    if (name === "disabled") this.#enable();
    if (name === "value" && !this.#isDirty) this.#set(this.defaultValue);
  }

  #set(boxes) {
    this.#wanted = boxes;
    if (this.#isLoaded && this.core) {
      this.core.setBoxes(boxes);
      this.#wanted = undefined;
    }
    this.#keep();
  }

  formResetCallback() {
    this.#isDirty = false;
    this.#set(this.defaultValue);
  }

  formStateRestoreCallback(state) {
    if (typeof state === "string") this.value = read(state);
  }

  formDisabledCallback(isDisabled) {
    this.#isInert = isDisabled;
    this.#enable();
  }

  get value() {
    return this.#isLoaded && this.core ? this.core.boxes() : (this.#wanted ?? this.defaultValue);
  }

  set value(value) {
    const boxes = typeof value === "string" ? read(value) : Array.from(value ?? []);
    if (!boxes.every(isBox)) throw new TypeError("a box is [x1, y1, x2, y2], in pixels of the image");
    this.#isDirty = true;
    // What is shown already stays selected, and can be undone.
    if (!this.#isLoaded || JSON.stringify(boxes) !== JSON.stringify(this.value)) this.#set(boxes.map((box) => [...box]));
  }

  get defaultValue() {
    return read(this.getAttribute("value") ?? "").filter(isBox);
  }

  get image() {
    return this.#image ?? null;
  }

  set image(value) {
    const image = value === null || value === undefined ? undefined : imageOf(value).source;
    if (image === this.#image) return;
    this.#image = image;
    this.#change();
  }

  get src() {
    return this.getAttribute("src") ?? "";
  }

  set src(value) {
    this.reflect("src", value);
  }

  get max() {
    const max = Number(this.getAttribute("max") ?? 2);
    return Number.isInteger(max) && max >= 0 ? max : 2;
  }

  set max(value) {
    this.reflect("max", value);
  }

  get disabled() {
    return this.hasAttribute("disabled");
  }

  set disabled(value) {
    this.toggleAttribute("disabled", Boolean(value));
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  set name(value) {
    this.reflect("name", value);
  }

  get type() {
    return "wan-boxes";
  }

  get form() {
    return this.#internals?.form ?? null;
  }

  get labels() {
    return this.#internals?.labels ?? [];
  }
}

function isBox(box) {
  return Array.isArray(box) && box.length === 4 && box.every(Number.isFinite);
}

/** Boxes as text. */
function read(text) {
  try {
    const boxes = JSON.parse(text);
    return Array.isArray(boxes) ? boxes : [];
  } catch {
    return [];
  }
}
