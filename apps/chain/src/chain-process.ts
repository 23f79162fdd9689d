import { chainBlocks, chainCursors, type ChainCursor } from '@gpuflow/db';
import { Fault, type SignerRole } from '@gpuflow/domain';
import type { Chain } from './chain.js';
import { confirmRentals, rollBackRentals } from './confirm-rentals.js';
import { followStep } from './indexer/follow.js';
import { EndpointsDisagree } from './node/endpoints.js';
import { refuseForeignChain } from './refuse-foreign-chain.js';
import { repeat } from './repeat.js';
import { sendStep } from './transactions/send.js';
import { senderOf, type Sender } from './transactions/sender.js';
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
  /** Follows a signer's transactions; all signers' where none is named. */
  trackStep(role?: SignerRole): Promise<boolean>;
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
        repeat(step, {
          name,
          pollMs,
          log: chain.market.log,
          stop: closing.signal,
          random: Math.random,
        }),
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
  const senders = sendersOf(chain);
  let checked = false;
  const onOurChain = async <Result>(step: () => Promise<Result>): Promise<Result> => {
    if (!checked) await refuseForeignChain(chain);
    checked = true;
    return step();
  };
  return {
    followStep: () => onOurChain(follow),
    sendStep: (role) => onOurChain(() => sendStep(senders[role])),
    trackStep: (role) =>
      onOurChain(() => (role === undefined ? trackAll(senders) : trackStep(senders[role]))),
  };
}

/**
 * Orphans are looked for at the start, because the last process may have ended before it had seen to them, and whenever
 * the block at which this process last looked has gone: it does not matter which process has stored that.
 */
function follower(chain: Chain): () => Promise<boolean> {
  let looked: ChainCursor | undefined;
  let orphansLeft = true;
  return async () => {
    const outcome = await followStep(chain).catch((error: unknown) => {
      if (isUnfit(error)) chain.node.passOver?.();
      throw error;
    });
    // Before the look at the blocks: what vanishes in between is seen the next time.
    const cursor = await chainCursors.find(chain.market.db, chain.market.policy.chainId);
    orphansLeft ||= await hasVanished(chain, looked);
    if (orphansLeft) orphansLeft = await rollBackRentals(chain);
    looked = cursor;
    await confirmRentals(chain);
    return outcome === 'APPENDED' || outcome === 'REORGANISED';
  };
}

/** An answer that another endpoint might give better. Where they disagree, none would. */
function isUnfit(error: unknown): boolean {
  return error instanceof Fault && error.source === 'rpc' && !(error instanceof EndpointsDisagree);
}

/** Whether a block is no longer stored: it was dropped, or is so deep that it was forgotten. */
async function hasVanished(
  { market }: Chain,
  block: Pick<ChainCursor, 'number' | 'hash'> | undefined,
): Promise<boolean> {
  if (block === undefined) return false;
  const { number, hash } = block;
  const [stored] = await chainBlocks.headers(market.db, market.policy.chainId, number, number);
  return stored?.hash !== hash;
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

type Senders = Readonly<Record<SignerRole, Sender>>;

function sendersOf(chain: Chain): Senders {
  return {
    METER: senderOf(chain, 'METER'),
    KEEPER: senderOf(chain, 'KEEPER'),
    RELAYER: senderOf(chain, 'RELAYER'),
  };
}

async function trackAll(senders: Senders): Promise<boolean> {
  const changed: boolean[] = [];
  for (const role of roles) changed.push(await trackStep(senders[role]));
  return changed.includes(true);
}

function namedSteps({ followStep, sendStep, trackStep }: Steps) {
  // A signer whose node or key is out must hold up no other's.
  const sending = roles.map((role) => [`send ${role}`, () => sendStep(role)] as const);
  const tracking = roles.map((role) => [`track ${role}`, () => trackStep(role)] as const);
  return [['follow', followStep] as const, ...sending, ...tracking];
}

async function untilIdle(steps: Steps): Promise<void> {
  for (let rounds = 0; rounds < roundsMax; rounds += 1) {
    const found: boolean[] = [];
    for (const [, step] of namedSteps(steps)) found.push(await step());
    if (!found.includes(true)) return;
  }
  throw new Fault('chain', new Error(`still busy after ${roundsMax} rounds`));
}
