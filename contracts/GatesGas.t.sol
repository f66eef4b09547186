// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assessment, AssessmentStep} from "./interfaces/IAssessments.sol";
import {Bereft, Citation, Consent, ConsentStep} from "./interfaces/IConsents.sol";
import {Publication} from "./interfaces/IDatasets.sol";
import {Handover, Receipt} from "./interfaces/IDeliveries.sol";
import {Proposal, Verdict} from "./interfaces/IDesensitisations.sol";
import {Clearance} from "./interfaces/IGates.sol";
import {Issue} from "./interfaces/IGrants.sol";
import {Filing} from "./interfaces/IRequests.sol";
import {Sharing as Kind} from "./interfaces/ISupply.sol";
import {
    AssessmentId,
    ConsentId,
    DatasetId,
    GrantId,
    Ids,
    Preimage,
    RequestId,
    VersionId
} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {DeliveriesGas} from "./DeliveriesGas.t.sol";
import {SharingGas} from "./SharingGas.t.sol";

/// @dev What the gates cost: each verb of theirs, and what they add to grants, deliveries and receipts. Weather's
/// health records are personal, core and of least authorisation, and go abroad: every gate is asked. What is
/// built upon lies before the measured transaction.
contract GatesGasTest is SharingGas {
    uint16 private constant HEALTH = States.CORE | States.PERSONAL | States.LEAST;
    address private immutable colleague = officer("weather-2");
    DatasetId private health;
    ConsentId private consent;
    AssessmentId private assessment;
    GrantId private grant;
    RequestId private asked;

    function setUp() public override {
        super.setUp();
        given.key("weather", colleague, ALL, START, START + 365 days);
        signs(colleague);
        desensitisations.approve(1, new Verdict[](0));
        health = given.dataset("weather", "health", HEALTH);
        sharing.listed("weather", health, Kind.Conditional);
        sharing.cleared("transport", 1, 6);
        consent = Ids.consent(health, "2026");
        signs(boss);
        consents.recordConsents(0, consentOf("2026"));
        assessment = Ids.assessment("A-1");
        signs(bureau);
        assessments.recordAssessments(0, assessmentOf("A-1"));
        grant = issued("first");
        asked = filed("second");
        publish(made("records"));
        publish(made("more records"));
        cited("records");
        delivered("2026-11");
        publish(made("bereft"));
        bereave();
        proposed("waits");
        proposed("approved");
        signs(colleague);
        desensitisations.approve(0, verdicts("approved"));
    }

    function made(bytes32 content) private view returns (Publication memory) {
        return publication(health, HEALTH, content);
    }

    function bereave() private {
        signs(boss);
        consents.recordConsents(0, consentOf("gone"));
        Citation[] memory all = citations("bereft");
        all[0].consent = Ids.consent(health, "gone");
        signs(boss);
        consents.cite(0, all);
        signs(boss);
        consents.withdrawConsents(0, withdrawal("gone"));
    }

    function withdrawal(string memory name) private view returns (ConsentStep[] memory all) {
        all = new ConsentStep[](1);
        all[0] = ConsentStep(Ids.consent(health, name), 1, "");
    }

    function consentOf(string memory name) private view returns (Consent[] memory all) {
        all = new Consent[](1);
        all[0] = Consent(health, name, keccak256("salted"));
    }

    function assessmentOf(string memory code) private view returns (Assessment[] memory all) {
        all = new Assessment[](1);
        bytes32 document = keccak256("document");
        all[0] = Assessment(code, Ids.organisation("transport"), health, START + 20 days, "abroad", document);
    }

    function filed(string memory name) private returns (RequestId id) {
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(health, name);
        all[0].abroad = true;
        signs(transport);
        requests.file(0, all);
        id = Ids.request(Ids.organisation("transport"), health, name);
        sharing.passed(id);
    }

    function issues(RequestId id) private view returns (Issue[] memory all) {
        all = new Issue[](1);
        all[0] = sharing.terms(id);
        (all[0].ceiling, all[0].assessment, all[0].officers) = (6, assessment, new address[](1));
        all[0].officers[0] = transport;
    }

    function issued(string memory name) private returns (GrantId) {
        Issue[] memory all = issues(filed(name));
        signs(boss);
        grants.issue(0, all);
        return Ids.grant(all[0].request, GrantId.wrap(0));
    }

    function citations(bytes32 content) private view returns (Citation[] memory all) {
        all = new Citation[](1);
        bytes32 none = keccak256("");
        all[0] = Citation(consent, health, content, run, new VersionId[](0), none, 0);
    }

    function cited(bytes32 content) private {
        Citation[] memory all = citations(content);
        signs(boss);
        consents.cite(0, all);
    }

    function handovers(string memory name) private view returns (Handover[] memory all) {
        all = new Handover[](1);
        all[0] = Handover(grant, preimage(made("records"), run), name, 0, 1, "");
    }

    function delivered(string memory name) private {
        Handover[] memory all = handovers(name);
        signs(boss);
        deliveries.deliver(0, all);
    }

    /// @dev Of the records, for everybody.
    function lowered(bytes32 content) private view returns (Publication memory p) {
        p = publication(open, OPEN, content);
        Preimage memory parent = preimage(made("records"), run);
        (p.parents, p.shown) = (one(idOf(parent)), one(parent));
    }

    function proposals(bytes32 content) private view returns (Proposal[] memory all) {
        all = new Proposal[](1);
        uint16 state = OPEN & States.GRADE;
        all[0] = Proposal(preimage(lowered(content), run), state, 2, keccak256("report"), "aggregated");
    }

    function proposed(bytes32 content) private {
        Proposal[] memory all = proposals(content);
        signs(boss);
        desensitisations.propose(0, all);
    }

    function verdicts(bytes32 content) private view returns (Verdict[] memory all) {
        all = new Verdict[](1);
        all[0] = Verdict(Ids.evidence(idOf(lowered(content), run)), "");
    }

    function test_setAClearance() public {
        Clearance[] memory all = new Clearance[](1);
        all[0] = Clearance(Ids.organisation("transport"), 2, 5, 0, "");
        signs(bureau);
        gates.setClearances(2, all);
        measured("Gates.setClearances: 1");
    }

    function test_issueOneThroughEveryGate() public {
        Issue[] memory all = issues(asked);
        signs(boss);
        grants.issue(2, all);
        measured("Grants.issue: 1 through every gate");
    }

    function test_deliverOneThroughEveryGate() public {
        Handover[] memory all = handovers("2026-12");
        signs(boss);
        deliveries.deliver(2, all);
        measured("Deliveries.deliver: 1 through every gate");
    }

    function test_receiveOneAsItsNamedOfficer() public {
        Receipt[] memory all = new Receipt[](1);
        Preimage memory version = preimage(made("records"), run);
        all[0] = Receipt(grant, version, keccak256("2026-11"), version.content, "");
        signs(transport);
        deliveries.receiveDeliveries(2, all);
        measured("Deliveries.receiveDeliveries: 1 by its named officer");
    }

    function test_recordAConsent() public {
        Consent[] memory all = consentOf("2027");
        signs(boss);
        consents.recordConsents(2, all);
        measured("Consents.recordConsents: 1");
    }

    function test_withdrawAConsent() public {
        ConsentStep[] memory all = withdrawal("2026");
        signs(boss);
        consents.withdrawConsents(2, all);
        measured("Consents.withdrawConsents: 1");
    }

    function test_citeAConsent() public {
        Citation[] memory all = citations("more records");
        signs(boss);
        consents.cite(2, all);
        measured("Consents.cite: 1");
    }

    function test_spreadAWithdrawal() public {
        Bereft[] memory all = new Bereft[](1);
        all[0] = Bereft(idOf(made("bereft"), run), Ids.consent(health, "gone"));
        consents.spreadWithdrawals(all);
        measured("Consents.spreadWithdrawals: 1");
    }

    function test_recordAnAssessment() public {
        Assessment[] memory all = assessmentOf("A-2");
        signs(bureau);
        assessments.recordAssessments(2, all);
        measured("Assessments.recordAssessments: 1");
    }

    function test_revokeAnAssessment() public {
        AssessmentStep[] memory all = new AssessmentStep[](1);
        all[0] = AssessmentStep(assessment, 1, "");
        signs(bureau);
        assessments.revokeAssessments(2, all);
        measured("Assessments.revokeAssessments: 1");
    }

    function test_proposeEvidence() public {
        Proposal[] memory all = proposals("new");
        signs(boss);
        desensitisations.propose(2, all);
        measured("Desensitisations.propose: 1");
    }

    function test_approveEvidence() public {
        Verdict[] memory all = verdicts("waits");
        signs(colleague);
        desensitisations.approve(2, all);
        measured("Desensitisations.approve: 1");
    }

    function test_rejectEvidence() public {
        Verdict[] memory all = verdicts("waits");
        signs(colleague);
        desensitisations.reject(2, all);
        measured("Desensitisations.reject: 1");
    }

    function test_publishOneVersionOnEvidence() public {
        Publication[] memory all = one(lowered("approved"));
        signs(boss);
        datasets.publishVersions(2, runs(), all);
        measured("Datasets.publishVersions: 1 on evidence");
    }
}

