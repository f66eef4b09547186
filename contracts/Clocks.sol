// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar, IClocks, Step, Term} from "./interfaces/IClocks.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {Ids, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {Text} from "./lib/Text.sol";
import {WorkingDays} from "./lib/WorkingDays.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IClocks.
contract Clocks is IClocks, Writer {
    uint256 private constant PUBLISHED = 1 << 255;
    uint16 private constant LAST_YEAR = 9999;
    uint8 private constant MAX_TERM = 60;

    /// The generation before this one, whose tables and terms hold until others are set here; or zero.
    IClocks public immutable predecessor;

    /// @dev As in Calendar; bit 255 of the second word says that there is a table.
    mapping(uint16 year => uint256[2]) private _daysOff;
    mapping(Step => uint8 workingDays) private _terms;

    constructor(IFactLog factLog, IClocks before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IClocks
    function publishCalendars(uint64 step, Calendar[] calldata calendars) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < calendars.length; ++i) {
            Calendar calldata c = calendars[i];
            _checkCalendar(c);
            (, bool published) = calendarOf(c.year);

            Draft d = Drafts.open(2);
            d.touch(Ids.calendar(c.year), !published, 0, 0);
            d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            d.append(log, CalendarPublished.selector, actor.number, abi.encode(c.year, c.daysOff, c.source));

            _daysOff[c.year] = [c.daysOff[0], c.daysOff[1] | PUBLISHED];
        }
    }

    /// @inheritdoc IClocks
    function setTerms(uint64 step, Term[] calldata terms) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < terms.length; ++i) {
            Term calldata t = terms[i];
            bool valid = t.step != Step.None && t.workingDays > 0 && t.workingDays <= MAX_TERM;
            if (!valid) revert TermNotValid(t.step, t.workingDays);
            Text.requireShort(t.note, "note", Text.MAX_NOTE);

            Draft d = Drafts.open(1);
            d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            d.append(log, TermSet.selector, actor.number, abi.encode(t.step, t.workingDays, t.note));

            _terms[t.step] = t.workingDays;
        }
    }

    /// @inheritdoc IClocks
    function deadline(Step step, uint48 from) external view returns (uint48, bool) {
        return deadlineAfter(termOf(step), from);
    }

    /// @inheritdoc IClocks
    function deadlineAfter(uint8 workingDays, uint48 from) public view returns (uint48, bool provisional) {
        uint256 day = WorkingDays.dayOf(from);
        Year memory year;
        for (uint256 left = workingDays; left > 0;) {
            _turnTo(year, ++day);
            provisional = provisional || !year.published;
            if (_isWorked(year, day)) --left;
        }
        return (uint48(WorkingDays.endOf(day)), provisional);
    }

    /// @inheritdoc IClocks
    function workingDaysLeft(uint48 from, uint48 until) external view returns (uint8 count) {
        uint256 day = WorkingDays.dayOf(from);
        // The day that ends at `until`: a moment earlier.
        uint256 last = WorkingDays.dayOf(until - 1);
        Year memory year;
        while (day < last && count < MAX_TERM) {
            _turnTo(year, ++day);
            if (_isWorked(year, day)) ++count;
        }
    }

    /// @inheritdoc IClocks
    function calendarOf(uint16 year) public view returns (uint256[2] memory daysOff, bool published) {
        daysOff = _daysOff[year];
        published = daysOff[1] & PUBLISHED != 0;
        if (published) daysOff[1] &= ~PUBLISHED;
        else if (address(predecessor) != address(0)) return predecessor.calendarOf(year);
    }

    /// @inheritdoc IClocks
    function termOf(Step step) public view returns (uint8 workingDays) {
        workingDays = _terms[step];
        if (workingDays != 0) return workingDays;
        if (address(predecessor) != address(0)) return predecessor.termOf(step);
        // Until the bureau sets others. Review and replies follow a published local rule.
        if (step == Step.Review) return 2;
        if (step == Step.ReplyOnPlatform) return 5;
        if (step == Step.ReplyOffPlatform) return 10;
        if (step == Step.Mediation) return 5;
        if (step == Step.EmergencyReview) return 5;
        revert TermNotValid(step, 0);
    }

    /// @dev The year that a count of days has come to.
    struct Year {
        uint256 first;
        /// The day after its last; zero before any year was looked at.
        uint256 end;
        uint256[2] daysOff;
        bool published;
    }

    function _turnTo(Year memory y, uint256 day) private view {
        if (day < y.end) return;
        uint256 year = WorkingDays.yearOf(day);
        y.first = WorkingDays.firstDayOf(year);
        y.end = WorkingDays.firstDayOf(year + 1);
        (y.daysOff, y.published) = calendarOf(uint16(year));
    }

    function _isWorked(Year memory y, uint256 day) private pure returns (bool) {
        if (!y.published) return !WorkingDays.isWeekend(day);
        uint256 i = day - y.first;
        return (y.daysOff[i >> 8] >> (i & 0xff)) & 1 == 0;
    }

    function _checkCalendar(Calendar calldata c) private pure {
        if (c.year < WorkingDays.FIRST_YEAR || c.year > LAST_YEAR) revert YearNotValid(c.year);
        Text.requireShort(c.source, "source", Text.MAX_NOTE);
        uint256 length = WorkingDays.firstDayOf(uint256(c.year) + 1) - WorkingDays.firstDayOf(c.year);
        bool beyond = c.daysOff[1] >> (length - 256) != 0;
        // More would let a count of days run on for ever.
        uint256 off = _count(c.daysOff[0]) + _count(c.daysOff[1]);
        if (beyond || off > length / 2) revert CalendarNotValid(c.year);
    }

    function _count(uint256 bits) private pure returns (uint256 n) {
        for (; bits != 0; bits &= bits - 1) ++n;
    }
}
