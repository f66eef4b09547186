// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {Cadence} from "./ISupply.sol";
import {AssessmentId, DatasetId, DatasetTag, GrantId, RequestId} from "../lib/Ids.sol";

/// @notice A grant to issue. It binds purpose, basis and scenario by its request.
struct Issue {
    RequestId request;
    /// The live grant of the same request that this one takes the place of; zero for the first.
    GrantId amends;
    /// Bit i grants the supply item's field i; no more than was requested. 0 when confidential.
    uint256 fields;
    /// The highest grade of a version that may be delivered under it, 1 to 6.
    uint8 ceiling;
    /// The last second in which it holds.
    uint48 expires;
    /// How many seconds after a delivery the consumer must have reported, at least 1.
    uint32 window;
    /// What is derived under it may be shared onward; only when that was requested.
    bool onward;
    /// The provider promises deliveries by the supply item's cadence.
    bool promised;
    /// Under which the data may go abroad; zero when nobody abroad was asked for.
    AssessmentId assessment;
    /// The consumer's keys that may receive and use the data, at most 8; none when any of its officers may. Data of
    /// least authorisation needs them.
    address[] officers;
    /// What the consumer answers for, in the provider's words.
    string responsibilities;
}

/// @notice What befalls a grant.
struct GrantStep {
    GrantId grant;
    /// A code of the published list of reasons; zero is not one.
    uint8 reason;
    string note;
}

struct GrantIssuedPayload {
    GrantId amends;
    uint256 fields;
    uint8 ceiling;
    uint48 expires;
    uint32 window;
    /// The decision came after its deadline.
    bool late;
    /// Unconditional data or an emergency, granted without a decision.
    bool atOnce;
    /// How often deliveries are promised; None when they are not.
    Cadence cadence;
    AssessmentId assessment;
    address[] officers;
    string responsibilities;
}

struct GrantSuspendedPayload {
    uint8 reason;
    string note;
}

struct GrantResumedPayload {
    uint8 reason;
    string note;
}

struct GrantRevokedPayload {
    uint8 reason;
    string note;
}

struct GrantTerminatedPayload {
    uint8 reason;
    string note;
}

/// @notice What other contracts must know of a grant, in one slot, for every delivery reads it. Whether it is
/// suspended or ended says its state.
struct Terms {
    /// 0 when there is no such grant.
    uint32 consumer;
    uint32 provider;
    uint48 expires;
    /// Seconds for feedback after a delivery; 0 when none is waited for.
    uint32 window;
    uint8 ceiling;
    bool onward;
    DatasetTag dataset;
}

/// @title Grants: what a provider lets a consumer have, for what, until when, and under which duties.
/// @notice Its state has WITHDRAWN once it ended, SUSPENDED while it rests, ONWARD if so granted, PROMISED if
/// deliveries are promised, LEAST if it names officers, and ABROAD if somebody abroad will see the data.
/// @dev Subjects of each fact, in order.
///   GrantIssued: grant, request, dataset, consumer, provider, and the grant it amends.    All others: grant.
interface IGrants {
    event GrantIssued(address indexed writer, Header header, GrantIssuedPayload payload);
    event GrantSuspended(address indexed writer, Header header, GrantSuspendedPayload payload);
    event GrantResumed(address indexed writer, Header header, GrantResumedPayload payload);
    event GrantRevoked(address indexed writer, Header header, GrantRevokedPayload payload);
    event GrantTerminated(address indexed writer, Header header, GrantTerminatedPayload payload);

    error GrantUnknown(GrantId grant);
    error GrantNotYours(GrantId grant, uint32 organisation);
    error RequestNotYours(RequestId request, uint32 provider);
    /// @dev Warning: expiry writes nothing. A lapsed grant still reads as issued; compare `expires` yourself.
    error GrantExpired(GrantId grant, uint48 expires);
    error GrantEnded(GrantId grant);
    error GrantSuspendedAlready(GrantId grant);
    error GrantNotSuspended(GrantId grant);
    /// @dev The grant to amend belongs to another request.
    error AmendsOtherRequest(GrantId grant, GrantId amends);
    /// @dev What was granted in an emergency gets no other terms: that takes a request.
    error AmendsEmergency(GrantId grant, GrantId amends);
    error FieldsNotRequested(GrantId grant, uint256 fields);
    error OnwardNotRequested(GrantId grant);
    error CeilingNotValid(GrantId grant, uint8 ceiling);
    error WindowNotValid(GrantId grant, uint32 window);
    /// @dev In the past, or later than the request's duration from now.
    error ExpiryNotValid(GrantId grant, uint48 expires, uint48 latest);
    /// @dev The consumer owes feedback, or an emergency's report: nothing ordinary is granted to it until that is settled.
    error ConsumerOverdue(uint32 consumer, uint32 count);
    /// @dev The version is graded above what the grant lets the consumer have.
    error GradeAboveCeiling(GrantId grant, uint16 grade, uint8 ceiling);
    error GrantOfOtherDataset(GrantId grant, DatasetId dataset);
    error GrantReasonMissing(GrantId grant);
    error NotForCaller(address caller);

    /// @notice Issues grants: the provider's yes to requests, or new terms for live grants.
    function issue(uint64 step, Issue[] calldata issues) external;

    /// @notice Suspends grants: no delivery, no new use. Only the provider.
    function suspend(uint64 step, GrantStep[] calldata steps) external;

    /// @notice Lets suspended grants hold again. Only the provider.
    function resume(uint64 step, GrantStep[] calldata steps) external;

    /// @notice Ends grants before their time. Only the provider.
    function revoke(uint64 step, GrantStep[] calldata steps) external;

    /// @notice Gives grants up that are no longer needed. Only the consumer.
    function terminate(uint64 step, GrantStep[] calldata steps) external;

    /// @notice For the writer of role "requests": grants a request for unconditional data as it is filed.
    function issueAtOnce(RequestId request) external;

    /// @notice For the writer of role "emergencies": grants what was just requested in an emergency, narrowly.
    /// @param officer Who alone may use it.
    function issueInEmergency(RequestId request, address officer) external;

    /// @notice What keeps an organisation from ordinary grants: its deliveries and emergencies that are overdue,
    /// and those of the department whose execution team it is.
    function overdueOf(uint32 consumer) external view returns (uint32);

    /// @notice What a grant binds; consumer 0 when there is none.
    function terms(GrantId grant) external view returns (Terms memory);

    /// @notice The request a grant answers; zero when there is no such grant.
    function requestOf(GrantId grant) external view returns (RequestId);

    /// @notice What a delivery must know, in one read. Reverts unless the grant is this provider's and has not
    /// lapsed; whether it is suspended or ended says its state.
    function requireProvider(
        GrantId grant,
        uint32 provider
    ) external view returns (uint32 consumer, uint32 window, uint8 ceiling, DatasetTag dataset);

    /// @notice Reverts unless the grant, whose state is given, covers a use of this dataset by this consumer now.
    function requireUse(
        GrantId grant,
        uint16 state,
        DatasetId dataset,
        uint32 consumer
    ) external view returns (Terms memory);
}
