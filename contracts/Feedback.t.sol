// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {
    FeedbackAskedPayload,
    FeedbackReportedPayload,
    IDeliveries,
    Question,
    Report,
    Standing
} from "./interfaces/IDeliveries.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {DeliveryId, GrantId, Handed, OrganisationId, Preimage, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev One delivery, due a day after the start.
abstract contract FeedbackTest is GrantsTest {
    uint48 internal constant DUE = START + 1 days;
    GrantId internal grant;
    Preimage internal version;
    Handed internal handed;
    DeliveryId internal id;
    Report internal r;

    function setUp() public virtual override {
        super.setUp();
        version = published(closed, CLOSED, "rain");
        grant = granted("first");
        id = sharing.delivered("weather", grant, version);
        handed = sharing.handed(grant, version);
        (r.delivery, r.outcome, r.isFinal, r.effect) = (handed, 1, true, "{}");
    }

    function report() internal {
        reportBy("transport");
    }

    function reportBy(string memory code) internal {
        Report[] memory all = new Report[](1);
        all[0] = r;
        signs(officer(code));
        deliveries.report(0, all);
    }

    function reported() internal returns (FeedbackReportedPayload memory p) {
        vm.recordLogs();
        report();
        (Vm.Log memory last, ) = onlyLog();
        assertEq(last.topics[0], IDeliveries.FeedbackReported.selector, "kind");
        (, p) = abi.decode(last.data, (Header, FeedbackReportedPayload));
    }

    function ask() internal {
        askBy("weather");
    }

    function askBy(string memory code) internal {
        Question[] memory all = new Question[](1);
        all[0] = Question(handed, "how much faster?");
        signs(officer(code));
        deliveries.askForMore(0, all);
    }

    function notOverdue(uint48 due) internal {
        refusedWith(abi.encodeWithSelector(IDeliveries.FeedbackNotOverdue.selector, id, due));
        sharing.overdue(handed);
    }
}

contract ReportTest is FeedbackTest {
    function test_aReportSaysWhatCameOfIt() public {
        (r.note, r.effect) = ("salted", '{"effect":"8 %"}');
        FeedbackReportedPayload memory p = reported();
        bytes memory expected = abi.encode(
            FeedbackReportedPayload(id, 1, true, false, 0, "salted", '{"effect":"8 %"}')
        );
        assertEq(abi.encode(p), expected, "payload");
        assertStanding(handed, Standing.Reported, "reported");
    }

    function test_atTheSecondItIsDueAReportIsInTime() public {
        vm.warp(DUE);
        assertTrue(!reported().late, "late");
    }

    function test_oneSecondAfterItIsDueAReportIsLate() public {
        vm.warp(DUE + 1);
        assertTrue(reported().late, "late");
    }

    function test_aReportMayComeBeforeTheReceipt() public {
        report();
        sharing.received("transport", grant, version, "rain");
    }

    function test_afterAFinalReportThereIsNoOther() public {
        report();
        refused(IDeliveries.FeedbackAlreadyFinal.selector, id);
        report();
    }

    function test_afterAFinalReportThereIsNoPartialOneEither() public {
        report();
        r.isFinal = false;
        refused(IDeliveries.FeedbackAlreadyFinal.selector, id);
        report();
    }

    function test_theFirstPartialReportStartsAnotherWindow() public {
        vm.warp(DUE - 10);
        r.isFinal = false;
        FeedbackReportedPayload memory p = reported();
        assertEq(p.due, DUE - 10 + 1 days, "due");
        assertEq(deliveries.delivered(id).due, p.due, "stored");
        assertStanding(handed, Standing.Open, "open");
    }

    function test_laterPartialReportsDoNotMoveTheClock() public {
        r.isFinal = false;
        vm.warp(DUE - 10);
        report();
        vm.warp(DUE + 10);
        assertEq(reported().due, DUE - 10 + 1 days, "due");
        vm.warp(DUE - 10 + 1 days + 1);
        sharing.overdue(handed);
    }

    function test_aPartialReportOfWhatIsOverdueSettlesItAndStartsAnotherWindow() public {
        r.isFinal = false;
        report();
        vm.warp(START + 3 days);
        sharing.overdue(handed);
        FeedbackReportedPayload memory p = reported();
        assertTrue(p.late, "late");
        assertEq(p.due, START + 4 days, "due");
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled");
        assertStanding(handed, Standing.Open, "open again");
    }

    function test_theProviderDoesNotReport() public {
        notYours(id, WEATHER);
        reportBy("weather");
    }

    function test_feedbackOnAnothersDeliveryIsRefused() public {
        notYours(id, HEALTH);
        reportBy("health");
    }

    function test_feedbackOnWhatWasNeverDeliveredIsRefused() public {
        r.delivery.nameHash = keccak256("never");
        refused(IDeliveries.DeliveryUnknown.selector, idOf(r.delivery));
        report();
    }

    function test_everyReportNamesAnOutcome() public {
        r.outcome = 0;
        refused(IDeliveries.OutcomeMissing.selector, id);
        report();
    }

    function test_anEffectThatIsTooLongIsRefused() public {
        r.effect = long(4097);
        tooLong("effect", 4096);
        report();
    }

    function test_aReportIsAcceptedAfterTheGrantEnded() public {
        revoke(grant);
        report();
        assertStanding(handed, Standing.Reported, "reported");
    }

    function test_aDisputeIsReportedLikeAnyOther() public {
        sharing.received("transport", grant, version, "else");
        vm.warp(DUE);
        r.isFinal = false;
        FeedbackReportedPayload memory p = reported();
        assertTrue(!p.late, "in time");
        assertEq(p.due, DUE + 1 days, "due");
        assertStanding(handed, Standing.Disputed, "still disputed");
        vm.warp(DUE + 1 days + 1);
        r.isFinal = true;
        assertTrue(reported().late, "late");
        assertStanding(handed, Standing.Reported, "reported");
    }

    function test_whatWasMadeOfItIsLinked() public {
        VersionId a = given.version("transport", publication(theirs, OPEN, "a"));
        VersionId b = given.version("transport", publication(theirs, OPEN, "b"));
        r.derived = two(a, b);
        vm.recordLogs();
        report();
        (, Header memory h) = onlyLog();
        bytes memory expected = abi.encodePacked(grant, r.derived[0], r.derived[1]);
        assertEq(abi.encodePacked(h.subjects), expected, "subjects");
    }

    function test_aDerivedVersionMustExist() public {
        r.derived = one(idOf(publication(theirs, OPEN, "never"), runOf("transport")));
        refused(IFactLog.SubjectUnknown.selector, r.derived[0]);
        report();
    }

    function test_anOrganisationIsNotADerivedVersion() public {
        r.derived = one(VersionId.wrap(OrganisationId.unwrap(weather)));
        refused(IFactLog.SubjectUnknown.selector, r.derived[0]);
        report();
    }

    function test_anotherGrantIsNotADerivedVersion() public {
        r.derived = one(VersionId.wrap(GrantId.unwrap(granted("second"))));
        refused(IFactLog.SubjectUnknown.selector, r.derived[0]);
        report();
    }

    function test_aDerivedVersionIsNamedOnce() public {
        VersionId a = given.version("transport", publication(theirs, OPEN, "a"));
        r.derived = two(a, a);
        refused(IFactLog.SubjectRepeated.selector, a);
        report();
    }

    function test_moreDerivedVersionsThan64AreRefused() public {
        r.derived = new VersionId[](65);
        refusedWith(abi.encodeWithSelector(IDeliveries.TooManyDerived.selector, id, 65));
        report();
    }

    function testFuzz_aReportIsLateExactlyAfterItsWindow(uint32 delay, uint32 window) public {
        window = uint32(bound(window, 1, 366 days));
        delay = uint32(bound(delay, 0, 2 * uint256(window)));
        handed = sharing.handedUnder("transport", "weather", closed, window, version);
        r.delivery = handed;
        vm.warp(uint256(START) + delay);
        bool late = delay > window;
        if (late) sharing.overdue(handed);
        assertTrue(reported().late == late, "late");
    }
}

