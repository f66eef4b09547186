// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AdmittedPayload, Header, IFactLog, SucceededPayload, Touch} from "./interfaces/IFactLog.sol";
import {Kinds} from "./lib/Ids.sol";
import {Appender} from "./test/Appender.sol";
import {FactLogTest} from "./test/FactLogTest.sol";
import {Vm, deploy, vm} from "./test/Vm.sol";

contract FactLogSpineTest is FactLogTest {
    bytes32 private immutable version = subject(Kinds.VERSION, 1);
    address private constant MALLORY = address(0xbad);
    Appender private next;

    function setUp() public override {
        super.setUp();
        next = new Appender(log);
    }

    function spineFact() private returns (Vm.Log memory l, Header memory h) {
        l = vm.getRecordedLogs()[0];
        h = abi.decode(l.data, (Header));
        assertEq(l.topics[1], bytes32(uint256(uint160(address(log)))), "the spine writes of itself");
        assertEq(h.subjects.length, 1, "subjects");
        assertEq(h.subjects[0], SPINE_SUBJECT, "the spine");
        assertEq(h.states, hex"0000", "states");
        assertEq(h.by, by(0, false, 1, tx.origin), "by nobody but the key that executed");
    }

    function test_anAdmissionIsAFact() public {
        vm.recordLogs();
        log.admit("next", address(next), everything());
        (Vm.Log memory l, ) = spineFact();
        assertEq(l.topics[0], IFactLog.Admitted.selector, "kind");
        (, AdmittedPayload memory p) = abi.decode(l.data, (Header, AdmittedPayload));
        assertEq(p.council, address(this), "council");
        assertEq(p.role, "next", "role");
        assertEq(p.writer, address(next), "writer");
        assertEq(p.codeHash, address(next).codehash, "code");
        assertEq(abi.encode(p.permissions), abi.encode(everything()), "permissions");
    }

    function test_aSuccessionIsAFact() public {
        vm.recordLogs();
        log.succeed("writer", address(next), everything());
        (Vm.Log memory l, ) = spineFact();
        assertEq(l.topics[0], IFactLog.Succeeded.selector, "kind");
        (, SucceededPayload memory p) = abi.decode(l.data, (Header, SucceededPayload));
        assertEq(p.council, address(this), "council");
        assertEq(p.role, "writer", "role");
        assertEq(p.predecessor, address(writer), "predecessor");
        assertEq(p.successor, address(next), "successor");
        assertEq(p.codeHash, address(next).codehash, "code");
        assertEq(abi.encode(p.permissions), abi.encode(everything()), "permissions");
    }

    function test_onlyTheCouncilAdmits() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, MALLORY));
        signs(MALLORY);
        log.admit("next", address(next), everything());
    }

    function test_onlyTheCouncilAppointsASuccessor() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, MALLORY));
        signs(MALLORY);
        log.succeed("writer", address(next), everything());
    }

    function test_aWriterMustBeAContract() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAContract.selector, MALLORY));
        log.admit("next", MALLORY, everything());
    }

    function test_aRoleHasOneFirstWriter() public {
        refusedWith(abi.encodeWithSelector(IFactLog.RoleTaken.selector, bytes31("writer"), writer));
        log.admit("writer", address(next), everything());
    }

    function test_aRoleMustHaveAName() public {
        refusedWith(abi.encodeWithSelector(IFactLog.RoleNotValid.selector, bytes31(0)));
        log.admit(0, address(next), everything());
    }

    function test_anEmptyRoleHasNoSuccessor() public {
        refusedWith(abi.encodeWithSelector(IFactLog.RoleNotValid.selector, bytes31("nobody")));
        log.succeed("nobody", address(next), everything());
    }

    function test_anEmptyRoleHasNoWriter() public {
        refusedWith(abi.encodeWithSelector(IFactLog.RoleNotValid.selector, bytes31("nobody")));
        log.writerOf("nobody");
    }

    function test_theSpineHasNoSuccessor() public {
        refusedWith(abi.encodeWithSelector(IFactLog.RoleTaken.selector, bytes31("spine"), log));
        log.succeed("spine", address(next), everything());
    }

    function test_aContractHasOneRole() public {
        refusedWith(abi.encodeWithSelector(IFactLog.AlreadyAdmitted.selector, writer));
        log.admit("another", address(writer), everything());
    }

    function test_aWriterDoesNotSucceedItself() public {
        refusedWith(abi.encodeWithSelector(IFactLog.AlreadyAdmitted.selector, writer));
        log.succeed("writer", address(writer), everything());
    }

    function test_aSealedContractIsNeverAdmittedAgain() public {
        log.succeed("writer", address(next), everything());
        refusedWith(abi.encodeWithSelector(IFactLog.AlreadyAdmitted.selector, writer));
        log.succeed("writer", address(writer), everything());
    }

    function test_theSpineItselfIsNotAdmitted() public {
        refusedWith(abi.encodeWithSelector(IFactLog.AlreadyAdmitted.selector, log));
        log.admit("another", address(log), everything());
    }

    function test_aSealedWriterNamesItsSuccessor() public {
        log.succeed("writer", address(next), everything());
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("writer"), next));
        append(list(create(version)));
    }

    function test_aSealedWriterNamesTheLastSuccessor() public {
        Appender last = new Appender(log);
        log.succeed("writer", address(next), everything());
        log.succeed("writer", address(last), everything());
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("writer"), last));
        log.requireWriter(address(writer));
    }

    function test_headsAndStatesStayWithASuccessor() public {
        append(list(Touch(version, true, 3, 0)));
        bytes32 before = log.slot(version);
        log.succeed("writer", address(next), everything());
        assertEq(log.slot(version), before, "kept");
        next.append(Noted.selector, list(Touch(version, false, 4, 0)), 7, false, note(1));
        assertEq(log.stateOf(version), 7, "goes on");
    }

    function test_rolesAreLookedUp() public view {
        assertEq(log.writerOf("writer"), address(writer), "writer");
        assertEq(log.writerOf("spine"), address(log), "spine");
        assertEq(log.requireWriter(address(writer)), "writer", "role");
    }

    function test_theSpineBindsChainAddressAndParentBlock() public {
        IFactLog another = IFactLog(deploy("FactLog.sol:FactLog", abi.encode(this)));
        bytes32 parent = blockhash(vm.getBlockNumber() - 1);
        bytes memory preimage = abi.encode("suyuan fact 1", block.chainid, another, parent);
        assertEq(another.spine(), keccak256(preimage), "spine");
        assertTrue(another.spine() != log.spine(), "another");
    }
}
