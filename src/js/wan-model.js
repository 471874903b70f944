// An image model for `generateImage` of the package `ai`: its provider specification, version 4.
import { Client } from "./client.js";
import { misuse } from "./error.js";
import { boxesOf } from "./mask.js";
import { keep, stateOf } from "./state.js";

/** A provider of image models; `options` are those of a `Client`. */
export function createWan(options) {
  const client = new Client(options);
  const image = (modelId, defaults = {}) => new WanImageModel(modelId, defaults, client, options);
  const none = (kind) => (modelId) => {
    throw misuse("model", `${modelId} is no ${kind} model; wan has image models`);
  };
  return Object.assign((modelId, defaults) => image(modelId, defaults), {
    specificationVersion: "v4",
    image,
    imageModel: image,
    languageModel: none("language"),
    embeddingModel: none("embedding"),
  });
}

class WanImageModel {
  specificationVersion = "v4";
  provider = "wan.image";
  supportsFileInputs = true;
  supportsMaskInputs = true;

  constructor(modelId, defaults, client, options) {
    this.modelId = modelId;
    this.maxImagesPerCall = async () => mostImages(modeOf(await rowOf(client, modelId), defaults));
    keep(this, { defaults, client, options });
  }

  async doGenerate({ prompt = "", n, size, aspectRatio, seed, files = [], mask, providerOptions, abortSignal: signal, headers }) {
    const timestamp = new Date();
    const { defaults, client: own, options } = stateOf(this);
    const warnings = [];
    const lacks = (feature, details) => warnings.push({ type: "unsupported", feature, details });
    const tell = (message) => warnings.push({ type: "other", message });
    const { bboxList = [], delivery, deadlineMillis, upload, background, ...parameters } = { ...defaults, ...providerOptions?.wan };

    const images = files.map((file, index) => ({ source: source(file), bboxes: bboxList[index] }));
    const row = mask || aspectRatio ? await rowOf(own, this.modelId) : undefined;
    if (mask) {
      const boxes = images[0]?.bboxes?.length ? undefined : await masked(mask, images[0]?.source, row?.boxesPerImage);
      if (boxes?.length) {
        images[0].bboxes = boxes;
        tell(`The model takes no mask: what it marks was named by ${boxes.length === 1 ? "a box" : `${boxes.length} boxes`} around it.`);
      } else lacks("mask", "Name boxes instead: providerOptions.wan.bboxList.");
    }
    const request = { ...parameters, model: this.modelId, prompt, images };
    if (seed !== undefined) request.seed = seed;
    // There, `n` is 1, and this says how many images come at most.
    if (request.enableInterleave) request.maxImages ??= n;
    else request.n = n;
    if (size) request.size = size.replace("x", "*");
    else if (aspectRatio && !request.size) request.size = sizeOf(aspectRatio, modeOf(row, request));
    if (aspectRatio && (size || parameters.size)) lacks("aspectRatio", "The size says it already.");
    else if (aspectRatio && !request.size) lacks("aspectRatio", "The sizes of this model are not known; give one.");

    const client = withHeaders(headers, own, options);
    const outcome = await client.edit(request, { signal, delivery, deadlineMillis, upload, background });
    // Made and paid for: what cannot be fetched is told with its address, not thrown away.
    const saved = await Promise.allSettled(outcome.images.map((image) => bytes(image, signal)));
    const facts = ({ url, expiresAt, actualPrompt, size }) => ({ url, expiresAt: expiresAt && expiresAt.toISOString(), actualPrompt, size });
    const of = (status) => outcome.images.filter((_, index) => saved[index].status === status).map(facts);
    const unsaved = of("rejected");
    for (const { url } of unsaved) tell(`An image was made, but its bytes could not be fetched; its address: ${url}`);
    for (const { type, code, message } of outcome.parts) if (type === "failed") tell(`An image could not be made: ${code}: ${message}`);
    if (outcome.missing) tell(`${outcome.missing} of ${outcome.asked} images did not come.`);
    if (outcome.endedEarly) tell(`The stream broke off: ${outcome.endedEarly.message}`);

    const { requestId, taskId, texts, asked, missing, usage } = outcome;
    const tokens = (count) => count ?? undefined;
    return {
      images: saved.filter(({ status }) => status === "fulfilled").map(({ value }) => value),
      // Asked again, it would cost again.
      isRetryable: false,
      warnings,
      providerMetadata: { wan: { images: of("fulfilled"), unsaved, requestId, taskId, texts, asked, missing, usage } },
      response: { timestamp, modelId: this.modelId, headers: undefined },
      usage: { inputTokens: tokens(usage.inputTokens), outputTokens: tokens(usage.outputTokens), totalTokens: tokens(usage.totalTokens) },
    };
  }
}

/** The model in the table, where it is there. */
async function rowOf(client, modelId) {
  return (await client.models()).find(({ id }) => id === modelId);
}

/** The mode that `request` falls into. */
function modeOf(row, { enableInterleave, enableSequential, images }) {
  const plain = images?.length === 0 ? ["text-to-image"] : images ? ["edit"] : ["edit", "text-to-image"];
  const wanted = enableInterleave ? ["interleave"] : enableSequential ? ["image-set"] : plain;
  return row?.modes.find(({ mode }) => wanted.includes(mode));
}

/** What a mask marks in an image, as boxes; `undefined` where that cannot be found out. */
async function masked(mask, image, most) {
  if (!most || !(image instanceof Blob) || mask.type === "url") return undefined;
  return boxesOf(source(mask), image, most).catch(() => undefined);
}

const mostImages = (mode) => (mode?.maxImages ?? mode?.n)?.[1];

function source(file) {
  if (file.type === "url") return file.url;
  const { data, mediaType } = file;
  const bytes = typeof data === "string" ? Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)) : data;
  return new Blob([bytes], { type: mediaType });
}

async function bytes(image, signal) {
  return new Uint8Array(await (await image.blob({ signal })).arrayBuffer());
}

/** `16:9` as a size that the mode takes: a recommended one, else one with as many pixels. */
function sizeOf(aspectRatio, mode) {
  const [across, down] = aspectRatio.split(":").map(Number);
  const ratio = across / down;
  if (!mode || !(ratio > 0)) return undefined;
  const sizes = mode.size.recommended.map((size) => size.split("*").map(Number));
  const near = sizes.find(([width, height]) => Math.abs(width / height / ratio - 1) < 0.02);
  if (near) return near.join("*");
  const [width, height] = sizes[0];
  const side = (px) => Math.round(px / 16) * 16;
  return [Math.sqrt(width * height * ratio), Math.sqrt((width * height) / ratio)].map(side).join("*");
}

/** A client that sends `headers` along wherever the key goes. What browsers set themselves is left to them. */
function withHeaders(headers = {}, client, options) {
  const others = Object.entries(headers).filter(([name, value]) => value !== undefined && name.toLowerCase() !== "user-agent");
  if (!others.length) return client;
  const send = options.fetch ?? ((...call) => fetch(...call));
  return new Client({
    ...options,
    fetch: (url, { headers: own = {}, ...rest }) => {
      const all = new Headers("Authorization" in own ? others : []);
      for (const [name, value] of Object.entries(own)) all.set(name, value);
      return send(url, { ...rest, headers: all });
    },
  });
}
