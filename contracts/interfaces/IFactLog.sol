// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice One subject of a fact, and what the fact does to its state.
struct Touch {
    bytes32 subject;
    /// True demands that the subject is new, false that it exists.
    bool create;
    uint16 set;
    /// Applied before `set`.
    uint16 clear;
}

/// @notice What a writer may do to one kind of subject. Being listed is the permission to touch.
struct SubjectPermission {
    uint8 kind;
    bool create;
    uint16 set;
    uint16 clear;
}

/// @notice The envelope of every fact.
struct Header {
    /// Who acts: the organisation's number in Agents (4 bytes; 0 for the council and for permissionless
    /// facts), 1 byte that is 1 in a drill, the fact's number in the whole history from 0 (7 bytes), and the
    /// address that signed the transaction (20 bytes; evidence, never permission).
    bytes32 by;
    bytes32[] subjects;
    /// Each subject's state after the fact: 2 bytes each, big-endian, in the order of `subjects`.
    bytes states;
}

struct AdmittedPayload {
    address council;
    bytes31 role;
    address writer;
    bytes32 codeHash;
    SubjectPermission[] permissions;
}

struct SucceededPayload {
    address council;
    bytes31 role;
    address predecessor;
    address successor;
    bytes32 codeHash;
    SubjectPermission[] permissions;
}

struct CouncilNominatedPayload {
    address council;
    address next;
    bytes32 codeHash;
    string reason;
}

struct CouncilChangedPayload {
    /// The council until now.
    address council;
    address next;
    bytes32 codeHash;
    string reason;
}

/// @title The permanent spine: an append-only log of facts about subjects.
/// @notice Every subject has one slot, a rolling head (30 bytes) and a state (2 bytes); `city` is a rolling
/// head over every fact. A storage proof of a slot therefore proves a subject's whole history, and a zero
/// slot proves that there is none.
///
///   fact  = keccak256(abi.encode(spine, kind, writer, by, block number, block time, keccak256(payload),
///           subjects, states)), with `by`, `subjects` and `states` as in Header
///   head' = the first 30 bytes of keccak256(head ‖ fact), head being 30 bytes
///   city' = keccak256(city ‖ fact)
///
/// A fact's number makes its hash unique and orders facts of different subjects within a block.
///
/// Before a contract is admitted, or nominated as council, its code must be read: one that holds
/// SELFDESTRUCT or DELEGATECALL, or stands behind a proxy, can become another without a fact. State bit 14
/// (`recalled`) can never be cleared on any kind of subject, so no kind may use it for anything else. Drills
/// share the ids of real things, so a drill's codes must differ from theirs.
///
/// Storage, for whoever proves it: `slot` is the mapping at slot 0, `city` is slot 1.
interface IFactLog {
    event Admitted(address indexed writer, Header header, AdmittedPayload payload);
    event Succeeded(address indexed writer, Header header, SucceededPayload payload);
    event CouncilNominated(address indexed writer, Header header, CouncilNominatedPayload payload);
    event CouncilChanged(address indexed writer, Header header, CouncilChangedPayload payload);

    error NotCouncil(address caller);
    error NotNominee(address caller);
    error NotAContract(address account);
    error NotAdmitted(address writer);
    error AlreadyAdmitted(address writer);
    error RoleNotValid(bytes31 role);
    error RoleTaken(bytes31 role, address writer);
    error PermissionNotValid(uint8 kind, uint16 set, uint16 clear);
    /// @dev Not a refusal of the act itself: encode it again for the successor.
    error Sealed(bytes31 role, address successor);
    error FactKindReserved(bytes32 kind);
    error PayloadNotAligned(uint256 length);
    error NothingTouched();
    error SubjectForbidden(bytes32 subject);
    error SubjectBitsForbidden(bytes32 subject);
    error SubjectUnknown(bytes32 subject);
    error SubjectExists(bytes32 subject);
    error SubjectRepeated(bytes32 subject);
    /// @dev Drills touch only what was created in a drill, real facts only what was not.
    error DrillMismatch(bytes32 subject);

    /// @notice Appends one fact and emits its event: topic 0 is `kind`, topic 1 the writer, the data
    /// `(Header, payload)`.
    /// @param kind The selector of the event, declared as `Name(address indexed writer, Header, Payload)`.
    /// @param payload `abi.encode` of the payload's fields. At least one of them must be dynamic, else
    /// ordinary tools cannot decode the event.
    /// @return states Each subject's state after the fact, 2 bytes each, in the order of `touches`.
    /// @dev Warning: `organisation` is the writer's word, and `key` is tx.origin. A writer must have checked
    /// who calls it; this contract does not know officers.
    function append(
        bytes32 kind,
        Touch[] calldata touches,
        uint32 organisation,
        bool drill,
        bytes calldata payload
    ) external returns (bytes memory states);

    /// @notice Admits the first writer of a role. Only the council.
    /// @dev Warning: nothing is permitted by default, and a contract is admitted once in its life.
    function admit(bytes31 role, address writer, SubjectPermission[] calldata permissions) external;

    /// @notice Seals the role's writer and admits its successor. Only the council. There is no way back.
    function succeed(bytes31 role, address successor, SubjectPermission[] calldata permissions) external;

    /// @notice Names the contract that may take over the council's powers. Only the council.
    function nominateCouncil(address next, string calldata reason) external;

    /// @notice Takes over the council's powers. Only the nominee, which so proves that it can act.
    function acceptCouncil(string calldata reason) external;

    function spine() external view returns (bytes32);

    function city() external view returns (bytes32);

    function council() external view returns (address);

    function nominee() external view returns (address);

    /// @notice How many facts there are; the next one gets this number.
    function facts() external view returns (uint56);

    /// @notice Head and state of a subject: 30 bytes ‖ 2 bytes; zero when it does not exist.
    function slot(bytes32 subject) external view returns (bytes32);

    /// @notice The state of a subject that exists.
    function stateOf(bytes32 subject) external view returns (uint16);

    /// @notice The unsealed writer of a role; reverts when the role was never filled.
    function writerOf(bytes31 role) external view returns (address);

    /// @notice The role a contract was admitted for; reverts unless it is admitted and unsealed.
    function requireWriter(address writer) external view returns (bytes31 role);
}
