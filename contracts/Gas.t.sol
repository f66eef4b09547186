// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission, KeyGrant, OrganisationKind} from "./interfaces/IAgents.sol";
import {DomainEntry, Ending, Publication, Registration, Spread} from "./interfaces/IDatasets.sol";
import {DatasetId, Ids, OrganisationId, VersionId} from "./lib/Ids.sol";
import {DatasetsTest} from "./test/DatasetsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev What each verb costs, singly and in full batches, without the transaction's own 21,000 and its
/// calldata. `gas-snapshot.json` holds the figures; `node scripts/gas.ts` fails when one moves by
/// more than 2 %, `node scripts/gas.ts --write` writes them anew.
contract GasTest is DatasetsTest {
    uint256 private constant FULL = 190;
    uint256 private constant FEW = 50;
    address private constant KEY = address(0x1e1);

    function setUp() public override {
        super.setUp();
        given.key("weather", KEY, ALL, START, type(uint48).max);
        signs(boss);
        datasets.registerDatasets(1, registrations("d", FULL));
        publish("weather", parents());
    }

    function measured(string memory verb) private {
        vm.snapshotGasLastCall("gas", verb);
    }

    function registrations(string memory prefix, uint256 n) private pure returns (Registration[] memory all) {
        all = new Registration[](n);
        for (uint256 i = 0; i < n; ++i) {
            all[i] = Registration(numbered(prefix, i), Ids.domain("all"), OPEN, "raw", "{}");
        }
    }

    function versions(
        uint256 n,
        uint256 from,
        string memory what
    ) private view returns (Publication[] memory all) {
        all = new Publication[](n);
        for (uint256 i = 0; i < n; ++i) {
            DatasetId dataset = Ids.dataset(weather, numbered("d", i % from));
            all[i] = publication(dataset, OPEN, keccak256(abi.encode(what, i)));
            (all[i].size, all[i].schema) = (123_456, keccak256("schema"));
        }
    }

    function parents() private view returns (Publication[] memory) {
        return versions(FULL, FULL, "parent");
    }

    /// @dev Each with one parent, over so many datasets and as many parents.
    function children(uint256 n, uint256 from) private view returns (Publication[] memory all) {
        all = versions(n, from, "child");
        Publication[] memory p = parents();
        for (uint256 i = 0; i < n; ++i) all[i].parents = one(idOf(p[i % from], run));
    }

    function publishes(Publication[] memory all, string memory what) private {
        signs(boss);
        datasets.publishVersions(2, runs(), all);
        measured(what);
    }

    function endings(uint256 n) private view returns (Ending[] memory all) {
        all = new Ending[](n);
        Publication[] memory p = parents();
        for (uint256 i = 0; i < n; ++i) all[i] = Ending(preimage(p[i], run), 1, "");
    }

    function admissions(uint256 n) private pure returns (Admission[] memory all) {
        all = new Admission[](n);
        for (uint256 i = 0; i < n; ++i) {
            string memory code = numbered("o", i);
            OrganisationId none = OrganisationId.wrap(0);
            all[i] = Admission(code, OrganisationKind.Department, none, officer(code), ALL, "{}");
        }
    }

    function asCouncil() private {
        vm.prank(address(council), MEMBER);
    }

    function test_admitOne() public {
        asCouncil();
        agents.admit(admissions(1));
        measured("Agents.admit: 1");
    }

    function test_admitThirtyEight() public {
        asCouncil();
        agents.admit(admissions(38));
        measured("Agents.admit: 38");
    }

    function test_suspendOne() public {
        OrganisationId[] memory all = new OrganisationId[](1);
        all[0] = weather;
        asCouncil();
        agents.suspend(all, "an incident");
        measured("Agents.suspend: 1");
    }

    function test_appointADataOfficer() public {
        asCouncil();
        agents.appointDataOfficer(weather, KEY, ALL, "a lost key");
        measured("Agents.appointDataOfficer");
    }

    function test_handOver() public {
        signs(boss);
        agents.handOver(2, address(0x1e2), "retires");
        measured("Agents.handOver");
    }

    function test_setAnEndpoint() public {
        signs(boss);
        agents.setEndpoint(2, "https://suyuan.weather.example.org");
        measured("Agents.setEndpoint");
    }

    function test_grantOneKey() public {
        KeyGrant[] memory all = new KeyGrant[](1);
        all[0] = KeyGrant(address(0x1e2), ALL, START, START + 1);
        signs(boss);
        agents.grantKeys(2, all, "");
        measured("Agents.grantKeys: 1");
    }

    function test_suspendOneKey() public {
        address[] memory all = new address[](1);
        all[0] = KEY;
        signs(boss);
        agents.suspendKeys(2, all, "left");
        measured("Agents.suspendKeys: 1");
    }

    function test_endOneKey() public {
        address[] memory all = new address[](1);
        all[0] = KEY;
        asCouncil();
        agents.endKeys(weather, all, "stolen");
        measured("Agents.endKeys: 1");
    }

    function test_registerADomain() public {
        DomainEntry[] memory all = new DomainEntry[](1);
        all[0] = DomainEntry("climate", "{}");
        signs(officer("bureau"));
        datasets.registerDomains(1, all);
        measured("Datasets.registerDomains: 1");
    }

    function test_registerOneDataset() public {
        signs(boss);
        datasets.registerDatasets(2, registrations("e", 1));
        measured("Datasets.registerDatasets: 1");
    }

    function test_registerAFullBatchOfDatasets() public {
        signs(boss);
        datasets.registerDatasets(2, registrations("e", FULL));
        measured("Datasets.registerDatasets: 190");
    }

    function test_publishOneVersionWithoutParents() public {
        publishes(versions(1, 1, "root"), "Datasets.publishVersions: 1 without parents");
    }

    function test_publishOneVersionWithAParent() public {
        publishes(children(1, 1), "Datasets.publishVersions: 1 with a parent");
    }

    function test_publishAFullBatchAllDistinct() public {
        publishes(children(FULL, FULL), "Datasets.publishVersions: 190 with a parent, all distinct");
    }

    function test_publishAFullBatchOverFifty() public {
        publishes(children(FULL, FEW), "Datasets.publishVersions: 190 with a parent, over 50");
    }

    function test_publishOneVersionWith190Parents() public {
        Publication[] memory p = parents();
        Publication[] memory all = versions(1, 1, "child");
        all[0].parents = new VersionId[](FULL);
        for (uint256 i = 0; i < FULL; ++i) {
            VersionId id = idOf(p[i], run);
            uint256 j = i;
            for (; j > 0 && VersionId.unwrap(all[0].parents[j - 1]) > VersionId.unwrap(id); --j) {
                all[0].parents[j] = all[0].parents[j - 1];
            }
            all[0].parents[j] = id;
        }
        publishes(all, "Datasets.publishVersions: 1 with 190 parents");
    }

    function test_withdrawOneVersion() public {
        signs(boss);
        datasets.withdrawVersions(2, endings(1));
        measured("Datasets.withdrawVersions: 1");
    }

    function test_recallOneVersion() public {
        signs(boss);
        datasets.recallVersions(2, endings(1));
        measured("Datasets.recallVersions: 1");
    }

    function test_recallAFullBatch() public {
        signs(boss);
        datasets.recallVersions(2, endings(FULL));
        measured("Datasets.recallVersions: 190");
    }
}

/// @dev Apart, because what is recalled here must lie before the measured transaction.
contract SpreadGasTest is DatasetsTest {
    uint256 private constant FULL = 190;

    function setUp() public override {
        super.setUp();
        publish("weather", chain());
        recall(preimage(chain()[0], run));
    }

    /// @dev Each the parent of the next.
    function chain() private view returns (Publication[] memory all) {
        all = new Publication[](FULL + 1);
        all[0] = publication(open, OPEN, "source");
        for (uint256 i = 1; i <= FULL; ++i) all[i] = child(bytes32(i), idOf(all[i - 1], run));
    }

    function edges(uint256 n) private view returns (Spread[] memory all) {
        all = new Spread[](n);
        Publication[] memory c = chain();
        for (uint256 i = 0; i < n; ++i) all[i] = edge(c[i + 1], run, 0);
    }

    function test_spreadOneRecall() public {
        datasets.spreadRecalls(edges(1));
        vm.snapshotGasLastCall("gas", "Datasets.spreadRecalls: 1");
    }

    function test_spreadAFullBatch() public {
        datasets.spreadRecalls(edges(FULL));
        vm.snapshotGasLastCall("gas", "Datasets.spreadRecalls: 190 along a chain");
    }
}
