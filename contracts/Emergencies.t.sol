// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Emergency, Found, IEmergencies, Invocation, Responder, Told} from "./interfaces/IEmergencies.sol";
import {IGrants, Issue, Terms} from "./interfaces/IGrants.sol";
import {Filing, IRequests, Stage} from "./interfaces/IRequests.sol";
import {Sharing as Kind} from "./interfaces/ISupply.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {GrantId, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {EmergenciesTest} from "./test/EmergenciesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Who may invoke an emergency, and what it grants.
contract InvokingTest is EmergenciesTest {
    function test_aNamedDepartmentHoldsANarrowGrantInTheSameTransaction() public {
        GrantId grant = invoked("flood");
        Terms memory t = grants.terms(grant);
        assertEq(t.consumer, TRANSPORT, "consumer");
        assertEq(t.provider, WEATHER, "provider");
        assertEq(t.expires, START + 72 hours, "expires");
        assertEq(t.window, 0, "window");
        assertEq(t.ceiling, States.LOWEST_GRADE, "the dataset's own grade");
        assertTrue(!t.onward, "not onward");
        assertEq(stateOf(grant), States.LEAST, "state");
        assertStage(requestOf("flood"), Stage.Granted);
        assertEq(requests.asked(requestOf("flood")).deadline, 0, "no clock");
    }

    function test_itOwesAReportWithinADayAndTheBureauAReviewWithinFiveWorkingDays() public {
        GrantId grant = invoked("flood");
        Emergency memory e = emergencies.emergency(grant);
        assertEq(e.consumer, TRANSPORT, "consumer");
        assertEq(e.officer, transport, "officer");
        assertEq(e.due, START + 24 hours, "due");
        (uint48 until, ) = clocks.deadlineAfter(5, START);
        assertEq(e.reviewDue, until, "review due");
        assertTrue(e.told == Told.Waited && e.found == Found.Waited && !e.reviewLate, "waited for");
    }

    function test_threeFactsAreLeftInOrder() public {
        vm.recordLogs();
        invoked("flood");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "facts");
        assertEq(topicOf(logs[0]), IRequests.RequestFiled.selector, "filed");
        assertEq(topicOf(logs[1]), IGrants.GrantIssued.selector, "issued");
        assertEq(topicOf(logs[2]), IEmergencies.EmergencyInvoked.selector, "invoked");
    }

    function test_anEmergencyIsNoLongerThanWasAskedFor() public {
        Invocation memory v = invocation("flood");
        v.filing.duration = 1;
        GrantId grant = invoke(transport, v);
        assertEq(grants.terms(grant).expires, START + 1 days, "expires");
    }

    function test_theCeilingIsTheDatasetsOwnGrade() public {
        given.dataset("weather", "radar", CLOSED + 2);
        Invocation memory v = invocation("flood");
        v.filing.dataset = Ids.dataset(Ids.organisation("weather"), "radar");
        sharing.listed("weather", v.filing.dataset, Kind.Conditional);
        v.filing.revision = 1;
        invoke(transport, v);
        RequestId id = Ids.request(Ids.organisation("transport"), v.filing.dataset, "flood");
        assertEq(grants.terms(Ids.grant(id, NONE)).ceiling, 3, "ceiling");
    }

    function test_unconditionalDataIsGrantedNarrowlyTooInAnEmergency() public {
        Invocation memory v = Invocation(sharing.filing(open, "flood"), INCIDENT);
        invoke(transport, v);
        RequestId id = Ids.request(Ids.organisation("transport"), open, "flood");
        Terms memory t = grants.terms(Ids.grant(id, NONE));
        assertEq(t.window, 0, "window");
        assertTrue(!t.onward, "not onward");
    }

    function test_whatIsOverdueDoesNotBlockAnEmergency() public {
        madeOverdue("first");
        invoked("flood");
        assertEq(deliveries.overdueOf(TRANSPORT), 1, "overdue");
    }

    function test_onlyANamedDepartmentInvokes() public {
        Invocation memory v = invocation("flood");
        refusedWith(abi.encodeWithSelector(IEmergencies.NotAResponder.selector, HEALTH));
        invoke(officer("health"), v);
    }

    function test_aDepartmentThatIsNamedNoLongerInvokesNothing() public {
        name("transport", false);
        Invocation memory v = invocation("flood");
        refusedWith(abi.encodeWithSelector(IEmergencies.NotAResponder.selector, TRANSPORT));
        invoke(transport, v);
    }

    function test_onlyAKeyThatMayUseOthersDataInvokes() public {
        address key = address(0xbeef);
        given.key("transport", key, Permissions.SHARE, START, START + 1 days);
        Invocation memory v = invocation("flood");
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, key, Permissions.USE));
        invoke(key, v);
    }

    function test_aSuspendedDepartmentInvokesNothing() public {
        given.suspended("transport");
        Invocation memory v = invocation("flood");
        refusedWith(
            abi.encodeWithSelector(IAgents.OrganisationIsSuspended.selector, Ids.organisation("transport"))
        );
        invoke(transport, v);
    }

    function test_nobodyInvokesWithoutAnIncident() public {
        Invocation memory v = invocation("flood");
        v.incident = "";
        refusedOfRequest(IEmergencies.IncidentMissing.selector, "flood");
        invoke(transport, v);
    }

    function test_anIncidentHasAtMost128Bytes() public {
        Invocation memory v = invocation("flood");
        v.incident = long(128);
        invoke(transport, v);
        v = invocation("fire");
        v.incident = long(129);
        tooLong("incident", 128);
        invoke(transport, v);
    }

    function test_nothingIsAskedInConfidence() public {
        Invocation memory v = invocation("flood");
        v.filing.commitment = "hidden";
        refusedOfRequest(IEmergencies.EmergencyTooWide.selector, "flood");
        invoke(transport, v);
    }

    function test_nothingIsSharedOnward() public {
        Invocation memory v = invocation("flood");
        v.filing.onward = true;
        refusedOfRequest(IEmergencies.EmergencyTooWide.selector, "flood");
        invoke(transport, v);
    }

    function test_nothingGoesAbroad() public {
        Invocation memory v = invocation("flood");
        v.filing.abroad = true;
        refusedOfRequest(IEmergencies.EmergencyTooWide.selector, "flood");
        invoke(transport, v);
    }

    function test_whatIsNotSharedIsNotSharedInAnEmergencyEither() public {
        sharing.listed("weather", closed, Kind.NotShared);
        Invocation memory v = invocation("flood");
        refusedWith(abi.encodeWithSelector(IRequests.DatasetNotShared.selector, closed));
        invoke(transport, v);
    }

    function test_theRevisionAndTheFieldsAreCheckedAsOfAnyRequest() public {
        Invocation memory v = invocation("flood");
        v.filing.revision = 2;
        refusedWith(abi.encodeWithSelector(IRequests.RevisionOutdated.selector, requestOf("flood"), 1));
        invoke(transport, v);
        v = invocation("flood");
        v.filing.fields = 8;
        refusedWith(abi.encodeWithSelector(IRequests.FieldsNotSupplied.selector, requestOf("flood"), 8));
        invoke(transport, v);
    }

    function test_nobodyNeedsAnEmergencyForItsOwnData() public {
        name("weather", true);
        Invocation memory v = invocation("flood");
        refusedWith(abi.encodeWithSelector(IRequests.DatasetIsYours.selector, closed));
        invoke(boss, v);
    }

    function test_theSameRequestIsInvokedOnce() public {
        invoked("flood");
        Invocation memory v = invocation("flood");
        refusedWith(abi.encodeWithSignature("SubjectExists(bytes32)", requestOf("flood")));
        invoke(transport, v);
    }

    function test_anEmergencyIsNotProlongedByOtherTerms() public {
        GrantId grant = invoked("flood");
        Issue memory g = sharing.terms(requestOf("flood"));
        g.amends = grant;
        GrantId next = Ids.grant(g.request, grant);
        refusedWith(abi.encodeWithSelector(IGrants.AmendsEmergency.selector, next, grant));
        sharing.issued("weather", g);
    }

    function test_anEmergencyAskedForIsNotGrantedASecondTime() public {
        invoked("flood");
        Issue memory g = sharing.terms(requestOf("flood"));
        refusedWith(abi.encodeWithSelector(IRequests.StageNotValid.selector, g.request, Stage.Granted));
        sharing.issued("weather", g);
    }

    function test_theProviderMayRevokeAndTheConsumerGiveUpAnEmergency() public {
        GrantId first = invoked("flood");
        GrantId second = invoked("fire");
        revoke(first);
        terminate(second);
        assertEq(stateOf(first), States.LEAST | States.WITHDRAWN, "revoked");
        assertEq(stateOf(second), States.LEAST | States.WITHDRAWN, "given up");
    }

    function test_nobodyElseFilesOrIssuesInAnEmergency() public {
        Filing memory f = sharing.filing(closed, "flood");
        refusedWith(abi.encodeWithSelector(IRequests.NotForCaller.selector, transport));
        signs(transport);
        requests.fileInEmergency(f, TRANSPORT, Ids.organisation("transport"));
        RequestId id = asked("first");
        refusedWith(abi.encodeWithSelector(IGrants.NotForCaller.selector, transport));
        signs(transport);
        grants.issueInEmergency(id, transport);
    }
}

