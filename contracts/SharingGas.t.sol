// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Calendar, Step, Term} from "./interfaces/IClocks.sol";
import {Publication} from "./interfaces/IDatasets.sol";
import {GrantStep, Issue} from "./interfaces/IGrants.sol";
import {Filing, RequestStep} from "./interfaces/IRequests.sol";
import {SupplyItem, Sharing as Kind} from "./interfaces/ISupply.sol";
import {GrantId, Ids, Preimage, RequestId} from "./lib/Ids.sol";
import {SharingTest} from "./test/SharingTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev What each verb of sharing costs, as in Gas.t.sol. Every officer's lane is at step 1.
abstract contract SharingGas is SharingTest {
    address internal immutable transport = officer("transport");
    address internal immutable bureau = officer("bureau");

    function setUp() public virtual override {
        super.setUp();
        signs(boss);
        supply.listItems(1, new SupplyItem[](0));
        signs(transport);
        requests.file(1, new Filing[](0));
        signs(bureau);
        clocks.setTerms(1, new Term[](0));
    }

    function measured(string memory verb) internal returns (uint256) {
        return vm.snapshotGasLastCall("gas", verb);
    }
}

contract RequestsGasTest is SharingGas {
    RequestId private filed;
    RequestId private passed;
    RequestId private returned;
    RequestId private denied;
    RequestId private mediated;

    /// @dev One in each stage, before the measured transaction.
    function setUp() public override {
        super.setUp();
        filed = sharing.filed("transport", closed, "filed");
        passed = decidable("passed");
        returned = decidable("returned");
        denied = decidable("denied");
        mediated = decidable("mediated");
        signs(boss);
        requests.sendBack(0, step(returned));
        signs(boss);
        requests.refuse(0, step(denied));
        signs(boss);
        requests.refuse(0, step(mediated));
        signs(transport);
        requests.askMediation(0, step(mediated));
    }

    function decidable(string memory name) private returns (RequestId id) {
        id = sharing.filed("transport", closed, name);
        sharing.passed(id);
    }

    function step(RequestId id) private pure returns (RequestStep[] memory all) {
        all = new RequestStep[](1);
        all[0] = RequestStep(id, 1, "because");
    }

    function test_publishACalendar() public {
        Calendar[] memory all = new Calendar[](1);
        all[0] = Calendar(2026, [uint256(0x0c183060c183060c183), 0], "the State Council's notice");
        signs(bureau);
        clocks.publishCalendars(2, all);
        measured("Clocks.publishCalendars: 1");
    }

    function test_setATerm() public {
        Term[] memory all = new Term[](1);
        all[0] = Term(Step.Review, 3, "");
        signs(bureau);
        clocks.setTerms(2, all);
        measured("Clocks.setTerms: 1");
    }

    function test_listAnItemAnew() public {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = sharing.item(closed, Kind.Conditional);
        signs(boss);
        supply.listItems(2, all);
        measured("Supply.listItems: 1");
    }

    function test_fileARequest() public {
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(closed, "first");
        signs(transport);
        requests.file(2, all);
        measured("Requests.file: 1");
    }

    function test_fileARequestThatIsGrantedAtOnce() public {
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(open, "first");
        signs(transport);
        requests.file(2, all);
        measured("Requests.file: 1 granted at once");
    }

    function test_passARequest() public {
        signs(bureau);
        requests.pass(2, step(filed));
        measured("Requests.pass: 1");
    }

    function test_sendARequestBack() public {
        signs(boss);
        requests.sendBack(2, step(passed));
        measured("Requests.sendBack: 1");
    }

    function test_completeARequest() public {
        signs(transport);
        requests.complete(2, step(returned));
        measured("Requests.complete: 1");
    }

    function test_rejectARequest() public {
        signs(bureau);
        requests.reject(2, step(filed));
        measured("Requests.reject: 1");
    }

    function test_refuseARequest() public {
        signs(boss);
        requests.refuse(2, step(passed));
        measured("Requests.refuse: 1");
    }

    function test_askForMediation() public {
        signs(transport);
        requests.askMediation(2, step(denied));
        measured("Requests.askMediation: 1");
    }

    function test_directAGrant() public {
        signs(bureau);
        requests.direct(2, step(mediated));
        measured("Requests.direct: 1");
    }

    function test_upholdARefusal() public {
        signs(bureau);
        requests.uphold(2, step(mediated));
        measured("Requests.uphold: 1");
    }

    function test_withdrawARequest() public {
        signs(transport);
        requests.withdraw(2, step(filed));
        measured("Requests.withdraw: 1");
    }

    function test_recordALateAnswer() public {
        RequestId[] memory all = new RequestId[](1);
        all[0] = filed;
        vm.warp(START + 30 days);
        requests.recordLateAnswers(all);
        measured("Requests.recordLateAnswers: 1");
    }
}

contract GrantsGasTest is SharingGas {
    RequestId private asked;
    GrantId private grant;
    GrantId private resting;
    Preimage private version;

    function setUp() public override {
        super.setUp();
        asked = sharing.filed("transport", closed, "first");
        sharing.passed(asked);
        grant = sharing.granted("transport", "weather", closed, "second");
        resting = sharing.granted("transport", "weather", closed, "third");
        signs(boss);
        grants.suspend(0, steps(resting));
        version = published(closed, CLOSED, "rain");
    }

    function issues(RequestId id, GrantId amends) private view returns (Issue[] memory all) {
        all = new Issue[](1);
        all[0] = sharing.terms(id);
        all[0].amends = amends;
    }

    function steps(GrantId id) private pure returns (GrantStep[] memory all) {
        all = new GrantStep[](1);
        all[0] = GrantStep(id, 1, "");
    }

    function test_issueOne() public {
        Issue[] memory all = issues(asked, GrantId.wrap(0));
        signs(boss);
        grants.issue(2, all);
        measured("Grants.issue: 1");
    }

    function test_amendOne() public {
        Issue[] memory all = issues(Ids.request(Ids.organisation("transport"), closed, "second"), grant);
        signs(boss);
        grants.issue(2, all);
        measured("Grants.issue: 1 that amends another");
    }

    function test_suspendOne() public {
        signs(boss);
        grants.suspend(2, steps(grant));
        measured("Grants.suspend: 1");
    }

    function test_resumeOne() public {
        signs(boss);
        grants.resume(2, steps(resting));
        measured("Grants.resume: 1");
    }

    function test_revokeOne() public {
        signs(boss);
        grants.revoke(2, steps(grant));
        measured("Grants.revoke: 1");
    }

    function test_terminateOne() public {
        signs(transport);
        grants.terminate(2, steps(grant));
        measured("Grants.terminate: 1");
    }

    function test_publishOneVersionUnderAGrant() public {
        Publication[] memory all = one(publication(theirsClosed, CLOSED, "child"));
        all[0].state |= CONFINED;
        all[0].parents = one(idOf(version));
        all[0].under = new GrantId[](1);
        all[0].under[0] = grant;
        all[0].shown = one(version);
        signs(transport);
        datasets.publishVersions(2, runs(), all);
        measured("Datasets.publishVersions: 1 under a grant");
    }
}
