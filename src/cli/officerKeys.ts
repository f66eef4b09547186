import { existsSync } from "node:fs";
import { configFrom } from "../config.ts";
import { SuyuanError } from "../core/errors.ts";
import { code } from "../ledger/inputs.ts";
import type { Keyring } from "../ops/keyring.ts";
import { type Cli } from "./cli.ts";
import { keyTable } from "./render/organisation.ts";

export async function showOfficerKeys(organisation: string, cli: Cli): Promise<void> {
  const answer = await cli.api.query("organisation", { organisation });
  const { dataOfficer, keys } = answer;
  const text = `${cli.t("数据官", "data officer")}  ${dataOfficer}\n\n${keyTable(answer, cli)}`;
  cli.print({ organisation: answer.code, dataOfficer, keys }, text);
}

/** Makes and locks a key in the data directory. It may act once an organisation's data officer grants it. */
export async function makeOfficerKey(
  name: string,
  { passphraseFile }: { passphraseFile?: string },
  cli: Cli,
): Promise<void> {
  if (!code().safeParse(name).success) {
    const reason = "must be 1 to 64 of a–z, 0–9 and inner hyphens";
    throw new SuyuanError("INPUT_NOT_VALID", { field: "name", value: name, reason });
  }
  const address = await inKeyring(cli.settings.data, passphraseFile, (keyring) => {
    const known = keyring.named(name);
    if (!known) return keyring.ensure(name).address;
    const reason = `is the name of the key ${known.address}`;
    throw new SuyuanError("INPUT_NOT_VALID", { field: "name", value: name, reason });
  });
  const grant = `suyuan act grant-key --as ORGANISATION --set key=${address}`;
  const lines = [
    `${name}  ${address}`,
    cli.t("网关启动后授权：", "To let it act, once the gateway runs: ") + grant,
  ];
  cli.print({ name, address }, lines.join("\n"));
}

/** Holds the data directory meanwhile, so that no gateway runs on it. */
async function inKeyring<T>(
  data: string,
  passphraseFile: string | undefined,
  use: (keyring: Keyring) => T,
): Promise<T> {
  const { DataDirectory, readDescription } = await import("../ops/dataDirectory.ts");
  const { Keyring } = await import("../ops/keyring.ts");
  const city = existsSync(data) ? readDescription(data)?.city : undefined;
  if (city === undefined) {
    const reason = "no gateway has been started on it";
    throw new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "data", value: data, reason });
  }
  const directory = DataDirectory.open(data, city);
  try {
    const config = configFrom({ data, passphraseFile });
    const cost = city === "sample" ? "sample" : "strong";
    const options = { folder: directory.folder("keys"), cost, holder: directory.description.id } as const;
    const given = config.passphraseFile === undefined ? {} : { passphraseFile: config.passphraseFile };
    const keyring = await Keyring.open({ ...options, ...given });
    try {
      return use(keyring);
    } finally {
      await keyring.close();
    }
  } finally {
    directory.close();
  }
}
