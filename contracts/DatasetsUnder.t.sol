// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDatasets, Publication, VersionPublishedPayload} from "./interfaces/IDatasets.sol";
import {IDeliveries} from "./interfaces/IDeliveries.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {Sharing as Kind} from "./interfaces/ISupply.sol";
import {DatasetId, GrantId, Ids, OrganisationId, Preimage, RunId, VersionId} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev Transport derives its dataset "closed" from weather's.
abstract contract UnderTest is GrantsTest {
    RunId internal immutable theirRun = runOf("transport");
    Preimage internal source;
    GrantId internal grant;

    function setUp() public virtual override {
        super.setUp();
        source = published(closed, CLOSED, "rain");
        grant = granted("first");
    }

    /// @dev Under one grant, which confines it.
    function derived(bytes32 content) internal view returns (Publication memory p) {
        p = publication(theirsClosed, CLOSED | CONFINED, content);
        p.parents = one(idOf(source));
        p.under = one(grant);
        p.shown = one(source);
    }

    function derive(Publication memory p) internal returns (Preimage memory) {
        publish("transport", one(p));
        return preimage(p, theirRun);
    }

    /// @dev Of a version of transport's own.
    function descendant(
        Preimage memory parent,
        bytes32 content
    ) internal view returns (Publication memory p) {
        p = publication(theirsClosed, CLOSED | CONFINED, content);
        p.parents = one(idOf(parent));
        p.shown = one(parent);
    }

    function one(GrantId id) internal pure returns (GrantId[] memory all) {
        all = new GrantId[](1);
        all[0] = id;
    }

    /// @dev From two of weather's versions, each under its grant.
    function ofTwo(
        Preimage memory a,
        GrantId underA,
        Preimage memory b,
        GrantId underB
    ) internal view returns (Publication memory p) {
        p = publication(theirsClosed, CLOSED | CONFINED, "child");
        p.parents = two(idOf(a), idOf(b));
        (p.under, p.shown) = (new GrantId[](2), new Preimage[](2));
        bool ascending = p.parents[0] == idOf(a);
        (p.under[0], p.under[1]) = ascending ? (underA, underB) : (underB, underA);
        (p.shown[0], p.shown[1]) = ascending ? (a, b) : (b, a);
    }

    function confinedDiffers(VersionId id, bool required) internal {
        refusedWith(abi.encodeWithSelector(IDatasets.ConfinedDiffers.selector, id, required));
    }
}

