// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGrants} from "./interfaces/IGrants.sol";
import {Asked, IRequests, Stage} from "./interfaces/IRequests.sol";
import {Handed, Preimage, RequestId} from "./lib/Ids.sol";
import {RequestsTest, Verb} from "./test/RequestsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev Nothing may be granted to a consumer that owes feedback, so a provider whose clock runs hands the request
/// back to it, as often as need be.
contract RequestsOverdueTest is RequestsTest {
    Handed private handed;

    /// @dev From here on the consumer owes feedback.
    function owes() private {
        Preimage memory rain = published(closed, CLOSED, "rain");
        handed = sharing.handedUnder(CONSUMER, PROVIDER, closed, 60, rain);
        vm.warp(vm.getBlockTimestamp() + 61);
        sharing.overdue(handed);
    }

    function overdue() private view returns (bytes memory) {
        return abi.encodeWithSelector(IGrants.ConsumerOverdue.selector, numberOf(CONSUMER), 1);
    }

    function test_aDirectedGrantThatMayNotBeGivenIsReturned() public {
        RequestId id = reach(Stage.Directed, "first");
        owes();
        isRefused(PROVIDER, Verb.Issue, id, overdue());
        does(PROVIDER, Verb.SendBack, id);
        vm.warp(monday + 300 days);
        notLate(id, 0);
        recordLate(id);
    }

    function test_itsClockGoesOnWithTheDaysThatWereLeft() public {
        RequestId id = reach(Stage.Directed, "first");
        owes();
        does(PROVIDER, Verb.SendBack, id);
        Asked memory r = requests.asked(id);
        assertEq(r.left, 5, "days left");
        assertTrue(!r.wasReturned, "it was not the consumer's papers");
        sharing.reported(CONSUMER, handed, true);
        does(CONSUMER, Verb.Complete, id);
        assertStage(id, Stage.Directed);
        does(PROVIDER, Verb.Issue, id);
    }

    function test_onlyTheProviderReturnsADirectedGrant() public {
        RequestId id = reach(Stage.Directed, "first");
        owes();
        bytes memory notTheirs = abi.encodeWithSelector(IRequests.NotYourTurn.selector, id, numberOf(BUREAU));
        isRefused(BUREAU, Verb.SendBack, id, notTheirs);
    }

    function test_aDirectedGrantThatMayBeGivenIsNotReturned() public {
        RequestId id = reach(Stage.Directed, "first");
        owes();
        sharing.reported(CONSUMER, handed, true);
        isRefused(PROVIDER, Verb.SendBack, id, stageNotValid(id, Stage.Directed));
    }

    function test_aDecisionIsReturnedAgainWhileTheConsumerOwes() public {
        RequestId id = reach(Stage.Decision, "first");
        does(PROVIDER, Verb.SendBack, id);
        does(CONSUMER, Verb.Complete, id);
        isRefused(
            PROVIDER,
            Verb.SendBack,
            id,
            abi.encodeWithSelector(IRequests.AlreadyReturned.selector, id)
        );
        owes();
        does(PROVIDER, Verb.SendBack, id);
    }

    function test_whileItOwesTheConsumerStartsNoClockOfTheProviders() public {
        RequestId id = reach(Stage.Decision, "first");
        owes();
        does(PROVIDER, Verb.SendBack, id);
        isRefused(CONSUMER, Verb.Complete, id, overdue());
        sharing.waived(handed);
        does(CONSUMER, Verb.Complete, id);
        assertStage(id, Stage.Decision);
    }

    function test_theBureauReviewsWhateverTheConsumerOwes() public {
        RequestId id = reach(Stage.Review, "first");
        owes();
        does(BUREAU, Verb.SendBack, id);
        does(CONSUMER, Verb.Complete, id);
        isRefused(BUREAU, Verb.SendBack, id, abi.encodeWithSelector(IRequests.AlreadyReturned.selector, id));
    }

    function test_whoReturnsTooLateIsLateStill() public {
        RequestId id = reach(Stage.Directed, "first");
        owes();
        vm.warp(uint256(requests.asked(id).deadline) + 1);
        vm.recordLogs();
        does(PROVIDER, Verb.SendBack, id);
        assertEq(payloadWord(vm.getRecordedLogs()[0], 0), 1, "late");
    }
}
