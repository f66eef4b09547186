// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CouncilHandler} from "./test/CouncilHandler.sol";
import {CouncilTest} from "./test/CouncilTest.sol";
import {ICouncil} from "./test/ICouncil.sol";
import {Test} from "./test/Test.sol";
import {vm} from "./test/Vm.sol";

/// @dev A single member's ways to leave the city without a council, each tried once with success in a review.
contract CouncilSelfTest is CouncilTest {
    /// @dev It still proposes, executes and takes in members.
    function works() private {
        enact(council, abi.encodeCall(council.grantRole, (PROPOSER, SECOND)));
        assertTrue(council.hasRole(PROPOSER, SECOND), "takes in a member");
        (address target, bytes memory data) = suspension();
        signs(SECOND);
        council.enact(target, data, 0);
        assertTrue(isSuspended(), "acts");
    }

    function test_theCouncilDoesNotRenounceItsOwnAdministration() public {
        indispensable(ADMIN, address(council));
        enact(council, abi.encodeCall(council.renounceRole, (ADMIN, address(council))));
        works();
    }

    function test_theCouncilDoesNotRevokeItsOwnAdministration() public {
        indispensable(ADMIN, address(council));
        enact(council, abi.encodeCall(council.revokeRole, (ADMIN, address(council))));
        works();
    }

    function test_anyoneMayAlwaysExecute() public {
        indispensable(EXECUTOR, address(0));
        enact(council, abi.encodeCall(council.revokeRole, (EXECUTOR, address(0))));
        works();
    }

    function test_nobodyIsNoMemberInWhoseFavourTheLastMayLeave() public {
        notAMember(address(0));
        enact(council, abi.encodeCall(council.grantRole, (PROPOSER, address(0))));
        refusedWith(abi.encodeWithSelector(ICouncil.LastMember.selector, MEMBER));
        signs(MEMBER);
        council.renounceRole(PROPOSER, MEMBER);
        works();
    }

    function test_theCouncilIsNotItsOwnMember() public {
        notAMember(address(council));
        enact(council, abi.encodeCall(council.grantRole, (PROPOSER, address(council))));
        works();
    }

    function test_aBatchDoesNotReplaceTheLastMemberByNobody() public {
        (address[] memory targets, bytes[] memory calls) = (new address[](2), new bytes[](2));
        (targets[0], targets[1]) = (address(council), address(council));
        calls[0] = abi.encodeCall(council.grantRole, (PROPOSER, address(0)));
        calls[1] = abi.encodeCall(council.revokeRole, (PROPOSER, MEMBER));
        signs(MEMBER);
        council.scheduleBatch(targets, new uint256[](2), calls, 0, 0, 0);
        notAMember(address(0));
        council.executeBatch(targets, new uint256[](2), calls, 0, 0);
        works();
    }

    function test_aNewCouncilHasNoMemberNobody() public {
        notAMember(address(0));
        newCouncil(0, members(address(0)));
    }

    function test_theDelayIsAtMostThirtyDays() public {
        delayTooLong(30 days + 1);
        enact(council, abi.encodeCall(council.updateDelay, (30 days + 1)));
        enact(council, abi.encodeCall(council.updateDelay, (30 days)));
        assertEq(council.getMinDelay(), 30 days, "delay");
    }

    function test_aNewCouncilsDelayIsAtMostThirtyDays() public {
        assertEq(newCouncil(30 days, members(MEMBER)).getMinDelay(), 30 days, "delay");
        delayTooLong(30 days + 1);
        newCouncil(30 days + 1, members(MEMBER));
    }

    function test_anothersAdministrationAndExecutionMayBeRevoked() public {
        bytes32[2] memory roles = [ADMIN, EXECUTOR];
        for (uint256 i = 0; i < 2; ++i) {
            enact(council, abi.encodeCall(council.grantRole, (roles[i], SECOND)));
            assertTrue(council.hasRole(roles[i], SECOND), "granted");
            enact(council, abi.encodeCall(council.revokeRole, (roles[i], SECOND)));
            assertTrue(!council.hasRole(roles[i], SECOND), "revoked");
        }
    }
}

