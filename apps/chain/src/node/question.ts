import { BaseError, HttpRequestError, RpcRequestError } from 'viem';
import { refusalIn } from './ask.js';
import type { Endpoint } from './endpoint.js';

/** A JSON-RPC question as viem passes it on. */
export interface Question {
  method: string;
  params?: unknown;
}

/** What one endpoint said: it answered, or understood and declined with an error of viem. */
export type Reply =
  { endpoint: Endpoint; answer: unknown } | { endpoint: Endpoint; declined: unknown };

/** Asks one endpoint. Throws viem's error where it failed, after having put it in quarantine. */
export async function put(endpoint: Endpoint, question: Question): Promise<Reply> {
  try {
    return { endpoint, answer: await passOn(endpoint, question) };
  } catch (error) {
    const status = overloadStatus(error, question);
    if (refusalIn(error) !== undefined && status === undefined)
      return { endpoint, declined: error };
    endpoint.distrust('SILENT', status === undefined ? {} : { status });
    // An error in the answer's body would read as a refusal further up.
    throw status === undefined ? error : new HttpRequestError({ url: 'hidden', status });
  }
}

function passOn(endpoint: Endpoint, question: Question): Promise<unknown> {
  // It comes from a typed client of viem: its type is gone on the way through a transport.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return endpoint.request(question as Parameters<Endpoint['request']>[0]);
}

const tooManyRequests = 429;
const serverError = 500;
const limitExceeded = -32005;

/**
 * The HTTP status of an error that says "not now" although its body is an answer: a status of overload, or the code
 * "limit exceeded" (EIP-1474). Not for logs: there the code also means that they are too many.
 */
function overloadStatus(error: unknown, { method }: Question): number | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const answer = error.walk((cause) => cause instanceof RpcRequestError);
  if (!(answer instanceof RpcRequestError)) return undefined;
  const { status = 200, code } = answer;
  if (status === tooManyRequests || status >= serverError) return status;
  return code === limitExceeded && method !== 'eth_getLogs' ? tooManyRequests : undefined;
}
