// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {AssessmentId, DatasetId, DeliveryId, GrantId, OrganisationId, VersionId} from "../lib/Ids.sol";

/// @notice How highly graded data a department may be granted for a purpose.
struct Clearance {
    OrganisationId organisation;
    /// A code of the published list; 0 is any purpose that has no clearance of its own, hidden ones included.
    uint16 purpose;
    /// 4 to 6. General data needs no clearance, so 4 takes a higher one back.
    uint8 grade;
    /// The last second in which it holds; 0 when it holds until it is set anew.
    uint48 until;
    string note;
}

struct ClearanceSetPayload {
    uint16 purpose;
    uint8 grade;
    uint48 until;
    string note;
}

/// @notice A grant about to be issued, as the gates see it.
struct Proposed {
    GrantId grant;
    DatasetId dataset;
    uint32 consumer;
    /// 0 when it is hidden.
    uint16 purpose;
    bool confidential;
    uint8 ceiling;
    uint48 expires;
    bool onward;
    bool abroad;
    /// Zero when nobody abroad will see the data.
    AssessmentId assessment;
    /// The keys that may receive and use the data; none when any officer of the consumer may.
    address[] officers;
    /// An emergency passes without clearance and without consent, never against a withdrawn one.
    bool emergency;
}

/// @notice A delivery about to be recorded, as the gates see it.
struct Passing {
    DeliveryId delivery;
    GrantId grant;
    uint16 grantState;
    VersionId version;
    uint16 versionState;
    DatasetId dataset;
    uint32 consumer;
}

/// @title Gates: which grades reach whom, and what the most sensitive data needs besides a grant.
/// @notice Grants and Deliveries ask here; the rules stand in one place. Without a clearance a department
/// may be granted general data, of grade 4 at most.
/// @dev Subjects of ClearanceSet, in order: organisation, bureau.
interface IGates {
    event ClearanceSet(address indexed writer, Header header, ClearanceSetPayload payload);

    error NotForCaller(address caller);
    /// @dev The grade, or an end in the past.
    error ClearanceNotValid(OrganisationId organisation, uint8 grade);
    /// @dev The grade is the ceiling or the dataset's own; of a delivery, the version's.
    error ClearanceMissing(GrantId grant, uint16 grade, uint8 cleared);
    /// @dev Personal data is granted only while its dataset has a consent that was not withdrawn.
    error ConsentMissing(DatasetId dataset);
    /// @dev A personal version is delivered only under a cited consent, and under none that was withdrawn.
    error VersionWithoutConsent(DeliveryId delivery, VersionId version, bool withdrawn);
    /// @dev Least authorisation: not in confidence, not onward, one to eight named officers. Of a use: the version
    /// needs it, and the grant names no officers.
    error LeastAuthorisation(GrantId grant);
    /// @dev The version has come to need least authorisation, and the grant names no officers.
    error VersionNeedsLeast(DeliveryId delivery, VersionId version);
    error OfficerNotOfConsumer(GrantId grant, address officer);
    error OfficerNotNamed(GrantId grant, address officer);
    error AssessmentMissing(GrantId grant);
    error AssessmentNotNeeded(GrantId grant, AssessmentId assessment);

    /// @notice Sets clearances. Only the bureau.
    function setClearances(uint64 step, Clearance[] calldata clearances) external;

    /// @notice For the writer of role "grants": reverts unless the grant may be issued, and keeps what its
    /// deliveries will need.
    /// @return state The bits the grant gets: LEAST, ABROAD.
    function open(Proposed calldata grant) external returns (uint16 state);

    /// @notice Reverts unless the delivery may pass. To be asked when the version is personal, important,
    /// core or of least authorisation, or the grant is LEAST or ABROAD.
    function requirePassage(Passing calldata passing) external view;

    /// @notice Reverts unless the grant names this officer. To be asked when the grant is LEAST.
    function requireOfficer(GrantId grant, address officer) external view;

    /// @notice The highest grade an organisation may be granted now for a purpose: what was set for that purpose,
    /// else for any; 4 where nothing is in force.
    function clearanceOf(uint32 organisation, uint16 purpose) external view returns (uint8 grade);

    /// @notice What was set last for exactly this purpose, in force or not; grade 0 when nothing was.
    function clearance(uint32 organisation, uint16 purpose) external view returns (uint8 grade, uint48 until);

    /// @notice What `open` kept of a grant.
    function opened(
        GrantId grant
    ) external view returns (uint16 purpose, bool emergency, AssessmentId assessment);
}
