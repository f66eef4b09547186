// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IDatasets,
    DomainEntry,
    Registration,
    Run,
    Publication,
    Ending,
    Spread
} from "./interfaces/IDatasets.sol";
import {IDesensitisations} from "./interfaces/IDesensitisations.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGates} from "./interfaces/IGates.sol";
import {IGrants, Terms} from "./interfaces/IGrants.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {DatasetId, DomainId, GrantId, Ids, Kinds, OrganisationId, RunId, VersionId} from "./lib/Ids.sol";
import {Memory} from "./lib/Memory.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IDatasets.
contract Datasets is IDatasets, Writer {
    uint256 private constant MAX_PARENTS = 256;
    uint16 private constant INHERITED = States.AFFECTED | States.CONFINED;
    uint16 private constant DECLARABLE = States.GRADE | States.PERSONAL | States.LEAST | States.UNCONDITIONAL;

    /// The generation before this one, whose records are read until they are written here; or zero.
    IDatasets public immutable predecessor;

    mapping(DatasetId => uint32 owner) private _owners;

    constructor(IFactLog factLog, IDatasets before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IDatasets
    function registerDomains(uint64 step, DomainEntry[] calldata entries) external {
        Actor memory actor = _enterAsBureau(Permissions.CATALOGUE, step);
        for (uint256 i = 0; i < entries.length; ++i) {
            DomainEntry calldata e = entries[i];
            Text.requireCode(e.code);
            Text.requireMetadata(e.metadata);
            DomainId id = Ids.domain(e.code);

            Draft d = Drafts.open(2);
            d.touch(DomainId.unwrap(id), true, 0, 0);
            d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            d.append(log, DomainRegistered.selector, actor.number, abi.encode(e.code, e.metadata));
        }
    }

    /// @inheritdoc IDatasets
    function registerDatasets(uint64 step, Registration[] calldata registrations) external {
        (, Actor memory actor) = _enter(Permissions.REGISTER, step);
        for (uint256 i = 0; i < registrations.length; ++i) {
            Registration calldata r = registrations[i];
            DatasetId id = Ids.dataset(actor.id, r.code);
            _checkRegistration(r, id);

            Draft d = Drafts.open(3);
            d.touch(DatasetId.unwrap(id), true, r.state, 0);
            d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            d.touch(DomainId.unwrap(r.domain), false, 0, 0);
            d.append(
                log,
                DatasetRegistered.selector,
                actor.number,
                abi.encode(r.code, r.category, r.metadata)
            );

            _owners[id] = actor.number;
        }
    }

    /// @inheritdoc IDatasets
    function publishVersions(uint64 step, Run[] calldata runs, Publication[] calldata publications) external {
        (, Actor memory actor) = _enter(Permissions.PUBLISH, step);
        RunId[] memory runIds = _recordRuns(actor, runs);
        for (uint256 i = 0; i < publications.length; ++i) {
            uint256 free = Memory.mark();
            _publish(actor, runIds, publications[i]);
            Memory.release(free);
        }
    }

    /// @inheritdoc IDatasets
    function withdrawVersions(uint64 step, Ending[] calldata endings) external {
        (, Actor memory actor) = _enter(Permissions.RECALL, step);
        for (uint256 i = 0; i < endings.length; ++i) {
            (VersionId id, uint16 state) = _checkEnding(actor, endings[i]);
            if (state & States.WITHDRAWN != 0) revert VersionAlreadyWithdrawn(id);
            _end(actor, endings[i], id, VersionWithdrawn.selector, States.WITHDRAWN);
        }
    }

    /// @inheritdoc IDatasets
    function recallVersions(uint64 step, Ending[] calldata endings) external {
        (, Actor memory actor) = _enter(Permissions.RECALL, step);
        for (uint256 i = 0; i < endings.length; ++i) {
            (VersionId id, uint16 state) = _checkEnding(actor, endings[i]);
            if (state & States.RECALLED != 0) revert VersionAlreadyRecalled(id);
            _end(actor, endings[i], id, VersionRecalled.selector, States.RECALLED);
        }
    }

    /// @inheritdoc IDatasets
    function spreadRecalls(Spread[] calldata spreads) external {
        for (uint256 i = 0; i < spreads.length; ++i) {
            Spread calldata s = spreads[i];
            VersionId child = Ids.version(s.dataset, s.content, s.run, _hash(s.parents), s.underHash);
            if (s.through >= s.parents.length) revert ParentUnknown(child, VersionId.wrap(0));
            VersionId parent = s.parents[s.through];
            if (log.stateOf(VersionId.unwrap(child)) & States.AFFECTED != 0) continue;

            Draft d = Drafts.open(2);
            d.touch(VersionId.unwrap(child), false, States.AFFECTED, 0);
            d.touch(VersionId.unwrap(parent), false, 0, 0);
            bytes memory payload = abi.encode(s.dataset, s.content, s.run, s.underHash, s.parents);
            bytes memory states = d.append(log, VersionAffected.selector, 0, payload);

            if (States.pick(states, 1) & (States.RECALLED | States.AFFECTED) == 0)
                revert ParentNotAffected(child, parent);
        }
        // A batch of skips appends nothing, so nothing else would notice the seal.
        _requireUnsealed();
    }

    /// @inheritdoc IDatasets
    function ownerOf(DatasetId dataset) public view returns (uint32 owner) {
        owner = _owners[dataset];
        if (owner == 0 && address(predecessor) != address(0)) return predecessor.ownerOf(dataset);
        if (owner == 0) revert DatasetUnknown(dataset);
    }

    function _checkRegistration(Registration calldata r, DatasetId id) private pure {
        Text.requireCode(r.code);
        Text.requireShort(r.category, "category", Text.MAX_NAME);
        Text.requireMetadata(r.metadata);
        if (!_isDeclarable(r.state)) revert StateNotValid(DatasetId.unwrap(id), r.state);
        // Of the right kind; whether it exists, FactLog knows.
        bytes32 domain = DomainId.unwrap(r.domain);
        if (uint8(domain[0]) != Kinds.DOMAIN) revert IFactLog.SubjectUnknown(domain);
    }

    function _recordRuns(Actor memory actor, Run[] calldata runs) private returns (RunId[] memory ids) {
        ids = new RunId[](runs.length);
        for (uint256 i = 0; i < runs.length; ++i) {
            Run calldata r = runs[i];
            Text.requireShort(r.job, "job", Text.MAX_NAME);
            Text.requireShort(r.name, "run", Text.MAX_NAME);
            ids[i] = Ids.run(actor.id, r.job, r.code, r.name);
            Draft d = Drafts.open(1);
            d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            d.append(log, RunRecorded.selector, actor.number, abi.encode(ids[i], r.code, r.job, r.name));
        }
    }

    function _publish(Actor memory actor, RunId[] memory runIds, Publication calldata p) private {
        uint16 index = p.run;
        if (index >= runIds.length) revert RunNotValid(p.content, index);
        RunId run = runIds[index];
        VersionId[] calldata parents = p.parents;
        GrantId[] calldata under = p.under;
        string calldata metadata = p.metadata;
        uint16 state = p.state;
        VersionId id = Ids.version(p.dataset, p.content, run, _hash(parents), _hash(under));
        _checkPublication(id, state, p);
        if (parents.length > MAX_PARENTS) revert TooManyParents(id, parents.length);
        _checkUnder(id, under, parents.length);
        Text.requireMetadata(metadata);
        _requireOwner(actor, p.dataset);

        Draft d = Drafts.open(parents.length + under.length + 3);
        _touchAll(d, id, state, p, parents);
        _touchGrants(d, under);
        bytes memory states = d.append(
            log,
            VersionPublished.selector,
            actor.number,
            abi.encode(p.content, p.sm3, p.size, p.schema, run, p.corrects, metadata, under)
        );

        _checkDataset(id, state, States.pick(states, 1));
        uint256 shown = _checkParents(actor, id, state, p, parents, states);
        _checkCorrection(id, p, shown);
    }

    function _checkPublication(VersionId id, uint16 state, Publication calldata p) private pure {
        if (p.content == 0 || p.sm3 == 0) revert ContentMissing(id);
        if (!_isDeclarable(state & ~INHERITED)) revert StateNotValid(VersionId.unwrap(id), state);
        if (p.size != 0 && _isCommitted(state)) revert SizeNotHidden(id, p.size);
        uint16 confined = States.CONFINED | States.UNCONDITIONAL;
        if (state & confined == confined) revert OnwardForbidden(id);
    }

    /// @dev One spelling for each act: no list when no grant was used.
    function _checkUnder(VersionId id, GrantId[] calldata under, uint256 parents) private pure {
        if (under.length == 0) return;
        if (under.length != parents) revert UnderNotValid(id, under.length);
        for (uint256 i = 0; i < under.length; ++i) {
            if (GrantId.unwrap(under[i]) != 0) return;
        }
        revert UnderNotValid(id, under.length);
    }

    /// @dev Each once, so that what was made under a grant cannot be hidden.
    function _touchGrants(Draft d, GrantId[] calldata under) private pure {
        for (uint256 i = 0; i < under.length; ++i) {
            bytes32 grant = GrantId.unwrap(under[i]);
            bool isNew = grant != 0;
            for (uint256 j = 0; j < i && isNew; ++j) isNew = GrantId.unwrap(under[j]) != grant;
            if (isNew) d.touch(grant, false, 0, 0);
        }
    }

    /// @dev The version, its dataset, every parent, and what it corrects: a descendant cannot be hidden.
    function _touchAll(
        Draft d,
        VersionId id,
        uint16 state,
        Publication calldata p,
        VersionId[] calldata parents
    ) private pure {
        VersionId corrects = p.corrects;
        bool apart = VersionId.unwrap(corrects) != 0;
        bytes32 last = 0;
        d.touch(VersionId.unwrap(id), true, state, 0);
        d.touch(DatasetId.unwrap(p.dataset), false, 0, 0);
        for (uint256 i = 0; i < parents.length; ++i) {
            VersionId parent = parents[i];
            if (VersionId.unwrap(parent) <= last) revert ParentsOutOfOrder(id, parent);
            if (!_isVersion(parent)) revert ParentUnknown(id, parent);
            bool corrected = parent == corrects;
            if (corrected) apart = false;
            d.touch(VersionId.unwrap(parent), false, corrected ? States.CORRECTED : 0, 0);
            last = VersionId.unwrap(parent);
        }
        if (!apart) return;
        if (!_isVersion(corrects)) revert CorrectsOtherDataset(id, corrects);
        d.touch(VersionId.unwrap(corrects), false, States.CORRECTED, 0);
    }

    function _checkDataset(VersionId id, uint16 state, uint16 dataset) private pure {
        _requireInherited(id, state, dataset);
        uint16 sharing = dataset & States.UNCONDITIONAL;
        if (state & States.UNCONDITIONAL != sharing) revert SharingDiffers(id, state, dataset);
    }

    /// @dev Answers how many preimages of `p.shown` were used.
    function _checkParents(
        Actor memory actor,
        VersionId id,
        uint16 declared,
        Publication calldata p,
        VersionId[] calldata parents,
        bytes memory states
    ) private view returns (uint256 shown) {
        uint16 all = 0;
        bool lowered = false;
        for (uint256 i = 0; i < parents.length; ++i) {
            uint16 state = States.pick(states, i + 2);
            all |= state;
            if (state & (States.RECALLED | States.WITHDRAWN) != 0) _refuseParent(id, parents[i], state);
            if (!lowered) lowered = _checkInherited(actor, id, declared, state);
            GrantId grant = p.under.length == 0 ? GrantId.wrap(0) : p.under[i];
            bool granted = GrantId.unwrap(grant) != 0;
            if (state & States.UNCONDITIONAL != 0 && !granted) continue;
            if (shown >= p.shown.length || !(Ids.versionOf(p.shown[shown]) == parents[i]))
                revert GrantRequired(id, parents[i]);
            DatasetId dataset = p.shown[shown].dataset;
            if (granted && state & States.CONFINED != 0) revert OnwardForbidden(id);
            if (granted) all |= _useGrant(actor, grant, dataset, state);
            else if (ownerOf(dataset) != actor.number) revert GrantRequired(id, parents[i]);
            ++shown;
        }
        // A child of affected data is born affected, so that no moment is left in which it passes as sound.
        if ((all ^ declared) & States.AFFECTED != 0) revert AffectedDiffers(id, all & States.AFFECTED != 0);
        if ((all ^ declared) & States.CONFINED != 0) revert ConfinedDiffers(id, all & States.CONFINED != 0);
    }

    /// @dev Answers with CONFINED when the grant keeps what is derived in the department.
    function _useGrant(
        Actor memory actor,
        GrantId grant,
        DatasetId dataset,
        uint16 parent
    ) private view returns (uint16) {
        IGrants grants = IGrants(log.writerOf("grants"));
        uint16 state = log.stateOf(GrantId.unwrap(grant));
        Terms memory t = grants.requireUse(grant, state, dataset, actor.number);
        uint16 grade = parent & States.GRADE;
        if (grade > t.ceiling) revert IGrants.GradeAboveCeiling(grant, grade, t.ceiling);
        if (state & States.LEAST != 0) IGates(log.writerOf("gates")).requireOfficer(grant, msg.sender);
        else if (parent & States.LEAST != 0) revert IGates.LeastAuthorisation(grant);
        return t.onward ? 0 : States.CONFINED;
    }

    function _refuseParent(VersionId id, VersionId parent, uint16 state) private pure {
        if (state & States.RECALLED != 0) revert ParentRecalled(id, parent);
        revert ParentWithdrawn(id, parent);
    }

    function _checkCorrection(VersionId id, Publication calldata p, uint256 shown) private pure {
        if (VersionId.unwrap(p.corrects) == 0) return;
        bool same =
            shown < p.shown.length &&
                Ids.versionOf(p.shown[shown]) == p.corrects &&
                p.shown[shown].dataset == p.dataset;
        if (!same) revert CorrectsOtherDataset(id, p.corrects);
    }

    /// @dev Answers whether approved evidence lets the version be declared below this parent. It speaks of the
    /// version, so it counts for every parent.
    function _checkInherited(
        Actor memory actor,
        VersionId id,
        uint16 state,
        uint16 parent
    ) private view returns (bool lowered) {
        bool isLower = state & States.GRADE < parent & States.GRADE;
        if (!isLower && parent & ~state & (States.PERSONAL | States.LEAST) == 0) return false;
        IDesensitisations evidence = IDesensitisations(log.writerOf("desensitisations"));
        lowered = evidence.requireApproved(id, state, actor.number, msg.sender);
        if (!lowered) _requireInherited(id, state, parent);
    }

    function _requireInherited(VersionId id, uint16 state, uint16 source) private pure {
        uint16 declared = state & States.GRADE;
        uint16 required = source & States.GRADE;
        if (declared < required) revert GradeTooLow(id, declared, required);
        if (source & ~state & States.PERSONAL != 0) revert PersonalNotDeclared(id);
        if (source & ~state & States.LEAST != 0) revert LeastNotDeclared(id);
    }

    function _checkEnding(
        Actor memory actor,
        Ending calldata e
    ) private view returns (VersionId id, uint16 state) {
        id = Ids.versionOf(e.version);
        if (e.reason == 0) revert ReasonNotValid(id, e.reason);
        Text.requireShort(e.note, "note", Text.MAX_NOTE);
        _requireOwner(actor, e.version.dataset);
        state = log.stateOf(VersionId.unwrap(id));
    }

    function _end(Actor memory actor, Ending calldata e, VersionId id, bytes32 kind, uint16 bit) private {
        Draft d = Drafts.open(2);
        d.touch(VersionId.unwrap(id), false, bit, 0);
        d.touch(DatasetId.unwrap(e.version.dataset), false, 0, 0);
        d.append(log, kind, actor.number, abi.encode(e.reason, e.version, e.note));
    }

    function _requireOwner(Actor memory actor, DatasetId dataset) private view {
        uint32 owner = ownerOf(dataset);
        if (owner != actor.number) revert DatasetNotYours(dataset, owner);
    }

    function _hash(VersionId[] calldata ids) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, ids.offset, shl(5, ids.length))
            hash := keccak256(free, shl(5, ids.length))
        }
    }

    function _hash(GrantId[] calldata ids) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, ids.offset, shl(5, ids.length))
            hash := keccak256(free, shl(5, ids.length))
        }
    }

    /// @dev Of the right kind; whether it exists, FactLog knows.
    function _isVersion(VersionId id) private pure returns (bool) {
        return uint8(VersionId.unwrap(id)[0]) == Kinds.VERSION;
    }

    /// @dev One grade; core data has least authorisation; and neither that nor what is committed, being personal
    /// or above general, is ever shared without conditions.
    function _isDeclarable(uint16 state) private pure returns (bool) {
        uint16 grade = state & States.GRADE;
        if (state & ~DECLARABLE != 0) return false;
        bool isGuarded = state & States.LEAST != 0 || _isCommitted(state);
        if (state & States.UNCONDITIONAL != 0 && isGuarded) return false;
        if (grade == States.CORE && state & States.LEAST == 0) return false;
        return grade >= States.LOWEST_GRADE && grade <= States.CORE;
    }

    function _isCommitted(uint16 state) private pure returns (bool) {
        return state & States.PERSONAL != 0 || state & States.GRADE >= States.IMPORTANT;
    }
}
