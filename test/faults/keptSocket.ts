import { connect, type Socket } from "node:net";

export interface RawReply {
  status: number;
  /** Header lines as they came. */
  head: string;
  body: string;
}

const END_OF_HEAD = "\r\n\r\n";

/**
 * One request at a time on one kept connection, in as few steps as it can be done: a client that shares the machine
 * with what it floods must take little of it.
 */
export class KeptSocket {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #told = "";
  #waiting: { resolve: (r: RawReply) => void; reject: (e: Error) => void } | undefined;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    [this.#host, this.#port] = [hostname, Number(port)];
  }

  /** Bytes of a whole request. One that was closed as idle is asked again, as every client does. */
  async ask(request: string): Promise<RawReply> {
    const wasKept = this.#socket !== undefined;
    try {
      return await this.#once(request);
    } catch (error) {
      if (!wasKept) throw error;
      return this.#once(request);
    }
  }

  close(): void {
    this.#socket?.destroy();
  }

  #once(request: string): Promise<RawReply> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      (this.#socket ??= this.#open()).write(request);
    });
  }

  #open(): Socket {
    const socket = connect(this.#port, this.#host).setNoDelay(true).setEncoding("utf8");
    const end = (error: Error) => {
      if (this.#socket === socket) this.#socket = undefined;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      this.#told = "";
      waiting?.reject(error);
    };
    socket.on("data", (chunk: string) => this.#hear(chunk));
    socket.on("error", end);
    socket.on("close", () => end(new Error("the connection was closed")));
    return socket;
  }

  #hear(chunk: string): void {
    this.#told += chunk;
    const at = this.#told.indexOf(END_OF_HEAD);
    if (at < 0) return;
    const head = this.#told.slice(0, at);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    const bodyAt = at + END_OF_HEAD.length;
    if (Buffer.byteLength(this.#told) < bodyAt + length) return;
    const body = this.#told.slice(bodyAt);
    this.#told = "";
    const { resolve } = this.#waiting!;
    this.#waiting = undefined;
    if (/^connection: close/im.test(head)) this.#socket = undefined;
    resolve({ status: Number(head.slice(9, 12)), head, body });
  }
}