contract UsedUnderTest is UnderTest {
    function test_anotherDepartmentsClosedDataIsUsedUnderItsGrant() public {
        vm.recordLogs();
        Preimage memory child = derive(derived("child"));
        Header memory h = abi.decode(vm.getRecordedLogs()[1].data, (Header));
        bytes memory expected = abi.encodePacked(idOf(child), theirsClosed, idOf(source), grant);
        assertEq(abi.encodePacked(h.subjects), expected, "subjects");
        assertEq(stateOf(idOf(child)), CLOSED | CONFINED, "state");
    }

    function test_thePayloadNamesTheGrants() public {
        vm.recordLogs();
        derive(derived("child"));
        bytes memory data = vm.getRecordedLogs()[1].data;
        (, VersionPublishedPayload memory p) = abi.decode(data, (Header, VersionPublishedPayload));
        assertEq(abi.encodePacked(p.under), abi.encodePacked(grant), "under");
    }

    function test_theGrantIsPartOfTheVersionsId() public {
        Preimage memory child = derive(derived("child"));
        grant = granted("second");
        Preimage memory other = derive(derived("child"));
        assertTrue(VersionId.unwrap(idOf(child)) != VersionId.unwrap(idOf(other)), "another version");
    }

    function test_withoutAGrantItIsRefused() public {
        Publication memory p = derived("child");
        p.under = new GrantId[](0);
        refused(IDatasets.GrantRequired.selector, idOf(p, theirRun), idOf(source));
        derive(p);
    }

    /// @dev The samples' grants go up to grade 4.
    function test_aVersionAboveTheCeilingIsNotUsed() public {
        source = published(closed, States.IMPORTANT, "important");
        Publication memory p = derived("child");
        p.state = States.IMPORTANT | CONFINED;
        bytes4 above = IGrants.GradeAboveCeiling.selector;
        refusedWith(abi.encodeWithSelector(above, grant, States.IMPORTANT, 4));
        derive(p);
    }

    function test_256ParentsMayAllBeUsedUnderGrants() public {
        Publication memory p = derived("child");
        (p.parents, p.under, p.shown) = (new VersionId[](256), new GrantId[](256), new Preimage[](256));
        for (uint256 i = 0; i < 256; ++i) {
            Preimage memory made = published(closed, CLOSED, bytes32(i + 1));
            VersionId id = idOf(made);
            uint256 j = i;
            for (; j > 0 && VersionId.unwrap(p.parents[j - 1]) > VersionId.unwrap(id); --j)
                (p.parents[j], p.shown[j]) = (p.parents[j - 1], p.shown[j - 1]);
            (p.parents[j], p.shown[j], p.under[i]) = (id, made, grant);
        }
        derive(p);
    }

    function test_inItsLastSecondAGrantCoversAUse() public {
        vm.warp(grants.terms(grant).expires);
        derive(derived("child"));
    }

    function test_oneSecondLaterItDoesNot() public {
        uint48 expires = grants.terms(grant).expires;
        vm.warp(expires + 1);
        refusedWith(abi.encodeWithSelector(IGrants.GrantExpired.selector, grant, expires));
        derive(derived("child"));
    }

    function test_aGrantOfAnotherDatasetIsRefused() public {
        DatasetId other = given.dataset("weather", "other", CLOSED);
        sharing.listed("weather", other, Kind.Conditional);
        grant = sharing.granted("transport", "weather", other, "other");
        refusedWith(abi.encodeWithSelector(IGrants.GrantOfOtherDataset.selector, grant, closed));
        derive(derived("child"));
    }

    function test_aGrantOfAnotherConsumerIsRefused() public {
        grant = sharing.granted("health", "weather", closed, "theirs");
        refusedWith(abi.encodeWithSelector(IGrants.GrantNotYours.selector, grant, TRANSPORT));
        derive(derived("child"));
    }

    function test_aSuspendedGrantIsRefusedUntilItIsResumed() public {
        suspend(grant);
        refused(IGrants.GrantSuspendedAlready.selector, grant);
        derive(derived("child"));
        resume(grant);
        derive(derived("child"));
    }

    function test_aRevokedGrantIsRefused() public {
        revoke(grant);
        refused(IGrants.GrantEnded.selector, grant);
        derive(derived("child"));
    }

    function test_aTerminatedGrantIsRefused() public {
        terminate(grant);
        refused(IGrants.GrantEnded.selector, grant);
        derive(derived("child"));
    }

    function test_anythingButAGrantIsNoGrant() public {
        grant = GrantId.wrap(OrganisationId.unwrap(weather));
        refused(IGrants.GrantUnknown.selector, grant);
        derive(derived("child"));
    }

    function test_whoseDataItIsMustBeShown() public {
        Publication memory p = derived("child");
        p.shown = new Preimage[](0);
        refused(IDatasets.GrantRequired.selector, idOf(p, theirRun), idOf(source));
        derive(p);
    }

    function test_aGrantDoesNotExcuseAWithdrawnParent() public {
        withdraw(source);
        Publication memory p = derived("child");
        refused(IDatasets.ParentWithdrawn.selector, idOf(p, theirRun), idOf(source));
        derive(p);
    }

    function test_aListOfZeroGrantsIsRefused() public {
        Publication memory p = derived("child");
        p.under[0] = NONE;
        refusedWith(abi.encodeWithSelector(IDatasets.UnderNotValid.selector, idOf(p, theirRun), 1));
        derive(p);
    }

    function test_moreGrantsThanParentsAreRefused() public {
        Publication memory p = derived("child");
        p.under = new GrantId[](2);
        (p.under[0], p.under[1]) = (grant, grant);
        refusedWith(abi.encodeWithSelector(IDatasets.UnderNotValid.selector, idOf(p, theirRun), 2));
        derive(p);
    }

    function test_onesOwnAndAnothersDataMayBeJoined() public {
        Publication memory own = publication(theirsClosed, CLOSED, "own");
        Preimage memory mine = derive(own);
        Publication memory p = ofTwo(source, grant, mine, NONE);
        vm.recordLogs();
        derive(p);
        Header memory h = abi.decode(vm.getRecordedLogs()[1].data, (Header));
        assertEq(h.subjects.length, 5, "version, dataset, two parents and one grant");
        assertEq(h.subjects[4], GrantId.unwrap(grant), "the grant");
    }

    function test_aGrantUsedTwiceIsTouchedOnce() public {
        Publication memory p = ofTwo(source, grant, published(closed, CLOSED, "wind"), grant);
        vm.recordLogs();
        derive(p);
        Header memory h = abi.decode(vm.getRecordedLogs()[1].data, (Header));
        assertEq(h.subjects.length, 5, "version, dataset, two parents and one grant");
        assertEq(h.subjects[4], GrantId.unwrap(grant), "the grant");
    }

    function test_twoGrantsAreTouchedOnceEach() public {
        GrantId second = granted("second");
        Publication memory p = ofTwo(source, grant, published(closed, CLOSED, "wind"), second);
        vm.recordLogs();
        derive(p);
        Header memory h = abi.decode(vm.getRecordedLogs()[1].data, (Header));
        assertEq(h.subjects.length, 6, "version, dataset, two parents and two grants");
        assertEq(h.subjects[4], GrantId.unwrap(p.under[0]), "first");
        assertEq(h.subjects[5], GrantId.unwrap(p.under[1]), "second");
    }

    function test_unconditionalDataMayBeUsedUnderItsGrantToo() public {
        source = published(open, OPEN, "sun");
        grant = Ids.grant(sharing.filed("transport", open, "open"), NONE);
        Publication memory p = derived("child");
        p.state = CLOSED;
        assertEq(stateOf(idOf(derive(p))), CLOSED, "not confined");
    }

    function test_aRecallReachesWhatWasMadeUnderAGrant() public {
        Publication memory p = derived("child");
        derive(p);
        recall(source);
        spread(p, theirRun, 0);
        assertEq(stateOf(idOf(p, theirRun)), CLOSED | CONFINED | States.AFFECTED, "affected");
    }

    function test_whatWasMadeUnderAGrantIsWithdrawnByItsMaker() public {
        Preimage memory child = derive(derived("child"));
        given.withdrawn("transport", child);
        assertEq(stateOf(idOf(child)), CLOSED | CONFINED | States.WITHDRAWN, "withdrawn");
    }
}

