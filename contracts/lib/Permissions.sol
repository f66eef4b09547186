// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What an officer key may do for its organisation. `src/core/permissions.ts` mirrors it.
library Permissions {
    /// Manages the organisation's keys. Exactly one key of an organisation holds it.
    uint64 internal constant DATA_OFFICER = 1 << 0;
    /// Registers datasets.
    uint64 internal constant REGISTER = 1 << 1;
    /// Publishes versions.
    uint64 internal constant PUBLISH = 1 << 2;
    /// Withdraws and recalls versions.
    uint64 internal constant RECALL = 1 << 3;
    /// Keeps the city's catalogue of domains; counts only for the bureau.
    uint64 internal constant CATALOGUE = 1 << 4;
    /// Shares the organisation's data: supply list, answers to requests, grants, deliveries.
    uint64 internal constant SHARE = 1 << 5;
    /// Uses others' data: requests, receipts, feedback.
    uint64 internal constant USE = 1 << 6;
    /// Watches over sharing: reviews, mediation, clocks, waivers; counts only for the bureau.
    uint64 internal constant SUPERVISE = 1 << 7;
    /// Approves what others made: evidence of desensitisation.
    uint64 internal constant APPROVE = 1 << 8;
}
