// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAgents} from "./interfaces/IAgents.sol";
import {IDatasets} from "./interfaces/IDatasets.sol";
import {Header, IFactLog} from "./interfaces/IFactLog.sol";
import {
    Cadence,
    ISupply,
    Sharing as Kind,
    Supplied,
    SupplyItem,
    SupplyListedPayload
} from "./interfaces/ISupply.sol";
import {IWriter} from "./interfaces/IWriter.sol";
import {DatasetId, Ids, SupplyId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {SharingTest} from "./test/SharingTest.sol";
import {Vm, vm} from "./test/Vm.sol";

/// @dev Items for a dataset that was not listed yet, "rainfall", unless a test says otherwise.
contract SupplyTest is SharingTest {
    DatasetId private rainfall;

    function setUp() public override {
        super.setUp();
        rainfall = given.dataset("weather", "rainfall", CLOSED);
    }

    function list(SupplyItem memory item) private {
        listAs("weather", item);
    }

    function listAs(string memory code, SupplyItem memory item) private {
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = item;
        signs(officer(code));
        supply.listItems(0, all);
    }

    function plain() private view returns (SupplyItem memory) {
        return sharing.item(rainfall, Kind.Conditional);
    }

    function withFields(uint256 count) private view returns (SupplyItem memory item) {
        item = plain();
        item.fields = new string[](count);
        for (uint256 i = 0; i < count; ++i) item.fields[i] = "field";
    }

    function refused(bytes4 selector, DatasetId dataset) private {
        refusedWith(abi.encodeWithSelector(selector, dataset));
    }

    function refused(bytes4 selector, DatasetId dataset, uint256 value) private {
        refusedWith(abi.encodeWithSelector(selector, dataset, value));
    }

    function test_anItemIsListed() public {
        SupplyItem memory item = plain();
        vm.recordLogs();
        list(item);

        (Vm.Log memory last, Header memory h) = onlyLog();
        assertEq(last.topics[0], ISupply.SupplyListed.selector, "event");
        assertSubjects(h, SupplyId.unwrap(Ids.supply(rainfall)), DatasetId.unwrap(rainfall));
        assertEq(uint256(h.by) >> 224, 2, "by weather");
        (, SupplyListedPayload memory p) = abi.decode(last.data, (Header, SupplyListedPayload));
        bytes memory expected = abi.encode(
            SupplyListedPayload(1, Kind.Conditional, Cadence.Daily, true, item.fields, item.terms)
        );
        assertEq(abi.encode(p), expected, "payload");
        expected = abi.encode(Supplied(2, 1, 3, Kind.Conditional, Cadence.Daily, true));
        assertEq(abi.encode(supply.supplied(rainfall)), expected, "what others read");
    }

    function test_whatWasNeverListedHasNoRevision() public view {
        assertEq(supply.supplied(rainfall).revision, 0, "revision");
        assertEq(supply.supplied(unknown).provider, 0, "provider");
    }

    function test_anItemIsListedAgainAsItsNextRevision() public {
        list(plain());
        SupplyItem memory next = plain();
        (next.sharing, next.cadence, next.onPlatform) = (Kind.NotShared, Cadence.None, false);
        next.fields = new string[](1);
        list(next);
        bytes memory expected = abi.encode(Supplied(2, 2, 1, Kind.NotShared, Cadence.None, false));
        assertEq(abi.encode(supply.supplied(rainfall)), expected, "what others read");
    }

    function test_anItemTwiceInOneBatchIsTwoRevisions() public {
        SupplyItem[] memory all = new SupplyItem[](2);
        (all[0], all[1]) = (plain(), withFields(7));
        signs(boss);
        supply.listItems(0, all);
        assertEq(supply.supplied(rainfall).revision, 2, "revision");
        assertEq(supply.supplied(rainfall).fields, 7, "the last one's fields");
    }

    function test_aBatchWithOneBadItemListsNothing() public {
        SupplyItem[] memory all = new SupplyItem[](2);
        (all[0], all[1]) = (plain(), withFields(0));
        refused(ISupply.FieldsNotValid.selector, rainfall, 0);
        signs(boss);
        supply.listItems(0, all);
        assertEq(supply.supplied(rainfall).revision, 0, "nothing listed");
    }

    function test_onlyTheDatasetsOwnerListsIt() public {
        SupplyItem memory item = plain();
        refused(ISupply.DatasetNotYours.selector, rainfall, 2);
        listAs("transport", item);
    }

    function test_theBureauListsNobodyElsesDataset() public {
        SupplyItem memory item = plain();
        refused(ISupply.DatasetNotYours.selector, rainfall, 2);
        listAs("bureau", item);
    }

    function test_aDatasetThatNobodyRegisteredIsNotListed() public {
        SupplyItem memory item = plain();
        item.dataset = unknown;
        refused(IDatasets.DatasetUnknown.selector, unknown);
        list(item);
    }

    function test_onlyAKeyThatSharesListsItems() public {
        address clerk = address(0xc1e);
        given.key("weather", clerk, ALL & ~Permissions.SHARE & ~Permissions.DATA_OFFICER, 0, START + 1);
        bytes memory missing = abi.encodeWithSelector(
            IAgents.PermissionMissing.selector,
            clerk,
            Permissions.SHARE
        );
        refusedWith(missing);
        signs(clerk);
        supply.listItems(0, new SupplyItem[](0));
    }

    function test_anOfficerWhoWasTrickedListsNothing() public {
        refusedWith(abi.encodeWithSelector(IWriter.CallerNotSigner.selector, address(0xbad), boss));
        vm.prank(address(0xbad), boss);
        supply.listItems(0, new SupplyItem[](0));
    }

    function test_anItemSaysHowItIsShared() public {
        SupplyItem memory item = plain();
        item.sharing = Kind.None;
        refused(ISupply.SharingNotValid.selector, rainfall, uint256(Kind.None));
        list(item);
    }

    function test_aDatasetRegisteredAsConditionalIsNotSuppliedUnconditionally() public {
        SupplyItem memory item = sharing.item(rainfall, Kind.Unconditional);
        refused(ISupply.SharingNotAsRegistered.selector, rainfall, uint256(Kind.Unconditional));
        list(item);
    }

    function test_aDatasetRegisteredAsUnconditionalIsNotSuppliedConditionally() public {
        SupplyItem memory item = sharing.item(open, Kind.Conditional);
        refused(ISupply.SharingNotAsRegistered.selector, open, uint256(Kind.Conditional));
        list(item);
    }

    function test_aDatasetRegisteredAsUnconditionalIsNotHeldBack() public {
        SupplyItem memory item = sharing.item(open, Kind.NotShared);
        refused(ISupply.SharingNotAsRegistered.selector, open, uint256(Kind.NotShared));
        list(item);
    }

    function test_aPersonalDatasetIsSupplied() public {
        DatasetId people = given.dataset("weather", "people", 3 | States.PERSONAL);
        list(sharing.item(people, Kind.Conditional));
        assertEq(supply.supplied(people).revision, 1, "listed");
    }

    function test_aConditionIsNamed() public {
        SupplyItem memory item = plain();
        item.terms = "";
        refused(ISupply.TermsMissing.selector, rainfall);
        list(item);
    }

    function test_theLegalGroundOfNotSharingIsNamed() public {
        SupplyItem memory item = sharing.item(rainfall, Kind.NotShared);
        item.terms = "";
        refused(ISupply.TermsMissing.selector, rainfall);
        list(item);
    }

    function test_whatIsSharedUnconditionallyNeedsNoTerms() public {
        SupplyItem memory item = sharing.item(open, Kind.Unconditional);
        assertEq(bytes(item.terms).length, 0, "no terms");
        list(item);
        assertEq(supply.supplied(open).revision, 2, "listed again");
    }

    function test_termsHaveAtMost1024Bytes() public {
        SupplyItem memory item = plain();
        item.terms = long(1024);
        list(item);
        item.terms = long(1025);
        tooLong("terms", 1024);
        list(item);
    }

    function test_anItemWithoutFieldsIsRefused() public {
        SupplyItem memory item = withFields(0);
        refused(ISupply.FieldsNotValid.selector, rainfall, 0);
        list(item);
    }

    function test_anItemMayHave256Fields() public {
        list(withFields(256));
        assertEq(supply.supplied(rainfall).fields, 256, "fields");
    }

    function test_anItemWith257FieldsIsRefused() public {
        SupplyItem memory item = withFields(257);
        refused(ISupply.FieldsNotValid.selector, rainfall, 257);
        list(item);
    }

    function test_aFieldsNameHasAtMost128Bytes() public {
        SupplyItem memory item = plain();
        item.fields[2] = long(128);
        list(item);
        item.fields[2] = long(129);
        tooLong("fields", 128);
        list(item);
    }

    function test_theSecondGenerationReadsTheFirstsItems() public {
        list(plain());
        bytes memory before = abi.encode(supply.supplied(rainfall));
        sharing.succeeded();
        look();
        assertEq(abi.encode(supply.supplied(rainfall)), before, "as it was");
        assertEq(supply.supplied(unknown).revision, 0, "and no more than there was");
    }

    function test_theSecondGenerationGoesOnWithTheRevisions() public {
        list(plain());
        ISupply first = supply;
        sharing.succeeded();
        look();
        list(withFields(5));
        assertEq(supply.supplied(rainfall).revision, 2, "the second revision");
        assertEq(supply.supplied(rainfall).fields, 5, "with its fields");
        assertEq(first.supplied(rainfall).revision, 1, "the first generation stays as it was");
    }

    function test_theFirstGenerationIsSealed() public {
        ISupply first = supply;
        sharing.succeeded();
        look();
        SupplyItem[] memory all = new SupplyItem[](1);
        all[0] = plain();
        refusedWith(abi.encodeWithSelector(IFactLog.Sealed.selector, bytes31("supply"), supply));
        signs(boss);
        first.listItems(0, all);
    }
}
