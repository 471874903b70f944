import { misuse } from "./error.js";

/** How deep plain data may be nested. */
const DEEPEST = 64;

/** A request as the module takes it. It is copied at once, so that it may change afterwards. */
export function take(request) {
  if (typeof request !== "object" || request === null) throw misuse("request", "give an object");
  const { images = [], ...edit } = request;
  if (typeof images !== "object" || !images?.[Symbol.iterator]) throw misuse("images", "give a list");
  const copy = plain("request", edit);
  const places = Array.from(images, (image, index) => place(image, `images[${index}]`));
  return async (signal) => {
    const opened = await Promise.all(places.map(({ source, path }) => open(source, path, signal)));
    const entries = places.map(({ rest }, index) => ({ url: opened[index].url, ...rest }));
    return { data: { edit: copy, images: entries }, files: opened.map(({ file }) => file) };
  };
}

/** A request with notes on its boxes as the module takes it, and its images without the notes. */
export function noted(request) {
  if (typeof request !== "object" || request === null) throw misuse("request", "give an object");
  const { model, prompt, images = [] } = request;
  if (typeof images !== "object" || !images?.[Symbol.iterator]) throw misuse("images", "give a list");
  const all = Array.from(images, (image) => {
    const { name, bboxes, ...rest } = isWrapped(image) ? image : { source: image };
    const boxes = Array.from(bboxes ?? [], (box) => (Array.isArray(box) ? { bbox: box } : box));
    const corners = boxes.map((box) => box?.bbox);
    return { data: { name, bboxes: corners, notes: boxes.map((box) => box?.note) }, image: { ...rest, bboxes: corners } };
  });
  return { data: plain("request", { model, prompt, images: all.map(({ data }) => data) }), images: all.map(({ image }) => image) };
}

/** A copy of plain data. What no JSON has is left out, as `JSON.stringify` does. `path` names the whole in an error. */
export function plain(path, value, parents = [], field = path) {
  if (typeof value === "bigint" || parents.length > DEEPEST || parents.includes(value)) throw misuse(path, "give plain data");
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw misuse(field, "it has half a character in it (a lone surrogate), which no text can have");
  if (typeof value !== "object" || value === null) return value;
  const copy = (item, name) => plain(path, item, [...parents, value], parents.length ? `${field}.${name}` : String(name));
  if (Array.isArray(value)) return value.map((item, index) => (isData(item) ? copy(item, index) : null));
  const fields = Object.entries(value).filter(([, item]) => isData(item));
  return Object.fromEntries(fields.map(([name, item]) => [name, copy(item, name)]));
}

const isData = (value) => !["undefined", "function", "symbol"].includes(typeof value);

const isWrapped = (image) => typeof image === "object" && image !== null && "source" in image;

/** An image alone, or `{ source, bboxes, size }`. */
function place(image, path) {
  let { source, bboxes, size } = isWrapped(image) ? image : { source: image };
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) source = new Blob([source]);
  return { source, path, rest: plain(path, { bboxes, size }) };
}

/** `{ url }` where the service fetches it, else `{ file }`. */
async function open(source, path, signal) {
  if (isBlob(source)) return { file: source };
  if (typeof source === "string" || source instanceof URL) {
    const url = String(source);
    if (/^(?:data|blob):/i.test(url)) return { file: await download(url, path, signal) };
    // What the service cannot know, because it begins at the page.
    return isRelative(url) ? { file: await download(atPage(url, path), path, signal) } : { url };
  }
  // Of an <img>, its bytes as they are.
  const shown = source?.currentSrc || source?.src;
  return { file: typeof shown === "string" && shown ? await download(shown, path, signal) : await draw(source, path) };
}

/** Of any realm. */
const isBlob = (source) => /^\[object (?:Blob|File)\]$/.test(Object.prototype.toString.call(source));

/** A path: `./a.jpg`, `/a.jpg`, `a/b.jpg`, with a page that it begins at. */
const isRelative = (url) => url !== "" && !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(url);

function atPage(url, path) {
  const page = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (!page || !URL.canParse(url, page)) throw misuse(path, "there is no page here that this path could begin at; give a File or its bytes");
  return new URL(url, page).href;
}

async function download(url, path, signal) {
  const response = await fetch(url, { signal }).catch(() => ({ ok: false }));
  if (!response.ok) throw misuse(path, "the page cannot read the bytes of this image; give its File");
  return response.blob();
}

/** Pixels as PNG. */
async function draw(source, path) {
  try {
    const bitmap = await createImageBitmap(source);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    return await canvas.convertToBlob();
  } catch {
    throw misuse(path, "give a File, a Blob, bytes, a URL, an <img>, a canvas, an ImageBitmap, or { source, bboxes }");
  }
}

/** What is at a URL, as an element where there are elements: a page may measure what it may not read. */
async function shown(url, signal) {
  if (typeof Image !== "function") return download(url, "image", signal);
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** The size of an image that only its URL is known of: as it is stored, whatever density its EXIF data has it shown in. */
export async function sizeOf(url, signal) {
  try {
    const bitmap = await createImageBitmap(await shown(url, signal));
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    throw misuse("image", "its size cannot be found out here; give { source, size }");
  }
}
