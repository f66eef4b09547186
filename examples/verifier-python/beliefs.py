"""Headers, the tries below them, and what makes a block believed: docs/bundle.md, "Looking up" and "Beliefs"."""

import base64
import hashlib
import re

from primitives import Refused, ed25519_holds, keccak, rlp_read, rlp_write, signer, tampered

QBFT_MIX = bytes.fromhex("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365")
EMPTY_ROOT = keccak(b"\x80")


def unhex(text):
    return bytes.fromhex(text[2:])


class Header:
    def __init__(self, rlp):
        fields = rlp_read(rlp)
        if not isinstance(fields, list) or not 15 <= len(fields) <= 24 or not all(map(is_bytes, fields)):
            raise tampered("a block header is no list of 15 to 24 strings")
        self.fields, self.extra = fields, fields[12]
        self.parent, self.state_root = fields[0], fields[3]
        if len(self.parent) != 32 or len(self.state_root) != 32:
            raise tampered("a block header's hash has not 32 bytes")
        for one in (fields[8], fields[11]):
            if len(one) > 6 or one[:1] == b"\0":
                raise tampered("a block header's number or time is out of range")
        self.number, self.time = int.from_bytes(fields[8], "big"), int.from_bytes(fields[11], "big")
        self.is_qbft = fields[13] == QBFT_MIX
        self.seals = []
        self.hash = self._qbft() if self.is_qbft else keccak(rlp)

    def _qbft(self):
        items = rlp_read(self.extra)
        if not isinstance(items, list) or len(items) != 5:
            raise tampered("a QBFT block's extra data is no list of five")
        vanity, validators, vote, self.round, self.seals = items
        lists = isinstance(validators, list) and isinstance(self.seals, list)
        if not lists or not all(map(is_bytes, [*validators, *self.seals, self.round])):
            raise tampered("a QBFT block's extra data is malformed")
        if len(self.round) > 4 or self.round[:1] == b"\0":
            raise tampered("a QBFT block's round is out of range")
        self.sealed = self.hash_with(rlp_write([vanity, validators, vote, self.round, []]))
        return self.hash_with(rlp_write([vanity, validators, vote, b"", []]))

    def hash_with(self, extra):
        return keccak(rlp_write([*self.fields[:12], extra, *self.fields[13:]]))


def is_bytes(item):
    return isinstance(item, bytes)


class Nodes:
    """Trie nodes by their hash, and which of them were used."""

    def __init__(self):
        self.by_hash, self.used, self.last = {}, set(), b""

    def add(self, node):
        key = keccak(node)
        if key <= self.last:
            raise tampered("the trie nodes are not in the order of their hashes")
        self.by_hash[key], self.last = node, key

    def value(self, root, key):
        """Under keccak(key); None when nothing is there."""
        path = keccak(key).hex()
        node = self._node(root)
        while node is not None:
            if not isinstance(node, list) or len(node) not in (2, 17):
                raise tampered("a trie node is no list of 2 or 17")
            if len(node) == 17:
                if not path:
                    raise tampered("a trie key ends in a branch")
                child, path = node[int(path[0], 16)], path[1:]
                node = None if child == b"" else self._child(child)
                continue
            if not is_bytes(node[0]) or node[0][:1] == b"" or node[0][0] >= 0x40:
                raise tampered("a trie path has an unknown flag")
            flag, part = node[0][0] >> 4, node[0].hex()[1:]
            if flag % 2 == 0:
                if part[0] != "0":
                    raise tampered("a trie path is padded with something")
                part = part[1:]
            if not path.startswith(part):
                return None
            path = path[len(part) :]
            if flag >= 2:
                return None if path else self._string(node[1])
            if not part:
                raise tampered("a trie extension is empty")
            node = self._child(node[1])
        return None

    def _node(self, key):
        if key == EMPTY_ROOT:
            return None
        if key not in self.by_hash:
            raise Refused("incomplete", "a trie node is missing")
        self.used.add(key)
        return rlp_read(self.by_hash[key])

    def _child(self, child):
        if is_bytes(child) and len(child) == 32:
            return self._node(child)
        if is_bytes(child) or len(rlp_write(child)) >= 32:
            raise tampered("a trie node names a child that is none")
        return child

    def _string(self, item):
        if not is_bytes(item):
            raise tampered("a trie value is no string")
        return item

    def account(self, root, address):
        """Storage root and code hash; None when there is no such account."""
        value = self.value(root, address)
        if value is None:
            return None
        items = rlp_read(value)
        if not isinstance(items, list) or len(items) != 4 or not all(map(is_bytes, items)):
            raise tampered("an account is no list of four strings")
        return items[2:]

    def storage(self, root, slot):
        value = self.value(root, slot)
        word = self._string(b"" if value is None else rlp_read(value))
        if len(word) > 32 or word[:1] == b"\0":
            raise tampered("a storage value is not in its shortest form")
        return word.rjust(32, b"\0")


