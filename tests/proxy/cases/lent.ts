// What a visitor with an access code may not do, and what of a visitor's request a service gets.
import { hosts } from "../stand-in.js";
import { all, type Case, type Expected } from "./case.ts";

/** The settings of the proxy that these cases ask. */
export const lentKeys = {
  [hosts.api]: "Bearer sk-emu+delay=0+lent-dashscope",
  [hosts.relay]: "sk-emu+delay=0+lent-relay",
  [hosts.extra]: "Bearer sk-emu+delay=0+lent-extra",
};
export const limits = { models: ["wan2.7-image", "wan2.6-image"], images_per_call: 4, images_per_day: 1000, pixels: 2048 * 2048 };

const generation = "/api/v1/services/aigc/multimodal-generation/generation";
const task = "/api/v1/services/aigc/image-generation/generation";
const dashscope = `POST /proxy/${hosts.api}${generation}`;
const relay = `POST /proxy/${hosts.relay}/v1/responses`;

const order = (parameters: object = {}, rest: object = {}) =>
  JSON.stringify({ model: "wan2.7-image", input: { messages: [{ role: "user", content: [{ text: "a lake" }] }] }, parameters: { n: 1, ...parameters }, ...rest });

const withCode = (name: string, line: string, body: string | undefined, expected: Expected, more: string[] = []): Case => ({
  name,
  line,
  isLent: true,
  headers: ["Authorization: Bearer CODE", "Content-Type: application/json", ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]), ...more],
  body,
  expect: all(expected),
});

/** The end of a refused order is held back: a service may have seen its beginning, and never all of it. */
const refused = (name: string, body: string, code: string, status = 403) =>
  [dashscope, relay].map((line) => withCode(`${name}, ${line.split("/")[2]}`, line, body, { status, code: `${code}$`, isSent: false }));
const unclear = (name: string, body: string) => refused(name, body, "ProxyOrderUnclear", 400);
const call = (name: string, line: string, code = "ProxyCallNotAllowed", status = 403) =>
  withCode(name, line, line.startsWith("POST") ? "{}" : undefined, { status, code: `${code}$`, isSent: false });

const parameters = (text: string) => `{"model":"wan2.7-image","input":{},"parameters":${text}}`;

