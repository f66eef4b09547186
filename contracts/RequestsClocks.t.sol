// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar, Step} from "./interfaces/IClocks.sol";
import {Stage} from "./interfaces/IRequests.sol";
import {Sharing as Kind, SupplyItem} from "./interfaces/ISupply.sol";
import {RequestId} from "./lib/Ids.sol";
import {Civil, Date} from "./test/Civil.sol";
import {RequestsTest, Verb} from "./test/RequestsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev When each answer is due, and what is late. From Monday, 13 October 2025.
contract RequestsClocksTest is RequestsTest {
    uint256 private constant LATE_OF_GRANT = 5;

    function october(uint256 day, uint256 hour) private pure returns (uint48) {
        return Civil.moment(2025, 10, day, hour);
    }

    function offPlatform() private {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = sharing.item(closed, Kind.Conditional);
        all[0].onPlatform = false;
        signs(boss);
        supply.listItems(0, all);
    }

    function test_theReviewIsDueWithinTwoWorkingDays() public {
        assertClock(reach(Stage.Review, "first"), endOf(2025, 10, 15), "Wednesday");
    }

    function test_theAnswerIsDueWithinFiveWhenTheDataIsOnThePlatform() public {
        RequestId id = filed("first");
        vm.warp(october(14, 9));
        sharing.passed(id);
        assertClock(id, endOf(2025, 10, 21), "from the day it was passed on");
    }

    function test_theAnswerIsDueWithinTenWhenItIsNotYet() public {
        offPlatform();
        assertClock(reach(Stage.Decision, "first"), endOf(2025, 10, 27), "ten days");
    }

    function test_mediationIsDueWithinFive() public {
        RequestId id = reach(Stage.Refused, "first");
        vm.warp(october(31, 9));
        does(CONSUMER, Verb.AskMediation, id);
        assertClock(id, endOf(2025, 11, 7), "from the day it was asked for");
    }

    function test_aDirectedGrantIsDueLikeAnAnswer() public {
        assertClock(reach(Stage.Directed, "first"), endOf(2025, 10, 20), "on the platform");
        offPlatform();
        assertClock(reach(Stage.Directed, "second"), endOf(2025, 10, 27), "not yet on it");
    }

    function test_noClockRunsForTheConsumerOrAfterTheEnd() public {
        Stage[6] memory still = [
            Stage.Returned,
            Stage.Rejected,
            Stage.Refused,
            Stage.Upheld,
            Stage.Granted,
            Stage.Withdrawn
        ];
        for (uint8 i = 0; i < still.length; ++i) {
            RequestId id = reach(still[i], string(abi.encodePacked("request ", bytes1(65 + i))));
            assertClock(id, 0, "no clock");
        }
    }

    function test_aNewTermHoldsFromTheNextClockOn() public {
        RequestId id = filed("first");
        setTerm(Step.Review, 10);
        setTerm(Step.ReplyOnPlatform, 1);
        assertClock(id, endOf(2025, 10, 15), "the running clock stays");
        sharing.passed(id);
        assertClock(id, endOf(2025, 10, 14), "the next has the new term");
    }

    function test_aNewTableHoldsFromTheNextClockOn() public {
        RequestId id = filed("first");
        Calendar memory c = officialTable(2025);
        takeOff(c, Date(2025, 10, 14));
        publish(c);
        assertClock(id, endOf(2025, 10, 15), "the running clock stays");
        sharing.passed(id);
        assertClock(id, endOf(2025, 10, 21), "the next goes by the new table");
    }

    /// @dev The answer at its clock's last second, and a second later.
    function isLateAfterItsDeadline(Stage stage, Verb verb) private {
        assertLateness(stage, verb, 0);
        assertLateness(stage, verb, 1);
    }

    function assertLateness(Stage stage, Verb verb, uint256 late) private {
        vm.warp(monday);
        string memory name = string(
            abi.encodePacked("request ", bytes1(65 + uint8(verb)), bytes1(65 + uint8(late)))
        );
        RequestId id = reach(stage, name);
        vm.warp(requests.asked(id).deadline + late);
        vm.recordLogs();
        does(turnOf(stage, verb), verb, id);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payloadWord(last, verb == Verb.Issue ? LATE_OF_GRANT : 0), late, "late");
    }

    function test_passingARequestOnIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Review, Verb.Pass);
    }

    function test_theBureausReturnIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Review, Verb.SendBack);
    }

    function test_aRejectionIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Review, Verb.Reject);
    }

    function test_theProvidersReturnIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Decision, Verb.SendBack);
    }

    function test_aRefusalIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Decision, Verb.Refuse);
    }

    function test_aGrantIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Decision, Verb.Issue);
    }

    function test_directingAGrantIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Mediation, Verb.Direct);
    }

    function test_upholdingARefusalIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Mediation, Verb.Uphold);
    }

    function test_aDirectedGrantIsLateOneSecondAfterTheDeadline() public {
        isLateAfterItsDeadline(Stage.Directed, Verb.Issue);
    }

    function test_theNextClockStartsWithALateAnswer() public {
        RequestId id = filed("first");
        vm.warp(october(22, 9));
        sharing.passed(id);
        assertClock(id, endOf(2025, 10, 29), "five days from the late answer");
    }

    function returnsAt(RequestId id, uint48 time, uint8 left) private {
        Stage stage = requests.asked(id).stage;
        vm.warp(time);
        does(turnOf(stage, Verb.SendBack), Verb.SendBack, id);
        assertEq(requests.asked(id).left, left, "days left");
        assertClock(id, 0, "the clock stands still");
    }

    function completesAt(RequestId id, uint48 time, Stage stage, uint48 deadline) private {
        vm.warp(time);
        does(CONSUMER, Verb.Complete, id);
        assertStage(id, stage);
        assertClock(id, deadline, "the clock goes on");
    }

    function test_aReviewGoesOnWithTheDaysThatWereLeft() public {
        RequestId id = filed("first");
        returnsAt(id, october(14, 9), 1);
        completesAt(id, october(30, 9), Stage.Review, endOf(2025, 10, 31));
    }

    function test_aDecisionGoesOnWithTheDaysThatWereLeft() public {
        RequestId id = reach(Stage.Decision, "first");
        returnsAt(id, october(16, 9), 2);
        completesAt(id, october(30, 9), Stage.Decision, endOf(2025, 11, 3));
    }

    function test_theDaysLeftDoNotCountHolidays() public {
        vm.warp(Civil.moment(2025, 9, 29, 9));
        RequestId id = reach(Stage.Decision, "first");
        returnsAt(id, Civil.moment(2025, 9, 30, 9), 4);
        completesAt(id, Civil.moment(2026, 2, 13, 9), Stage.Decision, endOf(2026, 2, 26));
    }

    function test_whoReturnsARequestOnTheLastDayHasOneDayLeft() public {
        RequestId id = filed("first");
        returnsAt(id, endOf(2025, 10, 15) - 1, 0);
        completesAt(id, october(20, 9), Stage.Review, endOf(2025, 10, 21));
    }

    function test_whoReturnsARequestTooLateHasOneDayLeft() public {
        RequestId id = filed("first");
        returnsAt(id, october(28, 9), 0);
        completesAt(id, october(30, 9), Stage.Review, endOf(2025, 10, 31));
    }

    function test_aReturnAndACompletionOnOneDayLeaveTheDeadlineWhereItWas() public {
        RequestId id = filed("first");
        returnsAt(id, october(14, 9), 1);
        completesAt(id, october(14, 17), Stage.Review, endOf(2025, 10, 15));
    }

    function test_aCompletionBeyondTheTablesIsProvisional() public {
        RequestId id = reach(Stage.Returned, "first");
        vm.warp(Civil.moment(2026, 12, 31, 9));
        vm.recordLogs();
        does(CONSUMER, Verb.Complete, id);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payloadWord(last, 0), endOf(2027, 1, 4), "deadline");
        assertEq(payloadWord(last, 1), 1, "provisional");
    }

    function test_everyClockBeyondTheTablesIsProvisional() public {
        Stage[3] memory from = [Stage.Review, Stage.Refused, Stage.Mediation];
        Verb[3] memory verbs = [Verb.Pass, Verb.AskMediation, Verb.Direct];
        // Where `provisional` stands in the payload of each.
        uint8[3] memory at_ = [2, 2, 2];
        for (uint8 i = 0; i < from.length; ++i) {
            vm.warp(monday);
            RequestId id = reach(from[i], string(abi.encodePacked("request ", bytes1(65 + i))));
            vm.warp(Civil.moment(2026, 12, 30, 9));
            vm.recordLogs();
            does(turnOf(from[i], verbs[i]), verbs[i], id);
            (Vm.Log memory last, ) = onlyLog();
            assertEq(payloadWord(last, at_[i]), 1, "provisional");
        }
    }
}
