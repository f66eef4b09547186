// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assessment, AssessmentStep} from "../interfaces/IAssessments.sol";
import {Bereft, Citation, Consent, ConsentStep} from "../interfaces/IConsents.sol";
import {Publication} from "../interfaces/IDatasets.sol";
import {Handover} from "../interfaces/IDeliveries.sol";
import {Clearance, IGates} from "../interfaces/IGates.sol";
import {Issue} from "../interfaces/IGrants.sol";
import {Filing} from "../interfaces/IRequests.sol";
import {Sharing as Kind} from "../interfaces/ISupply.sol";
import {
    AssessmentId,
    ConsentId,
    DatasetId,
    GrantId,
    Ids,
    Preimage,
    RequestId,
    RunId,
    VersionId
} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {GrantsTest} from "./GrantsTest.sol";
import {vm} from "./Vm.sol";

/// @dev Weather supplies, besides "closed", "important", the personal "records" and the core "vital".
/// "transport" is the consumer; each of the two has a second officer. The purpose of every request is 1.
abstract contract GatesTest is GrantsTest {
    uint16 internal constant PERSONAL = CLOSED | States.PERSONAL;
    uint16 internal constant LEAST = CLOSED | States.LEAST;
    uint16 internal constant VITAL = States.CORE | States.LEAST;
    address internal immutable transport = officer("transport");
    address internal immutable second = officer("transport-2");
    address internal immutable colleague = officer("weather-2");
    address internal immutable bureau = officer("bureau");
    DatasetId internal important;
    DatasetId internal records;
    DatasetId internal vital;

    function setUp() public virtual override {
        super.setUp();
        important = supplied("important", States.IMPORTANT);
        records = supplied("records", PERSONAL);
        vital = supplied("vital", VITAL);
        given.key("transport", second, ALL, START, START + 300 days);
        given.key("weather", colleague, ALL, START, START + 300 days);
    }

    function supplied(string memory code, uint16 state) internal returns (DatasetId id) {
        id = given.dataset("weather", code, state);
        sharing.listed("weather", id, Kind.Conditional);
    }

    function clear(uint16 purpose, uint8 grade, uint48 until) internal {
        Clearance[] memory all = new Clearance[](1);
        all[0] = Clearance(Ids.organisation("transport"), purpose, grade, until, "decided");
        signs(bureau);
        gates.setClearances(0, all);
    }

    /// @dev Filed by transport and passed by the bureau.
    function askedFor(DatasetId dataset, string memory name) internal returns (RequestId id) {
        id = sharing.filed("transport", dataset, name);
        sharing.passed(id);
    }

    function askedAbroad(DatasetId dataset, string memory name) internal returns (RequestId id) {
        Filing memory f = sharing.filing(dataset, name);
        f.abroad = true;
        id = askedWith(f);
    }

    function askedWith(Filing memory f) internal returns (RequestId id) {
        Filing[] memory all = new Filing[](1);
        all[0] = f;
        signs(transport);
        requests.file(0, all);
        id = Ids.request(Ids.organisation("transport"), f.dataset, f.name);
        sharing.passed(id);
    }

    function termsOf(RequestId id, uint8 ceiling) internal view returns (Issue memory g) {
        g = sharing.terms(id);
        g.ceiling = ceiling;
    }

    function issue(Issue memory g) internal returns (GrantId) {
        return sharing.issued("weather", g);
    }

    function named(address key) internal pure returns (address[] memory all) {
        all = new address[](1);
        all[0] = key;
    }

    /// @dev Of "vital", for transport's first officer; cleared for it.
    function vitalGrant(string memory name) internal returns (GrantId) {
        clear(1, 6, 0);
        Issue memory g = termsOf(askedFor(vital, name), 6);
        g.officers = named(transport);
        return issue(g);
    }

    function record(DatasetId dataset, string memory name) internal returns (ConsentId) {
        signs(boss);
        consents.recordConsents(0, consent(dataset, name));
        return Ids.consent(dataset, name);
    }

    function consent(DatasetId dataset, string memory name) internal pure returns (Consent[] memory all) {
        all = new Consent[](1);
        all[0] = Consent(dataset, name, keccak256("salted"));
    }

    function withdraw(ConsentId id) internal {
        signs(boss);
        consents.withdrawConsents(0, withdrawal(id, 1));
    }

    function withdrawal(ConsentId id, uint8 reason) internal pure returns (ConsentStep[] memory all) {
        all = new ConsentStep[](1);
        all[0] = ConsentStep(id, reason, "asked for");
    }

    function cite(Publication memory p, ConsentId id, uint16 through) internal {
        Citation[] memory all = new Citation[](1);
        all[0] = citation(p, run, id, through);
        signs(boss);
        consents.cite(0, all);
    }

    function citation(
        Publication memory p,
        RunId by,
        ConsentId id,
        uint16 through
    ) internal pure returns (Citation memory) {
        bytes32 under = keccak256(abi.encodePacked(p.under));
        return Citation(id, p.dataset, p.content, by, p.parents, under, through);
    }

    function bereave(VersionId version, ConsentId id) internal {
        Bereft[] memory all = new Bereft[](1);
        all[0] = Bereft(version, id);
        consents.spreadWithdrawals(all);
    }

    function assessment(string memory code, DatasetId dataset) internal view returns (Assessment memory a) {
        uint48 until = uint48(vm.getBlockTimestamp() + 20 days);
        return
            Assessment(code, Ids.organisation("transport"), dataset, until, "a university", keccak256("doc"));
    }

    function assess(Assessment memory a) internal returns (AssessmentId) {
        Assessment[] memory all = new Assessment[](1);
        all[0] = a;
        signs(bureau);
        assessments.recordAssessments(0, all);
        return Ids.assessment(a.code);
    }

    function revokeAssessment(AssessmentId id) internal {
        AssessmentStep[] memory all = new AssessmentStep[](1);
        all[0] = AssessmentStep(id, 1, "over");
        signs(bureau);
        assessments.revokeAssessments(0, all);
    }

    function deliver(GrantId grant, Preimage memory version) internal {
        deliver(Handover(grant, version, "first", 0, 1, ""));
    }

    function isDelivered(GrantId grant, Preimage memory version) internal view returns (bool) {
        return deliveries.delivered(idOf(sharing.handed(grant, version))).consumer != 0;
    }

    function clearanceMissing(GrantId grant, uint16 grade, uint8 cleared) internal {
        refusedWith(abi.encodeWithSelector(IGates.ClearanceMissing.selector, grant, grade, cleared));
    }
}
