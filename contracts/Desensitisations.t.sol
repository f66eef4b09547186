// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {IDatasets, Publication} from "./interfaces/IDatasets.sol";
import {
    Decision,
    DesensitisationApprovedPayload,
    DesensitisationProposedPayload,
    DesensitisationRejectedPayload,
    IDesensitisations,
    Proposal,
    Verdict
} from "./interfaces/IDesensitisations.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {ConsentId, EvidenceId, GrantId, Ids, OrganisationId, Preimage} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {DesensitisationsTest} from "./test/DesensitisationsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Evidence, proposed by one officer and decided on by another.
contract EvidenceTest is DesensitisationsTest {
    function test_aProposalBindsTheVersionToBe() public {
        vm.recordLogs();
        propose(boss, proposal);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, DesensitisationProposedPayload memory p) = abi.decode(
            last.data,
            (Header, DesensitisationProposedPayload)
        );
        assertEq(last.topics[0], IDesensitisations.DesensitisationProposed.selector, "kind");
        assertSubjects(h, EvidenceId.unwrap(id), OrganisationId.unwrap(weather));
        bytes memory expected = abi.encode(
            DesensitisationProposedPayload(version, OPEN_GRADE, 2, keccak256("report"), "k-anonymity")
        );
        assertEq(abi.encode(p), expected, "payload");
    }

    function test_thereIsOnePieceOfEvidenceAVersion() public {
        propose(boss, proposal);
        bytes memory exists = abi.encodeWithSelector(IDesensitisations.EvidenceExists.selector, id);
        refusedWith(exists);
        propose(boss, proposal);
        approve(colleague);
        refusedWith(exists);
        propose(colleague, proposal);
    }

    function test_afterARejectionItIsProposedAnew() public {
        propose(boss, proposal);
        reject(colleague);
        proposal.method = 3;
        propose(colleague, proposal);
        approve(boss);
        assertEq(uint8(desensitisations.evidence(id).decision), uint8(Decision.Approved), "approved");
    }

    function test_onlyTheOwnerOfTheDatasetProposes() public {
        refusedWith(abi.encodeWithSelector(IDesensitisations.DatasetNotYours.selector, open, WEATHER));
        propose(transport, proposal);
    }

    function testFuzz_evidenceIsOfAGradeAndTwoFlags(uint16 state) public {
        uint16 grade = state & States.GRADE;
        uint16 allowed = States.GRADE | States.PERSONAL | States.LEAST;
        bool valid = grade >= 1 && grade <= 6 && state & ~allowed == 0;
        valid = valid && (grade < 6 || state & States.LEAST != 0);
        proposal.state = state;
        bytes4 wrong = IDesensitisations.EvidenceStateNotValid.selector;
        if (!valid) refusedWith(abi.encodeWithSelector(wrong, id, state));
        propose(boss, proposal);
    }

    function test_itNamesItsMethod() public {
        proposal.method = 0;
        refusedOf(IDesensitisations.EvidenceMethodMissing.selector);
        propose(boss, proposal);
    }

    function test_itHasAReport() public {
        proposal.report = 0;
        refusedOf(IDesensitisations.EvidenceReportMissing.selector);
        propose(boss, proposal);
    }

    function test_itsNotesAreShort() public {
        propose(boss, proposal);
        Verdict[] memory all = verdict();
        all[0].note = long(1025);
        tooLong("note", 1024);
        signs(colleague);
        desensitisations.approve(0, all);
        proposal.note = long(1025);
        tooLong("note", 1024);
        propose(boss, proposal);
    }

    function test_anotherOfficerApproves() public {
        propose(boss, proposal);
        vm.recordLogs();
        approve(colleague);
        (Vm.Log memory last, Header memory h) = onlyLog();
        abi.decode(last.data, (Header, DesensitisationApprovedPayload));
        assertEq(last.topics[0], IDesensitisations.DesensitisationApproved.selector, "kind");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(id), "subjects");
        assertEq(desensitisations.evidence(id).approver, colleague, "approver");
    }

    function test_theBureauMayApproveToo() public {
        propose(boss, proposal);
        approve(bureau);
        assertEq(desensitisations.evidence(id).approver, bureau, "approver");
    }

    function test_noOfficerApprovesHisOwn() public {
        propose(boss, proposal);
        own(boss);
        approve(boss);
        own(boss);
        reject(boss);
    }

    function test_anotherDepartmentDecidesNothing() public {
        propose(boss, proposal);
        bytes4 wrong = IDesensitisations.EvidenceNotYours.selector;
        refusedWith(abi.encodeWithSelector(wrong, id, TRANSPORT));
        approve(transport);
        refusedWith(abi.encodeWithSelector(wrong, id, TRANSPORT));
        reject(transport);
    }

    function test_whatNobodyProposedIsNotDecided() public {
        refusedOf(IDesensitisations.EvidenceUnknown.selector);
        approve(colleague);
    }

    function test_itIsDecidedOnce() public {
        propose(boss, proposal);
        approve(colleague);
        refusedOf(IDesensitisations.EvidenceAlreadyDecided.selector);
        reject(bureau);
    }

    function test_aRejectionIsAFact() public {
        propose(boss, proposal);
        vm.recordLogs();
        reject(bureau);
        (Vm.Log memory last, Header memory h) = onlyLog();
        abi.decode(last.data, (Header, DesensitisationRejectedPayload));
        assertEq(last.topics[0], IDesensitisations.DesensitisationRejected.selector, "kind");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(id), "subjects");
    }

    function test_whoeverPublishesProposesAndWhoeverApprovesDecides() public {
        address clerk = officer("clerk");
        given.key(
            "weather",
            clerk,
            ALL & ~(Permissions.PUBLISH | Permissions.APPROVE),
            START,
            START + 1 days
        );
        bytes4 missing = IAgents.PermissionMissing.selector;
        refusedWith(abi.encodeWithSelector(missing, clerk, Permissions.PUBLISH));
        propose(clerk, proposal);
        refusedWith(abi.encodeWithSelector(missing, clerk, Permissions.APPROVE));
        approve(clerk);
        refusedWith(abi.encodeWithSelector(missing, clerk, Permissions.APPROVE));
        reject(clerk);
    }
}

