// The verifier of Suyuan's evidence bundles, in one file. It needs Node 18 or newer and nothing else:
//   node suyuan-verify.mjs <bundle> --trust <trust file> [file…]
// Made from src/cli/standalone.ts by `npm run generate`. Do not edit. Apache-2.0.
// It holds parts of @noble/hashes and @noble/curves, which are:
//   The MIT License. Copyright (c) 2022 Paul Miller (https://paulmillr.com)
//   Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
//   documentation files (the "Software"), to deal in the Software without restriction, including without limitation
//   the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
//   to permit persons to whom the Software is furnished to do so, subject to the following conditions: the above
//   copyright notice and this permission notice shall be included in all copies or substantial portions of the
//   Software. The Software is provided "as is", without warranty of any kind, express or implied, including but not
//   limited to the warranties of merchantability, fitness for a particular purpose and noninfringement. In no event
//   shall the authors or copyright holders be liable for any claim, damages or other liability, whether in an action
//   of contract, tort or otherwise, arising from, out of or in connection with the Software or the use or other
//   dealings in the Software.

import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync } from "node:fs";

// src/proof/outcome.ts
const outcomes = {
	current: {
		exit: 0,
		zh: "有效，且现行。",
		en: "Valid and current."
	},
	corrected: {
		exit: 10,
		zh: "有效，但已有更正版本。",
		en: "Valid, but corrected by a later version."
	},
	superseded: {
		exit: 11,
		zh: "有效，但已有更新版本。",
		en: "Valid, but there is a newer version."
	},
	withdrawn: {
		exit: 12,
		zh: "有效，但该版本已撤回。",
		en: "Valid, but the version was withdrawn."
	},
	recalled: {
		exit: 13,
		zh: "有效，但该版本已召回。",
		en: "Valid, but the version was recalled."
	},
	affected: {
		exit: 14,
		zh: "有效，但其来源已被召回。",
		en: "Valid, but a source of it was recalled."
	},
	absent: {
		exit: 15,
		zh: "有效：账本上没有它。",
		en: "Valid: the ledger does not have it."
	},
	incomplete: {
		exit: 20,
		zh: "证据不完整。",
		en: "The evidence is incomplete."
	},
	tampered: {
		exit: 21,
		zh: "证据被改动过。",
		en: "The evidence was tampered with."
	},
	"not-trusted": {
		exit: 22,
		zh: "证据所依据的不在信任范围内。",
		en: "The evidence rests on nothing that is trusted."
	},
	"file-differs": {
		exit: 23,
		zh: "文件与证据不符。",
		en: "The file is not the one the evidence is about."
	},
	unsupported: {
		exit: 24,
		zh: "不支持的格式或版本。",
		en: "The format or its version is not supported."
	},
	"too-large": {
		exit: 25,
		zh: "证据超出所设上限。",
		en: "The evidence is larger than is allowed."
	}
};
const worstFirst = [
	"absent",
	"recalled",
	"affected",
	"withdrawn",
	"corrected",
	"superseded"
];
function worstOf(of) {
	return worstFirst.find((outcome) => of.includes(outcome)) ?? "current";
}
const bits = {
	withdrawn: 16,
	affected: 32,
	corrected: 1024,
	recalled: 16384
};
function outcomeOf(state) {
	if (state & bits.recalled) return "recalled";
	if (state & bits.affected) return "affected";
	if (state & bits.withdrawn) return "withdrawn";
	if (state & bits.corrected) return "corrected";
	return "current";
}

// src/core/hex.ts
const ZERO32 = `0x${"00".repeat(32)}`;
function isHex(value, bytes) {
	return value.length === 2 + bytes * 2 && /^0x[0-9a-f]*$/.test(value);
}

// src/proof/flaw.ts
var Flaw = class extends Error {
	outcome;
	line = 0;
	constructor(outcome, message) {
		super(message);
		this.outcome = outcome;
	}
};
function tampered(message) {
	return new Flaw("tampered", message);
}

// node_modules/@noble/hashes/_u64.js
const U32_MASK64 = /* @__PURE__ */ (() => BigInt(2 ** 32 - 1))();
const _32n = /* @__PURE__ */ BigInt(32);
function fromBig(n, le = false) {
	if (le) return {
		h: Number(n & U32_MASK64),
		l: Number(n >> _32n & U32_MASK64)
	};
	return {
		h: Number(n >> _32n & U32_MASK64) | 0,
		l: Number(n & U32_MASK64) | 0
	};
}
function split(lst, le = false) {
	const len = lst.length;
	let Ah = new Uint32Array(len);
	let Al = new Uint32Array(len);
	for (let i = 0; i < len; i++) {
		const { h, l } = fromBig(lst[i], le);
		[Ah[i], Al[i]] = [h, l];
	}
	return [Ah, Al];
}
const fromNumH = (n) => n / 2 ** 32 | 0;
const fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE) {
	const h = fromNumH(n);
	const l = fromNumL(n);
	view.setUint32(byteOffset, isLE ? l : h, isLE);
	view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
}
const shrSH = (h, _l, s) => h >>> s;
const shrSL = (h, l, s) => h << 32 - s | l >>> s;
const rotrSH = (h, l, s) => h >>> s | l << 32 - s;
const rotrSL = (h, l, s) => h << 32 - s | l >>> s;
const rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
const rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
function add(Ah, Al, Bh, Bl) {
	const l = (Al >>> 0) + (Bl >>> 0);
	return {
		h: Ah + Bh + (l / 2 ** 32 | 0) | 0,
		l: l | 0
	};
}
const add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
const add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
const add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
const add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
const add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
const add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;

