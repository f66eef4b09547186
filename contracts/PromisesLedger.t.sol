// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPromises} from "./interfaces/IPromises.sol";
import {DeliveryId, GrantId} from "./lib/Ids.sol";
import {PromiseHandler} from "./test/PromiseHandler.sol";
import {Test} from "./test/Test.sol";
import {vm} from "./test/Vm.sol";

/// @dev What holds of promises and recalls after any sequence of acts, two successions included.
contract PromiseInvariants is Test {
    PromiseHandler private handler;

    function setUp() public {
        vm.roll(1_000);
        vm.warp(1_750_000_000);
        handler = new PromiseHandler();
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

    function invariant_nothingIsMissedEarly() public view {
        assertEq(handler.against("missed"), 0, "missed deliveries");
    }

    function invariant_nothingIsDeliveredAfterItsRecall() public view {
        assertEq(handler.against("delivered after recall"), 0, "deliveries");
    }

    function invariant_everythingStandsAsInTheBooks() public view {
        assertEq(GrantId.unwrap(handler.strayPromise()), 0, "first stray promise");
        assertEq(GrantId.unwrap(handler.strayGrant()), 0, "first stray grant");
        assertEq(DeliveryId.unwrap(handler.strayResponse()), 0, "first stray response");
    }

    /// @dev The invariants say nothing unless the handler really does and is really refused these things.
    function test_theHandlerDoesAndIsRefusedEverything() public {
        for (uint256 i = 0; i < 150; ++i) {
            act(uint256(keccak256(abi.encode(i))));
            if (i % 50 == 49) handler.succeed(0);
        }
        string[9] memory acts = [
            "issue",
            "amend",
            "suspend",
            "resume",
            "end",
            "deliver",
            "missed",
            "acknowledge",
            "recall"
        ];
        for (uint256 i = 0; i < acts.length; ++i) {
            assertTrue(handler.done(acts[i]) > 1, acts[i]);
            if (i < 8) assertTrue(handler.refused(acts[i]) > 1, acts[i]);
        }
        assertEq(handler.generation(), 3, "generations");
        assertEq(handler.trespasses(), 0, handler.lastTrespass());
        invariant_everythingStandsAsInTheBooks();
        invariant_headsStatesAndCityFollowFromTheEventsAlone();
    }

    /// @dev One alone works until nothing is left; those who race have lists from before, which go stale.
    function testFuzz_keepersWhoRaceLeaveTheSameStateAsOneAlone(uint256 seed) public {
        for (uint256 i = 0; i < 10; ++i) act(uint256(keccak256(abi.encode(seed, i))));
        vm.warp(handler.time());
        GrantId[] memory all = handler.missedNow();
        IPromises promises = handler.sharing().promises();
        uint256 before = vm.snapshotState();
        exhaust(promises, all);
        bytes32 alone = handler.digest();
        vm.revertToState(before);
        promises.recordMissed(all);
        for (uint256 i = 0; i < 6; ++i) {
            promises.recordMissed(piece(all, uint256(keccak256(abi.encode(seed, "turn", i)))));
        }
        exhaust(promises, all);
        assertEq(handler.digest(), alone, "together as alone");
    }

    function exhaust(IPromises promises, GrantId[] memory all) private {
        uint56 facts = handler.replay().log().facts();
        while (true) {
            promises.recordMissed(all);
            uint56 now_ = handler.replay().log().facts();
            if (now_ == facts) return;
            facts = now_;
        }
    }

    function act(uint256 seed) private {
        handler.list(seed);
        handler.issue(seed >> 1);
        handler.publish(seed);
        handler.deliver(seed >> 2);
        handler.deliver(seed >> 12);
        handler.recordMissed(seed >> 3);
        handler.recordMissed(seed >> 13);
        handler.recall(seed >> 4);
        handler.acknowledge(seed >> 5);
        handler.acknowledge(seed >> 15);
        if (seed % 3 == 0) handler.suspend(seed >> 6);
        handler.resume(seed >> 7);
        handler.amend(seed >> 8);
        handler.end(seed >> 9);
        handler.wait(seed >> 10);
        handler.trespass(seed);
    }

    /// @dev From somewhere, backwards, and some of it twice.
    function piece(GrantId[] memory all, uint256 seed) private pure returns (GrantId[] memory some) {
        if (all.length == 0) return all;
        some = new GrantId[](seed % (all.length + 2));
        for (uint256 i = 0; i < some.length; ++i) {
            some[i] = all[(((seed >> 8) % all.length) + all.length * 2 - i) % all.length];
        }
    }
}
