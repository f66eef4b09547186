import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));

const HEAD = `// The verifier of Suyuan's evidence bundles, in one file. It needs Node 18 or newer and nothing else:
//   node suyuan-verify.mjs <bundle> --trust <trust file> [file…]
// Made from src/cli/standalone.ts by \`npm run generate\`. Do not edit. Apache-2.0.
// It holds parts of @noble/hashes and @noble/curves, which are:
//   The MIT License. Copyright (c) 2022 Paul Miller (https://paulmillr.com)
//   Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
//   documentation files (the "Software"), to deal in the Software without restriction, including without limitation
//   the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
//   to permit persons to whom the Software is furnished to do so, subject to the following conditions: the above
//   copyright notice and this permission notice shall be included in all copies or substantial portions of the
//   Software. The Software is provided "as is", without warranty of any kind, express or implied, including but not
//   limited to the warranties of merchantability, fitness for a particular purpose and noninfringement. In no event
//   shall the authors or copyright holders be liable for any claim, damages or other liability, whether in an action
//   of contract, tort or otherwise, arising from, out of or in connection with the Software or the use or other
//   dealings in the Software.
`;

/** Readable, and the same bytes wherever it is made from the same sources and lockfile. */
export async function verifierFile(): Promise<string> {
  const input = `${root}src/cli/standalone.ts`;
  const made = await rolldown({ input, platform: "node", cwd: root });
  const { output } = await made.generate({ format: "esm", comments: false, minify: false });
  await made.close();
  return `${HEAD}\n${output[0].code}`;
}

/** What to compare the file with before it is relied on. */
export function verifierPage(file: string): string {
  const digest = createHash("sha256").update(file).digest("hex");
  return `# The verifier, as one file

<!-- Written by \`npm run generate\`. -->

\`dist/suyuan-verify.mjs\` checks evidence bundles ([the format](bundle.md)) against a [trust file](trust.md), with Node 18 or newer, no
network and nothing installed. It is plain text to read, made from \`src/cli/standalone.ts\` and \`src/proof/\`; the same sources and
lockfile make the same bytes. Keep it with your bundles, and compare its SHA-256 with one that you did not get beside it:

\`\`\`
${digest}  suyuan-verify.mjs
\`\`\`

\`\`\`sh
node suyuan-verify.mjs evidence.bundle --trust trust.json file.csv
\`\`\`
`;
}
