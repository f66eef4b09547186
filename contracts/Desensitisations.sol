// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IDatasets} from "./interfaces/IDatasets.sol";
import {Decision, Evidence, IDesensitisations, Proposal, Verdict} from "./interfaces/IDesensitisations.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {DatasetId, EvidenceId, Ids, OrganisationId, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IDesensitisations.
contract Desensitisations is IDesensitisations, Writer {
    /// What evidence can lower. What is confined or affected cannot be argued away.
    uint16 private constant LOWERABLE = States.GRADE | States.PERSONAL | States.LEAST;

    /// The generation before this one, whose evidence is read until it is written here; or zero.
    IDesensitisations public immutable predecessor;

    mapping(EvidenceId => Evidence) private _evidence;

    constructor(IFactLog factLog, IDesensitisations before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IDesensitisations
    function propose(uint64 step, Proposal[] calldata proposals) external {
        (, Actor memory actor) = _enter(Permissions.PUBLISH, step);
        IDatasets datasets = IDatasets(log.writerOf("datasets"));
        for (uint256 i = 0; i < proposals.length; ++i) {
            Proposal calldata p = proposals[i];
            VersionId version = Ids.versionOf(p.version);
            EvidenceId id = Ids.evidence(version);
            _requireOwner(datasets, actor, p.version.dataset);
            _check(id, p);
            Decision before = evidence(id).decision;
            if (before == Decision.Waited || before == Decision.Approved) revert EvidenceExists(id);

            Draft d = Drafts.open(2);
            d.touch(EvidenceId.unwrap(id), before == Decision.None, 0, 0);
            d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            bytes memory payload = abi.encode(version, p.state, p.method, p.report, p.note);
            d.append(log, DesensitisationProposed.selector, actor.number, payload);

            _evidence[id] = Evidence(msg.sender, actor.number, p.state, Decision.Waited, address(0));
        }
    }

    /// @inheritdoc IDesensitisations
    function approve(uint64 step, Verdict[] calldata verdicts) external {
        (IAgents agents, Actor memory actor) = _enter(Permissions.APPROVE, step);
        for (uint256 i = 0; i < verdicts.length; ++i) {
            Evidence memory e = _decide(agents, actor, verdicts[i], DesensitisationApproved.selector);
            (e.decision, e.approver) = (Decision.Approved, msg.sender);
            _evidence[verdicts[i].evidence] = e;
        }
    }

    /// @inheritdoc IDesensitisations
    function reject(uint64 step, Verdict[] calldata verdicts) external {
        (IAgents agents, Actor memory actor) = _enter(Permissions.APPROVE, step);
        for (uint256 i = 0; i < verdicts.length; ++i) {
            Evidence memory e = _decide(agents, actor, verdicts[i], DesensitisationRejected.selector);
            e.decision = Decision.Rejected;
            _evidence[verdicts[i].evidence] = e;
        }
    }

    /// @inheritdoc IDesensitisations
    function requireApproved(
        VersionId version,
        uint16 state,
        uint32 organisation,
        address officer
    ) external view returns (bool) {
        EvidenceId id = Ids.evidence(version);
        Evidence memory e = evidence(id);
        if (e.decision == Decision.None) return false;
        if (e.organisation != organisation) revert EvidenceNotYours(id, organisation);
        if (e.decision != Decision.Approved) revert EvidenceNotApproved(id);
        if (e.approver == officer) revert OwnEvidence(id, officer);
        uint16 declared = state & LOWERABLE;
        if (declared != e.state) revert EvidenceOfOtherState(id, e.state, declared);
        return true;
    }

    /// @inheritdoc IDesensitisations
    function evidence(EvidenceId id) public view returns (Evidence memory e) {
        e = _evidence[id];
        if (e.decision == Decision.None && address(predecessor) != address(0))
            return predecessor.evidence(id);
    }

    function _decide(
        IAgents agents,
        Actor memory actor,
        Verdict calldata v,
        bytes32 kind
    ) private returns (Evidence memory e) {
        Text.requireShort(v.note, "note", Text.MAX_NOTE);
        e = evidence(v.evidence);
        if (e.decision == Decision.None) revert EvidenceUnknown(v.evidence);
        bool isTheirs = actor.number == e.organisation || actor.number == agents.bureau();
        if (!isTheirs) revert EvidenceNotYours(v.evidence, actor.number);
        if (msg.sender == e.maker) revert OwnEvidence(v.evidence, msg.sender);
        if (e.decision != Decision.Waited) revert EvidenceAlreadyDecided(v.evidence);

        Draft d = Drafts.open(1);
        d.touch(EvidenceId.unwrap(v.evidence), false, 0, 0);
        d.append(log, kind, actor.number, abi.encode(v.note));
    }

    function _check(EvidenceId id, Proposal calldata p) private pure {
        Text.requireShort(p.note, "note", Text.MAX_NOTE);
        uint16 grade = p.state & States.GRADE;
        bool isGrade = grade >= States.LOWEST_GRADE && grade <= States.CORE;
        bool isCoreAtLarge = grade == States.CORE && p.state & States.LEAST == 0;
        if (!isGrade || isCoreAtLarge || p.state & ~LOWERABLE != 0) revert EvidenceStateNotValid(id, p.state);
        if (p.method == 0) revert EvidenceMethodMissing(id);
        if (p.report == 0) revert EvidenceReportMissing(id);
    }

    function _requireOwner(IDatasets datasets, Actor memory actor, DatasetId dataset) private view {
        uint32 owner = datasets.ownerOf(dataset);
        if (owner != actor.number) revert DatasetNotYours(dataset, owner);
    }
}
