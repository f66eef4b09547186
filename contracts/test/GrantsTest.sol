// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Handover, IDeliveries, Standing} from "../interfaces/IDeliveries.sol";
import {GrantStep, IGrants, Issue} from "../interfaces/IGrants.sol";
import {Stage} from "../interfaces/IRequests.sol";
import {DeliveryId, GrantId, Handed, Ids, Preimage, RequestId} from "../lib/Ids.sol";
import {SharingTest} from "./SharingTest.sol";
import {vm} from "./Vm.sol";

/// @dev "transport" asks weather for its dataset "closed"; "health" has nothing to do with it.
abstract contract GrantsTest is SharingTest {
    uint32 internal constant WEATHER = 2;
    uint32 internal constant TRANSPORT = 3;
    uint32 internal constant HEALTH = 4;
    GrantId internal constant NONE = GrantId.wrap(0);

    function setUp() public virtual override {
        super.setUp();
        given.organisation("health");
    }

    /// @dev Filed by transport and passed by the bureau: it waits for weather's decision.
    function asked(string memory name) internal returns (RequestId id) {
        id = sharing.filed("transport", closed, name);
        sharing.passed(id);
    }

    function granted(string memory name) internal returns (GrantId) {
        return sharing.granted("transport", "weather", closed, name);
    }

    /// @dev With onward sharing, asked for and given.
    function grantedOnward(string memory name) internal returns (GrantId) {
        RequestId id = sharing.filedOnward("transport", closed, name);
        sharing.passed(id);
        Issue memory g = sharing.terms(id);
        g.onward = true;
        return sharing.issued("weather", g);
    }

    function requestOf(string memory name) internal view returns (RequestId) {
        return Ids.request(Ids.organisation("transport"), closed, name);
    }

    function stateOf(GrantId id) internal view returns (uint16) {
        return log.stateOf(GrantId.unwrap(id));
    }

    function steps(GrantId grant, uint8 reason) internal pure returns (GrantStep[] memory all) {
        all = new GrantStep[](1);
        all[0] = GrantStep(grant, reason, "because");
    }

    function suspend(GrantId grant) internal {
        signs(boss);
        grants.suspend(0, steps(grant, 1));
    }

    function resume(GrantId grant) internal {
        signs(boss);
        grants.resume(0, steps(grant, 1));
    }

    function revoke(GrantId grant) internal {
        signs(boss);
        grants.revoke(0, steps(grant, 1));
    }

    function terminate(GrantId grant) internal {
        signs(officer("transport"));
        grants.terminate(0, steps(grant, 1));
    }

    function deliver(Handover memory h) internal {
        Handover[] memory all = new Handover[](1);
        all[0] = h;
        signs(boss);
        deliveries.deliver(0, all);
    }

    /// @dev Delivered under a grant of its own, not reported in time, and recorded as overdue.
    function madeOverdue(string memory name) internal returns (Handed memory handed) {
        GrantId grant = granted(name);
        Preimage memory version = published(closed, CLOSED, keccak256(bytes(name)));
        sharing.delivered("weather", grant, version);
        handed = sharing.handed(grant, version);
        vm.warp(vm.getBlockTimestamp() + 1 days + 1);
        sharing.overdue(handed);
    }

    function idOf(Handed memory h) internal pure returns (DeliveryId) {
        return Ids.delivery(h.grant, h.version, h.nameHash);
    }

    function assertStanding(Handed memory h, Standing expected, string memory what) internal view {
        assertEq(uint8(deliveries.delivered(idOf(h)).standing), uint8(expected), what);
    }

    function assertStage(RequestId id, Stage expected) internal view {
        assertEq(uint8(requests.asked(id).stage), uint8(expected), "stage");
    }

    function refused(bytes4 selector, GrantId id) internal {
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function refused(bytes4 selector, DeliveryId id) internal {
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function overdueRefused(uint32 consumer, uint32 count) internal {
        refusedWith(abi.encodeWithSelector(IGrants.ConsumerOverdue.selector, consumer, count));
    }

    function notYours(DeliveryId id, uint32 organisation) internal {
        refusedWith(abi.encodeWithSelector(IDeliveries.DeliveryNotYours.selector, id, organisation));
    }
}
