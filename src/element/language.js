// The language of an element: that of the nearest `lang` attribute, else the browser's, as far as it is spoken here.
import { languages } from "./locales/index.js";

const followers = new Set();
let observer;

/** The tag of one of the languages: `en`, `zh`. */
export function languageOf(element) {
  let tag;
  for (let node = element; node && !tag; node = node.getRootNode().host) tag = node.closest("[lang]")?.lang;
  const names = (tag ? [tag] : navigator.languages).map((name) => name.split("-")[0].toLowerCase());
  return names.find((name) => Object.hasOwn(languages, name)) ?? "en";
}

/** Calls `follow` whenever a `lang` attribute of the document changes, until what is answered is called. */
export function followLanguage(follow) {
  followers.add(follow);
  if (!observer) {
    observer = new MutationObserver(() => followers.forEach((each) => each()));
    observer.observe(document, { attributes: true, subtree: true, attributeFilter: ["lang"] });
  }
  return () => {
    followers.delete(follow);
    if (followers.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}
