import { afterAll, beforeAll, describe } from "vitest";
import { type City, foundCity } from "./support/city.ts";
import { type Refusal, refuses } from "./support/refusals.ts";

let city: City;
beforeAll(async () => (city = await foundCity()));
afterAll(() => city.close());

const dataset = { code: "rain", domain: "climate", name: { zh: "降雨", en: "Rain" } };
type Rest = Omit<Refusal, "name" | "path">;

describe("an API key is refused", () => {
  const status = "/v1/status";
  const shown = (name: string, key: Refusal["key"], rest: Omit<Rest, "status">): Refusal => ({
    name,
    path: status,
    ...(key === undefined ? {} : { key }),
    status: 401,
    field: "Authorization",
    says: [],
    ...rest,
  });
  refuses(
    () => city,
    [
      shown("that is not there", "none", { code: "ACCESS_KEY_MISSING", says: ["Bearer"] }),
      shown("that comes by another scheme", "none", {
        code: "ACCESS_KEY_MISSING",
        headers: { Authorization: "Basic c3k6c3k=" },
      }),
      shown("that is empty", "none", { code: "ACCESS_KEY_MISSING", headers: { Authorization: "Bearer " } }),
      shown("that nobody knows", { secret: `sy_${"A".repeat(43)}` }, { code: "ACCESS_KEY_UNKNOWN" }),
      shown("of 8,000 characters", { secret: "A".repeat(8_000) }, { code: "ACCESS_KEY_UNKNOWN" }),
      shown("that was revoked", "revoked", { code: "ACCESS_KEY_UNKNOWN" }),
      shown("that expired", "expired", { code: "ACCESS_KEY_EXPIRED", says: ["20"] }),
    ],
  );
});

describe("an API key may not", () => {
  const asked = (
    name: string,
    path: string,
    key: Refusal["key"],
    status: number,
    code: string,
    rest: Partial<Rest>,
  ) => ({ name, path, ...(key === undefined ? {} : { key }), status, code, ...rest }) as Refusal;
  const register = "/v1/actions/register-dataset";
  const body = dataset;
  const scope = (value: string) => ({ field: "scope", value, says: [] });
  const as = (value: string) => ({ body, field: "as", value, says: [] });
  const forbidden = "ACCESS_OFFICER_FORBIDDEN";
  const unknown = "ACCESS_OFFICER_UNKNOWN";
  refuses(
    () => city,
    [
      asked(
        "read with the scope act alone",
        "/v1/datasets",
        "meteorologist",
        403,
        "ACCESS_SCOPE_MISSING",
        scope("read"),
      ),
      asked("act with the scope read", register, "reader", 403, "ACCESS_SCOPE_MISSING", {
        body,
        ...scope("act"),
      }),
      asked(
        "manage with the scope read",
        "/v1/access-keys",
        "reader",
        403,
        "ACCESS_SCOPE_MISSING",
        scope("manage"),
      ),
      asked("read with the scope manage", "/v1/facts", "manager", 403, "ACCESS_SCOPE_MISSING", scope("read")),
      asked(
        "act as an organisation it does not name",
        `${register}?as=transport`,
        "meteorologist",
        403,
        forbidden,
        as("transport"),
      ),
      asked(
        "act as the council",
        `${register}?as=council-member`,
        "both",
        403,
        forbidden,
        as("council-member"),
      ),
      asked("act as two at once", register, "both", 400, "ACCESS_OFFICER_AMBIGUOUS", {
        body,
        field: "as",
        value: "meteorology, transport",
        says: ["as"],
      }),
      asked("act as nobody there is", `${register}?as=nobody`, undefined, 404, unknown, {
        ...as("nobody"),
        says: ["as"],
      }),
      asked("act as the gateway itself", `${register}?as=deployer`, undefined, 404, unknown, as("deployer")),
      asked(
        "act as the keeper",
        "/v1/actions/spread-recall?as=keeper",
        undefined,
        404,
        unknown,
        as("keeper"),
      ),
      asked("see what others did", "/v1/operations?as=transport", "meteorologist", 403, forbidden, {
        ...as("transport"),
        body: undefined,
      }),
    ],
  );
});

