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
    string note;
}

/// @notice A promise of deliveries under a grant.
struct Promise {
    uint32 provider;
    Cadence cadence;
    /// The last second in which the next delivery is in time; 0 when none is waited for.
    uint48 due;
    uint32 missed;
}

/// @title Promises: a promised delivery that did not come is itself a fact.
/// @notice The clock starts with the grant and with every delivery; the cadence is that of the supply item
/// when the grant was issued. While the grant is suspended or ended nothing is missed, nor what would have
/// been due after its expiry.
/// @notice Next after a moment: once and daily 24 hours, real time 15 minutes, hourly 1 hour, working-daily the
/// end of the next working day, weekly 7 days, monthly 31, quarterly 92, yearly 366. What is promised once is
/// waited for once, whether it came or not.
/// @dev Subjects of DeliveryMissed, in order: grant, provider.
interface IPromises {
    event DeliveryMissed(address indexed writer, Header header, DeliveryMissedPayload payload);

    error PromiseUnknown(GrantId grant);
    error CadenceNotPromisable(GrantId grant, Cadence cadence);
    error DeliveryNotMissed(GrantId grant, uint48 due);
    error NotForCaller(address caller);

    /// @notice For the writer of role "grants": a promise begins.
    function begin(GrantId grant, uint32 provider, Cadence cadence) external;

    /// @notice For the writer of role "grants": after a suspension the clock starts anew.
    function restart(GrantId grant) external;

    /// @notice For the writer of role "deliveries": a delivery came.
    function kept(GrantId grant) external;

    /// @notice Records missed deliveries. Anyone may, never early; each one once, then the next is waited for.
    /// @dev One element records one. Where the last one missed is on record and no other is due, nothing is
    /// done; where none is on record, it is refused.
    function recordMissed(GrantId[] calldata grants) external;

    /// @notice A promise as it stands; provider 0 when there is none.
    function promiseOf(GrantId grant) external view returns (Promise memory);
}
