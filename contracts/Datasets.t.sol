// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {
    DatasetRegisteredPayload,
    DomainEntry,
    DomainRegisteredPayload,
    IDatasets,
    Registration
} from "./interfaces/IDatasets.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {DatasetId, DomainId, Ids, OrganisationId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {DatasetsTest} from "./test/DatasetsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract DomainsTest is DatasetsTest {
    function register(string memory code, string memory metadata) private {
        DomainEntry[] memory all = new DomainEntry[](1);
        all[0] = DomainEntry(code, metadata);
        signs(officer("bureau"));
        datasets.registerDomains(0, all);
    }

    function test_theBureauRegistersADomain() public {
        vm.recordLogs();
        register("climate", "{}");
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, DomainRegisteredPayload memory p) = abi.decode(last.data, (Header, DomainRegisteredPayload));
        assertEq(last.topics[0], IDatasets.DomainRegistered.selector, "kind");
        bytes32 bureau = OrganisationId.unwrap(Ids.organisation("bureau"));
        assertSubjects(h, DomainId.unwrap(Ids.domain("climate")), bureau);
        assertEq(uint256(h.by) >> 224, 1, "by the bureau");
        assertEq(bytes(p.code), "climate", "code");
        assertEq(bytes(p.metadata), "{}", "metadata");
    }

    function test_onlyTheBureauRegistersDomains() public {
        refusedWith(abi.encodeWithSelector(IWriter.NotTheBureau.selector, 2));
        signs(boss);
        datasets.registerDomains(0, new DomainEntry[](0));
    }

    function test_aDomainsCodeIsChecked() public {
        refusedWith(abi.encodeWithSelector(Text.CodeNotValid.selector, "Climate"));
        register("Climate", "{}");
    }

    function test_aDomainsMetadataHasAtMost4096Bytes() public {
        tooLong("metadata", 4096);
        register("climate", long(4097));
    }

    function test_aDomainIsRegisteredOnce() public {
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, Ids.domain("all")));
        register("all", "{}");
    }
}

contract RegistrationTest is DatasetsTest {
    function registration(string memory code, uint16 state) private pure returns (Registration memory) {
        return Registration(code, Ids.domain("all"), state, "raw", "{}");
    }

    function register(Registration memory r) private {
        Registration[] memory all = new Registration[](1);
        all[0] = r;
        signs(boss);
        datasets.registerDatasets(0, all);
    }

    function refusesState(uint16 state) private {
        refused(IDatasets.StateNotValid.selector, DatasetId.unwrap(unknown), state);
        register(registration("unknown", state));
    }

    function test_aDatasetTouchesItsOrganisationAndDomain() public {
        vm.recordLogs();
        register(registration("rain", 0x020b & ~States.UNCONDITIONAL));
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, DatasetRegisteredPayload memory p) = abi.decode(last.data, (Header, DatasetRegisteredPayload));
        DatasetId id = Ids.dataset(weather, "rain");
        bytes memory subjects = abi.encodePacked(id, weather, Ids.domain("all"));
        assertEq(last.topics[0], IDatasets.DatasetRegistered.selector, "kind");
        assertEq(abi.encodePacked(h.subjects), subjects, "subjects");
        assertEq(h.states, hex"000b00000000", "states");
        assertEq(bytes(p.code), "rain", "code");
        assertEq(bytes(p.category), "raw", "category");
        assertEq(bytes(p.metadata), "{}", "metadata");
        assertEq(datasets.ownerOf(id), 2, "owner");
    }

    function test_everyGradeFromGeneralToCoreIsRegistered() public {
        string[6] memory codes = ["g1", "g2", "g3", "g4", "g5", "g6"];
        for (uint16 grade = 1; grade <= 5; ++grade) register(registration(codes[grade - 1], grade));
        refusesState(States.CORE);
        register(registration(codes[5], States.CORE | States.LEAST));
    }

    function test_whatNeedsLeastAuthorisationIsNeverOpen() public {
        refusesState(1 | States.LEAST | States.UNCONDITIONAL);
        register(registration("rain", 1 | States.LEAST));
    }

    function test_twoOrganisationsMayUseOneCode() public view {
        assertEq(datasets.ownerOf(open), 2, "weather");
        assertEq(datasets.ownerOf(theirs), 3, "transport");
    }

    function test_anUnknownDatasetHasNoOwner() public {
        refusedWith(abi.encodeWithSelector(IDatasets.DatasetUnknown.selector, unknown));
        datasets.ownerOf(unknown);
    }

    function test_aDatasetWithoutAGradeIsRefused() public {
        refusesState(States.UNCONDITIONAL);
    }

    function test_aDatasetAboveCoreIsRefused() public {
        refusesState(7);
    }

    function test_aPersonalDatasetIsNotSharedWithoutConditions() public {
        refusesState(1 | States.PERSONAL | States.UNCONDITIONAL);
    }

    function test_importantAndCoreDatasetsAreNotSharedWithoutConditions() public {
        refusesState(States.IMPORTANT | States.UNCONDITIONAL);
        refusesState(States.CORE | States.LEAST | States.UNCONDITIONAL);
        register(registration("rain", (States.IMPORTANT - 1) | States.UNCONDITIONAL));
    }

    function test_aDatasetIsNotAffected() public {
        refusesState(OPEN | States.AFFECTED);
    }

    function testFuzz_aDatasetIsNotRegisteredInAnyOtherState(uint16 state) public {
        state |= 1;
        uint16 declarable = States.GRADE | States.PERSONAL | States.UNCONDITIONAL;
        vm.assume(state & ~declarable != 0);
        refusesState(state);
    }

    function test_aDatasetsCodeIsChecked() public {
        refusedWith(abi.encodeWithSelector(Text.CodeNotValid.selector, "rain/hourly"));
        register(registration("rain/hourly", 1));
    }

    function test_aCategoryHasAtMost128Bytes() public {
        Registration memory r = registration("rain", 1);
        r.category = long(129);
        tooLong("category", 128);
        register(r);
    }

    function test_aDatasetsMetadataHasAtMost4096Bytes() public {
        Registration memory r = registration("rain", 1);
        r.metadata = long(4097);
        tooLong("metadata", 4096);
        register(r);
    }

    function test_aDatasetIsRegisteredOnce() public {
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectExists.selector, open));
        register(registration("open", 1));
    }

    function test_anUnknownDomainIsRefused() public {
        Registration memory r = registration("rain", 1);
        r.domain = Ids.domain("none");
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, r.domain));
        register(r);
    }

    function test_anotherKindOfSubjectIsNoDomain() public {
        Registration memory r = registration("rain", 1);
        r.domain = DomainId.wrap(OrganisationId.unwrap(Ids.organisation("transport")));
        refusedWith(abi.encodeWithSelector(IFactLog.SubjectUnknown.selector, r.domain));
        register(r);
    }

    function test_aKeyWithoutThePermissionIsRefused() public {
        given.key("weather", address(0x1e1), ALL & ~Permissions.REGISTER, START, START + 1);
        bytes4 missing = IAgents.PermissionMissing.selector;
        refusedWith(abi.encodeWithSelector(missing, address(0x1e1), Permissions.REGISTER));
        signs(address(0x1e1));
        datasets.registerDatasets(0, new Registration[](0));
    }

    function test_theStepIsPassedOn() public {
        refusedWith(abi.encodeWithSelector(IAgents.LaneOutOfStep.selector, boss, 0, 2));
        signs(boss);
        datasets.registerDatasets(2, new Registration[](0));
    }
}
