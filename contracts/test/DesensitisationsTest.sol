// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Publication} from "../interfaces/IDatasets.sol";
import {IDesensitisations, Proposal, Verdict} from "../interfaces/IDesensitisations.sol";
import {EvidenceId, Ids, Preimage, VersionId} from "../lib/Ids.sol";
import {States} from "../lib/States.sol";
import {GatesTest} from "./GatesTest.sol";

/// @dev Of an important version weather makes another important one, and of that one for everybody, in its
/// dataset "open", of grade 2.
abstract contract DesensitisationsTest is GatesTest {
    uint16 internal constant OPEN_GRADE = 2;
    Preimage internal grandparent;
    VersionId internal version;
    EvidenceId internal id;
    Proposal internal proposal;

    function setUp() public virtual override {
        super.setUp();
        grandparent = published(important, States.IMPORTANT, "grandparent");
        publish(parent());
        Publication memory p = opened();
        version = idOf(p, run);
        id = Ids.evidence(version);
        proposal = Proposal(preimage(p, run), OPEN_GRADE, 2, keccak256("report"), "k-anonymity");
    }

    function parent() internal view returns (Publication memory p) {
        p = publication(important, States.IMPORTANT, "parent");
        (p.parents, p.shown) = (one(idOf(grandparent)), one(grandparent));
    }

    function opened() internal view returns (Publication memory p) {
        p = publication(open, OPEN_GRADE | States.UNCONDITIONAL, "open");
        (p.parents, p.shown) = (one(idOf(parent(), run)), one(preimage(parent(), run)));
    }

    function propose(address key, Proposal memory what) internal {
        Proposal[] memory all = new Proposal[](1);
        all[0] = what;
        signs(key);
        desensitisations.propose(0, all);
    }

    function verdict() internal view returns (Verdict[] memory all) {
        all = new Verdict[](1);
        all[0] = Verdict(id, "looked at");
    }

    function approve(address key) internal {
        Verdict[] memory all = verdict();
        signs(key);
        desensitisations.approve(0, all);
    }

    function reject(address key) internal {
        Verdict[] memory all = verdict();
        signs(key);
        desensitisations.reject(0, all);
    }

    function refusedOf(bytes4 selector) internal {
        refusedWith(abi.encodeWithSelector(selector, id));
    }

    function own(address key) internal {
        refusedWith(abi.encodeWithSelector(IDesensitisations.OwnEvidence.selector, id, key));
    }
}
