import { type Problem } from "./answers.ts";

/** What a gateway refused, with the fields of its answer. */
export class SuyuanProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly retry: Problem["retry"];
  readonly field: string | undefined;
  readonly value: unknown;
  /** Under which the gateway's log has it. */
  readonly reference: string | undefined;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "SuyuanProblem";
    this.code = problem.code;
    this.status = problem.status;
    this.retry = problem.retry;
    this.field = problem.field;
    this.value = problem.value;
    this.reference = problem.instance;
    this.problem = problem;
  }
}

/** No gateway answered, or something that is none. */
export function unreachable(url: string, why: string, cause?: unknown): SuyuanProblem {
  const problem: Problem = {
    type: "/docs/errors#GATEWAY_UNREACHABLE",
    title: "Not available now",
    status: 503,
    detail: `No gateway answers at ${url}: ${why}`,
    code: "GATEWAY_UNREACHABLE",
    retry: "later",
    value: url,
  };
  return Object.assign(new SuyuanProblem(problem), { cause });
}

export async function problemFrom(response: Response, url: string): Promise<SuyuanProblem> {
  const text = await response.text().catch(() => "");
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string") return new SuyuanProblem(problem);
  } catch {
    // Not one of ours: a proxy's page, perhaps.
  }
  return unreachable(url, `it answered ${response.status} without saying why`);
}
