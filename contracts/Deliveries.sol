// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {
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
import {IGrants, Terms} from "./interfaces/IGrants.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {DeliveryId, GrantId, Handed, Ids, OrganisationId, Preimage, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IDeliveries.
contract Deliveries is IDeliveries, Writer {
    uint16 private constant UNDELIVERABLE =
        States.WITHDRAWN | States.RECALLED | States.AFFECTED | States.CONFINED;
    uint256 private constant MAX_DERIVED = 64;
    /// Of a copied counter, so that zero is told from never copied.
    uint32 private constant COPIED = 1 << 31;

    /// The generation before this one, whose deliveries are read until they are written here; or zero.
    IDeliveries public immutable predecessor;

    mapping(DeliveryId => Delivered) private _deliveries;
    mapping(uint32 organisation => uint32) private _overdue;

    constructor(IFactLog factLog, IDeliveries before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IDeliveries
    function deliver(uint64 step, Handover[] calldata handovers) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        IGrants grants = IGrants(log.writerOf("grants"));
        for (uint256 i = 0; i < handovers.length; ++i) {
            _deliver(actor, grants, handovers[i]);
        }
    }

    /// @inheritdoc IDeliveries
    function receiveDeliveries(uint64 step, Receipt[] calldata receipts) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < receipts.length; ++i) {
            Receipt calldata r = receipts[i];
            Text.requireShort(r.note, "note", Text.MAX_NOTE);
            VersionId version = _versionOf(r.version);
            (DeliveryId id, Delivered storage d) = _load(Handed(r.grant, version, r.nameHash));
            _requireParty(actor, id, d.consumer);
            if (d.received) revert DeliveryAlreadyReceived(id);
            bool matches = r.content == r.version.content;

            bytes memory payload = abi.encode(id, r.content, matches, r.note);
            _record(actor, r.grant, VersionId.unwrap(version), DeliveryReceived.selector, payload);
            d.received = true;
            if (!matches) _dispute(actor, id, d, r, version);
        }
    }

    /// @inheritdoc IDeliveries
    function report(uint64 step, Report[] calldata reports) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < reports.length; ++i) {
            Report calldata r = reports[i];
            (DeliveryId id, Delivered storage d) = _load(r.delivery);
            _requireParty(actor, id, d.consumer);
            _checkReport(id, r);
            if (d.standing == Standing.Reported) revert FeedbackAlreadyFinal(id);
            bool late = block.timestamp > d.due;
            if (d.standing == Standing.Overdue) _settle(d.consumer);
            if (r.isFinal) d.standing = Standing.Reported;
            else _goOn(d);
            _appendReport(actor, id, r, late, r.isFinal ? 0 : d.due);
        }
    }

    /// @inheritdoc IDeliveries
    function askForMore(uint64 step, Question[] calldata questions) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        for (uint256 i = 0; i < questions.length; ++i) {
            Question calldata q = questions[i];
            Text.requireShort(q.note, "note", Text.MAX_NOTE);
            (DeliveryId id, Delivered storage d) = _load(q.delivery);
            _requireParty(actor, id, d.provider);
            if (d.standing != Standing.Reported || d.asked) revert CannotAskForMore(id);
            (d.asked, d.standing) = (true, Standing.Open);
            d.due = uint48(block.timestamp + d.window);
            bytes memory payload = abi.encode(id, d.due, q.note);
            _record(actor, q.delivery.grant, 0, FeedbackAsked.selector, payload);
        }
    }

    /// @inheritdoc IDeliveries
    function waive(uint64 step, Waiver[] calldata waivers) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < waivers.length; ++i) {
            Waiver calldata w = waivers[i];
            Text.requireShort(w.note, "note", Text.MAX_NOTE);
            (DeliveryId id, Delivered storage d) = _load(w.delivery);
            if (w.reason == 0) revert WaiverReasonMissing(id);
            if (d.standing != Standing.Overdue) revert NothingToWaive(id);
            d.standing = Standing.Waived;
            _settle(d.consumer);
            bytes memory payload = abi.encode(id, w.reason, w.gapFrom, w.gapUntil, w.note);
            (OrganisationId consumer, , , ) = agents.organisation(d.consumer);
            bytes32 subject = OrganisationId.unwrap(consumer);
            _record(actor, w.delivery.grant, subject, FeedbackWaived.selector, payload);
        }
    }

    /// @inheritdoc IDeliveries
    function recordOverdue(Handed[] calldata deliveries) external {
        IAgents agents = IAgents(log.writerOf("agents"));
        Actor memory nobody;
        for (uint256 i = 0; i < deliveries.length; ++i) {
            (DeliveryId id, Delivered storage d) = _load(deliveries[i]);
            if (d.standing == Standing.Overdue) continue;
            bool overdue = d.standing == Standing.Open && block.timestamp > d.due;
            if (!overdue) revert FeedbackNotOverdue(id, d.due);
            d.standing = Standing.Overdue;
            _setOverdue(d.consumer, overdueOf(d.consumer) + 1);
            (OrganisationId consumer, , , ) = agents.organisation(d.consumer);
            bytes memory payload = abi.encode(id, d.due, "");
            bytes32 subject = OrganisationId.unwrap(consumer);
            _record(nobody, deliveries[i].grant, subject, FeedbackOverdue.selector, payload);
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
    function delivered(DeliveryId delivery) public view returns (Delivered memory d) {
        d = _deliveries[delivery];
        if (d.standing == Standing.None && address(predecessor) != address(0))
            return predecessor.delivered(delivery);
    }

    function _deliver(Actor memory actor, IGrants grants, Handover calldata h) private {
        VersionId version = _versionOf(h.version);
        DeliveryId id = Ids.delivery(h.grant, version, keccak256(bytes(h.name)));
        _checkHandover(id, h);
        Terms memory t = grants.terms(h.grant);
        if (t.provider == 0) revert IGrants.GrantUnknown(h.grant);
        _requireParty(actor, id, t.provider);
        if (delivered(id).standing != Standing.None) revert DeliveryExists(id);
        if (!(t.dataset == h.version.dataset)) revert VersionNotCovered(id, version);
        if (block.timestamp > t.expires) revert IGrants.GrantExpired(h.grant, t.expires);
        uint48 due = uint48(block.timestamp + t.window);

        Draft draft = Drafts.open(2);
        draft.touch(GrantId.unwrap(h.grant), false, 0, 0);
        draft.touch(VersionId.unwrap(version), false, 0, 0);
        bytes memory states = draft.append(
            log,
            DataDelivered.selector,
            actor.number,
            abi.encode(id, due, h.manifest, h.parts, h.name, h.note)
        );

        _checkStates(id, h.grant, version, t, states);
        _deliveries[id] = Delivered(
            t.consumer,
            t.provider,
            due,
            t.window,
            Standing.Open,
            false,
            false,
            false
        );
    }

    function _checkHandover(DeliveryId id, Handover calldata h) private pure {
        Text.requireShort(h.name, "name", Text.MAX_NAME);
        Text.requireShort(h.note, "note", Text.MAX_NOTE);
        // One piece, or a manifest of two parts or more.
        if ((h.manifest == 0) != (h.parts < 2) || h.parts == 0) revert ManifestNotValid(id);
    }

    function _checkStates(
        DeliveryId id,
        GrantId grant,
        VersionId version,
        Terms memory t,
        bytes memory states
    ) private pure {
        uint16 ofGrant = States.pick(states, 0);
        uint16 ofVersion = States.pick(states, 1);
        if (ofGrant & States.WITHDRAWN != 0) revert IGrants.GrantEnded(grant);
        if (ofGrant & States.SUSPENDED != 0) revert IGrants.GrantSuspendedAlready(grant);
        if (ofVersion & UNDELIVERABLE != 0) revert VersionNotDeliverable(id, version, ofVersion);
        uint16 grade = ofVersion & States.GRADE;
        if (grade > t.ceiling) revert CeilingExceeded(id, grade, t.ceiling);
    }

    function _dispute(
        Actor memory actor,
        DeliveryId id,
        Delivered storage d,
        Receipt calldata r,
        VersionId version
    ) private {
        // The report of an overdue one is still owed: a dispute comes too late for it.
        if (d.standing == Standing.Open) d.standing = Standing.Disputed;
        bytes memory payload = abi.encode(id, r.version.content, r.content, r.note);
        _record(actor, r.grant, VersionId.unwrap(version), DeliveryDisputed.selector, payload);
    }

    function _checkReport(DeliveryId id, Report calldata r) private pure {
        if (r.outcome == 0) revert OutcomeMissing(id);
        if (r.derived.length > MAX_DERIVED) revert TooManyDerived(id, r.derived.length);
        Text.requireShort(r.effect, "effect", Text.MAX_METADATA);
    }

    /// @dev After a partial report. The first one starts another window, later ones do not move it.
    function _goOn(Delivered storage d) private {
        if (d.standing == Standing.Waived || d.standing == Standing.Disputed) return;
        if (!d.moved || d.standing == Standing.Overdue) d.due = uint48(block.timestamp + d.window);
        (d.moved, d.standing) = (true, Standing.Open);
    }

    function _appendReport(
        Actor memory actor,
        DeliveryId id,
        Report calldata r,
        bool late,
        uint48 due
    ) private {
        Draft draft = Drafts.open(r.derived.length + 1);
        draft.touch(GrantId.unwrap(r.delivery.grant), false, 0, 0);
        for (uint256 i = 0; i < r.derived.length; ++i) {
            draft.touch(VersionId.unwrap(r.derived[i]), false, 0, 0);
        }
        draft.append(
            log,
            FeedbackReported.selector,
            actor.number,
            abi.encode(id, r.outcome, r.isFinal, late, due, r.note, r.effect)
        );
    }

    /// @param subject The second one; zero when there is none.
    function _record(
        Actor memory actor,
        GrantId grant,
        bytes32 subject,
        bytes32 kind,
        bytes memory payload
    ) private {
        Draft draft = Drafts.open(2);
        draft.touch(GrantId.unwrap(grant), false, 0, 0);
        if (subject != 0) draft.touch(subject, false, 0, 0);
        // A draft's payload must come after it in memory.
        draft.append(log, kind, actor.number, abi.encodePacked(payload));
    }

    /// @dev In storage, copied from the generation before if it is there.
    function _load(Handed memory h) private returns (DeliveryId id, Delivered storage d) {
        id = Ids.delivery(h.grant, h.version, h.nameHash);
        d = _deliveries[id];
        if (d.standing != Standing.None) return (id, d);
        Delivered memory before = delivered(id);
        if (before.standing == Standing.None) revert DeliveryUnknown(id);
        _deliveries[id] = before;
    }

    function _settle(uint32 organisation) private {
        _setOverdue(organisation, overdueOf(organisation) - 1);
    }

    function _setOverdue(uint32 organisation, uint32 count) private {
        _overdue[organisation] = count | COPIED;
    }

    function _requireParty(Actor memory actor, DeliveryId id, uint32 party) private pure {
        if (actor.number != party) revert DeliveryNotYours(id, actor.number);
    }

    function _versionOf(Preimage calldata p) private pure returns (VersionId) {
        return Ids.version(p.dataset, p.content, p.run, p.parentsHash, p.underHash);
    }
}
