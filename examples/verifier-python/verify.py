#!/usr/bin/env python3
"""Verifies an evidence bundle of Suyuan: python3 verify.py w.bundle --trust trust.json [--json] [file...]

Written from docs/bundle.md alone, with Python's own library, so that two programs which share no line must agree.
"""

import argparse
import hashlib
import json
import sys

import lines
from beliefs import Header, Nodes, holds, unhex
from primitives import Refused, keccak, tampered

PUBLISHED = "0x29aaf7e6fed450929707fbab9998c6edc6dca93df578f4183d94190f859ea71c"
MOST = {"bytes": 4 << 30, "subjects": 2_000_000, "version": 100_000, "nodes": 8_000_000}
MOST.update({"header": 10_000, "checkpoint": 100})
OUTCOMES = {
    "current": (0, "Valid and current."),
    "corrected": (10, "Valid, but corrected by a later version."),
    "superseded": (11, "Valid, but there is a newer version."),
    "withdrawn": (12, "Valid, but the version was withdrawn."),
    "recalled": (13, "Valid, but the version was recalled."),
    "affected": (14, "Valid, but a source of it was recalled."),
    "absent": (15, "Valid: the ledger does not have it."),
    "incomplete": (20, "The evidence is incomplete."),
    "tampered": (21, "The evidence was tampered with."),
    "not-trusted": (22, "The evidence rests on nothing that is trusted."),
    "file-differs": (23, "The file is not the one the evidence is about."),
    "unsupported": (24, "The format or its version is not supported."),
    "too-large": (25, "The evidence is larger than is allowed."),
}
WORST_FIRST = ["absent", "recalled", "affected", "withdrawn", "corrected", "superseded", "current"]
BITS = [(0x4000, "recalled"), (0x0020, "affected"), (0x0010, "withdrawn"), (0x0400, "corrected")]
ZERO = bytes(32)


def incomplete(what):
    return Refused("incomplete", what)


def word(number, length=32):
    return number.to_bytes(length, "big")


def fact_hash(fact, spine):
    states, n = unhex(fact["states"]), len(fact["subjects"])
    by = word(fact["organisation"], 4) + word(fact["drill"], 1) + word(fact["sequence"], 7) + unhex(fact["key"])
    payload = unhex(fact["payloadHash"]) if "payloadHash" in fact else keccak(unhex(fact["payload"]))
    head = [unhex(spine), unhex(fact["kind"]), bytes(12), unhex(fact["writer"]), by]
    head += [word(fact["block"]), word(fact["time"]), payload, word(0x120), word(0x140 + 32 * n), word(n)]
    return keccak(b"".join([*head, *map(unhex, fact["subjects"]), word(2 * n), states, bytes(-2 * n % 32)]))


