// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission, IAgents, KeyGrant} from "./interfaces/IAgents.sol";
import {DomainEntry, Ending, IDatasets, Publication, Registration, Run} from "./interfaces/IDatasets.sol";
import {IFactLog, SubjectPermission, Touch} from "./interfaces/IFactLog.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {DatasetId, Kinds, Preimage, VersionId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {Appender} from "./test/Appender.sol";
import {DatasetsTest} from "./test/DatasetsTest.sol";
import {Borrower, HostileAgents} from "./test/Hostile.sol";
import {ICouncil} from "./test/ICouncil.sol";
import {Replay} from "./test/Replay.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev A contract that the council was fooled into admitting: it may touch and create versions and set
/// AFFECTED on them, and does its worst.
contract AdmittedHostileTest is DatasetsTest {
    address private constant MALLORY = address(0xbad);
    bytes32 private constant KIND = IDatasets.VersionPublished.selector;
    Appender private hostile;
    bytes32 private victim;

    function setUp() public override {
        super.setUp();
        Preimage memory source = published(open, OPEN, "source");
        recall(source);
        victim = VersionId.unwrap(idOf(source));
        hostile = new Appender(log);
        SubjectPermission[] memory p = new SubjectPermission[](1);
        p[0] = SubjectPermission(Kinds.VERSION, true, States.AFFECTED, 0);
        given.enact(abi.encodeCall(log.admit, ("hostile", address(hostile), p)), address(log));
    }

    function touch(bytes32 subject, uint16 set, uint16 clear) private pure returns (Touch[] memory t) {
        t = new Touch[](1);
        t[0] = Touch(subject, false, set, clear);
    }

    function append(Touch[] memory t) private {
        signs(MALLORY);
        hostile.append(KIND, t, 2, false, abi.encode("forged"));
    }

    function appendCall() private view returns (bytes memory) {
        return abi.encodeCall(log.append, (KIND, touch(victim, 0, 0), 2, false, abi.encode("forged")));
    }

    function test_itCannotAppendWithoutItsEvent() public {
        bytes32 before = log.city();
        vm.recordLogs();
        append(touch(victim, 0, 0));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertTrue(log.city() != before, "a fact");
        assertEq(logs.length, 1, "and an event");
        assertEq(logs[0].emitter, address(log), "of the spine");
    }

    function test_itCannotPassForAnotherWriter() public {
        vm.recordLogs();
        append(touch(victim, 0, 0));
        bytes32 writer = vm.getRecordedLogs()[0].topics[1];
        assertEq(writer, bytes32(uint256(uint160(address(hostile)))), "writer");
    }

    function test_theSpinesCodeInItsOwnStorageChangesNothing() public {
        (bytes32 city, bytes32 slot) = (log.city(), log.slot(victim));
        Borrower borrower = new Borrower();
        assertTrue(!borrower.append(log, appendCall()), "nobody is admitted in foreign storage");
        assertTrue(!borrower.look(log, appendCall()), "a static call does not write");
        assertEq(log.city(), city, "city");
        assertEq(log.slot(victim), slot, "slot");
    }

    function test_itCannotCreateByTouching() public {
        bytes32 fresh = VersionId.unwrap(idOf(publication(open, OPEN, "fresh"), run));
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, fresh));
        append(touch(fresh, 0, 0));
    }

    function test_itCannotSetForeignBits() public {
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectBitsForbidden.selector, victim));
        append(touch(victim, States.WITHDRAWN, 0));
    }

    function test_itCannotClearRecalled() public {
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectBitsForbidden.selector, victim));
        append(touch(victim, 0, States.RECALLED));
    }

    function test_itCannotTouchForeignSubjects() public {
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectForbidden.selector, open));
        append(touch(DatasetId.unwrap(open), 0, 0));
    }

    function test_itCannotTouchTheSpine() public {
        bytes32 spine = bytes32((uint256(0xff) << 248) | (uint256(keccak256("suyuan spine")) >> 8));
        assertTrue(log.slot(spine) != 0, "the spine's subject");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectForbidden.selector, spine));
        append(touch(spine, 0, 0));
    }

    function test_itCannotForgeAnAdmission() public {
        refusedWith(abi.encodeWithSelector(IFactLog.FactKindReserved.selector, IFactLog.Admitted.selector));
        hostile.append(IFactLog.Admitted.selector, touch(victim, 0, 0), 0, false, abi.encode("forged"));
    }

    function test_itCannotAppendInTheSpinesName() public {
        bytes memory call = abi.encodeCall(hostile.tell, (address(log), appendCall()));
        refusedWith(abi.encodeWithSelector(IFactLog.NotAdmitted.selector, this));
        (bool done, ) = address(log).call(appendCall());
        assertTrue(done, "refused as expected");
        (done, ) = address(hostile).call(call);
        assertTrue(done, "only in its own");
    }

    function test_itCannotBurnTheStepOfAKeyThatDoesNotSign() public {
        refusedWith(abi.encodeWithSelector(IAgents.KeyUnknown.selector, MALLORY));
        signs(MALLORY);
        hostile.tell(address(agents), abi.encodeCall(agents.enter, (0, 1)));
        (, , , , uint64 step) = agents.keyOf(boss);
        assertEq(step, 0, "step");
    }

    function test_itCannotAdmitASecondContract() public {
        SubjectPermission[] memory none = new SubjectPermission[](0);
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, hostile));
        hostile.tell(address(log), abi.encodeCall(log.admit, ("second", address(agents), none)));
    }

    function test_itCannotMakeItselfTheCouncil() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, hostile));
        hostile.tell(address(log), abi.encodeCall(log.nominateCouncil, (address(hostile), "")));
        refusedWith(abi.encodeWithSelector(IFactLog.NotNominee.selector, hostile));
        hostile.tell(address(log), abi.encodeCall(log.acceptCouncil, ("")));
    }

    function test_onceSealedItIsRefused() public {
        Appender good = new Appender(log);
        SubjectPermission[] memory none = new SubjectPermission[](0);
        given.enact(abi.encodeCall(log.succeed, ("hostile", address(good), none)), address(log));
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("hostile"), good));
        append(touch(victim, 0, 0));
    }

    function test_aStrangerDoesNotAppend() public {
        Appender stranger = new Appender(log);
        refusedWith(abi.encodeWithSelector(IFactLog.NotAdmitted.selector, stranger));
        stranger.append(KIND, touch(victim, 0, 0), 2, false, abi.encode("forged"));
    }

    function test_aKeyDoesNotAppend() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAdmitted.selector, boss));
        signs(boss);
        log.append(KIND, touch(victim, 0, 0), 2, false, abi.encode("forged"));
    }
}

