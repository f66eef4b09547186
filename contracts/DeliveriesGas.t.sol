// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Publication} from "./interfaces/IDatasets.sol";
import {Handover, Question, Receipt, Report, Waiver} from "./interfaces/IDeliveries.sol";
import {Issue} from "./interfaces/IGrants.sol";
import {Filing, RequestStep} from "./interfaces/IRequests.sol";
import {DatasetId, GrantId, Handed, Ids, RequestId, VersionId} from "./lib/Ids.sol";
import {SharingGas} from "./SharingGas.t.sol";
import {vm} from "./test/Vm.sol";

/// @dev Deliveries singly and in full transactions: of all distinct grants and versions, and of fifty.
abstract contract DeliveriesGas is SharingGas {
    uint256 internal constant FULL = 190;
    uint256 internal constant FEW = 50;
    uint256 private constant TRANSACTION = 21_000;

    function setUp() public virtual override {
        super.setUp();
        prepare();
        Filing[] memory filings = new Filing[](FULL);
        RequestStep[] memory steps = new RequestStep[](FULL);
        Issue[] memory issues = new Issue[](FULL);
        for (uint256 i = 0; i < FULL; ++i) {
            filings[i] = sharing.filing(dataset(), numbered("r", i));
            steps[i].request = requestAt(i);
            issues[i] = terms(requestAt(i));
        }
        signs(transport);
        requests.file(0, filings);
        signs(bureau);
        requests.pass(0, steps);
        signs(boss);
        grants.issue(0, issues);
    }

    /// @dev Before anything is asked for.
    function prepare() internal virtual {
        publish("weather", versions());
    }

    function dataset() internal view virtual returns (DatasetId) {
        return closed;
    }

    function declared() internal pure virtual returns (uint16) {
        return CLOSED;
    }

    function terms(RequestId id) internal view virtual returns (Issue memory) {
        return sharing.terms(id);
    }

    function versions() internal view returns (Publication[] memory all) {
        all = new Publication[](FULL);
        for (uint256 i = 0; i < FULL; ++i) {
            all[i] = publication(dataset(), declared(), keccak256(abi.encode("content", i)));
        }
    }

    function requestAt(uint256 i) internal view returns (RequestId) {
        return Ids.request(Ids.organisation("transport"), dataset(), numbered("r", i));
    }

    function grantAt(uint256 i) internal view returns (GrantId) {
        return Ids.grant(requestAt(i), GrantId.wrap(0));
    }

    /// @dev Over so many grants and versions, each pair once.
    function handovers(uint256 n, uint256 from) internal view returns (Handover[] memory all) {
        all = new Handover[](n);
        Publication[] memory v = versions();
        for (uint256 i = 0; i < n; ++i) {
            all[i].grant = grantAt(i % from);
            all[i].version = preimage(v[(i + i / from) % from], run);
            (all[i].name, all[i].parts) = ("2026-11", 1);
        }
    }

    function receipts(uint256 n, uint256 from) internal view returns (Receipt[] memory all) {
        all = new Receipt[](n);
        Handover[] memory h = handovers(n, from);
        for (uint256 i = 0; i < n; ++i) {
            all[i] = Receipt(h[i].grant, h[i].version, keccak256("2026-11"), h[i].version.content, "");
        }
    }

    function handedAll(uint256 n, uint256 from) internal view returns (Handed[] memory all) {
        all = new Handed[](n);
        Handover[] memory h = handovers(n, from);
        for (uint256 i = 0; i < n; ++i) {
            all[i] = Handed(h[i].grant, idOf(h[i].version), keccak256("2026-11"));
        }
    }

    function reports(uint256 n, uint256 from) internal view returns (Report[] memory all) {
        all = new Report[](n);
        Handed[] memory h = handedAll(n, from);
        for (uint256 i = 0; i < n; ++i) {
            all[i] = Report(h[i], 1, true, new VersionId[](0), '{"scenario":"signals"}', 0);
        }
    }

    function deliver(uint256 n, uint256 from) internal {
        Handover[] memory all = handovers(n, from);
        signs(boss);
        deliveries.deliver(2, all);
    }

    /// @dev Measured, and no more a piece than this, the transaction and its calldata included.
    function measured(string memory verb, bytes memory call, uint256 n, uint256 limit) internal {
        uint256 gas = measured(verb) + TRANSACTION;
        for (uint256 i = 0; i < call.length; ++i) gas += call[i] == 0 ? 4 : 16;
        if (gas / n > limit) assertEq(gas / n, limit, verb);
    }
}

