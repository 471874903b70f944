import type { Order, Report } from "./messages.js";

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const order = (order: Order) => worker.postMessage(order);

const form = document.querySelector("form")!;
const [edit, cancel] = form.querySelectorAll("button") as unknown as [HTMLButtonElement, HTMLButtonElement];
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

function say(status: string, alert = "", isRunning = false) {
  document.querySelector("[role=status]")!.textContent = status;
  document.querySelector("[role=alert]")!.textContent = alert;
  [edit.disabled, cancel.disabled] = [isRunning, !isRunning];
}

form.onsubmit = (event) => {
  event.preventDefault();
  say("starting", "", true);
  order({ key: field("key").value, prompt: field("prompt").value, photo: field("photo").files![0]! });
};
cancel.onclick = () => order("cancel");

worker.onmessage = ({ data }: MessageEvent<Report>) => {
  if ("state" in data) return say(data.state, "", true);
  if ("error" in data) return say("", data.error);
  for (const blob of data.images) {
    const shown = new Image();
    shown.alt = "The edited photo";
    shown.src = URL.createObjectURL(blob);
    document.querySelector("#results")!.prepend(shown);
  }
  say("done");
};
