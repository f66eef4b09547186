// Recomputes every head from a node's logs alone, by docs/model.md and with ethers; nothing of src/ is used.
//   node docs/recompute.mjs NODE_URL data/ledger.json
import { readFileSync } from "node:fs";
import { AbiCoder, Contract, JsonRpcProvider, ZeroHash, concat, dataSlice, keccak256 } from "ethers";

const [url, ledger] = process.argv.slice(2);
const { factLog, from } = JSON.parse(readFileSync(ledger, "utf8"));
const node = new JsonRpcProvider(url);
const abi = AbiCoder.defaultAbiCoder();
const words = ["spine() view returns (bytes32)", "city() view returns (bytes32)"];
const slots = "slot(bytes32) view returns (bytes32)";
const contract = new Contract(
  factLog,
  [...words, slots].map((f) => `function ${f}`),
  node,
);

const FACT = [
  "bytes32",
  "bytes32",
  "address",
  "bytes32",
  "uint256",
  "uint256",
  "bytes32",
  "bytes32[]",
  "bytes",
];
const HEADER = ["tuple(bytes32 by, bytes32[] subjects, bytes states)"];
const TUPLE_AT_32 = "0x" + "20".padStart(64, "0");
const NO_HEAD = "0x" + "00".repeat(30);

function factOf(spine, log, time) {
  const [{ by, subjects, states }] = abi.decode(HEADER, concat([TUPLE_AT_32, dataSlice(log.data, 64)]));
  const payload = dataSlice(log.data, Number(dataSlice(log.data, 32, 64)));
  const writer = dataSlice(log.topics[1], 12);
  const values = [
    spine,
    log.topics[0],
    writer,
    by,
    log.blockNumber,
    time,
    keccak256(payload),
    subjects,
    states,
  ];
  return { by, hash: keccak256(abi.encode(FACT, values)), subjects, states };
}

const spine = await contract.spine();
const logs = await node.getLogs({ address: factLog, fromBlock: from, toBlock: "latest" });
const slot = new Map();
const wrong = [];
let city = ZeroHash;
for (const [number, log] of logs.entries()) {
  const { timestamp } = await node.getBlock(log.blockNumber);
  const { by, hash, subjects, states } = factOf(spine, log, timestamp);
  if (Number(dataSlice(by, 5, 12)) !== number) wrong.push(`number ${number}`);
  subjects.forEach((subject, i) => {
    const before = slot.get(subject) ?? NO_HEAD;
    const head = dataSlice(keccak256(concat([dataSlice(before, 0, 30), hash])), 0, 30);
    slot.set(subject, concat([head, dataSlice(states, 2 * i, 2 * i + 2)]));
  });
  city = keccak256(concat([city, hash]));
}

for (const [subject, value] of slot) if ((await contract.slot(subject)) !== value) wrong.push(subject);
if ((await contract.city()) !== city) wrong.push("city");
console.log(`${logs.length} facts, ${slot.size} subjects, city head ${city}`);
console.log(wrong.length === 0 ? "every head is as the chain has it" : `differ: ${wrong.join(" ")}`);
node.destroy();
process.exitCode = wrong.length === 0 ? 0 : 1;
