// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Ids, OrganisationId} from "./lib/Ids.sol";
import {ICouncil} from "./test/ICouncil.sol";
import {Ledger} from "./test/Ledger.sol";
import {deploy, vm} from "./test/Vm.sol";

contract CouncilTest is Ledger {
    bytes32 private constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 private constant CANCELLER = keccak256("CANCELLER_ROLE");
    address private constant SECOND = address(0xc1);
    address private constant ANYONE = address(0xa11);

    function suspension() private view returns (address target, bytes memory data) {
        OrganisationId[] memory all = new OrganisationId[](1);
        all[0] = Ids.organisation("weather");
        return (address(agents), abi.encodeCall(agents.suspend, (all, "an incident")));
    }

    function newCouncil(uint256 delay, address[] memory first) private returns (ICouncil) {
        return ICouncil(deploy("Council.sol:Council", abi.encode(delay, first)));
    }

    function members(address a) private pure returns (address[] memory all) {
        all = new address[](1);
        all[0] = a;
    }

    function enact(ICouncil by, bytes memory data) private {
        signs(MEMBER);
        by.enact(address(by), data, keccak256(data));
    }

    function isSuspended() private view returns (bool) {
        return log.stateOf(OrganisationId.unwrap(Ids.organisation("weather"))) != 0;
    }

    /// @dev A council with a delay of a day, in office.
    function delayed() private returns (ICouncil slow) {
        slow = newCouncil(1 days, members(MEMBER));
        given.enact(abi.encodeCall(log.changeCouncil, (address(slow), "")), address(log));
    }

    function test_withoutADelayAMembersProposalTakesEffectAtOnce() public {
        (address target, bytes memory data) = suspension();
        signs(MEMBER);
        council.enact(target, data, 0);
        assertTrue(isSuspended(), "suspended");
    }

    function test_whoIsNoMemberCannotPropose() public {
        (address target, bytes memory data) = suspension();
        refusedWith(
            abi.encodeWithSelector(ICouncil.AccessControlUnauthorizedAccount.selector, ANYONE, PROPOSER)
        );
        signs(ANYONE);
        council.enact(target, data, 0);
    }

    function test_theReasonOfARefusalComesThrough() public {
        (address target, bytes memory data) = suspension();
        signs(MEMBER);
        council.enact(target, data, 0);
        OrganisationId id = Ids.organisation("weather");
        refusedWith(abi.encodeWithSelector(IAgents.OrganisationIsSuspended.selector, id));
        signs(MEMBER);
        council.enact(target, data, bytes32("again"));
    }

    function test_withADelayAProposalWaits() public {
        ICouncil slow = delayed();
        (address target, bytes memory data) = suspension();
        signs(MEMBER);
        slow.enact(target, data, 0);
        assertTrue(!isSuspended(), "not yet");

        bytes32 id = slow.hashOperation(target, 0, data, 0, 0);
        bytes32 ready = bytes32(uint256(1 << 2));
        refusedWith(abi.encodeWithSelector(ICouncil.TimelockUnexpectedOperationState.selector, id, ready));
        vm.warp(START + 1 days - 1);
        signs(ANYONE);
        slow.execute(target, 0, data, 0, 0);

        vm.warp(START + 1 days);
        signs(ANYONE);
        slow.execute(target, 0, data, 0, 0);
        assertTrue(isSuspended(), "then by anyone");
    }

    function test_aMemberMayCancelWhatWaits() public {
        ICouncil slow = delayed();
        (address target, bytes memory data) = suspension();
        signs(MEMBER);
        slow.enact(target, data, 0);
        bytes32 id = slow.hashOperation(target, 0, data, 0, 0);
        signs(MEMBER);
        slow.cancel(id);

        vm.warp(START + 2 days);
        bytes32 ready = bytes32(uint256(1 << 2));
        refusedWith(abi.encodeWithSelector(ICouncil.TimelockUnexpectedOperationState.selector, id, ready));
        slow.execute(target, 0, data, 0, 0);
    }

    function test_aMemberCannotShortenTheDelay() public {
        ICouncil slow = delayed();
        (address target, bytes memory data) = suspension();
        refusedWith(abi.encodeWithSelector(ICouncil.TimelockInsufficientDelay.selector, 0, 1 days));
        signs(MEMBER);
        slow.schedule(target, 0, data, 0, 0, 0);
    }

    function test_onlyTheCouncilItselfChangesItsDelay() public {
        refusedWith(abi.encodeWithSelector(ICouncil.TimelockUnauthorizedCaller.selector, MEMBER));
        signs(MEMBER);
        council.updateDelay(1 days);
        enact(council, abi.encodeCall(council.updateDelay, (1 days)));
        assertEq(council.getMinDelay(), 1 days, "delay");
    }

    function test_onlyTheCouncilItselfTakesInMembers() public {
        refusedWith(
            abi.encodeWithSelector(ICouncil.AccessControlUnauthorizedAccount.selector, MEMBER, bytes32(0))
        );
        signs(MEMBER);
        council.grantRole(PROPOSER, SECOND);
    }

    function test_theLastMemberCannotRenounce() public {
        refusedWith(abi.encodeWithSelector(ICouncil.LastMember.selector, MEMBER));
        signs(MEMBER);
        council.renounceRole(PROPOSER, MEMBER);
    }

    function test_theLastMemberCannotBeRevoked() public {
        bytes memory data = abi.encodeCall(council.revokeRole, (PROPOSER, MEMBER));
        refusedWith(abi.encodeWithSelector(ICouncil.LastMember.selector, MEMBER));
        enact(council, data);
    }

    function test_aCouncilHasAMember() public {
        refusedWith(abi.encodeWithSelector(ICouncil.LastMember.selector, address(0)));
        newCouncil(0, new address[](0));
    }

    function test_membersAreCountedOnce() public {
        address[] memory same = new address[](2);
        (same[0], same[1]) = (MEMBER, MEMBER);
        ICouncil twice = newCouncil(0, same);
        assertEq(twice.members(), 1, "named twice");
        enact(twice, abi.encodeCall(twice.grantRole, (PROPOSER, SECOND)));
        assertEq(twice.members(), 2, "taken in");
        enact(twice, abi.encodeCall(twice.grantRole, (CANCELLER, SECOND)));
        assertEq(twice.members(), 2, "a canceller is no member");
    }

    function test_aMemberMayLeaveWhileAnotherStays() public {
        enact(council, abi.encodeCall(council.grantRole, (PROPOSER, SECOND)));
        signs(MEMBER);
        council.renounceRole(PROPOSER, MEMBER);
        assertEq(council.members(), 1, "members");
        assertTrue(!council.hasRole(PROPOSER, MEMBER), "left");
        refusedWith(abi.encodeWithSelector(ICouncil.LastMember.selector, SECOND));
        signs(SECOND);
        council.renounceRole(PROPOSER, SECOND);
    }

    function test_renouncingWhatOneDoesNotHoldChangesNothing() public {
        signs(ANYONE);
        council.renounceRole(PROPOSER, ANYONE);
        assertEq(council.members(), 1, "members");
    }
}
