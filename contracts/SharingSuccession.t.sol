// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Delivered, IDeliveries, Standing} from "./interfaces/IDeliveries.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGrants, Issue} from "./interfaces/IGrants.sol";
import {Stage} from "./interfaces/IRequests.sol";
import {GrantId, Handed, Preimage, RequestId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev All five sharing contracts are succeeded in the middle of the loop.
contract SharingSuccessionTest is GrantsTest {
    function succeed() private {
        sharing.succeeded();
        look();
    }

    function test_aRequestKeepsItsDeadline() public {
        RequestId id = sharing.filed("transport", closed, "first");
        uint48 deadline = requests.asked(id).deadline;
        succeed();
        assertEq(requests.asked(id).deadline, deadline, "deadline");
        sharing.passed(id);
        assertStage(id, Stage.Decision);
        sharing.issued("weather", sharing.terms(id));
        assertStage(id, Stage.Granted);
    }

    function test_aGrantGoesOnCovering() public {
        GrantId grant = granted("first");
        Preimage memory version = published(closed, CLOSED, "rain");
        succeed();
        sharing.delivered("weather", grant, version);
        suspend(grant);
        resume(grant);
        revoke(grant);
        assertEq(stateOf(grant), States.WITHDRAWN, "revoked");
    }

    function test_aGrantIsAmendedInTheNextGeneration() public {
        GrantId first = granted("first");
        succeed();
        Issue memory g = sharing.terms(requestOf("first"));
        g.amends = first;
        GrantId second = sharing.issued("weather", g);
        succeed();
        g.amends = second;
        sharing.issued("weather", g);
        assertEq(stateOf(first), States.WITHDRAWN, "first");
        assertEq(stateOf(second), States.WITHDRAWN, "second");
    }

    function test_aGrantGoesOnLapsing() public {
        GrantId grant = granted("first");
        Preimage memory version = published(closed, CLOSED, "rain");
        uint48 expires = grants.terms(grant).expires;
        succeed();
        vm.warp(expires + 1);
        refusedWith(abi.encodeWithSelector(IGrants.GrantExpired.selector, grant, expires));
        sharing.delivered("weather", grant, version);
    }

    function test_aDeliveryIsReceivedAndReportedInTheNextGeneration() public {
        GrantId grant = granted("first");
        Preimage memory version = published(closed, CLOSED, "rain");
        sharing.delivered("weather", grant, version);
        Handed memory handed = sharing.handed(grant, version);
        Delivered memory before = deliveries.delivered(idOf(handed));
        succeed();
        assertEq(abi.encode(deliveries.delivered(idOf(handed))), abi.encode(before), "as it stood");
        sharing.received("transport", grant, version, "rain");
        succeed();
        assertTrue(deliveries.delivered(idOf(handed)).received, "received");
        sharing.reported("transport", handed, true);
        assertStanding(handed, Standing.Reported, "reported");
    }

    function test_theSameDeliveryIsNotMadeAgainInTheNextGeneration() public {
        GrantId grant = granted("first");
        Preimage memory version = published(closed, CLOSED, "rain");
        sharing.delivered("weather", grant, version);
        succeed();
        refusedWith(
            abi.encodeWithSelector(IDeliveries.DeliveryExists.selector, idOf(sharing.handed(grant, version)))
        );
        sharing.delivered("weather", grant, version);
    }

    function test_whatIsOverdueGoesOnBlockingUntilItIsSettled() public {
        Handed memory handed = madeOverdue("first");
        succeed();
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted");
        RequestId id = asked("second");
        Issue memory g = sharing.terms(id);
        overdueRefused(TRANSPORT, 1);
        sharing.issued("weather", g);
        sharing.reported("transport", handed, true);
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled");
        sharing.issued("weather", g);
    }

    function test_whatWasSettledStaysSettled() public {
        Handed memory first = madeOverdue("first");
        succeed();
        sharing.waived(first);
        succeed();
        assertEq(deliveries.overdueOf(TRANSPORT), 0, "settled");
        madeOverdue("second");
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "another one");
    }

    function test_whatIsDueIsRecordedInTheNextGenerationAndNeverEarly() public {
        GrantId grant = granted("first");
        Preimage memory version = published(closed, CLOSED, "rain");
        sharing.delivered("weather", grant, version);
        Handed memory handed = sharing.handed(grant, version);
        succeed();
        vm.warp(START + 1 days);
        bytes memory early = abi.encodeWithSelector(
            IDeliveries.FeedbackNotOverdue.selector,
            idOf(handed),
            START + 1 days
        );
        refusedWith(early);
        sharing.overdue(handed);
        vm.warp(START + 1 days + 1);
        sharing.overdue(handed);
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted");
    }

    function test_theGenerationBeforeIsSealed() public {
        GrantId grant = granted("first");
        sharing.succeeded();
        address next = address(sharing.grants());
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("grants"), next));
        revoke(grant);
    }
}
