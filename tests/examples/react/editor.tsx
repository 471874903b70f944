import type { FormEvent } from "react";
import { useEdit } from "./use-edit.js";

export function Editor() {
  const { state, error, images, start, cancel } = useEdit();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const options = { service: "beijing", credential: String(data.get("key")), proxy: "/proxy" };
    void start(options, { model: "wan2.7-image", prompt: String(data.get("prompt")), images: [data.get("photo") as File] });
  }

  return (
    <>
      <h1>Edit a photo with React</h1>
      <form onSubmit={submit}>
        <label>API key <input name="key" type="password" autoComplete="off" required /></label>
        <label>Photo <input name="photo" type="file" accept="image/*" required /></label>
        <label>What should change? <input name="prompt" required /></label>
        <button disabled={state !== null}>Edit</button>
        <button type="button" disabled={state === null} onClick={cancel}>Cancel</button>
      </form>
      <p role="status">{state ?? (images.length ? "done" : "")}</p>
      <p role="alert">{error?.message}</p>
      {images.map((url) => <img key={url} src={url} alt="The edited photo" />)}
    </>
  );
}
