// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Decision} from "../interfaces/IDesensitisations.sol";
import {
    AssessmentId,
    ConsentId,
    DatasetId,
    EvidenceId,
    GrantId,
    Ids,
    Preimage,
    VersionId
} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {Auditor} from "./Auditor.sol";

/// @dev An auditor's books of the gates: who is cleared, what rests on whose consent, what may go abroad, and
/// what was argued down by whom. They share no code with the contracts. Each department has two officers and
/// three datasets: general "closed", personal "records", core "vital".
abstract contract GateBooks is Auditor {
    uint8 internal constant KINDS = 3;
    uint16 private constant FLAGS = States.PERSONAL | States.LEAST;
    uint16 private constant UNSOUND = States.WITHDRAWN | States.RECALLED | States.AFFECTED;

    struct Made {
        Preimage made;
        VersionId id;
        uint8 owner;
        uint8 kind;
        uint16 state;
        /// Of a child, its parent's place, from 1.
        uint256 parent;
        uint256[] cites;
    }

    struct Agreed {
        ConsentId id;
        uint8 owner;
        bool withdrawn;
    }

    struct Assessed {
        AssessmentId id;
        uint8 consumer;
        uint8 provider;
        uint8 kind;
        uint48 until;
        bool revoked;
    }

    struct Held {
        GrantId id;
        uint8 consumer;
        uint8 provider;
        uint8 kind;
        uint16 purpose;
        uint8 ceiling;
        uint48 expires;
        bool emergency;
        /// Zero when it names nobody.
        address named;
        /// From 1; 0 when nobody abroad will see it.
        uint256 assessed;
    }

    /// @dev A child that may be published, and what was argued of it.
    struct Plan {
        Preimage made;
        VersionId id;
        uint8 owner;
        uint8 kind;
        uint16 declared;
        uint256 parent;
        bool published;
        Decision decision;
        uint16 argued;
        address maker;
        address approver;
    }

    struct Handing {
        uint256 grant;
        uint256 version;
        bool received;
    }

    struct Clear {
        uint8 grade;
        uint48 until;
    }

    Made[] internal _made;
    Agreed[] internal _agreed;
    Assessed[] internal _assessed;
    Held[] internal _held;
    Plan[] internal _plans;
    Handing[] internal _handings;
    mapping(uint8 department => mapping(uint16 purpose => Clear)) internal _clear;
    mapping(GrantId => mapping(VersionId => bool)) internal _isHanded;

    function officerOf(uint8 department, bool isSecond) internal pure returns (address) {
        return officer(isSecond ? string.concat(nameOf(department), "-2") : nameOf(department));
    }

    function codeOf(uint8 kind) internal pure returns (string memory) {
        return ["closed", "records", "vital"][kind];
    }

    function declaredOf(uint8 kind) internal pure returns (uint16) {
        return [CLOSED, 3 | States.PERSONAL, States.CORE | States.LEAST][kind];
    }

    function datasetOf(uint8 department, uint8 kind) internal pure returns (DatasetId) {
        return Ids.dataset(Ids.organisation(nameOf(department)), codeOf(kind));
    }

    function clearedFor(uint8 department, uint16 purpose) internal view returns (uint8) {
        Clear storage own = _clear[department][purpose];
        Clear storage any = _clear[department][0];
        if (own.grade != 0 && (own.until == 0 || _time <= own.until)) return own.grade;
        if (any.grade != 0 && (any.until == 0 || _time <= any.until)) return any.grade;
        return 4;
    }

    function isCleared(uint8 department, uint16 purpose, uint16 grade) internal view returns (bool) {
        return grade <= 4 || grade <= clearedFor(department, purpose);
    }

    function standing(uint8 owner) internal view returns (uint256 n) {
        for (uint256 i = 0; i < _agreed.length; ++i)
            if (_agreed[i].owner == owner && !_agreed[i].withdrawn) ++n;
    }

    function isCiting(Made storage v, uint256 consent) internal view returns (bool) {
        for (uint256 i = 0; i < v.cites.length; ++i) if (v.cites[i] == consent) return true;
        return false;
    }

    function citesWithdrawn(Made storage v) internal view returns (bool) {
        for (uint256 i = 0; i < v.cites.length; ++i) if (_agreed[v.cites[i]].withdrawn) return true;
        return false;
    }

    /// @dev Whether the assessment stands for this grant until this second.
    function isAssessed(Held memory g, uint256 until) internal view returns (bool) {
        Assessed storage a = _assessed[g.assessed - 1];
        bool same = a.consumer == g.consumer && a.provider == g.provider && a.kind == g.kind;
        return same && !a.revoked && until <= a.until;
    }

    function mayHold(Held memory g, bool abroad) internal view returns (bool) {
        uint16 grade = declaredOf(g.kind) & States.GRADE;
        if (!isCleared(g.consumer, g.purpose, grade > g.ceiling ? grade : g.ceiling)) return false;
        if (g.kind == 1 && standing(g.provider) == 0) return false;
        if (g.kind == 2 && g.named == address(0)) return false;
        bool ofConsumer = g.named == officerOf(g.consumer, false) || g.named == officerOf(g.consumer, true);
        if (g.named != address(0) && !ofConsumer) return false;
        if (abroad != (g.assessed != 0)) return false;
        return g.assessed == 0 || isAssessed(g, g.expires);
    }

    function mayPass(Held storage g, Made storage v) internal view returns (bool) {
        uint16 grade = v.state & States.GRADE;
        if (_time > g.expires || v.owner != g.provider || v.kind != g.kind) return false;
        if (v.state & UNSOUND != 0 || grade > g.ceiling) return false;
        if (!g.emergency && !isCleared(g.consumer, g.purpose, grade)) return false;
        bool personal = v.state & States.PERSONAL != 0;
        if (personal && (citesWithdrawn(v) || (v.cites.length == 0 && !g.emergency))) return false;
        if (v.state & States.LEAST != 0 && g.named == address(0)) return false;
        return g.assessed == 0 || isAssessed(g, _time);
    }

    function isBelow(uint16 declared, uint16 source) internal pure returns (bool) {
        return declared & States.GRADE < source & States.GRADE || source & ~declared & FLAGS != 0;
    }

    /// @dev Another officer than its maker and its publisher approved exactly this.
    function isArgued(Plan storage p, address publisher) internal view returns (bool) {
        bool another = p.approver != p.maker && p.approver != publisher;
        return p.decision == Decision.Approved && another && p.argued == p.declared;
    }

    function mayPublish(Plan storage p, address publisher) internal view returns (bool) {
        uint16 source = _made[p.parent - 1].state;
        if (p.published || source & (States.WITHDRAWN | States.RECALLED) != 0) return false;
        if (isBelow(p.declared, declaredOf(p.kind))) return false;
        return !isBelow(p.declared, source) || isArgued(p, publisher);
    }

    /// @dev A version whose state is another than in the books, or zero.
    function strayVersion() external view returns (VersionId) {
        for (uint256 i = 0; i < _made.length; ++i) {
            VersionId id = _made[i].id;
            if (sharing.given().log().stateOf(VersionId.unwrap(id)) != _made[i].state) return id;
            (uint256 count, bool withdrawn) = sharing.consents().citedBy(id);
            if (count != _made[i].cites.length || withdrawn != citesWithdrawn(_made[i])) return id;
        }
        return VersionId.wrap(0);
    }

    /// @dev How many clearances and counts of consents are otherwise than in the books.
    function strayGates() external view returns (uint256 n) {
        for (uint8 d = 0; d < 3; ++d) {
            if (sharing.consents().standingOf(datasetOf(d, 1)) != standing(d)) ++n;
            for (uint16 purpose = 0; purpose < 3; ++purpose) {
                (uint8 grade, uint48 until) = sharing.gates().clearance(numberOf(d), purpose);
                if (grade != _clear[d][purpose].grade || until != _clear[d][purpose].until) ++n;
            }
        }
    }

    /// @dev Evidence that stands otherwise than in the books, or zero.
    function strayEvidence() external view returns (EvidenceId) {
        for (uint256 i = 0; i < _plans.length; ++i) {
            EvidenceId id = Ids.evidence(_plans[i].id);
            if (sharing.desensitisations().evidence(id).decision != _plans[i].decision) return id;
        }
        return EvidenceId.wrap(0);
    }
}
