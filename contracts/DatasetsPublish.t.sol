// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    IDatasets,
    Publication,
    Run,
    RunRecordedPayload,
    VersionPublishedPayload
} from "./interfaces/IDatasets.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {DatasetId, GrantId, Ids, OrganisationId, RequestId, RunId, VersionId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {DatasetsTest} from "./test/DatasetsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract PublishTest is DatasetsTest {
    bytes32 private constant CONTENT = "content";

    function plain() private view returns (Publication memory) {
        return publication(open, OPEN, CONTENT);
    }

    function test_aVersionIsPublishedWithItsRun() public {
        Publication memory p = plain();
        (p.size, p.schema) = (1234, "schema");
        vm.recordLogs();
        VersionId id = publish(p);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "events");
        assertEq(logs[0].topics[0], IDatasets.RunRecorded.selector, "first the run");
        (Header memory rh, RunRecordedPayload memory r) = abi.decode(
            logs[0].data,
            (Header, RunRecordedPayload)
        );
        assertEq(abi.encodePacked(rh.subjects), abi.encodePacked(weather), "the run's subject");
        assertTrue(RunId.unwrap(r.run) == RunId.unwrap(run), "run");
        assertEq(
            bytes.concat(bytes(r.job), r.code, bytes(r.name)),
            bytes.concat("job", bytes32("code"), "run"),
            "run"
        );

        assertEq(logs[1].topics[0], IDatasets.VersionPublished.selector, "then the version");
        (Header memory h, VersionPublishedPayload memory v) = abi.decode(
            logs[1].data,
            (Header, VersionPublishedPayload)
        );
        assertSubjects(h, VersionId.unwrap(id), DatasetId.unwrap(open));
        assertEq(h.states, hex"02010201", "states");
        assertEq(uint256(h.by) >> 224, 2, "by weather");
        bytes memory expected = abi.encode(
            VersionPublishedPayload(p.content, p.sm3, 1234, "schema", run, p.corrects, p.metadata, p.under)
        );
        assertEq(abi.encode(v), expected, "payload");
    }

    function test_theSameContentInAnotherRunIsANewVersion() public {
        VersionId id = publish(plain());
        Run[] memory other = runs();
        other[0].name = "another run";
        signs(boss);
        datasets.publishVersions(0, other, one(plain()));
        VersionId second = idOf(plain(), Ids.run(weather, "job", bytes32("code"), "another run"));
        assertTrue(!(id == second), "another id");
        assertEq(stateOf(second), OPEN, "published");
    }

    function test_aBatchMayHaveSeveralRuns() public {
        Run[] memory two = new Run[](2);
        (two[0], two[1]) = (Run("clean", 0, "1"), Run("join", 0, "2"));
        Publication memory p = plain();
        p.run = 1;
        signs(boss);
        datasets.publishVersions(0, two, one(p));
        assertEq(stateOf(idOf(p, Ids.run(weather, "join", 0, "2"))), OPEN, "by the second run");
    }

    function test_aChildMayFollowItsParentInOneBatch() public {
        Publication[] memory all = new Publication[](3);
        all[0] = plain();
        all[1] = child("child", idOf(all[0], run));
        all[2] = child("grandchild", idOf(all[0], run));
        all[2].parents = two(idOf(all[0], run), idOf(all[1], run));
        publish("weather", all);
        assertEq(stateOf(idOf(all[2], run)), OPEN, "the last");
    }

    function test_aChildBeforeItsParentInOneBatchIsRefused() public {
        Publication[] memory all = new Publication[](2);
        all[1] = plain();
        all[0] = child("child", idOf(all[1], run));
        refused(IFactLog.SubjectUnknown.selector, idOf(all[1], run));
        publish("weather", all);
    }

    function test_theSameIdTwiceInOneBatchIsRefused() public {
        Publication[] memory all = new Publication[](2);
        (all[0], all[1]) = (plain(), plain());
        refused(IFactLog.SubjectExists.selector, idOf(plain(), run));
        publish("weather", all);
    }

    function test_aVersionIsPublishedOnce() public {
        publish(plain());
        refused(IFactLog.SubjectExists.selector, idOf(plain(), run));
        publish(plain());
    }

    function test_aVersionTouchesItsParents() public {
        Publication memory p = plain();
        VersionId a = publish(publication(open, OPEN, "a"));
        VersionId b = publish(publication(open, OPEN, "b"));
        p.parents = two(a, b);
        vm.recordLogs();
        VersionId id = publish(p);
        Header memory h = abi.decode(vm.getRecordedLogs()[1].data, (Header));
        bytes memory expected = abi.encodePacked(id, open, p.parents);
        assertEq(abi.encodePacked(h.subjects), expected, "subjects");
    }

    function test_aVersionMayHave256Parents() public {
        Publication[] memory sources = new Publication[](256);
        Publication memory p = plain();
        p.parents = new VersionId[](256);
        for (uint256 i = 0; i < 256; ++i) {
            sources[i] = publication(open, OPEN, bytes32(i + 1));
            p.parents[i] = idOf(sources[i], run);
        }
        sort(p.parents);
        publish("weather", sources);
        assertEq(stateOf(publish(p)), OPEN, "published");
    }

    function test_aVersionWith257ParentsIsRefused() public {
        Publication memory p = plain();
        p.parents = new VersionId[](257);
        refused(IDatasets.TooManyParents.selector, VersionId.unwrap(idOf(p, run)), 257);
        publish(p);
    }

    function sort(VersionId[] memory a) private pure {
        for (uint256 i = 1; i < a.length; ++i) {
            for (uint256 j = i; j > 0 && VersionId.unwrap(a[j - 1]) > VersionId.unwrap(a[j]); --j) {
                (a[j - 1], a[j]) = (a[j], a[j - 1]);
            }
        }
    }

    function test_aVersionWithoutSha256IsRefused() public {
        Publication memory p = plain();
        p.content = 0;
        refused(IDatasets.ContentMissing.selector, idOf(p, run));
        publish(p);
    }

    function test_aVersionWithoutSm3IsRefused() public {
        Publication memory p = plain();
        p.sm3 = 0;
        refused(IDatasets.ContentMissing.selector, idOf(p, run));
        publish(p);
    }

    function test_aVersionWithoutAGradeIsRefused() public {
        Publication memory p = plain();
        p.state = States.UNCONDITIONAL;
        refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, run)), p.state);
        publish(p);
    }

    function testFuzz_aVersionIsNotBornInAnyOtherState(uint16 state) public {
        uint16 inherited = States.AFFECTED | States.CONFINED;
        uint16 declarable = States.GRADE | States.PERSONAL | States.LEAST | States.UNCONDITIONAL | inherited;
        vm.assume(state & ~declarable != 0);
        Publication memory p = plain();
        p.state = state;
        refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, run)), state);
        publish(p);
    }

    function test_aPersonalVersionIsNotSharedWithoutConditions() public {
        Publication memory p = plain();
        p.state = OPEN | States.PERSONAL;
        refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, run)), p.state);
        publish(p);
    }

    function test_aVersionOfLeastAuthorisationIsNotSharedWithoutConditions() public {
        Publication memory p = plain();
        p.state = OPEN | States.LEAST;
        refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, run)), p.state);
        publish(p);
    }

    function test_aCoreVersionHasLeastAuthorisation() public {
        Publication memory p = publication(closed, States.CORE, CONTENT);
        refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, run)), p.state);
        publish(p);
        p.state |= States.LEAST;
        assertEq(stateOf(publish(p)), p.state, "published");
    }

    function test_importantAndCoreVersionsAreNotSharedWithoutConditions() public {
        Publication memory p = plain();
        for (uint16 grade = States.IMPORTANT; grade <= States.CORE; ++grade) {
            p.state = grade | States.LEAST | States.UNCONDITIONAL;
            refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, run)), p.state);
            publish(p);
        }
        p.state = (States.IMPORTANT - 1) | States.UNCONDITIONAL;
        assertEq(stateOf(publish(p)), p.state, "the highest general grade");
    }

    function test_whatHasNoParentsIsNotAffected() public {
        Publication memory p = plain();
        p.state = OPEN | States.AFFECTED;
        affectedDiffers(idOf(p, run), false);
        publish(p);
    }

    function test_theSizeOfPersonalContentIsHidden() public {
        Publication memory p = publication(closed, CLOSED | States.PERSONAL, CONTENT);
        p.size = 5;
        refused(IDatasets.SizeNotHidden.selector, VersionId.unwrap(idOf(p, run)), 5);
        publish(p);
    }

    function test_theSizeOfImportantContentIsHidden() public {
        Publication memory p = publication(closed, States.IMPORTANT, CONTENT);
        p.size = 5;
        refused(IDatasets.SizeNotHidden.selector, VersionId.unwrap(idOf(p, run)), 5);
        publish(p);
    }

    function test_theSizeOfTheHighestGeneralGradeIsShown() public {
        Publication memory p = publication(closed, States.IMPORTANT - 1, CONTENT);
        p.size = 5;
        assertEq(stateOf(publish(p)), States.IMPORTANT - 1, "published");
    }

    function test_aVersionsMetadataHasAtMost4096Bytes() public {
        Publication memory p = plain();
        p.metadata = long(4097);
        tooLong("metadata", 4096);
        publish(p);
    }

    function test_aRunOutsideTheBatchIsRefused() public {
        Publication memory p = plain();
        p.run = 1;
        refused(IDatasets.RunNotValid.selector, CONTENT, 1);
        publish(p);
    }

    function test_aJobsNameHasAtMost128Bytes() public {
        Run[] memory all = runs();
        all[0].job = long(129);
        tooLong("job", 128);
        signs(boss);
        datasets.publishVersions(0, all, new Publication[](0));
    }

    function test_aRunsNameHasAtMost128Bytes() public {
        Run[] memory all = runs();
        all[0].name = long(129);
        tooLong("run", 128);
        signs(boss);
        datasets.publishVersions(0, all, new Publication[](0));
    }

    function test_anUnknownDatasetIsRefused() public {
        refusedWith(abi.encodeWithSelector(IDatasets.DatasetUnknown.selector, unknown));
        publish(publication(unknown, OPEN, CONTENT));
    }

    function test_anotherDepartmentsDatasetIsRefused() public {
        refused(IDatasets.DatasetNotYours.selector, DatasetId.unwrap(theirs), 3);
        publish(publication(theirs, OPEN, CONTENT));
    }

    function test_anythingElseIsNoDataset() public {
        DatasetId organisation = DatasetId.wrap(OrganisationId.unwrap(weather));
        refusedWith(abi.encodeWithSelector(IDatasets.DatasetUnknown.selector, organisation));
        publish(publication(organisation, OPEN, CONTENT));
    }

    function test_aVersionIsSharedAsItsDatasetIs() public {
        Publication memory p = plain();
        p.state = CLOSED;
        refused(IDatasets.SharingDiffers.selector, idOf(p, run), CLOSED, OPEN);
        publish(p);
    }

    function test_aVersionIsNotMoreOpenThanItsDataset() public {
        Publication memory p = publication(closed, OPEN, CONTENT);
        refused(IDatasets.SharingDiffers.selector, idOf(p, run), OPEN, CLOSED);
        publish(p);
    }

    function test_aGradeBelowTheDatasetsIsRefused() public {
        DatasetId third = given.dataset("weather", "third", 3);
        Publication memory p = publication(third, 2, CONTENT);
        refused(IDatasets.GradeTooLow.selector, idOf(p, run), 2, 3);
        publish(p);
    }

    function test_aPersonalDatasetsVersionsArePersonal() public {
        DatasetId people = given.dataset("weather", "people", 1 | States.PERSONAL);
        Publication memory p = publication(people, 1, CONTENT);
        refused(IDatasets.PersonalNotDeclared.selector, idOf(p, run));
        publish(p);
    }

    function test_aGrantThatNobodyIssuedIsRefused() public {
        VersionId parent = publish(plain());
        Publication memory p = child("child", parent);
        p.under = new GrantId[](1);
        p.under[0] = GrantId.wrap(bytes32("grant"));
        p.shown = one(preimage(plain(), run));
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectForbidden.selector, p.under[0]));
        publish(p);
        p.under[0] = Ids.grant(RequestId.wrap("request"), GrantId.wrap(0));
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, p.under[0]));
        publish(p);
    }

    function test_oneGrantForEachParentOrNoneAtAll() public {
        VersionId parent = publish(plain());
        Publication memory p = child("child", parent);
        p.under = new GrantId[](1);
        refused(IDatasets.UnderNotValid.selector, VersionId.unwrap(idOf(p, run)), 1);
        publish(p);
        p.under = new GrantId[](2);
        p.under[0] = GrantId.wrap(bytes32("grant"));
        refused(IDatasets.UnderNotValid.selector, VersionId.unwrap(idOf(p, run)), 2);
        publish(p);
    }
}
