import { Client } from "wan-edit";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const [edit, cancel] = form.querySelectorAll("button");
const results = /** @type {HTMLElement} */ (document.querySelector("#results"));

/** @param {string} role @param {string} text */
function say(role, text) {
  const place = document.querySelector(`[role=${role}]`);
  if (place) place.textContent = text;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const photo = data.get("photo");
  if (!(photo instanceof File) || !edit || !cancel) return;
  const client = new Client({ service: "beijing", credential: String(data.get("key")), proxy: "/proxy" });
  const abort = new AbortController();
  cancel.onclick = () => abort.abort();
  cancel.disabled = false;
  edit.disabled = true;
  say("alert", "");
  try {
    const outcome = await client.edit(
      { model: "wan2.7-image", prompt: String(data.get("prompt")), images: [photo] },
      { signal: abort.signal, onProgress: ({ state }) => say("status", state) },
    );
    for (const image of outcome.images) {
      const shown = new Image();
      shown.alt = "The edited photo";
      shown.src = URL.createObjectURL(await image.blob());
      results.prepend(shown);
    }
    say("status", "done");
  } catch (error) {
    say("status", "");
    say("alert", error instanceof Error ? error.message : String(error));
  } finally {
    cancel.disabled = true;
    edit.disabled = false;
  }
});