describe("an officer's key is refused", () => {
  const path = (name: string, action: string) => `/v1/actions/${action}?as=${name}`;
  const address = (name: string) => (c: City) => c.gateway.keyring.named(name)!.address;
  const register = (name: string, as: string, code: string, rest: Partial<Rest> = {}): Refusal => ({
    name,
    path: path(as, "register-dataset"),
    body: dataset,
    status: 403,
    code,
    field: "as",
    value: address(as),
    says: [],
    ...rest,
  });
  const publish = {
    dataset: "meteorology/open",
    content: { sha256: `0x${"11".repeat(32)}`, sm3: `0x${"22".repeat(32)}`, size: 1 },
  };
  refuses(
    () => city,
    [
      register("after its time", "lapsed-key", "LEDGER_KEY_NOT_IN_FORCE", {
        says: ["1970-01-12T13:46:40.000Z"],
      }),
      register("before its time", "future-key", "LEDGER_KEY_NOT_IN_FORCE", {
        says: ["9999-12-31T23:59:59.000Z"],
      }),
      register("once suspended", "suspended-key", "LEDGER_KEY_NOT_IN_FORCE"),
      register("without the permission to register", "recall-only", "LEDGER_PERMISSION_MISSING", {
        says: ["register"],
      }),
      {
        ...register("without the permission to publish", "recall-only", "LEDGER_PERMISSION_MISSING"),
        path: path("recall-only", "publish-version"),
        body: publish,
        says: ["publish"],
      },
      {
        ...register("of a department, for the bureau's catalogue", "meteorology", "LEDGER_NOT_THE_BUREAU", {
          value: "meteorology",
        }),
        path: path("meteorology", "register-domain"),
        body: { code: "rain", name: dataset.name },
      },
      register("of a suspended organisation", "culture", "LEDGER_ORGANISATION_IS_SUSPENDED", {
        value: "culture",
      }),
      register("that the ledger does not know", "council-member", "LEDGER_KEY_UNKNOWN"),
    ],
  );
});

describe("a new API key is refused", () => {
  const good = { label: "for reports", scopes: ["read"] };
  const made = (
    name: string,
    members: object,
    field: string,
    value: unknown,
    rest: Partial<Rest> = {},
  ): Refusal => ({
    name,
    path: "/v1/access-keys",
    body: { ...good, ...members },
    status: 400,
    code: "INPUT_NOT_VALID",
    field,
    value,
    ...rest,
  });
  refuses(
    () => city,
    [
      made("without a label", { label: undefined }, "label", null),
      made("with an empty label", { label: "" }, "label", ""),
      made("without a scope", { scopes: [] }, "scopes", []),
      made("with a scope nobody knows", { scopes: ["rule"] }, "scopes.0", "rule"),
      made("with a scope twice", { scopes: ["read", "read"] }, "scopes", ["read", "read"]),
      made("with officers but not to act", { officers: ["transport"] }, "officers", ["transport"]),
      made("for an officer nobody knows", { scopes: ["act"], officers: ["nobody"] }, "officers", "nobody", {
        status: 404,
        code: "ACCESS_OFFICER_UNKNOWN",
      }),
      made("that is over already", { expires: "2001-01-01T00:00:00Z" }, "expires", "2001-01-01T00:00:00Z"),
      made("that ends at no time", { expires: "tomorrow" }, "expires", "tomorrow"),
      made("with its own secret", { secret: "sy_1" }, "secret", "sy_1"),
      {
        name: "to be revoked that nobody knows",
        path: "/v1/access-keys/key-000000000000",
        method: "DELETE",
        status: 404,
        code: "THING_UNKNOWN",
        field: "id",
        value: "key-000000000000",
      },
    ],
  );
});
