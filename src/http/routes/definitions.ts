import { z } from "zod";
import { actions } from "../../ledger/definitions.ts";
import { queries } from "../../ledger/queries.ts";
import { formWords, type FormSchema } from "../../ledger/words/form.ts";
import { everywhere, nothing, route, type Route } from "../route.ts";

const schemaOf = (input: z.ZodType) => z.toJSONSchema(input, { io: "input", unrepresentable: "any" });

/** What forms and command lines are made from. */
export function definitions(): { actions: object[]; queries: object[] } {
  return {
    actions: actions.map(({ name, summary, by, input, leaves }) => {
      const schema = schemaOf(input);
      const { labels, codes } = formWords(name, schema as FormSchema);
      return { name, summary, by, leaves, labels, codes, input: schema };
    }),
    queries: queries.map(({ name, summary, path, input }) => ({
      name,
      summary,
      path: `/v1${path}`,
      input: schemaOf(input),
    })),
  };
}

const text = z.object({ zh: z.string(), en: z.string() });
const definition = z.looseObject({
  name: z.string(),
  summary: text,
  input: z.record(z.string(), z.unknown()),
});

export function definitionRoutes(): Route[] {
  const body = definitions();
  return [
    route<unknown>({
      method: "get",
      path: "/v1/definitions",
      id: "definitions",
      tag: "definitions",
      summary: {
        zh: "全部动作与查询及其输入的 JSON Schema。",
        en: "Every action and query, with the JSON schema of its input.",
      },
      needs: "self",
      input: nothing,
      answers: {
        200: {
          says: "Both lists.",
          schema: z.object({ actions: z.array(definition), queries: z.array(definition) }),
        },
      },
      errors: everywhere,
      handle: () => ({ status: 200, body }),
    }),
  ];
}
