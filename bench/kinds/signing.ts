import { randomBytes } from "node:crypto";
import { Wallet } from "ethers";
import { encodeVerb } from "../../src/chain/encode.ts";
import { signer, signsNatively } from "../../src/chain/signer.ts";
import { toHex } from "../../src/core/hex.ts";
import { type Bench } from "../bench.ts";
import { alternating } from "../support/numbers.ts";

const ROUNDS = 9;

export const signing: Bench = {
  name: "signing",
  title: "Signing a transaction",
  about: "The same transactions signed by our signer and by an ethers wallet, in turn, and compared.",
  async run({ quick }) {
    const count = quick ? 100 : 1_000;
    const secret = randomBytes(32);
    const [ours, theirs] = [signer(secret), new Wallet(toHex(secret))];
    const data = encodeVerb("Datasets", "spreadRecalls", { spreads: [spread()] });
    const to = ours.address;
    const all = Array.from({ length: count }, (_, nonce) => ({
      chainId: 20_260_808,
      nonce,
      gas: 1_000_000n,
      to,
      data,
    }));
    const asEthers = all.map(({ gas, ...t }) => ({ ...t, gasLimit: gas, gasPrice: 0n, type: 0 }));

    const [first] = [await theirs.signTransaction(asEthers[0]!)];
    if (ours.sign(all[0]!).raw !== first) throw new Error("the two do not sign the same bytes");

    const taken = await alternating(
      ROUNDS,
      () => all.forEach((t) => ours.sign(t)),
      async () => {
        for (const t of asEthers) await theirs.signTransaction(t);
      },
    );
    const rate = (ms: number) => (count * 1_000) / ms;
    const peer = { name: "ethers", value: rate(taken.peer) };
    const what = `transactions of ${data.length / 2} bytes, ${signsNatively ? "native" : "portable"} library`;
    return { rows: [{ what, unit: "signatures/s", ours: rate(taken.ours), peer, goal: { ratio: 9 } }] };
  },
};

function spread() {
  const word = () => toHex(randomBytes(32));
  return { dataset: word(), content: word(), run: word(), parents: [word()], underHash: word(), through: 0 };
}
