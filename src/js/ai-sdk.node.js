import "./wasm.node.js";

export { createWan } from "./wan-model.js";
