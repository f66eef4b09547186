// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {ConsentId, DatasetId, RunId, VersionId} from "../lib/Ids.sol";

/// @notice A reference to the consent of the people whom a dataset is about.
struct Consent {
    DatasetId dataset;
    /// Tells it from the dataset's other consents; the id is made of it.
    string name;
    /// Salted commitment to what was consented to, by whom and for what.
    bytes32 commitment;
}

struct ConsentStep {
    ConsentId consent;
    /// A code of the published list; zero is not one.
    uint8 reason;
    string note;
}

/// @notice Says that a version rests on a consent: its dataset's own, or one that a parent cites.
struct Citation {
    ConsentId consent;
    /// What the version's id is made of.
    DatasetId dataset;
    bytes32 content;
    RunId run;
    VersionId[] parents;
    bytes32 underHash;
    /// The parent that cites it, counted from 1; 0 when it is the dataset's own.
    uint16 through;
}

/// @notice A version that rests on a withdrawn consent.
struct Bereft {
    VersionId version;
    ConsentId consent;
}

struct ConsentRecordedPayload {
    string name;
    bytes32 commitment;
}

struct ConsentWithdrawnPayload {
    uint8 reason;
    string note;
}

struct ConsentCitedPayload {
    /// Zero when it is the dataset's own.
    VersionId through;
    string note;
}

struct ConsentLostPayload {
    string note;
}

/// @title Consents: on whose word personal data is shared, and what falls when it is taken back.
/// @notice The consent itself stays with its owner; here lie salted commitments. A withdrawal stops every
/// later delivery of what rests on it, and spreads like a recall.
/// @dev Subjects of each fact, in order.
///   ConsentRecorded: consent, dataset.     ConsentWithdrawn: consent, dataset.
///   ConsentCited: version, consent.        ConsentLost: version, consent.
interface IConsents {
    event ConsentRecorded(address indexed writer, Header header, ConsentRecordedPayload payload);
    event ConsentWithdrawn(address indexed writer, Header header, ConsentWithdrawnPayload payload);
    event ConsentCited(address indexed writer, Header header, ConsentCitedPayload payload);
    event ConsentLost(address indexed writer, Header header, ConsentLostPayload payload);

    error DatasetNotYours(DatasetId dataset, uint32 owner);
    error DatasetNotPersonal(DatasetId dataset);
    error CommitmentMissing(ConsentId consent);
    error ConsentUnknown(ConsentId consent);
    error ConsentAlreadyWithdrawn(ConsentId consent);
    error ConsentReasonMissing(ConsentId consent);
    /// @dev Only personal data rests on consent. A withdrawal must stop every delivery of what cites it, and
    /// deliveries of other data do not ask.
    error VersionNotPersonal(VersionId version);
    error ConsentOfOtherDataset(VersionId version, ConsentId consent);
    error ConsentAlreadyCited(VersionId version, ConsentId consent);
    error ConsentNotCited(VersionId version, ConsentId consent);
    error ConsentNotWithdrawn(ConsentId consent);
    error TooManyConsents(VersionId version);

    /// @notice Records consents for the signer's personal datasets.
    function recordConsents(uint64 step, Consent[] calldata consents) external;

    /// @notice Takes consents back. Only the dataset's owner, for whom it was given to.
    function withdrawConsents(uint64 step, ConsentStep[] calldata steps) external;

    /// @notice Says what versions of the signer's datasets rest on, at most 16 consents each.
    function cite(uint64 step, Citation[] calldata citations) external;

    /// @notice Marks versions as affected whose consent was withdrawn. Anyone may; what is marked is skipped.
    function spreadWithdrawals(Bereft[] calldata bereft) external;

    /// @notice How many of a dataset's consents stand.
    function standingOf(DatasetId dataset) external view returns (uint32);

    /// @notice How many consents a version cites, and whether any of them was withdrawn.
    function citedBy(VersionId version) external view returns (uint256 count, bool withdrawn);

    function cites(VersionId version, ConsentId consent) external view returns (bool);

    /// @notice The consents a version cites, in the order of their citation.
    function consentsOf(VersionId version) external view returns (ConsentId[] memory);

    /// @notice Whose data a consent is about; zero when there is no such consent.
    function datasetOf(ConsentId consent) external view returns (DatasetId);
}
