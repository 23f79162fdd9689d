import type { Log } from './log.js';
import { backoffMs } from './loop.js';
import {
  planSteps,
  type Assignment,
  type FailedStarts,
  type Report,
  type Step,
} from './plan-steps.js';
import type { InstanceSpec, RentalId, Runtime } from './runtime.js';

const failureCharsMax = 200;
/** More rounds than steps can follow from each other: stop or start, then report. */
const roundsMax = 4;

/** Makes this machine run what the API desires. */
export interface Reconciler {
  /** Takes the whole list of assignments, in place of the one before. */
  assign(assignments: readonly Assignment[]): void;
  /**
   * Brings the machine to the last list, and tells the API. Does nothing before the first list. Answers after how many
   * milliseconds to look again; throws where a stop failed or the API could not be told, which is to be tried again.
   */
  reconcile(): Promise<number>;
}

export interface ReconcilerOptions {
  runtime: Runtime;
  /** Tells the API. Throws where it cannot be told now, and so must be told again. */
  report: (report: Report) => Promise<void>;
  log: Log;
  /** How often to look whether everything still runs. */
  lookEverySeconds: number;
}

/** A reconciler that has been told nothing yet. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { runtime, report, log } = options;
  let desired: readonly Assignment[] | undefined;
  const told = new Map<RentalId, Report>();
  const failedStarts = new Map<RentalId, FailedStarts>();

  const start = async (spec: InstanceSpec) => {
    try {
      const { rentalId, port } = await runtime.start(spec);
      failedStarts.delete(rentalId);
      log.info({ rentalId, port }, 'instance started');
    } catch (error) {
      const failed = failedAgain(failedStarts.get(spec.rentalId), error);
      failedStarts.set(spec.rentalId, failed);
      log.warn({ rentalId: spec.rentalId, count: failed.count, err: error }, 'start failed');
    }
  };
  const perform = async (step: Step) => {
    switch (step.kind) {
      case 'START':
        return start(step.spec);
      case 'STOP':
        await runtime.stop(step.rentalId);
        return log.info({ rentalId: step.rentalId }, 'instance stopped');
      case 'REPORT':
        await report(step.report);
        return void told.set(step.report.rentalId, step.report);
    }
  };

  return {
    assign(assignments) {
      desired = assignments;
      keepOnly(told, assignments);
      keepOnly(
        failedStarts,
        assignments.filter((assignment) => assignment.desired === 'RUN'),
      );
    },
    async reconcile() {
      for (let round = 0; desired !== undefined && round < roundsMax; round += 1) {
        const steps = planSteps(desired, runtime.list(), { told, failedStarts }, Date.now());
        if (steps.length === 0) break;
        const outcomes = await Promise.allSettled(steps.map(perform));
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
      }
      return pauseMs(failedStarts, options.lookEverySeconds * 1000);
    },
  };
}

function failedAgain(before: FailedStarts | undefined, error: unknown): FailedStarts {
  const count = before?.count ?? 0;
  const failure = error instanceof Error ? error.message : 'unknown';
  return {
    count: count + 1,
    failure: failure.slice(0, failureCharsMax),
    retryAtMs: Date.now() + backoffMs(count),
  };
}

function keepOnly(memory: Map<RentalId, unknown>, assignments: readonly Assignment[]): void {
  const assigned = new Set(assignments.map(({ rentalId }) => rentalId));
  for (const rentalId of memory.keys()) if (!assigned.has(rentalId)) memory.delete(rentalId);
}

function pauseMs(failedStarts: ReadonlyMap<RentalId, FailedStarts>, lookEveryMs: number): number {
  const retries = [...failedStarts.values()].map(({ retryAtMs }) => retryAtMs - Date.now());
  return Math.max(0, Math.min(lookEveryMs, ...retries));
}
