// Finds the thing, edits what is inside its box, and goes on with the task after a reload.
import { Client, type Outcome, type Progress } from "wan-edit";

const form = document.querySelector("form")!;
const [edit, cancel] = form.querySelectorAll("button") as unknown as [HTMLButtonElement, HTMLButtonElement];
const say = (role: "status" | "alert", text: string) => (document.querySelector(`[role=${role}]`)!.textContent = text);
const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

const client = (key: string) => new Client({ service: "beijing", credential: key, proxy: "/proxy" });

function tell(progress: Progress) {
  // What was paid for can be fetched again, whatever happens to this page.
  if (progress.state === "task-created") sessionStorage.setItem("task", progress.taskId);
  say("status", progress.state === "throttled" ? `again in ${progress.pauseMillis / 1000} s` : progress.state);
}

async function show({ images, missing }: Outcome) {
  for (const image of images) {
    const shown = new Image();
    shown.alt = "The edited photo";
    shown.src = URL.createObjectURL(await image.blob());
    document.querySelector("#results")!.prepend(shown);
  }
  sessionStorage.removeItem("task");
  say("status", missing ? `done, but ${missing} did not come` : "done");
}

/** Runs `work` with the buttons as they should be, and tells its error. */
async function during(work: (signal: AbortSignal) => Promise<void>) {
  const abort = new AbortController();
  cancel.onclick = () => abort.abort();
  [edit.disabled, cancel.disabled] = [true, false];
  say("alert", "");
  try {
    await work(abort.signal);
  } catch (error) {
    say("status", "");
    say("alert", error instanceof Error ? error.message : String(error));
  } finally {
    [edit.disabled, cancel.disabled] = [false, true];
  }
}

form.onsubmit = (event) => {
  event.preventDefault();
  void during(async (signal) => {
    const wan = client(field("key").value);
    const source = field("photo").files![0]!;
    say("status", "looking");
    const bboxes = await wan.locate(source, field("thing").value, { signal });
    if (!bboxes.length) return void say("status", "it is not there");
    sessionStorage.setItem("key", field("key").value);
    const request = { model: "wan2.7-image", prompt: field("prompt").value, images: [{ source, bboxes }] } as const;
    await show(await wan.edit(request, { signal, onProgress: tell }));
  });
};

const [task, key] = [sessionStorage.getItem("task"), sessionStorage.getItem("key")];
if (task && key) void during(async (signal) => show(await client(key).resume(task, { signal, onProgress: tell })));
