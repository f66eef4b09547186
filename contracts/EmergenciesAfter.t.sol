// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Emergency, Found, IEmergencies, Invocation, Told} from "./interfaces/IEmergencies.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {Issue} from "./interfaces/IGrants.sol";
import {Filing} from "./interfaces/IRequests.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {GrantId, Ids, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {EmergenciesTest} from "./test/EmergenciesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev What an emergency owes: one report.
contract EmergencyReportsTest is EmergenciesTest {
    function toldOf(GrantId grant) private view returns (Told) {
        return emergencies.emergency(grant).told;
    }

    function test_inTheLastSecondItIsInTime() public {
        GrantId grant = invoked("flood");
        vm.warp(START + 24 hours);
        vm.recordLogs();
        report("transport", grant, 1);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IEmergencies.EmergencyReported.selector, "event");
        assertEq(header.subjects.length, 1, "subjects");
        assertEq(header.subjects[0], GrantId.unwrap(grant), "grant");
        assertEq(payload(last, 1), 0, "not late");
        assertTrue(toldOf(grant) == Told.Reported, "reported");
    }

    function test_aSecondLaterItIsLateAndWelcome() public {
        GrantId grant = invoked("flood");
        vm.warp(START + 24 hours + 1);
        vm.recordLogs();
        report("transport", grant, 1);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payload(last, 1), 1, "late");
        assertTrue(toldOf(grant) == Told.Reported, "reported");
    }

    function test_anyOfficerOfTheConsumerReports() public {
        GrantId grant = invoked("flood");
        given.key("transport", address(0xbeef), Permissions.USE, START, START + 1 days);
        vm.recordLogs();
        signs(address(0xbeef));
        emergencies.report(0, reportOf(grant, 1, "{}"));
        assertTrue(toldOf(grant) == Told.Reported, "reported");
    }

    function test_anOutcomeIsNamed() public {
        GrantId grant = invoked("flood");
        refused(IEmergencies.EmergencyOutcomeMissing.selector, grant);
        report("transport", grant, 0);
    }

    function test_nobodyElseReports() public {
        GrantId grant = invoked("flood");
        refusedWith(abi.encodeWithSelector(IEmergencies.EmergencyNotYours.selector, grant, HEALTH));
        report("health", grant, 1);
    }

    function test_itIsReportedOnce() public {
        GrantId grant = invoked("flood");
        report("transport", grant, 1);
        refused(IEmergencies.EmergencyAlreadyReported.selector, grant);
        report("transport", grant, 1);
    }

    function test_anOrdinaryGrantIsNoEmergency() public {
        GrantId grant = granted("first");
        refused(IEmergencies.EmergencyUnknown.selector, grant);
        report("transport", grant, 1);
        refused(IEmergencies.EmergencyUnknown.selector, grant);
        review(grant, true, 0);
        refused(IEmergencies.EmergencyUnknown.selector, grant);
        recordOverdue(grant);
        refused(IEmergencies.EmergencyUnknown.selector, grant);
        recordLateReview(grant);
    }

    function test_anEffectHasAtMost4096Bytes() public {
        GrantId grant = invoked("flood");
        tooLong("effect", 4096);
        signs(transport);
        emergencies.report(0, reportOf(grant, 1, long(4097)));
        signs(transport);
        emergencies.report(0, reportOf(grant, 1, long(4096)));
    }

    function test_overdueIsNeverRecordedEarly() public {
        GrantId grant = invoked("flood");
        vm.warp(START + 24 hours);
        notDue(IEmergencies.EmergencyNotOverdue.selector, grant, START + 24 hours);
        recordOverdue(grant);
        vm.warp(START + 24 hours + 1);
        recordOverdue(grant);
        assertTrue(toldOf(grant) == Told.Overdue, "overdue");
        assertEq(emergencies.overdueOf(TRANSPORT), 1, "counted");
    }

    function test_overdueTouchesTheGrantAndWhoeverOwesAndNamesNobody() public {
        GrantId grant = invoked("flood");
        vm.warp(START + 2 days);
        vm.recordLogs();
        recordOverdue(grant);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IEmergencies.EmergencyOverdue.selector, "event");
        bytes32 consumer = OrganisationId.unwrap(Ids.organisation("transport"));
        assertSubjects(header, GrantId.unwrap(grant), consumer);
        assertEq(uint256(header.by) >> 224, 0, "nobody's act");
        assertEq(payload(last, 0), START + 24 hours, "due");
    }

    function test_whatIsOnRecordIsSkippedSoThatKeepersDoNotRefuseEachOther() public {
        GrantId[] memory both = new GrantId[](2);
        (both[0], both[1]) = (invoked("flood"), invoked("fire"));
        vm.warp(START + 2 days);
        recordOverdue(both[0]);
        emergencies.recordOverdue(both);
        emergencies.recordOverdue(both);
        assertEq(emergencies.overdueOf(TRANSPORT), 2, "each once");
    }

    function test_whatWasReportedIsNotOverdue() public {
        GrantId grant = invoked("flood");
        report("transport", grant, 1);
        vm.warp(START + 2 days);
        notDue(IEmergencies.EmergencyNotOverdue.selector, grant, START + 24 hours);
        recordOverdue(grant);
    }

    function test_anOverdueReportBlocksOrdinaryGrantsUntilItComes() public {
        GrantId grant = invoked("flood");
        Issue memory g = sharing.terms(asked("second"));
        vm.warp(START + 2 days);
        recordOverdue(grant);
        overdueRefused(TRANSPORT, 1);
        sharing.issued("weather", g);
        Filing memory f = sharing.filing(open, "at-once");
        Filing[] memory all = new Filing[](1);
        all[0] = f;
        overdueRefused(TRANSPORT, 1);
        signs(transport);
        requests.file(0, all);
        report("transport", grant, 1);
        assertEq(emergencies.overdueOf(TRANSPORT), 0, "settled");
        sharing.issued("weather", g);
    }

    function test_overdueFeedbackAndOverdueEmergenciesAreCountedTogether() public {
        GrantId grant = invoked("flood");
        madeOverdue("first");
        recordOverdue(grant);
        Issue memory g = sharing.terms(asked("second"));
        overdueRefused(TRANSPORT, 2);
        sharing.issued("weather", g);
    }

    function test_theReportIsOwedWhateverBecameOfTheGrant() public {
        GrantId first = invoked("flood");
        GrantId second = invoked("fire");
        terminate(first);
        revoke(second);
        vm.warp(START + 4 days);
        recordOverdue(first);
        recordOverdue(second);
        report("transport", first, 1);
        assertEq(emergencies.overdueOf(TRANSPORT), 1, "one is left");
    }

    /// @dev A second decides, whoever acts first.
    function testFuzz_aReportIsLateExactlyWhenItMayBeRecordedAsOverdue(uint256 after_) public {
        GrantId grant = invoked("flood");
        vm.warp(START + bound(after_, 0, 3 days));
        bool past = vm.getBlockTimestamp() > dueOf(grant);
        uint256 snapshot = vm.snapshotState();
        (bool recorded, ) = address(emergencies).call(
            abi.encodeCall(emergencies.recordOverdue, (only(grant)))
        );
        assertTrue(recorded == past, "recorded");
        vm.revertToState(snapshot);
        vm.recordLogs();
        report("transport", grant, 1);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payload(last, 1), past ? 1 : 0, "late");
    }
}

