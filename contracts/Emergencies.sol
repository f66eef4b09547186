// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IClocks, Step} from "./interfaces/IClocks.sol";
import {
    Emergency,
    EmergencyReport,
    Found,
    IEmergencies,
    Invocation,
    Lift,
    Responder,
    Review,
    Told
} from "./interfaces/IEmergencies.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {IRequests} from "./interfaces/IRequests.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {GrantId, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IEmergencies.
contract Emergencies is IEmergencies, Writer {
    uint48 private constant WINDOW = 24 hours;
    /// Of a copied counter, so that zero is told from never copied.
    uint32 private constant COPIED = 1 << 31;

    /// @dev Unset is what the generation before says.
    enum Flag {
        Unset,
        No,
        Yes
    }

    /// The generation before this one, whose records are read until they are written here; or zero.
    IEmergencies public immutable predecessor;

    mapping(GrantId => Emergency) private _emergencies;
    mapping(uint32 organisation => uint32) private _overdue;
    mapping(uint32 organisation => Flag) private _responders;
    mapping(address officer => Flag) private _closed;

    constructor(IFactLog factLog, IEmergencies before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IEmergencies
    function nameResponders(uint64 step, Responder[] calldata responders) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < responders.length; ++i) {
            Responder calldata r = responders[i];
            Text.requireShort(r.note, "note", Text.MAX_NOTE);
            uint32 number = agents.numberOf(r.organisation);
            if (number == 0) revert IAgents.OrganisationUnknown(r.organisation);
            if (isResponder(number) == r.named) revert ResponderUnchanged(r.organisation, r.named);

            Draft d = _open(OrganisationId.unwrap(r.organisation), actor.id);
            d.append(log, ResponderNamed.selector, actor.number, abi.encode(r.named, r.note));

            _responders[number] = r.named ? Flag.Yes : Flag.No;
        }
    }

    /// @inheritdoc IEmergencies
    function invoke(uint64 step, Invocation[] calldata invocations) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        if (!isResponder(actor.number)) revert NotAResponder(actor.number);
        if (isClosed(msg.sender)) revert LaneClosed(msg.sender);
        for (uint256 i = 0; i < invocations.length; ++i) {
            Invocation calldata v = invocations[i];
            _checkInvocation(Ids.request(actor.id, v.filing.dataset, v.filing.name), v);
            GrantId grant = _grant(actor, v);
            Emergency memory e = Emergency(actor.number, msg.sender, 0, 0, Told.Waited, Found.Waited, false);
            e.due = uint48(block.timestamp) + WINDOW;
            bool provisional;
            (e.reviewDue, provisional) = _reviewDue();

            Draft d = _open(GrantId.unwrap(grant), actor.id);
            bytes memory payload = abi.encode(v.incident, e.due, e.reviewDue, provisional);
            d.append(log, EmergencyInvoked.selector, actor.number, payload);

            _emergencies[grant] = e;
        }
    }

    /// @inheritdoc IEmergencies
    function report(uint64 step, EmergencyReport[] calldata reports) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < reports.length; ++i) {
            EmergencyReport calldata r = reports[i];
            Text.requireShort(r.effect, "effect", Text.MAX_METADATA);
            Emergency memory e = _load(r.grant);
            if (e.consumer != actor.number) revert EmergencyNotYours(r.grant, actor.number);
            if (r.outcome == 0) revert EmergencyOutcomeMissing(r.grant);
            if (e.told == Told.Reported) revert EmergencyAlreadyReported(r.grant);
            bool late = block.timestamp > e.due;

            Draft d = Drafts.open(1);
            d.touch(GrantId.unwrap(r.grant), false, 0, 0);
            d.append(log, EmergencyReported.selector, actor.number, abi.encode(r.outcome, late, r.effect));

            if (e.told == Told.Overdue) _setOverdue(e.consumer, overdueOf(e.consumer) - 1);
            e.told = Told.Reported;
            _emergencies[r.grant] = e;
        }
    }

    /// @inheritdoc IEmergencies
    function review(uint64 step, Review[] calldata reviews) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < reviews.length; ++i) {
            Review calldata r = reviews[i];
            Text.requireShort(r.note, "note", Text.MAX_NOTE);
            Emergency memory e = _load(r.grant);
            if (e.found != Found.Waited) revert EmergencyAlreadyReviewed(r.grant);
            if (!r.justified && r.reason == 0) revert ReviewReasonMissing(r.grant);
            bool late = block.timestamp > e.reviewDue;
            address closed = r.justified ? address(0) : e.officer;

            Draft d = _openWith(agents, r.grant, e.consumer);
            bytes memory payload = abi.encode(r.justified, late, r.reason, closed, r.note);
            d.append(log, EmergencyReviewed.selector, actor.number, payload);

            if (!r.justified) _closed[closed] = Flag.Yes;
            e.found = r.justified ? Found.Justified : Found.Unjustified;
            _emergencies[r.grant] = e;
        }
    }

    /// @inheritdoc IEmergencies
    function liftLanes(uint64 step, Lift[] calldata lifts) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < lifts.length; ++i) {
            Lift calldata l = lifts[i];
            Text.requireShort(l.note, "note", Text.MAX_NOTE);
            if (!isClosed(l.officer)) revert LaneNotClosed(l.officer);
            (uint32 number, , , , ) = agents.keyOf(l.officer);
            (OrganisationId id, , , ) = agents.organisation(number);

            Draft d = Drafts.open(1);
            d.touch(OrganisationId.unwrap(id), false, 0, 0);
            d.append(log, LaneLifted.selector, actor.number, abi.encode(l.officer, l.note));

            _closed[l.officer] = Flag.No;
        }
    }

    /// @inheritdoc IEmergencies
    function recordOverdue(GrantId[] calldata grants) external {
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < grants.length; ++i) {
            Emergency memory e = _load(grants[i]);
            if (e.told == Told.Overdue) continue;
            bool overdue = e.told == Told.Waited && block.timestamp > e.due;
            if (!overdue) revert EmergencyNotOverdue(grants[i], e.due);

            Draft d = _openWith(agents, grants[i], e.consumer);
            d.append(log, EmergencyOverdue.selector, 0, abi.encode(e.due, ""));

            _setOverdue(e.consumer, overdueOf(e.consumer) + 1);
            e.told = Told.Overdue;
            _emergencies[grants[i]] = e;
        }
        _requireUnsealed();
    }

    /// @inheritdoc IEmergencies
    function recordLateReviews(GrantId[] calldata grants) external {
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < grants.length; ++i) {
            Emergency memory e = _load(grants[i]);
            if (e.reviewLate) continue;
            bool late = e.found == Found.Waited && block.timestamp > e.reviewDue;
            if (!late) revert EmergencyReviewNotLate(grants[i], e.reviewDue);

            Draft d = _openWith(agents, grants[i], agents.bureau());
            d.append(log, EmergencyReviewLate.selector, 0, abi.encode(e.reviewDue, ""));

            e.reviewLate = true;
            _emergencies[grants[i]] = e;
        }
        _requireUnsealed();
    }

    /// @inheritdoc IEmergencies
    function overdueOf(uint32 organisation) public view returns (uint32) {
        uint32 count = _overdue[organisation];
        if (count != 0) return count & ~COPIED;
        if (address(predecessor) != address(0)) return predecessor.overdueOf(organisation);
        return 0;
    }

    /// @inheritdoc IEmergencies
    function emergency(GrantId grant) public view returns (Emergency memory e) {
        e = _emergencies[grant];
        if (e.consumer == 0 && address(predecessor) != address(0)) return predecessor.emergency(grant);
    }

    /// @inheritdoc IEmergencies
    function isResponder(uint32 organisation) public view returns (bool) {
        Flag flag = _responders[organisation];
        if (flag != Flag.Unset || address(predecessor) == address(0)) return flag == Flag.Yes;
        return predecessor.isResponder(organisation);
    }

    /// @inheritdoc IEmergencies
    function isClosed(address officer) public view returns (bool) {
        Flag flag = _closed[officer];
        if (flag != Flag.Unset || address(predecessor) == address(0)) return flag == Flag.Yes;
        return predecessor.isClosed(officer);
    }

    function _checkInvocation(RequestId request, Invocation calldata v) private pure {
        if (bytes(v.incident).length == 0) revert IncidentMissing(request);
        Text.requireShort(v.incident, "incident", Text.MAX_NAME);
        bool wide = v.filing.commitment != 0 || v.filing.onward || v.filing.abroad;
        if (wide) revert EmergencyTooWide(request);
    }

    /// @dev Requested and granted.
    function _grant(Actor memory actor, Invocation calldata v) private returns (GrantId) {
        IRequests requests = IRequests(log.writerOf("requests"));
        RequestId request = requests.fileInEmergency(v.filing, actor.number, actor.id);
        IGrants(log.writerOf("grants")).issueInEmergency(request, msg.sender);
        return Ids.grant(request, GrantId.wrap(0));
    }

    function _reviewDue() private view returns (uint48, bool) {
        return IClocks(log.writerOf("clocks")).deadline(Step.EmergencyReview, uint48(block.timestamp));
    }

    function _load(GrantId grant) private view returns (Emergency memory e) {
        e = emergency(grant);
        if (e.consumer == 0) revert EmergencyUnknown(grant);
    }

    function _setOverdue(uint32 organisation, uint32 count) private {
        _overdue[organisation] = count | COPIED;
    }

    /// @dev Warning: as Drafts.open, nothing may be allocated before the payload is.
    function _open(bytes32 subject, OrganisationId organisation) private pure returns (Draft d) {
        d = Drafts.open(2);
        d.touch(subject, false, 0, 0);
        d.touch(OrganisationId.unwrap(organisation), false, 0, 0);
    }

    function _openWith(IAgents agents, GrantId grant, uint32 number) private view returns (Draft) {
        (OrganisationId id, , , ) = agents.organisation(number);
        return _open(GrantId.unwrap(grant), id);
    }
}
