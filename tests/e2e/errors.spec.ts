// Why a service refused: a sentence and a next step in both languages, the service's own words, code, id and answer.
import { expect, newKey, submits, test } from "./editor.ts";
import type { Editor } from "./editor.ts";

/** What the key says to fail with, and what the page says in English and Chinese. */
type Family = [words: string, code: string, english: string, chinese: string];

const families: Record<string, Family[]> = {
  "input and pictures": [
    ["fail=InvalidParameter:url", "InvalidParameter", "This model does not belong to this address.", "该模型不属于这个地址。"],
    ["fail=InvalidParameter:n", "InvalidParameter", "A number lies outside its range.", "有数值超出范围。"],
    ["fail=InvalidParameter:body", "InvalidParameter", "The service could not read the request.", "服务无法读取该请求。"],
    ["fail=InvalidParameter:download", "InvalidParameter", "The service could not fetch a picture from its address.", "服务无法下载图片网址。"],
    ["fail=InvalidImageFormat", "InvalidImageFormat", "A picture has another format, or is damaged.", "有图片格式不符，或已损坏。"],
    ["fail=InvalidImageResolution", "InvalidImageResolution", "A picture has too few or too many pixels, or is too long.", "有图片像素过少或过多，或过于狭长。"],
    ["fail=BadRequest.TooLarge:413", "BadRequest.TooLarge", "The pictures have too many bytes.", "图片体积过大。"],
    ["fail=ClientDisconnect", "ClientDisconnect", "The connection broke before the end.", "连接中途断开。"],
  ],
  "content": [
    ["fail=DataInspectionFailed", "DataInspectionFailed", "The service's content check refused it.", "未通过服务的内容审核。"],
    ["fail=IPInfringementSuspect", "IPInfringementSuspect", "It seems to show a brand or a figure of somebody else.", "疑似涉及他人的品牌或形象。"],
    ["fail=FaqRuleBlocked", "FaqRuleBlocked", "A rule of the service or of your account blocked it.", "被服务或账号的规则拦截。"],
    ["fail=InvalidParameter:green", "InvalidParameter", "The service's content check refused it.", "未通过服务的内容审核。"],
  ],
  "account": [
    ["fail=InvalidApiKey", "InvalidApiKey", "The key is wrong, has ended, or belongs to another region.", "密钥有误、已失效，或属于其他地域。"],
    ["fail=NotAuthorized", "NOT AUTHORIZED", "This workspace does not exist, or is not open to the key.", "业务空间不存在，或未对该密钥开放。"],
    ["fail=Arrearage", "Arrearage", "The account has a bill to settle, or no balance left.", "账号欠费，或余额不足。"],
    ["fail=BudgetLimitExceeded", "BudgetLimitExceeded", "The budget set for the account is used up.", "账号设定的预算已用完。"],
    ["fail=AccessDenied.Unpurchased", "AccessDenied.Unpurchased", "The service is not activated for this account.", "该账号尚未开通此服务。"],
    ["fail=AllocationQuota.FreeTierOnly", "AllocationQuota.FreeTierOnly", "The free images are used up, and paying is switched off.", "免费额度已用完，且未开启付费。"],
    ["fail=ModelNotFound", "ModelNotFound", "The service does not know this model.", "服务没有这个模型。"],
    ["fail=Model.AccessDenied", "Model.AccessDenied", "The account or workspace may not use this model.", "该账号或业务空间无权使用此模型。"],
    ["fail=AccessDenied:sync", "AccessDenied", "The service does not answer in this way here", "这里不支持这种等待方式"],
  ],
  "throttling and the service": [
    ["taskfail=A:Throttling.RateQuota", "Throttling.RateQuota", "Too many requests just now.", "请求过于频繁。"],
    ["taskfail=A:Throttling.BurstRate", "Throttling.BurstRate", "Too many requests all of a sudden.", "请求突然过多。"],
    ["taskfail=A:Throttling.Concurrency", "Throttling.Concurrency", "Too many tasks at once.", "同时执行的任务过多。"],
    ["fail=Throttling.AllocationQuota:plan", "Throttling.AllocationQuota", "The quota is used up.", "额度已用尽。"],
    ["fail=InternalError", "InternalError", "Something failed inside the service.", "服务内部出错。"],
    ["fail=RequestTimeOut", "RequestTimeOut", "It took the service too long.", "服务处理超时。"],
    ["fail=ModelServingError", "ModelServingError", "The model is overloaded, or away.", "模型过载，或暂不可用。"],
    ["fail=InternalError,form=unknown", "", "Something failed inside the service.", "服务内部出错。"],
  ],
};

/** Runs the draft with a key of these words, and waits for the error. */
async function fail(editor: Editor, words: string) {
  await editor.connect(newKey("delay=0", ...words.split(",")));
  await editor.run();
  await expect(editor.error.locator("h2")).toBeVisible({ timeout: 20_000 });
}

async function switchLanguage(editor: Editor) {
  await editor.page.locator("#language").click();
}

for (const [name, list] of Object.entries(families)) {
  test(`${name}: a sentence in each language, the next step, and all that support asks for`, async ({ editor }) => {
    test.slow();
    await editor.open();
    await editor.write("A lighthouse at dusk");
    for (const [words, code, english, chinese] of list) {
      await test.step(words, async () => {
        if (words.startsWith("taskfail")) await editor.chooseDelivery("task");
        else await editor.chooseDelivery("sync");
        await fail(editor, words);
        await expect(editor.error.locator("h2")).toContainText(english);
        await expect(editor.error.locator(".next-step"), "what to do").not.toBeEmpty();
        await expect(editor.error.locator(".words"), "the service's own words").toContainText("The service says:");
        await expect(editor.error).toContainText(code);
        await expect(editor.error).toContainText(/Request id\s*[0-9a-f-]{20,}/);
        await editor.error.locator("details summary").click();
        await expect(editor.error.locator("pre")).toContainText(code);
        await switchLanguage(editor);
        await expect(editor.error.locator("h2")).toContainText(chinese);
        await expect(editor.error.locator(".next-step")).toContainText(/[\u4e00-\u9fff]/);
        await switchLanguage(editor);
        expect(submits(await editor.log()), "sent once").toHaveLength(1);
      });
    }
  });
}

test("answers that are not the service's own: pages, text, nothing", async ({ editor }) => {
  await editor.open();
  await editor.write("A lighthouse at dusk");
  await editor.waitOnConnection();
  for (const [words, sentence] of [
    ["html504", "Something between here and the service gave up waiting (HTTP 504)."],
    ["html502", "Something between here and the service answered instead of it (HTTP 502)."],
    ["fail=InternalError,form=html", "Something between here and the service answered instead of it (HTTP 500)."],
    ["fail=InternalError,form=text", "Something between here and the service answered instead of it (HTTP 500)."],
    ["fail=InternalError,form=empty", "Something between here and the service answered instead of it (HTTP 500)."],
  ]) {
    await test.step(words, async () => {
      await fail(editor, words);
      await expect(editor.error.locator("h2")).toHaveText(sentence);
      await expect(editor.error).toContainText("It may have been billed although no image came.");
      expect(submits(await editor.log())).toHaveLength(1);
    });
  }
});

test("a temporary key that has ended is called by its name", async ({ editor }) => {
  await editor.open();
  await editor.write("A lighthouse at dusk");
  await editor.connect("st-ended");
  await editor.run();
  await expect(editor.error.locator("h2")).toHaveText("The temporary key has ended.");
  await expect(editor.error).toContainText("Nothing was billed.");
});
