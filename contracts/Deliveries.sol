// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IDatasets} from "./interfaces/IDatasets.sol";
import {
    Claim,
    Delivered,
    Handover,
    IDeliveries,
    Question,
    Receipt,
    Report,
    Standing,
    Waiver
} from "./interfaces/IDeliveries.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGates, Passing} from "./interfaces/IGates.sol";
import {IGrants, Terms} from "./interfaces/IGrants.sol";
import {IPromises} from "./interfaces/IPromises.sol";
import {DeliveredWord} from "./lib/DeliveredWord.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {
    DatasetId,
    DatasetTag,
    DeliveryId,
    GrantId,
    Handed,
    Ids,
    Kinds,
    OrganisationId,
    VersionId
} from "./lib/Ids.sol";
import {Memory} from "./lib/Memory.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IDeliveries.
contract Deliveries is IDeliveries, Writer {
    uint16 private constant UNDELIVERABLE =
        States.WITHDRAWN | States.RECALLED | States.AFFECTED | States.CONFINED;
    /// What passes the gates; and every important or core version.
    uint16 private constant GATED_VERSION = States.PERSONAL | States.LEAST;
    uint16 private constant GATED_GRANT = States.LEAST | States.ABROAD;
    uint256 private constant MAX_DERIVED = 64;
    /// Of a copied counter, so that zero is told from never copied.
    uint32 private constant COPIED = 1 << 31;

    /// The generation before this one, whose deliveries are read until they are written here; or zero.
    IDeliveries public immutable predecessor;

    /// As in DeliveredWord.
    mapping(DeliveryId => uint256 word) private _deliveries;
    mapping(uint32 organisation => uint32) private _overdue;

    constructor(IFactLog factLog, IDeliveries before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IDeliveries
    function deliver(uint64 step, Handover[] calldata handovers) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        IGrants grants = IGrants(log.writerOf("grants"));
        for (uint256 i = 0; i < handovers.length; ++i) {
            uint256 free = Memory.mark();
            _deliver(actor, grants, handovers[i]);
            Memory.release(free);
        }
    }

    /// @inheritdoc IDeliveries
    function receiveDeliveries(uint64 step, Receipt[] calldata receipts) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < receipts.length; ++i) {
            uint256 free = Memory.mark();
            _receive(actor, receipts[i]);
            Memory.release(free);
        }
    }

    /// @inheritdoc IDeliveries
    function claimReceipts(uint64 step, Claim[] calldata claims) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        IDatasets datasets = IDatasets(log.writerOf("datasets"));
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata c = claims[i];
            Text.requireShort(c.note, "note", Text.MAX_NOTE);
            if (c.content == 0) revert ClaimEmpty(c.dataset);
            if (datasets.ownerOf(c.dataset) == actor.number) revert ClaimOfYours(c.dataset);
            bool granted = GrantId.unwrap(c.grant) != 0;
            if (granted) _requireGrantee(actor, c.grant, c.dataset);

            Draft draft = Drafts.open(3);
            draft.touch(DatasetId.unwrap(c.dataset), false, 0, 0);
            draft.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            if (granted) draft.touch(GrantId.unwrap(c.grant), false, 0, 0);
            draft.append(log, ReceiptClaimed.selector, actor.number, abi.encode(c.content, c.note));
        }
    }

    /// @inheritdoc IDeliveries
    function report(uint64 step, Report[] calldata reports) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < reports.length; ++i) {
            uint256 free = Memory.mark();
            _report(actor, reports[i]);
            Memory.release(free);
        }
    }

    /// @inheritdoc IDeliveries
    function askForMore(uint64 step, Question[] calldata questions) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        for (uint256 i = 0; i < questions.length; ++i) {
            Question calldata q = questions[i];
            Text.requireShort(q.note, "note", Text.MAX_NOTE);
            (DeliveryId id, Delivered memory d) = _load(q.delivery);
            _requireParty(actor, id, d.provider);
            if (d.standing != Standing.Reported || d.asked) revert CannotAskForMore(id);
            d.due = _dueIn(d.window);

            Draft draft = _open(q.delivery.grant);
            draft.append(log, FeedbackAsked.selector, actor.number, abi.encode(id, d.due, q.note));

            (d.asked, d.standing) = (true, Standing.Open);
            _write(id, d);
        }
    }

    /// @inheritdoc IDeliveries
    function waive(uint64 step, Waiver[] calldata waivers) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < waivers.length; ++i) {
            Waiver calldata w = waivers[i];
            Text.requireShort(w.note, "note", Text.MAX_NOTE);
            (DeliveryId id, Delivered memory d) = _load(w.delivery);
            if (w.reason == 0) revert WaiverReasonMissing(id);
            if (d.standing != Standing.Overdue) revert NothingToWaive(id);

            Draft draft = _openWith(agents, w.delivery.grant, d.consumer);
            bytes memory payload = abi.encode(id, w.reason, w.gapFrom, w.gapUntil, w.note);
            draft.append(log, FeedbackWaived.selector, actor.number, payload);

            _settle(d.consumer);
            d.standing = Standing.Waived;
            _write(id, d);
        }
    }

    /// @inheritdoc IDeliveries
    function recordOverdue(Handed[] calldata deliveries) external {
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < deliveries.length; ++i) {
            (DeliveryId id, Delivered memory d) = _load(deliveries[i]);
            if (d.standing == Standing.Overdue) continue;
            bool owed = d.standing == Standing.Open || d.standing == Standing.Disputed;
            if (!owed || !_isPast(d.due)) revert FeedbackNotOverdue(id, d.due);

            Draft draft = _openWith(agents, deliveries[i].grant, d.consumer);
            draft.append(log, FeedbackOverdue.selector, 0, abi.encode(id, d.due, ""));

            _setOverdue(d.consumer, overdueOf(d.consumer) + 1);
            d.standing = Standing.Overdue;
            _write(id, d);
        }
        _requireUnsealed();
    }

    /// @inheritdoc IDeliveries
    function overdueOf(uint32 organisation) public view returns (uint32) {
        uint32 count = _overdue[organisation];
        if (count != 0) return count & ~COPIED;
        if (address(predecessor) != address(0)) return predecessor.overdueOf(organisation);
        return 0;
    }

    /// @inheritdoc IDeliveries
    function delivered(DeliveryId delivery) public view returns (Delivered memory) {
        uint256 word = _deliveries[delivery];
        if (word == 0 && address(predecessor) != address(0)) return predecessor.delivered(delivery);
        return DeliveredWord.unpack(word);
    }

    function _deliver(Actor memory actor, IGrants grants, Handover calldata h) private {
        (string calldata name, string calldata note) = (h.name, h.note);
        (GrantId grant, bytes32 manifest, uint32 parts) = (h.grant, h.manifest, h.parts);
        VersionId version = Ids.versionOf(h.version);
        DeliveryId id = Ids.delivery(grant, version, keccak256(bytes(name)));
        Text.requireShort(name, "name", Text.MAX_NAME);
        Text.requireShort(note, "note", Text.MAX_NOTE);
        _checkManifest(id, manifest, parts);
        (uint32 consumer, uint32 window, uint8 ceiling, DatasetTag dataset) = grants.requireProvider(
            grant,
            actor.number
        );
        if (_exists(id)) revert DeliveryExists(id);
        if (!(dataset == Ids.tag(h.version.dataset))) revert VersionNotCovered(id, version);
        uint48 due = _dueIn(window);

        Draft draft = Drafts.open(2);
        draft.touch(GrantId.unwrap(grant), false, 0, 0);
        draft.touch(VersionId.unwrap(version), false, 0, 0);
        bytes memory payload = abi.encode(id, due, manifest, parts, name, note);
        bytes memory states = draft.append(log, DataDelivered.selector, actor.number, payload);

        _deliveries[id] = DeliveredWord.open(consumer, actor.number, due, window);
        if (_checkStates(id, grant, version, ceiling, states)) _tell(id, h, consumer, states);
    }

    function _receive(Actor memory actor, Receipt calldata r) private {
        string calldata note = r.note;
        Text.requireShort(note, "note", Text.MAX_NOTE);
        VersionId version = Ids.versionOf(r.version);
        (DeliveryId id, Delivered memory d) = _load(Ids.delivery(r.grant, version, r.nameHash));
        _requireParty(actor, id, d.consumer);
        if (d.received) revert DeliveryAlreadyReceived(id);
        bool matches = r.content == r.version.content;

        Draft draft = _open(r.grant);
        bytes memory payload = abi.encode(id, r.content, matches, note);
        bytes memory states = draft.append(log, DeliveryReceived.selector, actor.number, payload);
        if (States.pick(states, 0) & States.LEAST != 0) _gates().requireOfficer(r.grant, msg.sender);
        if (!matches) _dispute(actor, id, r, version);

        d.received = true;
        // The report of an overdue one is still owed: a dispute comes too late for it.
        if (!matches && d.standing == Standing.Open) d.standing = Standing.Disputed;
        _write(id, d);
    }

    function _dispute(Actor memory actor, DeliveryId id, Receipt calldata r, VersionId version) private {
        Draft draft = Drafts.open(2);
        draft.touch(GrantId.unwrap(r.grant), false, 0, 0);
        draft.touch(VersionId.unwrap(version), false, 0, 0);
        bytes memory payload = abi.encode(id, r.version.content, r.content, r.note);
        draft.append(log, DeliveryDisputed.selector, actor.number, payload);
    }

    function _report(Actor memory actor, Report calldata r) private {
        string calldata effect = r.effect;
        (DeliveryId id, Delivered memory d) = _load(r.delivery);
        _requireParty(actor, id, d.consumer);
        if (r.outcome == 0) revert OutcomeMissing(id);
        if (r.derived.length > MAX_DERIVED) revert TooManyDerived(id, r.derived.length);
        Text.requireShort(effect, "effect", Text.MAX_METADATA);
        if (d.standing == Standing.Reported) revert FeedbackAlreadyFinal(id);
        bool late = _isPast(d.due);
        bool wasOverdue = d.standing == Standing.Overdue;
        if (r.isFinal) d.standing = Standing.Reported;
        else _goOn(d);
        uint48 due = r.isFinal || d.standing == Standing.Waived ? 0 : d.due;

        Draft draft = _openReport(r);
        bytes memory payload = abi.encode(id, r.outcome, r.isFinal, late, due, r.note, effect);
        draft.append(log, FeedbackReported.selector, actor.number, payload);

        if (wasOverdue) _settle(d.consumer);
        _write(id, d);
    }

    /// @dev After a partial report. The first one starts another window, later ones do not move it.
    function _goOn(Delivered memory d) private view {
        if (d.standing == Standing.Waived) return;
        if (!d.moved || d.standing == Standing.Overdue) d.due = _dueIn(d.window);
        d.moved = true;
        if (d.standing == Standing.Overdue) d.standing = Standing.Open;
    }

    /// @dev Warning: as Drafts.open, nothing may be allocated before the payload is.
    function _openReport(Report calldata r) private pure returns (Draft draft) {
        VersionId[] calldata derived = r.derived;
        draft = Drafts.open(derived.length + 1);
        draft.touch(GrantId.unwrap(r.delivery.grant), false, 0, 0);
        for (uint256 i = 0; i < derived.length; ++i) {
            bytes32 version = VersionId.unwrap(derived[i]);
            // Of the right kind; whether it exists, FactLog knows.
            if (uint8(version[0]) != Kinds.VERSION) revert IFactLog.SubjectUnknown(version);
            draft.touch(version, false, 0, 0);
        }
    }

    function _open(GrantId grant) private pure returns (Draft draft) {
        draft = Drafts.open(1);
        draft.touch(GrantId.unwrap(grant), false, 0, 0);
    }

    function _openWith(IAgents agents, GrantId grant, uint32 number) private view returns (Draft draft) {
        (OrganisationId consumer, , , ) = agents.organisation(number);
        draft = Drafts.open(2);
        draft.touch(GrantId.unwrap(grant), false, 0, 0);
        draft.touch(OrganisationId.unwrap(consumer), false, 0, 0);
    }

    /// @dev One piece, or a manifest of two parts or more.
    function _checkManifest(DeliveryId id, bytes32 manifest, uint32 parts) private pure {
        if ((manifest == 0) != (parts == 1) || parts == 0) revert ManifestNotValid(id);
    }

    /// @dev Answers whether other contracts must be told. Of ordinary data under an ordinary grant none must.
    function _checkStates(
        DeliveryId id,
        GrantId grant,
        VersionId version,
        uint8 ceiling,
        bytes memory states
    ) private pure returns (bool) {
        (uint16 ofGrant, uint16 ofVersion) = States.pair(states);
        if (ofGrant & (States.WITHDRAWN | States.SUSPENDED) != 0) _refuseGrant(grant, ofGrant);
        if (ofVersion & UNDELIVERABLE != 0) revert VersionNotDeliverable(id, version, ofVersion);
        uint16 grade = ofVersion & States.GRADE;
        if (grade > ceiling) revert CeilingExceeded(id, grade, ceiling);
        return ofGrant & (GATED_GRANT | States.PROMISED) != 0 || _isGated(ofVersion);
    }

    function _refuseGrant(GrantId grant, uint16 state) private pure {
        if (state & States.WITHDRAWN != 0) revert IGrants.GrantEnded(grant);
        revert IGrants.GrantSuspendedAlready(grant);
    }

    function _isGated(uint16 version) private pure returns (bool) {
        return version & GATED_VERSION != 0 || version & States.GRADE >= States.IMPORTANT;
    }

    function _tell(DeliveryId id, Handover calldata h, uint32 consumer, bytes memory states) private {
        (uint16 ofGrant, uint16 ofVersion) = States.pair(states);
        if (ofGrant & GATED_GRANT != 0 || _isGated(ofVersion)) {
            (VersionId version, DatasetId dataset) = (Ids.versionOf(h.version), h.version.dataset);
            _gates().requirePassage(Passing(id, h.grant, ofGrant, version, ofVersion, dataset, consumer));
        }
        if (ofGrant & States.PROMISED != 0) IPromises(log.writerOf("promises")).kept(h.grant);
    }

    function _gates() private view returns (IGates) {
        return IGates(log.writerOf("gates"));
    }

    function _exists(DeliveryId id) private view returns (bool) {
        if (_deliveries[id] != 0) return true;
        if (address(predecessor) == address(0)) return false;
        return predecessor.delivered(id).standing != Standing.None;
    }

    function _load(Handed calldata h) private view returns (DeliveryId, Delivered memory) {
        return _load(Ids.delivery(h.grant, h.version, h.nameHash));
    }

    function _load(DeliveryId id) private view returns (DeliveryId, Delivered memory d) {
        d = delivered(id);
        if (d.standing == Standing.None) revert DeliveryUnknown(id);
        return (id, d);
    }

    function _write(DeliveryId id, Delivered memory d) private {
        _deliveries[id] = DeliveredWord.pack(d);
    }

    function _settle(uint32 organisation) private {
        _setOverdue(organisation, overdueOf(organisation) - 1);
    }

    function _setOverdue(uint32 organisation, uint32 count) private {
        _overdue[organisation] = count | COPIED;
    }

    /// @dev 0 when no feedback is waited for.
    function _dueIn(uint32 window) private view returns (uint48) {
        unchecked {
            return window == 0 ? 0 : uint48(block.timestamp + window);
        }
    }

    function _isPast(uint48 due) private view returns (bool) {
        return due != 0 && block.timestamp > due;
    }

    function _requireGrantee(Actor memory actor, GrantId grant, DatasetId dataset) private view {
        Terms memory t = IGrants(log.writerOf("grants")).terms(grant);
        if (t.consumer == 0) revert IGrants.GrantUnknown(grant);
        if (t.consumer != actor.number) revert IGrants.GrantNotYours(grant, actor.number);
        if (!(t.dataset == Ids.tag(dataset))) revert IGrants.GrantOfOtherDataset(grant, dataset);
    }

    function _requireParty(Actor memory actor, DeliveryId id, uint32 party) private pure {
        if (actor.number != party) revert DeliveryNotYours(id, actor.number);
    }
}
