import { StrictMode, useState, type FormEvent } from "react";
import { createRoot } from "react-dom/client";
import type { Box, EditorImage, ResultDetail, WanBoxes, WanElements } from "wan-edit/element";
import "wan-edit/element";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends WanElements {}
  }
}

/** What the form asks for, once it is sent. */
interface Order {
  credential: string;
  images: EditorImage[];
}

export function App() {
  const [photo, setPhoto] = useState<File | null>(null);
  const [boxes, setBoxes] = useState<Box[]>([]);
  const [order, setOrder] = useState<Order | null>(null);
  const [results, setResults] = useState<readonly ResultDetail[]>([]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const credential = String(new FormData(event.currentTarget).get("key"));
    if (photo) setOrder({ credential, images: [{ source: photo, bboxes: boxes }] });
  }

  return (
    <>
      <h1>The editor inside an app</h1>
      <form onSubmit={submit}>
        <label>API key <input name="key" type="password" autoComplete="off" required /></label>
        <label>
          Photo
          <input type="file" accept="image/*" required onChange={({ target }) => setPhoto(target.files?.[0] ?? null)} />
        </label>
        <wan-boxes image={photo} onchange={({ target }) => setBoxes((target as WanBoxes).value)} />
        <output>{boxes.map((box) => box.join(", ")).join(" and ") || "no box"}</output>
        <button>Open in the editor</button>
      </form>
      {order && (
        <wan-edit
          proxy="/proxy"
          credential={order.credential}
          images={order.images}
          onresult={({ detail }) => setResults((before) => [...before, detail])}
        />
      )}
      <ul>{results.map(({ url, prompt, size }) => <li key={url}>{prompt}: {size?.width} × {size?.height} px</li>)}</ul>
    </>
  );
}

const place = document.body.appendChild(document.createElement("main"));
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
