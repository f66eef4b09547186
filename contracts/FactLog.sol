// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFactLog, Touch, SubjectPermission} from "./interfaces/IFactLog.sol";
import {Kinds} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";

/// @dev See IFactLog.
contract FactLog is IFactLog {
    bytes31 internal constant SPINE_ROLE = "spine";
    bytes32 internal constant SPINE_SUBJECT = bytes32(
        (uint256(Kinds.SPINE) << 248) | (uint256(keccak256("suyuan spine")) >> 8)
    );

    /// A permission word: bit 0 may touch, bit 1 may create, bits 16–31 may set, bits 32–47 may clear.
    uint256 internal constant MAY_TOUCH = 1;
    uint256 internal constant MAY_CREATE = 2;

    /// @inheritdoc IFactLog
    mapping(bytes32 subject => bytes32 headAndState) public slot;
    /// @inheritdoc IFactLog
    bytes32 public city;
    /// @inheritdoc IFactLog
    address public council;
    /// @inheritdoc IFactLog
    /// @dev In one slot with `council`, at byte 20.
    uint56 public facts;
    /// @inheritdoc IFactLog
    address public nominee;
    mapping(address writer => Writer) private _writers;
    mapping(bytes31 role => address) private _writerOf;
    mapping(address writer => uint256[256] bySubjectKind) private _permissions;

    /// @inheritdoc IFactLog
    bytes32 public immutable spine;

    struct Writer {
        bytes31 role;
        bool isSealed;
    }

    constructor(address firstCouncil) {
        if (firstCouncil.code.length == 0) revert NotAContract(firstCouncil);
        council = firstCouncil;
        bytes32 parent = blockhash(block.number - 1);
        spine = keccak256(abi.encode("suyuan fact 1", block.chainid, address(this), parent));
        _writers[address(this)].role = SPINE_ROLE;
        _writerOf[SPINE_ROLE] = address(this);
        _permissions[address(this)][Kinds.SPINE] = MAY_TOUCH | MAY_CREATE;
    }

    modifier onlyCouncil() {
        if (msg.sender != council) revert NotCouncil(msg.sender);
        _;
    }

    /// @inheritdoc IFactLog
    /// @dev One buffer serves twice. First it is the abi.encode that is hashed: 9 head words, the subjects,
    /// the states. Then its words 4 to 8 become the head of the event's data, which shares the two arrays.
    function append(
        bytes32 kind,
        Touch[] calldata touches,
        uint32 organisation,
        bool drill,
        bytes calldata payload
    ) external returns (bytes memory) {
        requireWriter(msg.sender);
        if (_isReserved(kind) && msg.sender != address(this)) revert FactKindReserved(kind);
        if (touches.length == 0) revert NothingTouched();
        if (payload.length == 0 || payload.length % 32 != 0) revert PayloadNotAligned(payload.length);

        uint256 permissions;
        uint256[256] storage granted = _permissions[msg.sender];
        assembly ("memory-safe") {
            permissions := granted.slot
        }
        bytes32 chainSpine = spine;
        bytes4 forbidden = SubjectForbidden.selector;
        bytes4 bitsForbidden = SubjectBitsForbidden.selector;
        bytes4 unknown = SubjectUnknown.selector;
        bytes4 exists = SubjectExists.selector;
        bytes4 repeated = SubjectRepeated.selector;
        bytes4 drillMismatch = DrillMismatch.selector;

        assembly ("memory-safe") {
            function refuse(selector, subject) {
                mstore(0x00, selector)
                mstore(0x04, subject)
                revert(0x00, 0x24)
            }
            function slotOf(subject) -> at {
                mstore(0x00, subject)
                mstore(0x20, slot.slot)
                at := keccak256(0x00, 0x40)
            }

            let n := touches.length
            let size := shl(5, n)
            let fact := mload(0x40)
            let subjects := add(fact, 0x140) // past 9 head words and the length word
            let states := add(add(subjects, size), 0x20)
            let body := add(states, and(add(shl(1, n), 31), not(31)))
            let before := add(body, payload.length)

            // Decide: every state is computed from what is stored now.
            let lastKind := 0
            let permission := 0
            for {
                let i := 0
            } lt(i, size) {
                i := add(i, 0x20)
            } {
                let touch := add(touches.offset, shl(2, i))
                let subject := calldataload(touch)
                let isNew := calldataload(add(touch, 0x20))
                let set := calldataload(add(touch, 0x40))
                let clear := calldataload(add(touch, 0x60))
                let subjectKind := byte(0, subject)
                if iszero(eq(subjectKind, lastKind)) {
                    permission := sload(add(permissions, subjectKind))
                    lastKind := subjectKind
                }
                if iszero(and(permission, 1)) {
                    refuse(forbidden, subject)
                }
                // Dirty high bits of `set` and `clear` fall outside the 16-bit masks and are refused with them.
                if or(
                    and(set, not(and(shr(16, permission), 0xffff))),
                    and(clear, not(and(shr(32, permission), 0xffff)))
                ) {
                    refuse(bitsForbidden, subject)
                }

                let at := slotOf(subject)
                let old := sload(at)
                let state := and(old, 0xffff)
                switch isNew
                case 0 {
                    if iszero(old) {
                        refuse(unknown, subject)
                    }
                    if iszero(eq(shr(15, state), drill)) {
                        refuse(drillMismatch, subject)
                    }
                }
                default {
                    if iszero(and(permission, 2)) {
                        refuse(forbidden, subject)
                    }
                    if old {
                        refuse(exists, subject)
                    }
                    state := shl(15, drill)
                }
                // An organisation (1) or a domain (2) is never part of a drill.
                if and(drill, lt(subjectKind, 3)) {
                    refuse(drillMismatch, subject)
                }
                mstore(add(subjects, i), subject)
                mstore(add(states, shr(4, i)), shl(240, or(and(state, not(clear)), set)))
                mstore(add(before, shl(1, i)), at)
                mstore(add(before, add(shl(1, i), 0x20)), old)
            }

            // Hash.
            calldatacopy(body, payload.offset, payload.length)
            let counted := sload(council.slot)
            let by := or(
                or(shl(224, organisation), shl(216, drill)),
                or(and(counted, shl(160, 0xffffffffffffff)), origin())
            )
            sstore(council.slot, add(counted, shl(160, 1)))
            mstore(fact, chainSpine)
            mstore(add(fact, 0x20), kind)
            mstore(add(fact, 0x40), caller())
            mstore(add(fact, 0x60), by)
            mstore(add(fact, 0x80), number())
            mstore(add(fact, 0xa0), timestamp())
            mstore(add(fact, 0xc0), keccak256(body, payload.length))
            mstore(add(fact, 0xe0), 0x120)
            mstore(add(fact, 0x100), add(0x140, size))
            mstore(sub(subjects, 0x20), n)
            mstore(sub(states, 0x20), shl(1, n))
            let factHash := keccak256(fact, sub(body, fact))

            // Write: a slot that changed since it was read was named twice.
            for {
                let i := 0
            } lt(i, size) {
                i := add(i, 0x20)
            } {
                let at := mload(add(before, shl(1, i)))
                let old := mload(add(before, add(shl(1, i), 0x20)))
                if iszero(eq(sload(at), old)) {
                    refuse(repeated, mload(add(subjects, i)))
                }
                mstore(0x00, old)
                mstore(0x1e, factHash) // over the two state bytes: head ‖ fact, 62 bytes
                sstore(
                    at,
                    or(and(keccak256(0x00, 0x3e), not(0xffff)), shr(240, mload(add(states, shr(4, i)))))
                )
            }
            mstore(0x00, sload(city.slot))
            mstore(0x20, factHash)
            sstore(city.slot, keccak256(0x00, 0x40))

            // Emit: the arrays stay where they are, five words before them become the event's head.
            let data := add(fact, 0x80)
            mstore(data, 0x40)
            mstore(add(data, 0x20), sub(body, data))
            mstore(add(data, 0x40), by)
            mstore(add(data, 0x60), 0x60)
            mstore(add(data, 0x80), add(0x80, size))
            log2(data, sub(before, data), kind, caller())

            // Return the states, in place.
            let answer := sub(states, 0x40)
            mstore(answer, 0x20)
            return(answer, sub(body, answer))
        }
    }

    /// @inheritdoc IFactLog
    function admit(
        bytes31 role,
        address writer,
        SubjectPermission[] calldata permissions
    ) external onlyCouncil {
        if (role == 0) revert RoleNotValid(role);
        if (_writerOf[role] != address(0)) revert RoleTaken(role, _writerOf[role]);
        _install(role, writer, permissions);
        _record(Admitted.selector, abi.encode(council, role, writer, writer.codehash, permissions));
    }

    /// @inheritdoc IFactLog
    function succeed(
        bytes31 role,
        address successor,
        SubjectPermission[] calldata permissions
    ) external onlyCouncil {
        address predecessor = writerOf(role);
        if (role == SPINE_ROLE) revert RoleTaken(role, predecessor);
        _writers[predecessor].isSealed = true;
        _install(role, successor, permissions);
        _record(
            Succeeded.selector,
            abi.encode(council, role, predecessor, successor, successor.codehash, permissions)
        );
    }

    /// @inheritdoc IFactLog
    function nominateCouncil(address next, string calldata reason) external onlyCouncil {
        if (next.code.length == 0) revert NotAContract(next);
        nominee = next;
        _record(CouncilNominated.selector, abi.encode(msg.sender, next, next.codehash, reason));
    }

    /// @inheritdoc IFactLog
    function acceptCouncil(string calldata reason) external {
        if (msg.sender != nominee) revert NotNominee(msg.sender);
        address before = council;
        council = msg.sender;
        nominee = address(0);
        _record(CouncilChanged.selector, abi.encode(before, msg.sender, msg.sender.codehash, reason));
    }

    /// @inheritdoc IFactLog
    function stateOf(bytes32 subject) external view returns (uint16) {
        bytes32 word = slot[subject];
        if (word == 0) revert SubjectUnknown(subject);
        return uint16(uint256(word));
    }

    /// @inheritdoc IFactLog
    function writerOf(bytes31 role) public view returns (address writer) {
        writer = _writerOf[role];
        if (writer == address(0)) revert RoleNotValid(role);
    }

    /// @inheritdoc IFactLog
    function requireWriter(address writer) public view returns (bytes31 role) {
        Writer storage w = _writers[writer];
        role = w.role;
        if (role == 0) revert NotAdmitted(writer);
        if (w.isSealed) revert Sealed(role, _writerOf[role]);
    }

    function _isReserved(bytes32 kind) private pure returns (bool) {
        return
            kind == 0 ||
            kind == Admitted.selector ||
            kind == Succeeded.selector ||
            kind == CouncilNominated.selector ||
            kind == CouncilChanged.selector;
    }

    function _install(bytes31 role, address writer, SubjectPermission[] calldata permissions) private {
        if (writer.code.length == 0) revert NotAContract(writer);
        if (_writers[writer].role != 0) revert AlreadyAdmitted(writer);
        _writers[writer].role = role;
        _writerOf[role] = writer;
        for (uint256 i = 0; i < permissions.length; ++i) {
            SubjectPermission calldata p = permissions[i];
            bool reserved = p.kind == 0 || p.kind == Kinds.SPINE;
            uint16 forbidden = ((p.set | p.clear) & States.DRILL) | (p.clear & States.RECALLED);
            bool repeated = _permissions[writer][p.kind] != 0;
            if (reserved || repeated || forbidden != 0) revert PermissionNotValid(p.kind, p.set, p.clear);
            uint256 word = MAY_TOUCH | (uint256(p.set) << 16) | (uint256(p.clear) << 32);
            _permissions[writer][p.kind] = p.create ? word | MAY_CREATE : word;
        }
    }

    /// @dev A fact of the spine's own. Through the front door, so that there is one way to append.
    function _record(bytes32 kind, bytes memory payload) private {
        Touch[] memory touches = new Touch[](1);
        touches[0] = Touch(SPINE_SUBJECT, slot[SPINE_SUBJECT] == 0, 0, 0);
        this.append(kind, touches, 0, false, payload);
    }
}
