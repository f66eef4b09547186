import { type Fact, type LedgerEvent } from "./answers.ts";
import { sleep, type Transport } from "./transport.ts";

export interface EventOptions {
  /** The last fact seen; -1 begins at the first one. Left out: what comes from now on. */
  after?: number;
  subject?: string;
  name?: string;
  signal?: AbortSignal;
}

const PAUSE_MS = 1_000;

/** Facts as they are indexed. A broken connection is taken up again after the last one seen. */
export async function* events(transport: Transport, options: EventOptions = {}): AsyncGenerator<LedgerEvent> {
  const { subject, name, signal } = options;
  let last = options.after;
  while (!signal?.aborted) {
    const headers = {
      Accept: "text/event-stream",
      ...(last === undefined ? {} : { "Last-Event-ID": String(last) }),
    };
    try {
      const response = await transport.open("GET", "/v1/events", {
        query: { subject, name },
        headers,
        signal,
      });
      for await (const message of messages(response)) {
        if (message.id !== undefined) last = message.id;
        if (message.data !== undefined) yield eventOf(message);
      }
    } catch (error) {
      if (signal?.aborted) return;
      // A refusal stays one; a connection that broke is worth another try.
      if (!(error instanceof TypeError)) throw error;
    }
    await sleep(PAUSE_MS, signal);
  }
}

interface Message {
  id?: number;
  event?: string;
  data?: string;
}

function eventOf({ id, event, data }: Message): LedgerEvent {
  const value = JSON.parse(data!) as unknown;
  if (event === "rolled-back") {
    return { type: "rolled-back", id: id!, ...(value as { block: number; next: number }) };
  }
  return { type: "fact", id: id!, fact: value as Fact };
}

/** Messages of a text/event-stream: blocks of `field: value` lines, an empty line after each. */
async function* messages(response: Response): AsyncGenerator<Message> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop()!;
      for (const block of blocks) yield readMessage(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readMessage(block: string): Message {
  const message: Message = {};
  for (const line of block.split("\n")) {
    const at = line.indexOf(": ");
    const [field, value] = [line.slice(0, at), line.slice(at + 2)];
    if (field === "id") message.id = Number(value);
    if (field === "event") message.event = value;
    if (field === "data") message.data = (message.data === undefined ? "" : `${message.data}\n`) + value;
  }
  return message;
}
