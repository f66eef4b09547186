import { createServer, request, type Server } from "node:http";
import { type AddressInfo } from "node:net";

/** Stands between one gateway and the node, passes everything on, and counts the transactions sent. */
export class NodeProxy {
  sends = 0;
  url = "";
  readonly #server: Server;

  private constructor(target: string) {
    this.#server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk));
      req.on("end", () => {
        const body = Buffer.concat(chunks);
        if (body.includes('"eth_sendRawTransaction"')) this.sends++;
        const options = { method: "POST", headers: { "content-type": "application/json" } };
        const onward = request(target, options, (answer) => {
          res.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(res);
        });
        onward.on("error", () => res.destroy());
        onward.end(body);
      });
    });
  }

  static async before(target: string): Promise<NodeProxy> {
    const proxy = new NodeProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${(proxy.#server.address() as AddressInfo).port}`;
    return proxy;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
