// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFactLog} from "../interfaces/IFactLog.sol";
import {OrganisationId} from "../lib/Ids.sol";

/// @dev An Agents gone bad: when Datasets asks who signs, it first does what it was armed with.
contract HostileAgents {
    uint32 private immutable _number;
    OrganisationId private immutable _id;
    address private _target;
    bytes private _attack;
    bool public attackDone;
    bytes public attackReason;

    constructor(uint32 number, OrganisationId id) {
        _number = number;
        _id = id;
    }

    function arm(address target, bytes calldata attack) external {
        (_target, _attack) = (target, attack);
    }

    function enter(uint64, uint64) external returns (uint32, OrganisationId) {
        address target = _target;
        _target = address(0);
        if (target != address(0)) (attackDone, attackReason) = target.call(_attack);
        return (_number, _id);
    }
}

/// @dev Runs the spine's code on its own storage.
contract Borrower {
    function append(IFactLog log, bytes calldata data) external returns (bool done) {
        (done, ) = address(log).delegatecall(data);
    }

    function look(IFactLog log, bytes calldata data) external view returns (bool done) {
        (done, ) = address(log).staticcall(data);
    }
}
