import type { ChainHands } from './chain-hands.ts';
import type { Step, StepName } from './life.ts';
import type { Stand } from './stand.ts';
import type { Trial } from './trial.ts';

/** A fault by name, and how it is played. The trials of all its seeds share one stand. */
export interface Drill<Chain extends ChainHands = ChainHands> {
  name: string;
  /** The steps of a rental's life at which it may strike; the seed picks one. */
  strikesAt: readonly StepName[];
  /** What it strikes must have come true so many seconds after it ended. */
  boundSeconds: number;
  /** How the log names it; undefined where nothing is wrong that an operator should hear of. */
  saidAs: RegExp | undefined;
  /** Nothing goes on after it until a person has looked: each seed has a stand of its own, and ends with the strike. */
  isLast?: true;
  openStand(): Promise<Stand<Chain>>;
  /** Takes the step while the fault is on, ends the fault, and waits for the recovery. */
  strike(trial: Trial<Chain>, step: Step): Promise<void>;
}

export const everyStep: readonly StepName[] = [
  'deposit',
  'open',
  'start',
  'settle',
  'stop',
  'close',
];

/** The steps for which the chain process sends a transaction. */
export const sentSteps: readonly StepName[] = ['open', 'start', 'settle', 'stop', 'close'];
