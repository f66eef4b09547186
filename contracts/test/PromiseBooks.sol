// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPromises, Promise} from "../interfaces/IPromises.sol";
import {Response} from "../interfaces/IRecalls.sol";
import {Cadence} from "../interfaces/ISupply.sol";
import {DeliveryId, GrantId, Handed, Ids, Preimage, RequestId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {Auditor} from "./Auditor.sol";

/// @dev An auditor's books of promised deliveries and of what became of them after a recall. "weather"
/// provides, the other two consume.
abstract contract PromiseBooks is Auditor {
    struct Pledge {
        GrantId grant;
        RequestId request;
        uint8 consumer;
        uint48 expires;
        bool promised;
        bool suspended;
        bool ended;
        Promise stands;
    }

    struct Version {
        Preimage made;
        bool fallen;
    }

    struct Handing {
        Handed handed;
        uint8 consumer;
        uint256 version;
        Response response;
    }

    Pledge[] internal _pledges;
    Version[] internal _versions;
    Handing[] internal _handings;
    Cadence internal _cadence = Cadence.Daily;

    function isLive(Pledge storage p) internal view returns (bool) {
        return !p.ended && _time <= p.expires;
    }

    function isMissed(Pledge storage p) internal view returns (bool) {
        uint48 due = p.stands.due;
        return p.promised && !p.ended && !p.suspended && due > 0 && due < _time && due <= p.expires;
    }

    /// @dev What one record does to it.
    function enterMissed(Pledge storage p) internal {
        if (!isMissed(p)) return;
        ++p.stands.missed;
        bool isOnce = p.stands.cadence == Cadence.Once;
        p.stands.due = isOnce ? 0 : after_(p.stands.cadence, p.stands.due, true);
    }

    function enterDelivery(Pledge storage p) internal {
        if (!p.promised) return;
        bool isOnce = p.stands.cadence == Cadence.Once;
        p.stands.due = isOnce ? 0 : after_(p.stands.cadence, _time, false);
        p.stands.missed = 0;
    }

    /// @param isEnd The moment is the end of a period, so that a working day begins with it.
    function after_(Cadence cadence, uint256 from, bool isEnd) internal pure returns (uint48) {
        if (cadence == Cadence.WorkingDaily) {
            uint256 day = (from + 8 hours) / 1 days;
            // Day 0 was a Thursday, and no table is published.
            if (!isEnd) ++day;
            while (day % 7 == 2 || day % 7 == 3) ++day;
            return uint48((day + 1) * 1 days - 8 hours);
        }
        uint32[10] memory minutes_ = [0, 1440, 15, 60, 1440, 0, 10080, 44640, 132480, uint32(527040)];
        return uint48(from + uint256(minutes_[uint8(cadence)]) * 60);
    }

    /// @dev What keepers would record now.
    function missedNow() external view returns (GrantId[] memory all) {
        uint256 n = 0;
        for (uint256 i = 0; i < _pledges.length; ++i) if (isMissed(_pledges[i])) ++n;
        all = new GrantId[](n);
        for (uint256 i = _pledges.length; i > 0; --i) {
            if (isMissed(_pledges[i - 1])) all[--n] = _pledges[i - 1].grant;
        }
    }

    /// @dev A promise that stands otherwise than in the books, or zero.
    function strayPromise() external view returns (GrantId) {
        for (uint256 i = 0; i < _pledges.length; ++i) {
            Promise memory found = _contract().promiseOf(_pledges[i].grant);
            if (keccak256(abi.encode(found)) != keccak256(abi.encode(_pledges[i].stands)))
                return _pledges[i].grant;
        }
        return GrantId.wrap(0);
    }

    /// @dev A grant that says otherwise than the books whether it is promised, rests or ended, or zero.
    function strayGrant() external view returns (GrantId) {
        for (uint256 i = 0; i < _pledges.length; ++i) {
            Pledge storage p = _pledges[i];
            uint16 state = p.promised ? States.PROMISED : 0;
            if (p.suspended) state |= States.SUSPENDED;
            if (p.ended) state |= States.WITHDRAWN;
            if (sharing.given().log().stateOf(GrantId.unwrap(p.grant)) != state) return p.grant;
        }
        return GrantId.wrap(0);
    }

    /// @dev A delivery that was acknowledged otherwise than in the books, or zero.
    function strayResponse() external view returns (DeliveryId) {
        for (uint256 i = 0; i < _handings.length; ++i) {
            DeliveryId id = _idOf(_handings[i].handed);
            if (sharing.recalls().responseTo(id) != _handings[i].response) return id;
        }
        return DeliveryId.wrap(0);
    }

    /// @dev Of everything that keepers may change.
    function digest() external view returns (bytes32 hash) {
        for (uint256 i = 0; i < _pledges.length; ++i) {
            hash = keccak256(abi.encode(hash, _contract().promiseOf(_pledges[i].grant)));
        }
        return keccak256(abi.encode(hash, sharing.given().log().facts()));
    }

    function _contract() internal view returns (IPromises) {
        return sharing.promises();
    }

    function _idOf(Handed memory h) internal pure returns (DeliveryId) {
        return Ids.delivery(h.grant, h.version, h.nameHash);
    }
}
