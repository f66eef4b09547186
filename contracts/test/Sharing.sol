// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cadence, Sharing as Kind, ISupply, SupplyItem} from "../interfaces/ISupply.sol";
import {IAssessments} from "../interfaces/IAssessments.sol";
import {IClocks} from "../interfaces/IClocks.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {Handover, IDeliveries, Receipt, Report, Waiver} from "../interfaces/IDeliveries.sol";
import {IDesensitisations} from "../interfaces/IDesensitisations.sol";
import {IEmergencies} from "../interfaces/IEmergencies.sol";
import {SubjectPermission} from "../interfaces/IFactLog.sol";
import {Clearance, IGates} from "../interfaces/IGates.sol";
import {IGrants, Issue} from "../interfaces/IGrants.sol";
import {IPromises} from "../interfaces/IPromises.sol";
import {IRecalls} from "../interfaces/IRecalls.sol";
import {Filing, IRequests, RequestStep} from "../interfaces/IRequests.sol";
import {DatasetId, DeliveryId, GrantId, Handed, Ids, Preimage, RequestId, VersionId} from "../lib/Ids.sol";
import {Given} from "./Given.sol";
import {Samples} from "./Samples.sol";
import {deploy, vm} from "./Vm.sol";

/// @dev The sharing contracts over a small city, and the loop in their own verbs. Whoever is named by a code
/// signs with `officer(code)`.
contract Sharing is Samples {
    Given public immutable given;
    IClocks public clocks;
    ISupply public supply;
    IRequests public requests;
    IGrants public grants;
    IDeliveries public deliveries;
    IEmergencies public emergencies;
    IPromises public promises;
    IRecalls public recalls;
    IGates public gates;
    IConsents public consents;
    IAssessments public assessments;
    IDesensitisations public desensitisations;

    constructor(Given city) {
        given = city;
        clocks = IClocks(_new("Clocks", address(0)));
        supply = ISupply(_new("Supply", address(0)));
        requests = IRequests(_new("Requests", address(0)));
        grants = IGrants(_new("Grants", address(0)));
        deliveries = IDeliveries(_new("Deliveries", address(0)));
        emergencies = IEmergencies(_new("Emergencies", address(0)));
        promises = IPromises(_new("Promises", address(0)));
        recalls = IRecalls(_new("Recalls", address(0)));
        _admit("clocks", address(clocks), clocksPermissions());
        _admit("supply", address(supply), supplyPermissions());
        _admit("requests", address(requests), requestsPermissions());
        _admit("grants", address(grants), grantsPermissions());
        _admit("deliveries", address(deliveries), deliveriesPermissions());
        _admit("emergencies", address(emergencies), emergenciesPermissions());
        _admit("promises", address(promises), promisesPermissions());
        _admit("recalls", address(recalls), recallsPermissions());
        gates = IGates(_new("Gates", address(0)));
        consents = IConsents(_new("Consents", address(0)));
        assessments = IAssessments(_new("Assessments", address(0)));
        desensitisations = IDesensitisations(city.log().writerOf("desensitisations"));
        _admit("gates", address(gates), gatesPermissions());
        _admit("consents", address(consents), consentsPermissions());
        _admit("assessments", address(assessments), assessmentsPermissions());
    }

    /// @dev From here on each of them is the second generation.
    function succeeded() external {
        clocks = IClocks(_succeed("clocks", "Clocks", address(clocks), clocksPermissions()));
        supply = ISupply(_succeed("supply", "Supply", address(supply), supplyPermissions()));
        requests = IRequests(_succeed("requests", "Requests", address(requests), requestsPermissions()));
        grants = IGrants(_succeed("grants", "Grants", address(grants), grantsPermissions()));
        deliveries = IDeliveries(
            _succeed("deliveries", "Deliveries", address(deliveries), deliveriesPermissions())
        );
        emergencies = IEmergencies(
            _succeed("emergencies", "Emergencies", address(emergencies), emergenciesPermissions())
        );
        promises = IPromises(_succeed("promises", "Promises", address(promises), promisesPermissions()));
        recalls = IRecalls(_succeed("recalls", "Recalls", address(recalls), recallsPermissions()));
        _succeedGates();
    }

    function item(DatasetId dataset, Kind kind) public pure returns (SupplyItem memory i) {
        i.dataset = dataset;
        i.sharing = kind;
        i.cadence = Cadence.Daily;
        i.onPlatform = true;
        i.fields = new string[](3);
        (i.fields[0], i.fields[1], i.fields[2]) = ("date", "rain", "wind");
        i.terms = kind == Kind.Unconditional ? "" : "for public tasks";
    }

    function listed(string memory owner, DatasetId dataset, Kind kind) external {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = item(dataset, kind);
        _sign(owner);
        supply.listItems(0, all);
    }

    /// @dev For the first two fields, thirty days.
    function filing(DatasetId dataset, string memory name) public view returns (Filing memory f) {
        f.dataset = dataset;
        f.name = name;
        f.revision = supply.supplied(dataset).revision;
        (f.purpose, f.basis) = (1, 1);
        f.fields = 3;
        f.duration = 30;
        f.scenario = "signal timing";
    }

    function filed(string memory consumer, DatasetId dataset, string memory name) public returns (RequestId) {
        Filing[] memory all = new Filing[](1);
        all[0] = filing(dataset, name);
        _sign(consumer);
        requests.file(0, all);
        return Ids.request(Ids.organisation(consumer), dataset, name);
    }

    function filedOnward(
        string memory consumer,
        DatasetId dataset,
        string memory name
    ) external returns (RequestId) {
        Filing[] memory all = new Filing[](1);
        all[0] = filing(dataset, name);
        all[0].onward = true;
        _sign(consumer);
        requests.file(0, all);
        return Ids.request(Ids.organisation(consumer), dataset, name);
    }

    function cleared(string memory code, uint16 purpose, uint8 grade) external {
        Clearance[] memory all = new Clearance[](1);
        all[0] = Clearance(Ids.organisation(code), purpose, grade, 0, "");
        _sign("bureau");
        gates.setClearances(0, all);
    }

    function step(RequestId id, uint8 reason) public pure returns (RequestStep[] memory all) {
        all = new RequestStep[](1);
        all[0] = RequestStep(id, reason, "because");
    }

    function passed(RequestId id) public {
        _sign("bureau");
        requests.pass(0, step(id, 0));
    }

    function terms(RequestId id) public view returns (Issue memory g) {
        g.request = id;
        g.fields = 3;
        g.ceiling = 4;
        g.expires = uint48(vm.getBlockTimestamp() + 20 days);
        g.window = 1 days;
        g.responsibilities = "keeps it safe";
    }

    function issued(string memory provider, Issue memory g) public returns (GrantId) {
        Issue[] memory all = new Issue[](1);
        all[0] = g;
        _sign(provider);
        grants.issue(0, all);
        return Ids.grant(g.request, g.amends);
    }

    /// @dev Request, review and grant.
    function granted(
        string memory consumer,
        string memory provider,
        DatasetId dataset,
        string memory name
    ) external returns (GrantId) {
        RequestId id = filed(consumer, dataset, name);
        passed(id);
        return issued(provider, terms(id));
    }

    function handover(GrantId grant, Preimage memory version) public pure returns (Handover memory h) {
        h.grant = grant;
        h.version = version;
        h.name = "first";
        h.parts = 1;
    }

    function handed(GrantId grant, Preimage memory version) public pure returns (Handed memory) {
        return Handed(grant, idOf(version), keccak256("first"));
    }

    function delivered(
        string memory provider,
        GrantId grant,
        Preimage memory version
    ) external returns (DeliveryId) {
        Handover[] memory all = new Handover[](1);
        all[0] = handover(grant, version);
        _sign(provider);
        deliveries.deliver(0, all);
        return Ids.delivery(grant, idOf(version), keccak256("first"));
    }

    /// @dev Asked for, granted with this window and delivered, under the name "window".
    function handedUnder(
        string memory consumer,
        string memory provider,
        DatasetId dataset,
        uint32 window,
        Preimage memory version
    ) external returns (Handed memory) {
        RequestId id = filed(consumer, dataset, "window");
        passed(id);
        Issue memory g = terms(id);
        g.window = window;
        Handover[] memory all = new Handover[](1);
        all[0] = handover(issued(provider, g), version);
        _sign(provider);
        deliveries.deliver(0, all);
        return handed(all[0].grant, version);
    }

    function received(string memory consumer, GrantId grant, Preimage memory v, bytes32 content) external {
        Receipt[] memory all = new Receipt[](1);
        all[0] = Receipt(grant, v, keccak256("first"), content, "");
        _sign(consumer);
        deliveries.receiveDeliveries(0, all);
    }

    function reported(string memory consumer, Handed memory of_, bool isFinal) external {
        Report[] memory all = new Report[](1);
        all[0] = Report(of_, 1, isFinal, new VersionId[](0), "{}", 0);
        _sign(consumer);
        deliveries.report(0, all);
    }

    function waived(Handed memory of_) external {
        Waiver[] memory all = new Waiver[](1);
        all[0] = Waiver(of_, 1, 17, 19, "an outage of the chain");
        _sign("bureau");
        deliveries.waive(0, all);
    }

    function overdue(Handed memory of_) external {
        Handed[] memory all = new Handed[](1);
        all[0] = of_;
        deliveries.recordOverdue(all);
    }

    function _new(string memory name, address before) private returns (address) {
        string memory artifact = string.concat(name, ".sol:", name);
        return deploy(artifact, abi.encode(given.log(), before));
    }

    function _admit(bytes31 role, address writer, SubjectPermission[] memory permissions) private {
        bytes memory call = abi.encodeCall(given.log().admit, (role, writer, permissions));
        given.enact(call, address(given.log()));
    }

    function _succeedGates() private {
        gates = IGates(_succeed("gates", "Gates", address(gates), gatesPermissions()));
        consents = IConsents(_succeed("consents", "Consents", address(consents), consentsPermissions()));
        assessments = IAssessments(
            _succeed("assessments", "Assessments", address(assessments), assessmentsPermissions())
        );
        address before = address(desensitisations);
        SubjectPermission[] memory permissions = desensitisationsPermissions();
        address next = _succeed("desensitisations", "Desensitisations", before, permissions);
        desensitisations = IDesensitisations(next);
    }

    function _succeed(
        bytes31 role,
        string memory name,
        address before,
        SubjectPermission[] memory permissions
    ) private returns (address next) {
        next = _new(name, before);
        bytes memory call = abi.encodeCall(given.log().succeed, (role, next, permissions));
        given.enact(call, address(given.log()));
    }

    function _sign(string memory code) private {
        address signer = officer(code);
        vm.prank(signer, signer);
    }
}
