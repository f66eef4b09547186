"""The lines of a bundle and the trust file, member by member: docs/bundle.md, docs/trust.md."""

import json
import re

from primitives import Refused, tampered

LINE, OPENING = 1 << 20, 1 << 10  # bytes
KINDS = ["bundle", "subjects", "version", "fact", "nodes", "header", "checkpoint", "end"]
ALGORITHMS = {
    "fact": "keccak-256",
    "file": "sha-256",
    "head": "keccak-256/240",
    "trie": "ethereum-mpt-keccak-256",
}

# A type is a function that says whether a value is of it.


def hex_of(length):
    fits = re.compile("0x[0-9a-f]{%d}" % (2 * length)).fullmatch
    return lambda v: isinstance(v, str) and fits(v) is not None


def hex_up_to(most):
    fits = re.compile("0x[0-9a-f]*").fullmatch
    return lambda v: isinstance(v, str) and len(v) % 2 == 0 and len(v) <= 2 + 2 * most and fits(v) is not None


def number(most, least=0):
    return lambda v: type(v) is int and least <= v <= most


def text(most):
    def is_text(v):
        try:
            return isinstance(v, str) and len(v.encode()) <= most
        except UnicodeEncodeError:  # a lone surrogate
            return False

    return is_text


def a_list(most, of):
    return lambda v: isinstance(v, list) and len(v) <= most and all(map(of, v))


def exactly(value):
    return lambda v: type(v) is type(value) and v == value


def members(shape):
    return lambda v: isinstance(v, dict) and v.keys() == shape.keys() and all(f(v[m]) for m, f in shape.items())


def or_null(of):
    return lambda v: v is None or of(v)


NUMBER, BYTES20, BYTES32 = number(2**48 - 1), hex_of(20), hex_of(32)
DEPTH = or_null(number(1_000_000))
SAFE = number(2**53 - 1)

SHAPES = {
    "bundle": {
        "format": exactly("suyuan-bundle"),
        "version": exactly(1),
        "algorithms": exactly(ALGORITHMS),
        "chain": SAFE,
        "log": BYTES20,
        "spine": BYTES32,
        "asOf": NUMBER,
        "at": members({"block": NUMBER, "hash": BYTES32}),
        "of": lambda v: v in ("subjects", "city"),
        "scope": or_null(members({"root": BYTES32, "up": DEPTH, "down": DEPTH})),
    },
    "subjects": {"subjects": a_list(10_000, BYTES32)},
    "version": {
        **{m: BYTES32 for m in ("id", "dataset", "content", "run", "parentsHash", "underHash")},
        "opened": or_null(members({"salt": BYTES32, "sha256": BYTES32, "size": SAFE})),
    },
    "fact": {
        **{m: NUMBER for m in ("sequence", "block", "time")},
        "kind": BYTES32,
        "writer": BYTES20,
        "organisation": number(2**32 - 1),
        "drill": lambda v: isinstance(v, bool),
        "key": BYTES20,
        "subjects": a_list(600, BYTES32),
        "states": hex_up_to(1200),
    },
    "nodes": {"nodes": a_list(256, hex_up_to(2048))},
    "header": {"rlp": hex_up_to(65_536)},
    "checkpoint": {"note": text(65_536), "leaf": NUMBER, "proof": a_list(64, BYTES32)},
    "end": {"lines": NUMBER, "sha256": BYTES32},
}


def _foreign_number(_):
    raise ValueError


def _integer(digits):
    return int(digits) if len(digits) < 20 else float("inf")