// node_modules/@noble/hashes/utils.js
function isBytes$1(a) {
	return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
const atitle$1 = (title) => title ? `"${title}" ` : "";
function anumber$1(n, title = "") {
	if (typeof n !== "number") throw new TypeError(atitle$1(title) + "expected number, got " + typeof n);
	if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(atitle$1(title) + "expected integer >= 0, got " + n);
	return n;
}
function abool$1(value, title = "") {
	if (typeof value !== "boolean") throw new TypeError(atitle$1(title) + "expected boolean, got type=" + typeof value);
	return value;
}
function abytes$1(value, length, title = "") {
	if (isBytes$1(value) && (length === void 0 || value.length === length)) return value;
	if (length !== void 0) anumber$1(length, "length");
	const bytes = isBytes$1(value);
	const ofLen = length !== void 0 ? ` of length ${length}` : "";
	const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
	const message = atitle$1(title) + "expected Uint8Array" + ofLen + ", got " + got;
	if (!bytes) throw new TypeError(message);
	throw new RangeError(message);
}
function ahash(h) {
	if (typeof h !== "function" || typeof h.create !== "function") throw new TypeError("expected hash wrapped by utils.createHasher");
	anumber$1(h.outputLen);
	anumber$1(h.blockLen);
	if (h.outputLen < 1 || h.blockLen < 1) throw new Error("hash blockLen / outputLen must be >= 1");
}
const aobject$1 = (value, label) => {
	if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
const aopts = (value, label) => {
	aobject$1(value, label);
	const proto = Object.getPrototypeOf(value);
	if (proto !== Object.prototype && proto !== null) throw new TypeError(`"${label}" expected plain object`);
	if (Object.hasOwn(value, "__proto__")) throw new TypeError(`"${label}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
	if (instance.destroyed) throw new Error("hash was destroyed");
	if (checkFinished && instance.finished) throw new Error("digest() was already called");
}
function aoutput(out, instance) {
	abytes$1(out, void 0, "output");
	const min = instance.outputLen;
	if (!(out.length >= min)) throw new RangeError("\"output\" expected length >= " + min);
}
function u32(arr) {
	return new Uint32Array(arr.buffer, arr.byteOffset, Math.floor(arr.byteLength / 4));
}
function clean(...arrays) {
	for (let i = 0; i < arrays.length; i++) arrays[i].fill(0);
}
function createView(arr) {
	return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotr(word, shift) {
	return word << 32 - shift | word >>> shift;
}
const isLE = /* @__PURE__ */ (() => new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68)();
function byteSwap(word) {
	return word << 24 & 4278190080 | word << 8 & 16711680 | word >>> 8 & 65280 | word >>> 24 & 255;
}
function byteSwap32(arr) {
	for (let i = 0; i < arr.length; i++) arr[i] = byteSwap(arr[i]);
	return arr;
}
const swap32IfBE = isLE ? (u) => u : byteSwap32;
const hasHexBuiltin = /* @__PURE__ */ (() => typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function")();
const hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function bytesToHex$1(bytes) {
	abytes$1(bytes);
	if (hasHexBuiltin) return bytes.toHex();
	let hex = "";
	for (let i = 0; i < bytes.length; i++) hex += hexes[bytes[i]];
	return hex;
}
function asciiToBase16(ch) {
	return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - 55 : ch >= 97 && ch <= 102 ? ch - 87 : void 0;
}
function hexToBytes$1(hex) {
	if (typeof hex !== "string") throw new TypeError("hex string expected, got " + typeof hex);
	if (hasHexBuiltin) try {
		return Uint8Array.fromHex(hex);
	} catch (error) {
		if (error instanceof SyntaxError) throw new RangeError(error.message);
		throw error;
	}
	const hl = hex.length;
	const al = hl / 2;
	if (hl % 2) throw new RangeError("hex string expected, got unpadded hex of length " + hl);
	const array = new Uint8Array(al);
	for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
		const n1 = asciiToBase16(hex.charCodeAt(hi));
		const n2 = asciiToBase16(hex.charCodeAt(hi + 1));
		if (n1 === void 0 || n2 === void 0) {
			const char = hex[hi] + hex[hi + 1];
			throw new RangeError("hex string expected, got non-hex character \"" + char + "\" at index " + hi);
		}
		array[ai] = n1 * 16 + n2;
	}
	return array;
}
function concatBytes$1(...arrays) {
	let sum = 0;
	for (let i = 0; i < arrays.length; i++) {
		const a = arrays[i];
		abytes$1(a);
		sum += a.length;
	}
	const res = new Uint8Array(sum);
	for (let i = 0, pad = 0; i < arrays.length; i++) {
		const a = arrays[i];
		res.set(a, pad);
		pad += a.length;
	}
	return res;
}
function checkOpts(defaults, opts, title = "opts") {
	aopts(defaults, "defaults");
	if (opts !== void 0) aopts(opts, title);
	return Object.assign(Object.create(null), defaults, opts);
}
function createHasher(hashCons, info = {}) {
	if (typeof hashCons !== "function") throw new TypeError("\"hashCons\" expected function, got type=" + typeof hashCons);
	info = checkOpts({}, info, "info");
	const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
	const tmp = hashCons(void 0);
	hashC.outputLen = tmp.outputLen;
	hashC.blockLen = tmp.blockLen;
	hashC.canXOF = tmp.canXOF;
	hashC.create = (opts) => hashCons(opts);
	Object.assign(hashC, info);
	return Object.freeze(hashC);
}
function randomBytes$1(bytesLength = 32) {
	anumber$1(bytesLength, "bytesLength");
	const cr = typeof globalThis === "object" ? globalThis.crypto : null;
	if (typeof cr?.getRandomValues !== "function") throw new Error("crypto.getRandomValues must be defined");
	if (bytesLength > 65536) throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
	return cr.getRandomValues(new Uint8Array(bytesLength));
}
const oidNist = (suffix) => ({ oid: Uint8Array.from([
	6,
	9,
	96,
	134,
	72,
	1,
	101,
	3,
	4,
	2,
	suffix
]) });

// node_modules/@noble/hashes/_md.js
function Chi(a, b, c) {
	return a & b ^ ~a & c;
}
function Maj(a, b, c) {
	return a & b ^ a & c ^ b & c;
}
var HashMD = class {
	blockLen;
	outputLen;
	canXOF = false;
	padOffset;
	isLE;
	buffer;
	view;
	finished = false;
	length = 0;
	pos = 0;
	destroyed = false;
	constructor(blockLen, outputLen, padOffset, isLE) {
		this.blockLen = blockLen;
		this.outputLen = outputLen;
		this.padOffset = padOffset;
		this.isLE = isLE;
		this.buffer = new Uint8Array(blockLen);
		this.view = createView(this.buffer);
	}
	update(data) {
		aexists(this);
		abytes$1(data);
		const { view, buffer, blockLen } = this;
		const len = data.length;
		let processed = false;
		for (let pos = 0; pos < len;) {
			const take = Math.min(blockLen - this.pos, len - pos);
			if (take === blockLen) {
				const dataView = createView(data);
				for (; blockLen <= len - pos; pos += blockLen) this.process(dataView, pos);
				processed = true;
				continue;
			}
			buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
			this.pos += take;
			pos += take;
			if (this.pos === blockLen) {
				this.process(view, 0);
				this.pos = 0;
				processed = true;
			}
		}
		this.length += data.length;
		if (processed) this.roundClean();
		return this;
	}
	digestInto(out) {
		aexists(this);
		aoutput(out, this);
		this.finished = true;
		const { buffer, view, blockLen, isLE } = this;
		let { pos } = this;
		buffer[pos++] = 128;
		buffer.fill(0, pos);
		if (this.padOffset > blockLen - pos) {
			this.process(view, 0);
			buffer.fill(0);
		}
		setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
		this.process(view, 0);
		this.roundClean();
		const oview = out === buffer ? view : createView(out);
		const len = this.outputLen;
		const outLen = len / 4;
		const state = this.get();
		if (len % 4 || outLen > state.length) throw new Error("invalid outputLen");
		for (let i = 0; i < outLen; i++) oview.setUint32(4 * i, state[i], isLE);
	}
	digest() {
		const { buffer, outputLen } = this;
		this.digestInto(buffer);
		const res = buffer.slice(0, outputLen);
		this.destroy();
		return res;
	}
	_cloneIntoMeta(to) {
		const { buffer, length, finished, destroyed, pos } = this;
		to.destroyed = destroyed;
		to.finished = finished;
		to.length = length;
		to.pos = pos;
		if (pos) to.buffer.set(buffer);
		return to;
	}
	clone() {
		return this._cloneInto();
	}
};
const SHA256_IV = /* @__PURE__ */ Uint32Array.from([
	1779033703,
	3144134277,
	1013904242,
	2773480762,
	1359893119,
	2600822924,
	528734635,
	1541459225
]);
const SHA512_IV = /* @__PURE__ */ Uint32Array.from([
	1779033703,
	4089235720,
	3144134277,
	2227873595,
	1013904242,
	4271175723,
	2773480762,
	1595750129,
	1359893119,
	2917565137,
	2600822924,
	725511199,
	528734635,
	4215389547,
	1541459225,
	327033209
]);

// node_modules/@noble/hashes/sha2.js
const SHA256_K = /* @__PURE__ */ Uint32Array.from([
	1116352408,
	1899447441,
	3049323471,
	3921009573,
	961987163,
	1508970993,
	2453635748,
	2870763221,
	3624381080,
	310598401,
	607225278,
	1426881987,
	1925078388,
	2162078206,
	2614888103,
	3248222580,
	3835390401,
	4022224774,
	264347078,
	604807628,
	770255983,
	1249150122,
	1555081692,
	1996064986,
	2554220882,
	2821834349,
	2952996808,
	3210313671,
	3336571891,
	3584528711,
	113926993,
	338241895,
	666307205,
	773529912,
	1294757372,
	1396182291,
	1695183700,
	1986661051,
	2177026350,
	2456956037,
	2730485921,
	2820302411,
	3259730800,
	3345764771,
	3516065817,
	3600352804,
	4094571909,
	275423344,
	430227734,
	506948616,
	659060556,
	883997877,
	958139571,
	1322822218,
	1537002063,
	1747873779,
	1955562222,
	2024104815,
	2227730452,
	2361852424,
	2428436474,
	2756734187,
	3204031479,
	3329325298
]);
const SHA256_W = /* @__PURE__ */ new Uint32Array(64);
var SHA2_32B = class extends HashMD {
	A = 0;
	B = 0;
	C = 0;
	D = 0;
	E = 0;
	F = 0;
	G = 0;
	H = 0;
	constructor(outputLen, IV) {
		super(64, outputLen, 8, false);
		this.A = IV[0] | 0;
		this.B = IV[1] | 0;
		this.C = IV[2] | 0;
		this.D = IV[3] | 0;
		this.E = IV[4] | 0;
		this.F = IV[5] | 0;
		this.G = IV[6] | 0;
		this.H = IV[7] | 0;
	}
	get() {
		const { A, B, C, D, E, F, G, H } = this;
		return [
			A,
			B,
			C,
			D,
			E,
			F,
			G,
			H
		];
	}
	set(A, B, C, D, E, F, G, H) {
		this.A = A | 0;
		this.B = B | 0;
		this.C = C | 0;
		this.D = D | 0;
		this.E = E | 0;
		this.F = F | 0;
		this.G = G | 0;
		this.H = H | 0;
	}
	_cloneInto(to) {
		(to ||= new this.constructor()).set(...this.get());
		return this._cloneIntoMeta(to);
	}
	process(view, offset) {
		for (let i = 0; i < 16; i++, offset += 4) SHA256_W[i] = view.getUint32(offset, false);
		for (let i = 16; i < 64; i++) {
			const W15 = SHA256_W[i - 15];
			const W2 = SHA256_W[i - 2];
			const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
			const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
			SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
		}
		let { A, B, C, D, E, F, G, H } = this;
		for (let i = 0; i < 64; i++) {
			const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
			const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
			const T2 = (rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22)) + Maj(A, B, C) | 0;
			H = G;
			G = F;
			F = E;
			E = D + T1 | 0;
			D = C;
			C = B;
			B = A;
			A = T1 + T2 | 0;
		}
		A = A + this.A | 0;
		B = B + this.B | 0;
		C = C + this.C | 0;
		D = D + this.D | 0;
		E = E + this.E | 0;
		F = F + this.F | 0;
		G = G + this.G | 0;
		H = H + this.H | 0;
		this.set(A, B, C, D, E, F, G, H);
	}
	roundClean() {
		clean(SHA256_W);
	}
	destroy() {
		this.destroyed = true;
		this.set(0, 0, 0, 0, 0, 0, 0, 0);
		clean(this.buffer);
	}
};
var _SHA256 = class extends SHA2_32B {
	constructor() {
		super(32, SHA256_IV);
	}
};
const K512 = /* @__PURE__ */ (() => split([
	"0x428a2f98d728ae22",
	"0x7137449123ef65cd",
	"0xb5c0fbcfec4d3b2f",
	"0xe9b5dba58189dbbc",
	"0x3956c25bf348b538",
	"0x59f111f1b605d019",
	"0x923f82a4af194f9b",
	"0xab1c5ed5da6d8118",
	"0xd807aa98a3030242",
	"0x12835b0145706fbe",
	"0x243185be4ee4b28c",
	"0x550c7dc3d5ffb4e2",
	"0x72be5d74f27b896f",
	"0x80deb1fe3b1696b1",
	"0x9bdc06a725c71235",
	"0xc19bf174cf692694",
	"0xe49b69c19ef14ad2",
	"0xefbe4786384f25e3",
	"0x0fc19dc68b8cd5b5",
	"0x240ca1cc77ac9c65",
	"0x2de92c6f592b0275",
	"0x4a7484aa6ea6e483",
	"0x5cb0a9dcbd41fbd4",
	"0x76f988da831153b5",
	"0x983e5152ee66dfab",
	"0xa831c66d2db43210",
	"0xb00327c898fb213f",
	"0xbf597fc7beef0ee4",
	"0xc6e00bf33da88fc2",
	"0xd5a79147930aa725",
	"0x06ca6351e003826f",
	"0x142929670a0e6e70",
	"0x27b70a8546d22ffc",
	"0x2e1b21385c26c926",
	"0x4d2c6dfc5ac42aed",
	"0x53380d139d95b3df",
	"0x650a73548baf63de",
	"0x766a0abb3c77b2a8",
	"0x81c2c92e47edaee6",
	"0x92722c851482353b",
	"0xa2bfe8a14cf10364",
	"0xa81a664bbc423001",
	"0xc24b8b70d0f89791",
	"0xc76c51a30654be30",
	"0xd192e819d6ef5218",
	"0xd69906245565a910",
	"0xf40e35855771202a",
	"0x106aa07032bbd1b8",
	"0x19a4c116b8d2d0c8",
	"0x1e376c085141ab53",
	"0x2748774cdf8eeb99",
	"0x34b0bcb5e19b48a8",
	"0x391c0cb3c5c95a63",
	"0x4ed8aa4ae3418acb",
	"0x5b9cca4f7763e373",
	"0x682e6ff3d6b2b8a3",
	"0x748f82ee5defb2fc",
	"0x78a5636f43172f60",
	"0x84c87814a1f0ab72",
	"0x8cc702081a6439ec",
	"0x90befffa23631e28",
	"0xa4506cebde82bde9",
	"0xbef9a3f7b2c67915",
	"0xc67178f2e372532b",
	"0xca273eceea26619c",
	"0xd186b8c721c0c207",
	"0xeada7dd6cde0eb1e",
	"0xf57d4f7fee6ed178",
	"0x06f067aa72176fba",
	"0x0a637dc5a2c898a6",
	"0x113f9804bef90dae",
	"0x1b710b35131c471b",
	"0x28db77f523047d84",
	"0x32caab7b40c72493",
	"0x3c9ebe0a15c9bebc",
	"0x431d67c49c100d4c",
	"0x4cc5d4becb3e42b6",
	"0x597f299cfc657e2a",
	"0x5fcb6fab3ad6faec",
	"0x6c44198c4a475817"
].map((n) => BigInt(n))))();
const SHA512_Kh = /* @__PURE__ */ (() => K512[0])();
const SHA512_Kl = /* @__PURE__ */ (() => K512[1])();
const SHA512_W_H = /* @__PURE__ */ new Uint32Array(80);
const SHA512_W_L = /* @__PURE__ */ new Uint32Array(80);
var SHA2_64B = class extends HashMD {
	Ah = 0;
	Al = 0;
	Bh = 0;
	Bl = 0;
	Ch = 0;
	Cl = 0;
	Dh = 0;
	Dl = 0;
	Eh = 0;
	El = 0;
	Fh = 0;
	Fl = 0;
	Gh = 0;
	Gl = 0;
	Hh = 0;
	Hl = 0;
	constructor(outputLen, IV) {
		super(128, outputLen, 16, false);
		this.Ah = IV[0] | 0;
		this.Al = IV[1] | 0;
		this.Bh = IV[2] | 0;
		this.Bl = IV[3] | 0;
		this.Ch = IV[4] | 0;
		this.Cl = IV[5] | 0;
		this.Dh = IV[6] | 0;
		this.Dl = IV[7] | 0;
		this.Eh = IV[8] | 0;
		this.El = IV[9] | 0;
		this.Fh = IV[10] | 0;
		this.Fl = IV[11] | 0;
		this.Gh = IV[12] | 0;
		this.Gl = IV[13] | 0;
		this.Hh = IV[14] | 0;
		this.Hl = IV[15] | 0;
	}
	get() {
		const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
		return [
			Ah,
			Al,
			Bh,
			Bl,
			Ch,
			Cl,
			Dh,
			Dl,
			Eh,
			El,
			Fh,
			Fl,
			Gh,
			Gl,
			Hh,
			Hl
		];
	}
	set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
		this.Ah = Ah | 0;
		this.Al = Al | 0;
		this.Bh = Bh | 0;
		this.Bl = Bl | 0;
		this.Ch = Ch | 0;
		this.Cl = Cl | 0;
		this.Dh = Dh | 0;
		this.Dl = Dl | 0;
		this.Eh = Eh | 0;
		this.El = El | 0;
		this.Fh = Fh | 0;
		this.Fl = Fl | 0;
		this.Gh = Gh | 0;
		this.Gl = Gl | 0;
		this.Hh = Hh | 0;
		this.Hl = Hl | 0;
	}
	_cloneInto(to) {
		(to ||= new this.constructor()).set(...this.get());
		return this._cloneIntoMeta(to);
	}
	process(view, offset) {
		for (let i = 0; i < 16; i++, offset += 4) {
			SHA512_W_H[i] = view.getUint32(offset);
			SHA512_W_L[i] = view.getUint32(offset += 4);
		}
		for (let i = 16; i < 80; i++) {
			const W15h = SHA512_W_H[i - 15] | 0;
			const W15l = SHA512_W_L[i - 15] | 0;
			const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
			const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
			const W2h = SHA512_W_H[i - 2] | 0;
			const W2l = SHA512_W_L[i - 2] | 0;
			const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
			const s1l = rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6);
			const SUMl = add4L(s0l, s1l, SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
			const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
			SHA512_W_H[i] = SUMh | 0;
			SHA512_W_L[i] = SUMl | 0;
		}
		let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
		for (let i = 0; i < 80; i++) {
			const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
			const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
			const CHIh = Eh & Fh ^ ~Eh & Gh;
			const CHIl = El & Fl ^ ~El & Gl;
			const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
			const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
			const T1l = T1ll | 0;
			const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
			const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
			const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
			const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
			Hh = Gh | 0;
			Hl = Gl | 0;
			Gh = Fh | 0;
			Gl = Fl | 0;
			Fh = Eh | 0;
			Fl = El | 0;
			({h: Eh, l: El} = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
			Dh = Ch | 0;
			Dl = Cl | 0;
			Ch = Bh | 0;
			Cl = Bl | 0;
			Bh = Ah | 0;
			Bl = Al | 0;
			const All = add3L(T1l, sigma0l, MAJl);
			Ah = add3H(All, T1h, sigma0h, MAJh);
			Al = All | 0;
		}
		({h: Ah, l: Al} = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
		({h: Bh, l: Bl} = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
		({h: Ch, l: Cl} = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
		({h: Dh, l: Dl} = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
		({h: Eh, l: El} = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
		({h: Fh, l: Fl} = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
		({h: Gh, l: Gl} = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
		({h: Hh, l: Hl} = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
		this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
	}
	roundClean() {
		clean(SHA512_W_H, SHA512_W_L);
	}
	destroy() {
		this.destroyed = true;
		clean(this.buffer);
		this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}
};
var _SHA512 = class extends SHA2_64B {
	constructor() {
		super(64, SHA512_IV);
	}
};
const sha256 = /* @__PURE__ */ createHasher(() => new _SHA256(), /* @__PURE__ */ oidNist(1));
const sha512 = /* @__PURE__ */ createHasher(() => new _SHA512(), /* @__PURE__ */ oidNist(3));

// node_modules/@noble/hashes/sha3.js
const _0n$6 = BigInt(0);
const _1n$6 = BigInt(1);
const _2n$5 = BigInt(2);
const _7n$1 = BigInt(7);
const _256n = BigInt(256);
const _0x71n = BigInt(113);
const SHA3_PI = [];
const SHA3_ROTL = [];
const _SHA3_IOTA = [];
for (let round = 0, R = _1n$6, x = 1, y = 0; round < 24; round++) {
	[x, y] = [y, (2 * x + 3 * y) % 5];
	SHA3_PI.push(2 * (5 * y + x));
	SHA3_ROTL.push((round + 1) * (round + 2) / 2 % 64);
	let t = _0n$6;
	for (let j = 0; j < 7; j++) {
		R = (R << _1n$6 ^ (R >> _7n$1) * _0x71n) % _256n;
		if (R & _2n$5) t ^= _1n$6 << (_1n$6 << BigInt(j)) - _1n$6;
	}
	_SHA3_IOTA.push(t);
}
const IOTAS = split(_SHA3_IOTA, true);
const SHA3_IOTA_H = IOTAS[0];
const SHA3_IOTA_L = IOTAS[1];
const rotlSH = (h, l, s) => h << s | l >>> 32 - s;
const rotlSL = (h, l, s) => l << s | h >>> 32 - s;
const rotlBH = (h, l, s) => l << s - 32 | h >>> 64 - s;
const rotlBL = (h, l, s) => h << s - 32 | l >>> 64 - s;
const rotlH = (h, l, s) => s > 32 ? rotlBH(h, l, s) : rotlSH(h, l, s);
const rotlL = (h, l, s) => s > 32 ? rotlBL(h, l, s) : rotlSL(h, l, s);
const B = /* @__PURE__ */ new Uint32Array(10);
function keccakP(s, rounds = 24) {
	if (!(s instanceof Uint32Array)) throw new TypeError("\"s\" expected Uint32Array(50), got type=" + typeof s);
	if (s.length !== 50) throw new RangeError("\"s\" expected Uint32Array(50), got length=" + s.length);
	anumber$1(rounds, "rounds");
	if (rounds < 1 || rounds > 24) throw new Error("\"rounds\" expected integer 1..24");
	for (let round = 24 - rounds; round < 24; round++) {
		for (let x = 0; x < 10; x++) B[x] = s[x] ^ s[x + 10] ^ s[x + 20] ^ s[x + 30] ^ s[x + 40];
		for (let x = 0; x < 10; x += 2) {
			const idx1 = (x + 8) % 10;
			const idx0 = (x + 2) % 10;
			const B0 = B[idx0];
			const B1 = B[idx0 + 1];
			const Th = rotlH(B0, B1, 1) ^ B[idx1];
			const Tl = rotlL(B0, B1, 1) ^ B[idx1 + 1];
			for (let y = 0; y < 50; y += 10) {
				s[x + y] ^= Th;
				s[x + y + 1] ^= Tl;
			}
		}
		let curH = s[2];
		let curL = s[3];
		for (let t = 0; t < 24; t++) {
			const shift = SHA3_ROTL[t];
			const Th = rotlH(curH, curL, shift);
			const Tl = rotlL(curH, curL, shift);
			const PI = SHA3_PI[t];
			curH = s[PI];
			curL = s[PI + 1];
			s[PI] = Th;
			s[PI + 1] = Tl;
		}
		for (let y = 0; y < 50; y += 10) {
			const b0 = s[y], b1 = s[y + 1], b2 = s[y + 2], b3 = s[y + 3];
			s[y] ^= ~s[y + 2] & s[y + 4];
			s[y + 1] ^= ~s[y + 3] & s[y + 5];
			s[y + 2] ^= ~s[y + 4] & s[y + 6];
			s[y + 3] ^= ~s[y + 5] & s[y + 7];
			s[y + 4] ^= ~s[y + 6] & s[y + 8];
			s[y + 5] ^= ~s[y + 7] & s[y + 9];
			s[y + 6] ^= ~s[y + 8] & b0;
			s[y + 7] ^= ~s[y + 9] & b1;
			s[y + 8] ^= ~b0 & b2;
			s[y + 9] ^= ~b1 & b3;
		}
		s[0] ^= SHA3_IOTA_H[round];
		s[1] ^= SHA3_IOTA_L[round];
	}
	clean(B);
}
var Keccak = class Keccak {
	state;
	pos = 0;
	posOut = 0;
	finished = false;
	state32;
	destroyed = false;
	blockLen;
	suffix;
	outputLen;
	canXOF;
	enableXOF = false;
	rounds;
	constructor(blockLen, suffix, outputLen, enableXOF = false, rounds = 24) {
		anumber$1(blockLen, "blockLen");
		anumber$1(suffix, "suffix");
		anumber$1(rounds, "rounds");
		abool$1(enableXOF, "enableXOF");
		this.blockLen = blockLen;
		this.suffix = suffix;
		this.outputLen = outputLen;
		this.enableXOF = enableXOF;
		this.canXOF = enableXOF;
		this.rounds = rounds;
		anumber$1(outputLen, "outputLen");
		if (!(0 < blockLen && blockLen < 200)) throw new Error("\"blockLen\" must be 1..199");
		this.state = /* @__PURE__ */ new Uint8Array(200);
		this.state32 = u32(this.state);
	}
	clone() {
		return this._cloneInto();
	}
	keccak() {
		swap32IfBE(this.state32);
		keccakP(this.state32, this.rounds);
		swap32IfBE(this.state32);
		this.posOut = 0;
		this.pos = 0;
	}
	update(data) {
		aexists(this);
		abytes$1(data);
		const { blockLen, state, state32 } = this;
		const len = data.length;
		const canUseU32 = blockLen % 4 === 0 && data.byteOffset % 4 === 0;
		const blockLen32 = blockLen / 4;
		const data32 = canUseU32 && len >= blockLen ? u32(data) : void 0;
		for (let pos = 0; pos < len;) {
			if (data32 !== void 0 && this.pos === 0 && pos % 4 === 0 && len - pos >= blockLen) {
				for (let i = 0, o = pos / 4; i < blockLen32; i++) state32[i] ^= data32[o + i];
				pos += blockLen;
				this.pos = blockLen;
				this.keccak();
				continue;
			}
			const take = Math.min(blockLen - this.pos, len - pos);
			for (let i = 0; i < take; i++) state[this.pos++] ^= data[pos++];
			if (this.pos === blockLen) this.keccak();
		}
		return this;
	}
	finish() {
		if (this.finished) return;
		this.finished = true;
		const { state, suffix, pos, blockLen } = this;
		state[pos] ^= suffix;
		if ((suffix & 128) !== 0 && pos === blockLen - 1) this.keccak();
		state[blockLen - 1] ^= 128;
		this.keccak();
	}
	writeInto(out) {
		aexists(this, false);
		abytes$1(out);
		this.finish();
		const bufferOut = this.state;
		const { blockLen } = this;
		for (let pos = 0, len = out.length; pos < len;) {
			if (this.posOut >= blockLen) this.keccak();
			const take = Math.min(blockLen - this.posOut, len - pos);
			out.set(bufferOut.subarray(this.posOut, this.posOut + take), pos);
			this.posOut += take;
			pos += take;
		}
		return out;
	}
	xofInto(out) {
		if (!this.enableXOF) throw new Error("XOF is not enabled");
		return this.writeInto(out);
	}
	xof(bytes) {
		anumber$1(bytes);
		return this.xofInto(new Uint8Array(bytes));
	}
	digestInto(out) {
		aoutput(out, this);
		if (this.finished) throw new Error("digest() was already called");
		this.writeInto(out.length === this.outputLen ? out : out.subarray(0, this.outputLen));
		this.destroy();
	}
	digest() {
		const out = new Uint8Array(this.outputLen);
		this.digestInto(out);
		return out;
	}
	destroy() {
		this.destroyed = true;
		clean(this.state);
	}
	_cloneInto(to) {
		const { blockLen, suffix, outputLen, rounds, enableXOF } = this;
		to ||= new Keccak(blockLen, suffix, outputLen, enableXOF, rounds);
		to.blockLen = blockLen;
		to.state32.set(this.state32);
		to.pos = this.pos;
		to.posOut = this.posOut;
		to.finished = this.finished;
		to.rounds = rounds;
		to.suffix = suffix;
		to.outputLen = outputLen;
		to.enableXOF = enableXOF;
		to.canXOF = this.canXOF;
		to.destroyed = this.destroyed;
		return to;
	}
};
const genKeccak = (suffix, blockLen, outputLen, info = {}) => createHasher(() => new Keccak(blockLen, suffix, outputLen), info);
const keccak_256 = /* @__PURE__ */ genKeccak(1, 136, 32);

// src/proof/bytes.ts
function hexOf(bytes) {
	return `0x${bytesToHex$1(bytes)}`;
}
function bytesOf(hex) {
	return hexToBytes$1(hex.slice(2));
}
function keccak(bytes) {
	return keccak_256(bytes);
}
function digest(bytes) {
	return sha256(bytes);
}
function same(a, b) {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
function numberBytes(value, length) {
	const bytes = new Uint8Array(length);
	let rest = BigInt(value);
	for (let i = length - 1; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 255n);
	if (rest !== 0n) throw new RangeError(`${value} needs more than ${length} bytes`);
	return bytes;
}
function bytesNumber(bytes) {
	return bytes.reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);
}
function utf8(text) {
	return new TextEncoder().encode(text);
}

// src/proof/fact.ts
function hashOfFact(f, spine) {
	const by = concatBytes$1(numberBytes(f.organisation, 4), Uint8Array.of(f.drill ? 1 : 0), numberBytes(f.sequence, 7), bytesOf(f.key));
	const states = bytesOf(f.states);
	const count = f.subjects.length;
	return keccak(concatBytes$1(bytesOf(spine), bytesOf(f.kind), /* @__PURE__ */ new Uint8Array(12), bytesOf(f.writer), by, numberBytes(f.block, 32), numberBytes(f.time, 32), f.payload === void 0 ? bytesOf(f.payloadHash) : keccak(bytesOf(f.payload)), numberBytes(288, 32), numberBytes(320 + 32 * count, 32), numberBytes(count, 32), ...f.subjects.map(bytesOf), numberBytes(states.length, 32), states, new Uint8Array((32 - states.length % 32) % 32)));
}
function slotAfter(before, fact, state) {
	const head = keccak(concatBytes$1(bytesOf(before).subarray(0, 30), fact));
	return hexOf(concatBytes$1(head.subarray(0, 30), state));
}
function cityAfter(before, fact) {
	return hexOf(keccak(concatBytes$1(bytesOf(before), fact)));
}

// src/proof/shape.ts
function object(value, members, what) {
	if (value === null || typeof value !== "object" || Array.isArray(value)) throw tampered(`${what} is no object`);
	const names = Object.keys(value);
	for (const name of names) if (!members.includes(name)) throw tampered(`${what} has an unknown ${show(name)}`);
	for (const name of members) if (!(name in value)) throw tampered(`${what} has no ${name}`);
	return value;
}
function list(value, most, what, read) {
	if (!Array.isArray(value)) throw tampered(`${what} is no list`);
	if (value.length > most) throw tampered(`${what} has ${value.length} items, at most ${most} are read`);
	return value.map(read);
}
function hex(value, bytes, what) {
	if (typeof value !== "string" || !isHex(value, bytes)) throw tampered(`${what} is not ${bytes} bytes in hex`);
	return value;
}
function hexUpTo(value, most, what) {
	if (!(typeof value === "string" && value.length % 2 === 0 && value.length <= 2 + 2 * most) || !/^0x[0-9a-f]*$/.test(value)) throw tampered(`${what} is not at most ${most} bytes in hex`);
	return value;
}
function whole(value, most, what) {
	if (!(typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= most) || Object.is(value, -0)) throw tampered(`${what} is no whole number up to ${most}`);
	return value;
}
function truth(value, what) {
	if (typeof value !== "boolean") throw tampered(`${what} is neither true nor false`);
	return value;
}
const LONE_SURROGATE = /\p{Surrogate}/u;
function text(value, most, what) {
	if (!(typeof value === "string" && !LONE_SURROGATE.test(value) && utf8(value).length <= most)) throw tampered(`${what} is no text of at most ${most} bytes`);
	return value;
}
function oneOf(value, of, what) {
	if (!of.includes(value)) throw tampered(`${what} is ${show(value)}, and not ${of.join(" or ")}`);
	return value;
}
function nothingOr(value, read) {
	return value === null ? null : read(value);
}
function show(value) {
	return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
function canonical(value) {
	if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
	if (value !== null && typeof value === "object") return `{${Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, v]) => `${JSON.stringify(name)}:${canonical(v)}`).join()}}`;
	return JSON.stringify(value);
}

// src/proof/lines.ts
const FORMAT = "suyuan-bundle";
const VERSION$2 = 1;
const ALGORITHMS = {
	file: "sha-256",
	head: "keccak-256/240",
	fact: "keccak-256",
	trie: "ethereum-mpt-keccak-256"
};
const LIMITS = {
	line: 1 << 20,
	opening: 1024,
	payload: 1 << 18,
	node: 2048,
	header: 65536,
	subjectsOfFact: 600,
	nodesOfLine: 256,
	versions: 1e5,
	checkpoints: 100
};
const order = [
	"bundle",
	"subjects",
	"version",
	"fact",
	"nodes",
	"header",
	"checkpoint",
	"end"
];
const kinds = order.filter((kind) => kind !== "bundle");
function readLine(line, isFirst) {
	const bytes = utf8(line).length;
	if (bytes > LIMITS.line) throw new Flaw("too-large", `a line of ${bytes} bytes`);
	if (isFirst && bytes > LIMITS.opening) throw foreign();
	let value;
	try {
		value = JSON.parse(line);
	} catch {
		throw tampered("this is not JSON");
	}
	const kind = value?.is;
	if (isFirst && kind !== "bundle") throw foreign();
	const read = oneOf(kind, isFirst ? ["bundle"] : kinds, "the kind of line");
	const result = readers[read](value);
	if (canonical(result) !== line) throw tampered("this is not the canonical form of the line");
	return result;
}
function foreign() {
	return new Flaw("unsupported", "this is no evidence bundle of Suyuan");
}
const bytes32$1 = (what) => (value) => hex(value, 32, what);
const MOST_NUMBER = 2 ** 48 - 1;
const readers = {
	bundle: readOpening,
	subjects(value) {
		const o = object(value, ["is", "subjects"], "the line");
		return {
			is: "subjects",
			subjects: list(o["subjects"], 1e4, "subjects", bytes32$1("a subject"))
		};
	},
	version: readVersion,
	fact: readFact,
	nodes(value) {
		const o = object(value, ["is", "nodes"], "the line");
		const node = (n) => hexUpTo(n, LIMITS.node, "a trie node");
		return {
			is: "nodes",
			nodes: list(o["nodes"], LIMITS.nodesOfLine, "nodes", node)
		};
	},
	header(value) {
		const o = object(value, ["is", "rlp"], "the line");
		return {
			is: "header",
			rlp: hexUpTo(o["rlp"], LIMITS.header, "the header")
		};
	},
	checkpoint(value) {
		const o = object(value, [
			"is",
			"note",
			"leaf",
			"proof"
		], "the line");
		return {
			is: "checkpoint",
			note: text(o["note"], 65536, "the note"),
			leaf: whole(o["leaf"], MOST_NUMBER, "the leaf"),
			proof: list(o["proof"], 64, "the proof", bytes32$1("a hash of the proof"))
		};
	},
	end(value) {
		const o = object(value, [
			"is",
			"lines",
			"sha256"
		], "the line");
		return {
			is: "end",
			lines: whole(o["lines"], MOST_NUMBER, "the number of lines"),
			sha256: hex(o["sha256"], 32, "the digest")
		};
	}
};
function readOpening(value) {
	const v = value ?? {};
	if (v.format !== "suyuan-bundle") throw foreign();
	if (v.version !== 1) throw new Flaw("unsupported", `the bundle's version is ${String(v.version).slice(0, 20)}, this reads ${1}`);
	const members = "is format version algorithms chain log spine asOf at of scope".split(" ");
	const o = object(value, members, "the first line");
	requireAlgorithms(o["algorithms"]);
	const at = object(o["at"], ["block", "hash"], "`at`");
	return {
		is: "bundle",
		format: FORMAT,
		version: 1,
		algorithms: ALGORITHMS,
		chain: whole(o["chain"], Number.MAX_SAFE_INTEGER, "`chain`"),
		log: hex(o["log"], 20, "`log`"),
		spine: hex(o["spine"], 32, "`spine`"),
		asOf: whole(o["asOf"], MOST_NUMBER, "`asOf`"),
		at: {
			block: whole(at["block"], MOST_NUMBER, "`at.block`"),
			hash: hex(at["hash"], 32, "`at.hash`")
		},
		of: oneOf(o["of"], ["subjects", "city"], "`of`"),
		scope: nothingOr(o["scope"], readScope)
	};
}
function requireAlgorithms(value) {
	const o = object(value, Object.keys(ALGORITHMS), "`algorithms`");
	for (const [name, known] of Object.entries(ALGORITHMS)) if (o[name] !== known) throw new Flaw("unsupported", `the bundle's ${name} algorithm is not ${known}`);
}
function readScope(value) {
	const o = object(value, [
		"root",
		"up",
		"down"
	], "`scope`");
	const depth = (name) => nothingOr(o[name], (n) => whole(n, 1e6, `\`scope.${name}\``));
	return {
		root: hex(o["root"], 32, "`scope.root`"),
		up: depth("up"),
		down: depth("down")
	};
}
function readVersion(value) {
	const members = "is id dataset content run parentsHash underHash opened".split(" ");
	const o = object(value, members, "the line");
	const field = (name) => hex(o[name], 32, name);
	return {
		is: "version",
		id: field("id"),
		dataset: field("dataset"),
		content: field("content"),
		run: field("run"),
		parentsHash: field("parentsHash"),
		underHash: field("underHash"),
		opened: nothingOr(o["opened"], (value) => {
			const opened = object(value, [
				"sha256",
				"size",
				"salt"
			], "`opened`");
			return {
				sha256: hex(opened["sha256"], 32, "`opened.sha256`"),
				size: whole(opened["size"], Number.MAX_SAFE_INTEGER, "`opened.size`"),
				salt: hex(opened["salt"], 32, "`opened.salt`")
			};
		})
	};
}
function readFact(value) {
	const isShown = value !== null && "payload" in value;
	const o = object(value, [..."is sequence block time kind writer organisation drill key subjects states".split(" "), isShown ? "payload" : "payloadHash"], "the fact");
	const subjects = list(o["subjects"], LIMITS.subjectsOfFact, "subjects", bytes32$1("a subject"));
	return {
		is: "fact",
		sequence: whole(o["sequence"], MOST_NUMBER, "sequence"),
		block: whole(o["block"], MOST_NUMBER, "block"),
		time: whole(o["time"], MOST_NUMBER, "time"),
		kind: hex(o["kind"], 32, "kind"),
		writer: hex(o["writer"], 20, "writer"),
		organisation: whole(o["organisation"], 2 ** 32 - 1, "organisation"),
		drill: truth(o["drill"], "drill"),
		key: hex(o["key"], 20, "key"),
		subjects,
		states: hex(o["states"], 2 * subjects.length, "states"),
		...isShown ? { payload: hexUpTo(o["payload"], LIMITS.payload, "payload") } : { payloadHash: hex(o["payloadHash"], 32, "payloadHash") }
	};
}

