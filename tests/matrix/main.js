// A program for Node, Deno and Bun: prints what came of the edits, as JSON.
import process from "node:process";
import { edits } from "./edits.js";

const [service, picture] = process.argv.slice(2);
console.log(JSON.stringify(await edits(service, picture)));
