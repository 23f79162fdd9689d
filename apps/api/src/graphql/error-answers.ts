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
    // What has no place in the result was said before anything was executed.
    const ofRequest = error.path === undefined ? requestErrors(error, cause) : [];
    return ofRequest.length > 0 ? ofRequest : [{ ...placeOf(error), ...this.answer(cause) }];
  }

  /** What to say of an error that was thrown while a request was executed. */
  answer(cause: unknown): ErrorAnswer {
    if (cause instanceof Refusal) return this.#refused(cause);
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
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined
    ? causeOf(error.originalError)
    : error;
}

/** The status of a request that was not executed: the client's mistakes keep theirs, ours are 500. */
export function httpStatusOf(error: unknown): number {
  const cause = causeOf(error);
  if (isClientFault(cause)) return cause.statusCode;
  return cause instanceof GraphQLError ? 400 : 500;
}

/** Facts as JSON has them: bigints become decimal strings. */
function plain(facts: unknown): unknown {
  return JSON.parse(
    JSON.stringify(facts, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
  );
}

/** What is wrong with a request by the word of GraphQL or Fastify; nothing where they did not say it. */
function requestErrors(error: GraphQLError, cause: unknown): GraphQLFormattedError[] {
  if (cause instanceof GraphQLError) return [malformedDocument(error)];
  if (!isClientFault(cause)) return [];
  const documentErrors = documentErrorsIn(cause);
  return documentErrors.length > 0
    ? documentErrors.map(malformedDocument)
    : [{ message: cause.message, extensions: { code: 'BAD_REQUEST' } }];
}

/** Mercurius collects what is wrong with a document in `errors` of one error. */
function documentErrorsIn(cause: Error): Error[] {
  if (!('errors' in cause) || !Array.isArray(cause.errors)) return [];
  return cause.errors.filter((error) => error instanceof Error);
}

function malformedDocument(error: Error): GraphQLFormattedError {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  return { message: error.message, ...place, extensions };
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
