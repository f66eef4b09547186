// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents, OrganisationKind, Admission, KeyGrant} from "./interfaces/IAgents.sol";
import {IFactLog, Touch} from "./interfaces/IFactLog.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {Ids, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";

/// @dev See IAgents.
contract Agents is IAgents {
    IFactLog public immutable log;

    /// @inheritdoc IAgents
    uint32 public bureau;
    /// @inheritdoc IAgents
    uint32 public count;
    mapping(uint32 number => Organisation) private _organisations;
    /// @inheritdoc IAgents
    mapping(OrganisationId => uint32 number) public numberOf;
    mapping(address => Key) private _keys;
    /// Of bureaus, in order.
    Appointment[] private _appointments;

    struct Organisation {
        OrganisationId id;
        address dataOfficer;
        OrganisationKind kind;
        /// Of an execution team: the organisation it belongs to; else 0.
        uint32 parent;
    }

    struct Appointment {
        uint32 bureau;
        uint48 since;
    }

    /// @dev One slot, read once per batch.
    struct Key {
        uint32 organisation;
        uint64 permissions;
        uint48 from;
        uint48 until;
        uint64 step;
    }

    constructor(IFactLog factLog) {
        log = factLog;
    }

    modifier onlyCouncil() {
        if (msg.sender != log.council()) revert NotTheCouncil(msg.sender);
        _requireUnsealed();
        _;
    }

    /// @inheritdoc IAgents
    function admit(Admission[] calldata admissions) external onlyCouncil {
        for (uint256 i = 0; i < admissions.length; ++i) {
            _admit(admissions[i]);
        }
    }

    /// @inheritdoc IAgents
    function suspend(OrganisationId[] calldata organisations, string calldata reason) external onlyCouncil {
        Text.requireShort(reason, "reason", Text.MAX_NOTE);
        for (uint256 i = 0; i < organisations.length; ++i) {
            OrganisationId id = organisations[i];
            uint32 number = _numberOf(id);
            bool indispensable =
                number == bureau || _organisations[number].kind == OrganisationKind.LeadingGroup;
            if (indispensable) revert OrganisationIndispensable(id);
            if (_isSuspended(id)) revert OrganisationIsSuspended(id);
            bytes memory payload = abi.encode(msg.sender, reason);
            _append(OrganisationSuspended.selector, id, States.SUSPENDED, 0, 0, payload);
        }
    }

    /// @inheritdoc IAgents
    function resume(OrganisationId[] calldata organisations, string calldata reason) external onlyCouncil {
        Text.requireShort(reason, "reason", Text.MAX_NOTE);
        for (uint256 i = 0; i < organisations.length; ++i) {
            OrganisationId id = organisations[i];
            _numberOf(id);
            if (!_isSuspended(id)) revert OrganisationNotSuspended(id);
            bytes memory payload = abi.encode(msg.sender, reason);
            _append(OrganisationResumed.selector, id, 0, States.SUSPENDED, 0, payload);
        }
    }

    /// @inheritdoc IAgents
    function appointBureau(OrganisationId id, string calldata reason) external onlyCouncil {
        Text.requireShort(reason, "reason", Text.MAX_NOTE);
        uint32 number = _numberOf(id);
        if (_organisations[number].kind != OrganisationKind.Bureau) revert NotABureau(id);
        if (_isSuspended(id)) revert OrganisationIsSuspended(id);

        uint32 before = bureau;
        Draft d = Drafts.open(2);
        d.touch(_subject(id), false, 0, 0);
        if (before != 0 && before != number) d.touch(_subject(_organisations[before].id), false, 0, 0);
        d.append(log, BureauAppointed.selector, 0, abi.encode(msg.sender, reason));

        bureau = number;
        _appointments.push(Appointment(number, uint48(block.timestamp)));
    }

    /// @inheritdoc IAgents
    function appointDataOfficer(
        OrganisationId id,
        address key,
        uint64 permissions,
        string calldata reason
    ) external onlyCouncil {
        _appointDataOfficer(_numberOf(id), key, permissions, msg.sender, reason);
    }

    /// @inheritdoc IAgents
    function handOver(uint64 step, address key, string calldata reason) external {
        (uint32 number, ) = _enterSelf(step);
        _appointDataOfficer(number, key, _keys[msg.sender].permissions, address(0), reason);
    }

    /// @inheritdoc IAgents
    function grantKeys(uint64 step, KeyGrant[] calldata grants, string calldata note) external {
        Text.requireShort(note, "note", Text.MAX_NOTE);
        (uint32 number, OrganisationId id) = _enterSelf(step);
        for (uint256 i = 0; i < grants.length; ++i) {
            KeyGrant calldata g = grants[i];
            if (g.permissions & Permissions.DATA_OFFICER != 0)
                revert PermissionNotGrantable(g.key, g.permissions);
            if (g.from >= g.until) revert IntervalNotValid(g.key, g.from, g.until);
            _requireFree(g.key, number);
            if (g.key == _organisations[number].dataOfficer) revert KeyIsDataOfficer(g.key);
            bytes memory payload = abi.encode(g.key, g.permissions, g.from, g.until, note);
            _append(KeyGranted.selector, id, 0, 0, number, payload);
            _keys[g.key] = Key(number, g.permissions, g.from, g.until, _keys[g.key].step);
        }
    }

    /// @inheritdoc IAgents
    function suspendKeys(uint64 step, address[] calldata keys, string calldata reason) external {
        (uint32 number, ) = _enterSelf(step);
        _endKeys(number, number, keys, reason);
    }

    /// @inheritdoc IAgents
    function endKeys(
        OrganisationId id,
        address[] calldata keys,
        string calldata reason
    ) external onlyCouncil {
        _endKeys(_numberOf(id), 0, keys, reason);
    }

    /// @inheritdoc IAgents
    function setEndpoint(uint64 step, string calldata url) external {
        Text.requireShort(url, "url", Text.MAX_URL);
        (uint32 number, OrganisationId id) = _enterSelf(step);
        _append(EndpointSet.selector, id, 0, 0, number, abi.encode(url));
    }

    /// @inheritdoc IAgents
    function enter(uint64 permission, uint64 step) external returns (uint32, OrganisationId) {
        log.requireWriter(msg.sender);
        return _enter(permission, step);
    }

    /// @inheritdoc IAgents
    function organisation(
        uint32 number
    ) external view returns (OrganisationId id, address dataOfficer, OrganisationKind kind, uint32 parent) {
        Organisation storage o = _organisations[number];
        return (o.id, o.dataOfficer, o.kind, o.parent);
    }

    /// @inheritdoc IAgents
    function bureauAt(uint48 time) external view returns (uint32) {
        for (uint256 i = _appointments.length; i > 0; --i) {
            Appointment storage a = _appointments[i - 1];
            if (a.since < time) return a.bureau;
        }
        return 0;
    }

    /// @inheritdoc IAgents
    function keyOf(address key) external view returns (uint32, uint64, uint48, uint48, uint64) {
        Key storage k = _keys[key];
        return (k.organisation, k.permissions, k.from, k.until, k.step);
    }

    function _admit(Admission calldata a) private {
        Text.requireCode(a.code);
        Text.requireMetadata(a.metadata);
        if (a.kind == OrganisationKind.None) revert KindNotValid(a.code, a.kind);
        uint32 number = count + 1;
        _requireFree(a.dataOfficer, 0);

        OrganisationId id = Ids.organisation(a.code);
        uint64 permissions = a.permissions | Permissions.DATA_OFFICER;
        _checkParent(a);

        Draft d = Drafts.open(2);
        d.touch(_subject(id), true, 0, 0);
        if (OrganisationId.unwrap(a.parent) != 0) d.touch(_subject(a.parent), false, 0, 0);
        d.append(
            log,
            OrganisationAdmitted.selector,
            0,
            abi.encode(msg.sender, number, a.kind, a.dataOfficer, permissions, a.code, a.metadata)
        );

        count = number;
        numberOf[id] = number;
        _organisations[number] = Organisation(id, a.dataOfficer, a.kind, numberOf[a.parent]);
        _keys[a.dataOfficer] = _officerKey(number, a.permissions);
    }

    /// @dev An execution team belongs to an organisation that is not a team itself; others to nobody.
    function _checkParent(Admission calldata a) private view {
        bool isTeam = a.kind == OrganisationKind.ExecutionTeam;
        bool hasParent = OrganisationId.unwrap(a.parent) != 0;
        if (isTeam != hasParent) revert ParentNotValid(a.code, a.parent);
        if (!isTeam) return;
        bool nested = _organisations[_numberOf(a.parent)].kind == OrganisationKind.ExecutionTeam;
        if (nested) revert ParentNotValid(a.code, a.parent);
    }

    function _appointDataOfficer(
        uint32 number,
        address key,
        uint64 permissions,
        address council,
        string calldata reason
    ) private {
        Text.requireShort(reason, "reason", Text.MAX_NOTE);
        Organisation storage o = _organisations[number];
        address before = o.dataOfficer;
        _requireFree(key, number);
        if (key == before && council == address(0)) revert KeyIsDataOfficer(key);
        uint64 granted = permissions | Permissions.DATA_OFFICER;
        bytes memory payload = abi.encode(council, before, key, granted, reason);
        uint32 by = council == address(0) ? number : 0;
        _append(DataOfficerAppointed.selector, o.id, 0, 0, by, payload);

        o.dataOfficer = key;
        _keys[before].until = uint48(block.timestamp);
        _keys[before].permissions &= ~Permissions.DATA_OFFICER;
        uint64 step = _keys[key].step;
        _keys[key] = _officerKey(number, granted);
        _keys[key].step = step;
    }

    function _endKeys(uint32 number, uint32 by, address[] calldata keys, string calldata reason) private {
        Text.requireShort(reason, "reason", Text.MAX_NOTE);
        OrganisationId id = _organisations[number].id;
        uint48 end = uint48(block.timestamp);
        for (uint256 i = 0; i < keys.length; ++i) {
            address key = keys[i];
            if (_keys[key].organisation != number) revert KeyUnknown(key);
            if (key == _organisations[number].dataOfficer) revert KeyIsDataOfficer(key);
            uint48 until = _keys[key].until < end ? _keys[key].until : end;
            _append(KeySuspended.selector, id, 0, 0, by, abi.encode(key, until, reason));
            _keys[key].until = until;
        }
    }

    function _officerKey(uint32 number, uint64 permissions) private view returns (Key memory) {
        uint64 granted = permissions | Permissions.DATA_OFFICER;
        return Key(number, granted, uint48(block.timestamp), type(uint48).max, 0);
    }

    function _enterSelf(uint64 step) private returns (uint32, OrganisationId) {
        if (msg.sender != tx.origin) revert CallerNotSigner(msg.sender, tx.origin);
        return _enter(Permissions.DATA_OFFICER, step);
    }

    function _enter(uint64 permission, uint64 step) private returns (uint32 number, OrganisationId id) {
        _requireUnsealed();
        address signer = tx.origin;
        Key memory k = _keys[signer];
        number = k.organisation;
        if (number == 0) revert KeyUnknown(signer);
        if (block.timestamp < k.from || block.timestamp >= k.until)
            revert KeyNotInForce(signer, k.from, k.until);
        if (k.permissions & permission != permission) revert PermissionMissing(signer, permission);
        id = _requireActive(number);
        if (step == 0) return (number, id);
        if (step != k.step + 1) revert LaneOutOfStep(signer, k.step, step);
        _keys[signer].step = step;
    }

    /// @dev A team acts only while the organisation it belongs to does.
    function _requireActive(uint32 number) private view returns (OrganisationId id) {
        id = _organisations[number].id;
        if (_isSuspended(id)) revert OrganisationIsSuspended(id);
        uint32 parent = _organisations[number].parent;
        if (parent != 0) _requireActive(parent);
    }

    /// @dev An empty batch appends nothing, so nothing else would notice the seal.
    function _requireUnsealed() private view {
        log.requireWriter(address(this));
    }

    /// @dev Free for an organisation: no key of another's, and not the zero address.
    function _requireFree(address key, uint32 number) private view {
        if (key == address(0)) revert KeyNotValid(key);
        uint32 holder = _keys[key].organisation;
        if (holder != 0 && holder != number) revert KeyTaken(key, _organisations[holder].id);
    }

    function _numberOf(OrganisationId id) private view returns (uint32 number) {
        number = numberOf[id];
        if (number == 0) revert OrganisationUnknown(id);
    }

    function _isSuspended(OrganisationId id) private view returns (bool) {
        return log.stateOf(_subject(id)) & States.SUSPENDED != 0;
    }

    function _append(
        bytes32 kind,
        OrganisationId id,
        uint16 set,
        uint16 clear,
        uint32 by,
        bytes memory payload
    ) private {
        Touch[] memory touches = new Touch[](1);
        touches[0] = Touch(_subject(id), false, set, clear);
        log.append(kind, touches, by, false, payload);
    }

    function _subject(OrganisationId id) private pure returns (bytes32) {
        return OrganisationId.unwrap(id);
    }
}
