// Loads the page: its program and the sentences of the reader's language, side by side. Until it is there, index.html shows
// its frame; what was typed there is handed over. Where it cannot be loaded, or stops later, this says why, in both
// languages.
"use strict";

(() => {
  /** Where a prompt waits for the page to be loaded again. */
  const DRAFT = "wan-edit.draft-prompt";

  const frame = document.getElementById("frame");
  const early = document.getElementById("prompt");
  const meta = (name) => document.querySelector(`meta[name="wan-edit-${name}"]`);
  const url = (name) => new URL(name, document.baseURI).href;

  /** Why the page cannot be loaded: a name in `CAUSES`, and what to put into its sentences. */
  class Failure extends Error {
    constructor(name, detail = "") {
      super(detail);
      this.name = name;
    }
  }

  const CAUSES = {
    file: () => [
      "The editor cannot run in a page that was opened as a file. Put this folder on a web server, for example with “npx serve”, and open the address that it prints.",
      "以文件方式打开的页面无法运行编辑器。请用网页服务器提供此文件夹（例如运行 npx serve），再打开它给出的地址。",
    ],
    webassembly: () => [
      "This browser has no WebAssembly, which the editor needs. In Lockdown Mode, exclude this site from it in the browser's page menu; otherwise use a current browser.",
      "此浏览器没有编辑器所需的 WebAssembly。若处于锁定模式，请在浏览器的页面菜单中将本站排除；否则请使用新版浏览器。",
    ],
    policy: (detail) => [
      `The editor could not be loaded: a Content-Security-Policy forbids it (${detail}). Whoever runs this site must send the policy of its index.html, or none.`,
      `编辑器无法加载：被内容安全策略禁止（${detail}）。本站管理员须发送与 index.html 一致的策略，或不发送。`,
    ],
    http: (detail) => [
      `The editor could not be loaded: the server answered ${detail}. Reload the page.`,
      `编辑器无法加载，请刷新页面。服务器返回：${detail}。`,
    ],
    network: (detail) => [
      `The editor could not be loaded: no connection for ${detail}. Check the network. Reload the page.`,
      `编辑器无法加载，请刷新页面。网络连接失败：${detail}，请检查网络。`,
    ],
    other: (detail) => [
      `The editor could not be loaded: ${detail}. Reload the page.`,
      `编辑器无法加载，请刷新页面。原因：${detail}。`,
    ],
  };

  /** Two paragraphs: English, Chinese. */
  function paragraphs([english, chinese]) {
    const first = document.createElement("p");
    const second = document.createElement("p");
    first.textContent = english;
    first.lang = "en";
    second.textContent = chinese;
    second.lang = "zh-CN";
    return [first, " ", second];
  }

  // ---- Language

  /** The language chosen on an earlier visit, else the first of the browser's that the page has, else the first it has. */
  function chooseLanguage() {
    const tags = meta("languages").content.split(" ");
    const wanted = [stored(() => localStorage.getItem("wan-edit.language")), ...navigator.languages].filter(Boolean);
    for (const tag of wanted) {
      const found = tags.find((have) => have === tag) ?? tags.find((have) => have === tag.split("-")[0].toLowerCase());
      if (found) return found;
    }
    return tags[0];
  }

  function translateFrame(language) {
    document.documentElement.lang = language;
    for (const element of frame.querySelectorAll(`[data-${language}]`)) {
      const text = element.dataset[language];
      if (element === early) early.placeholder = text;
      else element.textContent = text;
    }
  }

  /** What `read` answers, or nothing where the browser keeps nothing. */
  function stored(read) {
    try {
      return read();
    } catch {
      return null;
    }
  }

  // ---- Loading

  async function get(name, options) {
    const answer = await fetch(url(name), options).catch(() => {
      throw new Failure("network", name);
    });
    if (!answer.ok) throw new Failure("http", `HTTP ${answer.status}, ${name}`);
    return answer;
  }

  async function loadModule(name) {
    try {
      return await import(url(name));
    } catch (error) {
      // An import does not say why it failed; a request does.
      await get(name);
      throw error;
    }
  }

  async function loadProgram() {
    if (typeof WebAssembly !== "object") throw new Failure("webassembly");
    const { module, wasm } = meta("page").dataset;
    const [program, code] = await Promise.all([loadModule(module), get(wasm)]);
    await program.default({ module_or_path: code });
    return program;
  }

  /** The sentences of a language, as text. Their file has no hash in its name, so the server is asked whether it is new. */
  async function loadMessages(language) {
    const answer = await get(`locales/${language}.json`, { cache: "no-cache" });
    return answer.text();
  }

  // ---- What was typed before the page is there

  let isComposing = false;

  function followTyping() {
    const draft = stored(() => sessionStorage.getItem(DRAFT));
    stored(() => sessionStorage.removeItem(DRAFT));
    if (draft && !early.value) early.value = draft;
    early.addEventListener("input", (event) => (isComposing = event.isComposing));
    early.addEventListener("compositionend", () => (isComposing = false));
    addEventListener("pagehide", () => frame.isConnected && keepDraft(early.value));
  }

  function keepDraft(text) {
    if (text) stored(() => sessionStorage.setItem(DRAFT, text));
  }

  /** Resolves when no word is being put together by an input method, which a new field would cut off. */
  function composed() {
    if (!isComposing) return Promise.resolve();
    return new Promise((done) => early.addEventListener("compositionend", () => setTimeout(done), { once: true }));
  }

  function mount(program, language, messages) {
    const { value, selectionStart, selectionEnd, selectionDirection } = early;
    const hasFocus = document.activeElement === early;
    if (program.mount(language, messages, value) === false) throw new Failure("other", `locales/${language}.json`);
    frame.remove();
    const prompt = document.getElementById("prompt");
    if (!hasFocus || !prompt) return;
    prompt.focus({ preventScroll: true });
    prompt.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  }

  // ---- When it fails

  let violation;
  let hasPanicked = false;
  addEventListener("securitypolicyviolation", (event) => (violation ??= event));

  async function explain(error) {
    // A violation of the policy is told after what it prevented.
    await new Promise((done) => setTimeout(done));
    if (error instanceof Failure && error.name !== "network") return error;
    if (violation) return new Failure("policy", `${violation.effectiveDirective}: ${violation.blockedURI}`);
    if (error instanceof Failure) return error;
    return new Failure("other", String(error));
  }

  async function showFailure(error) {
    const { name, message } = await explain(error);
    if (hasPanicked) return;
    const loading = document.getElementById("loading");
    loading.setAttribute("role", "alert");
    loading.replaceChildren(...paragraphs(CAUSES[name](message)));
  }

  // The program has stopped with an error of its own, which is on the console. Nothing in it answers any more.
  addEventListener("wan-edit-panic", ({ detail }) => {
    if (hasPanicked) return;
    hasPanicked = true;
    keepDraft(frame.isConnected ? early.value : typeof detail === "string" ? detail : detail?.prompt);
    const bar = document.createElement("div");
    const text = document.createElement("div");
    const reload = document.createElement("button");
    bar.id = "panic";
    bar.setAttribute("role", "alert");
    text.append(
      ...paragraphs([
        "The editor has stopped because of an error of its own. Reload the page; your prompt is kept. Please report what the browser's console says.",
        "编辑器因自身错误已停止运行。请刷新页面，提示词会保留。欢迎报告浏览器控制台中的信息。",
      ]),
    );
    reload.className = "button primary";
    reload.textContent = "Reload 刷新";
    reload.addEventListener("click", () => location.reload());
    bar.append(text, reload);
    // A modal dialog would leave the bar out of reach.
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    document.body.append(bar);
  });

  async function start() {
    const language = chooseLanguage();
    translateFrame(language);
    followTyping();
    if (location.protocol === "file:") throw new Failure("file");
    const [messages, program] = await Promise.all([loadMessages(language), loadProgram()]);
    await composed();
    mount(program, language, messages);
  }

  start().catch((error) => {
    console.error(error);
    return showFailure(error);
  });
})();
