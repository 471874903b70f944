// Splits a wasm module in two: the first, and a second that is loaded when something in it is called for. Both share one
// memory, one table and the stack. In the first, a short function stands in for each of the second's that it calls or has
// in its table: it has the second loaded, then calls what that put into the table.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The module that the second takes from the first. */
export const FIRST = "first";
/** What the stand-ins call: a function of JavaScript's, which loads the second where it is not there. */
export const LOAD = "load";

/**
 * The two modules, with the names of their functions. `isLater` tells by its name whether a function may wait; what only
 * such functions need waits with them. `importFrom` is the module of the wasm's own imports.
 */
export async function split(wasm, isLater, importFrom, tools) {
  const binaryen = await loadBinaryen(tools);
  const read = () => {
    const module = binaryen.readBinary(wasm);
    return Object.assign(module, { inside: inventory(binaryen, module) });
  };
  const [first, second] = [read(), read()];
  const { functions, table, elements } = first.inside;
  const later = functions.filter(({ name, module }) => !module && isLater(name));

  // The first.
  const { value: offset } = binaryen.getExpressionInfo(elements.offset);
  const slots = new Map(elements.data.map((name, index) => [name, offset + index]));
  let size = table.initial;
  first.addFunctionImport(LOAD, importFrom, LOAD, binaryen.none, binaryen.none);
  for (const { name, params, results } of later) {
    if (!slots.has(name)) slots.set(name, size++);
    const operands = binaryen.expandType(params).map((type, index) => first.local.get(index, type));
    const call = first.call_indirect(table.name, first.i32.const(slots.get(name)), operands, params, results);
    first.removeFunction(name);
    first.addFunction(name, params, results, [], first.block(null, [first.call(LOAD, [], binaryen.none), call], results));
  }
  first.runPasses(["remove-unused-module-elements"]);
  const left = new Set(inventory(binaryen, first).functions.map(({ name }) => name));
  const isLaterName = new Set(later.map(({ name }) => name));

  // The second.
  const { inside } = second;
  for (const { name } of inside.exports) second.removeExport(name);
  second.removeElementSegment(inside.elements.name);
  const entries = later.map(({ name }) => name).filter((name) => left.has(name));
  for (const run of consecutive(entries.map((name) => ({ name, slot: slots.get(name) })))) {
    second.addActiveElementSegment(table.name, `from ${run[0].slot}`, run.map(({ name }) => name), second.i32.const(run[0].slot));
  }
  for (const { name, module, params, results } of inside.functions) {
    if (module || !left.has(name) || isLaterName.has(name)) continue;
    second.removeFunction(name);
    second.addFunctionImport(name, FIRST, shared(name), params, results);
  }
  resize(second, table.name, size);
  for (const { name } of inside.tables) second.addTableImport(name, FIRST, shared(name));
  for (const { name, type, mutable, init } of inside.globals) {
    if (!mutable) continue;
    second.removeGlobal(name);
    second.addGlobalImport(name, FIRST, shared(name), type, mutable);
  }
  const memory = second.getMemoryInfo();
  second.setMemory(memory.initial, memory.max ?? -1, null, [], false, false, "0");
  second.addMemoryImport("0", FIRST, "memory");
  second.runPasses(["remove-unused-module-elements"]);

  // What the second takes, the first gives.
  const give = { function: "addFunctionExport", table: "addTableExport", global: "addGlobalExport" };
  for (const { module, kind, name } of WebAssembly.Module.imports(new WebAssembly.Module(second.emitBinary()))) {
    if (module === FIRST && kind !== "memory") first[give[kind]](name.slice(shared("").length), name);
  }
  resize(first, table.name, size);
  return { first: Buffer.from(first.emitBinary()), second: Buffer.from(second.emitBinary()) };
}

/** The library that parts and instruments wasm, from the folder of tools. */
export async function loadBinaryen(tools) {
  return (await import(pathToFileURL(createRequire(join(tools, "package.json")).resolve("binaryen")))).default;
}

/** What is in a module, as far as it matters here. */
function inventory(binaryen, module) {
  const all = (count, at, info) => Array.from({ length: module[count]() }, (_, index) => binaryen[info](module[at](index)));
  const [elements, ...more] = all("getNumElementSegments", "getElementSegmentByIndex", "getElementSegmentInfo");
  if (!elements || more.length > 0) throw new Error("not one list of functions in the wasm's table");
  const tables = all("getNumTables", "getTableByIndex", "getTableInfo");
  return {
    elements,
    tables,
    table: tables.find(({ name }) => name === elements.table),
    functions: all("getNumFunctions", "getFunctionByIndex", "getFunctionInfo"),
    globals: all("getNumGlobals", "getGlobalByIndex", "getGlobalInfo"),
    exports: all("getNumExports", "getExportByIndex", "getExportInfo"),
  };
}

function resize(module, table, size) {
  module.removeTable(table);
  module.addTable(table, size, size);
}

/** The name under which the first gives the second what it calls `name`. No export of wasm-bindgen's begins so. */
function shared(name) {
  return `+${name}`;
}

/** Runs of entries whose slots follow each other. */
function consecutive(entries) {
  const runs = [];
  for (const entry of entries.sort((a, b) => a.slot - b.slot)) {
    const run = runs.at(-1);
    if (run?.at(-1).slot === entry.slot - 1) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}
