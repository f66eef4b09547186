// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Days in Asia/Shanghai, which is UTC+8 all year round (it has had no summer time since 1991). A day is
/// counted from 1970-01-01, which was a Thursday.
library WorkingDays {
    uint256 internal constant FIRST_YEAR = 1970;
    uint256 private constant OFFSET = 8 hours;

    /// @param time Seconds.
    function dayOf(uint256 time) internal pure returns (uint256) {
        return (time + OFFSET) / 1 days;
    }

    /// @dev 24:00 of the day, in seconds.
    function endOf(uint256 day) internal pure returns (uint256) {
        return (day + 1) * 1 days - OFFSET;
    }

    function isWeekend(uint256 day) internal pure returns (bool) {
        uint256 weekday = (day + 4) % 7; // 0 is Sunday
        return weekday == 0 || weekday == 6;
    }

    /// @dev 1 January of the year, as a day.
    function firstDayOf(uint256 year) internal pure returns (uint256) {
        return (year - FIRST_YEAR) * 365 + _leapYearsBefore(year) - _leapYearsBefore(FIRST_YEAR);
    }

    function yearOf(uint256 day) internal pure returns (uint256 year) {
        // Never too early, for no year has fewer days.
        year = FIRST_YEAR + day / 365;
        while (firstDayOf(year) > day) --year;
    }

    /// @dev Of the Gregorian calendar.
    function _leapYearsBefore(uint256 year) private pure returns (uint256) {
        uint256 last = year - 1;
        return last / 4 - last / 100 + last / 400;
    }
}
