// Odd images, made byte by byte, the same on every machine: `node tests/odd-images/make.js` writes them into files/, and
// what is to become of each into table.json. All but the files from other programs show a mosaic of 6 × 4 colours.
//
// What becomes of one: `changes`, the codes of what is changed in it before it is sent (empty: sent byte for byte), or
// `refused`: by its header, or by the browser's decoder alone.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

const here = import.meta.dirname;
const [WIDTH, HEIGHT, BLOCK] = [48, 32, 8];

/** The colour at a pixel of the mosaic; no turn of it looks like another. */
function color(x, y) {
  const [across, down] = [Math.floor(x / BLOCK), Math.floor(y / BLOCK)];
  return [30 + across * 38, 40 + down * 55, (across * 3 + down * 5) % 7 * 34];
}

const u16 = (n) => [(n >> 8) & 255, n & 255];
const u32 = (n) => [...u16(n >>> 16), ...u16(n)];
const u16le = (n) => [n & 255, (n >> 8) & 255];
const u32le = (n) => [...u16le(n), ...u16le(n >>> 16)];
const ascii = (text) => [...Buffer.from(text, "latin1")];
const concat = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const read = (name) => readFileSync(join(here, "../images", name));

// ---- JPEG: each block of 8 × 8 pixels has one colour, so that there is nothing but DC coefficients.

const segment = (marker, ...data) => {
  const body = concat(...data);
  return concat([0xff, marker, ...u16(body.length + 2)], body);
};

