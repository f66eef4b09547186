// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDatasets, Publication, VersionPublishedPayload} from "./interfaces/IDatasets.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {DatasetId, Preimage, VersionId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {DatasetsTest} from "./test/DatasetsTest.sol";
import {vm} from "./test/Vm.sol";

contract ParentsTest is DatasetsTest {
    function test_anotherDepartmentsOpenDataNeedsNoGrant() public {
        VersionId parent = given.version("transport", publication(theirs, OPEN, "theirs"));
        assertEq(stateOf(publish(child("child", parent))), OPEN, "published");
    }

    function test_anotherDepartmentsClosedDataNeedsAGrant() public {
        VersionId parent = given.version("transport", publication(theirsClosed, CLOSED, "theirs"));
        Publication memory p = child("child", parent);
        refused(IDatasets.GrantRequired.selector, idOf(p, run), parent);
        publish(p);
    }

    function test_showingAnotherDepartmentsDataIsNoGrant() public {
        Publication memory source = publication(theirsClosed, CLOSED, "theirs");
        VersionId parent = given.version("transport", source);
        Publication memory p = child("child", parent);
        p.shown = one(preimage(source, runOf("transport")));
        refused(IDatasets.GrantRequired.selector, idOf(p, run), parent);
        publish(p);
    }

    function test_onesOwnClosedDataIsShown() public {
        Preimage memory source = published(closed, CLOSED, "source");
        Publication memory p = child("child", idOf(source));
        p.shown = one(source);
        assertEq(stateOf(publish(p)), OPEN, "published");
    }

    function test_onesOwnClosedDataUnshownIsRefused() public {
        Preimage memory source = published(closed, CLOSED, "source");
        Publication memory p = child("child", idOf(source));
        refused(IDatasets.GrantRequired.selector, idOf(p, run), idOf(source));
        publish(p);
    }

    function test_showingAnotherVersionIsRefused() public {
        Preimage memory source = published(closed, CLOSED, "source");
        Publication memory p = child("child", idOf(source));
        p.shown = one(published(closed, CLOSED, "another"));
        refused(IDatasets.GrantRequired.selector, idOf(p, run), idOf(source));
        publish(p);
    }

    function test_onlyClosedParentsAreShownAndInOrder() public {
        Preimage memory a = published(closed, CLOSED, "a");
        Preimage memory b = published(closed, CLOSED, "b");
        Publication memory p = publication(open, OPEN, "child");
        p.parents = two(idOf(a), idOf(b));
        p.shown = new Preimage[](2);
        bool ascending = p.parents[0] == idOf(a);
        (p.shown[1], p.shown[0]) = ascending ? (a, b) : (b, a);
        refused(IDatasets.GrantRequired.selector, idOf(p, run), p.parents[0]);
        publish(p);
        (p.shown[0], p.shown[1]) = (p.shown[1], p.shown[0]);
        publish(p);
    }

    function test_descendingParentsAreRefused() public {
        VersionId a = publish(publication(open, OPEN, "a"));
        VersionId b = publish(publication(open, OPEN, "b"));
        Publication memory p = publication(open, OPEN, "child");
        p.parents = two(a, b);
        (p.parents[0], p.parents[1]) = (p.parents[1], p.parents[0]);
        refused(IDatasets.ParentsOutOfOrder.selector, idOf(p, run), p.parents[1]);
        publish(p);
    }

    function test_theSameParentTwiceIsRefused() public {
        VersionId a = publish(publication(open, OPEN, "a"));
        Publication memory p = publication(open, OPEN, "child");
        p.parents = two(a, a);
        refused(IDatasets.ParentsOutOfOrder.selector, idOf(p, run), a);
        publish(p);
    }

    function test_anUnknownParentIsRefused() public {
        VersionId nowhere = idOf(publication(open, OPEN, "never published"), run);
        refused(IFactLog.SubjectUnknown.selector, nowhere);
        publish(child("child", nowhere));
    }

    function test_aDatasetIsNoParent() public {
        VersionId parent = VersionId.wrap(DatasetId.unwrap(theirs));
        Publication memory p = child("child", parent);
        refused(IDatasets.ParentUnknown.selector, idOf(p, run), parent);
        publish(p);
    }

    function test_aWithdrawnParentIsRefused() public {
        Preimage memory source = published(open, OPEN, "source");
        withdraw(source);
        Publication memory p = child("child", idOf(source));
        refused(IDatasets.ParentWithdrawn.selector, idOf(p, run), idOf(source));
        publish(p);
    }

    function test_aRecalledParentIsRefused() public {
        Preimage memory source = published(open, OPEN, "source");
        recall(source);
        Publication memory p = child("child", idOf(source));
        refused(IDatasets.ParentRecalled.selector, idOf(p, run), idOf(source));
        publish(p);
    }

    function test_theHighestGradeOfTheParentsIsInherited() public {
        VersionId low = publish(publication(open, OPEN, "low"));
        VersionId high = publish(publication(open, OPEN + 3, "high"));
        Publication memory p = publication(open, OPEN + 2, "child");
        p.parents = two(low, high);
        refused(IDatasets.GradeTooLow.selector, idOf(p, run), 3, 4);
        publish(p);
        p.state = OPEN + 3;
        publish(p);
    }

    function test_aChildOfPersonalDataIsPersonal() public {
        Preimage memory source = published(closed, CLOSED | States.PERSONAL, "people");
        Publication memory p = publication(closed, CLOSED, "child");
        p.parents = one(idOf(source));
        p.shown = one(source);
        refused(IDatasets.PersonalNotDeclared.selector, idOf(p, run));
        publish(p);
        p.state = CLOSED | States.PERSONAL;
        publish(p);
    }
}

