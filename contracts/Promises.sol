// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IClocks} from "./interfaces/IClocks.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {IPromises, Promise} from "./interfaces/IPromises.sol";
import {Cadence} from "./interfaces/ISupply.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {GrantId, OrganisationId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IPromises.
contract Promises is IPromises, Writer {
    /// The generation before this one, whose promises are read until they are written here; or zero.
    IPromises public immutable predecessor;

    mapping(GrantId => Promise) private _promises;

    constructor(IFactLog factLog, IPromises before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IPromises
    function begin(GrantId grant, uint32 provider, Cadence cadence) external {
        _requireRole("grants");
        if (cadence == Cadence.None) revert CadenceNotPromisable(grant, cadence);
        _promises[grant] = Promise(provider, cadence, _next(cadence, uint48(block.timestamp)), 0);
    }

    /// @inheritdoc IPromises
    function restart(GrantId grant) external {
        _requireRole("grants");
        Promise memory p = _load(grant);
        // What was promised once and has been waited for is waited for no more.
        if (p.due != 0) p.due = _next(p.cadence, uint48(block.timestamp));
        _promises[grant] = p;
    }

    /// @inheritdoc IPromises
    function kept(GrantId grant) external {
        _requireRole("deliveries");
        Promise memory p = _load(grant);
        p.due = p.cadence == Cadence.Once ? 0 : _next(p.cadence, uint48(block.timestamp));
        p.missed = 0;
        _promises[grant] = p;
    }

    /// @inheritdoc IPromises
    function recordMissed(GrantId[] calldata grants) external {
        IAgents agents = IAgents(log.writerOf("agents"));
        IGrants terms = IGrants(log.writerOf("grants"));
        for (uint256 i = 0; i < grants.length; ++i) {
            GrantId grant = grants[i];
            Promise memory p = _load(grant);
            if (!_isMissed(terms, grant, p)) {
                // Another keeper was faster.
                if (p.missed != 0) continue;
                revert DeliveryNotMissed(grant, p.due);
            }
            (OrganisationId provider, , , ) = agents.organisation(p.provider);

            Draft d = Drafts.open(2);
            d.touch(GrantId.unwrap(grant), false, 0, 0);
            d.touch(OrganisationId.unwrap(provider), false, 0, 0);
            d.append(log, DeliveryMissed.selector, 0, abi.encode(p.cadence, p.due, p.missed + 1, ""));

            (p.due, p.missed) = (_afterMissed(p), p.missed + 1);
            _promises[grant] = p;
        }
        _requireUnsealed();
    }

    /// @inheritdoc IPromises
    function promiseOf(GrantId grant) public view returns (Promise memory p) {
        p = _promises[grant];
        if (p.provider == 0 && address(predecessor) != address(0)) return predecessor.promiseOf(grant);
    }

    function _load(GrantId grant) private view returns (Promise memory p) {
        p = promiseOf(grant);
        if (p.provider == 0) revert PromiseUnknown(grant);
    }

    function _isMissed(IGrants grants, GrantId grant, Promise memory p) private view returns (bool) {
        if (p.due == 0 || block.timestamp <= p.due || p.due > grants.terms(grant).expires) return false;
        return log.stateOf(GrantId.unwrap(grant)) & (States.WITHDRAWN | States.SUSPENDED) == 0;
    }

    function _afterMissed(Promise memory p) private view returns (uint48) {
        if (p.cadence == Cadence.Once) return 0;
        // A working day ends where the next day begins, and the first day does not count.
        return _next(p.cadence, p.cadence == Cadence.WorkingDaily ? p.due - 1 : p.due);
    }

    function _next(Cadence cadence, uint48 from) private view returns (uint48) {
        if (cadence != Cadence.WorkingDaily) return from + _secondsOf(cadence);
        (uint48 until, ) = IClocks(log.writerOf("clocks")).deadlineAfter(1, from);
        return until;
    }

    function _secondsOf(Cadence cadence) private pure returns (uint48) {
        if (cadence == Cadence.RealTime) return 15 minutes;
        if (cadence == Cadence.Hourly) return 1 hours;
        if (cadence == Cadence.Weekly) return 7 days;
        if (cadence == Cadence.Monthly) return 31 days;
        if (cadence == Cadence.Quarterly) return 92 days;
        if (cadence == Cadence.Yearly) return 366 days;
        return 1 days;
    }

    function _requireRole(bytes31 role) private view {
        _requireUnsealed();
        if (msg.sender != log.writerOf(role)) revert NotForCaller(msg.sender);
    }
}