/// @dev Whoever may propose may cancel.
contract CancellersTest is CouncilTest {
    function setUp() public override {
        super.setUp();
        enact(council, abi.encodeCall(council.grantRole, (PROPOSER, SECOND)));
    }

    function test_theFirstMembersAndLaterOnesMayCancel() public view {
        assertTrue(council.hasRole(CANCELLER, MEMBER), "the first");
        assertTrue(council.hasRole(CANCELLER, SECOND), "the second");
    }

    function test_whoIsRevokedLosesBoth() public {
        enact(council, abi.encodeCall(council.revokeRole, (PROPOSER, SECOND)));
        assertTrue(!council.hasRole(PROPOSER, SECOND), "proposes no more");
        assertTrue(!council.hasRole(CANCELLER, SECOND), "cancels no more");
    }

    function test_whoLeavesLosesBoth() public {
        signs(SECOND);
        council.renounceRole(PROPOSER, SECOND);
        assertTrue(!council.hasRole(CANCELLER, SECOND), "cancels no more");
    }

    function test_aRevokedMemberDoesNotCancelItsRevocationsSuccessors() public {
        enact(council, abi.encodeCall(council.updateDelay, (1 days)));
        bytes memory data = abi.encodeCall(council.revokeRole, (PROPOSER, SECOND));
        enact(council, data);
        vm.warp(START + 1 days);
        council.execute(address(council), 0, data, 0, keccak256(data));
        bytes32 id = proposed(council);
        refusedWith(
            abi.encodeWithSelector(ICouncil.AccessControlUnauthorizedAccount.selector, SECOND, CANCELLER)
        );
        signs(SECOND);
        council.cancel(id);
    }

    function test_aMemberDoesNotRenounceCancellingAlone() public {
        indispensable(CANCELLER, SECOND);
        signs(SECOND);
        council.renounceRole(CANCELLER, SECOND);
    }

    function test_aMemberIsNotRevokedOfCancellingAlone() public {
        indispensable(CANCELLER, SECOND);
        enact(council, abi.encodeCall(council.revokeRole, (CANCELLER, SECOND)));
    }

    function test_whoIsNoMemberMayBeGivenAndRevokedOfCancelling() public {
        enact(council, abi.encodeCall(council.grantRole, (CANCELLER, ANYONE)));
        assertEq(council.members(), 2, "no member");
        enact(council, abi.encodeCall(council.revokeRole, (CANCELLER, ANYONE)));
        assertTrue(!council.hasRole(CANCELLER, ANYONE), "revoked");
    }

    function test_aCancellerWhoBecomesAMemberLeavesAsOne() public {
        enact(council, abi.encodeCall(council.grantRole, (CANCELLER, ANYONE)));
        enact(council, abi.encodeCall(council.grantRole, (PROPOSER, ANYONE)));
        signs(ANYONE);
        council.renounceRole(PROPOSER, ANYONE);
        assertTrue(!council.hasRole(CANCELLER, ANYONE), "loses both");
    }
}

/// @dev What holds whatever its members make the council do to itself.
contract CouncilInvariants is Test {
    CouncilHandler private handler;

    function setUp() public {
        vm.warp(1_750_000_000);
        handler = new CouncilHandler();
    }

    function targetContracts() public view returns (address[] memory all) {
        all = new address[](1);
        all[0] = address(handler);
    }

    function invariant_theCouncilCanAct() public view {
        assertTrue(handler.canAct(), "a member, open execution, its own administration, a bounded delay");
    }

    function invariant_membersAreCountedAndMayCancel() public view {
        assertTrue(handler.membersAgree(), "members");
    }

    /// @dev The invariants say nothing unless the handler really does and is really refused these things.
    function test_theHandlerDoesAndIsRefusedEverything() public {
        for (uint256 i = 0; i < 400; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            handler.change(seed);
            handler.renounce(seed >> 1);
        }
        string[4] memory acts = ["grant", "revoke", "delay", "renounce"];
        for (uint256 i = 0; i < 4; ++i) {
            assertTrue(handler.done(acts[i]) > 3, acts[i]);
            assertTrue(handler.refused(acts[i]) > 3, acts[i]);
        }
        invariant_theCouncilCanAct();
        invariant_membersAreCountedAndMayCancel();
    }
}
