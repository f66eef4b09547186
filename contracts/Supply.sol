// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDatasets} from "./interfaces/IDatasets.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {ISupply, Sharing, Supplied, SupplyItem} from "./interfaces/ISupply.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {DatasetId, Ids, SupplyId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See ISupply.
contract Supply is ISupply, Writer {
    uint256 private constant MAX_FIELDS = 256;

    /// The generation before this one, whose items are read until they are listed here; or zero.
    ISupply public immutable predecessor;

    mapping(DatasetId => Supplied) private _items;

    constructor(IFactLog factLog, ISupply before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc ISupply
    function listItems(uint64 step, SupplyItem[] calldata items) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        IDatasets datasets = IDatasets(log.writerOf("datasets"));
        for (uint256 i = 0; i < items.length; ++i) {
            SupplyItem calldata item = items[i];
            _checkItem(item);
            uint32 owner = datasets.ownerOf(item.dataset);
            if (owner != actor.number) revert DatasetNotYours(item.dataset, owner);
            uint32 revision = supplied(item.dataset).revision + 1;

            _append(actor, item, revision);

            _items[item.dataset] = Supplied(
                actor.number,
                revision,
                uint16(item.fields.length),
                item.sharing,
                item.cadence,
                item.onPlatform
            );
        }
    }

    /// @inheritdoc ISupply
    function supplied(DatasetId dataset) public view returns (Supplied memory item) {
        item = _items[dataset];
        if (item.revision == 0 && address(predecessor) != address(0)) return predecessor.supplied(dataset);
    }

    function _append(Actor memory actor, SupplyItem calldata item, uint32 revision) private {
        SupplyId id = Ids.supply(item.dataset);
        Draft d = Drafts.open(2);
        d.touch(SupplyId.unwrap(id), revision == 1, 0, 0);
        d.touch(DatasetId.unwrap(item.dataset), false, 0, 0);
        bytes memory states = d.append(
            log,
            SupplyListed.selector,
            actor.number,
            abi.encode(revision, item.sharing, item.cadence, item.onPlatform, item.fields, item.terms)
        );

        bool unconditional = States.pick(states, 1) & States.UNCONDITIONAL != 0;
        if (unconditional != (item.sharing == Sharing.Unconditional))
            revert SharingNotAsRegistered(item.dataset, item.sharing);
    }

    function _checkItem(SupplyItem calldata item) private pure {
        if (item.sharing == Sharing.None) revert SharingNotValid(item.dataset, item.sharing);
        Text.requireShort(item.terms, "terms", Text.MAX_NOTE);
        if (item.sharing != Sharing.Unconditional && bytes(item.terms).length == 0)
            revert TermsMissing(item.dataset);
        uint256 count = item.fields.length;
        if (count == 0 || count > MAX_FIELDS) revert FieldsNotValid(item.dataset, count);
        for (uint256 i = 0; i < count; ++i) {
            Text.requireShort(item.fields[i], "fields", Text.MAX_NAME);
        }
    }
}
