import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { snippetsIn } from "./parse.ts";

const fenced = (script: string) => ["```sh", script, "```"].join("\n");

describe("snippets of a Markdown file", () => {
  it("are the blocks marked as run, in order, with the lines their fences stand on", () => {
    const text = [
      "# Title",
      fenced("not run"),
      "",
      "<!-- runs -->",
      "",
      fenced("one"),
      "<!-- runs -->",
      fenced("two"),
    ];
    expect(snippetsIn(text.join("\n"))).toEqual([
      { line: 8, script: "one", starts: false },
      { line: 12, script: "two", starts: false },
    ]);
  });

  it("take the expectation behind the block, and only that one", () => {
    const text = [
      "<!-- runs -->",
      fenced("one"),
      "",
      "<!-- prints: ^4\\d$ -->",
      "<!-- runs -->",
      fenced("two"),
    ];
    expect(snippetsIn(text.join("\n")).map((s) => s.prints?.source)).toEqual(["^4\\d$", undefined]);
  });

  it.each([
    ["npm start", true],
    ["cd suyuan\nnpm start", true],
    ["npm start -- --empty", true],
    ["npm run -s suyuan -- check x", false],
    ["echo npm start", false],
  ])("“%s” starts the gateway: %s", (script, starts) => {
    expect(snippetsIn(`<!-- runs -->\n${fenced(script)}`)[0]?.starts).toBe(starts);
  });

  it.each(["<!-- runs -->\n\ntext", "<!-- runs -->", "<!-- runs -->\n```sh\nopen"])("refuse %j", (text) => {
    expect(() => snippetsIn(text)).toThrow(/line \d/);
  });

  it.each(["README.md", "README.zh.md"])("%s starts the gateway before it uses it", (name) => {
    const found = snippetsIn(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
    expect(found[0]?.starts).toBe(true);
  });
});
