// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The two state bytes of a subject: only what other facts must check. `src/core/states.ts` mirrors it.
library States {
    /// Bits 0–2, an ordered number: general data 1 to 4, important 5, core 6 (GB/T 43697-2024).
    uint16 internal constant GRADE = 0x0007;
    uint16 internal constant LOWEST_GRADE = 1;
    uint16 internal constant IMPORTANT = 5;
    uint16 internal constant CORE = 6;

    uint16 internal constant PERSONAL = 1 << 3;
    /// Of a version: nothing new derives from it. Of a grant: ended before its time.
    uint16 internal constant WITHDRAWN = 1 << 4;
    /// A source of it, at any distance, was recalled; or the consent that it or a source rests on withdrawn.
    uint16 internal constant AFFECTED = 1 << 5;
    /// Of a grant: what is derived under it may be shared onward.
    uint16 internal constant ONWARD = 1 << 6;
    uint16 internal constant DISPUTED = 1 << 7;
    /// Of an organisation or a grant: suspended.
    uint16 internal constant SUSPENDED = 1 << 8;
    /// Shared without conditions: a child in any department needs no grant.
    uint16 internal constant UNCONDITIONAL = 1 << 9;
    /// A later version of the same dataset names this one as what it corrects.
    uint16 internal constant CORRECTED = 1 << 10;
    /// Of a version: it, or a source of it at any distance, was derived under a grant without ONWARD, so
    /// that it stays in its department.
    uint16 internal constant CONFINED = 1 << 11;
    /// Of a dataset or a version: least authorisation. It is shared by named fields with named officers, never
    /// onward. Core data always has it. Of a grant: only the officers it names may use it.
    uint16 internal constant LEAST = 1 << 12;
    /// Of a grant: its provider promised deliveries by a cadence.
    uint16 internal constant PROMISED = 1 << 13;
    /// Of a grant, in the place where a version has CORRECTED: somebody abroad will see the data.
    uint16 internal constant ABROAD = 1 << 10;
    /// Nobody may ever clear it.
    uint16 internal constant RECALLED = 1 << 14;
    /// FactLog's alone.
    uint16 internal constant DRILL = 1 << 15;

    /// @dev The i-th of the states that FactLog returned.
    function pick(bytes memory states, uint256 i) internal pure returns (uint16 state) {
        assert(i < states.length >> 1);
        assembly ("memory-safe") {
            state := shr(240, mload(add(add(states, 0x20), shl(1, i))))
        }
    }

    /// @dev The first two of them, for less than picking each.
    function pair(bytes memory states) internal pure returns (uint16 first, uint16 second) {
        assert(states.length >= 4);
        assembly ("memory-safe") {
            let word := mload(add(states, 0x20))
            first := shr(240, word)
            second := and(shr(224, word), 0xffff)
        }
    }
}
