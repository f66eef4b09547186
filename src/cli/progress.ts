import type { SingleBar } from "cli-progress";

export interface Progress {
  at(done: number, total: number): void;
  end(): void;
}

/** A bar on stderr when a person watches; nothing otherwise. */
export async function bar(label: string, show = (n: number) => String(n)): Promise<Progress> {
  if (!process.stderr.isTTY) return { at: () => undefined, end: () => undefined };
  const { default: progress } = await import("cli-progress");
  const format = `${label} {bar} {percentage}% {done}/{all}`;
  const style = progress.Presets.shades_classic;
  const options = { format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 24 };
  const shown: SingleBar = new progress.SingleBar(options, style);
  let begun = false;
  return {
    at(done, total) {
      const words = { done: show(done), all: show(total) };
      if (!begun) shown.start(Math.max(1, total), done, words);
      else {
        shown.setTotal(Math.max(1, total));
        shown.update(done, words);
      }
      begun = true;
    },
    end() {
      if (begun) shown.stop();
      begun = false;
    },
  };
}