contract ConfinedTest is UnderTest {
    function test_whatStaysInTheDepartmentMustSaySo() public {
        Publication memory p = derived("child");
        p.state = CLOSED;
        confinedDiffers(idOf(p, theirRun), true);
        derive(p);
    }

    function test_whatMayBeSharedOnwardMustNotSayThatItStays() public {
        grant = grantedOnward("onward");
        Publication memory p = derived("child");
        confinedDiffers(idOf(p, theirRun), false);
        derive(p);
        p.state = CLOSED;
        assertEq(stateOf(idOf(derive(p))), CLOSED, "not confined");
    }

    function test_whatHasNoSourceMustNotSayThatItStays() public {
        Publication memory p = publication(theirsClosed, CLOSED | CONFINED, "own");
        confinedDiffers(idOf(p, theirRun), false);
        derive(p);
    }

    function test_oneConfiningGrantOfTwoIsEnough() public {
        GrantId onward = grantedOnward("onward");
        Publication memory p = ofTwo(source, grant, published(closed, CLOSED, "wind"), onward);
        p.state = CLOSED;
        confinedDiffers(idOf(p, theirRun), true);
        derive(p);
        p.state |= CONFINED;
        derive(p);
    }

    function test_itIsInheritedThroughGenerations() public {
        Preimage memory parent = derive(derived("child"));
        for (uint256 i = 1; i < 5; ++i) {
            Publication memory p = descendant(parent, bytes32(i));
            p.state = CLOSED;
            confinedDiffers(idOf(p, theirRun), true);
            derive(p);
            p.state |= CONFINED;
            parent = derive(p);
            assertEq(stateOf(idOf(parent)), CLOSED | CONFINED, "confined");
        }
    }

    function test_anOnwardGrantDoesNotFreeADescendantOfConfinedData() public {
        Preimage memory child = derive(derived("child"));
        Publication memory p = ofTwo(source, grantedOnward("onward"), child, NONE);
        p.state = CLOSED;
        confinedDiffers(idOf(p, theirRun), true);
        derive(p);
    }

    function test_aCorrectionUnderAnOnwardGrantIsFree() public {
        Preimage memory child = derive(derived("child"));
        grant = grantedOnward("onward");
        Publication memory p = derived("right");
        (p.state, p.corrects, p.shown) = (CLOSED, idOf(child), new Preimage[](2));
        (p.shown[0], p.shown[1]) = (source, child);
        assertEq(stateOf(idOf(derive(p))), CLOSED, "not confined");
    }

    function test_itIsNoVersionOfAnUnconditionalDataset() public {
        Publication memory p = derived("child");
        (p.dataset, p.state) = (theirs, OPEN | CONFINED);
        refused(IDatasets.OnwardForbidden.selector, idOf(p, theirRun));
        derive(p);
        p.state = OPEN;
        confinedDiffers(idOf(p, theirRun), true);
        derive(p);
    }

    function test_underAnOnwardGrantItMayBe() public {
        grant = grantedOnward("onward");
        Publication memory p = derived("child");
        (p.dataset, p.state) = (theirs, OPEN);
        assertEq(stateOf(idOf(derive(p))), OPEN, "open");
    }
}

