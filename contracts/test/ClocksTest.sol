// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar, Step, Term} from "../interfaces/IClocks.sol";
import {Civil, Date} from "./Civil.sol";
import {SharingTest} from "./SharingTest.sol";

/// @dev With the bureau's verbs about time. No table is published until a test does.
abstract contract ClocksTest is SharingTest {
    string internal constant BUREAU = "bureau";

    /// @dev As the State Council announced them; test/vectors/working-days.json has the dates.
    function officialTable(uint16 year) internal pure returns (Calendar memory c) {
        c.year = year;
        c.source = "the State Council's notice";
        if (year == 2025)
            c.daysOff = [
                0x83060c183060c183060c183061c183061f083060e183060c18306087f9060c19,
                0x00000000000000000000000000000000000003060c183060c183060c11fe20c1
            ];
        else
            c.daysOff = [
                0xc183060c183060c183060e183060c1821f0c1830e0c18306083fe060c1830607,
                0x0000000000000000000000000000000000000183060c183060c1830608fe3820
            ];
    }

    function publishOfficialTables() internal {
        publish(officialTable(2025));
        publish(officialTable(2026));
    }

    /// @dev Every weekend and nothing else.
    function weekendsOf(uint16 year) internal pure returns (Calendar memory c) {
        c.year = year;
        c.source = "weekends";
        for (Date memory d = Date(year, 1, 1); d.year == year; Civil.advance(d)) {
            if (Civil.isWeekend(d)) takeOff(c, d);
        }
    }

    function takeOff(Calendar memory c, Date memory d) internal pure {
        uint256 i = Civil.dayOfYear(d);
        c.daysOff[i / 256] |= 1 << (i % 256);
    }

    function publish(Calendar memory c) internal {
        publishAs(BUREAU, c);
    }

    function publishAs(string memory code, Calendar memory c) internal {
        Calendar[] memory all = new Calendar[](1);
        all[0] = c;
        signs(officer(code));
        clocks.publishCalendars(0, all);
    }

    function setTerm(Step step, uint8 workingDays) internal {
        setTermAs(BUREAU, Term(step, workingDays, "by decree"));
    }

    function setTermAs(string memory code, Term memory t) internal {
        Term[] memory all = new Term[](1);
        all[0] = t;
        signs(officer(code));
        clocks.setTerms(0, all);
    }

    /// @dev 24:00 of a date in Asia/Shanghai.
    function endOf(uint256 year, uint256 month, uint256 day) internal pure returns (uint48) {
        return Civil.moment(year, month, day, 24);
    }

    function assertDeadline(
        uint48 from,
        uint8 workingDays,
        uint48 expected,
        bool expectedProvisional,
        string memory what
    ) internal view {
        (uint48 until, bool provisional) = clocks.deadlineAfter(workingDays, from);
        assertEq(until, expected, what);
        assertTrue(provisional == expectedProvisional, string.concat(what, ", provisional"));
    }
}
