// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";

/// @dev What an answer is waited for. Appended to, never renumbered; zero is never valid.
enum Step {
    None,
    /// The bureau looks at a request.
    Review,
    /// The provider answers; the data is on the city's platform already.
    ReplyOnPlatform,
    /// The provider answers; the data is not on the platform yet.
    ReplyOffPlatform,
    /// The bureau mediates after a refusal.
    Mediation,
    /// The bureau judges an emergency afterwards.
    EmergencyReview
}

/// @notice Which days of a year nobody works.
struct Calendar {
    uint16 year;
    /// Bit i is set when the year's day i, from 0, is off: days 0 to 255 in the first word. Weekends are set
    /// like holidays, and a weekend that is worked is not.
    uint256[2] daysOff;
    /// Where the table was published.
    string source;
}

/// @notice How long a step may take.
struct Term {
    Step step;
    /// 1 to 60.
    uint8 workingDays;
    string note;
}

/// @dev The year's subject and the bureau are the header's subjects.
struct CalendarPublishedPayload {
    uint16 year;
    uint256[2] daysOff;
    string source;
}

struct TermSetPayload {
    Step step;
    uint8 workingDays;
    string note;
}

/// @title The city's working days, and how many of them each step of sharing may take.
/// @notice Time is Asia/Shanghai's. The first day does not count; the end is 24:00 of the last working day.
/// Whoever starts a clock keeps the deadline it was given, so that later tables never move it.
/// @dev Subjects of each fact, in order.
///   CalendarPublished: the year, bureau.    TermSet: bureau.
interface IClocks {
    event CalendarPublished(address indexed writer, Header header, CalendarPublishedPayload payload);
    event TermSet(address indexed writer, Header header, TermSetPayload payload);

    error YearNotValid(uint16 year);
    /// @dev A day beyond the year's last is marked, or more than half of the year is off.
    error CalendarNotValid(uint16 year);
    error TermNotValid(Step step, uint8 workingDays);

    /// @notice Publishes or replaces the tables of years. Only the bureau.
    /// @dev Warning: deadlines that were given already stay as they are.
    function publishCalendars(uint64 step, Calendar[] calldata calendars) external;

    /// @notice Sets how long steps may take, from the next clock on. Only the bureau.
    function setTerms(uint64 step, Term[] calldata terms) external;

    /// @notice When a step that starts at `from` must have ended, in seconds. In time is what is done at
    /// this second or before.
    /// @return until The last second in time.
    /// @return provisional A year on the way has no table, so that only its weekends were taken as off.
    function deadline(Step step, uint48 from) external view returns (uint48 until, bool provisional);

    /// @notice The same for a number of working days.
    function deadlineAfter(
        uint8 workingDays,
        uint48 from
    ) external view returns (uint48 until, bool provisional);

    /// @notice How many working days lie after the day of `from`, up to the day that ends at `until`;
    /// 0 once that is past.
    function workingDaysLeft(uint48 from, uint48 until) external view returns (uint8);

    /// @notice The days off of a year, as in Calendar; all zero and false when there is no table.
    function calendarOf(uint16 year) external view returns (uint256[2] memory daysOff, bool published);

    /// @notice How many working days a step may take.
    function termOf(Step step) external view returns (uint8);
}
