// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {Clearance, ClearanceSetPayload, IGates, Proposed} from "./interfaces/IGates.sol";
import {Issue} from "./interfaces/IGrants.sol";
import {Filing} from "./interfaces/IRequests.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {AssessmentId, GrantId, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {GatesTest} from "./test/GatesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Who may be granted important and core data, for what, and until when.
contract ClearancesTest is GatesTest {
    function set(Clearance memory c) private {
        Clearance[] memory all = new Clearance[](1);
        all[0] = c;
        signs(bureau);
        gates.setClearances(0, all);
    }

    function clearance(uint8 grade) private pure returns (Clearance memory) {
        return Clearance(Ids.organisation("transport"), 1, grade, 0, "decided");
    }

    function test_aClearanceIsAFactAboutTheDepartmentAndTheBureau() public {
        vm.recordLogs();
        clear(1, 5, START + 9);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, ClearanceSetPayload memory p) = abi.decode(last.data, (Header, ClearanceSetPayload));
        assertEq(last.topics[0], IGates.ClearanceSet.selector, "kind");
        bytes32 subject = OrganisationId.unwrap(Ids.organisation("transport"));
        assertSubjects(h, subject, OrganisationId.unwrap(Ids.organisation("bureau")));
        assertEq(abi.encode(p), abi.encode(ClearanceSetPayload(1, 5, START + 9, "decided")), "payload");
        assertEq(gates.clearanceOf(TRANSPORT, 1), 5, "cleared");
    }

    function test_theBureausOwnTouchesItOnce() public {
        Clearance memory c = clearance(5);
        c.organisation = Ids.organisation("bureau");
        vm.recordLogs();
        set(c);
        (, Header memory h) = onlyLog();
        assertEq(h.subjects.length, 1, "subjects");
        assertEq(gates.clearanceOf(1, 1), 5, "cleared");
    }

    function test_withoutAClearanceADepartmentGetsGeneralData() public view {
        assertEq(gates.clearanceOf(TRANSPORT, 1), 4, "for a purpose");
        assertEq(gates.clearanceOf(TRANSPORT, 0), 4, "for any");
        (uint8 grade, uint48 until) = gates.clearance(TRANSPORT, 1);
        assertEq(grade + until, 0, "none was set");
    }

    function test_aPurposesOwnClearanceComesBeforeTheGeneralOne() public {
        clear(0, 6, 0);
        assertEq(gates.clearanceOf(TRANSPORT, 7), 6, "any");
        clear(7, 4, 0);
        assertEq(gates.clearanceOf(TRANSPORT, 7), 4, "its own, which takes the higher one back");
        assertEq(gates.clearanceOf(TRANSPORT, 8), 6, "another's");
        assertEq(gates.clearanceOf(HEALTH, 7), 4, "another department");
    }

    function test_aClearanceHoldsThroughItsLastSecond() public {
        clear(0, 5, 0);
        clear(1, 6, START + 9);
        vm.warp(START + 9);
        assertEq(gates.clearanceOf(TRANSPORT, 1), 6, "in its last second");
        vm.warp(START + 10);
        assertEq(gates.clearanceOf(TRANSPORT, 1), 5, "then the general one");
    }

    function testFuzz_aClearanceSaysFourToSix(uint8 grade) public {
        bool valid = grade >= 4 && grade <= 6;
        bytes4 wrong = IGates.ClearanceNotValid.selector;
        if (!valid) refusedWith(abi.encodeWithSelector(wrong, Ids.organisation("transport"), grade));
        set(clearance(grade));
    }

    function test_aClearanceThatIsOverIsRefused() public {
        Clearance memory c = clearance(5);
        c.until = START - 1;
        refusedWith(abi.encodeWithSelector(IGates.ClearanceNotValid.selector, c.organisation, 5));
        set(c);
        c.until = START;
        set(c);
    }

    function test_anUnknownDepartmentIsNotCleared() public {
        Clearance memory c = clearance(5);
        c.organisation = Ids.organisation("nobody");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, c.organisation));
        set(c);
    }

    function test_aNoteThatIsTooLongIsRefused() public {
        Clearance memory c = clearance(5);
        c.note = long(1025);
        tooLong("note", 1024);
        set(c);
    }

    function test_onlyTheBureauClears() public {
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, TRANSPORT));
        signs(transport);
        gates.setClearances(0, new Clearance[](0));
    }

    function test_onlyItsSupervisorsClear() public {
        address clerk = officer("clerk");
        given.key("bureau", clerk, ALL & ~Permissions.SUPERVISE, START, START + 1 days);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, clerk, Permissions.SUPERVISE));
        signs(clerk);
        gates.setClearances(0, new Clearance[](0));
    }
}

