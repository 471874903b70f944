// Registers <wan-edit> and <wan-boxes> where there is a browser. Nothing is fetched before one of them stands in a page.
import { WanBoxes } from "./wan-boxes.js";
import { WanEdit } from "./wan-edit.js";

export { WanBoxes, WanEdit };

if (typeof customElements !== "undefined") {
  if (!customElements.get("wan-edit")) customElements.define("wan-edit", WanEdit);
  if (!customElements.get("wan-boxes")) customElements.define("wan-boxes", WanBoxes);
}
