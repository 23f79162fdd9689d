import { Refusal } from '../refusal.js';

/** A time, announced in advance, in which a machine may be down. */
export interface MaintenanceWindow {
  id: string;
  machineId: string;
  startsAt: Date;
  endsAt: Date;
  /** What the provider says about it. */
  reason: string | undefined;
  announcedAt: Date;
  /** The provider took it back. */
  withdrawnAt: Date | undefined;
}

const hour = 3_600;
const day = 24 * hour;

/** What an announcement must keep to, in seconds: in time for renters to act, and neither endless nor far away. */
export const maintenanceBounds = {
  ahead: { min: hour, max: 90 * day },
  length: { min: 60, max: 3 * day },
  /** So many windows of a machine may be ahead. */
  windows: 20,
} as const;

/** Refuses `TERMS_OUT_OF_BOUNDS` for a window that comes too soon, too late, too short or too long, or is one too many. */
export function refuseMaintenance(
  { startsAt, endsAt }: Pick<MaintenanceWindow, 'startsAt' | 'endsAt'>,
  now: Date,
  ahead: number,
): void {
  refuseOutside('startsAt', secondsBetween(now, startsAt), maintenanceBounds.ahead);
  refuseOutside('endsAt', secondsBetween(startsAt, endsAt), maintenanceBounds.length);
  refuseOutside('windows', ahead + 1, { min: 1, max: maintenanceBounds.windows });
}

function secondsBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 1000);
}

function refuseOutside(
  term: string,
  have: number,
  { min, max }: { min: number; max: number },
): void {
  if (have >= min && have <= max) return;
  const bound = BigInt(have < min ? min : max);
  throw new Refusal('TERMS_OUT_OF_BOUNDS', { term, have: BigInt(have), bound });
}
