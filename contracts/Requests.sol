// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IClocks, Step} from "./interfaces/IClocks.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {Asked, Filing, IRequests, RequestStep, Stage} from "./interfaces/IRequests.sol";
import {ISupply, Sharing, Supplied} from "./interfaces/ISupply.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {DatasetId, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IRequests.
contract Requests is IRequests, Writer {
    uint16 private constant MAX_DAYS = 3660;

    /// The generation before this one, whose requests are read until they are written here; or zero.
    IRequests public immutable predecessor;

    mapping(RequestId => Asked) private _requests;

    constructor(IFactLog factLog, IRequests before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IRequests
    function file(uint64 step, Filing[] calldata filings) external {
        (IAgents agents, Actor memory actor) = _enter(Permissions.USE, step);
        ISupply supply = ISupply(log.writerOf("supply"));
        for (uint256 i = 0; i < filings.length; ++i) {
            Filing calldata f = filings[i];
            RequestId id = Ids.request(actor.id, f.dataset, f.name);
            Supplied memory item = supply.supplied(f.dataset);
            _checkFiling(actor, id, f, item);

            bool atOnce = item.sharing == Sharing.Unconditional;
            Asked memory r = _newRequest(actor, f, item);
            bool provisional;
            if (!atOnce) (r.deadline, provisional) = _clocks().deadline(Step.Review, _now());
            _appendFiling(agents, actor, id, f, r, provisional);

            _requests[id] = r;
            if (atOnce) IGrants(log.writerOf("grants")).issueAtOnce(id);
        }
    }

    /// @inheritdoc IRequests
    function pass(uint64 step, RequestStep[] calldata steps) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            Asked storage r = _at(steps[i].request, Stage.Review);
            bool late = _isLate(r);
            bool provisional = _start(r, Stage.Decision, _replyStep(r));
            bytes memory payload = abi.encode(late, r.deadline, provisional, _note(steps[i]));
            _record(actor, steps[i].request, RequestPassed.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function sendBack(uint64 step, RequestStep[] calldata steps) external {
        (IAgents agents, Actor memory actor) = _enter(0, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            RequestId id = steps[i].request;
            Asked storage r = _load(id);
            bool owes = r.stage != Stage.Review && _overdueOf(r.consumer) != 0;
            _requireTurn(agents, actor, id, r, owes);
            if (r.wasReturned && !owes) revert AlreadyReturned(id);
            bool late = _isLate(r);
            uint8 left = _clocks().workingDaysLeft(_now(), r.deadline);
            (r.before, r.stage, r.wasReturned) = (r.stage, Stage.Returned, r.wasReturned || !owes);
            (r.left, r.deadline, r.lateRecorded) = (left, 0, false);
            bytes memory payload = abi.encode(late, _reason(steps[i]), left, _note(steps[i]));
            _record(actor, id, RequestReturned.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function complete(uint64 step, RequestStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            RequestId id = steps[i].request;
            Asked storage r = _at(id, Stage.Returned);
            _requireParty(actor, id, r.consumer);
            uint32 overdue = r.before == Stage.Review ? 0 : _overdueOf(r.consumer);
            if (overdue != 0) revert IGrants.ConsumerOverdue(r.consumer, overdue);
            // None was left on the clock's last day or after it; one is given, so that an answer is possible at all.
            uint8 left = r.left == 0 ? 1 : r.left;
            bool provisional;
            (r.deadline, provisional) = _clocks().deadlineAfter(left, _now());
            r.stage = r.before;
            bytes memory payload = abi.encode(r.deadline, provisional, _note(steps[i]));
            _record(actor, id, RequestCompleted.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function reject(uint64 step, RequestStep[] calldata steps) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            Asked storage r = _at(steps[i].request, Stage.Review);
            bytes memory payload = abi.encode(_isLate(r), _reason(steps[i]), _note(steps[i]));
            _end(r, Stage.Rejected);
            _record(actor, steps[i].request, RequestRejected.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function refuse(uint64 step, RequestStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            RequestId id = steps[i].request;
            Asked storage r = _at(id, Stage.Decision);
            _requireParty(actor, id, r.provider);
            bytes memory payload = abi.encode(_isLate(r), _reason(steps[i]), _note(steps[i]));
            _end(r, Stage.Refused);
            _record(actor, id, RequestRefused.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function askMediation(uint64 step, RequestStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            RequestId id = steps[i].request;
            Asked storage r = _load(id);
            _requireParty(actor, id, r.consumer);
            // A provider that says nothing must not keep the consumer waiting for ever.
            bool late = r.stage == Stage.Decision && _isLate(r);
            if (r.stage != Stage.Refused && !late) revert StageNotValid(id, r.stage);
            bool provisional = _start(r, Stage.Mediation, Step.Mediation);
            bytes memory payload = abi.encode(late, r.deadline, provisional, _note(steps[i]));
            _record(actor, id, MediationAsked.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function direct(uint64 step, RequestStep[] calldata steps) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            Asked storage r = _at(steps[i].request, Stage.Mediation);
            bool late = _isLate(r);
            bool provisional = _start(r, Stage.Directed, _replyStep(r));
            bytes memory payload = abi.encode(late, r.deadline, provisional, _note(steps[i]));
            _record(actor, steps[i].request, GrantDirected.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function uphold(uint64 step, RequestStep[] calldata steps) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            Asked storage r = _at(steps[i].request, Stage.Mediation);
            bytes memory payload = abi.encode(_isLate(r), _reason(steps[i]), _note(steps[i]));
            _end(r, Stage.Upheld);
            _record(actor, steps[i].request, RefusalUpheld.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function withdraw(uint64 step, RequestStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            RequestId id = steps[i].request;
            Asked storage r = _load(id);
            _requireParty(actor, id, r.consumer);
            if (!_isOpen(r.stage)) revert StageNotValid(id, r.stage);
            bytes memory payload = abi.encode(_isLate(r), _note(steps[i]));
            _end(r, Stage.Withdrawn);
            _record(actor, id, RequestWithdrawn.selector, payload);
        }
    }

    /// @inheritdoc IRequests
    function recordLateAnswers(RequestId[] calldata requests) external {
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < requests.length; ++i) {
            RequestId id = requests[i];
            Asked storage r = _load(id);
            if (r.lateRecorded) continue;
            if (!_isLate(r)) revert AnswerNotLate(id, r.deadline);
            r.lateRecorded = true;
            (OrganisationId owing, , , ) = agents.organisation(_owed(agents, r));

            Draft d = Drafts.open(2);
            d.touch(RequestId.unwrap(id), false, 0, 0);
            d.touch(OrganisationId.unwrap(owing), false, 0, 0);
            d.append(log, AnswerLate.selector, 0, abi.encode(r.stage, r.deadline, ""));
        }
        _requireUnsealed();
    }

    /// @inheritdoc IRequests
    function settle(RequestId request) external returns (bool late) {
        if (msg.sender != log.writerOf("grants")) revert NotForCaller(msg.sender);
        _requireUnsealed();
        Asked storage r = _load(request);
        if (r.stage != Stage.Decision && r.stage != Stage.Directed) revert StageNotValid(request, r.stage);
        late = _isLate(r);
        _end(r, Stage.Granted);
    }

    /// @inheritdoc IRequests
    function fileInEmergency(
        Filing calldata f,
        uint32 number,
        OrganisationId consumer
    ) external returns (RequestId id) {
        if (msg.sender != log.writerOf("emergencies")) revert NotForCaller(msg.sender);
        Actor memory actor = Actor(number, consumer);
        id = Ids.request(consumer, f.dataset, f.name);
        Supplied memory item = ISupply(log.writerOf("supply")).supplied(f.dataset);
        _checkFiling(actor, id, f, item);
        Asked memory r = _newRequest(actor, f, item);
        r.stage = Stage.Granted;

        _appendFiling(IAgents(log.writerOf("agents")), actor, id, f, r, false);

        _requests[id] = r;
    }

    /// @inheritdoc IRequests
    function asked(RequestId request) public view returns (Asked memory r) {
        r = _requests[request];
        if (r.stage == Stage.None && address(predecessor) != address(0)) return predecessor.asked(request);
    }

    function _checkFiling(
        Actor memory actor,
        RequestId id,
        Filing calldata f,
        Supplied memory item
    ) private pure {
        Text.requireShort(f.name, "name", Text.MAX_NAME);
        Text.requireShort(f.scenario, "scenario", Text.MAX_NOTE);
        if (item.revision == 0) revert DatasetNotSupplied(f.dataset);
        if (item.sharing == Sharing.NotShared) revert DatasetNotShared(f.dataset);
        if (item.provider == actor.number) revert DatasetIsYours(f.dataset);
        if (f.revision != item.revision) revert RevisionOutdated(id, item.revision);
        if (f.duration == 0 || f.duration > MAX_DAYS) revert DurationNotValid(id, f.duration);
        if (f.commitment != 0) return _checkHidden(id, f);
        if (f.purpose == 0 || f.basis == 0) revert PurposeMissing(id);
        bool beyond = item.fields < 256 && f.fields >> item.fields != 0;
        if (f.fields == 0 || beyond) revert FieldsNotSupplied(id, f.fields);
    }

    /// @dev What is committed must not stand beside its commitment.
    function _checkHidden(RequestId id, Filing calldata f) private pure {
        if (f.purpose != 0 || f.basis != 0 || bytes(f.scenario).length != 0) revert PurposeMissing(id);
        if (f.fields != 0) revert FieldsNotSupplied(id, f.fields);
    }

    function _newRequest(
        Actor memory actor,
        Filing calldata f,
        Supplied memory item
    ) private pure returns (Asked memory r) {
        (r.consumer, r.provider) = (actor.number, item.provider);
        r.stage = item.sharing == Sharing.Unconditional ? Stage.Decision : Stage.Review;
        (r.onPlatform, r.onward) = (item.onPlatform, f.onward);
        (r.duration, r.dataset) = (f.duration, f.dataset);
        (r.purpose, r.abroad) = (f.purpose, f.abroad);
        (r.fields, r.commitment) = (f.fields, f.commitment);
    }

    function _appendFiling(
        IAgents agents,
        Actor memory actor,
        RequestId id,
        Filing calldata f,
        Asked memory r,
        bool provisional
    ) private {
        (OrganisationId provider, , , ) = agents.organisation(r.provider);
        Draft d = Drafts.open(4);
        d.touch(RequestId.unwrap(id), true, 0, 0);
        d.touch(DatasetId.unwrap(f.dataset), false, 0, 0);
        d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
        d.touch(OrganisationId.unwrap(provider), false, 0, 0);
        d.append(
            log,
            RequestFiled.selector,
            actor.number,
            abi.encode(
                f.name,
                f.revision,
                f.purpose,
                f.basis,
                f.fields,
                f.duration,
                f.onward,
                f.abroad,
                f.commitment,
                f.scenario,
                r.deadline,
                provisional
            )
        );
    }

    function _record(Actor memory actor, RequestId id, bytes32 kind, bytes memory payload) private {
        Draft d = Drafts.open(1);
        d.touch(RequestId.unwrap(id), false, 0, 0);
        // A draft's payload must come after it in memory.
        d.append(log, kind, actor.number, abi.encodePacked(payload));
    }

    /// @dev In storage, copied from the generation before if it is there.
    function _load(RequestId id) private returns (Asked storage r) {
        r = _requests[id];
        if (r.stage != Stage.None) return r;
        Asked memory before = asked(id);
        if (before.stage == Stage.None) revert RequestUnknown(id);
        _requests[id] = before;
    }

    function _at(RequestId id, Stage stage) private returns (Asked storage r) {
        r = _load(id);
        if (r.stage != stage) revert StageNotValid(id, r.stage);
    }

    function _start(Asked storage r, Stage stage, Step step) private returns (bool provisional) {
        (r.stage, r.lateRecorded) = (stage, false);
        (r.deadline, provisional) = _clocks().deadline(step, _now());
    }

    function _end(Asked storage r, Stage stage) private {
        (r.stage, r.deadline) = (stage, 0);
    }

    /// @dev Who let the deadline pass: the bureau of that time, not the one that found the request unanswered.
    function _owed(IAgents agents, Asked storage r) private view returns (uint32) {
        if (r.stage == Stage.Review || r.stage == Stage.Mediation) return agents.bureauAt(r.deadline);
        return r.provider;
    }

    function _requireTurn(
        IAgents agents,
        Actor memory actor,
        RequestId id,
        Asked storage r,
        bool owes
    ) private view {
        bool returnable = r.stage == Stage.Review || r.stage == Stage.Decision;
        if (!returnable && !(r.stage == Stage.Directed && owes)) revert StageNotValid(id, r.stage);
        _requireParty(actor, id, r.stage == Stage.Review ? agents.bureau() : r.provider);
        uint64 permission = r.stage == Stage.Review ? Permissions.SUPERVISE : Permissions.SHARE;
        (, uint64 permissions, , , ) = agents.keyOf(msg.sender);
        if (permissions & permission == 0) revert IAgents.PermissionMissing(msg.sender, permission);
    }

    function _requireParty(Actor memory actor, RequestId id, uint32 party) private pure {
        if (actor.number != party) revert NotYourTurn(id, actor.number);
    }

    function _isLate(Asked storage r) private view returns (bool) {
        return r.deadline != 0 && block.timestamp > r.deadline;
    }

    function _isOpen(Stage stage) private pure returns (bool) {
        return
            stage == Stage.Review ||
            stage == Stage.Decision ||
            stage == Stage.Returned ||
            stage == Stage.Refused ||
            stage == Stage.Mediation ||
            stage == Stage.Directed;
    }

    function _replyStep(Asked storage r) private view returns (Step) {
        return r.onPlatform ? Step.ReplyOnPlatform : Step.ReplyOffPlatform;
    }

    function _reason(RequestStep calldata s) private pure returns (uint8) {
        if (s.reason == 0) revert ReasonMissing(s.request);
        return s.reason;
    }

    function _note(RequestStep calldata s) private pure returns (string calldata) {
        Text.requireShort(s.note, "note", Text.MAX_NOTE);
        return s.note;
    }

    function _overdueOf(uint32 consumer) private view returns (uint32) {
        return IGrants(log.writerOf("grants")).overdueOf(consumer);
    }

    function _clocks() private view returns (IClocks) {
        return IClocks(log.writerOf("clocks"));
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }
}
