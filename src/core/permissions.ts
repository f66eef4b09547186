/** What an officer key may do; contracts/lib/Permissions.sol has the same bits. */
export const permissions = {
  "data-officer": 1n << 0n,
  register: 1n << 1n,
  publish: 1n << 2n,
  recall: 1n << 3n,
  catalogue: 1n << 4n,
  share: 1n << 5n,
  use: 1n << 6n,
  supervise: 1n << 7n,
  approve: 1n << 8n,
} as const;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

export function permissionBits(names: readonly Permission[]): bigint {
  return names.reduce((sum, name) => sum | permissions[name], 0n);
}

/** Names of the bits set; a bit of a later version keeps its number. */
export function permissionsOf(value: bigint): string[] {
  const known = permissionNames.filter((name) => (value & permissions[name]) !== 0n);
  let rest = value & ~permissionBits(permissionNames);
  const unknown: string[] = [];
  for (let i = 0; rest !== 0n; i++, rest >>= 1n) if (rest & 1n) unknown.push(`bit-${i}`);
  return [...known, ...unknown];
}
