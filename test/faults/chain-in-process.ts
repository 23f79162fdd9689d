import { createChainProcess, chainOf, readEnv, type ChainProcess } from '@gpuflow/chain';
import { Fault } from '@gpuflow/domain';
import type { Clock, Log } from '@gpuflow/marketplace';

import { chainEnvironment, type ChainPlace } from './chain-environment.ts';
import type { ChainHands } from './chain-hands.ts';

const roles = ['METER', 'KEEPER', 'RELAYER'] as const;

/** Takes the chain process's steps one by one, by a clock that the trial moves: every trial is the same each time. */
export function chainInProcess(place: ChainPlace, clock: Clock): ChainHands {
  const warnings: string[] = [];
  const env = readEnv(chainEnvironment(place));
  let process = open();
  let ended: string | undefined;

  function open(): { steps: ChainProcess; close(): Promise<void> } {
    const chain = chainOf(env, logTo(warnings));
    const market = { ...chain.market, clock };
    return {
      steps: createChainProcess({ ...chain, market }),
      close: () => chain.market.db.close(),
    };
  }

  async function take(step: () => Promise<boolean>): Promise<void> {
    if (ended !== undefined) return;
    try {
      await step();
    } catch (error) {
      // What the outside does is tried again; everything else ends the process.
      if (error instanceof Fault) warnings.push(`outside failed: ${describe(error)}`);
      else ended = describe(error);
    }
  }

  return {
    async work() {
      const { steps } = process;
      await take(() => steps.followStep());
      for (const role of roles) await take(() => steps.sendStep(role));
      await take(() => steps.trackStep());
    },
    ended: () => ended,
    async restart() {
      await process.close();
      process = open();
      ended = undefined;
    },
    warnings: () => warnings.splice(0),
    async close() {
      await process.steps.close();
      await process.close();
    },
  };
}

function logTo(warnings: string[]): Log {
  const keep = (facts: object, message: string) =>
    void warnings.push(`${message}: ${describe(facts)}`);
  return { info: () => undefined, warn: keep, error: keep };
}

/** A message with all its causes, or facts as JSON. */
function describe(said: unknown): string {
  if (said instanceof Error)
    return said.cause === undefined
      ? `${said.name}: ${said.message}`
      : `${said.name}: ${said.message}; ${describe(said.cause)}`;
  return JSON.stringify(said, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    return value instanceof Error ? describe(value) : value;
  });
}
