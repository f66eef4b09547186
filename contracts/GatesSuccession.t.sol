// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessments} from "./interfaces/IAssessments.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {Publication} from "./interfaces/IDatasets.sol";
import {Clearance, IGates} from "./interfaces/IGates.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Issue} from "./interfaces/IGrants.sol";
import {ConsentId, GrantId, Preimage} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {DesensitisationsTest} from "./test/DesensitisationsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev Gates, consents, assessments and evidence, succeeded in the middle of the loop.
contract GatesSuccessionTest is DesensitisationsTest {
    function succeed() private {
        sharing.succeeded();
        look();
    }

    function test_clearancesOfBothGenerationsHoldTogether() public {
        clear(0, 6, 0);
        clear(1, 5, 0);
        succeed();
        clear(2, 4, 0);
        assertEq(gates.clearanceOf(TRANSPORT, 1), 5, "of the first");
        assertEq(gates.clearanceOf(TRANSPORT, 2), 4, "of the second");
        assertEq(gates.clearanceOf(TRANSPORT, 3), 6, "any");
        clear(0, 5, 0);
        succeed();
        assertEq(gates.clearanceOf(TRANSPORT, 3), 5, "what was set last");
    }

    function test_whatWasClearedBeforeIsDeliveredAfterAndLoweredThen() public {
        clear(1, 5, 0);
        GrantId grant = issue(termsOf(askedFor(important, "first"), 5));
        succeed();
        deliver(grant, published(important, States.IMPORTANT, "a"));
        Preimage memory version = published(important, States.IMPORTANT, "b");
        clear(1, 4, 0);
        clearanceMissing(grant, 5, 4);
        deliver(grant, version);
    }

    function test_namedOfficersStayNamed() public {
        GrantId grant = vitalGrant("first");
        succeed();
        succeed();
        Preimage memory version = published(vital, VITAL, "a");
        deliver(grant, version);
        gates.requireOfficer(grant, transport);
        refusedWith(abi.encodeWithSelector(IGates.OfficerNotNamed.selector, grant, second));
        gates.requireOfficer(grant, second);
    }

    function test_consentsAndCitationsGoOn() public {
        (ConsentId a, ConsentId b) = (record(records, "a"), record(records, "b"));
        Publication memory p = publication(records, PERSONAL, "a");
        publish(p);
        cite(p, a, 0);
        GrantId grant = issue(termsOf(askedFor(records, "first"), 4));
        succeed();
        cite(p, b, 0);
        assertEq(consents.consentsOf(idOf(p, run)).length, 2, "cites both");
        refusedWith(abi.encodeWithSelector(IConsents.ConsentAlreadyCited.selector, idOf(p, run), a));
        cite(p, a, 0);
        withdraw(a);
        assertEq(consents.standingOf(records), 1, "one stands");
        succeed();
        withdraw(b);
        assertEq(consents.standingOf(records), 0, "none stands");
        bytes4 wrong = IGates.VersionWithoutConsent.selector;
        Preimage memory version = preimage(p, run);
        bytes32 delivery = bytes32(abi.encode(idOf(sharing.handed(grant, version))));
        refusedWith(abi.encodeWithSelector(wrong, delivery, idOf(version), true));
        deliver(grant, version);
        bereave(idOf(version), a);
        assertEq(stateOf(idOf(version)), PERSONAL | States.AFFECTED, "affected");
    }

    function test_assessmentsStandUntilTheNextGenerationRevokesThem() public {
        Issue memory g = termsOf(askedAbroad(closed, "first"), 4);
        g.assessment = assess(assessment("A-1", closed));
        GrantId grant = issue(g);
        succeed();
        deliver(grant, published(closed, CLOSED, "a"));
        revokeAssessment(g.assessment);
        succeed();
        Preimage memory version = published(closed, CLOSED, "b");
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentAlreadyRevoked.selector, g.assessment));
        deliver(grant, version);
    }

    function test_evidenceIsProposedApprovedAndUsedInThreeGenerations() public {
        propose(boss, proposal);
        succeed();
        own(boss);
        approve(boss);
        approve(colleague);
        succeed();
        publish(opened());
        assertEq(stateOf(version), OPEN_GRADE | States.UNCONDITIONAL, "open");
    }

    function test_theGenerationsBeforeAreSealed() public {
        IGates before = gates;
        succeed();
        bytes memory isSealed = abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("gates"), gates);
        vm.expectRevert(isSealed);
        vm.prank(bureau, bureau);
        before.setClearances(0, new Clearance[](0));
    }
}