/// @dev What is granted to whom.
contract OpenGatesTest is GatesTest {
    GrantId private grant;

    function ask() private returns (Issue memory g) {
        RequestId id = askedFor(important, "first");
        grant = Ids.grant(id, NONE);
        g = termsOf(id, 5);
    }

    function askVital() private returns (Issue memory g) {
        clear(1, 6, 0);
        RequestId id = askedFor(vital, "first");
        grant = Ids.grant(id, NONE);
        g = termsOf(id, 6);
        g.officers = named(transport);
    }

    function test_importantDataIsNotGrantedWithoutClearance() public {
        Issue memory g = ask();
        clearanceMissing(grant, 5, 4);
        issue(g);
        clear(2, 6, 0);
        clearanceMissing(grant, 5, 4);
        issue(g);
        clear(1, 5, 0);
        issue(g);
        assertEq(stateOf(grant), 0, "no bits");
    }

    function test_aCeilingAboveTheClearanceIsRefusedWhateverTheDataset() public {
        RequestId id = askedFor(closed, "first");
        Issue memory g = termsOf(id, 6);
        clear(1, 5, 0);
        clearanceMissing(Ids.grant(id, NONE), 6, 5);
        issue(g);
        g.ceiling = 5;
        issue(g);
    }

    function test_aLowCeilingDoesNotHideTheDatasetsGrade() public {
        Issue memory g = ask();
        g.ceiling = 3;
        clearanceMissing(grant, 5, 4);
        issue(g);
    }

    function test_aLapsedClearanceGrantsNothing() public {
        Issue memory g = ask();
        clear(1, 5, START + 9);
        vm.warp(START + 10);
        clearanceMissing(grant, 5, 4);
        issue(g);
    }

    function test_whatIsAskedInConfidenceHasNoPurposeThatClears() public {
        clear(1, 6, 0);
        RequestId id = askedWith(hidden());
        Issue memory g = termsOf(id, 5);
        g.fields = 0;
        clearanceMissing(Ids.grant(id, NONE), 5, 4);
        issue(g);
        clear(0, 5, 0);
        issue(g);
    }

    function hidden() private view returns (Filing memory f) {
        f = sharing.filing(important, "hidden");
        (f.purpose, f.basis, f.fields, f.scenario) = (0, 0, 0, "");
        f.commitment = keccak256("hidden");
    }

    function test_anAmendmentGoesThroughTheGatesToo() public {
        clear(1, 5, 0);
        Issue memory g = ask();
        g.amends = issue(g);
        clear(1, 4, 0);
        clearanceMissing(Ids.grant(g.request, g.amends), 5, 4);
        issue(g);
    }

    function test_coreDataGoesToNamedOfficersAlone() public {
        Issue memory g = askVital();
        issue(g);
        assertEq(stateOf(grant), States.LEAST, "state");
        gates.requireOfficer(grant, transport);
        refusedWith(abi.encodeWithSelector(IGates.OfficerNotNamed.selector, grant, second));
        gates.requireOfficer(grant, second);
    }

    function test_whateverNeedsLeastAuthorisationNamesOfficers() public {
        RequestId id = askedFor(supplied("least", LEAST), "first");
        Issue memory g = termsOf(id, 4);
        refused(IGates.LeastAuthorisation.selector, Ids.grant(id, NONE));
        issue(g);
        g = askVital();
        g.officers = new address[](0);
        refused(IGates.LeastAuthorisation.selector, grant);
        issue(g);
    }

    function test_eightOfficersAreTheMost() public {
        Issue memory g = askVital();
        g.officers = new address[](9);
        for (uint256 i = 0; i < 9; ++i) g.officers[i] = i % 2 == 0 ? transport : second;
        refused(IGates.LeastAuthorisation.selector, grant);
        issue(g);
        address[] memory eight = new address[](8);
        for (uint256 i = 0; i < 8; ++i) eight[i] = g.officers[i];
        g.officers = eight;
        issue(g);
        gates.requireOfficer(grant, second);
    }

    function test_whoeverNamesOfficersHasALeastGrantOfAnyData() public {
        Issue memory g = termsOf(askedFor(closed, "first"), 4);
        g.officers = named(second);
        assertEq(stateOf(issue(g)), States.LEAST, "state");
    }

    function test_leastAuthorisationIsNotSharedOnward() public {
        clear(1, 6, 0);
        Filing memory f = sharing.filing(vital, "onward");
        f.onward = true;
        Issue memory g = termsOf(askedWith(f), 6);
        (g.onward, g.officers) = (true, named(transport));
        refused(IGates.LeastAuthorisation.selector, Ids.grant(g.request, NONE));
        issue(g);
        g.onward = false;
        issue(g);
    }

    function test_leastAuthorisationIsNotGrantedInConfidence() public {
        clear(0, 6, 0);
        Filing memory f = hidden();
        f.dataset = vital;
        f.revision = 1;
        Issue memory g = termsOf(askedWith(f), 6);
        (g.fields, g.officers) = (0, named(transport));
        refused(IGates.LeastAuthorisation.selector, Ids.grant(g.request, NONE));
        issue(g);
    }

    function test_theOfficersAreTheConsumers() public {
        Issue memory g = askVital();
        g.officers = named(boss);
        refusedWith(abi.encodeWithSelector(IGates.OfficerNotOfConsumer.selector, grant, boss));
        issue(g);
        g.officers = named(address(0));
        refusedWith(abi.encodeWithSelector(IGates.OfficerNotOfConsumer.selector, grant, address(0)));
        issue(g);
    }

    function test_theOfficersKeysAreInForce() public {
        address late = officer("transport-3");
        given.key("transport", late, ALL, START + 10, START + 20);
        Issue memory g = askVital();
        g.officers = named(late);
        bytes memory wrong = abi.encodeWithSelector(IGates.OfficerNotOfConsumer.selector, grant, late);
        vm.warp(START + 9);
        refusedWith(wrong);
        issue(g);
        vm.warp(START + 20);
        refusedWith(wrong);
        issue(g);
        vm.warp(START + 19);
        issue(g);
    }

    function test_whatWasOpenedIsKept() public {
        Issue memory g = askVital();
        issue(g);
        (uint16 purpose, bool emergency, AssessmentId assessed) = gates.opened(grant);
        assertTrue(purpose == 1 && !emergency && AssessmentId.unwrap(assessed) == 0, "kept");
    }

    function test_onlyGrantsOpen() public {
        Proposed memory p;
        refusedWith(abi.encodeWithSelector(IGates.NotForCaller.selector, transport));
        signs(transport);
        gates.open(p);
    }
}
