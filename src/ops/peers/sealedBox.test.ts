import { expect, test } from "vitest";
import { newBox, seal } from "./sealedBox.ts";

const about = "suyuan opening request 1\nof …";

test("what is sealed to a key is read with it alone, and is never the same twice", () => {
  const mine = newBox();
  const sealed = seal("a salt", mine.publicKey, about);
  expect(mine.open(sealed, about)).toBe("a salt");
  expect(() => newBox().open(sealed, about)).toThrow();
  const again = seal("a salt", mine.publicKey, about);
  expect([again.key, again.box]).not.toContain(sealed.key);
  expect(again.box).not.toBe(sealed.box);
  expect(JSON.stringify(sealed)).not.toContain(Buffer.from("a salt").toString("hex"));
});

test("an answer to another question, or one that was changed on its way, does not open", () => {
  const mine = newBox();
  const sealed = seal("a salt", mine.publicKey, about);
  expect(() => mine.open(sealed, `${about}.`)).toThrow();
  const flipped = sealed.box.replace(/.$/, (c) => (c === "0" ? "1" : "0"));
  expect(() => mine.open({ ...sealed, box: flipped }, about)).toThrow();
});

test("a key that is no point of the curve's large group is refused", () => {
  expect(() => seal("a salt", `0x${"00".repeat(32)}`, about)).toThrow();
});
