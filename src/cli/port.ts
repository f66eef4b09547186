import { createServer } from "node:net";
import { SuyuanError } from "../core/errors.ts";

/** Tried before anything is opened, so that a taken port costs nobody a start. */
export async function mustBeFree(host: string, port: number): Promise<void> {
  const problem = await listenProblem(host, port);
  if (problem === null) return;
  if (problem === "EADDRINUSE") throw new SuyuanError("PORT_TAKEN", { field: "port", value: port });
  const denied = problem === "EACCES";
  const reason = `cannot be listened on (${problem})`;
  throw new SuyuanError("INPUT_NOT_VALID", {
    field: denied ? "port" : "host",
    value: denied ? port : host,
    reason,
  });
}

/** Why nobody can listen there; null when it is free. */
export function listenProblem(host: string, port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
