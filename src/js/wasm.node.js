// Where the module is on servers: in a script, which needs no leave to read files and which every bundler takes along.
import { inlined } from "./inlined.js";
import { loadFrom } from "./load.js";

loadFrom(inlined);
