// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EmergencyReport, Invocation, Lift, Responder, Review} from "./interfaces/IEmergencies.sol";
import {GrantId, Ids} from "./lib/Ids.sol";
import {SharingGas} from "./SharingGas.t.sol";
import {vm} from "./test/Vm.sol";

/// @dev What each verb of emergencies costs. "flood" was invoked and "fire" found unjustified before the
/// measured transaction.
contract EmergenciesGasTest is SharingGas {
    address private immutable second = officer("transport-2");

    function setUp() public override {
        super.setUp();
        given.key("transport", second, ALL, START, START + 365 days);
        given.organisation("health");
        name("transport");
        invoke(transport, "flood");
        invoke(second, "fire");
        signs(bureau);
        emergencies.review(0, reviews("fire", false));
    }

    function name(string memory code) private {
        Responder[] memory all = new Responder[](1);
        all[0] = Responder(Ids.organisation(code), true, "");
        signs(bureau);
        emergencies.nameResponders(0, all);
    }

    function invoke(address key, string memory request) private {
        Invocation[] memory all = invocations(request);
        signs(key);
        emergencies.invoke(0, all);
    }

    function invocations(string memory request) private view returns (Invocation[] memory all) {
        all = new Invocation[](1);
        all[0] = Invocation(sharing.filing(closed, request), "2026-0417");
    }

    function grantOf(string memory request) private view returns (GrantId) {
        return Ids.grant(Ids.request(Ids.organisation("transport"), closed, request), GrantId.wrap(0));
    }

    function grantsOf(string memory request) private view returns (GrantId[] memory all) {
        all = new GrantId[](1);
        all[0] = grantOf(request);
    }

    function reviews(string memory request, bool justified) private view returns (Review[] memory all) {
        all = new Review[](1);
        all[0] = Review(grantOf(request), justified, justified ? 0 : 1, "");
    }

    function test_nameADepartment() public {
        Responder[] memory all = new Responder[](1);
        all[0] = Responder(Ids.organisation("health"), true, "");
        signs(bureau);
        emergencies.nameResponders(2, all);
        measured("Emergencies.nameResponders: 1");
    }

    function test_invokeOne() public {
        Invocation[] memory all = invocations("storm");
        signs(transport);
        emergencies.invoke(2, all);
        measured("Emergencies.invoke: 1");
    }

    function test_reportOne() public {
        EmergencyReport[] memory all = new EmergencyReport[](1);
        all[0] = EmergencyReport(grantOf("flood"), 1, '{"scenario":"evacuation"}');
        signs(transport);
        emergencies.report(2, all);
        measured("Emergencies.report: 1");
    }

    function test_reviewOneAsJustified() public {
        Review[] memory all = reviews("flood", true);
        signs(bureau);
        emergencies.review(2, all);
        measured("Emergencies.review: 1 that was justified");
    }

    function test_reviewOneAsUnjustified() public {
        Review[] memory all = reviews("flood", false);
        signs(bureau);
        emergencies.review(2, all);
        measured("Emergencies.review: 1 that was not justified");
    }

    function test_liftALane() public {
        Lift[] memory all = new Lift[](1);
        all[0] = Lift(second, "");
        signs(bureau);
        emergencies.liftLanes(2, all);
        measured("Emergencies.liftLanes: 1");
    }

    function test_recordOneAsOverdue() public {
        GrantId[] memory all = grantsOf("flood");
        vm.warp(START + 30 days);
        emergencies.recordOverdue(all);
        measured("Emergencies.recordOverdue: 1");
    }

    function test_recordALateReview() public {
        GrantId[] memory all = grantsOf("flood");
        vm.warp(START + 30 days);
        emergencies.recordLateReviews(all);
        measured("Emergencies.recordLateReviews: 1");
    }
}
