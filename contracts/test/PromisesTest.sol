// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Handover} from "../interfaces/IDeliveries.sol";
import {IFactLog} from "../interfaces/IFactLog.sol";
import {Issue} from "../interfaces/IGrants.sol";
import {IPromises, Promise} from "../interfaces/IPromises.sol";
import {Cadence, Sharing as Kind, SupplyItem} from "../interfaces/ISupply.sol";
import {GrantId, Preimage, RequestId} from "../lib/Ids.sol";
import {GrantsTest} from "./GrantsTest.sol";

/// @dev "weather" promises "transport" versions of its dataset "closed".
abstract contract PromisesTest is GrantsTest {
    function promised(string memory request, Cadence cadence) internal returns (GrantId) {
        list(cadence);
        RequestId id = asked(request);
        return sharing.issued("weather", promising(id));
    }

    function promising(RequestId id) internal view returns (Issue memory g) {
        g = sharing.terms(id);
        g.promised = true;
        g.expires = uint48(block.timestamp + 30 days);
    }

    function list(Cadence cadence) internal {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = sharing.item(closed, Kind.Conditional);
        all[0].cadence = cadence;
        signs(boss);
        supply.listItems(0, all);
    }

    /// @dev Another version each time.
    function deliverUnder(GrantId grant, bytes32 content) internal {
        Preimage memory version = published(closed, CLOSED, content);
        Handover memory h = sharing.handover(grant, version);
        deliver(h);
    }

    function record(GrantId grant) internal {
        promises.recordMissed(only(grant));
    }

    function only(GrantId grant) internal pure returns (GrantId[] memory all) {
        all = new GrantId[](1);
        all[0] = grant;
    }

    function dueOf(GrantId grant) internal view returns (uint48) {
        return promises.promiseOf(grant).due;
    }

    function notMissed(GrantId grant, uint48 due) internal {
        refusedWith(abi.encodeWithSelector(IPromises.DeliveryNotMissed.selector, grant, due));
    }

    function assertPromise(GrantId grant, uint48 due, uint32 missed, string memory what) internal view {
        Promise memory p = promises.promiseOf(grant);
        assertEq(p.due, due, what);
        assertEq(p.missed, missed, string.concat(what, ", in a row"));
    }

    function sealedFor(bytes31 role, address successor) internal {
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, role, successor));
    }
}
