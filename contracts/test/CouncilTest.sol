// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ids, OrganisationId} from "../lib/Ids.sol";
import {ICouncil} from "./ICouncil.sol";
import {Ledger} from "./Ledger.sol";
import {deploy} from "./Vm.sol";

/// @dev Councils with and without a delay, and what they may propose.
abstract contract CouncilTest is Ledger {
    bytes32 internal constant ADMIN = 0;
    bytes32 internal constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 internal constant CANCELLER = keccak256("CANCELLER_ROLE");
    bytes32 internal constant EXECUTOR = keccak256("EXECUTOR_ROLE");
    address internal constant SECOND = address(0xc1);
    address internal constant ANYONE = address(0xa11);

    function suspension() internal view returns (address target, bytes memory data) {
        OrganisationId[] memory all = new OrganisationId[](1);
        all[0] = Ids.organisation("weather");
        return (address(agents), abi.encodeCall(agents.suspend, (all, "an incident")));
    }

    function isSuspended() internal view returns (bool) {
        return log.stateOf(OrganisationId.unwrap(Ids.organisation("weather"))) != 0;
    }

    function newCouncil(uint256 delay, address[] memory first) internal returns (ICouncil) {
        return ICouncil(deploy("Council.sol:Council", abi.encode(delay, first)));
    }

    function members(address a) internal pure returns (address[] memory all) {
        all = new address[](1);
        all[0] = a;
    }

    /// @dev A council without a delay does this to itself.
    function enact(ICouncil by, bytes memory data) internal {
        signs(MEMBER);
        by.enact(address(by), data, keccak256(data));
    }

    /// @dev A council with a delay of a day, in office.
    function delayed() internal returns (ICouncil slow) {
        slow = newCouncil(0, members(MEMBER));
        given.enact(abi.encodeCall(log.nominateCouncil, (address(slow), "")), address(log));
        signs(MEMBER);
        slow.enact(address(log), abi.encodeCall(log.acceptCouncil, ("")), 0);
        enact(slow, abi.encodeCall(slow.updateDelay, (1 days)));
    }

    /// @dev The suspension of weather, proposed now.
    function proposed(ICouncil by) internal returns (bytes32 id) {
        (address target, bytes memory data) = suspension();
        signs(MEMBER);
        by.enact(target, data, 0);
        return by.hashOperation(target, 0, data, 0, 0);
    }

    function execute(ICouncil by) internal {
        (address target, bytes memory data) = suspension();
        signs(ANYONE);
        by.execute(target, 0, data, 0, 0);
    }

    function notReady(bytes32 id) internal {
        bytes32 ready = bytes32(uint256(1 << 2));
        refusedWith(abi.encodeWithSelector(ICouncil.TimelockUnexpectedOperationState.selector, id, ready));
    }

    function indispensable(bytes32 role, address account) internal {
        refusedWith(abi.encodeWithSelector(ICouncil.RoleIndispensable.selector, role, account));
    }

    function notAMember(address account) internal {
        refusedWith(abi.encodeWithSelector(ICouncil.MemberNotValid.selector, account));
    }

    function delayTooLong(uint256 delay) internal {
        refusedWith(abi.encodeWithSelector(ICouncil.DelayTooLong.selector, delay, 30 days));
    }
}