/// @dev The bureau's judgement, and the lane that it closes.
contract EmergencyReviewsTest is EmergenciesTest {
    function test_aJustifiedUseClosesNothing() public {
        GrantId grant = invoked("flood");
        review(grant, true, 0);
        assertTrue(emergencies.emergency(grant).found == Found.Justified, "found");
        assertTrue(!emergencies.isClosed(transport), "open");
        invoked("fire");
    }

    function test_anUnjustifiedUseClosesTheOfficersLaneUntilItIsLifted() public {
        GrantId grant = invoked("flood");
        review(grant, false, 2);
        assertTrue(emergencies.emergency(grant).found == Found.Unjustified, "found");
        assertTrue(emergencies.isClosed(transport), "closed");
        Invocation memory v = invocation("fire");
        laneClosed(transport);
        invoke(transport, v);
        lift(transport);
        assertTrue(!emergencies.isClosed(transport), "lifted");
        invoke(transport, v);
    }

    function test_itSaysWhatItFoundAndWhoseLaneIsClosed() public {
        GrantId grant = invoked("flood");
        vm.recordLogs();
        review(grant, false, 2);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IEmergencies.EmergencyReviewed.selector, "event");
        bytes32 consumer = OrganisationId.unwrap(Ids.organisation("transport"));
        assertSubjects(header, GrantId.unwrap(grant), consumer);
        assertEq(payload(last, 0), 0, "not justified");
        assertEq(payload(last, 1), 0, "in time");
        assertEq(payload(last, 2), 2, "reason");
        assertEq(payload(last, 3), uint160(transport), "closed");
    }

    function test_theLaneOfAColleagueStaysOpen() public {
        address colleague = address(0xbeef);
        given.key("transport", colleague, Permissions.USE, START, START + 30 days);
        review(invoked("flood"), false, 2);
        invoke(colleague, invocation("fire"));
        assertEq(emergencies.emergency(grantOf("fire")).officer, colleague, "officer");
    }

    function test_theLaneThatIsClosedIsTheInvokingOfficersAndNotTheReporters() public {
        address colleague = address(0xbeef);
        given.key("transport", colleague, Permissions.USE, START, START + 30 days);
        GrantId grant = invoke(colleague, invocation("flood"));
        report("transport", grant, 1);
        review(grant, false, 2);
        assertTrue(emergencies.isClosed(colleague), "closed");
        assertTrue(!emergencies.isClosed(transport), "open");
    }

    function test_aClosedLaneReportsAllTheSame() public {
        GrantId grant = invoked("flood");
        review(grant, false, 2);
        report("transport", grant, 1);
        assertTrue(emergencies.emergency(grant).told == Told.Reported, "reported");
    }

    function test_twoUnjustifiedUsesAreLiftedAtOnceAndAnotherClosesAgain() public {
        GrantId first = invoked("flood");
        GrantId second = invoked("fire");
        GrantId third = invoked("storm");
        review(first, false, 2);
        review(second, false, 2);
        lift(transport);
        assertTrue(!emergencies.isClosed(transport), "lifted");
        review(third, false, 2);
        assertTrue(emergencies.isClosed(transport), "closed again");
    }

    function test_nothingElseOpensALane() public {
        GrantId second = invoked("fire");
        review(invoked("flood"), false, 2);
        review(second, true, 0);
        name("transport", false);
        name("transport", true);
        Invocation memory v = invocation("storm");
        laneClosed(transport);
        invoke(transport, v);
    }

    function test_onlyTheBureauReviewsAndLifts() public {
        GrantId grant = invoked("flood");
        bytes memory mine = abi.encodeWithSelector(IWriter.NotTheBureau.selector, TRANSPORT);
        refusedWith(mine);
        signs(transport);
        emergencies.review(0, reviewOf(grant, true, 0));
        review(grant, false, 2);
        refusedWith(mine);
        signs(transport);
        emergencies.liftLanes(0, liftOf(transport));
    }

    function test_itIsReviewedOnce() public {
        GrantId grant = invoked("flood");
        review(grant, true, 0);
        refused(IEmergencies.EmergencyAlreadyReviewed.selector, grant);
        review(grant, false, 2);
    }

    function test_aReasonIsDueWhenItWasNotJustified() public {
        GrantId grant = invoked("flood");
        refused(IEmergencies.ReviewReasonMissing.selector, grant);
        review(grant, false, 0);
        review(grant, true, 3);
    }

    function test_aLaneThatIsNotClosedIsNotLifted() public {
        refusedWith(abi.encodeWithSelector(IEmergencies.LaneNotClosed.selector, transport));
        lift(transport);
        review(invoked("flood"), false, 2);
        lift(transport);
        refusedWith(abi.encodeWithSelector(IEmergencies.LaneNotClosed.selector, transport));
        lift(transport);
    }

    function test_aLiftTouchesTheOfficersDepartment() public {
        review(invoked("flood"), false, 2);
        vm.recordLogs();
        lift(transport);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IEmergencies.LaneLifted.selector, "event");
        assertEq(header.subjects.length, 1, "subjects");
        bytes32 department = OrganisationId.unwrap(Ids.organisation("transport"));
        assertEq(header.subjects[0], department, "department");
        assertEq(payload(last, 0), uint160(transport), "officer");
    }

    function test_inTheLastSecondAReviewIsInTimeAndASecondLaterItIsLate() public {
        GrantId first = invoked("flood");
        GrantId second = invoked("fire");
        uint48 due = reviewDueOf(first);
        vm.warp(due);
        assertEq(lateOf(first), 0, "in time");
        vm.warp(due + 1);
        assertEq(lateOf(second), 1, "late");
    }

    function test_aLateReviewIsNeverRecordedEarly() public {
        GrantId grant = invoked("flood");
        uint48 due = reviewDueOf(grant);
        vm.warp(due);
        notDue(IEmergencies.EmergencyReviewNotLate.selector, grant, due);
        recordLateReview(grant);
        vm.warp(due + 1);
        vm.recordLogs();
        recordLateReview(grant);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IEmergencies.EmergencyReviewLate.selector, "event");
        assertSubjects(header, GrantId.unwrap(grant), OrganisationId.unwrap(Ids.organisation("bureau")));
        assertTrue(emergencies.emergency(grant).reviewLate, "on record");
    }

    function test_aLateReviewOnRecordIsSkippedAndStillReviewed() public {
        GrantId grant = invoked("flood");
        vm.warp(reviewDueOf(grant) + 1);
        recordLateReview(grant);
        vm.recordLogs();
        recordLateReview(grant);
        assertEq(vm.getRecordedLogs().length, 0, "nothing more");
        assertEq(lateOf(grant), 1, "late");
        assertTrue(emergencies.emergency(grant).reviewLate, "still on record");
    }

    function test_whatWasReviewedIsNotLate() public {
        GrantId grant = invoked("flood");
        review(grant, true, 0);
        uint48 due = reviewDueOf(grant);
        vm.warp(due + 1);
        notDue(IEmergencies.EmergencyReviewNotLate.selector, grant, due);
        recordLateReview(grant);
    }

    function lateOf(GrantId grant) private returns (uint256) {
        vm.recordLogs();
        review(grant, true, 0);
        (Vm.Log memory last, ) = onlyLog();
        return payload(last, 1);
    }
}

