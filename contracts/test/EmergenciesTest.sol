// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    EmergencyReport,
    IEmergencies,
    Invocation,
    Lift,
    Responder,
    Review
} from "../interfaces/IEmergencies.sol";
import {IFactLog} from "../interfaces/IFactLog.sol";
import {GrantId, Ids, RequestId} from "../lib/Ids.sol";
import {GrantsTest} from "./GrantsTest.sol";
import {Vm} from "./Vm.sol";

/// @dev "transport" is named for emergencies, "health" is not.
abstract contract EmergenciesTest is GrantsTest {
    uint32 internal constant BUREAU = 1;
    string internal constant INCIDENT = "2026-0417";
    address internal immutable transport = officer("transport");

    function setUp() public virtual override {
        super.setUp();
        name("transport", true);
    }

    function name(string memory code, bool named) internal {
        Responder[] memory all = new Responder[](1);
        all[0] = Responder(Ids.organisation(code), named, "by decree");
        signs(officer("bureau"));
        emergencies.nameResponders(0, all);
    }

    function invocation(string memory request) internal view returns (Invocation memory) {
        return Invocation(sharing.filing(closed, request), INCIDENT);
    }

    function invoke(address key, Invocation memory v) internal returns (GrantId) {
        Invocation[] memory all = new Invocation[](1);
        all[0] = v;
        signs(key);
        emergencies.invoke(0, all);
        return grantOf(v.filing.name);
    }

    function invoked(string memory request) internal returns (GrantId) {
        return invoke(transport, invocation(request));
    }

    function grantOf(string memory request) internal view returns (GrantId) {
        return Ids.grant(requestOf(request), NONE);
    }

    function report(string memory code, GrantId grant, uint8 outcome) internal {
        signs(officer(code));
        emergencies.report(0, reportOf(grant, outcome, "{}"));
    }

    function reportOf(
        GrantId grant,
        uint8 outcome,
        string memory effect
    ) internal pure returns (EmergencyReport[] memory all) {
        all = new EmergencyReport[](1);
        all[0] = EmergencyReport(grant, outcome, effect);
    }

    function review(GrantId grant, bool justified, uint8 reason) internal {
        signs(officer("bureau"));
        emergencies.review(0, reviewOf(grant, justified, reason));
    }

    function reviewOf(
        GrantId grant,
        bool justified,
        uint8 reason
    ) internal pure returns (Review[] memory all) {
        all = new Review[](1);
        all[0] = Review(grant, justified, reason, "looked at");
    }

    function lift(address key) internal {
        signs(officer("bureau"));
        emergencies.liftLanes(0, liftOf(key));
    }

    function liftOf(address key) internal pure returns (Lift[] memory all) {
        all = new Lift[](1);
        all[0] = Lift(key, "talked to");
    }

    function recordOverdue(GrantId grant) internal {
        emergencies.recordOverdue(only(grant));
    }

    function recordLateReview(GrantId grant) internal {
        emergencies.recordLateReviews(only(grant));
    }

    function only(GrantId grant) internal pure returns (GrantId[] memory all) {
        all = new GrantId[](1);
        all[0] = grant;
    }

    function dueOf(GrantId grant) internal view returns (uint48) {
        return emergencies.emergency(grant).due;
    }

    function reviewDueOf(GrantId grant) internal view returns (uint48) {
        return emergencies.emergency(grant).reviewDue;
    }

    function refusedOfRequest(bytes4 selector, string memory request) internal {
        RequestId id = requestOf(request);
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function notDue(bytes4 selector, GrantId grant, uint48 due) internal {
        refusedWith(abi.encodeWithSelector(selector, grant, due));
    }

    function laneClosed(address key) internal {
        refusedWith(abi.encodeWithSelector(IEmergencies.LaneClosed.selector, key));
    }

    function sealedFor(bytes31 role, address successor) internal {
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, role, successor));
    }

    /// @dev The i-th word of an event's payload: of its static fields, the i-th.
    function payload(Vm.Log memory l, uint256 i) internal pure returns (uint256 word) {
        bytes memory data = l.data;
        assembly ("memory-safe") {
            let start := add(add(data, 0x20), mload(add(data, 0x40)))
            word := mload(add(start, shl(5, i)))
        }
    }

    function topicOf(Vm.Log memory l) internal pure returns (bytes32) {
        return l.topics[0];
    }
}
