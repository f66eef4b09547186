// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAssessments} from "../interfaces/IAssessments.sol";
import {IClocks} from "../interfaces/IClocks.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {IDeliveries} from "../interfaces/IDeliveries.sol";
import {IDesensitisations} from "../interfaces/IDesensitisations.sol";
import {IEmergencies} from "../interfaces/IEmergencies.sol";
import {IGates} from "../interfaces/IGates.sol";
import {IGrants} from "../interfaces/IGrants.sol";
import {IPromises} from "../interfaces/IPromises.sol";
import {IRecalls} from "../interfaces/IRecalls.sol";
import {IRequests} from "../interfaces/IRequests.sol";
import {ISupply, Sharing as Kind} from "../interfaces/ISupply.sol";
import {DatasetsTest} from "./DatasetsTest.sol";
import {Sharing} from "./Sharing.sol";

/// @dev "weather" supplies its dataset "closed" conditionally and its dataset "open" unconditionally;
/// "transport" is the consumer.
abstract contract SharingTest is DatasetsTest {
    Sharing internal sharing;
    IClocks internal clocks;
    ISupply internal supply;
    IRequests internal requests;
    IGrants internal grants;
    IDeliveries internal deliveries;
    IEmergencies internal emergencies;
    IPromises internal promises;
    IRecalls internal recalls;
    IGates internal gates;
    IConsents internal consents;
    IAssessments internal assessments;
    IDesensitisations internal desensitisations;

    function setUp() public virtual override {
        super.setUp();
        sharing = new Sharing(given);
        sharing.listed("weather", closed, Kind.Conditional);
        sharing.listed("weather", open, Kind.Unconditional);
        look();
    }

    /// @dev The contracts of the present generation.
    function look() internal {
        clocks = sharing.clocks();
        supply = sharing.supply();
        requests = sharing.requests();
        grants = sharing.grants();
        deliveries = sharing.deliveries();
        emergencies = sharing.emergencies();
        promises = sharing.promises();
        recalls = sharing.recalls();
        gates = sharing.gates();
        consents = sharing.consents();
        assessments = sharing.assessments();
        desensitisations = sharing.desensitisations();
    }
}
