// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {DatasetId} from "../lib/Ids.sol";

/// @dev How a dataset is shared. Appended to, never renumbered; zero is never valid.
enum Sharing {
    None,
    /// Any department gets it at once.
    Unconditional,
    /// The provider decides on each request.
    Conditional,
    /// Not at all, on a legal ground.
    NotShared
}

/// @dev How often a provider promises new data. Appended to, never renumbered.
enum Cadence {
    /// No promise.
    None,
    Once,
    RealTime,
    Hourly,
    Daily,
    WorkingDaily,
    Weekly,
    Monthly,
    Quarterly,
    Yearly
}

/// @notice What a provider promises of a dataset.
struct SupplyItem {
    DatasetId dataset;
    Sharing sharing;
    Cadence cadence;
    /// The data lies on the city's platform already, so that a reply is due earlier.
    bool onPlatform;
    /// The fields, in an order: field i is bit i of a request. 1 to 256.
    string[] fields;
    /// The condition, or the legal ground of not sharing; empty only when shared unconditionally.
    string terms;
}

/// @dev The item and the dataset are the header's subjects.
struct SupplyListedPayload {
    /// From 1; a request names the one it was made on.
    uint32 revision;
    Sharing sharing;
    Cadence cadence;
    bool onPlatform;
    string[] fields;
    string terms;
}

/// @notice What other contracts must know of an item.
struct Supplied {
    uint32 provider;
    /// 0 when the dataset was never listed.
    uint32 revision;
    uint16 fields;
    Sharing sharing;
    Cadence cadence;
    bool onPlatform;
}

/// @title Supply lists: what each provider promises to share, how, how often, and with which fields.
/// @notice An item is the promise about one dataset. It is listed again when it changes, as its next revision.
/// @dev Subjects of SupplyListed, in order: item, dataset.
interface ISupply {
    event SupplyListed(address indexed writer, Header header, SupplyListedPayload payload);

    error DatasetNotYours(DatasetId dataset, uint32 owner);
    error SharingNotValid(DatasetId dataset, Sharing sharing);
    /// @dev A dataset registered as unconditional is shared so, and no other is.
    error SharingNotAsRegistered(DatasetId dataset, Sharing sharing);
    error TermsMissing(DatasetId dataset);
    error FieldsNotValid(DatasetId dataset, uint256 count);

    /// @notice Lists items, or their next revisions. Only the datasets' owner.
    /// @dev Warning: requests and grants that were made on an earlier revision stay as they are.
    function listItems(uint64 step, SupplyItem[] calldata items) external;

    /// @notice The item as it stands; revision 0 when the dataset was never listed.
    function supplied(DatasetId dataset) external view returns (Supplied memory);
}