/// @dev Born of data whose source was recalled.
contract AffectedParentsTest is DatasetsTest {
    VersionId private sound;
    VersionId private affected;

    function setUp() public override {
        super.setUp();
        Preimage memory source = published(open, OPEN, "source");
        Publication memory p = child("affected", idOf(source));
        affected = publish(p);
        sound = publish(publication(open, OPEN, "sound"));
        recall(source);
        spread(p, run, 0);
    }

    function affectedChild(bytes32 content, VersionId parent) private view returns (Publication memory p) {
        p = child(content, parent);
        p.state |= States.AFFECTED;
    }

    function test_aChildOfAffectedDataMustSayThatItIsAffected() public {
        Publication memory p = child("child", affected);
        affectedDiffers(idOf(p, run), true);
        publish(p);
        p.state |= States.AFFECTED;
        assertEq(stateOf(publish(p)), OPEN | States.AFFECTED, "born affected");
    }

    function test_aChildOfSoundDataMustNotSayThatItIsAffected() public {
        Publication memory p = affectedChild("child", sound);
        affectedDiffers(idOf(p, run), false);
        publish(p);
    }

    function test_oneAffectedParentOfTwoIsEnough() public {
        Publication memory p = publication(open, OPEN, "child");
        p.parents = two(sound, affected);
        affectedDiffers(idOf(p, run), true);
        publish(p);
        p.state |= States.AFFECTED;
        publish(p);
    }

    function test_anotherDepartmentsChildIsAffectedToo() public {
        Publication memory p = publication(theirs, OPEN, "child");
        p.parents = one(affected);
        affectedDiffers(idOf(p, runOf("transport")), true);
        publish("transport", one(p));
        p.state |= States.AFFECTED;
        publish("transport", one(p));
        assertEq(stateOf(idOf(p, runOf("transport"))), OPEN | States.AFFECTED, "born affected");
    }

    function test_aGrandchildInTheSameBatchIsAffectedToo() public {
        Publication[] memory all = new Publication[](2);
        all[0] = affectedChild("child", affected);
        all[1] = child("grandchild", idOf(all[0], run));
        affectedDiffers(idOf(all[1], run), true);
        publish("weather", all);
        all[1].state |= States.AFFECTED;
        publish("weather", all);
        assertEq(stateOf(idOf(all[1], run)), OPEN | States.AFFECTED, "grandchild");
    }

    function test_whatWasBornAffectedIsSkippedWhenARecallSpreads() public {
        Publication memory p = affectedChild("child", affected);
        publish(p);
        uint56 before = log.facts();
        spread(p, run, 0);
        assertEq(log.facts(), before, "no second fact");
    }

    function test_beingAffectedDoesNotExcuseARecalledParent() public {
        Preimage memory bad = published(open, OPEN, "bad");
        recall(bad);
        Publication memory p = affectedChild("child", idOf(bad));
        refused(IDatasets.ParentRecalled.selector, idOf(p, run), idOf(bad));
        publish(p);
    }

    function test_aCorrectionOfAffectedDataIsSound() public {
        Publication memory wrong = child("affected", idOf(publication(open, OPEN, "source"), run));
        Publication memory p = publication(open, OPEN, "right");
        (p.corrects, p.shown) = (affected, one(preimage(wrong, run)));
        assertEq(stateOf(publish(p)), OPEN, "the correction");
        assertEq(stateOf(affected), OPEN | States.AFFECTED | States.CORRECTED, "what it corrects");
    }

    function test_aCorrectionDerivedFromAffectedDataIsAffected() public {
        Publication memory wrong = child("affected", idOf(publication(open, OPEN, "source"), run));
        Publication memory p = child("right", affected);
        (p.corrects, p.shown) = (affected, one(preimage(wrong, run)));
        affectedDiffers(idOf(p, run), true);
        publish(p);
    }
}

