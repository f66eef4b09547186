// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Publication} from "../interfaces/IDatasets.sol";
import {Handover, IDeliveries} from "../interfaces/IDeliveries.sol";
import {
    EmergencyReport,
    Found,
    IEmergencies,
    Invocation,
    Lift,
    Responder,
    Review,
    Told
} from "../interfaces/IEmergencies.sol";
import {IGrants, Issue} from "../interfaces/IGrants.sol";
import {GrantId, Handed, Ids, Preimage, RequestId} from "../lib/Ids.sol";
import {Permissions} from "../lib/Permissions.sol";
import {EmergencyBooks} from "./EmergencyBooks.sol";
import {vm} from "./Vm.sol";

/// @dev Drives emergencies with random acts. What the books allow must be done, and nothing else.
contract EmergencyHandler is EmergencyBooks {
    uint256 private _names;
    Preimage[3] private _versions;
    mapping(GrantId => bool) private _isDelivered;

    constructor() {
        for (uint8 d = 0; d < 3; ++d) {
            address second = officerOf(d, true);
            sharing.given().key(nameOf(d), second, Permissions.USE, uint48(_time), type(uint48).max);
            Publication memory p = publication(datasetOf(d), CLOSED, bytes32("rain"));
            sharing.given().version(nameOf(d), p);
            _versions[d] = preimage(p, runOf(nameOf(d)));
        }
        _audit();
        for (uint8 d = 0; d < 2; ++d) _name(d, true);
    }

    function name(uint256 seed) public {
        _name(uint8(seed % 3), (seed >> 8) % 4 != 0);
    }

    /// @dev One time in eight without an incident, or for abroad.
    function invoke(uint256 seed) public {
        (uint8 consumer, uint8 provider) = (uint8(seed % 3), uint8((seed >> 8) % 3));
        address key = officerOf(consumer, (seed >> 16) % 2 == 0);
        Invocation[] memory all = new Invocation[](1);
        string memory request = numbered("e", ++_names);
        all[0] = Invocation(sharing.filing(datasetOf(provider), request), "2026-0417");
        if ((seed >> 24) % 16 == 0) all[0].incident = "";
        all[0].filing.abroad = (seed >> 32) % 16 == 0;
        bool narrow = bytes(all[0].incident).length > 0 && !all[0].filing.abroad;

        bool ok = _do("invoke", key, address(_contract()), abi.encodeCall(IEmergencies.invoke, (0, all)));
        _expect("invoke", ok, narrow && consumer != provider && _named[consumer] && !_closed[key]);
        if (ok && _closed[key]) ++against["closed lane"];
        if (ok) enterCase(_grantOf(consumer, provider, request), consumer, provider, key);
    }

    function report(uint256 seed) public {
        if (_cases.length == 0) return;
        Case storage c = _cases[_recent(seed, _cases.length)];
        uint8 signer = (seed >> 24) % 8 == 0 ? (c.consumer + 1) % 3 : c.consumer;
        EmergencyReport[] memory all = new EmergencyReport[](1);
        all[0] = EmergencyReport(c.grant, 1, "{}");
        bytes memory call = abi.encodeCall(IEmergencies.report, (0, all));
        bool ok = _do("report", officerOf(signer, (seed >> 32) % 2 == 0), address(_contract()), call);
        _expect("report", ok, signer == c.consumer && c.stands.told != Told.Reported);
        if (ok) c.stands.told = Told.Reported;
    }

    function review(uint256 seed) public {
        if (_cases.length == 0) return;
        Case storage c = _cases[_recent(seed, _cases.length)];
        bool justified = (seed >> 8) % 2 == 0;
        bool byBureau = (seed >> 24) % 8 != 0;
        Review[] memory all = new Review[](1);
        all[0] = Review(c.grant, justified, justified ? 0 : 1, "");
        address key = officer(byBureau ? "bureau" : nameOf(c.consumer));
        bool ok = _do("review", key, address(_contract()), abi.encodeCall(IEmergencies.review, (0, all)));
        _expect("review", ok, byBureau && c.stands.found == Found.Waited);
        if (!ok) return;
        c.stands.found = justified ? Found.Justified : Found.Unjustified;
        if (!justified) _closed[c.stands.officer] = true;
    }

    function lift(uint256 seed) public {
        address key = officerOf(uint8(seed % 3), (seed >> 8) % 2 == 0);
        bool byBureau = (seed >> 24) % 8 != 0;
        Lift[] memory all = new Lift[](1);
        all[0] = Lift(key, "");
        bytes memory call = abi.encodeCall(IEmergencies.liftLanes, (0, all));
        bool ok = _do("lift", officer(byBureau ? "bureau" : "health"), address(_contract()), call);
        _expect("lift", ok, byBureau && _closed[key]);
        if (ok) _closed[key] = false;
    }

    /// @dev By whoever likes, two at a time.
    function recordOverdue(uint256 seed) public {
        if (_cases.length == 0) return;
        (Case storage a, Case storage b) = _pair(seed);
        bytes memory call = abi.encodeCall(IEmergencies.recordOverdue, (_both(a, b)));
        bool ok = _do("overdue", officer("anybody"), address(_contract()), call);
        _expect("overdue", ok, mayBeOverdue(a) && mayBeOverdue(b));
        if (ok) (a.stands.told, b.stands.told) = (Told.Overdue, Told.Overdue);
    }

    function recordLateReview(uint256 seed) public {
        if (_cases.length == 0) return;
        (Case storage a, Case storage b) = _pair(seed);
        bytes memory call = abi.encodeCall(IEmergencies.recordLateReviews, (_both(a, b)));
        bool ok = _do("late", officer("anybody"), address(_contract()), call);
        _expect("late", ok, (isLate(a) || a.stands.reviewLate) && (isLate(b) || b.stands.reviewLate));
        if (ok) (a.stands.reviewLate, b.stands.reviewLate) = (true, true);
    }

    /// @dev Keepers take all that is due; then nothing is left.
    function keep(uint256 seed) public {
        if (seed % 4 != 0) return;
        GrantId[] memory all = overdueNow();
        bytes memory call = abi.encodeCall(IEmergencies.recordOverdue, (all));
        _expect("keep", _do("keep", officer("anybody"), address(_contract()), call), true);
        for (uint256 i = 0; i < _cases.length; ++i) {
            if (mayBeOverdue(_cases[i])) _cases[i].stands.told = Told.Overdue;
        }
        if (unsettled() > 0) ++against["left open"];
    }

    /// @dev An ordinary grant, which whoever owes a report does not get.
    function grant(uint256 seed) public {
        (uint8 consumer, uint8 provider) = (uint8(seed % 3), uint8((seed >> 8) % 3));
        if (consumer == provider) return;
        vm.warp(_time);
        RequestId id = sharing.filed(nameOf(consumer), datasetOf(provider), numbered("o", ++_names));
        sharing.passed(id);
        _audit();
        Issue[] memory all = new Issue[](1);
        all[0] = sharing.terms(id);
        bytes memory call = abi.encodeCall(IGrants.issue, (0, all));
        bool ok = _do("grant", officerOf(provider, false), address(sharing.grants()), call);
        _expect("grant", ok, owedBy(consumer) == 0);
        if (ok && owedBy(consumer) > 0) ++against["overdue grant"];
    }

    /// @dev Under an emergency, and whether feedback of it is ever overdue.
    function deliver(uint256 seed) public {
        if (_cases.length == 0) return;
        Case storage c = _cases[_recent(seed, _cases.length)];
        Handover[] memory all = new Handover[](1);
        all[0] = sharing.handover(c.grant, _versions[c.provider]);
        Handed memory handed = sharing.handed(c.grant, _versions[c.provider]);
        bytes memory call = abi.encodeCall(IDeliveries.deliver, (0, all));
        bool ok = _do("deliver", officerOf(c.provider, false), address(sharing.deliveries()), call);
        _expect("deliver", ok, !_isDelivered[c.grant] && _time <= c.expires);
        if (ok) _isDelivered[c.grant] = true;
        Handed[] memory late = new Handed[](1);
        late[0] = handed;
        call = abi.encodeCall(IDeliveries.recordOverdue, (late));
        ok = _do("feedback", officer("anybody"), address(sharing.deliveries()), call);
        _expect("feedback", ok, false);
    }

    function _name(uint8 department, bool named) private {
        Responder[] memory all = new Responder[](1);
        all[0] = Responder(Ids.organisation(nameOf(department)), named, "");
        bytes memory call = abi.encodeCall(IEmergencies.nameResponders, (0, all));
        bool ok = _do("name", officer("bureau"), address(_contract()), call);
        _expect("name", ok, _named[department] != named);
        if (ok) _named[department] = named;
    }

    function _pair(uint256 seed) private view returns (Case storage, Case storage) {
        uint256 n = _cases.length;
        return (_cases[_recent(seed, n)], _cases[_recent(seed >> 8, n)]);
    }

    function _both(Case storage a, Case storage b) private view returns (GrantId[] memory all) {
        all = new GrantId[](2);
        (all[0], all[1]) = (a.grant, b.grant);
    }
}
