import { fact, type FactDefinition } from "../../core/fact.ts";
import { type Hex } from "../../core/hex.ts";
import { type Rows } from "../../core/table.ts";
import { council, roles, writers } from "./tables.ts";

export const SPINE_ROLE = "spine";

const admitted = fact<{ council: Hex; role: Hex; writer: Hex; codeHash: Hex }>({
  event: "Admitted",
  role: SPINE_ROLE,
  says: { zh: "理事会准许合约 {writer} 写入", en: "the council admitted the contract {writer}" },
  apply(f, rows) {
    const { role, writer, codeHash } = f.payload;
    rows.put(council, "council", f.payload.council);
    install(rows, roleName(role), writer, codeHash, f.block, 1);
  },
});

const succeeded = fact<{ role: Hex; predecessor: Hex; successor: Hex; codeHash: Hex }>({
  event: "Succeeded",
  role: SPINE_ROLE,
  says: { zh: "合约 {successor} 接替 {predecessor}", en: "the contract {successor} succeeded {predecessor}" },
  apply(f, rows) {
    const { role, predecessor, successor, codeHash } = f.payload;
    const old = rows.get(writers, predecessor);
    if (old) rows.put(writers, predecessor, { ...old, sealed: f.block, successor });
    install(rows, roleName(role), successor, codeHash, f.block, (old?.generation ?? 0) + 1);
  },
});

const councilNominated = fact<{ council: Hex; next: Hex; reason: string }>({
  event: "CouncilNominated",
  role: SPINE_ROLE,
  says: { zh: "理事会提名 {next} 接任：{reason}", en: "the council nominated {next}: {reason}" },
  apply: (f, rows) => rows.put(council, "nominee", f.payload.next),
});

const councilChanged = fact<{ council: Hex; next: Hex; reason: string }>({
  event: "CouncilChanged",
  role: SPINE_ROLE,
  says: {
    zh: "理事会由 {council} 变更为 {next}：{reason}",
    en: "the council went from {council} to {next}: {reason}",
  },
  apply(f, rows) {
    rows.put(council, "council", f.payload.next);
    rows.delete(council, "nominee");
  },
});

/** A role is at most 31 bytes of ASCII, padded with zeros. */
export function roleName(role: Hex): string {
  return Buffer.from(role.slice(2), "hex").toString("latin1").replace(/\0+$/, "");
}

export function roleBytes(name: string): Hex {
  return `0x${Buffer.from(name, "latin1").toString("hex").padEnd(62, "0")}`;
}

function install(
  rows: Rows,
  role: string,
  address: Hex,
  codeHash: Hex,
  from: number,
  generation: number,
): void {
  rows.put(roles, role, address);
  rows.put(writers, address, { address, role, generation, codeHash, from, sealed: null, successor: null });
}

export const spineFacts = [
  admitted,
  succeeded,
  councilNominated,
  councilChanged,
] as unknown as FactDefinition[];
