// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Assessed, Assessment, AssessmentStep, IAssessments} from "./interfaces/IAssessments.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {AssessmentId, DatasetId, Ids, Kinds, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IAssessments.
contract Assessments is IAssessments, Writer {
    /// The generation before this one, whose assessments are read here; or zero.
    IAssessments public immutable predecessor;

    mapping(AssessmentId => Assessed) private _assessments;

    constructor(IFactLog factLog, IAssessments before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IAssessments
    function recordAssessments(uint64 step, Assessment[] calldata assessments) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < assessments.length; ++i) {
            Assessment calldata a = assessments[i];
            AssessmentId id = Ids.assessment(a.code);
            _check(id, a);

            Draft d = Drafts.open(3);
            d.touch(AssessmentId.unwrap(id), true, 0, 0);
            d.touch(OrganisationId.unwrap(a.consumer), false, 0, 0);
            d.touch(DatasetId.unwrap(a.dataset), false, 0, 0);
            bytes memory payload = abi.encode(a.code, a.until, a.recipient, a.document);
            d.append(log, AssessmentRecorded.selector, actor.number, payload);

            _assessments[id] = Assessed(agents.numberOf(a.consumer), a.until, a.dataset);
        }
    }

    /// @inheritdoc IAssessments
    function revokeAssessments(uint64 step, AssessmentStep[] calldata steps) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        for (uint256 i = 0; i < steps.length; ++i) {
            AssessmentStep calldata s = steps[i];
            Text.requireShort(s.note, "note", Text.MAX_NOTE);
            if (s.reason == 0) revert AssessmentReasonMissing(s.assessment);
            if (assessed(s.assessment).consumer == 0) revert AssessmentUnknown(s.assessment);
            _requireUnrevoked(s.assessment);

            Draft d = Drafts.open(1);
            d.touch(AssessmentId.unwrap(s.assessment), false, States.WITHDRAWN, 0);
            d.append(log, AssessmentRevoked.selector, actor.number, abi.encode(s.reason, s.note));
        }
    }

    /// @inheritdoc IAssessments
    function requireStanding(
        AssessmentId assessment,
        uint32 consumer,
        DatasetId dataset,
        uint48 until
    ) external view {
        Assessed memory a = assessed(assessment);
        if (a.consumer == 0) revert AssessmentUnknown(assessment);
        if (a.consumer != consumer || !(a.dataset == dataset)) revert AssessmentOfOther(assessment);
        _requireUnrevoked(assessment);
        if (until > a.until) revert AssessmentExpired(assessment, a.until);
    }

    /// @inheritdoc IAssessments
    function assessed(AssessmentId assessment) public view returns (Assessed memory a) {
        a = _assessments[assessment];
        if (a.consumer == 0 && address(predecessor) != address(0)) return predecessor.assessed(assessment);
    }

    function _check(AssessmentId id, Assessment calldata a) private view {
        Text.requireShort(a.code, "code", Text.MAX_NAME);
        Text.requireShort(a.recipient, "recipient", Text.MAX_NOTE);
        bool isNamed = bytes(a.code).length != 0 && bytes(a.recipient).length != 0;
        if (!isNamed || a.document == 0 || a.until < block.timestamp) revert AssessmentNotValid(id);
        // Of the right kinds; whether they exist, FactLog knows.
        _requireKind(OrganisationId.unwrap(a.consumer), Kinds.ORGANISATION);
        _requireKind(DatasetId.unwrap(a.dataset), Kinds.DATASET);
    }

    function _requireKind(bytes32 subject, uint8 kind) private pure {
        if (uint8(subject[0]) != kind) revert IFactLog.SubjectUnknown(subject);
    }

    function _requireUnrevoked(AssessmentId assessment) private view {
        bool revoked = log.stateOf(AssessmentId.unwrap(assessment)) & States.WITHDRAWN != 0;
        if (revoked) revert AssessmentAlreadyRevoked(assessment);
    }
}
