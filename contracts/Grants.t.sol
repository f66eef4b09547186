// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {GrantIssuedPayload, IGrants, Issue, Terms} from "./interfaces/IGrants.sol";
import {Filing, IRequests, RequestStep, Stage} from "./interfaces/IRequests.sol";
import {Cadence} from "./interfaces/ISupply.sol";
import {AssessmentId, GrantId, Handed, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract IssueTest is GrantsTest {
    RequestId private id;
    GrantId private grant;
    Issue private g;

    function setUp() public override {
        super.setUp();
        id = asked("first");
        grant = Ids.grant(id, NONE);
        g = sharing.terms(id);
    }

    function issue() private {
        issueBy("weather");
    }

    function issueBy(string memory provider) private {
        Issue[] memory all = new Issue[](1);
        all[0] = g;
        signs(officer(provider));
        grants.issue(0, all);
    }

    function issued() private returns (Header memory h, GrantIssuedPayload memory p) {
        vm.recordLogs();
        issue();
        Vm.Log memory last;
        (last, h) = onlyLog();
        assertEq(last.topics[0], IGrants.GrantIssued.selector, "kind");
        (, p) = abi.decode(last.data, (Header, GrantIssuedPayload));
    }

    function expiryRefused(uint48 latest) private {
        refusedWith(abi.encodeWithSelector(IGrants.ExpiryNotValid.selector, grant, g.expires, latest));
    }

    function fieldsRefused() private {
        refusedWith(abi.encodeWithSelector(IGrants.FieldsNotRequested.selector, grant, g.fields));
    }

    function test_aGrantTouchesRequestDatasetAndBothSides() public {
        (Header memory h, ) = issued();
        OrganisationId consumer = Ids.organisation("transport");
        bytes memory expected = abi.encodePacked(grant, id, closed, consumer, weather);
        assertEq(abi.encodePacked(h.subjects), expected, "subjects");
    }

    function test_aGrantSaysWhatItBinds() public {
        (, GrantIssuedPayload memory p) = issued();
        bytes memory expected = abi.encode(
            GrantIssuedPayload(
                NONE,
                3,
                4,
                g.expires,
                1 days,
                false,
                false,
                Cadence.None,
                AssessmentId.wrap(0),
                new address[](0),
                g.responsibilities
            )
        );
        assertEq(abi.encode(p), expected, "payload");
        Terms memory t = grants.terms(grant);
        bytes memory stored = abi.encode(
            Terms(TRANSPORT, WEATHER, g.expires, 1 days, 4, false, Ids.tag(closed))
        );
        assertEq(abi.encode(t), stored, "terms");
        assertStage(id, Stage.Granted);
        assertEq(stateOf(grant), 0, "state");
    }

    function test_aRequestIsGrantedOnce() public {
        issue();
        refusedWith(abi.encodeWithSelector(IRequests.StageNotValid.selector, id, Stage.Granted));
        issue();
    }

    function test_aRequestUnderReviewIsNotGranted() public {
        g.request = sharing.filed("transport", closed, "second");
        refusedWith(abi.encodeWithSelector(IRequests.StageNotValid.selector, g.request, Stage.Review));
        issue();
    }

    function test_aWithdrawnRequestIsNotGranted() public {
        RequestStep[] memory all = sharing.step(id, 0);
        signs(officer("transport"));
        requests.withdraw(0, all);
        refusedWith(abi.encodeWithSelector(IRequests.StageNotValid.selector, id, Stage.Withdrawn));
        issue();
    }

    function test_theConsumerCannotGrantToItself() public {
        refusedWith(abi.encodeWithSelector(IGrants.RequestNotYours.selector, id, WEATHER));
        issueBy("transport");
    }

    function test_aThirdDepartmentCannotGrant() public {
        refusedWith(abi.encodeWithSelector(IGrants.RequestNotYours.selector, id, WEATHER));
        issueBy("health");
    }

    function test_aRequestThatWasNeverFiledIsNotGranted() public {
        g.request = requestOf("unknown");
        refusedWith(abi.encodeWithSelector(IGrants.RequestNotYours.selector, g.request, 0));
        issue();
    }

    function test_grantingNeedsThePermissionToShare() public {
        given.key("weather", address(0x1e1), ALL & ~Permissions.SHARE, START, type(uint48).max);
        Issue[] memory all = new Issue[](1);
        all[0] = g;
        bytes4 missing = IAgents.PermissionMissing.selector;
        refusedWith(abi.encodeWithSelector(missing, address(0x1e1), Permissions.SHARE));
        signs(address(0x1e1));
        grants.issue(0, all);
    }

    function test_fewerFieldsMayBeGranted() public {
        g.fields = 2;
        (, GrantIssuedPayload memory p) = issued();
        assertEq(p.fields, 2, "fields");
    }

    function test_aFieldThatWasNotRequestedIsNotGranted() public {
        g.fields = 7;
        fieldsRefused();
        issue();
    }

    function test_aGrantOfNoFieldIsRefused() public {
        g.fields = 0;
        fieldsRefused();
        issue();
    }

    function test_whatWasAskedInConfidenceIsGrantedInConfidence() public {
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(closed, "secret");
        (all[0].purpose, all[0].basis, all[0].fields, all[0].scenario) = (0, 0, 0, "");
        all[0].commitment = "salted";
        signs(officer("transport"));
        requests.file(0, all);
        g.request = requestOf("secret");
        sharing.passed(g.request);
        grant = Ids.grant(g.request, NONE);
        fieldsRefused();
        issue();
        g.fields = 0;
        issue();
        assertStage(g.request, Stage.Granted);
    }

    function test_onwardSharingThatWasNotRequestedIsNotGranted() public {
        g.onward = true;
        refused(IGrants.OnwardNotRequested.selector, grant);
        issue();
    }

    function test_onwardSharingThatWasRequestedMayBeGranted() public {
        GrantId onward = grantedOnward("onward");
        assertEq(stateOf(onward), States.ONWARD, "state");
        assertTrue(grants.terms(onward).onward, "terms");
    }

    function test_onwardSharingThatWasRequestedMayBeDenied() public {
        g.request = sharing.filedOnward("transport", closed, "onward");
        sharing.passed(g.request);
        issue();
        assertEq(stateOf(Ids.grant(g.request, NONE)), 0, "state");
    }

    function testFuzz_theCeilingIsAGrade(uint8 ceiling) public {
        sharing.cleared("transport", 1, 6);
        g.ceiling = ceiling;
        bool valid = ceiling >= 1 && ceiling <= 6;
        if (!valid) refusedWith(abi.encodeWithSelector(IGrants.CeilingNotValid.selector, grant, ceiling));
        issue();
    }

    function test_aWindowOfNoTimeIsRefused() public {
        g.window = 0;
        refusedWith(abi.encodeWithSelector(IGrants.WindowNotValid.selector, grant, 0));
        issue();
    }

    function test_aWindowOfAYearIsTheLongest() public {
        g.window = 366 days + 1;
        refusedWith(abi.encodeWithSelector(IGrants.WindowNotValid.selector, grant, g.window));
        issue();
        g.window = 366 days;
        issue();
    }

    function test_aGrantThatLapsedBeforeItBeganIsRefused() public {
        g.expires = START - 1;
        expiryRefused(START + 30 days);
        issue();
        g.expires = START;
        issue();
    }

    function test_aGrantLastsNoLongerThanWasRequested() public {
        g.expires = START + 30 days + 1;
        expiryRefused(START + 30 days);
        issue();
        g.expires = START + 30 days;
        issue();
    }

    function test_responsibilitiesThatAreTooLongAreRefused() public {
        g.responsibilities = long(1025);
        tooLong("responsibilities", 1024);
        issue();
    }

    function test_aGrantInTheLastSecondIsInTime() public {
        vm.warp(requests.asked(id).deadline);
        g.expires = uint48(vm.getBlockTimestamp());
        (, GrantIssuedPayload memory p) = issued();
        assertTrue(!p.late, "late");
    }

    function test_aGrantOneSecondLaterIsLate() public {
        vm.warp(requests.asked(id).deadline + 1);
        g.expires = uint48(vm.getBlockTimestamp());
        (, GrantIssuedPayload memory p) = issued();
        assertTrue(p.late, "late");
    }

    function test_nobodySettlesARequestButGrants() public {
        refusedWith(abi.encodeWithSelector(IRequests.NotForCaller.selector, boss));
        signs(boss);
        requests.settle(id);
    }

    function test_nobodyGrantsAtOnceButRequests() public {
        refusedWith(abi.encodeWithSelector(IGrants.NotForCaller.selector, boss));
        signs(boss);
        grants.issueAtOnce(id);
    }
}

/// @dev What is unconditional is granted as it is asked for.
contract AtOnceTest is GrantsTest {
    function test_unconditionalDataIsGrantedAtOnce() public {
        vm.recordLogs();
        RequestId id = sharing.filed("transport", open, "first");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "two facts");
        assertEq(logs[1].topics[0], IGrants.GrantIssued.selector, "kind");
        (, GrantIssuedPayload memory p) = abi.decode(logs[1].data, (Header, GrantIssuedPayload));
        uint48 expires = START + 30 days;
        bytes memory expected = abi.encode(
            GrantIssuedPayload(
                NONE,
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
    }

    function test_itMayBeSharedOnward() public {
        GrantId grant = Ids.grant(sharing.filed("transport", open, "first"), NONE);
        assertEq(stateOf(grant), States.ONWARD, "state");
        assertTrue(grants.terms(grant).onward, "terms");
        assertEq(grants.terms(grant).consumer, TRANSPORT, "consumer");
        assertEq(grants.terms(grant).provider, WEATHER, "provider");
    }

    function test_thereIsNoSecondGrantOfIt() public {
        RequestId id = sharing.filed("transport", open, "first");
        Issue memory g = sharing.terms(id);
        refusedWith(abi.encodeWithSelector(IRequests.StageNotValid.selector, id, Stage.Granted));
        sharing.issued("weather", g);
    }

    function test_itMayBeAmendedLikeAnyOther() public {
        RequestId id = sharing.filed("transport", open, "first");
        Issue memory g = sharing.terms(id);
        g.amends = Ids.grant(id, NONE);
        sharing.issued("weather", g);
        assertEq(stateOf(g.amends), States.ONWARD | States.WITHDRAWN, "the one before");
    }
}

/// @dev Whoever owes feedback gets nothing ordinary.
contract OverdueConsumerTest is GrantsTest {
    function test_anOverdueConsumerGetsNoGrant() public {
        madeOverdue("first");
        Issue memory g = sharing.terms(asked("second"));
        overdueRefused(TRANSPORT, 1);
        sharing.issued("weather", g);
    }

    function test_anOverdueConsumerGetsNothingAtOnceEither() public {
        madeOverdue("first");
        overdueRefused(TRANSPORT, 1);
        sharing.filed("transport", open, "second");
    }

    function test_theTeamOfAnOverdueDepartmentGetsNoGrant() public {
        given.team("traffic-team", Ids.organisation("transport"));
        uint32 team = agents.numberOf(Ids.organisation("traffic-team"));
        RequestId id = sharing.filed("traffic-team", closed, "second");
        sharing.passed(id);
        Handed memory handed = madeOverdue("first");
        assertEq(grants.overdueOf(team), 1, "its department owes");
        Issue memory g = sharing.terms(id);
        overdueRefused(team, 1);
        sharing.issued("weather", g);
        sharing.reported("transport", handed, true);
        sharing.issued("weather", g);
    }

    function test_anOverdueConsumersGrantIsNotAmended() public {
        Handed memory handed = madeOverdue("first");
        Issue memory g = sharing.terms(requestOf("first"));
        g.amends = handed.grant;
        overdueRefused(TRANSPORT, 1);
        sharing.issued("weather", g);
    }

    function test_whatIsNotYetRecordedDoesNotBlock() public {
        GrantId grant = granted("first");
        sharing.delivered("weather", grant, published(closed, CLOSED, "rain"));
        vm.warp(START + 2 days);
        granted("second");
    }

    function test_othersAreNotBlocked() public {
        madeOverdue("first");
        sharing.granted("health", "weather", closed, "second");
        sharing.filed("health", open, "third");
    }

    function test_aLateReportSetsTheConsumerFree() public {
        Handed memory handed = madeOverdue("first");
        sharing.reported("transport", handed, true);
        granted("second");
        sharing.filed("transport", open, "third");
    }

    function test_aWaiverSetsTheConsumerFree() public {
        sharing.waived(madeOverdue("first"));
        granted("second");
        sharing.filed("transport", open, "third");
    }

    function test_oneOfTwoSettledIsNotEnough() public {
        GrantId grant = granted("second");
        sharing.delivered("weather", grant, published(closed, CLOSED, "wind"));
        Handed memory first = madeOverdue("first");
        Handed memory second = sharing.handed(grant, preimage(publication(closed, CLOSED, "wind"), run));
        sharing.overdue(second);
        Issue memory g = sharing.terms(asked("third"));
        sharing.waived(first);
        overdueRefused(TRANSPORT, 1);
        sharing.issued("weather", g);
        sharing.reported("transport", second, true);
        sharing.issued("weather", g);
    }
}
