import { setTimeout as sleep } from 'node:timers/promises';

import { ApiFault } from '@gpuflow/api-client';
import { Fault } from '@gpuflow/domain';

const pauseMs = 250;
const tryForMs = 60_000;

/** Asks again for a minute while something is not there; every request of the demonstration is safe to repeat. */
export async function persistently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (const until = Date.now() + tryForMs; ;) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
    }
    await sleep(pauseMs);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiFault || error instanceof Fault;
}

/** Asks until the answer is what is waited for; after two minutes it says what it waited for. */
export async function waitFor<Result>(
  what: string,
  ask: () => Promise<Result | undefined>,
): Promise<Result> {
  for (const until = Date.now() + 2 * tryForMs; Date.now() < until; await sleep(pauseMs / 2)) {
    const answer = await persistently(ask);
    if (answer !== undefined) return answer;
  }
  throw new Error(`Waited two minutes for ${what}: see the logs.`);
}
