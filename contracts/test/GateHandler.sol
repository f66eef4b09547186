// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ending, IDatasets, Publication} from "../interfaces/IDatasets.sol";
import {Handover, IDeliveries, Receipt} from "../interfaces/IDeliveries.sol";
import {Decision, IDesensitisations, Proposal, Verdict} from "../interfaces/IDesensitisations.sol";
import {IEmergencies, Invocation, Responder} from "../interfaces/IEmergencies.sol";
import {IGrants, Issue} from "../interfaces/IGrants.sol";
import {Sharing as Kind} from "../interfaces/ISupply.sol";
import {GrantId, Ids, Preimage, RequestId, VersionId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {GateActs} from "./GateActs.sol";
import {vm} from "./Vm.sol";

/// @dev Drives the gates with random acts. What the books allow must be done, and nothing else.
contract GateHandler is GateActs {
    constructor() {
        for (uint8 d = 0; d < 3; ++d) {
            sharing.given().key(nameOf(d), officerOf(d, true), ALL, uint48(_time), type(uint48).max);
            for (uint8 kind = 1; kind < KINDS; ++kind) {
                sharing.given().dataset(nameOf(d), codeOf(kind), declaredOf(kind));
                sharing.listed(nameOf(d), datasetOf(d, kind), Kind.Conditional);
            }
        }
        Responder[] memory all = new Responder[](1);
        all[0] = Responder(Ids.organisation(nameOf(0)), true, "");
        IEmergencies emergencies = sharing.emergencies();
        vm.prank(officer("bureau"), officer("bureau"));
        emergencies.nameResponders(0, all);
        _audit();
        for (uint256 i = 0; i < 30 && _handings.length < 3; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("first", i)));
            publish(seed);
            consent(seed);
            grant(seed);
            cite(seed);
            deliver(seed);
        }
    }

    /// @dev Asked for, passed on and issued; one time in four as an emergency of the first department.
    function grant(uint256 seed) public {
        Held memory g;
        (g.consumer, g.provider, g.kind) = (
            uint8(seed % 3),
            uint8((seed >> 8) % 3),
            uint8((seed >> 16) % KINDS)
        );
        if (g.consumer == g.provider) return;
        if (g.consumer == 0 && (seed >> 24) % 4 == 0) return _invoke(g);
        (g.purpose, g.ceiling) = (uint16(1 + ((seed >> 32) % 2)), uint8(3 + ((seed >> 40) % 4)));
        if (g.kind == 2 || (seed >> 48) % 4 == 0)
            g.named = officerOf((seed >> 56) % 8 == 0 ? g.provider : g.consumer, (seed >> 64) % 2 == 0);
        if (g.kind == 2 && (seed >> 72) % 8 == 0) g.named = address(0);
        bool abroad = (seed >> 80) % 4 == 0;
        if (abroad) g.assessed = _assessmentFor(g, seed >> 88);
        g.expires = uint48(_time + 10 days);

        Issue[] memory all = new Issue[](1);
        all[0] = _terms(g, _filed(g, abroad));
        bytes memory call = abi.encodeCall(IGrants.issue, (0, all));
        bool ok = _do("grant", officerOf(g.provider, false), address(sharing.grants()), call);
        _expect("grant", ok, mayHold(g, abroad));
        if (!ok) return;
        g.id = Ids.grant(all[0].request, all[0].amends);
        _held.push(g);
    }

    function publish(uint256 seed) public {
        (uint8 owner, uint8 kind) = (uint8(seed % 3), uint8((seed >> 8) % KINDS));
        uint16 state = _raised(declaredOf(kind), seed >> 16);
        Publication memory p = publication(datasetOf(owner, kind), state, bytes32(++_names));
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(p)));
        bool ok = _do("publish", officerOf(owner, false), _datasets(), call);
        _expect("publish", ok, true);
        if (ok) _enter(preimage(p, runOf(nameOf(owner))), owner, kind, state, 0);
    }

    /// @dev Of a version of one's own, declared as it may be or not.
    function plan(uint256 seed) public {
        if (_made.length == 0) return;
        Plan memory p;
        p.parent = 1 + _recent(seed, _made.length);
        Made storage source = _made[p.parent - 1];
        (p.owner, p.kind) = (source.owner, uint8((seed >> 8) % 4 == 0 ? source.kind : (seed >> 16) % 2));
        p.declared = declaredOf(p.kind);
        if ((seed >> 24) % 3 == 0)
            p.declared = source.state & (States.GRADE | States.PERSONAL | States.LEAST);
        p.made = preimage(_publicationOf(p, bytes32(++_names)), runOf(nameOf(p.owner)));
        p.id = idOf(p.made);
        _plans.push(p);
    }

    function propose(uint256 seed) public {
        if (_plans.length == 0) return;
        Plan storage p = _plans[_recent(seed, _plans.length)];
        uint8 signer = (seed >> 24) % 8 == 0 ? (p.owner + 1) % 3 : p.owner;
        address key = officerOf(signer, (seed >> 32) % 2 == 0);
        Proposal[] memory all = new Proposal[](1);
        all[0] = Proposal(p.made, (seed >> 40) % 8 == 0 ? 1 : p.declared, 1, NONE, "");
        bytes memory call = abi.encodeCall(IDesensitisations.propose, (0, all));
        bool ok = _do("propose", key, address(sharing.desensitisations()), call);
        bool isFree = p.decision == Decision.None || p.decision == Decision.Rejected;
        _expect("propose", ok, signer == p.owner && isFree);
        if (ok) (p.maker, p.argued, p.decision) = (key, all[0].state, Decision.Waited);
    }

    function decide(uint256 seed) public {
        if (_plans.length == 0) return;
        Plan storage p = _plans[_recent(seed, _plans.length)];
        uint8 signer = (seed >> 24) % 8 == 0 ? (p.owner + 1) % 3 : p.owner;
        address key = officerOf(signer, (seed >> 32) % 2 == 0);
        if ((seed >> 40) % 4 == 0) (signer, key) = (p.owner, officer("bureau"));
        bool approves = (seed >> 48) % 4 != 0;
        Verdict[] memory all = new Verdict[](1);
        all[0] = Verdict(Ids.evidence(p.id), "");
        bytes4 verb = approves ? IDesensitisations.approve.selector : IDesensitisations.reject.selector;
        bytes memory call = abi.encodeWithSelector(verb, uint64(0), all);
        bool ok = _do("decide", key, address(sharing.desensitisations()), call);
        _expect("decide", ok, p.decision == Decision.Waited && signer == p.owner && key != p.maker);
        if (!ok) return;
        p.decision = approves ? Decision.Approved : Decision.Rejected;
        if (approves) p.approver = key;
    }

    function derive(uint256 seed) public {
        if (_plans.length == 0) return;
        Plan storage p = _plans[_recent(seed, _plans.length)];
        Made storage source = _made[p.parent - 1];
        address key = officerOf(p.owner, (seed >> 8) % 2 == 0);
        Publication memory child = _publicationOf(p, p.made.content);
        child.state |= source.state & States.AFFECTED;
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(child)));
        bool lawful = mayPublish(p, key);
        bool ok = _do("derive", key, _datasets(), call);
        _expect("derive", ok, lawful);
        if (!ok) return;
        bool lowered = isBelow(child.state, source.state);
        if (lowered) ++done["lower"];
        if (lowered && !isArgued(p, key)) ++against["lowered"];
        p.published = true;
        _enter(p.made, p.owner, p.kind, child.state, p.parent);
    }

    function end(uint256 seed) public {
        if (_made.length == 0 || seed % 2 == 0) return;
        Made storage v = _made[_recent(seed >> 8, _made.length)];
        bool recalls = (seed >> 24) % 2 == 0;
        Ending[] memory all = new Ending[](1);
        all[0] = Ending(v.made, 1, "");
        bytes4 verb = recalls ? IDatasets.recallVersions.selector : IDatasets.withdrawVersions.selector;
        uint16 bit = recalls ? States.RECALLED : States.WITHDRAWN;
        bytes memory call = abi.encodeWithSelector(verb, uint64(0), all);
        bool ok = _do("end", officerOf(v.owner, false), _datasets(), call);
        _expect("end", ok, v.state & bit == 0);
        if (ok) v.state |= bit;
    }

    function deliver(uint256 seed) public {
        if (_held.length == 0 || _made.length == 0) return;
        uint256 at = _recent(seed, _held.length);
        Held storage g = _held[at];
        uint256 which = _indexFor(g, seed >> 8);
        Made storage v = _made[which];
        Handover[] memory all = new Handover[](1);
        all[0] = Handover(g.id, v.made, "first", 0, 1, "");
        bytes memory call = abi.encodeCall(IDeliveries.deliver, (0, all));
        bool ok = _do("deliver", officerOf(g.provider, false), address(sharing.deliveries()), call);
        _expect("deliver", ok, mayPass(g, v) && !_isHanded[g.id][v.id]);
        if (!ok) return;
        uint16 unsound = States.WITHDRAWN | States.RECALLED | States.AFFECTED;
        if (sharing.given().log().stateOf(VersionId.unwrap(v.id)) & unsound != 0) ++against["unsound"];
        if (citesWithdrawn(v)) ++against["withdrawn consent"];
        if (v.state & States.PERSONAL != 0) ++done["personal"];
        if (v.state & States.GRADE >= States.IMPORTANT) ++done["important"];
        _isHanded[g.id][v.id] = true;
        _handings.push(Handing(at, which, false));
    }

    function receiveDelivery(uint256 seed) public {
        if (_handings.length == 0) return;
        Handing storage h = _handings[_recent(seed, _handings.length)];
        Held storage g = _held[h.grant];
        address key = officerOf(g.consumer, (seed >> 8) % 2 == 0);
        Preimage memory made = _made[h.version].made;
        Receipt[] memory all = new Receipt[](1);
        all[0] = Receipt(g.id, made, keccak256("first"), made.content, "");
        bytes memory call = abi.encodeCall(IDeliveries.receiveDeliveries, (0, all));
        bool ok = _do("receive", key, address(sharing.deliveries()), call);
        _expect("receive", ok, !h.received && (g.named == address(0) || g.named == key));
        if (ok) h.received = true;
    }

    /// @dev Passes without clearance and consent.
    function _invoke(Held memory g) private {
        Invocation[] memory all = new Invocation[](1);
        all[0] = Invocation(
            sharing.filing(datasetOf(g.provider, g.kind), numbered("e", ++_names)),
            "2026-0417"
        );
        (g.purpose, g.emergency, g.named) = (1, true, officerOf(0, _names % 2 == 0));
        (g.ceiling, g.expires) = (uint8(declaredOf(g.kind) & States.GRADE), uint48(_time + 72 hours));
        bytes memory call = abi.encodeCall(IEmergencies.invoke, (0, all));
        bool ok = _do("invoke", g.named, address(sharing.emergencies()), call);
        _expect("invoke", ok, true);
        RequestId id = Ids.request(Ids.organisation(nameOf(0)), all[0].filing.dataset, all[0].filing.name);
        g.id = Ids.grant(id, GrantId.wrap(0));
        if (ok) _held.push(g);
    }
}
