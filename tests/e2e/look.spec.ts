// Two languages, two themes, and a narrow window.
import { expect, newKey, test } from "./editor.ts";

test.describe("a browser in Chinese", () => {
  test.use({ locale: "zh-CN" });

  test("opens in Chinese; English stays once chosen", async ({ page, site, editor }) => {
    await page.goto(site.url);
    await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
    await expect(editor.edit).toHaveText("生成");
    await expect(page.locator("#stage")).not.toContainText(/Choose|picture/);
    await page.locator("#language").click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(editor.edit).toHaveText("Generate");
    await page.reload();
    await expect(editor.edit).toHaveText("Generate");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });

  test("an edit, a refusal and a result read Chinese, and the draft survives the switch", async ({ editor, pictures }) => {
    await editor.open("delay=0", "throttle=1");
    await editor.draft(pictures["plain.jpg"], "把图1的框选的位置换成咖啡杯");
    await editor.draw({ x: 0.3, y: 0.3 }, { x: 0.6, y: 0.6 });
    await editor.run();
    await expect(editor.progress).toContainText("服务繁忙");
    await editor.expectSaved(1);
    const words = await editor.page.locator("body").innerText();
    const english = words.match(/\b(Edit|Cancel|Download|Size|Images|Seed|Model|Saved|before sending|Watermark)\b/g);
    expect(english, "English words on a Chinese page").toBeNull();

    await editor.page.locator("#language").click();
    await expect(editor.edit).toHaveText("Edit");
    await expect(editor.page.locator("#prompt")).toHaveValue("把图1的框选的位置换成咖啡杯");
    await expect(editor.boxes).toHaveCount(1);
    await expect(editor.results).toHaveCount(1);
    await expect(editor.page.locator("#delivery-sync")).toBeChecked();
    await expect(editor.page.locator("#key")).toHaveValue(editor.key);
  });
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(`a ${scheme} system`, () => {
    test.use({ colorScheme: scheme });

    test(`opens ${scheme}; the other theme stays once chosen`, async ({ page, site }) => {
      const isDark = () =>
        page.evaluate(() => {
          const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g)!.map(Number);
          return red + green + blue < 380;
        });
      await page.goto(site.url);
      await expect(page.locator("#edit")).toBeVisible();
      expect(await isDark()).toBe(scheme === "dark");
      const other = scheme === "dark" ? "light" : "dark";
      for (let press = 0; press < 3 && (await page.locator("html").getAttribute("data-theme")) !== other; press++) {
        await page.locator("#theme").click();
      }
      await expect(page.locator("html")).toHaveAttribute("data-theme", other);
      await expect.poll(isDark).toBe(other === "dark");
      await page.reload();
      await expect(page.locator("html")).toHaveAttribute("data-theme", other);
      await expect.poll(isDark).toBe(other === "dark");
    });
  });
}

for (const locale of ["en-US", "zh-CN"]) {
  test.describe(`360 px wide, ${locale}`, () => {
    test.use({ locale, viewport: { width: 360, height: 740 } });

    test(`nothing reaches beyond a window of 360 px, ${locale}`, async ({ editor, pictures, site }) => {
      const { page } = editor;
      await page.goto(site.url);
      await expect(editor.edit).toBeVisible();
      await editor.expectNoOverflow();
      await page.locator("#open-service").click();
      await editor.expectNoOverflow();
      await page.locator("#service-done").click();

      await editor.connect(newKey("delay=0", "fewer=1"));
      await editor.add(pictures["phone.jpg"], pictures["plain.jpg"], pictures["strip.jpg"]);
      await page.locator("#add-box").click();
      await editor.page.locator("#add-box").click();
      await editor.write("Averyveryverylongwordwithoutanyspace".repeat(6));
      await editor.waitOnConnection();
      await editor.choose("#size-custom");
      await editor.pick(pictures["text.jpg"]);
      await expect(editor.notices.locator(".notice")).toHaveCount(1);
      await editor.run();
      await expect(editor.problems.locator("li").first()).toBeVisible();
      await editor.expectNoOverflow();

      await page.locator("[data-source='2'] .thumbnail").click();
      await page.locator("[data-source='2'] .rail-remove").click();
      await editor.chooseSize("1K");
      await editor.chooseCount(3);
      await editor.run();
      await editor.expectSaved(2);
      await editor.expectNoOverflow();
      await editor.results.first().locator(".card-picture").click();
      await expect(page.locator("#viewer")).toBeVisible();
      await editor.expectNoOverflow();
      await page.locator("#close-viewer").click();

      await editor.connect(newKey("delay=0", "garbage"));
      await editor.run();
      await expect(editor.error.locator("h2")).toBeVisible();
      await editor.expectNoOverflow();
    });
  });
}
