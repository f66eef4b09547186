// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantStep, Issue} from "./interfaces/IGrants.sol";
import {GrantId, RequestId} from "./lib/Ids.sol";
import {DeliveriesGas} from "./DeliveriesGas.t.sol";
import {vm} from "./test/Vm.sol";

/// @dev Of promises, and of deliveries when every grant is promised.
contract PromisesGasTest is DeliveriesGas {
    RequestId private decidable;

    function setUp() public override {
        super.setUp();
        decidable = sharing.filed("transport", closed, "another");
        sharing.passed(decidable);
        signs(boss);
        grants.suspend(0, step(grantAt(1)));
    }

    function terms(RequestId id) internal view override returns (Issue memory g) {
        g = super.terms(id);
        g.promised = true;
    }

    function step(GrantId grant) private pure returns (GrantStep[] memory all) {
        all = new GrantStep[](1);
        all[0] = GrantStep(grant, 1, "");
    }

    function resume() internal {
        signs(boss);
        grants.resume(0, step(grantAt(1)));
    }

    function test_issueOne() public {
        Issue[] memory all = new Issue[](1);
        all[0] = terms(decidable);
        signs(boss);
        grants.issue(2, all);
        measured("Grants.issue: 1 with a promise");
    }

    function test_resumeOne() public {
        signs(boss);
        grants.resume(2, step(grantAt(1)));
        measured("Grants.resume: 1 with a promise");
    }

    function test_deliverOne() public {
        deliver(1, 1);
        measured("Deliveries.deliver: 1 that was promised");
    }

    function test_recordOneAsMissed() public {
        GrantId[] memory all = new GrantId[](1);
        all[0] = grantAt(0);
        vm.warp(START + 2 days);
        promises.recordMissed(all);
        measured("Promises.recordMissed: 1");
    }

    function test_recordAFullBatchAsMissed() public {
        resume();
        GrantId[] memory all = new GrantId[](FULL);
        for (uint256 i = 0; i < FULL; ++i) all[i] = grantAt(i);
        vm.warp(START + 2 days);
        promises.recordMissed(all);
        measured("Promises.recordMissed: 190");
    }
}

/// @dev Apart, because nothing may rest here.
contract PromisedDeliveriesGasTest is DeliveriesGas {
    function terms(RequestId id) internal view override returns (Issue memory g) {
        g = super.terms(id);
        g.promised = true;
    }

    function test_deliverAFullBatchOfPromisedAllDistinct() public {
        deliver(FULL, FULL);
        bytes memory call = abi.encodeCall(deliveries.deliver, (2, handovers(FULL, FULL)));
        measured("Deliveries.deliver: 190 that were promised, all distinct", call, FULL, 70_000);
    }

    function test_deliverAFullBatchOfPromisedOverFifty() public {
        deliver(FULL, FEW);
        bytes memory call = abi.encodeCall(deliveries.deliver, (2, handovers(FULL, FEW)));
        measured("Deliveries.deliver: 190 that were promised, over 50", call, FULL, 70_000);
    }
}
