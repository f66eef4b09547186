// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {FactLogTest} from "./test/FactLogTest.sol";
import {Touch} from "./interfaces/IFactLog.sol";
import {Replay} from "./test/Replay.sol";
import {vm} from "./test/Vm.sol";

/// @dev What an auditor recomputes from the events must be what storage proves.
contract FactLogReplayTest is FactLogTest {
    Replay private replay;
    uint256 private blockNumber = 1_000;
    uint256 private blockTime = 1_750_000_000;
    /// What each state should be, by the rule `(old & ~clear) | set`.
    mapping(bytes32 subject => uint16) private expected;
    mapping(bytes32 subject => bool) private exists;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        replay = new Replay(log);
        replay.read(vm.getRecordedLogs(), blockNumber, blockTime);
    }

    function agree() private view {
        assertEq(replay.difference(), 0, "first subject that differs");
    }

    /// @dev Thirty subjects of kinds 1 to 6; those of an odd number and a kind above 2 are drills.
    function pool(uint256 i, bool drill) private pure returns (bytes32) {
        uint8 kind = uint8(drill ? 3 + (i % 4) : 1 + (i % 6));
        return subject(kind, (i << 1) | (drill ? 1 : 0));
    }

    function pick(uint256 seed, bool drill) private returns (Touch[] memory touches) {
        touches = new Touch[](1 + (seed % 6));
        for (uint256 i = 0; i < touches.length; ++i) {
            uint256 roll = uint256(keccak256(abi.encode(seed, i)));
            // Six strides of five: no subject twice in one fact.
            bytes32 s = pool(i * 5 + (roll % 5), drill);
            touches[i] = Touch(s, !exists[s], uint16(roll >> 16) & MAY_SET, uint16(roll >> 32) & MAY_CLEAR);
            uint16 old =
                exists[s]
                    ? expected[s]
                    : drill
                        ? 0x8000
                        : 0;
            expected[s] = (old & ~touches[i].clear) | touches[i].set;
            exists[s] = true;
        }
    }

    function step(uint256 seed) private {
        if (seed & 1 == 0) vm.roll(++blockNumber);
        if (seed & 2 == 0) vm.warp(blockTime += seed % 1_000);
        bool drill = (seed >> 2) % 4 == 0;
        Touch[] memory touches = pick(seed >> 8, drill);
        bytes memory payload = abi.encode(new bytes((seed >> 16) % 100), seed);
        address origin = address(uint160(seed >> 24));
        vm.prank(address(this), origin);
        writer.append(bytes32(seed | 1), touches, uint32(seed >> 64), drill, payload);
        replay.read(vm.getRecordedLogs(), blockNumber, blockTime);
        for (uint256 i = 0; i < touches.length; ++i) {
            assertEq(log.stateOf(touches[i].subject), expected[touches[i].subject], "state by the rule");
        }
    }

    function testFuzz_headsCityAndStatesFollowFromTheEventsAlone(uint256 seed) public {
        for (uint256 i = 0; i < 12; ++i) {
            step(uint256(keccak256(abi.encode(seed, i))));
        }
        assertEq(replay.facts(), 13, "facts, with the writer's admission");
        agree();
    }

    function test_aFactMayTouch258Subjects() public {
        Touch[] memory touches = new Touch[](258);
        for (uint256 i = 0; i < 258; ++i) {
            touches[i] = Touch(subject(4, i), true, uint16(i), 0);
        }
        append(touches);
        for (uint256 i = 0; i < 258; ++i) {
            (touches[i].create, touches[i].set) = (false, 0x1000);
        }
        bytes memory states = append(touches);
        replay.read(vm.getRecordedLogs(), blockNumber, blockTime);
        assertEq(states.length, 516, "states");
        assertEq(log.stateOf(subject(4, 257)), 0x1000 | 257, "the last");
        assertEq(replay.count(), 259, "subjects, with the spine");
        agree();
    }

    function test_theSpinesOwnFactsAreReplayed() public {
        log.admit("another", address(new Replay(log)), everything());
        log.succeed("writer", address(new Replay(log)), everything());
        log.nominateCouncil(address(writer), "reason");
        writer.tell(address(log), abi.encodeCall(log.acceptCouncil, ("reason")));
        replay.read(vm.getRecordedLogs(), blockNumber, blockTime);
        assertEq(replay.facts(), 5, "facts");
        agree();
    }

    function test_aFactLeftOutIsNoticed() public {
        append(list(create(subject(4, 1))));
        vm.getRecordedLogs();
        append(list(touch(subject(4, 1))));
        replay.read(vm.getRecordedLogs(), blockNumber, blockTime);
        assertEq(replay.difference(), "city", "what differs");
        assertTrue(!replay.isNumbered(), "and a number is missing");
    }
}