def in_force(eras, number):
    begun = [era for era in eras if era["from"] <= number]
    return {unhex(s) for s in max(begun, key=lambda era: era["from"])["signers"]} if begun else set()


def holds(belief, headers, checkpoints):
    """On what exactly a conclusion rests, or None."""
    return {"block": _block, "qbft": _qbft, "clique": _clique, "witnesses": _witnesses}[belief["kind"]](
        belief, headers, checkpoints
    )


def _block(belief, headers, _):
    pinned = next((h for h in headers if h.number == belief["number"]), None)
    if pinned is None or pinned.hash != unhex(belief["hash"]):
        return None
    return "the pinned block %d" % pinned.number


def _qbft(belief, headers, _):
    block = headers[0]
    if not block.is_qbft:
        return None
    signers = {signer(block.sealed, seal) for seal in block.seals} & in_force(belief["eras"], block.number)
    if len(signers) < belief["quorum"]:
        return None
    return "the seals of %d validators on block %d" % (len(signers), block.number)


def _clique(belief, headers, _):
    if len(headers) - 1 < belief["depth"]:
        return None
    signers = set()
    for header in headers:
        if len(header.extra) < 97:
            raise tampered("a block has no Clique seal")
        by = signer(header.hash_with(header.extra[:-65]), header.extra[-65:])
        if by not in in_force(belief["eras"], header.number):
            return None
        signers.add(by)
    if 2 * len(signers) <= len(in_force(belief["eras"], headers[0].number)):
        return None
    return "the seals of %d signers on %d blocks" % (len(signers), len(headers))


def _witnesses(belief, headers, checkpoints):
    for line in checkpoints:
        text, signatures = _note(line["note"])
        origin, size, root = _checkpoint(text)
        if origin != belief["origin"]:
            continue
        first = re.search("/blocks-from-(0|[1-9][0-9]{0,14})\\Z", origin)
        if first is None or line["leaf"] != headers[0].number - int(first[1]):
            raise tampered("the checkpoint's leaf is another block's")
        if _root(headers[0].hash, line["leaf"], size, map(unhex, line["proof"])) != root:
            raise tampered("the block is not in the witnessed log")
        keys = {w["key"] for w in belief["witnesses"] if _cosigned(w, text, signatures)}
        if len(keys) >= belief["quorum"]:
            return "the co-signatures of %d witnesses" % len(keys)
    return None


SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SIGNATURE = re.compile("\u2014 ([^+%s]+) ([A-Za-z0-9+/]+={0,2})" % SPACE)


def _note(note):
    end = note.rfind("\n\n")
    if end < 0 or not note.endswith("\n") or re.search("[\0-\x09\x0b-\x1f]", note):
        raise tampered("the checkpoint is no signed note")
    found = [SIGNATURE.fullmatch(line) for line in note[end + 2 : -1].split("\n")]
    if len(found) > 100 or not all(found):
        raise tampered("the checkpoint's signatures are malformed")
    signatures = [(match[1], _unbase64(match[2])) for match in found]
    if any(len(signature) < 5 for _, signature in signatures):
        raise tampered("a signature of the checkpoint is too short")
    return note[: end + 1], signatures


def _unbase64(text):
    try:
        data = base64.b64decode(text.encode(), validate=True)
    except ValueError:
        data = b""
    if base64.b64encode(data) != text.encode():
        raise tampered("the checkpoint holds something that is not base64")
    return data


def _checkpoint(text):
    lines = text[:-1].split("\n")
    if len(lines) != 3 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,14}", lines[1]):
        raise tampered("the signed note is no checkpoint")
    root = _unbase64(lines[2])
    if len(root) != 32:
        raise tampered("the checkpoint's root is no SHA-256")
    return lines[0], int(lines[1]), root


def _root(leaf, fn, size, proof):
    """Where an inclusion proof leads (RFC 9162, 2.1.3.2)."""
    if fn >= size:
        raise tampered("the checkpoint is older than the block")
    sn, root = size - 1, hashlib.sha256(b"\0" + leaf).digest()
    for sibling in proof:
        if sn == 0:
            raise tampered("the inclusion proof is too long")
        if fn % 2 == 1 or fn == sn:
            root = hashlib.sha256(b"\1" + sibling + root).digest()
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn // 2, sn // 2
        else:
            root = hashlib.sha256(b"\1" + root + sibling).digest()
        fn, sn = fn // 2, sn // 2
    if sn != 0:
        raise tampered("the inclusion proof is too short")
    return root


def _cosigned(witness, text, signatures):
    name, key = witness["name"], unhex(witness["key"])
    key_id = hashlib.sha256(name.encode() + b"\n\x04" + key).digest()[:4]
    for by, signature in signatures:
        if by != name or signature[:4] != key_id or len(signature) != 4 + 72:
            continue
        time = int.from_bytes(signature[4:12], "big")
        if ed25519_holds(signature[12:], ("cosignature/v1\ntime %d\n%s" % (time, text)).encode(), key):
            return True
    return False
