// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./interfaces/IFactLog.sol";
import {AnswerLatePayload, Asked, IRequests, Stage} from "./interfaces/IRequests.sol";
import {Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {RequestsTest, Verb} from "./test/RequestsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev That an answer is late is on record once anyone says so, and never a second early.
contract RequestsLateTest is RequestsTest {
    address private constant ANYONE = address(0xa11);

    function two(RequestId a, RequestId b) private pure returns (RequestId[] memory all) {
        all = new RequestId[](2);
        (all[0], all[1]) = (a, b);
    }

    function late(Stage stage, string memory name) private returns (RequestId id) {
        id = reach(stage, name);
        vm.warp(uint256(requests.asked(id).deadline) + 1);
    }

    function countLogs() private returns (uint256) {
        return vm.getRecordedLogs().length;
    }

    function isOwedBy(string memory code, Stage stage) private {
        RequestId id = late(stage, "first");
        Asked memory before = requests.asked(id);
        vm.recordLogs();
        signs(ANYONE);
        recordLate(id);

        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IRequests.AnswerLate.selector, "event");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(id, Ids.organisation(code)), "who owes it");
        assertEq(h.by, by(0, false, numberOf(h.by), ANYONE), "said by nobody in particular");
        (, AnswerLatePayload memory p) = abi.decode(last.data, (Header, AnswerLatePayload));
        assertEq(abi.encode(p), abi.encode(AnswerLatePayload(stage, before.deadline, "")), "payload");

        before.lateRecorded = true;
        assertEq(abi.encode(requests.asked(id)), abi.encode(before), "nothing else changes");
    }

    function test_aLateReviewIsTheBureaus() public {
        isOwedBy(BUREAU, Stage.Review);
    }

    function test_aLateDecisionIsTheProviders() public {
        isOwedBy(PROVIDER, Stage.Decision);
    }

    function test_aLateMediationIsTheBureaus() public {
        isOwedBy(BUREAU, Stage.Mediation);
    }

    function test_aLateDirectedGrantIsTheProviders() public {
        isOwedBy(PROVIDER, Stage.Directed);
    }

    function isNotLateAtItsDeadline(Stage stage) private {
        RequestId id = reach(stage, "first");
        uint48 deadline = requests.asked(id).deadline;
        vm.warp(deadline);
        notLate(id, deadline);
        recordLate(id);
        vm.warp(uint256(deadline) + 1);
        recordLate(id);
        assertTrue(requests.asked(id).lateRecorded, "one second after");
    }

    function test_aReviewIsNotLateAtItsDeadline() public {
        isNotLateAtItsDeadline(Stage.Review);
    }

    function test_aDecisionIsNotLateAtItsDeadline() public {
        isNotLateAtItsDeadline(Stage.Decision);
    }

    function test_aMediationIsNotLateAtItsDeadline() public {
        isNotLateAtItsDeadline(Stage.Mediation);
    }

    function test_aDirectedGrantIsNotLateAtItsDeadline() public {
        isNotLateAtItsDeadline(Stage.Directed);
    }

    function testFuzz_nobodyRecordsLatenessEarly(uint256 stage, uint256 time) public {
        Stage[4] memory waiting = [Stage.Review, Stage.Decision, Stage.Mediation, Stage.Directed];
        RequestId id = reach(waiting[stage % 4], "first");
        uint48 deadline = requests.asked(id).deadline;
        vm.warp(bound(time, monday, deadline));
        notLate(id, deadline);
        recordLate(id);
    }

    function testFuzz_anyoneRecordsLatenessAfterwards(address key, uint256 stage, uint256 time) public {
        Stage[4] memory waiting = [Stage.Review, Stage.Decision, Stage.Mediation, Stage.Directed];
        RequestId id = reach(waiting[stage % 4], "first");
        vm.warp(bound(time, uint256(requests.asked(id).deadline) + 1, type(uint48).max));
        signs(key);
        recordLate(id);
        assertTrue(requests.asked(id).lateRecorded, "on record");
    }

    function test_whatTheConsumerOwesIsNeverLate() public {
        Stage[2] memory theirs = [Stage.Returned, Stage.Refused];
        for (uint8 i = 0; i < theirs.length; ++i) {
            vm.warp(monday);
            RequestId id = reach(theirs[i], string(abi.encodePacked("request ", bytes1(65 + i))));
            vm.warp(monday + 1000 days);
            notLate(id, 0);
            recordLate(id);
        }
    }

    function test_whatHasEndedIsNeverLate() public {
        Stage[4] memory ended = [Stage.Rejected, Stage.Upheld, Stage.Granted, Stage.Withdrawn];
        for (uint8 i = 0; i < ended.length; ++i) {
            vm.warp(monday);
            RequestId id = reach(ended[i], string(abi.encodePacked("request ", bytes1(65 + i))));
            vm.warp(monday + 1000 days);
            notLate(id, 0);
            recordLate(id);
        }
    }

    function test_whatNobodyFiledIsNeverLate() public {
        refusedWith(abi.encodeWithSelector(IRequests.RequestUnknown.selector, idOf("first")));
        recordLate(idOf("first"));
    }

    function test_whatIsOnRecordIsSkipped() public {
        RequestId id = late(Stage.Review, "first");
        recordLate(id);
        vm.recordLogs();
        recordLate(id);
        assertEq(countLogs(), 0, "no second fact");
    }

    function test_aRequestTwiceInOneBatchIsOneFact() public {
        RequestId id = late(Stage.Review, "first");
        vm.recordLogs();
        requests.recordLateAnswers(two(id, id));
        assertEq(countLogs(), 1, "one fact");
    }

    function test_twoKeepersRacingLoseNothing() public {
        RequestId a = filed("first");
        RequestId b = late(Stage.Review, "second");
        recordLate(a);
        vm.recordLogs();
        requests.recordLateAnswers(two(a, b));
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IRequests.AnswerLate.selector, "event");
        assertEq(h.subjects[0], RequestId.unwrap(b), "of the other");
    }

    function test_aBatchWithOneThatIsNotLateRecordsNothing() public {
        RequestId a = late(Stage.Review, "first");
        RequestId b = filed("second");
        notLate(b, requests.asked(b).deadline);
        requests.recordLateAnswers(two(a, b));
        assertTrue(!requests.asked(a).lateRecorded, "nothing on record");
    }

    function test_anAnswerThatCameFirstIsNotRecordedAsLateAgain() public {
        RequestId id = late(Stage.Review, "first");
        sharing.passed(id);
        notLate(id, requests.asked(id).deadline);
        recordLate(id);
    }

    function test_anAnswerAfterTheRecordIsLateStill() public {
        RequestId id = late(Stage.Review, "first");
        recordLate(id);
        vm.recordLogs();
        sharing.passed(id);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payloadWord(last, 0), 1, "late");
    }

    function test_eachClockOfARequestMayBeLate() public {
        RequestId id = late(Stage.Review, "first");
        recordLate(id);
        sharing.passed(id);
        lateAgain(id);
        does(PROVIDER, Verb.Refuse, id);
        does(CONSUMER, Verb.AskMediation, id);
        lateAgain(id);
        does(BUREAU, Verb.Direct, id);
        lateAgain(id);
    }

    function lateAgain(RequestId id) private {
        assertTrue(!requests.asked(id).lateRecorded, "a new clock");
        vm.warp(uint256(requests.asked(id).deadline) + 1);
        recordLate(id);
        assertTrue(requests.asked(id).lateRecorded, "late too");
    }

    function test_aCompletedRequestMayBeLateAgain() public {
        RequestId id = late(Stage.Review, "first");
        recordLate(id);
        does(BUREAU, Verb.SendBack, id);
        does(CONSUMER, Verb.Complete, id);
        lateAgain(id);
    }

    function test_aLateReviewIsOfTheBureauThatWasInOffice() public {
        RequestId id = late(Stage.Review, "first");
        given.bureau("bureau-2");
        vm.recordLogs();
        recordLate(id);
        (, Header memory h) = onlyLog();
        assertEq(h.subjects[1], OrganisationId.unwrap(Ids.organisation(BUREAU)), "who owed it");
    }

    function test_aReviewThatTurnsLateAfterwardsIsTheNextBureaus() public {
        RequestId id = reach(Stage.Review, "first");
        given.bureau("bureau-2");
        vm.warp(uint256(requests.asked(id).deadline) + 1);
        vm.recordLogs();
        recordLate(id);
        (, Header memory h) = onlyLog();
        assertEq(h.subjects[1], OrganisationId.unwrap(Ids.organisation("bureau-2")), "who owes it");
    }

    function test_whatIsWithdrawnTooLateForAnAnswerSaysSo() public {
        RequestId id = late(Stage.Decision, "first");
        vm.recordLogs();
        does(CONSUMER, Verb.Withdraw, id);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payloadWord(last, 0), 1, "late");
    }

    function test_nothingToRecordIsNoFact() public {
        vm.recordLogs();
        requests.recordLateAnswers(new RequestId[](0));
        assertEq(countLogs(), 0, "no fact");
    }

    function test_aSilentProviderIsMediatedOnceItIsLate() public {
        RequestId id = reach(Stage.Decision, "first");
        vm.warp(requests.asked(id).deadline);
        isRefused(CONSUMER, Verb.AskMediation, id, stageNotValid(id, Stage.Decision));
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.recordLogs();
        does(CONSUMER, Verb.AskMediation, id);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payloadWord(last, 0), 1, "it says that the provider was late");
        assertStage(id, Stage.Mediation);
    }

    function test_onlyTheConsumerHasASilentProviderMediated() public {
        RequestId id = late(Stage.Decision, "first");
        bytes memory notTheirs = abi.encodeWithSelector(
            IRequests.NotYourTurn.selector,
            id,
            numberOf(PROVIDER)
        );
        isRefused(PROVIDER, Verb.AskMediation, id, notTheirs);
    }
}
