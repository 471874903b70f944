import "./wasm.node.js";

export * from "./exports.js";
export { default } from "./exports.js";
