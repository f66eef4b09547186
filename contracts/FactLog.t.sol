// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Header, IFactLog, Touch} from "./interfaces/IFactLog.sol";
import {Kinds} from "./lib/Ids.sol";
import {Appender} from "./test/Appender.sol";
import {FactLogTest} from "./test/FactLogTest.sol";
import {Vm, vm} from "./test/Vm.sol";

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
        assertEq(h.by, by(7, false, 3, address(0xabc)), "by");
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
        assertEq(h.by, by(7, true, 3, address(0xabc)), "by");
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
        bytes32[5] memory kinds = [
            bytes32(0),
            IFactLog.Admitted.selector,
            IFactLog.Succeeded.selector,
            IFactLog.CouncilNominated.selector,
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
        try writer.tell(address(log), input) returns (bytes memory answer) {
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
