import { scoreModels, scores, type StoredScore } from '@gpuflow/db';
import { recomputeScore, type RecomputedScore } from '@gpuflow/domain';

import { found } from '../guards.js';
import type { ChainPolicy, Market } from '../market.js';
import { sha256 } from './sha256.js';

/** A served score beside what its machine's log comes to. */
export interface VerifiedScore extends RecomputedScore {
  served: StoredScore;
}

/**
 * Computes a machine's score again, from its whole log and the model and rates that the score names. Refuses `NOT_FOUND`
 * for a machine without a score.
 */
export function verifyScore(
  { db }: Market<ChainPolicy>,
  machineId: string,
): Promise<VerifiedScore> {
  return db.snapshot(async (tx) => {
    const [stored] = await scores.findMany(tx, [machineId]);
    const served = found(stored, 'score', machineId);
    const model = found(
      await scoreModels.find(tx, served.modelId),
      'score model',
      `${served.modelId}`,
    );
    const places = [{ machineId, since: new Date(0) }];
    const log = (await scores.intervalsSince(tx, places, served.asOf)).get(machineId) ?? [];
    const basis = { rates: served.rates, models: model.horizons };
    const verified = found(recomputeScore(served, log, basis, sha256), 'log', machineId);
    return { served, ...verified };
  });
}
