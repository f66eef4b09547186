import { type Language } from "../core/text.ts";
import { outcomes, type Outcome } from "../proof/outcome.ts";
import { conclusionText, Unreadable, verifyInHand } from "./verifying.ts";

/**
 * The verifier as one file (dist/suyuan-verify.mjs): Node 18 or newer, no network, nothing installed.
 * Kept apart from the command line's own program, so that an auditor can read all of it.
 */
const USAGE_EXIT = 2;

function usage(language: Language): string {
  const head =
    language === "zh"
      ? "用法：node suyuan-verify.mjs <证据包> --trust <信任文件> [--json] [--lang zh|en] [文件…]"
      : "Usage: node suyuan-verify.mjs <bundle> --trust <file> [--json] [--lang zh|en] [file…]";
  const codes = (Object.keys(outcomes) as Outcome[]).map(
    (o) => `  ${outcomes[o].exit}  ${outcomes[o][language]}`,
  );
  return [head, ...codes].join("\n");
}

function languageOf(args: string[]): Language {
  const at = args.indexOf("--lang");
  const said = at < 0 ? process.env["LC_ALL"] || process.env["LANG"] || "" : (args[at + 1] ?? "");
  return said.startsWith("zh") ? "zh" : "en";
}

/** Values of options are taken out; what is left is the bundle and its files. */
function read(args: string[]) {
  let trust: string | undefined;
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--trust") trust = args[++i];
    else if (args[i] === "--lang") i++;
    else if (args[i] !== "--json") rest.push(args[i]!);
  }
  return { trust, rest, json: args.includes("--json") };
}

const args = process.argv.slice(2);
const language = languageOf(args);
const { trust, rest, json } = read(args);
const [bundle, ...files] = rest;
if (bundle === undefined || trust === undefined || rest.some((arg) => arg.startsWith("--"))) {
  process.stderr.write(`${usage(language)}\n`);
  process.exitCode = USAGE_EXIT;
} else {
  try {
    const conclusion = await verifyInHand({ bundle, trust, files });
    const text = json ? JSON.stringify(conclusion, null, 2) : conclusionText(conclusion, language);
    process.stdout.write(`${text}\n`);
    process.exitCode = outcomes[conclusion.outcome].exit;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = USAGE_EXIT;
  }
}
