// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bereft, Citation, Consent, ConsentStep, IConsents} from "./interfaces/IConsents.sol";
import {IDatasets} from "./interfaces/IDatasets.sol";
import {IFactLog} from "./interfaces/IFactLog.sol";
import {Draft, Drafts} from "./lib/Draft.sol";
import {ConsentId, DatasetId, Ids, VersionId} from "./lib/Ids.sol";
import {Permissions} from "./lib/Permissions.sol";
import {States} from "./lib/States.sol";
import {Text} from "./lib/Text.sol";
import {Writer} from "./lib/Writer.sol";

/// @dev See IConsents. Whether a consent was withdrawn says its state in FactLog, so that no generation of this
/// contract forgets it.
contract Consents is IConsents, Writer {
    uint256 private constant MAX_CITED = 16;
    /// Of a copied counter, so that zero is told from never copied.
    uint32 private constant COPIED = 1 << 31;

    /// The generation before this one, whose consents and citations are read here; or zero.
    IConsents public immutable predecessor;

    mapping(ConsentId => DatasetId) private _datasetOf;
    mapping(DatasetId => uint32) private _standing;
    mapping(VersionId => ConsentId[]) private _cited;

    constructor(IFactLog factLog, IConsents before) Writer(factLog) {
        predecessor = before;
    }

    /// @inheritdoc IConsents
    function recordConsents(uint64 step, Consent[] calldata consents) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        IDatasets datasets = _datasets();
        for (uint256 i = 0; i < consents.length; ++i) {
            Consent calldata c = consents[i];
            Text.requireShort(c.name, "name", Text.MAX_NAME);
            ConsentId id = Ids.consent(c.dataset, c.name);
            _requireOwner(datasets, actor, c.dataset);
            if (c.commitment == 0) revert CommitmentMissing(id);

            Draft d = _open(id, true, 0, c.dataset);
            bytes memory payload = abi.encode(c.name, c.commitment);
            bytes memory states = d.append(log, ConsentRecorded.selector, actor.number, payload);

            if (States.pick(states, 1) & States.PERSONAL == 0) revert DatasetNotPersonal(c.dataset);
            _datasetOf[id] = c.dataset;
            _standing[c.dataset] = (standingOf(c.dataset) + 1) | COPIED;
        }
    }

    /// @inheritdoc IConsents
    function withdrawConsents(uint64 step, ConsentStep[] calldata steps) external {
        (, Actor memory actor) = _enter(Permissions.SHARE, step);
        IDatasets datasets = _datasets();
        for (uint256 i = 0; i < steps.length; ++i) {
            ConsentStep calldata s = steps[i];
            Text.requireShort(s.note, "note", Text.MAX_NOTE);
            DatasetId dataset = datasetOf(s.consent);
            if (DatasetId.unwrap(dataset) == 0) revert ConsentUnknown(s.consent);
            _requireOwner(datasets, actor, dataset);
            if (s.reason == 0) revert ConsentReasonMissing(s.consent);
            if (_isWithdrawn(s.consent)) revert ConsentAlreadyWithdrawn(s.consent);

            Draft d = _open(s.consent, false, States.WITHDRAWN, dataset);
            d.append(log, ConsentWithdrawn.selector, actor.number, abi.encode(s.reason, s.note));

            _standing[dataset] = (standingOf(dataset) - 1) | COPIED;
        }
    }

    /// @inheritdoc IConsents
    function cite(uint64 step, Citation[] calldata citations) external {
        (, Actor memory actor) = _enter(Permissions.PUBLISH, step);
        IDatasets datasets = _datasets();
        for (uint256 i = 0; i < citations.length; ++i) {
            Citation calldata c = citations[i];
            VersionId version = Ids.version(c.dataset, c.content, c.run, _hash(c.parents), c.underHash);
            _requireOwner(datasets, actor, c.dataset);
            VersionId through = _requireCitable(version, c);
            ConsentId[] storage cited = _load(version);
            if (_contains(cited, c.consent)) revert ConsentAlreadyCited(version, c.consent);
            if (cited.length == MAX_CITED) revert TooManyConsents(version);

            Draft d = _openVersion(version, 0, c.consent);
            bytes memory payload = abi.encode(through, "");
            bytes memory states = d.append(log, ConsentCited.selector, actor.number, payload);

            if (States.pick(states, 0) & States.PERSONAL == 0) revert VersionNotPersonal(version);
            if (States.pick(states, 1) & States.WITHDRAWN != 0) revert ConsentAlreadyWithdrawn(c.consent);
            cited.push(c.consent);
        }
    }

    /// @inheritdoc IConsents
    function spreadWithdrawals(Bereft[] calldata bereft) external {
        for (uint256 i = 0; i < bereft.length; ++i) {
            (VersionId version, ConsentId consent) = (bereft[i].version, bereft[i].consent);
            if (!cites(version, consent)) revert ConsentNotCited(version, consent);
            if (!_isWithdrawn(consent)) revert ConsentNotWithdrawn(consent);
            if (log.stateOf(VersionId.unwrap(version)) & States.AFFECTED != 0) continue;

            Draft d = _openVersion(version, States.AFFECTED, consent);
            d.append(log, ConsentLost.selector, 0, abi.encode(""));
        }
        // A batch of skips appends nothing, so nothing else would notice the seal.
        _requireUnsealed();
    }

    /// @inheritdoc IConsents
    function standingOf(DatasetId dataset) public view returns (uint32) {
        uint32 count = _standing[dataset];
        if (count != 0) return count & ~COPIED;
        return address(predecessor) == address(0) ? 0 : predecessor.standingOf(dataset);
    }

    /// @inheritdoc IConsents
    function citedBy(VersionId version) external view returns (uint256 count, bool withdrawn) {
        ConsentId[] memory cited = consentsOf(version);
        count = cited.length;
        for (uint256 i = 0; i < count && !withdrawn; ++i) withdrawn = _isWithdrawn(cited[i]);
    }

    /// @inheritdoc IConsents
    function cites(VersionId version, ConsentId consent) public view returns (bool) {
        return _contains(consentsOf(version), consent);
    }

    /// @inheritdoc IConsents
    function consentsOf(VersionId version) public view returns (ConsentId[] memory cited) {
        cited = _cited[version];
        if (cited.length == 0 && address(predecessor) != address(0)) return predecessor.consentsOf(version);
    }

    /// @inheritdoc IConsents
    function datasetOf(ConsentId consent) public view returns (DatasetId dataset) {
        dataset = _datasetOf[consent];
        if (DatasetId.unwrap(dataset) == 0 && address(predecessor) != address(0))
            return predecessor.datasetOf(consent);
    }

    /// @dev The dataset's own consent, or one that the shown parent cites. Answers with that parent.
    function _requireCitable(
        VersionId version,
        Citation calldata c
    ) private view returns (VersionId through) {
        DatasetId of_ = datasetOf(c.consent);
        if (DatasetId.unwrap(of_) == 0) revert ConsentUnknown(c.consent);
        if (c.through == 0) {
            if (!(of_ == c.dataset)) revert ConsentOfOtherDataset(version, c.consent);
            return through;
        }
        if (c.through <= c.parents.length) through = c.parents[c.through - 1];
        if (!cites(through, c.consent)) revert ConsentNotCited(through, c.consent);
    }

    /// @dev In storage, copied from the generation before if it is there.
    function _load(VersionId version) private returns (ConsentId[] storage cited) {
        cited = _cited[version];
        if (cited.length == 0) _cited[version] = consentsOf(version);
    }

    function _open(
        ConsentId consent,
        bool isNew,
        uint16 set,
        DatasetId dataset
    ) private pure returns (Draft d) {
        d = Drafts.open(2);
        d.touch(ConsentId.unwrap(consent), isNew, set, 0);
        d.touch(DatasetId.unwrap(dataset), false, 0, 0);
    }

    function _openVersion(VersionId version, uint16 set, ConsentId consent) private pure returns (Draft d) {
        d = Drafts.open(2);
        d.touch(VersionId.unwrap(version), false, set, 0);
        d.touch(ConsentId.unwrap(consent), false, 0, 0);
    }

    function _isWithdrawn(ConsentId consent) private view returns (bool) {
        return log.stateOf(ConsentId.unwrap(consent)) & States.WITHDRAWN != 0;
    }

    function _contains(ConsentId[] memory all, ConsentId consent) private pure returns (bool) {
        for (uint256 i = 0; i < all.length; ++i) {
            if (ConsentId.unwrap(all[i]) == ConsentId.unwrap(consent)) return true;
        }
        return false;
    }

    function _datasets() private view returns (IDatasets) {
        return IDatasets(log.writerOf("datasets"));
    }

    function _requireOwner(IDatasets datasets, Actor memory actor, DatasetId dataset) private view {
        uint32 owner = datasets.ownerOf(dataset);
        if (owner != actor.number) revert DatasetNotYours(dataset, owner);
    }

    function _hash(VersionId[] calldata ids) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(ids));
    }
}
