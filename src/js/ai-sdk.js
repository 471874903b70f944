import "./wasm.js";

export { createWan } from "./wan-model.js";
