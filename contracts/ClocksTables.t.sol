// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Calendar,
    CalendarPublishedPayload,
    IClocks,
    Step,
    Term,
    TermSetPayload
} from "./interfaces/IClocks.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {IAgents} from "./interfaces/IAgents.sol";
import {Ids, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {Civil} from "./test/Civil.sol";
import {ClocksTest} from "./test/ClocksTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev What the bureau sets: tables and terms.
contract ClocksTablesTest is ClocksTest {
    bytes32 private immutable bureau = OrganisationId.unwrap(Ids.organisation("bureau"));

    function notValid(uint16 year) private {
        refusedWith(abi.encodeWithSelector(IClocks.CalendarNotValid.selector, year));
    }

    function yearNotValid(uint16 year) private {
        refusedWith(abi.encodeWithSelector(IClocks.YearNotValid.selector, year));
    }

    function termNotValid(Step step, uint8 workingDays) private {
        refusedWith(abi.encodeWithSelector(IClocks.TermNotValid.selector, step, workingDays));
    }

    function assertTable(Calendar memory c) private view {
        (uint256[2] memory daysOff, bool published) = clocks.calendarOf(c.year);
        assertTrue(published, "published");
        assertEq(abi.encode(daysOff), abi.encode(c.daysOff), "days off");
    }

    function test_aTableIsPublished() public {
        Calendar memory c = officialTable(2025);
        vm.recordLogs();
        publish(c);

        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IClocks.CalendarPublished.selector, "event");
        assertSubjects(h, Ids.calendar(2025), bureau);
        (, CalendarPublishedPayload memory p) = abi.decode(last.data, (Header, CalendarPublishedPayload));
        bytes memory expected = abi.encode(CalendarPublishedPayload(2025, c.daysOff, c.source));
        assertEq(abi.encode(p), expected, "payload");
        assertTable(c);
    }

    function test_aYearNobodyPublishedHasNoTable() public view {
        (uint256[2] memory daysOff, bool published) = clocks.calendarOf(2025);
        assertTrue(!published, "not published");
        assertEq(daysOff[0] | daysOff[1], 0, "no days off");
    }

    function test_severalTablesMayBePublishedAtOnceAndOneTwice() public {
        Calendar[] memory all = new Calendar[](3);
        (all[0], all[1], all[2]) = (weekendsOf(2025), officialTable(2026), officialTable(2025));
        signs(officer(BUREAU));
        clocks.publishCalendars(0, all);
        assertTable(all[1]);
        assertTable(all[2]);
    }

    function test_aTableIsReplaced() public {
        publish(weekendsOf(2025));
        publish(officialTable(2025));
        assertTable(officialTable(2025));
    }

    function test_onlyTheBureauPublishesTables() public {
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, 2));
        publishAs("weather", officialTable(2025));
    }

    function test_onlyAKeyThatSupervisesPublishesTables() public {
        address clerk = address(0xc1e);
        given.key(BUREAU, clerk, Permissions.USE, 0, type(uint48).max);
        Calendar[] memory none = new Calendar[](0);
        bytes memory missing = abi.encodeWithSelector(
            IAgents.PermissionMissing.selector,
            clerk,
            Permissions.SUPERVISE
        );
        refusedWith(missing);
        signs(clerk);
        clocks.publishCalendars(0, none);
    }

    function test_daysAreCountedFrom1970() public {
        publish(weekendsOf(1970));
        Calendar memory c;
        c.year = 1969;
        yearNotValid(1969);
        publish(c);
    }

    function test_aYearHasFourDigits() public {
        Calendar memory c;
        c.year = 9999;
        publish(c);
        c.year = 10_000;
        yearNotValid(10_000);
        publish(c);
    }

    function test_aYearHasNo366thDay() public {
        Calendar memory c = weekendsOf(2025);
        c.daysOff[1] |= 1 << (365 - 256);
        notValid(2025);
        publish(c);
    }

    function test_aLeapYearHasA366thDayAndNoMore() public {
        Calendar memory c = weekendsOf(2028);
        c.daysOff[1] |= 1 << (365 - 256);
        publish(c);
        c.daysOff[1] |= 1 << (366 - 256);
        notValid(2028);
        publish(c);
    }

    function test_theTablesLastBitIsNoDay() public {
        Calendar memory c = weekendsOf(2028);
        c.daysOff[1] |= 1 << 255;
        notValid(2028);
        publish(c);
    }

    function test_atMostHalfOfAYearIsOff() public {
        Calendar memory c;
        c.year = 2025;
        c.daysOff[0] = (1 << 182) - 1;
        publish(c);
        c.daysOff[1] = 1;
        notValid(2025);
        publish(c);
    }

    function test_theLongestTermEndsEvenWhenTwoHalvesAreOff() public {
        Calendar memory c;
        c.year = 2025;
        c.daysOff[0] = type(uint256).max << (365 - 182);
        c.daysOff[1] = (1 << (365 - 256)) - 1;
        publish(c);
        (c.year, c.daysOff[0], c.daysOff[1]) = (2026, (1 << 182) - 1, 0);
        publish(c);
        // 2 July 2025 is day 182, the last that is worked; 2 July 2026 the first that is worked again.
        uint48 end = endOf(2026, 8, 30);
        assertDeadline(Civil.moment(2025, 7, 2, 9), 60, end, false, "after a year off");
    }

    function test_theSourceHasAtMost1024Bytes() public {
        Calendar memory c = officialTable(2025);
        c.source = long(1025);
        tooLong("source", 1024);
        publish(c);
    }

    function test_termsStandUntilOthersAreSet() public {
        assertEq(clocks.termOf(Step.Review), 2, "review");
        assertEq(clocks.termOf(Step.ReplyOnPlatform), 5, "on the platform");
        assertEq(clocks.termOf(Step.ReplyOffPlatform), 10, "off the platform");
        assertEq(clocks.termOf(Step.Mediation), 5, "mediation");
        setTerm(Step.Review, 60);
        assertEq(clocks.termOf(Step.Review), 60, "set");
        assertEq(clocks.termOf(Step.Mediation), 5, "the others stay");
    }

    function test_aTermThatIsSetIsAFact() public {
        vm.recordLogs();
        setTerm(Step.Mediation, 7);
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IClocks.TermSet.selector, "event");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(bureau), "subject");
        (, TermSetPayload memory p) = abi.decode(last.data, (Header, TermSetPayload));
        assertEq(abi.encode(p), abi.encode(TermSetPayload(Step.Mediation, 7, "by decree")), "payload");
    }

    function test_onlyTheBureauSetsTerms() public {
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, 3));
        setTermAs("transport", Term(Step.Review, 1, ""));
    }

    function test_aTermOfNoDaysIsRefused() public {
        termNotValid(Step.Review, 0);
        setTerm(Step.Review, 0);
    }

    function test_aTermOf61DaysIsRefused() public {
        termNotValid(Step.Review, 61);
        setTerm(Step.Review, 61);
    }

    function test_aTermOfNoStepIsRefused() public {
        termNotValid(Step.None, 5);
        setTerm(Step.None, 5);
        termNotValid(Step.None, 0);
        clocks.termOf(Step.None);
    }

    function test_aTermsNoteHasAtMost1024Bytes() public {
        tooLong("note", 1024);
        setTermAs(BUREAU, Term(Step.Review, 1, long(1025)));
    }

    function test_theSecondGenerationKeepsTablesAndTerms() public {
        publish(officialTable(2025));
        setTerm(Step.Review, 3);
        sharing.succeeded();
        look();
        assertTable(officialTable(2025));
        assertEq(clocks.termOf(Step.Review), 3, "set in the first");
        assertEq(clocks.termOf(Step.Mediation), 5, "never set");
        assertDeadline(Civil.moment(2025, 9, 30, 9), 1, endOf(2025, 10, 9), false, "by the first's table");
    }

    function test_theSecondGenerationReplacesTablesAndTerms() public {
        publish(weekendsOf(2025));
        setTerm(Step.Review, 3);
        sharing.succeeded();
        look();
        publish(officialTable(2025));
        publish(officialTable(2026));
        setTerm(Step.Review, 4);
        assertTable(officialTable(2025));
        assertTable(officialTable(2026));
        assertEq(clocks.termOf(Step.Review), 4, "set in the second");
    }

    function test_theFirstGenerationIsSealed() public {
        IClocks first = clocks;
        sharing.succeeded();
        look();
        Calendar[] memory all = new Calendar[](1);
        all[0] = officialTable(2025);
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("clocks"), clocks));
        signs(officer(BUREAU));
        first.publishCalendars(0, all);
    }
}
