import { createHash } from 'node:crypto';

/** In how many hours a machine's turn to teach comes about once. */
const everyHours = 24;

/** Whether what is said of a machine in this hour is kept to be learned from: in one of 24 hours, whichever comes. */
export function isSampled(machineId: string, now: Date): boolean {
  const hour = Math.floor(now.getTime() / 3_600_000);
  const [drawn = 0] = createHash('sha256').update(`${machineId} ${hour}`).digest();
  return drawn % everyHours === 0;
}
