// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {Cadence} from "./ISupply.sol";
import {GrantId} from "../lib/Ids.sol";

struct DeliveryMissedPayload {
    Cadence cadence;
    /// The last second in which the delivery would have been in time.
    uint48 due;
    /// How many in a row, this one included.
    uint32 missed;
}

/// @notice A promise of deliveries under a grant.
struct Promise {
    uint32 provider;
    Cadence cadence;
    /// The last second in which the next delivery is in time.
    uint48 due;
    uint32 missed;
}

/// @title Promises: a promised delivery that did not come is itself a fact.
/// @notice The clock starts with the grant and with every delivery; the cadence is that of the supply item
/// when the grant was issued. While the grant is suspended, ended or expired nothing is missed.
/// @dev Subjects of DeliveryMissed, in order: grant, provider.
interface IPromises {
    event DeliveryMissed(address indexed writer, Header header, DeliveryMissedPayload payload);

    error PromiseUnknown(GrantId grant);
    error CadenceNotPromisable(GrantId grant, Cadence cadence);
    error DeliveryNotMissed(GrantId grant, uint48 due);
    error NotForCaller(address caller);

    /// @notice For the writer of role "grants": a promise begins, or begins anew after a suspension.
    function promise(GrantId grant, uint32 provider, Cadence cadence) external;

    /// @notice For the writer of role "grants": after a suspension the clock starts anew.
    function restart(GrantId grant) external;

    /// @notice For the writer of role "deliveries": a delivery came.
    function kept(GrantId grant) external;

    /// @notice Records missed deliveries. Anyone may, never early; each one once, then the next is waited for.
    function recordMissed(GrantId[] calldata grants) external;

    function promiseOf(GrantId grant) external view returns (Promise memory);
}
