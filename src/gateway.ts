import { commitContent, commitText } from "./content/commitment.ts";
import { type Action, type LedgerView } from "./core/action.ts";
import { SuyuanError } from "./core/errors.ts";
import { useKeccak } from "./core/hash.ts";
import { type Hex } from "./core/hex.ts";
import { type Directory } from "./chain/encode.ts";
import { keccak } from "./chain/embedded/keccak.ts";
import { type ChainPort } from "./chain/ports.ts";
import { type Config } from "./config.ts";
import { Follower } from "./indexer/follower.ts";
import { type Index } from "./indexer/index.ts";
import { openIndex } from "./indexer/openIndex.ts";
import { spreadConsentWithdrawal } from "./ledger/consent/actions.ts";
import { spreadRecall } from "./ledger/dataset/actions.ts";
import { recordOverdue } from "./ledger/delivery/actions.ts";
import { recordEmergencyOverdue, recordLateReview } from "./ledger/emergency/actions.ts";
import { type LedgerSources } from "./ledger/lineage/sources.ts";
import { recordMissedDelivery } from "./ledger/promise/actions.ts";
import { recordLateAnswer } from "./ledger/request/actions.ts";
import { stranger } from "./ledger/eyes.ts";
import { council, roles } from "./ledger/spine/tables.ts";
import { DataDirectory } from "./ops/dataDirectory.ts";
import { deploy, readIdentity, writeIdentity } from "./ops/deploy.ts";
import { COUNCIL_MEMBER, DEPLOYER, KEEPER, settled } from "./ops/founding.ts";
import { joinedLedger, requireJoiner, requireSameLedger } from "./ops/joining.ts";
import { requireContracts } from "./ops/generation.ts";
import { type Keyring } from "./ops/keyring.ts";
import { openOutbox } from "./ops/outbox.ts";
import { officersOf, openKeyring } from "./ops/ownKeys.ts";
import { SteadyClock } from "./ops/steadyClock.ts";
import { Peers } from "./ops/peers/peers.ts";
import { openPort } from "./ops/port.ts";
import { Backups } from "./ops/backup/backups.ts";
import { cutLive, type Live } from "./ops/backup/cut.ts";
import { readRestores, type Restore } from "./ops/restored.ts";
import { type NodeRestore } from "./outbox/adoption.ts";
import { Desk } from "./outbox/desk.ts";
import { Keeper, type Spread } from "./outbox/keeper.ts";
import { type Outbox } from "./outbox/outbox.ts";
import { ledgerView } from "./outbox/view.ts";
import { type Lateness, Timekeeper } from "./outbox/timekeeper.ts";
import { Worker } from "./outbox/worker.ts";
import { Secrets } from "./store/secrets.ts";
import { isDiskError, Storage, storageFailed } from "./store/storage.ts";
import { openStore } from "./store/whole.ts";

export type Log = (event: string, fields: object) => void;

/** Everything that runs behind the interfaces. Opened in order, closed in the opposite one. */
export interface Gateway {
  config: Config;
  directory: DataDirectory;
  /** Whether it can still write; when not, it has to be opened anew. */
  storage: Storage;
  keyring: Keyring;
  port: ChainPort;
  index: Index;
  follower: Follower;
  outbox: Outbox;
  worker: Worker;
  desk: Desk;
  secrets: Secrets;
  /** Openings, asked of other gateways and answered to them. */
  peers: Peers;
  clock: SteadyClock;
  contracts: Directory;
  /** What queries read. */
  sources: LedgerSources;
  backups: Backups;
  close(): Promise<void>;
}

export async function openGateway(config: Config, log: Log): Promise<Gateway> {
  const closers: (() => unknown)[] = [];
  const close = () => closeAll(closers.splice(0).reverse());
  try {
    return { ...(await assemble(config, log, closers)), close };
  } catch (error) {
    await close().catch(() => undefined);
    throw isDiskError(error) ? storageFailed(config.data, error) : error;
  }
}

