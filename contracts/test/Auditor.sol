// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Sharing as Kind} from "../interfaces/ISupply.sol";
import {DatasetId, Ids} from "../lib/Ids.sol";
import {Given} from "./Given.sol";
import {Replay} from "./Replay.sol";
import {Samples} from "./Samples.sol";
import {Sharing} from "./Sharing.sol";
import {vm} from "./Vm.sol";

/// @dev Does random acts and compares each with what the books allow. Departments are counted from 0; each has
/// a dataset "closed". Time stands still during an act.
abstract contract Auditor is Samples {
    uint32 private constant FIRST_NUMBER = 2; // the bureau is 1
    uint256 private constant GENERATIONS = 3;

    Sharing public sharing;
    Replay public immutable replay;
    /// How often each act was done, and how often it was refused.
    mapping(string act => uint256) public done;
    mapping(string act => uint256) public refused;
    /// How often an act was done or refused against the books.
    mapping(string act => uint256) public against;
    uint256 public trespasses;
    string public lastTrespass;
    uint256 public generation = 1;
    uint256 internal _time = 1_750_000_000;
    uint256 private _number = 1_000;

    constructor() {
        vm.recordLogs();
        Given given = new Given();
        replay = new Replay(given.log());
        for (uint8 i = 0; i < 3; ++i) {
            given.organisation(nameOf(i));
            given.dataset(nameOf(i), "closed", CLOSED);
        }
        sharing = new Sharing(given);
        for (uint8 i = 0; i < 3; ++i) sharing.listed(nameOf(i), datasetOf(i), Kind.Conditional);
        _audit();
    }

    function nameOf(uint8 department) internal pure returns (string memory) {
        return ["weather", "transport", "health"][department];
    }

    function numberOf(uint8 department) internal pure returns (uint32) {
        return FIRST_NUMBER + department;
    }

    function datasetOf(uint8 department) internal pure returns (DatasetId) {
        return Ids.dataset(Ids.organisation(nameOf(department)), "closed");
    }

    function time() external view returns (uint256) {
        return _time;
    }

    function wait(uint256 seed) public {
        _time += (seed % 36) * 1 hours;
    }

    /// @dev All the contracts at once, twice at most.
    function succeed(uint256 seed) public {
        if (seed % 6 != 0 || generation == GENERATIONS) return;
        vm.warp(_time);
        sharing.succeeded();
        _audit();
        ++generation;
    }

    function _do(
        string memory act,
        address key,
        address target,
        bytes memory call
    ) internal returns (bool ok) {
        vm.warp(_time);
        if (uint256(keccak256(call)) % 3 == 0) vm.roll(++_number);
        vm.prank(key, key);
        (ok, ) = target.call(call);
        ++(ok ? done : refused)[act];
        // What a refused call logged is no history.
        if (ok) _audit();
        else vm.getRecordedLogs();
    }

    function _expect(string memory act, bool ok, bool lawful) internal {
        if (ok == lawful) return;
        ++against[act];
        ++trespasses;
        lastTrespass = act;
    }

    function _audit() internal {
        replay.read(vm.getRecordedLogs(), _number, _time);
    }

    /// @dev One of the last six.
    function _recent(uint256 seed, uint256 count) internal pure returns (uint256) {
        return count - 1 - (seed % (count < 6 ? count : 6));
    }
}
