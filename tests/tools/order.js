// Puts the functions of a wasm module in the order in which they compress best, without changing what they do: gzip
// sees 32 kB at a time, so what is alike belongs close together. What is imported stands in the order of its use, as
// the first 128 numbers take one byte, the others two.
import { Reader, SECTION, importsOf, list, moduleOf, number, sectionsOf, sized, times, writeImports } from "./wasm.js";

const OP = { end: 0x0b, brTable: 0x0e, call: 0x10, callIndirect: 0x11, tailCall: 0x12, tailCallIndirect: 0x13, refFunc: 0xd2 };

/** What is looked at together, a little less than what gzip sees. */
const WINDOW = 31_000;
/** Byte strings of this length are compared. */
const GRAM = 6;
/** What stands in more functions than this is near everywhere. */
const COMMON = 300;
/** Long functions wait less than their length says: of what they need, much is their own. */
const LENGTH_POWER = 0.8;

/** The module with its functions in another order. Throws where it holds an instruction not known here. */
export function orderFunctions(wasm) {
  const sections = sectionsOf(wasm);
  const find = (id) => sections.find((section) => section.id === id);
  const imports = importsOf(find(SECTION.import).body);
  const functions = imports.filter((entry) => entry.isFunction);
  const types = numbersOf(find(SECTION.function).body);
  const bodies = bodiesOf(find(SECTION.code).body);

  const uses = new Uint32Array(functions.length + bodies.length);
  for (const { calls } of bodies) for (const { callee } of calls) uses[callee]++;
  const byUse = functions.map((_, index) => index).sort((a, b) => uses[b] - uses[a] || a - b);
  const byLikeness = arrange(bodies.map(({ bytes }) => bytes));

  const renumbered = new Uint32Array(uses.length);
  byUse.forEach((old, now) => (renumbered[old] = now));
  byLikeness.forEach((old, now) => (renumbered[functions.length + old] = functions.length + now));

  const inOrder = byUse.map((index) => functions[index]);
  const written = {
    [SECTION.import]: () => writeImports(imports.map((entry) => (entry.isFunction ? inOrder.shift() : entry))),
    [SECTION.function]: () => list(byLikeness.map((index) => number(types[index]))),
    [SECTION.global]: (body) => rewriteNumbers(body, globalFunctions(body), renumbered),
    [SECTION.export]: (body) => rewriteNumbers(body, exportedFunctions(body), renumbered),
    [SECTION.start]: (body) => rewriteNumbers(body, [take(new Reader(body))], renumbered),
    [SECTION.elements]: (body) => rewriteNumbers(body, elementFunctions(body), renumbered),
    [SECTION.code]: () => list(byLikeness.map((index) => sized(rewriteNumbers(bodies[index].bytes, bodies[index].calls, renumbered)))),
  };
  return moduleOf(sections.map(({ id, body }) => ({ id, body: written[id]?.(body) ?? body })));
}

/**
 * The order in which each body follows those that it shares most byte strings with. Greedy; shared strings count less
 * the more bodies have them.
 */
function arrange(bodies) {
  const grams = bodies.map(gramsOf);
  const holders = new Map();
  grams.forEach((list, index) => list.forEach((gram) => holders.get(gram)?.push(index) ?? holders.set(gram, [index])));

  const likeness = new Float64Array(bodies.length);
  const inWindow = new Map();
  const count = (index, step) => {
    for (const gram of grams[index]) {
      const before = inWindow.get(gram) ?? 0;
      inWindow.set(gram, before + step);
      const have = holders.get(gram);
      if (before + Math.min(step, 0) !== 0 || have.length < 2 || have.length > COMMON) continue;
      for (const other of have) likeness[other] += step / Math.log2(1 + have.length);
    }
  };

  const order = [];
  const rest = new Set(bodies.keys());
  let [first, bytes] = [0, 0];
  const longest = (best, index) => (bodies[index].length > bodies[best].length ? index : best);
  for (let next = [...rest].reduce(longest, 0); rest.size > 0; ) {
    rest.delete(next);
    order.push(next);
    count(next, 1);
    bytes += bodies[next].length;
    for (; bytes > WINDOW && first < order.length - 1; first++) {
      bytes -= bodies[order[first]].length;
      count(order[first], -1);
    }
    let best = -Infinity;
    for (const index of rest) {
      const score = likeness[index] / bodies[index].length ** LENGTH_POWER;
      if (score > best) [best, next] = [score, index];
    }
  }
  return order;
}

