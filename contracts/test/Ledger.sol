// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "../interfaces/IAgents.sol";
import {IDatasets} from "../interfaces/IDatasets.sol";
import {IFactLog} from "../interfaces/IFactLog.sol";
import {Given} from "./Given.sol";
import {ICouncil} from "./ICouncil.sol";
import {Samples} from "./Samples.sol";
import {Test} from "./Test.sol";
import {vm} from "./Vm.sol";

/// @dev A test over a deployed ledger with the departments "weather" and "transport".
abstract contract Ledger is Test, Samples {
    uint48 internal constant START = 1_750_000_000;

    Given internal given;
    ICouncil internal council;
    IFactLog internal log;
    IAgents internal agents;
    IDatasets internal datasets;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1_000);
        given = new Given();
        council = given.council();
        log = given.log();
        agents = given.agents();
        datasets = given.datasets();
        given.organisation("weather");
        given.organisation("transport");
    }
}
