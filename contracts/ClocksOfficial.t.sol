// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar} from "./interfaces/IClocks.sol";
import {Civil, Date} from "./test/Civil.sol";
import {ClocksTest} from "./test/ClocksTest.sol";

/// @dev The literals of test/vectors/working-days.json, which TypeScript is tested against too: China's tables
/// of 2025 and 2026.
contract ClocksOfficialTest is ClocksTest {
    function off(Calendar memory c, uint256 month, uint256 first, uint256 last) private pure {
        for (uint256 day = first; day <= last; ++day) takeOff(c, Date(c.year, month, day));
    }

    function worked(Calendar memory c, uint256 month, uint256 day) private pure {
        uint256 i = Civil.dayOfYear(Date(c.year, month, day));
        c.daysOff[i / 256] &= ~(uint256(1) << (i % 256));
    }

    function assertTable(Calendar memory c) private pure {
        Calendar memory official = officialTable(c.year);
        assertEq(bytes32(official.daysOff[0]), bytes32(c.daysOff[0]), "the first word");
        assertEq(bytes32(official.daysOff[1]), bytes32(c.daysOff[1]), "the second word");
    }

    function test_theTableOf2025IsWhatTheStateCouncilAnnounced() public pure {
        Calendar memory c = weekendsOf(2025);
        off(c, 1, 1, 1);
        off(c, 1, 28, 31);
        off(c, 2, 1, 4);
        off(c, 4, 4, 6);
        off(c, 5, 1, 5);
        off(c, 5, 31, 31);
        off(c, 6, 1, 2);
        off(c, 10, 1, 8);
        worked(c, 1, 26);
        worked(c, 2, 8);
        worked(c, 4, 27);
        worked(c, 9, 28);
        worked(c, 10, 11);
        assertTable(c);
    }

    function test_theTableOf2026IsWhatTheStateCouncilAnnounced() public pure {
        Calendar memory c = weekendsOf(2026);
        off(c, 1, 1, 3);
        off(c, 2, 15, 23);
        off(c, 4, 4, 6);
        off(c, 5, 1, 5);
        off(c, 6, 19, 21);
        off(c, 9, 25, 27);
        off(c, 10, 1, 7);
        worked(c, 1, 4);
        worked(c, 2, 14);
        worked(c, 2, 28);
        worked(c, 5, 9);
        worked(c, 9, 20);
        worked(c, 10, 10);
        assertTable(c);
    }

    function test_deadlinesByBothTables() public {
        publishOfficialTables();
        // 2025-01-24T10:00:00+08:00 -> end of 2025-01-27
        assertDeadline(1737684000, 2, 1737993600, false, "a worked Sunday counts");
        // 2025-01-27T23:59:59+08:00 -> end of 2025-02-05
        assertDeadline(1737993599, 1, 1738771200, false, "the last second before Spring Festival");
        // 2025-01-28T00:00:00+08:00 -> end of 2025-02-05
        assertDeadline(1737993600, 1, 1738771200, false, "the first second of Spring Festival");
        // 2025-02-04T16:00:00Z -> end of 2025-02-06
        assertDeadline(1738684800, 1, 1738857600, false, "Shanghai's midnight is on another day than UTC's");
        // 2025-04-03T12:00:00+08:00 -> end of 2025-04-11
        assertDeadline(1743652800, 5, 1744387200, false, "over Qingming");
        // 2025-04-25T09:30:00+08:00 -> end of 2025-05-06
        assertDeadline(1745544600, 5, 1746547200, false, "a worked Sunday and Labour Day");
        // 2025-05-30T18:00:00+08:00 -> end of 2025-06-03
        assertDeadline(1748599200, 1, 1748966400, false, "over Dragon Boat Festival");
        // 2025-09-26T17:00:00+08:00 -> end of 2025-10-16
        assertDeadline(1758877200, 10, 1760630400, false, "over National Day, Sunday and Saturday worked");
        // 2025-12-31T23:59:59+08:00 -> end of 2026-01-04
        assertDeadline(1767196799, 1, 1767542400, false, "across year's end, a worked Sunday");
        // 2025-12-25T10:00:00+08:00 -> end of 2026-01-09
        assertDeadline(1766628000, 10, 1767974400, false, "across year's end");
        // 2026-02-13T15:59:59Z -> end of 2026-02-24
        assertDeadline(1770998399, 2, 1771948800, false, "Spring Festival, a worked Saturday before it");
        // 2026-02-20T10:00:00+08:00 -> end of 2026-02-28
        assertDeadline(
            1771552800,
            5,
            1772294400,
            false,
            "asked within Spring Festival, a worked Saturday after it"
        );
        // 2026-05-08T10:00:00+08:00 -> end of 2026-05-09
        assertDeadline(1778205600, 1, 1778342400, false, "the next day is a worked Saturday");
        // 2026-09-18T10:00:00+08:00 -> end of 2026-10-09
        assertDeadline(1789696800, 10, 1791561600, false, "Mid-Autumn and National Day");
        // 2026-06-18T10:00:00+08:00 -> end of 2026-09-11
        assertDeadline(1781748000, 60, 1789142400, false, "a whole summer");
        // 2026-12-30T10:00:00+08:00 -> end of 2026-12-31
        assertDeadline(1798596000, 1, 1798732800, false, "the last day of the last table");
        // 2026-12-30T10:00:00+08:00 -> end of 2027-01-01
        assertDeadline(
            1798596000,
            2,
            1798819200,
            true,
            "there is no table for 2027: its first Friday is taken as worked, provisionally"
        );
        // 2024-12-31T10:00:00+08:00 -> end of 2025-01-02
        assertDeadline(1735610400, 1, 1735833600, false, "only the year that is counted needs a table");
        // 2024-12-30T10:00:00+08:00 -> end of 2025-01-02
        assertDeadline(1735524000, 2, 1735833600, true, "a day of a year without a table");
    }
}
