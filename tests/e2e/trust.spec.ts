// Whom the key goes to: those that somebody named with it, and nobody else without a yes.
import { expect, newKey, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

const stored = (editor: Editor) =>
  editor.page.evaluate(() => ({ tab: { ...sessionStorage }, device: { ...localStorage } }));

const withKey = (editor: Editor) => {
  const urls: string[] = [];
  editor.page.on("request", (request) => {
    if (request.headers().authorization) urls.push(request.url());
  });
  return urls;
};

test("another address: asked before the key goes there, in place", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const urls = withKey(editor);
  const { page } = editor;
  await page.locator("#open-service").click();
  await page.locator("#base-url").fill("https://gateway.example.com/api/v1");
  await expect(page.locator("#service-panel .trust")).toContainText("Send the key to https://gateway.example.com?");
  await page.locator("#check-connection").click();
  await expect(page.locator("#trust-yes"), "the doctor's question has the key, too").toBeFocused();
  await page.locator("#service-done").click();
  await expect(editor.problems).toBeEmpty();

  await editor.run();
  await expect(editor.problems).toContainText("Send the key to https://gateway.example.com?");
  await expect(page.locator("#send-yes")).toBeFocused();
  await page.locator("#language").click();
  await expect(editor.problems).toContainText("把密钥发送到 https://gateway.example.com？");
  await page.locator("#language").click();
  await page.locator("#send-no").click();
  await expect(page.locator("#service-panel")).toBeVisible();
  expect(urls).toEqual([]);
  await page.locator("#service-done").click();

  await page.route("**/proxy/gateway.example.com/**", (route) => route.fulfill({ status: 401, body: '{"code":"InvalidApiKey","message":"m"}' }));
  await editor.run();
  await page.locator("#send-yes").click();
  await expect(editor.error).toContainText("The key is wrong");
  expect(urls).toHaveLength(1);
  await editor.run();
  await expect.poll(() => urls.length, "asked once").toBe(2);
  await expect(page.locator("#send-yes")).toHaveCount(0);
});

test("another proxy: asked; the page's own: never", async ({ editor, pictures }) => {
  await editor.open("delay=0");
  await editor.draft(pictures["plain.jpg"]);
  const urls = withKey(editor);
  const { page } = editor;
  const setProxy = async (proxy: string) => {
    await page.locator("#open-service").click();
    await page.locator("#proxy").fill(proxy);
    await page.locator("#service-done").click();
  };
  for (const proxy of ["https://proxy.example/way", "https://proxy.example?to={url}"]) {
    await setProxy(proxy);
    await editor.run();
    await expect(editor.problems).toContainText("Send the key to https://proxy.example?");
  }
  expect(urls).toEqual([]);
  await setProxy(`${new URL(page.url()).origin}/proxy`);
  await editor.run();
  await editor.expectSaved(1);
  expect(submits(await editor.log())).toHaveLength(1);
});

test("a key is for the host that it was typed for; another region asks like any other", async ({ editor }) => {
  const { page } = editor;
  await editor.open();
  await page.locator("#open-service").click();
  await page.locator("#service").selectOption("beijing");
  await page.locator("#key").fill("sk-0123");
  await page.locator("#service-done").click();
  await page.locator("#open-service").click();
  const question = page.locator("#service-panel .trust");
  await page.locator("#service").selectOption("singapore");
  await expect(question).toContainText("https://dashscope-intl.aliyuncs.com");
  await page.locator("#service").selectOption("beijing");
  await expect(question).toHaveCount(0);
  await page.locator("#service").selectOption("dmxapi");
  await expect(question).toContainText("https://www.dmxapi.cn");
  await page.locator("#trust-yes").click();
  await expect(question).toHaveCount(0);
});

