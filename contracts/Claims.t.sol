// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IDatasets} from "./interfaces/IDatasets.sol";
import {Claim, IDeliveries, ReceiptClaimedPayload} from "./interfaces/IDeliveries.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {IGrants} from "./interfaces/IGrants.sol";
import {DatasetId, GrantId, OrganisationId, Ids} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {GrantsTest} from "./test/GrantsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Data came, and nobody signed for giving it.
contract ClaimsTest is GrantsTest {
    address private immutable transport = officer("transport");

    function claim(DatasetId dataset, GrantId grant) private pure returns (Claim memory) {
        return Claim(dataset, grant, "rain", "by mail");
    }

    function does(address key, Claim memory c) private {
        Claim[] memory all = new Claim[](1);
        all[0] = c;
        signs(key);
        deliveries.claimReceipts(0, all);
    }

    function test_itTouchesTheDatasetAndTheConsumer() public {
        vm.recordLogs();
        does(transport, claim(closed, NONE));
        (Vm.Log memory last, Header memory header) = onlyLog();
        assertEq(last.topics[0], IDeliveries.ReceiptClaimed.selector, "event");
        bytes32 consumer = OrganisationId.unwrap(Ids.organisation("transport"));
        assertSubjects(header, DatasetId.unwrap(closed), consumer);
        (, ReceiptClaimedPayload memory p) = abi.decode(last.data, (Header, ReceiptClaimedPayload));
        assertEq(p.content, "rain", "content");
        assertEq(bytes(p.note), "by mail", "note");
    }

    function test_itTouchesTheGrantThatItNames() public {
        GrantId grant = granted("first");
        vm.recordLogs();
        does(transport, claim(closed, grant));
        (, Header memory header) = onlyLog();
        assertEq(header.subjects.length, 3, "subjects");
        assertEq(header.subjects[2], GrantId.unwrap(grant), "grant");
    }

    function test_aGrantThatEndedIsNamedToo() public {
        GrantId grant = granted("first");
        revoke(grant);
        does(transport, claim(closed, grant));
    }

    function test_nobodyClaimsItsOwnData() public {
        refusedWith(abi.encodeWithSelector(IDeliveries.ClaimOfYours.selector, closed));
        does(boss, claim(closed, NONE));
    }

    function test_aClaimSaysWhatCame() public {
        Claim memory c = claim(closed, NONE);
        c.content = 0;
        refusedWith(abi.encodeWithSelector(IDeliveries.ClaimEmpty.selector, closed));
        does(transport, c);
    }

    function test_theDatasetIsKnown() public {
        refusedWith(abi.encodeWithSelector(IDatasets.DatasetUnknown.selector, unknown));
        does(transport, claim(unknown, NONE));
    }

    function test_theGrantIsTheConsumersOwn() public {
        GrantId grant = granted("first");
        refusedWith(abi.encodeWithSelector(IGrants.GrantNotYours.selector, grant, HEALTH));
        does(officer("health"), claim(closed, grant));
    }

    function test_theGrantIsKnown() public {
        GrantId grant = Ids.grant(requestOf("first"), NONE);
        refused(IGrants.GrantUnknown.selector, grant);
        does(transport, claim(closed, grant));
    }

    function test_theGrantIsOfTheDataset() public {
        GrantId grant = granted("first");
        refusedWith(abi.encodeWithSelector(IGrants.GrantOfOtherDataset.selector, grant, open));
        does(transport, claim(open, grant));
    }

    function test_onlyAKeyThatMayUseOthersDataClaims() public {
        address key = address(0xbeef);
        given.key("transport", key, Permissions.SHARE, START, START + 1 days);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, key, Permissions.USE));
        does(key, claim(closed, NONE));
    }

    function test_aNoteHasAtMost1024Bytes() public {
        Claim memory c = claim(closed, NONE);
        c.note = long(1025);
        tooLong("note", 1024);
        does(transport, c);
        c.note = long(1024);
        does(transport, c);
    }

    function test_aSealedContractTakesNone() public {
        IDeliveries old = deliveries;
        sharing.succeeded();
        deliveries = old;
        refusedWith(
            abi.encodeWithSignature("Sealed(bytes31,address)", bytes31("deliveries"), sharing.deliveries())
        );
        does(transport, claim(closed, NONE));
    }
}
