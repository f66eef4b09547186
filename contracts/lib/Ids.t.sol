// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AssessmentId,
    ConsentId,
    DatasetId,
    DeliveryId,
    DomainId,
    EvidenceId,
    GrantId,
    Ids,
    OrganisationId,
    Preimage,
    RequestId,
    RunId,
    SupplyId,
    VersionId
} from "./Ids.sol";
import {Test} from "../test/Test.sol";

/// @dev The literals of test/vectors/ids.json, which TypeScript is tested against too.
contract IdsTest is Test {
    bytes32 private constant WEATHER = 0x0100840d14970f593887dc91256f2e2f1380aa176569b6c84f16d7f2ced59656;
    bytes32 private constant BUREAU = 0x01cf9ae58dfe869b987f5095b109e30366b32921eb4e078156ffe7305db1faca;
    bytes32 private constant OBSERVATIONS =
        0x037b0258f4bfb4f8f107f5f423ded5ff0fdac71b732192b4e1584b9a4af3de7d;
    bytes32 private constant OF_BUREAU = 0x031bc4d05f95d08d8096a994fc387912e653ca0e2c4fffbc52ec6d45186f3d69;
    bytes32 private constant REQUEST = 0x0910a5769f19f0784bae5e18e4d06a2eae206442f48b5dc5f512d923f2435be6;
    bytes32 private constant GRANT = 0x05007b21f9762154843418ab6760bdeeeb04879bb367d8b8302c96353eb6786a;
    bytes32 private constant AMENDED = 0x0532889ece100e6484c7a22c36c6165b163547f3c38b0614f121beba0b7db69f;
    bytes32 private constant RUN = 0x07d78fd2bea7b2a9d43aba72ef31d47b3407310cf022ebb8dc55ae7a49e1a145;
    bytes32 private constant SECOND_RUN = 0x075e9eb5a6dab8d60ff0ac19199036b21549f9ee6b3b35d7925c24cff64d5b8f;
    bytes32 private constant FIRST = 0x044053f008824c5effae206d2ba8350363aa519a773409ddcec5a188836d8d08;
    bytes32 private constant SECOND = 0x045115dcce8ea0f6b2356ee110fab73871d2f442cb3879167830e433470caddc;
    bytes32 private constant CODE = 0x5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b;
    bytes32 private constant CONTENT = 0xed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73;
    bytes32 private constant JOINED = 0x6b963cc1c2d7d3a4efdc2aac4ae38a8ecbc4535ae84b6dc1440d4abadcd97956;

    function version(
        bytes32 content,
        bytes32 run,
        bytes memory parents,
        bytes memory under
    ) private pure returns (bytes32) {
        DatasetId dataset = DatasetId.wrap(OBSERVATIONS);
        RunId by = RunId.wrap(run);
        return VersionId.unwrap(Ids.version(dataset, content, by, keccak256(parents), keccak256(under)));
    }

    function test_organisations() public pure {
        assertEq(OrganisationId.unwrap(Ids.organisation("weather")), WEATHER, "weather");
        assertEq(OrganisationId.unwrap(Ids.organisation("bureau")), BUREAU, "bureau");
    }

    function test_domains() public pure {
        assertEq(
            DomainId.unwrap(Ids.domain("weather")),
            0x0200840d14970f593887dc91256f2e2f1380aa176569b6c84f16d7f2ced59656,
            "weather"
        );
        assertEq(
            DomainId.unwrap(Ids.domain("city-traffic")),
            0x027a7b41555c7d92dff3dd62dfe42d351b00d05e2f4230e7056107f4ca573c48,
            "city-traffic"
        );
    }

    function test_datasets() public pure {
        DatasetId id = Ids.dataset(OrganisationId.wrap(WEATHER), "daily-observations");
        assertEq(DatasetId.unwrap(id), OBSERVATIONS, "the weather's");
        id = Ids.dataset(OrganisationId.wrap(BUREAU), "daily-observations");
        assertEq(DatasetId.unwrap(id), OF_BUREAU, "the bureau's");
    }

    function test_runs() public pure {
        OrganisationId weather = OrganisationId.wrap(WEATHER);
        assertEq(RunId.unwrap(Ids.run(weather, "job/clean", CODE, "2026-03-01")), RUN, "in ASCII");
        bytes32 chinese = RunId.unwrap(Ids.run(weather, unicode"清洗", 0, unicode"第一次"));
        assertEq(chinese, SECOND_RUN, "in Chinese, the code unknown");
    }

    function test_aVersionWithoutParents() public pure {
        assertEq(version(CONTENT, RUN, "", ""), FIRST, "first");
        assertEq(version(CONTENT, SECOND_RUN, "", ""), SECOND, "in another run");
    }

    function test_aVersionWithTwoParents() public pure {
        assertEq(
            version(JOINED, RUN, abi.encodePacked(FIRST, SECOND), ""),
            0x040f5e71ecd2aeb4eddc6d3b1957375914034960775e6da96bbdc8218e011fbe,
            "joined"
        );
    }

    function test_aVersionWithAParentUnderAGrant() public pure {
        GrantId grant = GrantId.wrap(0x05ababababababababababababababababababababababababababababababab);
        assertEq(
            version(JOINED, RUN, abi.encodePacked(FIRST, SECOND), abi.encodePacked(bytes32(0), grant)),
            0x044dddbe16131755daf40c3f0894a0d54699ad6ecac8c0ee20081c3d08be878e,
            "joined"
        );
    }

    function versionOf(Preimage calldata p) external pure returns (VersionId) {
        return Ids.versionOf(p);
    }

    function testFuzz_aVersionsIdFromCalldataIsTheSame(Preimage memory p) public view {
        VersionId id = Ids.version(p.dataset, p.content, p.run, p.parentsHash, p.underHash);
        assertEq(VersionId.unwrap(this.versionOf(p)), VersionId.unwrap(id), "id");
    }

    function test_supplyItems() public pure {
        assertEq(
            SupplyId.unwrap(Ids.supply(DatasetId.wrap(OBSERVATIONS))),
            0x08736ee23a7439b739d4c66b7104a86cc92fe1bd8aab63bb648631da589c321f,
            "the weather's"
        );
        assertEq(
            SupplyId.unwrap(Ids.supply(DatasetId.wrap(OF_BUREAU))),
            0x0851f01677b11d26e004f9d4ccc7c94170d1017dd56c97ed9b0c819e3bf1af24,
            "the bureau's"
        );
    }

    function test_requests() public pure {
        DatasetId observations = DatasetId.wrap(OBSERVATIONS);
        RequestId id = Ids.request(OrganisationId.wrap(BUREAU), observations, "signal timing");
        assertEq(RequestId.unwrap(id), REQUEST, "in ASCII");
        id = Ids.request(OrganisationId.wrap(WEATHER), DatasetId.wrap(OF_BUREAU), unicode"第一次");
        assertEq(
            RequestId.unwrap(id),
            0x09fb00ca1f7f39a9959e35db088ea02cd08af0f2ab74a7393b5476250e77a882,
            "in Chinese"
        );
    }

    function test_aGrantAndItsAmendment() public pure {
        RequestId request = RequestId.wrap(REQUEST);
        assertEq(GrantId.unwrap(Ids.grant(request, GrantId.wrap(0))), GRANT, "the first");
        assertEq(GrantId.unwrap(Ids.grant(request, GrantId.wrap(GRANT))), AMENDED, "its amendment");
    }

    function test_deliveries() public pure {
        DeliveryId id = Ids.delivery(GrantId.wrap(GRANT), VersionId.wrap(FIRST), keccak256("2026-03-01"));
        assertEq(
            DeliveryId.unwrap(id),
            0x06ea6db1c8229b46a0a1104bde0fb280c14e851405222e6725a6cc53491aafc6,
            "in ASCII"
        );
        bytes32 name = keccak256(bytes(unicode"三月"));
        assertEq(
            DeliveryId.unwrap(Ids.delivery(GrantId.wrap(AMENDED), VersionId.wrap(SECOND), name)),
            0x06fc469f80fedd190d1b16b328d0ac565c022a032e6abc99e5091faf30f873df,
            "in Chinese"
        );
    }

    function test_yearsOfWorkingDays() public pure {
        assertEq(
            Ids.calendar(2025),
            0x0a925011a39aea7c3625006b337ba1ffb08c1f119dc737d747e4f3c5d465ca4a,
            "2025"
        );
        assertEq(
            Ids.calendar(2026),
            0x0a3958a0f434681ec4c6105cb5d810053edddbe476fbc483d5192327edf50132,
            "2026"
        );
    }

    function test_consents() public pure {
        assertEq(
            ConsentId.unwrap(Ids.consent(DatasetId.wrap(OBSERVATIONS), "2026")),
            0x0b9bc23b4f2baaf3f89e54fcaba1f43fe23c2acf89e597c791e9a3a23733852b,
            "in ASCII"
        );
        assertEq(
            ConsentId.unwrap(Ids.consent(DatasetId.wrap(OF_BUREAU), unicode"知情同意")),
            0x0bf4cb965cda76326e2b3614c730470d7b66765a21304023ce3fb7368d40f3cf,
            "in Chinese"
        );
    }

    function test_assessments() public pure {
        assertEq(
            AssessmentId.unwrap(Ids.assessment("CAC-2026-0001")),
            0x0cb327da19ca15a4e476f020e696da2f6f2d6e32eb658fe8feb78a86f1975941,
            "in ASCII"
        );
        assertEq(
            AssessmentId.unwrap(Ids.assessment(unicode"网信评〔2026〕1号")),
            0x0c07f3d54fc42516b8123538fa06b913a00899f4a6765686969ef42cde5d5951,
            "in Chinese"
        );
    }

    function test_evidence() public pure {
        assertEq(
            EvidenceId.unwrap(Ids.evidence(VersionId.wrap(FIRST))),
            0x0dba7207b701e705002e0c5430c3ae083a575489ff205b7b132c7a51337cb6a4,
            "of a version without parents"
        );
        assertEq(
            EvidenceId.unwrap(
                Ids.evidence(
                    VersionId.wrap(0x040f5e71ecd2aeb4eddc6d3b1957375914034960775e6da96bbdc8218e011fbe)
                )
            ),
            0x0daab7a8eb55c6981cd766d58a46e48b8dc5be9857da1d49da8d9a9ddf90390f,
            "of a version with two"
        );
    }
}
