// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assessment, IAssessments} from "./interfaces/IAssessments.sol";
import {IDatasets, Publication} from "./interfaces/IDatasets.sol";
import {Receipt} from "./interfaces/IDeliveries.sol";
import {IGates} from "./interfaces/IGates.sol";
import {Issue} from "./interfaces/IGrants.sol";
import {Invocation, Responder} from "./interfaces/IEmergencies.sol";
import {
    AssessmentId,
    ConsentId,
    DatasetId,
    DeliveryId,
    GrantId,
    Ids,
    Preimage,
    RequestId,
    VersionId
} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {GatesTest} from "./test/GatesTest.sol";
import {vm} from "./test/Vm.sol";

/// @dev A grant is not enough: what let it be issued must still hold when the data goes over.
contract PassageTest is GatesTest {
    function delivery(GrantId grant, Preimage memory version) private view returns (bytes32) {
        return DeliveryId.unwrap(idOf(sharing.handed(grant, version)));
    }

    function test_importantDataIsDeliveredWhileTheClearanceHolds() public {
        clear(1, 5, START + 9);
        GrantId grant = issue(termsOf(askedFor(important, "first"), 5));
        Preimage memory a = published(important, States.IMPORTANT, "a");
        Preimage memory b = published(important, States.IMPORTANT, "b");
        vm.warp(START + 9);
        deliver(grant, a);
        vm.warp(START + 10);
        clearanceMissing(grant, 5, 4);
        deliver(grant, b);
    }

    function test_aLoweredClearanceStopsDeliveries() public {
        clear(1, 6, 0);
        GrantId grant = issue(termsOf(askedFor(important, "first"), 5));
        Preimage memory version = published(important, States.IMPORTANT, "a");
        clear(1, 4, 0);
        clearanceMissing(grant, 5, 4);
        deliver(grant, version);
        clear(1, 5, 0);
        deliver(grant, version);
    }

    /// @dev The dataset is general, and one of its versions is not.
    function test_theVersionsGradeCounts() public {
        clear(1, 5, 0);
        GrantId grant = issue(termsOf(askedFor(closed, "first"), 5));
        Preimage memory version = published(closed, States.IMPORTANT, "a");
        clear(1, 4, 0);
        clearanceMissing(grant, 5, 4);
        deliver(grant, version);
        deliver(grant, published(closed, CLOSED, "b"));
    }

    function test_aVersionThatCameToNeedItGoesUnderALeastGrantAlone() public {
        GrantId plain = granted("plain");
        Preimage memory version = published(closed, LEAST, "a");
        bytes4 wrong = IGates.VersionNeedsLeast.selector;
        refusedWith(abi.encodeWithSelector(wrong, delivery(plain, version), idOf(version)));
        deliver(plain, version);
        Issue memory g = termsOf(askedFor(closed, "named"), 4);
        g.officers = named(second);
        deliver(issue(g), version);
    }

    function test_aReceiptIsTheNamedOfficers() public {
        GrantId grant = vitalGrant("first");
        Preimage memory version = published(vital, VITAL, "a");
        deliver(grant, version);
        bytes memory wrong = abi.encodeWithSelector(IGates.OfficerNotNamed.selector, grant, second);
        refusedWith(wrong);
        receives(second, grant, version);
        receives(transport, grant, version);
    }

    function receives(address key, GrantId grant, Preimage memory version) private {
        Receipt[] memory all = new Receipt[](1);
        all[0] = Receipt(grant, version, keccak256("first"), version.content, "");
        signs(key);
        deliveries.receiveDeliveries(0, all);
    }

    function test_personalDataIsGrantedWhileAConsentStands() public {
        RequestId id = askedFor(records, "first");
        Issue memory g = termsOf(id, 4);
        bytes memory missing = abi.encodeWithSelector(IGates.ConsentMissing.selector, records);
        refusedWith(missing);
        issue(g);
        ConsentId consented = record(records, "2026");
        withdraw(consented);
        refusedWith(missing);
        issue(g);
        record(records, "2027");
        issue(g);
    }

    function withoutConsent(GrantId grant, Preimage memory version, bool withdrawn) private {
        bytes4 wrong = IGates.VersionWithoutConsent.selector;
        refusedWith(abi.encodeWithSelector(wrong, delivery(grant, version), idOf(version), withdrawn));
    }

    function test_aPersonalVersionIsDeliveredUnderTheConsentThatItCites() public {
        ConsentId consented = record(records, "2026");
        GrantId grant = issue(termsOf(askedFor(records, "first"), 4));
        Publication memory p = publication(records, PERSONAL, "a");
        publish(p);
        Preimage memory version = preimage(p, run);
        withoutConsent(grant, version, false);
        deliver(grant, version);
        cite(p, consented, 0);
        deliver(grant, version);
        assertTrue(isDelivered(grant, version), "delivered");
    }

    /// @dev Before anybody marked it as affected.
    function test_aWithdrawnConsentStopsDeliveriesAtOnce() public {
        (ConsentId a, ConsentId b) = (record(records, "a"), record(records, "b"));
        GrantId grant = issue(termsOf(askedFor(records, "first"), 4));
        Publication memory p = publication(records, PERSONAL, "a");
        publish(p);
        cite(p, a, 0);
        cite(p, b, 0);
        withdraw(b);
        withoutConsent(grant, preimage(p, run), true);
        deliver(grant, preimage(p, run));
    }

    /// @dev A general dataset has no consents, but a version of it may be personal.
    function test_aPersonalVersionOfAGeneralDatasetRestsOnItsParentsConsents() public {
        ConsentId consented = record(records, "2026");
        Publication memory parent = publication(records, PERSONAL, "a");
        publish(parent);
        cite(parent, consented, 0);
        Publication memory p = publication(closed, PERSONAL, "b");
        p.parents = one(idOf(parent, run));
        p.shown = one(preimage(parent, run));
        publish(p);
        GrantId grant = granted("first");
        withoutConsent(grant, preimage(p, run), false);
        deliver(grant, preimage(p, run));
        cite(p, consented, 1);
        deliver(grant, preimage(p, run));
    }

    function abroadGrant(AssessmentId id) private returns (GrantId) {
        Issue memory g = termsOf(askedAbroad(closed, "first"), 4);
        g.assessment = id;
        return issue(g);
    }

    function test_aRecipientAbroadNeedsAnAssessment() public {
        Issue memory g = termsOf(askedAbroad(closed, "first"), 4);
        GrantId grant = Ids.grant(g.request, NONE);
        refused(IGates.AssessmentMissing.selector, grant);
        issue(g);
        g.assessment = Ids.assessment("unknown");
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentUnknown.selector, g.assessment));
        issue(g);
        g.assessment = assess(assessment("A-1", closed));
        issue(g);
        assertEq(stateOf(grant), States.ABROAD, "state");
    }

    function test_anAssessmentForNobodyAbroadIsRefused() public {
        Issue memory g = termsOf(askedFor(closed, "first"), 4);
        g.assessment = assess(assessment("A-1", closed));
        bytes4 wrong = IGates.AssessmentNotNeeded.selector;
        refusedWith(abi.encodeWithSelector(wrong, Ids.grant(g.request, NONE), g.assessment));
        issue(g);
    }

    function test_aGrantDoesNotOutliveItsAssessment() public {
        Issue memory g = termsOf(askedAbroad(closed, "first"), 4);
        g.assessment = assess(assessment("A-1", closed));
        g.expires = START + 20 days + 1;
        bytes4 expired = IAssessments.AssessmentExpired.selector;
        refusedWith(abi.encodeWithSelector(expired, g.assessment, START + 20 days));
        issue(g);
        g.expires = START + 20 days;
        issue(g);
    }

    function test_anotherDatasetsAssessmentIsRefused() public {
        Issue memory g = termsOf(askedAbroad(closed, "first"), 4);
        g.assessment = assess(assessment("A-1", important));
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentOfOther.selector, g.assessment));
        issue(g);
    }

    function test_anotherDepartmentsAssessmentIsRefused() public {
        Issue memory g = termsOf(askedAbroad(closed, "first"), 4);
        Assessment memory a = assessment("A-1", closed);
        a.consumer = Ids.organisation("health");
        g.assessment = assess(a);
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentOfOther.selector, g.assessment));
        issue(g);
    }

    function test_aRevokedAssessmentStopsDeliveries() public {
        AssessmentId id = assess(assessment("A-1", closed));
        GrantId grant = abroadGrant(id);
        deliver(grant, published(closed, CLOSED, "a"));
        Preimage memory version = published(closed, CLOSED, "b");
        revokeAssessment(id);
        refusedWith(abi.encodeWithSelector(IAssessments.AssessmentAlreadyRevoked.selector, id));
        deliver(grant, version);
    }

    function invoked(DatasetId dataset) private returns (GrantId) {
        Responder[] memory names = new Responder[](1);
        names[0] = Responder(Ids.organisation("transport"), true, "");
        signs(bureau);
        emergencies.nameResponders(0, names);
        Invocation[] memory all = new Invocation[](1);
        all[0] = Invocation(sharing.filing(dataset, "flood"), "2026-0417");
        signs(transport);
        emergencies.invoke(0, all);
        return Ids.grant(Ids.request(Ids.organisation("transport"), dataset, "flood"), NONE);
    }

    function test_anEmergencyPassesWithoutClearance() public {
        GrantId grant = invoked(vital);
        assertEq(stateOf(grant), States.LEAST, "state");
        Preimage memory version = published(vital, VITAL, "a");
        deliver(grant, version);
        refusedWith(abi.encodeWithSelector(IGates.OfficerNotNamed.selector, grant, second));
        receives(second, grant, version);
        receives(transport, grant, version);
    }

    function test_anEmergencyPassesWithoutConsentButNotAgainstAWithdrawnOne() public {
        GrantId grant = invoked(records);
        deliver(grant, published(records, PERSONAL, "a"));
        ConsentId consented = record(records, "2026");
        Publication memory p = publication(records, PERSONAL, "b");
        publish(p);
        cite(p, consented, 0);
        withdraw(consented);
        withoutConsent(grant, preimage(p, run), true);
        deliver(grant, preimage(p, run));
    }
}

