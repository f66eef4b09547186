// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Admission,
    DataOfficerAppointedPayload,
    IAgents,
    KeyGrant,
    KeyGrantedPayload,
    KeySuspendedPayload
} from "./interfaces/IAgents.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {AgentsTest} from "./test/AgentsTest.sol";
import {Vm, deploy, vm} from "./test/Vm.sol";

contract KeysTest is AgentsTest {
    function test_aGrantedKeyActsWithinItsIntervalToTheSecond() public {
        grant(KEY, ALL, START + 100, START + 200);
        vm.warp(START + 99);
        notInForce(KEY, START + 100, START + 200);
        acts(KEY);
        vm.warp(START + 100);
        acts(KEY);
        vm.warp(START + 199);
        acts(KEY);
        vm.warp(START + 200);
        notInForce(KEY, START + 100, START + 200);
        acts(KEY);
    }

    function test_aGrantIsAFactOfTheOrganisation() public {
        vm.recordLogs();
        grant(KEY, ALL, START, FOREVER);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, KeyGrantedPayload memory p) = abi.decode(last.data, (Header, KeyGrantedPayload));
        assertEq(h.subjects[0], OrganisationId.unwrap(weather), "subject");
        assertEq(uint256(h.by) >> 224, 2, "by the organisation");
        assertEq(p.key, KEY, "key");
        assertEq(p.permissions, ALL, "permissions");
        assertEq(p.from, START, "from");
        assertEq(p.until, FOREVER, "until");
        assertEq(bytes(p.note), "a colleague", "note");
    }

    function test_aKeyDoesOnlyWhatItMay() public {
        grant(KEY, Permissions.PUBLISH, START, FOREVER);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, KEY, Permissions.REGISTER));
        acts(KEY);
    }

    function test_aGrantReplacesTheLastAndKeepsTheStep() public {
        grant(KEY, ALL, START, FOREVER);
        acts(KEY, 1);
        grant(KEY, Permissions.PUBLISH, START + 1, START + 2);
        (, uint64 permissions, uint48 from, uint48 until, uint64 step) = agents.keyOf(KEY);
        assertEq(permissions, Permissions.PUBLISH, "permissions");
        assertEq(from, START + 1, "from");
        assertEq(until, START + 2, "until");
        assertEq(step, 1, "step");
    }

    function test_anUnknownKeyIsRefused() public {
        refused(IAgents.KeyUnknown.selector, KEY);
        acts(KEY);
    }

    function test_onlyTheDataOfficerGrants() public {
        grant(KEY, ALL, START, FOREVER);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, KEY, DATA_OFFICER));
        signs(KEY);
        agents.grantKeys(0, new KeyGrant[](0), "");
    }

    function test_theDataOfficersPermissionIsNotGranted() public {
        uint64 permissions = ALL | DATA_OFFICER;
        refusedWith(abi.encodeWithSelector(IAgents.PermissionNotGrantable.selector, KEY, permissions));
        grant(KEY, permissions, START, FOREVER);
    }

    function test_anEmptyIntervalIsRefused() public {
        refusedWith(abi.encodeWithSelector(IAgents.IntervalNotValid.selector, KEY, START, START));
        grant(KEY, ALL, START, START);
    }

    function test_theZeroKeyIsRefused() public {
        refused(IAgents.KeyNotValid.selector, address(0));
        grant(address(0), ALL, START, FOREVER);
    }

    function test_aKeyBelongsToOneOrganisationForLife() public {
        given.key("transport", KEY, ALL, START, START + 1);
        vm.warp(START + 10);
        refusedWith(abi.encodeWithSelector(IAgents.KeyTaken.selector, KEY, transport));
        grant(KEY, ALL, START, FOREVER);
    }

    function test_theDataOfficersKeyIsNotGrantedAnew() public {
        refused(IAgents.KeyIsDataOfficer.selector, boss);
        grant(boss, ALL, START, START + 1);
    }

    function test_aNoteHasAtMost1024Bytes() public {
        tooLong("note", 1024);
        signs(boss);
        agents.grantKeys(0, new KeyGrant[](0), long(1025));
    }

    function test_aSuspendedKeyIsRefusedInTheSameSecond() public {
        grant(KEY, ALL, START, FOREVER);
        acts(KEY);
        vm.recordLogs();
        endKey(KEY);
        (Vm.Log memory last, ) = onlyLog();
        (, KeySuspendedPayload memory p) = abi.decode(last.data, (Header, KeySuspendedPayload));
        assertEq(p.key, KEY, "key");
        assertEq(p.until, START, "until");
        assertEq(bytes(p.reason), "left", "reason");
        notInForce(KEY, START, START);
        acts(KEY);
    }

    function test_anEndedKeyIsNotProlongedBySuspension() public {
        grant(KEY, ALL, START, START + 10);
        vm.warp(START + 100);
        vm.recordLogs();
        endKey(KEY);
        (Vm.Log memory last, ) = onlyLog();
        (, KeySuspendedPayload memory p) = abi.decode(last.data, (Header, KeySuspendedPayload));
        assertEq(p.until, START + 10, "until in the fact");
        (, , , uint48 until, ) = agents.keyOf(KEY);
        assertEq(until, START + 10, "until");
    }

    function test_aSuspendedKeyMayBeGrantedAgain() public {
        grant(KEY, ALL, START, FOREVER);
        endKey(KEY);
        grant(KEY, ALL, START, FOREVER);
        acts(KEY);
    }

    function test_anothersKeyIsNotSuspended() public {
        refused(IAgents.KeyUnknown.selector, officer("transport"));
        endKey(officer("transport"));
    }

    function test_theDataOfficerDoesNotEndItself() public {
        refused(IAgents.KeyIsDataOfficer.selector, boss);
        endKey(boss);
    }

    function test_aReasonToSuspendHasAtMost1024Bytes() public {
        tooLong("reason", 1024);
        signs(boss);
        agents.suspendKeys(0, new address[](0), long(1025));
    }

    function test_handingOverEndsTheOldKeyAtOnce() public {
        vm.recordLogs();
        signs(boss);
        agents.handOver(0, KEY, "retires");
        (Vm.Log memory last, ) = onlyLog();
        (, DataOfficerAppointedPayload memory p) = abi.decode(
            last.data,
            (Header, DataOfficerAppointedPayload)
        );
        assertEq(p.council, address(0), "not by the council");
        assertEq(p.before, boss, "before");
        assertEq(p.dataOfficer, KEY, "data officer");
        assertEq(p.permissions, ALL | DATA_OFFICER, "permissions");
        assertEq(bytes(p.reason), "retires", "reason");

        (, address dataOfficer, , ) = agents.organisation(2);
        assertEq(dataOfficer, KEY, "stored");
        acts(KEY);
        notInForce(boss, START, START);
        acts(boss);
    }

    function test_onlyTheDataOfficerHandsOver() public {
        grant(KEY, ALL, START, FOREVER);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, KEY, DATA_OFFICER));
        signs(KEY);
        agents.handOver(0, KEY, "");
    }

    function test_oneDoesNotHandOverToOneself() public {
        refused(IAgents.KeyIsDataOfficer.selector, boss);
        signs(boss);
        agents.handOver(0, boss, "");
    }

    function test_oneDoesNotHandOverToAnothersKey() public {
        refusedWith(abi.encodeWithSelector(IAgents.KeyTaken.selector, officer("transport"), transport));
        signs(boss);
        agents.handOver(0, officer("transport"), "");
    }

    function test_oneDoesNotHandOverToNobody() public {
        refused(IAgents.KeyNotValid.selector, address(0));
        signs(boss);
        agents.handOver(0, address(0), "");
    }

    function test_aColleagueWhoTakesOverKeepsTheStep() public {
        grant(KEY, Permissions.REGISTER, START, START + 10);
        acts(KEY, 1);
        signs(boss);
        agents.handOver(0, KEY, "");
        (, uint64 permissions, , uint48 until, uint64 step) = agents.keyOf(KEY);
        assertEq(permissions, ALL | DATA_OFFICER, "permissions");
        assertEq(until, FOREVER, "until");
        assertEq(step, 1, "step");
    }

    function test_aFormerDataOfficerMayBeGrantedAgainButDoesNotManageKeys() public {
        signs(boss);
        agents.handOver(0, KEY, "");
        KeyGrant[] memory all = new KeyGrant[](1);
        all[0] = KeyGrant(boss, ALL, START, FOREVER);
        signs(KEY);
        agents.grantKeys(0, all, "");
        acts(boss);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, boss, DATA_OFFICER));
        signs(boss);
        agents.grantKeys(0, new KeyGrant[](0), "");
    }

    function test_theCouncilReplacesALostKey() public {
        vm.recordLogs();
        vm.prank(address(council), MEMBER);
        agents.appointDataOfficer(weather, KEY, Permissions.PUBLISH, "lost");
        (Vm.Log memory last, ) = onlyLog();
        (, DataOfficerAppointedPayload memory p) = abi.decode(
            last.data,
            (Header, DataOfficerAppointedPayload)
        );
        assertEq(p.council, address(council), "by the council");
        assertEq(p.permissions, Permissions.PUBLISH | DATA_OFFICER, "permissions");
        notInForce(boss, START, START);
        acts(boss);
        signs(KEY);
        agents.grantKeys(0, new KeyGrant[](0), "");
    }

    function test_thePresentDataOfficersPermissionsMayChange() public {
        acts(boss, 1);
        vm.warp(START + 5);
        vm.recordLogs();
        vm.prank(address(council), MEMBER);
        agents.appointDataOfficer(weather, boss, Permissions.PUBLISH, "less");
        (Vm.Log memory last, ) = onlyLog();
        (, DataOfficerAppointedPayload memory p) = abi.decode(
            last.data,
            (Header, DataOfficerAppointedPayload)
        );
        assertEq(p.before, boss, "before");
        assertEq(p.dataOfficer, boss, "and after");
        (uint32 number, uint64 permissions, uint48 from, uint48 until, uint64 step) = agents.keyOf(boss);
        assertEq(number, 2, "organisation");
        assertEq(permissions, Permissions.PUBLISH | DATA_OFFICER, "permissions");
        assertEq(from, START + 5, "from");
        assertEq(until, FOREVER, "until");
        assertEq(step, 1, "step");
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, boss, Permissions.REGISTER));
        acts(boss, 2);
        signs(boss);
        agents.grantKeys(2, new KeyGrant[](0), "");
    }

    function test_onlyTheCouncilReplacesALostKey() public {
        refused(IAgents.NotTheCouncil.selector, boss);
        signs(boss);
        agents.appointDataOfficer(weather, KEY, 0, "");
    }

    function test_anUnknownOrganisationGetsNoDataOfficer() public {
        refused(IAgents.OrganisationUnknown.selector, nobody);
        vm.prank(address(council), MEMBER);
        agents.appointDataOfficer(nobody, KEY, 0, "");
    }

    function test_stepsAreTakenInOrder() public {
        acts(boss, 1);
        acts(boss, 2);
        refusedWith(abi.encodeWithSelector(IAgents.LaneOutOfStep.selector, boss, 2, 4));
        acts(boss, 4);
    }

    function test_aStepIsTakenOnce() public {
        acts(boss, 1);
        refusedWith(abi.encodeWithSelector(IAgents.LaneOutOfStep.selector, boss, 1, 1));
        acts(boss, 1);
    }

    function test_anUnorderedBatchTakesNoStep() public {
        acts(boss, 1);
        acts(boss, 0);
        acts(boss, 2);
    }

    function test_aRefusedBatchTakesNoStep() public {
        refused(IAgents.KeyIsDataOfficer.selector, boss);
        signs(boss);
        agents.handOver(1, boss, "");
        acts(boss, 1);
    }

    function test_theDataOfficersOwnVerbsTakeSteps() public {
        signs(boss);
        agents.grantKeys(1, new KeyGrant[](0), "");
        signs(boss);
        agents.suspendKeys(2, new address[](0), "");
        signs(boss);
        agents.handOver(3, KEY, "");
        (, , , , uint64 step) = agents.keyOf(boss);
        assertEq(step, 3, "step");
    }
}

