// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICouncil} from "./ICouncil.sol";
import {deploy, vm} from "./Vm.sol";

/// @dev Makes a council do to itself whatever its members can think of.
contract CouncilHandler {
    ICouncil public immutable council;
    bytes32 private constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 private constant CANCELLER = keccak256("CANCELLER_ROLE");
    bytes32 private constant EXECUTOR = keccak256("EXECUTOR_ROLE");

    /// Possible members; the last two are never valid.
    address[6] private _accounts;
    bytes32[4] private _roles = [bytes32(0), PROPOSER, CANCELLER, EXECUTOR];
    /// How often each act was done, and how often it was refused.
    mapping(string act => uint256) public done;
    mapping(string act => uint256) public refused;
    uint256 private _salt;
    uint256 private _time = 1_750_000_000;

    constructor() {
        address[] memory first = new address[](1);
        first[0] = address(0xc0);
        council = ICouncil(deploy("Council.sol:Council", abi.encode(0, first)));
        _accounts = [first[0], address(0xc1), address(0xc2), address(0xc3), address(0), address(council)];
    }

    /// @dev Proposed by a member, and executed once its delay has passed.
    function change(uint256 seed) public {
        bytes32 role = _roles[(seed >> 8) % 4];
        address account = _accounts[(seed >> 16) % 6];
        uint256 what = seed % 5;
        if (what < 2) _enact("grant", abi.encodeCall(council.grantRole, (role, account)));
        else if (what < 4) _enact("revoke", abi.encodeCall(council.revokeRole, (role, account)));
        else _enact("delay", abi.encodeCall(council.updateDelay, ((seed >> 24) % 60 days)));
    }

    /// @dev A member, or the council itself, gives up a role.
    function renounce(uint256 seed) public {
        bytes32 role = _roles[(seed >> 8) % 4];
        address account = _accounts[(seed >> 16) % 6];
        bytes memory call = abi.encodeCall(council.renounceRole, (role, account));
        if (account == address(council)) return _enact("renounce", call);
        vm.prank(account, account);
        (bool ok, ) = address(council).call(call);
        ++(ok ? done : refused)["renounce"];
    }

    function canAct() external view returns (bool) {
        bool open = council.hasRole(EXECUTOR, address(0)) && council.hasRole(0, address(council));
        return open && council.members() > 0 && council.getMinDelay() <= 30 days;
    }

    function membersAgree() external view returns (bool) {
        uint256 found = 0;
        for (uint256 i = 0; i < 6; ++i) {
            if (!council.hasRole(PROPOSER, _accounts[i])) continue;
            if (i > 3 || !council.hasRole(CANCELLER, _accounts[i])) return false;
            ++found;
        }
        return found == council.members();
    }

    function _enact(string memory act, bytes memory call) private {
        uint256 delay = council.getMinDelay();
        bytes32 salt = bytes32(++_salt);
        address member = _member();
        vm.prank(member, member);
        council.schedule(address(council), 0, call, 0, salt, delay);
        vm.warp(_time += delay);
        try council.execute(address(council), 0, call, 0, salt) {
            ++done[act];
        } catch {
            ++refused[act];
        }
    }

    function _member() private view returns (address) {
        for (uint256 i = 0; i < 6; ++i) {
            if (council.hasRole(PROPOSER, _accounts[i])) return _accounts[i];
        }
        revert("no member is left");
    }
}
