import { z } from "zod";
import { SuyuanError } from "../../core/errors.ts";
import { type Language } from "../../core/text.ts";
import { type Gateway } from "../../gateway.ts";
import { parse } from "../../outbox/desk.ts";
import { knownError, problemOf } from "../problem.ts";
import { everywhere, nothing, route, withBody, type Route } from "../route.ts";
import { type Served } from "../served.ts";

type State = ReturnType<Gateway["backups"]["begin"]>;

const wanted = z.strictObject({
  request: z.string().max(100).describe("The id in the data directory's backup.request."),
});

const backupAnswer = z
  .object({
    id: z.string(),
    target: z.string(),
    state: z.enum(["writing", "done", "failed"]),
    done: z.number().describe("Bytes."),
    total: z.number(),
    manifest: z.record(z.string(), z.unknown()).nullable(),
    error: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: "Backup" });

export function backupRoutes({ gateway, log }: Served): Route[] {
  const { backups } = gateway;
  return [
    route<unknown>({
      method: "post",
      path: "/v1/backups",
      id: "begin-backup",
      tag: "operating",
      summary: {
        zh: "开始数据目录中 backup.request 所请求的备份（suyuan backup 使用）。",
        en: "Begin the backup that backup.request in the data directory asks for; suyuan backup does this.",
      },
      needs: "manage",
      input: nothing,
      body: wanted,
      example: { request: "6f0c2a" },
      answers: { 202: { says: "It is being written.", schema: backupAnswer } },
      errors: [...everywhere, ...withBody, "THING_UNKNOWN", "BACKUP_RUNNING", "BACKUP_TARGET_TAKEN"],
      handle({ body, principal, language }) {
        const state = backups.beginRequested(parse({ input: wanted }, body).request);
        log("backup.begun", { target: state.target, by: principal.id });
        return { status: 202, body: shown(state, language) };
      },
    }),
    route<{ id: string }>({
      method: "get",
      path: "/v1/backups/:id",
      id: "backup",
      tag: "operating",
      summary: { zh: "一次备份的进展。", en: "How far a backup is, and what became of it." },
      needs: "manage",
      input: z.strictObject({ id: z.string().max(100) }),
      answers: { 200: { says: "As it stands.", schema: backupAnswer } },
      errors: [...everywhere, "THING_UNKNOWN"],
      handle({ input, language }) {
        const state = backups.find(input.id);
        if (!state) throw new SuyuanError("THING_UNKNOWN", { field: "id", value: input.id });
        return { status: 200, body: shown(state, language) };
      },
    }),
  ];
}

function shown({ error, ...state }: State, language: Language) {
  if (error === null) return { ...state, error };
  const known = knownError(error) ?? new SuyuanError("INTERNAL", { value: state.id }, { cause: error });
  return { ...state, error: problemOf(known, language) };
}
