// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGrants, Issue} from "../interfaces/IGrants.sol";
import {Filing, IRequests, RequestStep, Stage} from "../interfaces/IRequests.sol";
import {Ids, RequestId} from "../lib/Ids.sol";
import {Civil} from "./Civil.sol";
import {ClocksTest} from "./ClocksTest.sol";
import {Vm, vm} from "./Vm.sol";

/// @dev What can be done to a request by a signature.
enum Verb {
    Pass,
    SendBack,
    Complete,
    Reject,
    Refuse,
    AskMediation,
    Direct,
    Uphold,
    Withdraw,
    Issue
}

/// @dev "transport" asks for weather's dataset "closed"; "health" has nothing to do with it. The tables of
/// 2025 and 2026 are published, and it is nine o'clock on a Monday before two weeks without holidays.
abstract contract RequestsTest is ClocksTest {
    uint48 internal immutable monday = Civil.moment(2025, 10, 13, 9);
    string internal constant CONSUMER = "transport";
    string internal constant PROVIDER = "weather";

    function setUp() public virtual override {
        super.setUp();
        given.organisation("health");
        publishOfficialTables();
        vm.warp(monday);
    }

    function numberOf(string memory code) internal view returns (uint32) {
        return agents.numberOf(Ids.organisation(code));
    }

    function idOf(string memory name) internal view returns (RequestId) {
        return Ids.request(Ids.organisation(CONSUMER), closed, name);
    }

    function file(Filing memory f) internal {
        fileAs(CONSUMER, f);
    }

    function fileAs(string memory code, Filing memory f) internal {
        Filing[] memory all = new Filing[](1);
        all[0] = f;
        signs(officer(code));
        requests.file(0, all);
    }

    function filed(string memory name) internal returns (RequestId) {
        return sharing.filed(CONSUMER, closed, name);
    }

    /// @dev A new request that stands there.
    function reach(Stage stage, string memory name) internal returns (RequestId id) {
        if (stage == Stage.None) return idOf(name);
        id = filed(name);
        Verb[] memory verbs = _wayTo(stage);
        for (uint256 i = 0; i < verbs.length; ++i)
            does(turnOf(requests.asked(id).stage, verbs[i]), verbs[i], id);
    }

    function _wayTo(Stage stage) private pure returns (Verb[] memory) {
        if (stage == Stage.Returned) return _way(Verb.SendBack);
        if (stage == Stage.Rejected) return _way(Verb.Reject);
        if (stage == Stage.Withdrawn) return _way(Verb.Withdraw);
        if (stage == Stage.Decision) return _way(Verb.Pass);
        if (stage == Stage.Granted) return _way(Verb.Pass, Verb.Issue);
        if (stage == Stage.Refused) return _way(Verb.Pass, Verb.Refuse);
        if (stage == Stage.Mediation) return _way(Verb.Pass, Verb.Refuse, Verb.AskMediation);
        if (stage == Stage.Directed) return _way(Verb.Pass, Verb.Refuse, Verb.AskMediation, Verb.Direct);
        if (stage == Stage.Upheld) return _way(Verb.Pass, Verb.Refuse, Verb.AskMediation, Verb.Uphold);
        return new Verb[](0);
    }

    function _way(Verb a) private pure returns (Verb[] memory w) {
        w = new Verb[](1);
        w[0] = a;
    }

    function _way(Verb a, Verb b) private pure returns (Verb[] memory w) {
        w = new Verb[](2);
        (w[0], w[1]) = (a, b);
    }

    function _way(Verb a, Verb b, Verb c) private pure returns (Verb[] memory w) {
        w = new Verb[](3);
        (w[0], w[1], w[2]) = (a, b, c);
    }

    function _way(Verb a, Verb b, Verb c, Verb d) private pure returns (Verb[] memory w) {
        w = new Verb[](4);
        (w[0], w[1], w[2], w[3]) = (a, b, c, d);
    }

    /// @dev Whose verb it is.
    function turnOf(Stage stage, Verb verb) internal pure returns (string memory) {
        if (verb == Verb.Complete || verb == Verb.AskMediation || verb == Verb.Withdraw) return CONSUMER;
        if (verb == Verb.Refuse || verb == Verb.Issue) return PROVIDER;
        return verb == Verb.SendBack && stage == Stage.Decision ? PROVIDER : BUREAU;
    }

    function does(string memory code, Verb verb, RequestId id) internal {
        (bool done, bytes memory answer) = tries(officer(code), verb, RequestStep(id, 1, "because"));
        if (done) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    /// @dev The verb must be refused with exactly this error.
    function isRefused(string memory code, Verb verb, RequestId id, bytes memory expected) internal {
        isRefused(officer(code), verb, RequestStep(id, 1, "because"), expected);
    }

    function isRefused(address key, Verb verb, RequestStep memory s, bytes memory expected) internal {
        (bool done, bytes memory answer) = tries(key, verb, s);
        assertTrue(!done, "refused");
        assertEq(answer, expected, "with this error");
    }

    function tries(
        address key,
        Verb verb,
        RequestStep memory s
    ) internal returns (bool done, bytes memory answer) {
        bytes memory data = _callOf(verb, s);
        signs(key);
        return (verb == Verb.Issue ? address(grants) : address(requests)).call(data);
    }

    function _callOf(Verb verb, RequestStep memory s) private view returns (bytes memory) {
        if (verb == Verb.Issue) {
            Issue[] memory issues = new Issue[](1);
            issues[0] = sharing.terms(s.request);
            return abi.encodeCall(IGrants.issue, (0, issues));
        }
        RequestStep[] memory steps = new RequestStep[](1);
        steps[0] = s;
        return abi.encodeWithSelector(_selectorOf(verb), uint64(0), steps);
    }

    function _selectorOf(Verb verb) private pure returns (bytes4) {
        if (verb == Verb.Pass) return IRequests.pass.selector;
        if (verb == Verb.SendBack) return IRequests.sendBack.selector;
        if (verb == Verb.Complete) return IRequests.complete.selector;
        if (verb == Verb.Reject) return IRequests.reject.selector;
        if (verb == Verb.Refuse) return IRequests.refuse.selector;
        if (verb == Verb.AskMediation) return IRequests.askMediation.selector;
        if (verb == Verb.Direct) return IRequests.direct.selector;
        if (verb == Verb.Uphold) return IRequests.uphold.selector;
        return IRequests.withdraw.selector;
    }

    function one(RequestId id) internal pure returns (RequestId[] memory all) {
        all = new RequestId[](1);
        all[0] = id;
    }

    function recordLate(RequestId id) internal {
        requests.recordLateAnswers(one(id));
    }

    function notLate(RequestId id, uint48 deadline) internal {
        refusedWith(abi.encodeWithSelector(IRequests.AnswerNotLate.selector, id, deadline));
    }

    function stageNotValid(RequestId id, Stage stage) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IRequests.StageNotValid.selector, id, stage);
    }

    /// @dev The i-th word of an event's payload: of its static fields, the i-th.
    function payloadWord(Vm.Log memory last, uint256 i) internal pure returns (uint256 word) {
        bytes memory data = last.data;
        assembly ("memory-safe") {
            let payload := add(add(data, 0x20), mload(add(data, 0x40)))
            word := mload(add(payload, shl(5, i)))
        }
    }

    function assertStage(RequestId id, Stage stage) internal view {
        assertEq(uint8(requests.asked(id).stage), uint8(stage), "stage");
    }

    function assertClock(RequestId id, uint48 deadline, string memory what) internal view {
        assertEq(requests.asked(id).deadline, deadline, what);
    }
}
