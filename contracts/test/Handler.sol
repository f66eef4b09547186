// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ending, IDatasets, Publication, Spread} from "../interfaces/IDatasets.sol";
import {IFactLog, SubjectPermission, Touch} from "../interfaces/IFactLog.sol";
import {DatasetId, Ids, Kinds, Preimage, VersionId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {Appender} from "./Appender.sol";
import {Given} from "./Given.sol";
import {Replay} from "./Replay.sol";
import {Samples} from "./Samples.sol";
import {vm} from "./Vm.sol";

/// @dev Drives a ledger with random acts, most of them lawful, and keeps an auditor's books beside it.
contract Handler is Samples {
    address private constant COLLEAGUE = address(0x1e1);
    address private constant EXPIRED = address(0x1e2);
    address private constant SUSPENDED = address(0x1e3);
    address private constant FOREIGN = address(0x1e4);

    Given public immutable given;
    IFactLog public immutable log;
    Replay public immutable replay;
    IDatasets public immutable first;
    Appender private immutable _stranger;
    Appender private immutable _hostile;
    bytes32 private immutable _precious;

    /// What is published, with what its id is made of besides the run.
    struct Book {
        string owner;
        uint8 dataset;
        uint16 state;
        uint32 content;
        VersionId id;
        VersionId[] parents;
    }

    Book[] private _books;
    /// Bits that events say a version has.
    mapping(VersionId => uint16) public marks;
    /// How often each act was done, and how often it was refused.
    mapping(string act => uint256) public done;
    mapping(string act => uint256) public refused;
    /// Acts that should never be done and were.
    uint256 public trespasses;
    string public lastTrespass;
    uint256 private _number = 1_000;
    uint256 private _time = 1_750_000_000;

    constructor() {
        vm.recordLogs();
        given = new Given();
        log = given.log();
        replay = new Replay(log);
        first = given.datasets();
        _found("weather");
        _found("transport");
        given.organisation("foreign");
        given.key("weather", COLLEAGUE, ALL, uint48(_time), type(uint48).max);
        given.key("weather", EXPIRED, ALL, uint48(_time) - 10, uint48(_time));
        _found("suspended");
        given.key("suspended", SUSPENDED, ALL, uint48(_time), type(uint48).max);
        given.suspended("suspended");
        _stranger = new Appender(log);
        _hostile = new Appender(log);
        SubjectPermission[] memory p = new SubjectPermission[](1);
        p[0] = SubjectPermission(Kinds.VERSION, false, States.DISPUTED, States.DISPUTED);
        given.enact(abi.encodeCall(log.admit, ("hostile", address(_hostile), p)), address(log));
        _precious = DatasetId.unwrap(Ids.dataset(Ids.organisation("weather"), "d0"));
        _audit();
    }

    function publish(uint256 seed) public {
        for (uint256 i = 0; i < 4; ++i) _publish(uint256(keccak256(abi.encode(seed, i))));
    }

    function withdraw(uint256 seed) public {
        if (_books.length == 0) return;
        Book storage b = _books[seed % _books.length];
        bytes memory call = abi.encodeCall(IDatasets.withdrawVersions, (0, _ending(b)));
        if (_sign("withdraw", officer(b.owner), call)) marks[b.id] |= States.WITHDRAWN;
    }

    function recall(uint256 seed) public {
        if (_books.length == 0) return;
        Book storage b = _books[seed % _books.length];
        bytes memory call = abi.encodeCall(IDatasets.recallVersions, (0, _ending(b)));
        if (_sign("recall", officer(b.owner), call)) marks[b.id] |= States.RECALLED;
    }

    /// @dev Along every edge above four versions.
    function spread(uint256 seed) public {
        for (uint256 i = 0; i < 4 && _books.length > 0; ++i) {
            Book storage b = _books[uint256(keccak256(abi.encode(seed, i))) % _books.length];
            for (uint16 through = 0; through < b.parents.length; ++through) _spread(b, through);
        }
    }

    function succeed(uint256 seed) public {
        if (seed % 8 == 0) given.secondDatasets();
        _audit();
    }

    /// @dev None of these may ever be done: by the last two for they own nothing, by the others at all.
    function trespass(uint256 seed) public {
        address[4] memory keys = [EXPIRED, SUSPENDED, FOREIGN, officer("foreign")];
        string[4] memory names = ["expired", "suspended", "unknown", "foreign"];
        uint256 who = seed % 4;
        Publication memory p = _draft(who == 1 ? "suspended" : "weather", seed >> 8);
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(p)));
        _forbid(names[who], _sign(names[who], keys[who], call));
        if (_books.length == 0) return;
        Book storage b = _books[seed % _books.length];
        call = abi.encodeCall(IDatasets.recallVersions, (0, _ending(b)));
        _forbid(names[who], _sign(names[who], keys[who], call));
    }

    function useTheSealed(uint256 seed) public {
        if (address(given.datasets()) == address(first)) return;
        Publication memory p = _draft("weather", seed);
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(p)));
        _forbid("sealed", _call("sealed", address(first), officer("weather"), call));
    }

    /// @dev Around an appender: straight into the spine, from a stranger or beyond what was permitted.
    function append(uint256 seed) public {
        Touch[] memory t = new Touch[](1);
        bytes32 subject = _books.length == 0 ? _precious : VersionId.unwrap(_books[seed % _books.length].id);
        t[0] = Touch(subject, false, uint16(seed >> 16) | 1, uint16(seed >> 32));
        bytes memory call = abi.encodeCall(log.append, (bytes32(seed | 1), t, 1, false, abi.encode(seed)));
        bytes memory through = abi.encodeCall(_stranger.tell, (address(log), call));
        _forbid("stranger", _call("stranger", address(_stranger), officer("weather"), through));
        _forbid("hostile", _call("hostile", address(_hostile), officer("weather"), through));
        _forbid("key", _call("key", address(log), officer("weather"), call));
    }

    /// @dev A version whose grade is below a parent's, or zero.
    function gradeBelowParents() external view returns (VersionId) {
        for (uint256 i = 0; i < _books.length; ++i) {
            uint16 grade = _stateOf(_books[i].id) & States.GRADE;
            for (uint256 j = 0; j < _books[i].parents.length; ++j) {
                if (grade < _stateOf(_books[i].parents[j]) & States.GRADE) return _books[i].id;
            }
        }
        return VersionId.wrap(0);
    }

    /// @dev A version whose state is not what it was published with and what the events say, or zero.
    function unexplained() external view returns (VersionId) {
        for (uint256 i = 0; i < _books.length; ++i) {
            if (_stateOf(_books[i].id) != _books[i].state | marks[_books[i].id]) return _books[i].id;
        }
        return VersionId.wrap(0);
    }

    /// @dev A version that is affected though none of its parents is, or was recalled; or zero.
    function affectedByNothing() external view returns (VersionId) {
        for (uint256 i = 0; i < _books.length; ++i) {
            bool isAffected = _stateOf(_books[i].id) & States.AFFECTED != 0;
            uint16 causes = _any(_books[i].parents) & (States.RECALLED | States.AFFECTED);
            if (isAffected && causes == 0) return _books[i].id;
        }
        return VersionId.wrap(0);
    }

    /// @dev How many versions were affected from birth.
    function bornAffected() external view returns (uint256 n) {
        for (uint256 i = 0; i < _books.length; ++i) if (_books[i].state & States.AFFECTED != 0) ++n;
    }

    function versions() external view returns (uint256) {
        return _books.length;
    }

    function _found(string memory code) private {
        given.organisation(code);
        given.dataset(code, "d0", OPEN);
        given.dataset(code, "d1", OPEN + 2);
    }

    function _publish(uint256 seed) private {
        string memory owner = _owner(seed);
        Publication memory p = _draft(owner, seed);
        uint16 sources = _any(p.parents);
        bytes memory call = abi.encodeCall(IDatasets.publishVersions, (0, runs(), one(p)));
        if (_sign("publish", _signer(owner, seed), call)) {
            _keep(owner, p);
            _forbid("affected", (sources ^ p.state) & States.AFFECTED != 0);
        }
    }

    /// @dev All the bits that any of them has.
    function _any(VersionId[] memory ids) private view returns (uint16 bits) {
        for (uint256 i = 0; i < ids.length; ++i) bits |= _stateOf(ids[i]);
    }

    /// @dev Two parents of the last sixteen versions at most; the grade is the highest general
    /// one, or guessed and often too low; of eight children of affected data one passes for sound.
    function _draft(string memory owner, uint256 seed) private view returns (Publication memory p) {
        uint256 dataset = (seed >> 16) % 2;
        p = publication(
            _dataset(owner, dataset),
            uint16(OPEN + ((seed >> 24) % 3 == 0 ? (seed >> 28) % 4 : 3)),
            _content(uint32(seed >> 32))
        );
        uint256 count = _books.length;
        if (count == 0 || (seed >> 64) % 4 == 0) return p;
        uint256 recent = count < 16 ? count : 16;
        VersionId a = _books[count - 1 - ((seed >> 72) % recent)].id;
        VersionId b = _books[count - 1 - ((seed >> 80) % recent)].id;
        p.parents = a == b ? one(a) : two(a, b);
        if ((seed >> 96) % 8 != 0) p.state |= _any(p.parents) & States.AFFECTED;
    }

    function _spread(Book storage b, uint16 through) private {
        Spread[] memory all = new Spread[](1);
        DatasetId dataset = _dataset(b.owner, b.dataset);
        bytes32 under = keccak256("");
        all[0] = Spread(dataset, _content(b.content), runOf(b.owner), b.parents, under, through);
        bytes memory call = abi.encodeCall(IDatasets.spreadRecalls, (all));
        if (_sign("spread", address(0xfeed), call)) marks[b.id] |= States.AFFECTED;
    }

    function _keep(string memory owner, Publication memory p) private {
        Book storage b = _books.push();
        b.owner = owner;
        b.dataset = p.dataset == _dataset(owner, 0) ? 0 : 1;
        b.state = p.state;
        b.content = uint32(uint256(p.content) - 1);
        b.id = idOf(p, runOf(owner));
        for (uint256 i = 0; i < p.parents.length; ++i) b.parents.push(p.parents[i]);
    }

    function _sign(string memory act, address key, bytes memory call) private returns (bool) {
        return _call(act, address(given.datasets()), key, call);
    }

    function _call(
        string memory act,
        address target,
        address key,
        bytes memory call
    ) private returns (bool ok) {
        vm.warp(_time += uint256(keccak256(call)) % 100);
        if (uint256(keccak256(call)) % 3 == 0) vm.roll(++_number);
        _audit();
        vm.prank(key, key);
        (ok, ) = target.call(call);
        ++(ok ? done : refused)[act];
        // What a refused call logged is no history.
        if (ok) _audit();
        else vm.getRecordedLogs();
    }

    function _audit() private {
        replay.read(vm.getRecordedLogs(), _number, _time);
    }

    function _forbid(string memory act, bool ok) private {
        if (!ok) return;
        ++trespasses;
        lastTrespass = act;
    }

    function _signer(string memory owner, uint256 seed) private pure returns (address) {
        bool weather = keccak256(bytes(owner)) == keccak256("weather");
        return weather && (seed >> 90) % 2 == 0 ? COLLEAGUE : officer(owner);
    }

    function _ending(Book storage b) private view returns (Ending[] memory all) {
        all = new Ending[](1);
        bytes32 parents = keccak256(abi.encodePacked(b.parents));
        Preimage memory p = Preimage(
            _dataset(b.owner, b.dataset),
            _content(b.content),
            runOf(b.owner),
            parents,
            keccak256("")
        );
        all[0] = Ending(p, 1, "");
    }

    function _stateOf(VersionId id) private view returns (uint16) {
        return log.stateOf(VersionId.unwrap(id));
    }

    function _owner(uint256 seed) private pure returns (string memory) {
        return (seed >> 8) % 2 == 0 ? "weather" : "transport";
    }

    function _dataset(string memory owner, uint256 i) private pure returns (DatasetId) {
        return Ids.dataset(Ids.organisation(owner), i == 0 ? "d0" : "d1");
    }

    function _content(uint32 i) private pure returns (bytes32) {
        return bytes32(uint256(i) + 1);
    }
}
