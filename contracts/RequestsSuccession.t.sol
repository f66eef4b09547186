// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFactLog} from "./interfaces/IFactLog.sol";
import {Asked, Filing, IRequests, RequestStep, Stage} from "./interfaces/IRequests.sol";
import {GrantId, Ids, RequestId} from "./lib/Ids.sol";
import {RequestsTest, Verb} from "./test/RequestsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev All sharing contracts are succeeded while requests are on their way.
contract RequestsSuccessionTest is RequestsTest {
    IRequests private first;

    function succeed() private {
        first = requests;
        sharing.succeeded();
        look();
    }

    function sealed_() private {
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("requests"), requests));
    }

    function test_everyRequestReadsAsItWas() public {
        uint8 count = uint8(type(Stage).max) + 1;
        RequestId[] memory ids = new RequestId[](count);
        for (uint8 s = 0; s < count; ++s) {
            ids[s] = reach(Stage(s), string(abi.encodePacked("request ", bytes1(65 + s))));
        }
        succeed();
        for (uint8 s = 0; s < count; ++s) {
            assertStage(ids[s], Stage(s));
            assertEq(abi.encode(requests.asked(ids[s])), abi.encode(first.asked(ids[s])), "as it was");
        }
    }

    function goesOn(Stage from, Verb verb, Stage to) private {
        RequestId id = reach(from, "first");
        Asked memory before = requests.asked(id);
        succeed();
        does(turnOf(from, verb), verb, id);
        Asked memory r = requests.asked(id);
        assertStage(id, to);
        assertEq(r.consumer, before.consumer, "consumer");
        assertEq(r.provider, before.provider, "provider");
        assertEq(r.fields, before.fields, "fields");
        assertTrue(first.asked(id).stage == from, "the first generation stays as it was");
    }

    function test_aRequestInReviewGoesOn() public {
        goesOn(Stage.Review, Verb.Pass, Stage.Decision);
    }

    function test_aRequestInDecisionGoesOn() public {
        goesOn(Stage.Decision, Verb.Refuse, Stage.Refused);
    }

    function test_aRequestInDecisionIsGranted() public {
        goesOn(Stage.Decision, Verb.Issue, Stage.Granted);
        assertEq(grants.terms(Ids.grant(idOf("first"), GrantId.wrap(0))).consumer, 3, "the grant");
    }

    function test_aReturnedRequestGoesOn() public {
        goesOn(Stage.Returned, Verb.Complete, Stage.Review);
        assertClock(idOf("first"), endOf(2025, 10, 15), "with the days left");
    }

    function test_aRefusedRequestGoesOn() public {
        goesOn(Stage.Refused, Verb.AskMediation, Stage.Mediation);
    }

    function test_aMediationGoesOn() public {
        goesOn(Stage.Mediation, Verb.Direct, Stage.Directed);
    }

    function test_aDirectedGrantIsIssued() public {
        goesOn(Stage.Directed, Verb.Issue, Stage.Granted);
    }

    function test_aRequestIsWithdrawn() public {
        goesOn(Stage.Review, Verb.Withdraw, Stage.Withdrawn);
    }

    function test_aRequestThatWasReturnedBeforeIsNotReturnedAgain() public {
        RequestId id = reach(Stage.Returned, "first");
        succeed();
        does(CONSUMER, Verb.Complete, id);
        bytes memory refusal = abi.encodeWithSelector(IRequests.AlreadyReturned.selector, id);
        isRefused(BUREAU, Verb.SendBack, id, refusal);
    }

    function test_aClockRunsOnToTheSecond() public {
        RequestId id = filed("first");
        uint48 deadline = requests.asked(id).deadline;
        succeed();
        vm.warp(deadline);
        notLate(id, deadline);
        recordLate(id);
        vm.warp(uint256(deadline) + 1);
        recordLate(id);
        assertTrue(requests.asked(id).lateRecorded, "on record");
    }

    function test_whatIsOnRecordIsNotRecordedAgain() public {
        RequestId id = filed("first");
        vm.warp(uint256(requests.asked(id).deadline) + 1);
        recordLate(id);
        succeed();
        vm.recordLogs();
        recordLate(id);
        assertEq(vm.getRecordedLogs().length, 0, "no second fact");
    }

    function test_aNameThatWasUsedBeforeIsTaken() public {
        RequestId id = filed("first");
        succeed();
        Filing memory f = sharing.filing(closed, "first");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, id));
        file(f);
    }

    function test_unconditionalDataIsStillGrantedAtOnce() public {
        succeed();
        assertStage(sharing.filed(CONSUMER, open, "first"), Stage.Granted);
    }

    function test_theFirstGenerationAnswersNothingMore() public {
        RequestId id = filed("first");
        succeed();
        RequestStep[] memory steps = sharing.step(id, 1);
        sealed_();
        signs(officer(BUREAU));
        first.pass(0, steps);
    }

    function test_theFirstGenerationFilesNothingMore() public {
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(closed, "first");
        succeed();
        sealed_();
        signs(officer(CONSUMER));
        first.file(0, all);
    }

    function test_theFirstGenerationRecordsNoLatenessMore() public {
        RequestId id = filed("first");
        vm.warp(uint256(requests.asked(id).deadline) + 1);
        recordLate(id);
        succeed();
        sealed_();
        first.recordLateAnswers(one(id));
    }

    function test_theFirstGenerationIsSettledNoMore() public {
        RequestId id = reach(Stage.Decision, "first");
        succeed();
        sealed_();
        vm.prank(address(grants), boss);
        first.settle(id);
    }
}
