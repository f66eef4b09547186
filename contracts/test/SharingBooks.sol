// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Delivered, Standing} from "../interfaces/IDeliveries.sol";
import {Stage} from "../interfaces/IRequests.sol";
import {DatasetId, DeliveryId, GrantId, Handed, Ids, Preimage, RequestId, VersionId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {Samples} from "./Samples.sol";
import {Sharing} from "./Sharing.sol";

/// @dev An auditor's books of the sharing loop: what stands, by its own reckoning, and what the rules allow.
/// It shares no code with the contracts. Departments are counted from 0; each has a dataset "closed" and a
/// dataset "open".
abstract contract SharingBooks is Samples {
    uint32 private constant FIRST_NUMBER = 2; // the bureau is 1
    uint16 private constant UNDELIVERABLE =
        States.WITHDRAWN | States.RECALLED | States.AFFECTED | States.CONFINED;

    struct Asking {
        RequestId id;
        uint8 consumer;
        uint8 provider;
        DatasetId dataset;
        bool onward;
        Stage stage;
    }

    struct Grant {
        GrantId id;
        uint256 asking;
        uint48 expires;
        uint32 window;
        uint8 ceiling;
        bool onward;
        bool suspended;
        bool ended;
    }

    struct Version {
        Preimage made;
        VersionId id;
        uint8 owner;
        uint16 state;
    }

    struct Delivery {
        Handed handed;
        uint256 grant;
        uint256 version;
        uint48 due;
        Standing standing;
        bool received;
        bool moved;
        bool asked;
    }

    Sharing public sharing;
    Asking[] internal _askings;
    Grant[] internal _grants;
    Version[] internal _versions;
    Delivery[] internal _deliveries;
    mapping(DeliveryId => bool) internal _isDelivered;
    uint256 internal _time = 1_750_000_000;

    function nameOf(uint8 department) internal pure returns (string memory) {
        return ["weather", "transport", "health"][department];
    }

    function numberOf(uint8 department) internal pure returns (uint32) {
        return FIRST_NUMBER + department;
    }

    function datasetOf(uint8 department, bool isOpen) internal pure returns (DatasetId) {
        return Ids.dataset(Ids.organisation(nameOf(department)), isOpen ? "open" : "closed");
    }

    function consumerOf(Grant storage g) internal view returns (uint8) {
        return _askings[g.asking].consumer;
    }

    function providerOf(Grant storage g) internal view returns (uint8) {
        return _askings[g.asking].provider;
    }

    /// @dev How many of its deliveries are on record as overdue.
    function overdueOf(uint8 department) internal view returns (uint256 n) {
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            Delivery storage d = _deliveries[i];
            if (d.standing == Standing.Overdue && consumerOf(_grants[d.grant]) == department) ++n;
        }
    }

    function isLive(Grant storage g) internal view returns (bool) {
        return !g.ended && _time <= g.expires;
    }

    function holds(Grant storage g) internal view returns (bool) {
        return isLive(g) && !g.suspended;
    }

    function covers(Grant storage g, Version storage v) internal view returns (bool) {
        bool sound = v.state & UNDELIVERABLE == 0 && v.state & States.GRADE <= g.ceiling;
        return holds(g) && sound && v.made.dataset == _askings[g.asking].dataset;
    }

    function mayDerive(Grant storage g, Version storage v) internal view returns (bool) {
        uint16 barred = States.WITHDRAWN | States.RECALLED | States.CONFINED | States.LEAST;
        bool sound = v.state & barred == 0 && v.state & States.GRADE <= g.ceiling;
        return holds(g) && sound && v.made.dataset == _askings[g.asking].dataset;
    }

    /// @dev Already on record, or it may be recorded now.
    function isOverdue(Delivery storage d) internal view returns (bool) {
        bool waits = d.standing == Standing.Open || d.standing == Standing.Disputed;
        return d.standing == Standing.Overdue || (waits && _time > d.due);
    }

    function enterReceipt(Delivery storage d, bool matches) internal {
        d.received = true;
        if (!matches && d.standing == Standing.Open) d.standing = Standing.Disputed;
    }

    function enterReport(Delivery storage d, bool isFinal) internal {
        if (isFinal) d.standing = Standing.Reported;
        if (d.standing == Standing.Reported || d.standing == Standing.Waived) return;
        bool moves = !d.moved || d.standing == Standing.Overdue;
        if (moves) d.due = uint48(_time) + _grants[d.grant].window;
        d.moved = true;
        if (d.standing == Standing.Overdue) d.standing = Standing.Open;
    }

    function enterQuestion(Delivery storage d) internal {
        (d.asked, d.standing) = (true, Standing.Open);
        d.due = uint48(_time) + _grants[d.grant].window;
    }

    /// @dev Three times in four a version of the dataset that is granted, if there is one.
    function _indexFor(Grant storage g, uint256 seed) internal view returns (uint256 at) {
        at = seed % _versions.length;
        if ((seed >> 16) % 4 == 0) return at;
        DatasetId wanted = _askings[g.asking].dataset;
        for (uint256 i = 0; i < _versions.length; ++i) {
            if (_versions[at].made.dataset == wanted) return at;
            at = (at + 1) % _versions.length;
        }
    }

    function _versionFor(Grant storage g, uint256 seed) internal view returns (Version storage) {
        return _versions[_indexFor(g, seed)];
    }

    function _lastGrantOf(uint256 asking) internal view returns (bool found, uint256 at) {
        for (uint256 i = 0; i < _grants.length; ++i) {
            if (_grants[i].asking == asking) (found, at) = (true, i);
        }
    }

    /// @dev One of the last eight.
    function _recent(uint256 seed, uint256 count) internal pure returns (uint256) {
        return count - 1 - (seed % (count < 8 ? count : 8));
    }

    /// @dev A request that stands elsewhere than in the books, or zero.
    function strayRequest() external view returns (RequestId) {
        for (uint256 i = 0; i < _askings.length; ++i) {
            Asking storage a = _askings[i];
            if (sharing.requests().asked(a.id).stage != a.stage) return a.id;
        }
        return RequestId.wrap(0);
    }

    /// @dev A grant whose state is another than in the books, or zero.
    function strayGrant() external view returns (GrantId) {
        for (uint256 i = 0; i < _grants.length; ++i) {
            Grant storage g = _grants[i];
            uint16 state = g.onward ? States.ONWARD : 0;
            if (g.suspended) state |= States.SUSPENDED;
            if (g.ended) state |= States.WITHDRAWN;
            if (sharing.given().log().stateOf(GrantId.unwrap(g.id)) != state) return g.id;
        }
        return GrantId.wrap(0);
    }

    /// @dev A delivery that stands otherwise than in the books, or zero.
    function strayDelivery() external view returns (DeliveryId) {
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            Delivery storage d = _deliveries[i];
            DeliveryId id = Ids.delivery(d.handed.grant, d.handed.version, d.handed.nameHash);
            Delivered memory found = sharing.deliveries().delivered(id);
            if (keccak256(abi.encode(found)) != keccak256(abi.encode(_expected(d)))) return id;
        }
        return DeliveryId.wrap(0);
    }

    /// @dev How far the contract's counters are from the number of deliveries that stand overdue in it.
    function miscounted() external view returns (uint256 n) {
        for (uint8 department = 0; department < 3; ++department) {
            uint256 counted = sharing.deliveries().overdueOf(numberOf(department));
            uint256 standing = _standingOverdue(department);
            n += counted > standing ? counted - standing : standing - counted;
        }
    }

    function sizes() external view returns (uint256, uint256, uint256, uint256) {
        return (_askings.length, _grants.length, _versions.length, _deliveries.length);
    }

    function _standingOverdue(uint8 department) private view returns (uint256 n) {
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            Handed storage h = _deliveries[i].handed;
            DeliveryId id = Ids.delivery(h.grant, h.version, h.nameHash);
            Delivered memory found = sharing.deliveries().delivered(id);
            if (found.standing == Standing.Overdue && found.consumer == numberOf(department)) ++n;
        }
    }

    function _expected(Delivery storage d) private view returns (Delivered memory e) {
        Grant storage g = _grants[d.grant];
        (e.consumer, e.provider) = (numberOf(consumerOf(g)), numberOf(providerOf(g)));
        (e.due, e.window, e.standing) = (d.due, g.window, d.standing);
        (e.received, e.moved, e.asked) = (d.received, d.moved, d.asked);
    }
}
