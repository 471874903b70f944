import { fromModule } from "./error.js";
import { guarded } from "./run.js";
import { keep, stateOf } from "./state.js";

/** What the module says came back, with images that fetch their own bytes by `bytes(url, signal)`. */
export function outcome({ images, parts, endedEarly, ...rest }, bytes) {
  const results = images.map((image, index) => new ResultImage(image, index, sizeOf(rest.usage.size), bytes));
  return {
    images: results,
    parts: parts.map((part) => (part.type === "image" ? { type: "image", image: results[part.index] } : part)),
    texts: parts.filter(({ type }) => type === "text").map(({ text }) => text),
    ...rest,
    endedEarly: endedEarly && fromModule(endedEarly),
  };
}

/** `1488*704`, the service's count of pixels. */
function sizeOf(words) {
  const [width, height] = words?.split("*").map(Number) ?? [];
  return width > 0 && height > 0 ? { width, height } : null;
}

class ResultImage {
  constructor({ url, expiresAt, actualPrompt }, index, size, bytes) {
    this.index = index;
    this.url = url;
    this.expiresAt = expiresAt === null ? null : new Date(expiresAt * 1000);
    this.actualPrompt = actualPrompt;
    this.size = size;
    keep(this, bytes);
  }

  blob({ signal } = {}) {
    const bytes = stateOf(this);
    return guarded(() => bytes(this.url, signal), signal);
  }
}
