import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { answeredError, ApiFault, ApiRefusal, errorOf } from './api-errors.js';
import { bigintAsDigits, type Operation } from './operation.js';
import type { ApiEndpoint } from './post-operation.js';
import { readAnswer } from './read-answer.js';

const messageBytesMax = 1024 * 1024;
const ackWithinMs = 10_000;
const pingEveryMs = 10_000;
const pongWithinMs = 5_000;
const retryWaitMsMax = 10_000;

/**
 * The results of a subscription, over a connection of its own, until `signal` aborts. Where the connection breaks, or the
 * API goes away, it is made again with a new token, at first at once, later after up to 10 seconds. Ends with
 * `ApiRefusal` or `ApiFault` where the API answers with an error.
 */
export async function* subscribe<Result, Variables extends Record<string, unknown>>(
  endpoint: ApiEndpoint,
  operation: Operation<'subscription', Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): AsyncGenerator<Result, void> {
  const pause = backoff(signal);
  for (let retries = 0; !signal.aborted; retries += 1) {
    for await (const result of oneSubscription(endpoint, operation, variables, signal, pause)) {
      retries = 0;
      yield result;
    }
    await pause(retries);
  }
}

async function* oneSubscription<Result, Variables extends Record<string, unknown>>(
  endpoint: ApiEndpoint,
  operation: Operation<'subscription', Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  pause: (retries: number) => Promise<void>,
): AsyncGenerator<Result, void> {
  const client = connect(endpoint, pause);
  const answers = client.iterate({ query: operation.text, variables });
  const stop = () => void answers.return?.();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const answer of answers) yield readAnswer(operation, answer);
  } catch (error) {
    throw declined(error);
  } finally {
    signal.removeEventListener('abort', stop);
    client.terminate();
  }
}

/** A WebSocket that closes itself where a message is too big. */
class BoundedWebSocket extends WebSocket {
  constructor(address: string, protocols: string) {
    super(address, protocols, { maxPayload: messageBytesMax, handshakeTimeout: ackWithinMs });
  }
}

function connect({ url, token }: ApiEndpoint, pause: (retries: number) => Promise<void>): Client {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: async () =>
      token === undefined ? {} : { authorization: `Bearer ${await token()}` },
    webSocketImpl: BoundedWebSocket,
    jsonMessageReplacer: bigintAsDigits,
    connectionAckWaitTimeout: ackWithinMs,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: pause,
    keepAlive: pingEveryMs,
  });
  terminateWithoutPong(client);
  return client;
}

/** A peer that vanished without a word leaves the connection open: its silence to a ping tells. */
function terminateWithoutPong(client: Client): void {
  let silence: NodeJS.Timeout | undefined;
  client.on('ping', (received) => {
    if (!received) silence = setTimeout(() => client.terminate(), pongWithinMs);
  });
  client.on('pong', (received) => {
    if (received) clearTimeout(silence);
  });
  client.on('closed', () => clearTimeout(silence));
}

/** Waits before the next try, twice as long each time, with jitter; not at all once `signal` has aborted. */
function backoff(signal: AbortSignal) {
  return async (retries: number): Promise<void> => {
    const longestMs = Math.min(retryWaitMsMax, 250 * 2 ** retries);
    const waitMs = longestMs * (0.5 + Math.random() / 2);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  };
}

/** The API declines a subscription with a list of errors; graphql-ws throws that, or why the connection closed for good. */
function declined(error: unknown): Error {
  if (error instanceof ApiRefusal || error instanceof ApiFault) return error;
  const answered = z.array(answeredError).nonempty().safeParse(error);
  if (answered.success) return errorOf(answered.data[0]);
  return new ApiFault('the subscription broke', undefined, { cause: error });
}
