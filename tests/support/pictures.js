// Makes pictures byte by byte, for tests and the bench: the browser encodes, the rest is put in here.
import { randomBytes } from "node:crypto";
import { PNG } from "pngjs";

/** A picture with something to see: a sky, a hill, a sun at the upper left, and its size written on it. */
export async function drawPicture(page, width, height, type = "image/jpeg", quality = 0.9) {
  const base64 = await page.evaluate(
    async ({ width, height, type, quality }) => {
      const canvas = new OffscreenCanvas(width, height);
      const draw = canvas.getContext("2d");
      const sky = draw.createLinearGradient(0, 0, 0, height);
      sky.addColorStop(0, "#7db4e8");
      sky.addColorStop(1, "#fbe9c8");
      draw.fillStyle = sky;
      draw.fillRect(0, 0, width, height);
      draw.fillStyle = "#ffcf4a";
      draw.beginPath();
      draw.arc(width * 0.2, height * 0.25, Math.min(width, height) * 0.12, 0, 7);
      draw.fill();
      draw.fillStyle = "#4c8a57";
      draw.beginPath();
      draw.ellipse(width * 0.65, height, width * 0.5, height * 0.4, 0, 0, 7);
      draw.fill();
      draw.fillStyle = "#222";
      draw.font = `${Math.round(Math.min(width, height) / 12)}px sans-serif`;
      draw.fillText(`${width} × ${height}`, width * 0.08, height * 0.92);
      const blob = await canvas.convertToBlob({ type, quality });
      const url = await new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.readAsDataURL(blob);
      });
      return url.slice(url.indexOf(",") + 1);
    },
    { width, height, type, quality },
  );
  return Buffer.from(base64, "base64");
}

/** The PNG whose pixel at (x, y) is `pixel(x, y)`: red, green, blue, alpha. */
export function png(width, height, pixel) {
  const image = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image.data.set(pixel(x, y), (y * width + x) * 4);
  }
  return PNG.sync.write(image);
}

/** `jpeg` with an EXIF segment that holds the orientation and nothing else. */
export function withOrientation(jpeg, orientation) {
  // prettier-ignore
  const exif = Buffer.from([
    0xff, 0xe1, 0x00, 0x22, 0x45, 0x78, 0x69, 0x66, 0, 0, // APP1, "Exif"
    0x4d, 0x4d, 0x00, 0x2a, 0, 0, 0, 8, // big-endian TIFF
    0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0x00, orientation, 0, 0, // one entry: Orientation
    0, 0, 0, 0,
  ]);
  return Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
}

/**
 * `jpeg` grown to `bytes` by quantization tables before its own, which replace them: the same picture, as heavy as wanted,
 * and nothing that could be left out.
 */
export function withBallast(jpeg, bytes) {
  const TABLE = 65;
  const start = jpeg[3] === 0xe0 ? 4 + jpeg.readUInt16BE(4) : 2;
  const parts = [jpeg.subarray(0, start)];
  for (let left = bytes - jpeg.length; left > 4 + TABLE; ) {
    const length = 4 + TABLE * Math.floor((Math.min(left, 65_537) - 4) / TABLE);
    const tables = randomBytes(length - 4).map((byte, at) => (at % TABLE === 0 ? 0 : byte || 1));
    parts.push(Buffer.from([0xff, 0xdb, (length - 2) >> 8, (length - 2) & 255]), tables);
    left -= length;
  }
  return Buffer.concat([...parts, jpeg.subarray(start)]);
}
