// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What every contract refuses that officers call.
interface IWriter {
    error CallerNotSigner(address caller, address signer);
    error NotTheBureau(uint32 organisation);
}
