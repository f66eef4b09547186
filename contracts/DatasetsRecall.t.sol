// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {
    DomainEntry,
    Ending,
    IDatasets,
    Publication,
    Registration,
    Run,
    Spread,
    VersionAffectedPayload,
    VersionRecalledPayload
} from "./interfaces/IDatasets.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {DatasetId, Preimage, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {DatasetsTest} from "./test/DatasetsTest.sol";
import {Replay} from "./test/Replay.sol";
import {Vm, vm} from "./test/Vm.sol";

contract EndingsTest is DatasetsTest {
    function end(bool recalls, Preimage memory p, uint8 reason, string memory text) private {
        Ending[] memory all = new Ending[](1);
        all[0] = Ending(p, reason, text);
        signs(boss);
        if (recalls) datasets.recallVersions(0, all);
        else datasets.withdrawVersions(0, all);
    }

    function test_aRecallNamesItsReasonAndTouchesTheDataset() public {
        Preimage memory p = published(open, OPEN, "source");
        vm.recordLogs();
        recall(p);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, VersionRecalledPayload memory payload) = abi.decode(last.data, (Header, VersionRecalledPayload));
        assertEq(last.topics[0], IDatasets.VersionRecalled.selector, "kind");
        assertSubjects(h, VersionId.unwrap(idOf(p)), DatasetId.unwrap(open));
        assertEq(h.states, hex"42010201", "states");
        bytes memory expected = abi.encode(VersionRecalledPayload(2, p, "a broken sensor"));
        assertEq(abi.encode(payload), expected, "payload");
    }

    function test_aWithdrawalIsAFactOfItsOwn() public {
        Preimage memory p = published(open, OPEN, "source");
        vm.recordLogs();
        withdraw(p);
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IDatasets.VersionWithdrawn.selector, "kind");
        assertEq(h.states, hex"02110201", "states");
    }

    function test_aWithdrawnVersionMayBeRecalled() public {
        Preimage memory p = published(open, OPEN, "source");
        withdraw(p);
        recall(p);
        assertEq(stateOf(idOf(p)), OPEN | States.WITHDRAWN | States.RECALLED, "state");
    }

    function test_aVersionIsWithdrawnOnce() public {
        Preimage memory p = published(open, OPEN, "source");
        withdraw(p);
        refused(IDatasets.VersionAlreadyWithdrawn.selector, idOf(p));
        withdraw(p);
    }

    function test_aVersionIsRecalledOnce() public {
        Preimage memory p = published(open, OPEN, "source");
        recall(p);
        refused(IDatasets.VersionAlreadyRecalled.selector, idOf(p));
        recall(p);
    }

    function test_aRecallHasAReason() public {
        Preimage memory p = published(open, OPEN, "source");
        refused(IDatasets.ReasonNotValid.selector, VersionId.unwrap(idOf(p)), 0);
        end(true, p, 0, "");
    }

    function test_aWithdrawalHasAReason() public {
        Preimage memory p = published(open, OPEN, "source");
        refused(IDatasets.ReasonNotValid.selector, VersionId.unwrap(idOf(p)), 0);
        end(false, p, 0, "");
    }

    function test_aNoteHasAtMost1024Bytes() public {
        Preimage memory p = published(open, OPEN, "source");
        tooLong("note", 1024);
        end(true, p, 1, long(1025));
    }

    function test_anotherDepartmentsVersionIsNotRecalled() public {
        Publication memory p = publication(theirs, OPEN, "theirs");
        given.version("transport", p);
        refused(IDatasets.DatasetNotYours.selector, DatasetId.unwrap(theirs), 3);
        recall(preimage(p, runOf("transport")));
    }

    function test_anotherDepartmentsVersionIsNotWithdrawn() public {
        Publication memory p = publication(theirs, OPEN, "theirs");
        given.version("transport", p);
        refused(IDatasets.DatasetNotYours.selector, DatasetId.unwrap(theirs), 3);
        withdraw(preimage(p, runOf("transport")));
    }

    function test_anUnknownVersionIsNotRecalled() public {
        Preimage memory p = preimage(publication(open, OPEN, "never published"), run);
        refused(IFactLog.SubjectUnknown.selector, idOf(p));
        recall(p);
    }

    function test_recallingNeedsThePermission() public {
        address key = address(0x1e1);
        given.key("weather", key, ALL & ~Permissions.RECALL, START, START + 1);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, key, Permissions.RECALL));
        signs(key);
        datasets.recallVersions(0, new Ending[](0));
    }

    function test_publishingNeedsThePermission() public {
        address key = address(0x1e1);
        given.key("weather", key, ALL & ~Permissions.PUBLISH, START, START + 1);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, key, Permissions.PUBLISH));
        signs(key);
        datasets.publishVersions(0, new Run[](0), new Publication[](0));
    }
}