/// @dev An officer is led to call a contract that acts in their name.
contract TrickedOfficerTest is DatasetsTest {
    Appender private trap;

    function setUp() public override {
        super.setUp();
        trap = new Appender(log);
    }

    function springs(address target, bytes memory data) private {
        vm.prank(boss, boss);
        trap.tell(target, data);
    }

    function test_noVerbOfDatasetsIsDoneInTheirName() public {
        bytes[5] memory calls = [
            abi.encodeCall(datasets.registerDomains, (1, new DomainEntry[](0))),
            abi.encodeCall(datasets.registerDatasets, (1, new Registration[](0))),
            abi.encodeCall(datasets.publishVersions, (1, new Run[](0), new Publication[](0))),
            abi.encodeCall(datasets.withdrawVersions, (1, new Ending[](0))),
            abi.encodeCall(datasets.recallVersions, (1, new Ending[](0)))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            refusedWith(abi.encodeWithSelector(IWriter.CallerNotSigner.selector, trap, boss));
            springs(address(datasets), calls[i]);
        }
        untouched();
    }

    function test_noVerbOfAgentsIsDoneInTheirName() public {
        bytes[3] memory calls = [
            abi.encodeCall(agents.handOver, (1, address(0xbad), "")),
            abi.encodeCall(agents.grantKeys, (1, new KeyGrant[](0), "")),
            abi.encodeCall(agents.suspendKeys, (1, new address[](0), ""))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            refusedWith(abi.encodeWithSelector(IAgents.CallerNotSigner.selector, trap, boss));
            springs(address(agents), calls[i]);
        }
        untouched();
    }

    function test_theirStepIsNotTaken() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAdmitted.selector, trap));
        springs(address(agents), abi.encodeCall(agents.enter, (0, 1)));
        untouched();
    }

    function test_theTrapDoesNotAppend() public {
        Touch[] memory t = new Touch[](1);
        t[0] = Touch(DatasetId.unwrap(open), false, 0, 0);
        refusedWith(abi.encodeWithSelector(IFactLog.NotAdmitted.selector, trap));
        springs(
            address(log),
            abi.encodeCall(log.append, (bytes32("kind"), t, 2, false, abi.encode("forged")))
        );
    }

    function test_aMembersNameIsWorthNothingToTheCouncil() public {
        bytes32 proposer = keccak256("PROPOSER_ROLE");
        bytes memory data = abi.encodeCall(council.enact, (address(log), "", bytes32(0)));
        refusedWith(
            abi.encodeWithSelector(ICouncil.AccessControlUnauthorizedAccount.selector, trap, proposer)
        );
        signs(MEMBER);
        trap.tell(address(council), data);
    }

    function test_aMembersNameIsWorthNothingToAgents() public {
        refusedWith(abi.encodeWithSelector(IAgents.NotTheCouncil.selector, trap));
        signs(MEMBER);
        trap.tell(address(agents), abi.encodeCall(agents.admit, (new Admission[](0))));
    }

    function untouched() private view {
        (, , , , uint64 step) = agents.keyOf(boss);
        assertEq(step, 0, "step");
    }
}

