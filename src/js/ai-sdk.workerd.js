import "./wasm.workerd.js";

export { createWan } from "./wan-model.js";
