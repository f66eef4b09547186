// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Emergency, Found, IEmergencies, Told} from "../interfaces/IEmergencies.sol";
import {GrantId, Ids, OrganisationId} from "../lib/Ids.sol";
import {Auditor} from "./Auditor.sol";

/// @dev An auditor's books of emergencies: who may invoke, what is owed, and whose lane is closed. Each
/// department has two officers.
abstract contract EmergencyBooks is Auditor {
    struct Case {
        GrantId grant;
        uint8 consumer;
        uint8 provider;
        uint48 expires;
        Emergency stands;
    }

    Case[] internal _cases;
    mapping(uint8 department => bool) internal _named;
    mapping(address officer => bool) internal _closed;

    function officerOf(uint8 department, bool isSecond) internal pure returns (address) {
        return officer(isSecond ? string.concat(nameOf(department), "-2") : nameOf(department));
    }

    function isPast(Case storage c) internal view returns (bool) {
        return _time > c.stands.due;
    }

    function isLate(Case storage c) internal view returns (bool) {
        return c.stands.found == Found.Waited && _time > c.stands.reviewDue;
    }

    function mayBeOverdue(Case storage c) internal view returns (bool) {
        return c.stands.told == Told.Overdue || (c.stands.told == Told.Waited && isPast(c));
    }

    function owedBy(uint8 department) internal view returns (uint256 n) {
        for (uint256 i = 0; i < _cases.length; ++i) {
            if (_cases[i].consumer == department && _cases[i].stands.told == Told.Overdue) ++n;
        }
    }

    function enterCase(GrantId grant, uint8 consumer, uint8 provider, address officer_) internal {
        Case storage c = _cases.push();
        (c.grant, c.consumer, c.provider) = (grant, consumer, provider);
        c.expires = uint48(_time + 72 hours);
        (c.stands.consumer, c.stands.officer) = (numberOf(consumer), officer_);
        (c.stands.due, c.stands.reviewDue) = (uint48(_time + 24 hours), _fiveWorkingDays());
        (c.stands.told, c.stands.found) = (Told.Waited, Found.Waited);
    }

    /// @dev What keepers would record now.
    function overdueNow() public view returns (GrantId[] memory all) {
        return _select(false);
    }

    function lateNow() public view returns (GrantId[] memory all) {
        return _select(true);
    }

    /// @dev How many past their due are neither reported nor on record as overdue.
    function unsettled() public view returns (uint256 n) {
        for (uint256 i = 0; i < _cases.length; ++i) {
            Told told = _contract().emergency(_cases[i].grant).told;
            if (isPast(_cases[i]) && told == Told.Waited) ++n;
        }
    }

    /// @dev An emergency that stands otherwise than in the books, or zero.
    function strayEmergency() external view returns (GrantId) {
        for (uint256 i = 0; i < _cases.length; ++i) {
            Emergency memory found = _contract().emergency(_cases[i].grant);
            if (keccak256(abi.encode(found)) != keccak256(abi.encode(_cases[i].stands)))
                return _cases[i].grant;
        }
        return GrantId.wrap(0);
    }

    /// @dev How many names and lanes are otherwise than in the books.
    function strayLanes() external view returns (uint256 n) {
        for (uint8 d = 0; d < 3; ++d) {
            if (_contract().isResponder(numberOf(d)) != _named[d]) ++n;
            for (uint8 i = 0; i < 2; ++i) {
                address key = officerOf(d, i == 1);
                if (_contract().isClosed(key) != _closed[key]) ++n;
            }
        }
    }

    /// @dev How far the contract's counters are from the number that stand overdue in it.
    function miscounted() external view returns (uint256 n) {
        for (uint8 d = 0; d < 3; ++d) {
            uint256 counted = _contract().overdueOf(numberOf(d));
            uint256 standing = 0;
            for (uint256 i = 0; i < _cases.length; ++i) {
                Emergency memory e = _contract().emergency(_cases[i].grant);
                if (e.told == Told.Overdue && e.consumer == numberOf(d)) ++standing;
            }
            n += counted > standing ? counted - standing : standing - counted;
        }
    }

    /// @dev Of everything that keepers may change.
    function digest() external view returns (bytes32 hash) {
        for (uint256 i = 0; i < _cases.length; ++i) {
            hash = keccak256(abi.encode(hash, _contract().emergency(_cases[i].grant)));
        }
        for (uint8 d = 0; d < 3; ++d) hash = keccak256(abi.encode(hash, _contract().overdueOf(numberOf(d))));
        return keccak256(abi.encode(hash, sharing.given().log().facts()));
    }

    function _contract() internal view returns (IEmergencies) {
        return sharing.emergencies();
    }

    function _grantOf(uint8 consumer, uint8 provider, string memory name) internal pure returns (GrantId) {
        OrganisationId id = Ids.organisation(nameOf(consumer));
        return Ids.grant(Ids.request(id, datasetOf(provider), name), GrantId.wrap(0));
    }

    function _select(bool reviews) private view returns (GrantId[] memory all) {
        uint256 n = 0;
        for (uint256 i = 0; i < _cases.length; ++i) if (_isWanted(_cases[i], reviews)) ++n;
        all = new GrantId[](n);
        for (uint256 i = _cases.length; i > 0; --i) {
            if (_isWanted(_cases[i - 1], reviews)) all[--n] = _cases[i - 1].grant;
        }
    }

    function _isWanted(Case storage c, bool reviews) private view returns (bool) {
        if (reviews) return isLate(c) || c.stands.reviewLate;
        return mayBeOverdue(c);
    }

    /// @dev No table is published. Day 0 was a Thursday.
    function _fiveWorkingDays() private view returns (uint48) {
        uint256 day = (_time + 8 hours) / 1 days;
        for (uint256 left = 5; left > 0;) {
            ++day;
            if (day % 7 != 2 && day % 7 != 3) --left;
        }
        return uint48((day + 1) * 1 days - 8 hours);
    }
}
