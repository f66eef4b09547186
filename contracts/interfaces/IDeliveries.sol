// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {DatasetId, DeliveryId, GrantId, Handed, Preimage, VersionId} from "../lib/Ids.sol";

/// @dev Where a delivery stands. Appended to, never renumbered; zero is a delivery that does not exist.
enum Standing {
    None,
    /// Feedback is waited for.
    Open,
    /// It was not reported in time, and that is on record: the consumer gets no ordinary grant.
    Overdue,
    /// Finally reported.
    Reported,
    /// The bureau waived what was overdue.
    Waived,
    /// The consumer says it got something else than what was delivered. Its report is due all the same, for else
    /// whoever signs for something else would owe nothing.
    Disputed
}

/// @notice A version handed over under a grant.
struct Handover {
    GrantId grant;
    /// What the version's id is made of.
    Preimage version;
    /// Tells this delivery from others of the same version under the same grant; the id is made of it.
    string name;
    /// Digest of the manifest of a delivery in many parts; zero when it is one piece.
    bytes32 manifest;
    uint32 parts;
    string note;
}

/// @notice What a consumer found when it checked what it got.
struct Receipt {
    GrantId grant;
    Preimage version;
    /// keccak256 of the delivery's name.
    bytes32 nameHash;
    /// SHA-256 of what arrived, or its commitment where the version has one.
    bytes32 content;
    string note;
}

/// @notice What came of a delivery.
struct Report {
    Handed delivery;
    /// A code of the published list; zero is not one.
    uint8 outcome;
    /// False: more will follow, within another window if it is the first.
    bool isFinal;
    /// Versions that were made of it.
    VersionId[] derived;
    /// Canonical JSON (RFC 8785), at most 4096 bytes: scenario, measured effect.
    string effect;
    /// Salted commitment to a note; zero when there is none.
    bytes32 note;
}

/// @notice A provider's question after a final report.
struct Question {
    Handed delivery;
    string note;
}

/// @notice The bureau's reason why an overdue report counts no longer.
struct Waiver {
    Handed delivery;
    /// A code of the published list; zero is not one.
    uint8 reason;
    /// Of an outage of the chain: the blocks before and after the gap; else 0.
    uint64 gapFrom;
    uint64 gapUntil;
    string note;
}

/// @notice Data that came without a delivery on record.
struct Claim {
    DatasetId dataset;
    /// Under which it came, so the claim; zero when there is none.
    GrantId grant;
    /// SHA-256 of what arrived, or a salted commitment to it.
    bytes32 content;
    string note;
}

/// @dev In all of these the grant is the header's first subject.
struct DataDeliveredPayload {
    DeliveryId delivery;
    uint48 due;
    bytes32 manifest;
    uint32 parts;
    string name;
    string note;
}

struct DeliveryReceivedPayload {
    DeliveryId delivery;
    bytes32 content;
    bool matches;
    string note;
}

struct DeliveryDisputedPayload {
    DeliveryId delivery;
    bytes32 delivered;
    bytes32 received;
    string note;
}

struct FeedbackReportedPayload {
    DeliveryId delivery;
    uint8 outcome;
    bool isFinal;
    bool late;
    /// When the next report is due; 0 when none is.
    uint48 due;
    bytes32 note;
    string effect;
}

struct FeedbackAskedPayload {
    DeliveryId delivery;
    uint48 due;
    string note;
}

struct FeedbackOverduePayload {
    DeliveryId delivery;
    uint48 due;
    string note;
}

struct FeedbackWaivedPayload {
    DeliveryId delivery;
    uint8 reason;
    uint64 gapFrom;
    uint64 gapUntil;
    string note;
}

/// @dev The dataset, the consumer and the grant, if any, are the header's subjects.
struct ReceiptClaimedPayload {
    bytes32 content;
    string note;
}

/// @notice A delivery as it stands.
struct Delivered {
    uint32 consumer;
    uint32 provider;
    /// The last second in which feedback is in time; 0 when none is waited for.
    uint48 due;
    /// 0 under an emergency's grant: then no feedback is ever due.
    uint32 window;
    Standing standing;
    bool received;
    /// A first partial report has moved the clock.
    bool moved;
    /// The provider has asked for more.
    bool asked;
}