class Bits {
  #bytes = [];
  #last = 0;
  #count = 0;
  put(value, length) {
    for (let bit = length - 1; bit >= 0; bit--) {
      this.#last = (this.#last << 1) | ((value >> bit) & 1);
      if (++this.#count === 8) this.#flush();
    }
  }
  #flush() {
    this.#bytes.push(this.#last);
    if (this.#last === 0xff) this.#bytes.push(0);
    [this.#last, this.#count] = [0, 0];
  }
  end() {
    while (this.#count) this.put(1, 1);
    return Buffer.from(this.#bytes);
  }
}

/** Lengths of the codes for 0 to 11 bits of a DC difference: 3 bits for the first six, as in the standard's own table. */
const DC_LENGTHS = [2, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9];
const DC_CODES = [0, 2, 3, 4, 5, 6, 14, 30, 62, 126, 254, 510];
const DC_TABLE = segment(0xc4, [0x00, 0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
/** One code of one bit, for "nothing more in this block". */
const AC_TABLE = segment(0xc4, [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00]);

/** From red, green, blue to the components that a JPEG has. */
const components = {
  grey: ([r, g, b]) => [0.299 * r + 0.587 * g + 0.114 * b],
  ycc: ([r, g, b]) => [0.299 * r + 0.587 * g + 0.114 * b, 128 - 0.1687 * r - 0.3313 * g + 0.5 * b, 128 + 0.5 * r - 0.4187 * g - 0.0813 * b],
  rgb: (rgb) => rgb,
  /** As Adobe has it, inverted. */
  cmyk: ([r, g, b]) => [r, g, b, 255],
};

const JFIF = segment(0xe0, ascii("JFIF\0"), [1, 1, 0, 0, 1, 0, 1, 0, 0]);
const END = [0xff, 0xd9];

/** A JPEG's parts by name, in their order. */
function jpegParts({ kind = "ycc", width = WIDTH, height = HEIGHT, progressive = false, restart = 0, extra = [], between = [], ids, frame, precision = 8 } = {}) {
  const count = components[kind]([0, 0, 0]).length;
  ids ??= [1, 2, 3, 4].slice(0, count);
  const [across, down] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)];
  const blocks = [];
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) blocks.push(components[kind](color(x * BLOCK, y * BLOCK)).map((value) => Math.round(value) - 128));
  }
  /** One scan over the blocks: `each` writes one, given the last values. */
  const scan = (each) => {
    const parts = [];
    let bits = new Bits();
    let last = new Array(count).fill(0);
    blocks.forEach((block, index) => {
      if (restart && index && index % restart === 0) {
        parts.push(bits.end(), Buffer.from([0xff, 0xd0 + ((index / restart - 1) % 8)]));
        bits = new Bits();
        last = new Array(count).fill(0);
      }
      each(bits, block, last);
    });
    return Buffer.concat([...parts, bits.end()]);
  };
  const dc = (bits, block, last, withAc) => {
    block.forEach((value, at) => {
      const difference = value - last[at];
      last[at] = value;
      const length = difference ? 32 - Math.clz32(Math.abs(difference)) : 0;
      bits.put(DC_CODES[length], DC_LENGTHS[length]);
      bits.put(difference < 0 ? difference + (1 << length) - 1 : difference, length);
      if (withAc) bits.put(0, 1);
    });
  };
  const header = (which, first, last) => segment(0xda, [which.length, ...which.flatMap((at) => [ids[at], 0x00]), first, last, 0]);
  const all = ids.map((_, at) => at);
  const parts = {
    start: Buffer.from([0xff, 0xd8]),
    jfif: JFIF,
    extra: concat(...extra),
    // The DC coefficient in steps of 8 is the colour itself.
    quantization: segment(0xdb, [0, 8, ...new Array(63).fill(1)]),
    frame: segment(frame ?? (progressive ? 0xc2 : 0xc0), [precision, ...u16(height), ...u16(width), count, ...ids.flatMap((id) => [id, 0x11, 0])]),
    tables: concat(DC_TABLE, AC_TABLE, restart ? segment(0xdd, u16(restart)) : []),
    header: header(all, 0, progressive ? 0 : 63),
    scan: scan((bits, block, last) => dc(bits, block, last, !progressive)),
  };
  if (progressive) {
    for (const at of all) {
      parts[`header${at}`] = concat(...between, header([at], 1, 63));
      parts[`scan${at}`] = scan((bits) => bits.put(0, 1));
    }
  }
  parts.end = Buffer.from(END);
  return parts;
}

const jpeg = (options) => concat(...Object.values(jpegParts(options)));
const jpegWith = (...extra) => jpeg({ extra });
/** All parts up to, and with, the one of this name, which is cut to `length` bytes. */
function jpegUntil(name, options, length) {
  const parts = Object.entries(jpegParts(options));
  const at = parts.findIndex(([part]) => part === name);
  return concat(...parts.slice(0, at).map(([, bytes]) => bytes), parts[at][1].subarray(0, length));
}

const [BYTE, ASCII, SHORT, LONG, RATIONAL] = [1, 2, 3, 4, 5];

/** A TIFF structure. Directories point to each other by name: `[tag, type, count, value or name]`. */
function tiff(directories, { little = false } = {}) {
  const [two, four] = little ? [u16le, u32le] : [u16, u32];
  const names = Object.keys(directories);
  const sizes = names.map((name) => 2 + 12 * directories[name].entries.length + 4);
  const start = (name) => 8 + sizes.slice(0, names.indexOf(name)).reduce((sum, size) => sum + size, 0);
  const end = 8 + sizes.reduce((sum, size) => sum + size, 0);
  const data = [];
  const value = ([, type, count, content]) => {
    if (typeof content === "string") return four(start(content));
    if (Array.isArray(content)) {
      const at = end + data.length;
      data.push(...content.flatMap(four));
      return four(at);
    }
    if (type === SHORT && count === 1) return [...two(content), 0, 0];
    if (type === BYTE) return [content, 0, 0, 0];
    return four(content);
  };
  const directory = ({ entries, next }) => [
    ...two(entries.length),
    ...entries.flatMap((entry) => [...two(entry[0]), ...two(entry[1]), ...four(entry[2]), ...value(entry)]),
    ...four(next ? start(next) : 0),
  ];
  const body = names.flatMap((name) => directory(directories[name]));
  return concat(little ? ascii("II") : ascii("MM"), two(42), four(8), body, data);
}

const ORIENTATION = 0x112;
const turned = (value, type = SHORT) => ({ main: { entries: [[ORIENTATION, type, 1, value]] } });
const exif = (directories, options) => segment(0xe1, ascii("Exif\0\0"), tiff(directories, options));
const gps = { main: { entries: [[0x8825, LONG, 1, "gps"]] }, gps: { entries: [[2, RATIONAL, 3, [48, 1, 8, 1, 0, 1]]] } };
const xmpPacket = (text) => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" ${text}</rdf:RDF></x:xmpmeta>`;
const xmp = (text) => segment(0xe1, ascii("http://ns.adobe.com/xap/1.0/\0"), ascii(xmpPacket(text)));
const adobe = (transform) => segment(0xee, ascii("Adobe"), [0, 100, 0, 0, 0, 0, transform]);

/** A colour profile of three primaries and a gamma. */
function profile(name, [red, green, blue]) {
  const fixed = (n) => u32(Math.round(n * 65536));
  const xyz = (point) => concat(ascii("XYZ \0\0\0\0"), ...point.map(fixed));
  const curve = concat(ascii("curv\0\0\0\0"), u32(1), u16(Math.round(2.2 * 256)), [0, 0]);
  const text = concat(ascii("desc\0\0\0\0"), u32(name.length + 1), ascii(`${name}\0`), new Array(78 + ((4 - ((name.length + 1 + 78) % 4)) % 4)).fill(0));
  const tags = { desc: text, wtpt: xyz([0.9642, 1, 0.8249]), rXYZ: xyz(red), gXYZ: xyz(green), bXYZ: xyz(blue), rTRC: curve, gTRC: curve, bTRC: curve };
  const table = [];
  const data = [];
  let at = 128 + 4 + 12 * Object.keys(tags).length;
  for (const [tag, bytes] of Object.entries(tags)) {
    table.push(concat(ascii(tag), u32(at), u32(bytes.length)));
    data.push(bytes);
    at += bytes.length;
  }
  const header = concat(u32(at), u32(0), u32(0x02100000), ascii("mntrRGB XYZ "), new Array(12).fill(0), ascii("acsp"), new Array(28).fill(0), [0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d], new Array(48).fill(0));
  return concat(header, u32(Object.keys(tags).length), ...table, ...data);
}

const SRGB = [[0.4361, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]];
const srgb = profile("sRGB IEC61966-2.1", SRGB);
/** What is red in the numbers is green to the eye. */
const swapped = profile("Red is green", [SRGB[1], SRGB[0], SRGB[2]]);
const icc = (bytes) => segment(0xe2, ascii("ICC_PROFILE\0"), [1, 1], bytes);

// ---- PNG: the data is stored, not compressed, so that no version of a compressor matters.

const crcTable = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => (bytes.reduce((sum, byte) => crcTable[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
const chunk = (type, ...data) => {
  const body = concat(ascii(type), ...data);
  return concat(u32(body.length - 4), body, u32(crc(body)));
};
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const [GREY, RGB, PALETTE, GREY_ALPHA, RGBA] = [0, 2, 3, 4, 6];
const palette = Array.from({ length: 24 }, (_, at) => color((at % 6) * BLOCK, Math.floor(at / 6) * BLOCK));

/** The samples of a pixel, each from 0 to 255, or the number of its colour. */
function samples(kind, depth, x, y, shown) {
  const [r, g, b] = shown(x, y);
  const grey = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
  const alpha = x < WIDTH / 2 ? 128 : 255;
  if (kind === PALETTE) return [(Math.floor(y / BLOCK) * 6 + Math.floor(x / BLOCK)) % Math.min(24, 1 << depth)];
  return { [GREY]: [grey], [RGB]: [r, g, b], [GREY_ALPHA]: [grey, alpha], [RGBA]: [r, g, b, alpha] }[kind];
}

function rows(kind, depth, xs, ys, shown) {
  const parts = [];
  for (const y of ys) {
    const bits = [];
    for (const x of xs) {
      for (const sample of samples(kind, depth, x, y, shown)) {
        if (depth === 16) bits.push([sample, 8], [(sample * 7) & 255, 8]);
        else bits.push([kind === PALETTE || depth === 8 ? sample : sample >> (8 - depth), depth]);
      }
    }
    const bytes = [0];
    let [last, count] = [0, 0];
    for (const [value, length] of bits) {
      last = (last << length) | value;
      count += length;
      if (count === 8) bytes.push(last & 255), ([last, count] = [0, 0]);
    }
    if (count) bytes.push((last << (8 - count)) & 255);
    parts.push(Buffer.from(bytes));
  }
  return Buffer.concat(parts);
}

const range = (from, to, step) => Array.from({ length: Math.ceil((to - from) / step) }, (_, at) => from + at * step);
const PASSES = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];
const deflated = (bytes) => deflateSync(bytes, { level: 0 });

function pngParts({ kind = RGB, depth = 8, interlaced = false, before = [], after = [], shown = color, data } = {}) {
  const pixels = interlaced
    ? concat(...PASSES.map(([x, y, dx, dy]) => rows(kind, depth, range(x, WIDTH, dx), range(y, HEIGHT, dy), shown)))
    : rows(kind, depth, range(0, WIDTH, 1), range(0, HEIGHT, 1), shown);
  return {
    signature: Buffer.from(SIGNATURE),
    header: chunk("IHDR", u32(WIDTH), u32(HEIGHT), [depth, kind, 0, 0, interlaced ? 1 : 0]),
    palette: kind === PALETTE ? chunk("PLTE", palette.slice(0, Math.min(24, 1 << depth)).flat()) : Buffer.alloc(0),
    before: concat(...before),
    data: data ?? chunk("IDAT", deflated(pixels)),
    after: concat(...after),
    end: chunk("IEND"),
  };
}

const png = (options) => concat(...Object.values(pngParts(options)));
const pixelData = (shown) => deflated(rows(RGB, 8, range(0, WIDTH, 1), range(0, HEIGHT, 1), shown));
const negative = (x, y) => color(x, y).map((value) => 255 - value);
const frameControl = (number) => chunk("fcTL", u32(number), u32(WIDTH), u32(HEIGHT), u32(0), u32(0), u16(1), u16(10), [0, 0]);

// ---- WEBP: chunks around the picture of another program.

const riff = (...chunks) => {
  const body = concat(ascii("WEBP"), ...chunks);
  return concat(ascii("RIFF"), u32le(body.length), body);
};
const webpChunk = (type, ...data) => {
  const body = concat(...data);
  return concat(ascii(type), u32le(body.length), body, new Array(body.length & 1).fill(0));
};
const u24le = (n) => u32le(n).slice(0, 3);
const extended = (flags) => webpChunk("VP8X", [flags, 0, 0, 0], u24le(23), u24le(15));
const lossy = read("lossy.webp").subarray(12);
const lossless = read("lossless.webp").subarray(12);
const animationFrame = (picture) => webpChunk("ANMF", u24le(0), u24le(0), u24le(23), u24le(15), u24le(100), [0], picture);

// ---- BMP

/** `info` has the length of a header that was ever in use. */
function bmp({ info = 40, depth = 24, topDown = false, compression = 0, trailer = [], space = 0x73524742, alphaMask = 0 } = {}) {
  const colors = depth <= 8 ? Math.min(24, 1 << depth) : 0;
  const entry = info === 12 ? 3 : 4;
  const table = palette.slice(0, colors).flatMap(([r, g, b]) => (entry === 3 ? [b, g, r] : [b, g, r, 0]));
  if (info === 12 && colors) table.push(...new Array(3 * ((1 << depth) - colors)).fill(0));
  const masks = compression === 3 && info === 40 ? [0xff0000, 0xff00, 0xff].flatMap(u32le) : [];
  const pixels = [];
  for (const row of range(0, HEIGHT, 1)) {
    const y = topDown ? row : HEIGHT - 1 - row;
    if (compression === 1) {
      for (const x of range(0, WIDTH, BLOCK)) pixels.push(BLOCK, samples(PALETTE, depth, x, y, color)[0]);
      pixels.push(0, row === HEIGHT - 1 ? 1 : 0);
      continue;
    }
    const line = [];
    for (const x of range(0, WIDTH, 1)) {
      const [r, g, b] = color(x, y);
      if (depth === 24) line.push(b, g, r);
      else if (depth === 32) line.push(b, g, r, alphaMask ? 255 : 0);
      else if (depth === 16) line.push(...u16le(((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)));
      else line.push(samples(PALETTE, depth, x, y, color)[0]);
    }
    if (depth < 8) {
      const per = 8 / depth;
      line.splice(0, line.length, ...range(0, WIDTH, per).map((x) => line.slice(x, x + per).reduce((byte, index) => (byte << depth) | index, 0)));
    }
    while (line.length % 4) line.push(0);
    pixels.push(...line);
  }
  const offset = 14 + info + masks.length + table.length;
  const core = [...u32le(12), ...u16le(WIDTH), ...u16le(HEIGHT), ...u16le(1), ...u16le(depth)];
  const full = [...u32le(info), ...u32le(WIDTH), ...u32le(topDown ? -HEIGHT : HEIGHT), ...u16le(1), ...u16le(depth), ...u32le(compression), ...u32le(pixels.length), ...u32le(2835), ...u32le(2835), ...u32le(colors), ...u32le(0)];
  if (info >= 56) full.push(...[0xff0000, 0xff00, 0xff, alphaMask].flatMap(u32le));
  if (info >= 108) full.push(...u32le(space), ...new Array(info - full.length - 4).fill(0));
  return concat(ascii("BM"), u32le(offset + pixels.length), u32le(0), u32le(offset), info === 12 ? core : full, masks, table, pixels, trailer);
}

// ---- GIF: codes of 9 bits, with a fresh table before it grows.

function gifFrame(transparent = false) {
  const bytes = [];
  let [last, count] = [0, 0];
  const put = (code) => {
    last |= code << count;
    for (count += 9; count >= 8; count -= 8) bytes.push(last & 255), (last >>>= 8);
  };
  let since = 0;
  put(256);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      if (since++ === 200) put(256), (since = 1);
      put(samples(PALETTE, 8, x, y, color)[0]);
    }
  }
  put(257);
  if (count) bytes.push(last & 255);
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 255) blocks.push(Math.min(255, bytes.length - at), ...bytes.slice(at, at + 255));
  const control = [0x21, 0xf9, 4, transparent ? 1 : 0, ...u16le(10), 0, 0];
  return [...control, 0x2c, ...u16le(0), ...u16le(0), ...u16le(WIDTH), ...u16le(HEIGHT), 0, 8, ...blocks, 0];
}
const gif = (...frames) => concat(ascii("GIF89a"), u16le(WIDTH), u16le(HEIGHT), [0xf7, 0, 0], palette.flat(), new Array(3 * (256 - 24)).fill(0), ...frames, [0x3b]);

// ---- The table

const asIs = { changes: [] };
const cut = { changes: ["metadata_removed"] };
const placeless = { changes: ["location_removed", "metadata_removed"] };
const tail = { changes: ["trailer_removed"] };
const upright = { changes: ["uprighted"] };
const normal = { changes: ["normalized"] };
const flattened = { changes: ["normalized", "flattened"] };
const completed = { changes: ["completed"] };
const still = { changes: ["first_frame"] };
const refused = { refused: "header" };
const undecodable = { refused: "decoder" };
const converted = (...more) => ({ changes: ["converted", ...more] });

const orientations = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((value) => [`orientation-${value}.jpg`, [jpegWith(exif(turned(value))), value === 1 ? cut : upright]]));

/** Every image by its name: its bytes, and what becomes of it. */
const images = {
  "plain.jpg": [jpeg(), asIs],
  "progressive.jpg": [jpeg({ progressive: true }), asIs],
  "grey.jpg": [jpeg({ kind: "grey" }), asIs],
  "restarts.jpg": [jpeg({ restart: 5 }), asIs],
  "one-row.jpg": [jpeg({ height: 1 }), asIs],
  "odd-sides.jpg": [jpeg({ width: 45, height: 27 }), asIs],
  "fill-bytes.jpg": [jpeg({ extra: [[0xff, 0xff, 0xff]] }), asIs],
  "profile-srgb.jpg": [jpegWith(icc(srgb)), asIs],
  "adobe-ycc.jpg": [jpegWith(adobe(1)), asIs],
  "cmyk.jpg": [jpeg({ kind: "cmyk", extra: [adobe(0)] }), normal],
  "rgb.jpg": [jpeg({ kind: "rgb", extra: [adobe(0)] }), normal],
  "rgb-by-ids.jpg": [jpeg({ kind: "rgb", ids: [82, 71, 66] }), normal],
  "profile-swapped.jpg": [jpegWith(icc(swapped)), normal],
  "stray-bytes.jpg": [jpeg({ extra: [[0x00, 0x12, 0x34]] }), normal],
  "arithmetic.jpg": [jpeg({ frame: 0xc9 }), normal],
  "twelve-bit.jpg": [jpeg({ frame: 0xc1, precision: 12 }), undecodable],
  ...orientations,
  "orientation-little-endian.jpg": [jpegWith(exif(turned(6), { little: true })), upright],
  "orientation-long.jpg": [jpegWith(exif(turned(3, LONG))), upright],
  "orientation-byte.jpg": [jpegWith(exif(turned(8, BYTE))), upright],
  "orientation-nine.jpg": [jpegWith(exif(turned(9))), upright],
  "orientation-of-two-values.jpg": [jpegWith(exif({ main: { entries: [[ORIENTATION, SHORT, 2, 0x00030003]] } })), upright],
  "orientation-twice.jpg": [jpegWith(exif({ main: { entries: [[ORIENTATION, SHORT, 1, 1], [ORIENTATION, SHORT, 1, 3]] } })), upright],
  "orientation-of-thumbnail.jpg": [jpegWith(exif({ main: { entries: [[ORIENTATION, SHORT, 1, 1]], next: "thumbnail" }, thumbnail: { entries: [[ORIENTATION, SHORT, 1, 6]] } })), upright],
  "orientation-in-exif-directory.jpg": [jpegWith(exif({ main: { entries: [[0x8769, LONG, 1, "sub"]] }, sub: { entries: [[ORIENTATION, SHORT, 1, 3]] } })), upright],
  "orientation-in-second-block.jpg": [jpegWith(exif(turned(1)), exif(turned(6))), upright],
  "orientation-in-xmp.jpg": [jpegWith(xmp('tiff:Orientation="3"/>')), upright],
  "orientation-in-xmp-element.jpg": [jpegWith(xmp("><tiff:Orientation>6</tiff:Orientation></rdf:Description>")), upright],
  "orientation-1-in-xmp.jpg": [jpegWith(xmp("><tiff:Orientation>1</tiff:Orientation></rdf:Description>")), cut],
  "exif-broken.jpg": [jpegWith(segment(0xe1, ascii("Exif\0\0"), ascii("nothing that is TIFF"))), upright],
  "exif-cut.jpg": [jpegWith(segment(0xe1, ascii("Exif\0\0"), tiff(turned(6)).subarray(0, 14))), upright],
  "exif-density.jpg": [
    jpegWith(exif({ main: { entries: [[0x11a, RATIONAL, 1, [144, 1]], [0x11b, RATIONAL, 1, [144, 1]], [0x128, SHORT, 1, 2], [0x8769, LONG, 1, "sub"]] }, sub: { entries: [[0xa002, LONG, 1, WIDTH / 2], [0xa003, LONG, 1, HEIGHT / 2]] } })),
    cut,
  ],
  "gps.jpg": [jpegWith(exif(gps)), placeless],
  "gps-turned.jpg": [jpegWith(exif({ ...gps, main: { entries: [[ORIENTATION, SHORT, 1, 6], ...gps.main.entries] } })), { changes: ["uprighted", "location_removed"] }],
  "gps-in-xmp.jpg": [jpegWith(xmp('exif:GPSLatitude="48,8.0N"/>')), placeless],
  "comment.jpg": [jpegWith(segment(0xfe, ascii("by somebody"))), cut],
  "photoshop.jpg": [jpegWith(segment(0xed, ascii("Photoshop 3.0\x008BIM"), new Array(40).fill(0))), cut],
  "jfxx.jpg": [jpegWith(segment(0xe0, ascii("JFXX\0"), [0x13, 1, 1, 9, 9, 9])), cut],
  "twelve-segments.jpg": [jpegWith(...[0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xef].map((marker) => segment(marker, new Array(300).fill(marker)))), cut],
  "long-segments.jpg": [jpegWith(...range(0, 6, 1).map((at) => segment(0xe4, new Array(60_000).fill(at)))), cut],
  "segment-between-scans.jpg": [jpeg({ progressive: true, between: [segment(0xfe, ascii("between"))] }), cut],
  "trailer.jpg": [concat(jpeg(), ascii("\0\0\0\x18ftypmp42"), new Array(3000).fill(7)), tail],
  "trailer-of-one-byte.jpg": [concat(jpeg(), [0]), tail],
  "mpo.jpg": [concat(jpegWith(segment(0xe2, ascii("MPF\0"), tiff({ main: { entries: [[0xb001, LONG, 1, 2]] } }))), jpeg({ kind: "grey" })), { changes: ["metadata_removed", "trailer_removed"] }],
  "no-end.jpg": [jpegUntil("scan"), completed],
  "no-end-progressive.jpg": [jpegUntil("scan2", { progressive: true }), completed],
  // What is missing of its last scan is nothing but "no more in this block".
  "short-last-scan.jpg": [jpegUntil("scan2", { progressive: true }, 1), completed],
  "half-an-end.jpg": [concat(jpegUntil("scan"), [0xff]), completed],
  "cut-in-scan.jpg": [jpegUntil("scan", {}, 40), undecodable],
  "cut-in-scan-with-restarts.jpg": [jpegUntil("scan", { restart: 5 }, 40), undecodable],
  "cut-before-scan.jpg": [jpegUntil("header"), undecodable],
  "cut-in-header.jpg": [jpegUntil("header", {}, 6), refused],
  "cut-in-tables.jpg": [jpegUntil("tables", {}, 20), refused],
  "cut-in-frame.jpg": [jpegUntil("frame", {}, 9), refused],
  "cut-in-quantization.jpg": [jpegUntil("quantization", {}, 30), refused],
  "cut-in-jfif.jpg": [jpegUntil("jfif", {}, 8), refused],
  "cut-after-start.jpg": [jpegUntil("start"), refused],
  "cut-after-first-scan.jpg": [jpegUntil("scan", { progressive: true }), refused],
  "cut-between-scans.jpg": [jpegUntil("scan1", { progressive: true }), refused],

  "grey-1.png": [png({ kind: GREY, depth: 1 }), asIs],
  "grey-2.png": [png({ kind: GREY, depth: 2 }), asIs],
  "grey-4.png": [png({ kind: GREY, depth: 4 }), asIs],
  "grey-8.png": [png({ kind: GREY }), asIs],
  "grey-16.png": [png({ kind: GREY, depth: 16 }), normal],
  "rgb-8.png": [png(), asIs],
  "rgb-16.png": [png({ depth: 16 }), normal],
  "palette-1.png": [png({ kind: PALETTE, depth: 1 }), asIs],
  "palette-2.png": [png({ kind: PALETTE, depth: 2 }), asIs],
  "palette-4.png": [png({ kind: PALETTE, depth: 4 }), asIs],
  "palette-8.png": [png({ kind: PALETTE }), asIs],
  "palette-trns.png": [png({ kind: PALETTE, before: [chunk("tRNS", [0, 128, 255])] }), asIs],
  "rgb-trns.png": [png({ before: [chunk("tRNS", color(0, 0).flatMap(u16))] }), asIs],
  "grey-alpha-8.png": [png({ kind: GREY_ALPHA }), asIs],
  "grey-alpha-16.png": [png({ kind: GREY_ALPHA, depth: 16 }), flattened],
  "rgba-8.png": [png({ kind: RGBA }), asIs],
  "rgba-16.png": [png({ kind: RGBA, depth: 16 }), flattened],
  "interlaced.png": [png({ interlaced: true }), asIs],
  "interlaced-palette.png": [png({ kind: PALETTE, depth: 4, interlaced: true }), asIs],
  "many-chunks.png": [
    (() => {
      const data = pixelData(color);
      return png({ data: concat(...range(0, data.length, 97).map((at) => chunk("IDAT", data.subarray(at, at + 97)))) });
    })(),
    asIs,
  ],
  "srgb-chunks.png": [png({ before: [chunk("sRGB", [0]), chunk("gAMA", u32(45455)), chunk("cHRM", [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap(u32))] }), asIs],
  "density.png": [png({ before: [chunk("pHYs", u32(11811), u32(11811), [1])] }), asIs],
  "profile-srgb.png": [png({ before: [chunk("iCCP", ascii("sRGB IEC61966-2.1\0\0"), deflated(srgb))] }), asIs],
  "profile-swapped.png": [png({ before: [chunk("iCCP", ascii("Red is green\0\0"), deflated(swapped))] }), normal],
  "gamma.png": [png({ before: [chunk("gAMA", u32(100_000)), chunk("cHRM", [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap(u32))] }), normal],
  "primaries.png": [png({ before: [chunk("gAMA", u32(45455)), chunk("cHRM", [31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000].flatMap(u32))] }), normal],
  "apng.png": [png({ before: [chunk("acTL", u32(2), u32(0)), frameControl(0)], after: [frameControl(1), chunk("fdAT", u32(2), pixelData(negative))] }), still],
  "apng-hidden.png": [png({ shown: negative, before: [chunk("acTL", u32(1), u32(0))], after: [frameControl(0), chunk("fdAT", u32(1), pixelData(color))] }), still],
  "exif-1.png": [png({ before: [chunk("eXIf", tiff(turned(1)))] }), cut],
  "exif-6.png": [png({ before: [chunk("eXIf", tiff(turned(6)))] }), upright],
  "exif-6-late.png": [png({ after: [chunk("eXIf", tiff(turned(6)))] }), upright],
  "exif-gps.png": [png({ before: [chunk("eXIf", tiff(gps))] }), placeless],
  "exif-in-text.png": [png({ before: [chunk("tEXt", ascii("Raw profile type exif\0\nexif\n0\n"))] }), upright],
  "xmp-orientation.png": [png({ before: [chunk("iTXt", ascii("XML:com.adobe.xmp\0\0\0\0\0"), ascii(xmpPacket('tiff:Orientation="6"/>')))] }), upright],
  "text.png": [png({ before: [chunk("tEXt", ascii("Author\0Somebody"))], after: [chunk("zTXt", ascii("Comment\0\0"), deflated(Buffer.from("more")))] }), cut],
  "time.png": [png({ before: [chunk("tIME", u16(2026), [1, 2, 3, 4, 5])] }), cut],
  "private-chunk.png": [png({ after: [chunk("prVt", ascii("whatever"))] }), cut],
  "trailer.png": [concat(png(), ascii("behind the end")), tail],
  "cut-in-data.png": [png().subarray(0, 2000), refused],
  "cut-before-end.png": [png().subarray(0, -12), refused],
  "cut-in-end.png": [png().subarray(0, -3), refused],
  "cut-in-header.png": [png().subarray(0, 20), refused],

  "lossy.webp": [riff(lossy), asIs],
  "lossless.webp": [riff(lossless), asIs],
  "alpha.webp": [read("lossy-alpha.webp"), asIs],
  "alpha-lossless.webp": [read("lossless-alpha.webp"), asIs],
  "extended.webp": [riff(extended(0), lossy), asIs],
  "exif-1.webp": [riff(extended(0x08), lossy, webpChunk("EXIF", tiff(turned(1)))), cut],
  "exif-6.webp": [riff(extended(0x08), lossy, webpChunk("EXIF", tiff(turned(6)))), upright],
  "exif-6-with-prefix.webp": [riff(extended(0x08), lossy, webpChunk("EXIF", ascii("Exif\0\0"), tiff(turned(6)))), upright],
  "exif-gps.webp": [riff(extended(0x08), lossless, webpChunk("EXIF", tiff(gps))), placeless],
  "xmp.webp": [riff(extended(0x04), lossy, webpChunk("XMP ", ascii(xmpPacket('exif:Model="x"/>')))), cut],
  "xmp-orientation.webp": [riff(extended(0x04), lossy, webpChunk("XMP ", ascii(xmpPacket('tiff:Orientation="8"/>')))), upright],
  "profile-srgb.webp": [riff(extended(0x20), webpChunk("ICCP", srgb), lossless), asIs],
  "profile-swapped.webp": [riff(extended(0x20), webpChunk("ICCP", swapped), lossless), normal],
  "unknown-chunk.webp": [riff(extended(0), lossy, webpChunk("ABCD", ascii("whatever"))), cut],
  "animated.webp": [riff(extended(0x02), webpChunk("ANIM", u32(0), u16(0)), animationFrame(lossy), animationFrame(lossless)), still],
  "trailer.webp": [concat(riff(lossy), ascii("behind the end")), tail],
  "cut.webp": [riff(lossy).subarray(0, -10), refused],

  "24.bmp": [bmp(), asIs],
  "8.bmp": [bmp({ depth: 8 }), asIs],
  "4.bmp": [bmp({ depth: 4 }), asIs],
  "1.bmp": [bmp({ depth: 1 }), asIs],
  "v4.bmp": [bmp({ info: 108 }), asIs],
  "v5.bmp": [bmp({ info: 124 }), asIs],
  "v4-calibrated.bmp": [bmp({ info: 108, space: 0 }), normal],
  "os2.bmp": [bmp({ info: 12 }), normal],
  "top-down.bmp": [bmp({ topDown: true }), normal],
  "16.bmp": [bmp({ depth: 16 }), normal],
  "32.bmp": [bmp({ depth: 32 }), normal],
  "32-fields.bmp": [bmp({ depth: 32, compression: 3 }), normal],
  "32-alpha.bmp": [bmp({ info: 124, depth: 32, compression: 3, alphaMask: 0xff000000 }), flattened],
  "rle8.bmp": [bmp({ depth: 8, compression: 1 }), normal],
  "trailer.bmp": [bmp({ trailer: ascii("behind the end") }), tail],
  "cut.bmp": [bmp().subarray(0, 1000), refused],

  "photo.avif": [read("../odd-images/reported/photo.avif"), converted()],
  "one-frame.gif": [gif(gifFrame()), converted()],
  "animated.gif": [gif([0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, 0, 0, 0], gifFrame(), gifFrame(true)), converted("first_frame")],
  "gif-by-another.jpg": [gif(gifFrame()), converted()],
  "favicon.ico": [read("favicon.ico"), converted()],
  "jpeg-by-another.png": [jpeg(), asIs],
  "png-by-another.webp": [png(), asIs],
  "phone.heic": [read("phone.heic"), refused],
  "stub.heic": [concat(u32(24), ascii("ftypheic"), u32(0), ascii("mif1heic")), refused],
  "heic-by-another.jpg": [read("phone.heic"), refused],
  "scan.tiff": [read("scan.tiff"), refused],
  "drawing.svg": [read("drawing.svg"), refused],
  "page.pdf": [read("page.pdf"), refused],
  "layers.psd": [read("layers.psd"), refused],
  "text.jpg": [read("text.jpg"), refused],
  "empty.jpg": [Buffer.alloc(0), refused],
  "zeros.png": [Buffer.alloc(500), refused],
};

/** Every image: `{ name, bytes, changes }`, or `refused` in place of `changes`. */
export const odd = Object.entries(images).map(([name, [bytes, fate]]) => ({ name, bytes, ...fate }));

if (process.argv[1] === import.meta.filename) {
  const folder = join(here, "files");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { name, bytes } of odd) writeFileSync(join(folder, name), bytes);
  const table = odd.map(({ bytes: _, ...row }) => `  ${JSON.stringify(row)}`);
  writeFileSync(join(here, "table.json"), `[\n${table.join(",\n")}\n]\n`);
}
