"""Keccak-256, secp256k1 key recovery, Ed25519 and RLP: what Python's own library does not have."""

import hashlib


class Refused(Exception):
    """An answer other than valid: one of the outcomes of docs/bundle.md, and why."""

    def __init__(self, outcome, reason, line=0):
        super().__init__(reason)
        self.outcome, self.reason, self.line = outcome, reason, line


def tampered(reason):
    return Refused("tampered", reason)


# Keccak, FIPS 202 section 3: lanes a[x + 5 y] of 64 bits, 24 rounds.


def _constants():
    rounds, lfsr = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            if lfsr & 1:
                constant ^= 1 << ((1 << j) - 1)
            lfsr = (lfsr << 1) ^ (0x171 if lfsr & 0x80 else 0)
        rounds.append(constant)
    moves, x, y = [(0, 0)] * 25, 1, 0
    for t in range(24):  # rho and pi in one: from which lane, turned by how much
        moves[y + 5 * ((2 * x + 3 * y) % 5)] = (x + 5 * y, (t + 1) * (t + 2) // 2 % 64)
        x, y = y, (2 * x + 3 * y) % 5
    return rounds, moves


ROUNDS, MOVES = _constants()
CHI = [(i, i // 5 * 5 + (i + 1) % 5, i // 5 * 5 + (i + 2) % 5) for i in range(25)]
LANE = (1 << 64) - 1
RATE = 136


def _permute(a):
    for constant in ROUNDS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (c[x - 4] << 1 & LANE | c[x - 4] >> 63) for x in range(5)] * 5
        b = [((a[i] ^ d[i]) << r | (a[i] ^ d[i]) >> (64 - r)) & LANE for i, r in MOVES]
        a = [b[i] ^ (~b[j] & b[k]) for i, j, k in CHI]
        a[0] ^= constant
    return a


def keccak(data):
    pad = RATE - len(data) % RATE
    data = data + (b"\x81" if pad == 1 else b"\x01" + bytes(pad - 2) + b"\x80")
    a = [0] * 25
    for at in range(0, len(data), RATE):
        for i in range(RATE // 8):
            a[i] ^= int.from_bytes(data[at + 8 * i : at + 8 * i + 8], "little")
        a = _permute(a)
    return b"".join(lane.to_bytes(8, "little") for lane in a[:4])


# secp256k1 (SEC 2), points as (x, y), None at infinity.

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)


def _plus(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = 3 * p[0] * p[0] * pow(2 * p[1], -1, P) % P
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P) % P
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def signer(digest, seal):
    """The address that signed the 32 bytes; seal is r, s, recovery id (SEC 1, 4.1.6)."""
    r, s, recovery = int.from_bytes(seal[:32], "big"), int.from_bytes(seal[32:64], "big"), seal[64:]
    if len(seal) != 65 or not (0 < r < N and 0 < s < N) or recovery[0] > 3:
        raise tampered("a block's seal is no signature")
    x = r + N * (recovery[0] >> 1)
    y = pow(x**3 + 7, (P + 1) // 4, P)
    if x >= P or (y * y - x**3 - 7) % P != 0:
        raise tampered("a block's seal is no signature")
    point = (x, y if y % 2 == recovery[0] % 2 else P - y)
    both, inverse, total = _plus(point, G), pow(r, -1, N), None
    with_g, with_point = -int.from_bytes(digest, "big") * inverse % N, s * inverse % N
    for bit in range(255, -1, -1):
        total = _plus(total, total)
        use = (with_g >> bit & 1, with_point >> bit & 1)
        if any(use):
            total = _plus(total, {(1, 0): G, (0, 1): point, (1, 1): both}[use])
    if total is None:
        raise tampered("a block's seal is no signature")
    return keccak(total[0].to_bytes(32, "big") + total[1].to_bytes(32, "big"))[12:]


# Ed25519 (RFC 8032, 5.1), points as (X, Y, Z, T).

Q = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, Q) % Q


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % Q, (d - c) % Q, (d + c) % Q, (b + a) % Q
    return e * f % Q, g * h % Q, f * g % Q, e * h % Q


def _times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % Q == 0 and (p[1] * q[2] - q[1] * p[2]) % Q == 0


def _point(encoded):
    """None when the 32 bytes are no point in its one encoding."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    xx = (y * y - 1) * pow(D * y * y + 1, -1, Q) % Q
    x = pow(xx, (Q + 3) // 8, Q)
    if (x * x - xx) % Q != 0:
        x = x * pow(2, (Q - 1) // 4, Q) % Q
    if y >= Q or (x * x - xx) % Q != 0 or (x == 0 and sign == 1):
        return None
    x = x if x % 2 == sign else Q - x
    return x, y, 1, x * y % Q


BASE = _point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))


def ed25519_holds(signature, message, key):
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER or _equal(_times(8, a), (0, 1, 1, 0)):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return _equal(_times(8 * s, BASE), _times(8, _add(r, _times(k, a))))


# RLP, canonical or refused: strings are bytes, lists are lists.


def rlp_read(data):
    item, end = _item(data, 0, 0)
    if end != len(data):
        raise tampered("bytes after the end of an RLP item")
    return item


def _item(data, at, depth):
    if at >= len(data) or depth > 8:
        raise tampered("an RLP item is cut off, or lies too deep")
    first = data[at]
    if first < 0x80:
        return data[at : at + 1], at + 1
    tag, start = first - (0xC0 if first >= 0xC0 else 0x80), at + 1
    length = tag
    if tag > 55:
        size, start = tag - 55, start + tag - 55
        length = int.from_bytes(data[at + 1 : start], "big")
        if size > 4 or start > len(data) or length < 56 or data[at + 1] == 0:
            raise tampered("an RLP length is not as short as can be")
    end = start + length
    if end > len(data):
        raise tampered("an RLP item is cut off")
    if first < 0xC0:
        if length == 1 and data[start] < 0x80:
            raise tampered("an RLP byte is longer than need be")
        return data[start:end], end
    items, next_at = [], start
    while next_at < end:
        item, next_at = _item(data, next_at, depth + 1)
        items.append(item)
    if next_at != end:
        raise tampered("an RLP item is longer than its list")
    return items, end


def rlp_write(item):
    if isinstance(item, bytes):
        if len(item) == 1 and item[0] < 0x80:
            return item
        body, base = item, 0x80
    else:
        body, base = b"".join(map(rlp_write, item)), 0xC0
    if len(body) < 56:
        return bytes([base + len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([base + 55 + len(length)]) + length + body
