// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Bounds on text that rides in payloads. Bytes, not characters.
library Text {
    uint256 internal constant MAX_CODE = 64;
    uint256 internal constant MAX_NAME = 128;
    uint256 internal constant MAX_NOTE = 1024;
    uint256 internal constant MAX_METADATA = 4096;

    error CodeNotValid(string code);
    error TextTooLong(string field, uint256 length, uint256 limit);

    /// @dev Lower-case ASCII letters, digits and inner hyphens, so that no two codes look alike.
    function requireCode(string calldata code) internal pure {
        bytes calldata b = bytes(code);
        if (b.length == 0 || b.length > MAX_CODE) revert CodeNotValid(code);
        for (uint256 i = 0; i < b.length; ++i) {
            bytes1 c = b[i];
            bool inner = i > 0 && i + 1 < b.length;
            if ((c >= "a" && c <= "z") || (c >= "0" && c <= "9") || (c == "-" && inner)) continue;
            revert CodeNotValid(code);
        }
    }

    /// @dev The common case apart: a field's name in memory costs more than the check.
    function requireMetadata(string calldata text) internal pure {
        uint256 length = bytes(text).length;
        if (length > MAX_METADATA) revert TextTooLong("metadata", length, MAX_METADATA);
    }

    function requireShort(string calldata text, string memory field, uint256 limit) internal pure {
        if (bytes(text).length > limit) revert TextTooLong(field, bytes(text).length, limit);
    }
}
