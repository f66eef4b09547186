// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AdmittedPayload,
    CouncilChangedPayload,
    Header,
    IFactLog,
    SubjectPermission,
    SucceededPayload,
    Touch
} from "./interfaces/IFactLog.sol";
import {Kinds} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {Appender} from "./test/Appender.sol";
import {Test} from "./test/Test.sol";
import {Vm, deploy, vm} from "./test/Vm.sol";

/// @dev A log whose council is the test itself, and an admitted writer that passes on whatever it is told.
abstract contract FactLogTest is Test {
    event Noted(address indexed writer, Header header, NotedPayload payload);

    struct NotedPayload {
        uint256 number;
        string text;
    }

    uint16 internal constant MAY_SET = 0x7fff;
    uint16 internal constant MAY_CLEAR = 0x3fff;
    bytes32 internal constant SPINE_SUBJECT = bytes32(
        (uint256(0xff) << 248) | (uint256(keccak256("suyuan spine")) >> 8)
    );

    IFactLog internal log;
    Appender internal writer;

    function setUp() public virtual {
        vm.roll(1_000);
        vm.warp(1_750_000_000);
        log = IFactLog(deploy("FactLog.sol:FactLog", abi.encode(this)));
        writer = new Appender(log);
        log.admit("writer", address(writer), everything());
    }

    function everything() internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](7);
        for (uint8 kind = 1; kind <= 7; ++kind) {
            p[kind - 1] = SubjectPermission(kind, true, MAY_SET, MAY_CLEAR);
        }
    }

    function only(
        uint8 kind,
        bool isNew,
        uint16 set,
        uint16 clear
    ) internal pure returns (SubjectPermission[] memory p) {
        p = new SubjectPermission[](1);
        p[0] = SubjectPermission(kind, isNew, set, clear);
    }

    function subject(uint8 kind, uint256 i) internal pure returns (bytes32) {
        return bytes32((uint256(kind) << 248) | (uint256(keccak256(abi.encode(i))) >> 8));
    }

    function touch(bytes32 s) internal pure returns (Touch memory) {
        return Touch(s, false, 0, 0);
    }

    function create(bytes32 s) internal pure returns (Touch memory) {
        return Touch(s, true, 0, 0);
    }

    function list(Touch memory a) internal pure returns (Touch[] memory t) {
        t = new Touch[](1);
        t[0] = a;
    }

    function list(Touch memory a, Touch memory b) internal pure returns (Touch[] memory t) {
        t = new Touch[](2);
        (t[0], t[1]) = (a, b);
    }

    function list(Touch memory a, Touch memory b, Touch memory c) internal pure returns (Touch[] memory t) {
        t = new Touch[](3);
        (t[0], t[1], t[2]) = (a, b, c);
    }

    function note(uint256 number) internal pure returns (bytes memory) {
        return abi.encode(number, "a note");
    }

    function append(Touch[] memory touches) internal returns (bytes memory) {
        return writer.append(Noted.selector, touches, 7, false, note(1));
    }

    function appendDrill(Touch[] memory touches) internal returns (bytes memory) {
        return writer.append(Noted.selector, touches, 7, true, note(1));
    }

    function refused(bytes4 selector, bytes32 s) internal {
        refusedWith(abi.encodeWithSelector(selector, s));
    }
}

