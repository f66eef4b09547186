// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IFactLog, SubjectPermission, Touch} from "./interfaces/IFactLog.sol";
import {Kinds} from "./lib/Ids.sol";
import {States} from "./lib/States.sol";
import {Appender} from "./test/Appender.sol";
import {FactLogTest} from "./test/FactLogTest.sol";

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
        all[0] = SubjectPermission(Kinds.DATASET, true, 1, 1);
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

    function twice() private pure returns (SubjectPermission[] memory all) {
        all = new SubjectPermission[](3);
        all[0] = SubjectPermission(Kinds.VERSION, false, 1, 0);
        all[1] = SubjectPermission(Kinds.DATASET, false, 0, 0);
        all[2] = SubjectPermission(Kinds.VERSION, true, 3, 2);
    }

    function test_anAdmissionNamesAKindOnce() public {
        refusedWith(abi.encodeWithSelector(IFactLog.PermissionNotValid.selector, Kinds.VERSION, 3, 2));
        admitted(twice());
    }

    function test_aSuccessionNamesAKindOnce() public {
        refusedWith(abi.encodeWithSelector(IFactLog.PermissionNotValid.selector, Kinds.VERSION, 3, 2));
        log.succeed("writer", address(newcomer), twice());
    }

    function test_aSuccessorIsPermittedNoMore() public {
        refusedWith(
            abi.encodeWithSelector(IFactLog.PermissionNotValid.selector, Kinds.VERSION, 0, States.RECALLED)
        );
        log.succeed("writer", address(newcomer), only(Kinds.VERSION, false, 0, States.RECALLED));
    }
}
