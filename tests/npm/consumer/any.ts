// What is to compile wherever JavaScript runs: with the types of a browser, of a worker, of a server, and with none.
import { Client, WanEditError, type WanEditErrorData } from "wan-edit";
const client = new Client({ service: "beijing", credential: false, proxy: "https://me.example/proxy", submitsPerSecond: 1, runningTasks: 2, logger: { info() {} }, codec: (picture, { width, type }) => (width > 1 && type ? picture : new Uint8Array(3)) });
const one = [1, 2, 3, 4] as const;
const list: [number, number, number, number][] = [[1, 2, 3, 4]];
const frozen: readonly (readonly [number, number, number, number])[] = [one];
export const run = client.edit({ model: "wan2.7-image", prompt: "x", images: [new Uint8Array(3), new ArrayBuffer(3), { source: new Uint8Array(2), bboxes: list }, { source: "/a.jpg", bboxes: frozen }, { source: "a", bboxes: [one] }] }, { maxRetries: 1, pollIntervalMillis: 100 });
// @ts-expect-error: a number is no image
client.edit({ model: "wan2.7-image", prompt: "x", images: [7] });
for await (const task of client.tasks()) task.taskId.trim();
export const { pages } = await client.tasks();
export function told(error: WanEditError): WanEditErrorData { const data = error.toJSON(); WanEditError.from(data); return data; }
export const cause: unknown = (undefined as unknown as WanEditError).cause;