contract AskForMoreTest is FeedbackTest {
    function test_aQuestionStartsAnotherWindow() public {
        report();
        vm.warp(START + 5 days);
        vm.recordLogs();
        ask();
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, FeedbackAskedPayload memory p) = abi.decode(last.data, (Header, FeedbackAskedPayload));
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(grant), "subjects");
        bytes memory expected = abi.encode(FeedbackAskedPayload(id, START + 6 days, "how much faster?"));
        assertEq(abi.encode(p), expected, "payload");
        assertStanding(handed, Standing.Open, "open again");
    }

    function test_theAnswerToAQuestionMayBeOverdue() public {
        report();
        ask();
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        report();
        assertStanding(handed, Standing.Reported, "reported");
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled");
    }

    function test_aProviderAsksOnce() public {
        report();
        ask();
        report();
        refused(IDeliveries.CannotAskForMore.selector, id);
        ask();
    }

    function test_beforeAFinalReportThereIsNothingToAsk() public {
        r.isFinal = false;
        report();
        refused(IDeliveries.CannotAskForMore.selector, id);
        ask();
    }

    function test_whatIsOverdueIsNotAskedAbout() public {
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        refused(IDeliveries.CannotAskForMore.selector, id);
        ask();
    }

    function test_onlyTheProviderAsks() public {
        report();
        notYours(id, TRANSPORT);
        askBy("transport");
    }

    function test_anotherDepartmentDoesNotAsk() public {
        report();
        notYours(id, HEALTH);
        askBy("health");
    }

    function test_askingNeedsThePermissionToShare() public {
        report();
        given.key("weather", address(0x1e1), ALL & ~Permissions.SHARE, START, type(uint48).max);
        Question[] memory all = new Question[](1);
        all[0] = Question(handed, "");
        bytes4 missing = IAgents.PermissionMissing.selector;
        refusedWith(abi.encodeWithSelector(missing, address(0x1e1), Permissions.SHARE));
        signs(address(0x1e1));
        deliveries.askForMore(0, all);
    }
}
