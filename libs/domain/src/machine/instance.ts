import type { Hash } from '../ids.js';

export type InstanceState = 'REQUESTED' | 'STARTING' | 'RUNNING' | 'STOPPED' | 'FAILED';
/** RUN: have it up. PAUSE: have it down and keep its data. STOP: have none. */
export type DesiredInstance = 'RUN' | 'PAUSE' | 'STOP';

/** What runs for a rental on its machine. */
export interface Instance {
  rentalId: Hash;
  machineId: string;
  /** What the machine should make true: its assignment. */
  desired: DesiredInstance;
  /** What the machine last said. */
  state: InstanceState;
  /** The secret that the instance must answer a probe with. */
  probeToken: string;
  port: number | undefined;
  failure: string | undefined;
  /** When a probe first got the right answer. */
  provedAt: Date | undefined;
  /** Of a bid that waits: when the machine was given to it. Undefined where it is not, or runs. */
  givenAt: Date | undefined;
  /** Of a bid: when it had to let go of the machine because this did not come up. */
  bootFailedAt: Date | undefined;
  updatedAt: Date;
}
