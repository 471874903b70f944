// What npm sees. Importing it does nothing: the module is fetched when it is first needed, or by `init`.
import "./wasm.js";

export * from "./exports.js";
export { default } from "./exports.js";
