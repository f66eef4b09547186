// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Delivered, Standing} from "../interfaces/IDeliveries.sol";

/// @dev A delivery in one word, so that a verb reads its slot once and writes it once. Zero is no delivery.
///   bits 0–31 consumer, 32–63 provider, 64–111 due, 112–143 window, 144–151 standing, 152–154 flags
library DeliveredWord {
    uint256 private constant RECEIVED = 1 << 152;
    uint256 private constant MOVED = 1 << 153;
    uint256 private constant ASKED = 1 << 154;

    /// @dev Of a new delivery.
    function open(
        uint32 consumer,
        uint32 provider,
        uint48 due,
        uint32 window
    ) internal pure returns (uint256) {
        return _pack(consumer, provider, due, window, Standing.Open);
    }

    function pack(Delivered memory d) internal pure returns (uint256 word) {
        word = _pack(d.consumer, d.provider, d.due, d.window, d.standing);
        if (d.received) word |= RECEIVED;
        if (d.moved) word |= MOVED;
        if (d.asked) word |= ASKED;
    }

    function unpack(uint256 word) internal pure returns (Delivered memory d) {
        (d.consumer, d.provider, d.due) = (uint32(word), uint32(word >> 32), uint48(word >> 64));
        (d.window, d.standing) = (uint32(word >> 112), Standing(uint8(word >> 144)));
        d.received = word & RECEIVED != 0;
        d.moved = word & MOVED != 0;
        d.asked = word & ASKED != 0;
    }

    function _pack(
        uint32 consumer,
        uint32 provider,
        uint48 due,
        uint32 window,
        Standing standing
    ) private pure returns (uint256 word) {
        word = consumer | (uint256(provider) << 32) | (uint256(due) << 64);
        word |= (uint256(window) << 112) | (uint256(standing) << 144);
    }
}
