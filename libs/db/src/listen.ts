import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { translated } from './faults.js';

/** Somebody listening to a channel. */
export interface Listener {
  /** Ends it and its connection. */
  stop(): Promise<void>;
}

const reconnectMsMin = 100;
const reconnectMsMax = 5_000;

/** See `Database.listen`. Throws `Fault('database')` where the first connection fails. */
export async function listen(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
  onGap: (() => void) | undefined,
): Promise<Listener> {
  const stopping = new AbortController();
  const connect = () => subscribe(url, channel, onMessage);
  const first = await connect().catch((error: unknown) => {
    throw translated(error);
  });
  const ended = keepListening(first, connect, onGap, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function keepListening(
  first: pg.Client,
  connect: () => Promise<pg.Client>,
  onGap: (() => void) | undefined,
  stopping: AbortSignal,
): Promise<void> {
  let client: pg.Client | undefined = first;
  while (client !== undefined) {
    await endOf(client, stopping);
    await client.end().catch(() => undefined);
    client = await reconnected(connect, stopping);
    if (client !== undefined) onGap?.();
  }
}

/** Tries until it is connected again; undefined when `stopping` came first. */
async function reconnected(
  connect: () => Promise<pg.Client>,
  stopping: AbortSignal,
): Promise<pg.Client | undefined> {
  for (
    let waitMs = reconnectMsMin;
    !stopping.aborted;
    waitMs = Math.min(waitMs * 2, reconnectMsMax)
  ) {
    const client = await connect().catch(() => undefined);
    if (client !== undefined) return client;
    await delay(waitMs, undefined, { signal: stopping }).catch(() => undefined);
  }
  return undefined;
}

async function subscribe(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  client.on('notification', ({ payload }) => onMessage(payload ?? ''));
  // What breaks a connection shows as its end; without a listener the error would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

function endOf(client: pg.Client, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once('end', resolve);
    stopping.addEventListener('abort', () => resolve(), { once: true });
  });
}
