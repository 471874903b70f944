// Where the module is in Cloudflare's workers, which compile no bytes: their bundler compiles it.
import module from "./wan_edit_bg.wasm";
import { loadFrom } from "./load.js";

loadFrom(() => module);
