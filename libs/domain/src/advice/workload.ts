import { refuseAmount, refuseOutside } from './within.js';

/** What shall be computed, and what its interruptions and its waiting cost. */
export interface Workload {
  /** Hours of work on a machine of speed 1, without interruption and without checkpoints. */
  workHours: number;
  /** Undefined: the workload cannot save its state, and an interruption loses all of it. */
  checkpoints: Checkpoints | undefined;
  /** From an instance that answers to work that goes on where it was: loading data and state. Billed. */
  restartHours: number;
  /** Until another machine is found and its instance answers. Not billed: no clock runs. */
  replacementHours: number;
  /** What an hour of waiting for the result is worth. */
  hourValueUnits: bigint;
  deadline: Deadline | undefined;
  /** What may be spent. */
  budgetUnits: bigint | undefined;
}

export interface Checkpoints {
  /** How long writing one takes, during which no work is done. It must lie where an interruption does not reach it. */
  writeHours: number;
  /** Undefined: as often as is best. */
  everyHours: number | undefined;
}

export interface Deadline {
  /** From now. */
  hours: number;
  /** With which probability it is to be met. */
  probability: number;
}

const second = 1 / 3600;
const longest = 10_000;

/** What a workload may be like. */
export const workloadBounds = {
  workHours: { least: 1 / 60, most: longest },
  writeHours: { least: second, most: 24 },
  everyHours: { least: 1 / 60, most: longest },
  restartHours: { least: 0, most: 24 },
  replacementHours: { least: 0, most: 720 },
  deadlineHours: { least: 1 / 60, most: 100_000 },
  probability: { least: 0, most: 1 },
} as const;

/** Refuses `MALFORMED_INPUT` for a workload that nobody has. */
export function assertWorkload(workload: Workload, field: string): void {
  const { checkpoints, deadline, budgetUnits } = workload;
  refuseOutside(`${field}.workHours`, workload.workHours, workloadBounds.workHours);
  refuseOutside(`${field}.restartHours`, workload.restartHours, workloadBounds.restartHours);
  refuseOutside(
    `${field}.replacementHours`,
    workload.replacementHours,
    workloadBounds.replacementHours,
  );
  refuseAmount(`${field}.hourValueUnits`, workload.hourValueUnits);
  if (budgetUnits !== undefined) refuseAmount(`${field}.budgetUnits`, budgetUnits);
  if (checkpoints !== undefined) assertCheckpoints(checkpoints, `${field}.checkpoints`);
  if (deadline === undefined) return;
  refuseOutside(`${field}.deadline.hours`, deadline.hours, workloadBounds.deadlineHours);
  refuseOutside(`${field}.deadline.probability`, deadline.probability, workloadBounds.probability);
}

/** Refuses `MALFORMED_INPUT` for checkpoints that nobody writes. */
export function assertCheckpoints({ writeHours, everyHours }: Checkpoints, field: string): void {
  refuseOutside(`${field}.writeHours`, writeHours, workloadBounds.writeHours);
  if (everyHours !== undefined)
    refuseOutside(`${field}.everyHours`, everyHours, workloadBounds.everyHours);
}
