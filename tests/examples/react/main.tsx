import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Editor } from "./editor.js";

const place = document.body.appendChild(document.createElement("main"));
createRoot(place).render(
  <StrictMode>
    <Editor />
  </StrictMode>,
);
