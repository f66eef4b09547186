// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Admission,
    IAgents,
    KeyGrant,
    OrganisationAdmittedPayload,
    OrganisationKind
} from "./interfaces/IAgents.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {Ids, OrganisationId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {AgentsTest} from "./test/AgentsTest.sol";
import {Given} from "./test/Given.sol";
import {Vm, vm} from "./test/Vm.sol";

contract OrganisationsTest is AgentsTest {
    function test_anAdmissionGivesNumberDataOfficerAndKey() public {
        uint56 next = log.facts();
        vm.recordLogs();
        admit(admission("health"));
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, OrganisationAdmittedPayload memory p) = abi.decode(
            last.data,
            (Header, OrganisationAdmittedPayload)
        );
        OrganisationId id = Ids.organisation("health");

        assertEq(last.topics[0], IAgents.OrganisationAdmitted.selector, "kind");
        assertEq(h.by, by(0, false, next, MEMBER), "by nobody's organisation");
        assertEq(h.subjects[0], OrganisationId.unwrap(id), "subject");
        assertEq(p.council, address(council), "council");
        assertEq(p.number, 4, "number in the payload");
        assertEq(uint8(p.kind), uint8(OrganisationKind.Department), "kind of organisation");
        assertEq(p.permissions, ALL | DATA_OFFICER, "permissions");
        assertEq(bytes(p.code), "health", "code");
        assertEq(bytes(p.metadata), "{}", "metadata");

        assertEq(agents.numberOf(id), 4, "number");
        assertEq(agents.count(), 4, "count");
        acts(officer("health"));
    }

    function test_anOrganisationIsLookedUpByItsNumber() public {
        admit(admission("health"));
        (OrganisationId id, address dataOfficer, OrganisationKind kind, uint32 parent) = agents.organisation(
            4
        );
        assertTrue(id == Ids.organisation("health"), "id");
        assertEq(dataOfficer, officer("health"), "data officer");
        assertEq(uint8(kind), uint8(OrganisationKind.Department), "kind");
        assertEq(parent, 0, "no parent");
        (id, dataOfficer, kind, parent) = agents.organisation(5);
        assertTrue(OrganisationId.unwrap(id) == 0 && dataOfficer == address(0), "there is no fifth");
    }

    function test_aDataOfficersKeyIsInForceForEver() public {
        admit(admission("health"));
        (uint32 number, uint64 permissions, uint48 from, uint48 until, uint64 step) = agents.keyOf(
            officer("health")
        );
        assertEq(number, 4, "key's organisation");
        assertEq(permissions, ALL | DATA_OFFICER, "key's permissions");
        assertEq(from, START, "from now");
        assertEq(until, FOREVER, "for ever");
        assertEq(step, 0, "first step");
    }

    function test_everyKindOfOrganisationIsAdmitted() public {
        string[8] memory codes = ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"];
        for (uint8 kind = 1; kind <= 8; ++kind) {
            Admission memory a = admission(codes[kind - 1]);
            a.kind = OrganisationKind(kind);
            admit(a);
        }
        assertEq(agents.numberOf(Ids.organisation("a8")), 11, "the last number");
    }

    function test_anExecutionTeamBelongsToItsDepartment() public {
        Admission memory a = admission("team");
        (a.kind, a.parent) = (OrganisationKind.ExecutionTeam, weather);
        vm.recordLogs();
        admit(a);
        (, Header memory h) = onlyLog();
        assertEq(h.subjects.length, 2, "subjects");
        assertEq(h.subjects[1], OrganisationId.unwrap(weather), "its department");
        (, , OrganisationKind kind, uint32 parent) = agents.organisation(4);
        assertEq(uint8(kind), uint8(OrganisationKind.ExecutionTeam), "kind");
        assertEq(parent, agents.numberOf(weather), "parent");
    }

    function test_aRefusedAdmissionIsNotCounted() public {
        Admission memory a = admission("weather");
        a.dataOfficer = KEY;
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, weather));
        admit(a);
        assertEq(agents.count(), 3, "the bureau, weather and transport");
    }

    function test_anExecutionTeamStopsWithItsDepartment() public {
        team("team");
        acts(officer("team"));
        suspend(weather);
        refused(IAgents.OrganisationIsSuspended.selector, weather);
        acts(officer("team"));
        refused(IAgents.OrganisationIsSuspended.selector, weather);
        signs(officer("team"));
        agents.grantKeys(0, new KeyGrant[](0), "");
        resume(weather);
        acts(officer("team"));
    }

    function test_aSuspendedExecutionTeamDoesNotStopItsDepartment() public {
        OrganisationId id = team("team");
        suspend(id);
        acts(boss);
        refused(IAgents.OrganisationIsSuspended.selector, id);
        acts(officer("team"));
    }

    function test_anotherDepartmentsSuspensionDoesNotStopATeam() public {
        team("team");
        suspend(transport);
        acts(officer("team"));
    }

    function test_onlyTheCouncilAdmits() public {
        refused(IAgents.NotTheCouncil.selector, boss);
        signs(boss);
        agents.admit(new Admission[](0));
    }

    function test_aCodeIsAdmittedOnce() public {
        Admission memory a = admission("weather");
        a.dataOfficer = KEY;
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, weather));
        admit(a);
    }

    function test_aCodeIsLowerCaseAsciiWithInnerHyphens() public {
        admit(admission("a-1"));
        string[8] memory wrong = ["", "A", "a b", "-a", "a-", "a_b", unicode"气象", "a/b"];
        for (uint256 i = 0; i < wrong.length; ++i) {
            refusedWith(abi.encodeWithSelector(Text.CodeNotValid.selector, wrong[i]));
            admit(admission(wrong[i]));
        }
    }

    function test_aCodeHasAtMost64Bytes() public {
        bytes memory code = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) code[i] = "a";
        admit(admission(string(code)));
        string memory longer = string.concat(string(code), "a");
        refusedWith(abi.encodeWithSelector(Text.CodeNotValid.selector, longer));
        admit(admission(longer));
    }

    function test_metadataHasAtMost4096Bytes() public {
        Admission memory a = admission("health");
        a.metadata = long(4097);
        tooLong("metadata", 4096);
        admit(a);
        a.metadata = long(4096);
        admit(a);
    }

    function test_anOrganisationHasAKind() public {
        Admission memory a = admission("health");
        a.kind = OrganisationKind.None;
        refusedWith(abi.encodeWithSelector(IAgents.KindNotValid.selector, "health", a.kind));
        admit(a);
    }

    function test_anExecutionTeamNeedsADepartment() public {
        Admission memory a = admission("team");
        a.kind = OrganisationKind.ExecutionTeam;
        refusedWith(abi.encodeWithSelector(IAgents.ParentNotValid.selector, "team", bytes32(0)));
        admit(a);
    }

    function test_onlyAnExecutionTeamBelongsToAnother() public {
        Admission memory a = admission("health");
        a.parent = weather;
        refusedWith(abi.encodeWithSelector(IAgents.ParentNotValid.selector, "health", weather));
        admit(a);
    }

    function test_anExecutionTeamHasNoTeamsBelowIt() public {
        Admission memory a = admission("team");
        (a.kind, a.parent) = (OrganisationKind.ExecutionTeam, weather);
        admit(a);
        a = admission("subteam");
        (a.kind, a.parent) = (OrganisationKind.ExecutionTeam, Ids.organisation("team"));
        refusedWith(abi.encodeWithSelector(IAgents.ParentNotValid.selector, "subteam", a.parent));
        admit(a);
    }

    function test_anExecutionTeamOfNobodyIsRefused() public {
        Admission memory a = admission("team");
        (a.kind, a.parent) = (OrganisationKind.ExecutionTeam, nobody);
        refused(IAgents.OrganisationUnknown.selector, nobody);
        admit(a);
    }

    function test_aDataOfficerNeedsAKey() public {
        Admission memory a = admission("health");
        a.dataOfficer = address(0);
        refused(IAgents.KeyNotValid.selector, address(0));
        admit(a);
    }

    function test_anothersKeyIsNotAdmitted() public {
        Admission memory a = admission("health");
        a.dataOfficer = boss;
        refusedWith(abi.encodeWithSelector(IAgents.KeyTaken.selector, boss, weather));
        admit(a);
    }

    function test_aSuspendedOrganisationsKeysAreRefusedAtOnce() public {
        suspend(weather);
        assertEq(log.stateOf(OrganisationId.unwrap(weather)), States.SUSPENDED, "state");
        refused(IAgents.OrganisationIsSuspended.selector, weather);
        acts(boss);
    }

    function test_aResumedOrganisationActsAgain() public {
        suspend(weather);
        resume(weather);
        assertEq(log.stateOf(OrganisationId.unwrap(weather)), 0, "state");
        acts(boss);
    }

    function test_onlyTheCouncilSuspends() public {
        refused(IAgents.NotTheCouncil.selector, boss);
        signs(boss);
        agents.suspend(one(transport), "");
    }

    function test_onlyTheCouncilResumes() public {
        suspend(weather);
        refused(IAgents.NotTheCouncil.selector, boss);
        signs(boss);
        agents.resume(one(weather), "");
    }

    function test_anUnknownOrganisationIsNotSuspended() public {
        refused(IAgents.OrganisationUnknown.selector, nobody);
        suspend(nobody);
    }

    function test_anUnknownOrganisationIsNotResumed() public {
        refused(IAgents.OrganisationUnknown.selector, nobody);
        resume(nobody);
    }

    function test_anOrganisationIsSuspendedOnce() public {
        suspend(weather);
        refused(IAgents.OrganisationIsSuspended.selector, weather);
        suspend(weather);
    }

    function test_onlyTheSuspendedAreResumed() public {
        refused(IAgents.OrganisationNotSuspended.selector, weather);
        resume(weather);
    }

    function test_theBureauIsIndispensable() public {
        refused(IAgents.OrganisationIndispensable.selector, Ids.organisation("bureau"));
        suspend(Ids.organisation("bureau"));
    }

    function test_theLeadingGroupIsIndispensable() public {
        OrganisationId group = given.organisation("group", OrganisationKind.LeadingGroup);
        refused(IAgents.OrganisationIndispensable.selector, group);
        suspend(group);
    }

    function test_reasonsHaveAtMost1024Bytes() public {
        string memory reason = long(1025);
        bytes[5] memory calls = [
            abi.encodeCall(agents.suspend, (one(weather), reason)),
            abi.encodeCall(agents.resume, (one(weather), reason)),
            abi.encodeCall(agents.appointBureau, (weather, reason)),
            abi.encodeCall(agents.appointDataOfficer, (weather, KEY, 0, reason)),
            abi.encodeCall(agents.endKeys, (weather, new address[](0), reason))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            tooLong("reason", 1024);
            asCouncil(calls[i]);
        }
    }

    function test_anotherBureauTakesOver() public {
        OrganisationId second = given.organisation("bureau-2", OrganisationKind.Bureau);
        vm.recordLogs();
        appoint(second);
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], IAgents.BureauAppointed.selector, "kind");
        bytes memory both = abi.encodePacked(second, Ids.organisation("bureau"));
        assertEq(abi.encodePacked(h.subjects), both, "the new one and the old");
        assertEq(agents.bureau(), agents.numberOf(second), "bureau");
        suspend(Ids.organisation("bureau"));
    }

    function appoint(OrganisationId bureau) private {
        vm.prank(address(council), MEMBER);
        agents.appointBureau(bureau, "reform");
    }

    function test_theFirstBureauReplacesNobody() public {
        vm.recordLogs();
        new Given();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        uint256 found = 0;
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != IAgents.BureauAppointed.selector) continue;
            Header memory h = abi.decode(logs[i].data, (Header));
            bytes memory alone = abi.encodePacked(Ids.organisation("bureau"));
            assertEq(abi.encodePacked(h.subjects), alone, "subjects");
            ++found;
        }
        assertEq(found, 1, "appointments");
    }

    function test_theBureauMayBeAppointedAgain() public {
        vm.recordLogs();
        appoint(Ids.organisation("bureau"));
        (, Header memory h) = onlyLog();
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(Ids.organisation("bureau")), "subjects");
        assertEq(agents.bureau(), 1, "bureau");
    }

    function test_onlyTheCouncilAppointsTheBureau() public {
        refused(IAgents.NotTheCouncil.selector, boss);
        signs(boss);
        agents.appointBureau(weather, "");
    }

    function test_aDepartmentIsNoBureau() public {
        refused(IAgents.NotABureau.selector, weather);
        vm.prank(address(council), MEMBER);
        agents.appointBureau(weather, "");
    }

    function test_anUnknownOrganisationIsNoBureau() public {
        refused(IAgents.OrganisationUnknown.selector, nobody);
        vm.prank(address(council), MEMBER);
        agents.appointBureau(nobody, "");
    }

    function test_aSuspendedBureauIsNotAppointed() public {
        OrganisationId second = given.organisation("bureau-2", OrganisationKind.Bureau);
        suspend(second);
        refused(IAgents.OrganisationIsSuspended.selector, second);
        vm.prank(address(council), MEMBER);
        agents.appointBureau(second, "");
    }
}