contract DeliverGasTest is DeliveriesGas {
    function test_deliverOne() public {
        deliver(1, 1);
        measured("Deliveries.deliver: 1");
    }

    function test_deliverAFullBatchAllDistinct() public {
        deliver(FULL, FULL);
        bytes memory call = abi.encodeCall(deliveries.deliver, (2, handovers(FULL, FULL)));
        measured("Deliveries.deliver: 190, all distinct", call, FULL, 55_000);
    }

    function test_deliverAFullBatchOverFifty() public {
        deliver(FULL, FEW);
        bytes memory call = abi.encodeCall(deliveries.deliver, (2, handovers(FULL, FEW)));
        measured("Deliveries.deliver: 190, over 50", call, FULL, 55_000);
    }
}

/// @dev Apart, because what is received and reported here must lie before the measured transaction.
contract DeliveredGasTest is DeliveriesGas {
    function setUp() public override {
        super.setUp();
        deliver(FULL, FULL);
    }

    function test_receiveOne() public {
        Receipt[] memory all = receipts(1, 1);
        signs(transport);
        deliveries.receiveDeliveries(2, all);
        measured("Deliveries.receiveDeliveries: 1");
    }

    function test_receiveOneAndDisputeIt() public {
        Receipt[] memory all = receipts(1, 1);
        all[0].content = "else";
        signs(transport);
        deliveries.receiveDeliveries(2, all);
        measured("Deliveries.receiveDeliveries: 1 that is disputed");
    }

    function test_receiveAFullBatch() public {
        Receipt[] memory all = receipts(FULL, FULL);
        signs(transport);
        deliveries.receiveDeliveries(2, all);
        bytes memory call = abi.encodeCall(deliveries.receiveDeliveries, (2, all));
        measured("Deliveries.receiveDeliveries: 190, all distinct", call, FULL, 30_000);
    }

    function test_reportOne() public {
        Report[] memory all = reports(1, 1);
        signs(transport);
        deliveries.report(2, all);
        measured("Deliveries.report: 1");
    }

    function test_reportAFullBatch() public {
        Report[] memory all = reports(FULL, FULL);
        signs(transport);
        deliveries.report(2, all);
        bytes memory call = abi.encodeCall(deliveries.report, (2, all));
        measured("Deliveries.report: 190, all distinct", call, FULL, 30_000);
    }

    function test_recordAFullBatchAsOverdue() public {
        Handed[] memory all = handedAll(FULL, FULL);
        vm.warp(START + 30 days);
        deliveries.recordOverdue(all);
        measured("Deliveries.recordOverdue: 190");
    }

    function test_recordOneAsOverdue() public {
        Handed[] memory all = handedAll(1, 1);
        vm.warp(START + 30 days);
        deliveries.recordOverdue(all);
        measured("Deliveries.recordOverdue: 1");
    }
}

/// @dev One is reported and another overdue before the measured transaction.
contract SettledGasTest is DeliveriesGas {
    function setUp() public override {
        super.setUp();
        deliver(2, 2);
        Report[] memory all = reports(1, 2);
        signs(transport);
        deliveries.report(0, all);
        vm.warp(START + 30 days);
        Handed[] memory late = new Handed[](1);
        late[0] = handedAll(2, 2)[1];
        deliveries.recordOverdue(late);
    }

    function test_askForMore() public {
        Question[] memory all = new Question[](1);
        all[0] = Question(handedAll(1, 2)[0], "");
        signs(boss);
        deliveries.askForMore(3, all);
        measured("Deliveries.askForMore: 1");
    }

    function test_waiveWhatIsOverdue() public {
        Waiver[] memory all = new Waiver[](1);
        all[0] = Waiver(handedAll(2, 2)[1], 1, 0, 0, "");
        signs(bureau);
        deliveries.waive(2, all);
        measured("Deliveries.waive: 1");
    }
}
