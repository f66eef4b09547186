// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Publication} from "./interfaces/IDatasets.sol";
import {
    DataDeliveredPayload,
    Delivered,
    DeliveryDisputedPayload,
    DeliveryReceivedPayload,
    Handover,
    IDeliveries,
    Receipt,
    Standing
} from "./interfaces/IDeliveries.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {IGrants, Issue} from "./interfaces/IGrants.sol";
import {DatasetId, DeliveryId, GrantId, Handed, Ids, Preimage, RequestId, VersionId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract DeliverTest is GrantsTest {
    GrantId private grant;
    Preimage private version;
    Handover private h;
    DeliveryId private id;

    function setUp() public override {
        super.setUp();
        version = published(closed, CLOSED, "rain");
        grant = granted("first");
        h = sharing.handover(grant, version);
        id = Ids.delivery(grant, idOf(version), keccak256("first"));
    }

    function of_(Preimage memory v) private returns (DeliveryId) {
        h.version = v;
        return Ids.delivery(h.grant, idOf(v), keccak256("first"));
    }

    function undeliverable(Preimage memory v, uint16 state) private {
        DeliveryId wanted = of_(v);
        bytes4 wrong = IDeliveries.VersionNotDeliverable.selector;
        refusedWith(abi.encodeWithSelector(wrong, wanted, idOf(v), state));
        deliver(h);
    }

    function test_aDeliveryTouchesGrantAndVersion() public {
        vm.recordLogs();
        deliver(h);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IDeliveries.DataDelivered.selector, "kind");
        assertSubjects(header, GrantId.unwrap(grant), VersionId.unwrap(idOf(version)));
        (, DataDeliveredPayload memory p) = abi.decode(last.data, (Header, DataDeliveredPayload));
        bytes memory expected = abi.encode(DataDeliveredPayload(id, START + 1 days, 0, 1, "first", ""));
        assertEq(abi.encode(p), expected, "payload");
    }

    function test_aDeliveryStandsOpenUntilItsWindowEnds() public {
        deliver(h);
        Delivered memory d = deliveries.delivered(id);
        Delivered memory expected = Delivered(
            TRANSPORT,
            WEATHER,
            START + 1 days,
            1 days,
            Standing.Open,
            false,
            false,
            false
        );
        assertEq(abi.encode(d), abi.encode(expected), "delivered");
    }

    function test_theSameVersionIsDeliveredOnceUnderOneName() public {
        deliver(h);
        refused(IDeliveries.DeliveryExists.selector, id);
        deliver(h);
        h.name = "second";
        deliver(h);
    }

    function test_theConsumerDoesNotDeliver() public {
        Handover[] memory all = new Handover[](1);
        all[0] = h;
        refusedWith(abi.encodeWithSelector(IGrants.GrantNotYours.selector, grant, TRANSPORT));
        signs(officer("transport"));
        deliveries.deliver(0, all);
    }

    function test_aThirdDepartmentDoesNotDeliver() public {
        Handover[] memory all = new Handover[](1);
        all[0] = h;
        refusedWith(abi.encodeWithSelector(IGrants.GrantNotYours.selector, grant, HEALTH));
        signs(officer("health"));
        deliveries.deliver(0, all);
    }

    function test_aGrantThatWasNeverIssuedCoversNothing() public {
        h.grant = Ids.grant(requestOf("unknown"), NONE);
        refused(IGrants.GrantUnknown.selector, h.grant);
        deliver(h);
    }

    function test_anotherDatasetsVersionIsNotCovered() public {
        Preimage memory other = published(open, OPEN, "else");
        DeliveryId wanted = of_(other);
        bytes4 wrong = IDeliveries.VersionNotCovered.selector;
        refusedWith(abi.encodeWithSelector(wrong, wanted, idOf(other)));
        deliver(h);
    }

    function test_aVersionThatWasNeverPublishedIsRefused() public {
        Preimage memory nowhere = preimage(publication(closed, CLOSED, "nowhere"), run);
        of_(nowhere);
        refused(IFactLog.SubjectUnknown.selector, idOf(nowhere));
        deliver(h);
    }

    function test_inItsLastSecondAGrantCovers() public {
        vm.warp(grants.terms(grant).expires);
        deliver(h);
    }

    function test_oneSecondLaterItDoesNot() public {
        uint48 expires = grants.terms(grant).expires;
        vm.warp(expires + 1);
        refusedWith(abi.encodeWithSelector(IGrants.GrantExpired.selector, grant, expires));
        deliver(h);
    }

    function test_aSuspendedGrantCoversNothingUntilItIsResumed() public {
        suspend(grant);
        refused(IGrants.GrantSuspendedAlready.selector, grant);
        deliver(h);
        resume(grant);
        deliver(h);
    }

    function test_aRevokedGrantCoversNothing() public {
        revoke(grant);
        refused(IGrants.GrantEnded.selector, grant);
        deliver(h);
    }

    function test_aTerminatedGrantCoversNothing() public {
        terminate(grant);
        refused(IGrants.GrantEnded.selector, grant);
        deliver(h);
    }

    function test_anAmendedGrantCoversNothingAndItsAmendmentDoes() public {
        Issue memory g = sharing.terms(requestOf("first"));
        g.amends = grant;
        h.grant = sharing.issued("weather", g);
        deliver(h);
        h.grant = grant;
        refused(IGrants.GrantEnded.selector, grant);
        deliver(h);
    }

    function test_aVersionAboveTheCeilingIsRefused() public {
        Preimage memory high = published(closed, CLOSED + 4, "secret");
        DeliveryId wanted = of_(high);
        refusedWith(abi.encodeWithSelector(IDeliveries.CeilingExceeded.selector, wanted, 5, 4));
        deliver(h);
    }

    function test_aVersionAtTheCeilingIsDelivered() public {
        of_(published(closed, CLOSED + 3, "high"));
        deliver(h);
    }

    function test_aWithdrawnVersionIsNotDelivered() public {
        withdraw(version);
        undeliverable(version, CLOSED | States.WITHDRAWN);
    }

    function test_aRecalledVersionIsNotDelivered() public {
        recall(version);
        undeliverable(version, CLOSED | States.RECALLED);
    }

    function test_anAffectedVersionIsNotDelivered() public {
        Publication memory p = publication(closed, CLOSED, "child");
        p.parents = one(idOf(version));
        p.shown = one(version);
        publish(p);
        recall(version);
        spread(p, run, 0);
        undeliverable(preimage(p, run), CLOSED | States.AFFECTED);
    }

    function test_aManifestNeedsTwoParts() public {
        h.manifest = "manifest";
        refused(IDeliveries.ManifestNotValid.selector, id);
        deliver(h);
        h.parts = 2;
        deliver(h);
    }

    function test_partsNeedAManifest() public {
        h.parts = 2;
        refused(IDeliveries.ManifestNotValid.selector, id);
        deliver(h);
    }

    function test_aDeliveryOfNoPartsIsRefused() public {
        h.parts = 0;
        refused(IDeliveries.ManifestNotValid.selector, id);
        deliver(h);
        (h.parts, h.manifest) = (0, "manifest");
        refused(IDeliveries.ManifestNotValid.selector, id);
        deliver(h);
    }

    function test_aNameThatIsTooLongIsRefused() public {
        h.name = long(129);
        tooLong("name", 128);
        deliver(h);
    }

    function test_aNoteThatIsTooLongIsRefused() public {
        h.note = long(1025);
        tooLong("note", 1024);
        deliver(h);
    }

    function test_oneUncoveredDeliveryRefusesTheWholeBatch() public {
        Handover[] memory all = new Handover[](2);
        all[0] = h;
        all[1] = sharing.handover(grant, published(open, OPEN, "else"));
        DeliveryId wanted = Ids.delivery(grant, idOf(all[1].version), keccak256("first"));
        bytes4 wrong = IDeliveries.VersionNotCovered.selector;
        refusedWith(abi.encodeWithSelector(wrong, wanted, idOf(all[1].version)));
        signs(boss);
        deliveries.deliver(0, all);
        assertEq(uint8(deliveries.delivered(id).standing), uint8(Standing.None), "nothing stands");
    }

    function testFuzz_aDatasetWithAnotherTagIsNotCovered(bytes31 hash) public {
        bytes32 dataset = bytes32(bytes.concat(bytes1(0x03), hash));
        vm.assume(bytes12(dataset << 8) != bytes12(DatasetId.unwrap(closed) << 8));
        version.dataset = DatasetId.wrap(dataset);
        DeliveryId wanted = of_(version);
        bytes4 wrong = IDeliveries.VersionNotCovered.selector;
        refusedWith(abi.encodeWithSelector(wrong, wanted, idOf(version)));
        deliver(h);
    }
}

