import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@gpuflow/domain';
import { BaseError, HttpRequestError } from 'viem';
import { jittered } from '../jittered.js';
import type { Endpoint, EndpointSetting } from './endpoint.js';
import { put, type Question, type Reply } from './question.js';

/** All endpoints of one chain. */
export interface Endpoints extends EndpointSetting {
  chainId: number;
  all: readonly Endpoint[];
  /** From this depth on no two may have different blocks; a block is its own first confirmation. */
  depth: bigint;
  /** The one that is read from, while nothing speaks against it. */
  preferred: Endpoint;
}

/** Endpoints contradict each other on what must not be decided wrongly. */
export class EndpointsDisagree extends Fault {
  constructor(about: string) {
    super('rpc', new Error(`the endpoints disagree on ${about}`));
  }
}

/** No question is put more often in a row. */
const roundsMax = 3;
const firstPauseMs = 100;

/** Asks the preferred endpoint, and the next one where it fails. */
export function read(endpoints: Endpoints, question: Question): Promise<unknown> {
  return inRounds(endpoints, (usable) => askInTurn(usable, question));
}

/** Asks all usable endpoints at once. At least one has replied; one that did not is in quarantine. */
export function askAll(endpoints: Endpoints, question: Question): Promise<Reply[]> {
  return inRounds(endpoints, async (usable) => {
    const replies = await Promise.allSettled(usable.map((endpoint) => put(endpoint, question)));
    const given = replies.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = replies.find((one) => one.status === 'rejected');
    if (given.length === 0) throw failed?.reason;
    return given;
  });
}

/**
 * Tries again where all were out at once, after a short pause. Not after a timeout: that was pause enough, and whoever
 * asks has a backoff of its own.
 */
async function inRounds<Answer>(
  endpoints: Endpoints,
  attempt: (usable: readonly Endpoint[]) => Promise<Answer>,
): Promise<Answer> {
  for (let round = 1; ; round += 1) {
    try {
      return await attempt(usableOf(endpoints));
    } catch (error) {
      if (round === roundsMax || !isUnreached(error)) throw error;
      await delay(jittered(firstPauseMs * 4 ** (round - 1), endpoints.random));
    }
  }
}

/**
 * Those that are trusted, the preferred one first. Where none is, those that were good and then silent or slow: they may
 * be back before their quarantine ends.
 */
function usableOf({ all, preferred }: Endpoints): readonly Endpoint[] {
  const trusted = all.filter((endpoint) => endpoint.trusted);
  const usable = trusted.length > 0 ? trusted : all.filter((endpoint) => endpoint.wasGood);
  if (usable.length === 0) throw new Fault('rpc', new Error('no endpoint is to be trusted'));
  return usable.toSorted((a, b) => Number(b === preferred) - Number(a === preferred));
}

async function askInTurn(usable: readonly Endpoint[], question: Question): Promise<unknown> {
  let declined: unknown;
  let failure: unknown;
  for (const endpoint of usable) {
    const reply = await put(endpoint, question).catch((error: unknown) => void (failure = error));
    if (reply === undefined) continue;
    if ('answer' in reply) return reply.answer;
    declined ??= reply.declined;
    // What is named by a block's hash another endpoint may have; all else it would decline as well.
    if (!namesBlockHash(question)) break;
  }
  throw declined ?? failure;
}

function namesBlockHash({ params }: Question): boolean {
  return JSON.stringify(params ?? []).includes('"blockHash":');
}

/** No answer came, or one of overload: asking again soon may help. */
function isUnreached(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return error.walk((cause) => cause instanceof HttpRequestError) !== null;
}
