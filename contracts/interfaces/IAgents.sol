// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {OrganisationId} from "../lib/Ids.sol";

/// @dev Zero is never valid. Appended to, never renumbered.
enum OrganisationKind {
    None,
    LeadingGroup,
    Bureau,
    Department,
    District,
    Exchange,
    Auditor,
    Enterprise,
    ResearchBody,
    ExecutionTeam
}

/// @notice An organisation to admit, with its first key: its data officer's.
struct Admission {
    /// Lower-case code, unique in the city; the id is made of it.
    string code;
    OrganisationKind kind;
    /// The department an execution team belongs to; zero for every other kind.
    OrganisationId parent;
    address dataOfficer;
    uint64 permissions;
    /// Canonical JSON (RFC 8785), at most 4096 bytes: names and public catalogue metadata.
    string metadata;
}

/// @notice A key's permissions and the interval [from, until) in which it may sign, in seconds.
struct KeyGrant {
    address key;
    uint64 permissions;
    uint48 from;
    uint48 until;
}

struct OrganisationAdmittedPayload {
    address council;
    uint32 number;
    OrganisationKind kind;
    address dataOfficer;
    uint64 permissions;
    string code;
    string metadata;
}

struct OrganisationSuspendedPayload {
    address council;
    string reason;
}

struct OrganisationResumedPayload {
    address council;
    string reason;
}

struct BureauAppointedPayload {
    address council;
    string reason;
}

struct DataOfficerAppointedPayload {
    /// The council, or zero when the data officer handed over.
    address council;
    address before;
    address dataOfficer;
    uint64 permissions;
    string reason;
}

struct KeyGrantedPayload {
    address key;
    uint64 permissions;
    uint48 from;
    uint48 until;
    string note;
}

struct KeySuspendedPayload {
    address key;
    uint48 until;
    string reason;
}

struct EndpointSetPayload {
    /// Empty: there is none any more.
    string url;
}

/// @title Who may act: organisations, their data officers and their officer keys.
/// @notice Three tiers: the leading group acts through the council; the bureau is the organisation it
/// appoints; departments act through officer keys, with execution teams below them.
/// @dev Subjects of each fact: the organisation; for an execution team's admission also its department; for
/// the bureau's appointment also the bureau before it.
interface IAgents {
    event OrganisationAdmitted(address indexed writer, Header header, OrganisationAdmittedPayload payload);
    event OrganisationSuspended(address indexed writer, Header header, OrganisationSuspendedPayload payload);
    event OrganisationResumed(address indexed writer, Header header, OrganisationResumedPayload payload);
    event BureauAppointed(address indexed writer, Header header, BureauAppointedPayload payload);
    event DataOfficerAppointed(address indexed writer, Header header, DataOfficerAppointedPayload payload);
    event KeyGranted(address indexed writer, Header header, KeyGrantedPayload payload);
    event KeySuspended(address indexed writer, Header header, KeySuspendedPayload payload);
    event EndpointSet(address indexed writer, Header header, EndpointSetPayload payload);

    error NotTheCouncil(address caller);
    error KindNotValid(string code, OrganisationKind kind);
    error ParentNotValid(string code, OrganisationId parent);
    error OrganisationUnknown(OrganisationId organisation);
    error NotABureau(OrganisationId organisation);
    error OrganisationIsSuspended(OrganisationId organisation);
    error OrganisationNotSuspended(OrganisationId organisation);
    /// @dev The bureau and the leading group cannot be suspended: appoint another first.
    error OrganisationIndispensable(OrganisationId organisation);
    error KeyNotValid(address key);
    /// @dev A key belongs to one organisation for life, so that old acts stay attributable.
    error KeyTaken(address key, OrganisationId organisation);
    error KeyUnknown(address key);
    error KeyNotInForce(address key, uint48 from, uint48 until);
    error KeyIsDataOfficer(address key);
    error IntervalNotValid(address key, uint48 from, uint48 until);
    error PermissionMissing(address key, uint64 needed);
    error PermissionNotGrantable(address key, uint64 permissions);
    /// @dev An earlier batch of this key was refused; sign again in order.
    error LaneOutOfStep(address key, uint64 stored, uint64 given);
    error CallerNotSigner(address caller, address signer);

    /// @notice Admits organisations. Only the council.
    function admit(Admission[] calldata admissions) external;

    /// @notice Suspends an organisation: none of its keys may act from this block on. Only the council.
    function suspend(OrganisationId[] calldata organisations, string calldata reason) external;

    /// @notice Ends a suspension. Only the council.
    function resume(OrganisationId[] calldata organisations, string calldata reason) external;

    /// @notice Makes an organisation the bureau, in place of the present one. Only the council.
    function appointBureau(OrganisationId organisation, string calldata reason) external;

    /// @notice Gives an organisation a new data officer; the old one's key ends at once. Only the council.
    /// @dev This is the way back from a lost key. With the present key it changes that key's permissions.
    /// Warning: keys that a thief granted stay in force; end them too, with `endKeys`.
    function appointDataOfficer(
        OrganisationId organisation,
        address key,
        uint64 permissions,
        string calldata reason
    ) external;

    /// @notice Hands the data officer's role to a new key; the old key ends at once. Only the data officer.
    /// @dev There is no verb to leave without a successor.
    function handOver(uint64 step, address key, string calldata reason) external;

    /// @notice Grants keys, or changes the permissions and interval of the organisation's own keys.
    /// Only the data officer.
    function grantKeys(uint64 step, KeyGrant[] calldata grants, string calldata note) external;

    /// @notice Ends keys at once. Only the data officer, and not the data officer's own.
    function suspendKeys(uint64 step, address[] calldata keys, string calldata reason) external;

    /// @notice Ends keys of an organisation at once, suspended or not. Only the council, and not a data
    /// officer's: appoint another.
    function endKeys(OrganisationId organisation, address[] calldata keys, string calldata reason) external;

    /// @notice Says where the organisation's gateway answers others, in at most 256 bytes; empty takes it back.
    /// Only the data officer.
    /// @dev Warning: the text is not judged here. Whoever asks there checks its form, and every answer against
    /// what is on chain: an endpoint is a hint, never evidence.
    function setEndpoint(uint64 step, string calldata url) external;

    /// @notice For domain contracts: who signs this transaction, if they may do this.
    /// @param step The lane's next step (stored + 1), or 0 for an unordered batch.
    /// @return number The organisation's number.
    /// @return id The organisation's id.
    /// @dev Warning: judges tx.origin. The caller must have checked that msg.sender is tx.origin, otherwise
    /// an officer can be tricked into acting through a contract they merely called.
    function enter(uint64 permission, uint64 step) external returns (uint32 number, OrganisationId id);

    /// @notice The bureau's organisation number; 0 before one is appointed.
    function bureau() external view returns (uint32);

    /// @notice The organisation number of the bureau that was in office just before this second; 0 if none was.
    function bureauAt(uint48 time) external view returns (uint32);

    /// @notice How many organisations were ever admitted; they are numbered from 1.
    function count() external view returns (uint32);

    function organisation(
        uint32 number
    ) external view returns (OrganisationId id, address dataOfficer, OrganisationKind kind, uint32 parent);

    function numberOf(OrganisationId id) external view returns (uint32);

    function keyOf(
        address key
    ) external view returns (uint32 number, uint64 permissions, uint48 from, uint48 until, uint64 step);
}
