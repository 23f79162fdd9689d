/**
 * What a machine was. `UP`: it beat. `DOWN`: it was silent, or has not begun. `MAINTENANCE`: its provider had said so in
 * time. `UNKNOWN`: we were not accepting beats, which is our fault and blames nobody.
 */
export type MachineState = 'UP' | 'DOWN' | 'MAINTENANCE' | 'UNKNOWN';

/** Why. Each cause belongs to one state. */
export type IntervalCause = 'BEATING' | 'SILENT' | 'NEVER_SEEN' | 'ANNOUNCED' | 'NOT_ACCEPTING';

export const stateOfCause: Readonly<Record<IntervalCause, MachineState>> = {
  BEATING: 'UP',
  SILENT: 'DOWN',
  NEVER_SEEN: 'DOWN',
  ANNOUNCED: 'MAINTENANCE',
  NOT_ACCEPTING: 'UNKNOWN',
};

/**
 * A machine's state in `[from, until)`. A machine's intervals follow one another without gap or overlap from its
 * enrolment on, and neighbours differ.
 */
export interface Interval {
  state: MachineState;
  from: Date;
  until: Date;
  cause: IntervalCause;
}

/** The interval that a machine is in: what comes after its last proof of life is a judgement so far. */
export type OpenInterval = Omit<Interval, 'until'>;
