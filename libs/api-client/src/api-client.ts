import type { Operation } from './operation.js';
import { postOperation, type ApiEndpoint } from './post-operation.js';
import { subscribe } from './subscribe.js';

/**
 * The API's operations, typed: `await api.query(operations.rental, { id })`. Every answer is parsed before it is given
 * on. Throws `ApiRefusal` where the API declined, `ApiFault` where no usable answer came; nothing is sent twice.
 */
export interface ApiClient {
  query<Result, Variables>(
    operation: Operation<'query', Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Result>;
  mutate<Result, Variables>(
    operation: Operation<'mutation', Result, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Result>;
  /** The results as they come, until `signal` aborts; broken connections are made again. */
  subscribe<Result, Variables extends Record<string, unknown>>(
    operation: Operation<'subscription', Result, Variables>,
    variables: Variables,
    signal: AbortSignal,
  ): AsyncIterable<Result>;
}

/** A client of the API at `endpoint`. It keeps nothing open but the subscriptions that are being read. */
export function createApiClient(endpoint: ApiEndpoint): ApiClient {
  return {
    query: (operation, variables, signal) => postOperation(endpoint, operation, variables, signal),
    mutate: (operation, variables, signal) => postOperation(endpoint, operation, variables, signal),
    subscribe: (operation, variables, signal) => subscribe(endpoint, operation, variables, signal),
  };
}
