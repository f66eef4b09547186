// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {AssessmentId, DatasetId, OrganisationId} from "../lib/Ids.sol";

/// @notice An assessment that data may go abroad: which, by whom, to whom, until when.
struct Assessment {
    /// The assessing authority's reference; the id is made of it.
    string code;
    /// The department that may hand it on.
    OrganisationId consumer;
    DatasetId dataset;
    /// The last second in which it holds.
    uint48 until;
    /// Who gets it, abroad.
    string recipient;
    /// Digest of the assessment, or its salted commitment.
    bytes32 document;
}

struct AssessmentStep {
    AssessmentId assessment;
    /// A code of the published list; zero is not one.
    uint8 reason;
    string note;
}

/// @notice An assessment as other contracts must know it. Whether it was revoked says its state.
struct Assessed {
    /// 0 when there is no such assessment.
    uint32 consumer;
    uint48 until;
    DatasetId dataset;
}

struct AssessmentRecordedPayload {
    string code;
    uint48 until;
    string recipient;
    bytes32 document;
}

struct AssessmentRevokedPayload {
    uint8 reason;
    string note;
}

/// @title Assessments: under which security assessment data leaves the country.
/// @notice It is the bureau's record of what the authority decided; its state has WITHDRAWN once it is revoked.
/// @dev Subjects of each fact, in order.
///   AssessmentRecorded: assessment, consumer, dataset.    AssessmentRevoked: assessment.
interface IAssessments {
    event AssessmentRecorded(address indexed writer, Header header, AssessmentRecordedPayload payload);
    event AssessmentRevoked(address indexed writer, Header header, AssessmentRevokedPayload payload);

    /// @dev Without code, recipient or document, or over already.
    error AssessmentNotValid(AssessmentId assessment);
    error AssessmentUnknown(AssessmentId assessment);
    error AssessmentAlreadyRevoked(AssessmentId assessment);
    error AssessmentReasonMissing(AssessmentId assessment);
    /// @dev Of another consumer or another dataset.
    error AssessmentOfOther(AssessmentId assessment);
    error AssessmentExpired(AssessmentId assessment, uint48 until);

    /// @notice Records assessments. Only the bureau.
    function recordAssessments(uint64 step, Assessment[] calldata assessments) external;

    /// @notice Takes assessments back: deliveries under them stop. Only the bureau.
    function revokeAssessments(uint64 step, AssessmentStep[] calldata steps) external;

    /// @notice Reverts unless the assessment stands for this consumer and dataset until this second.
    function requireStanding(
        AssessmentId assessment,
        uint32 consumer,
        DatasetId dataset,
        uint48 until
    ) external view;

    function assessed(AssessmentId assessment) external view returns (Assessed memory);
}
