import type * as agent from "../ledger/agent/actions.ts";
import type * as agentQueries from "../ledger/agent/queries.ts";
import type * as claim from "../ledger/claim/actions.ts";
import type * as claimQueries from "../ledger/claim/queries.ts";
import type * as assessment from "../ledger/assessment/actions.ts";
import type * as assessmentQueries from "../ledger/assessment/queries.ts";
import type * as clock from "../ledger/clock/actions.ts";
import type * as clockQueries from "../ledger/clock/queries.ts";
import type * as consent from "../ledger/consent/actions.ts";
import type * as cite from "../ledger/consent/cite.ts";
import type * as consentQueries from "../ledger/consent/queries.ts";
import type * as dataset from "../ledger/dataset/actions.ts";
import type * as publish from "../ledger/dataset/publish.ts";
import type * as datasetQueries from "../ledger/dataset/queries.ts";
import type * as delivery from "../ledger/delivery/actions.ts";
import type * as deliver from "../ledger/delivery/deliver.ts";
import type * as deliveryQueries from "../ledger/delivery/queries.ts";
import type * as receive from "../ledger/delivery/receive.ts";
import type * as dutyQueries from "../ledger/duty/queries.ts";
import type * as emergency from "../ledger/emergency/actions.ts";
import type * as emergencyQueries from "../ledger/emergency/queries.ts";
import type * as invoke from "../ledger/emergency/invoke.ts";
import type * as evidence from "../ledger/evidence/actions.ts";
import type * as propose from "../ledger/evidence/propose.ts";
import type * as evidenceQueries from "../ledger/evidence/queries.ts";
import type * as gate from "../ledger/gate/actions.ts";
import type * as gateQueries from "../ledger/gate/queries.ts";
import type * as grant from "../ledger/grant/actions.ts";
import type * as grantQueries from "../ledger/grant/queries.ts";
import type * as lineageQueries from "../ledger/lineage/queries.ts";
import type * as reachQueries from "../ledger/lineage/reach.ts";
import type * as recallQueries from "../ledger/recall/queries.ts";
import type * as promise from "../ledger/promise/actions.ts";
import type * as promiseQueries from "../ledger/promise/queries.ts";
import type * as acknowledge from "../ledger/recall/acknowledge.ts";
import type * as request from "../ledger/request/actions.ts";
import type * as file from "../ledger/request/file.ts";
import type * as requestQueries from "../ledger/request/queries.ts";
import type * as scanQueries from "../ledger/scan/queries.ts";
import type * as spineQueries from "../ledger/spine/queries.ts";
import type * as supply from "../ledger/supply/actions.ts";
import type * as supplyQueries from "../ledger/supply/queries.ts";
import { type Action } from "../core/action.ts";
import { type Query } from "../core/query.ts";

/* eslint-disable @typescript-eslint/no-explicit-any -- types are taken apart here, nothing is called */

/** A module's actions: name → what a person gives. */
type ActionsOf<M> = {
  [K in keyof M as M[K] extends Action<any, any, any, infer N> ? N : never]: M[K] extends Action<
    any,
    any,
    infer In,
    any
  >
    ? In
    : never;
};

type QueriesOf<M> = {
  [K in keyof M as M[K] extends Query<any, any, any, any, infer N> ? N : never]: M[K] extends Query<
    any,
    infer O,
    any,
    infer In,
    any
  >
    ? { input: In; output: O }
    : never;
};

/** Every action by its name, and its input. */
export type ActionInputs = ActionsOf<typeof agent> &
  ActionsOf<typeof dataset> &
  ActionsOf<typeof publish> &
  ActionsOf<typeof clock> &
  ActionsOf<typeof supply> &
  ActionsOf<typeof request> &
  ActionsOf<typeof file> &
  ActionsOf<typeof grant> &
  ActionsOf<typeof delivery> &
  ActionsOf<typeof deliver> &
  ActionsOf<typeof receive> &
  ActionsOf<typeof claim> &
  ActionsOf<typeof emergency> &
  ActionsOf<typeof invoke> &
  ActionsOf<typeof promise> &
  ActionsOf<typeof acknowledge> &
  ActionsOf<typeof gate> &
  ActionsOf<typeof consent> &
  ActionsOf<typeof cite> &
  ActionsOf<typeof assessment> &
  ActionsOf<typeof evidence> &
  ActionsOf<typeof propose>;

/** Every query by its name, and what goes in and comes out. */
export type QueryTypes = QueriesOf<typeof agentQueries> &
  QueriesOf<typeof datasetQueries> &
  QueriesOf<typeof lineageQueries> &
  QueriesOf<typeof reachQueries> &
  QueriesOf<typeof recallQueries> &
  QueriesOf<typeof scanQueries> &
  QueriesOf<typeof spineQueries> &
  QueriesOf<typeof supplyQueries> &
  QueriesOf<typeof requestQueries> &
  QueriesOf<typeof grantQueries> &
  QueriesOf<typeof deliveryQueries> &
  QueriesOf<typeof claimQueries> &
  QueriesOf<typeof emergencyQueries> &
  QueriesOf<typeof promiseQueries> &
  QueriesOf<typeof gateQueries> &
  QueriesOf<typeof consentQueries> &
  QueriesOf<typeof assessmentQueries> &
  QueriesOf<typeof evidenceQueries> &
  QueriesOf<typeof dutyQueries> &
  QueriesOf<typeof clockQueries>;

export type ActionName = keyof ActionInputs;
export type QueryName = keyof QueryTypes;
