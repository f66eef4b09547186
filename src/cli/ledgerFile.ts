import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Config } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";
import { type Hex } from "../core/hex.ts";
import { code } from "../ledger/inputs.ts";

const hex = (digits: number) => z.custom<Hex>((v) => RegExp(`^0x[0-9a-f]{${digits}}$`).test(String(v)));

/** Beside these, the founder's own file holds a checksum. */
const ledgerFile = z.object({
  chainId: z.int().positive(),
  factLog: hex(40),
  spine: hex(64),
  from: z.int().nonnegative(),
});

interface JoinOptions {
  join?: string;
  organisation?: string;
  rpc: readonly string[];
}

/** What `--join` asks for. Nothing is opened or made for a file that is no ledger's. */
export function joinFrom({ join, organisation, rpc }: JoinOptions): Pick<Config, "join"> {
  const refuse = (field: string, value: unknown, reason: string) =>
    new SuyuanError("INPUT_NOT_VALID", { field, value, reason });
  if (join === undefined) {
    if (organisation === undefined) return {};
    throw refuse("organisation", organisation, "goes with --join");
  }
  if (organisation === undefined) throw refuse("organisation", null, "must say whose gateway it is");
  if (!code().safeParse(organisation).success)
    throw refuse("organisation", organisation, "must be 1 to 64 of a–z, 0–9 and inner hyphens");
  if (rpc.length === 0) throw refuse("join", join, "needs --rpc, a node of the ledger's chain");
  return { join: { ledger: readLedgerFile(join, refuse), organisation } };
}

type Refuse = (field: string, value: unknown, reason: string) => SuyuanError;

function readLedgerFile(path: string, refuse: Refuse): z.infer<typeof ledgerFile> {
  const found = ledgerFile.safeParse(parsed(path, refuse));
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw refuse(
    "join",
    path,
    `is no ledger file, as “suyuan ledger --json” prints it: ${issue!.path.join(".")}`,
  );
}

function parsed(path: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const { code: why = "it is no JSON" } = error as NodeJS.ErrnoException;
    throw refuse("join", path, `cannot be read (${why})`);
  }
}