/** One that fails keeps no other from being closed; the first failure is told. */
async function closeAll(closers: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const closer of closers) {
    try {
      await closer();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

// A third of an action's own work is hashing.
useKeccak(keccak);

async function assemble(
  config: Config,
  log: Log,
  closers: (() => unknown)[],
): Promise<Omit<Gateway, "close">> {
  const { join } = config;
  const directory = DataDirectory.open(config.data, join ? "joined" : config.city, join?.organisation);
  closers.push(() => directory.close());
  requireJoiner(directory.description, join);
  const storage = new Storage();
  storage.on("failed", (failure) => log("storage.failed", { problem: failure.message }));
  const keyring = await openKeyring(config, directory, log);
  closers.push(() => keyring.close());

  const open = async (name: string) => {
    const level = await openStore(directory.folder(name), storage);
    closers.push(() => level.close());
    return level;
  };
  const secrets = new Secrets(await open("secrets"), { content: commitContent, text: commitText });
  closers.push(() => secrets.close());
  const operations = await open("operations");

  const mayAct = () => {
    const problem = keyring.problem();
    if (problem) throw problem;
  };
  const onDiskError = (error: unknown) => void storage.fail("chain", error);
  const port = await openPort(config, directory, { log, mayAct, onDiskError });
  closers.push(() => port.close());
  const identity = await findLedger(port, directory, keyring, config);

  const { crashAt } = config;
  const onOutdated = (format: number) =>
    log("index.outdated", { format, now: "it is made anew from the chain" });
  const place = directory.file("index");
  const index = await openIndex({ port, identity, place, storage, crashAt, onOutdated, log });
  closers.push(() => index.close());
  const settledAt = () => index.block(index.final)?.time ?? 0;
  const clocks = () => ({ wall: Date.now(), chain: settledAt() * 1000 });
  const outbox = await openOutbox({ config, directory, clocks, log, storage, operations, secrets });
  closers.push(() => outbox.close());

  const pollMs = port.kind === "embedded" ? 1_000 : 250;
  const follower = new Follower(port, index, { pollMs, log });
  port.onBlock(() => void follower.poke());
  follower.start();
  closers.push(() => follower.close());
  await follower.poke();

  const contracts = contractsOf(index);
  const last = index.head?.time ?? 0;
  const accepted = config.acceptClock || last === 0;
  const clock = new SteadyClock({ file: directory.file("clock.json"), last, accepted });
  const now = () => Math.max(index.head?.time ?? 0, Math.floor(clock.now()));
  const view = ledgerView(index.rows, outbox, now);
  const desk = new Desk(outbox, view, secrets);
  const restoredAs = () => restoresShown(directory.path, outbox);
  const signers = () => officersOf(keyring);
  const sources = sourcesOf(index, view, secrets, { restores: restoredAs, signers });
  const signerOf = (key: Hex) => keyring.signerOf(key);
  const { plainHttp } = config;
  const { rows } = index;
  const peers = new Peers({ rows, spine: identity.spine, secrets, signerOf, now, plainHttp, log });
  const resendMs = port.kind === "embedded" ? 1_000 : 3_000;
  const restores = readRestores(directory.path);
  const restore = port.kind === "node" ? nodeRestore(restores) : undefined;
  const halted = () => follower.halted !== null;
  const lanes = {
    outbox,
    port,
    index,
    directory: contracts,
    signerOf,
    now,
    mayAct,
    halted,
    log,
    crashAt,
    resendMs,
    restore,
  };
  const worker = new Worker(lanes);
  closers.push(() => worker.close());
  await worker.start();
  if (config.keeper) closers.push(await startKeepers({ index, desk, outbox, keyring, log, now }));
  const cut = (sealed: boolean) =>
    cutLive(directory.path, liveOf({ directory, outbox, port, secrets, index }), sealed);
  const backups = new Backups({ data: directory.path, cut, log, crashAt });
  closers.push(() => backups.close());
  return {
    config,
    directory,
    storage,
    keyring,
    port,
    index,
    follower,
    outbox,
    worker,
    desk,
    secrets,
    peers,
    clock,
    contracts,
    sources,
    backups,
  };
}

/** What has to be synced for a backup is synced, so it is only looked up: all of it in one turn. */
function liveOf(g: Pick<Gateway, "directory" | "outbox" | "port" | "secrets" | "index">): Live {
  const { journal, operations } = g.outbox.hold();
  const final = g.index.block(g.index.final);
  return {
    description: g.directory.description,
    outbox: journal,
    chainBytes: g.port.journalBytes,
    operations,
    secrets: g.secrets.store,
    chain: g.port.kind,
    block: final ? { number: final.number, hash: final.hash } : null,
  };
}

function nodeRestore(restores: readonly Restore[]): NodeRestore | undefined {
  const last = restores.findLast((r) => r.chain === "node");
  if (!last) return undefined;
  const { backup, block, lastId, oldGatewayIsDead } = last;
  return { backup, lastId, final: block?.number ?? null, oldGatewayIsDead };
}

/** The ledger this directory serves: as written down, or founded or joined now. */
async function findLedger(port: ChainPort, directory: DataDirectory, keyring: Keyring, config: Config) {
  const file = directory.file("ledger.json");
  const known = readIdentity(file);
  if (known && known.chainId !== port.chainId) {
    const reason = `it serves chain ${known.chainId}, the node is of chain ${port.chainId}`;
    throw new SuyuanError("DATA_DIRECTORY_FOREIGN", { field: "rpc", value: directory.path, reason });
  }
  if (known) {
    requireSameLedger(known, directory, config.join);
    await requireContracts(port, known.factLog, directory.path);
    return known;
  }
  const identity =
    directory.description.organisation === undefined
      ? await deploy(port, keyring.named(DEPLOYER)!, keyring.named(COUNCIL_MEMBER)!)
      : await joinedLedger(port, config.join);
  writeIdentity(file, identity);
  return identity;
}

/** Read from the index at each use, so that a successor is found as soon as it is admitted. */
function contractsOf(index: Index): Directory {
  const known = (value: Hex | undefined, what: string) => {
    if (value === undefined)
      throw new SuyuanError("INDEX_BEHIND", { value: index.head?.number ?? "none", limit: what });
    return value;
  };
  return {
    get council() {
      return known(index.rows.get(council, "council"), "the council's admission");
    },
    contract: (role) => known(index.rows.get(roles, role), `the admission of ${role}`),
  };
}

function sourcesOf(
  index: Index,
  view: LedgerView,
  secrets: Secrets,
  own: Pick<LedgerSources, "restores" | "signers">,
): LedgerSources {
  const { rows, recalledAt, identity } = index;
  const { chainId, factLog, spine, from } = identity;
  return {
    rows,
    view,
    // Interfaces put whoever asks in its place.
    reader: stranger,
    recalledAt,
    from,
    ledger: { chainId, factLog, spine },
    get graph() {
      return index.graph;
    },
    head() {
      if (!index.head) throw new SuyuanError("INDEX_BEHIND", { value: "none", limit: from });
      return index.head;
    },
    commitmentsOf: (sha256) => secrets.commitmentsOf(sha256),
    openedText: (commitment) => secrets.texts.openingOf(commitment)?.text,
    ...own,
  };
}

/** Restores of this directory, and the nonces that keys went on from since. */
function restoresShown(data: string, outbox: Outbox): ReturnType<LedgerSources["restores"]> {
  const adopted = [...outbox.adoptions.values()];
  return readRestores(data).map(({ backup, taken, restored, chain, block }) => {
    const mine = adopted.filter((a) => a.restore === backup);
    const unknownNonces = mine.map(({ key, from, to, block: at }) => ({ key, from, to, block: at }));
    return { backup, taken, restored, chain, block, unknownNonces };
  });
}

/** By which action each lateness is recorded, and the member of its input that says of what. */
const latenessRecords: Record<Lateness, { action: unknown; member: string }> = {
  answer: { action: recordLateAnswer, member: "request" },
  feedback: { action: recordOverdue, member: "delivery" },
  emergency: { action: recordEmergencyOverdue, member: "grant" },
  "emergency-review": { action: recordLateReview, member: "grant" },
  delivery: { action: recordMissedDelivery, member: "grant" },
};

/** What anyone may do and this gateway does, with a key of its own. Answers with what stops it. */
async function startKeepers(g: {
  index: Index;
  desk: Desk;
  outbox: Outbox;
  keyring: Keyring;
  log: Log;
  now: () => number;
}): Promise<() => void> {
  const key = g.keyring.named(KEEPER)!.address;
  const perform = async (action: unknown, inputs: unknown[]) =>
    settled(g.outbox, await g.desk.submit(action as Action, key, inputs));
  const spread: Spread = async ({ edges, losses }) => {
    await Promise.all([
      losses.length > 0 && perform(spreadConsentWithdrawal, losses),
      edges.length > 0 && perform(spreadRecall, edges),
    ]);
  };
  const keeper = new Keeper(g.index, spread, g.log);
  // Not awaited: it waits for blocks, and the gateway is ready before them.
  void keeper.start();
  const { index, log, now } = g;
  const record = (what: Lateness, subjects: Hex[]) => {
    const { action, member } = latenessRecords[what];
    return perform(
      action,
      subjects.map((subject) => ({ [member]: subject })),
    );
  };
  const timekeeper = new Timekeeper({ index, log, now, record });
  timekeeper.start();
  return () => timekeeper.close();
}
