// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header, IFactLog} from "../interfaces/IFactLog.sol";
import {Vm, vm} from "./Vm.sol";

/// @dev Heads, states and city recomputed from events alone, as an auditor would. It knows the formulas from
/// IFactLog's documentation and shares no code with FactLog.
contract Replay {
    IFactLog public immutable log;
    bytes32 public immutable spine;
    bytes32 public city;
    bytes32[] public subjects;
    uint256 public facts;
    /// Whether every fact so far had the number that is its place in the history.
    bool public isNumbered = true;
    mapping(bytes32 subject => bytes32) public head;
    mapping(bytes32 subject => uint16) public state;

    constructor(IFactLog factLog) {
        log = factLog;
        spine = factLog.spine();
    }

    /// @dev The logs of one block, in order.
    /// Warning: the runner also records the logs of calls that reverted; those are no history.
    function read(Vm.Log[] calldata logs, uint256 number, uint256 time) external {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == address(log)) _read(logs[i], number, time);
        }
    }

    /// @dev Answers the first subject whose slot in storage differs, or zero. The city's head has the name
    /// "city"; the facts' numbers, and how many the log counts, have the name "number".
    function difference() external view returns (bytes32) {
        if (vm.load(address(log), bytes32(uint256(1))) != city) return "city";
        if (!isNumbered || log.facts() != facts) return "number";
        for (uint256 i = 0; i < subjects.length; ++i) {
            bytes32 stored = vm.load(address(log), keccak256(abi.encode(subjects[i], uint256(0))));
            bytes32 expected = head[subjects[i]] | bytes32(uint256(state[subjects[i]]));
            if (stored != expected) return subjects[i];
        }
        return 0;
    }

    function count() external view returns (uint256) {
        return subjects.length;
    }

    function _read(Vm.Log calldata l, uint256 number, uint256 time) private {
        Header memory h = abi.decode(l.data, (Header));
        bytes calldata payload = l.data[uint256(bytes32(l.data[32:64])):];
        address writer = address(uint160(uint256(l.topics[1])));
        bytes memory preimage = abi.encode(
            spine,
            l.topics[0],
            writer,
            h.by,
            number,
            time,
            keccak256(payload),
            h.subjects,
            h.states
        );
        bytes32 fact = keccak256(preimage);
        for (uint256 i = 0; i < h.subjects.length; ++i) {
            bytes32 subject = h.subjects[i];
            if (head[subject] == 0) subjects.push(subject);
            bytes32 rolled = keccak256(abi.encodePacked(bytes30(head[subject]), fact));
            head[subject] = bytes32(bytes30(rolled));
            state[subject] = (uint16(uint8(h.states[2 * i])) << 8) | uint8(h.states[2 * i + 1]);
        }
        city = keccak256(abi.encodePacked(city, fact));
        if (uint56(uint256(h.by) >> 160) != facts) isNumbered = false;
        ++facts;
    }
}
