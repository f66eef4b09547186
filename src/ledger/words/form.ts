import { type Text } from "../../core/text.ts";
import { codeWord } from "./codes.ts";
import { fieldWord } from "./fields.ts";

/** The part of a JSON Schema that a form is made from. */
export interface FormSchema {
  enum?: unknown[];
  properties?: Record<string, FormSchema>;
  items?: FormSchema;
  anyOf?: FormSchema[];
}

/** People's words for an input: of each field by its path (`content.sha256`), and of each code it may hold. */
export interface FormWords {
  labels: Record<string, Text>;
  codes: Record<string, Text>;
  /** Fields and codes that nobody has a word for. */
  missing: string[];
}

export function formWords(action: string, schema: FormSchema): FormWords {
  const words: FormWords = { labels: {}, codes: {}, missing: [] };
  const put = (into: Record<string, Text>, name: string, word: Text | undefined) => {
    if (word) into[name] = word;
    else words.missing.push(`${action} ${name}`);
  };
  const visit = (part: FormSchema, path: string): void => {
    for (const code of part.enum ?? []) put(words.codes, String(code), codeWord(String(code)));
    for (const [name, field] of Object.entries(part.properties ?? {})) {
      const at = path === "" ? name : `${path}.${name}`;
      put(words.labels, at, fieldWord(action, at));
      visit(field, at);
    }
    for (const inner of [part.items, ...(part.anyOf ?? [])]) if (inner) visit(inner, path);
  };
  visit(schema, "");
  return words;
}
