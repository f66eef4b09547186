// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assessment, AssessmentStep, IAssessments} from "../interfaces/IAssessments.sol";
import {Bereft, Citation, Consent, ConsentStep, IConsents} from "../interfaces/IConsents.sol";
import {IDatasets, Publication, Spread} from "../interfaces/IDatasets.sol";
import {Clearance, IGates} from "../interfaces/IGates.sol";
import {Issue} from "../interfaces/IGrants.sol";
import {Filing, IRequests} from "../interfaces/IRequests.sol";
import {Ids, Preimage, RequestId, VersionId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {GateBooks} from "./GateBooks.sol";
import {vm} from "./Vm.sol";

/// @dev The acts that open and close gates, and what all acts are made of.
abstract contract GateActs is GateBooks {
    bytes32 internal constant NONE = keccak256("");
    uint16 private constant FALLEN = States.RECALLED | States.AFFECTED;
    uint256 internal _names;

    function clear(uint256 seed) public {
        uint8 d = uint8(seed % 3);
        Clearance[] memory all = new Clearance[](1);
        all[0].organisation = Ids.organisation(nameOf(d));
        (all[0].purpose, all[0].grade) = (uint16((seed >> 8) % 3), uint8(4 + ((seed >> 16) % 3)));
        if ((seed >> 24) % 8 == 0) all[0].grade = 3;
        if ((seed >> 32) % 2 == 0) all[0].until = uint48(_time + ((seed >> 40) % 5 days));
        bytes memory call = abi.encodeCall(IGates.setClearances, (0, all));
        bool byBureau = (seed >> 64) % 8 != 0;
        bool ok = _do("clear", byBureau ? officer("bureau") : officerOf(d, false), _gates(), call);
        _expect("clear", ok, byBureau && all[0].grade != 3);
        if (ok) _clear[d][all[0].purpose] = Clear(all[0].grade, all[0].until);
    }

    function consent(uint256 seed) public {
        uint8 d = uint8(seed % 3);
        Consent[] memory all = new Consent[](1);
        all[0] = Consent(datasetOf(d, 1), numbered("c", ++_names), keccak256("salted"));
        bool isPersonal = (seed >> 8) % 8 != 0;
        if (!isPersonal) all[0].dataset = datasetOf(d, 0);
        bytes memory call = abi.encodeCall(IConsents.recordConsents, (0, all));
        bool ok = _do("consent", officerOf(d, false), _consents(), call);
        _expect("consent", ok, isPersonal);
        if (ok) _agreed.push(Agreed(Ids.consent(all[0].dataset, all[0].name), d, false));
    }

    function withdraw(uint256 seed) public {
        if (_agreed.length == 0) return;
        Agreed storage a = _agreed[_recent(seed, _agreed.length)];
        uint8 signer = (seed >> 24) % 8 == 0 ? (a.owner + 1) % 3 : a.owner;
        ConsentStep[] memory all = new ConsentStep[](1);
        all[0] = ConsentStep(a.id, 1, "");
        bytes memory call = abi.encodeCall(IConsents.withdrawConsents, (0, all));
        bool ok = _do("withdraw", officerOf(signer, true), _consents(), call);
        _expect("withdraw", ok, signer == a.owner && !a.withdrawn);
        if (ok) a.withdrawn = true;
    }

    /// @dev The dataset's own consent, or, of a child every other time, one that its parent may cite.
    function cite(uint256 seed) public {
        if (_agreed.length == 0 || _made.length == 0) return;
        uint256 which = _recent(seed >> 8, _agreed.length);
        Made storage v = _versionOf(seed, _agreed[which].owner);
        bool through = v.parent != 0 && (seed >> 16) % 2 == 0;
        bool rests =
            through ? isCiting(_made[v.parent - 1], which) : v.kind == 1 && v.owner == _agreed[which].owner;
        bool lawful = rests && v.state & States.PERSONAL != 0 && !isCiting(v, which);
        lawful = lawful && !_agreed[which].withdrawn && v.cites.length < 16;
        Citation[] memory all = new Citation[](1);
        (all[0].consent, all[0].dataset, all[0].content) = (
            _agreed[which].id,
            v.made.dataset,
            v.made.content
        );
        (all[0].run, all[0].underHash, all[0].parents) = (v.made.run, NONE, _parentsOf(v));
        if (through) all[0].through = 1;
        bytes memory call = abi.encodeCall(IConsents.cite, (0, all));
        bool ok = _do("cite", officerOf(v.owner, false), _consents(), call);
        _expect("cite", ok, lawful);
        if (ok) v.cites.push(which);
    }

    /// @dev By whoever likes: a withdrawal, or a recall along an edge.
    function spread(uint256 seed) public {
        if (_agreed.length == 0 || _made.length == 0) return;
        Made storage v = (seed >> 24) % 2 == 0 ? _bereft(seed) : _made[_recent(seed, _made.length)];
        uint256 which = _lostBy(v, _recent(seed >> 8, _agreed.length));
        Bereft[] memory all = new Bereft[](1);
        all[0] = Bereft(v.id, _agreed[which].id);
        bytes memory call = abi.encodeCall(IConsents.spreadWithdrawals, (all));
        bool ok = _do("bereave", officer("anybody"), _consents(), call);
        _expect("bereave", ok, isCiting(v, which) && _agreed[which].withdrawn);
        if (ok) v.state |= States.AFFECTED;
        if (v.parent == 0) return;
        Spread[] memory edges = new Spread[](1);
        edges[0] = Spread(v.made.dataset, v.made.content, v.made.run, _parentsOf(v), NONE, 0);
        ok = _do("spread", officer("anybody"), _datasets(), abi.encodeCall(IDatasets.spreadRecalls, (edges)));
        _expect("spread", ok, v.state & States.AFFECTED != 0 || _made[v.parent - 1].state & FALLEN != 0);
        if (ok) v.state |= States.AFFECTED;
    }

    function assess(uint256 seed) public {
        Assessed memory a;
        (a.consumer, a.provider, a.kind) = (uint8(seed % 3), uint8((seed >> 8) % 3), uint8((seed >> 16) % 2));
        a.until = uint48(_time + 1 days + ((seed >> 24) % 30 days));
        bool byBureau = (seed >> 64) % 8 != 0;
        string memory code = numbered("a", ++_names);
        a.id = Ids.assessment(code);
        Assessment[] memory all = new Assessment[](1);
        all[0].consumer = Ids.organisation(nameOf(a.consumer));
        (all[0].code, all[0].dataset, all[0].until) = (code, datasetOf(a.provider, a.kind), a.until);
        (all[0].recipient, all[0].document) = ("abroad", NONE);
        address key = byBureau ? officer("bureau") : officerOf(a.provider, false);
        bytes memory call = abi.encodeCall(IAssessments.recordAssessments, (0, all));
        bool ok = _do("assess", key, address(sharing.assessments()), call);
        _expect("assess", ok, byBureau);
        if (ok) _assessed.push(a);
    }

    function revoke(uint256 seed) public {
        if (_assessed.length == 0) return;
        Assessed storage a = _assessed[_recent(seed, _assessed.length)];
        AssessmentStep[] memory all = new AssessmentStep[](1);
        all[0] = AssessmentStep(a.id, 1, "");
        bytes memory call = abi.encodeCall(IAssessments.revokeAssessments, (0, all));
        bool ok = _do("revoke", officer("bureau"), address(sharing.assessments()), call);
        _expect("revoke", ok, !a.revoked);
        if (ok) a.revoked = true;
    }

    function _gates() internal view returns (address) {
        return address(sharing.gates());
    }

    function _consents() internal view returns (address) {
        return address(sharing.consents());
    }

    function _datasets() internal view returns (address) {
        return address(sharing.given().datasets());
    }

    function _parentsOf(Made storage v) internal view returns (VersionId[] memory all) {
        if (v.parent != 0) all = one(_made[v.parent - 1].id);
    }

    /// @dev A consent it cites, one that was withdrawn if there is one; else the other.
    function _lostBy(Made storage v, uint256 other) internal view returns (uint256 which) {
        which = v.cites.length == 0 ? other : v.cites[0];
        for (uint256 i = 0; i < v.cites.length; ++i) if (_agreed[v.cites[i]].withdrawn) which = v.cites[i];
    }

    /// @dev A version that rests on a withdrawn consent and is not marked, or whose parent fell, if there is one.
    function _bereft(uint256 seed) internal view returns (Made storage) {
        for (uint256 i = 0; i < _made.length; ++i) {
            Made storage v = _made[i];
            bool fallen = v.parent != 0 && _made[v.parent - 1].state & FALLEN != 0;
            if (v.state & States.AFFECTED == 0 && (fallen || citesWithdrawn(v))) return v;
        }
        return _made[_recent(seed, _made.length)];
    }

    /// @dev A personal version of this department's, if there is one.
    function _versionOf(uint256 seed, uint8 owner) internal view returns (Made storage) {
        uint256 at = _recent(seed, _made.length);
        for (uint256 i = 0; i < _made.length; ++i) {
            Made storage v = _made[(at + i) % _made.length];
            if (v.owner == owner && v.state & States.PERSONAL != 0) return v;
        }
        return _made[at];
    }

    /// @dev Three times in four a version that the grant is about, if there is one.
    function _indexFor(Held storage g, uint256 seed) internal view returns (uint256 at) {
        at = _recent(seed, _made.length);
        if ((seed >> 16) % 4 == 0) return at;
        for (uint256 i = 0; i < _made.length; ++i) {
            uint256 j = (at + _made.length - i) % _made.length;
            if (_made[j].owner == g.provider && _made[j].kind == g.kind) return j;
        }
    }

    /// @dev One that is about this consumer and dataset, if there is one; from 1, and 0 when there is none at all.
    function _assessmentFor(Held memory g, uint256 seed) internal view returns (uint256) {
        if (_assessed.length == 0) return 0;
        for (uint256 i = _assessed.length; i > 0; --i) {
            Assessed storage a = _assessed[i - 1];
            if (a.consumer == g.consumer && a.provider == g.provider && a.kind == g.kind) return i;
        }
        return 1 + (seed % _assessed.length);
    }

    /// @dev Filed and passed on, outside of what is judged.
    function _filed(Held memory g, bool abroad) internal returns (RequestId id) {
        vm.warp(_time);
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(datasetOf(g.provider, g.kind), numbered("r", ++_names));
        (all[0].purpose, all[0].abroad) = (g.purpose, abroad);
        bytes memory call = abi.encodeCall(IRequests.file, (0, all));
        bool ok = _do("file", officerOf(g.consumer, false), address(sharing.requests()), call);
        _expect("file", ok, true);
        id = Ids.request(Ids.organisation(nameOf(g.consumer)), all[0].dataset, all[0].name);
        sharing.passed(id);
        _audit();
    }

    function _terms(Held memory g, RequestId id) internal view returns (Issue memory i) {
        i = sharing.terms(id);
        (i.ceiling, i.expires) = (g.ceiling, g.expires);
        if (g.assessed != 0) i.assessment = _assessed[g.assessed - 1].id;
        if (g.named == address(0)) return i;
        i.officers = new address[](1);
        i.officers[0] = g.named;
    }

    /// @dev With more protection than the dataset has, sometimes.
    function _raised(uint16 state, uint256 seed) internal pure returns (uint16) {
        if (seed % 4 == 0) state |= States.PERSONAL;
        uint16 grade = uint16(4 + ((seed >> 8) % 3));
        bool raises = (seed >> 16) % 3 == 0 && grade > state & States.GRADE;
        if (raises) state = (state & ~States.GRADE) | grade;
        return state & States.GRADE == States.CORE ? state | States.LEAST : state;
    }

    function _publicationOf(Plan memory p, bytes32 content) internal view returns (Publication memory child) {
        Made storage source = _made[p.parent - 1];
        child = publication(datasetOf(p.owner, p.kind), p.declared, content);
        (child.parents, child.shown) = (one(source.id), one(source.made));
    }

    function _enter(Preimage memory made, uint8 owner, uint8 kind, uint16 state, uint256 parent) internal {
        Made storage v = _made.push();
        (v.made, v.id, v.owner, v.kind) = (made, idOf(made), owner, kind);
        (v.state, v.parent) = (state, parent);
    }
}
