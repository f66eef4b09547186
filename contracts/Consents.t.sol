// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {
    Citation,
    Consent,
    ConsentCitedPayload,
    ConsentLostPayload,
    ConsentRecordedPayload,
    ConsentStep,
    ConsentWithdrawnPayload,
    IConsents
} from "./interfaces/IConsents.sol";
import {IDatasets, Publication} from "./interfaces/IDatasets.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {ConsentId, DatasetId, Ids, RunId, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {GatesTest} from "./test/GatesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Consents, recorded and taken back.
contract ConsentsTest is GatesTest {
    function test_aConsentIsACommitmentAboutADataset() public {
        vm.recordLogs();
        ConsentId id = record(records, "2026");
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, ConsentRecordedPayload memory p) = abi.decode(last.data, (Header, ConsentRecordedPayload));
        assertEq(last.topics[0], IConsents.ConsentRecorded.selector, "kind");
        assertSubjects(h, ConsentId.unwrap(id), DatasetId.unwrap(records));
        assertEq(abi.encode(p), abi.encode(ConsentRecordedPayload("2026", keccak256("salted"))), "payload");
        assertEq(consents.standingOf(records), 1, "stands");
    }

    function test_aConsentIsRecordedOnce() public {
        ConsentId id = record(records, "2026");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, id));
        record(records, "2026");
        record(records, "2027");
        assertEq(consents.standingOf(records), 2, "stand");
    }

    function test_aDatasetThatIsNotPersonalHasNone() public {
        refusedWith(abi.encodeWithSelector(IConsents.DatasetNotPersonal.selector, closed));
        record(closed, "2026");
    }

    function test_anotherDepartmentsDatasetHasNone() public {
        refusedWith(abi.encodeWithSelector(IConsents.DatasetNotYours.selector, records, WEATHER));
        signs(transport);
        consents.recordConsents(0, consent(records, "2026"));
    }

    function test_anUnknownDatasetHasNone() public {
        refusedWith(abi.encodeWithSelector(IDatasets.DatasetUnknown.selector, unknown));
        record(unknown, "2026");
    }

    function test_aConsentWithoutCommitmentIsRefused() public {
        Consent[] memory all = consent(records, "2026");
        all[0].commitment = 0;
        ConsentId id = Ids.consent(records, "2026");
        refusedWith(abi.encodeWithSelector(IConsents.CommitmentMissing.selector, id));
        signs(boss);
        consents.recordConsents(0, all);
    }

    function test_aNameThatIsTooLongIsRefused() public {
        tooLong("name", 128);
        record(records, long(129));
    }

    function test_aWithdrawalIsAFactAndAState() public {
        ConsentId id = record(records, "2026");
        vm.recordLogs();
        withdraw(id);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, ConsentWithdrawnPayload memory p) = abi.decode(last.data, (Header, ConsentWithdrawnPayload));
        assertEq(last.topics[0], IConsents.ConsentWithdrawn.selector, "kind");
        assertSubjects(h, ConsentId.unwrap(id), DatasetId.unwrap(records));
        assertEq(abi.encode(p), abi.encode(ConsentWithdrawnPayload(1, "asked for")), "payload");
        assertEq(log.stateOf(ConsentId.unwrap(id)), States.WITHDRAWN, "state");
        assertEq(consents.standingOf(records), 0, "none stands");
    }

    function test_aConsentIsWithdrawnOnce() public {
        ConsentId id = record(records, "2026");
        withdraw(id);
        refusedWith(abi.encodeWithSelector(IConsents.ConsentAlreadyWithdrawn.selector, id));
        withdraw(id);
    }

    function test_anUnknownConsentIsNotWithdrawn() public {
        ConsentId id = Ids.consent(records, "2026");
        refusedWith(abi.encodeWithSelector(IConsents.ConsentUnknown.selector, id));
        withdraw(id);
    }

    function test_onlyTheDatasetsOwnerWithdraws() public {
        ConsentId id = record(records, "2026");
        refusedWith(abi.encodeWithSelector(IConsents.DatasetNotYours.selector, records, WEATHER));
        signs(transport);
        consents.withdrawConsents(0, withdrawal(id, 1));
    }

    function test_aWithdrawalNamesItsReason() public {
        ConsentId id = record(records, "2026");
        refusedWith(abi.encodeWithSelector(IConsents.ConsentReasonMissing.selector, id));
        signs(boss);
        consents.withdrawConsents(0, withdrawal(id, 0));
    }

    function test_aWithdrawalsNoteIsShort() public {
        ConsentStep[] memory all = withdrawal(record(records, "2026"), 1);
        all[0].note = long(1025);
        tooLong("note", 1024);
        signs(boss);
        consents.withdrawConsents(0, all);
    }

    function test_whoeverSharesRecordsAndWithdraws() public {
        address clerk = officer("clerk");
        given.key("weather", clerk, ALL & ~Permissions.SHARE, START, START + 1 days);
        bytes memory missing = abi.encodeWithSelector(
            IAgents.PermissionMissing.selector,
            clerk,
            Permissions.SHARE
        );
        refusedWith(missing);
        signs(clerk);
        consents.recordConsents(0, consent(records, "2026"));
        refusedWith(missing);
        signs(clerk);
        consents.withdrawConsents(0, new ConsentStep[](0));
    }
}