def read_line(text, is_first):
    """One line, without its newline, as the object it is."""
    if is_first and len(text.encode()) > OPENING:
        raise Refused("unsupported", "this is no evidence bundle of Suyuan")
    try:
        value = json.loads(text, parse_constant=_foreign_number, parse_int=_integer)
    except (ValueError, RecursionError):
        raise tampered("this is not JSON") from None
    kind = value.get("is") if isinstance(value, dict) else None
    if is_first:
        _require_known(value, kind)
    if kind not in (KINDS[:1] if is_first else KINDS[1:]):
        raise tampered("this is no kind of line")
    shape = {"is": exactly(kind), **SHAPES[kind]}
    if kind == "fact":
        shape.update({"payload": hex_up_to(1 << 18)} if "payload" in value else {"payloadHash": BYTES32})
    wrong = value.keys() ^ shape.keys() or {m for m, is_type in shape.items() if not is_type(value[m])}
    if wrong:
        raise tampered("the line's member %a is missing, unknown or of another type" % sorted(wrong)[0][:40])
    if kind == "fact" and len(value["states"]) != 2 + 4 * len(value["subjects"]):
        raise tampered("the fact has not a state for each subject")
    if json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) != text:
        raise tampered("this is not the canonical form of the line")
    return value


def _require_known(value, kind):
    """Of the first line: the format, its version and its algorithms."""
    if kind != "bundle" or value.get("format") != "suyuan-bundle":
        raise Refused("unsupported", "this is no evidence bundle of Suyuan")
    version, algorithms = value.get("version"), value.get("algorithms")
    if isinstance(version, bool) or version != 1:
        raise Refused("unsupported", "the bundle has another version than 1")
    if value.keys() != {"is", *SHAPES["bundle"]}:
        raise tampered("the first line has other members than it should")
    if not isinstance(algorithms, dict) or algorithms.keys() != ALGORITHMS.keys():
        raise tampered("the first line names other algorithms than it should")
    if algorithms != ALGORITHMS:
        raise Refused("unsupported", "the bundle uses another algorithm")


SIGNERS = a_list(1000, BYTES20)
ERAS = a_list(1000, members({"from": NUMBER, "signers": SIGNERS}))
WITNESSES = a_list(100, members({"name": text(200), "key": BYTES32}))
BELIEFS = {
    "block": {"number": NUMBER, "hash": BYTES32},
    "qbft": {"eras": ERAS, "quorum": number(10_000, 1)},
    "clique": {"eras": ERAS, "depth": number(10_000)},
    "witnesses": {"origin": text(200), "witnesses": WITNESSES, "quorum": number(10_000, 1)},
}


def _is_belief(v):
    kind = v.get("kind") if isinstance(v, dict) else None
    if not isinstance(kind, str) or kind not in BELIEFS:
        return False
    eras = v.get("eras", [])
    return members({"kind": exactly(kind), **BELIEFS[kind]})(v) and all(
        map(_is_unlike, [[era["from"] for era in eras], *(era["signers"] for era in eras)])
    )


def _is_unlike(values):
    return len(set(values)) == len(values)


TRUST = {
    "format": exactly("suyuan-trust"),
    "version": exactly(1),
    "chain": SAFE,
    "log": BYTES20,
    "spine": BYTES32,
    "contracts": a_list(1000, members({"address": BYTES20, "role": text(31), "codeHash": BYTES32})),
    "believe": a_list(20, _is_belief),
}


def read_trust(text):
    """The trust file; ValueError when it is no JSON."""
    try:
        value = json.loads(text, parse_constant=_foreign_number, parse_int=_integer, parse_float=_whole)
    except RecursionError:
        value = None
    if not isinstance(value, dict) or value.get("format") != "suyuan-trust":
        raise Refused("not-trusted", "the trust file is none of Suyuan's")
    if not exactly(1)(value.get("version")):
        raise Refused("unsupported", "the trust file has another version than 1")
    wrong = value.keys() ^ TRUST.keys() or {m for m, is_type in TRUST.items() if not is_type(value[m])}
    if wrong or not _is_unlike([contract["address"] for contract in value["contracts"]]):
        raise Refused("not-trusted", "the trust file's %a is not valid" % sorted(wrong or ["contracts"])[0][:40])
    return value


def _whole(digits):
    """1.0 is the number 1; a trust file is not canonical."""
    value = float(digits)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
