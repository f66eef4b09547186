// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// An id's first byte is the kind of thing it names; the other 31 are a keccak256 cut to fit. Ids are known
// before anything is mined, and `src/core/ids.ts` computes the same (vectors: test/vectors/ids.json).

type OrganisationId is bytes32;
type DomainId is bytes32;
type DatasetId is bytes32;
type VersionId is bytes32;
type GrantId is bytes32;
type DeliveryId is bytes32;
type RunId is bytes32;
type SupplyId is bytes32;
type RequestId is bytes32;
type ConsentId is bytes32;
type AssessmentId is bytes32;
type EvidenceId is bytes32;
/// The first 12 bytes of a dataset's hash, where a slot has no room for more. To find a dataset that has the
/// tag of another department's takes 2^96 hashes; of one's own, 2^48, and one's own one may share anyway.
type DatasetTag is bytes12;

using {sameOrganisation as ==} for OrganisationId global;
using {sameDataset as ==} for DatasetId global;
using {sameVersion as ==} for VersionId global;
using {sameTag as ==} for DatasetTag global;

function sameOrganisation(OrganisationId a, OrganisationId b) pure returns (bool) {
    return OrganisationId.unwrap(a) == OrganisationId.unwrap(b);
}

function sameDataset(DatasetId a, DatasetId b) pure returns (bool) {
    return DatasetId.unwrap(a) == DatasetId.unwrap(b);
}

function sameVersion(VersionId a, VersionId b) pure returns (bool) {
    return VersionId.unwrap(a) == VersionId.unwrap(b);
}

function sameTag(DatasetTag a, DatasetTag b) pure returns (bool) {
    return DatasetTag.unwrap(a) == DatasetTag.unwrap(b);
}

/// @dev The first byte of a subject. Zero is never valid; `SPINE` belongs to FactLog alone.
library Kinds {
    uint8 internal constant ORGANISATION = 0x01;
    uint8 internal constant DOMAIN = 0x02;
    uint8 internal constant DATASET = 0x03;
    uint8 internal constant VERSION = 0x04;
    uint8 internal constant GRANT = 0x05;
    uint8 internal constant DELIVERY = 0x06;
    uint8 internal constant RUN = 0x07;
    uint8 internal constant SUPPLY = 0x08;
    uint8 internal constant REQUEST = 0x09;
    uint8 internal constant CALENDAR = 0x0a;
    uint8 internal constant CONSENT = 0x0b;
    uint8 internal constant ASSESSMENT = 0x0c;
    uint8 internal constant EVIDENCE = 0x0d;
    uint8 internal constant SPINE = 0xff;
}

/// @dev What a version's id is made of. Showing it proves which dataset a version belongs to, so that no
/// contract needs to store that.
struct Preimage {
    DatasetId dataset;
    /// SHA-256 of the content, or its salted commitment.
    bytes32 content;
    RunId run;
    /// keccak256 over the parents' ids, 32 bytes each, strictly ascending.
    bytes32 parentsHash;
    /// keccak256 over the grants they were used under, in the parents' order; over nothing when all are zero.
    bytes32 underHash;
}

/// @dev What a delivery's id is made of. Showing it proves under which grant a delivery was made.
struct Handed {
    GrantId grant;
    VersionId version;
    /// keccak256 of the delivery's name.
    bytes32 nameHash;
}

library Ids {
    function organisation(string memory code) internal pure returns (OrganisationId) {
        return OrganisationId.wrap(_cut(Kinds.ORGANISATION, keccak256(bytes(code))));
    }

    function domain(string memory code) internal pure returns (DomainId) {
        return DomainId.wrap(_cut(Kinds.DOMAIN, keccak256(bytes(code))));
    }

    function dataset(OrganisationId registrant, string memory code) internal pure returns (DatasetId) {
        return DatasetId.wrap(_cut(Kinds.DATASET, keccak256(abi.encode(registrant, keccak256(bytes(code))))));
    }

    function run(
        OrganisationId by,
        string memory job,
        bytes32 code,
        string memory name
    ) internal pure returns (RunId) {
        bytes32 hash = keccak256(abi.encode(by, keccak256(bytes(job)), code, keccak256(bytes(name))));
        return RunId.wrap(_cut(Kinds.RUN, hash));
    }

    function version(
        DatasetId datasetId,
        bytes32 content,
        RunId by,
        bytes32 parentsHash,
        bytes32 underHash
    ) internal pure returns (VersionId) {
        bytes32 hash = keccak256(abi.encode(datasetId, content, by, parentsHash, underHash));
        return VersionId.wrap(_cut(Kinds.VERSION, hash));
    }

    /// @dev The same from calldata, where its five words lie as they are hashed.
    function versionOf(Preimage calldata p) internal pure returns (VersionId) {
        bytes32 hash;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, p, 0xa0)
            hash := keccak256(free, 0xa0)
        }
        return VersionId.wrap(_cut(Kinds.VERSION, hash));
    }

    /// @dev One supply item a dataset; its revisions are facts about it.
    function supply(DatasetId datasetId) internal pure returns (SupplyId) {
        return SupplyId.wrap(_cut(Kinds.SUPPLY, keccak256(abi.encode(datasetId))));
    }

    function request(
        OrganisationId consumer,
        DatasetId datasetId,
        string memory name
    ) internal pure returns (RequestId) {
        bytes32 hash = keccak256(abi.encode(consumer, datasetId, keccak256(bytes(name))));
        return RequestId.wrap(_cut(Kinds.REQUEST, hash));
    }

    /// @param amended The grant that this one takes the place of; zero for the first of a request.
    function grant(RequestId requestId, GrantId amended) internal pure returns (GrantId) {
        return GrantId.wrap(_cut(Kinds.GRANT, keccak256(abi.encode(requestId, amended))));
    }

    function delivery(
        GrantId grantId,
        VersionId versionId,
        bytes32 nameHash
    ) internal pure returns (DeliveryId) {
        return DeliveryId.wrap(_cut(Kinds.DELIVERY, keccak256(abi.encode(grantId, versionId, nameHash))));
    }

    function tag(DatasetId datasetId) internal pure returns (DatasetTag) {
        return DatasetTag.wrap(bytes12(DatasetId.unwrap(datasetId) << 8));
    }

    /// @dev The subject of a year's table of working days.
    function calendar(uint16 year) internal pure returns (bytes32) {
        return _cut(Kinds.CALENDAR, keccak256(abi.encode(year)));
    }

    function consent(DatasetId datasetId, string memory name) internal pure returns (ConsentId) {
        return ConsentId.wrap(_cut(Kinds.CONSENT, keccak256(abi.encode(datasetId, keccak256(bytes(name))))));
    }

    /// @param code The assessing authority's reference.
    function assessment(string memory code) internal pure returns (AssessmentId) {
        return AssessmentId.wrap(_cut(Kinds.ASSESSMENT, keccak256(bytes(code))));
    }

    /// @dev The evidence of desensitisation that a version rests on. A version's id is known before it is
    /// published, so the evidence binds its content, run, parents and grants.
    function evidence(VersionId versionId) internal pure returns (EvidenceId) {
        return EvidenceId.wrap(_cut(Kinds.EVIDENCE, keccak256(abi.encode(versionId))));
    }

    function _cut(uint8 kind, bytes32 hash) private pure returns (bytes32) {
        return bytes32((uint256(kind) << 248) | (uint256(hash) >> 8));
    }
}
