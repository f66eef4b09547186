// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FeedbackWaivedPayload, IDeliveries, Standing, Waiver} from "./interfaces/IDeliveries.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {FeedbackTest} from "./Feedback.t.sol";
import {GrantId, Handed, Ids, OrganisationId, Preimage} from "./lib/Ids.sol";
import {Vm, vm} from "./test/Vm.sol";

contract OverdueTest is FeedbackTest {
    function test_anyoneRecordsWhatIsOverdue() public {
        vm.warp(DUE + 1);
        vm.recordLogs();
        signs(address(0xfeed));
        deliveries.recordOverdue(all());
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IDeliveries.FeedbackOverdue.selector, "kind");
        assertSubjects(h, GrantId.unwrap(grant), OrganisationId.unwrap(Ids.organisation("transport")));
        assertEq(uint256(h.by) >> 224, 0, "nobody's act");
        assertStanding(handed, Standing.Overdue, "overdue");
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted");
    }

    function all() private view returns (Handed[] memory list) {
        list = new Handed[](1);
        list[0] = handed;
    }

    function test_inItsLastSecondNothingIsOverdue() public {
        vm.warp(DUE);
        notOverdue(DUE);
    }

    function testFuzz_nothingIsRecordedEarly(uint48 time) public {
        vm.warp(bound(time, START, DUE));
        notOverdue(DUE);
    }

    function test_whatIsOnRecordIsSkipped() public {
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        uint56 before = log.facts();
        sharing.overdue(handed);
        assertEq(log.facts(), before, "no second fact");
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted once");
    }

    function test_namedTwiceInOneBatchItIsCountedOnce() public {
        vm.warp(DUE + 1);
        Handed[] memory list = new Handed[](2);
        (list[0], list[1]) = (handed, handed);
        deliveries.recordOverdue(list);
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted once");
    }

    function test_whatWasReportedIsNotOverdue() public {
        report();
        vm.warp(DUE + 1);
        notOverdue(DUE);
    }

    function test_whatWasWaivedIsNotOverdueAgain() public {
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        sharing.waived(handed);
        notOverdue(DUE);
    }

    function test_anUnknownDeliveryIsNotOverdue() public {
        handed.nameHash = "never";
        refused(IDeliveries.DeliveryUnknown.selector, idOf(handed));
        sharing.overdue(handed);
    }

    function test_aSealedContractSkipsNothingSilently() public {
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        sharing.succeeded();
        address next = address(sharing.deliveries());
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("deliveries"), next));
        deliveries.recordOverdue(all());
    }

    function test_everyOverdueDeliveryCounts() public {
        Preimage memory wind = published(closed, CLOSED, "wind");
        sharing.delivered("weather", grant, wind);
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        sharing.overdue(sharing.handed(grant, wind));
        assertEq(deliveries.overdueOf(TRANSPORT), 2, "two");
        report();
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "one");
        assertEq(deliveries.overdueOf(WEATHER), 0, "not the provider's");
    }

    function test_aLateReportSettlesExactlyOnce() public {
        vm.warp(DUE + 1);
        sharing.overdue(handed);
        report();
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled");
        refused(IDeliveries.FeedbackAlreadyFinal.selector, id);
        report();
        refused(IDeliveries.NothingToWaive.selector, id);
        sharing.waived(handed);
    }
}

contract WaiverTest is FeedbackTest {
    function waive(string memory by, uint8 reason, string memory note) private {
        Waiver[] memory all = new Waiver[](1);
        all[0] = Waiver(handed, reason, 17, 19, note);
        signs(officer(by));
        deliveries.waive(0, all);
    }

    function overdue() private {
        vm.warp(DUE + 1);
        sharing.overdue(handed);
    }

    function test_aWaiverNamesReasonAndGap() public {
        overdue();
        vm.recordLogs();
        waive("bureau", 2, "the chain stood still");
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertSubjects(h, GrantId.unwrap(grant), OrganisationId.unwrap(Ids.organisation("transport")));
        (, FeedbackWaivedPayload memory p) = abi.decode(last.data, (Header, FeedbackWaivedPayload));
        bytes memory expected = abi.encode(FeedbackWaivedPayload(id, 2, 17, 19, "the chain stood still"));
        assertEq(abi.encode(p), expected, "payload");
        assertStanding(handed, Standing.Waived, "waived");
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled");
    }

    function test_onlyTheBureauWaives() public {
        overdue();
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, WEATHER));
        waive("weather", 1, "");
    }

    function test_theConsumerDoesNotWaiveItsOwn() public {
        overdue();
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, TRANSPORT));
        waive("transport", 1, "");
    }

    function test_everyWaiverNamesAReason() public {
        overdue();
        refused(IDeliveries.WaiverReasonMissing.selector, id);
        waive("bureau", 0, "");
    }

    function test_whatIsNotOverdueIsNotWaived() public {
        refused(IDeliveries.NothingToWaive.selector, id);
        waive("bureau", 1, "");
    }

    function test_whatIsLateButNotOnRecordIsNotWaived() public {
        vm.warp(DUE + 1);
        refused(IDeliveries.NothingToWaive.selector, id);
        waive("bureau", 1, "");
    }

    function test_aWaiverCountsOnce() public {
        overdue();
        waive("bureau", 1, "");
        refused(IDeliveries.NothingToWaive.selector, id);
        waive("bureau", 1, "");
    }

    function test_whatWasReportedLateIsNotWaived() public {
        overdue();
        report();
        refused(IDeliveries.NothingToWaive.selector, id);
        waive("bureau", 1, "");
    }

    function test_aWaivedDeliveryMayStillBeReportedAndSettlesNothingMore() public {
        overdue();
        waive("bureau", 1, "");
        r.isFinal = false;
        assertEq(reported().due, 0, "nothing is due");
        assertStanding(handed, Standing.Waived, "still waived");
        r.isFinal = true;
        assertTrue(reported().late, "late");
        assertStanding(handed, Standing.Reported, "reported");
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled once");
    }

    function test_aNoteThatIsTooLongIsRefused() public {
        overdue();
        tooLong("note", 1024);
        waive("bureau", 1, long(1025));
    }
}
