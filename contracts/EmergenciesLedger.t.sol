// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEmergencies} from "./interfaces/IEmergencies.sol";
import {GrantId} from "./lib/Ids.sol";
import {EmergencyHandler} from "./test/EmergencyHandler.sol";
import {Test} from "./test/Test.sol";
import {vm} from "./test/Vm.sol";

/// @dev What holds of emergencies after any sequence of acts, two successions included.
contract EmergencyInvariants is Test {
    EmergencyHandler private handler;

    function setUp() public {
        vm.roll(1_000);
        vm.warp(1_750_000_000);
        handler = new EmergencyHandler();
    }

    function targetContracts() public view returns (address[] memory all) {
        all = new address[](1);
        all[0] = address(handler);
    }

    function invariant_headsStatesAndCityFollowFromTheEventsAlone() public view {
        assertEq(handler.replay().difference(), 0, "first subject that differs");
    }

    function invariant_whatTheBooksAllowIsDoneAndNothingElse() public view {
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
    }

    function invariant_oncePastItsDueAndKeptEveryEmergencyIsReportedOrOverdue() public view {
        assertEq(handler.against("left open"), 0, "emergencies left open");
    }

    function invariant_nothingPermissionlessIsRecordedEarly() public view {
        assertEq(handler.against("overdue"), 0, "overdue reports");
        assertEq(handler.against("late"), 0, "late reviews");
    }

    function invariant_aClosedLaneInvokesNothingUntilItIsLifted() public view {
        assertEq(handler.against("closed lane"), 0, "invoked in a closed lane");
        assertEq(handler.strayLanes(), 0, "stray names and lanes");
    }

    function invariant_noOrdinaryGrantToWhoeverOwesAReport() public view {
        assertEq(handler.against("overdue grant"), 0, "grants to an overdue consumer");
    }

    function invariant_noFeedbackIsEverDueUnderAnEmergency() public view {
        assertEq(handler.done("feedback"), 0, "overdue feedback");
    }

    function invariant_theCountersCountWhatStandsOverdue() public view {
        assertEq(handler.miscounted(), 0, "off by");
    }

    function invariant_everythingStandsAsInTheBooks() public view {
        assertEq(GrantId.unwrap(handler.strayEmergency()), 0, "first stray emergency");
    }

    /// @dev The invariants say nothing unless the handler really does and is really refused these things.
    function test_theHandlerDoesAndIsRefusedEverything() public {
        for (uint256 i = 0; i < 120; ++i) {
            act(uint256(keccak256(abi.encode(i))), i);
            if (i % 40 == 39) handler.succeed(0);
        }
        string[10] memory acts = [
            "name",
            "invoke",
            "report",
            "review",
            "lift",
            "overdue",
            "late",
            "grant",
            "deliver",
            "keep"
        ];
        for (uint256 i = 0; i < acts.length; ++i) {
            assertTrue(handler.done(acts[i]) > 1, acts[i]);
            if (i < 9) assertTrue(handler.refused(acts[i]) > 1, acts[i]);
        }
        assertTrue(handler.refused("feedback") > 10, "feedback");
        assertEq(handler.generation(), 3, "generations");
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
        assertEq(handler.miscounted(), 0, "off by");
        assertEq(GrantId.unwrap(handler.strayEmergency()), 0, "first stray emergency");
        assertEq(handler.strayLanes(), 0, "stray names and lanes");
        assertEq(handler.replay().difference(), 0, "first subject that differs");
    }

    /// @dev Each has a list of what was due before any of them acted, and takes it in pieces.
    function testFuzz_keepersWhoRaceLeaveTheSameStateAsOneAlone(uint256 seed) public {
        for (uint256 i = 0; i < 12; ++i) act(uint256(keccak256(abi.encode(seed, i))), i);
        vm.warp(handler.time());
        GrantId[] memory overdue = handler.overdueNow();
        GrantId[] memory late = handler.lateNow();
        IEmergencies emergencies = handler.sharing().emergencies();
        uint256 before = vm.snapshotState();
        emergencies.recordOverdue(overdue);
        emergencies.recordLateReviews(late);
        bytes32 alone = handler.digest();
        assertEq(handler.unsettled(), 0, "left open");
        vm.revertToState(before);
        for (uint256 i = 0; i < 6; ++i) {
            uint256 turn = uint256(keccak256(abi.encode(seed, "turn", i)));
            emergencies.recordOverdue(piece(overdue, turn));
            emergencies.recordLateReviews(piece(late, turn >> 64));
        }
        emergencies.recordLateReviews(late);
        emergencies.recordOverdue(overdue);
        assertEq(handler.digest(), alone, "together as alone");
    }

    function act(uint256 seed, uint256 i) private {
        handler.invoke(seed);
        handler.invoke(seed >> 3);
        handler.deliver(seed >> 1);
        if (i % 2 == 0) handler.report(seed >> 2);
        if (i % 2 == 1) handler.review(seed >> 3);
        handler.recordOverdue(seed >> 4);
        handler.recordLateReview(seed >> 5);
        handler.grant(seed >> 6);
        if (i % 3 == 0) handler.lift(seed >> 7);
        if (i % 4 == 0) handler.name(seed >> 8);
        handler.wait(seed >> 9);
        handler.keep(seed >> 10);
    }

    /// @dev From somewhere, backwards, and some of it twice.
    function piece(GrantId[] memory all, uint256 seed) private pure returns (GrantId[] memory some) {
        if (all.length == 0) return all;
        some = new GrantId[](seed % (all.length + 2));
        for (uint256 i = 0; i < some.length; ++i) {
            some[i] = all[(((seed >> 8) % all.length) + all.length * 2 - i) % all.length];
        }
    }
}