contract CorrectionsTest is DatasetsTest {
    function correction(Preimage memory wrong) private view returns (Publication memory p) {
        p = publication(open, OPEN, "right");
        p.corrects = idOf(wrong);
        p.shown = one(wrong);
    }

    function test_aCorrectionMarksWhatItCorrects() public {
        Preimage memory wrong = published(open, OPEN, "wrong");
        vm.recordLogs();
        VersionId id = publish(correction(wrong));
        assertEq(stateOf(idOf(wrong)), OPEN | States.CORRECTED, "corrected");
        assertEq(stateOf(id), OPEN, "the correction itself");
        bytes memory data = vm.getRecordedLogs()[1].data;
        (Header memory h, VersionPublishedPayload memory p) = abi.decode(
            data,
            (Header, VersionPublishedPayload)
        );
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(id, open, idOf(wrong)), "subjects");
        assertTrue(p.corrects == idOf(wrong), "named in the payload");
    }

    function test_aCorrectionMayDeriveFromWhatItCorrects() public {
        Preimage memory wrong = published(open, OPEN, "wrong");
        VersionId other = publish(publication(open, OPEN, "other"));
        Publication memory p = correction(wrong);
        p.parents = two(idOf(wrong), other);
        publish(p);
        assertEq(stateOf(idOf(wrong)), OPEN | States.CORRECTED, "corrected");
        assertEq(stateOf(other), OPEN, "not the other parent");
    }

    function test_aClosedParentThatIsCorrectedIsShownTwice() public {
        Preimage memory wrong = published(closed, CLOSED, "wrong");
        Publication memory p = publication(closed, CLOSED, "right");
        (p.corrects, p.parents, p.shown) = (idOf(wrong), one(idOf(wrong)), one(wrong));
        refused(IDatasets.CorrectsOtherDataset.selector, idOf(p, run), idOf(wrong));
        publish(p);
        p.shown = new Preimage[](2);
        (p.shown[0], p.shown[1]) = (wrong, wrong);
        publish(p);
    }

    function test_aRecalledVersionMayBeCorrected() public {
        Preimage memory wrong = published(open, OPEN, "wrong");
        recall(wrong);
        publish(correction(wrong));
        assertEq(stateOf(idOf(wrong)), OPEN | States.RECALLED | States.CORRECTED, "state");
    }

    function test_whatIsCorrectedMustBeShown() public {
        Preimage memory wrong = published(open, OPEN, "wrong");
        Publication memory p = correction(wrong);
        p.shown = new Preimage[](0);
        refused(IDatasets.CorrectsOtherDataset.selector, idOf(p, run), p.corrects);
        publish(p);
    }

    function test_anotherDatasetsVersionIsNotCorrected() public {
        Preimage memory wrong = published(closed, CLOSED, "wrong");
        Publication memory p = correction(wrong);
        refused(IDatasets.CorrectsOtherDataset.selector, idOf(p, run), p.corrects);
        publish(p);
    }

    function test_anythingButAVersionIsNotCorrected() public {
        Publication memory p = publication(open, OPEN, "right");
        p.corrects = VersionId.wrap(DatasetId.unwrap(theirs));
        refused(IDatasets.CorrectsOtherDataset.selector, idOf(p, run), p.corrects);
        publish(p);
    }

    function test_anUnknownVersionIsNotCorrected() public {
        Publication memory wrong = publication(open, OPEN, "never published");
        refused(IFactLog.SubjectUnknown.selector, idOf(wrong, run));
        publish(correction(preimage(wrong, run)));
    }

    function test_aVersionDoesNotCorrectItself() public {
        Publication memory p = publication(open, OPEN, "right");
        p.corrects = idOf(p, run);
        p.shown = one(preimage(p, run));
        refused(IFactLog.SubjectUnknown.selector, p.corrects);
        publish(p);
    }
}
