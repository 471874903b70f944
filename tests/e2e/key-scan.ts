// The search for keys after every journey: wherever a browser keeps, shows, sends or hands on something, no key that the
// test made may be, but for the places named here.
import { readFile } from "node:fs/promises";
import { expect, type BrowserContext, type Page } from "@playwright/test";

/** What the page keeps a key under, in the storage that the person chose for it. */
const KEPT_AS = "wan-edit.key";

/** Of a body so much is looked through here; the emulator's log has the rest without its pictures. */
const LONGEST_BODY = 1 << 20;

type Site = { url: string; output: () => string };
type Emulator = { api: string; output: () => string; requests: (key: string) => Promise<any[]> };

/**
 * Places where a key may be:
 * - its field's value, which is in no markup;
 * - the header `Authorization` of requests to `confirmed` origins: the page's own (its proxy passes it on), the
 *   service's that it was entered for, and those that a person confirmed;
 * - `wan-edit.key` in the tab's storage or the device's, where that was chosen.
 */
export class KeyScan {
  /** Origins that a person confirmed for the key in this test. */
  readonly confirmed: string[] = [];
  /** What was sent, written and handed on, by place. */
  private readonly left: [place: string, text: string][] = [];
  private readonly downloads: Promise<string>[] = [];
  private readonly headers: { origin: string; name: string; value: string }[] = [];

  /** Follows all that the pages of `context` do. */
  async follow(context: BrowserContext) {
    await context.exposeBinding("keyScanCopied", (_, text: string) => this.note("the clipboard", text));
    await context.addInitScript(() => {
      const copied = (text: unknown) => (globalThis as any).keyScanCopied?.(String(text));
      const write = globalThis.Clipboard?.prototype.writeText;
      if (write) {
        Clipboard.prototype.writeText = function (text) {
          copied(text);
          return write.call(this, text);
        };
      }
      addEventListener("copy", () => copied(getSelection()));
      addEventListener("wan-edit-panic", ({ detail }: any) => copied(JSON.stringify(detail)));
    });
    const follow = (page: Page) => {
      page.on("console", (message) => this.note("the console", message.text()));
      page.on("pageerror", (error) => this.note("the console", `${error.message}\n${error.stack}`));
      page.on("framenavigated", (frame) => this.note("the history", frame.url()));
      page.on("download", (download) => {
        this.note("the name of a download", download.suggestedFilename());
        // A page that is closed takes its downloads with it.
        const text = async () => (await readFile(await download.path())).toString("latin1");
        this.downloads.push(text().catch(() => ""));
      });
      page.on("request", (request) => {
        this.note("an address", request.url());
        this.note("what was sent", request.postDataBuffer()?.subarray(0, LONGEST_BODY).toString("latin1") ?? "");
        const { origin } = new URL(request.url());
        for (const [name, value] of Object.entries(request.headers())) this.headers.push({ origin, name, value });
      });
      page.on("websocket", (socket) => {
        this.note("an address", socket.url());
        socket.on("framesent", ({ payload }) => this.note("what was sent", String(payload)));
      });
    };
    context.pages().forEach(follow);
    context.on("page", follow);
  }

  private note(place: string, text: string) {
    if (text) this.left.push([place, text]);
  }

  /** Searches for `keys` in all that the journey left, and in what the servers logged. */
  async search(context: BrowserContext, keys: string[], site: Site, emulator: Emulator) {
    if (keys.length === 0) return;
    const left = [...this.left];
    for (const text of await Promise.all(this.downloads)) left.push(["a download", text]);
    for (const page of context.pages()) left.push(...(await inPage(page)));
    for (const cookie of await context.cookies()) left.push(["a cookie", JSON.stringify(cookie)]);
    left.push(["the proxy's log", site.output()], ["the emulator's log", emulator.output()]);
    const secrets = keys.map((key) => ({ key, secret: secretOf(key) }));
    for (const { key, secret } of secrets) {
      for (const { listener, headers, ...request } of await emulator.requests(key)) {
        left.push(["what the service logged", JSON.stringify(request)]);
        if (listener === "results") left.push(["what hosts of results were sent", JSON.stringify(headers)]);
      }
      const found = left.filter(([, text]) => forms(secret).some((form) => text.includes(form))).map(([place]) => place);
      expect([...new Set(found)], `the key …${secret} is in`).toEqual([]);
      const sent = this.headers.filter(({ value }) => forms(secret).some((form) => value.includes(form)));
      const confirmed = [...[site.url, emulator.api].map((url) => new URL(url).origin), ...this.confirmed];
      const wrong = sent.filter(({ origin, name }) => name !== "authorization" || !confirmed.includes(origin));
      expect(wrong, "the key was sent where nobody confirmed it").toEqual([]);
    }
  }
}

/** What no other key has. */
const secretOf = (key: string) => key.split("+").at(-1)!;

function forms(secret: string) {
  const base64 = [0, 1, 2].map((before) => Buffer.from(" ".repeat(before) + secret).toString("base64").slice(before && 4, -4));
  return [secret, secret.toUpperCase(), Buffer.from(secret).toString("hex"), ...base64];
}

/** All that a page keeps and shows, but the value of its fields and the key where it was chosen to be. */
async function inPage(page: Page): Promise<[string, string][]> {
  if (page.isClosed() || !/^https?:/.test(page.url())) return [];
  const kept = await page
    .evaluate(async (keptAs) => {
      const all = (storage: Storage) => Object.entries({ ...storage });
      const isChosen = (name: string) => document.querySelector<HTMLInputElement>(`#keep-${name}`)?.checked;
      const without = (storage: Storage, isChosen?: boolean) => all(storage).filter(([name]) => !(isChosen && name === keptAs));
      const databases = await indexedDB.databases();
      const opened = databases.map(
        ({ name }) =>
          new Promise<IDBDatabase | null>((done) => {
            const opening = indexedDB.open(name!);
            opening.onsuccess = () => done(opening.result);
            opening.onerror = () => done(null);
            opening.onblocked = () => done(null);
          }),
      );
      const records: unknown[] = [];
      for (const database of await Promise.all(opened)) {
        if (!database) continue;
        for (const name of database.objectStoreNames) {
          const asked = database.transaction(name).objectStore(name).getAll();
          await new Promise((done) => (asked.onsuccess = asked.onerror = done));
          records.push(asked.result);
        }
        database.close();
      }
      const cached: string[] = [];
      if (globalThis.isSecureContext) {
        for (const name of await caches.keys()) {
          const cache = await caches.open(name);
          for (const request of await cache.keys()) cached.push(request.url + JSON.stringify([...request.headers]));
        }
      }
      return {
        "this tab's storage": JSON.stringify(without(sessionStorage, isChosen("session"))),
        "this device's storage": JSON.stringify(without(localStorage, isChosen("remembered"))),
        "the databases": JSON.stringify(records),
        "the caches": JSON.stringify(cached),
        "the history": location.href + JSON.stringify(history.state),
        "the document": document.documentElement.outerHTML,
        "the name of the window": window.name,
      };
    }, KEPT_AS)
    .catch((error: Error) => {
      // A page on its way to another one has nothing to look at.
      if (/navigation|closed|destroyed/.test(error.message)) return {};
      throw error;
    });
  return Object.entries(kept);
}
