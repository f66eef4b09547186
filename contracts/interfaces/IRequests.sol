// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {DatasetId, OrganisationId, RequestId} from "../lib/Ids.sol";

/// @dev Where a request stands. Appended to, never renumbered; zero is a request that does not exist.
enum Stage {
    None,
    /// The bureau reviews it.
    Review,
    /// The provider decides on it.
    Decision,
    /// The consumer completes it; the clock stands still.
    Returned,
    /// The bureau refused it. The end.
    Rejected,
    /// The provider refused it; the consumer may ask the bureau to mediate.
    Refused,
    /// The bureau mediates.
    Mediation,
    /// The bureau decided for the consumer: the provider owes a grant.
    Directed,
    /// The bureau decided for the provider. The end.
    Upheld,
    /// There is a grant. The end.
    Granted,
    /// The consumer took it back. The end.
    Withdrawn
}

/// @notice What a consumer asks for. When it is confidential, purpose, basis and fields are 0 and the
/// scenario is empty: both officers vouch for what `commitment` hides.
struct Filing {
    DatasetId dataset;
    /// Tells this request from the consumer's others for the same dataset; the id is made of it.
    string name;
    /// The supply item's revision that the request was made on.
    uint32 revision;
    /// Codes of the published lists.
    uint16 purpose;
    uint16 basis;
    /// Bit i asks for the item's field i: no more than the purpose needs.
    uint256 fields;
    /// For how many days, 1 to 3660.
    uint16 duration;
    /// Wants to share onward what it derives.
    bool onward;
    /// A recipient abroad will see it.
    bool abroad;
    /// Salted commitment to the private part; zero when there is none.
    bytes32 commitment;
    string scenario;
}

/// @notice One step of a request, with what the acting side says about it.
struct RequestStep {
    RequestId request;
    /// A code of the published list of reasons; where a reason is due, zero is not one.
    uint8 reason;
    string note;
}

struct RequestFiledPayload {
    string name;
    uint32 revision;
    uint16 purpose;
    uint16 basis;
    uint256 fields;
    uint16 duration;
    bool onward;
    bool abroad;
    bytes32 commitment;
    string scenario;
    uint48 deadline;
    bool provisional;
}

struct RequestPassedPayload {
    /// The answer came after its deadline.
    bool late;
    uint48 deadline;
    bool provisional;
    string note;
}

struct RequestReturnedPayload {
    bool late;
    uint8 reason;
    /// Working days that were left of the clock that stands still.
    uint8 left;
    string note;
}

struct RequestCompletedPayload {
    uint48 deadline;
    bool provisional;
    string note;
}

struct RequestRejectedPayload {
    bool late;
    uint8 reason;
    string note;
}

struct RequestRefusedPayload {
    bool late;
    uint8 reason;
    string note;
}

struct MediationAskedPayload {
    /// The provider had not answered by its deadline.
    bool late;
    uint48 deadline;
    bool provisional;
    string note;
}

struct GrantDirectedPayload {
    bool late;
    uint48 deadline;
    bool provisional;
    string note;
}

struct RefusalUpheldPayload {
    bool late;
    uint8 reason;
    string note;
}

struct RequestWithdrawnPayload {
    /// Somebody owed an answer, and its deadline was past.
    bool late;
    string note;
}

struct AnswerLatePayload {
    /// What was not answered in time.
    Stage stage;
    uint48 deadline;
    string note;
}

/// @notice A request as it stands.
struct Asked {
    uint32 consumer;
    uint32 provider;
    Stage stage;
    /// Of a returned request, where it goes on.
    Stage before;
    /// The clock's end; 0 when none runs.
    uint48 deadline;
    /// Working days left of a clock that stands still.
    uint8 left;
    /// It was returned for completion once, and cannot be again but while the consumer owes feedback.
    bool wasReturned;
    /// The running clock's lateness is on record.
    bool lateRecorded;
    bool onPlatform;
    bool onward;
    uint16 duration;
    /// 0 when it is hidden.
    uint16 purpose;
    bool abroad;
    DatasetId dataset;
    uint256 fields;
    bytes32 commitment;
}

