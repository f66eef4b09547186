// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./interfaces/IFactLog.sol";
import {GrantIssuedPayload, Issue} from "./interfaces/IGrants.sol";
import {DeliveryMissedPayload, IPromises, Promise} from "./interfaces/IPromises.sol";
import {Cadence} from "./interfaces/ISupply.sol";
import {GrantId, Ids, OrganisationId, RequestId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {Civil} from "./test/Civil.sol";
import {PromisesTest} from "./test/PromisesTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev When the next delivery is due.
contract PromisesDueTest is PromisesTest {
    function test_theClockStartsWithTheGrant() public {
        GrantId grant = promised("first", Cadence.Daily);
        assertEq(stateOf(grant), States.PROMISED, "state");
        Promise memory p = promises.promiseOf(grant);
        assertEq(p.provider, WEATHER, "provider");
        assertTrue(p.cadence == Cadence.Daily, "cadence");
        assertPromise(grant, START + 1 days, 0, "due");
    }

    function test_theGrantSaysItsCadence() public {
        list(Cadence.Weekly);
        Issue memory g = promising(asked("first"));
        vm.recordLogs();
        sharing.issued("weather", g);
        (Vm.Log memory last, ) = onlyLog();
        Header memory h;
        GrantIssuedPayload memory p;
        (h, p) = abi.decode(last.data, (Header, GrantIssuedPayload));
        assertTrue(p.cadence == Cadence.Weekly, "cadence");
        assertTrue(!p.atOnce, "decided");
    }

    function test_anotherCadenceOfTheItemChangesNoPromise() public {
        GrantId grant = promised("first", Cadence.Daily);
        list(Cadence.Yearly);
        deliverUnder(grant, "rain");
        assertPromise(grant, START + 1 days, 0, "due");
    }

    function test_nobodyPromisesWhatHasNoCadence() public {
        list(Cadence.None);
        RequestId id = asked("first");
        Issue memory g = promising(id);
        refusedWith(
            abi.encodeWithSelector(IPromises.CadenceNotPromisable.selector, Ids.grant(id, NONE), Cadence.None)
        );
        sharing.issued("weather", g);
    }

    function test_aGrantWithoutAPromiseHasNone() public {
        GrantId grant = granted("first");
        assertEq(promises.promiseOf(grant).provider, 0, "none");
        refused(IPromises.PromiseUnknown.selector, grant);
        record(grant);
    }

    function test_howLongEachCadenceIs() public {
        uint48[10] memory spans;
        spans[uint8(Cadence.Once)] = 1 days;
        spans[uint8(Cadence.RealTime)] = 15 minutes;
        spans[uint8(Cadence.Hourly)] = 1 hours;
        spans[uint8(Cadence.Daily)] = 1 days;
        spans[uint8(Cadence.Weekly)] = 7 days;
        spans[uint8(Cadence.Monthly)] = 31 days;
        spans[uint8(Cadence.Quarterly)] = 92 days;
        spans[uint8(Cadence.Yearly)] = 366 days;
        for (uint8 i = 1; i < 10; ++i) {
            if (i == uint8(Cadence.WorkingDaily)) continue;
            GrantId grant = promised(numbered("r", i), Cadence(i));
            assertEq(dueOf(grant), START + spans[i], numbered("cadence ", i));
        }
    }

    /// @dev 2025-10-17 is a Friday; no table is published, so that weekends are off.
    function test_aWorkingDayIsTheNextOneThatIsWorked() public {
        vm.warp(Civil.moment(2025, 10, 17, 9));
        GrantId grant = promised("first", Cadence.WorkingDaily);
        assertEq(dueOf(grant), Civil.moment(2025, 10, 20, 24), "Monday's end");
        vm.warp(Civil.moment(2025, 10, 20, 24) + 1);
        record(grant);
        assertPromise(grant, Civil.moment(2025, 10, 21, 24), 1, "Tuesday's end");
        vm.warp(Civil.moment(2025, 10, 25, 12));
        deliverUnder(grant, "rain");
        assertPromise(grant, Civil.moment(2025, 10, 27, 24), 0, "delivered on a Saturday");
    }

    function test_everyDeliveryStartsTheClockAnew() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 10 hours);
        deliverUnder(grant, "rain");
        assertPromise(grant, START + 34 hours, 0, "moved");
        vm.warp(START + 11 hours);
        deliverUnder(grant, "hail");
        assertPromise(grant, START + 35 hours, 0, "moved again");
    }

    function test_whatIsPromisedOnceIsWaitedForOnce() public {
        GrantId kept = promised("first", Cadence.Once);
        GrantId missed = promised("second", Cadence.Once);
        deliverUnder(kept, "rain");
        assertPromise(kept, 0, 0, "kept");
        vm.warp(START + 1 days + 1);
        record(missed);
        assertPromise(missed, 0, 1, "missed");
        vm.warp(START + 5 days);
        notMissed(kept, 0);
        record(kept);
        record(missed);
        assertPromise(missed, 0, 1, "missed once");
        suspend(kept);
        resume(kept);
        assertPromise(kept, 0, 0, "kept for good");
        deliverUnder(missed, "hail");
        assertPromise(missed, 0, 0, "late and welcome");
    }

    function test_onlyGrantsAndDeliveriesSpeakHere() public {
        GrantId grant = promised("first", Cadence.Daily);
        bytes memory mine = abi.encodeWithSelector(IPromises.NotForCaller.selector, boss);
        refusedWith(mine);
        signs(boss);
        promises.begin(grant, WEATHER, Cadence.Daily);
        refusedWith(mine);
        signs(boss);
        promises.restart(grant);
        refusedWith(mine);
        signs(boss);
        promises.kept(grant);
        bytes memory others = abi.encodeWithSelector(IPromises.NotForCaller.selector, deliveries);
        refusedWith(others);
        signs(address(deliveries));
        promises.begin(grant, WEATHER, Cadence.Daily);
    }
}