/// @dev What is published below its parents' protection.
contract LoweredTest is DesensitisationsTest {
    function publishes(address key) private {
        publishes(key, opened());
    }

    function publishes(address key, Publication memory p) private {
        signs(key);
        datasets.publishVersions(0, runs(), one(p));
    }

    function test_withoutEvidenceADeclarationIsSimplyTooLow() public {
        refused(IDatasets.GradeTooLow.selector, version, 2, 5);
        publishes(boss);
    }

    function test_withApprovedEvidenceDesensitisedDataIsOpen() public {
        propose(boss, proposal);
        approve(colleague);
        publishes(boss);
        assertEq(stateOf(version), OPEN_GRADE | States.UNCONDITIONAL, "open");
    }

    function test_whatIsNotApprovedLowersNothing() public {
        propose(boss, proposal);
        refusedOf(IDesensitisations.EvidenceNotApproved.selector);
        publishes(boss);
        reject(colleague);
        refusedOf(IDesensitisations.EvidenceNotApproved.selector);
        publishes(boss);
    }

    function test_theApproverDoesNotPublish() public {
        propose(boss, proposal);
        approve(colleague);
        own(colleague);
        publishes(colleague);
    }

    function test_itAllowsExactlyOneState() public {
        proposal.state = 3;
        propose(boss, proposal);
        approve(colleague);
        bytes4 wrong = IDesensitisations.EvidenceOfOtherState.selector;
        refusedWith(abi.encodeWithSelector(wrong, id, 3, OPEN_GRADE));
        publishes(boss);
        Publication memory p = opened();
        p.state = 3 | States.UNCONDITIONAL;
        publishes(boss, p);
    }

    function test_itSpeaksOfOneVersion() public {
        propose(boss, proposal);
        approve(colleague);
        Publication memory p = opened();
        p.content = keccak256("other");
        refused(IDatasets.GradeTooLow.selector, idOf(p, run), 2, 5);
        publishes(boss, p);
    }

    function test_everyProtectionOfAParentIsAskedFor() public {
        for (uint256 i = 0; i < 3; ++i) {
            uint16 parent = [States.IMPORTANT, PERSONAL, LEAST][i];
            Preimage memory made = published(
                [important, records, closed][i],
                parent,
                keccak256(abi.encode(i))
            );
            Publication memory p = publication(closed, CLOSED, keccak256(abi.encode("child", i)));
            (p.parents, p.shown) = (one(idOf(made)), one(made));
            version = idOf(p, run);
            if (i == 0) refused(IDatasets.GradeTooLow.selector, version, 1, 5);
            if (i == 1) refused(IDatasets.PersonalNotDeclared.selector, version);
            if (i == 2) refused(IDatasets.LeastNotDeclared.selector, version);
            publishes(boss, p);
            Proposal memory next = Proposal(preimage(p, run), CLOSED, 2, keccak256("report"), "");
            id = Ids.evidence(version);
            propose(boss, next);
            approve(bureau);
            publishes(boss, p);
            assertEq(stateOf(version), CLOSED, "lowered");
        }
    }

    function test_theDatasetsOwnDeclarationIsNeverUndercut() public {
        Publication memory p = publication(important, OPEN_GRADE, "again");
        version = idOf(p, run);
        id = Ids.evidence(version);
        propose(boss, Proposal(preimage(p, run), OPEN_GRADE, 2, keccak256("report"), ""));
        approve(colleague);
        refused(IDatasets.GradeTooLow.selector, version, 2, 5);
        publishes(boss, p);
    }

    function test_whatIsAffectedCannotBeArguedAway() public {
        recall(grandparent);
        spread(parent(), run, 0);
        propose(boss, proposal);
        approve(colleague);
        affectedDiffers(version, true);
        publishes(boss);
    }

    function test_whatIsConfinedCannotBeArguedAway() public {
        Preimage memory theirs_ = given_();
        Publication memory p = publication(theirsClosed, CLOSED, "child");
        (p.parents, p.shown) = (one(idOf(theirs_)), one(theirs_));
        version = idOf(p, runOf("transport"));
        id = Ids.evidence(version);
        propose(transport, Proposal(preimage(p, runOf("transport")), CLOSED, 2, keccak256("report"), ""));
        approve(second);
        refusedWith(abi.encodeWithSelector(IDatasets.ConfinedDiffers.selector, version, true));
        publishes(transport, p);
        p.state |= CONFINED;
        publishes(transport, p);
        assertEq(stateOf(version), CLOSED | CONFINED, "lower, and it stays");
    }

    /// @dev It would be delivered after a withdrawal, for deliveries of other data do not ask.
    function test_whatIsPersonalNoLongerCitesNoConsent() public {
        ConsentId consented = record(records, "2026");
        Publication memory source = publication(records, PERSONAL, "source");
        publish(source);
        cite(source, consented, 0);
        Publication memory p = publication(closed, CLOSED, "child");
        (p.parents, p.shown) = (one(idOf(source, run)), one(preimage(source, run)));
        id = Ids.evidence(idOf(p, run));
        propose(boss, Proposal(preimage(p, run), CLOSED, 2, keccak256("report"), ""));
        approve(colleague);
        publishes(boss, p);
        refused(IConsents.VersionNotPersonal.selector, idOf(p, run));
        cite(p, consented, 1);
    }

    /// @dev A version of transport's of grade 3 that was made under a grant without onward sharing.
    function given_() private returns (Preimage memory) {
        Preimage memory source = published(closed, 3, "source");
        Publication memory c = publication(theirsClosed, 3 | CONFINED, "mine");
        (c.parents, c.shown) = (one(idOf(source)), one(source));
        c.under = new GrantId[](1);
        c.under[0] = granted("first");
        publish("transport", one(c));
        return preimage(c, runOf("transport"));
    }

    /// @dev No path publishes below its parents' protection without approved evidence from another officer.
    function testFuzz_nothingIsLoweredWithoutAnothersApproval(
        uint16 source,
        uint16 declared,
        uint16 argued,
        uint256 path
    ) public {
        (source, declared, argued) = (protection(source), protection(declared), protection(argued));
        Preimage memory made = published(closed, source, "fuzzed");
        Publication memory p = publication(closed, declared, "child");
        (p.parents, p.shown) = (one(idOf(made)), one(made));
        version = idOf(p, run);
        id = Ids.evidence(version);
        address publisher = path % 2 == 0 ? boss : colleague;
        bool argues = argue(Proposal(preimage(p, run), argued, 2, keccak256("report"), ""), path, publisher);
        bool lawful = !isLower(declared, source) || (argues && declared == argued);
        signs(publisher);
        try datasets.publishVersions(0, runs(), one(p)) {
            assertTrue(lawful, "published against the rules");
        } catch {
            assertTrue(!lawful, "refused against the rules");
        }
    }

    /// @dev Answers whether there is evidence that another officer than its maker and the publisher approved.
    function argue(Proposal memory what, uint256 path, address publisher) private returns (bool) {
        address maker = (path >> 8) % 2 == 0 ? boss : colleague;
        address approver = [boss, colleague, bureau, transport][(path >> 16) % 4];
        bool proposed = (path >> 24) % 4 != 0;
        if (proposed) propose(maker, what);
        bool may = proposed && approver != maker && approver != transport;
        if ((path >> 32) % 4 == 0) return false;
        assertTrue(tried(approver) == may, "who approves");
        return may && approver != publisher;
    }

    function isLower(uint16 declared, uint16 source) private pure returns (bool) {
        bool grade = declared & States.GRADE < source & States.GRADE;
        return grade || source & ~declared & (States.PERSONAL | States.LEAST) != 0;
    }

    function tried(address key) private returns (bool) {
        signs(key);
        try desensitisations.approve(0, verdict()) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev Something that a version of a general dataset may be declared as.
    function protection(uint16 seed) private pure returns (uint16 state) {
        uint16 grade = (seed % 6) + 1;
        state = grade | (seed & (States.PERSONAL | States.LEAST));
        if (grade == States.CORE) state |= States.LEAST;
    }
}