/// @dev What a version rests on.
contract CitationsTest is GatesTest {
    ConsentId private consented;
    VersionId private version;

    function setUp() public override {
        super.setUp();
        consented = record(records, "2026");
        version = publish(plain());
    }

    function plain() private view returns (Publication memory) {
        return publication(records, PERSONAL, "a");
    }

    function refusedOf(bytes4 selector, VersionId id, ConsentId of_) private {
        refusedWith(abi.encodeWithSelector(selector, id, of_));
    }

    /// @dev Of weather's dataset "closed", made of the version.
    function childOf(bytes32 content) private returns (Publication memory c) {
        c = publication(closed, PERSONAL, content);
        c.parents = one(version);
        c.shown = one(preimage(plain(), run));
        publish(c);
    }

    function test_aCitationTouchesVersionAndConsent() public {
        vm.recordLogs();
        cite(plain(), consented, 0);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, ConsentCitedPayload memory payload) = abi.decode(last.data, (Header, ConsentCitedPayload));
        assertEq(last.topics[0], IConsents.ConsentCited.selector, "kind");
        assertSubjects(h, VersionId.unwrap(version), ConsentId.unwrap(consented));
        assertEq(VersionId.unwrap(payload.through), 0, "the dataset's own");
        assertTrue(consents.cites(version, consented), "cited");
        (uint256 count, bool withdrawn) = consents.citedBy(version);
        assertTrue(count == 1 && !withdrawn, "counted");
    }

    function test_aChildCitesWhatItsParentCites() public {
        Publication memory c = childOf("b");
        refusedOf(IConsents.ConsentNotCited.selector, version, consented);
        cite(c, consented, 1);
        cite(plain(), consented, 0);
        vm.recordLogs();
        cite(c, consented, 1);
        (Vm.Log memory last, ) = onlyLog();
        (, ConsentCitedPayload memory payload) = abi.decode(last.data, (Header, ConsentCitedPayload));
        assertEq(VersionId.unwrap(payload.through), VersionId.unwrap(version), "through");
    }

    function test_aChildCitesNothingPastItsParents() public {
        Publication memory c = childOf("b");
        cite(plain(), consented, 0);
        refusedOf(IConsents.ConsentNotCited.selector, VersionId.wrap(0), consented);
        cite(c, consented, 2);
    }

    function test_anotherDatasetsConsentIsNotItsOwn() public {
        cite(plain(), consented, 0);
        Publication memory c = childOf("b");
        refusedOf(IConsents.ConsentOfOtherDataset.selector, idOf(c, run), consented);
        cite(c, consented, 0);
    }

    function test_aConsentIsCitedOnce() public {
        cite(plain(), consented, 0);
        refusedOf(IConsents.ConsentAlreadyCited.selector, version, consented);
        cite(plain(), consented, 0);
    }

    function test_sixteenConsentsAreTheMost() public {
        for (uint256 i = 0; i < 16; ++i) cite(plain(), record(records, numbered("c", i)), 0);
        (uint256 count, ) = consents.citedBy(version);
        assertEq(count, 16, "cited");
        refusedWith(abi.encodeWithSelector(IConsents.TooManyConsents.selector, version));
        cite(plain(), consented, 0);
    }

    function test_anUnknownConsentIsNotCited() public {
        ConsentId nowhere = Ids.consent(records, "nowhere");
        refusedWith(abi.encodeWithSelector(IConsents.ConsentUnknown.selector, nowhere));
        cite(plain(), nowhere, 0);
    }

    function test_aWithdrawnConsentIsNotCited() public {
        withdraw(consented);
        refusedWith(abi.encodeWithSelector(IConsents.ConsentAlreadyWithdrawn.selector, consented));
        cite(plain(), consented, 0);
    }

    function test_anUnpublishedVersionCitesNothing() public {
        Publication memory c = publication(records, PERSONAL, "never");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, idOf(c, run)));
        cite(c, consented, 0);
    }

    function citations(RunId by) private view returns (Citation[] memory all) {
        all = new Citation[](1);
        all[0] = citation(plain(), by, consented, 0);
    }

    function test_anotherDepartmentCitesNothingForIt() public {
        Citation[] memory all = citations(run);
        refusedWith(abi.encodeWithSelector(IConsents.DatasetNotYours.selector, records, WEATHER));
        signs(transport);
        consents.cite(0, all);
    }

    function test_whoeverPublishesCites() public {
        address clerk = officer("clerk");
        given.key("weather", clerk, ALL & ~Permissions.PUBLISH, START, START + 1 days);
        Citation[] memory all = citations(run);
        bytes4 missing = IAgents.PermissionMissing.selector;
        refusedWith(abi.encodeWithSelector(missing, clerk, Permissions.PUBLISH));
        signs(clerk);
        consents.cite(0, all);
    }

    function test_aWithdrawalIsSpreadByAnybody() public {
        cite(plain(), consented, 0);
        withdraw(consented);
        vm.recordLogs();
        bereave(version, consented);
        (Vm.Log memory last, Header memory h) = onlyLog();
        abi.decode(last.data, (Header, ConsentLostPayload));
        assertEq(last.topics[0], IConsents.ConsentLost.selector, "kind");
        assertSubjects(h, VersionId.unwrap(version), ConsentId.unwrap(consented));
        assertEq(uint256(h.by) >> 224, 0, "by nobody");
        assertEq(stateOf(version), PERSONAL | States.AFFECTED, "affected");
    }

    function test_whatIsAffectedIsSkipped() public {
        cite(plain(), consented, 0);
        withdraw(consented);
        bereave(version, consented);
        vm.recordLogs();
        bereave(version, consented);
        assertEq(vm.getRecordedLogs().length, 0, "no fact");
    }

    function test_fromThereItSpreadsAsARecall() public {
        Publication memory c = childOf("b");
        cite(plain(), consented, 0);
        withdraw(consented);
        refused(IDatasets.ParentNotAffected.selector, idOf(c, run), version);
        spread(c, run, 0);
        bereave(version, consented);
        spread(c, run, 0);
        assertEq(stateOf(idOf(c, run)), PERSONAL | States.AFFECTED, "affected");
    }

    function test_nothingSpreadsWithoutAWithdrawal() public {
        cite(plain(), consented, 0);
        refusedWith(abi.encodeWithSelector(IConsents.ConsentNotWithdrawn.selector, consented));
        bereave(version, consented);
    }

    function test_nothingSpreadsToWhatDoesNotCiteIt() public {
        withdraw(consented);
        refusedOf(IConsents.ConsentNotCited.selector, version, consented);
        bereave(version, consented);
    }
}