/// @dev What did not come is a fact, once and never early.
contract PromisesMissedTest is PromisesTest {
    function test_itIsNeverRecordedEarly() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 1 days);
        notMissed(grant, START + 1 days);
        record(grant);
        vm.warp(START + 1 days + 1);
        vm.recordLogs();
        record(grant);
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IPromises.DeliveryMissed.selector, "event");
        bytes32 provider = OrganisationId.unwrap(Ids.organisation("weather"));
        assertSubjects(header, GrantId.unwrap(grant), provider);
        assertEq(uint256(header.by) >> 224, 0, "nobody's act");
        (, DeliveryMissedPayload memory p) = abi.decode(last.data, (Header, DeliveryMissedPayload));
        assertTrue(p.cadence == Cadence.Daily, "cadence");
        assertEq(p.due, START + 1 days, "due");
        assertEq(p.missed, 1, "in a row");
        assertPromise(grant, START + 2 days, 1, "the next");
    }

    function test_eachIsRecordedOnceAndTheNextIsWaitedFor() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 2 days + 1);
        vm.recordLogs();
        for (uint256 i = 0; i < 5; ++i) record(grant);
        assertEq(vm.getRecordedLogs().length, 2, "two days, two facts");
        assertPromise(grant, START + 3 days, 2, "the next");
    }

    function test_aKeeperWhoComesSecondIsNotRefused() public {
        GrantId[] memory both = new GrantId[](2);
        (both[0], both[1]) = (promised("first", Cadence.Daily), promised("second", Cadence.Daily));
        vm.warp(START + 1 days + 1);
        record(both[0]);
        promises.recordMissed(both);
        promises.recordMissed(both);
        assertPromise(both[0], START + 2 days, 1, "first");
        assertPromise(both[1], START + 2 days, 1, "second");
    }

    function test_aLateDeliveryEndsTheRow() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 2 days + 1);
        record(grant);
        record(grant);
        deliverUnder(grant, "rain");
        assertPromise(grant, START + 3 days + 1, 0, "a new row");
        notMissed(grant, START + 3 days + 1);
        record(grant);
    }

    function test_aDeliveryThatCameLateButUnrecordedIsNotMissed() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 2 days);
        deliverUnder(grant, "rain");
        notMissed(grant, START + 3 days);
        record(grant);
    }

    function test_nothingIsMissedWhileItIsSuspended() public {
        GrantId grant = promised("first", Cadence.Daily);
        suspend(grant);
        vm.warp(START + 3 days);
        notMissed(grant, START + 1 days);
        record(grant);
        resume(grant);
        assertPromise(grant, START + 4 days, 0, "anew");
        vm.warp(START + 4 days + 1);
        record(grant);
        assertPromise(grant, START + 5 days, 1, "missed");
    }

    function test_aSuspensionDoesNotEndTheRow() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 1 days + 1);
        record(grant);
        suspend(grant);
        resume(grant);
        assertPromise(grant, START + 2 days + 1, 1, "anew");
    }

    function test_aGrantWithoutAPromiseIsResumedWithoutOne() public {
        GrantId grant = granted("first");
        suspend(grant);
        resume(grant);
        assertEq(promises.promiseOf(grant).provider, 0, "none");
    }

    function test_nothingIsMissedOfWhatEnded() public {
        GrantId first = promised("first", Cadence.Daily);
        GrantId second = promised("second", Cadence.Daily);
        vm.warp(START + 1 days + 1);
        revoke(first);
        terminate(second);
        notMissed(first, START + 1 days);
        record(first);
        notMissed(second, START + 1 days);
        record(second);
    }

    function test_amendingEndsTheOldPromiseAndBeginsAnother() public {
        GrantId old = promised("first", Cadence.Daily);
        list(Cadence.Weekly);
        Issue memory g = promising(requestOf("first"));
        g.amends = old;
        vm.warp(START + 1 hours);
        GrantId next = sharing.issued("weather", g);
        assertPromise(next, START + 1 hours + 7 days, 0, "anew");
        vm.warp(START + 2 days);
        notMissed(old, START + 1 days);
        record(old);
    }

    function test_otherTermsWithoutAPromiseEndIt() public {
        GrantId old = promised("first", Cadence.Daily);
        Issue memory g = sharing.terms(requestOf("first"));
        g.amends = old;
        GrantId next = sharing.issued("weather", g);
        assertEq(stateOf(next), 0, "not promised");
        refused(IPromises.PromiseUnknown.selector, next);
        record(next);
    }

    function test_whatWasDueBeforeTheExpiryIsMissedAndNothingAfterIt() public {
        list(Cadence.Daily);
        Issue memory g = promising(asked("first"));
        g.expires = START + 2 days;
        GrantId grant = sharing.issued("weather", g);
        vm.warp(START + 30 days);
        record(grant);
        record(grant);
        assertPromise(grant, START + 3 days, 2, "until the expiry's second");
        record(grant);
        assertPromise(grant, START + 3 days, 2, "and no more");
    }

    function test_whatWouldBeDueASecondAfterTheExpiryIsNotMissed() public {
        list(Cadence.Daily);
        Issue memory g = promising(asked("first"));
        g.expires = START + 1 days - 1;
        GrantId grant = sharing.issued("weather", g);
        vm.warp(START + 30 days);
        notMissed(grant, START + 1 days);
        record(grant);
    }

    function testFuzz_asManyAreMissedAsPeriodsPassed(uint256 cadence, uint256 after_) public {
        Cadence c = [Cadence.Hourly, Cadence.Daily, Cadence.Weekly][cadence % 3];
        uint256 span = [uint256(1 hours), 1 days, 7 days][cadence % 3];
        GrantId grant = promised("first", c);
        after_ = bound(after_, span + 1, 20 * span);
        vm.warp(START + after_);
        for (uint256 i = 0; i < 21; ++i) record(grant);
        uint256 expected = (after_ - 1) / span;
        uint256 within = 30 days / span;
        if (expected > within) expected = within;
        assertEq(promises.promiseOf(grant).missed, expected, "missed");
    }
}