/// @dev Re-entry in the middle of a verb, by the only contract Datasets ever waits for besides the spine.
contract ReentryTest is DatasetsTest {
    HostileAgents private hostile;
    Replay private replay;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        hostile = new HostileAgents(2, weather);
        SubjectPermission[] memory p = new SubjectPermission[](1);
        p[0] = SubjectPermission(Kinds.VERSION, true, 0, 0);
        given.enact(abi.encodeCall(log.succeed, ("agents", address(hostile), p)), address(log));
        replay = new Replay(log);
    }

    function agree() private {
        replay.read(vm.getRecordedLogs(), 1_000, START);
        assertEq(replay.difference(), 0, "first subject that differs");
    }

    function test_aVerbWithinAVerbIsRefused() public {
        Publication memory inner = publication(open, OPEN, "inner");
        bytes memory call = abi.encodeCall(datasets.publishVersions, (0, runs(), one(inner)));
        hostile.arm(address(datasets), call);
        publish(publication(open, OPEN, "outer"));
        assertTrue(!hostile.attackDone(), "tried and refused");
        bytes memory reason = abi.encodeWithSelector(IWriter.CallerNotSigner.selector, hostile, boss);
        assertEq(hostile.attackReason(), reason, "reason");
        agree();
    }

    function test_whatWasAppendedInBetweenIsSeen() public {
        Publication memory p = publication(open, OPEN, "outer");
        Touch[] memory t = new Touch[](1);
        t[0] = Touch(VersionId.unwrap(idOf(p, run)), true, 0, 0);
        bytes memory data = abi.encode("forged");
        hostile.arm(address(log), abi.encodeCall(log.append, (bytes32("kind"), t, 2, false, data)));
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, idOf(p, run)));
        publish(p);
        assertEq(log.slot(t[0].subject), 0, "the whole transaction is undone");
    }

    function test_factsInBetweenKeepTheirOrder() public {
        Publication memory p = publication(open, OPEN, "outer");
        Touch[] memory t = new Touch[](1);
        t[0] = Touch(VersionId.unwrap(idOf(publication(open, OPEN, "other"), run)), true, 0, 0);
        bytes memory data = abi.encode("forged");
        hostile.arm(address(log), abi.encodeCall(log.append, (bytes32("kind"), t, 2, false, data)));
        publish(p);
        assertTrue(hostile.attackDone(), "done");
        agree();
    }
}
