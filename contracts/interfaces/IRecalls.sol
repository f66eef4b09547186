// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./IFactLog.sol";
import {DeliveryId, Handed} from "../lib/Ids.sol";

/// @dev What a consumer did with data that was recalled. Appended to, never renumbered; zero is never valid.
enum Response {
    None,
    Deleted,
    Replaced,
    /// It goes on, for a reason.
    InUse
}

struct Acknowledgement {
    Handed delivery;
    Response response;
    /// A code of the published list; zero only when it was deleted or replaced.
    uint8 reason;
    string note;
}

struct RecallAcknowledgedPayload {
    DeliveryId delivery;
    Response response;
    uint8 reason;
    string note;
}

/// @title Recalls: what each consumer did with data whose source fell.
/// @notice A delivery is acknowledged once its version is recalled, withdrawn or affected. What is in use may
/// be deleted or replaced later; those two are final.
/// @dev Subjects of RecallAcknowledged, in order: grant, version.
interface IRecalls {
    event RecallAcknowledged(address indexed writer, Header header, RecallAcknowledgedPayload payload);

    error DeliveryUnknown(DeliveryId delivery);
    error DeliveryNotYours(DeliveryId delivery, uint32 organisation);
    /// @dev Neither recalled nor withdrawn nor affected.
    error NothingToAcknowledge(DeliveryId delivery, uint16 state);
    error ResponseNotValid(DeliveryId delivery, Response response);
    error UseReasonMissing(DeliveryId delivery);
    error AlreadyAcknowledged(DeliveryId delivery, Response response);

    /// @notice Acknowledges. Only the deliveries' consumer.
    function acknowledge(uint64 step, Acknowledgement[] calldata acknowledgements) external;

    /// @notice What was done last; None when nothing was said.
    function responseTo(DeliveryId delivery) external view returns (Response);
}
