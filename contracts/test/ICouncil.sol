// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What the tests use of Council and of OpenZeppelin's TimelockController and AccessControl under it.
interface ICouncil {
    error LastMember(address member);
    error MemberNotValid(address member);
    error RoleIndispensable(bytes32 role, address account);
    error DelayTooLong(uint256 delay, uint256 limit);
    error AccessControlUnauthorizedAccount(address account, bytes32 neededRole);
    error TimelockInsufficientDelay(uint256 delay, uint256 minDelay);
    error TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates);
    error TimelockUnauthorizedCaller(address caller);

    function enact(address target, bytes calldata data, bytes32 salt) external;
    function members() external view returns (uint256);
    function LONGEST_DELAY() external view returns (uint256);
    function GRACE() external view returns (uint256);

    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) external;
    function execute(
        address target,
        uint256 value,
        bytes calldata payload,
        bytes32 predecessor,
        bytes32 salt
    ) external payable;
    function scheduleBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) external;
    function executeBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) external payable;
    function cancel(bytes32 id) external;
    function updateDelay(uint256 newDelay) external;
    function getMinDelay() external view returns (uint256);
    /// @dev 0 unset, 1 waiting, 2 ready, 3 done.
    function getOperationState(bytes32 id) external view returns (uint8);
    function hashOperation(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt
    ) external pure returns (bytes32);
    function grantRole(bytes32 role, address account) external;
    function revokeRole(bytes32 role, address account) external;
    function renounceRole(bytes32 role, address account) external;
    function hasRole(bytes32 role, address account) external view returns (bool);
}
