// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Ids, OrganisationId} from "./lib/Ids.sol";
import {CouncilTest} from "./test/CouncilTest.sol";
import {ICouncil} from "./test/ICouncil.sol";
import {vm} from "./test/Vm.sol";

contract ProposalsTest is CouncilTest {
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
        bytes32 id = proposed(slow);
        assertTrue(!isSuspended(), "not yet");
        notReady(id);
        vm.warp(START + 1 days - 1);
        execute(slow);
        vm.warp(START + 1 days);
        execute(slow);
        assertTrue(isSuspended(), "then by anyone");
    }

    function test_aMemberMayCancelWhatWaits() public {
        ICouncil slow = delayed();
        bytes32 id = proposed(slow);
        signs(MEMBER);
        slow.cancel(id);
        vm.warp(START + 2 days);
        notReady(id);
        execute(slow);
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
}

contract MembersTest is CouncilTest {
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

/// @dev A proposal that nobody executed within thirty days of being ready.
contract LapseTest is CouncilTest {
    ICouncil private slow;
    bytes32 private id;
    uint256 private constant LAST = START + 1 days + 30 days;

    function setUp() public override {
        super.setUp();
        slow = delayed();
        id = proposed(slow);
    }

    function test_aProposalIsExecutedUntilTheLastSecond() public {
        vm.warp(LAST);
        assertEq(slow.getOperationState(id), 2, "ready");
        execute(slow);
        assertTrue(isSuspended(), "executed");
    }

    function test_aLapsedProposalIsNotExecuted() public {
        vm.warp(LAST + 1);
        assertEq(slow.getOperationState(id), 0, "as if never proposed");
        notReady(id);
        execute(slow);
    }

    function test_aLapsedProposalIsNotDugOutYearsLater() public {
        vm.warp(START + 3650 days);
        notReady(id);
        execute(slow);
    }

    function test_aLapsedProposalMayBeProposedAgain() public {
        vm.warp(LAST + 1);
        assertEq(proposed(slow), id, "the same proposal");
        assertEq(slow.getOperationState(id), 1, "waiting");
        notReady(id);
        vm.warp(LAST + 1 days);
        execute(slow);
        vm.warp(LAST + 1 + 1 days);
        execute(slow);
        assertTrue(isSuspended(), "executed");
    }

    function test_beforeItLapsesAProposalIsNotProposedAgain() public {
        vm.warp(LAST);
        (address target, bytes memory data) = suspension();
        bytes32 unset = bytes32(uint256(1));
        refusedWith(abi.encodeWithSelector(ICouncil.TimelockUnexpectedOperationState.selector, id, unset));
        signs(MEMBER);
        slow.enact(target, data, 0);
    }

    function test_whatWasExecutedStaysExecuted() public {
        vm.warp(START + 1 days);
        execute(slow);
        vm.warp(START + 3650 days);
        assertEq(slow.getOperationState(id), 3, "done");
        notReady(id);
        execute(slow);
    }

    function test_aMemberDoesNotPutAProposalOffBeyondThirtyDays() public {
        (address target, bytes memory data) = suspension();
        delayTooLong(30 days + 1);
        signs(MEMBER);
        slow.schedule(target, 0, data, 0, "sleeper", 30 days + 1);
        signs(MEMBER);
        slow.schedule(target, 0, data, 0, "in time", 30 days);
    }

    function test_aMemberDoesNotPutABatchOffBeyondThirtyDays() public {
        delayTooLong(3650 days);
        signs(MEMBER);
        slow.scheduleBatch(new address[](0), new uint256[](0), new bytes[](0), 0, "sleeper", 3650 days);
    }
}
