// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Step} from "./interfaces/IClocks.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {Asked, IRequests, RequestStep, Stage} from "./interfaces/IRequests.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {RequestId} from "./lib/Ids.sol";
import {RequestsTest, Verb} from "./test/RequestsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev Where each verb leads, told a second time: every stage, verb and party, and walks at random.
contract RequestsStagesTest is RequestsTest {
    uint256 private constant STEPS = 24;

    /// @dev What the walk expects of its request.
    struct Expected {
        Stage stage;
        Stage before;
        uint48 deadline;
        uint8 left;
        bool wasReturned;
        bool lateRecorded;
    }

    function parties() private pure returns (string[4] memory) {
        return [BUREAU, PROVIDER, CONSUMER, "health"];
    }

    /// @dev None where the verb does not belong.
    function next(Stage stage, Verb verb) private pure returns (Stage) {
        if (verb == Verb.Withdraw) return isOpen(stage) ? Stage.Withdrawn : Stage.None;
        if (stage == Stage.Review) {
            if (verb == Verb.Pass) return Stage.Decision;
            if (verb == Verb.Reject) return Stage.Rejected;
            if (verb == Verb.SendBack) return Stage.Returned;
        } else if (stage == Stage.Decision) {
            if (verb == Verb.Refuse) return Stage.Refused;
            if (verb == Verb.Issue) return Stage.Granted;
            if (verb == Verb.SendBack) return Stage.Returned;
        } else if (stage == Stage.Mediation) {
            if (verb == Verb.Direct) return Stage.Directed;
            if (verb == Verb.Uphold) return Stage.Upheld;
        }
        if (stage == Stage.Returned && verb == Verb.Complete) return Stage.Review;
        if (stage == Stage.Refused && verb == Verb.AskMediation) return Stage.Mediation;
        if (stage == Stage.Directed && verb == Verb.Issue) return Stage.Granted;
        return Stage.None;
    }

    function isOpen(Stage stage) private pure returns (bool) {
        return
            stage != Stage.None &&
            stage != Stage.Rejected &&
            stage != Stage.Upheld &&
            stage != Stage.Granted &&
            stage != Stage.Withdrawn;
    }

    function isBureaus(Verb verb) private pure returns (bool) {
        return verb == Verb.Pass || verb == Verb.Reject || verb == Verb.Direct || verb == Verb.Uphold;
    }

    /// @dev With which words a verb is refused that is out of place, or another's.
    function refusalOf(
        RequestId id,
        Stage stage,
        Verb verb,
        string memory code
    ) private view returns (bytes memory) {
        uint32 number = numberOf(code);
        bool theirs = same(code, turnOf(stage, verb));
        if (isBureaus(verb) && !theirs) return abi.encodeWithSelector(IWriter.NotTheBureau.selector, number);
        if (verb == Verb.Issue && (stage == Stage.None || !theirs)) {
            uint32 provider = stage == Stage.None ? 0 : numberOf(PROVIDER);
            return abi.encodeWithSelector(IGrants.RequestNotYours.selector, id, provider);
        }
        if (stage == Stage.None) return abi.encodeWithSelector(IRequests.RequestUnknown.selector, id);
        bool partyFirst = verb == Verb.Withdraw || verb == Verb.AskMediation;
        if (next(stage, verb) != Stage.None || (partyFirst && !theirs))
            return abi.encodeWithSelector(IRequests.NotYourTurn.selector, id, number);
        return stageNotValid(id, stage);
    }

    function same(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    function test_everyVerbInEveryStageByEveryParty() public {
        uint256 led = 0;
        for (uint8 s = 0; s <= uint8(type(Stage).max); ++s) {
            Stage stage = Stage(s);
            RequestId id = reach(stage, string(abi.encodePacked("request ", bytes1(65 + s))));
            assertStage(id, stage);
            for (uint8 v = 0; v <= uint8(type(Verb).max); ++v) led += tryAll(id, stage, Verb(v));
        }
        assertEq(led, 17, "ways from stage to stage");
    }

    function tryAll(RequestId id, Stage stage, Verb verb) private returns (uint256 led) {
        string[4] memory all = parties();
        for (uint256 i = 0; i < all.length; ++i) {
            Stage expected = next(stage, verb);
            if (expected == Stage.None || !same(all[i], turnOf(stage, verb))) {
                isRefused(all[i], verb, id, refusalOf(id, stage, verb, all[i]));
                assertStage(id, stage);
                continue;
            }
            uint256 before = vm.snapshotState();
            does(all[i], verb, id);
            assertStage(id, expected);
            vm.revertToState(before);
            ++led;
        }
    }

    function testFuzz_aWalkReachesOnlyDeclaredStages(uint256 seed) public {
        RequestId id;
        Expected memory e;
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 r = uint256(keccak256(abi.encode(seed, i)));
            if (!isOpen(e.stage))
                (id, e) = begin(string(abi.encodePacked("request ", bytes1(uint8(65 + i)))));
            letTimePass(e, r);
            if (r % 4 == 0) recordLateIfLate(id, e);
            else walk(id, e, pick(e.stage, r >> 8), r >> 16);
            assertAsExpected(id, e);
        }
    }

    function begin(string memory name) private returns (RequestId id, Expected memory e) {
        id = filed(name);
        e.stage = Stage.Review;
        start(e, Step.Review);
    }

    function start(Expected memory e, Step step) private view {
        (e.deadline, ) = clocks.deadline(step, uint48(vm.getBlockTimestamp()));
        e.lateRecorded = false;
    }

    /// @dev A day or two, or to the clock's last second, or to the one after.
    function letTimePass(Expected memory e, uint256 r) private {
        uint256 time = vm.getBlockTimestamp();
        uint256 to = time + ((r >> 128) % 2 days);
        if (e.deadline > time && (r >> 192) % 4 == 0) to = e.deadline + ((r >> 200) % 2);
        vm.warp(to);
    }

    function recordLateIfLate(RequestId id, Expected memory e) private {
        bool late = e.deadline != 0 && vm.getBlockTimestamp() > e.deadline;
        if (late || e.lateRecorded) e.lateRecorded = true;
        else notLate(id, e.deadline);
        recordLate(id);
    }

    /// @dev Every other time a verb that leads on.
    function pick(Stage stage, uint256 r) private pure returns (Verb verb) {
        uint256 count = uint256(type(Verb).max) + 1;
        verb = Verb((r >> 1) % count);
        while (r % 2 == 0 && next(stage, verb) == Stage.None) verb = Verb((uint256(verb) + 1) % count);
    }

    /// @dev Three times in four by whoever's verb it is.
    function walk(RequestId id, Expected memory e, Verb verb, uint256 r) private {
        string memory code = r % 4 > 0 ? turnOf(e.stage, verb) : parties()[(r >> 8) % 4];
        Stage to = next(e.stage, verb);
        // A silent provider does not keep the consumer waiting for ever.
        bool late = e.deadline != 0 && vm.getBlockTimestamp() > e.deadline;
        if (verb == Verb.AskMediation && e.stage == Stage.Decision && late) to = Stage.Mediation;
        bool again = verb == Verb.SendBack && e.wasReturned;
        if (to == Stage.None || again || !same(code, turnOf(e.stage, verb))) {
            (bool done, ) = tries(officer(code), verb, RequestStep(id, 1, "because"));
            return assertTrue(!done, "refused");
        }
        does(code, verb, id);
        move(e, verb, to);
    }

    function move(Expected memory e, Verb verb, Stage to) private view {
        uint48 time = uint48(vm.getBlockTimestamp());
        if (verb == Verb.SendBack) {
            uint8 left = time > e.deadline ? 0 : clocks.workingDaysLeft(time, e.deadline);
            (e.before, e.left, e.wasReturned, e.lateRecorded) = (e.stage, left, true, false);
        }
        if (verb == Verb.Complete) to = e.before;
        (e.stage, e.deadline) = (to, 0);
        if (verb == Verb.Complete) (e.deadline, ) = clocks.deadlineAfter(e.left == 0 ? 1 : e.left, time);
        if (verb == Verb.Pass || verb == Verb.Direct) start(e, Step.ReplyOnPlatform);
        if (verb == Verb.AskMediation) start(e, Step.Mediation);
    }

    function assertAsExpected(RequestId id, Expected memory e) private view {
        Asked memory r = requests.asked(id);
        assertStage(id, e.stage);
        assertEq(r.deadline, e.deadline, "deadline");
        assertEq(r.left, e.left, "days left");
        assertTrue(r.before == e.before, "where it goes on");
        assertTrue(r.wasReturned == e.wasReturned, "returned once");
        assertTrue(r.lateRecorded == e.lateRecorded, "lateness on record");
    }
}