contract ReceiptsTest is GrantsTest {
    GrantId private grant;
    Preimage private version;
    Handed private handed;

    function setUp() public override {
        super.setUp();
        version = published(closed, CLOSED, "rain");
        grant = granted("first");
        sharing.delivered("weather", grant, version);
        handed = sharing.handed(grant, version);
    }

    function test_aReceiptSaysThatTheContentMatches() public {
        vm.recordLogs();
        sharing.received("transport", grant, version, "rain");
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IDeliveries.DeliveryReceived.selector, "kind");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(grant), "subjects");
        (, DeliveryReceivedPayload memory p) = abi.decode(last.data, (Header, DeliveryReceivedPayload));
        bytes memory expected = abi.encode(DeliveryReceivedPayload(idOf(handed), "rain", true, ""));
        assertEq(abi.encode(p), expected, "payload");
        assertTrue(deliveries.delivered(idOf(handed)).received, "received");
        assertStanding(handed, Standing.Open, "feedback is still owed");
    }

    function test_aDeliveryIsReceivedOnce() public {
        sharing.received("transport", grant, version, "rain");
        refused(IDeliveries.DeliveryAlreadyReceived.selector, idOf(handed));
        sharing.received("transport", grant, version, "rain");
    }

    function test_whatWasReceivedIsNotDisputedAfterwards() public {
        sharing.received("transport", grant, version, "rain");
        refused(IDeliveries.DeliveryAlreadyReceived.selector, idOf(handed));
        sharing.received("transport", grant, version, "else");
    }

    function test_whatWasDisputedIsNotReceivedAfterwards() public {
        sharing.received("transport", grant, version, "else");
        refused(IDeliveries.DeliveryAlreadyReceived.selector, idOf(handed));
        sharing.received("transport", grant, version, "rain");
    }

    function test_theProviderDoesNotReceive() public {
        notYours(idOf(handed), WEATHER);
        sharing.received("weather", grant, version, "rain");
    }

    function test_aThirdDepartmentDoesNotReceive() public {
        notYours(idOf(handed), HEALTH);
        sharing.received("health", grant, version, "rain");
    }

    function test_whatWasNotDeliveredIsNotReceived() public {
        Preimage memory other = published(closed, CLOSED, "wind");
        refused(IDeliveries.DeliveryUnknown.selector, idOf(sharing.handed(grant, other)));
        sharing.received("transport", grant, other, "wind");
    }

    function test_whatWasNotDeliveredUnderThisGrantIsNotReceived() public {
        GrantId second = granted("second");
        refused(IDeliveries.DeliveryUnknown.selector, idOf(sharing.handed(second, version)));
        sharing.received("transport", second, version, "rain");
    }

    function test_aDeliveryIsReceivedAfterItsGrantEnded() public {
        revoke(grant);
        sharing.received("transport", grant, version, "rain");
    }

    function test_aNoteThatIsTooLongIsRefused() public {
        Receipt[] memory all = new Receipt[](1);
        all[0] = Receipt(grant, version, keccak256("first"), "rain", long(1025));
        tooLong("note", 1024);
        signs(officer("transport"));
        deliveries.receiveDeliveries(0, all);
    }

    function test_otherContentOpensADisputeByItself() public {
        vm.recordLogs();
        sharing.received("transport", grant, version, "else");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "two facts");
        (, DeliveryReceivedPayload memory r) = abi.decode(logs[0].data, (Header, DeliveryReceivedPayload));
        assertTrue(!r.matches, "does not match");
        assertEq(logs[1].topics[0], IDeliveries.DeliveryDisputed.selector, "kind");
        (Header memory h, DeliveryDisputedPayload memory p) = abi.decode(
            logs[1].data,
            (Header, DeliveryDisputedPayload)
        );
        assertSubjects(h, GrantId.unwrap(grant), VersionId.unwrap(handed.version));
        bytes memory expected = abi.encode(DeliveryDisputedPayload(idOf(handed), "rain", "else", ""));
        assertEq(abi.encode(p), expected, "payload");
        assertStanding(handed, Standing.Disputed, "disputed");
    }

    /// @dev Else whoever wished to owe nothing would sign for something else.
    function test_theClockOfADisputeGoesOn() public {
        sharing.received("transport", grant, version, "else");
        vm.warp(START + 1 days);
        bytes4 wrong = IDeliveries.FeedbackNotOverdue.selector;
        refusedWith(abi.encodeWithSelector(wrong, idOf(handed), START + 1 days));
        sharing.overdue(handed);
        vm.warp(START + 1 days + 1);
        sharing.overdue(handed);
        assertStanding(handed, Standing.Overdue, "overdue");
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted");
    }

    function test_aDisputeDoesNotSettleWhatIsOverdue() public {
        vm.warp(START + 1 days + 1);
        sharing.overdue(handed);
        sharing.received("transport", grant, version, "else");
        assertStanding(handed, Standing.Overdue, "overdue");
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "counted");
    }

    function test_aDisputeDoesNotUndoAReport() public {
        sharing.reported("transport", handed, true);
        sharing.received("transport", grant, version, "else");
        assertStanding(handed, Standing.Reported, "reported");
    }

    function test_unconditionalDataIsDeliveredLikeAnyOther() public {
        RequestId asked_ = sharing.filed("transport", open, "open");
        Preimage memory sun = published(open, OPEN, "sun");
        sharing.delivered("weather", Ids.grant(asked_, NONE), sun);
        sharing.received("transport", Ids.grant(asked_, NONE), sun, "sun");
    }
}
