// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CouncilChangedPayload, CouncilNominatedPayload, Header, IFactLog} from "./interfaces/IFactLog.sol";
import {Appender} from "./test/Appender.sol";
import {FactLogTest} from "./test/FactLogTest.sol";
import {Vm, deploy, vm} from "./test/Vm.sol";

/// @dev The council's powers pass in two steps, so that they never pass to whoever cannot use them.
contract FactLogCouncilTest is FactLogTest {
    address private constant MALLORY = address(0xbad);
    Appender private next;
    Appender private other;

    function setUp() public override {
        super.setUp();
        next = new Appender(log);
        other = new Appender(log);
    }

    function accepts(Appender nominee) private {
        nominee.tell(address(log), abi.encodeCall(log.acceptCouncil, ("we take over")));
    }

    function notNominee(address caller) private {
        refusedWith(abi.encodeWithSelector(IFactLog.NotNominee.selector, caller));
    }

    function notCouncil(address caller) private {
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, caller));
    }

    function spineFact(uint56 number) private returns (Vm.Log memory l) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one event");
        l = logs[0];
        Header memory h = abi.decode(l.data, (Header));
        assertEq(l.topics[1], bytes32(uint256(uint160(address(log)))), "the spine writes of itself");
        assertEq(abi.encodePacked(h.subjects), abi.encodePacked(SPINE_SUBJECT), "the spine");
        assertEq(h.by, by(0, false, number, tx.origin), "by");
    }

    function test_aNominationIsAFactAndChangesNoCouncil() public {
        vm.recordLogs();
        log.nominateCouncil(address(next), "a wider council");
        Vm.Log memory l = spineFact(1);
        assertEq(l.topics[0], IFactLog.CouncilNominated.selector, "kind");
        (, CouncilNominatedPayload memory p) = abi.decode(l.data, (Header, CouncilNominatedPayload));
        assertEq(p.council, address(this), "council");
        assertEq(p.next, address(next), "next");
        assertEq(p.codeHash, address(next).codehash, "code");
        assertEq(bytes(p.reason), "a wider council", "reason");
        assertEq(log.nominee(), address(next), "nominee");
        assertEq(log.council(), address(this), "council as before");
    }

    function test_anAcceptanceIsAFactThatRecordsTheOldCouncil() public {
        log.nominateCouncil(address(next), "");
        vm.recordLogs();
        accepts(next);
        Vm.Log memory l = spineFact(2);
        assertEq(l.topics[0], IFactLog.CouncilChanged.selector, "kind");
        (, CouncilChangedPayload memory p) = abi.decode(l.data, (Header, CouncilChangedPayload));
        assertEq(p.council, address(this), "the old council");
        assertEq(p.next, address(next), "next");
        assertEq(p.codeHash, address(next).codehash, "code");
        assertEq(bytes(p.reason), "we take over", "reason");
        assertEq(log.council(), address(next), "stored");
        assertEq(log.nominee(), address(0), "nobody is nominated any more");
    }

    function test_aNomineeThatNeverAcceptsChangesNothing() public {
        log.nominateCouncil(address(next), "");
        bytes memory call = abi.encodeCall(log.admit, ("other", address(other), everything()));
        notCouncil(address(next));
        next.tell(address(log), call);
        log.admit("other", address(other), everything());
        assertEq(log.council(), address(this), "council");
    }

    function test_theOldCouncilIsRefusedAtOnce() public {
        log.nominateCouncil(address(next), "");
        accepts(next);
        notCouncil(address(this));
        log.admit("other", address(other), everything());
        notCouncil(address(this));
        log.nominateCouncil(address(this), "");
    }

    function test_theNewCouncilActsAtOnce() public {
        log.nominateCouncil(address(next), "");
        accepts(next);
        next.tell(address(log), abi.encodeCall(log.admit, ("other", address(other), everything())));
        assertEq(log.writerOf("other"), address(other), "admitted");
    }

    function test_thereIsOneNomineeAtATime() public {
        log.nominateCouncil(address(next), "");
        log.nominateCouncil(address(other), "on second thoughts");
        notNominee(address(next));
        accepts(next);
        accepts(other);
        assertEq(log.council(), address(other), "council");
    }

    function test_aNominationIsTakenBackByNominatingOneself() public {
        log.nominateCouncil(address(next), "");
        log.nominateCouncil(address(this), "we stay");
        notNominee(address(next));
        accepts(next);
        log.acceptCouncil("we stay");
        assertEq(log.council(), address(this), "council");
    }

    function test_aNominationIsAcceptedOnce() public {
        log.nominateCouncil(address(next), "");
        accepts(next);
        notNominee(address(next));
        accepts(next);
        next.tell(address(log), abi.encodeCall(log.nominateCouncil, (address(other), "")));
        accepts(other);
        notNominee(address(next));
        accepts(next);
    }

    function test_onlyTheNomineeAccepts() public {
        log.nominateCouncil(address(next), "");
        notNominee(MALLORY);
        signs(MALLORY);
        log.acceptCouncil("");
        notNominee(address(this));
        log.acceptCouncil("");
    }

    function test_beforeANominationNobodyAccepts() public {
        notNominee(address(this));
        log.acceptCouncil("");
        notNominee(address(next));
        accepts(next);
    }

    function test_onlyTheCouncilNominates() public {
        notCouncil(MALLORY);
        signs(MALLORY);
        log.nominateCouncil(address(next), "");
    }

    function test_theNomineeDoesNotNominate() public {
        log.nominateCouncil(address(next), "");
        notCouncil(address(next));
        next.tell(address(log), abi.encodeCall(log.nominateCouncil, (address(other), "")));
    }

    function test_theFirstCouncilMustBeAContract() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAContract.selector, MALLORY));
        deploy("FactLog.sol:FactLog", abi.encode(MALLORY));
    }

    function test_theNextCouncilMustBeAContract() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAContract.selector, MALLORY));
        log.nominateCouncil(MALLORY, "");
    }
}
