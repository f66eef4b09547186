// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents, OrganisationKind} from "./interfaces/IAgents.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {
    GrantDirectedPayload,
    IRequests,
    MediationAskedPayload,
    RefusalUpheldPayload,
    RequestCompletedPayload,
    RequestPassedPayload,
    RequestRefusedPayload,
    RequestRejectedPayload,
    RequestReturnedPayload,
    RequestStep,
    RequestWithdrawnPayload,
    Stage
} from "./interfaces/IRequests.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {OrganisationId, RequestId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {Text} from "./lib/Text.sol";
import {RequestsTest, Verb} from "./test/RequestsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev What each verb leaves on record, and with which words it is refused. Where the verbs lead is in
/// RequestsStages.t.sol.
contract RequestsAnswersTest is RequestsTest {
    string private constant NOTE = "because";
    address private constant CLERK = address(0xc1e);

    /// @dev The verb by whoever's it is, on a new request that stands there; what it leaves.
    function leaves(Stage from, Verb verb, bytes32 kind) private returns (bytes memory data) {
        RequestId id = reach(from, "first");
        string memory code = turnOf(from, verb);
        vm.recordLogs();
        does(code, verb, id);
        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], kind, "event");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(id), "subject");
        assertEq(uint256(h.by) >> 224, numberOf(code), "who acted");
        return last.data;
    }

    function test_theBureauPassesARequestOn() public {
        bytes memory data = leaves(Stage.Review, Verb.Pass, IRequests.RequestPassed.selector);
        (, RequestPassedPayload memory p) = abi.decode(data, (Header, RequestPassedPayload));
        assertEq(
            abi.encode(p),
            abi.encode(RequestPassedPayload(false, endOf(2025, 10, 20), false, NOTE)),
            "five days for the answer"
        );
    }

    function test_theBureauReturnsARequest() public {
        bytes memory data = leaves(Stage.Review, Verb.SendBack, IRequests.RequestReturned.selector);
        (, RequestReturnedPayload memory p) = abi.decode(data, (Header, RequestReturnedPayload));
        assertEq(abi.encode(p), abi.encode(RequestReturnedPayload(false, 1, 2, NOTE)), "two days are left");
    }

    function test_theProviderReturnsARequest() public {
        bytes memory data = leaves(Stage.Decision, Verb.SendBack, IRequests.RequestReturned.selector);
        (, RequestReturnedPayload memory p) = abi.decode(data, (Header, RequestReturnedPayload));
        assertEq(abi.encode(p), abi.encode(RequestReturnedPayload(false, 1, 5, NOTE)), "five days are left");
    }

    function test_theConsumerCompletesARequest() public {
        bytes memory data = leaves(Stage.Returned, Verb.Complete, IRequests.RequestCompleted.selector);
        (, RequestCompletedPayload memory p) = abi.decode(data, (Header, RequestCompletedPayload));
        bytes memory expected = abi.encode(RequestCompletedPayload(endOf(2025, 10, 15), false, NOTE));
        assertEq(abi.encode(p), expected, "the clock goes on");
    }

    function test_theBureauRejectsARequest() public {
        bytes memory data = leaves(Stage.Review, Verb.Reject, IRequests.RequestRejected.selector);
        (, RequestRejectedPayload memory p) = abi.decode(data, (Header, RequestRejectedPayload));
        assertEq(abi.encode(p), abi.encode(RequestRejectedPayload(false, 1, NOTE)), "payload");
    }

    function test_theProviderRefusesARequest() public {
        bytes memory data = leaves(Stage.Decision, Verb.Refuse, IRequests.RequestRefused.selector);
        (, RequestRefusedPayload memory p) = abi.decode(data, (Header, RequestRefusedPayload));
        assertEq(abi.encode(p), abi.encode(RequestRefusedPayload(false, 1, NOTE)), "payload");
    }

    function test_theConsumerAsksForMediation() public {
        bytes memory data = leaves(Stage.Refused, Verb.AskMediation, IRequests.MediationAsked.selector);
        (, MediationAskedPayload memory p) = abi.decode(data, (Header, MediationAskedPayload));
        bytes memory expected = abi.encode(MediationAskedPayload(false, endOf(2025, 10, 20), false, NOTE));
        assertEq(abi.encode(p), expected, "five days to mediate");
    }

    function test_theBureauDirectsAGrant() public {
        bytes memory data = leaves(Stage.Mediation, Verb.Direct, IRequests.GrantDirected.selector);
        (, GrantDirectedPayload memory p) = abi.decode(data, (Header, GrantDirectedPayload));
        bytes memory expected = abi.encode(GrantDirectedPayload(false, endOf(2025, 10, 20), false, NOTE));
        assertEq(abi.encode(p), expected, "five days to grant");
    }

    function test_theBureauUpholdsARefusal() public {
        bytes memory data = leaves(Stage.Mediation, Verb.Uphold, IRequests.RefusalUpheld.selector);
        (, RefusalUpheldPayload memory p) = abi.decode(data, (Header, RefusalUpheldPayload));
        assertEq(abi.encode(p), abi.encode(RefusalUpheldPayload(false, 1, NOTE)), "payload");
    }

    function test_theConsumerWithdrawsARequest() public {
        bytes memory data = leaves(Stage.Directed, Verb.Withdraw, IRequests.RequestWithdrawn.selector);
        (, RequestWithdrawnPayload memory p) = abi.decode(data, (Header, RequestWithdrawnPayload));
        assertEq(abi.encode(p), abi.encode(RequestWithdrawnPayload(false, NOTE)), "payload");
    }

    function test_aDirectedGrantCannotBeRefused() public {
        RequestId id = reach(Stage.Directed, "first");
        isRefused(PROVIDER, Verb.Refuse, id, stageNotValid(id, Stage.Directed));
    }

    function test_aDirectedGrantCannotBeReturned() public {
        RequestId id = reach(Stage.Directed, "first");
        isRefused(PROVIDER, Verb.SendBack, id, stageNotValid(id, Stage.Directed));
    }

    function test_aRefusalIsMediatedOnce() public {
        RequestId id = reach(Stage.Upheld, "first");
        isRefused(CONSUMER, Verb.AskMediation, id, stageNotValid(id, Stage.Upheld));
    }

    function test_theProviderDoesNotReturnWhatTheBureauReviews() public {
        RequestId id = filed("first");
        bytes memory refusal = abi.encodeWithSelector(IRequests.NotYourTurn.selector, id, 2);
        isRefused(PROVIDER, Verb.SendBack, id, refusal);
    }

    function test_theBureauDoesNotReturnWhatTheProviderDecides() public {
        RequestId id = reach(Stage.Decision, "first");
        bytes memory refusal = abi.encodeWithSelector(IRequests.NotYourTurn.selector, id, 1);
        isRefused(BUREAU, Verb.SendBack, id, refusal);
    }

    function test_aRequestIsReturnedOnce() public {
        RequestId id = reach(Stage.Returned, "first");
        does(CONSUMER, Verb.Complete, id);
        bytes memory refusal = abi.encodeWithSelector(IRequests.AlreadyReturned.selector, id);
        isRefused(BUREAU, Verb.SendBack, id, refusal);
        sharing.passed(id);
        isRefused(PROVIDER, Verb.SendBack, id, refusal);
    }

    function needsAReason(Stage stage, Verb verb) private {
        RequestId id = reach(stage, "first");
        bytes memory refusal = abi.encodeWithSelector(IRequests.ReasonMissing.selector, id);
        isRefused(officer(turnOf(stage, verb)), verb, RequestStep(id, 0, NOTE), refusal);
    }

    function test_aReturnNeedsAReason() public {
        needsAReason(Stage.Review, Verb.SendBack);
    }

    function test_aRejectionNeedsAReason() public {
        needsAReason(Stage.Review, Verb.Reject);
    }

    function test_aRefusalNeedsAReason() public {
        needsAReason(Stage.Decision, Verb.Refuse);
    }

    function test_upholdingARefusalNeedsAReason() public {
        needsAReason(Stage.Mediation, Verb.Uphold);
    }

    function needsNoReason(Stage stage, Verb verb) private {
        RequestId id = reach(stage, string(abi.encodePacked("request ", bytes1(65 + uint8(verb)))));
        (bool done, ) = tries(officer(turnOf(stage, verb)), verb, RequestStep(id, 0, ""));
        assertTrue(done, "done");
    }

    function test_whatHelpsTheConsumerNeedsNoReason() public {
        needsNoReason(Stage.Review, Verb.Pass);
        needsNoReason(Stage.Mediation, Verb.Direct);
        needsNoReason(Stage.Returned, Verb.Complete);
        needsNoReason(Stage.Refused, Verb.AskMediation);
        needsNoReason(Stage.Review, Verb.Withdraw);
    }

    function hasAShortNote(Stage stage, Verb verb) private {
        RequestId id = reach(stage, string(abi.encodePacked("request ", bytes1(65 + uint8(verb)))));
        bytes memory refusal = abi.encodeWithSelector(Text.TextTooLong.selector, "note", 1025, 1024);
        isRefused(officer(turnOf(stage, verb)), verb, RequestStep(id, 1, long(1025)), refusal);
    }

    function test_aNoteHasAtMost1024Bytes() public {
        hasAShortNote(Stage.Review, Verb.Pass);
        hasAShortNote(Stage.Review, Verb.SendBack);
        hasAShortNote(Stage.Returned, Verb.Complete);
        hasAShortNote(Stage.Review, Verb.Reject);
        hasAShortNote(Stage.Decision, Verb.Refuse);
        hasAShortNote(Stage.Refused, Verb.AskMediation);
        hasAShortNote(Stage.Mediation, Verb.Direct);
        hasAShortNote(Stage.Mediation, Verb.Uphold);
        hasAShortNote(Stage.Directed, Verb.Withdraw);
    }

    /// @dev By a key that may do anything else for the organisation.
    function needs(uint64 permission, Stage stage, Verb verb) private {
        RequestId id = reach(stage, string(abi.encodePacked("request ", bytes1(65 + uint8(verb)))));
        uint64 others = ALL & ~permission;
        string memory code = turnOf(stage, verb);
        address clerk = address(uint160(CLERK) + uint160(verb));
        given.key(code, clerk, others, 0, type(uint48).max);
        bytes memory refusal = abi.encodeWithSelector(IAgents.PermissionMissing.selector, clerk, permission);
        isRefused(clerk, verb, RequestStep(id, 1, NOTE), refusal);
    }

    function test_onlyAKeyThatSupervisesActsForTheBureau() public {
        needs(Permissions.SUPERVISE, Stage.Review, Verb.Pass);
        needs(Permissions.SUPERVISE, Stage.Review, Verb.SendBack);
        needs(Permissions.SUPERVISE, Stage.Review, Verb.Reject);
        needs(Permissions.SUPERVISE, Stage.Mediation, Verb.Direct);
        needs(Permissions.SUPERVISE, Stage.Mediation, Verb.Uphold);
    }

    function test_onlyAKeyThatSharesActsForTheProvider() public {
        needs(Permissions.SHARE, Stage.Decision, Verb.SendBack);
        needs(Permissions.SHARE, Stage.Decision, Verb.Refuse);
    }

    function test_onlyAKeyThatUsesDataActsForTheConsumer() public {
        needs(Permissions.USE, Stage.Returned, Verb.Complete);
        needs(Permissions.USE, Stage.Refused, Verb.AskMediation);
        needs(Permissions.USE, Stage.Review, Verb.Withdraw);
    }

    function test_anOfficerWhoWasTrickedAnswersNothing() public {
        RequestId id = filed("first");
        address signer = officer(BUREAU);
        RequestStep[] memory steps = sharing.step(id, 0);
        refusedWith(abi.encodeWithSelector(IWriter.CallerNotSigner.selector, address(0xbad), signer));
        vm.prank(address(0xbad), signer);
        requests.pass(0, steps);
    }

    function test_aBatchWithOneBadStepDoesNothing() public {
        RequestStep[] memory steps = new RequestStep[](2);
        (steps[0], steps[1]) = (sharing.step(filed("first"), 0)[0], sharing.step(idOf("second"), 0)[0]);
        refusedWith(abi.encodeWithSelector(IRequests.RequestUnknown.selector, idOf("second")));
        signs(officer(BUREAU));
        requests.pass(0, steps);
        assertStage(idOf("first"), Stage.Review);
    }

    function test_aRequestTwiceInOneBatchIsRefused() public {
        RequestStep[] memory steps = new RequestStep[](2);
        RequestId id = filed("first");
        (steps[0], steps[1]) = (sharing.step(id, 0)[0], sharing.step(id, 0)[0]);
        refusedWith(stageNotValid(id, Stage.Decision));
        signs(officer(BUREAU));
        requests.pass(0, steps);
    }

    function test_nobodySettlesARequestButTheGrants() public {
        RequestId id = reach(Stage.Decision, "first");
        refusedWith(abi.encodeWithSelector(IRequests.NotForCaller.selector, boss));
        signs(boss);
        requests.settle(id);
    }

    function test_theNewBureauGoesOn() public {
        RequestId id = filed("first");
        OrganisationId second = given.organisation("second", OrganisationKind.Bureau);
        given.enact(abi.encodeCall(agents.appointBureau, (second, "elected")), address(agents));
        bytes memory refusal = abi.encodeWithSelector(IWriter.NotTheBureau.selector, 1);
        isRefused(BUREAU, Verb.Pass, id, refusal);
        does("second", Verb.Pass, id);
        assertStage(id, Stage.Decision);
    }
}
