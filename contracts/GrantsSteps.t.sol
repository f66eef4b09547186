// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header} from "./interfaces/IFactLog.sol";
import {GrantStep, GrantSuspendedPayload, IGrants, Issue} from "./interfaces/IGrants.sol";
import {GrantId, Ids, RequestId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev What befalls a grant, and who may do it.
contract GrantStepsTest is GrantsTest {
    GrantId private grant;

    function setUp() public override {
        super.setUp();
        grant = granted("first");
    }

    function notYoursGrant(uint32 organisation) private {
        refusedWith(abi.encodeWithSelector(IGrants.GrantNotYours.selector, grant, organisation));
    }

    function expired() private {
        uint48 expires = grants.terms(grant).expires;
        vm.warp(expires + 1);
        refusedWith(abi.encodeWithSelector(IGrants.GrantExpired.selector, grant, expires));
    }

    function test_aSuspensionNamesItsReasonAndTouchesTheGrant() public {
        vm.recordLogs();
        suspend(grant);
        (Vm.Log memory last, Header memory h) = onlyLog();
        (, GrantSuspendedPayload memory p) = abi.decode(last.data, (Header, GrantSuspendedPayload));
        assertEq(last.topics[0], IGrants.GrantSuspended.selector, "kind");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(grant), "subjects");
        assertEq(abi.encode(p), abi.encode(GrantSuspendedPayload(1, "because")), "payload");
        assertEq(stateOf(grant), States.SUSPENDED, "state");
    }

    function test_aSuspendedGrantIsNotSuspendedAgain() public {
        suspend(grant);
        refused(IGrants.GrantSuspendedAlready.selector, grant);
        suspend(grant);
    }

    function test_aSuspendedGrantIsResumed() public {
        suspend(grant);
        resume(grant);
        assertEq(stateOf(grant), 0, "state");
        suspend(grant);
        assertEq(stateOf(grant), States.SUSPENDED, "again");
    }

    function test_whatIsNotSuspendedIsNotResumed() public {
        refused(IGrants.GrantNotSuspended.selector, grant);
        resume(grant);
    }

    function test_aGrantIsRevokedOnce() public {
        revoke(grant);
        assertEq(stateOf(grant), States.WITHDRAWN, "state");
        refused(IGrants.GrantEnded.selector, grant);
        revoke(grant);
    }

    function test_aSuspendedGrantMayBeRevoked() public {
        suspend(grant);
        revoke(grant);
        assertEq(stateOf(grant), States.WITHDRAWN | States.SUSPENDED, "state");
    }

    function test_aGrantIsTerminatedOnce() public {
        terminate(grant);
        assertEq(stateOf(grant), States.WITHDRAWN, "state");
        refused(IGrants.GrantEnded.selector, grant);
        terminate(grant);
    }

    function test_whatTheConsumerGaveUpIsNotRevoked() public {
        terminate(grant);
        refused(IGrants.GrantEnded.selector, grant);
        revoke(grant);
    }

    function test_anEndedGrantIsNotSuspended() public {
        revoke(grant);
        refused(IGrants.GrantEnded.selector, grant);
        suspend(grant);
    }

    function test_anEndedGrantIsNotResumed() public {
        suspend(grant);
        terminate(grant);
        refused(IGrants.GrantEnded.selector, grant);
        resume(grant);
    }

    function test_theConsumerDoesNotSuspend() public {
        notYoursGrant(TRANSPORT);
        signs(officer("transport"));
        grants.suspend(0, steps(grant, 1));
    }

    function test_theConsumerDoesNotResume() public {
        suspend(grant);
        notYoursGrant(TRANSPORT);
        signs(officer("transport"));
        grants.resume(0, steps(grant, 1));
    }

    function test_theConsumerDoesNotRevoke() public {
        notYoursGrant(TRANSPORT);
        signs(officer("transport"));
        grants.revoke(0, steps(grant, 1));
    }

    function test_theProviderDoesNotTerminate() public {
        notYoursGrant(WEATHER);
        signs(boss);
        grants.terminate(0, steps(grant, 1));
    }

    function test_aThirdDepartmentDoesNothingToIt() public {
        notYoursGrant(HEALTH);
        signs(officer("health"));
        grants.revoke(0, steps(grant, 1));
        notYoursGrant(HEALTH);
        signs(officer("health"));
        grants.terminate(0, steps(grant, 1));
    }

    function test_anUnknownGrantIsRefused() public {
        GrantId nowhere = Ids.grant(requestOf("unknown"), NONE);
        refused(IGrants.GrantUnknown.selector, nowhere);
        revoke(nowhere);
    }

    function test_whatHasLapsedIsNotSuspended() public {
        expired();
        suspend(grant);
    }

    function test_whatHasLapsedIsNotRevoked() public {
        expired();
        revoke(grant);
    }

    function test_whatHasLapsedIsNotTerminated() public {
        expired();
        terminate(grant);
    }

    function test_inItsLastSecondAGrantMayBeSuspended() public {
        vm.warp(grants.terms(grant).expires);
        suspend(grant);
    }

    function test_everyStepNamesAReason() public {
        refused(IGrants.GrantReasonMissing.selector, grant);
        signs(boss);
        grants.revoke(0, steps(grant, 0));
    }

    function test_aNoteThatIsTooLongIsRefused() public {
        GrantStep[] memory all = steps(grant, 1);
        all[0].note = long(1025);
        tooLong("note", 1024);
        signs(boss);
        grants.suspend(0, all);
    }
}