/// @dev Transport supplies its own dataset "closed" to health.
contract OnwardTest is UnderTest {
    GrantId private further;

    function setUp() public override {
        super.setUp();
        sharing.listed("transport", theirsClosed, Kind.Conditional);
        further = sharing.granted("health", "transport", theirsClosed, "further");
        given.dataset("health", "closed", CLOSED);
    }

    function ofHealth(Preimage memory parent) private view returns (Publication memory p) {
        DatasetId dataset = Ids.dataset(Ids.organisation("health"), "closed");
        p = publication(dataset, CLOSED | CONFINED, "grandchild");
        (p.parents, p.under, p.shown) = (one(idOf(parent)), one(further), one(parent));
    }

    function test_confinedDataIsNotDelivered() public {
        Preimage memory child = derive(derived("child"));
        bytes4 wrong = IDeliveries.VersionNotDeliverable.selector;
        bytes32 id = keccak256(abi.encode(further, idOf(child), keccak256("first")));
        id = bytes32((uint256(6) << 248) | (uint256(id) >> 8));
        refusedWith(abi.encodeWithSelector(wrong, id, idOf(child), CLOSED | CONFINED));
        sharing.delivered("transport", further, child);
    }

    function test_whatMayBeSharedOnwardIsDelivered() public {
        grant = grantedOnward("onward");
        Publication memory p = derived("child");
        p.state = CLOSED;
        Preimage memory child = derive(p);
        sharing.delivered("transport", further, child);
        publish("health", one(ofHealth(child)));
    }

    function test_confinedDataIsNoSourceInAnotherDepartment() public {
        Publication memory p = ofHealth(derive(derived("child")));
        refused(IDatasets.OnwardForbidden.selector, idOf(p, runOf("health")));
        publish("health", one(p));
    }
}
