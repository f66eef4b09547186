// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "../interfaces/IAgents.sol";
import {IFactLog} from "../interfaces/IFactLog.sol";
import {IWriter} from "../interfaces/IWriter.sol";
import {OrganisationId} from "./Ids.sol";

/// @dev What every domain contract has: the spine it appends to, and one way of finding out who acts.
abstract contract Writer is IWriter {
    IFactLog public immutable log;

    /// @dev Who acts, found once per batch.
    struct Actor {
        uint32 number;
        OrganisationId id;
    }

    constructor(IFactLog factLog) {
        log = factLog;
    }

    function _enter(uint64 permission, uint64 step) internal returns (IAgents agents, Actor memory actor) {
        if (msg.sender != tx.origin) revert CallerNotSigner(msg.sender, tx.origin);
        agents = IAgents(log.writerOf("agents"));
        (actor.number, actor.id) = agents.enter(permission, step);
    }

    function _enterAsBureau(uint64 permission, uint64 step) internal returns (Actor memory actor) {
        IAgents agents;
        (agents, actor) = _enter(permission, step);
        if (agents.bureau() != actor.number) revert NotTheBureau(actor.number);
    }

    /// @dev For verbs that may append nothing: then nothing else would notice the seal.
    function _requireUnsealed() internal view {
        log.requireWriter(address(this));
    }
}