contract PromisesSuccessionTest is PromisesTest {
    function succeed() private {
        sharing.succeeded();
        look();
    }

    function test_aPromiseGoesOnAsItStood() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 1 days + 1);
        record(grant);
        succeed();
        assertPromise(grant, START + 2 days, 1, "carried over");
        vm.warp(START + 2 days + 1);
        record(grant);
        succeed();
        assertPromise(grant, START + 3 days, 2, "and on");
        deliverUnder(grant, "rain");
        assertPromise(grant, START + 3 days + 1, 0, "kept");
        suspend(grant);
        vm.warp(START + 10 days);
        succeed();
        resume(grant);
        assertPromise(grant, START + 11 days, 0, "anew");
    }

    function test_theGenerationBeforeIsSealed() public {
        GrantId grant = promised("first", Cadence.Daily);
        vm.warp(START + 2 days);
        IPromises old = promises;
        succeed();
        address next = address(promises);
        sealedFor("promises", next);
        old.recordMissed(only(grant));
        sealedFor("promises", next);
        old.recordMissed(new GrantId[](0));
        sealedFor("promises", next);
        signs(address(grants));
        old.begin(grant, WEATHER, Cadence.Daily);
        sealedFor("promises", next);
        signs(address(grants));
        old.restart(grant);
        sealedFor("promises", next);
        signs(address(deliveries));
        old.kept(grant);
    }
}
