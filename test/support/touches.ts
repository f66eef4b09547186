/** What a contract's source does to one kind of subject. */
export interface Touched {
  create: boolean;
  /** Names of state bits; `state` is what its signer declared. */
  set: string[];
  clear: string[];
}

interface SolidityFunction {
  name: string;
  parameters: string[];
  body: string;
}

type Read<T> = (expression: string) => T | undefined;

/**
 * By kind of subject, from every call of `touch`. An argument that is a local is read where it is assigned, a
 * parameter at every call of its function.
 */
export function touchesOf(text: string): Record<string, Touched> {
  const all = functionsOf(text);
  const found: Record<string, Touched> = {};
  for (const f of all) {
    for (const [subject, create, set, clear] of callsOf("touch", f.body)) {
      for (const kind of trace(all, f, subject!, kindIn).flat()) {
        const entry = (found[kind] ??= { create: false, set: [], clear: [] });
        entry.create ||= create !== "false";
        entry.set = merged(entry.set, trace(all, f, set!, bitsIn).flat());
        entry.clear = merged(entry.clear, trace(all, f, clear!, bitsIn).flat());
      }
    }
  }
  return found;
}

const merged = (a: string[], b: string[]) => [...new Set([...a, ...b])].sort();

const kindIn: Read<string[]> = (e) => {
  if (e === "0") return [];
  const kind = /^(\w+)Id\.unwrap\(/.exec(e)?.[1] ?? /^Ids\.(\w+)\(/.exec(e)?.[1];
  return kind === undefined ? undefined : [kind.toLowerCase()];
};

const bitsIn: Read<string[]> = (e) => {
  if (e === "0") return [];
  if (/^\w+\.state$/.test(e)) return ["state"];
  const named = [...e.matchAll(/States\.([A-Z_]+)/g)].map(([, bit]) => bit!);
  return named.length > 0 ? named : undefined;
};

function trace<T>(all: SolidityFunction[], f: SolidityFunction, expression: string, read: Read<T>): T[] {
  const direct = read(expression);
  if (direct !== undefined) return [direct];
  const assigned = [...f.body.matchAll(new RegExp(`\\w+ ${expression} =\\s+([^;]+);`, "g"))];
  if (assigned.length > 0) return assigned.flatMap(([, value]) => trace(all, f, value!, read));
  const at = f.parameters.indexOf(expression);
  if (at < 0) throw new Error(`${f.name}: nothing says what ${expression} is`);
  return all.flatMap((g) =>
    callsOf(f.name, g.body)
      .filter((given) => given.length === f.parameters.length)
      .flatMap((given) => trace(all, g, given[at]!, read)),
  );
}

function functionsOf(text: string): SolidityFunction[] {
  const found = text.matchAll(/^ {4}function (\w+)\(([^)]*)\)[^{;]*\{\n([\s\S]*?)^ {4}\}/gm);
  return [...found].map(([, name, parameters, body]) => ({
    name: name!,
    parameters: split(parameters!).map((p) => p.split(/\s+/).at(-1)!),
    body: body!,
  }));
}

/** The arguments of each call of a function. */
function callsOf(name: string, body: string): string[][] {
  return [...body.matchAll(new RegExp(`\\b${name}\\(`, "g"))].map((m) => {
    const from = m.index + m[0].length;
    return split(body.slice(from, closing(body, from)));
  });
}

function closing(text: string, from: number): number {
  let depth = 1;
  let i = from;
  for (; depth > 0; i++) depth += text[i] === "(" ? 1 : text[i] === ")" ? -1 : 0;
  return i - 1;
}

/** At the commas that are within no bracket. */
function split(list: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const c of list) {
    depth += "([{".includes(c) ? 1 : ")]}".includes(c) ? -1 : 0;
    if (c === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += c;
  }
  return parts.map((p) => p.trim()).filter((p) => p !== "");
}