// src/proof/rlp.ts
const DEEPEST = 8;
function decodeRlp(bytes) {
	const [item, end] = itemAt(bytes, 0, 0);
	if (end !== bytes.length) throw tampered("bytes after the end of an RLP item");
	return item;
}
function listOf(item, length) {
	if (item instanceof Uint8Array) throw tampered("an RLP list was expected");
	if (length !== void 0 && item.length !== length) throw tampered(`an RLP list of ${length} was expected, it has ${item.length}`);
	return item;
}
function stringOf(item) {
	if (!(item instanceof Uint8Array)) throw tampered("an RLP string was expected");
	return item;
}
function itemAt(bytes, at, depth) {
	const first = bytes[at];
	if (first === void 0) throw tampered("an RLP item is cut off");
	if (depth > DEEPEST) throw tampered("RLP lists lie too deep");
	if (first < 128) return [bytes.subarray(at, at + 1), at + 1];
	const isList = first >= 192;
	const [from, end] = bodyOf(bytes, at, first - (isList ? 192 : 128));
	if (!isList) {
		if (end - from === 1 && bytes[from] < 128) throw tampered("an RLP byte is encoded longer than need be");
		return [bytes.subarray(from, end), end];
	}
	const items = [];
	for (let next = from; next < end;) {
		const [item, after] = itemAt(bytes, next, depth + 1);
		if (after > end) throw tampered("an RLP item is longer than its list");
		items.push(item);
		next = after;
	}
	return [items, end];
}
function bodyOf(bytes, at, tag) {
	if (tag < 56) return within(bytes, at + 1, tag);
	const size = tag - 55;
	if (size > 4) throw tampered("an RLP item is too long");
	let length = 0;
	for (let i = 1; i <= size; i++) length = length * 256 + (bytes[at + i] ?? 0);
	if (length < 56 || bytes[at + 1] === 0) throw tampered("an RLP length is encoded longer than need be");
	return within(bytes, at + 1 + size, length);
}
function within(bytes, from, length) {
	if (from + length > bytes.length) throw tampered("an RLP item is cut off");
	return [from, from + length];
}
function encodeRlp(item) {
	if (item instanceof Uint8Array) {
		if (item.length === 1 && item[0] < 128) return item;
		return concatBytes$1(prefix(128, item.length), item);
	}
	const body = concatBytes$1(...item.map(encodeRlp));
	return concatBytes$1(prefix(192, body.length), body);
}
function prefix(base, length) {
	if (length < 56) return Uint8Array.of(base + length);
	const size = length < 256 ? 1 : length < 65536 ? 2 : length < 16777216 ? 3 : 4;
	return concatBytes$1(Uint8Array.of(base + 55 + size), numberBytes(length, size));
}

// src/proof/header.ts
const FEWEST = 15;
const MOST = 24;
function readHeader(rlp) {
	const bytes = bytesOf(rlp);
	const fields = listOf(decodeRlp(bytes)).map((item) => stringOf(item));
	if (fields.length < FEWEST || fields.length > MOST) throw tampered(`a block header has ${fields.length} fields`);
	return {
		number: numberIn(fields[8], "number"),
		time: numberIn(fields[11], "time"),
		hash: hexOf(keccak(bytes)),
		parent: bytes32(fields[0], "parent hash"),
		stateRoot: bytes32(fields[3], "state root"),
		extraData: fields[12],
		fields
	};
}
function bytes32(bytes, what) {
	if (bytes.length !== 32) throw tampered(`a block header's ${what} has ${bytes.length} bytes`);
	return hexOf(bytes);
}
function numberIn(bytes, what) {
	if (bytes.length > 6 || bytes[0] === 0) throw tampered(`a block header's ${what} is out of range`);
	return Number(bytesNumber(bytes));
}

