// What the types and the module must agree on: each request here is compiled, and then checked by the module.
import type { BoundingBox, EditRequest } from "wan-edit";

const url = "https://example.com/a.jpg";
const box: BoundingBox = [10, 20, 30, 40];
const palette = [
  { hex: "#C2D1E6", ratio: "23.51%" },
  { hex: "#CDD8E9", ratio: "20.10%" },
  { hex: "#0A0A0A", ratio: 56.39 },
] as const;

/** Both take these. */
export const allowed: Record<string, EditRequest> = {
  "a new image": { model: "wan2.7-image-pro", prompt: "a cat" },
  "a new image, all parameters": {
    model: "wan2.7-image-pro", prompt: "a cat", images: [], n: 4, size: "4K", thinkingMode: true, colorPalette: palette, watermark: true, seed: 0,
  },
  "a new image of wan2.7-image": { model: "wan2.7-image", prompt: "a cat", size: "1280*720", thinkingMode: false },
  "an edit": { model: "wan2.7-image", prompt: "a cat", images: [url] },
  "an edit, all parameters": {
    model: "wan2.7-image-pro", prompt: "a cat", images: [url, { source: url, bboxes: [box, [1, 2, 3, 4]], size: { width: 100, height: 100 } }],
    n: 4, size: "1024*1024", colorPalette: palette, watermark: false, seed: 2147483647, extra: { style: { weights: [0.5, null, "x"] } },
  },
  "what is off anyway": { model: "wan2.7-image", prompt: "a cat", images: [url], thinkingMode: false, enableSequential: false, enableInterleave: false, promptExtend: false },
  "an image set": { model: "wan2.7-image", prompt: "a cat", enableSequential: true, n: 12, size: "2K", seed: 1 },
  "an image set from images": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, images: [url, { source: url, bboxes: [] }] },
  "an edit of wan2.6": {
    model: "wan2.6-image", prompt: "a cat", images: [url, url, url, url], n: 4, size: "1K", negativePrompt: "a dog", promptExtend: false, watermark: true, seed: 5,
  },
  "text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true },
  "text and images, all parameters": {
    model: "wan2.6-image", prompt: "a cat", enableInterleave: true, images: [url], n: 1, maxImages: 5, size: "1280*720", negativePrompt: "a dog", watermark: true, seed: 5,
  },
  "an edit of wan2.5": {
    model: "wan2.5-i2i-preview", prompt: "a cat", images: [url, url, url], n: 4, size: "1280*1280", negativePrompt: "a dog", promptExtend: true, watermark: true, seed: 5,
  },
};

/** Both refuse these. */
export const refused: Record<string, EditRequest> = {
  // @ts-expect-error
  "no prompt": { model: "wan2.7-image" },
  // @ts-expect-error
  "another parameter": { model: "wan2.7-image", prompt: "a cat", quality: "high" },
  // @ts-expect-error
  "the service's own spelling": { model: "wan2.6-image", prompt: "a cat", images: [url], negative_prompt: "a dog" },
  // @ts-expect-error
  "another size": { model: "wan2.7-image", prompt: "a cat", size: "huge" },
  // @ts-expect-error
  "a size with a colon": { model: "wan2.7-image", prompt: "a cat", size: "1280:1280" },
  // @ts-expect-error
  "4K of wan2.7-image": { model: "wan2.7-image", prompt: "a cat", size: "4K" },
  // @ts-expect-error
  "2K of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, size: "2K" },
  // @ts-expect-error
  "five images": { model: "wan2.7-image", prompt: "a cat", n: 5 },
  // @ts-expect-error
  "two of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, n: 2 },
  // @ts-expect-error
  "a number as text": { model: "wan2.7-image", prompt: "a cat", n: "2" },
  // @ts-expect-error
  "a flag as text": { model: "wan2.7-image", prompt: "a cat", watermark: "yes" },
  // @ts-expect-error
  "a seed as text": { model: "wan2.7-image", prompt: "a cat", seed: "7" },
  // @ts-expect-error
  "a box of three numbers": { model: "wan2.7-image", prompt: "a cat", images: [{ source: url, bboxes: [[1, 2, 3]] }] },
  // @ts-expect-error
  "a colour by its name": { model: "wan2.7-image", prompt: "a cat", colorPalette: [{ hex: "red", ratio: "100.00%" }] },
  // @ts-expect-error
  "wan2.6 without an image": { model: "wan2.6-image", prompt: "a cat" },
  // @ts-expect-error
  "wan2.5 without an image": { model: "wan2.5-i2i-preview", prompt: "a cat" },
  // @ts-expect-error
  "two images for text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, images: [url, url] },
  // @ts-expect-error
  "images that are none": { model: "wan2.7-image", prompt: "a cat", images: [7] },
  // @ts-expect-error
  "extra parameters that are a list": { model: "wan2.7-image", prompt: "a cat", extra: [1] },
  // @ts-expect-error
  "an image alone": { model: "wan2.7-image", prompt: "a cat", images: url },
};

