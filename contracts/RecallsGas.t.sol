// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ending, Publication, Spread} from "./interfaces/IDatasets.sol";
import {Claim} from "./interfaces/IDeliveries.sol";
import {Acknowledgement, Response} from "./interfaces/IRecalls.sol";
import {GrantId, Handed} from "./lib/Ids.sol";
import {DeliveriesGas} from "./DeliveriesGas.t.sol";

/// @dev Everything that was delivered is recalled before the measured transaction, and each has a child.
contract RecallsGasTest is DeliveriesGas {
    function setUp() public override {
        super.setUp();
        deliver(FULL, FULL);
        publish("weather", children());
        Publication[] memory v = versions();
        Ending[] memory all = new Ending[](FULL);
        for (uint256 i = 0; i < FULL; ++i) all[i] = Ending(preimage(v[i], run), 1, "");
        signs(boss);
        datasets.recallVersions(0, all);
    }

    /// @dev Each of another parent.
    function children() private view returns (Publication[] memory all) {
        all = new Publication[](FULL);
        Publication[] memory v = versions();
        for (uint256 i = 0; i < FULL; ++i) {
            all[i] = publication(closed, CLOSED, keccak256(abi.encode("child", i)));
            (all[i].parents, all[i].shown) = (one(idOf(v[i], run)), one(preimage(v[i], run)));
        }
    }

    function edges(uint256 n) private view returns (Spread[] memory all) {
        all = new Spread[](n);
        Publication[] memory c = children();
        for (uint256 i = 0; i < n; ++i) all[i] = edge(c[i], run, 0);
    }

    function acknowledgements(uint256 n) private view returns (Acknowledgement[] memory all) {
        all = new Acknowledgement[](n);
        Handed[] memory h = handedAll(n, FULL);
        for (uint256 i = 0; i < n; ++i) all[i] = Acknowledgement(h[i], Response.Deleted, 0, "");
    }

    function test_acknowledgeOne() public {
        Acknowledgement[] memory all = acknowledgements(1);
        signs(transport);
        recalls.acknowledge(2, all);
        measured("Recalls.acknowledge: 1");
    }

    function test_acknowledgeAFullBatch() public {
        Acknowledgement[] memory all = acknowledgements(FULL);
        signs(transport);
        recalls.acknowledge(2, all);
        bytes memory call = abi.encodeCall(recalls.acknowledge, (2, all));
        measured("Recalls.acknowledge: 190, all distinct", call, FULL, 60_000);
    }

    /// @dev The dearest edges: no slot is touched twice. Limits include the transaction and its calldata.
    function test_spreadAFullBatchFromAllDistinctParents() public {
        Spread[] memory all = edges(FULL);
        datasets.spreadRecalls(all);
        bytes memory call = abi.encodeCall(datasets.spreadRecalls, (all));
        measured("Datasets.spreadRecalls: 190, all distinct", call, FULL, 35_000);
    }

    function test_claimAReceipt() public {
        Claim[] memory all = new Claim[](1);
        all[0] = Claim(closed, GrantId.wrap(0), "rain", "");
        signs(transport);
        deliveries.claimReceipts(2, all);
        measured("Deliveries.claimReceipts: 1");
    }

    function test_claimAReceiptUnderAGrant() public {
        Claim[] memory all = new Claim[](1);
        all[0] = Claim(closed, grantAt(0), "rain", "");
        signs(transport);
        deliveries.claimReceipts(2, all);
        measured("Deliveries.claimReceipts: 1 under a grant");
    }
}
