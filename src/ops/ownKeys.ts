import { type Config } from "../config.ts";
import { type Hex } from "../core/hex.ts";
import { type DataDirectory } from "./dataDirectory.ts";
import { readIdentity } from "./deploy.ts";
import { COUNCIL_MEMBER, DEPLOYER, KEEPER } from "./founding.ts";
import { Keyring } from "./keyring.ts";

/**
 * The keys of this directory, unlocked. The first start makes what it cannot be without: a founder's own, or
 * its organisation's officer key where the ledger is another's. Later starts make none.
 */
export async function openKeyring(
  config: Config,
  directory: DataDirectory,
  log: (event: string, fields: object) => void,
): Promise<Keyring> {
  const { city, id, organisation } = directory.description;
  const founded = readIdentity(directory.file("ledger.json")) !== undefined;
  const keyring = await Keyring.open({
    folder: directory.folder("keys"),
    cost: city === "sample" ? "sample" : "strong",
    holder: id,
    log,
    ...(config.lease ? { times: config.lease } : {}),
    founded,
    ...(config.passphraseFile === undefined ? {} : { passphraseFile: config.passphraseFile }),
  });
  try {
    const needed = organisation === undefined ? [DEPLOYER, COUNCIL_MEMBER, KEEPER] : [KEEPER];
    for (const name of needed)
      if (founded) keyring.require(name);
      else keyring.ensure(name);
    if (organisation !== undefined && !founded) keyring.ensure(organisation);
    return keyring;
  } catch (error) {
    await keyring.close();
    throw error;
  }
}

const notOfficers = [DEPLOYER, COUNCIL_MEMBER, KEEPER];

/** The keys that act for organisations. */
export function officersOf(keyring: Keyring): { name: string; key: Hex }[] {
  const names = keyring.names().filter((name) => !notOfficers.includes(name));
  return names.map((name) => ({ name, key: keyring.named(name)!.address }));
}
