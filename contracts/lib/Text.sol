// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Bounds on text that rides in payloads. Bytes, not characters.
library Text {
    uint256 internal constant MAX_CODE = 64;
    uint256 internal constant MAX_NAME = 128;
    uint256 internal constant MAX_URL = 256;
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

    function requireMetadata(string calldata text) internal pure {
        requireShort(text, "metadata", MAX_METADATA);
    }

    /// @param field Of at most 32 characters. In memory only when it is told, for that costs more than the check.
    function requireShort(string calldata text, bytes32 field, uint256 limit) internal pure {
        uint256 length = bytes(text).length;
        if (length > limit) revert TextTooLong(_string(field), length, limit);
    }

    function _string(bytes32 word) private pure returns (string memory) {
        uint256 length = 0;
        while (length < 32 && word[length] != 0) ++length;
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = word[i];
        return string(text);
    }
}
