import type { InstanceSpec, RentalId, RunningInstance } from './runtime.js';

/** What the API asks of this machine for one rental. */
export interface Assignment extends InstanceSpec {
  /** RUN: have an instance up. PAUSE: have it down, its data kept for when it runs again. STOP: have none. */
  desired: 'RUN' | 'PAUSE' | 'STOP';
}

/** This machine's word on an instance. */
export interface Report {
  rentalId: RentalId;
  state: 'STARTING' | 'RUNNING' | 'STOPPED' | 'FAILED';
  /** Where it answers, if it runs. */
  port?: number;
  /** Why it does not, if it failed. */
  failure?: string;
}

/** Starts of one rental's instance that failed in a row. */
export interface FailedStarts {
  count: number;
  failure: string;
  /** Not to be tried again before, in milliseconds of the machine's clock. */
  retryAtMs: number;
}

/** What the agent remembers while it runs; everything else is asked anew each time. */
export interface Memory {
  /** The last report of each rental that the API took. */
  told: ReadonlyMap<RentalId, Report>;
  failedStarts: ReadonlyMap<RentalId, FailedStarts>;
}

export type Step =
  | { kind: 'START'; spec: InstanceSpec }
  | { kind: 'STOP'; rentalId: RentalId }
  | { kind: 'REPORT'; report: Report };

/** So many failed starts in a row are reported as a failure. They are tried again all the same. */
const quietFailuresMax = 3;

/**
 * What is to be done so that this machine runs what is desired, and the API knows. Empty when all is well. No failure
 * here ends a rental: a start is tried until the assignment says STOP or is gone.
 */
export function planSteps(
  desired: readonly Assignment[],
  running: readonly RunningInstance[],
  memory: Memory,
  nowMs: number,
): Step[] {
  const ports = new Map(running.map(({ rentalId, port }) => [rentalId, port]));
  const assigned = new Set(desired.map(({ rentalId }) => rentalId));
  const orphans = running.filter(({ rentalId }) => !assigned.has(rentalId));
  return [
    ...orphans.map(({ rentalId }) => ({ kind: 'STOP', rentalId }) as const),
    ...desired.flatMap((assignment) => {
      const port = ports.get(assignment.rentalId);
      return assignment.desired === 'RUN'
        ? planRun(assignment, port, memory, nowMs)
        : planStop(assignment, port, memory);
    }),
  ];
}

function planRun(
  { rentalId, probeToken }: Assignment,
  port: number | undefined,
  memory: Memory,
  nowMs: number,
): Step[] {
  if (port !== undefined) return tell({ rentalId, state: 'RUNNING', port }, memory);
  const failed = memory.failedStarts.get(rentalId);
  const report: Report =
    failed === undefined || failed.count < quietFailuresMax
      ? { rentalId, state: 'STARTING' }
      : { rentalId, state: 'FAILED', failure: failed.failure };
  const due = failed === undefined || nowMs >= failed.retryAtMs;
  const start: Step = { kind: 'START', spec: { rentalId, probeToken } };
  return due ? [...tell(report, memory), start] : tell(report, memory);
}

function planStop({ rentalId }: Assignment, port: number | undefined, memory: Memory): Step[] {
  if (port !== undefined) return [{ kind: 'STOP', rentalId }];
  return tell({ rentalId, state: 'STOPPED' }, memory);
}

function tell(report: Report, { told }: Memory): Step[] {
  const before = told.get(report.rentalId);
  const known =
    before?.state === report.state &&
    before.port === report.port &&
    before.failure === report.failure;
  return known ? [] : [{ kind: 'REPORT', report }];
}
