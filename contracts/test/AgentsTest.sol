// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Admission, IAgents, KeyGrant, OrganisationKind} from "../interfaces/IAgents.sol";
import {Registration} from "../interfaces/IDatasets.sol";
import {Header} from "../interfaces/IFactLog.sol";
import {Ids, OrganisationId} from "../lib/Ids.sol";
import {Permissions} from "../lib/Permissions.sol";
import {Text} from "../lib/Text.sol";
import {Ledger} from "./Ledger.sol";
import {Vm, vm} from "./Vm.sol";

/// @dev The council's and a data officer's verbs, one at a time.
abstract contract AgentsTest is Ledger {
    uint48 internal constant FOREVER = type(uint48).max;
    uint64 internal constant DATA_OFFICER = Permissions.DATA_OFFICER;
    address internal constant KEY = address(0x1e1);

    OrganisationId internal immutable weather = Ids.organisation("weather");
    OrganisationId internal immutable transport = Ids.organisation("transport");
    OrganisationId internal immutable nobody = Ids.organisation("nobody");
    address internal immutable boss = officer("weather");

    function refused(bytes4 selector, OrganisationId id) internal {
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function refused(bytes4 selector, address key) internal {
        refusedWith(abi.encodeWithSelector(selector, key));
    }

    function asCouncil(bytes memory data) internal {
        vm.prank(address(council), MEMBER);
        (bool done, ) = address(agents).call(data);
        assertTrue(done, "done, or refused as expected");
    }

    function admit(Admission memory a) internal {
        Admission[] memory all = new Admission[](1);
        all[0] = a;
        vm.prank(address(council), MEMBER);
        agents.admit(all);
    }

    function admission(string memory code) internal pure returns (Admission memory) {
        OrganisationId none = OrganisationId.wrap(0);
        return Admission(code, OrganisationKind.Department, none, officer(code), ALL, "{}");
    }

    function suspend(OrganisationId id) internal {
        vm.prank(address(council), MEMBER);
        agents.suspend(one(id), "an incident");
    }

    function resume(OrganisationId id) internal {
        vm.prank(address(council), MEMBER);
        agents.resume(one(id), "over");
    }

    function grant(address key, uint64 permissions, uint48 from, uint48 until) internal {
        KeyGrant[] memory all = new KeyGrant[](1);
        all[0] = KeyGrant(key, permissions, from, until);
        signs(boss);
        agents.grantKeys(0, all, "a colleague");
    }

    function endKey(address key) internal {
        address[] memory all = new address[](1);
        all[0] = key;
        signs(boss);
        agents.suspendKeys(0, all, "left");
    }

    /// @dev By the council.
    function endKeys(OrganisationId id, address key) internal {
        address[] memory all = new address[](1);
        all[0] = key;
        vm.prank(address(council), MEMBER);
        agents.endKeys(id, all, "stolen");
    }

    /// @dev An execution team of weather's.
    function team(string memory code) internal returns (OrganisationId) {
        Admission memory a = admission(code);
        (a.kind, a.parent) = (OrganisationKind.ExecutionTeam, weather);
        admit(a);
        return Ids.organisation(code);
    }

    /// @dev Any verb of Datasets would do: who signs is judged first.
    function acts(address key) internal {
        acts(key, 0);
    }

    function acts(address key, uint64 step) internal {
        signs(key);
        datasets.registerDatasets(step, new Registration[](0));
    }

    function one(OrganisationId id) internal pure returns (OrganisationId[] memory all) {
        all = new OrganisationId[](1);
        all[0] = id;
    }

    function long(uint256 length) internal pure returns (string memory) {
        return string(new bytes(length));
    }

    function tooLong(string memory field, uint256 limit) internal {
        refusedWith(abi.encodeWithSelector(Text.TextTooLong.selector, field, limit + 1, limit));
    }

    function notInForce(address key, uint48 from, uint48 until) internal {
        refusedWith(abi.encodeWithSelector(IAgents.KeyNotInForce.selector, key, from, until));
    }

    function onlyLog() internal returns (Vm.Log memory last, Header memory h) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one event");
        last = logs[0];
        h = abi.decode(last.data, (Header));
    }
}