/** What each mode excludes; both refuse these, too. */
export const excluded: Record<string, EditRequest> = {
  // @ts-expect-error
  "negativePrompt: a dog of a new image": { model: "wan2.7-image-pro", prompt: "a cat", negativePrompt: "a dog" },
  // @ts-expect-error
  "promptExtend of a new image": { model: "wan2.7-image-pro", prompt: "a cat", promptExtend: true },
  // @ts-expect-error
  "enableInterleave of a new image": { model: "wan2.7-image-pro", prompt: "a cat", enableInterleave: true },
  // @ts-expect-error
  "maxImages: 2 of a new image": { model: "wan2.7-image-pro", prompt: "a cat", maxImages: 2 },
  // @ts-expect-error
  "n: 5 of a new image": { model: "wan2.7-image-pro", prompt: "a cat", n: 5 },
  // @ts-expect-error
  "n: 0 of a new image": { model: "wan2.7-image-pro", prompt: "a cat", n: 0 },
  // @ts-expect-error
  "negativePrompt: a dog of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], negativePrompt: "a dog" },
  // @ts-expect-error
  "promptExtend of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], promptExtend: true },
  // @ts-expect-error
  "enableInterleave of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], enableInterleave: true },
  // @ts-expect-error
  "maxImages: 2 of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], maxImages: 2 },
  // @ts-expect-error
  "thinkingMode of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], thinkingMode: true },
  // @ts-expect-error
  "size: 4K of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], size: "4K" },
  // @ts-expect-error
  "n: 5 of an edit": { model: "wan2.7-image-pro", prompt: "a cat", images: [url], n: 5 },
  // @ts-expect-error
  "negativePrompt: a dog of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, negativePrompt: "a dog" },
  // @ts-expect-error
  "promptExtend of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, promptExtend: true },
  // @ts-expect-error
  "enableInterleave of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, enableInterleave: true },
  // @ts-expect-error
  "maxImages: 2 of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, maxImages: 2 },
  // @ts-expect-error
  "thinkingMode of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, thinkingMode: true },
  // @ts-expect-error
  "colorPalette of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, colorPalette: palette },
  // @ts-expect-error
  "boxes of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, images: [{ source: url, bboxes: [box] }] },
  // @ts-expect-error
  "size: 4K of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, size: "4K" },
  // @ts-expect-error
  "n: 13 of an image set": { model: "wan2.7-image-pro", prompt: "a cat", enableSequential: true, n: 13 },
  // @ts-expect-error
  "thinkingMode of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [url], thinkingMode: true },
  // @ts-expect-error
  "colorPalette of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [url], colorPalette: palette },
  // @ts-expect-error
  "enableSequential of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [url], enableSequential: true },
  // @ts-expect-error
  "maxImages: 2 of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [url], maxImages: 2 },
  // @ts-expect-error
  "boxes of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [{ source: url, bboxes: [box] }] },
  // @ts-expect-error
  "size: 4K of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [url], size: "4K" },
  // @ts-expect-error
  "n: 5 of an edit of wan2.6": { model: "wan2.6-image", prompt: "a cat", images: [url], n: 5 },
  // @ts-expect-error
  "thinkingMode of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, thinkingMode: true },
  // @ts-expect-error
  "colorPalette of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, colorPalette: palette },
  // @ts-expect-error
  "enableSequential of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, enableSequential: true },
  // @ts-expect-error
  "promptExtend of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, promptExtend: true },
  // @ts-expect-error
  "boxes of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, images: [{ source: url, bboxes: [box] }] },
  // @ts-expect-error
  "size: 1K of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, size: "1K" },
  // @ts-expect-error
  "size: 4K of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, size: "4K" },
  // @ts-expect-error
  "n: 5 of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, n: 5 },
  // @ts-expect-error
  "maxImages: 6 of text and images": { model: "wan2.6-image", prompt: "a cat", enableInterleave: true, maxImages: 6 },
  // @ts-expect-error
  "thinkingMode of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], thinkingMode: true },
  // @ts-expect-error
  "colorPalette of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], colorPalette: palette },
  // @ts-expect-error
  "enableSequential of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], enableSequential: true },
  // @ts-expect-error
  "enableInterleave of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], enableInterleave: true },
  // @ts-expect-error
  "maxImages: 2 of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], maxImages: 2 },
  // @ts-expect-error
  "boxes of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [{ source: url, bboxes: [box] }] },
  // @ts-expect-error
  "size: 1K of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], size: "1K" },
  // @ts-expect-error
  "size: 2K of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], size: "2K" },
  // @ts-expect-error
  "size: 4K of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], size: "4K" },
  // @ts-expect-error
  "n: 5 of an edit of wan2.5": { model: "wan2.5-i2i-preview", prompt: "a cat", images: [url], n: 5 },
};

