// Services, hosts and keys: what goes together is found out before anything is sent, and DMXAPI is spoken as it speaks.
import { expect, newKey, sent, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

async function openPanel(editor: Editor) {
  await editor.page.locator("#open-service").click();
  await expect(editor.page.locator("#service-panel")).toBeVisible();
}

async function choose(editor: Editor, service: string, key?: string) {
  await editor.page.locator("#service").selectOption(service);
  if (key !== undefined) await editor.page.locator("#key").fill(key);
}

/** Nothing but the page's own files, and its look for an emulator, was asked for. */
function expectNothingSent(editor: Editor) {
  expect(editor.asked.filter((url) => /\/proxy\//.test(url) && !url.includes("/emulator/"))).toEqual([]);
}

test("every service can be chosen", async ({ editor }) => {
  await editor.open();
  await openPanel(editor);
  const options = editor.page.locator("#service option");
  const ids = await options.evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(ids.filter((id) => !id.startsWith("emulator"))).toEqual([
    "beijing",
    "singapore",
    "virginia",
    "token-plan",
    "workspace",
    "dmxapi",
    "dmxapi-com",
    "custom",
  ]);
});

test("a workspace: its id is checked, its region chosen, and both are kept", async ({ editor }) => {
  await editor.open();
  await openPanel(editor);
  await choose(editor, "workspace");
  const id = editor.page.locator("#workspace-id");
  await expect(id, "nothing typed is no reproach").not.toHaveAttribute("aria-invalid");
  for (const bad of ["ws 1", "ws.evil.example/", "-ws", "ws@host", "工作", "a".repeat(65)]) {
    await id.fill(bad);
    await expect(id).toHaveAttribute("aria-invalid", "true");
    await expect(editor.page.locator("#workspace-id-note")).toContainText("letters, digits, - and _, at most 64");
  }
  await editor.page.locator("#service-done").click();
  await editor.write("A lighthouse");
  await editor.run();
  await expect(id, "opened at what is lacking").toBeFocused();
  await id.fill("llm-3k6f0rmm4n75d6bs");
  await expect(id).not.toHaveAttribute("aria-invalid");
  await editor.page.locator("#workspace-region").selectOption("eu-central-1");
  await editor.page.locator("#service-done").click();
  await expect(editor.page.locator("#open-service")).toContainText("DashScope, workspace · Frankfurt");
  await editor.page.reload();
  await openPanel(editor);
  await expect(editor.page.locator("#service")).toHaveValue("workspace");
  await expect(id).toHaveValue("llm-3k6f0rmm4n75d6bs");
  await expect(editor.page.locator("#workspace-region")).toHaveValue("eu-central-1");
  expectNothingSent(editor);
});

/** Service, model, what is said of it, and the model that the button chooses. */
const elsewhere: [string, string, string, string][] = [
  ["virginia", "wan2.7-image-pro", "wan2.7-image-pro does not run at “DashScope, Virginia”. It runs at: Beijing, Singapore, Token Plan, DMXAPI.", "wan2.6-image"],
  ["virginia", "wan2.5-i2i-preview", "wan2.5-i2i-preview does not run at “DashScope, Virginia”. It runs at: Beijing, Singapore.", "wan2.6-image"],
  ["token-plan", "wan2.6-image", "wan2.6-image does not run at “Token Plan”. It runs at: Beijing, Singapore, Virginia, Frankfurt, DMXAPI.", "wan2.7-image-pro"],
  ["dmxapi", "wan2.5-i2i-preview", "wan2.5-i2i-preview does not run at “DMXAPI, dmxapi.cn”. It runs at: Beijing, Singapore.", "wan2.7-image-pro"],
];

test("a model that does not run at the service is told before sending, with a way out", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  await editor.write("Make it night");
  for (const [service, model, says, instead] of elsewhere) {
    await editor.chooseModel(model);
    await openPanel(editor);
    await choose(editor, service, "sk-test");
    await editor.page.locator("#service-done").click();
    await expect(editor.problems).toContainText(says);
    await editor.run();
    await expect(editor.problems).toBeFocused();
    await editor.problems.getByRole("button", { name: `Choose ${instead}` }).click();
    await expect(editor.page.locator("#model")).toHaveValue(instead);
    await expect(editor.problems).not.toContainText("does not run");
  }
  await editor.chooseModel("wan2.5-i2i-preview");
  await editor.page.locator("#language").click();
  await expect(editor.problems).toContainText("“DMXAPI，dmxapi.cn”没有 wan2.5-i2i-preview，可用于：北京、新加坡。");
  expectNothingSent(editor);
});

test("Frankfurt answers by task only", async ({ editor, pictures }) => {
  await editor.open();
  await editor.add(pictures["plain.jpg"]);
  await editor.chooseModel("wan2.6-image");
  await editor.waitOnConnection();
  await openPanel(editor);
  await choose(editor, "workspace", "sk-test");
  await editor.page.locator("#workspace-id").fill("ws-1");
  await editor.page.locator("#workspace-region").selectOption("eu-central-1");
  await editor.page.locator("#service-done").click();
  await expect(editor.page.locator("#delivery input")).toHaveCount(0);
  await expect(editor.page.locator("#delivery-note")).toContainText("Only “By task” here.");
  await expect(editor.problems).toBeEmpty();
});

/** Service, key, what its note says. */
const keys: [string, string, string][] = [
  ["beijing", "sk-0123", "An ordinary key"],
  ["beijing", "sk-ws-0123", "A workspace key"],
  ["beijing", "st-lt-v1-0123", "A temporary key: it ends within 30 minutes at most."],
  ["beijing", "sk-sp-0123", "This key (sk-sp-…) opens the Token Plan only."],
  ["token-plan", "sk-sp-0123", "A subscription key"],
  ["token-plan", "sk-0123", "The Token Plan takes its own keys (sk-sp-…) only."],
  ["dmxapi", "sk-0123", "Goes to this service only"],
];

test("a key is recognised by its beginning, and a wrong pair is told before sending", async ({ editor }) => {
  await editor.open();
  await editor.write("A lighthouse");
  await openPanel(editor);
  for (const [service, key, says] of keys) {
    await choose(editor, service, key);
    await expect(editor.page.locator("#key-note")).toContainText(says);
    const isWrong = says.includes("only.") ? "true" : null;
    expect(await editor.page.locator("#key").getAttribute("aria-invalid")).toBe(isWrong);
  }
  await choose(editor, "singapore", "sk-sp-0123");
  await editor.page.locator("#service-done").click();
  await editor.run();
  await expect(editor.problems).toContainText("This key (sk-sp-…) opens the Token Plan only.");
  await editor.problems.getByRole("button", { name: "Choose Token Plan" }).click();
  await expect(editor.page.locator("#open-service")).toContainText("Token Plan");
  // The key was typed for another host.
  await expect(editor.problems).toContainText("Send the key to https://token-plan.cn-beijing.maas.aliyuncs.com?");
  expectNothingSent(editor);
});

test.describe("DMXAPI", () => {
  test.beforeEach(async ({ editor, site, emulator }) => {
    await editor.page.goto(site.url);
    await editor.connect(newKey("delay=0"), "memory", `${emulator.origin}/v1`);
  });

  test("an edit, with the key alone or as Bearer", async ({ editor, pictures }) => {
    await editor.add(pictures["plain.jpg"]);
    const meant = await editor.draw({ x: 0.2, y: 0.2 }, { x: 0.6, y: 0.6 });
    await editor.write("Put a cup into the selected area of image 1");
    await editor.openMore();
    await expect(editor.page.locator("#delivery-note")).toContainText("Only “On one connection” here. If the connection breaks, a paid result can be lost.");
    await expect(editor.page.locator("#upload-first")).toHaveCount(0);
    await editor.run();
    await editor.expectSaved(1);
    const first = await editor.theSubmit();
    expect(first.path).toBe("/v1/responses");
    expect(first.headers.authorization).not.toContain("Bearer");
    expect(first.headers).not.toHaveProperty("x-dashscope-async");
    expect(sent(first).parameters.bbox_list[0][0].map((edge: number, at: number) => Math.abs(edge - meant[at]) <= 1)).toEqual([true, true, true, true]);
    expect(first.unsupported).toEqual([]);

    await openPanel(editor);
    await editor.toggle("#bearer");
    await editor.page.locator("#service-done").click();
    await editor.run();
    await editor.expectSaved(2);
    expect(submits(await editor.log())[1].headers.authorization).toMatch(/^Bearer /);
  });

  test("an image set", async ({ editor, pictures }) => {
    await editor.add(pictures["quarters.png"]);
    await editor.write("The same in three seasons");
    await editor.chooseMode("set");
    await editor.page.locator("#max-images").fill("3");
    await editor.chooseSize("1K");
    await editor.run();
    await editor.expectSaved(3);
    const submit = await editor.theSubmit();
    expect(sent(submit).parameters).toMatchObject({ enable_sequential: true, n: 3, size: "1K" });
    expect(submit.unsupported).toEqual([]);
  });

  test("text and images: a stream, asked for beside the model", async ({ editor }) => {
    await editor.chooseModel("wan2.6-image");
    await editor.write("给我一个2张图的教程");
    await editor.page.locator("#max-images").fill("2");
    await editor.run();
    await editor.expectSaved(2);
    const submit = await editor.theSubmit();
    expect(submit.body.stream).toBe(true);
    expect(submit.headers).not.toHaveProperty("x-dashscope-sse");
    expect(submit.unsupported).toEqual([]);
  });

  test("wan2.5 is refused before it is sent", async ({ editor, pictures }) => {
    await editor.add(pictures["plain.jpg"]);
    await editor.write("Make it night");
    await editor.chooseModel("wan2.5-i2i-preview");
    await editor.run();
    await expect(editor.problems).toContainText("wan2.5-i2i-preview does not run at");
    expect(submits(await editor.log())).toEqual([]);
  });
});

test("an emulator on this machine is offered, in both dialects, and needs no key", async ({ editor, site, emulator, pictures }) => {
  const at = /\/proxy\/127\.0\.0\.1:8787\//;
  await editor.page.route(at, (route) =>
    route.continue({ url: route.request().url().replace(at, `/proxy/${new URL(emulator.api).host}/`) }),
  );
  await editor.page.goto(site.url);
  await expect(editor.page.locator("#open-service"), "taken on a first visit").toContainText("Emulator on this machine");
  await openPanel(editor);
  await editor.page.locator("#service").selectOption("emulator-dmxapi");
  await expect(editor.page.locator("#key")).toHaveCount(0);
  await editor.page.locator("#service-done").click();
  await editor.add(pictures["quarters.png"]);
  await editor.write("Make it night");
  await editor.chooseSize("1K");
  await editor.run();
  await editor.expectSaved(1);
  editor.key = "sk-emulator";
  expect((await editor.theSubmit()).path).toBe("/v1/responses");
});

test("a temporary key works as any other", async ({ editor, emulator, pictures }) => {
  const own = newKey("delay=0");
  const answer = await fetch(`${emulator.api}/tokens?expire_in_seconds=60`, { method: "POST", headers: { authorization: `Bearer ${own}` } });
  const { token } = await answer.json();
  await editor.open();
  await editor.connect(token);
  await editor.draft(pictures["quarters.png"]);
  await editor.chooseSize("1K");
  await editor.run();
  await editor.expectSaved(1);
});
