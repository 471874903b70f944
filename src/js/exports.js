export { Client } from "./client.js";
export { WanEditError } from "./error.js";
export { init, init as default } from "./load.js";
