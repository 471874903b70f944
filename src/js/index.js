// What npm sees. Importing it does nothing: the module is fetched when it is first needed, or by `init`.
export { Client } from "./client.js";
export { WanEditError } from "./error.js";
export { init, init as default } from "./load.js";