contract FactLogAppendTest is FactLogTest {
    bytes32 private immutable a = subject(Kinds.VERSION, 1);
    bytes32 private immutable b = subject(Kinds.VERSION, 2);
    bytes32 private immutable unknown = subject(Kinds.VERSION, 3);
    bytes32 private immutable drill = subject(Kinds.VERSION, 4);

    function setUp() public override {
        super.setUp();
        append(list(create(a), create(b)));
        appendDrill(list(create(drill)));
    }

    function test_theEventDecodesAsHeaderAndPayload() public {
        vm.recordLogs();
        vm.prank(address(this), address(0xabc));
        writer.append(Noted.selector, list(touch(a), Touch(b, false, 0x0102, 0)), 7, false, note(42));
        Vm.Log memory l = vm.getRecordedLogs()[0];
        (Header memory h, NotedPayload memory p) = abi.decode(l.data, (Header, NotedPayload));

        assertEq(l.emitter, address(log), "emitter");
        assertEq(l.topics.length, 2, "topics");
        assertEq(l.topics[0], Noted.selector, "kind");
        assertEq(l.topics[1], bytes32(uint256(uint160(address(writer)))), "writer");
        assertEq(h.by, bytes32((uint256(7) << 224) | 0xabc), "by");
        assertEq(keccak256(abi.encode(h.subjects)), keccak256(abi.encode(list(a, b))), "subjects");
        assertEq(h.states, hex"00000102", "states");
        assertEq(p.number, 42, "number");
        assertEq(bytes(p.text), "a note", "text");
        assertEq(l.data, abi.encode(h, p), "canonical data");
    }

    function test_aDrillIsMarkedInTheHeader() public {
        vm.recordLogs();
        vm.prank(address(this), address(0xabc));
        appendDrill(list(touch(drill)));
        Header memory h = abi.decode(vm.getRecordedLogs()[0].data, (Header));
        assertEq(h.by, bytes32((uint256(7) << 224) | (uint256(1) << 216) | 0xabc), "by");
        assertEq(h.states, hex"8000", "states");
    }

    function test_theStatesAfterTheFactAreReturned() public {
        append(list(Touch(a, false, 0x0033, 0)));
        bytes memory states = append(list(Touch(b, false, 0x0204, 0), Touch(a, false, 0x0004, 0x0003)));
        assertEq(states, hex"02040034", "states");
        assertEq(log.stateOf(a), 0x34, "stored");
    }

    function test_clearComesBeforeSet() public {
        append(list(Touch(a, false, 0x000f, 0)));
        append(list(Touch(a, false, 0x0002, 0x000f)));
        assertEq(log.stateOf(a), 0x0002, "state");
    }

    function test_aNewSubjectMayBeCreatedWithAState() public {
        append(list(Touch(unknown, true, 0x0201, 0)));
        assertEq(log.stateOf(unknown), 0x0201, "state");
    }

    function test_theLogIsReadAtSlotsZeroAndOne() public view {
        bytes32 stored = vm.load(address(log), keccak256(abi.encode(a, uint256(0))));
        assertEq(stored, log.slot(a), "slot");
        assertEq(vm.load(address(log), bytes32(uint256(1))), log.city(), "city");
    }

    function test_aContractThatIsNotAdmittedIsRefused() public {
        Appender stranger = new Appender(log);
        refusedWith(abi.encodeWithSelector(IFactLog.NotAdmitted.selector, stranger));
        stranger.append(Noted.selector, list(touch(a)), 7, false, note(1));
    }

    function test_aFactWithoutSubjectsIsRefused() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NothingTouched.selector));
        append(new Touch[](0));
    }

    function test_anEmptyPayloadIsRefused() public {
        refusedWith(abi.encodeWithSelector(IFactLog.PayloadNotAligned.selector, 0));
        writer.append(Noted.selector, list(touch(a)), 7, false, "");
    }

    function testFuzz_aPayloadThatIsNotWholeWordsIsRefused(uint8 length) public {
        vm.assume(length % 32 != 0);
        refusedWith(abi.encodeWithSelector(IFactLog.PayloadNotAligned.selector, length));
        writer.append(Noted.selector, list(touch(a)), 7, false, new bytes(length));
    }

    function test_theSpinesOwnKindsAreRefused() public {
        bytes32[4] memory kinds = [
            bytes32(0),
            IFactLog.Admitted.selector,
            IFactLog.Succeeded.selector,
            IFactLog.CouncilChanged.selector
        ];
        for (uint256 i = 0; i < kinds.length; ++i) {
            refusedWith(abi.encodeWithSelector(IFactLog.FactKindReserved.selector, kinds[i]));
            writer.append(kinds[i], list(touch(a)), 7, false, note(1));
        }
    }

    function test_anUnknownSubjectIsRefused() public {
        refused(IFactLog.SubjectUnknown.selector, unknown);
        append(list(touch(a), touch(unknown)));
    }

    function test_theStateOfAnUnknownSubjectIsRefused() public {
        refused(IFactLog.SubjectUnknown.selector, unknown);
        log.stateOf(unknown);
    }

    function test_creatingWhatExistsIsRefused() public {
        refused(IFactLog.SubjectExists.selector, a);
        append(list(create(a)));
    }

    function test_touchingTwiceIsRefused() public {
        refused(IFactLog.SubjectRepeated.selector, a);
        append(list(touch(a), touch(a)));
    }

    function test_touchingTwiceApartIsRefused() public {
        refused(IFactLog.SubjectRepeated.selector, a);
        append(list(touch(a), touch(b), touch(a)));
    }

    function test_creatingTwiceIsRefused() public {
        refused(IFactLog.SubjectRepeated.selector, unknown);
        append(list(create(unknown), create(unknown)));
    }

    function test_touchingAndThenCreatingIsRefused() public {
        refused(IFactLog.SubjectUnknown.selector, unknown);
        append(list(touch(unknown), create(unknown)));
    }

    function test_creatingAndThenTouchingIsRefused() public {
        refused(IFactLog.SubjectUnknown.selector, unknown);
        append(list(create(unknown), touch(unknown)));
    }

    function test_aRealFactCannotTouchADrillSubject() public {
        refused(IFactLog.DrillMismatch.selector, drill);
        append(list(touch(drill)));
    }

    function test_aDrillCannotTouchARealSubject() public {
        refused(IFactLog.DrillMismatch.selector, a);
        appendDrill(list(touch(drill), touch(a)));
    }

    function test_aDrillCannotCreateAnOrganisation() public {
        refused(IFactLog.DrillMismatch.selector, subject(Kinds.ORGANISATION, 1));
        appendDrill(list(create(subject(Kinds.ORGANISATION, 1))));
    }

    function test_aDrillCannotCreateADomain() public {
        refused(IFactLog.DrillMismatch.selector, subject(Kinds.DOMAIN, 1));
        appendDrill(list(create(subject(Kinds.DOMAIN, 1))));
    }

    function test_aDrillStillEntersTheCitysHead() public {
        bytes32 before = log.city();
        appendDrill(list(touch(drill)));
        assertTrue(log.city() != before, "city moved");
    }

    /// @dev One word of otherwise good calldata is changed: word 0 is the kind, 1 the touches' offset,
    /// 2 organisation, 3 drill, 4 the payload's offset, 5 the count, 6 to 9 the first touch.
    function appendWith(
        uint256 word,
        uint256 value,
        bool fresh
    ) private returns (bool done, bytes memory reason) {
        Touch[] memory touches = list(Touch(fresh ? unknown : a, fresh, 1, 0));
        bytes memory input = abi.encodeCall(log.append, (Noted.selector, touches, 7, false, note(1)));
        assembly ("memory-safe") {
            mstore(add(add(input, 0x24), mul(word, 0x20)), value)
        }
        try writer.call(address(log), input) returns (bytes memory answer) {
            return (true, answer);
        } catch (bytes memory why) {
            return (false, why);
        }
    }

    function test_anyNonZeroCreateMeansCreate() public {
        (bool done, ) = appendWith(7, 2, true);
        assertTrue(done, "created");
        assertEq(log.stateOf(unknown), 1, "state");
        (bool again, bytes memory reason) = appendWith(7, 2, false);
        assertTrue(!again, "not created twice");
        assertEq(reason, abi.encodeWithSelector(IFactLog.SubjectExists.selector, a), "reason");
    }

    function testFuzz_dirtyBitsAboveSetAreRefused(uint256 dirt) public {
        dirt = bound(dirt, 1, type(uint240).max);
        (bool done, bytes memory reason) = appendWith(8, (dirt << 16) | 1, false);
        assertTrue(!done, "refused");
        assertEq(reason, abi.encodeWithSelector(IFactLog.SubjectBitsForbidden.selector, a), "reason");
    }

    function testFuzz_dirtyBitsAboveClearAreRefused(uint256 dirt) public {
        dirt = bound(dirt, 1, type(uint240).max);
        (bool done, bytes memory reason) = appendWith(9, (dirt << 16) | 1, false);
        assertTrue(!done, "refused");
        assertEq(reason, abi.encodeWithSelector(IFactLog.SubjectBitsForbidden.selector, a), "reason");
    }

    function testFuzz_aDirtyOrganisationIsRefused(uint256 value) public {
        (bool done, ) = appendWith(2, bound(value, 1 << 32, type(uint256).max), false);
        assertTrue(!done, "refused");
    }

    function testFuzz_aDirtyDrillIsRefused(uint256 value) public {
        (bool done, ) = appendWith(3, bound(value, 2, type(uint256).max), false);
        assertTrue(!done, "refused");
    }

    function testFuzz_aCountBeyondTheCalldataIsRefused(uint256 value) public {
        // The call is 4 + 13 words long; four touches would still lie inside it.
        (bool done, ) = appendWith(5, bound(value, 3, type(uint256).max), false);
        assertTrue(!done, "refused");
    }

    function list(bytes32 x, bytes32 y) private pure returns (bytes32[] memory all) {
        all = new bytes32[](2);
        (all[0], all[1]) = (x, y);
    }
}