contract RespondersTest is EmergenciesTest {
    OrganisationId private immutable health = Ids.organisation("health");

    function test_theBureauNamesDepartmentsAndTakesItBack() public {
        assertTrue(emergencies.isResponder(TRANSPORT), "named");
        assertTrue(!emergencies.isResponder(HEALTH), "never named");
        name("transport", false);
        assertTrue(!emergencies.isResponder(TRANSPORT), "taken back");
        name("transport", true);
        assertTrue(emergencies.isResponder(TRANSPORT), "again");
    }

    function test_onlyTheBureauNames() public {
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, TRANSPORT));
        signs(transport);
        emergencies.nameResponders(0, responders("health", true));
    }

    function test_nothingIsNamedTwiceOrTakenBackTwice() public {
        refusedWith(
            abi.encodeWithSelector(
                IEmergencies.ResponderUnchanged.selector,
                Ids.organisation("transport"),
                true
            )
        );
        name("transport", true);
        refusedWith(abi.encodeWithSelector(IEmergencies.ResponderUnchanged.selector, health, false));
        name("health", false);
    }

    function test_anUnknownDepartmentIsNotNamed() public {
        refusedWith(abi.encodeWithSelector(IAgents.OrganisationUnknown.selector, Ids.organisation("nobody")));
        name("nobody", true);
    }

    function responders(string memory code, bool named) private pure returns (Responder[] memory all) {
        all = new Responder[](1);
        all[0] = Responder(Ids.organisation(code), named, "by decree");
    }
}