contract SpreadTest is DatasetsTest {
    function setUp() public override {
        super.setUp();
        published(open, OPEN, "source");
        publish(middle());
        publish(leaf());
    }

    function source() private view returns (Preimage memory) {
        return preimage(publication(open, OPEN, "source"), run);
    }

    function middle() private view returns (Publication memory) {
        return child("middle", idOf(source()));
    }

    function leaf() private view returns (Publication memory) {
        return child("leaf", idOf(middle(), run));
    }

    function test_aRecallSpreadsToTheLeavesOneEdgeAtATime() public {
        recall(source());
        assertEq(stateOf(idOf(middle(), run)), OPEN, "not by itself");
        spread(middle(), run, 0);
        spread(leaf(), run, 0);
        assertEq(stateOf(idOf(middle(), run)), OPEN | States.AFFECTED, "middle");
        assertEq(stateOf(idOf(leaf(), run)), OPEN | States.AFFECTED, "leaf");
        assertEq(stateOf(idOf(source())), OPEN | States.RECALLED, "source");
    }

    function test_anyoneMaySpread() public {
        recall(source());
        uint56 next = log.facts();
        vm.recordLogs();
        vm.prank(address(0xbeef), address(0xfeed));
        spreadOne();
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, VersionAffectedPayload memory p) = abi.decode(last.data, (Header, VersionAffectedPayload));
        assertEq(last.topics[0], IDatasets.VersionAffected.selector, "kind");
        assertEq(h.by, by(0, false, next, address(0xfeed)), "by no organisation");
        assertSubjects(h, VersionId.unwrap(idOf(middle(), run)), VersionId.unwrap(idOf(source())));
        bytes32 under = keccak256("");
        bytes memory expected = abi.encode(
            VersionAffectedPayload(open, middle().content, run, under, middle().parents)
        );
        assertEq(abi.encode(p), expected, "payload");
    }

    function spreadOne() private {
        Spread[] memory all = new Spread[](1);
        all[0] = edge(middle(), run, 0);
        datasets.spreadRecalls(all);
    }

    function test_bothEdgesMaySpreadInOneBatch() public {
        recall(source());
        Spread[] memory all = new Spread[](2);
        (all[0], all[1]) = (edge(middle(), run, 0), edge(leaf(), run, 0));
        datasets.spreadRecalls(all);
        assertEq(stateOf(idOf(leaf(), run)), OPEN | States.AFFECTED, "leaf");
    }

    function test_whatIsAlreadyAffectedIsSkipped() public {
        recall(source());
        spread(middle(), run, 0);
        bytes32 before = log.city();
        spread(middle(), run, 0);
        assertEq(log.city(), before, "no second fact");
    }

    function test_aChildOfGoodDataIsNotAffected() public {
        refused(IDatasets.ParentNotAffected.selector, idOf(leaf(), run), idOf(middle(), run));
        spread(leaf(), run, 0);
    }

    function test_aChildOfWithdrawnDataIsNotAffected() public {
        withdraw(source());
        refused(IDatasets.ParentNotAffected.selector, idOf(middle(), run), idOf(source()));
        spread(middle(), run, 0);
    }

    function test_aParentThatIsNotThereIsRefused() public {
        recall(source());
        refused(IDatasets.ParentUnknown.selector, idOf(middle(), run), VersionId.wrap(0));
        spread(middle(), run, 1);
    }

    function test_aParentThatIsNotTheChildsIsRefused() public {
        recall(source());
        Publication memory forged = publication(open, OPEN, "middle");
        forged.parents = two(idOf(source()), idOf(leaf(), run));
        refused(IFactLog.SubjectUnknown.selector, idOf(forged, run));
        spread(forged, run, 0);
    }

    function test_aChildPublishedBeforeTheRecallArrivedIsReachedLater() public {
        recall(source());
        Publication memory late = child("late", idOf(middle(), run));
        publish(late);
        assertEq(stateOf(idOf(late, run)), OPEN, "its parent is not affected yet");
        spread(middle(), run, 0);
        spread(late, run, 0);
        assertEq(stateOf(idOf(late, run)), OPEN | States.AFFECTED, "affected");
    }
}