/// @dev Full transactions of personal important data: the clearance and each version's consent are asked. The
/// figure stands beside that of ordinary data.
contract GatedDeliverGasTest is DeliveriesGas {
    uint16 private constant MEDICAL = States.IMPORTANT | States.PERSONAL;

    function setUp() public override {
        super.setUp();
        Publication[] memory v = versions();
        Citation[] memory all = new Citation[](FULL);
        for (uint256 i = 0; i < FULL; ++i) {
            (all[i].consent, all[i].dataset) = (Ids.consent(dataset(), "2026"), dataset());
            (all[i].content, all[i].run, all[i].underHash) = (v[i].content, run, keccak256(""));
        }
        signs(boss);
        consents.cite(0, all);
    }

    function prepare() internal override {
        given.dataset("weather", "medical", MEDICAL);
        sharing.listed("weather", dataset(), Kind.Conditional);
        sharing.cleared("transport", 1, 5);
        Consent[] memory all = new Consent[](1);
        all[0] = Consent(dataset(), "2026", keccak256("salted"));
        signs(boss);
        consents.recordConsents(0, all);
        super.prepare();
    }

    function dataset() internal view override returns (DatasetId) {
        return Ids.dataset(weather, "medical");
    }

    function declared() internal pure override returns (uint16) {
        return MEDICAL;
    }

    function terms(RequestId id) internal view override returns (Issue memory g) {
        g = super.terms(id);
        g.ceiling = 5;
    }

    function test_deliverAFullBatchThroughTheGates() public {
        deliver(FULL, FULL);
        bytes memory call = abi.encodeCall(deliveries.deliver, (2, handovers(FULL, FULL)));
        string memory verb = "Deliveries.deliver: 190, all distinct, personal and important";
        measured(verb, call, FULL, 80_000);
    }
}
