// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission, IAgents, KeyGrant, OrganisationKind} from "../interfaces/IAgents.sol";
import {DomainEntry, Ending, IDatasets, Publication, Registration} from "../interfaces/IDatasets.sol";
import {IFactLog} from "../interfaces/IFactLog.sol";
import {DatasetId, DomainId, Ids, OrganisationId, Preimage, VersionId} from "../lib/Ids.sol";
import {ICouncil} from "./ICouncil.sol";
import {Samples} from "./Samples.sol";
import {deploy, vm} from "./Vm.sol";

/// @dev A small city, in the ledger's own verbs. Whoever is named by a code signs with `officer(code)`.
contract Given is Samples {
    ICouncil public council;
    IFactLog public log;
    IAgents public agents;
    IDatasets public datasets;
    uint256 private _salt;

    /// @dev A council, the contracts, an appointed bureau and the domain "all".
    constructor() {
        address[] memory members = new address[](1);
        members[0] = MEMBER;
        council = ICouncil(deploy("Council.sol:Council", abi.encode(0, members)));
        log = IFactLog(deploy("FactLog.sol:FactLog", abi.encode(council)));
        agents = IAgents(deploy("Agents.sol:Agents", abi.encode(log)));
        datasets = newDatasets(IDatasets(address(0)));
        enact(abi.encodeCall(log.admit, ("agents", address(agents), agentsPermissions())), address(log));
        enact(
            abi.encodeCall(log.admit, ("datasets", address(datasets), datasetsPermissions())),
            address(log)
        );
        address evidence = deploy("Desensitisations.sol:Desensitisations", abi.encode(log, address(0)));
        enact(
            abi.encodeCall(log.admit, ("desensitisations", evidence, desensitisationsPermissions())),
            address(log)
        );
        bureau("bureau");
        domain("all");
    }

    function enact(bytes memory data, address target) public {
        vm.prank(MEMBER, MEMBER);
        council.enact(target, data, bytes32(++_salt));
    }

    function newDatasets(IDatasets before) public returns (IDatasets) {
        return IDatasets(deploy("Datasets.sol:Datasets", abi.encode(log, before)));
    }

    /// @dev From here on `datasets` is the second generation.
    function secondDatasets() external returns (IDatasets second) {
        second = newDatasets(datasets);
        bytes memory call = abi.encodeCall(log.succeed, ("datasets", address(second), datasetsPermissions()));
        enact(call, address(log));
        datasets = second;
    }

    function organisation(string memory code) external returns (OrganisationId) {
        return organisation(code, OrganisationKind.Department);
    }

    function organisation(string memory code, OrganisationKind kind) public returns (OrganisationId id) {
        Admission[] memory a = new Admission[](1);
        a[0] = Admission(code, kind, OrganisationId.wrap(0), officer(code), ALL, "{}");
        enact(abi.encodeCall(agents.admit, (a)), address(agents));
        return Ids.organisation(code);
    }

    /// @dev An execution team of a department.
    function team(string memory code, OrganisationId department) external {
        Admission[] memory a = new Admission[](1);
        a[0] = Admission(code, OrganisationKind.ExecutionTeam, department, officer(code), ALL, "{}");
        enact(abi.encodeCall(agents.admit, (a)), address(agents));
    }

    /// @dev Admitted, and in office from here on.
    function bureau(string memory code) public {
        OrganisationId id = organisation(code, OrganisationKind.Bureau);
        enact(abi.encodeCall(agents.appointBureau, (id, "because")), address(agents));
    }

    function suspended(string memory code) external {
        OrganisationId[] memory all = new OrganisationId[](1);
        all[0] = Ids.organisation(code);
        enact(abi.encodeCall(agents.suspend, (all, "because")), address(agents));
    }

    function key(
        string memory code,
        address granted,
        uint64 permissions,
        uint48 from,
        uint48 until
    ) external {
        KeyGrant[] memory g = new KeyGrant[](1);
        g[0] = KeyGrant(granted, permissions, from, until);
        _sign(code);
        agents.grantKeys(0, g, "");
    }

    function domain(string memory code) public returns (DomainId) {
        DomainEntry[] memory e = new DomainEntry[](1);
        e[0] = DomainEntry(code, "{}");
        _sign("bureau");
        datasets.registerDomains(0, e);
        return Ids.domain(code);
    }

    function dataset(string memory owner, string memory code, uint16 state) external returns (DatasetId) {
        Registration[] memory r = new Registration[](1);
        r[0] = Registration(code, Ids.domain("all"), state, "raw", "{}");
        _sign(owner);
        datasets.registerDatasets(0, r);
        return Ids.dataset(Ids.organisation(owner), code);
    }

    function version(string memory owner, Publication calldata p) external returns (VersionId) {
        Publication[] memory all = new Publication[](1);
        all[0] = p;
        _sign(owner);
        datasets.publishVersions(0, runs(), all);
        return idOf(p, runOf(owner));
    }

    function withdrawn(string memory owner, Preimage calldata p) external {
        _sign(owner);
        datasets.withdrawVersions(0, _ending(p));
    }

    function recalled(string memory owner, Preimage calldata p) external {
        _sign(owner);
        datasets.recallVersions(0, _ending(p));
    }

    function _ending(Preimage calldata p) private pure returns (Ending[] memory all) {
        all = new Ending[](1);
        all[0] = Ending(p, 1, "");
    }

    function _sign(string memory code) private {
        address signer = officer(code);
        vm.prank(signer, signer);
    }
}
