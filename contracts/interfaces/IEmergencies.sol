// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {Filing} from "./IRequests.sol";
import {GrantId, OrganisationId, RequestId} from "../lib/Ids.sol";

/// @notice A department that gets data at once in emergencies, or does so no longer.
struct Responder {
    OrganisationId organisation;
    bool named;
    string note;
}

/// @notice An emergency: data is needed now.
struct Invocation {
    /// Not confidential, not onward, not abroad.
    Filing filing;
    /// The incident's number, as the emergency command gave it.
    string incident;
}

struct EmergencyReport {
    GrantId grant;
    /// A code of the published list; zero is not one.
    uint8 outcome;
    /// Canonical JSON (RFC 8785), at most 4096 bytes: what was done with it and what it changed.
    string effect;
}

struct Review {
    GrantId grant;
    bool justified;
    /// A code of the published list; zero only when it was justified.
    uint8 reason;
    string note;
}

struct Lift {
    address officer;
    string note;
}

struct ResponderNamedPayload {
    bool named;
    string note;
}

struct EmergencyInvokedPayload {
    string incident;
    /// The last second in which a report is in time.
    uint48 due;
    /// The last second in which the bureau's review is in time.
    uint48 reviewDue;
    bool provisional;
}

struct EmergencyReportedPayload {
    uint8 outcome;
    bool late;
    string effect;
}

struct EmergencyOverduePayload {
    uint48 due;
    string note;
}

struct EmergencyReviewedPayload {
    bool justified;
    bool late;
    uint8 reason;
    /// Whose lane is closed by it; zero when it was justified.
    address closed;
    string note;
}

struct EmergencyReviewLatePayload {
    uint48 due;
    string note;
}

struct LaneLiftedPayload {
    address officer;
    string note;
}

/// @dev Whether the consumer has reported. Appended to, never renumbered.
enum Told {
    None,
    Waited,
    Overdue,
    Reported
}

/// @dev What the bureau found. Appended to, never renumbered.
enum Found {
    Waited,
    Justified,
    Unjustified
}

/// @notice An emergency grant as it stands.
struct Emergency {
    uint32 consumer;
    address officer;
    uint48 due;
    uint48 reviewDue;
    Told told;
    Found found;
    bool reviewLate;
}

/// @title Emergencies: data at once, a report within a day, and a judgement afterwards.
/// @notice A named department's officer invokes an incident and holds a narrow grant in the same transaction:
/// the named fields, the dataset's own grade, 72 hours, that officer only, never onward. It owes one report
/// for it within 24 hours, and the bureau a review. What was not justified closes the officer's lane.
/// @dev Subjects of each fact, in order.
///   ResponderNamed: organisation, bureau.    EmergencyInvoked: grant, consumer.
///   EmergencyReported: grant.                EmergencyOverdue: grant, consumer.
///   EmergencyReviewed: grant, consumer.      EmergencyReviewLate: grant, bureau.    LaneLifted: organisation.
interface IEmergencies {
    event ResponderNamed(address indexed writer, Header header, ResponderNamedPayload payload);
    event EmergencyInvoked(address indexed writer, Header header, EmergencyInvokedPayload payload);
    event EmergencyReported(address indexed writer, Header header, EmergencyReportedPayload payload);
    event EmergencyOverdue(address indexed writer, Header header, EmergencyOverduePayload payload);
    event EmergencyReviewed(address indexed writer, Header header, EmergencyReviewedPayload payload);
    event EmergencyReviewLate(address indexed writer, Header header, EmergencyReviewLatePayload payload);
    event LaneLifted(address indexed writer, Header header, LaneLiftedPayload payload);

    error NotAResponder(uint32 organisation);
    error ResponderUnchanged(OrganisationId organisation, bool named);
    error IncidentMissing(RequestId request);
    /// @dev In an emergency nothing is asked in confidence, for sharing onward, or for abroad.
    error EmergencyTooWide(RequestId request);
    /// @dev An emergency use by this officer was found unjustified; the bureau has to lift that.
    error LaneClosed(address officer);
    error LaneNotClosed(address officer);
    error EmergencyUnknown(GrantId grant);
    error EmergencyNotYours(GrantId grant, uint32 organisation);
    error EmergencyOutcomeMissing(GrantId grant);
    error EmergencyAlreadyReported(GrantId grant);
    error EmergencyNotOverdue(GrantId grant, uint48 due);
    error EmergencyAlreadyReviewed(GrantId grant);
    error EmergencyReviewNotLate(GrantId grant, uint48 due);
    error ReviewReasonMissing(GrantId grant);

    /// @notice Names departments, or takes that back. Only the bureau.
    function nameResponders(uint64 step, Responder[] calldata responders) external;

    /// @notice Files requests and grants them at once. Only an officer of a named department.
    function invoke(uint64 step, Invocation[] calldata invocations) external;

    /// @notice Reports what came of emergencies. Only the consumer, any officer; late is better than never.
    function report(uint64 step, EmergencyReport[] calldata reports) external;

    /// @notice Judges emergencies afterwards. Only the bureau.
    function review(uint64 step, Review[] calldata reviews) external;

    /// @notice Opens officers' lanes again. Only the bureau.
    function liftLanes(uint64 step, Lift[] calldata lifts) external;

    /// @notice Records that reports are overdue. Anyone may, never early; what is on record is skipped.
    function recordOverdue(GrantId[] calldata grants) external;

    /// @notice Records that reviews are late. Anyone may, never early; what is on record is skipped.
    function recordLateReviews(GrantId[] calldata grants) external;

    /// @notice How many of an organisation's emergencies are overdue and not reported.
    function overdueOf(uint32 organisation) external view returns (uint32);

    function emergency(GrantId grant) external view returns (Emergency memory);

    function isResponder(uint32 organisation) external view returns (bool);

    function isClosed(address officer) external view returns (bool);
}
