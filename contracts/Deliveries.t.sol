// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Standing} from "./interfaces/IDeliveries.sol";
import {DeliveryId, GrantId, Handed, Preimage} from "./lib/Ids.sol";
import {SharingTest} from "./test/SharingTest.sol";

contract DeliveriesTest is SharingTest {
    function test_theWholeLoop() public {
        Preimage memory version = published(closed, CLOSED, "rain");
        GrantId grant = sharing.granted("transport", "weather", closed, "first");
        DeliveryId id = sharing.delivered("weather", grant, version);
        sharing.received("transport", grant, version, "rain");
        Handed memory handed = sharing.handed(grant, version);
        sharing.reported("transport", handed, true);
        assertEq(uint8(deliveries.delivered(id).standing), uint8(Standing.Reported), "reported");
    }
}