/** What only the values show: the types let these through, and the module tells the path. */
export const told: [path: string, EditRequest][] = [
  ["prompt", { model: "wan2.7-image", prompt: " " }],
  ["prompt", { model: "wan2.6-image", prompt: "x".repeat(2001), images: [url] }],
  ["seed", { model: "wan2.7-image", prompt: "a cat", seed: 2147483648 }],
  ["seed", { model: "wan2.7-image", prompt: "a cat", seed: -1 }],
  ["size", { model: "wan2.7-image", prompt: "a cat", size: "100*100" }],
  ["size", { model: "wan2.6-image", prompt: "a cat", images: [url], size: "400*2000" }],
  ["images", { model: "wan2.7-image", prompt: "a cat", images: Array(10).fill(url) }],
  ["images", { model: "wan2.6-image", prompt: "a cat", images: [] }],
  ["images[1]", { model: "wan2.7-image", prompt: "a cat", images: [url, "cat.jpg"] }],
  ["images[0].bboxes", { model: "wan2.7-image", prompt: "a cat", images: [{ source: url, bboxes: [box, box, box] }] }],
  ["images[0].bboxes[1]", { model: "wan2.7-image", prompt: "a cat", images: [{ source: url, bboxes: [box, [5, 5, 5, 9]] }] }],
  ["images[0].bboxes[0]", { model: "wan2.7-image", prompt: "a cat", images: [{ source: url, bboxes: [box], size: { width: 20, height: 20 } }] }],
  ["images[0].bboxes", { model: "wan2.7-image", prompt: "a cat", images: [{ source: url, bboxes: [[0.5, 1, 2, 3]] }] }],
  ["colorPalette", { model: "wan2.7-image", prompt: "a cat", colorPalette: palette.slice(1) }],
  ["colorPalette", { model: "wan2.7-image", prompt: "a cat", colorPalette: [palette[0], palette[1], palette[1]] }],
  ["colorPalette[0].hex", { model: "wan2.7-image", prompt: "a cat", colorPalette: [{ hex: "#xyz", ratio: 100 }] }],
  ["negativePrompt", { model: "wan2.6-image", prompt: "a cat", images: [url], negativePrompt: "x".repeat(501) }],
];
