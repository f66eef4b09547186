import type * as agent from "../ledger/agent/actions.ts";
import type * as agentQueries from "../ledger/agent/queries.ts";
import type * as dataset from "../ledger/dataset/actions.ts";
import type * as datasetQueries from "../ledger/dataset/queries.ts";
import type * as publish from "../ledger/dataset/publish.ts";
import type * as lineageQueries from "../ledger/lineage/queries.ts";
import type * as reachQueries from "../ledger/lineage/reach.ts";
import type * as spineQueries from "../ledger/spine/queries.ts";
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
export type ActionInputs = ActionsOf<typeof agent> & ActionsOf<typeof dataset> & ActionsOf<typeof publish>;

/** Every query by its name, and what goes in and comes out. */
export type QueryTypes = QueriesOf<typeof agentQueries> &
  QueriesOf<typeof datasetQueries> &
  QueriesOf<typeof lineageQueries> &
  QueriesOf<typeof reachQueries> &
  QueriesOf<typeof spineQueries>;

export type ActionName = keyof ActionInputs;
export type QueryName = keyof QueryTypes;
