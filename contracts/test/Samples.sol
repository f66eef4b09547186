// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Publication, Run} from "../interfaces/IDatasets.sol";
import {SubjectPermission} from "../interfaces/IFactLog.sol";
import {DatasetId, Ids, Kinds, Preimage, RunId, VersionId} from "../lib/Ids.sol";
import {Permissions} from "../lib/Permissions.sol";
import {States} from "../lib/States.sol";

/// @dev Plain data for tests. Internal, because an external call would use up a prank.
abstract contract Samples {
    uint64 internal constant ALL =
        Permissions.REGISTER |
            Permissions.PUBLISH |
            Permissions.RECALL |
            Permissions.CATALOGUE |
            Permissions.SHARE |
            Permissions.USE |
            Permissions.SUPERVISE |
            Permissions.APPROVE;
    /// General data that anyone may derive from.
    uint16 internal constant OPEN = States.LOWEST_GRADE | States.UNCONDITIONAL;
    uint16 internal constant CLOSED = States.LOWEST_GRADE;
    uint16 internal constant CONFINED = States.CONFINED;
    address internal constant MEMBER = address(0xc0);

    function officer(string memory code) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("officer", code)))));
    }

    /// @dev The prefix and three digits.
    function numbered(string memory prefix, uint256 i) internal pure returns (string memory) {
        bytes memory digits = new bytes(3);
        (digits[0], digits[1]) = (bytes1(uint8(48 + i / 100)), bytes1(uint8(48 + ((i / 10) % 10))));
        digits[2] = bytes1(uint8(48 + (i % 10)));
        return string.concat(prefix, string(digits));
    }

    /// @dev One run, of the job "job".
    function runs() internal pure returns (Run[] memory all) {
        all = new Run[](1);
        all[0] = Run("job", bytes32("code"), "run");
    }

    function runOf(string memory organisation) internal pure returns (RunId) {
        return Ids.run(Ids.organisation(organisation), "job", bytes32("code"), "run");
    }

    function publication(
        DatasetId dataset,
        uint16 state,
        bytes32 content
    ) internal pure returns (Publication memory p) {
        p.dataset = dataset;
        p.state = state;
        p.content = content;
        p.sm3 = keccak256(abi.encode(content));
        p.metadata = '{"mediaType":"text/csv"}';
    }

    function idOf(Publication memory p, RunId run) internal pure returns (VersionId) {
        return idOf(preimage(p, run));
    }

    function idOf(Preimage memory p) internal pure returns (VersionId) {
        return Ids.version(p.dataset, p.content, p.run, p.parentsHash, p.underHash);
    }

    function preimage(Publication memory p, RunId run) internal pure returns (Preimage memory) {
        bytes32 parents = keccak256(abi.encodePacked(p.parents));
        return Preimage(p.dataset, p.content, run, parents, keccak256(abi.encodePacked(p.under)));
    }

    function one(Publication memory p) internal pure returns (Publication[] memory all) {
        all = new Publication[](1);
        all[0] = p;
    }

    function one(VersionId id) internal pure returns (VersionId[] memory all) {
        all = new VersionId[](1);
        all[0] = id;
    }

    function one(Preimage memory p) internal pure returns (Preimage[] memory all) {
        all = new Preimage[](1);
        all[0] = p;
    }

    /// @dev Strictly ascending.
    function two(VersionId a, VersionId b) internal pure returns (VersionId[] memory all) {
        all = new VersionId[](2);
        bool ascending = VersionId.unwrap(a) < VersionId.unwrap(b);
        (all[0], all[1]) = ascending ? (a, b) : (b, a);
    }

    function agentsPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](1);
        p[0] = SubjectPermission(Kinds.ORGANISATION, true, States.SUSPENDED, States.SUSPENDED);
    }

    function datasetsPermissions() internal pure returns (SubjectPermission[] memory p) {
        uint16 declared = States.GRADE | States.PERSONAL | States.LEAST | States.UNCONDITIONAL;
        uint16 ends = States.WITHDRAWN | States.RECALLED | States.AFFECTED | States.CORRECTED;
        p = new SubjectPermission[](5);
        p[0] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
        p[1] = SubjectPermission(Kinds.DOMAIN, true, 0, 0);
        p[2] = SubjectPermission(Kinds.DATASET, true, declared, 0);
        p[3] = SubjectPermission(Kinds.VERSION, true, declared | ends | States.CONFINED, 0);
        p[4] = SubjectPermission(Kinds.GRANT, false, 0, 0);
    }

    function desensitisationsPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](2);
        p[0] = SubjectPermission(Kinds.EVIDENCE, true, 0, 0);
        p[1] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function consentsPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](3);
        p[0] = SubjectPermission(Kinds.CONSENT, true, States.WITHDRAWN, 0);
        p[1] = SubjectPermission(Kinds.DATASET, false, 0, 0);
        p[2] = SubjectPermission(Kinds.VERSION, false, States.AFFECTED, 0);
    }

    function assessmentsPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](3);
        p[0] = SubjectPermission(Kinds.ASSESSMENT, true, States.WITHDRAWN, 0);
        p[1] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
        p[2] = SubjectPermission(Kinds.DATASET, false, 0, 0);
    }

    function gatesPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](1);
        p[0] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function clocksPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](2);
        p[0] = SubjectPermission(Kinds.CALENDAR, true, 0, 0);
        p[1] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function supplyPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](2);
        p[0] = SubjectPermission(Kinds.SUPPLY, true, 0, 0);
        p[1] = SubjectPermission(Kinds.DATASET, false, 0, 0);
    }

    function requestsPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](3);
        p[0] = SubjectPermission(Kinds.REQUEST, true, 0, 0);
        p[1] = SubjectPermission(Kinds.DATASET, false, 0, 0);
        p[2] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function grantsPermissions() internal pure returns (SubjectPermission[] memory p) {
        uint16 bits = States.ONWARD | States.PROMISED | States.LEAST | States.ABROAD;
        uint16 set = bits | States.SUSPENDED | States.WITHDRAWN;
        p = new SubjectPermission[](4);
        p[0] = SubjectPermission(Kinds.GRANT, true, set, States.SUSPENDED);
        p[1] = SubjectPermission(Kinds.REQUEST, false, 0, 0);
        p[2] = SubjectPermission(Kinds.DATASET, false, 0, 0);
        p[3] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function deliveriesPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](4);
        p[0] = SubjectPermission(Kinds.GRANT, false, 0, 0);
        p[1] = SubjectPermission(Kinds.VERSION, false, 0, 0);
        p[2] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
        p[3] = SubjectPermission(Kinds.DATASET, false, 0, 0);
    }

    function emergenciesPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](2);
        p[0] = SubjectPermission(Kinds.GRANT, false, 0, 0);
        p[1] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function promisesPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](2);
        p[0] = SubjectPermission(Kinds.GRANT, false, 0, 0);
        p[1] = SubjectPermission(Kinds.ORGANISATION, false, 0, 0);
    }

    function recallsPermissions() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](2);
        p[0] = SubjectPermission(Kinds.GRANT, false, 0, 0);
        p[1] = SubjectPermission(Kinds.VERSION, false, 0, 0);
    }
}
