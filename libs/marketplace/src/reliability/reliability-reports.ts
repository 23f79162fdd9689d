import { chainNow, intervals, rentalOutcomes, standings, type Standing } from '@gpuflow/db';
import {
  figuresOf,
  figuresSince,
  type ReliabilityFigures,
  type RentalOutcome,
} from '@gpuflow/domain';

import type { Market } from '../market.js';

/** What is known of how well a machine has held, at one moment. */
export interface ReliabilityReport extends ReliabilityFigures {
  machineId: string;
  at: Date;
  standing: Standing;
  /** Of the last 90 days, the oldest first. */
  outcomes: RentalOutcome[];
}

/** The reports of machines that are enrolled, in no order, in a handful of statements for all of them. */
export function reliabilityReports(
  { db, clock, policy: { chainId } }: Market,
  machineIds: readonly string[],
): Promise<ReliabilityReport[]> {
  const at = clock.now();
  const since = figuresSince(at);
  return db.snapshot(async (tx) => {
    const now = await chainNow(tx, chainId, at);
    const sinceOnChain = now - BigInt(Math.round((at.getTime() - since.getTime()) / 1000));
    const logs = await intervals.within(tx, machineIds, since, at);
    const rented = await rentalOutcomes(tx, chainId, machineIds, sinceOnChain);
    return (await standings(tx, chainId, machineIds, now)).map((standing) => {
      const { machineId } = standing;
      const outcomes = rented.get(machineId) ?? [];
      const figures = figuresOf(logs.get(machineId) ?? [], outcomes, at);
      return { machineId, at, standing, outcomes, ...figures };
    });
  });
}