// src/proof/merkle.ts
function leafHash(leaf) {
	return digest(concatBytes$1(Uint8Array.of(0), leaf));
}
function nodeHash(left, right) {
	return digest(concatBytes$1(Uint8Array.of(1), left, right));
}
function rootByInclusion(leaf, size, hash, proof) {
	if (leaf >= size) throw tampered("the checkpoint is older than the block");
	let [at, last, root] = [
		leaf,
		size - 1,
		hash
	];
	for (const sibling of proof) {
		if (last === 0) throw tampered("the inclusion proof is too long");
		if (at % 2 === 1 || at === last) {
			root = nodeHash(sibling, root);
			while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
		} else root = nodeHash(root, sibling);
		[at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
	}
	if (last !== 0) throw tampered("the inclusion proof is too short");
	return root;
}

// node_modules/@noble/curves/utils.js
function aarray(item, title, inner = () => {}) {
	if (!Array.isArray(item)) throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
	for (let i = 0; i < item.length; i++) inner(item[i], `${title}[${i}]`);
	return item;
}
const abytes = (value, length, title) => abytes$1(value, length, title);
const anumber = anumber$1;
function astring(value, title = "") {
	if (typeof value !== "string") {
		const prefix = title && `"${title}" `;
		throw new TypeError(prefix + "expected string, got type=" + typeof value);
	}
	return value;
}
function aobject(value, title = "object") {
	if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
	return value;
}
function afunction(value, title) {
	if (typeof value !== "function") throw new TypeError(`"${title}" is invalid: expected function, got ${typeof value}`);
	return value;
}
const bytesToHex = bytesToHex$1;
const concatBytes = (...arrays) => concatBytes$1(...arrays);
const hexToBytes = (hex) => hexToBytes$1(hex);
const isBytes = isBytes$1;
const randomBytes = (bytesLength) => randomBytes$1(bytesLength);
const _0n$5 = /* @__PURE__ */ BigInt(0);
const _1n$5 = /* @__PURE__ */ BigInt(1);
const atitle = (title) => title ? `"${title}" ` : "";
function abool(value, title = "") {
	if (typeof value !== "boolean") throw new TypeError(atitle(title) + "expected boolean, got type=" + typeof value);
	return value;
}
function abignumber(n) {
	if (typeof n === "bigint") {
		if (!isPosBig(n)) throw new RangeError("positive bigint expected, got " + n);
	} else anumber(n);
	return n;
}
function asafenumber(value, title = "") {
	if (typeof value !== "number") {
		const prefix = title && `"${title}" `;
		throw new TypeError(prefix + "expected number, got type=" + typeof value);
	}
	if (!Number.isSafeInteger(value)) {
		const prefix = title && `"${title}" `;
		throw new RangeError(prefix + "expected safe integer, got " + value);
	}
}
function numberToHexUnpadded(num) {
	const hex = abignumber(num).toString(16);
	return hex.length & 1 ? "0" + hex : hex;
}
function hexToNumber(hex) {
	if (typeof hex !== "string") throw new TypeError("hex string expected, got " + typeof hex);
	return hex === "" ? _0n$5 : BigInt("0x" + hex);
}
function bytesToNumberBE(bytes) {
	return hexToNumber(bytesToHex$1(bytes));
}
function bytesToNumberLE(bytes) {
	return hexToNumber(bytesToHex$1(copyBytes(abytes$1(bytes)).reverse()));
}
function numberToBytesBE(n, len) {
	anumber$1(len);
	if (len === 0) throw new Error("zero output length is invalid");
	n = abignumber(n);
	const expectedLen = len * 2;
	const hex = n.toString(16);
	if (hex.length > expectedLen) throw new RangeError("number is too large");
	return hexToBytes$1(hex.padStart(expectedLen, "0"));
}
function numberToBytesLE(n, len) {
	return numberToBytesBE(n, len).reverse();
}
function copyBytes(bytes) {
	return Uint8Array.from(abytes(bytes));
}
function isPosBig(n) {
	return typeof n === "bigint" && _0n$5 <= n;
}
function inRange(n, min, max) {
	return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
}
function aInRange(title, n, min, max) {
	if (!inRange(n, min, max)) throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
}
function bitLen(n) {
	if (n < _0n$5) throw new Error("expected non-negative bigint, got " + n);
	return n === _0n$5 ? 0 : n.toString(2).length;
}
const bitMask = (n) => {
	asafenumber(n, "n");
	return (_1n$5 << BigInt(n)) - _1n$5;
};
function createHmacDrbg(hashLen, qByteLen, hmacFn) {
	anumber$1(hashLen, "hashLen");
	anumber$1(qByteLen, "qByteLen");
	if (typeof hmacFn !== "function") throw new TypeError("hmacFn must be a function");
	const u8n = (len) => new Uint8Array(len);
	const NULL = Uint8Array.of();
	const byte0 = Uint8Array.of(0);
	const byte1 = Uint8Array.of(1);
	const _maxDrbgIters = 1e3;
	let v = u8n(hashLen);
	let k = u8n(hashLen);
	let i = 0;
	const reset = () => {
		v.fill(1);
		k.fill(0);
		i = 0;
	};
	const h = (...msgs) => hmacFn(k, concatBytes(v, ...msgs));
	const reseed = (seed = NULL) => {
		k = h(byte0, seed);
		v = h();
		if (seed.length === 0) return;
		k = h(byte1, seed);
		v = h();
	};
	const gen = () => {
		if (i++ >= _maxDrbgIters) throw new Error("drbg: tried max amount of iterations");
		let len = 0;
		const out = [];
		while (len < qByteLen) {
			v = h();
			const sl = v.slice();
			out.push(sl);
			len += v.length;
		}
		return concatBytes(...out);
	};
	const genUntil = (seed, pred) => {
		reset();
		reseed(seed);
		let res = void 0;
		while ((res = pred(gen())) === void 0) reseed();
		reset();
		return res;
	};
	return genUntil;
}
function validateObject(object, fields = {}, optFields = {}, title = "object") {
	aobject(object, title);
	aobject(fields, "fields");
	aobject(optFields, "optFields");
	function checkField(fieldName, expectedType, isOpt) {
		const label = title === "object" ? `param "${String(fieldName)}"` : `"${title}.${String(fieldName)}"`;
		const val = object[fieldName];
		if (!Object.hasOwn(object, fieldName) && (isOpt ? val !== void 0 : expectedType !== "function")) throw new TypeError(`${label} is invalid: expected own property`);
		if (isOpt && val === void 0) return;
		const current = typeof val;
		if (current !== expectedType || val === null) throw new TypeError(`${label} is invalid: expected ${expectedType}, got ${current}`);
	}
	const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
	iter(fields, false);
	iter(optFields, true);
}

// node_modules/@noble/curves/abstract/modular.js
const _0n$4 = /* @__PURE__ */ BigInt(0);
const _1n$4 = /* @__PURE__ */ BigInt(1);
const _2n$4 = /* @__PURE__ */ BigInt(2);
const _3n$1 = /* @__PURE__ */ BigInt(3);
const _4n$3 = /* @__PURE__ */ BigInt(4);
const _5n$1 = /* @__PURE__ */ BigInt(5);
const _7n = /* @__PURE__ */ BigInt(7);
const _8n$2 = /* @__PURE__ */ BigInt(8);
const _9n = /* @__PURE__ */ BigInt(9);
const _15n = /* @__PURE__ */ BigInt(15);
const _16n = /* @__PURE__ */ BigInt(16);
const POW_WINDOWED_MIN = /* @__PURE__ */ BigInt("0x10000000000000000");
function mod(a, b) {
	if (b <= _0n$4) throw new Error("mod: expected positive modulus, got " + b);
	const result = a % b;
	return result >= _0n$4 ? result : b + result;
}
function pow(num, power, modulo) {
	if (modulo <= _1n$4) throw new Error("pow: expected modulus > 1, got " + modulo);
	if (typeof power !== "bigint") throw new TypeError("invalid exponent: expected bigint, got " + typeof power);
	if (power < _0n$4) throw new Error("invalid exponent, negatives unsupported");
	if (power === _0n$4) return _1n$4;
	if (power === _1n$4) return num;
	let d = num % modulo;
	if (d < _0n$4) d += modulo;
	if (power < POW_WINDOWED_MIN) {
		let p = _1n$4;
		while (power > _0n$4) {
			if (power & _1n$4) p = p * d % modulo;
			d = d * d % modulo;
			power >>= _1n$4;
		}
		return p;
	}
	const digits = [];
	while (power > _0n$4) {
		digits.push(Number(power & _15n));
		power >>= _4n$3;
	}
	const table = new Array(16);
	table[0] = _1n$4;
	table[1] = d;
	for (let i = 2; i < 16; i++) table[i] = table[i - 1] * d % modulo;
	let p = table[digits[digits.length - 1]];
	for (let w = digits.length - 2; w >= 0; w--) {
		p = p * p % modulo;
		p = p * p % modulo;
		p = p * p % modulo;
		p = p * p % modulo;
		const digit = digits[w];
		if (digit !== 0) p = p * table[digit] % modulo;
	}
	return p;
}
function pow2(x, power, modulo) {
	if (modulo <= _1n$4) throw new Error("pow2: expected modulus > 1, got " + modulo);
	if (power < _0n$4) throw new Error("pow2: expected non-negative exponent, got " + power);
	let res = x;
	while (power-- > _0n$4) {
		res *= res;
		res %= modulo;
	}
	return res;
}
function invert(number, modulo) {
	if (number === _0n$4) throw new Error("invert: expected non-zero number");
	if (modulo <= _1n$4) throw new Error("invert: expected modulus > 1, got " + modulo);
	let a = mod(number, modulo);
	let b = modulo;
	let x = _0n$4, u = _1n$4;
	while (a !== _0n$4) {
		const q = b / a;
		const r = b - a * q;
		const m = x - u * q;
		b = a, a = r, x = u, u = m;
	}
	if (b !== _1n$4) throw new Error("invert: does not exist");
	return mod(x, modulo);
}
function invertCt(a, prime) {
	if (prime <= _1n$4) throw new Error("invertCt: expected prime modulus > 1, got " + prime);
	const an = mod(a, prime);
	if (an === _0n$4) throw new Error("invertCt: expected non-zero number");
	const inverse = pow(an, prime - _2n$4, prime);
	if (mod(an * inverse, prime) !== _1n$4) throw new Error("invertCt: does not exist");
	return inverse;
}
function assertIsSquare(Fp, root, n) {
	const F = Fp;
	if (!F.eql(F.sqr(root), n)) throw new Error("Cannot find square root");
}
function aoddModulus(order, fnName) {
	if ((order & _1n$4) === _0n$4) throw new Error(fnName + ": expected odd modulus, got " + order);
}
function sqrt3mod4(Fp, n) {
	const F = Fp;
	const p1div4 = (F.ORDER + _1n$4) / _4n$3;
	const root = F.pow(n, p1div4);
	assertIsSquare(F, root, n);
	return root;
}
function sqrt5mod8(Fp, n) {
	const F = Fp;
	const p5div8 = (F.ORDER - _5n$1) / _8n$2;
	const n2 = F.mul(n, _2n$4);
	const v = F.pow(n2, p5div8);
	const nv = F.mul(n, v);
	const i = F.mul(F.mul(nv, _2n$4), v);
	const root = F.mul(nv, F.sub(i, F.ONE));
	assertIsSquare(F, root, n);
	return root;
}
function sqrt9mod16(P) {
	const Fp_ = Field(P);
	const tn = tonelliShanks(P);
	const c1 = tn(Fp_, Fp_.neg(Fp_.ONE));
	const c2 = tn(Fp_, c1);
	const c3 = tn(Fp_, Fp_.neg(c1));
	const c4 = (P + _7n) / _16n;
	return ((Fp, n) => {
		const F = Fp;
		let tv1 = F.pow(n, c4);
		let tv2 = F.mul(tv1, c1);
		const tv3 = F.mul(tv1, c2);
		const tv4 = F.mul(tv1, c3);
		const e1 = F.eql(F.sqr(tv2), n);
		const e2 = F.eql(F.sqr(tv3), n);
		tv1 = F.cmov(tv1, tv2, e1);
		tv2 = F.cmov(tv4, tv3, e2);
		const e3 = F.eql(F.sqr(tv2), n);
		const root = F.cmov(tv1, tv2, e3);
		assertIsSquare(F, root, n);
		return root;
	});
}
function tonelliShanks(P) {
	if (P < _3n$1) throw new Error("sqrt is not defined for small field");
	aoddModulus(P, "tonelliShanks");
	let Q = P - _1n$4;
	let S = 0;
	while (Q % _2n$4 === _0n$4) {
		Q /= _2n$4;
		S++;
	}
	let Z = _2n$4;
	const _Fp = Field(P);
	while (FpLegendre(_Fp, Z) === 1) if (Z++ > 1e3) throw new Error("Cannot find square root: probably non-prime P");
	if (S === 1) return sqrt3mod4;
	let cc = _Fp.pow(Z, Q);
	const Q1div2 = (Q + _1n$4) / _2n$4;
	return function tonelliSlow(Fp, n) {
		const F = Fp;
		if (F.is0(n)) return n;
		if (FpLegendre(F, n) !== 1) throw new Error("Cannot find square root");
		let M = S;
		let c = F.mul(F.ONE, cc);
		let t = F.pow(n, Q);
		let R = F.pow(n, Q1div2);
		while (!F.eql(t, F.ONE)) {
			if (F.is0(t)) throw new Error("Cannot find square root: probably non-prime P");
			let i = 1;
			let t_tmp = F.sqr(t);
			while (!F.eql(t_tmp, F.ONE)) {
				i++;
				t_tmp = F.sqr(t_tmp);
				if (i === M) throw new Error("Cannot find square root");
			}
			const exponent = _1n$4 << BigInt(M - i - 1);
			const b = F.pow(c, exponent);
			M = i;
			c = F.sqr(b);
			t = F.mul(t, c);
			R = F.mul(R, b);
		}
		return R;
	};
}
function FpSqrt(P) {
	aoddModulus(P, "Fp.sqrt");
	if (P % _4n$3 === _3n$1) return sqrt3mod4;
	if (P % _8n$2 === _5n$1) return sqrt5mod8;
	if (P % _16n === _9n) return sqrt9mod16(P);
	return tonelliShanks(P);
}
const isNegativeLE = (num, modulo) => (mod(num, modulo) & _1n$4) === _1n$4;
const FIELD_FIELDS = [
	"create",
	"isValid",
	"is0",
	"neg",
	"inv",
	"sqrt",
	"sqr",
	"eql",
	"add",
	"sub",
	"mul",
	"pow",
	"div",
	"addN",
	"subN",
	"mulN",
	"sqrN"
];
function validateField(field) {
	aobject(field, "field");
	if (typeof field.ORDER !== "bigint") throw new TypeError("param \"ORDER\" is invalid: expected bigint, got " + typeof field.ORDER);
	asafenumber(field.BYTES, "BYTES");
	asafenumber(field.BITS, "BITS");
	for (const name of FIELD_FIELDS) afunction(field[name], "field." + name);
	if (field.BYTES < 1 || field.BITS < 1) throw new Error("invalid field: expected BYTES/BITS > 0");
	if (field.ORDER <= _1n$4) throw new Error("invalid field: expected ORDER > 1, got " + field.ORDER);
	return field;
}
function FpInvertBatch(Fp, nums, passZero = false) {
	validateField(Fp);
	aarray(nums, "nums");
	abool(passZero, "passZero");
	const F = Fp;
	const inverted = new Array(nums.length).fill(passZero ? F.ZERO : void 0);
	const multipliedAcc = nums.reduce((acc, num, i) => {
		if (F.is0(num)) return acc;
		inverted[i] = acc;
		return F.mul(acc, num);
	}, F.ONE);
	const invertedAcc = F.inv(multipliedAcc);
	nums.reduceRight((acc, num, i) => {
		if (F.is0(num)) return acc;
		inverted[i] = F.mul(acc, inverted[i]);
		return F.mul(acc, num);
	}, invertedAcc);
	return inverted;
}
function FpLegendre(Fp, n) {
	validateField(Fp);
	const F = Fp;
	aoddModulus(F.ORDER, "FpLegendre");
	const p1mod2 = (F.ORDER - _1n$4) / _2n$4;
	const powered = F.pow(n, p1mod2);
	const yes = F.eql(powered, F.ONE);
	const zero = F.eql(powered, F.ZERO);
	const no = F.eql(powered, F.neg(F.ONE));
	if (!yes && !zero && !no) throw new Error("invalid Legendre symbol result");
	return yes ? 1 : zero ? 0 : -1;
}
function nLength(n, nBitLength) {
	if (nBitLength !== void 0) anumber(nBitLength);
	if (n <= _0n$4) throw new Error("invalid n length: expected positive n, got " + n);
	if (nBitLength !== void 0 && nBitLength < 1) throw new Error("invalid n length: expected positive bit length, got " + nBitLength);
	const bits = bitLen(n);
	if (nBitLength !== void 0 && nBitLength < bits) throw new Error(`invalid n length: expected nBitLength (${nBitLength}) >= bitLen(n) (${bits})`);
	const _nBitLength = nBitLength !== void 0 ? nBitLength : bits;
	return {
		nBitLength: _nBitLength,
		nByteLength: Math.ceil(_nBitLength / 8)
	};
}
const FIELD_SQRT = /* @__PURE__ */ new WeakMap();
var _Field = class {
	ORDER;
	BITS;
	BYTES;
	isLE;
	ZERO = _0n$4;
	ONE = _1n$4;
	_lengths;
	_mod;
	constructor(ORDER, opts = {}) {
		if (ORDER <= _1n$4) throw new Error("invalid field: expected ORDER > 1, got " + ORDER);
		let _nbitLength = void 0;
		this.isLE = false;
		if (opts != null && typeof opts === "object") {
			if (typeof opts.BITS === "number") _nbitLength = opts.BITS;
			if (typeof opts.sqrt === "function") Object.defineProperty(this, "sqrt", {
				value: opts.sqrt,
				enumerable: true
			});
			if (typeof opts.isLE === "boolean") this.isLE = opts.isLE;
			if (opts.allowedLengths) this._lengths = Object.freeze(opts.allowedLengths.slice());
			if (typeof opts.modFromBytes === "boolean") this._mod = opts.modFromBytes;
		}
		const { nBitLength, nByteLength } = nLength(ORDER, _nbitLength);
		if (nByteLength > 2048) throw new Error("invalid field: expected ORDER of <= 2048 bytes");
		this.ORDER = ORDER;
		this.BITS = nBitLength;
		this.BYTES = nByteLength;
		Object.freeze(this);
	}
	create(num) {
		return mod(num, this.ORDER);
	}
	isValid(num) {
		if (typeof num !== "bigint") throw new TypeError("invalid field element: expected bigint, got " + typeof num);
		return _0n$4 <= num && num < this.ORDER;
	}
	is0(num) {
		return num === _0n$4;
	}
	isValidNot0(num) {
		return !this.is0(num) && this.isValid(num);
	}
	isOdd(num) {
		return (num & _1n$4) === _1n$4;
	}
	neg(num) {
		return mod(-num, this.ORDER);
	}
	eql(lhs, rhs) {
		return lhs === rhs;
	}
	sqr(num) {
		return mod(num * num, this.ORDER);
	}
	add(lhs, rhs) {
		return mod(lhs + rhs, this.ORDER);
	}
	sub(lhs, rhs) {
		return mod(lhs - rhs, this.ORDER);
	}
	mul(lhs, rhs) {
		return mod(lhs * rhs, this.ORDER);
	}
	pow(num, power) {
		return pow(num, power, this.ORDER);
	}
	div(lhs, rhs) {
		return mod(lhs * invert(rhs, this.ORDER), this.ORDER);
	}
	sqrN(num) {
		return num * num;
	}
	addN(lhs, rhs) {
		return lhs + rhs;
	}
	subN(lhs, rhs) {
		return lhs - rhs;
	}
	mulN(lhs, rhs) {
		return lhs * rhs;
	}
	inv(num) {
		return invert(num, this.ORDER);
	}
	sqrt(num) {
		let sqrt = FIELD_SQRT.get(this);
		if (!sqrt) FIELD_SQRT.set(this, sqrt = FpSqrt(this.ORDER));
		return sqrt(this, num);
	}
	toBytes(num) {
		return this.isLE ? numberToBytesLE(num, this.BYTES) : numberToBytesBE(num, this.BYTES);
	}
	fromBytes(bytes, skipValidation = false) {
		abytes(bytes);
		const { _lengths: allowedLengths, BYTES, isLE, ORDER, _mod: modFromBytes } = this;
		if (allowedLengths) {
			if (bytes.length < 1 || !allowedLengths.includes(bytes.length) || bytes.length > BYTES) throw new Error("Field.fromBytes: expected " + allowedLengths + " bytes, got " + bytes.length);
			const padded = new Uint8Array(BYTES);
			padded.set(bytes, isLE ? 0 : padded.length - bytes.length);
			bytes = padded;
		}
		if (bytes.length !== BYTES) throw new Error("Field.fromBytes: expected " + BYTES + " bytes, got " + bytes.length);
		let scalar = isLE ? bytesToNumberLE(bytes) : bytesToNumberBE(bytes);
		if (modFromBytes) scalar = mod(scalar, ORDER);
		if (!skipValidation) {
			if (!this.isValid(scalar)) throw new Error("invalid field element: outside of range 0..ORDER");
		}
		return scalar;
	}
	invertBatch(lst) {
		return FpInvertBatch(this, lst, true);
	}
	cmov(a, b, condition) {
		abool(condition, "condition");
		return condition ? b : a;
	}
};
function Field(ORDER, opts = {}) {
	Object.freeze(_Field.prototype);
	return new _Field(ORDER, opts);
}
function getFieldBytesLength(fieldOrder) {
	if (typeof fieldOrder !== "bigint") throw new Error("field order must be bigint");
	if (fieldOrder <= _1n$4) throw new Error("field order must be greater than 1");
	const bitLength = bitLen(fieldOrder - _1n$4);
	return Math.ceil(bitLength / 8);
}
function getMinHashLength(fieldOrder) {
	const length = getFieldBytesLength(fieldOrder);
	return length + Math.ceil(length / 2);
}
function mapHashToField(key, fieldOrder, isLE = false) {
	abytes(key);
	const len = key.length;
	const fieldLen = getFieldBytesLength(fieldOrder);
	const minLen = Math.max(getMinHashLength(fieldOrder), 16);
	if (len < minLen || len > 1024) throw new Error("expected " + minLen + "-1024 bytes of input, got " + len);
	const reduced = mod(isLE ? bytesToNumberLE(key) : bytesToNumberBE(key), fieldOrder - _1n$4) + _1n$4;
	return isLE ? numberToBytesLE(reduced, fieldLen) : numberToBytesBE(reduced, fieldLen);
}

// node_modules/@noble/curves/abstract/curve.js
const _0n$3 = /* @__PURE__ */ BigInt(0);
const _1n$3 = /* @__PURE__ */ BigInt(1);
const _4n$2 = /* @__PURE__ */ BigInt(4);
const BLIND_BYTES = 16;
const BLIND_BITS = 128;
const FW_WINDOW = 5;
const TABLE_BYTES_MAX = /* @__PURE__ */ (() => 2 ** 31)();
function validatePointCons(Point) {
	const pc = Point;
	if (typeof pc !== "function") throw new TypeError("\"Point\" expected constructor, got type=" + typeof Point);
	afunction(pc.fromAffine, "Point.fromAffine");
	afunction(pc.fromBytes, "Point.fromBytes");
	afunction(pc.fromHex, "Point.fromHex");
	aobject(pc.BASE, "Point.BASE");
	aobject(pc.ZERO, "Point.ZERO");
	validateField(pc.Fp);
	validateField(pc.Fn);
}
function normalizeZ(c, points) {
	validatePointCons(c);
	validateMSMPoints(points, c);
	const invertedZs = FpInvertBatch(c.Fp, points.map((p) => p.Z));
	return points.map((p, i) => c.fromAffine(p.toAffine(invertedZs[i])));
}
function validateW(W, bits, min = 1) {
	if (!Number.isSafeInteger(W) || W < min || W > bits) throw new Error("invalid window size, expected [" + min + ".." + bits + "], got W=" + W);
}
function validateTableBytes(numPoints, fpBytes) {
	const bytes = numPoints * (4 * fpBytes + 128);
	if (bytes > TABLE_BYTES_MAX) throw new Error("invalid window size: table would need ~" + Math.ceil(bytes / 2 ** 20) + " MiB, max " + TABLE_BYTES_MAX / 2 ** 20 + " MiB");
}
function probeRandomBytes(randomBytes, length) {
	if (randomBytes === void 0) return void 0;
	afunction(randomBytes, "randomBytes");
	try {
		const probe = randomBytes(length);
		if (!isBytes(probe) || probe.length !== length) return void 0;
	} catch {
		return;
	}
	return randomBytes;
}
function validateMSMPoints(points, c) {
	aarray(points, "points");
	points.forEach((p, i) => {
		if (!(p instanceof c)) throw new Error("invalid point at index " + i);
	});
}
function validateMSMScalars(scalars, field, maxScalar) {
	if (!Array.isArray(scalars)) throw new Error("array of scalars expected");
	scalars.forEach((s, i) => {
		if (!(maxScalar === void 0 ? field.isValid(s) : isPosBig(s) && s < maxScalar)) throw new Error("invalid scalar at index " + i);
	});
}
const pointWindowSizes = /* @__PURE__ */ new WeakMap();
function getWindowSize(P) {
	return pointWindowSizes.get(P) || 1;
}
function oddMultiples(p, size) {
	const dbl = p.double();
	const t = [p];
	for (let j = 1; j < size; j++) t.push(t[j - 1].add(dbl));
	return t;
}
function wnafDigits(n, W) {
	const size = 2 ** W;
	const half = size / 2;
	const mask = BigInt(size - 1);
	const d = [];
	while (n > _0n$3) {
		let w = 0;
		if (n & _1n$3) {
			w = Number(n & mask);
			if (w >= half) w -= size;
			n -= BigInt(w);
		}
		d.push(w);
		n >>= _1n$3;
	}
	return d;
}
function signedWindowDigits(n, W, windows) {
	const size = 2 ** W;
	const half = size / 2;
	const mask = BigInt(size - 1);
	const shiftBy = BigInt(W);
	const d = [];
	for (let w = 0; w < windows; w++) {
		let v = Number(n & mask);
		n >>= shiftBy;
		if (v > half) {
			v -= size;
			n += _1n$3;
		}
		d.push(v);
	}
	if (n !== _0n$3) throw new Error("invalid wnaf");
	return d;
}
function wnafWalk(zero, tables, digits) {
	let max = 0;
	for (const d of digits) max = Math.max(max, d.length);
	let acc = zero;
	for (let bit = max - 1; bit >= 0; bit--) {
		if (bit !== max - 1) acc = acc.double();
		for (let i = 0; i < digits.length; i++) {
			const w = digits[i][bit];
			if (w) {
				const item = tables[i][Math.abs(w) - 1 >> 1];
				acc = acc.add(w < 0 ? item.negate() : item);
			}
		}
	}
	return acc;
}
var ScalarMultiplier = class {
	Point;
	BASE;
	ZERO;
	randomBytes;
	wnafPrecomputes = /* @__PURE__ */ new WeakMap();
	baseCanBeBlinded;
	bits;
	constructor(Point, randomBytes) {
		validatePointCons(Point);
		this.randomBytes = probeRandomBytes(randomBytes, BLIND_BYTES);
		this.Point = Point;
		this.BASE = Point.BASE;
		this.ZERO = Point.ZERO;
		this.bits = Point.Fn.BITS;
	}
	buildWnafTable(point, W, bits) {
		const windows = Math.ceil(bits / W) + 1;
		const half = 2 ** (W - 1);
		const comp = [];
		let base = point;
		for (let w = 0; w < windows; w++) {
			let acc = base;
			for (let i = 0; i < half; i++) {
				comp.push(acc);
				acc = acc.add(base);
			}
			base = comp[comp.length - 1].double();
		}
		return {
			W,
			bits,
			windows,
			comp
		};
	}
	wnafCachedCT(precomputes, n) {
		const { W, windows, comp } = precomputes;
		const half = 2 ** (W - 1);
		const digits = signedWindowDigits(n, W, windows);
		let p = this.ZERO;
		let f = this.BASE;
		for (let w = 0; w < windows; w++) {
			const digit = digits[w];
			const start = w * half;
			const idx = Math.abs(digit) - 1;
			let sel = comp[start];
			for (let i = 1; i < half; i++) sel = i === idx ? comp[start + i] : sel;
			const neg = sel.negate();
			if (digit === 0) f = f.add(comp[start]);
			else p = p.add(digit < 0 ? neg : sel);
		}
		return {
			p,
			f
		};
	}
	getWnafPrecomputes(W, point, bits, transform) {
		let entries = this.wnafPrecomputes.get(point);
		let comp = entries?.find((entry) => entry.W === W && entry.bits === bits);
		if (!comp) {
			comp = this.buildWnafTable(point, W, bits);
			if (typeof transform === "function") comp = {
				...comp,
				comp: transform(comp.comp)
			};
			if (!entries) {
				entries = [];
				this.wnafPrecomputes.set(point, entries);
			}
			entries.push(comp);
		}
		return comp;
	}
	assertPoint(point) {
		if (!(point instanceof this.Point)) throw new TypeError("\"point\" expected Point instance, got type=" + typeof point);
	}
	validateMulInput(point, scalar) {
		this.assertPoint(point);
		if (!inRange(scalar, _1n$3, this.Point.Fn.ORDER)) throw new Error("invalid scalar");
	}
	runCT(point, n, bits, transform) {
		const W = getWindowSize(point);
		if (W === 1) return this.fixedWindowCT(point, n, bits);
		return this.wnafCachedCT(this.getWnafPrecomputes(W, point, bits, transform), n);
	}
	mulCT(point, scalar, transform) {
		this.validateMulInput(point, scalar);
		return this.runCT(point, scalar, this.bits, transform);
	}
	mulCTBlinded(point, scalar, transform) {
		this.validateMulInput(point, scalar);
		if (this.randomBytes === void 0) throw new Error("randomBytes is required for scalar blinding");
		const bits = this.Point.Fn.BITS + BLIND_BITS;
		const blind = this.randomBytes(BLIND_BYTES);
		if (!isBytes(blind) || blind.length !== BLIND_BYTES) throw new Error("randomBytes returned invalid byte array");
		blind[0] = blind[0] & 63 | 128;
		const n = scalar + bytesToNumberBE(blind) * this.Point.Fn.ORDER;
		return this.runCT(point, n, bits, transform);
	}
	fixedWindowCT(point, n, bits) {
		const W = FW_WINDOW;
		const size = 32;
		const mask = bitMask(W);
		const table = new Array(size);
		table[0] = this.ZERO;
		for (let i = 1; i < size; i++) table[i] = table[i - 1].add(point);
		const windows = Math.ceil(bits / W);
		let acc = this.ZERO;
		for (let window = windows - 1; window >= 0; window--) {
			if (window !== windows - 1) for (let d = 0; d < W; d++) acc = acc.double();
			const digit = Number(n >> BigInt(window * W) & mask);
			let sel = table[0];
			for (let i = 1; i < size; i++) sel = i === digit ? table[i] : sel;
			acc = acc.add(sel);
		}
		return {
			p: acc,
			f: acc
		};
	}
	shouldBlind(point, cofactor) {
		if (this.randomBytes === void 0) return false;
		if (cofactor === _1n$3) return true;
		if (point !== this.BASE) return false;
		if (this.baseCanBeBlinded === void 0) this.baseCanBeBlinded = this.mulUnsafe(this.BASE, this.Point.Fn.ORDER).is0();
		return this.baseCanBeBlinded;
	}
	mulSecret(point, scalar, cofactor, transform) {
		return this.shouldBlind(point, cofactor) ? this.mulCTBlinded(point, scalar, transform) : this.mulCT(point, scalar, transform);
	}
	mulUnsafe(point, scalar, transform) {
		this.assertPoint(point);
		if (!isPosBig(scalar)) throw new Error("invalid scalar");
		const W = getWindowSize(point);
		if (W === 1 || scalar >= this.Point.Fn.ORDER) return mulAddUnsafe(this.Point, [point], [scalar], true);
		const precomputes = this.getWnafPrecomputes(W, point, this.bits, transform);
		return this.wnafCachedCT(precomputes, scalar).p;
	}
	setWindowSize(point, W) {
		this.assertPoint(point);
		validateW(W, this.bits);
		validateTableBytes((Math.ceil((this.bits + BLIND_BITS) / W) + 1) * 2 ** (W - 1), this.Point.Fp.BYTES);
		pointWindowSizes.set(point, W);
		this.wnafPrecomputes.delete(point);
	}
	hasWindowSize(point) {
		return getWindowSize(point) !== 1;
	}
};
function mulAddUnsafe(c, points, scalars, allowOversized = false) {
	validatePointCons(c);
	validateMSMPoints(points, c);
	abool(allowOversized, "allowOversized");
	validateMSMScalars(scalars, c.Fn, allowOversized ? c.Fn.ORDER ** _4n$2 : void 0);
	if (points.length !== scalars.length) throw new Error("arrays of points and scalars must have equal length");
	const tables = points.map((p) => oddMultiples(p, 4));
	const digits = scalars.map((n) => wnafDigits(n, 4));
	return wnafWalk(c.ZERO, tables, digits);
}
function createField(order, field, isLE) {
	if (field) {
		if (field.ORDER !== order) throw new Error("Field.ORDER must match order: Fp == p, Fn == n");
		validateField(field);
		return field;
	} else return Field(order, { isLE });
}
function createCurveFields(type, CURVE, curveOpts = {}, FpFnLE) {
	if (type !== "weierstrass" && type !== "edwards") throw new Error("expected curve type \"weierstrass\" or \"edwards\"");
	if (FpFnLE === void 0) FpFnLE = type === "edwards";
	if (!CURVE || typeof CURVE !== "object") throw new Error(`expected valid ${type} CURVE object`);
	validateObject(curveOpts);
	for (const p of [
		"p",
		"n",
		"h"
	]) {
		const val = CURVE[p];
		if (!(isPosBig(val) && val !== _0n$3)) throw new Error(`CURVE.${p} must be positive bigint`);
	}
	const Fp = createField(CURVE.p, curveOpts.Fp, FpFnLE);
	const Fn = createField(CURVE.n, curveOpts.Fn, FpFnLE);
	const params = [
		"Gx",
		"Gy",
		"a",
		type === "weierstrass" ? "b" : "d"
	];
	for (const p of params) if (!Fp.isValid(CURVE[p])) throw new Error(`CURVE.${p} must be valid field element of CURVE.Fp`);
	CURVE = Object.freeze(Object.assign({}, CURVE));
	return {
		CURVE,
		Fp,
		Fn
	};
}
function createKeygen(randomSecretKey, getPublicKey) {
	return function keygen(seed) {
		const secretKey = randomSecretKey(seed);
		return {
			secretKey,
			publicKey: getPublicKey(secretKey)
		};
	};
}

// node_modules/@noble/curves/abstract/edwards.js
const _0n$2 = /* @__PURE__ */ BigInt(0);
const _1n$2 = /* @__PURE__ */ BigInt(1);
const _2n$3 = /* @__PURE__ */ BigInt(2);
const _4n$1 = /* @__PURE__ */ BigInt(4);
const _8n$1 = /* @__PURE__ */ BigInt(8);
function isEdValidXY(Fp, CURVE, x, y) {
	const x2 = Fp.sqr(x);
	const y2 = Fp.sqr(y);
	const left = Fp.add(Fp.mul(CURVE.a, x2), y2);
	const right = Fp.add(Fp.ONE, Fp.mul(CURVE.d, Fp.mul(x2, y2)));
	return Fp.eql(left, right);
}
function edwards(params, extraOpts = {}) {
	validateObject(extraOpts, {}, {}, "extraOpts");
	const opts = extraOpts;
	const validated = createCurveFields("edwards", params, opts, opts.FpFnLE);
	const { Fp, Fn } = validated;
	let CURVE = validated.CURVE;
	const { h: cofactor } = CURVE;
	if (FpLegendre(Fp, CURVE.a) !== 1) throw new Error("edwards: CURVE.a must be a square in Fp for complete addition formulas");
	if (FpLegendre(Fp, CURVE.d) !== -1) throw new Error("edwards: CURVE.d must be a non-square in Fp for complete addition formulas");
	validateObject(opts, {}, {
		uvRatio: "function",
		randomBytes: "function"
	});
	const randomBytes$4 = opts.randomBytes === void 0 ? randomBytes : opts.randomBytes;
	const MASK = _2n$3 << BigInt(Fp.BYTES * 8) - _1n$2;
	function isOdd(n) {
		if (!Fp.isOdd) throw new Error("Field does not have .isOdd()");
		return Fp.isOdd(n);
	}
	const uvRatio = opts.uvRatio === void 0 ? (u, v) => {
		try {
			return {
				isValid: true,
				value: Fp.sqrt(Fp.div(u, v))
			};
		} catch (e) {
			return {
				isValid: false,
				value: _0n$2
			};
		}
	} : opts.uvRatio;
	if (!isEdValidXY(Fp, CURVE, CURVE.Gx, CURVE.Gy)) throw new Error("bad curve params: generator point");
	const mulA = Fp.eql(CURVE.a, Fp.neg(Fp.ONE)) ? (x) => Fp.neg(x) : Fp.eql(CURVE.a, Fp.ONE) ? (x) => x : (x) => Fp.mul(CURVE.a, x);
	function acoord(title, n, banZero = false) {
		const min = banZero ? _1n$2 : _0n$2;
		aInRange("coordinate " + title, n, min, MASK);
		return n;
	}
	function aedpoint(other) {
		if (!(other instanceof Point)) throw new Error("EdwardsPoint expected");
	}
	class Point {
		static BASE = new Point(CURVE.Gx, CURVE.Gy, Fp.ONE, Fp.mul(CURVE.Gx, CURVE.Gy));
		static ZERO = new Point(Fp.ZERO, Fp.ONE, Fp.ONE, Fp.ZERO);
		static Fp = Fp;
		static Fn = Fn;
		X;
		Y;
		Z;
		T;
		constructor(X, Y, Z, T) {
			this.X = acoord("x", X);
			this.Y = acoord("y", Y);
			this.Z = acoord("z", Z, true);
			this.T = acoord("t", T);
			Object.freeze(this);
		}
		static CURVE() {
			return CURVE;
		}
		static fromAffine(p) {
			if (p instanceof Point) throw new Error("extended point not allowed");
			const { x, y } = p || {};
			acoord("x", x);
			acoord("y", y);
			return new Point(x, y, Fp.ONE, Fp.mul(x, y));
		}
		static fromBytes(bytes, zip215 = false) {
			const len = Fp.BYTES;
			const { a, d } = CURVE;
			bytes = copyBytes(abytes(bytes, len, "point"));
			abool(zip215, "zip215");
			const normed = copyBytes(bytes);
			const lastByte = bytes[len - 1];
			normed[len - 1] = lastByte & -129;
			const y = bytesToNumberLE(normed);
			const max = zip215 ? MASK : Fp.ORDER;
			aInRange("point.y", y, _0n$2, max);
			const y2 = Fp.sqr(y);
			const u = Fp.sub(y2, Fp.ONE);
			const v = Fp.sub(Fp.mulN(d, y2), a);
			let { isValid, value: x } = uvRatio(u, v);
			if (!isValid) throw new Error("bad point: invalid y coordinate");
			const isXOdd = isOdd(x);
			const isLastByteOdd = (lastByte & 128) !== 0;
			if (!zip215 && Fp.is0(x) && isLastByteOdd) throw new Error("bad point: x=0 and x_0=1");
			if (isLastByteOdd !== isXOdd) x = Fp.neg(x);
			return Point.fromAffine({
				x,
				y
			});
		}
		static fromHex(hex, zip215 = false) {
			return Point.fromBytes(hexToBytes(hex), zip215);
		}
		get x() {
			return this.toAffine().x;
		}
		get y() {
			return this.toAffine().y;
		}
		precompute(windowSize = 6, isLazy = true) {
			wnaf.setWindowSize(this, windowSize);
			if (!isLazy) this.multiply(_2n$3);
			return this;
		}
		assertValidity() {
			const p = this;
			const { a, d } = CURVE;
			if (p.is0()) throw new Error("bad point: ZERO");
			const { X, Y, Z, T } = p;
			const X2 = Fp.sqr(X);
			const Y2 = Fp.sqr(Y);
			const Z2 = Fp.sqr(Z);
			const Z4 = Fp.sqr(Z2);
			const aX2 = Fp.mul(X2, a);
			const left = Fp.mul(Fp.add(aX2, Y2), Z2);
			const right = Fp.add(Z4, Fp.mul(d, Fp.mul(X2, Y2)));
			if (!Fp.eql(left, right)) throw new Error("bad point: equation left != right (1)");
			const XY = Fp.mul(X, Y);
			const ZT = Fp.mul(Z, T);
			if (!Fp.eql(XY, ZT)) throw new Error("bad point: equation left != right (2)");
		}
		equals(other) {
			aedpoint(other);
			const { X: X1, Y: Y1, Z: Z1 } = this;
			const { X: X2, Y: Y2, Z: Z2 } = other;
			const X1Z2 = Fp.mul(X1, Z2);
			const X2Z1 = Fp.mul(X2, Z1);
			const Y1Z2 = Fp.mul(Y1, Z2);
			const Y2Z1 = Fp.mul(Y2, Z1);
			return Fp.eql(X1Z2, X2Z1) && Fp.eql(Y1Z2, Y2Z1);
		}
		is0() {
			return this.equals(Point.ZERO);
		}
		negate() {
			return new Point(Fp.neg(this.X), this.Y, this.Z, Fp.neg(this.T));
		}
		double() {
			const { X: X1, Y: Y1, Z: Z1 } = this;
			const A = Fp.sqr(X1);
			const B = Fp.sqr(Y1);
			const C = Fp.mul(Fp.sqr(Z1), _2n$3);
			const D = mulA(A);
			const x1y1 = Fp.addN(X1, Y1);
			const E = Fp.sub(Fp.subN(Fp.sqr(x1y1), A), B);
			const G = Fp.addN(D, B);
			const F = Fp.subN(G, C);
			const H = Fp.subN(D, B);
			const X3 = Fp.mul(E, F);
			const Y3 = Fp.mul(G, H);
			const T3 = Fp.mul(E, H);
			const Z3 = Fp.mul(F, G);
			return new Point(X3, Y3, Z3, T3);
		}
		add(other) {
			aedpoint(other);
			const { d } = CURVE;
			const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
			const { X: X2, Y: Y2, Z: Z2, T: T2 } = other;
			const A = Fp.mul(X1, X2);
			const B = Fp.mul(Y1, Y2);
			const C = Fp.mul(Fp.mulN(T1, d), T2);
			const D = Fp.mul(Z1, Z2);
			const E = Fp.sub(Fp.subN(Fp.mulN(Fp.addN(X1, Y1), Fp.addN(X2, Y2)), A), B);
			const F = Fp.subN(D, C);
			const G = Fp.addN(D, C);
			const H = Fp.sub(B, mulA(A));
			const X3 = Fp.mul(E, F);
			const Y3 = Fp.mul(G, H);
			const T3 = Fp.mul(E, H);
			const Z3 = Fp.mul(F, G);
			return new Point(X3, Y3, Z3, T3);
		}
		subtract(other) {
			aedpoint(other);
			return this.add(other.negate());
		}
		multiply(scalar) {
			if (!Fn.isValidNot0(scalar)) throw new RangeError("invalid scalar: expected 1 <= sc < curve.n");
			const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
			return normalize([p, f])[0];
		}
		multiplyUnsafe(scalar) {
			if (!Fn.isValid(scalar)) throw new RangeError("invalid scalar: expected 0 <= sc < curve.n");
			if (scalar === _0n$2) return Point.ZERO;
			if (this.is0() || scalar === _1n$2) return this;
			return wnaf.mulUnsafe(this, scalar, normalize);
		}
		isSmallOrder() {
			return this.clearCofactor().is0();
		}
		isTorsionFree() {
			return wnaf.mulUnsafe(this, CURVE.n).is0();
		}
		toAffine(invertedZ) {
			const p = this;
			let iz = invertedZ;
			if (iz != null && typeof iz !== "bigint") throw new TypeError("\"invertedZ\" expected bigint, got type=" + typeof iz);
			const { X, Y, Z } = p;
			const is0 = p.is0();
			if (iz == null) iz = is0 ? Fp.create(_8n$1) : Fp.inv(Z);
			const x = Fp.mul(X, iz);
			const y = Fp.mul(Y, iz);
			const zz = Fp.mul(Z, iz);
			if (is0) return {
				x: Fp.ZERO,
				y: Fp.ONE
			};
			if (!Fp.eql(zz, Fp.ONE)) throw new Error("invZ was invalid");
			return {
				x,
				y
			};
		}
		clearCofactor() {
			if (cofactor === _1n$2) return this;
			if (cofactor === _2n$3) return this.double();
			if (cofactor === _4n$1) return this.double().double();
			if (cofactor === _8n$1) return this.double().double().double();
			return this.multiplyUnsafe(cofactor);
		}
		toBytes() {
			const { x, y } = this.toAffine();
			const bytes = Fp.toBytes(y);
			bytes[bytes.length - 1] |= isOdd(x) ? 128 : 0;
			return bytes;
		}
		toHex() {
			return bytesToHex(this.toBytes());
		}
		toString() {
			return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
		}
	}
	const normalize = (points) => normalizeZ(Point, points);
	const wnaf = new ScalarMultiplier(Point, randomBytes$4);
	if (wnaf.bits >= 6) Point.BASE.precompute(6);
	Object.freeze(Point.prototype);
	Object.freeze(Point);
	return Point;
}
function eddsa(Point, cHash, eddsaOpts = {}) {
	validatePointCons(Point);
	if (typeof cHash !== "function") throw new Error("\"hash\" function param is required");
	const hash = cHash;
	const opts = eddsaOpts;
	validateObject(opts, {}, {
		adjustScalarBytes: "function",
		randomBytes: "function",
		domain: "function",
		prehash: "function",
		zip215: "boolean",
		mapToCurve: "function",
		toMontgomery: "function",
		toMontgomerySecret: "function"
	});
	const { prehash } = opts;
	const { BASE, Fp, Fn } = Point;
	const outputLen = hash.outputLen;
	const expectedLen = 2 * Fp.BYTES;
	if (outputLen !== void 0) {
		asafenumber(outputLen, "hash.outputLen");
		if (outputLen !== expectedLen) throw new Error(`hash.outputLen must be ${expectedLen}, got ${outputLen}`);
	}
	const randomBytes$5 = opts.randomBytes === void 0 ? randomBytes : opts.randomBytes;
	const toMontgomery = opts.toMontgomery;
	const toMontgomerySecret = opts.toMontgomerySecret;
	const adjustScalarBytes = opts.adjustScalarBytes === void 0 ? (bytes) => bytes : opts.adjustScalarBytes;
	const domain = opts.domain === void 0 ? (data, ctx, phflag) => {
		abool(phflag, "phflag");
		if (ctx.length || phflag) throw new Error("Contexts/pre-hash are not supported");
		return data;
	} : opts.domain;
	function modN_LE(hash) {
		return Fn.create(bytesToNumberLE(hash));
	}
	function getPrivateScalar(key) {
		const len = lengths.secretKey;
		abytes(key, lengths.secretKey, "secretKey");
		const hashed = abytes(hash(key), 2 * len, "hashedSecretKey");
		const head = adjustScalarBytes(hashed.slice(0, len));
		return {
			head,
			prefix: hashed.slice(len, 2 * len),
			scalar: modN_LE(head)
		};
	}
	function getExtendedPublicKey(secretKey) {
		const { head, prefix, scalar } = getPrivateScalar(secretKey);
		const point = BASE.multiply(scalar);
		return {
			head,
			prefix,
			scalar,
			point,
			pointBytes: point.toBytes()
		};
	}
	function getPublicKey(secretKey) {
		return getExtendedPublicKey(secretKey).pointBytes;
	}
	function hashDomainToScalar(context = Uint8Array.of(), ...msgs) {
		const msg = concatBytes(...msgs);
		return modN_LE(hash(domain(msg, abytes(context, void 0, "context"), !!prehash)));
	}
	function sign(msg, secretKey, options = {}) {
		validateObject(options, {}, {}, "options");
		msg = copyBytes(abytes(msg, void 0, "message"));
		if (prehash) msg = prehash(msg);
		const { prefix, scalar, pointBytes } = getExtendedPublicKey(secretKey);
		const r = hashDomainToScalar(options.context, prefix, msg);
		const R = BASE.multiply(r).toBytes();
		const k = hashDomainToScalar(options.context, R, pointBytes, msg);
		const s = Fn.create(r + k * scalar);
		if (!Fn.isValid(s)) throw new Error("sign failed: invalid s");
		const rs = concatBytes(R, Fn.toBytes(s));
		return abytes(rs, lengths.signature, "result");
	}
	const verifyOpts = { zip215: opts.zip215 };
	function verify(sig, msg, publicKey, options = verifyOpts) {
		validateObject(options);
		const { context } = options;
		const zip215 = options.zip215 === void 0 ? !!verifyOpts.zip215 : options.zip215;
		const len = lengths.signature;
		sig = abytes(sig, len, "signature");
		msg = abytes(msg, void 0, "message");
		publicKey = abytes(publicKey, lengths.publicKey, "publicKey");
		if (zip215 !== void 0) abool(zip215, "zip215");
		if (prehash) msg = prehash(msg);
		const mid = len / 2;
		const r = sig.subarray(0, mid);
		const s = bytesToNumberLE(sig.subarray(mid, len));
		let A, R, SB;
		try {
			A = Point.fromBytes(publicKey, zip215);
			R = Point.fromBytes(r, zip215);
			SB = BASE.multiplyUnsafe(s);
		} catch (error) {
			return false;
		}
		if (!zip215 && A.isSmallOrder()) return false;
		const k = hashDomainToScalar(context, r, publicKey, msg);
		return R.add(A.multiplyUnsafe(k)).subtract(SB).clearCofactor().is0();
	}
	const _size = Fp.BYTES;
	const lengths = {
		secretKey: _size,
		publicKey: _size,
		signature: 2 * _size,
		seed: _size
	};
	function randomSecretKey(seed) {
		seed = seed === void 0 ? randomBytes$5(lengths.seed) : seed;
		return abytes(seed, lengths.seed, "seed");
	}
	function isValidSecretKey(key) {
		return isBytes(key) && key.length === lengths.secretKey;
	}
	function isValidPublicKey(key, zip215) {
		try {
			return !!Point.fromBytes(key, zip215 === void 0 ? verifyOpts.zip215 : zip215);
		} catch (error) {
			return false;
		}
	}
	const utils = {
		getExtendedPublicKey,
		randomSecretKey,
		isValidSecretKey,
		isValidPublicKey,
		toMontgomery(publicKey) {
			if (toMontgomery === void 0) throw new Error("Montgomery conversion is not supported for this curve");
			return toMontgomery(Point.fromBytes(publicKey));
		},
		toMontgomerySecret(secretKey) {
			if (toMontgomerySecret === void 0) throw new Error("Montgomery conversion is not supported for this curve");
			return toMontgomerySecret(secretKey);
		}
	};
	Object.freeze(lengths);
	Object.freeze(utils);
	return Object.freeze({
		keygen: createKeygen(randomSecretKey, getPublicKey),
		getPublicKey,
		sign,
		verify,
		utils,
		Point,
		lengths
	});
}

// node_modules/@noble/curves/ed25519.js
const _1n$1 = /* @__PURE__ */ BigInt(1);
const _2n$2 = /* @__PURE__ */ BigInt(2);
const _5n = /* @__PURE__ */ BigInt(5);
const _8n = /* @__PURE__ */ BigInt(8);
const ed25519_CURVE_p = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
const ed25519_CURVE = /* @__PURE__ */ (() => ({
	p: ed25519_CURVE_p,
	n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
	h: _8n,
	a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
	d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
	Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
	Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
}))();
function ed25519_pow_2_252_3(x) {
	const _10n = BigInt(10), _20n = BigInt(20), _40n = BigInt(40), _80n = BigInt(80);
	const P = ed25519_CURVE_p;
	const b2 = x * x % P * x % P;
	const b4 = pow2(b2, _2n$2, P) * b2 % P;
	const b5 = pow2(b4, _1n$1, P) * x % P;
	const b10 = pow2(b5, _5n, P) * b5 % P;
	const b20 = pow2(b10, _10n, P) * b10 % P;
	const b40 = pow2(b20, _20n, P) * b20 % P;
	const b80 = pow2(b40, _40n, P) * b40 % P;
	const b160 = pow2(b80, _80n, P) * b80 % P;
	const b240 = pow2(b160, _80n, P) * b80 % P;
	const b250 = pow2(b240, _10n, P) * b10 % P;
	return {
		pow_p_5_8: pow2(b250, _2n$2, P) * x % P,
		b2
	};
}
function adjustScalarBytes(bytes) {
	bytes[0] &= 248;
	bytes[31] &= 127;
	bytes[31] |= 64;
	return bytes;
}
const ED25519_SQRT_M1 = /* @__PURE__ */ BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752");
function uvRatio(u, v) {
	const P = ed25519_CURVE_p;
	const v3 = mod(v * v * v, P);
	const pow = ed25519_pow_2_252_3(u * mod(v3 * v3 * v, P)).pow_p_5_8;
	let x = mod(u * v3 * pow, P);
	const vx2 = mod(v * x * x, P);
	const root1 = x;
	const root2 = mod(x * ED25519_SQRT_M1, P);
	const useRoot1 = vx2 === u;
	const useRoot2 = vx2 === mod(-u, P);
	const noRoot = vx2 === mod(-u * ED25519_SQRT_M1, P);
	if (useRoot1) x = root1;
	if (useRoot2 || noRoot) x = root2;
	if (isNegativeLE(x, P)) x = mod(-x, P);
	return {
		isValid: useRoot1 || useRoot2,
		value: x
	};
}
const ed25519_Point = /* @__PURE__ */ edwards(ed25519_CURVE, { uvRatio });
const Fp = /* @__PURE__ */ (() => ed25519_Point.Fp)();
function toMontgomery(point) {
	const { y } = point;
	return Fp.toBytes(Fp.div(_1n$1 + y, _1n$1 - y));
}
function toMontgomerySecret(secretKey) {
	const size = ed25519_Point.Fp.BYTES;
	abytes$1(secretKey, size);
	return adjustScalarBytes(sha512(secretKey.subarray(0, size))).subarray(0, size);
}
function ed(opts) {
	return eddsa(ed25519_Point, sha512, Object.assign({
		adjustScalarBytes,
		toMontgomery,
		toMontgomerySecret,
		zip215: true
	}, opts));
}
const ed25519 = /* @__PURE__ */ ed({});

// src/proof/note.ts
const MOST_SIGNATURES = 100;
const CONTROL = /[\0-\x09\x0b-\x1f]/;
function readNote(note) {
	const end = note.lastIndexOf("\n\n");
	if (end < 0 || !note.endsWith("\n") || CONTROL.test(note)) throw tampered("the checkpoint is no signed note");
	const lines = note.slice(end + 2, -1).split("\n");
	if (lines.length > MOST_SIGNATURES) throw tampered("the checkpoint has too many signatures");
	const signatures = lines.map((line) => {
		const [, name, encoded] = /^— ([^\p{White_Space}+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? [];
		if (name === void 0 || encoded === void 0) throw tampered("a signature line of the checkpoint is malformed");
		const bytes = fromBase64(encoded);
		if (bytes.length < 5) throw tampered("a signature of the checkpoint is too short");
		return {
			name,
			id: bytes.subarray(0, 4),
			signature: bytes.subarray(4)
		};
	});
	return {
		text: note.slice(0, end + 1),
		signatures
	};
}
const COSIGNATURE = 4;
function keyId({ name, key }, type) {
	return digest(concatBytes$1(utf8(`${name}\n`), Uint8Array.of(type), bytesOf(key))).subarray(0, 4);
}
function cosignedAt(note, by) {
	const id = keyId(by, COSIGNATURE);
	for (const s of note.signatures) {
		if (s.name !== by.name || !same(s.id, id) || s.signature.length !== 72) continue;
		const time = bytesNumber(s.signature.subarray(0, 8));
		const message = utf8(`cosignature/v1\ntime ${time}\n${note.text}`);
		if (verifies(s.signature.subarray(8), message, by.key)) return Number(time);
	}
	return null;
}
function verifies(signature, message, key) {
	try {
		return signature.length === 64 && ed25519.verify(signature, message, bytesOf(key), { zip215: false });
	} catch {
		return false;
	}
}
function readCheckpoint({ text }) {
	const [origin, size, root, ...rest] = text.slice(0, -1).split("\n");
	const isNumber = size !== void 0 && /^(0|[1-9][0-9]{0,14})$/.test(size);
	if (!origin || !isNumber || root === void 0 || rest.length > 0) throw tampered("the signed note is no checkpoint");
	const bytes = fromBase64(root);
	if (bytes.length !== 32) throw tampered("the checkpoint's root is no SHA-256");
	return {
		origin,
		size: Number(size),
		root: bytes
	};
}
function fromBase64(text) {
	try {
		const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
		if (toBase64(bytes) === text) return bytes;
	} catch {}
	throw tampered("the checkpoint holds something that is not base64");
}
function toBase64(bytes) {
	return btoa(String.fromCharCode(...bytes));
}

// node_modules/@noble/hashes/hmac.js
var _HMAC = class {
	oHash;
	iHash;
	blockLen;
	outputLen;
	canXOF = false;
	finished = false;
	destroyed = false;
	constructor(hash, key) {
		ahash(hash);
		abytes$1(key, void 0, "key");
		this.iHash = hash.create();
		if (typeof this.iHash.update !== "function") throw new Error("expected Hash instance");
		this.blockLen = this.iHash.blockLen;
		this.outputLen = this.iHash.outputLen;
		const blockLen = this.blockLen;
		const pad = new Uint8Array(blockLen);
		pad.set(key.length > blockLen ? hash.create().update(key).digest() : key);
		for (let i = 0; i < pad.length; i++) pad[i] ^= 54;
		this.iHash.update(pad);
		this.oHash = hash.create();
		for (let i = 0; i < pad.length; i++) pad[i] ^= 106;
		this.oHash.update(pad);
		clean(pad);
	}
	update(buf) {
		aexists(this);
		this.iHash.update(buf);
		return this;
	}
	digestInto(out) {
		aexists(this);
		aoutput(out, this);
		this.finished = true;
		const buf = out.subarray(0, this.outputLen);
		this.iHash.digestInto(buf);
		this.oHash.update(buf);
		this.oHash.digestInto(buf);
		this.destroy();
	}
	digest() {
		const out = new Uint8Array(this.oHash.outputLen);
		this.digestInto(out);
		return out;
	}
	_cloneInto(to) {
		to ||= Object.create(Object.getPrototypeOf(this), {});
		const { oHash, iHash, finished, destroyed, blockLen, outputLen, canXOF } = this;
		to = to;
		to.finished = finished;
		to.destroyed = destroyed;
		to.blockLen = blockLen;
		to.outputLen = outputLen;
		to.canXOF = canXOF;
		to.oHash = oHash._cloneInto(to.oHash);
		to.iHash = iHash._cloneInto(to.iHash);
		return to;
	}
	clone() {
		return this._cloneInto();
	}
	destroy() {
		this.destroyed = true;
		this.oHash.destroy();
		this.iHash.destroy();
	}
};
const hmac = /* @__PURE__ */ (() => {
	const hmac_ = ((hash, key, message) => new _HMAC(hash, key).update(message).digest());
	hmac_.create = (hash, key) => new _HMAC(hash, key);
	return hmac_;
})();

// node_modules/@noble/curves/abstract/der.js
const _0n$1 = /* @__PURE__ */ BigInt(0);
var DERErr = class extends Error {
	constructor(m = "") {
		super(m);
	}
};
const _DER = {
	Err: DERErr,
	_tlv: {
		encode: (tag, data) => {
			const { Err: E } = _DER;
			asafenumber(tag, "tag");
			if (tag < 0 || tag > 255) throw new E("tlv.encode: wrong tag");
			astring(data, "data");
			if (data.length & 1) throw new E("tlv.encode: unpadded data");
			const dataLen = data.length / 2;
			const len = numberToHexUnpadded(dataLen);
			if (len.length / 2 & 128) throw new E("tlv.encode: long form length too big");
			const lenLen = dataLen > 127 ? numberToHexUnpadded(len.length / 2 | 128) : "";
			return numberToHexUnpadded(tag) + lenLen + len + data;
		},
		decode(tag, data) {
			const { Err: E } = _DER;
			data = abytes(data, void 0, "DER data");
			let pos = 0;
			if (tag < 0 || tag > 255) throw new E("tlv.decode: wrong tag");
			if (data.length < 2 || data[pos++] !== tag) throw new E("tlv.decode: wrong tlv");
			const first = data[pos++];
			const isLong = !!(first & 128);
			let length = 0;
			if (!isLong) length = first;
			else {
				const lenLen = first & 127;
				if (!lenLen) throw new E("tlv.decode(long): indefinite length not supported");
				if (lenLen > 4) throw new E("tlv.decode(long): byte length is too big");
				const lengthBytes = data.subarray(pos, pos + lenLen);
				if (lengthBytes.length !== lenLen) throw new E("tlv.decode: length bytes not complete");
				if (lengthBytes[0] === 0) throw new E("tlv.decode(long): zero leftmost byte");
				for (const b of lengthBytes) length = length << 8 | b;
				pos += lenLen;
				if (length < 128) throw new E("tlv.decode(long): not minimal encoding");
			}
			const v = data.subarray(pos, pos + length);
			if (v.length !== length) throw new E("tlv.decode: wrong value length");
			return {
				v,
				l: data.subarray(pos + length)
			};
		}
	},
	_int: {
		encode(num) {
			const { Err: E } = _DER;
			abignumber(num);
			if (num < _0n$1) throw new E("integer: negative integers are not allowed");
			let hex = numberToHexUnpadded(num);
			if (Number.parseInt(hex[0], 16) & 8) hex = "00" + hex;
			if (hex.length & 1) throw new E("unexpected DER parsing assertion: unpadded hex");
			return hex;
		},
		decode(data) {
			const { Err: E } = _DER;
			if (data.length < 1) throw new E("invalid signature integer: empty");
			if (data[0] & 128) throw new E("invalid signature integer: negative");
			if (data.length > 1 && data[0] === 0 && !(data[1] & 128)) throw new E("invalid signature integer: unnecessary leading zero");
			return bytesToNumberBE(data);
		}
	},
	toSig(bytes, maxScalarBytes) {
		const { Err: E, _int: int, _tlv: tlv } = _DER;
		if (maxScalarBytes !== void 0) {
			asafenumber(maxScalarBytes, "maxScalarBytes");
			if (maxScalarBytes < 1) throw new E("invalid signature: maxScalarBytes must be positive");
		}
		const data = abytes(bytes, void 0, "signature");
		const { v: seqBytes, l: seqLeftBytes } = tlv.decode(48, data);
		if (seqLeftBytes.length) throw new E("invalid signature: left bytes after parsing");
		const { v: rBytes, l: rLeftBytes } = tlv.decode(2, seqBytes);
		const { v: sBytes, l: sLeftBytes } = tlv.decode(2, rLeftBytes);
		if (sLeftBytes.length) throw new E("invalid signature: left bytes after parsing");
		if (maxScalarBytes !== void 0 && (rBytes.length > maxScalarBytes || sBytes.length > maxScalarBytes)) throw new E("invalid signature: integer too large");
		return {
			r: int.decode(rBytes),
			s: int.decode(sBytes)
		};
	},
	hexFromSig(sig) {
		const { _tlv: tlv, _int: int } = _DER;
		validateObject(sig, {
			r: "bigint",
			s: "bigint"
		}, {}, "sig");
		const seq = tlv.encode(2, int.encode(sig.r)) + tlv.encode(2, int.encode(sig.s));
		return tlv.encode(48, seq);
	}
};
const DER = /* @__PURE__ */ (() => {
	Object.freeze(_DER._tlv);
	Object.freeze(_DER._int);
	return Object.freeze(_DER);
})();

// node_modules/@noble/curves/abstract/weierstrass.js
const divNearest = (num, den) => (num + (num >= 0 ? den : -den) / _2n$1) / den;
function _splitEndoScalar(k, basis, n) {
	aInRange("scalar", k, _0n, n);
	const [[a1, b1], [a2, b2]] = basis;
	const c1 = divNearest(b2 * k, n);
	const c2 = divNearest(-b1 * k, n);
	let k1 = k - c1 * a1 - c2 * a2;
	let k2 = -c1 * b1 - c2 * b2;
	const k1neg = k1 < _0n;
	const k2neg = k2 < _0n;
	if (k1neg) k1 = -k1;
	if (k2neg) k2 = -k2;
	const MAX_NUM = bitMask(Math.ceil(bitLen(n) / 2)) + _1n;
	if (k1 < _0n || k1 >= MAX_NUM || k2 < _0n || k2 >= MAX_NUM) throw new Error("splitScalar (endomorphism): failed for k");
	return {
		k1neg,
		k1,
		k2neg,
		k2
	};
}
function validateSigFormat(format) {
	if (![
		"compact",
		"recovered",
		"der"
	].includes(format)) throw new Error("Signature format must be \"compact\", \"recovered\", or \"der\"");
	return format;
}
function validateSigOpts(opts, def) {
	validateObject(opts);
	const optsn = {};
	for (let optName of Object.keys(def)) optsn[optName] = opts[optName] === void 0 ? def[optName] : opts[optName];
	abool(optsn.lowS, "lowS");
	abool(optsn.prehash, "prehash");
	if (optsn.format !== void 0) validateSigFormat(optsn.format);
	return optsn;
}
const _0n = /* @__PURE__ */ BigInt(0);
const _1n = /* @__PURE__ */ BigInt(1);
const _2n$1 = /* @__PURE__ */ BigInt(2);
const _3n = /* @__PURE__ */ BigInt(3);
const _4n = /* @__PURE__ */ BigInt(4);
function weierstrass(params, extraOpts = {}) {
	const validated = createCurveFields("weierstrass", params, extraOpts);
	const Fp = validated.Fp;
	const Fn = validated.Fn;
	let CURVE = validated.CURVE;
	const { h: cofactor, n: CURVE_ORDER } = CURVE;
	validateObject(extraOpts, {}, {
		allowInfinityPoint: "boolean",
		clearCofactor: "function",
		isTorsionFree: "function",
		fromBytes: "function",
		toBytes: "function",
		endo: "object",
		randomBytes: "function"
	});
	const { endo: endoOpts, allowInfinityPoint, clearCofactor, isTorsionFree, fromBytes, toBytes } = extraOpts;
	const randomBytes$2 = extraOpts.randomBytes === void 0 ? randomBytes : extraOpts.randomBytes;
	if (endoOpts) {
		if (!Fp.is0(CURVE.a) || typeof endoOpts.beta !== "bigint" || !Array.isArray(endoOpts.basises)) throw new Error("invalid endo: expected \"beta\": bigint and \"basises\": array");
	}
	const endo = endoOpts ? {
		beta: endoOpts.beta,
		basises: endoOpts.basises.map((basis) => [...basis])
	} : void 0;
	const lengths = getWLengths(Fp, Fn);
	function assertCompressionIsSupported() {
		if (!Fp.isOdd) throw new Error("compression is not supported: Field does not have .isOdd()");
	}
	function pointToBytes(_c, point, isCompressed) {
		if (point.is0()) {
			if (!allowInfinityPoint) throw new Error("bad point: ZERO");
			return Uint8Array.of(0);
		}
		const { x, y } = point.toAffine();
		const bx = Fp.toBytes(x);
		abool(isCompressed, "isCompressed");
		if (isCompressed) {
			assertCompressionIsSupported();
			const hasEvenY = !Fp.isOdd(y);
			return concatBytes(pprefix(hasEvenY), bx);
		} else return concatBytes(Uint8Array.of(4), bx, Fp.toBytes(y));
	}
	function pointFromBytes(bytes) {
		abytes(bytes, void 0, "Point");
		const { publicKey: comp, publicKeyUncompressed: uncomp } = lengths;
		const length = bytes.length;
		const head = bytes[0];
		const tail = bytes.subarray(1);
		if (allowInfinityPoint && length === 1 && head === 0) return {
			x: Fp.ZERO,
			y: Fp.ZERO
		};
		if (length === comp && (head === 2 || head === 3)) {
			const x = Fp.fromBytes(tail);
			if (!Fp.isValid(x)) throw new Error("bad point: is not on curve, wrong x");
			const y2 = weierstrassEquation(x);
			let y;
			try {
				y = Fp.sqrt(y2);
			} catch (sqrtError) {
				const err = sqrtError instanceof Error ? ": " + sqrtError.message : "";
				throw new Error("bad point: is not on curve, sqrt error" + err);
			}
			assertCompressionIsSupported();
			const evenY = Fp.isOdd(y);
			if ((head & 1) === 1 !== evenY) y = Fp.neg(y);
			return {
				x,
				y
			};
		} else if (length === uncomp && head === 4) {
			const L = Fp.BYTES;
			const x = Fp.fromBytes(tail.subarray(0, L));
			const y = Fp.fromBytes(tail.subarray(L, L * 2));
			if (!isValidXY(x, y)) throw new Error("bad point: is not on curve");
			return {
				x,
				y
			};
		} else throw new Error(`bad point: got length ${length}, expected compressed=${comp} or uncompressed=${uncomp}`);
	}
	const encodePoint = toBytes === void 0 ? pointToBytes : toBytes;
	const decodePoint = fromBytes === void 0 ? pointFromBytes : fromBytes;
	const b3 = Fp.mul(CURVE.b, _3n);
	const mulA = Fp.is0(CURVE.a) ? (_) => Fp.ZERO : (x) => Fp.mul(CURVE.a, x);
	function weierstrassEquation(x) {
		const x2 = Fp.sqr(x);
		const x3 = Fp.mul(x2, x);
		return Fp.add(Fp.add(x3, Fp.mul(x, CURVE.a)), CURVE.b);
	}
	function isValidXY(x, y) {
		const left = Fp.sqr(y);
		const right = weierstrassEquation(x);
		return Fp.eql(left, right);
	}
	if (!isValidXY(CURVE.Gx, CURVE.Gy)) throw new Error("bad curve params: generator point");
	const _4a3 = Fp.mul(Fp.pow(CURVE.a, _3n), _4n);
	const _27b2 = Fp.mul(Fp.sqr(CURVE.b), BigInt(27));
	if (Fp.is0(Fp.add(_4a3, _27b2))) throw new Error("bad curve params: a or b");
	function acoord(title, n, banZero = false) {
		if (!Fp.isValid(n) || banZero && Fp.is0(n)) throw new Error(`bad point coordinate ${title}`);
		return typeof n === "object" && n !== null ? Fp.create(n) : n;
	}
	function aprjpoint(other) {
		if (!(other instanceof Point)) throw new Error("Weierstrass Point expected");
	}
	function splitEndoScalarN(k) {
		if (!endo || !endo.basises) throw new Error("no endo");
		return _splitEndoScalar(k, endo.basises, Fn.ORDER);
	}
	function pushWnafPair(points, scalars, p, k) {
		if (!Fn.isValid(k)) throw new RangeError("invalid scalar: out of range");
		if (endo) {
			const { k1neg, k1, k2neg, k2 } = splitEndoScalarN(k);
			const psi = new Point(Fp.mul(p.X, endo.beta), p.Y, p.Z);
			points.push(k1neg ? p.negate() : p, k2neg ? psi.negate() : psi);
			scalars.push(k1, k2);
		} else {
			points.push(p);
			scalars.push(k);
		}
	}
	const validityCache = /* @__PURE__ */ new WeakSet();
	class Point {
		static BASE = new Point(CURVE.Gx, CURVE.Gy, Fp.ONE);
		static ZERO = new Point(Fp.ZERO, Fp.ONE, Fp.ZERO);
		static Fp = Fp;
		static Fn = Fn;
		X;
		Y;
		Z;
		constructor(X, Y, Z) {
			this.X = acoord("x", X);
			this.Y = acoord("y", Y, true);
			this.Z = acoord("z", Z);
			Object.freeze(this);
		}
		static CURVE() {
			return CURVE;
		}
		static fromAffine(p) {
			const { x, y } = p || {};
			if (!p || !Fp.isValid(x) || !Fp.isValid(y)) throw new Error("invalid affine point");
			if (p instanceof Point) throw new Error("projective point not allowed");
			if (Fp.is0(x) && Fp.is0(y)) return Point.ZERO;
			return new Point(x, y, Fp.ONE);
		}
		static fromBytes(bytes) {
			const P = Point.fromAffine(decodePoint(abytes(bytes, void 0, "point")));
			P.assertValidity();
			return P;
		}
		static fromHex(hex) {
			return Point.fromBytes(hexToBytes(hex));
		}
		get x() {
			return this.toAffine().x;
		}
		get y() {
			return this.toAffine().y;
		}
		precompute(windowSize = 6, isLazy = true) {
			wnaf.setWindowSize(this, windowSize);
			if (!isLazy) this.multiply(_3n);
			return this;
		}
		assertValidity() {
			const p = this;
			if (p.is0()) {
				if (allowInfinityPoint && Fp.is0(p.X) && Fp.eql(p.Y, Fp.ONE) && Fp.is0(p.Z)) return;
				throw new Error("bad point: ZERO");
			}
			if (validityCache.has(p)) return;
			const { x, y } = p.toAffine();
			if (!Fp.isValid(x) || !Fp.isValid(y)) throw new Error("bad point: x or y not field elements");
			if (!isValidXY(x, y)) throw new Error("bad point: equation left != right");
			if (!p.isTorsionFree()) throw new Error("bad point: not in prime-order subgroup");
			validityCache.add(p);
		}
		hasEvenY() {
			const { y } = this.toAffine();
			if (!Fp.isOdd) throw new Error("Field doesn't support isOdd");
			return !Fp.isOdd(y);
		}
		equals(other) {
			aprjpoint(other);
			const { X: X1, Y: Y1, Z: Z1 } = this;
			const { X: X2, Y: Y2, Z: Z2 } = other;
			const U1 = Fp.eql(Fp.mul(X1, Z2), Fp.mul(X2, Z1));
			const U2 = Fp.eql(Fp.mul(Y1, Z2), Fp.mul(Y2, Z1));
			return U1 && U2;
		}
		negate() {
			return new Point(this.X, Fp.neg(this.Y), this.Z);
		}
		double() {
			const { X: X1, Y: Y1, Z: Z1 } = this;
			let X3 = Fp.ZERO, Y3 = Fp.ZERO, Z3 = Fp.ZERO;
			let t0 = Fp.mul(X1, X1);
			let t1 = Fp.mul(Y1, Y1);
			let t2 = Fp.mul(Z1, Z1);
			let t3 = Fp.mul(X1, Y1);
			t3 = Fp.add(t3, t3);
			Z3 = Fp.mul(X1, Z1);
			Z3 = Fp.add(Z3, Z3);
			X3 = mulA(Z3);
			Y3 = Fp.mul(b3, t2);
			Y3 = Fp.add(X3, Y3);
			X3 = Fp.sub(t1, Y3);
			Y3 = Fp.add(t1, Y3);
			Y3 = Fp.mul(X3, Y3);
			X3 = Fp.mul(t3, X3);
			Z3 = Fp.mul(b3, Z3);
			t2 = mulA(t2);
			t3 = Fp.sub(t0, t2);
			t3 = mulA(t3);
			t3 = Fp.add(t3, Z3);
			Z3 = Fp.add(t0, t0);
			t0 = Fp.add(Z3, t0);
			t0 = Fp.add(t0, t2);
			t0 = Fp.mul(t0, t3);
			Y3 = Fp.add(Y3, t0);
			t2 = Fp.mul(Y1, Z1);
			t2 = Fp.add(t2, t2);
			t0 = Fp.mul(t2, t3);
			X3 = Fp.sub(X3, t0);
			Z3 = Fp.mul(t2, t1);
			Z3 = Fp.add(Z3, Z3);
			Z3 = Fp.add(Z3, Z3);
			return new Point(X3, Y3, Z3);
		}
		add(other) {
			aprjpoint(other);
			const { X: X1, Y: Y1, Z: Z1 } = this;
			const { X: X2, Y: Y2, Z: Z2 } = other;
			let X3 = Fp.ZERO, Y3 = Fp.ZERO, Z3 = Fp.ZERO;
			let t0 = Fp.mul(X1, X2);
			let t1 = Fp.mul(Y1, Y2);
			let t2 = Fp.mul(Z1, Z2);
			let t3 = Fp.add(X1, Y1);
			let t4 = Fp.add(X2, Y2);
			t3 = Fp.mul(t3, t4);
			t4 = Fp.add(t0, t1);
			t3 = Fp.sub(t3, t4);
			t4 = Fp.add(X1, Z1);
			let t5 = Fp.add(X2, Z2);
			t4 = Fp.mul(t4, t5);
			t5 = Fp.add(t0, t2);
			t4 = Fp.sub(t4, t5);
			t5 = Fp.add(Y1, Z1);
			X3 = Fp.add(Y2, Z2);
			t5 = Fp.mul(t5, X3);
			X3 = Fp.add(t1, t2);
			t5 = Fp.sub(t5, X3);
			Z3 = mulA(t4);
			X3 = Fp.mul(b3, t2);
			Z3 = Fp.add(X3, Z3);
			X3 = Fp.sub(t1, Z3);
			Z3 = Fp.add(t1, Z3);
			Y3 = Fp.mul(X3, Z3);
			t1 = Fp.add(t0, t0);
			t1 = Fp.add(t1, t0);
			t2 = mulA(t2);
			t4 = Fp.mul(b3, t4);
			t1 = Fp.add(t1, t2);
			t2 = Fp.sub(t0, t2);
			t2 = mulA(t2);
			t4 = Fp.add(t4, t2);
			t0 = Fp.mul(t1, t4);
			Y3 = Fp.add(Y3, t0);
			t0 = Fp.mul(t5, t4);
			X3 = Fp.mul(t3, X3);
			X3 = Fp.sub(X3, t0);
			t0 = Fp.mul(t3, t1);
			Z3 = Fp.mul(t5, Z3);
			Z3 = Fp.add(Z3, t0);
			return new Point(X3, Y3, Z3);
		}
		subtract(other) {
			aprjpoint(other);
			return this.add(other.negate());
		}
		is0() {
			return this.equals(Point.ZERO);
		}
		multiply(scalar) {
			if (!Fn.isValidNot0(scalar)) throw new RangeError("invalid scalar: out of range");
			const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
			return normalize([p, f])[0];
		}
		multiplyUnsafe(scalar) {
			const p = this;
			const sc = scalar;
			if (!Fn.isValid(sc)) throw new RangeError("invalid scalar: out of range");
			if (sc === _0n || p.is0()) return Point.ZERO;
			if (sc === _1n) return p;
			if (wnaf.hasWindowSize(this)) return wnaf.mulUnsafe(p, sc, normalize);
			const points = [];
			const scalars = [];
			pushWnafPair(points, scalars, p, sc);
			return mulAddUnsafe(Point, points, scalars);
		}
		mulAddUnsafe(a, other, b) {
			aprjpoint(other);
			const points = [];
			const scalars = [];
			pushWnafPair(points, scalars, this, a);
			pushWnafPair(points, scalars, other, b);
			return mulAddUnsafe(Point, points, scalars);
		}
		toAffine(invertedZ) {
			const p = this;
			let iz = invertedZ;
			if (iz != null && !Fp.isValid(iz)) throw new RangeError("\"invertedZ\" expected valid field element");
			const { X, Y, Z } = p;
			if (Fp.eql(Z, Fp.ONE)) return {
				x: X,
				y: Y
			};
			const is0 = p.is0();
			if (iz == null) iz = is0 ? Fp.ONE : Fp.inv(Z);
			const x = Fp.mul(X, iz);
			const y = Fp.mul(Y, iz);
			const zz = Fp.mul(Z, iz);
			if (is0) return {
				x: Fp.ZERO,
				y: Fp.ZERO
			};
			if (!Fp.eql(zz, Fp.ONE)) throw new Error("invZ was invalid");
			return {
				x,
				y
			};
		}
		isTorsionFree() {
			if (cofactor === _1n) return true;
			if (isTorsionFree) return isTorsionFree(Point, this);
			return wnaf.mulUnsafe(this, CURVE_ORDER).is0();
		}
		clearCofactor() {
			if (cofactor === _1n) return this;
			if (clearCofactor) return clearCofactor(Point, this);
			return this.multiplyUnsafe(cofactor);
		}
		isSmallOrder() {
			if (cofactor === _1n) return this.is0();
			return this.clearCofactor().is0();
		}
		toBytes(isCompressed = true) {
			abool(isCompressed, "isCompressed");
			this.assertValidity();
			return encodePoint(Point, this, isCompressed);
		}
		toHex(isCompressed = true) {
			return bytesToHex(this.toBytes(isCompressed));
		}
		toString() {
			return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
		}
	}
	const normalize = (points) => normalizeZ(Point, points);
	const wnaf = new ScalarMultiplier(Point, randomBytes$2);
	if (wnaf.bits >= 6) Point.BASE.precompute(6);
	Object.freeze(Point.prototype);
	Object.freeze(Point);
	return Point;
}
function pprefix(hasEvenY) {
	return Uint8Array.of(hasEvenY ? 2 : 3);
}
function getWLengths(Fp, Fn) {
	return {
		secretKey: Fn.BYTES,
		publicKey: 1 + Fp.BYTES,
		publicKeyUncompressed: 1 + 2 * Fp.BYTES,
		publicKeyHasPrefix: true,
		signature: 2 * Fn.BYTES
	};
}
function ecdh(Point, ecdhOpts = {}) {
	validatePointCons(Point);
	const { Fn } = Point;
	const randomBytes_ = ecdhOpts.randomBytes === void 0 ? randomBytes : ecdhOpts.randomBytes;
	const lengths = Object.assign(getWLengths(Point.Fp, Fn), { seed: Math.max(getMinHashLength(Fn.ORDER), 16) });
	function isValidSecretKey(secretKey) {
		try {
			const num = Fn.fromBytes(secretKey);
			return Fn.isValidNot0(num);
		} catch (error) {
			return false;
		}
	}
	function isValidPublicKey(publicKey, isCompressed) {
		const { publicKey: comp, publicKeyUncompressed } = lengths;
		try {
			const l = publicKey.length;
			if (isCompressed === true && l !== comp) return false;
			if (isCompressed === false && l !== publicKeyUncompressed) return false;
			return !Point.fromBytes(publicKey).is0();
		} catch (error) {
			return false;
		}
	}
	function randomSecretKey(seed) {
		seed = seed === void 0 ? randomBytes_(lengths.seed) : seed;
		return mapHashToField(abytes(seed, lengths.seed, "seed"), Fn.ORDER);
	}
	function getPublicKey(secretKey, isCompressed = true) {
		return Point.BASE.multiply(Fn.fromBytes(secretKey)).toBytes(isCompressed);
	}
	function isProbPub(item) {
		const { secretKey, publicKey, publicKeyUncompressed } = lengths;
		const allowedLengths = Fn._lengths;
		if (!isBytes(item)) return void 0;
		const l = abytes(item, void 0, "key").length;
		const isPub = l === publicKey || l === publicKeyUncompressed;
		const isSec = l === secretKey || !!allowedLengths?.includes(l);
		if (isPub && isSec) return void 0;
		return isPub;
	}
	function getSharedSecret(secretKeyA, publicKeyB, isCompressed = true) {
		if (isProbPub(secretKeyA) === true) throw new Error("first arg must be private key");
		if (isProbPub(publicKeyB) === false) throw new Error("second arg must be public key");
		const s = Fn.fromBytes(secretKeyA);
		const b = Point.fromBytes(publicKeyB);
		if (b.is0()) throw new Error("invalid public key: point at infinity");
		return b.multiply(s).toBytes(isCompressed);
	}
	const utils = {
		isValidSecretKey,
		isValidPublicKey,
		randomSecretKey
	};
	const keygen = createKeygen(randomSecretKey, getPublicKey);
	Object.freeze(utils);
	Object.freeze(lengths);
	return Object.freeze({
		getPublicKey,
		getSharedSecret,
		keygen,
		Point,
		utils,
		lengths
	});
}
function ecdsa(Point, hash, ecdsaOpts = {}) {
	validatePointCons(Point);
	const hash_ = hash;
	ahash(hash_);
	validateObject(ecdsaOpts, {}, {
		hmac: "function",
		lowS: "boolean",
		randomBytes: "function",
		bits2int: "function",
		bits2int_modN: "function"
	});
	const opts = Object.assign({}, ecdsaOpts);
	const randomBytes$3 = opts.randomBytes === void 0 ? randomBytes : opts.randomBytes;
	const hmac$1 = opts.hmac === void 0 ? (key, msg) => hmac(hash_, key, msg) : opts.hmac;
	const { Fp, Fn } = Point;
	const { ORDER: CURVE_ORDER, BITS: fnBits } = Fn;
	const blindLength = getMinHashLength(CURVE_ORDER);
	const csprng = probeRandomBytes(randomBytes$3, blindLength);
	const { keygen, getPublicKey, getSharedSecret, utils, lengths } = ecdh(Point, opts);
	const defaultSigOpts = {
		prehash: true,
		lowS: typeof opts.lowS === "boolean" ? opts.lowS : true,
		format: "compact",
		extraEntropy: false
	};
	const hasLargeRecoveryLifts = CURVE_ORDER * _2n$1 + _1n < Fp.ORDER;
	function isBiggerThanHalfOrder(number) {
		return number > CURVE_ORDER >> _1n;
	}
	function validateRS(title, num) {
		if (!Fn.isValidNot0(num)) throw new Error(`invalid signature ${title}: out of range 1..Point.Fn.ORDER`);
		return num;
	}
	function assertFieldSignIsSupported() {
		if (!Fp.isOdd) throw new Error("Field doesn't support isOdd");
	}
	function getRecoveryBit(x, y, r) {
		assertFieldSignIsSupported();
		return (x === r ? 0 : 2) | Number(Fp.isOdd(y));
	}
	function assertRecoverableCurve() {
		if (hasLargeRecoveryLifts) throw new Error("\"recovered\" sig type is not supported for cofactor >2 curves");
	}
	function validateSigLength(bytes, format) {
		validateSigFormat(format);
		const size = lengths.signature;
		const sizer = format === "compact" ? size : format === "recovered" ? size + 1 : void 0;
		return abytes(bytes, sizer);
	}
	class Signature {
		r;
		s;
		recovery;
		constructor(r, s, recovery) {
			this.r = validateRS("r", r);
			this.s = validateRS("s", s);
			if (recovery != null) {
				assertRecoverableCurve();
				if (![
					0,
					1,
					2,
					3
				].includes(recovery)) throw new Error("invalid recovery id");
				this.recovery = recovery;
			}
			Object.freeze(this);
		}
		static fromBytes(bytes, format = defaultSigOpts.format) {
			validateSigLength(bytes, format);
			let recid;
			if (format === "der") {
				if (bytes.length > 2 * Fn.BYTES + 16) throw new DER.Err("invalid signature: DER signature too long");
				const { r, s } = DER.toSig(abytes(bytes), Fn.BYTES + 1);
				return new Signature(r, s);
			}
			if (format === "recovered") {
				recid = bytes[0];
				format = "compact";
				bytes = bytes.subarray(1);
			}
			const L = lengths.signature / 2;
			const r = bytes.subarray(0, L);
			const s = bytes.subarray(L, L * 2);
			return new Signature(Fn.fromBytes(r), Fn.fromBytes(s), recid);
		}
		static fromHex(hex, format) {
			return this.fromBytes(hexToBytes(hex), format);
		}
		assertRecovery() {
			const { recovery } = this;
			if (recovery == null) throw new Error("invalid recovery id: must be present");
			return recovery;
		}
		addRecoveryBit(recovery) {
			return new Signature(this.r, this.s, recovery);
		}
		recoverPublicKey(messageHash) {
			const { r, s } = this;
			const recovery = this.assertRecovery();
			const radj = recovery === 2 || recovery === 3 ? r + CURVE_ORDER : r;
			if (!Fp.isValid(radj)) throw new Error("invalid recovery id: sig.r+curve.n != R.x");
			const x = Fp.toBytes(radj);
			const R = Point.fromBytes(concatBytes(pprefix((recovery & 1) === 0), x));
			const ir = Fn.inv(radj);
			const h = bits2int_modN(abytes(messageHash, void 0, "msgHash"));
			const u1 = Fn.create(-h * ir);
			const u2 = Fn.create(s * ir);
			const Q = Point.BASE.mulAddUnsafe(u1, R, u2);
			if (Q.is0()) throw new Error("invalid recovery: point at infinify");
			Q.assertValidity();
			return Q;
		}
		hasHighS() {
			return isBiggerThanHalfOrder(this.s);
		}
		toBytes(format = defaultSigOpts.format) {
			validateSigFormat(format);
			if (format === "der") return hexToBytes(DER.hexFromSig(this));
			const { r, s } = this;
			const rb = Fn.toBytes(r);
			const sb = Fn.toBytes(s);
			if (format === "recovered") {
				assertRecoverableCurve();
				return concatBytes(Uint8Array.of(this.assertRecovery()), rb, sb);
			}
			return concatBytes(rb, sb);
		}
		toHex(format) {
			return bytesToHex(this.toBytes(format));
		}
	}
	Object.freeze(Signature.prototype);
	Object.freeze(Signature);
	const bits2int = opts.bits2int === void 0 ? function bits2int_def(bytes) {
		if (bytes.length > 8192) throw new Error("input is too large");
		const num = bytesToNumberBE(bytes);
		const delta = bytes.length * 8 - fnBits;
		return delta > 0 ? num >> BigInt(delta) : num;
	} : opts.bits2int;
	const bits2int_modN = opts.bits2int_modN === void 0 ? function bits2int_modN_def(bytes) {
		return Fn.create(bits2int(bytes));
	} : opts.bits2int_modN;
	const ORDER_MASK = bitMask(fnBits);
	function int2octets(num) {
		aInRange("num < 2^" + fnBits, num, _0n, ORDER_MASK);
		return Fn.toBytes(num);
	}
	function validateMsgAndHash(message, prehash) {
		abytes(message, void 0, "message");
		return prehash ? abytes(hash_(message), void 0, "prehashed message") : message;
	}
	function prepSig(message, secretKey, opts) {
		const { lowS, prehash, extraEntropy } = validateSigOpts(opts, defaultSigOpts);
		message = validateMsgAndHash(message, prehash);
		const h1int = bits2int_modN(message);
		const d = Fn.fromBytes(secretKey);
		if (!Fn.isValidNot0(d)) throw new Error("invalid private key");
		const seedArgs = [int2octets(d), int2octets(h1int)];
		if (extraEntropy != null && extraEntropy !== false) {
			const e = extraEntropy === true ? randomBytes$3(lengths.secretKey) : extraEntropy;
			seedArgs.push(abytes(e, void 0, "extraEntropy"));
		}
		const seed = concatBytes(...seedArgs);
		const m = h1int;
		function k2sig(kBytes) {
			const k = bits2int(kBytes);
			if (!Fn.isValidNot0(k)) return;
			const q = Point.BASE.multiply(k).toAffine();
			const r = Fn.create(q.x);
			if (r === _0n) return;
			let s;
			if (csprng !== void 0) {
				const b = bytesToNumberBE(mapHashToField(csprng(blindLength), CURVE_ORDER));
				const ibk = Fn.inv(Fn.mul(b, k));
				const bm = Fn.mul(b, m);
				const bd = Fn.mul(b, d);
				s = Fn.create(ibk * Fn.create(bm + bd * r));
			} else {
				const ik = invertCt(k, CURVE_ORDER);
				s = Fn.create(ik * Fn.create(m + r * d));
			}
			if (s === _0n) return;
			let recovery = getRecoveryBit(q.x, q.y, r);
			let normS = s;
			if (lowS && isBiggerThanHalfOrder(s)) {
				normS = Fn.neg(s);
				recovery ^= 1;
			}
			return new Signature(r, normS, hasLargeRecoveryLifts ? void 0 : recovery);
		}
		return {
			seed,
			k2sig
		};
	}
	function sign(message, secretKey, opts = {}) {
		const { seed, k2sig } = prepSig(message, secretKey, opts);
		return createHmacDrbg(hash_.outputLen, Fn.BYTES, hmac$1)(seed, k2sig).toBytes(opts.format);
	}
	function verify(signature, message, publicKey, opts = {}) {
		const { lowS, prehash, format } = validateSigOpts(opts, defaultSigOpts);
		publicKey = abytes(publicKey, void 0, "publicKey");
		message = validateMsgAndHash(message, prehash);
		if (!isBytes(signature)) {
			const end = signature instanceof Signature ? ", use sig.toBytes()" : "";
			throw new Error("verify expects Uint8Array signature" + end);
		}
		validateSigLength(signature, format);
		try {
			const sig = Signature.fromBytes(signature, format);
			const P = Point.fromBytes(publicKey);
			if (P.is0()) return false;
			if (lowS && sig.hasHighS()) return false;
			const { r, s } = sig;
			const h = bits2int_modN(message);
			const is = Fn.inv(s);
			const u1 = Fn.create(h * is);
			const u2 = Fn.create(r * is);
			const R = Point.BASE.mulAddUnsafe(u1, P, u2);
			if (R.is0()) return false;
			const q = R.toAffine();
			if (Fn.create(q.x) !== r) return false;
			if (format === "recovered" && sig.recovery !== getRecoveryBit(q.x, q.y, r)) return false;
			return true;
		} catch (e) {
			return false;
		}
	}
	function recoverPublicKey(signature, message, opts = {}) {
		const { prehash } = validateSigOpts(opts, defaultSigOpts);
		message = validateMsgAndHash(message, prehash);
		return Signature.fromBytes(signature, "recovered").recoverPublicKey(message).toBytes();
	}
	return Object.freeze({
		keygen,
		getPublicKey,
		getSharedSecret,
		utils,
		lengths,
		Point,
		sign,
		verify,
		recoverPublicKey,
		Signature,
		hash: hash_
	});
}

// node_modules/@noble/curves/secp256k1.js
const secp256k1_CURVE = {
	p: BigInt("0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
	n: BigInt("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
	h: BigInt(1),
	a: BigInt(0),
	b: BigInt(7),
	Gx: BigInt("0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
	Gy: BigInt("0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8")
};
const secp256k1_ENDO = {
	beta: BigInt("0x7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee"),
	basises: [[BigInt("0x3086d221a7d46bcde86c90e49284eb15"), -BigInt("0xe4437ed6010e88286f547fa90abfe4c3")], [BigInt("0x114ca50f7a8e2f3f657c1108d9d44cfd8"), BigInt("0x3086d221a7d46bcde86c90e49284eb15")]]
};
const _2n = /* @__PURE__ */ BigInt(2);
function sqrtMod(y) {
	const P = secp256k1_CURVE.p;
	const _3n = BigInt(3), _6n = BigInt(6), _11n = BigInt(11), _22n = BigInt(22);
	const _23n = BigInt(23), _44n = BigInt(44), _88n = BigInt(88);
	const b2 = y * y * y % P;
	const b3 = b2 * b2 * y % P;
	const b6 = pow2(b3, _3n, P) * b3 % P;
	const b9 = pow2(b6, _3n, P) * b3 % P;
	const b11 = pow2(b9, _2n, P) * b2 % P;
	const b22 = pow2(b11, _11n, P) * b11 % P;
	const b44 = pow2(b22, _22n, P) * b22 % P;
	const b88 = pow2(b44, _44n, P) * b44 % P;
	const b176 = pow2(b88, _88n, P) * b88 % P;
	const b220 = pow2(b176, _44n, P) * b44 % P;
	const b223 = pow2(b220, _3n, P) * b3 % P;
	const t1 = pow2(b223, _23n, P) * b22 % P;
	const t2 = pow2(t1, _6n, P) * b2 % P;
	const root = pow2(t2, _2n, P);
	if (!Fpk1.eql(Fpk1.sqr(root), y)) throw new Error("Cannot find square root");
	return root;
}
const Fpk1 = /* @__PURE__ */ Field(secp256k1_CURVE.p, { sqrt: sqrtMod });
const Pointk1 = /* @__PURE__ */ weierstrass(secp256k1_CURVE, {
	Fp: Fpk1,
	endo: secp256k1_ENDO
});
const secp256k1 = /* @__PURE__ */ ecdsa(Pointk1, sha256);

// src/proof/seals.ts
const SEAL_BYTES = 65;
const EXTRA_AT = 12;
const MIX_AT = 13;
function signerOf(hash, seal) {
	if (seal.length !== SEAL_BYTES) throw tampered(`a block's seal has ${seal.length} bytes`);
	try {
		const signature = concatBytes$1(seal.subarray(64), seal.subarray(0, 64));
		const key = secp256k1.recoverPublicKey(signature, hash, { prehash: false });
		const point = secp256k1.Point.fromBytes(key).toBytes(false);
		return hexOf(keccak(point.subarray(1)).subarray(12));
	} catch {
		throw tampered("a block's seal is no signature");
	}
}
function hashWithExtra(header, extra) {
	return keccak(encodeRlp(header.fields.map((field, i) => i === EXTRA_AT ? extra : field)));
}
function cliqueSigner(header) {
	const { extraData } = header;
	if (extraData.length < 97) throw tampered("a block has no Clique seal");
	return signerOf(hashWithExtra(header, extraData.subarray(0, extraData.length - SEAL_BYTES)), extraData.subarray(extraData.length - SEAL_BYTES));
}
const BYZANTINE = "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";
function qbftExtra(header) {
	const items = listOf(decodeRlp(header.extraData), 5);
	const validators = listOf(items[1]).map((v) => hexOf(stringOf(v)));
	const round = stringOf(items[3]);
	if (round.length > 4 || round[0] === 0) throw tampered("a block's round is no number of four bytes");
	const seals = listOf(items[4]).map((seal) => stringOf(seal));
	return {
		first: items.slice(0, 3),
		validators,
		round,
		seals
	};
}
function isByzantine(header) {
	return hexOf(header.fields[MIX_AT]) === BYZANTINE;
}
const NO_ROUND = /* @__PURE__ */ new Uint8Array();
function qbftHash(header) {
	const { first } = qbftExtra(header);
	return hexOf(hashWithExtra(header, encodeRlp([
		...first,
		NO_ROUND,
		[]
	])));
}
function qbftSigners(header) {
	const { first, round, seals, validators } = qbftExtra(header);
	const hash = hashWithExtra(header, encodeRlp([
		...first,
		round,
		[]
	]));
	return {
		signers: [...new Set(seals.map((seal) => signerOf(hash, seal)))],
		validators
	};
}

// src/proof/trust.ts
const TRUST_FORMAT = "suyuan-trust";
function readTrust(value) {
	try {
		return trustIn(value);
	} catch (error) {
		if (error instanceof Flaw && error.outcome === "tampered") throw new Flaw("not-trusted", `the trust file is not valid: ${error.message}`);
		throw error;
	}
}
function trustIn(value) {
	const v = value ?? {};
	oneOf(v["format"], [TRUST_FORMAT], "format");
	if (v["version"] !== 1) throw new Flaw("unsupported", "the trust file has a version that this does not read");
	const o = object(value, [
		"format",
		"version",
		"chain",
		"log",
		"spine",
		"contracts",
		"believe"
	], "it");
	const contracts = list(o["contracts"], 1e3, "contracts", readContract);
	requireUnlike(contracts, ({ address }) => address, "contract");
	return {
		chain: whole(o["chain"], Number.MAX_SAFE_INTEGER, "chain"),
		log: hex(o["log"], 20, "log"),
		spine: hex(o["spine"], 32, "spine"),
		contracts,
		believe: list(o["believe"], 20, "believe", readBelief)
	};
}
function requireUnlike(all, nameOf, what) {
	if (new Set(all.map(nameOf)).size !== all.length) throw new Flaw("not-trusted", `the trust file names a ${what} twice`);
}
function readContract(value) {
	const o = object(value, [
		"address",
		"role",
		"codeHash"
	], "a contract");
	return {
		address: hex(o["address"], 20, "address"),
		role: text(o["role"], 31, "role"),
		codeHash: hex(o["codeHash"], 32, "codeHash")
	};
}
const members = {
	block: [
		"kind",
		"number",
		"hash"
	],
	qbft: [
		"kind",
		"eras",
		"quorum"
	],
	clique: [
		"kind",
		"eras",
		"depth"
	],
	witnesses: [
		"kind",
		"origin",
		"witnesses",
		"quorum"
	]
};
function readBelief(value) {
	const kinds = Object.keys(members);
	const kind = oneOf(value?.["kind"], kinds, "the kind of belief");
	const o = object(value, members[kind], `the belief in ${kind}`);
	const count = (name, least) => {
		const n = whole(o[name], 1e4, name);
		if (n < least) throw new Flaw("not-trusted", `the trust file's ${name} is ${n}, which believes nobody`);
		return n;
	};
	switch (kind) {
		case "block": return {
			kind,
			number: whole(o["number"], 2 ** 48 - 1, "number"),
			hash: hex(o["hash"], 32, "hash")
		};
		case "qbft": return {
			kind,
			eras: readEras(o["eras"]),
			quorum: count("quorum", 1)
		};
		case "clique": return {
			kind,
			eras: readEras(o["eras"]),
			depth: count("depth", 0)
		};
		case "witnesses": {
			const witnesses = list(o["witnesses"], 100, "witnesses", readKey);
			return {
				kind,
				origin: text(o["origin"], 200, "origin"),
				witnesses,
				quorum: count("quorum", 1)
			};
		}
	}
}
function readEras(value) {
	const eras = list(value, 1e3, "eras", readEra);
	requireUnlike(eras, ({ from }) => from, "height from which signers are in force");
	return eras;
}
function readEra(value) {
	const o = object(value, ["from", "signers"], "an era");
	const signers = list(o["signers"], 1e3, "signers", (s) => hex(s, 20, "a signer"));
	requireUnlike(signers, (signer) => signer, "signer");
	return {
		from: whole(o["from"], 2 ** 48 - 1, "from"),
		signers
	};
}
function readKey(value) {
	const o = object(value, ["name", "key"], "a witness");
	return {
		name: text(o["name"], 200, "name"),
		key: hex(o["key"], 32, "key")
	};
}
function signersAt(eras, block) {
	return eras.filter((era) => era.from <= block).sort((a, b) => b.from - a.from)[0]?.signers ?? [];
}

// src/proof/belief.ts
function hashOfBlock(header) {
	return isByzantine(header) ? qbftHash(header) : header.hash;
}
function requireChained(headers) {
	headers.forEach((header, i) => {
		const before = headers[i - 1];
		if (!before) return;
		if (!(header.parent === hashOfBlock(before) && header.number === before.number + 1)) throw tampered(`header ${header.number} is not the child of header ${before.number}`);
	});
}
function restsOn(belief, grounds) {
	const block = grounds.headers[0];
	switch (belief.kind) {
		case "block": {
			const pinned = grounds.headers.find((h) => h.number === belief.number);
			if (!pinned) return `no header leads to the pinned block ${belief.number}`;
			if (hashOfBlock(pinned) !== belief.hash) return `block ${belief.number} is not the pinned one`;
			const where = `${belief.number} (${belief.hash})`;
			return {
				kind: "block",
				zh: `所钉住的区块 ${where}`,
				en: `the pinned block ${where}`
			};
		}
		case "qbft": return byQbft(belief, block);
		case "clique": return byClique(belief, grounds.headers);
		case "witnesses": return byWitnesses(belief, grounds);
	}
}
function byQbft({ eras, quorum }, block) {
	if (!isByzantine(block)) return "the block was not made by QBFT";
	const inForce = signersAt(eras, block.number);
	const { signers } = qbftSigners(block);
	const count = signers.filter((s) => inForce.includes(s)).length;
	if (count < quorum) return `${count} of the validators sealed block ${block.number}, ${quorum} are needed`;
	return {
		kind: "qbft",
		zh: `${count} 个验证节点对区块 ${block.number} 的签封`,
		en: `the seals of ${count} validators on block ${block.number}`
	};
}
function byClique({ eras, depth }, headers) {
	const [block] = headers;
	if (headers.length < depth + 1) return `${headers.length - 1} sealed blocks follow, ${depth} are needed`;
	const signers = /* @__PURE__ */ new Set();
	for (const header of headers) {
		const signer = cliqueSigner(header);
		if (!signersAt(eras, header.number).includes(signer)) return `block ${header.number} was sealed by ${signer}, who is not in force`;
		signers.add(signer);
	}
	const inForce = signersAt(eras, block.number).length;
	if (signers.size <= inForce / 2) return `${signers.size} of ${inForce} signers sealed, more than half are needed`;
	const count = headers.length;
	return {
		kind: "clique",
		zh: `${signers.size} 个签名节点对 ${count} 个区块的签封`,
		en: `the seals of ${signers.size} signers on ${count} blocks`
	};
}
function byWitnesses(b, { headers, checkpoints }) {
	const block = headers[0];
	let why = "the bundle has no checkpoint of that log";
	for (const line of checkpoints) {
		const note = readNote(line.note);
		const checkpoint = readCheckpoint(note);
		if (checkpoint.origin !== b.origin) continue;
		if (line.leaf !== block.number - firstOf(checkpoint.origin)) throw tampered("the checkpoint's leaf is another block's");
		const leaf = leafHash(bytesOf(hashOfBlock(block)));
		const root = rootByInclusion(line.leaf, checkpoint.size, leaf, line.proof.map(bytesOf));
		if (!same(root, checkpoint.root)) throw tampered("the block is not in the witnessed log");
		const by = b.witnesses.filter((witness) => cosignedAt(note, witness) !== null);
		const count = new Set(by.map((witness) => witness.key)).size;
		if (count >= b.quorum) {
			const names = by.map((w) => w.name).join(", ");
			return {
				kind: "witnesses",
				zh: `${count} 个见证者的联署：${names}`,
				en: `the co-signatures of ${count} witnesses: ${names}`
			};
		}
		why = `${count} witnesses co-signed, ${b.quorum} are needed`;
	}
	return why;
}
function firstOf(origin) {
	const first = /\/blocks-from-(0|[1-9][0-9]{0,14})$/.exec(origin)?.[1];
	if (first === void 0) throw tampered("the checkpoint is not of a log of blocks");
	return Number(first);
}

// src/proof/history.ts
var History = class {
	spine;
	#asOf;
	#slots;
	#states = /* @__PURE__ */ new Map();
	#counts = /* @__PURE__ */ new Map();
	#writers = /* @__PURE__ */ new Set();
	#isWhole;
	#city = ZERO32;
	#last;
	#facts = 0;
	constructor(spine, asOf, subjects) {
		this.spine = spine;
		this.#asOf = asOf;
		this.#isWhole = subjects === null;
		this.#slots = new Map((subjects ?? []).map((subject) => [subject, ZERO32]));
	}
	add(f) {
		const last = this.#last;
		if (last && f.sequence <= last.sequence) throw tampered(`fact ${f.sequence} comes after fact ${last.sequence}`);
		if (last !== void 0 && (f.block < last.block || f.time < last.time)) throw tampered(`fact ${f.sequence} is older than the one before it`);
		if (this.#isWhole && f.sequence !== this.#facts) throw tampered(`fact ${this.#facts} of the city is missing`);
		const hash = hashOfFact(f, this.spine);
		const states = bytesOf(f.states);
		let told = 0;
		f.subjects.forEach((subject, i) => {
			const before = this.#slots.get(subject) ?? (this.#isWhole ? ZERO32 : void 0);
			if (before === void 0) return;
			told++;
			const state = states.subarray(2 * i, 2 * i + 2);
			this.#slots.set(subject, slotAfter(before, hash, state));
			if (f.block > this.#asOf) return;
			this.#states.set(subject, state[0] * 256 + state[1]);
			this.#counts.set(subject, (this.#counts.get(subject) ?? 0) + 1);
		});
		if (told === 0) throw tampered(`fact ${f.sequence} is about none of the bundle's subjects`);
		this.#city = cityAfter(this.#city, hash);
		this.#writers.add(f.writer);
		this.#last = f;
		this.#facts++;
	}
	get facts() {
		return this.#facts;
	}
	get city() {
		return this.#city;
	}
	get lastBlock() {
		return this.#last?.block ?? 0;
	}
	get writers() {
		return [...this.#writers].sort();
	}
	tells(subject) {
		return this.#slots.has(subject);
	}
	get slots() {
		return this.#slots.entries();
	}
	stateOf(subject) {
		return this.#states.get(subject);
	}
	factsOf(subject) {
		return this.#counts.get(subject) ?? 0;
	}
};

// src/proof/lineage.ts
const VERSION_PUBLISHED = "0x29aaf7e6fed450929707fbab9998c6edc6dca93df578f4183d94190f859ea71c";
const VERSION$1 = "0x04";
var Lineage = class {
	#versions = /* @__PURE__ */ new Map();
	#newest = /* @__PURE__ */ new Map();
	add(f, isDatasets) {
		if (f.kind !== "0x29aaf7e6fed450929707fbab9998c6edc6dca93df578f4183d94190f859ea71c" || !isDatasets) return;
		const [version, dataset, ...rest] = f.subjects;
		if (!version?.startsWith(VERSION$1) || !dataset) throw tampered(`fact ${f.sequence} publishes no version`);
		const parents = rest.filter((subject) => subject.startsWith(VERSION$1));
		const own = this.#of(version);
		[own.parents, own.dataset] = [parents, dataset];
		for (const parent of parents) this.#of(parent).children.push(version);
		this.#newest.set(dataset, version);
	}
	newestOf(dataset) {
		return this.#newest.get(dataset);
	}
	datasetOf(version) {
		return this.#versions.get(version)?.dataset ?? null;
	}
	within({ root, up, down }, isTold) {
		const reached = /* @__PURE__ */ new Set([root]);
		this.#walk(root, up, "parents", reached, isTold);
		this.#walk(root, down, "children", reached, isTold);
		return [...reached].sort();
	}
	#walk(root, depth, way, reached, isTold) {
		const seen = /* @__PURE__ */ new Set([root]);
		let edge = [root];
		for (let i = 0; edge.length > 0 && (depth === null || i <= depth); i++) {
			for (const version of edge) {
				if (!isTold(version)) throw new Flaw("incomplete", `the history of version ${version} is left out`);
				reached.add(version);
			}
			const next = edge.flatMap((version) => this.#versions.get(version)?.[way] ?? []);
			edge = [...new Set(next)].filter((version) => !seen.has(version));
			for (const version of edge) seen.add(version);
		}
	}
	#of(version) {
		const known = this.#versions.get(version);
		if (known) return known;
		const fresh = {
			parents: [],
			children: [],
			dataset: null
		};
		this.#versions.set(version, fresh);
		return fresh;
	}
};

// src/proof/trie.ts
var TrieNodes = class {
	#nodes = /* @__PURE__ */ new Map();
	#walked = /* @__PURE__ */ new Set();
	get size() {
		return this.#nodes.size;
	}
	add(node) {
		const hash = hexOf(keccak(node));
		if (this.#nodes.has(hash)) throw tampered("a trie node is there twice");
		this.#nodes.set(hash, node);
		return hash;
	}
	valueAt(root, key) {
		const path = nibblesOf(keccak(key));
		let node = this.#node(root);
		for (let at = 0;;) {
			const items = listOf(node);
			if (items.length === 17) {
				if (at === path.length) throw tampered("a trie key ends in a branch");
				const next = items[path[at++]];
				if (isEmpty(next)) return null;
				node = this.#follow(next);
				continue;
			}
			const { isLeaf, nibbles } = pathIn(stringOf(listOf(node, 2)[0]));
			if (!(nibbles.every((n, i) => path[at + i] === n) && at + nibbles.length <= path.length)) return null;
			at += nibbles.length;
			if (isLeaf) return at === path.length ? stringOf(items[1]) : null;
			if (nibbles.length === 0) throw tampered("a trie extension is empty");
			node = this.#follow(items[1]);
		}
	}
	requireAllWalked() {
		if (this.#walked.size < this.#nodes.size) throw tampered(`${this.#nodes.size - this.#walked.size} trie nodes belong to no proof`);
	}
	#follow(child) {
		if (!(child instanceof Uint8Array)) {
			if (encodeRlp(child).length >= 32) throw tampered("a long trie node lies in its parent");
			return child;
		}
		if (child.length !== 32) throw tampered("a trie node names a child that is no hash");
		return this.#node(hexOf(child));
	}
	#node(hash) {
		if (hash === EMPTY_ROOT) return EMPTY_NODE;
		const bytes = this.#nodes.get(hash);
		if (!bytes) throw new Flaw("incomplete", `the trie node ${hash} is missing`);
		this.#walked.add(hash);
		return decodeRlp(bytes);
	}
};
const EMPTY_ROOT = hexOf(keccak(Uint8Array.of(128)));
const EMPTY_NODE = Array.from({ length: 17 }, () => /* @__PURE__ */ new Uint8Array());
function isEmpty(item) {
	return item instanceof Uint8Array && item.length === 0;
}
function nibblesOf(bytes) {
	return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}
function pathIn(encoded) {
	const all = nibblesOf(encoded);
	const flag = all[0];
	if (flag === void 0 || flag > 3) throw tampered("a trie path has an unknown flag");
	const isOdd = (flag & 1) === 1;
	if (!isOdd && all[1] !== 0) throw tampered("a trie path is padded with something");
	return {
		isLeaf: flag >= 2,
		nibbles: all.slice(isOdd ? 1 : 2)
	};
}
function accountAt(nodes, stateRoot, address) {
	const value = nodes.valueAt(stateRoot, bytesOf(address));
	if (value === null) return null;
	const [, , storageRoot, codeHash] = listOf(decodeRlp(value), 4).map((item) => stringOf(item));
	return {
		storageRoot: hexOf(storageRoot),
		codeHash: hexOf(codeHash)
	};
}
function storageAt(nodes, storageRoot, slot) {
	const value = nodes.valueAt(storageRoot, bytesOf(slot));
	if (value === null) return hexOf(/* @__PURE__ */ new Uint8Array(32));
	const bytes = stringOf(decodeRlp(value));
	if (bytes.length > 32 || bytes[0] === 0) throw tampered("a storage value is not in its shortest form");
	return hexOf(concatBytes$1(new Uint8Array(32 - bytes.length), bytes));
}
function mappingSlot(key, at) {
	const place = /* @__PURE__ */ new Uint8Array(32);
	place[31] = at;
	return hexOf(keccak(concatBytes$1(bytesOf(key), place)));
}

// src/proof/version.ts
const DOMAIN = "suyuan content commitment 1\0";
function commitmentOf({ sha256, size, salt }) {
	return hexOf(digest(concatBytes$1(utf8(DOMAIN), bytesOf(salt), bytesOf(sha256), numberBytes(size, 8))));
}
function requireVersionId(v) {
	const parts = [
		v.dataset,
		v.content,
		v.run,
		v.parentsHash,
		v.underHash
	].map(bytesOf);
	if (hexOf(concatBytes$1(Uint8Array.of(4), keccak(concatBytes$1(...parts)).subarray(0, 31))) !== v.id) throw tampered(`the version ${v.id} is not made of what the bundle says`);
	if (v.opened && commitmentOf(v.opened) !== v.content) throw tampered(`the opening of version ${v.id} does not fit its commitment`);
}
function fileMatches(v, file) {
	if (v.opened) return v.opened.sha256 === file.sha256 && v.opened.size === file.size;
	return v.content === file.sha256;
}

// src/proof/verify.ts
const SLOT_AT = 0;
const CITY_AT = `0x${"00".repeat(31)}01`;
const DATASETS = "datasets";
const SPINE = "spine";
const VERSION = "0x04";
const bounds = {
	bytes: 4 * 2 ** 30,
	subjects: 2e6,
	nodes: 8e6,
	headers: 1e4
};
const TOLD = 100;
var Verifier = class {
	#trust;
	#bounds;
	#digest = sha256.create();
	#subjects = [];
	#versions = [];
	#nodes = new TrieNodes();
	#headers = [];
	#checkpoints = [];
	#lineage = new Lineage();
	#contracts;
	#opening;
	#history;
	#lines = 0;
	#bytes = 0;
	#place = 0;
	#lastNode = "";
	#ended = false;
	constructor(trust, limits = bounds) {
		this.#trust = trust;
		this.#bounds = limits;
		this.#contracts = new Map(trust.contracts.map((contract) => [contract.address, contract]));
	}
	push(text) {
		this.#lines++;
		try {
			if (this.#ended) throw tampered("something follows the end");
			const line = readLine(text, this.#lines === 1);
			this.#follow(line);
			this.#take(line);
			if (!this.#ended) this.#count(utf8(`${text}\n`));
		} catch (error) {
			if (error instanceof Flaw) error.line = this.#lines;
			throw error;
		}
	}
	#count(bytes) {
		this.#bytes += bytes.length;
		if (this.#bytes > this.#bounds.bytes) throw new Flaw("too-large", "the bundle is too long");
		this.#digest.update(bytes);
	}
	end(files = []) {
		if (!this.#ended) throw new Flaw("incomplete", "the bundle is cut off: it has no last line");
		const opening = this.#opening;
		const restsOnWhat = this.#prove(opening);
		for (const { id } of this.#versions) this.#requireTold(id);
		const matched = this.#requireFiles(files);
		return this.#conclude(opening, restsOnWhat, matched);
	}
	#follow(line) {
		const place = order.indexOf(line.is);
		if (place < this.#place) throw tampered(`a line of kind ${line.is} is out of order`);
		this.#place = place;
	}
	#take(line) {
		switch (line.is) {
			case "bundle": return this.#open(line);
			case "subjects": return this.#takeSubjects(line);
			case "version": return this.#takeVersion(line);
			case "fact": return this.#takeFact(line);
			case "nodes": return this.#takeNodes(line);
			case "header":
				if (this.#headers.length >= this.#bounds.headers) throw new Flaw("too-large", "too many headers");
				this.#headers.push(namedHeader(line.rlp));
				return;
			case "checkpoint":
				if (this.#checkpoints.length >= LIMITS.checkpoints) throw new Flaw("too-large", "too many checkpoints");
				this.#checkpoints.push(line);
				return;
			case "end": {
				const read = {
					lines: this.#lines - 1,
					sha256: hexOf(this.#digest.digest())
				};
				if (line.lines !== read.lines || line.sha256 !== read.sha256) throw tampered("the bundle's last line does not fit what is before it");
				this.#ended = true;
			}
		}
	}
	#open(opening) {
		const { chain, log, spine } = this.#trust;
		if (opening.chain !== chain || opening.log !== log || opening.spine !== spine) throw new Flaw("not-trusted", "the bundle is of another chain or ledger than the trust file's");
		if (opening.asOf > opening.at.block) throw tampered("the answer is as of a later block than it is proved at");
		if (opening.of === "city" && opening.scope) throw tampered("a bundle of everything has no scope");
		this.#opening = opening;
	}
	#takeSubjects({ subjects }) {
		if (this.#opening.of === "city") throw tampered("a bundle of everything names no subjects");
		for (const subject of subjects) {
			const last = this.#subjects.at(-1);
			if (last !== void 0 && subject <= last) throw tampered("the subjects are not in ascending order");
			if (this.#subjects.length >= this.#bounds.subjects) throw new Flaw("too-large", "too many subjects");
			this.#subjects.push(subject);
		}
	}
	#takeVersion(line) {
		const last = this.#versions.at(-1);
		if (last && line.id <= last.id) throw tampered("the versions are not in ascending order");
		if (this.#versions.length >= LIMITS.versions) throw new Flaw("too-large", "too many versions are opened");
		requireVersionId(line);
		this.#versions.push(line);
	}
	#takeFact(line) {
		const { asOf, of, at } = this.#opening;
		this.#history ??= new History(this.#trust.spine, asOf, of === "city" ? null : this.#subjects);
		if (line.block > at.block) throw tampered("a fact is younger than the proved block");
		this.#history.add(line);
		if (line.block <= asOf) this.#lineage.add(line, this.#contracts.get(line.writer)?.role === DATASETS);
	}
	#takeNodes({ nodes }) {
		for (const node of nodes) {
			const hash = this.#nodes.add(bytesOf(node));
			if (hash <= this.#lastNode) throw tampered("the trie nodes are not in the order of their hashes");
			if (this.#nodes.size > this.#bounds.nodes) throw new Flaw("too-large", "too many trie nodes");
			this.#lastNode = hash;
		}
	}
	#prove({ asOf, at, of }) {
		const history = this.#history ??= new History(this.#trust.spine, asOf, of === "city" ? null : this.#subjects);
		if (of === "subjects" && this.#subjects.length === 0) throw tampered("the bundle names no subject");
		const [block] = this.#headers;
		if (!block) throw new Flaw("incomplete", "the bundle has no block header");
		if (block.number !== at.block || hashOfBlock(block) !== at.hash) throw tampered("the header is not that of the block it is proved at");
		requireChained(this.#headers);
		const storage = this.#requireCode(this.#trust.log, block, SPINE);
		for (const writer of history.writers) if (writer !== this.#trust.log) this.#requireCode(writer, block);
		if (of === "city") this.#requireHead("everything", CITY_AT, storage, history.city);
		else for (const [subject, slot] of history.slots) this.#requireHead(subject, mappingSlot(subject, SLOT_AT), storage, slot);
		this.#nodes.requireAllWalked();
		return this.#believe();
	}
	#requireCode(address, block, role) {
		const trusted = this.#contracts.get(address);
		if (!trusted || role !== void 0 && trusted.role !== role) throw new Flaw("not-trusted", `the trust file does not name the contract ${address}${role ? ` as ${role}` : ""}`);
		const account = accountAt(this.#nodes, block.stateRoot, address);
		if (account?.codeHash !== trusted.codeHash) throw new Flaw("not-trusted", `the contract ${address} has other code than the trust file says`);
		return account.storageRoot;
	}
	#requireHead(what, slot, storage, head) {
		if (storageAt(this.#nodes, storage, slot) === head) return;
		throw new Flaw("incomplete", `${head === ZERO32 ? "all facts" : "facts"} about ${what} are left out, or were changed: their head is not on the chain`);
	}
	#believe() {
		const grounds = {
			headers: this.#headers,
			checkpoints: this.#checkpoints
		};
		const said = this.#trust.believe.map((belief) => restsOn(belief, grounds));
		const held = said.filter((s) => typeof s !== "string");
		if (held.length > 0) return held;
		const why = said.length === 0 ? "the trust file believes nobody" : said.join("; ");
		throw new Flaw("not-trusted", why);
	}
	#isTold(subject) {
		return this.#opening.of === "city" || this.#history.tells(subject);
	}
	#requireTold(subject) {
		if (!this.#isTold(subject)) throw new Flaw("incomplete", `the history of ${subject} is left out`);
	}
	#requireFiles(files) {
		return files.flatMap((file) => {
			const matched = this.#versions.filter((v) => fileMatches(v, file));
			if (matched.length > 0) return matched.map(({ id }) => id);
			const why = this.#versions.length === 0 ? "the bundle is about no content" : "its digest is none of the bundle's";
			throw new Flaw("file-differs", `${file.name}: ${why}`);
		});
	}
	#conclude(opening, rests, matched) {
		const history = this.#history;
		const about = this.#aboutWhat(opening);
		const root = about.length === 1 ? about[0] : null;
		const reached = opening.scope && this.#lineage.within(opening.scope, (s) => this.#isTold(s));
		const told = opening.of === "city" ? [] : this.#subjects.slice(0, TOLD);
		const { chain, spine, asOf, at, of } = opening;
		return {
			outcome: worstOf([...about, ...matched].map((subject) => this.#outcomeOf(subject))),
			reason: null,
			line: 0,
			about: {
				chain,
				spine,
				asOf,
				of,
				root,
				at: {
					...at,
					time: this.#headers[0].time
				},
				facts: history.facts,
				versions: reached?.length ?? null,
				subjects: told.map((id) => ({
					id,
					facts: history.factsOf(id),
					state: history.stateOf(id) ?? null
				})),
				restsOn: rests
			}
		};
	}
	#aboutWhat({ scope }) {
		if (scope) return [scope.root];
		if (this.#versions.length > 0) return this.#versions.map(({ id }) => id);
		return this.#subjects.length === 1 ? this.#subjects : [];
	}
	#outcomeOf(root) {
		this.#requireTold(root);
		const state = this.#history.stateOf(root);
		if (state === void 0) return "absent";
		if (!root.startsWith(VERSION)) return "current";
		const outcome = outcomeOf(state);
		if (outcome !== "current") return outcome;
		const dataset = this.#lineage.datasetOf(root);
		const newest = dataset !== null && this.#isTold(dataset) ? this.#lineage.newestOf(dataset) : void 0;
		return newest === void 0 || newest === root ? "current" : "superseded";
	}
};
function namedHeader(rlp) {
	const header = readHeader(rlp);
	hashOfBlock(header);
	return header;
}
function refusal(flaw) {
	return {
		outcome: flaw.outcome,
		reason: flaw.message,
		line: flaw.line,
		about: null
	};
}

// src/proof/stream.ts
const NEWLINE = 10;
async function* linesIn(chunks) {
	const decoder = new TextDecoder("utf-8", {
		fatal: true,
		ignoreBOM: true
	});
	let held = [];
	let length = 0;
	let line = 1;
	for await (const chunk of chunks) {
		let from = 0;
		for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
			held.push(chunk.subarray(from, at));
			requireShort(length + at - from, line);
			yield textOf(held, decoder, line);
			[held, length, from] = [
				[],
				0,
				at + 1
			];
			line++;
		}
		held.push(chunk.slice(from));
		length += chunk.length - from;
		requireShort(length, line);
	}
	if (length > 0) throw inLine(line, new Flaw("incomplete", "the bundle is cut off in the middle of a line"));
}
function requireShort(length, line) {
	if (length > LIMITS.line) throw inLine(line, new Flaw("too-large", "the line is too long"));
}
function inLine(line, flaw) {
	flaw.line = line;
	return flaw;
}
function textOf(parts, decoder, line) {
	try {
		if (parts.length === 1) return decoder.decode(parts[0]);
		const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
		let at = 0;
		for (const part of parts) {
			bytes.set(part, at);
			at += part.length;
		}
		return decoder.decode(bytes);
	} catch {
		throw inLine(line, tampered("the line is not UTF-8"));
	}
}
async function verifyBundle(chunks, trust, files = [], limits = bounds) {
	try {
		const verifier = new Verifier(readTrust(trust), limits);
		for await (const line of linesIn(chunks)) verifier.push(line);
		return verifier.end(files);
	} catch (error) {
		if (error instanceof Flaw) return refusal(error);
		throw error;
	}
}

// src/cli/verifying.ts
const MOST_TRUST_BYTES = 16777216;
var Unreadable = class extends Error {
	path;
	field;
	constructor(field, path, reason) {
		super(`${path}: ${reason}`);
		[this.field, this.path] = [field, path];
	}
};
async function verifyInHand({ bundle, trust, files }) {
	const believed = readTrustFile(trust);
	const digests = [];
	for (const path of files) digests.push(await digestOf(path));
	try {
		return await verifyBundle(createReadStream(bundle), believed, digests);
	} catch (error) {
		throw unreadable("bundle", bundle, error);
	}
}
function readTrustFile(path) {
	let text;
	try {
		if (statSync(path).size > MOST_TRUST_BYTES) throw new Unreadable("trust", path, "is too large");
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw error instanceof Unreadable ? error : unreadable("trust", path, error);
	}
	try {
		return JSON.parse(text);
	} catch {
		throw new Unreadable("trust", path, "is not JSON");
	}
}
async function digestOf(path) {
	const hash = createHash("sha256");
	let size = 0;
	try {
		for await (const chunk of createReadStream(path)) {
			hash.update(chunk);
			size += chunk.length;
		}
	} catch (error) {
		throw unreadable("file", path, error);
	}
	return {
		name: path,
		sha256: `0x${hash.digest("hex")}`,
		size
	};
}
function unreadable(field, path, error) {
	const code = error?.code;
	return typeof code === "string" ? new Unreadable(field, path, `cannot be read (${code})`) : error;
}
function conclusionText({ outcome, reason, line, about }, language) {
	const t = (zh, en) => language === "zh" ? zh : en;
	const lines = [outcomes[outcome][language]];
	if (reason !== null) lines.push(`  ${line === 0 ? "" : t(`第 ${line} 行：`, `line ${line}: `)}${reason}`);
	if (about === null) return lines.join("\n");
	const { at, asOf, facts, versions, root, restsOn } = about;
	const rows = [
		[t("关于", "about"), root ?? t("全市", "everything")],
		[t("截至区块", "as of block"), String(asOf)],
		[t("证明于区块", "proved at block"), `${at.block} ${at.hash}`],
		[t("出块时间", "of the time"), (/* @__PURE__ */ new Date(at.time * 1e3)).toISOString()],
		[t("事实", "facts"), t(`${facts} 条，无遗漏`, `${facts}, none left out`)],
		...versions === null ? [] : [[t("血缘", "lineage"), t(`${versions} 个版本`, `${versions} versions`)]],
		...restsOn.map((r) => [t("依据", "rests on"), r[language]])
	];
	return [...lines, ...rows.map(([name, value]) => `  ${name}  ${value}`)].join("\n");
}

// src/cli/standalone.ts
const USAGE_EXIT = 2;
function usage(language) {
	return [language === "zh" ? "用法：node suyuan-verify.mjs <证据包> --trust <信任文件> [--json] [--lang zh|en] [文件…]" : "Usage: node suyuan-verify.mjs <bundle> --trust <file> [--json] [--lang zh|en] [file…]", ...Object.keys(outcomes).map((o) => `  ${outcomes[o].exit}  ${outcomes[o][language]}`)].join("\n");
}
function languageOf(args) {
	const at = args.indexOf("--lang");
	return (at < 0 ? process.env["LC_ALL"] || process.env["LANG"] || "" : args[at + 1] ?? "").startsWith("zh") ? "zh" : "en";
}
function read(args) {
	let trust;
	const rest = [];
	for (let i = 0; i < args.length; i++) if (args[i] === "--trust") trust = args[++i];
	else if (args[i] === "--lang") i++;
	else if (args[i] !== "--json") rest.push(args[i]);
	return {
		trust,
		rest,
		json: args.includes("--json")
	};
}
const args = process.argv.slice(2);
const language = languageOf(args);
const { trust, rest, json } = read(args);
const [bundle, ...files] = rest;
if (bundle === void 0 || trust === void 0 || rest.some((arg) => arg.startsWith("--"))) {
	process.stderr.write(`${usage(language)}\n`);
	process.exitCode = USAGE_EXIT;
} else try {
	const conclusion = await verifyInHand({
		bundle,
		trust,
		files
	});
	const text = json ? JSON.stringify(conclusion, null, 2) : conclusionText(conclusion, language);
	process.stdout.write(`${text}\n`);
	process.exitCode = outcomes[conclusion.outcome].exit;
} catch (error) {
	if (!(error instanceof Unreadable)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = USAGE_EXIT;
}

export {  };