/// @title Deliveries, signed by both sides, and what came of them.
/// @notice The provider records what it hands over, the consumer what it got and what it did with it. Overdue
/// feedback blocks the consumer's ordinary grants until it is reported late or waived.
/// @dev A delivery is no subject of its own: everything about it touches its grant, whose head so proves that
/// nothing about it was left out. Subjects of each fact, in order.
///   DataDelivered, DeliveryDisputed: grant, version.    DeliveryReceived, FeedbackAsked: grant.
///   FeedbackReported: grant, each derived version.    FeedbackOverdue, FeedbackWaived: grant, consumer.
///   ReceiptClaimed: dataset, consumer, and the grant if one is named.
interface IDeliveries {
    event DataDelivered(address indexed writer, Header header, DataDeliveredPayload payload);
    event DeliveryReceived(address indexed writer, Header header, DeliveryReceivedPayload payload);
    event DeliveryDisputed(address indexed writer, Header header, DeliveryDisputedPayload payload);
    event FeedbackReported(address indexed writer, Header header, FeedbackReportedPayload payload);
    event FeedbackAsked(address indexed writer, Header header, FeedbackAskedPayload payload);
    event FeedbackOverdue(address indexed writer, Header header, FeedbackOverduePayload payload);
    event FeedbackWaived(address indexed writer, Header header, FeedbackWaivedPayload payload);
    event ReceiptClaimed(address indexed writer, Header header, ReceiptClaimedPayload payload);

    error DeliveryUnknown(DeliveryId delivery);
    error DeliveryExists(DeliveryId delivery);
    error DeliveryNotYours(DeliveryId delivery, uint32 organisation);
    error DeliveryAlreadyReceived(DeliveryId delivery);
    error VersionNotCovered(DeliveryId delivery, VersionId version);
    error VersionNotDeliverable(DeliveryId delivery, VersionId version, uint16 state);
    error CeilingExceeded(DeliveryId delivery, uint16 grade, uint8 ceiling);
    error ManifestNotValid(DeliveryId delivery);
    error OutcomeMissing(DeliveryId delivery);
    error FeedbackAlreadyFinal(DeliveryId delivery);
    /// @dev Only after a final report, and once.
    error CannotAskForMore(DeliveryId delivery);
    error FeedbackNotOverdue(DeliveryId delivery, uint48 due);
    /// @dev Nothing overdue is on record of it.
    error NothingToWaive(DeliveryId delivery);
    error WaiverReasonMissing(DeliveryId delivery);
    error TooManyDerived(DeliveryId delivery, uint256 count);
    error ClaimEmpty(DatasetId dataset);
    /// @dev Of one's own data nobody has to claim a receipt.
    error ClaimOfYours(DatasetId dataset);

    /// @notice Records that versions were handed over. Only the provider, under a grant that covers them.
    function deliver(uint64 step, Handover[] calldata handovers) external;

    /// @notice Signs for deliveries. Only the consumer. One that got something else opens a dispute by it.
    function receiveDeliveries(uint64 step, Receipt[] calldata receipts) external;

    /// @notice Claims that data came without a delivery on record. Only by another than its owner.
    function claimReceipts(uint64 step, Claim[] calldata claims) external;

    /// @notice Reports what came of deliveries. Only the consumer; late is better than never.
    function report(uint64 step, Report[] calldata reports) external;

    /// @notice Asks once for more after a final report, which starts another window. Only the provider.
    function askForMore(uint64 step, Question[] calldata questions) external;

    /// @notice Waives what is overdue. Only the bureau.
    function waive(uint64 step, Waiver[] calldata waivers) external;

    /// @notice Records that feedback is overdue. Anyone may, never early; what is on record is skipped.
    function recordOverdue(Handed[] calldata deliveries) external;

    /// @notice How many of an organisation's deliveries are overdue and not settled.
    function overdueOf(uint32 organisation) external view returns (uint32);

    /// @notice A delivery as it stands; standing None when there is none.
    function delivered(DeliveryId delivery) external view returns (Delivered memory);
}
