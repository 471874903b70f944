import "./wasm.workerd.js";

export * from "./exports.js";
export { default } from "./exports.js";
