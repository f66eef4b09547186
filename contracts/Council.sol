// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title The leading group's council: OpenZeppelin's timelock, with house rules.
/// @notice Members propose and cancel, anyone executes once the delay has passed. It cannot disable itself:
/// the last member stays, anyone may always execute, it always administers its own roles, and its delay is
/// bounded. A proposal that nobody executed lapses.
/// @dev Warning: without a delay every member acts alone; with one, a suspension takes that long too.
contract Council is TimelockController {
    uint256 public constant LONGEST_DELAY = 30 days;
    /// How long a proposal may be executed once its delay has passed.
    uint256 public constant GRACE = 30 days;

    uint256 public members;

    error LastMember(address member);
    error MemberNotValid(address member);
    error RoleIndispensable(bytes32 role, address account);
    error DelayTooLong(uint256 delay, uint256 limit);

    constructor(
        uint256 minDelay,
        address[] memory proposers
    ) TimelockController(minDelay, proposers, _anyone(), address(0)) {
        if (members == 0) revert LastMember(address(0));
        _requireShort(minDelay);
    }

    /// @notice Proposes a call and, when there is no delay, makes it at once. Only members.
    /// @dev Warning: with a delay this leaves the call scheduled; `execute` it with the same arguments later.
    function enact(address target, bytes calldata data, bytes32 salt) external {
        bytes32 predecessor = bytes32(0);
        uint256 delay = getMinDelay();
        schedule(target, 0, data, predecessor, salt, delay);
        if (delay == 0) execute(target, 0, data, predecessor, salt);
    }

    /// @dev A proposal lapses, so that one which was overtaken cannot be dug out years later.
    function getOperationState(bytes32 id) public view override returns (OperationState state) {
        state = super.getOperationState(id);
        bool lapsed = state == OperationState.Ready && block.timestamp > getTimestamp(id) + GRACE;
        if (lapsed) return OperationState.Unset;
    }

    /// @inheritdoc TimelockController
    function updateDelay(uint256 newDelay) public override {
        _requireShort(newDelay);
        super.updateDelay(newDelay);
    }

    /// @inheritdoc TimelockController
    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        _requireShort(delay);
        super.schedule(target, value, data, predecessor, salt, delay);
    }

    /// @inheritdoc TimelockController
    function scheduleBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        _requireShort(delay);
        super.scheduleBatch(targets, values, payloads, predecessor, salt, delay);
    }

    /// @dev Whoever may propose may cancel, and whoever no longer may does neither.
    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        granted = super._grantRole(role, account);
        if (!granted || role != PROPOSER_ROLE) return granted;
        if (account == address(0) || account == address(this)) revert MemberNotValid(account);
        ++members;
        super._grantRole(CANCELLER_ROLE, account);
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        bool open = role == EXECUTOR_ROLE && account == address(0);
        bool self = role == DEFAULT_ADMIN_ROLE && account == address(this);
        bool half = role == CANCELLER_ROLE && hasRole(PROPOSER_ROLE, account);
        if (open || self || half) revert RoleIndispensable(role, account);
        revoked = super._revokeRole(role, account);
        if (!revoked || role != PROPOSER_ROLE) return revoked;
        if (members == 1) revert LastMember(account);
        --members;
        super._revokeRole(CANCELLER_ROLE, account);
    }

    /// @dev A proposal's own delay too: else one could wait for years and then be ready.
    function _requireShort(uint256 delay) private pure {
        if (delay > LONGEST_DELAY) revert DelayTooLong(delay, LONGEST_DELAY);
    }

    function _anyone() private pure returns (address[] memory executors) {
        executors = new address[](1);
    }
}
