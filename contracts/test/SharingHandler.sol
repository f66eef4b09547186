// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDatasets, Ending, Publication} from "../interfaces/IDatasets.sol";
import {
    Handover,
    IDeliveries,
    Question,
    Receipt,
    Report,
    Standing,
    Waiver
} from "../interfaces/IDeliveries.sol";
import {GrantStep, IGrants, Issue} from "../interfaces/IGrants.sol";
import {Asked, Filing, IRequests, Stage} from "../interfaces/IRequests.sol";
import {Sharing as Kind} from "../interfaces/ISupply.sol";
import {DeliveryId, GrantId, Handed, Ids, Preimage, RequestId, VersionId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {Given} from "./Given.sol";
import {Replay} from "./Replay.sol";
import {Sharing} from "./Sharing.sol";
import {SharingBooks} from "./SharingBooks.sol";
import {vm} from "./Vm.sol";

/// @dev Drives the sharing loop with random acts. What the books allow must be done, and nothing else.
contract SharingHandler is SharingBooks {
    bytes32 private constant FIRST = keccak256("first");
    uint256 private constant GENERATIONS = 3;

    Replay public immutable replay;
    /// How often each act was done, and how often it was refused.
    mapping(string act => uint256) public done;
    mapping(string act => uint256) public refused;
    /// How often an act was done against the books, or refused against them.
    mapping(string act => uint256) public against;
    uint256 public trespasses;
    string public lastTrespass;
    uint256 public generation = 1;
    uint256 private _number = 1_000;
    address private _sealedDeliveries;
    address private _sealedGrants;

    constructor() {
        vm.recordLogs();
        Given given = new Given();
        replay = new Replay(given.log());
        for (uint8 i = 0; i < 3; ++i) {
            given.organisation(nameOf(i));
            given.dataset(nameOf(i), "closed", CLOSED);
            given.dataset(nameOf(i), "open", OPEN);
        }
        sharing = new Sharing(given);
        for (uint8 i = 0; i < 3; ++i) {
            sharing.listed(nameOf(i), datasetOf(i, false), Kind.Conditional);
            sharing.listed(nameOf(i), datasetOf(i, true), Kind.Unconditional);
        }
        _audit();
        for (uint256 i = 0; i < 40 && _deliveries.length < 4; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("first", i)));
            publish(seed);
            file(seed);
            issue(seed);
            deliver(seed);
        }
    }

    /// @dev Of eight requests seven are passed on to the provider.
    function file(uint256 seed) public {
        Asking memory a;
        (a.consumer, a.provider) = (uint8(seed % 3), uint8((seed >> 8) % 3));
        bool isOpen = (seed >> 16) % 4 == 0;
        a.dataset = datasetOf(a.provider, isOpen);
        (a.onward, a.stage) = ((seed >> 24) % 2 == 0, isOpen ? Stage.Granted : Stage.Review);
        Filing[] memory all = new Filing[](1);
        all[0] = sharing.filing(a.dataset, numbered("r", _askings.length));
        all[0].onward = a.onward;
        a.id = Ids.request(Ids.organisation(nameOf(a.consumer)), a.dataset, all[0].name);
        bool owes = isOpen && overdueOf(a.consumer) > 0;

        bytes memory call = abi.encodeCall(IRequests.file, (0, all));
        bool ok = _do("file", nameOf(a.consumer), address(sharing.requests()), call);
        _expect("file", ok, a.consumer != a.provider && !owes);
        if (ok && owes) ++against["overdue grant"];
        if (!ok) return;
        _askings.push(a);
        if (isOpen) _enterAtOnce(a.id);
        else if ((seed >> 32) % 8 != 0) _pass(_askings.length - 1);
    }

    /// @dev The first grant of a request, or an amendment of the last grant.
    function issue(uint256 seed) public {
        if (_askings.length == 0) return;
        uint256 at = _recent(seed, _askings.length);
        Asking storage a = _askings[at];
        (bool granted, uint256 last) = _lastGrantOf(at);
        // Of what is granted, every other time the same again, which is refused.
        granted = granted && (seed >> 40) % 2 == 0;
        Issue memory g = _terms(seed >> 32, a.id);
        if (granted) g.amends = _grants[last].id;
        bool lawful = granted ? isLive(_grants[last]) : a.stage == Stage.Decision;
        bool owes = overdueOf(a.consumer) > 0;
        uint8 signer = (seed >> 24) % 8 == 0 ? a.consumer : a.provider;
        lawful = lawful && !owes && (a.onward || !g.onward) && signer == a.provider;
        // Nobody is cleared for more than general data.
        lawful = lawful && g.ceiling < States.IMPORTANT;

        Issue[] memory all = new Issue[](1);
        all[0] = g;
        bytes memory call = abi.encodeCall(IGrants.issue, (0, all));
        bool ok = _do("issue", nameOf(signer), address(sharing.grants()), call);
        _expect("issue", ok, lawful);
        if (ok && owes) ++against["overdue grant"];
        if (!ok) return;
        if (granted) _grants[last].ended = true;
        a.stage = Stage.Granted;
        GrantId id = Ids.grant(a.id, g.amends);
        _grants.push(Grant(id, at, g.expires, g.window, g.ceiling, g.onward, false, false));
    }

    function suspend(uint256 seed) public {
        if (_grants.length == 0) return;
        Grant storage g = _grants[_recent(seed, _grants.length)];
        bool byProvider = (seed >> 24) % 4 != 0;
        bool ok = _step("suspend", IGrants.suspend.selector, g, byProvider);
        _expect("suspend", ok, byProvider && isLive(g) && !g.suspended);
        if (ok) g.suspended = true;
    }

    function resume(uint256 seed) public {
        if (_grants.length == 0) return;
        Grant storage g = _grants[_recent(seed, _grants.length)];
        bool byProvider = (seed >> 24) % 4 != 0;
        bool ok = _step("resume", IGrants.resume.selector, g, byProvider);
        _expect("resume", ok, byProvider && isLive(g) && g.suspended);
        if (ok) g.suspended = false;
    }

    /// @dev By the provider, or given up by the consumer; one time in four by the wrong side.
    function end(uint256 seed) public {
        if (_grants.length == 0 || seed % 2 == 0) return;
        Grant storage g = _grants[_recent(seed >> 8, _grants.length)];
        (bool revokes, bool byProvider) = ((seed >> 24) % 2 == 0, (seed >> 32) % 2 == 0);
        if ((seed >> 40) % 2 == 0) byProvider = revokes;
        bytes4 verb = revokes ? IGrants.revoke.selector : IGrants.terminate.selector;
        string memory act = revokes ? "revoke" : "terminate";
        bool ok = _step(act, verb, g, byProvider);
        _expect(act, ok, byProvider == revokes && isLive(g));
        if (ok) g.ended = true;
    }

    function publish(uint256 seed) public {
        uint8 owner = uint8(seed % 3);
        bool isOpen = (seed >> 8) % 4 == 0;
        uint16 state = isOpen ? OPEN : uint16(CLOSED + ((seed >> 16) % 6));
        if (state == States.CORE) state |= States.LEAST;
        Publication memory p = publication(datasetOf(owner, isOpen), state, bytes32(_versions.length + 1));
        _publish("publish", owner, p, true);
    }

    /// @dev A version of the consumer's made under a grant; one time in eight somebody else's.
    function derive(uint256 seed) public {
        if (_grants.length == 0 || _versions.length == 0) return;
        Grant storage g = _grants[_recent(seed, _grants.length)];
        Version storage v = _versionFor(g, seed >> 32);
        uint8 signer = consumerOf(g);
        bool lawful = mayDerive(g, v);
        if ((seed >> 24) % 8 == 0) (signer, lawful) = ((signer + 1) % 3, false);
        uint16 state = v.state & (States.GRADE | States.LEAST | States.AFFECTED);
        if (!g.onward) state |= States.CONFINED;
        Publication memory p = publication(datasetOf(signer, false), state, bytes32(_versions.length + 1));
        (p.parents, p.under, p.shown) = (one(v.id), new GrantId[](1), one(v.made));
        p.under[0] = g.id;
        _publish("derive", signer, p, lawful);
    }

    function withdraw(uint256 seed) public {
        if (_versions.length == 0 || seed % 2 == 0) return;
        // Only early ones, so that enough is left to deliver.
        Version storage v = _versions[(seed >> 8) % (_versions.length < 16 ? _versions.length : 16)];
        bool recalls = (seed >> 24) % 2 == 0;
        Ending[] memory all = new Ending[](1);
        all[0] = Ending(v.made, 1, "");
        bytes4 verb = recalls ? IDatasets.recallVersions.selector : IDatasets.withdrawVersions.selector;
        uint16 bit = recalls ? States.RECALLED : States.WITHDRAWN;
        bytes memory call = abi.encodeWithSelector(verb, uint64(0), all);
        bool ok = _do("withdraw", nameOf(v.owner), address(sharing.given().datasets()), call);
        _expect("withdraw", ok, v.state & bit == 0);
        if (ok) v.state |= bit;
    }

    function deliver(uint256 seed) public {
        if (_grants.length == 0 || _versions.length == 0) return;
        uint256 at = _recent(seed, _grants.length);
        Grant storage g = _grants[at];
        uint256 which = _indexFor(g, seed >> 32);
        Version storage v = _versions[which];
        uint8 signer = (seed >> 24) % 8 == 0 ? consumerOf(g) : providerOf(g);
        DeliveryId id = Ids.delivery(g.id, v.id, FIRST);
        bool lawful = signer == providerOf(g) && covers(g, v) && !_isDelivered[id];

        Handover[] memory all = new Handover[](1);
        all[0] = sharing.handover(g.id, v.made);
        bytes memory call = abi.encodeCall(IDeliveries.deliver, (0, all));
        bool ok = _do("deliver", nameOf(signer), address(sharing.deliveries()), call);
        _expect("deliver", ok, lawful);
        if (!ok) return;
        _isDelivered[id] = true;
        Delivery storage d = _deliveries.push();
        (d.handed, d.grant, d.version) = (Handed(g.id, v.id, FIRST), at, which);
        (d.due, d.standing) = (uint48(_time) + g.window, Standing.Open);
    }

    function receiveDelivery(uint256 seed) public {
        if (_deliveries.length == 0) return;
        (Delivery storage d, uint8 consumer) = _delivery(seed);
        bool matches = (seed >> 24) % 4 != 0;
        uint8 signer = (seed >> 32) % 8 == 0 ? (consumer + 1) % 3 : consumer;
        Preimage memory made = _versions[d.version].made;
        Receipt[] memory all = new Receipt[](1);
        bytes32 content = matches ? made.content : bytes32("else");
        all[0] = Receipt(d.handed.grant, made, FIRST, content, "");
        bytes memory call = abi.encodeCall(IDeliveries.receiveDeliveries, (0, all));
        bool ok = _do("receive", nameOf(signer), address(sharing.deliveries()), call);
        _expect("receive", ok, signer == consumer && !d.received);
        if (ok) enterReceipt(d, matches);
    }

    function report(uint256 seed) public {
        if (_deliveries.length == 0) return;
        (Delivery storage d, uint8 consumer) = _delivery(seed);
        uint8 signer = (seed >> 24) % 8 == 0 ? (consumer + 1) % 3 : consumer;
        bool isFinal = (seed >> 32) % 2 == 0;
        Report[] memory all = new Report[](1);
        all[0] = Report(d.handed, 1, isFinal, new VersionId[](0), "{}", 0);
        bytes memory call = abi.encodeCall(IDeliveries.report, (0, all));
        bool ok = _do("report", nameOf(signer), address(sharing.deliveries()), call);
        _expect("report", ok, signer == consumer && d.standing != Standing.Reported);
        if (ok) enterReport(d, isFinal);
    }

    function askForMore(uint256 seed) public {
        if (_deliveries.length == 0) return;
        (Delivery storage d, ) = _delivery(seed);
        uint8 provider = providerOf(_grants[d.grant]);
        uint8 signer = (seed >> 24) % 8 == 0 ? (provider + 1) % 3 : provider;
        Question[] memory all = new Question[](1);
        all[0] = Question(d.handed, "");
        bytes memory call = abi.encodeCall(IDeliveries.askForMore, (0, all));
        bool ok = _do("ask", nameOf(signer), address(sharing.deliveries()), call);
        _expect("ask", ok, signer == provider && d.standing == Standing.Reported && !d.asked);
        if (ok) enterQuestion(d);
    }

    function waive(uint256 seed) public {
        if (_deliveries.length == 0) return;
        (Delivery storage d, ) = _delivery(seed);
        bool byBureau = (seed >> 24) % 8 != 0;
        Waiver[] memory all = new Waiver[](1);
        all[0] = Waiver(d.handed, 1, 0, 0, "");
        bytes memory call = abi.encodeCall(IDeliveries.waive, (0, all));
        bool ok = _do("waive", byBureau ? "bureau" : "health", address(sharing.deliveries()), call);
        _expect("waive", ok, byBureau && d.standing == Standing.Overdue);
        if (ok) d.standing = Standing.Waived;
    }

    /// @dev By whoever likes, with no permission.
    function recordOverdue(uint256 seed) public {
        for (uint256 i = 0; i < 3 && _deliveries.length > 0; ++i) {
            (Delivery storage d, ) = _delivery(seed >> (8 * i));
            Handed[] memory all = new Handed[](1);
            all[0] = d.handed;
            bytes memory call = abi.encodeCall(IDeliveries.recordOverdue, (all));
            bool ok = _do("overdue", "anybody", address(sharing.deliveries()), call);
            _expect("overdue", ok, isOverdue(d));
            if (ok) d.standing = Standing.Overdue;
        }
    }

    function recordLateAnswer(uint256 seed) public {
        if (_askings.length == 0) return;
        RequestId[] memory all = new RequestId[](1);
        all[0] = _askings[seed % _askings.length].id;
        Asked memory a = sharing.requests().asked(all[0]);
        bytes memory call = abi.encodeCall(IRequests.recordLateAnswers, (all));
        bool ok = _do("late", "anybody", address(sharing.requests()), call);
        // The act itself takes time, so only now.
        bool late = a.deadline != 0 && _time > a.deadline;
        _expect("late", ok, late || a.lateRecorded);
    }

    function wait(uint256 seed) public {
        _time += (seed % 36) * 1 hours;
    }

    /// @dev All five sharing contracts at once, twice at most.
    function succeed(uint256 seed) public {
        if (seed % 6 != 0 || generation == GENERATIONS) return;
        (_sealedDeliveries, _sealedGrants) = (address(sharing.deliveries()), address(sharing.grants()));
        vm.warp(_time);
        sharing.succeeded();
        _audit();
        ++generation;
    }

    /// @dev None of these may ever be done.
    function trespass(uint256 seed) public {
        if (_grants.length == 0) return;
        RequestId id = _askings[seed % _askings.length].id;
        bytes memory call = abi.encodeCall(IRequests.settle, (id));
        _expect("settle", _do("settle", "weather", address(sharing.requests()), call), false);
        call = abi.encodeCall(IGrants.issueAtOnce, (id));
        _expect("at once", _do("at once", "weather", address(sharing.grants()), call), false);
        if (generation == 1) return;
        Grant storage g = _grants[seed % _grants.length];
        string memory provider = nameOf(providerOf(g));
        call = abi.encodeCall(IGrants.revoke, (0, _steps(g.id)));
        _expect("sealed", _do("sealed", provider, _sealedGrants, call), false);
        call = abi.encodeCall(IDeliveries.recordOverdue, (new Handed[](0)));
        _expect("sealed", _do("sealed", provider, _sealedDeliveries, call), false);
    }

    function _pass(uint256 at) private {
        bytes memory call = abi.encodeCall(IRequests.pass, (0, sharing.step(_askings[at].id, 0)));
        bool ok = _do("pass", "bureau", address(sharing.requests()), call);
        _expect("pass", ok, true);
        if (ok) _askings[at].stage = Stage.Decision;
    }

    function _enterAtOnce(RequestId id) private {
        uint48 expires = uint48(_time + 30 days);
        GrantId grant = Ids.grant(id, GrantId.wrap(0));
        _grants.push(Grant(grant, _askings.length - 1, expires, 1 days, 4, true, false, false));
    }

    function _publish(string memory act, uint8 owner, Publication memory p, bool lawful) private {
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(p)));
        bool ok = _do(act, nameOf(owner), address(sharing.given().datasets()), call);
        _expect(act, ok, lawful);
        if (!ok) return;
        Preimage memory made = preimage(p, runOf(nameOf(owner)));
        _versions.push(Version(made, idOf(made), owner, p.state));
    }

    function _terms(uint256 seed, RequestId id) private view returns (Issue memory g) {
        g = sharing.terms(id);
        g.expires = uint48(_time + 1 days + ((seed % 28) * 1 days));
        g.window = uint32(1 hours + ((seed >> 8) % 47) * 1 hours);
        g.ceiling = uint8(3 + ((seed >> 16) % 8 == 0 ? 2 : (seed >> 19) % 2));
        g.onward = (seed >> 24) % 3 == 0;
    }

    function _step(string memory act, bytes4 verb, Grant storage g, bool byProvider) private returns (bool) {
        bytes memory call = abi.encodeWithSelector(verb, uint64(0), _steps(g.id));
        uint8 signer = byProvider ? providerOf(g) : consumerOf(g);
        return _do(act, nameOf(signer), address(sharing.grants()), call);
    }

    function _steps(GrantId grant) private pure returns (GrantStep[] memory all) {
        all = new GrantStep[](1);
        all[0] = GrantStep(grant, 1, "");
    }

    /// @dev Time passes first, so that the books judge by the moment of the act.
    function _do(
        string memory act,
        string memory code,
        address target,
        bytes memory call
    ) private returns (bool ok) {
        vm.warp(_time);
        if (uint256(keccak256(call)) % 3 == 0) vm.roll(++_number);
        vm.prank(officer(code), officer(code));
        (ok, ) = target.call(call);
        ++(ok ? done : refused)[act];
        // What a refused call logged is no history.
        if (ok) _audit();
        else vm.getRecordedLogs();
    }

    function _expect(string memory act, bool ok, bool lawful) private {
        if (ok == lawful) return;
        ++against[act];
        ++trespasses;
        lastTrespass = act;
    }

    function _audit() private {
        replay.read(vm.getRecordedLogs(), _number, _time);
    }

    function _delivery(uint256 seed) private view returns (Delivery storage d, uint8 consumer) {
        d = _deliveries[_recent(seed, _deliveries.length)];
        consumer = consumerOf(_grants[d.grant]);
    }
}