contract FactLogPermissionTest is FactLogTest {
    bytes32 private immutable version = subject(Kinds.VERSION, 1);
    Appender private newcomer;

    function setUp() public override {
        super.setUp();
        append(list(create(version)));
        newcomer = new Appender(log);
    }

    function admitted(SubjectPermission[] memory p) private {
        log.admit("newcomer", address(newcomer), p);
    }

    function appendAs(Touch memory t) private {
        newcomer.append(Noted.selector, list(t), 7, false, note(1));
    }

    function test_nothingIsPermittedByDefault() public {
        admitted(new SubjectPermission[](0));
        for (uint256 kind = 0; kind <= type(uint8).max; ++kind) {
            bytes32 s = subject(uint8(kind), 1);
            refused(IFactLog.SubjectForbidden.selector, s);
            appendAs(kind == Kinds.VERSION || kind == Kinds.SPINE ? touch(s) : create(s));
        }
    }

    function test_permissionForOneKindIsNoneForAnother() public {
        admitted(only(Kinds.DATASET, true, 0, 0));
        refused(IFactLog.SubjectForbidden.selector, version);
        newcomer.append(
            Noted.selector,
            list(create(subject(Kinds.DATASET, 1)), touch(version)),
            7,
            false,
            note(1)
        );
    }

    function test_touchingIsNotCreating() public {
        admitted(only(Kinds.VERSION, false, 0, 0));
        appendAs(touch(version));
        refused(IFactLog.SubjectForbidden.selector, subject(Kinds.VERSION, 2));
        appendAs(create(subject(Kinds.VERSION, 2)));
    }

    function testFuzz_onlyPermittedBitsAreSet(uint16 mask, uint16 set) public {
        mask &= MAY_SET;
        admitted(only(Kinds.VERSION, false, mask, 0));
        if (set & ~mask != 0) refused(IFactLog.SubjectBitsForbidden.selector, version);
        appendAs(Touch(version, false, set, 0));
        assertEq(log.stateOf(version), set & ~mask == 0 ? set : 0, "state");
    }

    function testFuzz_onlyPermittedBitsAreCleared(uint16 mask, uint16 clear) public {
        append(list(Touch(version, false, MAY_CLEAR, 0)));
        mask &= MAY_CLEAR;
        admitted(only(Kinds.VERSION, false, 0, mask));
        if (clear & ~mask != 0) refused(IFactLog.SubjectBitsForbidden.selector, version);
        appendAs(Touch(version, false, 0, clear));
        assertEq(log.stateOf(version), clear & ~mask == 0 ? MAY_CLEAR & ~clear : MAY_CLEAR, "state");
    }

    function refusesPermission(SubjectPermission memory p) private {
        SubjectPermission[] memory all = new SubjectPermission[](2);
        all[0] = SubjectPermission(Kinds.VERSION, true, 1, 1);
        all[1] = p;
        refusedWith(abi.encodeWithSelector(IFactLog.PermissionNotValid.selector, p.kind, p.set, p.clear));
        admitted(all);
    }

    function test_nobodyIsPermittedKindZero() public {
        refusesPermission(SubjectPermission(0, false, 0, 0));
    }

    function test_nobodyIsPermittedToTouchTheSpine() public {
        refusesPermission(SubjectPermission(Kinds.SPINE, false, 0, 0));
    }

    function test_nobodyIsPermittedToClearRecalled() public {
        refusesPermission(SubjectPermission(Kinds.VERSION, false, States.RECALLED, States.RECALLED));
    }

    function test_nobodyIsPermittedToSetDrill() public {
        refusesPermission(SubjectPermission(Kinds.VERSION, true, States.DRILL, 0));
    }

    function test_nobodyIsPermittedToClearDrill() public {
        refusesPermission(SubjectPermission(Kinds.VERSION, false, 0, States.DRILL | 1));
    }

    function test_aSuccessorIsPermittedNoMore() public {
        refusedWith(
            abi.encodeWithSelector(IFactLog.PermissionNotValid.selector, Kinds.VERSION, 0, States.RECALLED)
        );
        log.succeed("writer", address(newcomer), only(Kinds.VERSION, false, 0, States.RECALLED));
    }
}