contract SuccessionTest is DatasetsTest {
    IDatasets private first;
    Preimage private source;
    Replay private replay;

    function setUp() public override {
        super.setUp();
        source = published(closed, CLOSED, "source");
        first = datasets;
        datasets = given.secondDatasets();
    }

    function isSealed() private {
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("datasets"), datasets));
    }

    function test_ownersAreKnownAcrossTheSuccession() public {
        assertEq(datasets.ownerOf(open), 2, "of the first generation");
        DatasetId later = given.dataset("weather", "later", OPEN);
        assertEq(datasets.ownerOf(later), 2, "of the second");
        refusedWith(abi.encodeWithSelector(IDatasets.DatasetUnknown.selector, unknown));
        datasets.ownerOf(unknown);
    }

    function test_parentsOfTheFirstGenerationAreShownInTheSecond() public {
        Publication memory p = child("child", idOf(source));
        p.shown = one(source);
        assertEq(stateOf(publish(p)), OPEN, "published");
    }

    function test_aDatasetOfTheFirstGenerationIsNotRegisteredAgain() public {
        Registration[] memory r = new Registration[](1);
        r[0] = Registration("open", given.domain("climate"), OPEN, "raw", "{}");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, open));
        signs(boss);
        datasets.registerDatasets(0, r);
    }

    function test_aVersionOfTheFirstGenerationIsNotPublishedAgain() public {
        refused(IFactLog.SubjectExists.selector, idOf(source));
        publish(publication(closed, CLOSED, "source"));
    }

    function test_recallsSpreadAcrossTheSuccession() public {
        Publication memory p = child("child", idOf(source));
        p.shown = one(source);
        publish(p);
        recall(source);
        spread(p, run, 0);
        assertEq(stateOf(idOf(p, run)), OPEN | States.AFFECTED, "affected");
    }

    function test_stepsGoOnAcrossTheSuccession() public {
        signs(boss);
        datasets.registerDatasets(1, new Registration[](0));
        datasets = given.secondDatasets();
        signs(boss);
        datasets.registerDatasets(2, new Registration[](0));
    }

    function test_aThirdGenerationReadsTheFirst() public {
        datasets = given.secondDatasets();
        assertEq(datasets.ownerOf(open), 2, "owner");
    }

    function test_everySignedVerbOfTheSealedOneNamesItsSuccessor() public {
        bytes[5] memory calls = [
            abi.encodeCall(first.registerDomains, (1, new DomainEntry[](0))),
            abi.encodeCall(first.registerDatasets, (1, new Registration[](0))),
            abi.encodeCall(first.publishVersions, (1, new Run[](0), new Publication[](0))),
            abi.encodeCall(first.withdrawVersions, (1, new Ending[](0))),
            abi.encodeCall(first.recallVersions, (1, new Ending[](0)))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            isSealed();
            signs(boss);
            (bool done, ) = address(first).call(calls[i]);
            assertTrue(done, "the expected refusal reads as done");
        }
    }

    function test_spreadingThroughTheSealedOneNamesItsSuccessor() public {
        recall(source);
        isSealed();
        first.spreadRecalls(new Spread[](0));
    }

    function test_skippingThroughTheSealedOneNamesItsSuccessor() public {
        Publication memory p = child("child", idOf(source));
        p.shown = one(source);
        publish(p);
        recall(source);
        spread(p, run, 0);
        Spread[] memory all = new Spread[](1);
        all[0] = edge(p, run, 0);
        isSealed();
        first.spreadRecalls(all);
    }
}

/// @dev The whole ledger, read back from its events across a succession.
contract SuccessionReplayTest is DatasetsTest {
    function setUp() public override {
        vm.recordLogs();
        super.setUp();
    }

    function test_headsGoOnAcrossTheSuccession() public {
        Replay replay = new Replay(log);
        Preimage memory source = published(open, OPEN, "source");
        datasets = given.secondDatasets();
        Publication memory p = child("child", idOf(source));
        publish(p);
        recall(source);
        spread(p, run, 0);
        replay.read(vm.getRecordedLogs(), 1_000, START);
        assertEq(replay.difference(), 0, "first subject that differs");
        // 2 admissions, 3 organisations, the bureau, a domain, 4 datasets, 2 runs, 2 versions, 1 succession,
        // 1 recall, 1 affected.
        assertEq(replay.facts(), 19, "facts");
    }
}
