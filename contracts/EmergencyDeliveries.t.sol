// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDatasets, Publication} from "./interfaces/IDatasets.sol";
import {
    DataDeliveredPayload,
    Delivered,
    FeedbackAskedPayload,
    FeedbackReportedPayload,
    IDeliveries,
    Question,
    Standing
} from "./interfaces/IDeliveries.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {DeliveryId, GrantId, Handed, Preimage} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {EmergenciesTest} from "./test/EmergenciesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Under an emergency's grant no delivery has a window of its own, however long nobody reports of it.
contract EmergencyDeliveriesTest is EmergenciesTest {
    GrantId private grant;
    Preimage private version;
    Handed private handed;
    DeliveryId private id;

    function setUp() public override {
        super.setUp();
        grant = invoked("flood");
        version = published(closed, CLOSED, "rain");
        handed = sharing.handed(grant, version);
        id = idOf(handed);
    }

    function standing() private view returns (Delivered memory) {
        return deliveries.delivered(id);
    }

    function neverOverdue(string memory what) private {
        vm.warp(START + 3650 days);
        assertEq(standing().due, 0, what);
        notOverdue();
        sharing.overdue(handed);
        assertEq(deliveries.overdueOf(TRANSPORT), 0, what);
    }

    function notOverdue() private {
        refusedWith(abi.encodeWithSelector(IDeliveries.FeedbackNotOverdue.selector, id, 0));
    }

    function test_aDeliveryIsNeverOverdue() public {
        vm.recordLogs();
        sharing.delivered("weather", grant, version);
        (Vm.Log memory last, ) = onlyLog();
        (, DataDeliveredPayload memory p) = abi.decode(last.data, (Header, DataDeliveredPayload));
        assertEq(p.due, 0, "nothing is due");
        assertTrue(standing().standing == Standing.Open, "open");
        neverOverdue("delivered");
    }

    function test_aReceiptChangesNothingOfThat() public {
        sharing.delivered("weather", grant, version);
        sharing.received("transport", grant, version, "rain");
        neverOverdue("received");
    }

    function test_aReportIsWelcomeAndNeverLate() public {
        sharing.delivered("weather", grant, version);
        vm.warp(START + 3650 days);
        vm.recordLogs();
        sharing.reported("transport", handed, true);
        assertReport(onlyReport());
        assertTrue(standing().standing == Standing.Reported, "reported");
    }

    function test_aPartialReportStartsNoClock() public {
        sharing.delivered("weather", grant, version);
        vm.recordLogs();
        sharing.reported("transport", handed, false);
        assertReport(onlyReport());
        sharing.reported("transport", handed, false);
        neverOverdue("partly reported");
    }

    function test_aQuestionStartsNoClock() public {
        sharing.delivered("weather", grant, version);
        sharing.reported("transport", handed, true);
        Question[] memory all = new Question[](1);
        all[0] = Question(handed, "and the wind?");
        vm.recordLogs();
        signs(boss);
        deliveries.askForMore(0, all);
        (Vm.Log memory last, ) = onlyLog();
        (, FeedbackAskedPayload memory p) = abi.decode(last.data, (Header, FeedbackAskedPayload));
        assertEq(p.due, 0, "nothing is due");
        neverOverdue("asked for more");
    }

    function test_aDisputedOneReportedInPartStartsNoClock() public {
        sharing.delivered("weather", grant, version);
        sharing.received("transport", grant, version, "hail");
        assertTrue(standing().standing == Standing.Disputed, "disputed");
        sharing.reported("transport", handed, false);
        neverOverdue("disputed");
    }

    function test_itIsNeverOverdueInTheNextGenerationEither() public {
        sharing.delivered("weather", grant, version);
        sharing.succeeded();
        look();
        sharing.reported("transport", handed, false);
        neverOverdue("succeeded");
    }

    function test_nothingIsDeliveredAfter72Hours() public {
        vm.warp(START + 72 hours);
        sharing.delivered("weather", grant, version);
        version = published(closed, CLOSED, "hail");
        vm.warp(START + 72 hours + 1);
        refusedWith(abi.encodeWithSelector(IGrants.GrantExpired.selector, grant, START + 72 hours));
        sharing.delivered("weather", grant, version);
    }

    function test_nothingAboveTheDatasetsGradeIsDelivered() public {
        version = published(closed, CLOSED + 1, "radar");
        id = idOf(sharing.handed(grant, version));
        refusedWith(abi.encodeWithSelector(IDeliveries.CeilingExceeded.selector, id, 2, 1));
        sharing.delivered("weather", grant, version);
    }

    function test_whatIsDerivedStaysInTheDepartment() public {
        Publication memory p = publication(theirsClosed, CLOSED | States.CONFINED, "route");
        (p.parents, p.shown) = (one(idOf(version)), one(version));
        p.under = new GrantId[](1);
        p.under[0] = grant;
        publish("transport", one(p));
        p.content = "another";
        p.state = CLOSED;
        mustBeConfined(p);
        publish("transport", one(p));
    }

    function mustBeConfined(Publication memory p) private {
        bytes memory refusal = abi.encodeWithSelector(
            IDatasets.ConfinedDiffers.selector,
            idOf(p, runOf("transport")),
            true
        );
        refusedWith(refusal);
    }

    function onlyReport() private returns (FeedbackReportedPayload memory p) {
        (Vm.Log memory last, ) = onlyLog();
        (, p) = abi.decode(last.data, (Header, FeedbackReportedPayload));
    }

    function assertReport(FeedbackReportedPayload memory p) private pure {
        assertTrue(!p.late, "not late");
        assertEq(p.due, 0, "nothing is due");
    }
}
