// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {DatasetId, DomainId, GrantId, Preimage, RunId, VersionId} from "../lib/Ids.sol";

/// @notice A domain of the city's catalogue.
struct DomainEntry {
    string code;
    string metadata;
}

/// @notice A dataset to register.
struct Registration {
    /// Lower-case code, unique within the organisation; the id is made of both.
    string code;
    DomainId domain;
    /// Grade, and the flags PERSONAL, LEAST and UNCONDITIONAL, as in States.
    uint16 state;
    string category;
    /// Canonical JSON (RFC 8785), at most 4096 bytes.
    string metadata;
}

/// @notice The activity that made versions: a run of a job.
struct Run {
    string job;
    /// SHA-256 of the code that ran; zero when nobody knows.
    bytes32 code;
    string name;
}

/// @notice A version to publish.
struct Publication {
    DatasetId dataset;
    /// Index into the batch's runs.
    uint16 run;
    /// Grade, PERSONAL, LEAST, UNCONDITIONAL, AFFECTED and CONFINED: declared here, checked against dataset,
    /// parents and grants. Below the parents' grade, PERSONAL and LEAST only with approved evidence of
    /// desensitisation about this version; never below the dataset's.
    uint16 state;
    /// SHA-256 of the content; a salted commitment when the version is personal or above general.
    bytes32 content;
    /// SM3 of the same content, or its commitment.
    bytes32 sm3;
    /// Bytes; 0 when the content is committed.
    uint64 size;
    /// Digest of the schema; zero when there is none.
    bytes32 schema;
    /// The version of the same dataset that this one corrects; zero when none.
    VersionId corrects;
    /// Canonical JSON (RFC 8785), at most 4096 bytes: media type, title and other catalogue metadata.
    string metadata;
    /// Strictly ascending, at most 256.
    VersionId[] parents;
    /// The grant each parent is used under; zero for one's own data and for unconditional datasets, and no
    /// list at all when every one is zero.
    GrantId[] under;
    /// In order: for each parent that is used under a grant or whose dataset is not unconditional, what its
    /// id is made of, to show whose it is; last, the same for `corrects`.
    Preimage[] shown;
}

/// @notice The end of a version's good standing.
struct Ending {
    Preimage version;
    /// A code of the published list of reasons; zero is not one.
    uint8 reason;
    string note;
}

/// @notice One edge a recall spreads along, with what the child's id is made of.
struct Spread {
    DatasetId dataset;
    bytes32 content;
    RunId run;
    VersionId[] parents;
    bytes32 underHash;
    /// Which of the parents is recalled or affected.
    uint16 through;
}

struct DomainRegisteredPayload {
    string code;
    string metadata;
}

struct DatasetRegisteredPayload {
    string code;
    string category;
    string metadata;
}

struct RunRecordedPayload {
    RunId run;
    bytes32 code;
    string job;
    string name;
}

/// @dev The version, its dataset and its parents are the header's subjects.
struct VersionPublishedPayload {
    bytes32 content;
    bytes32 sm3;
    uint64 size;
    bytes32 schema;
    RunId run;
    VersionId corrects;
    string metadata;
    /// The grants the parents were used under, in their order; empty when all are zero.
    GrantId[] under;
}

struct VersionWithdrawnPayload {
    uint8 reason;
    Preimage preimage;
    string note;
}

struct VersionRecalledPayload {
    uint8 reason;
    Preimage preimage;
    string note;
}

struct VersionAffectedPayload {
    DatasetId dataset;
    bytes32 content;
    RunId run;
    bytes32 underHash;
    VersionId[] parents;
}

/// @title What there is: domains, datasets, versions and what they were derived from.
/// @dev Subjects of each fact, in order.
///   DomainRegistered: domain, bureau.          DatasetRegistered: dataset, organisation, domain.
///   RunRecorded: organisation.                 VersionPublished: version, dataset, each parent, the corrected
///   version unless it is a parent, and each grant used.    VersionWithdrawn, VersionRecalled: version,
///   dataset.                                   VersionAffected: child, parent.
interface IDatasets {
    event DomainRegistered(address indexed writer, Header header, DomainRegisteredPayload payload);
    event DatasetRegistered(address indexed writer, Header header, DatasetRegisteredPayload payload);
    event RunRecorded(address indexed writer, Header header, RunRecordedPayload payload);
    event VersionPublished(address indexed writer, Header header, VersionPublishedPayload payload);
    event VersionWithdrawn(address indexed writer, Header header, VersionWithdrawnPayload payload);
    event VersionRecalled(address indexed writer, Header header, VersionRecalledPayload payload);
    event VersionAffected(address indexed writer, Header header, VersionAffectedPayload payload);

    error DatasetUnknown(DatasetId dataset);
    error DatasetNotYours(DatasetId dataset, uint32 owner);
    error StateNotValid(bytes32 subject, uint16 state);
    error ContentMissing(VersionId version);
    /// @dev The size of personal or above-general content is guessable evidence; it belongs in the commitment.
    error SizeNotHidden(VersionId version, uint64 size);
    error RunNotValid(bytes32 content, uint16 run);
    error TooManyParents(VersionId version, uint256 count);
    error ParentsOutOfOrder(VersionId version, VersionId parent);
    error ParentUnknown(VersionId version, VersionId parent);
    error ParentWithdrawn(VersionId version, VersionId parent);
    error ParentRecalled(VersionId version, VersionId parent);
    /// @dev Another department's conditional data needs a grant; one's own must be shown.
    error GrantRequired(VersionId version, VersionId parent);
    /// @dev One grant for each parent, not all zero; or none at all.
    error UnderNotValid(VersionId version, uint256 count);
    /// @dev CONFINED must be declared exactly when a parent has it, or a grant without onward sharing was used.
    error ConfinedDiffers(VersionId version, bool required);
    /// @dev What is confined cannot be a version of an unconditional dataset, nor a source in another department.
    error OnwardForbidden(VersionId version);
    error GradeTooLow(VersionId version, uint16 declared, uint16 required);
    error PersonalNotDeclared(VersionId version);
    error LeastNotDeclared(VersionId version);
    /// @dev AFFECTED must be declared exactly when a parent is affected: a recall spread meanwhile.
    error AffectedDiffers(VersionId version, bool required);
    error SharingDiffers(VersionId version, uint16 declared, uint16 required);
    error CorrectsOtherDataset(VersionId version, VersionId corrects);
    error VersionAlreadyWithdrawn(VersionId version);
    error VersionAlreadyRecalled(VersionId version);
    error ReasonNotValid(VersionId version, uint8 reason);
    error ParentNotAffected(VersionId child, VersionId parent);

    /// @notice Registers domains of the catalogue. Only the bureau.
    function registerDomains(uint64 step, DomainEntry[] calldata entries) external;

    /// @notice Registers datasets for the signer's organisation.
    function registerDatasets(uint64 step, Registration[] calldata registrations) external;

    /// @notice Publishes versions of the signer's datasets. A parent may come earlier in the same batch.
    /// @dev Warning: the same content in another run is another version.
    function publishVersions(uint64 step, Run[] calldata runs, Publication[] calldata publications) external;

    /// @notice Withdraws versions: they stay on record and nothing new derives from them.
    function withdrawVersions(uint64 step, Ending[] calldata endings) external;

    /// @notice Recalls versions: as withdrawal, and everything derived from them is affected.
    function recallVersions(uint64 step, Ending[] calldata endings) external;

    /// @notice Spreads recalls, one edge each. Anyone may; what is already affected is skipped.
    function spreadRecalls(Spread[] calldata spreads) external;

    function ownerOf(DatasetId dataset) external view returns (uint32);
}
