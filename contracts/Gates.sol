// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IAssessments} from "./interfaces/IAssessments.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Clearance, IGates, Passing, Proposed} from "./interfaces/IGates.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {AssessmentId, DatasetId, GrantId, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IGates.
contract Gates is IGates, Writer {
    uint8 private constant GENERAL = uint8(States.IMPORTANT - 1);
    uint256 private constant MAX_OFFICERS = 8;

    /// The generation before this one, whose clearances and grants are read here; or zero.
    IGates public immutable predecessor;

    struct Cleared {
        uint8 grade;
        uint48 until;
    }

    struct Opened {
        bool known;
        bool emergency;
        uint16 purpose;
        AssessmentId assessment;
        address[] officers;
    }

    mapping(uint32 organisation => mapping(uint16 purpose => Cleared)) private _clearances;
    mapping(GrantId => Opened) private _opened;

    constructor(IFactLog factLog, IGates before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IGates
    function setClearances(uint64 step, Clearance[] calldata clearances) external {
        Actor memory actor = _enterAsBureau(Permissions.SUPERVISE, step);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < clearances.length; ++i) {
            Clearance calldata c = clearances[i];
            Text.requireShort(c.note, "note", Text.MAX_NOTE);
            bool isPast = c.until != 0 && c.until < block.timestamp;
            if (c.grade < GENERAL || c.grade > States.CORE || isPast)
                revert ClearanceNotValid(c.organisation, c.grade);
            uint32 number = agents.numberOf(c.organisation);

            Draft d = Drafts.open(2);
            d.touch(OrganisationId.unwrap(c.organisation), false, 0, 0);
            if (number != actor.number) d.touch(OrganisationId.unwrap(actor.id), false, 0, 0);
            bytes memory payload = abi.encode(c.purpose, c.grade, c.until, c.note);
            d.append(log, ClearanceSet.selector, actor.number, payload);

            _clearances[number][c.purpose] = Cleared(c.grade, c.until);
        }
    }

    /// @inheritdoc IGates
    function open(Proposed calldata g) external returns (uint16 state) {
        if (msg.sender != log.writerOf("grants")) revert NotForCaller(msg.sender);
        _requireUnsealed();
        uint16 ofDataset = log.stateOf(DatasetId.unwrap(g.dataset));
        if (!g.emergency) {
            uint16 grade = ofDataset & States.GRADE;
            _requireCleared(g.grant, g.consumer, g.purpose, grade > g.ceiling ? grade : g.ceiling);
            if (ofDataset & States.PERSONAL != 0 && _consents().standingOf(g.dataset) == 0)
                revert ConsentMissing(g.dataset);
        }
        if (_needsLeast(ofDataset) || g.officers.length != 0) {
            _requireLeast(g);
            state = States.LEAST;
        }
        if (_goesAbroad(g)) state |= States.ABROAD;

        Opened storage o = _opened[g.grant];
        (o.known, o.emergency, o.purpose) = (true, g.emergency, g.purpose);
        // A slot that stays zero costs as much as reading it.
        if (AssessmentId.unwrap(g.assessment) != 0) o.assessment = g.assessment;
        if (g.officers.length != 0) o.officers = g.officers;
    }

    /// @inheritdoc IGates
    function requirePassage(Passing calldata p) external view {
        (uint16 purpose, bool emergency, AssessmentId assessment) = opened(p.grant);
        if (!emergency) _requireCleared(p.grant, p.consumer, purpose, p.versionState & States.GRADE);
        if (p.versionState & States.PERSONAL != 0) {
            (uint256 count, bool withdrawn) = _consents().citedBy(p.version);
            if (withdrawn || (count == 0 && !emergency))
                revert VersionWithoutConsent(p.delivery, p.version, withdrawn);
        }
        if (_needsLeast(p.versionState) && p.grantState & States.LEAST == 0)
            revert VersionNeedsLeast(p.delivery, p.version);
        if (p.grantState & States.ABROAD != 0)
            _assessments().requireStanding(assessment, p.consumer, p.dataset, uint48(block.timestamp));
    }

    /// @inheritdoc IGates
    function requireOfficer(GrantId grant, address officer) external view {
        Opened storage o = _opened[grant];
        if (!o.known && address(predecessor) != address(0)) return predecessor.requireOfficer(grant, officer);
        for (uint256 i = 0; i < o.officers.length; ++i) {
            if (o.officers[i] == officer) return;
        }
        revert OfficerNotNamed(grant, officer);
    }

    /// @inheritdoc IGates
    function clearanceOf(uint32 organisation, uint16 purpose) public view returns (uint8 grade) {
        grade = _inForce(organisation, purpose);
        if (grade == 0 && purpose != 0) grade = _inForce(organisation, 0);
        if (grade == 0) grade = GENERAL;
    }

    /// @inheritdoc IGates
    function clearance(uint32 organisation, uint16 purpose) public view returns (uint8, uint48) {
        Cleared memory c = _clearances[organisation][purpose];
        if (c.grade == 0 && address(predecessor) != address(0))
            return predecessor.clearance(organisation, purpose);
        return (c.grade, c.until);
    }

    /// @inheritdoc IGates
    function opened(GrantId grant) public view returns (uint16, bool, AssessmentId) {
        Opened storage o = _opened[grant];
        if (!o.known && address(predecessor) != address(0)) return predecessor.opened(grant);
        return (o.purpose, o.emergency, o.assessment);
    }

    function _inForce(uint32 organisation, uint16 purpose) private view returns (uint8) {
        (uint8 grade, uint48 until) = clearance(organisation, purpose);
        return until != 0 && block.timestamp > until ? 0 : grade;
    }

    function _requireCleared(GrantId grant, uint32 consumer, uint16 purpose, uint16 grade) private view {
        if (grade <= GENERAL) return;
        uint8 cleared = clearanceOf(consumer, purpose);
        if (grade > cleared) revert ClearanceMissing(grant, grade, cleared);
    }

    function _requireLeast(Proposed calldata g) private view {
        uint256 count = g.officers.length;
        if (g.confidential || g.onward || count == 0 || count > MAX_OFFICERS)
            revert LeastAuthorisation(g.grant);
        IAgents agents = IAgents(log.writerOf("agents"));
        for (uint256 i = 0; i < count; ++i) {
            (uint32 number, , uint48 from, uint48 until, ) = agents.keyOf(g.officers[i]);
            bool inForce = block.timestamp >= from && block.timestamp < until;
            if (number != g.consumer || !inForce) revert OfficerNotOfConsumer(g.grant, g.officers[i]);
        }
    }

    /// @dev The grant must not outlive its assessment.
    function _goesAbroad(Proposed calldata g) private view returns (bool) {
        bool assessed = AssessmentId.unwrap(g.assessment) != 0;
        if (assessed && !g.abroad) revert AssessmentNotNeeded(g.grant, g.assessment);
        if (!assessed && g.abroad) revert AssessmentMissing(g.grant);
        if (assessed) _assessments().requireStanding(g.assessment, g.consumer, g.dataset, g.expires);
        return assessed;
    }

    /// @dev Core data does, whatever was declared of it.
    function _needsLeast(uint16 state) private pure returns (bool) {
        return state & States.LEAST != 0 || state & States.GRADE == States.CORE;
    }

    function _consents() private view returns (IConsents) {
        return IConsents(log.writerOf("consents"));
    }

    function _assessments() private view returns (IAssessments) {
        return IAssessments(log.writerOf("assessments"));
    }
}
