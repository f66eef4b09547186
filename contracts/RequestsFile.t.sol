// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {GrantIssuedPayload, IGrants, Terms} from "./interfaces/IGrants.sol";
import {Asked, Filing, IRequests, RequestFiledPayload, Stage} from "./interfaces/IRequests.sol";
import {Cadence, Sharing as Kind, SupplyItem} from "./interfaces/ISupply.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {AssessmentId, DatasetId, GrantId, Ids, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {RequestsTest} from "./test/RequestsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract RequestsFileTest is RequestsTest {
    function plain() private view returns (Filing memory) {
        return sharing.filing(closed, "first");
    }

    /// @dev All that the chain may know of it.
    function confidential() private view returns (Filing memory f) {
        f = plain();
        (f.purpose, f.basis, f.fields, f.scenario) = (0, 0, 0, "");
        f.commitment = "salted";
    }

    function refused(bytes4 selector, RequestId id) private {
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function refused(bytes4 selector, RequestId id, uint256 value) private {
        refusedWith(abi.encodeWithSelector(selector, id, value));
    }

    function refused(bytes4 selector, DatasetId dataset) private {
        refusedWith(abi.encodeWithSelector(selector, dataset));
    }

    function assertFiling(Vm.Log memory l, Filing memory f, uint48 deadline) private pure {
        assertEq(l.topics[0], IRequests.RequestFiled.selector, "event");
        (, RequestFiledPayload memory p) = abi.decode(l.data, (Header, RequestFiledPayload));
        RequestFiledPayload memory expected = RequestFiledPayload(
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
            deadline,
            false
        );
        assertEq(abi.encode(p), abi.encode(expected), "payload");
    }

    function test_aRequestIsFiledAndWaitsForItsReview() public {
        Filing memory f = plain();
        (f.onward, f.abroad) = (true, true);
        vm.recordLogs();
        file(f);

        (Vm.Log memory last, Header memory h) = onlyLog();
        uint48 deadline = endOf(2025, 10, 15);
        assertFiling(last, f, deadline);
        RequestId id = idOf("first");
        bytes memory subjects = abi.encodePacked(id, closed, Ids.organisation(CONSUMER), weather);
        assertEq(abi.encodePacked(h.subjects), subjects, "subjects");
        assertEq(uint256(h.by) >> 224, 3, "by transport");

        Asked memory expected;
        (expected.consumer, expected.provider) = (3, 2);
        (expected.stage, expected.deadline) = (Stage.Review, deadline);
        (expected.onPlatform, expected.onward, expected.duration) = (true, true, 30);
        (expected.purpose, expected.abroad) = (1, true);
        (expected.dataset, expected.fields) = (closed, 3);
        assertEq(abi.encode(requests.asked(id)), abi.encode(expected), "what others read");
    }

    function test_whatNobodyFiledIsNoRequest() public view {
        assertStage(idOf("first"), Stage.None);
    }

    function test_aRequestWithoutTheYearsTableHasAProvisionalDeadline() public {
        Filing memory f = plain();
        vm.warp(uint256(endOf(2026, 12, 30)));
        vm.recordLogs();
        file(f);
        (Vm.Log memory last, ) = onlyLog();
        assertEq(payloadWord(last, 11), 1, "provisional");
        assertClock(idOf("first"), endOf(2027, 1, 4), "over the first weekend of 2027");
    }

    function test_unconditionalDataIsGrantedAtOnce() public {
        Filing memory f = sharing.filing(open, "first");
        vm.recordLogs();
        file(f);

        RequestId id = Ids.request(Ids.organisation(CONSUMER), open, "first");
        GrantId grant = Ids.grant(id, GrantId.wrap(0));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "events");
        assertFiling(logs[0], f, 0);
        assertEq(logs[1].topics[0], IGrants.GrantIssued.selector, "then the grant");
        (Header memory h, GrantIssuedPayload memory p) = abi.decode(
            logs[1].data,
            (Header, GrantIssuedPayload)
        );
        bytes memory subjects = abi.encodePacked(grant, id, open, Ids.organisation(CONSUMER), weather);
        assertEq(abi.encodePacked(h.subjects), subjects, "subjects");
        assertEq(uint256(h.by) >> 224, 3, "by transport, for nobody decided");
        uint48 expires = monday + 30 days;
        bytes memory expected = abi.encode(
            GrantIssuedPayload(
                GrantId.wrap(0),
                3,
                4,
                expires,
                1 days,
                false,
                true,
                Cadence.None,
                AssessmentId.wrap(0),
                new address[](0),
                ""
            )
        );
        assertEq(abi.encode(p), expected, "payload");

        assertStage(id, Stage.Granted);
        assertClock(id, 0, "no clock");
        assertEq(
            abi.encode(grants.terms(grant)),
            abi.encode(Terms(3, 2, expires, 1 days, 4, true, Ids.tag(open))),
            "terms"
        );
        assertEq(log.stateOf(GrantId.unwrap(grant)), States.ONWARD, "may go onward");
    }

    function test_aDatasetThatNobodyListedCannotBeAskedFor() public {
        Filing memory f = plain();
        f.dataset = given.dataset("weather", "unlisted", CLOSED);
        refused(IRequests.DatasetNotSupplied.selector, f.dataset);
        file(f);
    }

    function test_aDatasetThatIsNotSharedCannotBeAskedFor() public {
        sharing.listed("weather", closed, Kind.NotShared);
        Filing memory f = plain();
        refused(IRequests.DatasetNotShared.selector, closed);
        file(f);
    }

    function test_nobodyAsksForItsOwnData() public {
        Filing memory f = plain();
        refused(IRequests.DatasetIsYours.selector, closed);
        fileAs(PROVIDER, f);
    }

    function test_theBureauMayAskLikeEverybody() public {
        fileAs(BUREAU, plain());
        assertStage(Ids.request(Ids.organisation(BUREAU), closed, "first"), Stage.Review);
    }

    function test_anOutdatedRevisionOfTheItemIsRefused() public {
        Filing memory f = plain();
        sharing.listed("weather", closed, Kind.Conditional);
        refused(IRequests.RevisionOutdated.selector, idOf("first"), 2);
        file(f);
    }

    function test_aRevisionThatIsYetToComeIsRefused() public {
        Filing memory f = plain();
        f.revision = 2;
        refused(IRequests.RevisionOutdated.selector, idOf("first"), 1);
        file(f);
    }

    function test_aRequestStandsOnTheRevisionItWasMadeOn() public {
        RequestId id = filed("first");
        sharing.listed("weather", closed, Kind.NotShared);
        sharing.passed(id);
        assertStage(id, Stage.Decision);
    }

    function test_aRequestWithoutAPurposeIsRefused() public {
        Filing memory f = plain();
        f.purpose = 0;
        refused(IRequests.PurposeMissing.selector, idOf("first"));
        file(f);
    }

    function test_aRequestWithoutALegalBasisIsRefused() public {
        Filing memory f = plain();
        f.basis = 0;
        refused(IRequests.PurposeMissing.selector, idOf("first"));
        file(f);
    }

    function test_aRequestForNoFieldsIsRefused() public {
        Filing memory f = plain();
        f.fields = 0;
        refused(IRequests.FieldsNotSupplied.selector, idOf("first"), 0);
        file(f);
    }

    function test_allOfAnItemsFieldsMayBeAskedFor() public {
        Filing memory f = plain();
        f.fields = 7;
        file(f);
        assertEq(requests.asked(idOf("first")).fields, 7, "fields");
    }

    function testFuzz_aFieldOutsideTheItemIsRefused(uint256 fields) public {
        vm.assume(fields > 7);
        Filing memory f = plain();
        f.fields = fields;
        refused(IRequests.FieldsNotSupplied.selector, idOf("first"), fields);
        file(f);
    }

    function test_theLastOf256FieldsMayBeAskedFor() public {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = sharing.item(closed, Kind.Conditional);
        all[0].fields = new string[](256);
        signs(boss);
        supply.listItems(0, all);
        Filing memory f = plain();
        f.fields = 1 << 255;
        file(f);
        assertEq(requests.asked(idOf("first")).fields, 1 << 255, "fields");
    }

    function test_aRequestForNoDaysIsRefused() public {
        Filing memory f = plain();
        f.duration = 0;
        refused(IRequests.DurationNotValid.selector, idOf("first"), 0);
        file(f);
    }

    function test_aRequestForMoreThan3660DaysIsRefused() public {
        Filing memory f = plain();
        f.duration = 3660;
        file(f);
        (f.name, f.duration) = ("second", 3661);
        refused(IRequests.DurationNotValid.selector, idOf("second"), 3661);
        file(f);
    }

    function test_aConfidentialRequestShowsOnlyItsCommitment() public {
        Filing memory f = confidential();
        vm.recordLogs();
        file(f);
        (Vm.Log memory last, ) = onlyLog();
        assertFiling(last, f, endOf(2025, 10, 15));
        Asked memory r = requests.asked(idOf("first"));
        assertEq(r.commitment, "salted", "commitment");
        assertEq(r.fields, 0, "no fields");
    }

    function test_aConfidentialRequestDoesNotShowItsPurpose() public {
        Filing memory f = confidential();
        f.purpose = 1;
        refused(IRequests.PurposeMissing.selector, idOf("first"));
        file(f);
    }

    function test_aConfidentialRequestDoesNotShowItsLegalBasis() public {
        Filing memory f = confidential();
        f.basis = 1;
        refused(IRequests.PurposeMissing.selector, idOf("first"));
        file(f);
    }

    function test_aConfidentialRequestDoesNotShowItsScenario() public {
        Filing memory f = confidential();
        f.scenario = "signal timing";
        refused(IRequests.PurposeMissing.selector, idOf("first"));
        file(f);
    }

    function test_aConfidentialRequestDoesNotShowItsFields() public {
        Filing memory f = confidential();
        f.fields = 1;
        refused(IRequests.FieldsNotSupplied.selector, idOf("first"), 1);
        file(f);
    }

    function test_aConfidentialRequestIsMadeOnTheItemAsItStands() public {
        Filing memory f = confidential();
        f.revision = 2;
        refused(IRequests.RevisionOutdated.selector, idOf("first"), 1);
        file(f);
    }

    function test_theSameRequestIsFiledOnce() public {
        filed("first");
        Filing memory f = plain();
        refused(IFactLog.SubjectExists.selector, idOf("first"));
        file(f);
    }

    function test_aWithdrawnRequestIsNotFiledAgainUnderItsName() public {
        reach(Stage.Withdrawn, "first");
        Filing memory f = plain();
        refused(IFactLog.SubjectExists.selector, idOf("first"));
        file(f);
    }

    function test_departmentsNameTheirRequestsAsTheyLike() public {
        filed("first");
        fileAs("health", plain());
        assertStage(Ids.request(Ids.organisation("health"), closed, "first"), Stage.Review);
    }

    function test_theNameHasAtMost128Bytes() public {
        Filing memory f = plain();
        f.name = long(129);
        tooLong("name", 128);
        file(f);
    }

    function test_theScenarioHasAtMost1024Bytes() public {
        Filing memory f = plain();
        f.scenario = long(1025);
        tooLong("scenario", 1024);
        file(f);
    }

    function test_aBatchWithOneBadRequestFilesNothing() public {
        Filing[] memory all = new Filing[](2);
        (all[0], all[1]) = (plain(), sharing.filing(closed, "second"));
        all[1].duration = 0;
        refused(IRequests.DurationNotValid.selector, idOf("second"), 0);
        signs(officer(CONSUMER));
        requests.file(0, all);
        assertStage(idOf("first"), Stage.None);
    }

    function test_onlyAKeyThatUsesDataFilesRequests() public {
        address clerk = address(0xc1e);
        given.key(CONSUMER, clerk, Permissions.SHARE, 0, type(uint48).max);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, clerk, Permissions.USE));
        signs(clerk);
        requests.file(0, new Filing[](0));
    }

    function test_anOfficerWhoWasTrickedFilesNothing() public {
        address officer_ = officer(CONSUMER);
        refusedWith(abi.encodeWithSelector(IWriter.CallerNotSigner.selector, address(0xbad), officer_));
        vm.prank(address(0xbad), officer_);
        requests.file(0, new Filing[](0));
    }
}