function gramsOf(bytes) {
  const grams = new Set();
  for (let at = 0; at + GRAM <= bytes.length; at++) grams.add(bytes.readUIntLE(at, GRAM));
  return [...grams];
}

function numbersOf(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => reader.number());
}

function bodiesOf(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => {
    const length = reader.number();
    const bytes = body.subarray(reader.at, reader.at + length);
    reader.skip(length);
    const inside = new Reader(bytes);
    times(inside.number(), () => (inside.number(), inside.byte()));
    return { bytes, calls: functionsNamed(inside, bytes.length) };
  });
}

function globalFunctions(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => (reader.skip(2), functionsNamed(reader))).flat();
}

function exportedFunctions(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => {
    reader.skip(reader.number());
    return reader.byte() === 0 ? [take(reader)] : (reader.number(), []);
  }).flat();
}

function elementFunctions(body) {
  const reader = new Reader(body);
  return times(reader.number(), () => {
    const flags = reader.number();
    if (flags > 3) throw new Error(`elements of kind ${flags}`);
    if (flags === 2) reader.number();
    const named = flags === 0 || flags === 2 ? functionsNamed(reader) : [];
    if (flags > 0) reader.byte();
    return [...named, ...times(reader.number(), () => take(reader))];
  }).flat();
}

/** The functions named in the instructions up to `end`, or up to the end of the expression that begins here. */
function functionsNamed(reader, end) {
  const named = [];
  while (end === undefined || reader.at < end) {
    const op = reader.byte();
    if (op === OP.end && end === undefined) break;
    if (op === OP.call || op === OP.tailCall || op === OP.refFunc) named.push(take(reader));
    else skipOperands(reader, op);
  }
  return named;
}

function skipOperands(reader, op) {
  const numbers = (count) => times(count, () => reader.number());
  if (op === 0x00 || op === 0x01 || op === 0x05 || op === OP.end || op === 0x0f || op === 0x1a || op === 0x1b) return;
  if ((op >= 0x45 && op <= 0xc4) || op === 0xd1) return;
  if ([0x02, 0x03, 0x04, 0x0c, 0x0d].includes(op)) numbers(1);
  else if (op === OP.brTable) numbers(reader.number() + 1);
  else if (op === OP.callIndirect || op === OP.tailCallIndirect) numbers(2);
  else if (op === 0x1c) numbers(reader.number());
  else if (op >= 0x20 && op <= 0x26) numbers(1);
  else if (op >= 0x28 && op <= 0x3e) numbers(2);
  else if (op >= 0x3f && op <= 0x42) numbers(1);
  else if (op === 0x43) reader.skip(4);
  else if (op === 0x44) reader.skip(8);
  else if (op === 0xd0) numbers(1);
  else if (op === 0xfc) {
    const operands = { 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1 };
    const more = reader.number();
    if (more > 17) throw new Error(`an instruction 0xfc ${more}`);
    numbers(operands[more] ?? 0);
  } else throw new Error(`an instruction 0x${op.toString(16)}`);
}

/** Where a function is named, and which. */
function take(reader) {
  const from = reader.at;
  return { callee: reader.number(), from, to: reader.at };
}

function rewriteNumbers(bytes, named, renumbered) {
  const parts = [];
  let at = 0;
  for (const { callee, from, to } of named) {
    parts.push(bytes.subarray(at, from), number(renumbered[callee]));
    at = to;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}
