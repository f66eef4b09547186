// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ending, IDatasets, Publication} from "../interfaces/IDatasets.sol";
import {Handover, IDeliveries} from "../interfaces/IDeliveries.sol";
import {GrantStep, IGrants, Issue} from "../interfaces/IGrants.sol";
import {IPromises, Promise} from "../interfaces/IPromises.sol";
import {Acknowledgement, IRecalls, Response} from "../interfaces/IRecalls.sol";
import {Cadence, ISupply, Sharing as Kind, SupplyItem} from "../interfaces/ISupply.sol";
import {GrantId, Ids, RequestId} from "../lib/Ids.sol";
import {PromiseBooks} from "./PromiseBooks.sol";
import {vm} from "./Vm.sol";

/// @dev Drives promises and recalls with random acts. What the books allow must be done, and nothing else.
contract PromiseHandler is PromiseBooks {
    uint256 private _names;

    constructor() {
        for (uint256 i = 0; i < 3; ++i) publish(0);
        for (uint256 i = 0; i < 3; ++i) issue(i | (i << 8));
    }

    function list(uint256 seed) public {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = sharing.item(datasetOf(0), Kind.Conditional);
        all[0].cadence = Cadence(seed % 10);
        bytes memory call = abi.encodeCall(ISupply.listItems, (0, all));
        _expect("list", _do("list", officer("weather"), address(sharing.supply()), call), true);
        _cadence = all[0].cadence;
    }

    /// @dev Three times in four with a promise, which needs a cadence.
    function issue(uint256 seed) public {
        uint8 consumer = uint8(1 + (seed % 2));
        vm.warp(_time);
        RequestId id = sharing.filed(nameOf(consumer), datasetOf(0), numbered("r", ++_names));
        sharing.passed(id);
        _audit();
        Issue memory g = _terms(id, seed >> 8);
        if (_issue("issue", g, true)) _enter(g, consumer);
    }

    /// @dev Other terms, and with them another promise or none.
    function amend(uint256 seed) public {
        Pledge storage old = _pledges[_recent(seed, _pledges.length)];
        Issue memory g = _terms(old.request, seed >> 8);
        g.amends = old.grant;
        if (!_issue("amend", g, isLive(old))) return;
        old.ended = true;
        _enter(g, old.consumer);
    }

    function suspend(uint256 seed) public {
        Pledge storage p = _pledges[_recent(seed, _pledges.length)];
        bool ok = _step("suspend", IGrants.suspend.selector, p, "weather");
        _expect("suspend", ok, isLive(p) && !p.suspended);
        if (ok) p.suspended = true;
    }

    function resume(uint256 seed) public {
        Pledge storage p = _pledges[_recent(seed, _pledges.length)];
        bool ok = _step("resume", IGrants.resume.selector, p, "weather");
        _expect("resume", ok, isLive(p) && p.suspended);
        if (!ok) return;
        p.suspended = false;
        if (p.promised && p.stands.due > 0) p.stands.due = after_(p.stands.cadence, _time, false);
    }

    function end(uint256 seed) public {
        if (seed % 3 != 0) return;
        Pledge storage p = _pledges[_recent(seed >> 8, _pledges.length)];
        bool revokes = (seed >> 24) % 2 == 0;
        bytes4 verb = revokes ? IGrants.revoke.selector : IGrants.terminate.selector;
        bool ok = _step("end", verb, p, nameOf(revokes ? 0 : p.consumer));
        _expect("end", ok, isLive(p));
        if (ok) p.ended = true;
    }

    function publish(uint256) public {
        Publication memory p = publication(datasetOf(0), CLOSED, bytes32(_versions.length + 1));
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(p)));
        bool ok = _do("publish", officer("weather"), address(sharing.given().datasets()), call);
        _expect("publish", ok, true);
        _versions.push(Version(preimage(p, runOf("weather")), false));
    }

    function recall(uint256 seed) public {
        if (seed % 4 != 0) return;
        Version storage v = _versions[_recent(seed >> 8, _versions.length)];
        bool wasFallen = v.fallen;
        Ending[] memory all = new Ending[](1);
        all[0] = Ending(v.made, 1, "");
        bytes memory call = abi.encodeCall(IDatasets.recallVersions, (0, all));
        bool ok = _do("recall", officer("weather"), address(sharing.given().datasets()), call);
        _expect("recall", ok, !wasFallen);
        v.fallen = true;
    }

    function deliver(uint256 seed) public {
        Pledge storage p = _pledges[_recent(seed, _pledges.length)];
        uint256 which = _recent(seed >> 8, _versions.length);
        Handover[] memory all = new Handover[](1);
        all[0] = sharing.handover(p.grant, _versions[which].made);
        all[0].name = numbered("d", ++_names);
        bytes memory call = abi.encodeCall(IDeliveries.deliver, (0, all));
        bool ok = _do("deliver", officer("weather"), address(sharing.deliveries()), call);
        _expect("deliver", ok, isLive(p) && !p.suspended && !_versions[which].fallen);
        if (ok && _versions[which].fallen) ++against["delivered after recall"];
        if (!ok) return;
        enterDelivery(p);
        Handing storage h = _handings.push();
        h.handed = sharing.handed(p.grant, all[0].version);
        h.handed.nameHash = keccak256(bytes(all[0].name));
        (h.consumer, h.version) = (p.consumer, which);
    }

    /// @dev By whoever likes, two at a time, perhaps the same.
    function recordMissed(uint256 seed) public {
        Pledge storage a = _pledges[_recent(seed, _pledges.length)];
        Pledge storage b = _pledges[_recent(seed >> 8, _pledges.length)];
        GrantId[] memory all = new GrantId[](2);
        (all[0], all[1]) = (a.grant, b.grant);
        bool lawful = a.promised && b.promised;
        lawful = lawful && (isMissed(a) || a.stands.missed > 0) && (isMissed(b) || b.stands.missed > 0);
        bytes memory call = abi.encodeCall(IPromises.recordMissed, (all));
        bool ok = _do("missed", officer("anybody"), address(_contract()), call);
        _expect("missed", ok, lawful);
        if (!ok) return;
        enterMissed(a);
        enterMissed(b);
    }

    function acknowledge(uint256 seed) public {
        if (_handings.length == 0) return;
        Handing storage h = _handings[_recent(seed, _handings.length)];
        Response response = Response((seed >> 8) % 4);
        uint8 signer = (seed >> 16) % 8 == 0 ? 3 - h.consumer : h.consumer;
        bool open =
            h.response == Response.None || (h.response == Response.InUse && response != Response.InUse);
        bool lawful = signer == h.consumer && open && response != Response.None;
        Acknowledgement[] memory all = new Acknowledgement[](1);
        all[0] = Acknowledgement(h.handed, response, 1, "");
        bytes memory call = abi.encodeCall(IRecalls.acknowledge, (0, all));
        bool ok = _do("acknowledge", officer(nameOf(signer)), address(sharing.recalls()), call);
        _expect("acknowledge", ok, lawful && _versions[h.version].fallen);
        if (ok) h.response = response;
    }

    /// @dev None of these may ever be done.
    function trespass(uint256 seed) public {
        GrantId grant = _pledges[seed % _pledges.length].grant;
        bytes memory call = abi.encodeCall(IPromises.begin, (grant, numberOf(0), Cadence.Yearly));
        _expect("begin", _do("begin", officer("weather"), address(_contract()), call), false);
        call = abi.encodeCall(IPromises.kept, (grant));
        _expect("kept", _do("kept", officer("weather"), address(_contract()), call), false);
        call = abi.encodeCall(IPromises.restart, (grant));
        _expect("restart", _do("restart", officer("weather"), address(_contract()), call), false);
    }

    function _terms(RequestId id, uint256 seed) private view returns (Issue memory g) {
        g = sharing.terms(id);
        g.expires = uint48(_time + 1 hours + (seed % 20) * 1 days);
        g.promised = (seed >> 8) % 4 != 3;
    }

    function _issue(string memory act, Issue memory g, bool lawful) private returns (bool ok) {
        Issue[] memory all = new Issue[](1);
        all[0] = g;
        bytes memory call = abi.encodeCall(IGrants.issue, (0, all));
        ok = _do(act, officer("weather"), address(sharing.grants()), call);
        _expect(act, ok, lawful && (!g.promised || _cadence != Cadence.None));
    }

    function _enter(Issue memory g, uint8 consumer) private {
        Pledge storage p = _pledges.push();
        (p.grant, p.request) = (Ids.grant(g.request, g.amends), g.request);
        (p.consumer, p.expires, p.promised) = (consumer, g.expires, g.promised);
        if (g.promised) p.stands = Promise(numberOf(0), _cadence, after_(_cadence, _time, false), 0);
    }

    function _step(
        string memory act,
        bytes4 verb,
        Pledge storage p,
        string memory code
    ) private returns (bool) {
        GrantStep[] memory all = new GrantStep[](1);
        all[0] = GrantStep(p.grant, 1, "");
        bytes memory call = abi.encodeWithSelector(verb, uint64(0), all);
        return _do(act, officer(code), address(sharing.grants()), call);
    }
}
