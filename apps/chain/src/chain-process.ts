import { Fault, type SignerRole } from '@gpuflow/domain';
import type { Chain } from './chain.js';
import { confirmRentals, rollBackRentals } from './confirm-rentals.js';
import { followStep } from './indexer/follow.js';
import { refuseForeignChain } from './refuse-foreign-chain.js';
import { repeat } from './repeat.js';
import { sendStep } from './transactions/send.js';
import { trackStep } from './transactions/track.js';

const roles: readonly SignerRole[] = ['METER', 'KEEPER', 'RELAYER'];
/** `runUntilIdle` gives up after so many rounds in each of which something changed. */
const roundsMax = 1_000;

/**
 * The work between database and chain, as steps to be called by hand or as loops. Each step answers whether it found
 * anything to do, and throws `Fault` where node or database fail and `ForeignChain` where they do not belong together.
 */
export interface ChainProcess {
  /** Reads the chain one step further and hands confirmed rentals to the market. */
  followStep(): Promise<boolean>;
  /** Sends what is queued for a signer. */
  sendStep(role: SignerRole): Promise<boolean>;
  /** Follows all signers' transactions. */
  trackStep(): Promise<boolean>;
  /** Takes all steps until none finds anything to do. */
  runUntilIdle(): Promise<void>;
  /**
   * Takes all steps until `close`, `pollMs` apart while idle and longer while the outside fails. Calls `caughtUp` when
   * the chain has been read up to the node's head for the first time. Throws what no later try would mend.
   */
  run(pollMs: number, caughtUp?: () => void): Promise<void>;
  /** Ends `run`, after the steps that are being taken. */
  close(): Promise<void>;
}

/** Puts the steps together. Nothing is asked or written before the first of them. */
export function createChainProcess(chain: Chain): ChainProcess {
  const closing = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const steps = stepsOf(chain);
  return {
    ...steps,
    runUntilIdle: () => untilIdle(steps),
    async run(pollMs, caughtUp = () => undefined) {
      const followStep = announcing(steps.followStep, caughtUp);
      const loops = namedSteps({ ...steps, followStep }).map(([name, step]) =>
        repeat(step, { name, pollMs, log: chain.market.log, stop: closing.signal }),
      );
      running = Promise.allSettled(loops);
      await Promise.all(loops).finally(() => closing.abort());
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

type Steps = Pick<ChainProcess, 'followStep' | 'sendStep' | 'trackStep'>;

function stepsOf(chain: Chain): Steps {
  const follow = follower(chain);
  let checked = false;
  const onOurChain = async <Result>(step: () => Promise<Result>): Promise<Result> => {
    if (!checked) await refuseForeignChain(chain);
    checked = true;
    return step();
  };
  return {
    followStep: () => onOurChain(follow),
    sendStep: (role) => onOurChain(() => sendStep(chain, role)),
    trackStep: () => onOurChain(() => trackAll(chain)),
  };
}

/**
 * Orphans are looked for after a reorganisation, at the start, because the last process may have ended in between, and
 * after a failure: the answer to a commit may have been lost, or another process been faster.
 */
function follower(chain: Chain): () => Promise<boolean> {
  let mayHaveOrphans = true;
  return async () => {
    const outcome = await followStep(chain).catch((error: unknown) => {
      mayHaveOrphans = true;
      throw error;
    });
    mayHaveOrphans ||= outcome === 'REORGANISED';
    if (mayHaveOrphans) mayHaveOrphans = await rollBackRentals(chain);
    await confirmRentals(chain);
    return outcome === 'APPENDED' || outcome === 'REORGANISED';
  };
}

/** The step, which calls `idle` when it finds nothing to do for the first time. */
function announcing(step: () => Promise<boolean>, idle: () => void): () => Promise<boolean> {
  let announced = false;
  return async () => {
    const busy = await step();
    if (!busy && !announced) idle();
    announced ||= !busy;
    return busy;
  };
}

async function trackAll(chain: Chain): Promise<boolean> {
  const changed: boolean[] = [];
  for (const role of roles) changed.push(await trackStep(chain, role));
  return changed.includes(true);
}

function namedSteps({ followStep, sendStep, trackStep }: Steps) {
  const senders = roles.map((role) => [`send ${role}`, () => sendStep(role)] as const);
  return [['follow', followStep] as const, ...senders, ['track', trackStep] as const];
}

async function untilIdle(steps: Steps): Promise<void> {
  for (let rounds = 0; rounds < roundsMax; rounds += 1) {
    const found: boolean[] = [];
    for (const [, step] of namedSteps(steps)) found.push(await step());
    if (!found.includes(true)) return;
  }
  throw new Fault('chain', new Error(`still busy after ${roundsMax} rounds`));
}
