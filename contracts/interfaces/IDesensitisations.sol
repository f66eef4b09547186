// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {DatasetId, EvidenceId, Preimage, VersionId} from "../lib/Ids.sol";

/// @notice What an officer did to data so that it needs less protection than its sources.
struct Proposal {
    /// What the id of the version to be published is made of: it shows whose it will be, so that nobody
    /// proposes evidence in another's name.
    Preimage version;
    /// What it may be declared as: grade, PERSONAL and LEAST, as in States.
    uint16 state;
    /// A code of the published list of methods; zero is not one.
    uint8 method;
    /// Digest of the report on what was done and what risk is left, or its salted commitment.
    bytes32 report;
    string note;
}

/// @notice What another officer says to it.
struct Verdict {
    EvidenceId evidence;
    string note;
}

/// @dev Appended to, never renumbered; zero is evidence that does not exist.
enum Decision {
    None,
    Waited,
    Approved,
    Rejected
}

/// @notice Evidence as it stands.
struct Evidence {
    address maker;
    uint32 organisation;
    uint16 state;
    Decision decision;
    /// Who approved it; zero before.
    address approver;
}

struct DesensitisationProposedPayload {
    VersionId version;
    uint16 state;
    uint8 method;
    bytes32 report;
    string note;
}

struct DesensitisationApprovedPayload {
    string note;
}

struct DesensitisationRejectedPayload {
    string note;
}

/// @title Desensitisations: evidence that lowers a grade, made by one officer and approved by another.
/// @notice Derived data keeps the highest grade of its parents. Only approved evidence about exactly this
/// version lets it be published with less.
/// @dev Subjects of each fact, in order.
///   DesensitisationProposed: evidence, organisation.    The others: evidence.
interface IDesensitisations {
    event DesensitisationProposed(
        address indexed writer,
        Header header,
        DesensitisationProposedPayload payload
    );
    event DesensitisationApproved(
        address indexed writer,
        Header header,
        DesensitisationApprovedPayload payload
    );
    event DesensitisationRejected(
        address indexed writer,
        Header header,
        DesensitisationRejectedPayload payload
    );

    error DatasetNotYours(DatasetId dataset, uint32 owner);
    error EvidenceUnknown(EvidenceId evidence);
    /// @dev There is evidence about this version that was not rejected.
    error EvidenceExists(EvidenceId evidence);
    error EvidenceStateNotValid(EvidenceId evidence, uint16 state);
    error EvidenceMethodMissing(EvidenceId evidence);
    error EvidenceReportMissing(EvidenceId evidence);
    error EvidenceAlreadyDecided(EvidenceId evidence);
    /// @dev Whoever made it, or publishes what it is about, cannot have approved it.
    error OwnEvidence(EvidenceId evidence, address officer);
    /// @dev Neither the maker's organisation nor the bureau.
    error EvidenceNotYours(EvidenceId evidence, uint32 organisation);
    error EvidenceNotApproved(EvidenceId evidence);
    error EvidenceOfOtherState(EvidenceId evidence, uint16 allowed, uint16 declared);

    /// @notice Proposes evidence for versions that the signer's organisation is to publish.
    function propose(uint64 step, Proposal[] calldata proposals) external;

    /// @notice Approves evidence. Another officer than its maker, of its organisation or of the bureau.
    function approve(uint64 step, Verdict[] calldata verdicts) external;

    /// @notice Rejects evidence. The same officers may; its maker may then propose anew.
    function reject(uint64 step, Verdict[] calldata verdicts) external;

    /// @notice Reverts unless the evidence lets this organisation's officer publish this version with exactly
    /// this grade, PERSONAL and LEAST, and another officer approved it.
    /// @return known False when nobody proposed any, so that the declaration is simply too low.
    function requireApproved(
        VersionId version,
        uint16 state,
        uint32 organisation,
        address officer
    ) external view returns (bool known);

    function evidence(EvidenceId id) external view returns (Evidence memory);
}