/// @dev What is made of data that least authorisation protects.
contract LeastUseTest is GatesTest {
    Preimage private source;
    DatasetId private theirVital;

    function setUp() public override {
        super.setUp();
        theirVital = given.dataset("transport", "vital", VITAL);
        source = published(vital, VITAL, "source");
    }

    function derived(GrantId grant) private view returns (Publication memory p) {
        p = publication(theirVital, VITAL | CONFINED, "child");
        p.parents = one(idOf(source));
        p.under = new GrantId[](1);
        p.under[0] = grant;
        p.shown = one(source);
    }

    function publishes(address key, Publication memory p) private {
        signs(key);
        datasets.publishVersions(0, runs(), one(p));
    }

    function test_onlyTheNamedOfficerUsesIt() public {
        Publication memory p = derived(vitalGrant("first"));
        refusedWith(abi.encodeWithSelector(IGates.OfficerNotNamed.selector, p.under[0], second));
        publishes(second, p);
        publishes(transport, p);
        assertEq(stateOf(idOf(p, runOf("transport"))), VITAL | CONFINED, "never onward");
    }

    /// @dev Else it might be derived under a grant that lets it go onward.
    function test_underAGrantThatNamesNobodyItIsNotUsed() public {
        source = published(closed, LEAST, "came to need it");
        Publication memory p = publication(theirsClosed, LEAST, "child");
        GrantId grant = grantedOnward("onward");
        (p.parents, p.under, p.shown) = (one(idOf(source)), new GrantId[](1), one(source));
        p.under[0] = grant;
        refused(IGates.LeastAuthorisation.selector, grant);
        publishes(transport, p);
    }

    function test_whatIsDerivedNeedsLeastAuthorisationToo() public {
        Publication memory p = derived(vitalGrant("first"));
        (p.dataset, p.state) = (theirsClosed, States.CORE | CONFINED);
        refused(IDatasets.StateNotValid.selector, VersionId.unwrap(idOf(p, runOf("transport"))), p.state);
        publishes(transport, p);
        source = published(closed, LEAST, "a");
        Issue memory g = termsOf(askedFor(closed, "named"), 4);
        g.officers = named(transport);
        p = derived(issue(g));
        (p.dataset, p.state) = (theirsClosed, CLOSED | CONFINED);
        refused(IDatasets.LeastNotDeclared.selector, idOf(p, runOf("transport")));
        publishes(transport, p);
        p.state |= States.LEAST;
        publishes(transport, p);
    }

    function test_aDatasetsLeastAuthorisationIsItsVersions() public {
        DatasetId least = supplied("least", LEAST);
        Publication memory p = publication(least, CLOSED, "a");
        refused(IDatasets.LeastNotDeclared.selector, idOf(p, run));
        publish(p);
        p.state = LEAST;
        publish(p);
    }
}
