// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header, IFactLog, Touch} from "./interfaces/IFactLog.sol";
import {Kinds} from "./lib/Ids.sol";
import {FactLogTest} from "./test/FactLogTest.sol";
import {Replay} from "./test/Replay.sol";
import {Vm, vm} from "./test/Vm.sol";

contract FactLogNumberTest is FactLogTest {
    bytes32 private constant NUMBER_MASK = bytes32(uint256(type(uint56).max) << 160);
    bytes32 private immutable a = subject(Kinds.VERSION, 1);
    bytes32 private immutable b = subject(Kinds.VERSION, 2);
    Replay private replay;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        append(list(create(a), create(b)));
        replay = new Replay(log);
        read(vm.getRecordedLogs());
    }

    function read(Vm.Log[] memory logs) private {
        replay.read(logs, 1_000, 1_750_000_000);
    }

    function header(Vm.Log memory l) private pure returns (Header memory) {
        return abi.decode(l.data, (Header));
    }

    /// @dev By the formula in IFactLog, for a fact with the payload note(1).
    function factHash(Vm.Log memory l, bytes32 headerBy) private view returns (bytes32) {
        Header memory h = header(l);
        address by_ = address(uint160(uint256(l.topics[1])));
        bytes32 payload = keccak256(note(1));
        return
            keccak256(
                abi.encode(
                    log.spine(),
                    l.topics[0],
                    by_,
                    headerBy,
                    1_000,
                    1_750_000_000,
                    payload,
                    h.subjects,
                    h.states
                )
            );
    }

    function test_theFirstFactIsNumberZeroAndEachHasTheNext() public {
        assertEq(log.facts(), 2, "the writer's admission and one fact");
        log.admit("another", address(new Replay(log)), everything());
        append(list(touch(a)));
        log.nominateCouncil(address(writer), "");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "events");
        for (uint56 i = 0; i < 3; ++i) assertEq(numberOf(header(logs[i]).by), 2 + i, "number");
        assertEq(log.facts(), 5, "facts");
    }

    function test_aDrillIsNumberedWithTheRest() public {
        appendDrill(list(create(subject(Kinds.VERSION, 3))));
        append(list(touch(a)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(numberOf(header(logs[0]).by), 2, "the drill");
        assertEq(numberOf(header(logs[1]).by), 3, "the fact after it");
    }

    function test_aRefusedFactTakesNoNumber() public {
        refused(IFactLog.SubjectRepeated.selector, a);
        append(list(touch(a), touch(a)));
        assertEq(log.facts(), 2, "facts");
    }

    function test_twoIdenticalFactsInOneBlockHaveDifferentHashes() public {
        bytes32 city = log.city();
        append(list(touch(a)));
        append(list(touch(a)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        bytes32[2] memory hashes;
        for (uint256 i = 0; i < 2; ++i) {
            hashes[i] = factHash(logs[i], header(logs[i]).by);
            city = keccak256(abi.encodePacked(city, hashes[i]));
        }
        assertEq(log.city(), city, "these are their hashes");
        assertTrue(hashes[0] != hashes[1], "different");
        bytes32 same = factHash(logs[0], header(logs[0]).by & ~NUMBER_MASK);
        assertEq(same, factHash(logs[1], header(logs[1]).by & ~NUMBER_MASK), "but for the number");
    }

    /// @dev As from a node that answers with the events of each subject, in whatever order.
    function test_theOrderOfDifferentSubjectsFactsInOneBlockFollowsFromTheirNumbers() public {
        append(list(Touch(a, false, 1, 0)));
        append(list(Touch(b, false, 2, 0)));
        append(list(Touch(a, false, 4, 0)));
        append(list(Touch(b, false, 8, 0)));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (logs[0], logs[1], logs[2], logs[3]) = (logs[3], logs[0], logs[2], logs[1]);

        Vm.Log[] memory ordered = new Vm.Log[](4);
        for (uint256 i = 0; i < 4; ++i) ordered[numberOf(header(logs[i]).by) - 2] = logs[i];
        uint256 before = vm.snapshotState();
        read(logs);
        assertEq(replay.difference(), "city", "in the order in which they were found");
        vm.revertToState(before);
        read(ordered);
        assertEq(replay.difference(), 0, "in the order of their numbers");
    }

    function test_theNumberIsReadBesideTheCouncilAtSlotTwo() public {
        assertEq(vm.load(address(log), bytes32(uint256(2))), by(0, false, 2, address(this)), "slot");
        log.nominateCouncil(address(writer), "");
        writer.tell(address(log), abi.encodeCall(log.acceptCouncil, ("")));
        assertEq(vm.load(address(log), bytes32(uint256(2))), by(0, false, 4, address(writer)), "kept");
    }

    function testFuzz_noPartOfByReachesIntoAnother(
        uint32 organisation,
        bool drill,
        uint56 number,
        address signer
    ) public {
        if (number == type(uint56).max) --number;
        vm.store(address(log), bytes32(uint256(2)), by(0, false, number, address(this)));
        Touch[] memory touches = list(create(subject(Kinds.VERSION, 3)));
        vm.prank(address(this), signer);
        writer.append(Noted.selector, touches, organisation, drill, note(1));
        bytes32 expected = by(organisation, drill, number, signer);
        assertEq(header(vm.getRecordedLogs()[0]).by, expected, "by");
        assertEq(log.facts(), uint256(number) + 1, "facts");
        assertEq(log.council(), address(this), "council");
    }
}