test("a yes lives as long as the key, beside it, and is forgotten with it", async ({ editor, site, context }) => {
  await editor.page.goto(site.url);
  await editor.connect(newKey(), "session");
  const { page } = editor;
  const forWhom = async () => {
    const { tab, device } = await stored(editor);
    return [tab["wan-edit.key-for"], device["wan-edit.key-for"]];
  };
  const origin = new URL(await page.locator("#base-url").inputValue()).origin;
  expect(await forWhom()).toEqual([origin, undefined]);
  await page.locator("#open-service").click();
  await page.locator("#base-url").fill("https://gateway.example.com");
  await page.locator("#trust-yes").click();
  expect(await forWhom()).toEqual([`${origin} https://gateway.example.com`, undefined]);
  await page.reload();
  await expect(page.locator("#key")).toHaveValue(editor.key);
  await expect(page.locator("#service-panel .trust")).toHaveCount(0);
  await page.locator("#open-service").click();
  await editor.choose("#keep-remembered");
  expect(await forWhom()).toEqual([undefined, `${origin} https://gateway.example.com`]);

  const other = await context.newPage();
  await other.goto(site.url);
  await expect(other.locator("#key")).toHaveValue(editor.key);
  await page.locator("#forget-key").click();
  await expect(other.locator("#key"), "another tab forgets it, too").toHaveValue("");
  expect(await forWhom()).toEqual([undefined, undefined]);
  const all = JSON.stringify(await stored(editor));
  expect(all).not.toContain("wan-edit.key");
  expect(all).not.toContain(editor.key.split("+").at(-1));
  await other.close();
});

test("settings of the edit in the fragment are taken, said, and gone from the address; the service is a question", async ({ editor, site }) => {
  const { page } = editor;
  const prompt = encodeURIComponent("把天空改成夜晚 & 星星");
  await page.goto(`${site.url}?from=mail#service=singapore&proxy=/proxy&model=wan2.7-image&size=1K&n=2&seed=7&prompt=${prompt}&nonsense=1`);
  await expect(page.locator("#link-proposal")).toContainText("DashScope, Singapore");
  await expect(page.locator("#link-no")).toBeFocused();
  await page.locator("#link-yes").click();
  await expect(page.locator("#link-proposal")).toBeHidden();
  await expect(page.locator("#prompt")).toHaveValue("把天空改成夜晚 & 星星");
  await expect(page.locator("#model")).toHaveValue("wan2.7-image");
  await expect(page.locator("#open-service")).toContainText("Singapore");
  await expect(page.locator("#size-1K")).toBeChecked();
  await expect(page.locator("#count-2")).toBeChecked();
  await expect(page.locator("#seed")).toHaveValue("7");
  await expect(editor.notices).toContainText("Taken from the link: model, size, n, seed, prompt.");
  expect(page.url()).toBe(`${site.url}?from=mail`);
  await expect(page.locator("#service")).toHaveValue("singapore");
});

/** Links that name a server of somebody's, each in another way. */
const HOSTILE = [
  "proxy=https://evil.example/p",
  "proxy=https://evil.example/?to={url}",
  "proxy=//evil.example/p",
  "proxy=https://127.0.0.1@evil.example/p",
  "proxy=HTTPS://EVIL.EXAMPLE/p",
  "service=custom&base_url=https://evil.example/api/v1",
  "service=custom&base_url=https://dashscope.aliyuncs.com.evil.example/api/v1",
  "service=custom&base_url=https://evil.example%2Fapi%2Fv1",
  "service=workspace&workspace=llm-evil&region=cn-beijing",
  "service=custom&base_url=https://ws-evil.cn-beijing.maas.aliyuncs.com/api/v1",
  "service=dmxapi&proxy=https://evil.example/p",
  "base_url=https://evil.example/api/v1&proxy=",
];

for (const hasKey of [false, true]) {
  test(`no link moves pictures or ${hasKey ? "the kept key" : "a key typed later"} anywhere before a yes`, async ({ editor, site, complaints }) => {
    test.slow();
    const { page } = editor;
    await page.goto(site.url);
    await editor.connect(newKey(), hasKey ? "remembered" : "memory");
    const before = await page.evaluate(() => localStorage.getItem("wan-edit.service"));
    for (const link of HOSTILE) {
      // Refused, and left unanswered.
      for (const answer of ["Escape", undefined]) {
        await page.goto(`${site.url}?${answer}#${link}`);
        await expect(page.locator("#link-proposal"), link).toBeVisible();
        if (answer) await page.keyboard.press(answer);
      }
      await page.goto(site.url);
      await expect(editor.edit).toBeVisible();
      expect(await page.evaluate(() => localStorage.getItem("wan-edit.service")), link).toBe(before);
    }
    expect(editor.asked.filter((url) => /evil/i.test(url))).toEqual([]);
    complaints.length = 0;
  });
}

