import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** The exit code a shell would show for a program which that signal ended. */
export const exitCodeOf = (signal) => 128 + (constants.signals[signal] ?? 0);

/** Work was ended by a signal to us; not an error to explain. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.exitCode = exitCodeOf(signal);
  }
}

/**
 * Waits until the child has ended and passes signals on, so that it always gets to stop cleanly.
 *
 * Ctrl-C in a terminal reaches the whole foreground group, the child included: passing it on would be a
 * second Ctrl-C, which many programs take for "stop now". So with a terminal SIGINT is only waited out.
 *
 * npm 10 and newer passes its signals to the shell it starts, and that shell keeps them to itself: hence the
 * `exec` in package.json's scripts, which puts this process in the shell's place. npm 9 swallows SIGTERM.
 *
 * Resolves with the exit code and the first signal we were sent meanwhile, if any.
 */
export function follow(child, terminal = process.stdin.isTTY === true) {
  return new Promise((resolve, reject) => {
    let interrupted;
    const pass = (signal) => {
      interrupted ??= signal;
      if (!(terminal && signal === "SIGINT")) child.kill(signal);
    };
    const finish = (settle, value) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      settle(value);
    };
    for (const signal of SIGNALS) process.on(signal, pass);
    child.once("error", (error) => finish(reject, error));
    child.once("close", (code, signal) =>
      finish(resolve, { code: signal ? exitCodeOf(signal) : code, interrupted }),
    );
  });
}
