// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A calendar date, as people write it.
struct Date {
    uint256 year;
    uint256 month;
    uint256 day;
}

/// @dev Dates by a table of months and Zeller's congruence: nothing that lib/WorkingDays.sol does, so that each
/// checks the other.
library Civil {
    function lengthOf(uint256 year, uint256 month) internal pure returns (uint256) {
        if (month == 2) return isLeap(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function isLeap(uint256 year) internal pure returns (bool) {
        if (year % 400 == 0) return true;
        return year % 4 == 0 && year % 100 != 0;
    }

    function advance(Date memory d) internal pure {
        if (++d.day <= lengthOf(d.year, d.month)) return;
        d.day = 1;
        if (++d.month <= 12) return;
        d.month = 1;
        ++d.year;
    }

    function isWeekend(Date memory d) internal pure returns (bool) {
        (uint256 m, uint256 y) = d.month < 3 ? (d.month + 12, d.year - 1) : (d.month, d.year);
        // 0 is Saturday, 1 is Sunday.
        return (d.day + (13 * (m + 1)) / 5 + y + y / 4 - y / 100 + y / 400) % 7 < 2;
    }

    /// @dev From 0.
    function dayOfYear(Date memory d) internal pure returns (uint256 n) {
        for (uint256 month = 1; month < d.month; ++month) n += lengthOf(d.year, month);
        return n + d.day - 1;
    }

    /// @dev The date's 00:00 in Asia/Shanghai, in seconds. From 1971 on.
    function startOf(Date memory d) internal pure returns (uint256) {
        uint256 n = dayOfYear(d);
        for (uint256 year = 1970; year < d.year; ++year) n += isLeap(year) ? 366 : 365;
        return n * 86_400 - 8 * 3600;
    }

    /// @dev An hour of a day in Asia/Shanghai, in seconds.
    function moment(uint256 year, uint256 month, uint256 day, uint256 hour) internal pure returns (uint48) {
        return uint48(startOf(Date(year, month, day)) + hour * 3600);
    }
}
