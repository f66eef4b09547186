import { main } from "./program.ts";
import { FAILED } from "./problem.ts";

// npm runs scripts in the checkout's root; paths on the command line are meant from where it was typed.
const { npm_lifecycle_event: script, INIT_CWD: from } = process.env;
if ((script === "suyuan" || script === "start") && from) process.chdir(from);

// `suyuan … | head` ends our output early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

// A fault of ours; SUYUAN_DEBUG=1 shows where.
process.on("uncaughtException", (error: Error) => {
  const shown = process.env["SUYUAN_DEBUG"] === "1" ? error.stack : error.message;
  process.stderr.write(`suyuan: ${shown} [INTERNAL]\n`);
  process.exit(FAILED);
});

process.exitCode = await main(process.argv.slice(2));
