import { type Config } from "./config.ts";
import { type Gateway, type Log, openGateway } from "./gateway.ts";
import { openServer } from "./http/server.ts";

export { openLog } from "./http/log.ts";

export interface RunningGateway {
  gateway: Gateway;
  url: string;
  /** Stops the interfaces, then what runs behind them. Repeating it is harmless. */
  close(): Promise<void>;
}

/** A gateway and its HTTP interface. */
export async function startGateway(config: Config, log: Log): Promise<RunningGateway> {
  const gateway = await openGateway(config, log);
  try {
    const server = await openServer(gateway, log);
    let closing: Promise<void> | undefined;
    const close = async () => {
      await server.close();
      await gateway.close();
    };
    return { gateway, url: server.url, close: () => (closing ??= close()) };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}
