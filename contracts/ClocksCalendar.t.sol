// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "./interfaces/IClocks.sol";
import {Civil, Date} from "./test/Civil.sol";
import {ClocksTest} from "./test/ClocksTest.sol";

/// @dev Deadlines against a calendar that walks from date to date: 40 dates in each of 256 runs.
contract ClocksCalendarTest is ClocksTest {
    uint256 private constant DATES = 40;

    uint256 private _seed;
    mapping(uint256 year => bool) private _published;

    function random(uint256 salt) private view returns (uint256) {
        return uint256(keccak256(abi.encode(_seed, salt)));
    }

    /// @dev Of a published year: about one day in twelve is not what its weekday says.
    function isOff(Date memory d) private view returns (bool) {
        bool weekend = Civil.isWeekend(d);
        if (!_published[d.year]) return weekend;
        return weekend != (random(uint256(keccak256(abi.encode(d)))) % 12 == 0);
    }

    function publishYear(uint256 year) private {
        _published[year] = true;
        Calendar memory c;
        (c.year, c.source) = (uint16(year), "a notice");
        for (Date memory d = Date(year, 1, 1); d.year == year; Civil.advance(d)) {
            if (isOff(d)) takeOff(c, d);
        }
        publish(c);
    }

    /// @dev Most are near the year's end, where tables meet.
    function randomDate(uint256 year, uint256 salt) private view returns (Date memory d) {
        uint256 r = random(salt);
        d.year = year;
        d.month = r % 3 == 0 ? 1 + ((r >> 8) % 12) : 11 + ((r >> 8) % 2);
        d.day = 1 + ((r >> 16) % Civil.lengthOf(year, d.month));
    }

    function walk(Date memory d, uint256 workingDays) private view returns (uint48 end, bool provisional) {
        while (workingDays > 0) {
            Civil.advance(d);
            if (!_published[d.year]) provisional = true;
            if (!isOff(d)) --workingDays;
        }
        return (Civil.moment(d.year, d.month, d.day, 24), provisional);
    }

    function testFuzz_deadlinesAreWhatWalkingTheCalendarGives(uint256 seed) public {
        _seed = seed;
        uint256 year = 1971 + (random(0) % 230);
        if (random(1) % 3 > 0) publishYear(year);
        if (random(2) % 3 > 0) publishYear(year + 1);

        for (uint256 i = 0; i < DATES; ++i) {
            Date memory d = randomDate(year, 100 + i);
            uint256 r = random(200 + i);
            uint48 from = uint48(Civil.startOf(d) + (r % 86_400));
            uint8 term = uint8(1 + ((r >> 32) % ((r >> 64) % 8 == 0 ? 60 : 10)));
            (uint48 end, bool provisional) = walk(d, term);
            assertDeadline(from, term, end, provisional, "deadline");
            assertEq(clocks.workingDaysLeft(from, end), term, "days left");
        }
    }

    function test_everyYearOfFourCenturiesBeginsOnItsDay() public view {
        // A term of one day from the eve of each new year, without tables.
        for (uint256 year = 1971; year < 2371; ++year) {
            Date memory d = Date(year, 12, 31);
            uint48 from = uint48(Civil.startOf(d));
            (uint48 end, bool provisional) = walk(d, 1);
            assertDeadline(from, 1, end, provisional, "the year's first working day");
        }
    }

    function checkEveryDayOf(uint256 year) private {
        publishYear(year - 1);
        publishYear(year);
        publishYear(year + 1);
        for (Date memory d = Date(year, 1, 1); d.year == year; Civil.advance(d)) {
            uint48 from = uint48(Civil.startOf(d));
            Date memory start = Date(d.year, d.month, d.day);
            (uint48 end, bool provisional) = walk(start, 2);
            assertDeadline(from, 2, end, provisional, "at the day's first second");
            assertDeadline(from + 86_399, 2, end, provisional, "and at its last");
        }
    }

    function test_everyDayOfALeapYear() public {
        checkEveryDayOf(2028);
    }

    function test_everyDayOfAYearThatIsNoLeapYear() public {
        checkEveryDayOf(2027);
    }

    function test_everyDayOfACenturysLastYear() public {
        checkEveryDayOf(2100);
    }

    function test_everyDayOfALeapYearThatEndsAFourthCentury() public {
        checkEveryDayOf(2000);
    }
}
