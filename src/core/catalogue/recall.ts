import { row } from "./row.ts";

export const recallErrors = {
  LEDGER_NOTHING_TO_ACKNOWLEDGE: row(
    409,
    "fix",
    "{delivery}: its version was neither recalled nor withdrawn, nor is it affected by a recall (state {state}).",
    "{delivery}：其版本未被召回、未被撤回，也未受召回影响（状态 {state}）。",
  ),
  LEDGER_RESPONSE_NOT_VALID: row(
    422,
    "fix",
    "{delivery}: {response} is no answer to a recall: 1 deleted, 2 replaced, 3 in use.",
    "{delivery}：{response} 不是对召回的有效确认：1 已删除、2 已替换、3 仍在使用。",
  ),
  LEDGER_USE_REASON_MISSING: row(
    422,
    "fix",
    "{delivery}: say why recalled data stays in use.",
    "{delivery}：继续使用已召回的数据须说明理由。",
  ),
  LEDGER_ALREADY_ACKNOWLEDGED: row(
    409,
    "never",
    "{delivery}: the recall was answered already ({response}); only what was in use is answered once more, when it is deleted or replaced.",
    "{delivery}：已就召回作出确认（{response}）；只有此前仍在使用的，可在删除或替换后再次确认。",
  ),
};
