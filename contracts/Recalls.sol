// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Delivered, IDeliveries, Standing} from "./interfaces/IDeliveries.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Acknowledgement, IRecalls, Response} from "./interfaces/IRecalls.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {DeliveryId, GrantId, Handed, Ids, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IRecalls.
contract Recalls is IRecalls, Writer {
    uint16 private constant FALLEN = States.RECALLED | States.WITHDRAWN | States.AFFECTED;

    /// The generation before this one, whose responses are read until they are given here; or zero.
    IRecalls public immutable predecessor;

    mapping(DeliveryId => Response) private _responses;

    constructor(IFactLog factLog, IRecalls before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IRecalls
    function acknowledge(uint64 step, Acknowledgement[] calldata acknowledgements) external {
        (, Actor memory actor) = _enter(Permissions.USE, step);
        IDeliveries deliveries = IDeliveries(log.writerOf("deliveries"));
        for (uint256 i = 0; i < acknowledgements.length; ++i) {
            Acknowledgement calldata a = acknowledgements[i];
            Handed calldata h = a.delivery;
            DeliveryId id = Ids.delivery(h.grant, h.version, h.nameHash);
            _requireConsumer(actor, id, deliveries.delivered(id));
            _checkResponse(id, a);

            Draft d = Drafts.open(2);
            d.touch(GrantId.unwrap(h.grant), false, 0, 0);
            d.touch(VersionId.unwrap(h.version), false, 0, 0);
            bytes memory payload = abi.encode(id, a.response, a.reason, a.note);
            bytes memory states = d.append(log, RecallAcknowledged.selector, actor.number, payload);

            uint16 state = States.pick(states, 1);
            if (state & FALLEN == 0) revert NothingToAcknowledge(id, state);
            _responses[id] = a.response;
        }
    }

    /// @inheritdoc IRecalls
    function responseTo(DeliveryId delivery) public view returns (Response response) {
        response = _responses[delivery];
        if (response == Response.None && address(predecessor) != address(0))
            return predecessor.responseTo(delivery);
    }

    function _checkResponse(DeliveryId id, Acknowledgement calldata a) private view {
        Text.requireShort(a.note, "note", Text.MAX_NOTE);
        if (a.response == Response.None) revert ResponseNotValid(id, a.response);
        if (a.response == Response.InUse && a.reason == 0) revert UseReasonMissing(id);
        Response last = responseTo(id);
        bool goesOn = last == Response.InUse && a.response != Response.InUse;
        if (last != Response.None && !goesOn) revert AlreadyAcknowledged(id, last);
    }

    function _requireConsumer(Actor memory actor, DeliveryId id, Delivered memory d) private pure {
        if (d.standing == Standing.None) revert DeliveryUnknown(id);
        if (d.consumer != actor.number) revert DeliveryNotYours(id, actor.number);
    }
}