/// @dev The contracts are succeeded in the middle of emergencies.
contract EmergenciesSuccessionTest is EmergenciesTest {
    function succeed() private {
        sharing.succeeded();
        look();
    }

    function test_anEmergencyStandsAsItStoodAndGoesOn() public {
        GrantId grant = invoked("flood");
        Emergency memory before = emergencies.emergency(grant);
        succeed();
        assertEq(abi.encode(emergencies.emergency(grant)), abi.encode(before), "as it stood");
        report("transport", grant, 1);
        succeed();
        assertTrue(emergencies.emergency(grant).told == Told.Reported, "reported");
        review(grant, false, 2);
        assertTrue(emergencies.isClosed(transport), "closed");
    }

    function test_countersDoNotDrift() public {
        GrantId first = invoked("flood");
        GrantId second = invoked("fire");
        vm.warp(START + 2 days);
        recordOverdue(first);
        succeed();
        assertEq(emergencies.overdueOf(TRANSPORT), 1, "carried over");
        recordOverdue(first);
        recordOverdue(second);
        assertEq(emergencies.overdueOf(TRANSPORT), 2, "one more");
        succeed();
        report("transport", first, 1);
        report("transport", second, 1);
        assertEq(emergencies.overdueOf(TRANSPORT), 0, "settled");
        succeed();
        assertEq(emergencies.overdueOf(TRANSPORT), 0, "still settled");
    }

    function test_namesAndLanesAreCarriedOverAndTakenBack() public {
        GrantId grant = invoked("flood");
        review(grant, false, 2);
        succeed();
        assertTrue(emergencies.isResponder(TRANSPORT) && emergencies.isClosed(transport), "carried over");
        lift(transport);
        name("transport", false);
        succeed();
        assertTrue(!emergencies.isResponder(TRANSPORT) && !emergencies.isClosed(transport), "taken back");
    }

    function test_theGenerationBeforeIsSealed() public {
        GrantId grant = invoked("flood");
        IEmergencies old = emergencies;
        vm.warp(START + 2 days);
        succeed();
        Invocation[] memory all = new Invocation[](1);
        all[0] = invocation("fire");
        sealedFor("emergencies", address(emergencies));
        signs(transport);
        old.invoke(0, all);
        sealedFor("emergencies", address(emergencies));
        old.recordOverdue(only(grant));
        sealedFor("emergencies", address(emergencies));
        old.recordOverdue(new GrantId[](0));
        sealedFor("emergencies", address(emergencies));
        old.recordLateReviews(new GrantId[](0));
    }
}
