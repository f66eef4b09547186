// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "./Vm.sol";

/// @dev Assertions, and the pieces every test leans on.
abstract contract Test {
    error NotEqual(string what, bytes32 actual, bytes32 expected);
    error NotTrue(string what);

    function assertEq(bytes32 actual, bytes32 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqual(what, actual, expected);
    }

    function assertEq(uint256 actual, uint256 expected, string memory what) internal pure {
        if (actual != expected) revert NotEqual(what, bytes32(actual), bytes32(expected));
    }

    function assertEq(address actual, address expected, string memory what) internal pure {
        assertEq(uint160(actual), uint160(expected), what);
    }

    function assertEq(bytes memory actual, bytes memory expected, string memory what) internal pure {
        assertEq(keccak256(actual), keccak256(expected), what);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    /// @dev Spreads a fuzzed number over [low, high].
    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + (x % (high - low + 1));
    }

    /// @dev A header's first word.
    function by(
        uint32 organisation,
        bool drill,
        uint56 number,
        address signer
    ) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(organisation, drill, number, signer));
    }

    function numberOf(bytes32 headerBy) internal pure returns (uint56) {
        return uint56(uint256(headerBy) >> 160);
    }

    /// @dev The next call is signed and sent by this key.
    function signs(address key) internal {
        vm.prank(key, key);
    }

    /// @dev The next call must be refused with exactly this error.
    function refusedWith(bytes memory data) internal {
        vm.expectRevert(data);
    }
}
