import { afterAll, beforeAll, describe } from "vitest";
import { fails, type Mistake, type Workplace } from "./support/commands.ts";
import { openWorkplace, type OpenWorkplace } from "./support/workplace.ts";

let workplace: OpenWorkplace;
beforeAll(async () => (workplace = await openWorkplace()));
afterAll(() => workplace.close());

const usage = { exit: 2, code: "INPUT_NOT_VALID" } as const;
const unknown = { exit: 2, code: "THING_UNKNOWN" } as const;
const wrong = (
  name: string,
  args: Mistake["args"],
  field: string,
  value?: unknown,
  more: Partial<Mistake> = {},
) => ({ name, args, ...usage, field, ...(value === undefined ? {} : { value }), ...more }) as Mistake;
const to = ["--dataset", "meteorology/open"];
const file =
  (name: string, ...more: string[]) =>
  (w: Workplace) => ["anchor", w.at(name), ...to, ...more];

describe("a command line is refused with", () => {
  fails(
    () => workplace,
    [
      wrong("an unknown command", ["nonsense"], "command", "nonsense"),
      wrong("an unknown action", ["act", "abolish-council"], "command", "abolish-council"),
      wrong("an unknown option", ["datasets", "--colour"], "option", "--colour"),
      wrong("an option without its value", ["datasets", "--owner"], "--owner <organisation>", undefined, {
        says: ["--owner"],
      }),
      wrong("a missing argument", ["check"], "what", undefined, { says: ["what"] }),
      wrong("arguments too many", ["status", "now"], "arguments"),
      wrong("a limit that is no number", ["datasets", "--limit", "many"], "--limit <n>", "many"),
      wrong("a limit of 0", ["datasets", "--limit", "0"], "--limit <n>", "0"),
      wrong("a timeout of an hour", file("note.txt", "--timeout", "3600"), "--timeout <seconds>", "3600"),
      wrong("a wait nobody knows", file("note.txt", "--wait", "forever"), "--wait <state>", "forever"),
      wrong("a grade nobody knows", file("note.txt", "--grade", "top"), "--grade <grade>", "top"),
      wrong(
        "a reason nobody knows",
        ["recall", "meteorology/open@1", "--reason", "mood"],
        "--reason <reason>",
        "mood",
      ),
      wrong("a gateway that is no address", ["status", "--url", "nowhere"], "url", "nowhere"),
      wrong(
        "a key file that is not there",
        (w) => ["status", "--key-file", w.at("none.key")],
        "key-file",
        (w: Workplace) => w.at("none.key"),
      ),
      wrong("a run without a job", file("note.txt", "--run", "r1"), "job"),
      wrong("a moment that is garbage", ["show", "meteorology/open@1", "--at", "noon"], "at", "noon"),
      wrong("a cursor that is garbage", ["datasets", "--after", "garbage"], "cursor", "garbage"),
      wrong("input that is no JSON", ["act", "register-domain", "--input", "{code"], "input", "{code", {
        code: "INPUT_NOT_JSON",
      }),
      wrong(
        "an input file that is no JSON",
        (w) => ["act", "register-domain", "--input", `@${w.at("broken.json")}`],
        "input",
        '{"code":',
        { code: "INPUT_NOT_JSON" },
      ),
      wrong(
        "an input file with a name twice",
        (w) => ["act", "register-domain", "--input", `@${w.at("twice.json")}`],
        "input",
        "code",
        { code: "INPUT_REPEATED_NAME" },
      ),
      wrong(
        "an input file that is not there",
        (w) => ["act", "register-domain", "--input", `@${w.at("none.json")}`],
        "file",
        (w: Workplace) => w.at("none.json"),
        { code: "CONTENT_FILE_MISSING" },
      ),
      wrong("a setting without a value", ["act", "register-domain", "--set", "code"], "set", "code"),
      wrong(
        "a setting nobody knows",
        ["act", "register-domain", "--as", "data-bureau", "--set", "colour=blue", "--set", "code=x"],
        "name",
      ),
      wrong(
        "an API key for a scope nobody knows",
        ["keys", "create", "--label", "x", "--scope", "rule"],
        "scopes.0",
        "rule",
      ),
    ],
    "here",
  );
  fails(
    () => workplace,
    [
      wrong("a missing option", (w) => ["anchor", w.at("note.txt")], "--dataset <dataset>", undefined, {
        says: ["--dataset"],
      }),
      wrong("a scan for what nobody looks for", ["scan", "--kind", "gossip"], "--kind <kind>", "gossip"),
      wrong(
        "a fallout's list of something else",
        ["fallout", "meteorology/open@1", "--list", "grants"],
        "--list <what>",
        "grants",
      ),
      wrong("a fallout of nothing", ["fallout"], "version", undefined, { says: ["version"] }),
      {
        name: "an unknown version",
        args: ["lineage", "meteorology/open@99"],
        ...unknown,
        field: "version",
        value: "meteorology/open@99",
      },
      {
        name: "an unknown organisation",
        args: ["show", "nobody"],
        ...unknown,
        field: "organisation",
        value: "nobody",
      },
      {
        name: "an unknown operation",
        args: ["operations", "op-zzzzzzzz"],
        ...unknown,
        field: "id",
        value: "op-zzzzzzzz",
      },
      {
        name: "an unknown API key",
        args: ["keys", "revoke", "key-none"],
        ...unknown,
        field: "id",
        value: "key-none",
      },
    ],
    "here",
  );
});

describe("a gateway cannot be asked", () => {
  fails(
    () => workplace,
    [
      {
        name: "that does not answer",
        args: ["status", "--url", "http://127.0.0.1:1"],
        exit: 1,
        code: "GATEWAY_UNREACHABLE",
        value: "http://127.0.0.1:1",
      },
      {
        name: "with a key nobody knows",
        args: (w) => ["status", "--key-file", w.at("wrong.key")],
        exit: 1,
        code: "ACCESS_KEY_UNKNOWN",
      },
      {
        name: "with an expired key",
        args: (w) => ["status", "--key-file", w.at("expired.key")],
        exit: 1,
        code: "ACCESS_KEY_EXPIRED",
      },
      {
        name: "as an organisation it has no key of",
        args: ["register", "x", "--as", "nobody", "--domain", "climate", "--title-zh", "无"],
        ...usage,
        code: "ACCESS_OFFICER_UNKNOWN",
        field: "as",
        value: "nobody",
      },
      {
        name: "for another department's dataset",
        args: (w) => ["anchor", w.at("note.txt"), "--dataset", "transport/own", "--as", "meteorology"],
        exit: 1,
        code: "LEDGER_DATASET_NOT_YOURS",
        field: "dataset",
        value: "transport/own",
      },
      {
        name: "to recall what is another's",
        args: ["recall", "meteorology/open@1", "--as", "transport", "--reason", "quality"],
        exit: 1,
        code: "LEDGER_DATASET_NOT_YOURS",
        field: "version",
      },
    ],
    "here",
  );
});
