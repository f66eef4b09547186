// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Step} from "./interfaces/IClocks.sol";
import {RequestId} from "./lib/Ids.sol";
import {Civil} from "./test/Civil.sol";
import {ClocksTest} from "./test/ClocksTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev How days are counted. October 2025: off from Wednesday the 1st to Wednesday the 8th; Saturday the 11th
/// is worked.
contract ClocksDaysTest is ClocksTest {
    function october(uint256 day, uint256 hour) private pure returns (uint48) {
        return Civil.moment(2025, 10, day, hour);
    }

    function test_theFirstDayDoesNotCount() public {
        publishOfficialTables();
        assertDeadline(october(13, 0), 1, endOf(2025, 10, 14), false, "from a Monday's first second");
        assertDeadline(october(13, 24) - 1, 1, endOf(2025, 10, 14), false, "from its last");
    }

    function test_theDayBeginsAtMidnightInShanghai() public {
        publishOfficialTables();
        uint48 midnight = october(14, 0);
        assertEq(midnight % 86_400, 16 * 3600, "which is 16:00 of the day before in UTC");
        assertDeadline(midnight - 1, 1, endOf(2025, 10, 14), false, "a second before");
        assertDeadline(midnight, 1, endOf(2025, 10, 15), false, "at midnight");
    }

    function test_theEndIs24OClockOfTheLastDay() public {
        publishOfficialTables();
        (uint48 until, ) = clocks.deadlineAfter(2, october(14, 9));
        assertEq(until, 1_760_630_400, "2025-10-17T00:00:00+08:00");
    }

    function test_weekendsDoNotCount() public {
        publishOfficialTables();
        assertDeadline(october(17, 9), 1, endOf(2025, 10, 20), false, "from Friday to Monday");
        assertDeadline(october(18, 9), 1, endOf(2025, 10, 20), false, "from Saturday too");
    }

    function test_holidaysDoNotCount() public {
        publishOfficialTables();
        assertDeadline(Civil.moment(2025, 9, 30, 9), 1, endOf(2025, 10, 9), false, "over National Day");
    }

    function test_aWeekendThatIsWorkedCounts() public {
        publishOfficialTables();
        assertDeadline(october(10, 9), 1, endOf(2025, 10, 11), false, "Saturday");
    }

    function test_withoutATableOnlyWeekendsAreOffAndTheDeadlineIsProvisional() public view {
        assertDeadline(Civil.moment(2025, 9, 30, 9), 1, endOf(2025, 10, 1), true, "on National Day");
        assertDeadline(october(10, 9), 1, endOf(2025, 10, 13), true, "not on a worked Saturday");
    }

    function test_aDeadlineIsProvisionalWhenAnyOfItsYearsHasNoTable() public {
        publish(officialTable(2025));
        assertDeadline(Civil.moment(2025, 12, 30, 9), 1, endOf(2025, 12, 31), false, "within the table");
        assertDeadline(Civil.moment(2025, 12, 30, 9), 2, endOf(2026, 1, 1), true, "beyond it");
    }

    function test_aDeadlineIsNotProvisionalForADayThatDoesNotCount() public {
        publish(officialTable(2026));
        assertDeadline(Civil.moment(2025, 12, 31, 9), 1, endOf(2026, 1, 4), false, "filed in 2025");
    }

    function test_twoTablesMeetAtTheYearsEnd() public {
        publishOfficialTables();
        assertDeadline(Civil.moment(2025, 12, 31, 9), 1, endOf(2026, 1, 4), false, "a Sunday that is worked");
        assertDeadline(Civil.moment(2025, 12, 31, 9), 2, endOf(2026, 1, 5), false, "and Monday");
    }

    function test_aLeapDayCounts() public {
        publish(weekendsOf(2028));
        assertDeadline(Civil.moment(2028, 2, 28, 9), 1, endOf(2028, 2, 29), false, "a Tuesday");
        assertDeadline(Civil.moment(2028, 12, 29, 9), 1, endOf(2029, 1, 1), true, "after the 366th day");
    }

    function test_aStepsDeadlineIsItsTerms() public {
        publishOfficialTables();
        uint48 from = october(13, 9);
        (uint48 until, bool provisional) = clocks.deadline(Step.ReplyOnPlatform, from);
        assertEq(until, endOf(2025, 10, 20), "five days");
        assertTrue(!provisional, "by the tables");
        setTerm(Step.ReplyOnPlatform, 1);
        (until, ) = clocks.deadline(Step.ReplyOnPlatform, from);
        assertEq(until, endOf(2025, 10, 14), "one day");
    }

    function test_aDeadlineThatWasGivenStays() public {
        publish(weekendsOf(2025));
        vm.warp(Civil.moment(2025, 9, 30, 9));
        RequestId id = sharing.filed("transport", closed, "first");
        assertEq(requests.asked(id).deadline, endOf(2025, 10, 2), "by the first table");

        publish(officialTable(2025));
        setTerm(Step.Review, 30);
        assertEq(requests.asked(id).deadline, endOf(2025, 10, 2), "still");
    }

    function test_theDaysLeftAreThoseAfterToday() public {
        publishOfficialTables();
        uint48 until = endOf(2025, 10, 16);
        assertEq(clocks.workingDaysLeft(october(10, 9), until), 5, "with a Saturday that is worked");
        assertEq(clocks.workingDaysLeft(october(15, 0), until), 1, "from the day before");
        assertEq(clocks.workingDaysLeft(october(16, 0), until), 0, "on the last day");
        assertEq(clocks.workingDaysLeft(until - 1, until), 0, "at its last second");
        assertEq(clocks.workingDaysLeft(until, until), 0, "at the end");
        assertEq(clocks.workingDaysLeft(until + 1, until), 0, "after it");
    }
}
