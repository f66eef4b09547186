// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EvidenceId, VersionId} from "./lib/Ids.sol";
import {GateHandler} from "./test/GateHandler.sol";
import {Test} from "./test/Test.sol";
import {vm} from "./test/Vm.sol";

/// @dev What holds of the gates after any sequence of acts, two successions included.
contract GateInvariants is Test {
    GateHandler private handler;

    function setUp() public {
        vm.roll(1_000);
        vm.warp(1_750_000_000);
        handler = new GateHandler();
    }

    function targetContracts() public view returns (address[] memory all) {
        all = new address[](1);
        all[0] = address(handler);
    }

    function invariant_headsStatesAndCityFollowFromTheEventsAlone() public view {
        assertEq(handler.replay().difference(), 0, "first subject that differs");
    }

    function invariant_whatTheBooksAllowIsDoneAndNothingElse() public view {
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
    }

    function invariant_noDeliveryOfWhatIsAffectedWithdrawnOrRecalled() public view {
        assertEq(handler.against("unsound"), 0, "unsound versions delivered");
    }

    function invariant_noDeliveryAgainstAWithdrawnConsent() public view {
        assertEq(handler.against("withdrawn consent"), 0, "versions without consent delivered");
    }

    function invariant_nothingIsLoweredWithoutAnothersApproval() public view {
        assertEq(handler.against("lowered"), 0, "versions lowered");
    }

    function invariant_everythingStandsAsInTheBooks() public view {
        assertEq(VersionId.unwrap(handler.strayVersion()), 0, "first stray version");
        assertEq(EvidenceId.unwrap(handler.strayEvidence()), 0, "first stray evidence");
        assertEq(handler.strayGates(), 0, "stray clearances and consents");
    }

    /// @dev The invariants say nothing unless the handler really does and is really refused these things.
    function test_theHandlerDoesAndIsRefusedEverything() public {
        for (uint256 i = 0; i < 120; ++i) {
            act(uint256(keccak256(abi.encode(i))), i);
            if (i % 40 == 39) handler.succeed(0);
        }
        string[17] memory acts = [
            "clear",
            "consent",
            "withdraw",
            "cite",
            "bereave",
            "spread",
            "assess",
            "revoke",
            "grant",
            "propose",
            "decide",
            "derive",
            "end",
            "deliver",
            "receive",
            "publish",
            "invoke"
        ];
        for (uint256 i = 0; i < acts.length; ++i) {
            assertTrue(handler.done(acts[i]) > 1, acts[i]);
            if (i < 15) assertTrue(handler.refused(acts[i]) > 1, acts[i]);
        }
        string[3] memory reached = ["personal", "important", "lower"];
        for (uint256 i = 0; i < reached.length; ++i) assertTrue(handler.done(reached[i]) > 1, reached[i]);
        assertEq(handler.generation(), 3, "generations");
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
        invariant_everythingStandsAsInTheBooks();
        invariant_headsStatesAndCityFollowFromTheEventsAlone();
    }

    function act(uint256 seed, uint256 i) private {
        handler.publish(seed);
        if (i % 2 == 0) handler.clear(seed >> 1);
        if (i % 3 == 0) handler.consent(seed >> 2);
        handler.cite(seed >> 3);
        handler.assess(seed >> 4);
        handler.grant(seed >> 5);
        handler.deliver(seed >> 6);
        handler.receiveDelivery(seed >> 7);
        if (i % 3 == 0) handler.plan(seed >> 8);
        handler.propose(seed >> 9);
        handler.decide(seed >> 10);
        handler.decide(seed >> 18);
        handler.derive(seed >> 11);
        handler.derive(seed >> 19);
        handler.deliver(seed >> 12);
        if (i % 4 == 0) handler.withdraw(seed >> 13);
        if (i % 4 == 1) handler.revoke(seed >> 14);
        if (i % 5 == 0) handler.end((seed >> 15) | 1);
        if (i % 15 == 0) handler.end((seed >> 15) | 1);
        handler.spread(seed >> 16);
        handler.spread(seed >> 20);
        handler.wait(seed >> 17);
    }
}
