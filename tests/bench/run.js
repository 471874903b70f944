// `make bench`, or `node tests/bench/run.js loading dragging bodies` for some of it. Ratios within one run say more than
// times do; it fails where a target is missed, which on a busy machine may be the machine.
import { benchBodies } from "./bodies.js";
import { benchDragging } from "./dragging.js";
import { benchLoading } from "./loading.js";

const benches = {
  loading: ["When the page is there", benchLoading],
  dragging: ["A box dragged on a large image", benchDragging],
  bodies: ["Nine pictures become a request", benchBodies],
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches);
for (const name of wanted) {
  const [title, bench] = benches[name];
  console.log(`\n== ${title}`);
  if (!(await bench())) process.exitCode = 1;
}