test("a link cannot send a kept key elsewhere", async ({ editor, site, pictures }) => {
  const { page } = editor;
  await page.goto(site.url);
  await editor.connect(newKey("delay=0"), "remembered");
  const urls = withKey(editor);
  await page.goto("about:blank");
  await page.goto(`${site.url}#service=custom&base_url=https://evil.example/api/v1&proxy=https://evil.example/p`);
  await expect(page.locator("#link-proposal")).toContainText("It names evil.example, by way of https://evil.example.");
  await page.locator("#link-yes").click();
  // A yes to the link is none for the key.
  await editor.draft(pictures["plain.jpg"]);
  await editor.run();
  await expect(editor.problems).toContainText("Send the key to https://evil.example");
  await page.locator("#open-tasks").click();
  await expect(page.locator("#trust-yes")).toBeFocused();
  expect(urls).toEqual([]);
  expect(editor.asked.filter((url) => url.includes("evil.example/p")), "nor anything without a key").toEqual([]);
});

for (const address of ["?key=sk-secret123", "?a=1&API_KEY=sk-secret123", "#key=sk-secret123&model=wan2.7-image"]) {
  test(`a key in the address is not used: ${address}`, async ({ editor, site }) => {
    const { page } = editor;
    await page.goto(site.url + address);
    await expect(editor.notices).toContainText("A key stood in the address of this page. It was not used and is removed");
    await expect(editor.notices).toContainText("replace this key in your console");
    expect(page.url()).not.toContain("secret123");
    expect(page.url()).toBe(address.includes("a=1") ? `${site.url}?a=1` : site.url);
    await expect(page.locator("#key")).toHaveValue("");
    expect(JSON.stringify(await stored(editor))).not.toContain("secret123");
    await page.locator("#language").click();
    await expect(editor.notices).toContainText("本页的网址中带有密钥。");
  });
}

test("a full journey asks nobody but the page's host and the service's", async ({ editor, pictures, site, emulator }) => {
  const { page } = editor;
  const violations: string[] = [];
  await page.exposeFunction("violated", (what: string) => violations.push(what));
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) => (window as any).violated(`${event.violatedDirective} ${event.blockedURI}`)),
  );
  await editor.open("delay=0");
  await editor.add(pictures["plain.jpg"]);
  await editor.write("Make it night");
  await page.locator("#open-service").click();
  await page.locator("#check-connection").click();
  await expect(page.locator("#diagnosis [data-finding=results-fine]")).toBeVisible();
  await page.locator("#service-done").click();
  await editor.run();
  await editor.expectSaved(1);
  await editor.results.first().locator(".card-picture").click();
  await page.locator("#close-viewer").click();
  await editor.download();
  await page.locator("[data-reuse]").first().click();
  await page.locator("#theme").click();
  await page.locator("#language").click();
  await page.locator("#open-tasks").click();
  await expect(page.locator("[data-task]").first()).toBeVisible();

  const hosts = new Set(editor.asked.filter((url) => /^(https?|wss?):/.test(url)).map((url) => new URL(url).origin));
  // Results are tried straight from their host first.
  const known = [site.url, emulator.results].map((url) => new URL(url).origin);
  expect([...hosts].filter((origin) => !known.includes(origin))).toEqual([]);
  const inside = /^\/proxy\/([^/]+)\//;
  const beyond = editor.asked.map((url) => inside.exec(new URL(url).pathname)?.[1]).filter((host) => host !== undefined);
  // The preset looks for an emulator at its usual address.
  const meant = [new URL(emulator.api).host, new URL(emulator.results).host, "127.0.0.1:8787"];
  expect([...new Set(beyond)].filter((host) => !meant.includes(host!))).toEqual([]);
  expect(violations).toEqual([]);
});