/// @dev What the council does when an organisation cannot end its keys itself.
contract EndKeysTest is AgentsTest {
    function setUp() public override {
        super.setUp();
        grant(KEY, ALL, START, FOREVER);
    }

    function test_theCouncilEndsAKeyAtOnce() public {
        acts(KEY);
        uint56 next = log.facts();
        vm.recordLogs();
        endKeys(weather, KEY);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, KeySuspendedPayload memory p) = abi.decode(last.data, (Header, KeySuspendedPayload));
        assertEq(last.topics[0], IAgents.KeySuspended.selector, "kind");
        assertEq(h.by, by(0, false, next, MEMBER), "by no organisation");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(weather), "subject");
        assertEq(p.key, KEY, "key");
        assertEq(p.until, START, "until");
        assertEq(bytes(p.reason), "stolen", "reason");
        notInForce(KEY, START, START);
        acts(KEY);
    }

    function test_aSuspendedOrganisationsKeysAreEndedBeforeItIsResumed() public {
        suspend(weather);
        endKeys(weather, KEY);
        resume(weather);
        notInForce(KEY, START, START);
        acts(KEY);
        acts(boss);
    }

    function test_whatAThiefGrantedIsEndedWithTheThief() public {
        vm.prank(address(council), MEMBER);
        agents.appointDataOfficer(weather, address(0x1e9), ALL, "stolen");
        acts(KEY);
        endKeys(weather, KEY);
        endKeys(weather, boss);
        notInForce(KEY, START, START);
        acts(KEY);
        notInForce(boss, START, START);
        acts(boss);
    }

    function testFuzz_anEndIsNeverLaterThanItWas(uint32 length, uint32 later) public {
        uint48 until = START + 1 + length;
        uint48 now_ = START + later;
        grant(KEY, ALL, START, until);
        vm.warp(now_);
        vm.recordLogs();
        endKeys(weather, KEY);
        (Vm.Log memory last, ) = onlyLog();
        (, KeySuspendedPayload memory p) = abi.decode(last.data, (Header, KeySuspendedPayload));
        (, , , uint48 stored, ) = agents.keyOf(KEY);
        assertEq(p.until, until < now_ ? until : now_, "until");
        assertEq(stored, p.until, "as stored");
    }

    function test_onlyTheCouncilEndsAnothersKeys() public {
        refused(IAgents.NotTheCouncil.selector, boss);
        signs(boss);
        agents.endKeys(weather, new address[](0), "");
    }

    function test_aDataOfficersKeyIsReplacedAndNotEnded() public {
        refused(IAgents.KeyIsDataOfficer.selector, boss);
        endKeys(weather, boss);
    }

    function test_aKeyIsEndedInItsOwnOrganisation() public {
        refused(IAgents.KeyUnknown.selector, KEY);
        endKeys(transport, KEY);
    }

    function test_anUnknownOrganisationsKeysAreNotEnded() public {
        refused(IAgents.OrganisationUnknown.selector, nobody);
        endKeys(nobody, address(0));
    }
}

