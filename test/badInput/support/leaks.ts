import { homedir, tmpdir } from "node:os";
import { resolve } from "node:path";

const CHECKOUT = resolve(import.meta.dirname, "../../..");

/** What only the inside knows: frames of a stack, modules, where this is installed. */
const traces: [string, RegExp][] = [
  ["a frame", /^\s*at .+:\d+/m],
  ["a frame in JSON", /\\n\s*at /],
  ["a position in a source", /\.(?:[cm]?[jt]s):\d+/],
  ["a module", /node_modules|node:internal|file:\/\//],
  ["a class of JavaScript's", /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError)\b/],
  ["an object without words", /\[object \w+\]/],
];

const places = [CHECKOUT, homedir(), tmpdir(), "/usr/", "/proc/", "/tmp/", "/root/"];

/** What an answer tells of the inside. `own` is what the asker gave, and so knows. */
export function leaksIn(answer: string, own: readonly string[] = []): string[] {
  const rest = [...own].sort((a, b) => b.length - a.length).reduce((t, o) => t.replaceAll(o, "…"), answer);
  const seen = traces.filter(([, pattern]) => pattern.test(rest)).map(([what]) => what);
  return [...seen, ...places.filter((place) => place.length > 1 && rest.includes(place))];
}