export const cases: Case[] = [
  // Models
  ...["wan2.7-image-pro", "qwen-max", "wan2.7-image ", "WAN2.7-IMAGE", "wan2.7-image\\u0000", "wan2.7-\\u0069mage-pro", "", "wan2.5-t2v", "constructor", "__proto__"].flatMap((model) =>
    refused(`the model "${model}"`, `{"model":"${model}","input":{},"parameters":{"n":1}}`, "ProxyModelNotAllowed"),
  ),
  ...refused("no model", '{"input":{},"parameters":{"n":1}}', "ProxyModelNotAllowed"),
  ...refused("a model that is a number", '{"model":1,"input":{}}', "ProxyModelNotAllowed"),
  ...refused("a model that is nothing", '{"model":null,"input":{}}', "ProxyModelNotAllowed"),
  ...unclear("a model that is a list", '{"model":["wan2.7-image"],"input":{}}'),
  ...unclear("a model that is an object", '{"model":{"a":"wan2.7-image"},"input":{}}'),
  ...unclear("two models", '{"model":"wan2.7-image","input":{},"model":"wan2.7-image-pro"}'),
  ...unclear("a second model with an escape in its name", '{"model":"wan2.7-image","input":{},"mod\\u0065l":"wan2.7-image-pro"}'),
  ...unclear("a second model in upper case", '{"model":"wan2.7-image","input":{},"Model":"wan2.7-image-pro"}'),
  ...refused("a model in the input only", '{"input":{"model":"wan2.7-image"},"parameters":{"model_":1}}', "Proxy(?:OrderUnclear|ModelNotAllowed)", 400),

  // How many
  ...[5, 12, 100, 999].flatMap((n) => refused(`${n} images`, order({ n }), "ProxyTooManyImages")),
  ...[0, -1, 1.5, 1e9].flatMap((n) => unclear(`${n} images`, order({ n }))),
  ...['"4"', '"null"', "true", "[4]", "{}"].flatMap((n) => unclear(`a count that is ${n}`, parameters(`{"n":${n}}`))),
  ...unclear("two counts", parameters('{"n":1,"n":4}')),
  ...unclear("a count with an escape in its name", parameters('{"n":1,"\\u006e":100}')),
  ...unclear("a count in upper case", parameters('{"n":1,"N":100}')),
  ...unclear("two lists of parameters", '{"model":"wan2.7-image","parameters":{"n":1},"input":{},"parameters":{"n":100}}'),
  ...unclear("parameters in upper case", '{"model":"wan2.7-image","input":{},"parameters":{"n":1},"Parameters":{"n":100}}'),
  ...unclear("parameters that are a text", '{"model":"wan2.7-image","input":{},"parameters":"{\\"n\\":100}"}'),
  ...unclear("parameters that are a list", '{"model":"wan2.7-image","input":{},"parameters":[{"n":100}]}'),
  ...unclear("parameters of which nobody knows", parameters('{"n":1,"num_images":100}')),
  ...unclear("a member of which nobody knows", order({}, { webhook: "https://evil.test" })),
  ...refused("9 images beside words", order({ enable_interleave: true, max_images: 9 }), "ProxyTooManyImages"),
  ...refused("images beside words without a number", order({ enable_interleave: true }), "ProxyTooManyImages"),
  ...refused("a set without a number", '{"model":"wan2.7-image","input":{},"parameters":{"enable_sequential":true}}', "ProxyTooManyImages"),

  // How large
  ...["4K", "2049*2048", "4096*4096", "99999*43"].flatMap((size) => refused(`images of ${size}`, order({ size }), "ProxyImageTooLarge")),
  ...["huge", "", "2k", "2K ", "0*0", "1024", "1024*1024*2", "-1*1", "1e9*1", "1*99999999", "1024＊1024", 2048, ["4K"], { k: 4 }].flatMap((size) =>
    unclear(`a size of ${JSON.stringify(size)}`, order({ size })),
  ),

  // What is no JSON, or not only that
  ...Object.entries({
    "a space": " ",
    "a list": "[]",
    "a number": "1",
    "a text": '"x"',
    nothing: "null",
    "half an object": "{",
    "two objects": "{}{}",
    "an order and another": `${order()}{}`,
    "an order and a letter": `${order()}x`,
    "a byte order mark": `\uFEFF${order()}`,
    "a comment": `//\n${order()}`,
    "a comma too many in front": order().replace("{", "{,"),
    "a comma too many behind": order().replace(/\}$/, ",}"),
    "single quotes": order().replaceAll('"', "'"),
    "no end": order().slice(0, -1),
    "a number with a zero in front": order().replace('"n":1', '"n":01'),
    "a number with a sign": order().replace('"n":1', '"n":+1'),
    "a number that is none": order().replace('"n":1', '"n":NaN'),
    "a number in hexadecimal": order().replace('"n":1', '"n":0x1'),
    "no colon": order().replace('"n":1', '"n" 1'),
    "a name without quotes": order().replace('"n":1', "n:1"),
    "a hundred lists in each other": `{"model":"wan2.7-image","input":${"[".repeat(100)}${"]".repeat(100)}}`,
  }).flatMap(([name, body]) => unclear(`in place of an order ${name}`, body)),
  withCode("no body at all, and no length", dashscope, undefined, { status: 400, code: "ProxyOrderUnclear$", isSent: false }),
  withCode("no body at all", dashscope, "", { status: 400, code: "ProxyOrderUnclear$", isSent: false }),

  // Calls, each bound to its service
  call("the relay's call at DashScope", `POST /proxy/${hosts.api}/v1/responses`),
  call("the relay's list of models at DashScope", `/proxy/${hosts.api}/v1/models`),
  call("DashScope's call at the relay", `POST /proxy/${hosts.relay}${generation}`),
  call("DashScope's tasks at the relay", `/proxy/${hosts.relay}/api/v1/tasks/x`),
  call("DashScope's uploads at the relay", `/proxy/${hosts.relay}/api/v1/uploads?action=getPolicy&model=wan2.7-image`),
  call("DashScope's models at the relay", `/proxy/${hosts.relay}/compatible-mode/v1/models`),
  call("a key", `POST /proxy/${hosts.api}/api/v1/tokens`),
  call("a key of the relay", `POST /proxy/${hosts.relay}/v1/tokens`),
  call("chat", `POST /proxy/${hosts.api}/compatible-mode/v1/chat/completions`),
  call("chat at the relay", `POST /proxy/${hosts.relay}/v1/chat/completions`),
  call("text", `POST /proxy/${hosts.api}/api/v1/services/aigc/text-generation/generation`),
  call("films", `POST /proxy/${hosts.api}/api/v1/services/aigc/video-generation/video-synthesis`),
  call("an image of another kind", `POST /proxy/${hosts.api}/api/v1/services/aigc/text2image/image-synthesis`),
  call("the order by GET", `/proxy/${hosts.api}${generation}`),
  call("an order with a slash behind", `POST /proxy/${hosts.api}${generation}/`),
  call("an order with a query", `POST /proxy/${hosts.api}${generation}?n=100`),
  call("an order in upper case", `POST /proxy/${hosts.api}${generation.toUpperCase()}`),
  call("all tasks", `/proxy/${hosts.api}/api/v1/tasks/`),
  call("a task deleted", `POST /proxy/${hosts.api}/api/v1/tasks/x/delete`),
  call("a task with a query", `/proxy/${hosts.api}/api/v1/tasks/x?all=1`),
  call("the bill", `/proxy/${hosts.api}/api/v1/billing`),
  call("files", `/proxy/${hosts.api}/api/v1/files`),
  call("uploads for another model", `/proxy/${hosts.api}/api/v1/uploads?action=getPolicy&model=qwen-max`, "ProxyModelNotAllowed"),
  call("uploads with another action", `/proxy/${hosts.api}/api/v1/uploads?action=delete&model=wan2.7-image`),
  call("a workspace without a key", `POST /proxy/${hosts.workspace}${generation}`, "ProxyNoKeyForHost"),
  call("another region without a key", `POST /proxy/dashscope-intl.aliyuncs.com${generation}`, "ProxyNoKeyForHost"),

  // What goes on, and what does not
  ...[dashscope, `POST /proxy/${hosts.api}${task}`, relay, `POST /proxy/${hosts.extra}${generation}`].map((line) =>
    withCode(`workspace and inspection chosen by a visitor, ${line}`, line, order(), {
      status: [200, 400, 401, 403, 404],
      isSent: true,
      sent: { authorization: lentKeys[line.split("/")[2]], "x-dashscope-workspace": null, "x-dashscope-datainspection": null, cookie: null, "x-api-key": null, "x-wan-address": null, "x-dashscope-async": "enable" },
    }, ["X-DashScope-WorkSpace: ws-evil", 'X-DashScope-DataInspection: {"input":"disable"}', "Cookie: a=1", "X-Api-Key: x", "X-Wan-Address: 1.2.3.4", "X-DashScope-Async: enable"]),
  ),
  ...["GET", "POST"].map((method) =>
    withCode(`the same with ${method} for a task`, `${method} /proxy/${hosts.api}/api/v1/tasks/x${method === "GET" ? "" : "/cancel"}`, method === "GET" ? undefined : "", { status: [200, 400, 401, 403, 404], isSent: true, sent: { authorization: lentKeys[hosts.api], "x-dashscope-workspace": null, "x-dashscope-datainspection": null } }, ["X-DashScope-WorkSpace: ws-evil", "x-dashscope-datainspection: {}"]),
  ),
  // What is honest goes on.
  ...Object.entries({
    "one image": order(),
    "four images": order({ n: 4 }),
    "an image of 2K": order({ size: "2K" }),
    "an image of 2048 by 2048": order({ size: "2048*2048" }),
    "images beside words": order({ enable_interleave: true, max_images: 4 }),
    "a set of images": order({ enable_sequential: true, n: 4 }),
    "every other parameter": order({ seed: 1, watermark: false, thinking_mode: true, prompt_extend: true, negative_prompt: "x", bbox_list: [[[1, 2, 3, 4]], []], color_palette: [{ hex: "#FF5733", ratio: "25.00%" }] }),
    "a stream": order({}, { stream: true }),
    "space around it": ` ${order()} \r\n`,
    "many lines": JSON.stringify(JSON.parse(order()), null, 2),
    "escapes in its words": order().replace("a lake", 'a \\"lake\\" \\u00e9 \\\\'),
    "words of the world": order().replace("a lake", "ein Bär 熊 🐻"),
    "a picture": order().replace('"a lake"', `"${"A".repeat(300_000)}"`),
  }).flatMap(([name, body]) =>
    [dashscope, relay].map((line) =>
      withCode(`an order of ${name} goes on, ${line.split("/")[2]}`, line, body, { status: [200, 400, 401, 403, 404], isSent: true, sent: { authorization: lentKeys[line.split("/")[2]] } }),
    ),
  ),
];
