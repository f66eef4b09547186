// Runs README.md's marked blocks as a newcomer would, in order, against a gateway of this checkout with a
// folder and a port of its own. A block fails when it ends with another code than 0 or prints something else
// than its `<!-- prints: … -->` says. `npm run snippets -- README.zh.md` runs another file's.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Snippet, snippetsIn } from "./snippets/parse.ts";
import { Workshop } from "./snippets/workshop.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

async function perform(workshop: Workshop, file: string, snippet: Snippet): Promise<boolean> {
  console.log(`\n── ${file}:${snippet.line} ──\n${snippet.script.replace(/^/gm, "$ ")}`);
  const { code, output } = snippet.starts
    ? await workshop.start(snippet.script)
    : await workshop.run(snippet.script);
  console.log(output.trimEnd());
  const printed = snippet.prints?.test(output) ?? true;
  if (code !== 0) console.log(`✗ ended with code ${code}`);
  if (!printed) console.log(`✗ does not match ${String(snippet.prints)}`);
  return code === 0 && printed;
}

const file = process.argv[2] ?? "README.md";
const snippets = snippetsIn(readFileSync(`${root}/${file}`, "utf8"));
const workshop = await Workshop.open(root);
let failed = 0;
try {
  for (const snippet of snippets) if (!(await perform(workshop, file, snippet))) failed++;
} finally {
  await workshop.close();
}
console.log(`\n${snippets.length - failed} of ${snippets.length} snippets of ${file} did what it says`);
process.exitCode = failed === 0 && snippets.length > 0 ? 0 : 1;
