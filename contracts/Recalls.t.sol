// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Publication} from "./interfaces/IDatasets.sol";
import {IFactLog, Header} from "./interfaces/IFactLog.sol";
import {Acknowledgement, IRecalls, RecallAcknowledgedPayload, Response} from "./interfaces/IRecalls.sol";
import {DeliveryId, GrantId, Handed, Preimage, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract RecallsTest is GrantsTest {
    address private immutable transport = officer("transport");
    GrantId private grant;
    Preimage private version;
    Handed private handed;
    DeliveryId private id;

    function setUp() public override {
        super.setUp();
        grant = granted("first");
        version = published(closed, CLOSED, "rain");
        id = sharing.delivered("weather", grant, version);
        handed = sharing.handed(grant, version);
    }

    function acknowledge(address key, Response response, uint8 reason) private {
        Acknowledgement[] memory all = new Acknowledgement[](1);
        all[0] = Acknowledgement(handed, response, reason, "done");
        signs(key);
        recalls.acknowledge(0, all);
    }

    function acknowledge(Response response) private {
        acknowledge(transport, response, response == Response.InUse ? 1 : 0);
    }

    function assertResponse(Response expected, string memory what) private view {
        assertEq(uint8(recalls.responseTo(id)), uint8(expected), what);
    }

    function final_(Response last) private {
        refusedWith(abi.encodeWithSelector(IRecalls.AlreadyAcknowledged.selector, id, last));
    }

    function test_itSaysWhatWasDoneAboutWhichDelivery() public {
        recall(version);
        vm.recordLogs();
        acknowledge(Response.Deleted);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IRecalls.RecallAcknowledged.selector, "event");
        assertSubjects(header, GrantId.unwrap(grant), VersionId.unwrap(handed.version));
        (, RecallAcknowledgedPayload memory p) = abi.decode(last.data, (Header, RecallAcknowledgedPayload));
        assertEq(DeliveryId.unwrap(p.delivery), DeliveryId.unwrap(id), "delivery");
        assertTrue(p.response == Response.Deleted && p.reason == 0, "response");
        assertEq(bytes(p.note), "done", "note");
        assertResponse(Response.Deleted, "deleted");
    }

    function test_whatIsWithdrawnIsAcknowledgedToo() public {
        withdraw(version);
        acknowledge(Response.Replaced);
        assertResponse(Response.Replaced, "replaced");
    }

    function test_whatIsAffectedIsAcknowledgedToo() public {
        Preimage memory source = published(closed, CLOSED, "raw");
        Publication memory p = publication(closed, CLOSED, "derived");
        (p.parents, p.shown) = (one(idOf(source)), one(source));
        publish(p);
        version = preimage(p, run);
        handed = sharing.handed(grant, version);
        id = sharing.delivered("weather", grant, version);
        recall(source);
        nothingYet();
        acknowledge(Response.Deleted);
        spread(p, run, 0);
        acknowledge(Response.Deleted);
        assertResponse(Response.Deleted, "deleted");
    }

    function nothingYet() private {
        uint16 state = stateOf(handed.version);
        refusedWith(abi.encodeWithSelector(IRecalls.NothingToAcknowledge.selector, id, state));
    }

    function test_whatIsSoundIsNotAcknowledged() public {
        nothingYet();
        acknowledge(Response.Deleted);
        assertResponse(Response.None, "nothing was said");
    }

    function test_whatIsInUseIsDeletedOrReplacedLater() public {
        recall(version);
        acknowledge(Response.InUse);
        assertResponse(Response.InUse, "in use");
        acknowledge(Response.Replaced);
        assertResponse(Response.Replaced, "replaced");
    }

    function test_whatIsInUseIsNotSaidTwice() public {
        recall(version);
        acknowledge(Response.InUse);
        final_(Response.InUse);
        acknowledge(Response.InUse);
    }

    function test_deletedAndReplacedAreFinal() public {
        recall(version);
        uint256 before = vm.snapshotState();
        for (uint8 last = uint8(Response.Deleted); last <= uint8(Response.Replaced); ++last) {
            vm.revertToState(before);
            acknowledge(Response(last));
            for (uint8 next = 1; next <= uint8(Response.InUse); ++next) {
                final_(Response(last));
                acknowledge(Response(next));
            }
        }
    }

    function test_usingItOnNeedsAReason() public {
        recall(version);
        refused(IRecalls.UseReasonMissing.selector, id);
        acknowledge(transport, Response.InUse, 0);
        acknowledge(transport, Response.InUse, 7);
    }

    function test_silenceIsNoResponse() public {
        recall(version);
        refusedWith(abi.encodeWithSelector(IRecalls.ResponseNotValid.selector, id, Response.None));
        acknowledge(Response.None);
    }

    function test_onlyTheConsumerAcknowledges() public {
        recall(version);
        refusedWith(abi.encodeWithSelector(IRecalls.DeliveryNotYours.selector, id, WEATHER));
        acknowledge(boss, Response.Deleted, 0);
        refusedWith(abi.encodeWithSelector(IRecalls.DeliveryNotYours.selector, id, HEALTH));
        acknowledge(officer("health"), Response.Deleted, 0);
    }

    function test_onlyAKeyThatMayUseOthersDataAcknowledges() public {
        address key = address(0xbeef);
        given.key("transport", key, Permissions.SHARE, START, START + 1 days);
        recall(version);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, key, Permissions.USE));
        acknowledge(key, Response.Deleted, 0);
    }

    function test_whatWasNotDeliveredIsNotAcknowledged() public {
        recall(version);
        handed.nameHash = keccak256("second");
        id = idOf(handed);
        refused(IRecalls.DeliveryUnknown.selector, id);
        acknowledge(Response.Deleted);
    }

    function test_aNoteHasAtMost1024Bytes() public {
        recall(version);
        Acknowledgement[] memory all = new Acknowledgement[](1);
        all[0] = Acknowledgement(handed, Response.Deleted, 0, long(1025));
        tooLong("note", 1024);
        signs(transport);
        recalls.acknowledge(0, all);
    }

    function test_itIsOwedAfterTheGrantEnded() public {
        revoke(grant);
        recall(version);
        acknowledge(Response.Deleted);
        assertEq(stateOf(grant), States.WITHDRAWN, "ended");
    }

    function test_responsesAreCarriedOverAndStayFinal() public {
        recall(version);
        acknowledge(Response.InUse);
        IRecalls old = recalls;
        sharing.succeeded();
        look();
        assertResponse(Response.InUse, "carried over");
        acknowledge(Response.Deleted);
        sharing.succeeded();
        look();
        final_(Response.Deleted);
        acknowledge(Response.Replaced);
        recalls = old;
        address next = log.writerOf("recalls");
        assertTrue(next != address(old), "another generation");
        refusedWithSeal(address(old));
        acknowledge(Response.Replaced);
    }

    /// @dev Its own successor, which was succeeded itself.
    function refusedWithSeal(address old) private {
        try log.requireWriter(old) {
            assertTrue(false, "sealed");
        } catch (bytes memory answer) {
            assertEq(bytes32(bytes4(answer)), bytes32(IFactLog.Sealed.selector), "sealed");
            refusedWith(answer);
        }
    }
}