contract FactLogSpineTest is FactLogTest {
    bytes32 private immutable version = subject(Kinds.VERSION, 1);
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
        assertEq(h.by, bytes32(uint256(uint160(tx.origin))), "by nobody but the key that executed");
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

    function test_aChangeOfCouncilIsAFact() public {
        vm.recordLogs();
        log.changeCouncil(address(next), "a wider council");
        (Vm.Log memory l, ) = spineFact();
        assertEq(l.topics[0], IFactLog.CouncilChanged.selector, "kind");
        (, CouncilChangedPayload memory p) = abi.decode(l.data, (Header, CouncilChangedPayload));
        assertEq(p.council, address(this), "before");
        assertEq(p.next, address(next), "next");
        assertEq(bytes(p.reason), "a wider council", "reason");
        assertEq(log.council(), address(next), "stored");
    }

    function test_theOldCouncilIsRefusedAtOnce() public {
        log.changeCouncil(address(next), "");
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, address(this)));
        log.changeCouncil(address(this), "");
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

    function test_onlyTheCouncilHandsItsPowersOn() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotCouncil.selector, MALLORY));
        signs(MALLORY);
        log.changeCouncil(address(next), "");
    }

    function test_theFirstCouncilMustBeAContract() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAContract.selector, MALLORY));
        deploy("FactLog.sol:FactLog", abi.encode(MALLORY));
    }

    function test_theNextCouncilMustBeAContract() public {
        refusedWith(abi.encodeWithSelector(IFactLog.NotAContract.selector, MALLORY));
        log.changeCouncil(MALLORY, "");
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

    address private constant MALLORY = address(0xbad);
}
