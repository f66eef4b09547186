// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Memory costs grow with the square of what is in use; in a batch each element gives back what it took.
library Memory {
    /// @dev Where the free memory begins.
    function mark() internal pure returns (uint256 free) {
        assembly ("memory-safe") {
            free := mload(0x40)
        }
    }

    /// @dev Warning: nothing that was allocated since the mark may be used again.
    function release(uint256 free) internal pure {
        assembly ("memory-safe") {
            mstore(0x40, free)
        }
    }
}
