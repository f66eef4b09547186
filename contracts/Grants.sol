// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IDeliveries} from "./interfaces/IDeliveries.sol";
import {IEmergencies} from "./interfaces/IEmergencies.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGates, Proposed} from "./interfaces/IGates.sol";
import {GrantStep, IGrants, Issue, Terms} from "./interfaces/IGrants.sol";
import {IPromises} from "./interfaces/IPromises.sol";
import {Asked, IRequests} from "./interfaces/IRequests.sol";
import {Cadence, ISupply} from "./interfaces/ISupply.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {AssessmentId, DatasetId, DatasetTag, GrantId, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IGrants.
contract Grants is IGrants, Writer {
    /// Of what is granted at once.
    uint32 private constant DEFAULT_WINDOW = 24 hours;
    uint48 private constant EMERGENCY = 72 hours;
    uint32 private constant MAX_WINDOW = 366 days;

    /// The generation before this one, whose grants are read here; or zero.
    IGrants public immutable predecessor;

    mapping(GrantId => Terms) private _grants;
    mapping(GrantId => RequestId) private _requestOf;

    constructor(IFactLog factLog, IGrants before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IGrants
    function issue(uint64 step, Issue[] calldata issues) external {
        (IAgents agents, Actor memory actor) = _enter(Permissions.SHARE, step);
        IRequests requests = IRequests(log.writerOf("requests"));
        for (uint256 i = 0; i < issues.length; ++i) {
            Issue calldata g = issues[i];
            Asked memory r = requests.asked(g.request);
            if (r.provider != actor.number) revert RequestNotYours(g.request, r.provider);
            _requireNothingOverdue(r.consumer);
            GrantId id = Ids.grant(g.request, g.amends);
            _checkIssue(id, g, r);
            bool late = _answer(requests, id, g);
            uint16 gated = _gates().open(_proposed(id, g, r));
            uint16 state =
                (gated & (States.LEAST | States.ABROAD)) |
                    (g.onward ? States.ONWARD : 0) |
                    (g.promised ? States.PROMISED : 0);
            Cadence cadence = g.promised ? _cadenceOf(r.dataset) : Cadence.None;
            Draft d = _open(agents, id, g.request, r, state, g.amends);
            d.append(log, GrantIssued.selector, actor.number, _payload(g, late, cadence));

            _write(
                id,
                g.request,
                Terms(r.consumer, r.provider, g.expires, g.window, g.ceiling, g.onward, Ids.tag(r.dataset))
            );
            if (g.promised) _promises().begin(id, r.provider, cadence);
        }
    }

    /// @inheritdoc IGrants
    function suspend(uint64 step, GrantStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            _requireParty(actor, steps[i].grant, terms(steps[i].grant).provider);
            uint16 state = _requireLive(steps[i].grant);
            if (state & States.SUSPENDED != 0) revert GrantSuspendedAlready(steps[i].grant);
            _record(actor, steps[i], GrantSuspended.selector, States.SUSPENDED, 0);
        }
    }

    /// @inheritdoc IGrants
    function resume(uint64 step, GrantStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            _requireParty(actor, steps[i].grant, terms(steps[i].grant).provider);
            uint16 state = _requireLive(steps[i].grant);
            if (state & States.SUSPENDED == 0) revert GrantNotSuspended(steps[i].grant);
            _record(actor, steps[i], GrantResumed.selector, 0, States.SUSPENDED);
            if (state & States.PROMISED != 0) _promises().restart(steps[i].grant);
        }
    }

    /// @inheritdoc IGrants
    function revoke(uint64 step, GrantStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            _requireParty(actor, steps[i].grant, terms(steps[i].grant).provider);
            _requireLive(steps[i].grant);
            _record(actor, steps[i], GrantRevoked.selector, States.WITHDRAWN, 0);
        }
    }

    /// @inheritdoc IGrants
    function terminate(uint64 step, GrantStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            _requireParty(actor, steps[i].grant, terms(steps[i].grant).consumer);
            _requireLive(steps[i].grant);
            _record(actor, steps[i], GrantTerminated.selector, States.WITHDRAWN, 0);
        }
    }

    /// @inheritdoc IGrants
    function issueAtOnce(RequestId request) external {
        IRequests requests = IRequests(log.writerOf("requests"));
        if (msg.sender != address(requests)) revert NotForCaller(msg.sender);
        Asked memory r = requests.asked(request);
        _requireNothingOverdue(r.consumer);
        requests.settle(request);
        GrantId id = Ids.grant(request, GrantId.wrap(0));

        // Unconditional data is neither personal nor above general, and may go anywhere: no gate is asked.
        uint8 ceiling = uint8(States.IMPORTANT - 1);
        Terms memory t = Terms(
            r.consumer,
            r.provider,
            _latest(r),
            DEFAULT_WINDOW,
            ceiling,
            true,
            Ids.tag(r.dataset)
        );
        _write(id, request, t);
        address[] memory officers = new address[](0);
        IAgents agents = IAgents(log.writerOf("agents"));
        Draft d = _open(agents, id, request, r, States.ONWARD, GrantId.wrap(0));
        d.append(log, GrantIssued.selector, r.consumer, _payloadAtOnce(r.fields, t, officers));
    }

    /// @inheritdoc IGrants
    function issueInEmergency(RequestId request, address officer) external {
        if (msg.sender != log.writerOf("emergencies")) revert NotForCaller(msg.sender);
        Asked memory r = IRequests(log.writerOf("requests")).asked(request);
        GrantId id = Ids.grant(request, GrantId.wrap(0));
        uint48 expires = uint48(block.timestamp) + EMERGENCY;
        if (expires > _latest(r)) expires = _latest(r);
        uint8 ceiling = uint8(log.stateOf(DatasetId.unwrap(r.dataset)) & States.GRADE);

        Terms memory t = Terms(r.consumer, r.provider, expires, 0, ceiling, false, Ids.tag(r.dataset));
        _write(id, request, t);
        address[] memory officers = new address[](1);
        officers[0] = officer;
        uint16 state = _gates().open(_proposedInEmergency(id, r, t, officers)) & States.LEAST;
        IAgents agents = IAgents(log.writerOf("agents"));
        Draft d = _open(agents, id, request, r, state, GrantId.wrap(0));
        d.append(log, GrantIssued.selector, r.consumer, _payloadAtOnce(r.fields, t, officers));
    }

    /// @inheritdoc IGrants
    function terms(GrantId grant) public view returns (Terms memory t) {
        t = _grants[grant];
        if (t.consumer == 0 && address(predecessor) != address(0)) return predecessor.terms(grant);
    }

    /// @inheritdoc IGrants
    function requireProvider(
        GrantId grant,
        uint32 provider
    ) external view returns (uint32, uint32, uint8, DatasetTag) {
        Terms storage t = _grants[grant];
        uint32 issuer = t.provider;
        if (issuer == 0 && address(predecessor) != address(0))
            return predecessor.requireProvider(grant, provider);
        if (issuer == 0) revert GrantUnknown(grant);
        if (issuer != provider) revert GrantNotYours(grant, provider);
        if (block.timestamp > t.expires) revert GrantExpired(grant, t.expires);
        return (t.consumer, t.window, t.ceiling, t.dataset);
    }

    /// @inheritdoc IGrants
    function requireUse(
        GrantId grant,
        uint16 state,
        DatasetId dataset,
        uint32 consumer
    ) external view returns (Terms memory t) {
        t = terms(grant);
        if (t.consumer == 0) revert GrantUnknown(grant);
        if (t.consumer != consumer) revert GrantNotYours(grant, consumer);
        if (!(t.dataset == Ids.tag(dataset))) revert GrantOfOtherDataset(grant, dataset);
        if (state & States.WITHDRAWN != 0) revert GrantEnded(grant);
        if (state & States.SUSPENDED != 0) revert GrantSuspendedAlready(grant);
        if (block.timestamp > t.expires) revert GrantExpired(grant, t.expires);
    }

    /// @inheritdoc IGrants
    function requestOf(GrantId grant) public view returns (RequestId request) {
        request = _requestOf[grant];
        if (RequestId.unwrap(request) == 0 && address(predecessor) != address(0))
            return predecessor.requestOf(grant);
    }

    /// @inheritdoc IGrants
    function overdueOf(uint32 consumer) public view returns (uint32 count) {
        count = _overdueAlone(consumer);
        (, , , uint32 department) = IAgents(log.writerOf("agents")).organisation(consumer);
        if (department != 0) count += _overdueAlone(department);
    }

    /// @dev The first grant answers the request; an amendment takes the place of a live grant.
    function _answer(IRequests requests, GrantId id, Issue calldata g) private returns (bool late) {
        if (GrantId.unwrap(g.amends) == 0) return requests.settle(g.request);
        bool same = RequestId.unwrap(requestOf(g.amends)) == RequestId.unwrap(g.request);
        if (!same) revert AmendsOtherRequest(id, g.amends);
        if (terms(g.amends).window == 0) revert AmendsEmergency(id, g.amends);
        _requireLive(g.amends);
    }

    function _write(GrantId id, RequestId request, Terms memory t) private {
        _grants[id] = t;
        _requestOf[id] = request;
    }

    function _checkIssue(GrantId id, Issue calldata g, Asked memory r) private view {
        Text.requireShort(g.responsibilities, "responsibilities", Text.MAX_NOTE);
        // What was asked in confidence is granted in confidence.
        if (g.fields & ~r.fields != 0 || (g.fields == 0 && r.commitment == 0))
            revert FieldsNotRequested(id, g.fields);
        if (g.onward && !r.onward) revert OnwardNotRequested(id);
        if (g.ceiling < States.LOWEST_GRADE || g.ceiling > States.CORE) revert CeilingNotValid(id, g.ceiling);
        if (g.window == 0 || g.window > MAX_WINDOW) revert WindowNotValid(id, g.window);
        uint48 latest = _latest(r);
        if (g.expires < block.timestamp || g.expires > latest) revert ExpiryNotValid(id, g.expires, latest);
    }

    /// @dev As the gates see it.
    function _proposed(
        GrantId id,
        Issue calldata g,
        Asked memory r
    ) private pure returns (Proposed memory p) {
        (p.grant, p.dataset, p.consumer) = (id, r.dataset, r.consumer);
        (p.purpose, p.confidential) = (r.purpose, r.commitment != 0);
        (p.ceiling, p.expires, p.onward) = (g.ceiling, g.expires, g.onward);
        (p.abroad, p.assessment, p.officers) = (r.abroad, g.assessment, g.officers);
    }

    function _proposedInEmergency(
        GrantId id,
        Asked memory r,
        Terms memory t,
        address[] memory officers
    ) private pure returns (Proposed memory p) {
        (p.grant, p.dataset, p.consumer) = (id, r.dataset, r.consumer);
        (p.purpose, p.ceiling, p.expires) = (r.purpose, t.ceiling, t.expires);
        (p.officers, p.emergency) = (officers, true);
    }

    function _payload(Issue calldata g, bool late, Cadence cadence) private pure returns (bytes memory) {
        return
            abi.encode(
                g.amends,
                g.fields,
                g.ceiling,
                g.expires,
                g.window,
                late,
                false,
                cadence,
                g.assessment,
                g.officers,
                g.responsibilities
            );
    }

    /// @dev Of what is granted without a decision.
    function _payloadAtOnce(
        uint256 fields,
        Terms memory t,
        address[] memory officers
    ) private pure returns (bytes memory) {
        return
            abi.encode(
                GrantId.wrap(0),
                fields,
                t.ceiling,
                t.expires,
                t.window,
                false,
                true,
                Cadence.None,
                AssessmentId.wrap(0),
                officers,
                ""
            );
    }

    /// @dev Warning: as Drafts.open, nothing may be allocated before the payload is.
    function _open(
        IAgents agents,
        GrantId id,
        RequestId request,
        Asked memory r,
        uint16 state,
        GrantId amends
    ) private view returns (Draft d) {
        (OrganisationId consumer, , , ) = agents.organisation(r.consumer);
        (OrganisationId provider, , , ) = agents.organisation(r.provider);
        d = Drafts.open(6);
        d.touch(GrantId.unwrap(id), true, state, 0);
        d.touch(RequestId.unwrap(request), false, 0, 0);
        d.touch(DatasetId.unwrap(r.dataset), false, 0, 0);
        d.touch(OrganisationId.unwrap(consumer), false, 0, 0);
        d.touch(OrganisationId.unwrap(provider), false, 0, 0);
        if (GrantId.unwrap(amends) != 0) d.touch(GrantId.unwrap(amends), false, States.WITHDRAWN, 0);
    }

    function _record(
        Actor memory actor,
        GrantStep calldata s,
        bytes32 kind,
        uint16 set,
        uint16 clear
    ) private {
        if (s.reason == 0) revert GrantReasonMissing(s.grant);
        Text.requireShort(s.note, "note", Text.MAX_NOTE);
        Draft d = Drafts.open(1);
        d.touch(GrantId.unwrap(s.grant), false, set, clear);
        d.append(log, kind, actor.number, abi.encode(s.reason, s.note));
    }

    /// @dev A grant that has neither ended nor lapsed; it may rest.
    function _requireLive(GrantId grant) private view returns (uint16 state) {
        uint48 expires = terms(grant).expires;
        state = log.stateOf(GrantId.unwrap(grant));
        if (state & States.WITHDRAWN != 0) revert GrantEnded(grant);
        if (block.timestamp > expires) revert GrantExpired(grant, expires);
    }

    function _cadenceOf(DatasetId dataset) private view returns (Cadence) {
        return ISupply(log.writerOf("supply")).supplied(dataset).cadence;
    }

    function _gates() private view returns (IGates) {
        return IGates(log.writerOf("gates"));
    }

    function _promises() private view returns (IPromises) {
        return IPromises(log.writerOf("promises"));
    }

    function _requireNothingOverdue(uint32 consumer) private view {
        uint32 overdue = overdueOf(consumer);
        if (overdue != 0) revert ConsumerOverdue(consumer, overdue);
    }

    function _overdueAlone(uint32 consumer) private view returns (uint32) {
        return
            IDeliveries(log.writerOf("deliveries")).overdueOf(consumer) +
            IEmergencies(log.writerOf("emergencies")).overdueOf(consumer);
    }

    function _requireParty(Actor memory actor, GrantId grant, uint32 party) private pure {
        if (party == 0) revert GrantUnknown(grant);
        if (actor.number != party) revert GrantNotYours(grant, actor.number);
    }

    /// @dev The end of what was requested, if it begins now.
    function _latest(Asked memory r) private view returns (uint48) {
        return uint48(block.timestamp + uint256(r.duration) * 1 days);
    }
}
