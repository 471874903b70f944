/** Masks are looked at in pixels of at most this many on the longer side. */
const LOOK_PX = 256;

/**
 * The bounding boxes of what `mask` marks, at most `most`, in pixels of `image`: of a mask with transparency its transparent
 * parts, of any other its light ones. `undefined` where there is no canvas to look at it with.
 */
export async function boxesOf(mask, image, most) {
  if (typeof OffscreenCanvas === "undefined" || typeof createImageBitmap === "undefined") return undefined;
  const { width, height } = await sizeOf(image);
  const [marks, across, down] = await marksOf(mask);
  const boxes = merged(regions(marks, across, down), most);
  const scaled = (edge, to, from, round) => Math.min(to, Math.max(0, round((edge * to) / from)));
  return boxes.map(([x1, y1, x2, y2]) => [
    scaled(x1, width, across, Math.floor),
    scaled(y1, height, down, Math.floor),
    scaled(x2, width, across, Math.ceil),
    scaled(y2, height, down, Math.ceil),
  ]);
}

async function sizeOf(image) {
  const bitmap = await createImageBitmap(image);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

/** Whether each pixel is marked, and how many there are across and down. */
async function marksOf(mask) {
  const bitmap = await createImageBitmap(mask);
  const scale = Math.min(1, LOOK_PX / Math.max(bitmap.width, bitmap.height));
  const [across, down] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(across, down).getContext("2d");
  context.drawImage(bitmap, 0, 0, across, down);
  bitmap.close();
  const { data } = context.getImageData(0, 0, across, down);
  const pixels = Array.from({ length: across * down }, (_, at) => data.subarray(4 * at, 4 * at + 4));
  const hasHoles = pixels.some(([, , , alpha]) => alpha < 128);
  return [pixels.map(([red, green, blue, alpha]) => (hasHoles ? alpha < 128 : red + green + blue > 382)), across, down];
}

/** The boxes of what hangs together. */
function regions(marks, across, down) {
  const left = marks.slice();
  const boxes = [];
  for (let start = left.indexOf(true); start >= 0; start = left.indexOf(true, start)) {
    const box = [across, down, 0, 0];
    const edge = [start];
    left[start] = false;
    while (edge.length > 0) {
      const at = edge.pop();
      const [x, y] = [at % across, Math.floor(at / across)];
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x + 1);
      box[3] = Math.max(box[3], y + 1);
      const neighbours = [x > 0 && at - 1, x < across - 1 && at + 1, y > 0 && at - across, y < down - 1 && at + across];
      for (const next of neighbours) {
        if (next === false || !left[next]) continue;
        left[next] = false;
        edge.push(next);
      }
    }
    boxes.push(box);
  }
  // Specks are of the encoder.
  return boxes.filter(([x1, y1, x2, y2]) => x2 - x1 > 1 || y2 - y1 > 1);
}

/** At most so many boxes: those become one that take least room together. */
function merged(boxes, most) {
  const all = [...boxes];
  while (all.length > most) {
    const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => ({ one, other, growth: area(around(one, other)) - area(one) - area(other) })));
    const { one, other } = pairs.reduce((best, pair) => (pair.growth < best.growth ? pair : best));
    all.splice(all.indexOf(one), 1, around(one, other));
    all.splice(all.indexOf(other), 1);
  }
  return all;
}

const around = (one, other) => one.map((edge, at) => (at < 2 ? Math.min(edge, other[at]) : Math.max(edge, other[at])));
const area = ([x1, y1, x2, y2]) => (x2 - x1) * (y2 - y1);
