// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EndpointSetPayload, IAgents} from "./interfaces/IAgents.sol";
import {Header} from "./interfaces/IFactLog.sol";
import {OrganisationId} from "./lib/Ids.sol";
import {AgentsTest} from "./test/AgentsTest.sol";
import {Vm, vm} from "./test/Vm.sol";

contract EndpointTest is AgentsTest {
    string private constant URL = "https://suyuan.weather.example.org";

    function set(address key, string memory url) private {
        signs(key);
        agents.setEndpoint(0, url);
    }

    function said() private returns (string memory url, Header memory h) {
        Vm.Log memory last;
        (last, h) = onlyLog();
        (, EndpointSetPayload memory p) = abi.decode(last.data, (Header, EndpointSetPayload));
        url = p.url;
    }

    function test_anEndpointIsAFactOfTheOrganisation() public {
        vm.recordLogs();
        set(boss, URL);
        (string memory url, Header memory h) = said();
        assertEq(bytes(url), bytes(URL), "url");
        assertEq(h.subjects.length, 1, "one subject");
        assertEq(h.subjects[0], OrganisationId.unwrap(weather), "subject");
        assertEq(uint256(h.by) >> 224, 2, "by the organisation");
    }

    function test_anEndpointIsTakenBackWithAnEmptyText() public {
        set(boss, URL);
        vm.recordLogs();
        set(boss, "");
        (string memory url, ) = said();
        assertEq(bytes(url).length, 0, "none any more");
    }

    function test_anEndpointIsShort() public {
        set(boss, long(256));
        tooLong("url", 256);
        set(boss, long(257));
    }

    function test_onlyTheDataOfficerSetsIt() public {
        grant(KEY, ALL, START, FOREVER);
        refusedWith(abi.encodeWithSelector(IAgents.PermissionMissing.selector, KEY, DATA_OFFICER));
        set(KEY, URL);
    }

    function test_aStrangerSetsNone() public {
        refused(IAgents.KeyUnknown.selector, KEY);
        set(KEY, URL);
    }

    function test_aSuspendedOrganisationSetsNone() public {
        suspend(weather);
        refused(IAgents.OrganisationIsSuspended.selector, weather);
        set(boss, URL);
    }

    function test_itGoesThroughTheKeysLane() public {
        signs(boss);
        agents.setEndpoint(1, URL);
        refusedWith(abi.encodeWithSelector(IAgents.LaneOutOfStep.selector, boss, 1, 1));
        signs(boss);
        agents.setEndpoint(1, URL);
    }
}
