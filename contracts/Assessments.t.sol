// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assessed,
    Assessment,
    AssessmentRecordedPayload,
    AssessmentRevokedPayload,
    AssessmentStep,
    IAssessments
} from "./interfaces/IAssessments.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {AssessmentId, DatasetId, Ids, OrganisationId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {GatesTest} from "./test/GatesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Under which assessment data leaves the country; whom it lets through is in GatesPassage.t.sol.
contract AssessmentsTest is GatesTest {
    Assessment private a;
    AssessmentId private id;

    function setUp() public override {
        super.setUp();
        a = assessment("CAC-2026-0001", closed);
        id = Ids.assessment(a.code);
    }

    function notValid() private {
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentNotValid.selector, id));
        assess(a);
    }

    function unknownSubject(bytes32 subject) private {
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, subject));
        assess(a);
    }

    function steps(uint8 reason) private view returns (AssessmentStep[] memory all) {
        all = new AssessmentStep[](1);
        all[0] = AssessmentStep(id, reason, "over");
    }

    function test_anAssessmentIsAboutADepartmentAndADataset() public {
        vm.recordLogs();
        assess(a);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, AssessmentRecordedPayload memory p) = abi.decode(last.data, (Header, AssessmentRecordedPayload));
        assertEq(last.topics[0], IAssessments.AssessmentRecorded.selector, "kind");
        bytes memory subjects = abi.encodePacked(id, Ids.organisation("transport"), closed);
        assertEq(abi.encodePacked(h.subjects), subjects, "subjects");
        bytes memory expected = abi.encode(
            AssessmentRecordedPayload(a.code, a.until, a.recipient, a.document)
        );
        assertEq(abi.encode(p), expected, "payload");
        Assessed memory found = assessments.assessed(id);
        assertEq(abi.encode(found), abi.encode(Assessed(TRANSPORT, a.until, closed)), "assessed");
    }

    function test_anAssessmentIsRecordedOnce() public {
        assess(a);
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, id));
        assess(a);
    }

    function test_itHasACode() public {
        a.code = "";
        id = Ids.assessment("");
        notValid();
    }

    function test_itNamesTheRecipient() public {
        a.recipient = "";
        notValid();
    }

    function test_itHasADocument() public {
        a.document = 0;
        notValid();
    }

    function test_whatIsOverIsNotRecorded() public {
        a.until = START - 1;
        notValid();
        a.until = START;
        assess(a);
    }

    function test_itsTextsAreShort() public {
        string memory code = a.code;
        a.code = long(129);
        tooLong("code", 128);
        assess(a);
        (a.code, a.recipient) = (code, long(1025));
        tooLong("recipient", 1024);
        assess(a);
    }

    function test_theDepartmentAndTheDatasetExist() public {
        a.consumer = Ids.organisation("nobody");
        unknownSubject(OrganisationId.unwrap(a.consumer));
        (a.consumer, a.dataset) = (Ids.organisation("transport"), unknown);
        unknownSubject(DatasetId.unwrap(unknown));
    }

    function test_aDatasetIsNoDepartment() public {
        a.consumer = OrganisationId.wrap(DatasetId.unwrap(important));
        unknownSubject(DatasetId.unwrap(important));
        a.consumer = Ids.organisation("transport");
        a.dataset = DatasetId.wrap(OrganisationId.unwrap(weather));
        unknownSubject(OrganisationId.unwrap(weather));
    }

    function test_onlyTheBureauRecordsAndRevokes() public {
        bytes memory wrong = abi.encodeWithSelector(IWriter.NotTheBureau.selector, WEATHER);
        refusedWith(wrong);
        signs(boss);
        assessments.recordAssessments(0, new Assessment[](0));
        refusedWith(wrong);
        signs(boss);
        assessments.revokeAssessments(0, new AssessmentStep[](0));
    }

    function test_aRevocationIsAFactAndAState() public {
        assess(a);
        vm.recordLogs();
        revokeAssessment(id);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, AssessmentRevokedPayload memory p) = abi.decode(last.data, (Header, AssessmentRevokedPayload));
        assertEq(last.topics[0], IAssessments.AssessmentRevoked.selector, "kind");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(id), "subjects");
        assertEq(abi.encode(p), abi.encode(AssessmentRevokedPayload(1, "over")), "payload");
        assertEq(log.stateOf(AssessmentId.unwrap(id)), States.WITHDRAWN, "state");
    }

    function test_anAssessmentIsRevokedOnce() public {
        assess(a);
        revokeAssessment(id);
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentAlreadyRevoked.selector, id));
        revokeAssessment(id);
    }

    function test_whatIsUnknownIsNotRevoked() public {
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentUnknown.selector, id));
        revokeAssessment(id);
    }

    function test_aRevocationNamesItsReason() public {
        assess(a);
        AssessmentStep[] memory all = steps(0);
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentReasonMissing.selector, id));
        signs(bureau);
        assessments.revokeAssessments(0, all);
    }

    function test_aRevocationsNoteIsShort() public {
        AssessmentStep[] memory all = steps(1);
        all[0].note = long(1025);
        tooLong("note", 1024);
        signs(bureau);
        assessments.revokeAssessments(0, all);
    }

    function test_itStandsThroughItsLastSecond() public {
        assess(a);
        assessments.requireStanding(id, TRANSPORT, closed, a.until);
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentExpired.selector, id, a.until));
        assessments.requireStanding(id, TRANSPORT, closed, a.until + 1);
    }
}