class Verifier:
    """Takes a bundle line by line, in one pass."""

    def __init__(self, trust):
        self.trust = trust
        self.contracts = {c["address"]: c for c in trust["contracts"]}
        self.digest, self.count, self.bytes = hashlib.sha256(), 0, 0
        self.opening, self.place, self.ended = None, 0, False
        self.slots, self.city, self.states, self.told = {}, ZERO, {}, {}
        self.last_subject, self.fact, self.facts, self.writers = "", None, 0, set()
        self.versions, self.nodes, self.headers, self.checkpoints = {}, Nodes(), [], []
        self.parents, self.children, self.dataset, self.newest = {}, {}, {}, {}

    def push(self, raw):
        self.count += 1
        try:
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                raise tampered("the line is not UTF-8") from None
            if self.ended:
                raise tampered("something follows the end")
            line = lines.read_line(text, self.count == 1)
            place = lines.KINDS.index(line["is"])
            if place < self.place:
                raise tampered("the line is out of order")
            self.place = place
            getattr(self, "take_" + line["is"])(line)
            if not self.ended:
                self.bytes += len(raw) + 1
                self.require_few("bytes", self.bytes)
                self.digest.update(raw + b"\n")
        except Refused as refused:
            refused.line = self.count
            raise

    def require_few(self, what, count):
        if count > MOST[what]:
            raise Refused("too-large", "the bundle has too many %s" % what)

    def take_bundle(self, line):
        if any(line[m] != self.trust[m] for m in ("chain", "log", "spine")):
            raise Refused("not-trusted", "the bundle is of another chain or ledger than the trust file's")
        if line["asOf"] > line["at"]["block"]:
            raise tampered("the answer is as of a later block than it is proved at")
        self.opening, self.is_city = line, line["of"] == "city"
        if self.is_city and line["scope"]:
            raise tampered("a bundle of everything has no scope")

    def take_subjects(self, line):
        if self.is_city:
            raise tampered("a bundle of everything names no subjects")
        for subject in line["subjects"]:
            if subject <= self.last_subject:
                raise tampered("the subjects are not in ascending order")
            self.require_few("subjects", len(self.slots) + 1)
            self.slots[subject], self.last_subject = ZERO, subject

    def take_version(self, line):
        if self.versions and line["id"] <= next(reversed(self.versions)):
            raise tampered("the versions are not in ascending order")
        self.require_few("version", len(self.versions) + 1)
        parts = [unhex(line[m]) for m in ("dataset", "content", "run", "parentsHash", "underHash")]
        if unhex(line["id"]) != b"\x04" + keccak(b"".join(parts))[:31]:
            raise tampered("a version is not made of what the bundle says")
        opened = line["opened"]
        if opened:
            hidden = b"suyuan content commitment 1\0" + unhex(opened["salt"]) + unhex(opened["sha256"])
            if hashlib.sha256(hidden + word(opened["size"], 8)).digest() != unhex(line["content"]):
                raise tampered("what opens a version does not fit its commitment")
        self.versions[line["id"]] = line

    def take_fact(self, fact):
        before, at, as_of = self.fact, self.opening["at"]["block"], self.opening["asOf"]
        if fact["block"] > at:
            raise tampered("a fact is younger than the proved block")
        if before and (fact["sequence"] <= before["sequence"] or any(fact[m] < before[m] for m in ("block", "time"))):
            raise tampered("the facts are not in order")
        if self.is_city and fact["sequence"] != self.facts:
            raise tampered("a fact of the city is missing")
        hashed, states, is_told = fact_hash(fact, self.trust["spine"]), unhex(fact["states"]), False
        for i, subject in enumerate(fact["subjects"]):
            if not self.is_city and subject not in self.slots:
                continue
            is_told, state = True, states[2 * i : 2 * i + 2]
            self.slots[subject] = keccak(self.slots.get(subject, ZERO)[:30] + hashed)[:30] + state
            if fact["block"] <= as_of:
                self.states[subject] = int.from_bytes(state, "big")
                self.told[subject] = self.told.get(subject, 0) + 1
        if not is_told:
            raise tampered("a fact is about none of the bundle's subjects")
        self.city = keccak(self.city + hashed)
        self.writers.add(fact["writer"])
        self.fact, self.facts = fact, self.facts + 1
        if fact["kind"] == PUBLISHED and fact["block"] <= as_of:
            if self.contracts.get(fact["writer"], {}).get("role") == "datasets":
                self.publish(*fact["subjects"])

    def publish(self, version, dataset=None, *others):
        if not version.startswith("0x04") or dataset is None:
            raise tampered("a fact publishes no version")
        self.parents[version] = [other for other in others if other.startswith("0x04")]
        for parent in self.parents[version]:
            self.children.setdefault(parent, []).append(version)
        self.dataset[version], self.newest[dataset] = dataset, version

    def take_nodes(self, line):
        for node in line["nodes"]:
            self.nodes.add(unhex(node))
            self.require_few("nodes", len(self.nodes.by_hash))

    def take_header(self, line):
        self.require_few("header", len(self.headers) + 1)
        self.headers.append(Header(unhex(line["rlp"])))

    def take_checkpoint(self, line):
        self.require_few("checkpoint", len(self.checkpoints) + 1)
        self.checkpoints.append(line)

    def take_end(self, line):
        if line["lines"] != self.count - 1 or unhex(line["sha256"]) != self.digest.digest():
            raise tampered("the last line does not fit what is before it")
        self.ended = True

    def end(self, files):
        """The whole, step by step as in the document."""
        if not self.ended:
            raise incomplete("the bundle is cut off: it has no last line")
        if not self.is_city and not self.slots:
            raise tampered("the bundle names no subject")
        if not self.headers:
            raise incomplete("the bundle has no block header")
        block, at, log = self.headers[0], self.opening["at"], self.trust["log"]
        if block.number != at["block"] or block.hash != unhex(at["hash"]):
            raise tampered("the header is not that of the block it is proved at")
        for before, header in zip(self.headers, self.headers[1:]):
            if header.parent != before.hash or header.number != before.number + 1:
                raise tampered("the headers are no chain")
        if self.contracts.get(log, {}).get("role") != "spine":
            raise Refused("not-trusted", "the trust file does not name the log as spine")
        storage = self.require_code(log)
        for writer in sorted(self.writers - {log}):
            self.require_code(writer)
        places = [(word(1), self.city)] if self.is_city else (
            (keccak(unhex(subject) + ZERO), slot) for subject, slot in self.slots.items()
        )
        for place, head in places:
            if self.nodes.storage(storage, place) != head:
                raise incomplete("facts are left out, or were changed: their head is not on the chain")
        if len(self.nodes.used) < len(self.nodes.by_hash):
            raise tampered("some trie nodes belong to no proof")
        rests = [(b["kind"], holds(b, self.headers, self.checkpoints)) for b in self.trust["believe"]]
        rests = [{"kind": kind, "en": what} for kind, what in rests if what is not None]
        if not rests:
            raise Refused("not-trusted", "nobody whom the trust file names vouches for the block")
        for version in self.versions:
            self.require_told(version)
        return self.conclude(rests, self.matched(files))

    def require_code(self, address):
        """The storage root of a contract that the trust file names, with the code that it says."""
        contract = self.contracts.get(address)
        if contract is None:
            raise Refused("not-trusted", "the trust file does not name the contract %s" % address)
        account = self.nodes.account(self.headers[0].state_root, unhex(address))
        if account is None or account[1] != unhex(contract["codeHash"]):
            raise Refused("not-trusted", "the contract %s has other code than the trust file says" % address)
        return account[0]

    def require_told(self, subject):
        if not self.is_city and subject not in self.slots:
            raise incomplete("the history of %s is left out" % subject)

    def matched(self, files):
        found = []
        for name, digest, size in files:
            of_file = [v["id"] for v in self.versions.values() if is_content(v, digest, size)]
            if not of_file:
                raise Refused("file-differs", "%a is none of the bundle's contents" % name)
            found += of_file
        return found

    def reach(self, edges, depth, reached):
        seen, edge, steps = set(), {self.opening["scope"]["root"]}, 0
        while edge and (depth is None or steps <= depth):
            for version in edge:
                self.require_told(version)
            seen |= edge
            edge = {other for version in edge for other in edges.get(version, [])} - seen
            steps += 1
        reached |= seen

    def conclude(self, rests, matched):
        opening, reached = self.opening, set()
        scope = opening["scope"]
        if scope:
            self.reach(self.parents, scope["up"], reached)
            self.reach(self.children, scope["down"], reached)
            about = [scope["root"]]
        else:
            about = list(self.versions) or ([] if self.is_city or len(self.slots) > 1 else list(self.slots))
        told = [] if self.is_city else list(self.slots)[:100]
        outcomes = {self.outcome_of(subject) for subject in [*about, *matched]} or {"current"}
        return {
            "outcome": min(outcomes, key=WORST_FIRST.index),
            "reason": None,
            "line": 0,
            "about": {
                **{m: opening[m] for m in ("chain", "spine", "asOf", "of")},
                "root": about[0] if len(about) == 1 else None,
                "at": {**opening["at"], "time": self.headers[0].time},
                "facts": self.facts,
                "versions": len(reached) if scope else None,
                "subjects": [{"id": s, "facts": self.told.get(s, 0), "state": self.states.get(s)} for s in told],
                "restsOn": rests,
            },
        }

    def outcome_of(self, subject):
        state = self.states.get(subject)
        if state is None:
            return "absent"
        if not subject.startswith("0x04"):
            return "current"
        for bit, outcome in BITS:
            if state & bit:
                return outcome
        dataset = self.dataset.get(subject)
        is_told = dataset is not None and (self.is_city or dataset in self.slots)
        return "superseded" if is_told and self.newest[dataset] != subject else "current"


