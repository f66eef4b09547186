// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFactLog, Touch} from "../interfaces/IFactLog.sol";

/// @dev A contract that passes on whatever it is told, to append or to call: admitted, a hostile writer.
contract Appender {
    IFactLog public immutable log;

    constructor(IFactLog factLog) {
        log = factLog;
    }

    function append(
        bytes32 kind,
        Touch[] calldata touches,
        uint32 organisation,
        bool drill,
        bytes calldata payload
    ) external returns (bytes memory) {
        return log.append(kind, touches, organisation, drill, payload);
    }

    /// @dev Answers or reverts with what the target answered or reverted with.
    function tell(address target, bytes calldata data) external returns (bytes memory) {
        (bool done, bytes memory answer) = target.call(data);
        if (done) return answer;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }
}
