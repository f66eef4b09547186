import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/folder.ts";
import { readSealed, writeSealed } from "./sealed.ts";

test("every flipped bit of a small file is told, or changes nothing", () => {
  const file = join(temporaryFolder(), "small.json");
  const content = { format: 1, id: "ab12", city: "sample", founded: null };
  writeSealed(file, content);
  expect(readSealed(file)).toEqual(content);
  const whole = readFileSync(file);
  for (let bit = 0; bit < 8 * whole.length; bit++) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3]! ^= 1 << (bit & 7);
    writeFileSync(file, bytes);
    expect(readOrCode(file), `bit ${bit}`).toEqual(expect.toBeOneOf([content, "DATA_DIRECTORY_FOREIGN"]));
  }
});

test("a file from before there were checksums is read as it is", () => {
  const file = join(temporaryFolder(), "small.json");
  writeFileSync(file, '{"format":1}');
  expect(readSealed(file)).toEqual({ format: 1 });
  expect(readSealed(`${file}.missing`)).toBeUndefined();
});

function readOrCode(file: string): unknown {
  try {
    return readSealed(file);
  } catch (error) {
    return (error as { code: string }).code;
  }
}