contract SealedAgentsTest is AgentsTest {
    IAgents private second;

    function setUp() public override {
        super.setUp();
        second = IAgents(deploy("Agents.sol:Agents", abi.encode(log)));
        given.enact(
            abi.encodeCall(log.succeed, ("agents", address(second), agentsPermissions())),
            address(log)
        );
    }

    function isSealed() private {
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("agents"), second));
    }

    function test_everyVerbOfTheCouncilNamesTheSuccessor() public {
        bytes[6] memory calls = [
            abi.encodeCall(agents.admit, (new Admission[](0))),
            abi.encodeCall(agents.suspend, (new OrganisationId[](0), "")),
            abi.encodeCall(agents.resume, (new OrganisationId[](0), "")),
            abi.encodeCall(agents.appointBureau, (weather, "")),
            abi.encodeCall(agents.appointDataOfficer, (weather, KEY, 0, "")),
            abi.encodeCall(agents.endKeys, (weather, new address[](0), ""))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            isSealed();
            asCouncil(calls[i]);
        }
    }

    function test_grantingNamesTheSuccessor() public {
        isSealed();
        signs(boss);
        agents.grantKeys(1, new KeyGrant[](0), "");
    }

    function test_suspendingKeysNamesTheSuccessor() public {
        isSealed();
        signs(boss);
        agents.suspendKeys(1, new address[](0), "");
    }

    function test_handingOverNamesTheSuccessor() public {
        isSealed();
        signs(boss);
        agents.handOver(1, KEY, "");
    }

    function test_enteringNamesTheSuccessor() public {
        isSealed();
        vm.prank(address(datasets), boss);
        agents.enter(0, 1);
    }

    function test_otherContractsAskTheSuccessor() public {
        refused(IAgents.KeyUnknown.selector, boss);
        acts(boss);
    }
}