def is_content(version, digest, size):
    opened = version["opened"]
    return (opened["sha256"], opened["size"]) == (digest, size) if opened else version["content"] == digest


def verify(bundle, trust_text, files=()):
    """What a bundle proves; bundle is open for reading bytes. ValueError when the trust file is no JSON."""
    try:
        verifier = Verifier(lines.read_trust(trust_text))
        while True:
            raw = bundle.readline(lines.LINE + 1)
            if raw.endswith(b"\n"):
                verifier.push(raw[:-1])
            elif len(raw) > lines.LINE:
                raise Refused("too-large", "the line is too long", verifier.count + 1)
            elif raw:
                raise Refused("incomplete", "the bundle is cut off in the middle of a line", verifier.count + 1)
            else:
                return verifier.end(files)
    except Refused as refused:
        return {"outcome": refused.outcome, "reason": refused.reason, "line": refused.line, "about": None}


def digest_of(path):
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
            size += len(part)
    return path, "0x" + digest.hexdigest(), size


def show(conclusion):
    about = conclusion["about"]
    print(OUTCOMES[conclusion["outcome"]][1])
    if about is None:
        at_line = "line %d: " % conclusion["line"] if conclusion["line"] else ""
        return print("  %s%s" % (at_line, conclusion["reason"]))
    print("  about            %s" % (about["root"] or about["of"]))
    print("  as of block      %d" % about["asOf"])
    print("  proved at block  %d %s" % (about["at"]["block"], about["at"]["hash"]))
    print("  facts            %d, none left out" % about["facts"])
    for rest in about["restsOn"]:
        print("  rests on         %s" % rest["en"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle")
    parser.add_argument("files", nargs="*", metavar="file")
    parser.add_argument("--trust", required=True)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_intermixed_args()
    try:
        with open(args.trust, encoding="utf-8") as file:
            trust_text = file.read(16 << 20)
        files = [digest_of(path) for path in args.files]
        with open(args.bundle, "rb") as bundle:
            conclusion = verify(bundle, trust_text, files)
    except (OSError, ValueError) as error:
        print("%s: %s" % (type(error).__name__, error), file=sys.stderr)
        return 2
    print(json.dumps(conclusion, indent=2)) if args.json else show(conclusion)
    return OUTCOMES[conclusion["outcome"]][0]


if __name__ == "__main__":
    sys.exit(main())
