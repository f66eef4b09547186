import { readFileSync } from "node:fs";
import { type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Visitor } from "./visit.ts";

let visitor: Visitor;
beforeAll(async () => {
  visitor = await Visitor.arrive();
});
afterAll(() => visitor?.leave());

const clean = { console: [], elsewhere: [], failed: [] };
const widths = { wide: 1280, narrow: 390 } as const;
const languages = { zh: "zh-CN", en: "en" } as const;

const cases = ["/", "/docs", "/docs/errors"].flatMap((path) =>
  Object.entries(languages).flatMap(([language, lang]) =>
    Object.entries(widths).map(([size, width]) => ({ path, language, lang, size, width })),
  ),
);

/** How far the page can be pushed sideways. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What stands outside the window, be it in a box of its own that scrolls. */
const outside = (page: Page) =>
  page.evaluate(() => {
    const limit = document.documentElement.clientWidth + 1;
    const out = [...document.querySelectorAll("main *")].filter(
      (e) => e.getBoundingClientRect().right > limit,
    );
    return out.map((e) => `${e.tagName} ${e.textContent?.slice(0, 40)}`);
  });

const nameOf = (path: string) => (path === "/" ? "home" : path.slice(1).replace("/", "-"));

describe("each page, in each language, wide and narrow", () => {
  it.each(cases)(
    "$path in $language, $size: fits the window, asks no other host, complains of nothing",
    async (c) => {
      const { page, noticed } = await visitor.open(`${c.path}?lang=${c.language}`, c.width);
      expect(await page.getAttribute("html", "lang")).toBe(c.lang);
      await visitor.picture(page, `${nameOf(c.path)}-${c.language}-${c.size}`);
      expect(await overflow(page)).toBe(0);
      expect(await outside(page)).toEqual([]);
      expect(noticed).toEqual(clean);
    },
  );
});

describe("the language switch", () => {
  it.each(["/", "/docs", "/docs/errors"])(
    "on %s leads to the same page in the other language and back",
    async (path) => {
      const { page } = await visitor.open(`${path}?lang=zh`, widths.wide);
      expect(await page.innerText("main")).toMatch(/[\u4e00-\u9fff]/);
      await page.click("nav a[hreflang=en]");
      expect(new URL(page.url()).pathname).toBe(path);
      expect(await page.getAttribute("html", "lang")).toBe("en");
      await page.click("nav a[hreflang=zh]");
      expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
    },
  );

  it("is answered by the browser's own language at first", async () => {
    const { page } = await visitor.open("/", widths.wide);
    await page.setExtraHTTPHeaders({ "Accept-Language": "zh-CN,zh;q=0.9" });
    await page.reload();
    expect(await page.getAttribute("html", "lang")).toBe("zh-CN");
  });
});

describe("the start page", () => {
  it.each([
    ["zh", "示例城市"],
    ["en", "sample city"],
  ])("in %s says that the sample's keys are for trying out", async (language, said) => {
    const { page } = await visitor.open(`/?lang=${language}`, widths.wide);
    expect(await page.innerText("main")).toMatch(new RegExp(said));
  });
});

describe("the API page", () => {
  it.each(Object.entries(widths))(
    "opens every operation, %s, without pushing the page sideways",
    async (size, width) => {
      const { page, noticed } = await visitor.open("/docs?lang=en", width);
      const summaries = page.locator("#operations summary");
      expect(await summaries.count()).toBeGreaterThan(25);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      await page.waitForFunction(() =>
        [...document.querySelectorAll("details")].every((d) => d.children.length > 1),
      );
      await visitor.picture(page, `docs-open-${size}`);
      expect(await overflow(page)).toBe(0);
      expect(await outside(page)).toEqual([]);
      expect(noticed).toEqual(clean);
    },
  );

  it("finds by a word, and tries a query with a key", async () => {
    const { page, noticed } = await visitor.open("/docs?lang=en", widths.wide);
    await page.fill("#key", readFileSync(visitor.key, "utf8").trim());
    await page.fill("#filter", "/v1/status");
    await page.locator("#operations summary").first().click();
    await page.locator("#operations form button").first().click();
    await page.waitForFunction(() =>
      document.querySelector("#operations form pre")?.textContent?.startsWith("200"),
    );
    expect(await page.innerText("#operations form pre")).toContain('"factLog"');
    expect(noticed).toEqual(clean);
  });

  it("tells a stranger what is missing, in the page's language", async () => {
    const { page } = await visitor.open("/docs?lang=zh", widths.wide);
    await page.fill("#filter", "/v1/status");
    await page.locator("#operations summary").first().click();
    await page.locator("#operations form button").first().click();
    await page.waitForFunction(() =>
      document.querySelector("#operations form pre")?.textContent?.startsWith("401"),
    );
    expect(await page.innerText("#operations form pre")).toContain("需要 API 密钥");
  });
});
