// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header, IFactLog, SubjectPermission, Touch} from "../interfaces/IFactLog.sol";
import {Appender} from "./Appender.sol";
import {Test} from "./Test.sol";
import {deploy, vm} from "./Vm.sol";

/// @dev A log whose council is the test itself, and an admitted writer that passes on whatever it is told.
abstract contract FactLogTest is Test {
    event Noted(address indexed writer, Header header, NotedPayload payload);

    struct NotedPayload {
        uint256 number;
        string text;
    }

    uint16 internal constant MAY_SET = 0x7fff;
    uint16 internal constant MAY_CLEAR = 0x3fff;
    bytes32 internal constant SPINE_SUBJECT = bytes32(
        (uint256(0xff) << 248) | (uint256(keccak256("suyuan spine")) >> 8)
    );

    IFactLog internal log;
    Appender internal writer;

    function setUp() public virtual {
        vm.roll(1_000);
        vm.warp(1_750_000_000);
        log = IFactLog(deploy("FactLog.sol:FactLog", abi.encode(this)));
        writer = new Appender(log);
        log.admit("writer", address(writer), everything());
    }

    function everything() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](7);
        for (uint8 kind = 1; kind <= 7; ++kind) {
            p[kind - 1] = SubjectPermission(kind, true, MAY_SET, MAY_CLEAR);
        }
    }

    function only(
        uint8 kind,
        bool isNew,
        uint16 set,
        uint16 clear
    ) internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](1);
        p[0] = SubjectPermission(kind, isNew, set, clear);
    }

    function subject(uint8 kind, uint256 i) internal pure returns (bytes32) {
        return bytes32((uint256(kind) << 248) | (uint256(keccak256(abi.encode(i))) >> 8));
    }

    function touch(bytes32 s) internal pure returns (Touch memory) {
        return Touch(s, false, 0, 0);
    }

    function create(bytes32 s) internal pure returns (Touch memory) {
        return Touch(s, true, 0, 0);
    }

    function list(Touch memory a) internal pure returns (Touch[] memory t) {
        t = new Touch[](1);
        t[0] = a;
    }

    function list(Touch memory a, Touch memory b) internal pure returns (Touch[] memory t) {
        t = new Touch[](2);
        (t[0], t[1]) = (a, b);
    }

    function list(Touch memory a, Touch memory b, Touch memory c) internal pure returns (Touch[] memory t) {
        t = new Touch[](3);
        (t[0], t[1], t[2]) = (a, b, c);
    }

    function note(uint256 number) internal pure returns (bytes memory) {
        return abi.encode(number, "a note");
    }

    function append(Touch[] memory touches) internal returns (bytes memory) {
        return writer.append(Noted.selector, touches, 7, false, note(1));
    }

    function appendDrill(Touch[] memory touches) internal returns (bytes memory) {
        return writer.append(Noted.selector, touches, 7, true, note(1));
    }

    function refused(bytes4 selector, bytes32 s) internal {
        refusedWith(abi.encodeWithSelector(selector, s));
    }
}
