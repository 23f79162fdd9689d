import { Fault } from '@gpuflow/domain';

import type { ChainHands } from './chain-hands.ts';
import type { Drill } from './drill.ts';
import { assertInvariants, assertSettled, Violation } from './invariants.ts';
import { newLife, type Life, type Step } from './life.ts';
import { seeded, type Random } from './random.ts';
import type { Stand } from './stand.ts';

/** Steps that no fault strikes must come true within so many seconds. */
const undisturbedSeconds = 300;

/** What came of one seed. */
export interface Outcome {
  seed: number;
  /** Where the fault struck. */
  struck: string;
  /** From the end of the fault until the step it struck had come true. */
  recoverySeconds: number;
}

interface Beginning<Chain extends ChainHands> {
  stand: Stand<Chain>;
  seed: number;
  random: Random;
  life: Life;
  boundSeconds: number;
}

/** One seed of a fault: a rental's life, at one step of which the fault strikes. */
export class Trial<Chain extends ChainHands = ChainHands> {
  readonly stand: Stand<Chain>;
  readonly random: Random;
  readonly seed: number;
  readonly life: Life;
  readonly #boundSeconds: number;
  readonly #said: string[] = [];
  #recoverySeconds = 0;

  private constructor({ stand, seed, random, life, boundSeconds }: Beginning<Chain>) {
    this.stand = stand;
    this.seed = seed;
    this.random = random;
    this.life = life;
    this.#boundSeconds = boundSeconds;
  }

  /** Plays a seed to its end. Throws {@link Violation} where anything does not hold. */
  static async play<Chain extends ChainHands>(
    drill: Drill<Chain>,
    stand: Stand<Chain>,
    seed: number,
  ): Promise<Outcome> {
    const random = seeded(drill.name, seed);
    const life = await newLife(stand, random, seed);
    const { boundSeconds } = drill;
    const trial = new Trial({ stand, seed, random, life, boundSeconds });
    const struck = random.pick(drill.strikesAt);
    for (const step of life.steps) {
      if (step.name === struck) await drill.strike(trial, step);
      else await trial.undisturbed(step);
      await assertInvariants(stand);
      if (drill.isLast && step.name === struck) break;
    }
    if (!drill.isLast) await trial.#settle();
    trial.#assertNamed(drill.saidAs);
    return { seed, struck, recoverySeconds: trial.#recoverySeconds };
  }

  async undisturbed(step: Step): Promise<void> {
    await step.act();
    await this.#within(undisturbedSeconds, step.isDone, step.name, () => Promise.resolve());
  }

  /** While the fault is on: everybody works, time passes, and the invariants hold at every moment. */
  async struggle(moments: number): Promise<void> {
    for (let moment = 0; moment < moments; moment += 1) {
      await this.#work();
      await assertInvariants(this.stand);
      await this.stand.pass();
    }
  }

  /**
   * Ends the fault. From then on the step comes true within the drill's bound, with the invariants at every moment.
   * Starting a process anew counts.
   */
  async recover(step: Step, end: () => Promise<void> | void = () => undefined): Promise<void> {
    const since = this.stand.nowMs();
    await end();
    await this.#within(this.#boundSeconds, step.isDone, step.name);
    const seconds = (this.stand.nowMs() - since) / 1_000;
    this.#recoverySeconds = Math.max(this.#recoverySeconds, seconds);
  }

  /** Something other than a step that must come true within the bound. */
  async reach(what: string, isDone: () => Promise<boolean>): Promise<void> {
    await this.#within(this.#boundSeconds, isDone, what);
  }

  /** A process that the fault ends must say why. */
  async expectEnd(): Promise<void> {
    const ended = async () => this.stand.chain.ended() !== undefined;
    await this.#within(this.#boundSeconds, ended, 'the process ends');
    this.#said.push(this.stand.chain.ended() ?? '');
  }

  async #settle(): Promise<void> {
    let problem = '';
    await this.#within(
      this.#boundSeconds,
      async () => {
        problem = await violationOf(assertSettled(this.stand));
        return problem === '';
      },
      'everything is settled',
    ).catch((error: unknown) => {
      throw problem === '' ? error : new Violation(problem);
    });
  }

  async #within(
    seconds: number,
    isDone: () => Promise<boolean>,
    what: string,
    check = () => assertInvariants(this.stand),
  ): Promise<void> {
    const { stand } = this;
    const since = stand.nowMs();
    for (;;) {
      await this.#work();
      await check();
      const elapsed = (stand.nowMs() - since) / 1_000;
      if (await isDone()) return;
      const ended = stand.chain.ended();
      if (ended !== undefined) throw new Violation(`${what}: the process has ended: ${ended}`);
      if (elapsed > seconds)
        throw new Violation(`${what}: not within ${seconds} s; said: ${this.#said.join(' | ')}`);
      await stand.pass();
    }
  }

  async #work(): Promise<void> {
    const { chain } = this.stand;
    await chain.work();
    this.#said.push(...chain.warnings());
    await this.stand.keep().catch(tolerateFault);
  }

  #assertNamed(saidAs: RegExp | undefined): void {
    if (saidAs === undefined || this.#said.some((line) => saidAs.test(line))) return;
    throw new Violation(`no line of the log names it: ${this.#said.join(' | ')}`);
  }
}

/** The keeper looks again at the next moment. */
function tolerateFault(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
}

async function violationOf(check: Promise<void>): Promise<string> {
  try {
    await check;
    return '';
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
}
