import { randomUUID } from 'node:crypto';

import { Fault, Refusal } from '@gpuflow/domain';
import type { Log } from '@gpuflow/marketplace';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** What a client is told of an error: a code, and facts or an id to quote. Never a stack, never foreign text. */
export interface ErrorAnswer {
  message: string;
  extensions: { code: string; facts?: unknown; errorId?: string };
}

/** Says errors to clients, each kind in one way, and logs each once (architecture: refusal, fault, bug). */
export class ErrorAnswers {
  /** One error may reach several fields: all of them quote the same id. */
  readonly #ids = new WeakMap<object, string>();

  constructor(private readonly log: Log) {}

  /** The errors of a response for one error of an execution: a malformed document has several. */
  format(error: GraphQLError): GraphQLFormattedError[] {
    const cause = causeOf(error);
    const documentErrors = documentErrorsIn(cause);
    if (documentErrors.length > 0) return documentErrors.map(malformedDocument);
    if (isMalformedRequest(error, cause)) return [malformedDocument(error)];
    return [{ ...placeOf(error), ...this.answer(cause) }];
  }

  /** What to say of an error that was thrown. */
  answer(cause: unknown): ErrorAnswer {
    if (cause instanceof Refusal) return this.#refused(cause);
    if (isClientFault(cause)) return refusedRequest(cause.message);
    const errorId = this.#idOf(cause);
    return cause instanceof Fault
      ? { message: 'Try again later.', extensions: { code: 'TRY_LATER', errorId } }
      : { message: 'Our mistake.', extensions: { code: 'INTERNAL', errorId } };
  }

  #refused({ code, facts }: { code: string; facts: unknown }): ErrorAnswer {
    this.log.info({ code, facts: plain(facts) }, 'refused');
    return { message: code, extensions: { code, facts: plain(facts) } };
  }

  #idOf(cause: unknown): string {
    const key =
      cause instanceof Error ? cause : new Error('something else than an Error', { cause });
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const errorId = randomUUID();
    this.#ids.set(key, errorId);
    this.#record(key, errorId);
    return errorId;
  }

  #record(cause: Error, errorId: string): void {
    if (cause instanceof Fault) this.log.warn({ errorId, err: cause }, 'the outside failed');
    else this.log.error({ errorId, err: cause }, 'bug');
  }
}

/** The error that was really thrown, under GraphQL's wrappings. */
export function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined
    ? causeOf(error.originalError)
    : error;
}

/** The status of a request that was not executed: the client's mistakes keep theirs, ours are 500. */
export function httpStatusOf(error: unknown): number {
  const cause = causeOf(error);
  if (isClientFault(cause)) return cause.statusCode;
  return cause instanceof GraphQLError || cause instanceof Refusal ? 400 : 500;
}

/** Facts as JSON has them: bigints become decimal strings. */
export function plain(facts: unknown): unknown {
  return JSON.parse(
    JSON.stringify(facts, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  );
}

/** Mercurius collects what is wrong with a document in `errors` of one error. */
function documentErrorsIn(cause: unknown): Error[] {
  if (!(cause instanceof Error) || !('errors' in cause) || !Array.isArray(cause.errors)) return [];
  return cause.errors.filter((error) => error instanceof Error);
}

/** GraphQL's own word, with no place in the result: nothing was executed, because the request does not fit the SDL. */
function isMalformedRequest(error: GraphQLError, cause: unknown): boolean {
  return error.path === undefined && cause instanceof GraphQLError;
}

function malformedDocument(error: Error): GraphQLFormattedError {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  return { message: error.message, ...place, extensions };
}

function refusedRequest(message: string): ErrorAnswer {
  return { message, extensions: { code: 'BAD_REQUEST' } };
}

function placeOf({
  locations,
  path,
}: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}

/** Fastify's word on a request: too large, not JSON, a mutation by GET. */
function isClientFault(cause: unknown): cause is Error & { statusCode: number } {
  if (!(cause instanceof Error) || !('statusCode' in cause)) return false;
  const { statusCode } = cause;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}
