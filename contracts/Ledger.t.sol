// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {VersionId} from "./lib/Ids.sol";
import {Handler} from "./test/Handler.sol";
import {Test} from "./test/Test.sol";
import {vm} from "./test/Vm.sol";

/// @dev What holds after any sequence of acts. Each was seen to fail on a contract broken for the purpose.
contract LedgerInvariants is Test {
    Handler private handler;

    function setUp() public {
        vm.roll(1_000);
        vm.warp(1_750_000_000);
        handler = new Handler();
    }

    function targetContracts() public view returns (address[] memory all) {
        all = new address[](1);
        all[0] = address(handler);
    }

    function invariant_headsStatesAndCityFollowFromTheEventsAlone() public view {
        assertEq(handler.replay().difference(), 0, "first subject that differs");
    }

    function invariant_nobodyWritesWhoMayNot() public view {
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
    }

    function invariant_aGradeIsNeverBelowItsParents() public view {
        assertEq(VersionId.unwrap(handler.gradeBelowParents()), 0, "first version below a parent");
    }

    function invariant_stateBitsAndEventsAgree() public view {
        assertEq(VersionId.unwrap(handler.unexplained()), 0, "first version with another state");
    }

    function invariant_whatIsAffectedHasACause() public view {
        assertEq(VersionId.unwrap(handler.affectedByNothing()), 0, "first version affected by nothing");
    }

    /// @dev The invariants say nothing unless the handler really does and is really refused these things.
    function test_theHandlerDoesAndIsRefusedEverything() public {
        for (uint256 i = 0; i < 40; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            handler.publish(seed);
            handler.trespass(seed);
            handler.append(seed);
            if (i % 4 >= 2) handler.recall(i / 4);
            if (i % 5 >= 3) handler.withdraw(7 + i / 5);
            if (i == 9) handler.succeed(0);
            handler.spread(seed >> 1);
            handler.useTheSealed(seed);
        }
        string[4] memory acts = ["publish", "withdraw", "recall", "spread"];
        for (uint256 i = 0; i < 4; ++i) {
            assertTrue(handler.done(acts[i]) > 3, acts[i]);
            assertTrue(handler.refused(acts[i]) > 0, acts[i]);
        }
        string[8] memory never = [
            "expired",
            "suspended",
            "unknown",
            "foreign",
            "sealed",
            "stranger",
            "hostile",
            "key"
        ];
        for (uint256 i = 0; i < 8; ++i) {
            assertEq(handler.done(never[i]), 0, never[i]);
            assertTrue(handler.refused(never[i]) > 10, never[i]);
        }
        assertTrue(handler.versions() > 20, "versions");
        assertTrue(handler.bornAffected() > 3, "born affected");
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
        invariant_headsStatesAndCityFollowFromTheEventsAlone();
        invariant_aGradeIsNeverBelowItsParents();
        invariant_stateBitsAndEventsAgree();
        invariant_whatIsAffectedHasACause();
    }
}