/// @title Requests: who asks for what and why, and who must answer by when.
/// @notice Review by the bureau, decision by the provider, mediation by the bureau after a refusal. Each of
/// them has a clock of working days. A request for unconditional data, or in an emergency, is granted as it is
/// filed.
/// @dev Subjects of each fact, in order.
///   RequestFiled: request, dataset, consumer, provider.    AnswerLate: request, who should have answered.
///   All others: request.
interface IRequests {
    event RequestFiled(address indexed writer, Header header, RequestFiledPayload payload);
    event RequestPassed(address indexed writer, Header header, RequestPassedPayload payload);
    event RequestReturned(address indexed writer, Header header, RequestReturnedPayload payload);
    event RequestCompleted(address indexed writer, Header header, RequestCompletedPayload payload);
    event RequestRejected(address indexed writer, Header header, RequestRejectedPayload payload);
    event RequestRefused(address indexed writer, Header header, RequestRefusedPayload payload);
    event MediationAsked(address indexed writer, Header header, MediationAskedPayload payload);
    event GrantDirected(address indexed writer, Header header, GrantDirectedPayload payload);
    event RefusalUpheld(address indexed writer, Header header, RefusalUpheldPayload payload);
    event RequestWithdrawn(address indexed writer, Header header, RequestWithdrawnPayload payload);
    event AnswerLate(address indexed writer, Header header, AnswerLatePayload payload);

    error RequestUnknown(RequestId request);
    /// @dev The organisation is not the one whose turn it is.
    error NotYourTurn(RequestId request, uint32 organisation);
    error StageNotValid(RequestId request, Stage stage);
    error RevisionOutdated(RequestId request, uint32 revision);
    error DatasetNotSupplied(DatasetId dataset);
    error DatasetNotShared(DatasetId dataset);
    error DatasetIsYours(DatasetId dataset);
    error FieldsNotSupplied(RequestId request, uint256 fields);
    error PurposeMissing(RequestId request);
    error DurationNotValid(RequestId request, uint16 duration);
    error AlreadyReturned(RequestId request);
    error ReasonMissing(RequestId request);
    /// @dev The clock has not run out, or none runs.
    error AnswerNotLate(RequestId request, uint48 deadline);
    error NotForCaller(address caller);

    /// @notice Files requests of the signer's organisation.
    function file(uint64 step, Filing[] calldata filings) external;

    /// @notice Hands requests on to their providers. Only the bureau, in review.
    function pass(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Returns requests to their consumers for completion, each at most once. The bureau in review, the
    /// provider in decision. While a consumer owes feedback nothing may be granted to it; meanwhile the provider
    /// may return what it decides on or was directed to grant, as often as need be.
    function sendBack(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Hands completed requests in again; each clock goes on with the days that were left, at least one.
    /// A provider's does not while the consumer owes feedback.
    function complete(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Ends requests in review. Only the bureau.
    function reject(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Refuses requests. Only the provider, in decision; a directed grant cannot be refused.
    function refuse(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Asks the bureau to mediate, after a refusal or once the provider's answer is late. Only the
    /// consumer.
    function askMediation(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Decides mediations for the consumers. Only the bureau.
    function direct(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Decides mediations for the providers. Only the bureau.
    function uphold(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Takes requests back that have not ended. Only the consumer.
    function withdraw(uint64 step, RequestStep[] calldata steps) external;

    /// @notice Records that an answer is late. Anyone may, never early; what is on record is skipped.
    function recordLateAnswers(RequestId[] calldata requests) external;

    /// @notice For the writer of role "grants": the request is granted now, if it may be.
    /// @return late The answer came after its deadline.
    function settle(RequestId request) external returns (bool late);

    /// @notice For the writer of role "emergencies", which knows who acts: files a request that is granted
    /// without review or decision.
    function fileInEmergency(
        Filing calldata filing,
        uint32 number,
        OrganisationId consumer
    ) external returns (RequestId);

    /// @notice A request as it stands; stage None when there is none.
    function asked(RequestId request) external view returns (Asked memory);
}
