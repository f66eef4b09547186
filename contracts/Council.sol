// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title The leading group's council: OpenZeppelin's timelock, with two house rules.
/// @notice Members propose and cancel, anyone executes once the delay has passed. The last member cannot
/// leave, so the system is never without an administrator.
contract Council is TimelockController {
    uint256 public members;

    error LastMember(address member);

    constructor(
        uint256 minDelay,
        address[] memory proposers
    ) TimelockController(minDelay, proposers, _anyone(), address(0)) {
        if (members == 0) revert LastMember(address(0));
    }

    /// @notice Proposes a call and, when there is no delay, makes it at once. Only members.
    /// @dev Warning: with a delay this leaves the call scheduled; `execute` it with the same arguments later.
    function enact(address target, bytes calldata data, bytes32 salt) external {
        bytes32 predecessor = bytes32(0);
        uint256 delay = getMinDelay();
        schedule(target, 0, data, predecessor, salt, delay);
        if (delay == 0) execute(target, 0, data, predecessor, salt);
    }

    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        granted = super._grantRole(role, account);
        if (granted && role == PROPOSER_ROLE) ++members;
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        revoked = super._revokeRole(role, account);
        if (!revoked || role != PROPOSER_ROLE) return revoked;
        if (members == 1) revert LastMember(account);
        --members;
    }

    function _anyone() private pure returns (address[] memory executors) {
        executors = new address[](1);
    }
}
