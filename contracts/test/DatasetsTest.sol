// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ending, IDatasets, Publication, Spread} from "../interfaces/IDatasets.sol";
import {Header} from "../interfaces/IFactLog.sol";
import {DatasetId, Ids, OrganisationId, Preimage, RunId, VersionId} from "../lib/Ids.sol";
import {Text} from "../lib/Text.sol";
import {Ledger} from "./Ledger.sol";
import {Vm, vm} from "./Vm.sol";

/// @dev "weather" and "transport" each have a dataset "open" and a dataset "closed".
abstract contract DatasetsTest is Ledger {
    DatasetId internal immutable open = Ids.dataset(Ids.organisation("weather"), "open");
    DatasetId internal immutable closed = Ids.dataset(Ids.organisation("weather"), "closed");
    DatasetId internal immutable theirs = Ids.dataset(Ids.organisation("transport"), "open");
    DatasetId internal immutable theirsClosed = Ids.dataset(Ids.organisation("transport"), "closed");
    DatasetId internal immutable unknown = Ids.dataset(Ids.organisation("weather"), "unknown");
    OrganisationId internal immutable weather = Ids.organisation("weather");
    RunId internal immutable run = runOf("weather");
    address internal immutable boss = officer("weather");

    function setUp() public virtual override {
        super.setUp();
        given.dataset("weather", "open", OPEN);
        given.dataset("weather", "closed", CLOSED);
        given.dataset("transport", "open", OPEN);
        given.dataset("transport", "closed", CLOSED);
    }

    function publish(Publication memory p) internal returns (VersionId) {
        publish("weather", one(p));
        return idOf(p, run);
    }

    function publish(string memory owner, Publication[] memory all) internal {
        signs(officer(owner));
        datasets.publishVersions(0, runs(), all);
    }

    /// @dev Published by weather, and what its id is made of.
    function published(DatasetId dataset, uint16 state, bytes32 content) internal returns (Preimage memory) {
        Publication memory p = publication(dataset, state, content);
        publish(p);
        return preimage(p, run);
    }

    /// @dev A child of the dataset "open" with one parent.
    function child(bytes32 content, VersionId parent) internal view returns (Publication memory p) {
        p = publication(open, OPEN, content);
        p.parents = one(parent);
    }

    function withdraw(Preimage memory p) internal {
        Ending[] memory all = new Ending[](1);
        all[0] = Ending(p, 1, "superseded");
        signs(boss);
        datasets.withdrawVersions(0, all);
    }

    function recall(Preimage memory p) internal {
        Ending[] memory all = new Ending[](1);
        all[0] = Ending(p, 2, "a broken sensor");
        signs(boss);
        datasets.recallVersions(0, all);
    }

    function spread(Publication memory p, RunId by, uint16 through) internal {
        Spread[] memory all = new Spread[](1);
        all[0] = edge(p, by, through);
        datasets.spreadRecalls(all);
    }

    function edge(Publication memory p, RunId by, uint16 through) internal pure returns (Spread memory) {
        bytes32 under = keccak256(abi.encodePacked(p.under));
        return Spread(p.dataset, p.content, by, p.parents, under, through);
    }

    function stateOf(VersionId id) internal view returns (uint16) {
        return log.stateOf(VersionId.unwrap(id));
    }

    function refused(bytes4 selector, VersionId id) internal {
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function refused(bytes4 selector, VersionId id, VersionId other) internal {
        refusedWith(abi.encodeWithSelector(selector, id, other));
    }

    function refused(bytes4 selector, bytes32 id, uint256 value) internal {
        refusedWith(abi.encodeWithSelector(selector, id, value));
    }

    function refused(bytes4 selector, VersionId id, uint16 declared, uint16 required) internal {
        refusedWith(abi.encodeWithSelector(selector, id, declared, required));
    }

    function affectedDiffers(VersionId id, bool required) internal {
        refusedWith(abi.encodeWithSelector(IDatasets.AffectedDiffers.selector, id, required));
    }

    function tooLong(string memory field, uint256 limit) internal {
        refusedWith(abi.encodeWithSelector(Text.TextTooLong.selector, field, limit + 1, limit));
    }

    function long(uint256 length) internal pure returns (string memory) {
        return string(new bytes(length));
    }

    /// @dev The one event since the logs were last recorded or read.
    function onlyLog() internal returns (Vm.Log memory last, Header memory header) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one event");
        last = logs[0];
        header = abi.decode(last.data, (Header));
    }

    function assertSubjects(Header memory h, bytes32 a, bytes32 b) internal pure {
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(a, b), "subjects");
    }
}
