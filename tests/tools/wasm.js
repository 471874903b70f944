// The binary format of WebAssembly, as far as it is read and written here.

export const SECTION = { import: 2, function: 3, global: 6, export: 7, start: 8, elements: 9, code: 10 };

export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned number; a signed one is passed over in the same way. */
  number() {
    for (let value = 0, shift = 0; ; shift += 7) {
      const next = this.byte();
      if (shift < 35) value += (next & 127) * 2 ** shift;
      if (next < 128) return value;
    }
  }

  skip(length) {
    this.at += length;
  }

  text() {
    const length = this.number();
    this.skip(length);
    return this.bytes.toString("utf8", this.at - length, this.at);
  }
}

/** The parts of a module, in their order. */
export function sectionsOf(wasm) {
  const reader = new Reader(wasm, 8);
  const sections = [];
  while (reader.at < wasm.length) {
    const id = reader.byte();
    const length = reader.number();
    sections.push({ id, body: wasm.subarray(reader.at, reader.at + length) });
    reader.skip(length);
  }
  return sections;
}

/** A module of these parts. */
export function moduleOf(sections) {
  const header = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  return Buffer.concat([header, ...sections.flatMap(({ id, body }) => [Buffer.from([id]), sized(body)])]);
}

/** The entries of an import section; `what` is all that follows the names. */
export function importsOf(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => {
    const [module, name] = [reader.text(), reader.text()];
    const from = reader.at;
    const kind = reader.byte();
    const limits = () => (reader.byte() & 1 ? 2 : 1);
    if (kind === 0) reader.number();
    else if (kind === 3) reader.skip(2);
    else if (kind === 1 || kind === 2) {
      if (kind === 1) reader.byte();
      for (let left = limits(); left > 0; left--) reader.number();
    } else throw new Error(`an import of kind ${kind}`);
    return { module, name, isFunction: kind === 0, what: body.subarray(from, reader.at) };
  });
}

/** An import section. */
export function writeImports(entries) {
  return list(entries.map(({ module, name, what }) => Buffer.concat([text(module), text(name), what])));
}

/** The entries of an export section; `what` is all that follows the name. */
export function exportsOf(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => {
    const name = reader.text();
    const from = reader.at;
    reader.skip(1);
    reader.number();
    return { name, what: body.subarray(from, reader.at) };
  });
}

/** An export section. */
export function writeExports(entries) {
  return list(entries.map(({ name, what }) => Buffer.concat([text(name), what])));
}

export function times(count, make) {
  return Array.from({ length: count }, make);
}

export function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
}

export function sized(bytes) {
  return Buffer.concat([number(bytes.length), bytes]);
}

export function list(entries) {
  return Buffer.concat([number(entries.length), ...entries]);
}

function text(text) {
  return sized(Buffer.from(text));
}