/// @dev An amendment is a new grant that takes the place of a live one of the same request.
contract AmendTest is GrantsTest {
    RequestId private id;
    GrantId private first;

    function setUp() public override {
        super.setUp();
        first = granted("first");
        id = requestOf("first");
    }

    function amendment(GrantId amends) private view returns (Issue memory g) {
        g = sharing.terms(id);
        g.amends = amends;
    }

    function amended(GrantId amends) private returns (GrantId) {
        return sharing.issued("weather", amendment(amends));
    }

    function test_anAmendmentEndsTheGrantItNames() public {
        vm.recordLogs();
        GrantId second = amended(first);
        (, Header memory h) = onlyLog();
        assertTrue(GrantId.unwrap(second) != GrantId.unwrap(first), "another grant");
        assertEq(h.subjects[0], GrantId.unwrap(second), "first subject");
        assertEq(h.subjects[5], GrantId.unwrap(first), "last subject");
        assertEq(stateOf(first), States.WITHDRAWN, "the one before");
        assertEq(stateOf(second), 0, "the new one");
    }

    function test_anAmendmentHasTermsOfItsOwn() public {
        Issue memory g = amendment(first);
        (g.fields, g.ceiling, g.window, g.expires) = (1, 2, 3600, START + 1);
        GrantId second = sharing.issued("weather", g);
        assertEq(grants.terms(second).ceiling, 2, "ceiling");
        assertEq(grants.terms(second).window, 3600, "window");
        assertEq(grants.terms(first).ceiling, 4, "the old one's");
    }

    function test_anAmendmentIsHeldToTheSameRequest() public {
        Issue memory g = amendment(first);
        g.fields = 4;
        bytes4 wrong = IGrants.FieldsNotRequested.selector;
        refusedWith(abi.encodeWithSelector(wrong, Ids.grant(id, first), 4));
        sharing.issued("weather", g);
    }

    function test_amendmentsFormAChain() public {
        GrantId last = first;
        for (uint256 i = 0; i < 5; ++i) {
            GrantId next = amended(last);
            assertEq(stateOf(last), States.WITHDRAWN, "ended");
            assertEq(RequestId.unwrap(grants.requestOf(next)), RequestId.unwrap(id), "of one request");
            last = next;
        }
        assertEq(stateOf(last), 0, "the last one holds");
    }

    function test_aGrantIsAmendedOnce() public {
        amended(first);
        Issue memory g = amendment(first);
        refused(IGrants.GrantEnded.selector, first);
        sharing.issued("weather", g);
    }

    function test_aRevokedGrantIsNotAmended() public {
        revoke(first);
        Issue memory g = amendment(first);
        refused(IGrants.GrantEnded.selector, first);
        sharing.issued("weather", g);
    }

    function test_aLapsedGrantIsNotAmended() public {
        vm.warp(grants.terms(first).expires + 1);
        Issue memory g = amendment(first);
        bytes4 expired = IGrants.GrantExpired.selector;
        refusedWith(abi.encodeWithSelector(expired, first, grants.terms(first).expires));
        sharing.issued("weather", g);
    }

    function test_aSuspendedGrantMayBeAmended() public {
        suspend(first);
        GrantId second = amended(first);
        assertEq(stateOf(first), States.SUSPENDED | States.WITHDRAWN, "the one before");
        assertEq(stateOf(second), 0, "the new one");
    }

    function test_anotherRequestsGrantIsNotAmended() public {
        GrantId other = granted("second");
        Issue memory g = amendment(other);
        bytes4 wrong = IGrants.AmendsOtherRequest.selector;
        refusedWith(abi.encodeWithSelector(wrong, Ids.grant(id, other), other));
        sharing.issued("weather", g);
    }

    function test_anUndecidedRequestIsNotGrantedAsAnAmendment() public {
        RequestId undecided = asked("second");
        Issue memory g = sharing.terms(undecided);
        g.amends = first;
        bytes4 wrong = IGrants.AmendsOtherRequest.selector;
        refusedWith(abi.encodeWithSelector(wrong, Ids.grant(undecided, first), first));
        sharing.issued("weather", g);
    }

    function test_whatWasNeverGrantedIsNotAmended() public {
        GrantId nowhere = Ids.grant(requestOf("unknown"), NONE);
        Issue memory g = amendment(nowhere);
        bytes4 wrong = IGrants.AmendsOtherRequest.selector;
        refusedWith(abi.encodeWithSelector(wrong, Ids.grant(id, nowhere), nowhere));
        sharing.issued("weather", g);
    }

    function test_onlyTheProviderAmends() public {
        Issue memory g = amendment(first);
        refusedWith(abi.encodeWithSelector(IGrants.RequestNotYours.selector, id, WEATHER));
        sharing.issued("transport", g);
    }
}
