export interface NodeCandidate {
  path: string;
  version: string | undefined;
}

export const OLDEST_NODE: number;
export const NEEDED_NODE: number;
export function majorOf(version: string | undefined): number | undefined;
export function nodePackage(platform: string, arch: string): string;
export function chooseNode(candidates: NodeCandidate[]): NodeCandidate | undefined;
